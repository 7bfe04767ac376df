"""Of what a command works with nothing stays, wherever and however it ends."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.monitor.ledger import Ledger
from foedus.monitor.store import rows_folder
from foedus.monitor.unpacking import BadFileError, unpacked
from foedus.monitor.workplace import sweep, workplace, workplace_somewhere

from .conftest import Watch, row, table

WORK = """
import sys, time
from pathlib import Path
from foedus.monitor.workplace import workplace
with workplace(Path(sys.argv[1])) as place:
    (place / "half").write_text("x")
    print(place, flush=True)
    time.sleep(60)
"""
WAIT = """
import sys, time
import foedus.monitor.importing as module
from foedus.cli import main
def wait(*_):
    print("here", flush=True)
    time.sleep(60)
module.write_read = wait
sys.argv[:1] = ["foedus"]
main()
"""


def at_work(program: str, *words: object) -> tuple[subprocess.Popen[str], str]:
    """Start a program, and wait for the line that it says when it is at work."""
    command = [sys.executable, "-c", program, *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def killed(process: subprocess.Popen[str]) -> None:
    with process:
        process.kill()


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_has_is_not(tmp_path: Path):
    (tmp_path / "kept.zst").touch()
    (tmp_path / ".1-earlier.part").touch()
    one, mine = at_work(WORK, tmp_path)
    other, its = at_work(WORK, tmp_path)
    killed(one)
    with workplace(tmp_path) as place:
        assert Path(mine).exists()  # somebody is still at work: left to the next
    assert (Path(its) / "half").exists()
    killed(other)
    with workplace(tmp_path) as place:
        assert {p.name for p in tmp_path.iterdir()} == {place.name, ".working", "kept.zst"}
        sweep(tmp_path)
        assert place.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == [".working", "kept.zst"]


def test_whatever_opens_a_ledger_sweeps_beside_it(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-01-02")])
    left = rows_folder(watch.path) / ".x.part"
    left.mkdir()
    (left / "lines").touch()
    Ledger.open(watch.path).close()
    assert not left.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_import_that_is_ended_leaves_nothing(watching: Callable[..., Watch], tmp_path: Path):
    watch = watching()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(table([row(1, "2020-01-02")]).encode()))
    words = ["monitor", "ingest", tmp_path / "a.csv.gz", "--ledger", watch.path]
    process, said = at_work(WAIT, *words)
    assert said == "here"
    folder = rows_folder(watch.path)
    assert len(list(folder.glob(".*.part"))) == 2  # what was unpacked, and the lines of it
    with process:
        process.terminate()
        process.wait()  # before its output is closed, which would end it in another way
    assert process.returncode == 128 + signal.SIGTERM
    assert [path.name for path in folder.iterdir()] == [".working"]


def test_a_plain_file_is_read_where_it_lies(
    watching: Callable[..., Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    (tmp_path / "a.csv").write_text(table([row(1, "2020-01-02")]))
    with unpacked(tmp_path / "a.csv") as parts:
        assert parts == [(str(tmp_path / "a.csv"), tmp_path / "a.csv")]


def test_where_nothing_can_be_written_it_is_among_the_users_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "no folder").touch()
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "own"))
    with workplace_somewhere(tmp_path / "no folder") as place:
        (mine,) = (tmp_path / "own").iterdir()
        assert place.parent == mine
    assert not place.exists()
    mine.chmod(0o777)  # as if somebody else had made it, to read what is unpacked or to alter it
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"x"))
    if sys.platform != "win32":
        with pytest.raises(BadFileError, match="somebody else"), unpacked(tmp_path / "a.gz"):
            pass
