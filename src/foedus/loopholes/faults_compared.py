"""Which faults of two drafts are the same fault: one that is in both neither opens nor closes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from foedus.loopholes.loophole import Loophole
from foedus.loopholes.story import Path
from foedus.process import Process

Faults = tuple[Loophole, ...]


class Laid(NamedTuple):
    """The faults of two drafts laid side by side.

    Parameters
    ----------
    gone, come
        Those in the old draft only, and in the new one only.
    changed
        Those in both that are told otherwise: as told of the old, and of the new.
    """

    gone: Faults
    come: Faults
    changed: tuple[tuple[Faults, Faults], ...]


def laid(old: Process, new: Process, before: Sequence[Loophole], after: Sequence[Loophole]) -> Laid:
    """Lay the faults of two drafts side by side.

    A fault is the same where it is reported at the same clause, or told word for word alike; then,
    of those that are left, where it is about what answers the acts of the same party against the
    same, and where its clause went out and that of the other came in.

    Parameters
    ----------
    old, new
        The drafts, the second with the names of the first.
    before, after
        Their faults.
    """

    def replaced(hole: Loophole, other: Process) -> Hashable:
        return None if _stands(other, _subject(hole)[1]) else hole.id

    changed = list(_changed(before, after))
    gone, come = (
        _others(_others(found, of, _subject), of, _told)
        for found, of in ((before, after), (after, before))
    )
    keys: list[Callable[[Loophole, Process], Hashable]] = [
        lambda hole, _: hole.threat and (hole.id, hole.threat),
        replaced,
    ]
    for key in keys:
        sides = [
            [(key(hole, new), hole) for hole in gone],
            [(key(hole, old), hole) for hole in come],
        ]
        both = [k for k in dict.fromkeys(k for k, _ in sides[0] if k) if k in dict(sides[1])]
        changed += [(_under(sides[0], k), _under(sides[1], k)) for k in both]
        gone, come = (tuple(hole for k, hole in side if k not in both) for side in sides)
    return Laid(gone, come, tuple(changed))


def struck_out(old: Process, new: Process, hole: Loophole) -> str:
    """Say that a guarantee which a fault is about went out with nothing in its place, or nothing.

    Nobody is safer for that: what it left open is left open by none.
    """
    was, now = old.arrangement.guarantees, new.arrangement.guarantees
    name = str(hole.clauses[0][1]) if hole.clauses and hole.clauses[0][0] == "guarantees" else ""
    if name not in was or name in now:
        return ""
    lost = was[name]
    instead = any(
        (g.protects.state, g.against) == (lost.protects.state, lost.against)
        for other, g in now.items()
        if other not in was
    )
    return "" if instead else f"{name!r} is struck out, and nothing comes in its place"


def _subject(hole: Loophole) -> tuple[str, Path]:
    """Return what a fault is about: a property, and the clause that it is reported at."""
    return hole.id, hole.clauses[0][:2] if hole.clauses else ()


def _told(hole: Loophole) -> tuple[str, str]:
    return hole.id, hole.statement


def _others(
    found: Sequence[Loophole], of: Sequence[Loophole], key: Callable[[Loophole], Hashable]
) -> Faults:
    known = set(map(key, of))
    return tuple(hole for hole in found if key(hole) not in known)


def _under(side: Sequence[tuple[Hashable, Loophole]], key: Hashable) -> Faults:
    return tuple(hole for of, hole in side if of == key)


def _stands(process: Process, clause: Path) -> bool:
    """Say whether a clause stands in a draft; what is at no clause does."""
    if not clause:
        return True
    table, name = clause[0], clause[-1]
    return name in (getattr(process.arrangement, str(table), None) or ())


def _changed(old: Sequence[Loophole], new: Sequence[Loophole]) -> list[tuple[Faults, Faults]]:
    """Return, of each clause that has a fault in both, what is said of it in only one."""
    said = [{(_subject(hole), hole.statement) for hole in found} for found in (old, new)]
    found: list[tuple[Faults, Faults]] = []
    for subject in dict.fromkeys(map(_subject, old)):
        mine = [[hole for hole in of if _subject(hole) == subject] for of in (old, new)]
        gone = tuple(h for h in mine[0] if (subject, h.statement) not in said[1])
        come = tuple(h for h in mine[1] if (subject, h.statement) not in said[0])
        if mine[1] and (gone or come):
            found.append((gone, come))
    return found
