"""Whom a procedure serves does its part, and the order of the names decides nothing."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.prospects import Outlook
from foedus.prospects.gaining import served

TEXT = """\
foedus: 1
title: Two accessions
as_of: 2026-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, league: {members: [FRA, ITA]}, SUN: {}, mission: {}}
conduct:
  SUN: {towards: [%s], acts: [{act: peace}, {act: attack}]}
instruments:
  covenant: {parties: league}
  pact: {parties: [LOW, UPL], status: signed}
  annex: {parties: [LOW, UPL], status: signed, enters: {in_force: pact}}
  treaty: {parties: [LOW, UPL], status: signed, enters: {in_force: annex}}
  protocol: {parties: [LOW, UPL], status: signed, enters: {in_force: treaty}}
procedures:
  low: {opens: {by: LOW}, steps: [{act: deposit, by: LOW}], then: [{admit: LOW, to: league}]}
  upl: {opens: {by: UPL}, steps: [{act: deposit, by: UPL}], then: [{admit: UPL, to: league}]}
  invited:
    opens: {by: [LOW, UPL]}
    steps: [{act: consent, by: mission}]
    then: [{admit: UPL, to: league}]
  asked: {opens: {by: [LOW, UPL]}, steps: [{act: name, by: LOW}], then: [{bring_into_force: pact}]}
  opened: {opens: {by: mission}, steps: [{act: report, by: mission}], then: [{terminate: covenant}]}
guarantees:
  for-low:
    owed_by: league
    protects: {state: LOW, territory: recognised}
    against: SUN
    casus_foederis: attack
    response: defend
    in: covenant
    in_force: {member: LOW, of: league}
  for-upl:
    owed_by: league
    protects: {state: UPL, territory: recognised}
    against: SUN
    casus_foederis: attack
    response: defend
    in: covenant
    in_force: {member: UPL, of: league}
"""


@pytest.mark.parametrize("towards", ["LOW, UPL", "UPL, LOW"])
def test_the_order_of_two_names_changes_no_chance(towards: str):
    """By hand: each deposits its own instrument, and is admitted by it: both are taken to.

    The mission gains by nobody's accession, so whether it consents is not known: any chance. LOW
    can have opened 'asked', and so can UPL: by opening it nobody has shown that LOW would go on.
    """
    outlook = Outlook(read(TEXT % towards), draws=64)
    low, upl, invited, asked = (
        outlook.procedure(name)[0] for name in ("low", "upl", "invited", "asked")
    )
    assert (low.value, upl.value) == (1, 1)
    assert (invited.value, invited.low, invited.high) == (None, 0, 1)
    assert (asked.value, asked.low, asked.high) == (None, 0, 1)
    assert any("UPL is taken to do it, for it gains by it" in why for why in upl.because)


def test_who_alone_can_open_it_goes_on_with_it():
    """By hand: only the mission opens 'opened', so where it is open the mission has done so."""
    found = Outlook(read(TEXT % "LOW, UPL"), draws=64).procedure("opened")[0]
    assert found.value == 1
    assert any("for it alone can have opened 'opened'" in why for why in found.because)


@pytest.mark.parametrize(
    ("condition", "gain"),
    [
        ("due_when: {done: asked}", {"LOW"}),
        ("due_when: {not: {done: asked}}", set()),
        ("in: pact", {"LOW"}),
        ("in: covenant", set()),
        ("due_when: {done: later}", {"LOW"}),
        ("in: protocol", {"LOW"}),
    ],
)
def test_help_that_waits_for_a_procedure_serves_whom_it_is_for(condition: str, gain: set[str]):
    """By hand: 'asked' brings 'pact' into force, with that the annex, and so on.

    'later' opens once 'asked' is done.
    """
    extra = (
        f"  more: {{owed_by: FRA, protects: {{state: LOW, territory: recognised}}, against: SUN,"
        f" casus_foederis: attack, response: defend, {condition}}}\n"
    )
    later = "  later: {opens: {when: {done: asked}}, steps: [{act: go, by: mission}]}\nguarantees:"
    text = (TEXT % "LOW, UPL").replace("guarantees:", later) + extra
    assert served(read(text), "asked").gain == gain


def test_whom_help_is_against_gains_by_none_of_it():
    """By hand: each of two is helped against the other, so neither is served as the other is."""
    extra = "".join(
        f"  {name}: {{owed_by: FRA, protects: {{state: {whom}, territory: recognised}}, in: pact,"
        f" against: {by}, casus_foederis: attack, response: defend}}\n"
        for name, whom, by in (("more", "LOW", "SUN"), ("less", "SUN", "LOW"))
    )
    text = (TEXT % "LOW, UPL").replace(
        "towards: [LOW, UPL], acts: [{act: peace}, {act: attack}]}",
        "towards: [LOW, UPL], acts: [{act: peace}, {act: attack}]}\n"
        "  LOW: {towards: SUN, acts: [{act: peace}, {act: attack}]}",
    )
    assert served(read(text + extra), "asked").gain == frozenset()
