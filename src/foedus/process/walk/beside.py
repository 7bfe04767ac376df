"""What others do on the very day of an act, before the day ends: a deed, or an act beside it.

What is owed for part of a day only is no answer: whoever acts within that day is not the slower for
it. A duty that a deed of somebody, or an act of a third power, takes away at once never was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from foedus.process.exploration import Scope, Test
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State
from foedus.process.walk.play import Play

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
            if move.actor in who and _bears(read, move):
                further = play.then(process, move)
                if further.end not in seen:
                    seen.add(further.end)
                    pending.append(further)


def _bears(read: Scope, move: Move) -> bool:
    if move.kind == "conduct":
        return move.actor in read.actors
    return move.kind in _DEEDS and move.clause in read.names("deed")
