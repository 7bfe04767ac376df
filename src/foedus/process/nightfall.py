"""The end of a day: what runs out does so together, and what follows has the next day as its first.

A deadline includes its last day. What has run out is judged by the state on that evening; what then
begins is counted from the day that has ended, so that two periods one after the other are as long
as both together.
"""

from __future__ import annotations

from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.parties_left import too_few
from foedus.process.settling import follow, pass_step, settle, with_life
from foedus.process.state import NEVER, Course, Exit, Life, Progress, Standing, State, put


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
        if NEVER < due < until and not evening.world.breached[at]:
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
    voters, tally = compiled.electorate, course.tally
    follows = compiled.late(voters.settled(tally), passes=voters.passes(tally))
    if follows == "pass":
        return pass_step(clauses, state, at)
    return state if follows == "hold" else follow(clauses, state, at, follows)


def _run_out(
    clauses: Clauses, state: State, evening: State, at: int, life: Life, until: int
) -> State:
    """Let an instrument run out, or parties go, unless what took effect tonight renewed it."""
    now = state.record.instruments[at]
    if life.standing not in BINDING or (now != life and now.standing in BINDING):
        return state
    sunset, barred = clauses.sunsets[at], clauses.barred(evening, at)
    noticed = life.standing is Standing.NOTICE_GIVEN and life.ends < until
    exits = life.exits if barred else _out(life, until)
    if (noticed or _few(clauses, life, at, until)) and not barred:
        over = life._replace(exits=exits).over(Standing.WITHDRAWN, until)
        return with_life(state, at, over)
    if sunset and sunset(life.since) < until and not clauses.tolled(evening, at):
        over = life._replace(exits=exits).over(Standing.EXPIRED, until)
        return with_life(state, at, over)
    # Where it was ended tonight they had left before.
    return with_life(state, at, now._replace(exits=exits)) if exits != life.exits else state


def _out(life: Life, until: int) -> tuple[Exit, ...]:
    """Return the exits of an instrument when those are out whose notice has run out."""
    return tuple(
        gone._replace(out=until) if gone.out == NEVER and gone.ends < until else gone
        for gone in life.exits
    )


def _few(clauses: Clauses, life: Life, at: int, until: int) -> bool:
    """Say whether notices that run out tonight leave fewer parties than a treaty needs."""
    exits = _out(life, until)
    if exits == life.exits:
        return False
    return too_few(clauses, at, exits)


def _default(clauses: Clauses, state: State, evening: State, norm: int) -> State:
    """Breach an obligation that fell due and was not performed, unless something excuses that."""
    compiled = clauses.norms[norm]
    deed = clauses.index.deeds[compiled.norm.obligation or ""]
    if evening.record.performed[deed] or not clauses.binds(evening, norm):
        return state
    if compiled.unless(evening):
        return state
    world = state.world
    return state.being(world._replace(breached=put(world.breached, norm, True)))
