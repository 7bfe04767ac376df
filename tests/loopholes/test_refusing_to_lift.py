"""Whoever refuses to lift a measure, or to end help, stops no answer, and no story rests on it.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Loophole
from foedus.loopholes.catalogue import examine
from foedus.process import Process

MEASURE = """\
foedus: 1
title: A suspension that is decided, and lifted
as_of: 2030-01-01
horizon: P2Y
parties:
  UPL: {name: Upland}
  SEC: {name: the secretary}
  ALL: {name: the union, members: [A, B, C, D]}
  A: {}
  B: {}
  C: {}
  D: {}
bodies: {council: {members: ALL, rule: {at_least: 3}}}
conduct: {UPL: {towards: ALL, acts: [{act: comply}, {act: rig}]}}
instruments:
  suspension: {parties: [UPL, ALL], status: signed, enters: {done: suspend}}
norms: {values: {prohibition: rig, bearer: UPL, towards: ALL}}
procedures:
  determine:
    opens: {by: SEC, alleging: values}
    steps: [{act: determine, by: council, finds: values}]
  suspend: {opens: {when: {found: values}}, steps: [{act: impose, by: council}]}
  revoke:
    opens: {by: SEC, when: {done: suspend}}
    steps: [{act: lift, by: council, rule: {at_least: 4}}]
    then: [{terminate: suspension}]
"""

POWERS = """\
foedus: 1
title: Supplies under powers that two houses may end
as_of: 2030-01-01
horizon: P2Y
parties:
  LOW: {name: Lowland}
  UPL: {name: Upland}
  ALB: {name: Alba}
  head: {name: the head of state}
  HOUSES: {name: the houses, plural: true, members: [lower, upper]}
  lower: {name: the lower house}
  upper: {name: the upper house}
conduct: {UPL: {towards: LOW, unbearable_from: attack, acts: [{act: comply}, {act: attack}]}}
deeds: {contract: {by: head, needs: {in_force: law}}}
instruments:
  law: {parties: [ALB, head, LOW]}
  tail:
    parties: [ALB, head, LOW]
    status: signed
    enters: {all: [{ended: law}, {performed: contract}]}
procedures:
  resolution:
    opens: {by: HOUSES}
    steps: [{act: end the powers, by: HOUSES}]
    then: [{terminate: law}]
guarantees:
  may: {owed_by: head, protects: {state: LOW, territory: unspecified}, against: UPL,
        casus_foederis: attack, response: right_only, in: law}
  supplies: {owed_by: ALB, protects: {state: LOW, territory: unspecified}, against: UPL,
             casus_foederis: attack, response: arms, covers_ongoing: true,
             in_force: {any: [{in_force: law}, {in_force: tail}]}, due_when: {performed: contract}}
