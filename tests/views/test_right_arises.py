"""Of a right nothing is ever due: it arises, on every screen."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from foedus.cli import main

TEXT = """\
foedus: 1
title: A right to come to the aid of another
as_of: 2030-01-01
horizon: P1Y
parties: {UPL: {}, LOW: {}, ALB: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack}, {act: siege}]}}
norms: {calm: {prohibition: siege, bearer: UPL, towards: LOW}}
procedures:
  hear: {opens: {by: LOW, alleging: calm}, steps: [{act: note, by: ALB, within: PT48H}]}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: GIVES DUE}
"""


@pytest.mark.parametrize(
    ("gives", "due", "told", "flag"),
    [
        (
            "right_only",
            ", due_when: {alleged: calm}",
            "The right arises only once",
            "a right to respond arises under 'aid' though 'calm' was not breached",
        ),
        ("right_only", "", "The act itself gives the right: no finding is needed.", ""),
        (
            "defend",
            ", due_when: {alleged: calm}",
            "The response is due only once",
            "a response comes to be due under 'aid' though 'calm' was not breached",
        ),
        ("defend", "", "The act itself makes the response due: no finding is needed.", ""),
    ],
)
def test_a_right_arises_and_a_duty_is_due(tmp_path, gives: str, due: str, told: str, flag: str):
    """Albion may come to the aid, or has to, at once or once a breach is alleged, truly or not.

    An attack is no siege, so that a siege is alleged falsely where Upland only attacks.
    """
    path = tmp_path / "a.yaml"
    path.write_text(TEXT.replace("GIVES", gives).replace(" DUE", due))
    run = CliRunner().invoke
    shown = " ".join(run(main, ["show", str(path)]).output.split())
    assert told in shown
    found = " ".join(run(main, ["check", str(path), "--property", "false-flag"]).output.split())
    assert (flag in found) if flag else ("though 'calm'" not in found)


def test_hours_are_told_as_they_are_written(tmp_path):
    """The step has 48 hours; what decides tells no days instead, and `show` says the same."""
    path = tmp_path / "a.yaml"
    path.write_text(TEXT.replace("GIVES", "defend").replace(" DUE", ""))
    decided = CliRunner().invoke(main, ["decide", str(path), "--indices", "none"]).output
    assert "48 hours" in " ".join(decided.split())
    assert "2 days" not in decided
