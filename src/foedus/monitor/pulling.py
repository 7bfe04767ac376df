"""Rows from the interfaces of UCDP and ACLED: all pages, again where that helps, or an error.

As their documentation had it in 2026: UCDP answers ``{TotalCount, NextPageUrl, Result}`` to a token
in the header ``x-ucdp-access-token``; ACLED gives a bearer token for a name and a password (OAuth
2.0), then ``{success, data}`` page by page until a page is short, and names what it deleted under
``deleted/read``. Pages of a set that changes while it is read do not fit together: totals and ids
are compared, and nothing is kept of a pull that fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from foedus.monitor.addresses import host, is_kept_private
from foedus.monitor.unpacking import BadFileError

if TYPE_CHECKING:
    import httpx

UCDP, ACLED = "https://ucdpapi.pcr.uu.se/api", "https://acleddata.com"
TRIES = 6
_LONGEST_WAIT = 120.0
_PAGE = {"ucdp": 1000, "acled": 5000}
_AGAIN = (408, 429, 500, 502, 503, 504)
Rows = list[dict[str, Any]]


class PullError(BadFileError):
    """Rows that could not be had; the message says why and what to do."""


@dataclass
class Caller:
    """Asks an interface, again where it was busy or the line failed.

    Parameters
    ----------
    url
        Where it is; ``https``, or ``http`` on this machine: keys go there.
    wait
        Waits so many seconds between tries.
    told
        Called with the number of rows so far.
    headers
        Sent with every question.
    """

    url: str
    wait: Callable[[float], None] = time.sleep
    told: Callable[[int], None] = lambda rows: None
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_kept_private(self.url):
            raise PullError(f"{self.url}: keys go to https addresses, or to http on this machine.")
        try:
            import httpx
        except ImportError:
            raise PullError("a pull needs httpx: pip install 'foedus[pull]'.") from None
        self._client: httpx.Client = httpx.Client(timeout=60, follow_redirects=False)

    def ask(self, path: str, params: Mapping[str, object], form: bool = False) -> dict[str, Any]:
        """Return the JSON object that a path answers."""
        import httpx

        url, why = f"{self.url.rstrip('/')}/{path}", ""
        said = {key: str(value) for key, value in params.items()}
        for attempt in range(TRIES):
            pause = float(min(2**attempt, _LONGEST_WAIT))
            try:
                if form:
                    answer = self._client.post(url, data=said)
                else:
                    answer = self._client.get(url, params=said, headers=self.headers)
            except httpx.HTTPError as error:
                why = str(error) or type(error).__name__
            else:
                if answer.status_code == 200:
                    return _object(answer)
                why = f"it answered {answer.status_code}"
                if answer.status_code not in _AGAIN:
                    raise PullError(f"{host(url)}: {why}{_advice(answer.status_code)}.")
                pause = min(_asked_for(answer.headers.get("retry-after"), pause), _LONGEST_WAIT)
            if attempt + 1 < TRIES:
                self.wait(pause)
        raise PullError(f"{host(url)}: {why}, {TRIES} times over. Nothing was read; try later.")

    def close(self) -> None:
        """End the connection."""
        self._client.close()


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise PullError(f"{answer.url.host}: its answer is no JSON object. Is the address right?")
    return said


def _advice(status: int) -> str:
    if status in (401, 403):
        return ": the key is missing, wrong, or may not read this"
    return ": there is no such release or address" if status == 404 else ""


def _asked_for(header: str | None, otherwise: float) -> float:
    """Return the seconds that a server asks to wait, as a number or as a time."""
    if header is None:
        return otherwise
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return otherwise
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def from_ucdp(
    caller: Caller,
    version: str,
    token: str,
    countries: Sequence[str] = (),
    days: tuple[date, date] | None = None,
) -> Rows:
    """Return all events of a release of GED.

    Parameters
    ----------
    caller
        Asks the interface.
    version
        The release, such as ``25.1``, or ``25.0.9`` of the Candidate events.
    token
        The access token.
    countries
        Gleditsch & Ward numbers, such as 369 for Ukraine; every country when empty.
    days
        Events that end in these days.

    Raises
    ------
    PullError
        When they cannot be had whole.
    """
    caller.headers["x-ucdp-access-token"] = token
    params: dict[str, object] = {"pagesize": _PAGE["ucdp"], "page": 0}
    if countries:
        params["Country"] = ",".join(countries)
    if days:
        params |= {"StartDate": days[0].isoformat(), "EndDate": days[1].isoformat()}
    rows: Rows = []
    while True:
        said = caller.ask(f"gedevents/{version}", params)
        rows += _listed(said, "Result")
        caller.told(len(rows))
        following = said.get("NextPageUrl") or ""
        if not following:
            break
        # Only what it asks is taken from it, never where to send the key.
        asked = dict(parse_qsl(urlsplit(following).query))
        if asked.get("page") == str(params["page"]):
            raise PullError("the interface names the same page again. Nothing was read.")
        params = {**params, **asked}
    total = said.get("TotalCount")
    if total is not None and total != len(rows):
        raise PullError(f"{len(rows):,} rows came of {total:,}. Nothing was read; try again.")
    return _once(rows, "id")


def from_acled(
    caller: Caller, login: tuple[str, str], countries: Sequence[str], days: tuple[date, date]
) -> Rows:
    """Return all events of some countries and days.

    Parameters
    ----------
    caller
        Asks the interface; carries the bearer token afterwards.
    login
        The name (an address) and the password of an account.
    countries
        Their names, as ACLED spells them.
    days
        The first and the last day.

    Raises
    ------
    PullError
        When they cannot be had whole.
    """
    _sign_in(caller, login)
    params: dict[str, object] = {
        "_format": "json",
        "country": "|".join(countries),
        "event_date": f"{days[0]}|{days[1]}",
        "event_date_where": "BETWEEN",
    }
    rows: Rows = []
    for page in _acled_pages(caller, "api/acled/read", params):
        rows += page
        caller.told(len(rows))
    return _once(rows, "event_id_cnty")


def deleted_by_acled(caller: Caller, since: datetime) -> list[str]:
    """Return the ids of events that ACLED has deleted since a time; after `from_acled`."""
    params = {
        "_format": "json",
        "deleted_timestamp": int(since.timestamp()),
        "deleted_timestamp_where": ">=",
    }
    pages = _acled_pages(caller, "api/deleted/read", params)
    return sorted({str(row["event_id_cnty"]) for page in pages for row in page})


def _sign_in(caller: Caller, login: tuple[str, str]) -> None:
    said = caller.ask(
        "oauth/token",
        {
            "grant_type": "password",
            "client_id": "acled",
            "scope": "authenticated",
            "username": login[0],
            "password": login[1],
        },
        form=True,
    )
    if "access_token" not in said:
        raise PullError(f"{host(caller.url)}: it gave no token for this name and password.")
    caller.headers["Authorization"] = f"Bearer {said['access_token']}"


def _acled_pages(caller: Caller, path: str, params: Mapping[str, object]) -> Iterator[Rows]:
    number = 1
    while True:
        said = caller.ask(path, {**params, "page": number, "limit": _PAGE["acled"]})
        if said.get("success") is False:
            why = said.get("error") or said.get("message") or "no reason is given"
            raise PullError(f"{host(caller.url)}: it refused: {why}")
        page = _listed(said, "data")
        yield page
        if len(page) < _PAGE["acled"]:
            return
        number += 1


def _listed(said: Mapping[str, Any], key: str) -> Rows:
    rows = said.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PullError(f"its answer has no rows under {key!r}: the interface may have changed.")
    return rows


def _once(rows: Rows, name: str) -> Rows:
    """Return rows in the order of their ids, each of which must be there once."""
    ids = [str(row.get(name, "")) for row in rows]
    if len(set(ids)) < len(ids):
        raise PullError("a row came twice: the set changed while it was read. Try again.")
    return [row for _, row in sorted(zip(ids, rows, strict=True), key=lambda pair: pair[0])]
