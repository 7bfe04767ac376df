"""Who need not keep a promise any more because of an act: what is withheld in answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.assessment.sentence import Plain, name_of, several
from foedus.language import listed
from foedus.process import State
from foedus.process.walk import Supposition, Walk


class Freed(NamedTuple):
    """A norm, and who is freed of it."""

    norm: str
    by: tuple[str, ...]


def freed(walk: Walk, s: Supposition) -> tuple[Freed, ...]:
    """Return the norms of others that an act, as it is done, frees them of.

    Parameters
    ----------
    walk, s
        What is asked, and of which act.

    Returns
    -------
    tuple of Freed
        Each norm with whom it binds no more, or with an exception that now holds. That whoever is
        attacked may answer on the ground is no promise withheld.
    """
    return tuple(_freed(walk, s))


def _freed(walk: Walk, s: Supposition) -> Iterator[Freed]:
    clauses, parties = walk.process.clauses, walk.process.arrangement.parties
    before, after = walk.outset(s).steps[-1][0], walk.outset(s).end
    acts = {s.by, *(parties[s.by].members if s.by in parties else ())}
    attacked = {s.against, *(parties[s.against].members if s.against in parties else ())}

    def bound(state: State, at: int, by: str) -> bool:
        return clauses.binds(state, at, by) and not clauses.norms[at].unless(state)

    for at, (name, norm) in enumerate(walk.process.arrangement.norms.items()):
        apart = acts if norm.obligation else acts | attacked
        others = [by for by in norm.bearer if by not in apart]
        free = tuple(by for by in others if bound(before, at, by) and not bound(after, at, by))
        if free:
            yield Freed(name, free)


def freed_told(plain: Plain, pair: Plain) -> list[str]:
    """Say who is freed of what.

    Parameters
    ----------
    plain
        `foedus.assessment.Assessment.as_json`.
    pair
        A pair of it, of which no answer comes.
    """
    return [
        f"{listed([name_of(plain, by) for by in one['by']])}"
        f" {'are' if several(plain, one['by']) else 'is'} freed of {one['norm']!r}"
        for one in pair.get("freed", ())
    ]
