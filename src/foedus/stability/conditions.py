"""Conditions on orderings: who ranks what above what, joined by *and* and *or*, as few as can be.

A statement says that somebody ranks one outcome above another, or at least as high. Statements that
must hold together are a *way*; several ways, of which one is enough, are what makes a state stable.
Orderings are complete and transitive, ties allowed, so a way is contradictory exactly if its
statements go round in a circle with a strict one in it, and it implies exactly what chains of its
statements say. Nothing more is needed to find what can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple


class Above(NamedTuple):
    """That `maker` ranks outcome `high` above `low`, or, unless `strict`, at least as high."""

    maker: int
    high: int
    low: int
    strict: bool

    def denied(self) -> Above:
        """Return what holds exactly where this does not."""
        return Above(self.maker, self.low, self.high, not self.strict)


Way = frozenset[Above]
Ways = tuple[Way, ...]
ALWAYS: Ways = (frozenset(),)
NEVER: Ways = ()
_PATIENCE = 20_000


class TooManyWaysError(ValueError):
    """Conditions that have more alternatives than anybody would read, or we would list."""


Known = dict[tuple[int, int, int], bool]
"""What is known of orderings: by (maker, high, low), whether strictly; closed under chains."""


def extended(known: Known, statement: Above) -> Known | None:
    """Return what is known once a statement is added; None if it contradicts what was."""
    maker, high, low, strict = statement
    if high == low:
        return None if strict else known
    if known.get((maker, high, low), -1) >= strict:
        return known
    above = [(high, False)] + [(a, s) for (m, a, b), s in known.items() if (m, b) == (maker, high)]
    below = [(low, False)] + [(b, s) for (m, a, b), s in known.items() if (m, a) == (maker, low)]
    found = dict(known)
    for a, one in above:
        for b, two in below:
            chain = one or two or strict
            if a == b:
                if chain:
                    return None
            elif chain > found.get((maker, a, b), -1):
                found[maker, a, b] = chain
    return found


@lru_cache(maxsize=100_000)
def chains(way: Way) -> Known | None:
    """Return what a way implies; None if it is contradictory."""
    found: Known | None = {}
    for statement in way:
        found = extended(found, statement) if found is not None else None
    return found


def _told(known: Known, statement: Above) -> bool:
    """Say whether what is known implies a statement."""
    if statement.high == statement.low:
        return not statement.strict
    return known.get(statement[:3], -1) >= statement.strict


def implies(way: Way, statement: Above) -> bool:
    """Say whether every ordering in which the way holds has the statement hold.

    Examples
    --------
    >>> chain = frozenset({Above(0, 1, 2, False), Above(0, 2, 3, True)})
    >>> implies(chain, Above(0, 1, 3, True)), implies(chain, Above(0, 3, 1, False))
    (True, False)
    """
    known = chains(way)
    return known is None or _told(known, statement)


def covers(ways: Iterable[Way], way: Way) -> bool:
    """Say whether in every ordering in which `way` holds, one of `ways` does.

    It is decided by cases: a statement of one of them either holds or does not.

    Raises
    ------
    TooManyWaysError
        When there are too many cases.
    """
    left = [_PATIENCE]

    def covered(known: Known | None, ways: list[Way]) -> bool:
        left[0] -= 1
        if left[0] < 0:
            raise TooManyWaysError("too many cases to tell apart")
        if known is None:
            return True
        open_: list[Way] = []
        for other in ways:
            missing = frozenset(s for s in other if not _told(known, s))
            if not missing:
                return True
            if not any(_told(known, s.denied()) for s in missing):
                open_.append(missing)
        if not open_:
            return False
        shortest: Way = min(open_, key=_order)
        statement = min(shortest)
        return covered(extended(known, statement.denied()), open_) and covered(
            extended(known, statement), open_
        )

    return covered(chains(way), list(ways))


def trimmed(way: Way) -> Way:
    """Return the way without statements that the others imply."""
    kept = set(way)
    for statement in sorted(way, key=lambda s: (s.strict, s)):
        if implies(frozenset(kept - {statement}), statement):
            kept.discard(statement)
    return frozenset(kept)


def distinct(ways: Iterable[Way]) -> Ways:
    """Return the ways without contradictory ones and without those that imply another."""
    kept: list[Way] = []
    for way in sorted({trimmed(w) for w in ways if chains(w) is not None}, key=_order):
        if not any(all(implies(way, s) for s in other) for other in kept):
            kept.append(way)
    return tuple(kept)


def _order(way: Way) -> tuple[int, list[Above]]:
    return len(way), sorted(way)


def minimal(ways: Iterable[Way]) -> Ways:
    """Return ways that together say the same, none of which can be shortened or left out.

    Raises
    ------
    TooManyWaysError
        When it takes too many cases to tell.

    Examples
    --------
    Where somebody ranks one of two above the other or they tie, nothing is asked of it.

    >>> either = [{Above(0, 1, 2, True), Above(1, 0, 3, False)}]
    >>> either.append({Above(0, 2, 1, False), Above(1, 0, 3, False)})
    >>> minimal(map(frozenset, either)) == (frozenset({Above(1, 0, 3, False)}),)
    True
    """
    kept = list(distinct(ways))
    for at, way in enumerate(kept):
        for statement in sorted(way):
            shorter = kept[at] - {statement}
            if covers(kept, shorter):
                kept[at] = shorter
    kept = list(distinct(kept))
    for way in sorted(kept, key=_order, reverse=True):
        others = [other for other in kept if other != way]
        if covers(others, way):
            kept = others
    return tuple(kept)


def both(one: Ways, other: Ways, most: int = 2_000) -> Ways:
    """Return the ways in which one of `one` and one of `other` hold.

    Raises
    ------
    TooManyWaysError
        When there are more than `most`.
    """
    found = distinct(a | b for a in one for b in other)
    if len(found) > most:
        raise TooManyWaysError(f"there are more than {most:,} ways")
    return found


def statements(ways: Iterable[Way]) -> Iterator[Above]:
    """Yield every statement of the ways."""
    return (statement for way in ways for statement in way)
