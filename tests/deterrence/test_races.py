"""Several helps against one act: how long it takes, and when a decision ended, is one fact for all.

T wins alone with .6, against arms with .45 and against force with .2, and an attack costs .4. All
help is honoured for certain. Where force is in time with the chance P an attack is worth .2 - .4 P,
and is made with 1 / (1 + exp(-20 x)) of that.
"""

from __future__ import annotations

from math import exp

import pytest

from foedus.deterrence import deter
from foedus.language import read

TEXT = """
foedus: 1
title: Races
as_of: 2025-01-01
horizon: P2Y
parties: {T: {}, P: {}, G: {}, H: {}, K: {}, M: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, ACT}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    armed: {value: 0.45, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.4, kind: assumed, because: an example}
occasions: [P0D]
guarantees:
"""
HELP = """
  NAME:
    owed_by: BY
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: RESPONSE
    honour: {value: 1, kind: assumed, because: an example}
    arrives: LAW
"""
DECISION = """
procedures:
  decide:
    opens: {when: {act: attack, by: T}}
    steps: [{act: vote, by: M, takes: {low: 5, high: 40, kind: assumed, because: an example}}]
"""


def law(low, high=None):
    span = f"value: {low}" if high is None else f"low: {low}, high: {high}"
    return f"{{{span}, kind: assumed, because: an example}}"


def attack(act, laws, decided=False, arms=(), by="GHK"):
    text = TEXT.replace("ACT", act)
    debtors = iter(by)
    for at, (span, response) in enumerate(
        [*((one, "arms") for one in arms), *((one, "defend") for one in laws)]
    ):
        help_ = HELP.replace("NAME", f"h{at}").replace("BY", next(debtors))
        help_ = help_.replace("RESPONSE", response).replace("LAW", law(*span))
        text += help_.rstrip() + ("\n    due_when: {done: decide}\n" if decided else "\n")
    vary = {"passing": (1, 1)} if decided else {}
    told = deter(
        read(text + (DECISION if decided else "")),
        draws=1,
        break_evens=(),
        stories=False,
        waiting=False,
        vary=vary,
    )
    return told.attack("").mean()


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


@pytest.mark.parametrize("helps", [1, 2, 3])
@pytest.mark.parametrize("days", [20, 30, 45, 50])
def test_one_decision_ended_on_one_day_for_all_who_help_after_it(helps, days):
    """Decided after 5 to 40 days, help so many days later, an act of 60: all in time or none.

    P = (60 - days - 5) / 35, at most 1, however many help.
    """
    in_time = min((55 - days) / 35, 1)
    found = attack("needs: P60D", [(days,)] * helps, decided=True)
    assert found == pytest.approx(logit(0.2 - 0.4 * in_time), abs=1e-3)


@pytest.mark.parametrize("helps", [1, 2, 3])
@pytest.mark.parametrize("days", [15, 30, 50])
def test_one_act_takes_as_long_for_all_who_help_against_it(helps, days):
    """It takes 10 to 60 days: help on a known day is in time with (60 - days) / 50."""
    act = f"needs: P10D, takes: {law(10, 60)}"
    found = attack(act, [(days,)] * helps)
    assert found == pytest.approx(logit(0.2 - 0.4 * (60 - days) / 50), abs=1e-3)


@pytest.mark.parametrize("helps", [1, 2, 3])
def test_the_act_is_the_first_of_so_many_alike_that_race(helps):
    """The act and each help take 0 to 60 days, alike: it is the quickest with 1 / (n + 1)."""
    found = attack(f"needs: P1D, takes: {law(0, 60)}", [(0, 60)] * helps)
    assert found == pytest.approx(logit(0.2 - 0.4 * helps / (helps + 1)), abs=2e-3)


@pytest.mark.parametrize(("helps", "in_time"), [(1, 0.75), (2, 0.9375), (3, 0.984375)])
def test_helps_that_have_nothing_in_common_are_apart(helps, in_time):
    """Within 30 of 40 days each, against an act of 30 days: 1 - .25 to the power of them."""
    found = attack("needs: P30D", [(0, 40)] * helps)
    assert found == pytest.approx(logit(0.2 - 0.4 * in_time), abs=1e-6)


def test_arms_and_force_follow_one_decision():
    """Arms 20 days after it are always in time, force after 30 if it ended by day 30: 25 of 35.

    An attack is worth .2 of 25 and .45 of 10 such cases, less .4.
    """
    found = attack("needs: P60D", [(30,)], decided=True, arms=[(20,)])
    assert found == pytest.approx(logit((0.2 * 25 + 0.45 * 10) / 35 - 0.4), abs=1e-3)


@pytest.mark.parametrize("decided", [True, False])
def test_one_force_that_is_promised_twice_races_once(decided):
    """One debtor, two texts, 0 to 60 days: as with one of them, though the act's days are a law."""
    act = "needs: P60D" if decided else f"needs: P10D, takes: {law(10, 60)}"
    once, twice = (attack(act, [(0, 60)] * n, decided, by="GGG") for n in (1, 2))
    assert twice == pytest.approx(once, abs=1e-3)
