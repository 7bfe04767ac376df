"""What others do on the very day of an act: a deed, an act beside it, an exit that needs no notice.

What is owed for part of a day only is no answer: whoever acts within that day is not the slower for
it. A duty that a deed of somebody, or an act of a third power, takes away at once never was; nor
was one that ends in the evening with the exit of whoever may leave at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.process.exploration import Scope, Test
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State
from foedus.process.walk.play import Play

if TYPE_CHECKING:
    from foedus.process.walk.goals import Goal
    from foedus.process.walk.supposition import Supposition
    from foedus.process.walk.walk import Walk

_DEEDS = ("perform", "undo")


def taken_away(
    process: Process, start: State, holds: Test, read: Scope, who: Collection[str]
) -> Iterator[Play]:
    """Yield how those named can, on the same day, bring about that what holds does not.

    Parameters
    ----------
    process
        The process.
    start
        The state after an act, in which `holds` is so.
    holds
        What may be taken away.
    read
        What it reads: of deeds and acts only those.
    who
        Who may do deeds; of them, those whose conduct is read may also act.
    """
    seen, pending = {start}, [Play((), start)]
    while pending:
        play = pending.pop(0)
        if not holds(play.end):
            yield play
            continue
        for move in process.acts(play.end):
            if (
                move.actor in who
                and move.kind == "withdraw"
                and move.clause in at_will(process, read)
            ):
                gone = play.then(process, move).until(process, play.end.day + 1)
                if not holds(gone.end):
                    yield gone
            elif move.actor in who and _bears(read, move):
                further = play.then(process, move)
                if further.end not in seen:
                    seen.add(further.end)
                    pending.append(further)


def leavers(process: Process, read: Scope) -> frozenset[str]:
    """Return who may leave at once a treaty on which something hangs."""
    texts = process.arrangement.instruments
    rights = (texts[name].withdrawal for name in at_will(process, read))
    return frozenset(by for right in rights if right is not None for by in right.by)


def leaving_first(walk: Walk, s: Supposition, goal: Goal) -> tuple[str, ...]:
    """Return who can keep a goal away by leaving a treaty, without notice, before the act.

    Whoever acts is left out: what it gains by leaving is a fault of its own.
    """
    process, found = walk.process, list[str]()
    texts = process.arrangement.instruments.items()
    rights = [
        (name, i.withdrawal) for name, i in texts if i.withdrawal and not i.withdrawal.notice.days
    ]
    for name, right in rights:
        for move in process.acts(walk.concluded.end):
            leaves = move.kind == "withdraw" and move.clause == name and move.actor in right.by
            if not leaves or move.actor in (s.by, *found):
                continue
            left = walk.concluded.then(process, move)
            left = left.until(process, left.end.day + 1)
            if walk.comes(replace(s, begun=left, day=None), goal) is None:
                found.append(move.actor)
    return tuple(found)


def at_will(process: Process, read: Scope) -> list[str]:
    """Return the treaties that may be left without notice, and end what is owed with that."""
    texts = process.arrangement.instruments
    return [
        name
        for name in sorted(read.names("instrument"))
        if (right := texts[name].withdrawal) is not None
        and not right.notice.days
        and texts[name].accrued == "end"
    ]


def _bears(read: Scope, move: Move) -> bool:
    if move.kind == "conduct":
        return move.actor in read.actors
    return move.kind in _DEEDS and move.clause in read.names("deed")
