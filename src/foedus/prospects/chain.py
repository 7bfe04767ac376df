"""The way from an act to its consequence: which procedures must run, and when each begins.

Read off the process, with everybody willing: whatever may be alleged, opened, signed or performed
is, and every step passes. What then cannot be left out is the chain. So it agrees with what the
text makes of an attack: a duty at once, an effect at the end of some procedures, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from foedus.language import Arrangement
from foedus.process import Move, Process, State
from foedus.process.settling import pass_step, settle, with_course
from foedus.process.state import Course, Progress

_WILLING = ("perform", "sign", "allege", "open")
_NEVER_AGAIN = 10**9
"""A day that never comes: a procedure that lapsed on it cannot be opened again."""
Step = tuple[str, int]


class Chain(NamedTuple):
    """How the consequence of an act comes about.

    Attributes
    ----------
    consequence
        ``duty`` (a response is owed), ``effect`` (a procedure takes effect) or ``none``.
    of
        The guarantees that are then owed, or the procedures that took effect.
    steps
        The steps that must pass, in order; each with the step whose passing opens its procedure.
    waits
        Days that pass although nothing is left to do (a dated condition), in the best case.
    alternatives
        Whether another way leads there too, which is not counted.
    """

    consequence: Literal["duty", "effect", "none"]
    of: tuple[str, ...]
    steps: tuple[tuple[Step, Step | None], ...] = ()
    waits: int = 0
    alternatives: bool = False


class _Walk(NamedTuple):
    opened: dict[str, Step | None]
    end: State
    waits: int


def chain(process: Process, actor: str, act: str) -> Chain:
    """Return the chain from an act of `actor` to its consequence."""
    attack = Move("conduct", actor, act)

    def duties(state: State) -> tuple[str, ...]:
        return owed_against(process, state, actor)

    def effects(state: State) -> tuple[str, ...]:
        return effects_taken(process, state)

    goals: tuple[tuple[Literal["duty", "effect"], Callable[[State], tuple[str, ...]]], ...]
    goals = (("duty", duties), ("effect", effects))
    for consequence, reached in goals:
        walk = _walk(process, attack, reached, frozenset())
        if walk is None:
            continue
        needed, barred = walk, frozenset[str]()
        for name in reversed(list(walk.opened)):
            shorter = _walk(process, attack, reached, barred | {name})
            if shorter is not None:
                needed, barred = shorter, barred | {name}
        others = any(
            _walk(process, attack, reached, frozenset({name})) is not None for name in needed.opened
        )
        steps = tuple(_steps(process.arrangement, needed.opened))
        return Chain(consequence, reached(needed.end), steps, needed.waits, others)
    return Chain("none", ())


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
    attack: Move,
    reached: Callable[[State], tuple[str, ...]],
    barred: frozenset[str],
) -> _Walk | None:
    """Let everything happen that helps, without the procedures `barred`, until it is reached."""
    opened: dict[str, Step | None] = {}
    waits, passed, state = 0, None, process.start
    for name in barred:
        spent = Course(Progress.LAPSED, 0, _NEVER_AGAIN)
        state = with_course(state, process.clauses.index.procedures[name], spent)
    state = process.after(state, attack)
    _note_opened(process, state, opened, None)
    while not reached(state):
        move = next(_helpful(process, state), None)
        step = next(_open_steps(process, state), None) if move is None else None
        if move is not None:
            state = process.after(state, move)
        elif step is not None:
            passed = step
            at = process.clauses.index.procedures[step[0]]
            state = settle(process.clauses, pass_step(process.clauses, state, at))
        else:
            later = [m for m in process.moves(state) if m.kind == "wait"]
            if not later:
                return None
            waits += later[0].until - state.day
            state = process.after(state, later[0])
        _note_opened(process, state, opened, passed)
    return _Walk(opened, state, waits)


def _helpful(process: Process, state: State) -> Iterator[Move]:
    return (move for move in process.acts(state) if move.kind in _WILLING)


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


def _steps(
    arrangement: Arrangement, opened: dict[str, Step | None]
) -> Iterator[tuple[Step, Step | None]]:
    for name, after in opened.items():
        for at, step in enumerate(arrangement.procedures[name].steps):
            yield (name, at), (after if at == 0 else (name, at - 1))
            if step.on_pass == "effect":
                break
