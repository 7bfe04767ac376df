"""Files asked for never silence the screen, unless ``-`` takes standard output for one of them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

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


def ran(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.stderr


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
