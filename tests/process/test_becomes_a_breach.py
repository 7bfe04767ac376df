"""An act may become a breach by what others do after it; who helps alleges it then."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, owed

TEXT = """\
foedus: 1
title: A norm that binds once something is done
as_of: 2026-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, mission: {}, GUA: {}, HEL: {}}
conduct: {UPL: {towards: LOW, acts: [{act: calm}, {act: attack}]}}
deeds: {lift: {by: HEL}}
instruments: {pact: {parties: [LOW, UPL], status: signed, enters: {performed: lift}}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW%s}}
procedures:
  go: {opens: {by: HEL}, steps: [{act: go, by: HEL}]}
  finding: {opens: {by: LOW, alleging: peace}, steps: [{act: find, by: mission, finds: peace}]}
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {found: peace}
"""


@pytest.mark.parametrize(
    ("binds", "who", "day"),
    [
        ("", {"LOW", "mission"}, 0),
        (", while: {performed: lift}", {"LOW", "mission", "HEL"}, 0),
        (", unless: {not: {performed: lift}}", {"LOW", "mission", "HEL"}, 0),
        (", while: {done: go}", {"LOW", "mission", "HEL"}, 1),
        (", in: pact", {"LOW", "mission", "HEL"}, 0),
    ],
)
def test_what_makes_the_act_a_breach_is_done_on_the_way(binds: str, who: set[str], day: int):
    """On the day of the attack Helvia makes it a breach, Low alleges it, the mission finds it.

    What a procedure does comes that evening, and is alleged the next day. Each of those who are
    needed can keep aid away alone.
    """
    process = Process(read(TEXT % binds))
    walk, goal = Walk(process), owed(process, "aid")
    attack = Supposition(by="UPL", act="attack", against="LOW")
    play = walk.comes(attack, goal)
    assert play is not None
    assert play.end.day == day
    assert set(walk.blockers(attack, goal)) == who
