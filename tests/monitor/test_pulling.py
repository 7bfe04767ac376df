"""Pulls, against a server on this machine that answers as the interfaces are documented to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor import pulling
from foedus.monitor.pulling import Caller, PullError, from_acled, from_ucdp

from .conftest import case

pytest.importorskip("httpx")


def ged(number: int) -> dict[str, Any]:
    """An event as UCDP's interface writes it: numbers as numbers, absent texts as null."""
    return {
        "id": number,
        "type_of_violence": 1,
        "side_a": "Alpha army",
        "side_b": "Beta",
        "where_prec": 1,
        "where_coordinates": "Town",
        "where_description": None,
        "adm_1": None,
        "latitude": 41.0,
        "longitude": 31.0,
        "country": "X",
        "date_start": f"2020-01-{number:02}T00:00:00",
        "date_end": f"2020-01-{number:02}T00:00:00",
        "best": number,
        "high": number,
        "low": number,
    }


def acled(number: int) -> dict[str, Any]:
    return {
        "event_id_cnty": f"X{number}",
        "event_date": f"2020-01-{number:02}",
        "time_precision": "1",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Beta",
        "actor2": "Alpha army",
        "country": "X",
        "latitude": "41.0",
        "longitude": "31.0",
        "geo_precision": "1",
        "fatalities": "1",
    }


