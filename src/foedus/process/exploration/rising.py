"""Rungs of a ladder that a slice tells apart only by rising, since rising can meet a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from foedus.process.process import Process
from foedus.process.state import NEVER, Record, World


class Band(NamedTuple):
    """Rungs of a front that only rising tells apart.

    Parameters
    ----------
    front, low
        Whose acts against whom, and the lowest rung.
    most
        How many rungs above it are told apart: as many as cases can be met by rising.
    meets
        The guarantees whose cases those are.
    """

    front: int
    low: int
    most: int
    meets: tuple[int, ...]


def bands(
    process: Process,
    actors: Sequence[tuple[int, str, tuple[int, ...]]],
    guarantees: Sequence[int],
) -> Iterator[Band]:
    """Yield the rungs that are alike but for rising, with the guarantees that rising meets.

    Where a guarantee covers acts under way, its case is met by them and not by a graver one.

    Parameters
    ----------
    process
        The process.
    actors
        Of each front its number, who acts, and the rungs that are told apart.
    guarantees
        Those that may be met.
    """
    clauses = process.clauses
    for front, name, rungs in actors:
        acts = len(process.arrangement.conduct[name].acts)
        for low, following in pairwise((*rungs, acts)):
            meets = tuple(
                at
                for at in guarantees
                for compiled in (clauses.guarantees[at],)
                if front in compiled.fronts and compiled.casus <= low and at not in clauses.covering
            )
            most = min(len(meets), following - low - 1)
            if most > 0:
                yield Band(front, low, most, meets)


def risen(world: World, record: Record, band: Band) -> int:
    """Say how far above the rung that is told apart somebody is, where rising matters.

    That is so while an act that is grave enough for a guarantee is under way and has not made its
    case, as one that began before the guarantee did: then a graver act makes it.
    """
    above = world.rung[band.front] - band.low
    if above <= 0 or all(record.guarantees[at].casus != NEVER for at in band.meets):
        return 0
    return min(above, band.most)
