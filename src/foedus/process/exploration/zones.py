"""Zones: all the days at once on which clocks can stand.

A zone is a set of whole-day readings of clocks, each the days that are left to one deadline, given
by bounds on every reading and on every difference of two (difference-bound matrices: Dill 1990,
"Timing assumptions and verification of finite-state concurrent systems", LNCS 407, 197-212;
Bengtsson and Yi 2004, "Timed automata: semantics, algorithms and tools", LNCS 3098, 87-124). All
bounds are closed and whole, so that working with zones is exact for whole days.

The matrix of ``n`` clocks is a flat tuple of ``(n + 1)²`` bounds, row by row; entry ``(i, j)`` is
the most that clock ``i`` can be above clock ``j``, where clock 0 always reads 0. Every zone here is
closed (no bound follows from others that are tighter) and not empty; ``None`` is the empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import isqrt
from operator import add, le

Zone = tuple[int, ...]
Place = tuple[int, int]
"""Where a clock comes from: the clock before, and what is added; from clock 0, a constant."""
ANY = 10**9
"""No bound: more days than any process has."""


def point(readings: Sequence[int]) -> Zone:
    """Return the zone of exactly these readings.

    Examples
    --------
    >>> point([3, 5])
    (0, -3, -5, 3, 0, -2, 5, 2, 0)
    """
    every = (0, *readings)
    return tuple(one - other for one in every for other in every)


def size(zone: Zone) -> int:
    """Return the number of rows: the clocks, and one."""
    return isqrt(len(zone))


def within(inner: Zone, outer: Zone) -> bool:
    """Say whether every reading of `inner` is one of `outer`."""
    return all(map(le, inner, outer))


def meet(one: Zone, other: Zone) -> Zone | None:
    """Return what two zones share."""
    if within(one, other):
        return one
    n = size(one)
    turned = chain.from_iterable(other[column::n] for column in range(n))
    if min(map(add, one, turned)) < 0:  # a bound of one lies beyond one of the other
        return None
    return _closed(list(map(min, one, other)))


def bounded(zone: Zone, at: int, other: int, most: int) -> Zone | None:
    """Return the part of `zone` in which clock `at` is at most `most` above clock `other`."""
    n = size(zone)
    if zone[at * n + other] <= most:
        return zone
    if zone[other * n + at] + most < 0:
        return None
    ahead = zone[other * n : other * n + n]
    found: list[int] = []
    for start in range(0, n * n, n):
        above = zone[start + at] + most
        found += [
            bound if bound <= above + more else above + more
            for bound, more in zip(zone[start : start + n], ahead, strict=True)
        ]
    return tuple(found)


def _closed(matrix: list[int]) -> Zone | None:
    n = isqrt(len(matrix))
    rows = [matrix[start : start + n] for start in range(0, n * n, n)]
    for middle in range(n):
        ahead = rows[middle]
        for at, row in enumerate(rows):
            first = row[middle]
            if first < ANY and at != middle:
                rows[at] = [
                    bound if bound <= first + more else first + more
                    for bound, more in zip(row, ahead, strict=True)
                ]
        if rows[middle][middle] < 0:
            return None
    if any(row[at] < 0 for at, row in enumerate(rows)):
        return None
    return tuple(chain.from_iterable(rows))


def elapsed(zone: Zone) -> Zone:
    """Return every reading that `zone` comes to by waiting while no clock falls below 0.

    Examples
    --------
    >>> elapsed(point([2])) == (0, 0, 2, 0)
    True
    """
    n = size(zone)
    least = [min(0, *(zone[row * n + column] for row in range(1, n))) for column in range(1, n)]
    return (0, *least, *zone[n:]) if n > 1 else zone


def waiting(zone: Zone, whole: Zone) -> Zone | None:
    """Return the readings of `whole` from which waiting leads into `zone`."""
    n = size(zone)
    later = list(zone)
    for row in range(1, n):
        later[row * n] = ANY
    return meet(whole, tuple(later))


def image(zone: Zone, places: Sequence[Place]) -> Zone:
    """Return the zone of new clocks, each another clock or none with something added."""
    n = size(zone)
    every = ((0, 0), *places)
    found: list[int] = []
    for one, added in every:
        row = zone[one * n : one * n + n]
        found += [row[other] + added - less for other, less in every]
    return tuple(found)


def preimage(zone: Zone, places: Sequence[Place], whole: Zone) -> Zone | None:
    """Return the readings of `whole` whose image lies in `zone`."""
    n, m = size(whole), size(zone)
    matrix, tighter = list(whole), False
    every = ((0, 0), *places)
    for row, (one, added) in enumerate(every):
        for column, (other, less) in enumerate(every):
            bound = zone[row * m + column] - added + less
            if bound < matrix[one * n + other]:
                matrix[one * n + other], tighter = bound, True
    return _closed(matrix) if tighter else whole


def least(zone: Zone) -> tuple[int, ...]:
    """Return the reading in which every clock is as low as it can be."""
    return tuple(-bound for bound in zone[1 : size(zone)])


def each_at_least(zone: Zone, least_left: int) -> Zone | None:
    """Return the part of `zone` in which every clock has at least so many days left."""
    part: Zone | None = zone
    for place in range(1, size(zone)):
        part = bounded(part, 0, place, -least_left) if part is not None else None
    return part


def joined(one: Zone, other: Zone) -> Zone | None:
    """Return the zone that two zones are together, ``None`` where they are none.

    Nothing of the hull lies outside both if no reading breaks a bound of the one and a bound of the
    other at once, which is so where the two, turned round, close a circle of less than nothing.

    Examples
    --------
    >>> joined(elapsed(point([2])), point([3])) == elapsed(point([3]))
    True
    >>> joined(elapsed(point([2])), point([4])) is None
    True
    """
    hull = tuple(map(max, one, other))
    n = size(hull)
    mine = [place for place, bound in enumerate(one) if bound < hull[place]]
    theirs = [divmod(place, n) for place, bound in enumerate(other) if bound < hull[place]]
    for place in mine:
        to, at = divmod(place, n)
        for row, column in theirs:
            around = hull[to * n + column] + hull[row * n + at]
            if around - one[place] - other[row * n + column] >= 2:
                return None
    return hull


def widened(one: Zone, other: Zone, longest: Sequence[int]) -> Zone:
    """Return a zone that holds two, each bound that has to give way loosened as far as can be.

    Loosened at once, bounds give way a few times at most, however many zones follow (Cousot and
    Cousot 1977, "Abstract interpretation", POPL, 238-252).

    Parameters
    ----------
    one, other
        The zones, `one` held so far.
    longest
        The most days that each clock can have left.

    Examples
    --------
    >>> widened(point([2]), point([3]), [9]) == (0, -2, 9, 0)
    True
    """
    n, most = size(one), (0, *longest)
    found = list(one)
    for place, bound in enumerate(other):
        if bound > one[place]:
            row, column = divmod(place, n)
            found[place] = max(bound, most[row]) if not column else (0 if not row else ANY)
    loosened = _closed(found)
    assert loosened is not None, "what holds a zone is not empty"
    return loosened


def without(zone: Zone, taken: Iterable[Zone]) -> list[Zone]:
    """Return zones that together are `zone` less all of `taken`.

    Examples
    --------
    >>> without(elapsed(point([2])), [point([1])])
    [(0, 0, 0, 0), (0, -2, 2, 0)]
    """
    left = [zone]
    for other in taken:
        left = [piece for part in left for piece in _cut(part, other)]
        if not left:
            break
    return left


def _cut(zone: Zone, taken: Zone) -> Iterator[Zone]:
    """Yield parts of `zone` outside `taken`, no two of which overlap."""
    if meet(zone, taken) is None:
        yield zone
        return
    n = size(zone)
    rest: Zone | None = zone
    for row in range(n):
        for column in range(n):
            bound = taken[row * n + column]
            if rest is None or rest[row * n + column] <= bound:
                continue
            outside = bounded(rest, column, row, -bound - 1)
            if outside is not None:
                yield outside
            rest = bounded(rest, row, column, bound)
