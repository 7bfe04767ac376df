"""Whoever stops a step by doing nothing stops it, also where its no would lead on."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, powers
from foedus.loopholes.catalogue import examine
from foedus.process import Process

HEAD = """\
foedus: 1
title: Who is accused may comment first
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, GAM: {}, mission: {role: monitor}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: attack}]}}
norms: {calm: {prohibition: attack, bearer: RED, towards: BET}}
"""
FOUND = """\
procedures:
  finding:
    opens: {by: BET, alleging: calm}
    steps:
      - {act: comment, by: RED, within: P5D, ENDS}
      - {act: report, by: mission, within: P9D, finds: calm}
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend, due_when: {found: calm}}
"""
STARTED = """\
procedures:
  start:
    opens: {by: BET}
    steps: [{act: comment, by: RED, within: P5D, ENDS}, {act: agree, by: GAM, within: P9D}]
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend, in_force: {done: start}}
"""
WAYS = [
    ("on_block: lapse, on_timeout: lapse", True),
    ("on_block: next, on_timeout: lapse", True),
    ("on_block: lapse, on_timeout: next", True),
    ("on_block: next, on_timeout: next", False),
    ("on_block: next, on_timeout: adopt", False),
]
"""What follows a no and what follows silence, and whether either of them stops it."""


def told(text: str, name: str) -> list[str]:
    found = examine(Inquiry(Process(read(HEAD + text))), CATALOGUE[name])
    return [hole.statement for hole in found.loopholes]


@pytest.mark.parametrize(("ends", "stops"), WAYS)
def test_who_is_accused_stops_the_finding_by_saying_nothing(ends: str, stops: bool):
    """RED is asked first. Where its silence, or its no, ends the finding, it is judge in its cause.

    Where both lead on to the report nobody stops it but the mission, which has to report.
    """
    text = FOUND.replace("ENDS", ends)
    assert bool(told(text, "own-cause")) is stops
    [who] = told(text, "single-blocker")
    assert ("either RED or mission alone" in who) is stops
    [help_, _] = powers(Process(read(HEAD + text)))
    assert set(help_.kept_away.alone) == ({"RED", "mission"} if stops else {"mission"})


@pytest.mark.parametrize(("ends", "stops"), WAYS)
def test_who_is_asked_first_keeps_a_guarantee_against_it_from_starting(ends: str, stops: bool):
    """GAM has to agree, and can refuse; RED only where its no, or its silence, ends it."""
    text = STARTED.replace("ENDS", ends)
    assert bool(told(text, "activation-veto")) is stops
    [kept] = told(text, "kept-from-starting")
    assert kept.startswith("either RED or GAM alone" if stops else "GAM alone")
