"""What begins as a day ends has the next day as its first, so that periods in a row lose no day."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, replay
from foedus.process.walk import Supposition, Walk, owed

TEXT = """\
foedus: 1
title: One period after another
as_of: 2031-01-01
horizon: P2Y
parties: {VAL: {}, KOR: {}, LIG: {}, AID: {}}
bodies: {board: {members: [VAL, KOR], rule: unanimity}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}}
deeds: {report: {by: LIG}}
instruments:
  deal: {parties: [VAL, KOR], sunset: P1Y}
  ban: {parties: [LIG, AID], status: signed, sunset: P30D, enters: {lapsed: dispute}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: deal}
  account: {obligation: report, bearer: LIG, when: {lapsed: dispute}, within: P20D}
  at-once: {obligation: report, bearer: LIG, when: {lapsed: dispute}}
procedures:
  dispute:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: settle, by: board, within: P15D, on_timeout: next}
      - {act: settle again, by: board, within: P1M}
guarantees:
  aid: {owed_by: LIG, protects: {state: VAL, territory: recognised}, against: KOR,
    casus_foederis: strike, response: defend, due_when: {lapsed: dispute}, within: P10D}
  more: {owed_by: AID, protects: {state: VAL, territory: recognised}, against: KOR,
    casus_foederis: strike, response: arms, due_when: {overdue: aid}, within: P5D}
"""
LINES = (
    ("2031-01-16", "'dispute' is at the step 'settle again', for board, by 2031-02-16"),
    ("2031-02-16", "'dispute' lapses without effect"),
    ("2031-02-16", "a response is owed under 'aid'"),
    ("2031-02-16", "'ban' enters into force"),
    ("2031-02-17", "'at-once' is breached by LIG"),
    ("2031-02-26", "a response is owed under 'more'"),
    ("2031-03-08", "'account' is breached by LIG"),
    ("2031-03-18", "'ban' has ended by its sunset"),
    ("2032-01-01", "'deal' has ended by its sunset"),
)


def told(text: str = TEXT, *, until: date = date(2032, 2, 1)):
    events = [
        Event(date(2031, 1, 1), ("KOR",), "strike"),
        Event(date(2031, 1, 1), ("VAL",), "allege", "dispute"),
    ]
    return list(replay(Process(read(text)), events, until))


@pytest.mark.parametrize(("on", "what"), LINES)
def test_a_period_that_follows_another_loses_no_day(on: str, what: str):
    said = [(str(e.on), change.what) for e in told() for change in e.changes]
    assert (on, what) in said


def test_what_is_owed_since_a_day_ended_is_due_as_many_days_after():
    owes = [owed for entry in told(until=date(2031, 2, 27)) for owed in entry.owed]
    assert any("'aid', since 2031-02-16, by 2031-02-26" in owed for owed in owes)
    assert any("'more', since 2031-02-26, by 2031-03-03" in owed for owed in owes)


def test_what_lapsed_as_a_day_ended_can_be_opened_again_on_the_next():
    process = Process(read(TEXT))
    events = [
        Event(date(2031, 1, 1), ("VAL",), "allege", "dispute"),
        Event(date(2031, 2, 17), ("VAL",), "allege", "dispute"),
    ]
    *_, again = replay(process, events)
    assert not again.refused


def test_what_begins_with_a_date_is_counted_from_that_date():
    text = TEXT.replace("{lapsed: dispute}, within: P20D", "{from: 2031-02-17}, within: P20D")
    said = [(str(e.on), change.what) for e in told(text) for change in e.changes]
    assert ("2031-03-09", "'account' is breached by LIG") in said


def test_the_walk_counts_the_days_of_both_stages():
    """No no ends the first of them before its time, nor when that is over."""
    text = TEXT.replace("P1M", "P15D").replace("within: P15D", "within: P15D, at_deadline: true")
    process = Process(read(text.replace("on_timeout: next", "on_timeout: next, on_block: next")))
    walk, strike = Walk(process), Supposition(by="KOR", act="strike")
    goal = owed(process, "aid")
    assert walk.day(strike, goal, walk.comes(strike, goal)) == 30
