"""What follows by itself: settle a state after something was done.

Settling applies every automatic consequence until nothing changes: instruments enter into force,
continuing acts breach norms that now bind, guarantees start, are forfeited or meet their case,
procedures open by themselves, and votes that are decided take effect. Each consequence only moves
forward, so settling ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from foedus.language import Effect
from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.judging import breach, continuing_breaches
from foedus.process.occasions import come_anew
from foedus.process.parties_left import too_few
from foedus.process.spans import begun
from foedus.process.state import (
    DISCHARGED,
    NEVER,
    Answer,
    Course,
    Life,
    Progress,
    Promise,
    Standing,
    State,
    put,
)


def settle(clauses: Clauses, state: State) -> State:
    """Return `state` with every automatic consequence applied."""
    while True:
        before = state
        for consequence in _CONSEQUENCES:
            state = consequence(clauses, state)
        if state is before:  # a consequence that changes nothing returns the state it was given
            return state


_TOUCHES: Mapping[str, frozenset[str]] = {
    "ballot": frozenset(),
    "honour": frozenset({"honoured", "declined", "defended"}),
    "decline": frozenset({"honoured", "declined", "defended"}),
    "prevail": frozenset({"prevailed"}),
    "repel": frozenset({"repelled"}),
    "withdraw": frozenset({"noticed"}),
}
"""What conditions can see of the moves that change nothing else."""


def settled(clauses: Clauses, before: State, state: State, kind: str) -> State:
    """Return `state`, reached from the settled state `before` by a move of `kind`, settled.

    The same as `settle`, and quicker where the move cannot set off anything: a ballot that leaves
    the vote open, a day on which nothing ran out. After a wait, first what follows from what has
    run out as the day ended, and then what begins with the next, where a condition names one since.
    """
    if kind == "wait":
        idle = state.record is before.record and state.world is before.world
        if not idle or "overdue" in clauses.reads:
            state = settle(clauses, state)
        morning = State(state.day + 1, state.world, state.record)
        named = any(before.day < day <= morning.day for day in clauses.dated_days)
        return settle(clauses, morning) if named else morning
    touched = _TOUCHES.get(kind)
    if touched is not None and touched.isdisjoint(clauses.reads):
        counted = _count_votes(clauses, state) if kind == "ballot" else state
        if counted is state:
            return state
        state = counted
    return settle(clauses, state)


# Instruments -------------------------------------------------------------------------------


def _enter_into_force(clauses: Clauses, state: State) -> State:
    """Bring into force what is to enter: all of a moment at once, whichever is listed first."""
    ready = [
        at
        for at, needed in clauses.pending
        if state.record.instruments[at].standing is Standing.PROPOSED
        and state.record.signed[at] >= needed
        and clauses.entries[at](state)
    ]
    for at in ready:
        state = begin(clauses, state, at)
    for at in ready if len(ready) > 1 else ():  # what began after what supersedes it ends as well
        state = _supersede(clauses, state, at)
    return state


def begin(clauses: Clauses, state: State, instrument: int) -> State:
    """Bring an instrument into force today; what it supersedes ends.

    What ended with it before does not come back with it: an act that goes on since began before.
    Nor does who had left it alone: that others revive or prolong it binds nobody without consent.
    Where that leaves one party, nothing comes into force: a treaty is between two at least.
    """
    out = tuple(e for e in state.record.instruments[instrument].exits if e.out != NEVER)
    if out and too_few(clauses, instrument, out):
        return state
    since = begun(clauses.sunsets[instrument], state.day, over=state.over)
    for at, promise in enumerate(state.record.guarantees):
        gone = promise.casus != NEVER and promise.owed_since == NEVER
        if gone and not clauses.standing(state, at):
            state = _with_promise(state, at, _unmet(promise))
    state = with_life(state, instrument, Life(Standing.IN_FORCE, since, exits=out))
    return _supersede(clauses, state, instrument)


def _supersede(clauses: Clauses, state: State, instrument: int) -> State:
    """End what an instrument that enters into force supersedes."""
    name = clauses.instrument_ids[instrument]
    for superseded in clauses.arrangement.instruments[name].supersedes:
        state = _terminated(state, clauses.index.instruments[superseded])
    return state


def _terminated(state: State, at: int) -> State:
    """End an instrument today that binds.

    What has ended before stays as it ended; what was never in force has nothing to end, and may
    enter into force still.
    """
    life = state.record.instruments[at]
    if life.standing not in BINDING:
        return state
    return with_life(state, at, life.over(Standing.TERMINATED, state.day))


def with_life(state: State, at: int, life: Life) -> State:
    """Return `state` with the standing of an instrument replaced."""
    record = state.record
    return state.recording(record._replace(instruments=put(record.instruments, at, life)))


# Norms -------------------------------------------------------------------------------------


def _fall_due(clauses: Clauses, state: State) -> State:
    """Let obligations fall due that bind, and those that bind no more be due no longer.

    Whatever binds again has its whole time again.
    """
    for at, deed in clauses.owing:
        record = state.record
        if (due := _due(clauses, state, at, deed)) != record.due[at]:
            state = state.recording(record._replace(due=put(record.due, at, due)))
    return state


def _due(clauses: Clauses, state: State, at: int, deed: int) -> int:
    """Return the day by which a deed is due under a norm as things stand now.

    What was to be done once and was done is owed no more, though it be undone, as long as what
    made it due holds: only what must be kept is. Where it can never be undone, nothing is noted.
    """
    compiled, due = clauses.norms[at], state.record.due[at]
    done = state.record.performed[deed] and not compiled.norm.keep
    met = done and clauses.reversible[deed]
    if due > NEVER:
        if not (state.world.breached[at] or clauses.binds(state, at)):
            return NEVER
        return DISCHARGED if met else due
    waits = due == NEVER and (done or compiled.norm.open_ended) and not met
    if waits or not (clauses.binds(state, at) and compiled.when(state)):
        return NEVER
    if due == DISCHARGED or met:
        return DISCHARGED
    return compiled.due(begun(compiled.due, state.day, over=state.over))


# Guarantees --------------------------------------------------------------------------------


def _start_guarantees(clauses: Clauses, state: State) -> State:
    """Let guarantees start, all of a moment at once: none keeps another from it by its place."""
    was = state
    for at, compiled in enumerate(clauses.guarantees):
        promise = was.record.guarantees[at]
        if not promise.activated and clauses.bound(was, at) and compiled.activates(was):
            state = _with_promise(state, at, promise._replace(activated=True))
    return state


def _forfeit_guarantees(clauses: Clauses, state: State) -> State:
    """Let guarantees be forfeited, all of a moment at once."""
    was = state
    for at, forfeits in clauses.forfeitable:
        promise = was.record.guarantees[at]
        if not promise.forfeited and forfeits(was):
            state = _with_promise(state, at, promise._replace(forfeited=True))
    return state


def meet_cases(clauses: Clauses, before: State, state: State) -> State:
    """Record for each guarantee whether conduct that changed since `before` makes or ends its case.

    A case is met by an act that begins or becomes graver, never by one that falls to the rung. A
    guarantee that is not active when the act begins does not answer it later, unless it covers
    acts under way: an attack that predates membership is not an attack on a member, and what the
    act itself brings about was not there before it.
    """
    was, now = before.world.rung, state.world.rung
    for at, compiled in enumerate(clauses.guarantees):
        if all(now[front] == was[front] for front in compiled.fronts):
            continue
        promise = state.record.guarantees[at]
        if clauses.occasions[at] and clauses.under_way(state, at) > clauses.under_way(before, at):
            promise = promise._replace(earlier=clauses.had_come(before, at))
            state = _with_promise(state, at, promise)
        if not clauses.under_way(state, at):
            if promise.casus != NEVER or promise.earlier:
                promise = _unmet(promise)._replace(earlier=frozenset())
                state = _with_promise(state, at, promise)
        elif (
            promise.casus == NEVER
            and any(now[f] >= compiled.casus and now[f] > was[f] for f in compiled.fronts)
            and clauses.active(before, at)
            and clauses.active(state, at)
        ):
            state = _with_promise(state, at, promise._replace(casus=state.day))
    return state


def _unmet(promise: Promise) -> Promise:
    """Return a promise whose case is over."""
    return promise._replace(casus=NEVER, answers=(Answer.NONE,) * len(promise.answers))


def _ongoing_cases(clauses: Clauses, state: State) -> State:
    """Meet the case of guarantees that cover acts under way and have become active."""
    for at in clauses.covering:
        promise = state.record.guarantees[at]
        unmet = promise.casus == NEVER and clauses.under_way(state, at)
        if unmet and clauses.active(state, at):
            state = _with_promise(state, at, promise._replace(casus=state.day))
    return state


def _owe(clauses: Clauses, state: State) -> State:
    """Keep, for each guarantee, the day since which its response is due."""
    for at, promise in enumerate(state.record.guarantees):
        due = clauses.answerable(state, at)
        if due != (promise.owed_since != NEVER):
            since = begun(clauses.limits[at], state.day, over=state.over) if due else NEVER
            at_its_end = due and state.over and since == state.day
            promise = promise._replace(owed_since=since, at_its_end=at_its_end)
            state = _with_promise(state, at, promise)
    return state


def _with_promise(state: State, at: int, promise: Promise) -> State:
    record = state.record
    return state.recording(record._replace(guarantees=put(record.guarantees, at, promise)))


# Procedures --------------------------------------------------------------------------------


def _open_by_themselves(clauses: Clauses, state: State) -> State:
    """Open what is to open by itself, all of a moment at once."""
    was = state
    for at, when in clauses.self_opening:
        idle = was.record.procedures[at].progress is Progress.IDLE
        if idle and can_open(clauses, was, at) and when(was):
            state = start(clauses, state, at)
    return state


def _lapse_with_the_text(clauses: Clauses, state: State) -> State:
    """Let procedures lapse that are under way when their instrument ends and do not outlive it."""
    for at in clauses.lapsing:
        text = clauses.procedures[at][0]
        under_way = state.record.procedures[at].progress is Progress.OPEN
        if under_way and not clauses.stands(state, text.in_, text.survives):
            state = follow(clauses, state, at, "lapse")
    return state


def can_open(clauses: Clauses, state: State, procedure: int) -> bool:
    """Say whether the procedure is not under way, not spent, and its instrument stands."""
    text = clauses.procedures[procedure][0]
    course = state.record.procedures[procedure]
    if not clauses.stands(state, text.in_, text.survives):
        return False
    if course.progress is Progress.LAPSED:
        return bool(text.reopens) and course.since < state.day
    if course.progress is Progress.DONE:
        return clauses.again[procedure] and course.since < state.day
    return course.progress is Progress.IDLE


def start(clauses: Clauses, state: State, procedure: int) -> State:
    """Open the procedure today at its first step."""
    return _enter_step(clauses, state, procedure, 0)


def _enter_step(clauses: Clauses, state: State, procedure: int, step: int) -> State:
    compiled = clauses.steps[procedure][step]
    effected = clauses.again[procedure] and state.record.procedures[procedure].took_effect
    since = begun(compiled.ends, state.day, over=state.over)
    course = Course(Progress.OPEN, step, since, compiled.electorate.blank, effected)
    return with_course(state, procedure, course)


def with_course(state: State, at: int, course: Course) -> State:
    """Return `state` with the procedure's course replaced."""
    record = state.record
    return state.recording(record._replace(procedures=put(record.procedures, at, course)))


