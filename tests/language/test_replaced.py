"""A file of stakes replaces whole lists: what of the case it leaves out is told, everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from foedus.cli import main
from foedus.language import overridden, read, replaced
from foedus.language.overriding import OPEN

SMALL = Path(__file__).parents[1] / "deterrence" / "small.yaml"
WAR = "{label: war, when: {acted: attack, by: RUS}, worth: {value: -0.1, kind: judged, because: b}}"
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "commands" / "deter.md"


def test_what_a_list_leaves_out_is_what_it_does_not_name():
    """The case has five stakes of RUS; the file names one of them, war, and one that is new."""
    case = read(SMALL.read_text())
    other = (
        "{label: new, when: {acted: attack, by: RUS}, worth: {value: 1, kind: judged, because: b}}"
    )
    (told,) = replaced(case, overridden(case, f"stakes: {{RUS: [{WAR}, {other}]}}"))
    assert told.of == "stakes.RUS"
    assert told.left_out == ("the prize", "sabotage", "membership", "exit")


def test_maps_leave_nothing_out():
    case = read(SMALL.read_text())
    honour = "guarantees: {article-5: {honour: {value: 0.5, kind: judged, because: b}}}"
    assert replaced(case, overridden(case, honour)) == ()
    assert replaced(case, case) == ()


def test_screen_and_json_say_what_is_left_out(tmp_path):
    file = tmp_path / "cheap.yaml"
    file.write_text(f"stakes: {{RUS: [{WAR}]}}")
    words = ["deter", str(SMALL), "--options", "member", "--draws", "4", "--stakes", str(file)]
    lost = ["the prize", "sabotage", "membership", "exit"]
    screen = "".join(CliRunner().invoke(main, words).stdout.split())  # a path may be broken
    first = f"{file} replaces the whole list of the stakes of "
    assert screen.startswith("".join(first.split()))
    assert "leavesout:theprize,sabotage,membershipandexit.Writethereaswell" in screen
    found = json.loads(CliRunner().invoke(main, [*words, "--json", "-"]).stdout)
    assert found["replaced"] == {str(file): [{"of": "stakes.RUS", "left_out": lost}]}
    assert found["notices"][0].startswith(str(file))


def test_the_keys_of_such_a_file_are_all_documented():
    (told,) = re.findall(r"the file may have the keys (.*?)\. A list", DOCS.read_text(), re.DOTALL)
    assert re.findall(r"`(\w+)`", told) == list(OPEN)
