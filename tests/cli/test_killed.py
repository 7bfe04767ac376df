"""Killed at any moment: nobody stays behind, nothing acknowledged is lost, and it can be resumed.

FOEDUS_KILLS says how many times each command is killed by each signal.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.chain import faults
from foedus.monitor.ledger import Ledger
from foedus.monitor.store import rows_folder

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="looks for processes as Linux lists them"
)
KILLS = int(os.environ.get("FOEDUS_KILLS", "1"))
PAGE = ("--html", "o.html") if KILLS > 1 else ()
"""Its charts take most of the time; that it is made the same again is tested by itself."""
AT_ONCE = 3
"""Kills of the same piece of work, one after another, before it is let run to its end."""
PATIENCE = 5.0
"""Seconds after which nobody who worked for the command may be left."""
MARK = "FOEDUS_TEST_MARK"
FOEDUS = (sys.executable, "-m", "foedus")
SMALL = str(Path(__file__).parents[1] / "process" / "small.yaml")
STAKES = str(Path(__file__).parents[1] / "deterrence" / "small.yaml")
ZONE = """foedus: 1
title: a truce
as_of: 2015-01-01
parties: {A: {role: beneficiary}, B: {role: adversary}}
conduct: {B: {towards: A, acts: [{act: comply}, {act: fire}]}}
instruments: {truce: {parties: [A, B]}}
observation:
  aliases: {B: [Russia]}
  zones: {box: {polygon: [[37, 47], [39, 47], [39, 49], [37, 49]], viewpoint: drawn}}
norms: {n: {prohibition: fire, bearer: B, towards: A, in: truce, observed: {zones: box}}}
"""
BATCHES = tuple(f"i{number}.csv" for number in range(5))
EXPORTS = ("findings", "rows", "rejected", "geojson")


@dataclass(frozen=True)
class Work:
    """A command, and the files that it writes."""

    words: tuple[str, ...]
    writes: tuple[str, ...] = ()


WORK = {
    "assess": Work(
        ("assess", SMALL, "--draws", "10", "--json", "o.json", *PAGE),
        ("o.json", *PAGE[1:]),
    ),
    "deter": Work(
        (
            *("deter", STAKES, "--draws", "300", "--workers", "2", "--keep", "kept"),
            *("--json", "o.json", "--csv", "o.csv"),
        ),
        ("o.json", "o.csv"),
    ),
    "check": Work(("check", "minsk-2", "--json", "o.json"), ("o.json",)),
    "ingest": Work(("monitor", "ingest", *BATCHES, "--ledger", "w.ledger")),
}


def started(words: tuple[str, ...], folder: Path, mark: str, out: int) -> subprocess.Popen[bytes]:
    env = os.environ | {MARK: mark}
    with (folder / "told").open("wb") as told:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what ignores it is heir
        try:
            return subprocess.Popen([*FOEDUS, *words], cwd=folder, env=env, stdout=out, stderr=told)
        finally:
            signal.signal(signal.SIGINT, before)


def done(words: tuple[str, ...], folder: Path) -> str:
    """Run a command to its end."""
    ended = subprocess.run([*FOEDUS, *words], cwd=folder, capture_output=True, text=True)
    assert ended.returncode in (0, 1), ended.stderr
    return ended.stdout


def marked(mark: str) -> list[str]:
    """Return what processes run that were started, by whomever, for the command of this mark."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text("utf-8", "replace"))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


@cache
def watched(folder: Path) -> Path:
    """Make a folder with a ledger and files to read into it."""
    folder.mkdir()
    (folder / "case.yaml").write_text(ZONE, "utf-8")
    for number, batch in enumerate(BATCHES):
        rng = random.Random(number)
        rows = (
            f"{number * 1000 + row},2015-{rng.randint(1, 12):02}-{rng.randint(1, 28):02},battle,"
            f"48.{rng.randint(0, 99)},38.{rng.randint(0, 99)},Russia,Ukraine,{rng.randint(0, 9)}\n"
            for row in range(200)
        )
        head = "id,date,kind,latitude,longitude,side_a,side_b,deaths\n"
        (folder / batch).write_text(head + "".join(rows), "utf-8")
    done(("monitor", "init", "case.yaml", "--ledger", "w.ledger"), folder)
    return folder