def _count_votes(clauses: Clauses, state: State) -> State:
    for at, course in enumerate(state.record.procedures):
        if course.progress is not Progress.OPEN:
            continue
        compiled = clauses.steps[at][course.step]
        if compiled.step.escrowed:
            state = pass_step(clauses, state, at)
        elif not compiled.step.at_deadline:
            outcome = compiled.electorate.settled(course.tally)
            if outcome is True:
                state = pass_step(clauses, state, at)
            elif outcome is False and compiled.step.on_block != "hold":
                state = follow(clauses, state, at, compiled.step.on_block)
    return state


def pass_step(clauses: Clauses, state: State, procedure: int) -> State:
    """Let the current step of the procedure succeed."""
    step = clauses.steps[procedure][state.record.procedures[procedure].step].step
    if step.finds is not None:
        norm, record = clauses.index.norms[step.finds], state.record
        state = state.recording(record._replace(found=put(record.found, norm, True)))
        state = come_anew(state, "found", step.finds)
    return follow(clauses, state, procedure, step.on_pass)


def follow(clauses: Clauses, state: State, procedure: int, outcome: str) -> State:
    """Go on from the current step: to the next, into effect, or to an end without effect."""
    course = state.record.procedures[procedure]
    if outcome == "next" and course.step + 1 < len(clauses.steps[procedure]):
        return _enter_step(clauses, state, procedure, course.step + 1)
    name = clauses.procedure_ids[procedure]
    if outcome == "lapse":
        lapsed = Course(Progress.LAPSED, 0, state.day, (), course.effected)
        return come_anew(with_course(state, procedure, lapsed), "lapsed", name)
    state = with_course(state, procedure, Course(Progress.DONE, 0, state.day))
    state = come_anew(state, "done", name)
    for effect in clauses.procedures[procedure][0].then:
        state = _apply(clauses, state, effect)
    return state


def _apply(clauses: Clauses, state: State, effect: Effect) -> State:
    record = state.record
    if effect.bring_into_force is not None:
        return begin(clauses, state, clauses.index.instruments[effect.bring_into_force])
    if effect.terminate is not None:
        return _terminated(state, clauses.index.instruments[effect.terminate])
    pair = (effect.admit or "", effect.to or "")
    admitted = put(record.admitted, clauses.index.admissions[pair], True)
    for at, compiled in enumerate(clauses.norms):
        norm = compiled.norm
        if norm.prohibition == "admit" and norm.of == pair[0] and pair[1] in norm.bearer:
            state = breach(clauses, state, at, pair[1])
    return state.recording(record._replace(admitted=admitted))


_CONSEQUENCES: tuple[Callable[[Clauses, State], State], ...] = (
    _enter_into_force,
    continuing_breaches,
    _fall_due,
    _forfeit_guarantees,
    _start_guarantees,
    _ongoing_cases,
    _lapse_with_the_text,
    _open_by_themselves,
    _count_votes,
    _owe,
)
