"""Alerts reach a file, standard output and a webhook, each once, whatever fails in between."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from foedus.monitor import alerting
from foedus.monitor.alerting import Alert, AlertError, tell, to_file, to_webhook, withdrawn

from .conftest import STAMP, Watch, row

NOW = STAMP.format(3)
CRASHES = int(os.environ.get("FOEDUS_CRASHES", "36"))


class Receiver(HTTPServer):
    """A webhook on this machine: answers as told, and keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, str]] = []
        self.got: list[tuple[str, str, str]] = []

    def handle_error(self, *_: object) -> None:
        """Say nothing of whoever went away before the answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size).decode()
        if len(body.encode()) < size:
            return  # whoever sent it was killed within it
        self.server.got.append((self.path, self.headers["Idempotency-Key"], body))
        status, location = self.server.answers.pop(0) if self.server.answers else (200, "")
        if status == 1:
            self.wfile.write(b"\0\1 this is not HTTP\r\n\r\n")
            return
        if status == 0:
            self.connection.close()  # the answer is lost, though the request came
            return
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def no_wait(_: float) -> None:
    pass


ONE, TWO = Alert("a1", {"case": "x"}), Alert("a2", {"case": "x"})


@pytest.mark.parametrize("trouble", [(500, ""), (429, ""), (0, ""), (1, "")])
def test_a_webhook_is_asked_again_with_the_same_key(receiver: Receiver, trouble: tuple[int, str]):
    receiver.answers = [trouble, trouble]
    to_webhook(receiver.url, wait=no_wait)(ONE)
    assert len(receiver.got) == 3
    assert len({key for _, key, _ in receiver.got}) == 1
    assert json.loads(receiver.got[0][2]) == {"alert": "a1", "case": "x"}


def test_a_webhook_that_refuses_is_not_asked_again_and_the_alert_stays(
    receiver: Receiver, watching: Callable[..., Watch]
):
    receiver.answers = [(404, "")]
    ledger = watching().ledger
    deliver = to_webhook(receiver.url, wait=no_wait)
    with pytest.raises(AlertError, match="it answered 404; the alert stays pending"):
        tell(ledger, "webhook:x", [ONE], deliver, NOW)
    assert len(receiver.got) == 1
    assert tell(ledger, "webhook:x", [ONE], deliver, NOW) == 1
    assert tell(ledger, "webhook:x", [ONE], deliver, NOW) == 0
    assert len(receiver.got) == 2


def test_an_answer_that_is_not_http_is_told(receiver: Receiver):
    receiver.answers = [(1, "")] * 2
    with pytest.raises(AlertError, match="its answer is not HTTP; the alert stays pending"):
        to_webhook(receiver.url, tries=2, wait=no_wait)(ONE)


def test_one_alert_that_is_refused_does_not_hold_up_the_others(
    receiver: Receiver, watching: Callable[..., Watch]
):
    ledger, deliver = watching().ledger, to_webhook(receiver.url, wait=no_wait)
    receiver.answers = [(422, ""), (200, "")]
    with pytest.raises(AlertError, match="it answered 422; the alert stays pending"):
        tell(ledger, "webhook:x", [ONE, TWO], deliver, NOW)
    assert [json.loads(body)["alert"] for _, _, body in receiver.got] == ["a1", "a2"]
    assert tell(ledger, "webhook:x", [ONE, TWO], deliver, NOW) == 1  # the one that was refused
    # An address that is wrong is asked once, and not once for every alert.
    receiver.answers = [(404, "")] * 2
    with pytest.raises(AlertError, match="it answered 404"):
        tell(ledger, "webhook:y", [ONE, TWO], deliver, NOW)
    assert len(receiver.got) == 4


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_never_followed(receiver: Receiver, status: int):
    other = Receiver()
    receiver.answers = [(status, other.url)]
    with pytest.raises(AlertError, match=r"redirects to 127\.0\.0\.1:.*it is not followed"):
        to_webhook(receiver.url, wait=no_wait)(ONE)
    other.server_close()
    assert other.got == []
    assert len(receiver.got) == 1


def test_a_redirect_on_the_same_host_keeps_the_alert(receiver: Receiver):
    receiver.answers = [(308, receiver.url.replace("hook", "moved"))]
    to_webhook(receiver.url, wait=no_wait)(ONE)
    assert [path for path, _, _ in receiver.got] == ["/hook", "/moved"]
    assert receiver.got[0][1:] == receiver.got[1][1:]


@pytest.mark.parametrize(
    "url", ["http://example.org/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "nonsense"]
)
def test_alerts_go_to_https_or_this_machine_alone(url: str):
    with pytest.raises(AlertError, match="alerts go to https addresses"):
        to_webhook(url)


def test_a_crash_between_the_line_and_its_mark_doubles_nothing(
    watching: Callable[..., Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger, file = watching().ledger, tmp_path / "alerts.jsonl"
    two = [ONE, Alert("b2", {"case": "y"})]

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(alerting, "_mark", crash)
        with pytest.raises(KeyboardInterrupt):
            tell(ledger, "file:x", two, to_file(file), NOW)
    tell(ledger, "file:x", two, to_file(file), NOW)
    assert [json.loads(line)["alert"] for line in file.read_text().splitlines()] == ["a1", "b2"]


TELL = """
import os, random, signal, sys, time
from pathlib import Path
from foedus.monitor.alerting import Alert, tell, to_webhook
from foedus.monitor.ledger import Ledger