def ready(folder: Path, name: str, base: Path) -> Path:
    """Make a folder in which the command can run."""
    if name == "ingest":
        shutil.copytree(watched(base / "watched"), folder)
    else:
        folder.mkdir()
    return folder


def result(folder: Path, name: str) -> dict[str, bytes]:
    """Return what the command made, by the name of the file."""
    files = WORK[name].writes
    if name == "ingest":
        files = tuple(f"out.{sort}" for sort in EXPORTS)
        names = [word for sort in EXPORTS for word in (f"--{sort}", str(folder / f"out.{sort}"))]
        words = ["monitor", "export", "--ledger", str(folder / "w.ledger"), *names]
        assert CliRunner().invoke(main, words).exit_code == 0
    return {file: (folder / file).read_bytes() for file in files}


@cache
def undisturbed(name: str, base: Path) -> tuple[float, dict[str, bytes]]:
    """Return how long the command takes, and what it makes."""
    folder = ready(base / f"undisturbed-{name}", name, base)
    begun = time.monotonic()
    done(WORK[name].words, folder)
    return time.monotonic() - begun, result(folder, name)


def read_from_terminal(terminal: int) -> str:
    """Return what is left to read from a terminal whose other side was closed."""
    read = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # nobody writes to it any more
            return read.decode("utf-8", "replace")
        if not more:
            return read.decode("utf-8", "replace")
        read += more


def killed(name: str, how: int, after: float, folder: Path) -> tuple[int, str]:
    """Kill the command and nobody else; return its status and what it said before."""
    mark, (reading, writing) = uuid.uuid4().hex, os.openpty()  # a terminal is told line by line
    command = started(WORK[name].words, folder, mark, writing)
    os.close(writing)
    try:
        time.sleep(after)
        command.send_signal(how)
        status = command.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while (left := marked(mark)) and time.monotonic() < until:
            time.sleep(0.02)
        assert not left
        return status, read_from_terminal(reading)
    finally:
        os.close(reading)
        command.kill()
        command.wait()


def nothing_is_half_there(name: str, folder: Path, said: str, whole: dict[str, bytes]) -> None:
    for file in WORK[name].writes:
        if (folder / file).exists():
            assert (folder / file).read_bytes() == whole[file]
    if name == "ingest":
        with Ledger.open(folder / "w.ledger") as ledger:
            assert list(faults(ledger.connection, rows_folder(ledger.path))) == []
            entered = {release.file for release in ledger.releases()}
        assert set(re.findall(r"^(i\d\.csv): .* rows\.", said, re.MULTILINE)) <= entered


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
@pytest.mark.parametrize("name", WORK)
def test_a_command_that_is_killed_leaves_nobody_and_can_be_run_again(
    name: str, how: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
):
    """It is killed, run again and killed, and at last run to its end: as if nothing had been."""
    number, rng, base = getattr(signal, how), random.Random(f"{name} {how}"), tmp_path_factory
    takes, whole = undisturbed(name, base.getbasetemp())
    folder = tmp_path
    for kill in range(KILLS):
        if kill % AT_ONCE == 0:
            folder = ready(tmp_path / str(kill), name, base.getbasetemp())
        after = rng.uniform(0, takes)
        status, said = killed(name, number, after, folder)
        told = (folder / "told").read_text("utf-8")
        print(f"{name} {how} after {after:.2f} s of {takes:.2f}: {status}, {told[-60:]!r}")
        # It may have ended of itself, or not have begun to listen to signals.
        assert status in (0, 1, -number, {"SIGINT": 130, "SIGTERM": 143}.get(how, -number))
        nothing_is_half_there(name, folder, said, whole)
        if number != signal.SIGKILL:
            assert not list(folder.glob(".foedus-*.part"))
        if kill % AT_ONCE == AT_ONCE - 1 or kill == KILLS - 1:
            done(WORK[name].words, folder)
            assert result(folder, name) == whole
