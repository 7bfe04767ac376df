"""Where only everybody's objection stops a step, those who object to it are not willing."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: Released unless both object
as_of: 2025-12-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, mission: {}, LEA: {members: [EST, FIN]}, EST: {}, FIN: {}}
bodies: {council: {members: LEA, rule: reverse_consensus}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  finding:
    opens: {by: LOW, alleging: peace}
    reopens: false
    steps: [{act: find, by: mission, finds: peace}]
  release:
    opens: {when: {found: peace}}
    steps: [{act: release, by: council, within: P3D%s}]
guarantees:
  aid:
    owed_by: LEA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {done: release}
"""


@pytest.mark.parametrize("timed", ["", ", at_deadline: true"])
def test_what_both_members_object_to_is_no_gap(timed: str):
    """Whether their objections count at once or on the third day, they are no help."""
    process = Process(read(TEXT % timed))
    assert verdict(process, CATALOGUE["gap"]).outcome == "holds"


@pytest.mark.parametrize(
    "timed", ["", ", at_deadline: true", ", at_deadline: true, on_timeout: adopt"]
)
def test_who_is_needed_only_not_to_object_is_told_so(timed: str):
    """Low, the mission and one member force it: if that one objects with the other, it is lost."""
    found = next(one for one in powers(Process(read(TEXT % timed))) if one.kind == "help")
    assert found.forced.example == "LOW, mission and any one of EST and FIN"
    told = [(rule.who, rule.does) for rule in found.forced.how]
    assert ("any one of EST and FIN", "not object to 'release'") in told
