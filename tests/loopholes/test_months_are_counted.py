"""How late an answer may be where the text counts in months: on the day on which it is latest."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Verdict, verdict, verdicts
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, owed

BOARD = """\
foedus: 1
title: A board that hears for a month and finds within another
as_of: FIRST
horizon: PERIOD
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}, DDD: {name: Dalmia}}
bodies: {board: {members: [CCC, DDD], rule: unanimity}}
conduct:
  BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack, needs: NEEDS}]}
norms: {line: {prohibition: attack, bearer: BBB, towards: AAA}}
procedures:
  inquiry:
    opens: {by: AAA, alleging: line}
    steps:
      - {act: hear, by: board, within: P1M, at_deadline: true, on_timeout: next}
      - {act: find, by: board, within: P1M, finds: line}
    reopens: after_effect
guarantees:
  aid:
    owed_by: CCC
    protects: {state: AAA, territory: recognised}
    against: BBB
    casus_foederis: attack
    response: defend
    within: P1M
    due_when: {found: line}
"""


def told(period: str, needs: str, first: str = "2026-02-01") -> Verdict:
    text = BOARD.replace("PERIOD", period).replace("NEEDS", needs).replace("FIRST", first)
    return verdict(Process(read(text)), CATALOGUE["promptness"])


def test_three_months_are_ninety_two_days_at_the_most():
    """From 1 July: to 1 August 31 days, to 1 September 31, to 1 October 30. No three are longer.

    From the first day of the text, 1 February 2026, they are 28, 31 and 30 days: 89.
    """
    (hole,) = told("P1Y", "P7D").loopholes
    assert "may come as late as 92 days after it" in hole.statement


def test_only_days_on_which_the_act_may_be_done_count():
    """From 20 December to 20 February: three months are then 90 days at the most.

    From 20 December 31, 31 and 28; from 1 February 28, 31 and 30.
    """
    (hole,) = told("P62D", "P7D", "2026-12-20").loopholes
    assert "as late as 90 days" in hole.statement


def test_an_act_that_needs_as_many_months_is_answered_in_time_whatever_the_month():
    """Three months from the act are no more than three months from the act: in February too."""
    assert told("P1Y", "P3M").outcome == "holds"
    assert told("P1Y", "P91D").outcome == "fails"
    assert told("P1Y", "P92D").outcome == "holds"


OVERDUE = """\
foedus: 1
title: Subsidies once help is overdue
as_of: 2025-01-01
horizon: P2Y
parties: {GUA: {}, VIC: {}, ADV: {}}
conduct: {ADV: {towards: VIC, acts: [{act: rest}, {act: hit, needs: P9D}]}}
guarantees:
  help: {owed_by: GUA, protects: {state: VIC, territory: recognised}, against: ADV,
         casus_foederis: hit, response: defend, within: TIME}
  money: {owed_by: GUA, protects: {state: VIC, territory: recognised}, against: ADV,
          casus_foederis: hit, response: arms, due_when: {overdue: help}}
"""


@pytest.mark.parametrize(("time", "days"), [("P59D", 59), ("P2M", 59), ("P1Y", 365)])
def test_what_is_due_months_after_a_default_is_searched_for_like_what_is_due_days_after(
    time: str, days: int
):
    """From 1 January two months are 31 + 28 days, and a year is 365; nothing else differs."""
    process = Process(read(OVERDUE.replace("TIME", time)))
    as_days = Process(read(OVERDUE.replace("TIME", "P59D")))
    found, expected = ([one.outcome for one in verdicts(each)] for each in (process, as_days))
    assert found == expected
    assert "undecided" not in found
    walk = Walk(process)
    act, goal = Supposition(by="ADV", act="hit", against="VIC"), owed(process, "money")
    play = walk.comes(act, goal)
    assert play is not None
    assert walk.day(act, goal, play) == days
