"""When something is to be done: what is so then, and is not so where it must be left undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from foedus.language import agreeing
from foedus.process import Process, Progress, Standing, State, name_of
from foedus.process.exploration import Scope


class Situation(NamedTuple):
    """Something that a state shows: in words that follow *when*, and whether it is so."""

    words: str
    holds: Callable[[State], bool]


def _anywhere(_state: State) -> bool:
    return True


APART = Situation("where it does not bring about the contrary", _anywhere)
"""What is said where nothing that is on record tells the situations apart."""


def situation(
    process: Process, read: Scope, wanted: Sequence[State], unwanted: Sequence[State]
) -> Situation | None:
    """Return what is so in all states of one kind and in none of another.

    Parameters
    ----------
    process
        The process.
    read
        What of a state is told apart.
    wanted, unwanted
        The states in which something is to be done, and in which it must not be. Nothing is
        returned where there are none of the latter.
    """
    if not unwanted:
        return None
    facts = [fact for fact in _facts(process, read) if all(map(fact.holds, wanted))]
    for count in (1, 2):
        for some in combinations(facts, count):
            found = _all_of(some)
            if not any(map(found.holds, unwanted)):
                return found
    return APART


def _all_of(some: Sequence[Situation]) -> Situation:
    words = " and ".join(fact.words for fact in some)
    return Situation(words, lambda state: all(fact.holds(state) for fact in some))


def _facts(process: Process, read: Scope) -> Iterator[Situation]:
    """Yield what a slice tells of a state, first what has come about, then what has not."""
    every = [
        pair for facts in (_record, _procedures, _texts, _acts) for pair in facts(process, read)
    ]
    yield from (so for so, _ in every)
    yield from (not_so for _, not_so in every)


def _both(so: str, not_so: str, holds: Callable[[State], bool]) -> tuple[Situation, Situation]:
    return Situation(so, holds), Situation(not_so, lambda state: not holds(state))


def _record(process: Process, read: Scope) -> Iterator[tuple[Situation, Situation]]:
    index = process.clauses.index
    for name in sorted(read.names("found")):
        words = f"a breach of {name!r} has been found", f"no breach of {name!r} has been found"
        yield _both(*words, partial(_found, index.norms[name]))
    for name in sorted(read.names("alleged")):
        words = f"a breach of {name!r} has been alleged", f"no breach of {name!r} has been alleged"
        yield _both(*words, partial(_alleged, index.norms[name]))
    for name in sorted(read.names("deed")):
        words = f"{name!r} is done", f"{name!r} is not done"
        yield _both(*words, partial(_performed, index.deeds[name]))


def _found(norm: int, state: State) -> bool:
    return state.record.found[norm]


def _alleged(norm: int, state: State) -> bool:
    return state.record.alleged[norm]


def _performed(deed: int, state: State) -> bool:
    return state.record.performed[deed]


def _procedures(process: Process, read: Scope) -> Iterator[tuple[Situation, Situation]]:
    for name in sorted(read.names("procedure")):
        at = process.clauses.index.procedures[name]
        for progress, so, not_so in _COURSE:
            yield _both(f"{name!r} {so}", f"{name!r} {not_so}", partial(_stands, at, progress))


_COURSE = (
    (Progress.DONE, "has taken effect", "has not taken effect"),
    (Progress.LAPSED, "has lapsed", "has not lapsed"),
    (Progress.OPEN, "is under way", "is not under way"),
    (Progress.IDLE, "has not been opened", "has been opened"),
)


def _stands(procedure: int, progress: Progress, state: State) -> bool:
    return state.record.procedures[procedure].progress is progress


def _texts(process: Process, read: Scope) -> Iterator[tuple[Situation, Situation]]:
    for name in sorted(read.names("instrument")):
        at = process.clauses.index.instruments[name]
        yield _both(f"{name!r} is in force", f"{name!r} is not in force", partial(_binds, at))


def _binds(instrument: int, state: State) -> bool:
    standing = state.record.instruments[instrument].standing
    return standing in (Standing.IN_FORCE, Standing.NOTICE_GIVEN)


def _acts(process: Process, read: Scope) -> Iterator[tuple[Situation, Situation]]:
    clauses = process.clauses
    for front, rungs in read.fronts.items():
        by, to = clauses.front_ids[front]
        who = name_of(clauses, by)
        has = agreeing(who, "has")
        towards = f" against {name_of(clauses, to)}" if clauses.index.several(by) else ""
        for rung in rungs[1:]:
            act = f"gone as far as {process.arrangement.conduct[by].acts[rung].act!r}{towards}"
            words = f"{who} {has} {act}", f"{who} {has} not {act}"
            yield _both(*words, partial(_at_least, front, rung))


def _at_least(front: int, rung: int, state: State) -> bool:
    return state.world.rung[front] >= rung
