"""A play without what its end does not need: acts left out, and a night in place of an idle act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from foedus.loopholes.story import tell
from foedus.process import IllegalMoveError, Move, Process, State, next_instant
from foedus.process.exploration import Batch

Bad = Callable[[State], bool]
"""Whether a state, on the morning of its day or after an act, is what the play is told for."""


class _Act(NamedTuple):
    """What is done, and on which day."""

    day: int
    batch: Batch


def pared(process: Process, batches: Sequence[Batch], bad: Bad) -> tuple[Batch, ...]:
    """Return a play without the acts that what is bad at its end does not need.

    A search looks at a day act by act. Where something is lost as a day ends, it may be lost for
    whoever does anything at all late on that day, or from its morning on: such an act is no cause,
    nor is what was done long before, and the end of the day is told in its place.

    Parameters
    ----------
    process
        The process.
    batches
        The play.
    bad
        What is so at its end. It is asked of other ends of the same kind.
    """
    acts, end = _acts(process, batches)
    idle = acts and batches[-1][0].kind != "wait"
    if idle or (acts and tell(process, batches)[-1].batch[0].kind != "wait"):
        for earlier in _with_one_less(acts[:-1]) if idle else (acts,):
            if _ending(process, earlier, end + 1, bad) is not None:
                acts, end = earlier, end + 1
                break
    at = 0
    while at < len(acts):
        fewer = acts[:at] + acts[at + 1 :]
        if _ending(process, fewer, end, bad) is None:
            at += 1
        else:
            acts = fewer
    return _ending(process, acts, end, bad) or tuple(batches)


def _with_one_less(acts: list[_Act]) -> Iterator[list[_Act]]:
    """Yield what is done, then all of it but one act: going back needs that one went there."""
    yield acts
    yield from (acts[:at] + acts[at + 1 :] for at in range(len(acts)))


def _acts(process: Process, batches: Sequence[Batch]) -> tuple[list[_Act], int]:
    """Return what is done on which day, and the day on which a play ends."""
    acts: list[_Act] = []
    day = process.start.day
    for batch in batches:
        if batch[0].kind == "wait":
            day = batch[-1].until
        else:
            acts.append(_Act(day, batch))
    return acts, day


def _ending(process: Process, acts: Sequence[_Act], end: int, bad: Bad) -> tuple[Batch, ...] | None:
    """Return the play of these acts where the arrangement allows it and it ends badly."""
    state, play = process.start, list[Batch]()
    try:
        for day, batch in (*acts, _Act(end, ())):
            waits: list[Move] = []
            while state.day < day:
                upcoming = next_instant(process.clauses, state)
                waits.append(Move("wait", until=day if upcoming is None else min(day, upcoming)))
                state = process.after(state, waits[-1])
            play += [tuple(waits)] if waits else []
            if batch:
                play.append(batch)
                state = process.during(state, batch)
    except IllegalMoveError:
        return None
    return tuple(play) if bad(state) else None
