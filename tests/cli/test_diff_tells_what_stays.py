"""That a draft tells of one case does not say that another is not so in it: worked out by hand."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from foedus.cli import main

TEXT = """\
foedus: 1
title: Help from a treaty that is not in force yet
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
conduct: {BBB: {towards: AAA, acts: [{act: rest}, {act: raid}, {act: attack}]}}
instruments: {pact: {parties: [AAA, CCC], status: proposed}}
guarantees:
  aid: {owed_by: CCC, protects: {state: AAA, territory: recognised}, against: BBB,
    casus_foederis: %s, response: defend, in: pact}
"""


def test_an_act_that_goes_unanswered_as_before_is_not_said_to_be_answered(tmp_path: Path):
    """In either draft what begins before the pact is in force is not answered under it.

    The old one has no help against a raid; the new one has, and of its gap the lowest act is told.
    An attack before the pact goes as unanswered as it did.
    """
    for name, casus in (("old", "attack"), ("new", "raid")):
        (tmp_path / f"{name}.yaml").write_text(TEXT % casus, "utf-8")
    ran = CliRunner().invoke(main, ["diff", *(str(tmp_path / f"{n}.yaml") for n in ("old", "new"))])
    told = " ".join(ran.output.split())
    assert "gap: the old draft: 'attack' by Borduria can come without ever being answered" in told
    assert "gap: the new draft: 'raid' by Borduria can come without ever being answered" in told
    assert "no longer: " not in told
