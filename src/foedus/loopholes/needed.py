"""The smallest set of clauses that a fault needs: without any one of them its story dies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from foedus.language import Arrangement, examined, plain, read_as, rivals
from foedus.loopholes.catalogue import Verdict
from foedus.loopholes.inquiry import Inquiry, Patience
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process import Process

_KEPT = ("foedus", "title", "as_of", "horizon", "sources", "parties", "bodies", "conduct")
_TABLES = ("deeds", "instruments", "norms", "procedures", "guarantees")
_PARTS = {
    "deeds": ("needs",),
    "instruments": ("sunset", "withdrawal", "tolled_while", "supersedes", "enters"),
    "norms": ("unless", "while", "when", "within", "in", "survives"),
    "procedures": ("in", "survives"),
    "guarantees": ("forfeited_if", "in_force", "activates_when", "due_when", "in", "survives"),
}
"""What can be struck from a clause and leave one behind."""


def needed(
    a: Arrangement, asked: Property, fault: Loophole, patience: Patience | None = None
) -> tuple[Path, ...]:
    """Return a smallest set of clauses, and of parts of them, that a fault needs.

    Everything is struck that can be while the check still finds the same fault: the same sentence,
    or the same play that rests on the same clauses. What is left is needed, each part of it: strike
    one more, and the fault is gone or the text makes no sense. There may be other such sets.

    Parameters
    ----------
    a
        The arrangement in which the fault was found.
    asked
        The property that fails.
    fault
        The fault.
    patience
        As of `foedus.loopholes.verdicts`; when it says no, what is still there is returned, and
        some of it may not be needed.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> from foedus.loopholes import CATALOGUE, find_all
    >>> case = option(read(text_of("paris-2026")), "twenty-points")
    >>> hole, *_ = find_all(Process(case), ["forfeiture"])
    >>> needed(case, CATALOGUE["forfeiture"], hole)[-1]
    ('guarantees', 'like-article-5', 'forfeited_if')
    """
    left = {key: part for key, part in plain(a).items() if key in (*_KEPT, *_TABLES)}
    struck = True
    while struck:
        struck = False
        for path in list(_places(left)):
            fewer = _without(left, path)
            if fewer is not None and _still(fewer, asked, fault, patience):
                left, struck = fewer, True
    return tuple(_places(left))


def explained(a: Arrangement, verdict: Verdict, patience: Patience | None = None) -> Verdict:
    """Return a verdict whose faults say which clauses they need."""
    return replace(
        verdict,
        loopholes=tuple(_explained(a, verdict, hole, patience) for hole in verdict.loopholes),
    )


def _explained(
    a: Arrangement, verdict: Verdict, hole: Loophole, patience: Patience | None
) -> Loophole:
    """Return a fault with what it needs, and whether all of that is known to be needed."""
    waited = True

    def waits(states: int, waiting: int) -> bool:
        nonlocal waited
        waited = waited and (patience is None or patience(states, waiting))
        return waited

    found = needed(a, verdict.property, hole, waits)
    return replace(hole, needs=found, needs_each=waited)


def _places(left: dict[str, Any]) -> Iterator[Path]:
    """Yield each clause, then what can be struck from it."""
    for table in _TABLES:
        for name, clause in left.get(table, {}).items():
            yield table, name
            yield from ((table, name, key) for key in _PARTS[table] if key in clause)


def _without(left: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """Return what is left without a clause, or a part of one; ``None`` where it is gone already."""
    table, name, *rest = (str(key) for key in path)
    clause = left.get(table, {}).get(name)
    if clause is None or (rest and rest[0] not in clause):
        return None
    clauses = dict(left[table])
    if rest:
        clauses[name] = {key: part for key, part in clause.items() if key != rest[0]}
    else:
        del clauses[name]
    return {**left, table: clauses}


def _readable(a: Arrangement) -> bool:
    """Say whether each rival reading names only what there still is."""
    read = (
        read_as(a, {f"{rival.section}.{rival.clause}": name})
        for rival in rivals(a)
        for name in rival.readings
    )
    return not any(examined(plain(one))[1] for one in read)


def _still(
    left: dict[str, Any], asked: Property, fault: Loophole, patience: Patience | None
) -> bool:
    """Say whether the same fault is still found."""
    fewer, problems = examined(left)
    if fewer is None or problems or not _readable(fewer):
        return False
    found = asked.told(Inquiry(Process(fewer), patience=patience))
    return any(
        hole.statement == fault.statement
        or (hole.moves and hole.moves == fault.moves and hole.clauses == fault.clauses)
        for hole in found
    )
