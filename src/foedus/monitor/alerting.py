"""Alerts: each finding told once on each channel, whatever fails in between.

A file is written exactly once: the line and its mark in the ledger are compared on the next run. A
webhook cannot tell a lost answer from a lost request, so it is asked again with the same
``Idempotency-Key`` until it confirms; a receiver that heeds the key sees each alert once. Standard
output is marked before it is written: at most once.
"""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from foedus.monitor import chain
from foedus.monitor.addresses import host, is_kept_private
from foedus.monitor.findings import Survey
from foedus.monitor.incident import canonical_json, digest_of
from foedus.monitor.ledger import Ledger
from foedus.monitor.store import WAITS_FOR, told, writing
from foedus.monitor.told_twice import Once, plain_once

TRIES = 5
_WAITS = 1.0
_TIMEOUT = 15.0
_WITHDRAWN = ":withdrawn"
_THIS_ALERT = (400, 409, 413, 422)
"""Answers that are about the alert and not the address: the next one may be taken."""


class AlertError(Exception):
    """An alert that could not be delivered; it stays pending, and the message says why."""


class RefusedAlertError(AlertError):
    """The receiver refused this alert: others may still be taken."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One finding to tell, or the withdrawal of one that was told."""

    key: str
    body: dict[str, Any]

    def line(self) -> str:
        """Return the alert as one line of JSON."""
        return canonical_json({"alert": self.key, **self.body})


def alerts(
    surveys: Sequence[Survey],
    title: str,
    chance: float,
    since: date = date.min,
    once: Mapping[str, Once] | None = None,
) -> Iterator[Alert]:
    """Yield an alert for each finding that is at least so likely and ends on a day or later.

    The key is the finding's short name, which stays while rows are revised: a finding is told
    once, and not again for every release. `once` has what findings on rows which may tell of one
    event come to if they do.
    """
    for surveyed in surveys:
        for finding in surveyed.findings:
            if finding.chance >= chance and finding.last >= since:
                said = finding.body()
                shared = ("norm", "first", "last", "chance", "began", "deaths", "access")
                body = {
                    "case": title,
                    "finding": finding.id,
                    **{name: said[name] for name in shared},
                    **plain_once(finding, once or {}),
                    "rows": len(finding.evidence),
                    "sources": sorted({e.source for e in finding.evidence}),
                    "digest": finding.digest,
                    "means": "an allegation that the record supports, not a decision",
                }
                yield Alert(finding.id, body)


Deliver = Callable[[Alert], None]


