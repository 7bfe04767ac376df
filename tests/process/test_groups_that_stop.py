"""Smallest groups that keep an answer away: all of one size, and none called the only one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.process import Process
from foedus.process.exploration import fewest_to_stop, others_to_stop
from foedus.process.walk import Supposition, Walk, any_of, owed

TEXT = """\
foedus: 1
title: A council that must recommend
as_of: 2026-01-01
horizon: P1Y
parties: {VIC: {}, ADV: {}, GBR: {}, FRA: {}, SWE: {}}
bodies: {council: {members: [GBR, FRA, ITA, JPN, BEL, ESP, BRA, CHN], rule: RULE}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
procedures:
  vote:
    opens: {when: {act: attack, by: ADV}}
    steps: [{act: recommend, by: council, within: P7D SILENCE}]
guarantees:
  aid:
    owed_by: [GBR, FRA, SWE]
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {done: vote}
"""
TWO_THIRDS = TEXT.replace("RULE", "two_thirds").replace(" SILENCE", "")
QUIET = TEXT.replace("RULE", "{at_least: 6}").replace(" SILENCE", ", on_timeout: adopt")


@pytest.mark.parametrize("text", [TWO_THIRDS, QUIET])
def test_any_three_of_eight_can_stop_what_takes_two_thirds(text: str):
    """Six of eight are needed, so that three of any kind are enough and two of none.

    GBR and FRA stand apart from the six others, since other clauses name them. The smallest groups
    by class: three others; one of the two and two others; both and one other.
    """
    process = Process(read(text))
    step = process.clauses.steps[0][0]
    first = fewest_to_stop(step)
    assert first is not None
    assert sum(first.values()) == 3
    found, pending = [first], [first]
    while pending:
        for other in others_to_stop(step, pending.pop(), ()):
            if other not in found:
                found.append(other)
                pending.append(other)
    members = {"GBR": 1, "FRA": 1, "others": 6}
    wanted = {
        tuple(sorted((one, group.count(one)) for one in set(group)))
        for group in combinations([name for name, n in members.items() for _ in range(n)], 3)
    }
    assert {tuple(sorted(group.items())) for group in found} == wanted


def test_where_agreeing_is_what_stops_it_those_who_agree_stand_for_one_another():
    """Sanctions come back unless nine of fifteen vote to go on: any nine can see to that.

    GBR and FRA stand apart again: nine others, one of the two and eight, or both and seven.
    """
    members = "GBR, FRA, USA, RUS, CHN, DNK, GRC, PAK, PAN, KOR, SVN, SOM, DZA, GUY, SLE"
    text = TEXT.replace("GBR, FRA, ITA, JPN, BEL, ESP, BRA, CHN", members)
    text = text.replace("RULE", "{not: {at_least: 9}}").replace(" SILENCE", ", at_deadline: true")
    step = Process(read(text)).clauses.steps[0][0]
    first = fewest_to_stop(step)
    assert first is not None
    assert sum(first.values()) == 9
    others = [sum(other.values()) for other in others_to_stop(step, first, ())]
    assert others
    assert set(others) == {9}


def test_assess_names_a_group_as_one_of_several():
    told: Any = assess(read(TWO_THIRDS), draws=20, paths=False).as_json()["answer"]
    said = told["options"][0]["sentences"][1]["text"]
    assert said.startswith(
        "It can be stopped by nobody alone, only by 3 or more together: for instance"
    )


VOTING = """\
foedus: 1
title: A committee in which whoever stays away is not counted
as_of: 1993-07-25
horizon: P1Y
parties: {VIC: {}, ADV: {}, THI: {}, FOR: {}, OBS: {}, all: {members: [VIC, ADV, THI, FOR, OBS]}}
bodies: {committee: {members: all, rule: RULE}}
conduct: {ADV: {towards: VIC, acts: [{act: hold}, {act: attack}]}}
norms: {truce: {prohibition: attack, bearer: ADV, towards: VIC}}
procedures:
  violation:
    opens: {by: [VIC, THI], alleging: truce}
    steps: [{act: find, by: committee, within: P7D, finds: truce}]
guarantees:
  enforce:
    owed_by: FOR
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {found: truce}
"""
_PRESENT = '"more_than 1/2 of present_and_voting"'


@pytest.mark.parametrize(
    ("rule", "fewest"),
    [
        (_PRESENT, 3),
        ("majority", 3),
        ("unanimity", 1),
        ('"at_least 2/3 of present_and_voting"', 2),
    ],
)
def test_where_the_absent_are_not_counted_it_takes_noes_to_stop_a_vote(rule, fewest):
    """By hand, of five: three noes leave two yes, no majority; two of five leave three, a majority.

    Of two thirds, two noes leave three fifths, too few, and one four fifths.
    """
    text = VOTING.replace("RULE", rule)
    step = Process(read(text)).clauses.steps[0][0]
    first = fewest_to_stop(step)
    assert first is not None
    assert sum(first.values()) == fewest
    others = {tuple(sorted(one)) for one in others_to_stop(step, first, ())}
    assert all(len(one) == fewest for one in others)
    assert len(others) == {1: 4, 2: 6, 3: 6}[fewest]  # each of it for each that is not


def test_only_those_who_can_open_it_keep_a_finding_away_by_doing_nothing():
    """By hand: VIC and THI alone may allege the breach, so that without both nothing begins.

    Without any three others VIC alleges it, votes yes and is the only one present: it is found
    when the seven days are over. Three noes stop it, and no less.
    """
    text = VOTING.replace("RULE", _PRESENT)
    process = Process(read(text))
    walk, goal = Walk(process), owed(process, "enforce")
    attack = Supposition(by="ADV", act="attack", against="VIC")
    assert walk.blockers(attack, goal) == ()
    assert set(walk.needed(attack, goal)) == {"THI", "VIC"}
    assert {sum(group.values()) for group in walk.groups(attack, goal)} == {3}
    alone = {"ADV": 1, "THI": 1, "FOR": 1, "OBS": 1}
    play = walk.reach(walk.outset(attack), goal, refusing=alone)
    assert play is not None
    assert play.end.day == 8


ALLIES = """\
foedus: 1
title: Allies that may each renounce
as_of: 2026-01-01
horizon: P1Y
parties: {VIC: {}, ADV: {}, GBR: {}, FRA: {}, SWE: {}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
deeds: {quit-gbr: {by: GBR}, quit-fra: {by: FRA}, ready: {by: SWE}}
guarantees:
  gbr: {owed_by: GBR, protects: {state: VIC, territory: recognised}, against: ADV, \
casus_foederis: attack, response: defend, in_force: {not: {performed: quit-gbr}}}
  fra: {owed_by: FRA, protects: {state: VIC, territory: recognised}, against: ADV, \
casus_foederis: attack, response: defend, in_force: {not: {performed: quit-fra}}}
  swe: {owed_by: SWE, protects: {state: VIC, territory: recognised}, against: ADV, \
casus_foederis: attack, response: defend, due_when: {performed: ready}}
"""


@pytest.mark.parametrize(
    ("ready", "wanted"),
    [
        ("performed: ready", [{"FRA": 1, "GBR": 1, "SWE": 1}]),
        ("all: [{performed: ready}, {not: {performed: quit-gbr}}]", [{"FRA": 1, "GBR": 1}]),
        ("act: attack, by: ADV", []),
    ],
    ids=["Sweden idle", "Sweden hangs on Britain", "Sweden whatever comes"],
)
def test_what_each_can_renounce_is_stopped_by_all_of_them_together(ready: str, wanted: Any):
    """Britain and France owe help at once, and each may renounce its own by a deed.

    Sweden owes it once it is ready, which it need never be: then all three stop help, two by a deed
    and one by doing nothing. Where Sweden owes only as long as Britain does, the two are enough.
    Where Sweden owes it whatever anybody does, nobody stops it. What is owed first, and told so,
    is what Britain and France owe.
    """
    text = ALLIES.replace("performed: ready}}", f"{ready}}}}}")
    process = Process(read(text))
    goal = any_of(owed(process, name) for name in ("gbr", "fra", "swe"))
    attack = Supposition(by="ADV", act="attack", against="VIC")
    walk = Walk(process)
    assert walk.blockers(attack, goal) == ()
    assert list(walk.groups(attack, goal)) == wanted
    told = assess(read(text), draws=20).answer["options"][0]["sentences"]
    stop = next(one["text"] for one in told if one["about"] == "stop")
    assert ("2 or more together: FRA and GBR" in stop) is bool(wanted)