class Served(ThreadingHTTPServer):
    """What the interfaces hold, what goes wrong first, and what they were asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.events = [ged(n) for n in range(1, 8)]
        self.reports = [acled(n) for n in range(1, 8)]
        self.deleted: list[str] = []
        self.total: int | None = None
        self.failing: list[int] = []
        self.asked: list[str] = []
        self.elsewhere = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Served

    def log_message(self, *_: object) -> None: ...

    def answer(self, status: int, said: object, **headers: str) -> None:
        raw = json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = form.get("password") == ["word"] and form.get("client_id") == ["acled"]
        if self.path == "/oauth/token" and right and form["grant_type"] == ["password"]:
            self.answer(200, {"access_token": "T", "expires_in": 86400, "token_type": "Bearer"})
        else:
            self.answer(401, {"error": "invalid_grant"})

    def do_GET(self) -> None:
        url, held = urlsplit(self.path), self.server
        held.asked.append(self.path)
        said = {key: values[0] for key, values in parse_qs(url.query).items()}
        if held.failing:
            self.answer(held.failing.pop(0), {}, Retry_After="3")
        elif url.path.startswith("/gedevents/25.1"):
            self._events(said)
        elif self.headers["Authorization"] != "Bearer T":
            self.answer(403, {})
        elif url.path == "/api/acled/read":
            first, last = said["event_date"].split("|")
            assert said["event_date_where"] == "BETWEEN"
            self._page(said, [r for r in held.reports if first <= r["event_date"] <= last])
        elif url.path == "/api/deleted/read":
            assert said["deleted_timestamp_where"] == ">="
            self._page(said, [{"event_id_cnty": id_} for id_ in held.deleted])
        else:
            self.answer(404, {})

    def _events(self, said: dict[str, str]) -> None:
        held = self.server
        if self.headers["x-ucdp-access-token"] != "SECRET":
            self.answer(401, "API token required")
            return
        size, page = int(said["pagesize"]), int(said["page"])
        rows = held.events[size * page : size * (page + 1)]
        more = size * (page + 1) < len(held.events)
        where = held.elsewhere or held.url
        following = f"{where}/gedevents/25.1?pagesize={size}&page={page + 1}" if more else ""
        total = len(held.events) if held.total is None else held.total
        self.answer(200, {"TotalCount": total, "NextPageUrl": following, "Result": rows})

    def _page(self, said: dict[str, str], rows: list[dict[str, Any]]) -> None:
        limit, page = int(said["limit"]), int(said["page"])
        data = rows[limit * (page - 1) : limit * page]
        self.answer(200, {"status": 200, "success": True, "count": len(data), "data": data})


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    server = Served()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    monkeypatch.setattr(pulling, "_PAGE", {"ucdp": 3, "acled": 3})
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def caller(served: Served) -> Iterator[Caller]:
    waits: list[float] = []
    made = Caller(served.url, wait=waits.append)
    made.waits = waits  # type: ignore[attr-defined]
    yield made
    made.close()


SPAN = (date(2020, 1, 1), date(2020, 12, 31))


def test_every_page_is_read_once(served: Served, caller: Caller):
    rows = from_ucdp(caller, "25.1", "SECRET", ["369"])
    assert sorted(row["id"] for row in rows) == list(range(1, 8))
    assert len(served.asked) == 3
    assert "Country=369" in served.asked[0]
    found = from_acled(caller, ("name", "word"), ["X"], SPAN)
    assert [row["event_id_cnty"] for row in found] == [f"X{n}" for n in range(1, 8)]


def test_a_busy_interface_is_asked_again_after_the_time_that_it_names(
    served: Served, caller: Caller
):
    served.failing = [503, 429]
    assert len(from_ucdp(caller, "25.1", "SECRET")) == 7
    assert caller.waits == [3, 3]  # type: ignore[attr-defined]
    served.failing = [500] * 20
    with pytest.raises(PullError, match=r"it answered 500, 6 times over\. Nothing was read"):
        from_ucdp(caller, "25.1", "SECRET")


def test_what_cannot_be_had_whole_is_an_error(served: Served, caller: Caller):
    with pytest.raises(PullError, match="401: the key is missing, wrong"):
        from_ucdp(caller, "25.1", "OTHER")
    caller.headers["Authorization"] = "Bearer T"
    with pytest.raises(PullError, match="404: there is no such release"):
        from_ucdp(caller, "99.9", "SECRET")
    with pytest.raises(PullError, match="401"):
        from_acled(caller, ("name", "wrong"), ["X"], SPAN)
    served.total = 9
    with pytest.raises(PullError, match="7 rows came of 9"):
        from_ucdp(caller, "25.1", "SECRET")
    served.total = None
    served.events[6] = served.events[0]
    with pytest.raises(PullError, match="a row came twice"):
        from_ucdp(caller, "25.1", "SECRET")


def test_no_key_goes_where_an_answer_points(served: Served, caller: Caller):
    served.elsewhere = "http://192.0.2.1:9/steals"
    assert len(from_ucdp(caller, "25.1", "SECRET")) == 7
    with pytest.raises(PullError, match="keys go to https addresses"):
        Caller("http://example.org")


def foedus(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exit_code == status, done.output
    return done.output


def test_a_pull_is_a_release_and_what_is_deleted_no_longer_counts(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case("kinds: [force]"))
    foedus("init", "case.yaml")
    monkeypatch.delenv("FOEDUS_UCDP_TOKEN", raising=False)
    ucdp = ["pull", "ucdp", "--release", "25.1", "--url", served.url]
    assert "has no FOEDUS_UCDP_TOKEN" in foedus(*ucdp, status=2)
    monkeypatch.setenv("FOEDUS_UCDP_TOKEN", "SECRET")
    assert "UCDP Georeferenced Event Dataset, 7 rows" in foedus(*ucdp)
    assert "nothing new; its 7 rows are in the ledger" in foedus(*ucdp)
    monkeypatch.setenv("FOEDUS_ACLED_USER", "name")
    monkeypatch.setenv("FOEDUS_ACLED_PASSWORD", "word")
    days = ["--country", "X", "--from", "2020-01-01", "--url", served.url]
    assert "ACLED, 7 rows" in foedus("pull", "acled", *days, "--until", "2020-12-31")
    assert "7 rows" in foedus("pull", "acled", *days, "--until", "2020-12-31")
    assert foedus("releases").count("ACLED") == 1
    # One event goes from the days that are pulled again, another from those that are not.
    served.reports = [r for r in served.reports if r["event_id_cnty"] not in ("X2", "X7")]
    served.deleted = ["X7", "Y1"]
    told = foedus("pull", "acled", *days, "--until", "2020-01-03")
    assert "ACLED has deleted 2 events" in told
    assert "ACLED, 2 rows" in told
    foedus("export", "--rows", "rows.csv")
    left = [line.split(",")[3] for line in Path("rows.csv").read_text().splitlines()
            if ",acled," in line]  # fmt: skip
    assert left == ["X1", "X3", "X4", "X5", "X6"]
    foedus("verify")
    for kept in tmp_path.iterdir():
        if kept.is_file():
            assert b"SECRET" not in kept.read_bytes()
            assert b"word" not in kept.read_bytes().replace(b"password", b"")
    assert "leave it out" in foedus("pull", "acled", "--release", "1", *days, status=2)
    assert "Gleditsch" in foedus(*ucdp, "--country", "Ukraine", status=2)
    days[1] = "Nowhere"
    assert "Nothing was read" in foedus("pull", "acled", *days, "--from", "2029-01-01",
                                        "--until", "2029-01-02", status=2)  # fmt: skip
