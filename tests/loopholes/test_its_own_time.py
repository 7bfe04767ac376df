"""A guarantee that its own text ends on a day ends at its time then, and not before: by hand."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from foedus.cli import main

TEXT = """\
foedus: 1
title: A promise of ten years
as_of: 2020-01-01
horizon: P12Y
parties: {ATT: {}, VIC: {}, FRA: {}, GBR: {}}
conduct: {ATT: {towards: VIC, unbearable_from: attack, acts: [{act: peace}, {act: attack}]}}
procedures:
  release: {opens: {by: VIC}, steps: [{act: agree, by: FRA}]}
guarantees:
  aid: {owed_by: GBR, protects: {state: VIC, territory: recognised}, against: ATT,
    casus_foederis: attack, response: defend, in_force: {%s}}
"""
DAY = "not: {from: 2030-01-01}"
NEVER = "That never comes, whatever anybody does."


@pytest.mark.parametrize(
    ("in_force", "told"),
    [
        (DAY, NEVER),  # nobody can end it in the ten years
        (f"all: [{{{DAY}}}, {{{DAY}}}]", NEVER),
        # The victim and France can: a release that both bring about.
        (f"all: [{{{DAY}}}, {{not: {{done: release}}}}]", "a smallest coalition that can: "),
        (f"all: [{{all: [{{{DAY}}}, {{not: {{done: release}}}}]}}]", "a smallest coalition that "),
        # A day from which on it binds ends nothing.
        ("from: 2020-01-01", NEVER),
    ],
)
def test_a_day_that_its_text_names_is_no_end_before_its_time(tmp_path, in_force: str, told: str):
    file = tmp_path / "promise.yaml"
    file.write_text(TEXT % in_force, encoding="utf-8")
    said = CliRunner().invoke(main, ["check", str(file)]).stdout
    _, found, after = said.partition("  'aid' ends or is suspended before its time:\n")
    assert found
    assert told in after.splitlines()[0]
