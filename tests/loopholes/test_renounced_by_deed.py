"""Whoever owes help renounces it by a deed: that is its own doing, as a notice is, and no gap.

Each arrangement is written for its answer, and clingo is asked the same.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

ALLIES = """\
foedus: 1
title: Two allies, of which one has a deed
as_of: 2031-05-01
horizon: P20D
parties: {SUN: {}, ROU: {}, POL: {}, WEST: {}, AUT: {}}
conduct: {WEST: {towards: POL, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
deeds: {quit: {by: BY}}
NORMS
guarantees:
  aid-sun: {owed_by: SUN, protects: {state: POL, territory: recognised}, against: WEST, \
casus_foederis: attack, response: defend, in_force: {not: {performed: quit}}}
  MORE
"""
ROMANIA = (
    "aid-rou: {owed_by: ROU, protects: {state: POL, territory: recognised}, against: WEST, "
    "casus_foederis: attack, response: defend, in_force: {performed: quit}}"
)
OBLIGED = "norms: {leave: {obligation: quit, bearer: SUN, towards: WEST, within: P9D}}"


@pytest.mark.parametrize(
    ("by", "norms", "more", "outcome"),
    [
        ("SUN", "", "", "holds"),
        ("AUT", "", "", "fails"),
        ("WEST", "", "", "fails"),
        ("SUN", OBLIGED, "", "fails"),
        ("SUN", "", ROMANIA, "fails"),
    ],
    ids=["debtor", "third power", "attacker", "obliged", "passes it on"],
)
def test_what_a_debtor_renounces_is_no_gap(by: str, norms: str, more: str, outcome: str):
    """Once `quit` is done nothing is owed for an attack that goes on, whoever helps.

    The Soviet Union that does it does not help, so that nobody who is willing leaves Poland alone.
    Austria, or the attacker itself, takes away what others owe. What a norm obliges the Soviet
    Union to do is the ordinary course. And what it hands on to Romania is no renunciation: Romania
    owes nothing for an attack that began before it was bound.
    """
    text = ALLIES.replace("BY", by).replace("NORMS", norms).replace("MORE", more)
    process = Process(read(text))
    asked = Asked(process.arrangement)
    assert verdict(process, CATALOGUE["gap"]).outcome == outcome
    assert asked.gap() is (outcome == "fails")
    lost = {hole.clauses[0][1] for hole in verdict(process, CATALOGUE["forfeiture"]).loopholes}
    assert lost == asked.forfeiture()


NEUTRAL = """\
foedus: 1
title: A neutral that is assisted as long as it lets no bases in
as_of: 1981-05-15
horizon: P1Y
parties: {MLT: {}, ITA: {}, LBY: {}}
conduct:
  LBY: {towards: MLT, unbearable_from: attack, acts: [{act: respect}, {act: attack}]}
  WHO: {towards: TO, acts: [{act: neutral}, {act: base}]}
guarantees:
  assist: {owed_by: ITA, protects: {state: MLT, territory: recognised}, against: LBY, \
casus_foederis: attack, response: defend, in_force: {not: {act: base, by: WHO}}}
"""


@pytest.mark.parametrize(
    ("who", "to", "outcome"),
    [("MLT", "ITA", "holds"), ("ITA", "MLT", "fails"), ("MLT", "LBY", "fails")],
)
def test_what_the_victim_forgoes_by_its_own_conduct_is_no_gap(who: str, to: str, outcome: str):
    """Who is attacked while the bases are there is owed nothing, whoever helps: the help began to
    bind too late for that very attack.

    Malta that lets them in gives its help away itself. Where Italy brings them, or where what Malta
    does is done to the attacker, as in answer to it, it does not.
    """
    process = Process(read(NEUTRAL.replace("WHO", who).replace("TO", to)))
    assert verdict(process, CATALOGUE["gap"]).outcome == outcome


GATES = """\
foedus: 1
title: Help while the gates stand open
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {gates: {by: WHO, reversible: true, done: DONE}}
procedures: {look: {opens: {by: ALB}, steps: [{act: see, by: BRE, needs: {performed: gates}}]}}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, in_force: ASKED}
"""
OPEN = "{performed: gates}"
UNSEEN = "{all: [{performed: gates}, {not: {done: look}}]}"


@pytest.mark.parametrize(
    ("who", "done", "asked", "outcome"),
    [
        ("LOW", "true", OPEN, "holds"),
        ("LOW", "true", UNSEEN, "fails"),
        ("ALB", "true", OPEN, "holds"),
        ("BRE", "true", OPEN, "fails"),
        ("LOW", "false", "{not: {performed: gates}}", "holds"),
    ],
)
def test_to_undo_what_help_was_given_for_is_to_renounce_it(
    who: str, done: str, asked: str, outcome: str
):
    """Who shuts the gates on its helper takes help away from itself, as one that bars them does.

    So does the helper that shuts them, as by a notice; what a third does to Lowland is its loss.
    Where help is also lost once Brenta has looked in, that is a gap all the same.
    """
    text = GATES.replace("WHO", who).replace("DONE", done).replace("ASKED", asked)
    found = verdict(Process(read(text)), CATALOGUE["gap"])
    assert found.outcome == outcome
    assert not any("undoes" in line.said for hole in found.loopholes for line in hole.lines) or (
        who == "BRE"
    )
