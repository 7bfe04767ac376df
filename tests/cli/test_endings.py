"""How commands end: statuses, closed pipes, full disks, signals, and workers that stay behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

FOEDUS = [sys.executable, "-m", "foedus"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs the devices of a Unix")
COMMANDS = [
    ("check", "locarno-1925"),  # faults: its own status is 1
    ("assess", "locarno-1925", "--draws", "10"),  # drawn by another library
    ("decide", "--body", "unsc", "--json", "-"),
]


@posix
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_closed_pipe_is_a_quiet_end_and_no_fault(words: tuple[str, ...]):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*FOEDUS, *words], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_full_disk_is_a_sentence_and_no_fault(words: tuple[str, ...]):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*FOEDUS, *words], stdout=full, stderr=subprocess.PIPE)
    told = b"standard output: it cannot be written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (2, told)


@posix
def test_closed_standard_output_is_told_and_closed_errors_are_not_missed():
    out = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *FOEDUS, "cases"], capture_output=True)
    assert (out.returncode, b"standard output is closed" in out.stderr) == (2, True)
    err = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *FOEDUS, "cases"], capture_output=True)
    assert (err.returncode, b"ukraine-2025" in err.stdout) == (0, True)


@pytest.mark.parametrize(
    "words",
    [("chek", "x"), ("check",), ("deter", "ukraine-2025", "--draws", "0"), ("show", "--nothing")],
)
def test_what_was_typed_wrongly_ends_with_2(words: tuple[str, ...]):
    assert CliRunner().invoke(main, list(words)).exit_code == 2


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_text(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("foedus.loopholes.verdicts", broken)
    done = CliRunner().invoke(main, ["check", "locarno-1925"])
    assert done.exit_code == 70
    assert "deep inside" in done.stderr
    assert "fault of foedus itself" in done.stderr


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (MemoryError(), 2, "more memory than the machine has"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (OSError(28, "No space left on device", "/x/y"), 2, "/x/y: the machine would not do it"),
    ],
)
def test_what_the_machine_would_not_do_is_told(
    error: BaseException, status: int, told: str, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("foedus.loopholes.verdicts", broken)
    done = CliRunner().invoke(main, ["check", "locarno-1925"])
    assert done.exit_code == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@posix
@pytest.mark.parametrize(
    ("how", "status", "told"), [(signal.SIGINT, 130, "Interrupted.\n"), (signal.SIGTERM, 143, "")]
)
def test_an_interrupt_is_one_though_a_library_takes_it_for_its_own_failure(
    how: int, status: int, told: str, monkeypatch: pytest.MonkeyPatch
):
    def taken_ill(*_: object, **__: object) -> None:
        try:
            os.kill(os.getpid(), how)
            time.sleep(5)
        except BaseException as error:
            raise ValueError(f"it cannot be built: {type(error).__name__}") from error

    monkeypatch.setattr("foedus.loopholes.verdicts", taken_ill)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what ignores it is heir
    monkeypatch.setattr("foedus.cli.ending._GRACE", 1e6)  # it would end the tests
    try:
        done = CliRunner().invoke(main, ["check", "locarno-1925"])
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done.exit_code, done.stderr) == (status, told)


@posix
def test_output_is_the_same_bytes_in_any_locale(tmp_path: Path):
    file = tmp_path / "übung.yaml"
    text = "foedus: 1\ntitle: Über – 保証\nas_of: 2025-01-01\nparties: {A: {role: beneficiary}}\n"
    file.write_text(text, "utf-8")
    outs = [
        subprocess.run(
            [*FOEDUS, "show", str(file)],
            capture_output=True,
            check=True,
            env=os.environ | said,
        ).stdout
        for said in (
            {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
            {"TZ": "Asia/Tokyo"},
        )
    ]
    assert outs[0] == outs[1]
    assert not outs[0].isascii()


TEAM = """
import os, time
from foedus.processes import Team

def work():
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    with Team(3) as team:
        tasks = [team.submit(work) for _ in range(2)]
        print(flush=True)
        time.sleep(60)
"""


@posix
@pytest.mark.parametrize("lines", [1, 3], ids=["while they start", "while they work"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_those_who_work_for_a_process_end_with_it(tmp_path: Path, how: int, lines: int):
    script = tmp_path / "work.py"
    script.write_text(TEAM)
    leader = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert leader.stdout is not None
    for _ in range(lines):
        assert leader.stdout.readline()
    leader.send_signal(how)
    # The pipe is closed when nobody holds it any more: all have ended.
    leader.communicate(timeout=60)