"""


def fault(text: str, name: str) -> Loophole:
    """Return the one fault found of a property."""
    (found,) = examine(Inquiry(Process(read(text))), CATALOGUE[name]).loopholes
    return found


def test_the_answer_is_the_suspension_and_not_its_end():
    """What a breach of the values brings is the suspension: the secretary alleges, the council
    determines and imposes, three of four each. Two of four stop each of these two steps.

    One of four who does not agree to lift it keeps the answer going. So the steps that can be
    stopped are two, and nothing is said of lifting; and nobody but the secretary is alone.
    """
    found = fault(MEASURE, "single-blocker")
    assert "can be stopped by the secretary alone" in found.statement
    assert "'determine' 2 of 4" in found.statement
    assert "'impose' 2 of 4" in found.statement
    assert "'lift'" not in found.statement


def test_what_has_not_come_about_is_the_measure():
    """With no guarantee against Upland the answer is a procedure, and it is said which is missing.

    Upland rigs, and the secretary alleges nothing: 'suspend' has not taken effect. That 'revoke',
    the lifting, has not taken effect is not what is missing.
    """
    story = fault(MEASURE, "assured-response").story
    assert story[-1] == (
        "In the end no guarantee against Upland is written here, and 'suspend' has not taken effect"
    )


def test_the_story_shows_the_one_it_names():
    """Upland attacks, and the head of state makes no contract: nothing is due under 'supplies'.

    That the houses may end the powers is another fault, and no one house is needed for supplies.
    """
    for name in ("single-blocker", "judge-of-content"):
        found = fault(POWERS, name)
        assert "the head of state alone" in found.statement
        assert [(move.actor, move.kind) for move in found.moves] == [("UPL", "conduct")]
        assert found.clauses == (("deeds", "contract"),)
        assert "end the powers" not in found.statement


def test_who_may_help_does_not_owe_it():
    """Alba owes the supplies; the head of state has a right, and is a party to the law."""
    found = fault(POWERS, "judge-of-content")
    assert found.statement.endswith("which is itself a party to the arrangement")


def test_the_one_who_acts_acts_while_the_answer_is_there():
    """Talks called by Lowland are answered by Upland in time or not; then help is due.

    Upland, agreeing each time, keeps help away. The story is that Lowland calls the talks on the
    first day and Upland agrees, not that a treaty of a year runs out and Upland agrees then.
    """
    text = """\
foedus: 1
title: Help once talks have failed
as_of: 2030-01-01
horizon: P3Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
instruments: {pact: {parties: [LOW, ALB], sunset: P1Y}}
procedures:
  talks:
    reopens: true
    opens: {by: LOW, when: {act: attack, by: UPL}}
    steps: [{act: settle, by: UPL, within: P30D}]
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: pact,
        casus_foederis: attack, response: defend, covers_ongoing: true, due_when: {lapsed: talks}}
"""
    found = fault(text.replace("reopens: true", "reopens: after_effect"), "single-blocker")
    assert "Upland alone" in found.statement
    assert [(m.actor, m.kind) for m in found.moves if m.kind != "wait"] == [
        ("UPL", "conduct"),
        ("LOW", "open"),
        ("UPL", "ballot"),
    ]
    assert all(move.kind != "wait" for move in found.moves)


SETTLING = """\
foedus: 1
title: Help waits for a settlement for which another asks
as_of: 1660-05-03
horizon: P1Y
parties: {POL: {}, SWE: {}, AUT: {}, BRA: {}, FRA: {}}
bodies: {commissioners: {members: [POL, SWE, AUT, FRA], rule: majority}}
conduct: {SWE: {towards: POL, unbearable_from: war, acts: [{act: peace}, {act: war}]}}
norms: {swe-peace: {prohibition: war, bearer: SWE, towards: POL}}
procedures:
  amicable:
    reopens: after_effect
    opens: {by: BRA, alleging: swe-peace}
    steps: [{act: settle, by: commissioners, within: P4M, at_deadline: true}]
guarantees:
  aid: {owed_by: [AUT, FRA], protects: {state: POL, territory: recognised}, against: SWE,
        casus_foederis: war, response: defend, due_when: {STATE: amicable}}
"""


@pytest.mark.parametrize(
    ("state", "more"),
    [("lapsed", "3 of 4, by agreeing"), ("done", "2 of 4")],
)
def test_who_refuses_what_help_waits_to_fail_stops_none(state: str, more: str):
    """Three of four are a majority, so that two who refuse make the settlement lapse.

    Where help waits for its effect, they stop help. Where help waits until it has lapsed, the two
    bring it, no number of those who refuse stops it, and three who agree do. Brandenburg need not
    ask for either.
    """
    process = Process(read(SETTLING.replace("STATE", state)))
    (hole,) = examine(Inquiry(process), CATALOGUE["single-blocker"]).loopholes
    groups = f"The smallest groups that can, step by step: 'settle' {more}"
    assert hole.statement == f"the answer to 'war' by SWE can be stopped by BRA alone. {groups}"
