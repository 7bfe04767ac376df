"""A month in the game is as long as the one that begins, and not as on the first day of all.

T wins alone with .6 and against help with .2, an attack costs .45 and help is honoured for certain:
an attack is worth .15 without help in time and -.25 with it, and made with 1 / (1 + exp(-20 x)) of
that. T attacks on the day after an occasion. All days are counted on the calendar by hand.
"""

from __future__ import annotations

from math import exp

import pytest

from foedus.deterrence import deter, notices
from foedus.language import read

TEXT = """
foedus: 1
title: Months
as_of: START
horizon: P4Y
parties: {T: {}, P: {}, G: {}, M: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: NEEDS}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.45, kind: assumed, because: an example}
occasions: [DAY]
guarantees:
  aid:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    arrives: {value: ARRIVES, kind: assumed, because: an example}
    honour: {value: 1, kind: assumed, because: an example}
"""


def attack(start, day, needs, arrives, more="", **asked):
    words = {"START": start, "DAY": f"P{day}D", "NEEDS": needs, "ARRIVES": str(arrives)}
    text = TEXT + more
    for word, put in words.items():
        text = text.replace(word, put)
    told = deter(read(text), draws=1, break_evens=(), stories=False, waiting=False, **asked)
    return told.attack("").mean()


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


DETERRED, NOT = logit(-0.25), logit(0.15)


@pytest.mark.parametrize(
    ("start", "day", "needs", "lasts"),
    [
        ("2025-01-30", 0, "P1M", 28),  # from 31 January to 28 February; from the 30th it is 29
        ("2024-01-30", 0, "P1M", 29),  # 31 January to 29 February; 30
        ("2025-01-01", 30, "P1M", 28),  # 1 February to 1 March; 31
        ("2024-01-01", 30, "P1M", 29),  # 1 February to 1 March; 31
        ("2025-02-01", 27, "P1M", 31),  # 1 March to 1 April; 28
        ("2025-02-10", 48, "P1M", 30),  # 31 March to 30 April; 28
        ("2024-02-28", 0, "P1Y", 365),  # 29 February 2024 to 28 February 2025; 366
        ("2023-02-28", 0, "P1Y", 366),  # 1 March 2023 to 1 March 2024; 365
        ("2025-03-30", 0, "P6M", 183),  # 31 March to 30 September; 184
        ("2025-08-30", 0, "P6M", 181),  # 31 August to 28 February; from the 30th it is 182
        ("2025-01-01", 30, "P30D", 30),  # days are days
    ],
)
def test_an_act_needs_the_month_that_begins_with_it(start, day, needs, lasts):
    """Help that takes as many days as the act is in time, and help that takes one more is not."""
    assert attack(start, day, needs, lasts) == pytest.approx(DETERRED, abs=1e-9)
    assert attack(start, day, needs, lasts + 1) == pytest.approx(NOT, abs=1e-9)


STEPS = """    due_when: {done: decide}
procedures:
  decide:
    opens: {when: {act: attack, by: T}}
    steps:
"""
VOTE = "      - {act: ACT, by: M, TAKES}\n"


def steps(*takes):
    return STEPS + "".join(
        VOTE.replace("ACT", f"a{n}").replace("TAKES", t) for n, t in enumerate(takes)
    )


def known(days):
    return f"takes: {{value: {days}, kind: assumed, because: an example}}"


@pytest.mark.parametrize(
    ("start", "day", "before", "limit", "lasts"),
    [
        ("2025-01-30", 0, (), "P1M", 28),  # opened on 31 January
        ("2024-01-30", 0, (), "P1M", 29),
        ("2025-01-01", 30, (), "P1M", 28),  # on 1 February
        ("2025-02-01", 27, (), "P1M", 31),  # on 1 March
        ("2025-01-01", 0, (30,), "P1M", 28),  # attack on 2 January, the second step on 1 February
        ("2024-01-01", 0, (30,), "P1M", 29),
        ("2025-02-01", 0, (27,), "P1M", 31),  # on 2 February and on 1 March
        ("2025-01-01", 0, (10, 20), "P1M", 28),  # a third step, on 1 February
        ("2024-02-28", 0, (), "P1Y", 365),  # on 29 February 2024
        ("2023-02-28", 0, (), "P1Y", 366),  # on 1 March 2023
    ],
)
def test_a_time_limit_is_the_month_that_begins_when_the_step_is_reached(
    start, day, before, limit, lasts
):
    """A decision on the last day of its time is one, and a day later its time has run out."""
    for days, expected in ((lasts, DETERRED), (lasts + 1, NOT)):
        more = steps(*map(known, before), f"{known(days)}, within: {limit}")
        found = attack(start, day, "P2Y", 1, more, vary={"passing": (1, 1)})
        assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("start", "day", "lasts"),
    [("2025-01-01", 30, 28), ("2024-01-01", 30, 29), ("2025-02-01", 27, 31), ("2025-01-30", 0, 28)],
)
def test_any_day_of_a_month_is_a_day_of_the_month_that_begins(start, day, lasts):
    """Any moment of the L days is as likely: help a day later is there by day 20 in 19 of L."""
    found = attack(start, day, "P20D", 1, steps("within: P1M"), vary={"passing": (1, 1)})
    assert found == pytest.approx(logit(0.15 - 0.4 * 19 / lasts), abs=2e-4)


@pytest.mark.parametrize(
    ("start", "day", "lasts"), [("2025-01-01", 30, 28), ("2025-02-01", 27, 31)]
)
def test_what_silence_passes_is_passed_when_the_month_that_began_is_over(start, day, lasts):
    """Help 5 days after the last day of the month is in time for an act of so many days."""
    more = steps("within: P1M, at_deadline: true")
    found = [
        attack(start, day, f"P{days}D", 5, more, vary={"passing": (1, 1)})
        for days in (lasts + 4, lasts + 6)
    ]
    assert found == pytest.approx([NOT, DETERRED], abs=1e-9)


def test_a_notice_counts_the_months_of_an_act():
    """Begun on 2 January 2028 it takes until 2 January 2029, a day after the horizon."""
    text = TEXT.replace("START", "2025-01-01").replace("NEEDS", "P1Y").replace("ARRIVES", "1")
    late, early = (read(text.replace("DAY", f"P{day}D")) for day in (1095, 1094))
    assert notices(early) == ()
    (told,) = notices(late)
    assert told.startswith("'attack' by T takes 1 year, and the story ends on day 1461 (horizon)")