def tell(
    ledger: Ledger, channel: str, pending: Sequence[Alert], deliver: Deliver, recorded: str
) -> int:
    """Deliver what was not yet delivered on a channel; return how many were.

    Parameters
    ----------
    ledger
        Where it is noted what was told.
    channel
        The name of the channel: ``stdout``, ``file:...``, ``webhook:...``.
    pending
        The alerts.
    deliver
        Delivers one.
    recorded
        The time, ISO 8601 in UTC.

    Raises
    ------
    AlertError
        When one could not be delivered; those before it were, and where it was refused, those after
        it too.
    """
    sent = 0
    refused: list[RefusedAlertError] = []
    with _alone(ledger.path):
        done = set(chances_told(ledger, channel))
        for alert in pending:
            if alert.key in done:
                continue
            if channel == "stdout":
                _mark(ledger, channel, alert, recorded)
                deliver(alert)
            else:
                try:
                    deliver(alert)
                except RefusedAlertError as error:
                    refused.append(error)
                    continue
                _mark(ledger, channel, alert, recorded)
            done.add(alert.key)
            sent += 1
    if refused:
        more = f" ({len(refused):,} of them)" if len(refused) > 1 else ""
        raise AlertError(f"{refused[0]}{more}")
    return sent


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from telling at the same time; a crash releases it."""
    lock = sqlite3.connect(f"{path}.telling", timeout=WAITS_FOR, isolation_level=None)
    try:
        with told(path):
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def withdrawn(
    before: Mapping[str, float], standing: Mapping[str, float], title: str, chance: float
) -> Iterator[Alert]:
    """Yield an alert for each finding that was told and no longer stands.

    Parameters
    ----------
    before
        What was told, with the chance that it had then.
    standing
        The findings that stand, each with its chance.
    title
        The arrangement.
    chance
        The chance from which a finding is told. One that was told when less was asked, and is as
        likely as ever, is not withdrawn.
    """
    for key in sorted(before):
        now = standing.get(key, 0.0)
        if not key.endswith(_WITHDRAWN) and now < min(chance, before[key]):
            means = "the record no longer supports it: rows or terms were revised"
            yield Alert(key + _WITHDRAWN, {"case": title, "finding": key, "means": means})


def chances_told(ledger: Ledger, channel: str) -> dict[str, float]:
    """Return what was told on a channel, each with the chance that it had then."""
    query = "SELECT body FROM told WHERE channel = ? AND state = 'told'"
    with told(ledger.path):
        said = [json.loads(row[0]) for row in ledger.connection.execute(query, (channel,))]
    return {body["alert"]: body.get("chance", 0.0) for body in said}


def _mark(ledger: Ledger, channel: str, alert: Alert, recorded: str) -> None:
    with told(ledger.path), writing(ledger.connection) as db:
        recorded = chain.not_before(db, recorded)
        row = (alert.key.encode(), channel, "told", alert.line(), recorded)
        if db.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?, ?, ?)", row).rowcount:
            chain.append(db, recorded, "told", [chain.row_digest(row)])


def to_file(path: Path) -> Deliver:
    """Return what appends alerts to a file of JSON Lines, each once.

    A line that a crash cut short is ended first, so that it stays by itself and is told again.

    Raises
    ------
    AlertError
        When there is something that lines cannot be appended to.
    """
    there: set[str] = set()
    whole = True
    if path.exists():
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise AlertError(f"{path}: alerts cannot be appended to it: {why}") from None
        whole = not text or text.endswith("\n")
        for line in text.splitlines():
            try:
                there.add(json.loads(line)["alert"])
            except (ValueError, KeyError, TypeError):
                continue

    def deliver(alert: Alert) -> None:
        nonlocal whole
        if alert.key in there:
            return
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(("" if whole else "\n") + alert.line() + "\n")
                file.flush()
        except OSError as error:
            whole = False  # part of the line may be there, as on a full disk
            raise AlertError(f"{path}: it cannot be written: {error.strerror}") from None
        whole = True
        there.add(alert.key)

    return deliver


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same scheme, host and port, and keeps it a POST."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc) or code not in (307, 308):
            raise AlertError(
                f"{host(req.full_url)} redirects to {host(newurl) or 'no address'}; it is not "
                "followed. Name the address where alerts are to go."
            )
        return urllib.request.Request(newurl, req.data, dict(req.header_items()), method="POST")


def webhook_channel(url: str) -> str:
    """Return the name of a webhook's channel: its host, and a digest that tells two apart.

    An address of a webhook is a secret, and a ledger is made to be shared.

    Examples
    --------
    >>> webhook_channel("https://user:word@chat.example:8443/SECRET?key=SECRET")
    'webhook:chat.example:8443 45d4feba05c0'
    """
    return f"webhook:{host(url)} {digest_of(url)[:12]}"


def to_webhook(url: str, tries: int = TRIES, wait: Callable[[float], None] = time.sleep) -> Deliver:
    """Return what posts alerts to an address as JSON, with retries.

    Parameters
    ----------
    url
        An ``https`` address, or ``http`` on this machine.
    tries
        How often each is tried; answers 4xx other than 408 and 429 are final.
    wait
        Waits so many seconds between tries.

    Raises
    ------
    AlertError
        When the address will not do.
    """
    try:
        is_private = is_kept_private(url)
    except ValueError as error:
        raise AlertError(f"this is no address: {error}") from None
    if not is_private:
        raise AlertError(
            f"{host(url) or 'this'}: alerts go to https addresses, or to http on this machine"
        )
    # No proxies from the environment: alerts go where they were told to go.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SameHost)

    def deliver(alert: Alert) -> None:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": digest_of([url, alert.key])[:32],
            "User-Agent": "foedus",
        }
        request = urllib.request.Request(url, alert.line().encode(), headers, method="POST")
        why = ""
        for attempt in range(tries):
            if attempt:
                wait(_WAITS * 2 ** (attempt - 1))
            try:
                with opener.open(request, timeout=_TIMEOUT):
                    return
            except urllib.error.HTTPError as error:
                why = f"it answered {error.code}"
                error.close()
                if error.code in _THIS_ALERT:
                    raise RefusedAlertError(_pending(host(url), why)) from None
                if 400 <= error.code < 500 and error.code not in (408, 429):
                    break
            except (urllib.error.URLError, OSError) as error:
                why = str(getattr(error, "reason", error))
            except http.client.HTTPException:
                why = "its answer is not HTTP"
        raise AlertError(_pending(host(url), why))

    return deliver


def _pending(whose: str, why: str) -> str:
    return f"{whose}: {why}; the alert stays pending"
