"""Attached files, roles, and stamps from outside."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.ledger import Ledger

from .conftest import case, row, table

AUTHORITY = """
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def foedus(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case())
    Path("a.csv").write_text(table([row(1, "2020-01-02"), row(2, "2020-01-09")]))
    foedus("init", "case.yaml")
    foedus("ingest", "a.csv")
    return tmp_path / "foedus.ledger"


BARRED = ["access", "--zone", "box", "--state", "blocked", "--from", "2020-01-05"]


def test_a_file_goes_with_its_entry_and_is_missed(ledger: Path):
    Path("scan.pdf").write_bytes(b"%PDF a letter")
    foedus(*BARRED, "--signed", "N. N.", "--attach", "scan.pdf")
    assert "with scan.pdf" in foedus("entries")
    foedus("verify")
    Path("scan.pdf").unlink()
    foedus("verify")
    (kept,) = (ledger.parent / "foedus.ledger.files").iterdir()
    raw = kept.read_bytes()
    assert raw == b"%PDF a letter"
    kept.write_bytes(raw + b"!")
    assert "the attached file 'scan.pdf' was altered" in foedus("verify", status=1)
    kept.unlink()
    assert "the attached file 'scan.pdf' is gone" in foedus("verify", status=1)
    assert "cannot be read" in foedus(*BARRED, "--signed", "N", "--attach", "none", status=2)


def test_whoever_has_no_role_does_nothing_once_roles_are_on_record(ledger: Path):
    Path("page.html").write_text("x")
    assert "whoever signs may" in foedus("roles")
    foedus(*BARRED, "--signed", "Anybody")
    head = ["--who", "Head", "--may", "enter,review,publish", "--signed", "Head"]
    assert "nobody would have all three" in foedus("roles", *head[:3], "enter", *head[4:], status=2)
    foedus("roles", *head)
    foedus("roles", "--who", "Clerk", "--may", "enter", "--signed", "Head", "--note", "since May")
    assert foedus("roles").splitlines() == ["Clerk: enter", "Head: enter, review, publish"]
    refused = foedus(*BARRED, "--state", "jammed", "--signed", "Anybody", status=2)
    assert "Anybody may not enter" in refused
    assert "Clerk or Head may" in refused
    foedus(*BARRED, "--state", "jammed", "--signed", "Clerk")
    assert "Clerk may not decide" in foedus("duplicates", "--signed", "Clerk", status=2)
    assert "Clerk may not publish" in foedus("report", "p.html", "--signed", "Clerk", status=2)
    assert "Published by Head" in foedus("report", "p.html", "--signed", "Head")
    assert "published p.html" in foedus("entries")
    release = foedus("releases")[:10]
    words = ["retract", release, "--note", "wrong"]
    assert "may not enter" in foedus(*words, "--signed", "Anybody", status=2)
    more = ["--who", "Clerk", "--may", "none"]
    assert "Clerk may not review" not in foedus("roles", *more, "--signed", "Clerk", status=2)
    foedus("roles", *more, "--signed", "Head")
    assert "Clerk: nothing" in foedus("roles")
    assert "Clerk may not" in foedus(*BARRED, "--from", "2020-02-01", "--signed", "Clerk", status=2)
    assert "there is no role 'rule'" in foedus("roles", *more[:3], "rule", *head[4:], status=2)
    assert "go together" in foedus("roles", "--who", "X", status=2)
    foedus("verify")


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[HTTPServer]:
    """A time-stamping authority by OpenSSL, on this machine."""
    pytest.importorskip("rfc3161_client")
    pytest.importorskip("httpx")
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here")
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "serial").write_text("01")
    (folder / "tsa.cnf").write_text(AUTHORITY)

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "tsa.cnf"]
    openssl(*new, "-x509", "-days", "9", "-subj", "/CN=root", "-keyout", "root.key",
            "-out", "root.pem", "-extensions", "root")  # fmt: skip
    openssl(*new, "-subj", "/CN=tsa", "-keyout", "tsa.key", "-out", "tsa.csr")
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-CAcreateserial", "-days", "9", "-extfile", "tsa.cnf", "-extensions", "stamping",
            "-out", "tsa.pem")  # fmt: skip

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/old":  # an answer to an earlier question
                raw = (folder / "first.tsq").read_bytes()
            elif not (folder / "first.tsq").exists():
                (folder / "first.tsq").write_bytes(raw)
            (folder / "q.tsq").write_bytes(raw)
            openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr")
            answer = (folder / "r.tsr").read_bytes() if self.path != "/none" else b"no stamp"
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_is_stamped_from_outside_and_the_stamp_is_checked(
    ledger: Path, authority: HTTPServer
):
    url = f"http://127.0.0.1:{authority.server_port}"
    with Ledger.open(ledger) as opened:
        link = opened.last_link()[1]
    assert f"The link {link[:16]} was there on 20" in foedus("stamp", url)
    assert "its signature was not checked" in foedus("verify")
    assert "its signature holds" in foedus("verify", "--roots", "tsa/root.pem")
    config = ["-config", "tsa/tsa.cnf", "-newkey", "rsa:2048", "-nodes", "-keyout", "o.key"]
    subprocess.run(["openssl", "req", "-x509", *config, "-subj", "/CN=other", "-out", "other.pem",
                    "-extensions", "root"], check=True, capture_output=True)  # fmt: skip
    assert "its signature does not hold" in foedus("verify", "--roots", "other.pem", status=1)
    foedus(*BARRED, "--signed", "N. N.")
    assert "its stamp is of something else" in foedus("stamp", f"{url}/old", status=2)
    assert "its answer is no time stamp" in foedus("stamp", f"{url}/none", status=2)
    assert "It was not stamped" in foedus("stamp", "http://127.0.0.1:1/", status=2)
    assert foedus("verify").count("the stamp of the link") == 1
