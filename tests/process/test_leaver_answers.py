"""Who has left and owes a response still: what ends it is the answer, and not the exit."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
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


SANCTIONS = """
foedus: 1
title: Sanctions by two, where a third's defence is refused
as_of: 2025-01-01
horizon: P1Y
parties: {A: {}, B: {}, C: {}, V: {}, X: {}}
conduct: {X: {towards: V, acts: [{act: ok}, {act: hit}]}}
instruments: {s: {parties: [A, B, C, V], withdrawal: {by: [A, B], notice: P1D}}}
guarantees:
  right: {owed_by: C, protects: {state: V, territory: recognised}, against: X, in: s,
          casus_foederis: hit, response: right_only}
  duty: {owed_by: A, protects: {state: V, territory: recognised}, against: X, in: s,
         casus_foederis: hit, response: defend, due_when: {not: {honoured: right}}}
  both: {owed_by: [A, B], joint: true, protects: {state: V, territory: recognised}, against: X,
         in: s, casus_foederis: hit, response: sanctions, due_when: {declined: duty}}
"""


@pytest.mark.parametrize("leaves", [(), ("{date: 2025-01-13, by: A, do: withdraw, what: s}",)])
def test_what_was_declined_stays_so_when_whoever_did_has_left(leaves: tuple[str, ...]):
    """A declines on the 12th, and owes sanctions with B. That C then helps makes A's duty rest.

    Whether A has left by then or not, it has declined in a case that goes on: sanctions stay owed.
    """
    found = told(
        SANCTIONS,
        "{date: 2025-01-10, by: X, do: hit}",
        "{date: 2025-01-12, by: A, do: decline, what: duty}",
        *leaves,
        "{date: 2025-01-15, by: C, do: honour, what: right}",
        "{date: 2025-01-16, by: A, do: honour, what: both}",
        "{date: 2025-01-20, by: B, do: honour, what: both}",
        "{date: 2025-02-01, by: X, do: ok}",
    )
    assert "a response is owed under 'both'" in found
    assert not [one for one in found if one.startswith("the response under 'both' is owed no more")]


def test_whoever_is_helped_by_one_is_not_left_without_the_help_of_another():
    """V is owed A's defence until C responds, and has then been helped. C may no more respond.

    Where talk with C is enough to set A free, V has been helped by nobody.
    """
    stays = SANCTIONS.replace(", withdrawal: {by: [A, B], notice: P1D}", "")
    talk = stays.replace("right_only", "consult")
    assert verdict(Process(read(stays)), CATALOGUE["gap"]).holds
    assert verdict(Process(read(stays)), CATALOGUE["right-without-duty"]).holds
    assert verdict(Process(read(talk)), CATALOGUE["gap"]).outcome == "fails"


def test_what_was_declined_does_not_come_to_be_owed_again_in_the_same_case():
    """A declines while C has not helped; C's help, and its end, change nothing in this case.

    X stops and attacks anew: then A owes it again.
    """
    talks = SANCTIONS.replace("{not: {honoured: right}}", "{not: {act: talk, by: C}}")
    talks = talks.replace("conduct: {", "conduct: {C: {acts: [{act: rest}, {act: talk}]}, ", 1)
    found = told(
        talks,
        "{date: 2025-01-10, by: X, do: hit}",
        "{date: 2025-01-12, by: A, do: decline, what: duty}",
        "{date: 2025-01-14, by: C, do: talk}",
        "{date: 2025-01-16, by: C, do: rest}",
        "{date: 2025-01-18, by: X, do: ok}",
        "{date: 2025-01-20, by: X, do: hit}",
    )
    owed = [one for one in found if one == "a response is owed under 'duty'"]
    assert len(owed) == 2


def test_what_outlived_its_treaty_ends_for_what_ends_it():
    """The treaty runs out on 31 January, and what is owed stays owed; on 3 February V provokes.

    That alone ends it: the end of the treaty had left it owed for three days.
    """
    text = """
foedus: 1
title: Help that outlives its treaty
as_of: 2025-01-01
horizon: P1Y
parties: {A: {}, V: {}, X: {}}
conduct:
  X: {towards: V, acts: [{act: ok}, {act: hit}]}
  V: {towards: X, acts: [{act: calm}, {act: provoke}]}
instruments: {s: {parties: [A, V], sunset: P30D}}
guarantees:
  g: {owed_by: A, protects: {state: V, territory: recognised}, against: X, in: s,
      casus_foederis: hit, response: defend, due_when: {not: {act: provoke, by: V}}}
"""
    events = [
        "- {date: 2025-01-20, by: X, do: hit}\n",
        "- {date: 2025-02-03, by: V, do: provoke}\n",
    ]
    entries = list(replay(Process(read(text)), read_events("".join(events), "e")))
    [change] = [c for entry in entries for c in entry.changes if "is owed no more" in c.what]
    assert change.because == "V is at 'provoke' or above"
    assert any("what is owed stays owed" in c.what for entry in entries for c in entry.changes)
