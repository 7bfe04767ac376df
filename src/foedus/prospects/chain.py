"""The way from an act to its consequence: which procedures must run, and when each begins.

Read off the process, with everybody willing: whatever may be alleged, opened, signed or performed
is, and every step passes. What then cannot be left out is the chain. So it agrees with what the
text makes of an attack: a duty at once, an effect at the end of some procedures, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from foedus.language import Arrangement
from foedus.process import Move, Process, State
from foedus.process.settling import pass_step, settle, with_course
from foedus.process.state import Course, Progress

_BEFOREHAND = ("perform", "sign", "open")
_WILLING = (*_BEFOREHAND, "allege")
_NEVER_AGAIN = 10**9
"""A day that never comes: a procedure that lapsed on it cannot be opened again."""
Step = tuple[str, int]


class Leg(NamedTuple):
    """A procedure of the chain: the last step that must pass, and the step that opens it."""

    procedure: str
    last: int
    after: Step | None


class Chain(NamedTuple):
    """How the consequence of an act comes about.

    Attributes
    ----------
    consequence
        ``duty`` (a response is owed), ``effect`` (a procedure takes effect) or ``none``.
    of
        The guarantees that are then owed, or the procedures that took effect.
    procedures
        The procedures that must run, in the order they open, each with the last of its steps that
        must pass and with the step whose passing opens it (``None``: the act does).
    waits
        Days that pass although nothing is left to do (a dated condition), in the best case.
    alternatives
        Whether another way leads there too, which is not counted.
    """

    consequence: Literal["duty", "effect", "none"]
    of: tuple[str, ...]
    procedures: tuple[Leg, ...] = ()
    waits: int = 0
    alternatives: bool = False

    @property
    def steps(self) -> tuple[tuple[Step, Step | None], ...]:
        """Every step of the chain, each with the one that it follows."""
        return tuple(
            ((leg.procedure, at), leg.after if at == 0 else (leg.procedure, at - 1))
            for leg in self.procedures
            for at in range(leg.last + 1)
        )


class _Walk(NamedTuple):
    opened: dict[str, Step | None]
    passed: Step | None
    end: State
    waits: int


def chain(process: Process, actor: str, act: str, *, established: bool = False) -> Chain:
    """Return the chain from an act of `actor` to its consequence.

    Parameters
    ----------
    process
        The process of the arrangement.
    actor, act
        Whose act, and which.
    established
        Whether first everything comes about that needs no breach: signatures, deeds, procedures.
        Else the act is the first thing that happens.
    """
    attack = process.clauses.directed(actor, act)
    start = established_state(process) if established else process.start

    def duties(state: State) -> tuple[str, ...]:
        return owed_against(process, state, actor)

    def effects(state: State) -> tuple[str, ...]:
        return effects_taken(process, state)

    goals: tuple[tuple[Literal["duty", "effect"], Callable[[State], tuple[str, ...]]], ...]
    goals = (("duty", duties), ("effect", effects))
    for consequence, reached in goals:
        walk = _walk(process, start, attack, reached, frozenset())
        if walk is None:
            continue
        needed, barred = walk, frozenset[str]()
        for name in reversed(list(walk.opened)):
            shorter = _walk(process, start, attack, reached, barred | {name})
            if shorter is not None:
                needed, barred = shorter, barred | {name}
        others = any(
            _walk(process, start, attack, reached, frozenset({name})) is not None
            for name in needed.opened
        )
        legs = tuple(_legs(process.arrangement, needed))
        return Chain(consequence, reached(needed.end), legs, needed.waits, others)
    return Chain("none", ())


def established_state(process: Process) -> State:
    """Return the state in which all has come about that needs neither a breach nor time.

    Whatever may be signed, performed or opened without a breach is, and every step passes.

    Parameters
    ----------
    process
        The process of the arrangement.
    """
    state = process.start
    while True:
        move = next(_helpful(process, state, _BEFOREHAND), None)
        step = next(_open_steps(process, state), None) if move is None else None
        if move is not None:
            state = process.after(state, move)
        elif step is not None:
            state = _passing(process, state, step)
        else:
            return state


def owed_against(process: Process, state: State, actor: str) -> tuple[str, ...]:
    """Return the guarantees under which a response to `actor` is owed in `state`."""
    guarantees = enumerate(process.arrangement.guarantees.items())
    return tuple(
        name
        for at, (name, g) in guarantees
        if g.against == actor and process.clauses.owed(state, at)
    )


def effects_taken(process: Process, state: State) -> tuple[str, ...]:
    """Return the procedures that have taken effect and change something by it."""
    courses = zip(process.arrangement.procedures.items(), state.record.procedures, strict=True)
    return tuple(
        name
        for (name, procedure), course in courses
        if procedure.then and course.progress is Progress.DONE
    )


def _walk(
    process: Process,
    state: State,
    attack: tuple[Move, ...],
    reached: Callable[[State], tuple[str, ...]],
    barred: frozenset[str],
) -> _Walk | None:
    """Let everything happen that helps, without the procedures `barred`, until it is reached."""
    opened: dict[str, Step | None] = {}
    waits, passed = 0, None
    for name in barred:
        spent = Course(Progress.LAPSED, 0, _NEVER_AGAIN)
        state = with_course(state, process.clauses.index.procedures[name], spent)
    state = process.during(state, attack)
    _note_opened(process, state, opened, None)
    while not reached(state):
        move = next(_helpful(process, state, _WILLING), None)
        step = next(_open_steps(process, state), None) if move is None else None
        if move is not None:
            state = process.after(state, move)
        elif step is not None:
            state, passed = _passing(process, state, step), step
        else:
            later = [m for m in process.moves(state) if m.kind == "wait"]
            if not later:
                return None
            waits += later[0].until - state.day
            state = process.after(state, later[0])
        _note_opened(process, state, opened, passed)
    return _Walk(opened, passed, state, waits)


def _passing(process: Process, state: State, step: Step) -> State:
    at = process.clauses.index.procedures[step[0]]
    return settle(process.clauses, pass_step(process.clauses, state, at))


def _helpful(process: Process, state: State, kinds: Sequence[str]) -> Iterator[Move]:
    """Yield what may be done; a breach is alleged only where there was one."""
    for move in process.acts(state):
        if move.kind == "allege":
            norm = process.arrangement.procedures[move.clause].opens.alleging or ""
            if not state.world.breached[process.clauses.index.norms[norm]]:
                continue
        if move.kind in kinds:
            yield move


def _open_steps(process: Process, state: State) -> Iterator[Step]:
    for at, name in enumerate(process.clauses.procedure_ids):
        course: Course = state.record.procedures[at]
        if course.progress is Progress.OPEN:
            compiled = process.clauses.steps[at][course.step]
            if compiled.needs(state):
                yield name, course.step


def _note_opened(
    process: Process, state: State, opened: dict[str, Step | None], passed: Step | None
) -> None:
    courses = zip(process.clauses.procedure_ids, state.record.procedures, strict=True)
    for name, course in courses:
        if course.progress in (Progress.OPEN, Progress.DONE):
            opened.setdefault(name, passed)


def _legs(arrangement: Arrangement, walk: _Walk) -> Iterator[Leg]:
    """Yield each procedure with the last step of it that something waits for."""
    last: dict[str, int] = {}
    waited = walk.passed
    while waited is not None:
        name, at = waited
        last[name] = max(last.get(name, 0), at)
        waited = walk.opened[name]
    for name, after in walk.opened.items():
        steps = arrangement.procedures[name].steps
        ends = (at for at, step in enumerate(steps) if step.on_pass == "effect")
        at = last.get(name, next(ends, len(steps) - 1))
        while at + 1 < len(steps) and steps[at + 1].escrowed and steps[at].on_pass == "next":
            at += 1
        yield Leg(name, at, after)
