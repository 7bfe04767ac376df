"""Files asked for never silence the screen, unless ``-`` takes standard output for one of them.

One rule for all commands: each that can write JSON is asked here, without a file, with one and with
a dash, and a command that is added and not listed fails.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.cli.edge import OUT

TESTS = Path(__file__).parents[1]
SMALL = str(Path(__file__).parents[1] / "deterrence" / "small.yaml")
ASKED = {
    "assess": ("assess", SMALL, "--draws", "10"),
    "deter": ("deter", SMALL, "--draws", "10", "--options", "member"),
}
FILES = [
    ("assess", "--json"),
    ("assess", "--csv"),
    ("assess", "--html"),
    ("deter", "--json"),
    ("deter", "--csv"),
    ("deter", "--table"),
    ("deter", "--html"),
]


CASES = {
    ("assess",): ASKED["assess"][1:],
    ("backtest",): ("--draws", "1"),
    ("check",): ("locarno-1925", "--property", "gap"),
    ("decide",): ("--body", "unsc"),
    ("deter",): ASKED["deter"][1:],
    ("diff",): ("paris-2026:draft", "paris-2026:final"),
    ("estimate",): ("model.yaml", "table.csv"),
    ("monitor", "duplicates"): (),
    ("monitor", "findings"): (),
    ("monitor", "releases"): (),
    ("monitor", "timeline"): ("--at", "2020-02-01"),
    ("positions", "conflicts"): ("ukraine-2025",),
    ("positions", "score"): (str(TESTS / "positions" / "corpus" / "a-press.txt"),),
    ("positions", "table"): ("ukraine-2025",),
    ("replay",): tuple(
        str(TESTS / "treaties" / f"abm-1972.{end}") for end in ("yaml", "events.yaml")
    ),
    ("solve",): (str(TESTS / "games" / "files" / "episode.efg"),),
    ("stable",): (SMALL,),
}
"""Every command that writes JSON, by name, with what it is asked here."""
SCREENLESS = {("play",), ("positions", "review")}
"""They open a page or a queue, for which JSON stands in: there is no screen beside it."""


def ran(*words: str, status: int | None = 0) -> str:
    result = CliRunner().invoke(main, words)
    if status is not None:
        assert result.exit_code == status, result.output
    assert result.exit_code in (0, 1, 2), result.output
    return result.stderr if status == 2 else result.stdout


def writing(group: click.Command = main, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the commands that write JSON to a file."""
    if isinstance(group, click.Group):
        with click.Context(group) as context:
            for name in group.list_commands(context):
                found = group.get_command(context, name)
                assert found is not None
                yield from writing(found, *path, name)
    elif any("--json" in one.opts and one.type is OUT for one in group.params):
        yield path


def prepared(tmp_path: Path) -> None:
    """Write what some commands read: a strategic model with a table, and a ledger of a watch."""
    from tests.monitor.conftest import case, row, table

    (tmp_path / "model.yaml").write_text(
        "players: [A]\ngame: {choice: {A: {stay: out, go: win}}}\n"
        "payoffs: {out: {}, win: {A: x}}\noutcomes: end\n"
    )
    rows = [f"{n / 10},{'win' if n % 3 else 'out'}" for n in range(1, 40)]
    (tmp_path / "table.csv").write_text("\n".join(["x,end", *rows]) + "\n")
    (tmp_path / "case.yaml").write_text(case())
    shots = [row(n, f"2020-{1 + n % 3:02}-{1 + n % 27:02}") for n in range(60)]
    (tmp_path / "rows.csv").write_text(table(shots))
    ran("monitor", "init", "case.yaml")
    ran("monitor", "ingest", "rows.csv")


def test_every_command_that_writes_json_is_asked_here():
    assert set(writing()) == CASES.keys() | SCREENLESS


@pytest.mark.parametrize("command", CASES, ids=" ".join)
def test_json_beside_the_screen_or_alone(command, tmp_path, monkeypatch):
    """With a file the screen is what it is without one; with a dash the JSON stands alone."""
    monkeypatch.chdir(tmp_path)
    prepared(tmp_path)
    words = [*command, *CASES[command]]
    screen = ran(*words, status=None)
    assert screen.strip()
    assert ran(*words, "--json", "written.json", status=None) == screen
    alone = ran(*words, "--json", "-", status=None)
    assert alone.rstrip() == Path("written.json").read_text().rstrip()
    lines = command == ("monitor", "findings")  # JSON Lines: each for itself
    for text in alone.splitlines() if lines else [alone]:
        json.loads(text)


@pytest.mark.parametrize(("command", "option"), FILES)
def test_the_screen_is_the_same_with_a_file_and_gives_way_to_a_dash(command, option, tmp_path):
    screen = ran(*ASKED[command])
    assert len(screen.splitlines()) > 5
    file = tmp_path / "written"
    assert ran(*ASKED[command], option, str(file)) == screen
    alone = ran(*ASKED[command], option, "-")
    assert alone.rstrip() == file.read_text().rstrip()
    if option == "--json":
        json.loads(alone)


def test_stories_do_not_follow_what_stands_alone():
    told = ran(*ASKED["assess"], "--stories", "--csv", "-")
    assert {len(row) for row in csv.reader(told.splitlines())} == {11}


@pytest.mark.parametrize("command", ["assess", "deter"])
def test_two_dashes_are_refused(command):
    told = ran(*ASKED[command], "--json", "-", "--csv", "-", status=2)
    assert told == "Two options name '-': what goes to standard output stands there alone.\n"


def test_a_workbook_is_no_text():
    assert "name a file" in ran(*ASKED["assess"], "--xlsx", "-", status=2)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminal can be opened here")
def test_files_are_named_at_a_terminal_and_not_in_a_pipe(tmp_path: Path):
    command = [sys.executable, "-m", "foedus", "assess", "qatar-2025", "--draws", "10"]
    command += ["--json", "a.json", "--csv", "a.csv"]
    reading, writing = os.openpty()
    told = subprocess.run(command, cwd=tmp_path, stderr=writing, stdout=subprocess.PIPE, check=True)
    os.close(writing)
    said = os.read(reading, 65536).decode()
    os.close(reading)
    assert "a.json and a.csv are written." in " ".join(said.split())
    assert told.stdout
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert piped.stderr == b""
