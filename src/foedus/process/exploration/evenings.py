"""Parts of a zone that differ by which clocks run out, or by how long those are that begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from foedus.process.exploration.clocks import Clocks
from foedus.process.exploration.dials import HORIZON, Name
from foedus.process.exploration.zones import Zone, bounded, size


def evenings(zone: Zone, names: Sequence[Name], *, idle: bool) -> Iterator[Zone]:
    """Yield the readings of each evening that differs by which clocks run out on it.

    Parameters
    ----------
    zone
        The readings of a node.
    names
        What its clocks measure.
    idle
        Leave out the evening on which none runs out, since nothing follows of itself then.
    """
    parts: list[tuple[Zone, bool]] = [(zone, False)]
    for place, name in enumerate(names, 1):
        split: list[tuple[Zone, bool]] = []
        for part, ends in parts:
            over = None if name == HORIZON else bounded(part, place, 0, 0)
            left = bounded(part, 0, place, -1)
            split += [(over, True)] if over is not None else []
            split += [(left, ends)] if left is not None else []
        parts = split
    yield from (part for part, ends in parts if ends or not idle)


def equally_long(
    clocks: Clocks, guard: Zone, place: int, last: int, days: int, begun: Sequence[Name]
) -> Iterator[tuple[Zone, int]]:
    """Yield parts of a zone on whose days the clocks that begin are equally long, with a day each.

    The day is the one that the step leads to. What begins as a day ends is counted from that day.

    Parameters
    ----------
    clocks
        The clocks of the slice.
    guard
        The readings from which a step is taken.
    place
        Where the days left to the end stand among them.
    last, days
        The last day, and the days that the step takes.
    begun
        The clocks that begin with it.
    """
    first, final = last - guard[place * size(guard)], last + guard[place]
    cuts = {start for name in begun for start, _ in clocks.runs(name, first, final)}
    for start, following in pairwise([*sorted(cuts), final + 1]):
        part = bounded(guard, place, 0, last - start)
        part = part and bounded(part, 0, place, following - 1 - last)
        if part:
            yield part, start + days