count, path, url = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
alerts = [Alert(f"a{n}", {"n": n}) for n in range(20)]

def work():
    with Ledger.open(path, write=True) as ledger:
        tell(ledger, "webhook:x", alerts, to_webhook(url), "2026-01-03T00:00:00.000000Z")

rng = random.Random(7)
for _ in range(count):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    time.sleep(rng.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
work()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_no_alert_is_lost_and_none_comes_with_another_key(
    receiver: Receiver, watching: Callable[..., Watch]
):
    """At least once on the wire; once for a receiver that keeps the keys."""
    watch = watching()
    watch.ledger.close()
    words = [sys.executable, "-c", TELL, str(CRASHES), str(watch.path), receiver.url]
    subprocess.run(words, check=True, timeout=60 + CRASHES)
    once = {key: json.loads(body)["alert"] for _, key, body in receiver.got}
    assert sorted(once.values()) == sorted(f"a{n}" for n in range(20))
    assert len({(key, body) for _, key, body in receiver.got}) == 20


def test_a_crash_between_the_answer_and_its_mark_sends_the_same_key_again(
    receiver: Receiver, watching: Callable[..., Watch], monkeypatch: pytest.MonkeyPatch
):
    ledger = watching().ledger
    deliver = to_webhook(receiver.url, wait=no_wait)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(alerting, "_mark", crash)
        with pytest.raises(KeyboardInterrupt):
            tell(ledger, "webhook:x", [ONE], deliver, NOW)
    assert tell(ledger, "webhook:x", [ONE], deliver, NOW) == 1
    assert tell(ledger, "webhook:x", [ONE], deliver, NOW) == 0
    assert receiver.got[0] == receiver.got[1]
    assert len(receiver.got) == 2


def test_a_line_that_was_cut_short_is_told_again(watching: Callable[..., Watch], tmp_path: Path):
    file = tmp_path / "alerts.jsonl"
    file.write_text(ONE.line()[:9])
    tell(watching().ledger, "file:x", [ONE], to_file(file), NOW)
    assert file.read_text().splitlines()[1] == ONE.line()


def test_a_line_that_a_full_disk_cut_short_stays_by_itself(
    watching: Callable[..., Watch], tmp_path: Path
):
    file = tmp_path / "alerts.jsonl"
    deliver = to_file(file)
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9, limits[1]))
        with pytest.raises(AlertError, match="it cannot be written: File too large"):
            deliver(ONE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, usual)
    tell(watching().ledger, "file:x", [ONE], deliver, NOW)
    assert file.read_text().splitlines() == [ONE.line()[:9], ONE.line()]


def test_a_file_that_cannot_hold_alerts_is_told(tmp_path: Path):
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe")
    for path in (tmp_path, tmp_path / "odd.jsonl"):
        with pytest.raises(AlertError, match="alerts cannot be appended to it"):
            to_file(path)


def test_standard_output_is_marked_first(watching: Callable[..., Watch]):
    ledger = watching().ledger

    def crash(_: Alert) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell(ledger, "stdout", [ONE], crash, NOW)
    assert tell(ledger, "stdout", [ONE], crash, NOW) == 0


JANUARY = date(2020, 1, 1), date(2020, 1, 31)


def test_each_finding_is_told_once_and_its_withdrawal_too(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching(rows=[row(1, "2020-01-02", country="X"), row(2, "2020-01-09", country="X")])
    told: list[str] = []

    def go() -> int:
        current = list(alerting.alerts(watch.surveys(), "x", 0.9))
        standing = {f.id: f.chance for s in watch.surveys() for f in s.findings}
        gone = withdrawn(alerting.chances_told(watch.ledger, "list"), standing, "x", 0.9)
        return tell(
            watch.ledger, "list", [*current, *gone], lambda alert: told.append(alert.key), NOW
        )

    assert go() == 2
    from .conftest import table

    (tmp_path / "next.csv").write_text(table([row(1, "2020-01-02", country="X", deaths=9)]))
    watch.ingest(tmp_path / "next.csv", published="2026-03-03", covers=JANUARY)
    assert go() == 1
    assert told[2] == f"{told[1]}:withdrawn"
    assert go() == 0


def test_a_finding_is_withdrawn_only_where_it_is_less_likely_than_when_it_was_told():
    before = {"as-told": 0.6, "fell": 0.6, "gone": 0.97, "old": 0.97, "old:withdrawn": 0.0}
    standing = {"as-told": 0.6, "fell": 0.5}
    # More is asked now than when it was told: that is no revision of the record.
    gone = [alert.key for alert in withdrawn(before, standing, "x", 0.95)]
    assert gone == ["fell:withdrawn", "gone:withdrawn", "old:withdrawn"]
