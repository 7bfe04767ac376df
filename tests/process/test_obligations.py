"""Obligations with an exception, or a condition that comes and goes: when due, when breached.

The answers are worked out by hand from the days; each test says how.
"""

from __future__ import annotations

from foedus.language import Condition, read
from foedus.process import Move, Process, State, obligations
from foedus.process.conditions import predicate
from foedus.process.exploration import Daily, Projection, TimedGraph, of_condition, scope

TEXT = """\
foedus: 1
title: Arms handed over in return
as_of: 2025-01-01
horizon: P200D
parties: {{AAA: {{}}, BBB: {{}}, CCC: {{}}}}
deeds:
  hand: {{by: AAA}}
  amnesty: {{by: BBB, reversible: true}}
instruments:
  side: {{parties: [AAA, BBB], withdrawal: {{by: BBB, notice: P0D}}}}
norms:
  due: {{obligation: hand, bearer: AAA, towards: BBB, in: side, within: P30D{more}}}
"""
PERFORMS, UNDOES = Move("perform", "BBB", "amnesty"), Move("undo", "BBB", "amnesty")


def process(more: str = "") -> Process:
    return Process(read(TEXT.format(more=more)))


def played(p: Process, *moves: tuple[int, Move], until: int) -> State:
    """Return the state in which it stands on the morning of day `until`, after moves by day."""
    state = p.start
    for day, move in (*moves, (until, Move("wait"))):
        while state.day < day:
            waits = [one for one in p.moves(state) if one.kind == "wait"]
            state = p.after(state, Move("wait", until=min(day, waits[0].until)))
        state = state if move.kind == "wait" else p.after(state, move)
    return state


def breached_from(p: Process, *moves: tuple[int, Move]) -> int | None:
    """Return the first morning on which the obligation is breached, within a hundred days."""
    return next(
        (
            day
            for day in range(100)
            if played(p, *(m for m in moves if m[0] < day), until=day).world.breached[0]
        ),
        None,
    )


def test_what_is_excused_is_no_breach_and_is_not_said_to_be_late():
    """Due on day 30, excused until the other's amnesty of day 40; without one for ever."""
    p = process(", unless: {not: {performed: amnesty}}")
    assert breached_from(p) is None
    assert breached_from(p, (40, PERFORMS)) == 41
    assert breached_from(p, (10, PERFORMS)) == 31
    assert breached_from(process()) == 31
    (told,) = obligations(p.clauses, played(p, until=35))
    assert told == (
        "AAA owes 'hand' to BBB under 'due' by 2025-01-31, and is excused while"
        " 'amnesty' has not been performed"
    )
    (late,) = obligations(p.clauses, played(p, (40, PERFORMS), until=45))
    assert late.endswith("by 2025-01-31 and is late")


def test_what_binds_again_has_its_whole_time_again():
    """From day 5 on due by day 35; binding no more on day 20, and again from day 50: by day 80."""
    p = process(", while: {performed: amnesty}")
    assert obligations(p.clauses, p.start) == []
    bound = (5, PERFORMS)
    assert played(p, bound, until=6).record.due == (35,)
    assert breached_from(p, bound) == 36
    assert obligations(p.clauses, played(p, bound, (20, UNDOES), until=40)) == []
    again = (bound, (20, UNDOES), (50, PERFORMS))
    assert played(p, *again, until=51).record.due == (80,)
    assert breached_from(p, *again) == 81


def test_what_stands_in_a_treaty_that_has_ended_is_owed_no_more():
    """The treaty ends with day 10, on which notice is given: nothing is due on day 30."""
    p = process()
    ends = (10, Move("withdraw", "BBB", "side"))
    assert obligations(p.clauses, played(p, ends, until=12)) == []
    assert breached_from(p, ends) is None


def test_the_search_over_all_days_finds_what_going_day_by_day_finds():
    """That it is breached can come under either condition, but not where nothing ends that."""
    for more, can in (
        (", unless: {not: {performed: amnesty}}", True),
        (", while: {performed: amnesty}", True),
        (", unless: {not: {performed: hand}}", False),
    ):
        p = process(more)
        breach = Condition(breached="due")
        holds = predicate(breach, p.clauses)
        read_ = scope(p, of_condition(p, breach))
        timed = TimedGraph(Projection(p, read_), stop=holds)
        daily = Daily(Projection(p, read_, daily=True, singly=True), stop=holds)
        assert (timed.stopped is not None) is (daily.stopped is not None) is can
