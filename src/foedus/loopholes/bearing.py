"""What a story is about: whose omission has a part in it, and whose has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from foedus.loopholes.rounds import in_rounds
from foedus.loopholes.story import Line, Path, tell
from foedus.process import Process
from foedus.process.exploration import Batch, Item, scope

_ITEMS = {
    "guarantees": "owed",
    "procedures": "procedure",
    "instruments": "instrument",
    "norms": "breached",
    "deeds": "deed",
}
_MOVED = {
    "open": "procedure",
    "allege": "procedure",
    "ballot": "procedure",
    "sign": "instrument",
    "withdraw": "instrument",
    "perform": "deed",
    "undo": "deed",
    "honour": "owed",
    "decline": "owed",
}


def told(process: Process, batches: Sequence[Batch], clauses: Iterable[Path]) -> tuple[Line, ...]:
    """Tell a play without the terms that pass in it and have no part in what it is told for.

    That an obligation is breached by them is so, and no part of the story: whoever quotes it would
    accuse somebody who has nothing to do with the fault. Rounds that come again and again are told
    once; the moves of a fault have them all.

    Parameters
    ----------
    process
        The process.
    batches
        The play.
    clauses
        Where the clauses stand that it is told for.
    """
    return in_rounds(process, tell(process, batches, _aside(process, batches, clauses)))


def _aside(process: Process, batches: Iterable[Batch], clauses: Iterable[Path]) -> frozenset[str]:
    """Return the obligations on which neither a play nor the clauses of a fault hang."""
    read = scope(process, {*_about(clauses), *_done(batches)})
    named, deeds = read.names("breached") | read.names("found"), read.names("deed")
    return frozenset(
        name
        for name, norm in process.arrangement.norms.items()
        if norm.obligation and norm.obligation not in deeds and name not in named
    )


def _about(clauses: Iterable[Path]) -> Iterator[Item]:
    for path in clauses:
        if path[0] in _ITEMS:
            yield Item(_ITEMS[str(path[0])], str(path[1]))


def _done(batches: Iterable[Batch]) -> Iterator[Item]:
    moves = (move for batch in batches for move in batch)
    return (Item(_MOVED[move.kind], move.clause) for move in moves if move.kind in _MOVED)
