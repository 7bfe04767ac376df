"""The end of a day: what runs out does so together, and what follows has the next day as its first.

A deadline includes its last day. What has run out is judged by the state on that evening; what then
begins is counted from the day that has ended, so that two periods one after the other are as long
as both together.
"""

from __future__ import annotations

from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.settling import follow, pass_step, settle, with_life
from foedus.process.state import NEVER, Course, Life, Progress, Standing, State, put

_FEWEST = 2
"""Parties that a treaty needs: what binds one alone towards nobody has ended."""


def leave_days(clauses: Clauses, state: State, until: int) -> State:
    """Let the days before `until` end: timeouts, expiries, exits, and obligations not met.

    All that run out are judged by the state at the end of the day and take effect together, as
    that day ends: the state returned is `over`, and not settled.
    """
    evening = state
    state = State(until - 1, state.world, state.record, over=True)
    for at, course in enumerate(evening.record.procedures):
        state = _time_out(clauses, state, at, course, until)
    for at, life in enumerate(evening.record.instruments):
        state = _run_out(clauses, state, evening, at, life, until)
    for at, due in enumerate(evening.record.due):
        if due != NEVER and due < until and not evening.world.breached[at]:
            state = _default(clauses, state, evening, at)
    return state


def evening(clauses: Clauses, state: State, until: int) -> State:
    """Return the state at the end of the day before `until`, when what ran out by then has done so.

    Parameters
    ----------
    clauses
        The compiled clauses.
    state
        An earlier state, from which one can wait until `until`.
    until
        The next morning.
    """
    return settle(clauses, leave_days(clauses, state, until))


def _time_out(clauses: Clauses, state: State, at: int, course: Course, until: int) -> State:
    if course.progress is not Progress.OPEN:
        return state
    compiled = clauses.steps[at][course.step]
    if compiled.ends is None or compiled.ends(course.since) >= until:
        return state
    if compiled.on_timeout == "adopt" or compiled.electorate.passes(course.tally):
        return pass_step(clauses, state, at)
    if compiled.on_timeout == "hold":
        return state
    return follow(clauses, state, at, compiled.on_timeout)


def _run_out(
    clauses: Clauses, state: State, evening: State, at: int, life: Life, until: int
) -> State:
    if life.standing not in BINDING:
        return state
    if (
        life.standing is Standing.NOTICE_GIVEN
        and life.ends < until
        and not clauses.barred(evening, at)
    ):
        return with_life(state, at, Life(Standing.WITHDRAWN, until))
    state = _let_go(clauses, state, evening, at, until)
    sunset = clauses.sunsets[at]
    if sunset and sunset(life.since) < until and not clauses.tolled(evening, at):
        return with_life(state, at, Life(Standing.EXPIRED, until))
    return state


def _let_go(clauses: Clauses, state: State, evening: State, at: int, until: int) -> State:
    """Let parties go whose notice has run out; an instrument of one party is none."""
    life = evening.record.instruments[at]
    due = [gone for gone in life.exits if gone.out == NEVER and gone.ends < until]
    if not due or clauses.barred(evening, at):
        return state
    exits = tuple(gone._replace(out=until) if gone in due else gone for gone in life.exits)
    out = {gone.party for gone in exits if gone.out != NEVER}
    parties = clauses.arrangement.instruments[clauses.instrument_ids[at]].parties
    if len(set(parties) - out) < _FEWEST:
        return with_life(state, at, Life(Standing.WITHDRAWN, until))
    return with_life(state, at, life._replace(exits=exits))


def _default(clauses: Clauses, state: State, evening: State, norm: int) -> State:
    """Breach an obligation that fell due and was not performed."""
    deed = clauses.index.deeds[clauses.norms[norm].norm.obligation or ""]
    if evening.record.performed[deed] or not clauses.binds(evening, norm):
        return state
    world = state.world
    return state.being(world._replace(breached=put(world.breached, norm, True)))
