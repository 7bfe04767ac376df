"""The instants that matter: the days on which something can change.

Time jumps from one to the next and never past one, so that ten years of peace cost a handful of
states; tests compare this with ticking day by day.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.process.clauses import Clauses
from foedus.process.state import NEVER, Progress, State


def next_instant(clauses: Clauses, state: State) -> int | None:
    """Return the next day on which something may change, ``None`` at the horizon."""
    horizon = clauses.arrangement.horizon.days
    if state.day >= horizon:
        return None
    return min((d for d in instants(clauses, state) if d > state.day), default=horizon)


def instants(clauses: Clauses, state: State) -> set[int]:
    """Return the days that matter from here, as far as they are known now.

    These are each deadline and the day after it; the day on which a fight can be decided or
    a stage of a response falls due; the last day of an instrument, and that day less the time
    that the rest of each procedure takes, so that a window which closes during a procedure
    is met both just in time and just too late.
    """
    horizon = clauses.arrangement.horizon.days
    days = {horizon}
    for deadline in (*_step_deadlines(clauses, state), *_due_days(clauses, state)):
        days |= {deadline, deadline + 1}
    lengths = clauses.remaining_lengths
    for at in range(len(clauses.instrument_ids)):
        last = clauses.last_day(state, at)
        if last is not None:
            days |= {last, last + 1}
            days |= {last - length + late for length in lengths for late in (0, 1)}
    days |= set(_milestones(clauses, state))
    return {day for day in days if 0 <= day <= horizon}


def _step_deadlines(clauses: Clauses, state: State) -> Iterator[int]:
    for at, course in enumerate(state.record.procedures):
        if course.progress is Progress.OPEN:
            within = clauses.steps[at][course.step].within
            if within is not None:
                yield course.since + within
        elif course.progress is Progress.LAPSED and clauses.procedures[at][0].opens.by:
            yield course.since  # the day after is the first on which it can be opened again


def _due_days(clauses: Clauses, state: State) -> Iterator[int]:
    for at, due in enumerate(state.record.due):
        if due != NEVER and not state.world.breached[at]:
            yield due


def _milestones(clauses: Clauses, state: State) -> Iterator[int]:
    for name, at in clauses.index.actors.items():
        act = clauses.arrangement.conduct[name].acts[state.world.rung[at]]
        if act.needs and (name, act.act) in clauses.contests:
            yield state.world.since[at] + act.needs.days
        yield state.world.since[at] + 1  # the first day on which conduct can change again
    for at, promise in enumerate(state.record.guarantees):
        if promise.casus != NEVER:
            g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
            yield from (promise.casus + stage.after.days for stage in g.response_ladder)
    yield from clauses.dated_days
