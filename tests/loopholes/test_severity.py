"""Every fault has a rank and a line that defines it; verdicts alike are told once."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, GRADES, find_all, grade, severity, shared, verdicts
from foedus.process import Process

CASE = """\
foedus: 1
title: One valley, three drafts
as_of: 2031-05-01
horizon: P1Y
parties:
  VAL: {role: beneficiary}
  KOR: {role: adversary}
  LIG: {role: guarantor}
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
options:
  firm: {label: a duty}
  soft: {label: a right, changes: {guarantees: {shield: {response: right_only}}}}
  mild:
    label: a right that covers what is under way
    changes: {guarantees: {shield: {response: right_only, covers_ongoing: true}}}
"""


def test_every_property_is_graded_once_and_its_fault_is_told_in_a_line():
    graded = [name for g in GRADES for name in g.properties]
    assert sorted(graded) == sorted(CATALOGUE)
    assert [severity(name) for name in graded] == list(range(1, len(graded) + 1))
    for asked in CATALOGUE.values():
        assert asked.definition.endswith(".")
        assert asked.definition[0].isupper()
        assert len(asked.definition) <= 100
        assert asked.definition != asked.statement


def test_what_leaves_the_victim_without_help_comes_first():
    assert severity("gap") < severity("kept-from-starting") < severity("promptness")
    assert severity("promptness") < severity("false-flag") < severity("order") < severity("mine")
    assert grade("gap").id == "no-help"
    assert grade("mine").id == "own"


def test_faults_come_with_the_gravest_first():
    soft = Process(option(read(CASE), "soft"))
    assert [hole.id for hole in find_all(soft)] == ["gap", "right-without-duty"]


@pytest.fixture(scope="module")
def reports():
    asked = [CATALOGUE[name] for name in ("right-without-duty", "gap", "expiry")]
    case = read(CASE)
    return {name: verdicts(Process(option(case, name)), asked) for name in case.options}


def test_what_is_alike_under_several_options_is_told_once(reports):
    told = [(one.verdict.property.id, one.verdict.outcome, one.options) for one in shared(reports)]
    assert told == [
        ("gap", "fails", ("soft", "mild")),
        ("right-without-duty", "fails", ("soft", "mild")),
        ("gap", "holds", ("firm",)),
        ("expiry", "does-not-apply", ("firm", "soft", "mild")),
        ("right-without-duty", "does-not-apply", ("firm",)),
    ]


def test_check_of_all_options_tells_each_fault_once_with_its_options(tmp_path):
    path = tmp_path / "valley.yaml"
    path.write_text(CASE, "utf-8")
    args = ["check", str(path), "--all-options", "--property", "gap", "--property", "expiry"]
    lines = CliRunner().invoke(main, args).output.splitlines()
    assert [line for line in lines if line.startswith("FAILS")] == ["FAILS 1 gap (gap)"]
    assert "  soft, mild:" in lines
    assert any(line.endswith("states searched (firm)") for line in lines)
    assert lines[-1] == "  12 expiry: no instrument runs out (every option)"
    found = json.loads(CliRunner().invoke(main, [*args, "--json", "-"]).stdout)
    assert found["options"] == ["firm", "soft", "mild"]
    assert [(p["id"], p["verdict"], p["options"]) for p in found["properties"]] == [
        ("gap", "fails", ["soft", "mild"]),
        ("gap", "holds", ["firm"]),
        ("expiry", "does-not-apply", ["firm", "soft", "mild"]),
    ]
    assert found["properties"][0]["severity"] == 1
    assert found["faults_by_severity"] == ["gap"]
