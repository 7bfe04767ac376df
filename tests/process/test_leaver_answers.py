"""Who has left and owes a response still: what ends it is the answer, and not the exit."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, read_events, replay

PACT = """
foedus: 1
title: A leaver that answers
as_of: 2025-01-01
horizon: P2Y
parties: {A: {}, B: {}, C: {}, V: {}, X: {}}
conduct: {X: {towards: V, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
instruments:
  s: {parties: [A, B, C, V], withdrawal: {by: [A, B, C, V], notice: P10D}, accrued: STAY}
guarantees:
  g: {owed_by: [A, B], JOINT, protects: {state: V, territory: recognised}, against: X,
    casus_foederis: hit, response: RESPONSE, in: s}
"""
LEAVES = "{date: 2025-01-02, by: A, do: withdraw, what: s}"
HITS = "{date: 2025-01-05, by: X, do: hit}"


def told(text: str, *events: str) -> list[str]:
    written = read_events("".join(f"- {event}\n" for event in events), "e")
    entries = replay(Process(read(text)), written)
    return [change.what for entry in entries for change in entry.changes]


def pact(joint: str = "joint: false", response: str = "defend", stay: str = "stay") -> str:
    named = PACT.replace("JOINT", joint).replace("RESPONSE", response)
    return named.replace(", accrued: STAY", "" if stay == "stay" else ", accrued: end")


@pytest.mark.parametrize("answer", ["honour", "decline"])
@pytest.mark.parametrize("joint", ["joint: false", "joint: true"])
@pytest.mark.parametrize("response", ["defend", "consult", "right_only"])
def test_what_a_leaver_owes_still_ends_by_its_answer(answer: str, joint: str, response: str):
    """Notice of 2 January runs through the 12th; what arose on the 5th stays owed (Vienna
    Convention, art. 70(1)(b)). On the 20th it is answered: the exit lies eight days back.
    """
    answers = f"{{date: 2025-01-20, by: A, do: {answer}, what: g}}"
    found = told(pact(joint, response), LEAVES, HITS, answers)
    assert "A has left 's', which goes on for the others" in found
    assert not [one for one in found if "ends with the exit" in one]


def test_what_does_not_stay_owed_ends_with_the_exit():
    """The same text, but that nothing stays owed: on 12 January A has left, and owes no more."""
    found = told(pact(stay="end"), LEAVES, HITS, "{date: 2025-01-20, by: B, do: honour, what: g}")
    assert [one for one in found if "ends with the exit" in one] == [
        "what A owed under 'g' ends with the exit"
    ]
