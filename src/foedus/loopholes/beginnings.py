"""By whose act a time began that runs out: a notice, and not the calendar, ends a treaty."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from foedus.language import listed
from foedus.loopholes.inquiry import Inquiry
from foedus.process import Move
from foedus.process.exploration import Batch


class Begun(NamedTuple):
    """The act with which a time began that runs out as a play ends.

    Parameters
    ----------
    said
        The act as the subject of a sentence.
    path
        The play, in which it is done by somebody else than those who are left out.
    """

    said: str
    path: tuple[Batch, ...]


def begun_by(
    inquiry: Inquiry, path: Sequence[Batch], ended: Sequence[str], own: Collection[str]
) -> Begun | None:
    """Return the act of somebody not in `own` with which a time began, if it began with one.

    Parameters
    ----------
    inquiry
        The arrangement.
    path
        A play.
    ended
        The instruments that run out as it ends.
    own
        Whose act is not looked for. Where another may do the same, that one does it.
    """
    a = inquiry.process.arrangement
    waited = [c for name in ended if (c := a.instruments[name].enters) is not None]
    starting = {atom.done or atom.performed for c in waited for atom in c.atoms()} - {None}
    found = [
        (number, move)
        for number, batch in enumerate(path)
        for move in batch
        if move.kind in _NOUN and move.clause in starting
    ]
    if not found:
        return None
    number, move = found[-1]
    others = [move.actor] if move.actor not in own else _others(inquiry, move, own)
    if not others:
        return None
    done = move._replace(actor=others[0])
    batch = tuple(done if one == move else one for one in path[number])
    over = listed(list(map(repr, ended)))
    said = f"{_NOUN[move.kind]} {move.clause!r} by {inquiry.called(done.actor)}, once {over}"
    said += f" {'is' if len(ended) == 1 else 'are'} over,"
    return Begun(said, (*path[:number], batch, *path[number + 1 :]))


def _others(inquiry: Inquiry, move: Move, own: Collection[str]) -> list[str]:
    """Return who else may do what one does: only what is opened is open to several."""
    if move.kind == "perform":
        return []
    return [
        by for by in inquiry.process.arrangement.procedures[move.clause].opens.by if by not in own
    ]


_NOUN = {
    "open": "the opening of",
    "allege": "the allegation that opens",
    "perform": "the performance of",
}
