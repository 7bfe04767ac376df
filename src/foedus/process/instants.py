"""The instants that matter: the days on which something can change.

Time jumps from one to the next and never past one, so that ten years of peace cost a handful of
states; tests compare this with ticking day by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.nightfall import leave_days
from foedus.process.state import NEVER, Course, Progress, State


def next_instant(clauses: Clauses, state: State) -> int | None:
    """Return the next day on which something may change, ``None`` at the horizon."""
    horizon = clauses.arrangement.horizon.days
    if state.day >= horizon:
        return None
    today = state.day
    if _ends_tonight(clauses, state):
        return today + 1
    return min(
        (day for day in _candidates(clauses, state) if today < day < horizon), default=horizon
    )


def instants(clauses: Clauses, state: State) -> set[int]:
    """Return the days that matter from here, as far as they are known now.

    These are each deadline and the day after it; the day on which a fight can be decided or
    a stage of a response falls due; the last day of an instrument, and that day less the time
    that the rest of each procedure takes, so that a window which closes during a procedure
    is met both just in time and just too late.
    """
    horizon = clauses.arrangement.horizon.days
    return {horizon, *(day for day in _candidates(clauses, state) if 0 <= day <= horizon)}


def next_end(clauses: Clauses, state: State) -> int:
    """Return the next day on which time alone may change something: the horizon at the latest.

    That is the morning after a deadline or a last day, and a day that a condition names. Days on
    which somebody merely may do more than before are instants, and are not among these. What is
    overdue and was held back until now may end on any day: then it is the next instant.
    """
    today, horizon = state.day, clauses.arrangement.horizon.days
    if _ends_tonight(clauses, state):
        return min(today + 1, horizon)
    ends: list[int] = []
    for at, life in enumerate(state.record.instruments):
        if life.standing in BINDING:  # else it has no last day
            ends += clauses.last_days(life, at)
    ends += _due_days(clauses, state)
    if ends and min(ends) < today:
        return next_instant(clauses, state) or horizon
    mornings = [day + 1 for day in (*ends, *_step_deadlines(clauses, state))]
    mornings += clauses.dated_days
    return min((day for day in mornings if today < day < horizon), default=horizon)


def calm(
    clauses: Clauses,
    state: State,
    *,
    deadlines: bool = True,
    dates: Sequence[int] | None = None,
) -> int:
    """Return the last day until which one can wait, and nothing is otherwise but the day.

    It is the day before today where something is overdue that was held back: then it is not known.
    Without `deadlines` those of duties and of steps are passed over; with `dates` all other days
    that conditions name.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> from foedus.process import Process
    >>> process = Process(read(text_of("ukraine-2025")))  # a deadline is named, after a week
    >>> calm(process.clauses, process.start)
    7
    """
    today, record = state.day, state.record
    lasts: list[int] = []
    for at, life in enumerate(record.instruments):
        if life.standing in BINDING:
            lasts += clauses.last_days(life, at)
    if deadlines:
        rows = zip(record.due, state.world.breached, strict=True)
        lasts += [due for due, breached in rows if due > NEVER and not breached]
        for at, course in enumerate(record.procedures):
            if course.progress is Progress.OPEN:
                deadline = clauses.deadline(at, course)
                lasts += () if deadline is None else (deadline,)
    if lasts and min(lasts) < today:
        return today - 1
    if "overdue" in clauses.reads:
        lasts += [day for day in _limits(clauses, state) if day >= today]
    named = clauses.dated_days if dates is None else dates
    lasts += [day - 1 for day in named if day > today]
    return min(lasts, default=clauses.arrangement.horizon.days)


def _ends_tonight(clauses: Clauses, state: State) -> bool:
    """Say whether what is overdue, and was held back until now, runs out when today ends."""
    record, today = state.record, state.day
    overdue = any(NEVER < due < today for due in record.due)
    overdue = overdue or any(
        last < today
        for at, life in enumerate(record.instruments)
        if life.standing in BINDING
        for last in clauses.last_days(life, at)
    )
    overdue = overdue or any(
        last is not None and last < today
        for at, course in enumerate(record.procedures)
        if course.progress is Progress.OPEN
        for last in (clauses.deadline(at, course),)
    )
    return overdue and leave_days(clauses, state, today + 1)[1:3] != state[1:3]


def _candidates(clauses: Clauses, state: State) -> Iterator[int]:
    for deadline in (*_step_deadlines(clauses, state), *_due_days(clauses, state)):
        yield deadline
        yield deadline + 1
    for at, life in enumerate(state.record.instruments):
        for last in clauses.last_days(life, at):
            yield from (last - early for early in clauses.closing)
    yield from _milestones(clauses, state)


def _step_deadlines(clauses: Clauses, state: State) -> Iterator[int]:
    for at, course in enumerate(state.record.procedures):
        if course.progress is Progress.OPEN:
            deadline = clauses.deadline(at, course)
            if deadline is not None:
                yield deadline
        elif _reopens(clauses, at, course):
            yield course.since  # the day after is the first on which it can be opened again


def _reopens(clauses: Clauses, at: int, course: Course) -> bool:
    over = course.progress is Progress.LAPSED
    over = over or (course.progress is Progress.DONE and clauses.again[at])
    return over and bool(clauses.procedures[at][0].opens.by)


def _due_days(clauses: Clauses, state: State) -> Iterator[int]:
    some = state.record.due
    for at, due in enumerate(some) if some.count(NEVER) < len(some) else ():
        if due > NEVER and not state.world.breached[at]:
            yield due
    yield from _limits(clauses, state)


def _limits(clauses: Clauses, state: State) -> Iterator[int]:
    for promise, limit in zip(state.record.guarantees, clauses.limits, strict=True):
        if limit is not None and promise.owed_since != NEVER:
            yield limit(promise.owed_since)


def _milestones(clauses: Clauses, state: State) -> Iterator[int]:
    world = state.world
    for since, rung, needs in zip(world.since, world.rung, clauses.contested, strict=True):
        yield since + 1  # the first day on which conduct can change again
        if (done := needs[rung]) is not None:
            yield done(since)
    for promise, stages in zip(state.record.guarantees, clauses.stages, strict=True):
        if promise.casus != NEVER:
            for begins, ends in stages:
                yield begins(promise.casus)
                if ends is not None:
                    yield from (ends(promise.casus), ends(promise.casus) + 1)
    yield from clauses.dated_days
