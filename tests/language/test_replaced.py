"""A file of stakes replaces whole lists: what of the case it leaves out is told, everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import BadArrangementError, overridden, read, replaced, unheard
from foedus.language.overriding import OPEN
from foedus.views import deterring_anchored

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


def test_what_an_option_sets_itself_is_told_where_the_other_file_changes_it():
    """`own` sets honouring and the cost of war itself, `same` nothing, `gone` only takes away."""
    sure = "{value: 0.9, kind: judged, because: b}"
    mine = f"{{guarantees: {{article-5: {{honour: {sure}}}}}, stakes: {{RUS: [{WAR}]}}}}"
    text = SMALL.read_text().partition("options:")[0] + (
        f"options: {{own: {{label: own, changes: {mine}}}, same: {{label: same}}, "
        "gone: {label: gone, changes: {guarantees: {article-5: null}}}}\n"
    )
    case = read(text)
    honour = f"guarantees: {{article-5: {{honour: {sure.replace('0.9', '0.5')}}}}}"
    assert unheard(case, overridden(case, honour)) == (("own", ("guarantees.article-5.honour",)),)
    both = overridden(case, f"{honour}\nstakes: {{RUS: [{WAR.replace('-0.1', '-0.2')}]}}")
    assert unheard(case, both)[0].of == ("guarantees.article-5.honour", "stakes.RUS")
    assert unheard(case, overridden(case, f"quarrel_lasts: {sure}")) == ()
    (told,) = deterring_anchored.replaced(case, "x.yaml", unheard(case, both)[:1])
    assert told.startswith(
        "x.yaml is not heard on guarantees.article-5.honour and stakes.RUS under"
    )


def test_a_guarantee_that_is_not_there_is_told_as_that_and_not_by_all_that_it_lacks():
    case = read(text_of("ukraine-2025"))
    honour = "{honour: {low: 0.2, high: 0.6, kind: judged, because: x}}"
    with pytest.raises(BadArrangementError) as wrong:
        overridden(case, f"guarantees: {{article-6: {honour}, assurance: {honour}}}")
    told = [(one.message, one.fix) for one in wrong.value.problems]
    assert told == [
        ("there is no guarantee 'article-6' in the arrangement", "Did you mean 'article-5'?"),
        ("there is no guarantee 'assurance' but under an option, whose numbers stay", ""),
    ]
