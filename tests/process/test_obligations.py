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


ONCE = """\
foedus: 1
title: A corridor that is to be opened
as_of: 2025-01-01
horizon: P200D
parties: {{AAA: {{}}, BBB: {{}}}}
deeds:
  open: {{by: AAA, reversible: true}}
  alarm: {{by: BBB, reversible: true}}
norms:
  corridor: {{obligation: open, bearer: AAA, towards: BBB, within: P10D{more}}}
"""
OPENS, CLOSES = Move("perform", "AAA", "open"), Move("undo", "AAA", "open")
ALARM, ALL_CLEAR = Move("perform", "BBB", "alarm"), Move("undo", "BBB", "alarm")


def corridor(more: str = "") -> Process:
    return Process(read(ONCE.format(more=more)))


def test_what_was_to_be_done_once_may_be_undone_later():
    """Due by day 10, opened on day 2: that is all that was owed, so closing it breaches nothing.

    Where it is to be kept open, closing it on day 20 breaches it on that day, seen the morning
    after, and before its last day it may still be closed and opened again.
    """
    done = ((2, OPENS), (20, CLOSES))
    assert breached_from(corridor(), *done) is None
    assert obligations(corridor().clauses, played(corridor(), *done, until=40)) == []
    assert breached_from(corridor(", keep: true"), *done) == 21
    assert breached_from(corridor(), (2, OPENS), (3, CLOSES)) is None
    assert breached_from(corridor(", keep: true"), (2, OPENS), (3, CLOSES)) == 11


def test_what_was_done_before_it_fell_due_is_met():
    """Open when the alarm of day 5 makes it due: closed on day 9, it is owed no more."""
    p = corridor(", when: {performed: alarm}")
    assert breached_from(p, (1, OPENS), (5, ALARM), (9, CLOSES)) is None
    assert breached_from(p, (1, OPENS), (3, CLOSES), (5, ALARM)) == 16


def test_each_alarm_makes_it_due_anew():
    """Met at the first alarm (day 1, opened on day 3, closed on day 20, all clear on day 30).

    The second, of day 40, gives it its whole time again: due by day 50, breached from day 51.
    While the first alarm lasts nothing more is owed.
    """
    p = corridor(", when: {performed: alarm}")
    first = ((1, ALARM), (3, OPENS), (20, CLOSES), (30, ALL_CLEAR))
    assert breached_from(p, *first) is None
    assert breached_from(p, *first, (40, ALARM)) == 51
    assert breached_from(p, *first, (40, ALARM), (50, OPENS)) is None


def test_a_deed_without_a_term_is_met_once_too():
    """Owed as soon as it binds, never late; done on day 1 and undone on day 2, it was done."""
    p = Process(read(ONCE.replace("within: P10D", "open_ended: true").format(more="")))
    assert len(obligations(p.clauses, p.start)) == 1
    assert obligations(p.clauses, played(p, (1, OPENS), (2, CLOSES), until=5)) == []


def test_the_search_agrees_that_what_was_done_once_is_met():
    """Only who never opens it in time breaches the norm, in a search of all days and day by day.

    The shortest play waits for the end of the tenth day; none in which it was opened first and
    closed later ends in a breach.
    """
    p = corridor()
    wanted = Condition(breached="corridor")
    read_ = scope(p, of_condition(p, wanted))
    holds = predicate(wanted, p.clauses)
    graph = TimedGraph(Projection(p, read_), p.start)
    late = [state for state in graph.states if holds(state)]
    assert late
    opened = TimedGraph(Projection(p, read_), played(p, (2, OPENS), until=3))
    assert not any(holds(state) for state in opened.states)
    daily = Daily(Projection(p, read_, daily=True), played(p, (2, OPENS), until=3))
    assert not any(holds(state) for state in daily.states)
