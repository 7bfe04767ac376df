"""What one may do in answer to a war that is made on it is no attack, though nobody answers that.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Each keeps the peace, and a third helps against whoever breaks it
as_of: 2030-01-01
horizon: P2D
parties: {UPL: {}, LOW: {}, ALB: {}}
conduct:
  UPL: {towards: LOW, unbearable_from: war, acts: [{act: peace}, {act: wrong}, {act: war}]}
  LOW: {towards: UPL, unbearable_from: war, acts: [{act: peace}, {act: wrong}, {act: war}]}
norms:
  upl-peace: {prohibition: wrong, bearer: UPL, towards: LOW}
  low-peace: {prohibition: wrong, bearer: LOW, towards: UPL, UNLESS}
procedures:
  hear-low: {opens: {by: LOW, alleging: upl-peace}, steps: [{act: find, by: ALB, finds: upl-peace}]}
  hear-upl: {opens: {by: UPL, alleging: low-peace}, steps: [{act: find, by: ALB, finds: low-peace}]}
guarantees:
  for-low: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
            casus_foederis: wrong, response: defend, due_when: {found: upl-peace}}
  for-upl: {owed_by: ALB, protects: {state: UPL, territory: recognised}, against: LOW,
            casus_foederis: wrong, response: defend, due_when: {found: low-peace}}
"""


@pytest.mark.parametrize(
    ("unless", "fails"),
    [
        # Excused while Upland makes war on it: Upland is the aggressor, and no fault of the text
        # that nobody helps it against who defends itself.
        ("unless: {act: war, by: UPL, against: LOW}", False),
        # One of two ways: as long as one holds it is the same.
        ("unless: {any: [{act: war, by: UPL, against: LOW}, {act: wrong, by: UPL}]}", False),
        # A finding may be false: then it excuses an attack on one who did nothing.
        ("unless: {any: [{act: war, by: UPL, against: LOW}, {found: upl-peace}]}", True),
        # Excused from a day on, whatever Upland does: an attack that nobody answers.
        ("unless: {from: 2030-01-02}", True),
        # Excused while Upland is at peace: no answer to anything.
        ("unless: {not: {act: wrong, by: UPL, against: LOW}}", True),
    ],
)
def test_what_a_war_excuses_is_no_attack_on_whoever_makes_it(unless: str, fails: bool):
    """Lowland's wrong breaks its norm but for the exception, and only a breach is ever found."""
    a = read(TEXT.replace("UNLESS", unless))
    found = examine(Inquiry(Process(a)), CATALOGUE["gap"]).loopholes
    assert bool(found) is fails, [hole.statement for hole in found]
    assert Asked(a).gap() is fails


def test_an_attack_that_is_fought_back_against_is_one_still():
    """Lowland does a wrong first, which is a breach; then Upland makes war in answer to it.

    The exception holds from then on. But help to Upland, which is due only while it is at peace,
    is gone: it has been attacked, and nobody ever owes it anything while it fights back.
    """
    at_peace = "{all: [{found: low-peace}, {not: {act: war, by: UPL, against: LOW}}]}"
    text = TEXT.replace("due_when: {found: low-peace}", f"due_when: {at_peace}")
    a = read(text.replace("UNLESS", "unless: {act: war, by: UPL, against: LOW}"))
    found = examine(Inquiry(Process(a)), CATALOGUE["gap"]).loopholes
    assert [hole.threat[0] for hole in found if hole.threat] == ["LOW"]
