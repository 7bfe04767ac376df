"""Gaussian elimination worked out once for all matrices of one pattern.

Without exchanges of rows, so that the steps are the same for every instance. Every diagonal entry
starts as 1, and what is added to it are feedbacks between choices; where they cancel, the step
fails and a shorter one is tried.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Row(NamedTuple):
    """A row in order of elimination, made from those before it.

    It keeps what is left of its pivot, the pivot, what is right of it and two right-hand sides, one
    place after the other.

    Attributes
    ----------
    variable
        The variable that it eliminates.
    pivot, side
        The places of its pivot and of its first right-hand side.
    lower
        By place left of the pivot: that place, the pivot of the earlier row to subtract, and where
        what that row has after its pivot is subtracted.
    upper
        By place right of the pivot, where the first right-hand side of that column's row stands.
    """

    variable: int
    pivot: int
    side: int
    lower: list[tuple[int, int, NDArray[np.intp]]]
    upper: list[int]


def eliminate(
    size: int, pattern: Sequence[tuple[int, int]]
) -> tuple[list[Row], list[dict[int, int]]]:
    """Eliminate symbolically; also return, by variable's row, the place of each variable."""
    order, right, below = _least_work(size, sorted(set(pattern)))
    number = {variable: i for i, variable in enumerate(order)}
    upper = [sorted(number[c] for c in right[v]) for v in order]
    lower: list[list[int]] = [[] for _ in order]
    for i, v in enumerate(order):
        for r in below[v]:
            lower[number[r]].append(i)
    places: list[dict[int, int]] = []
    rows: list[Row] = []
    start = 0
    for i, v in enumerate(order):
        columns = [*lower[i], i, *upper[i]]
        place = dict(zip(columns, range(start, start + len(columns)), strict=True))
        side = start = start + len(columns)
        start += 2
        subtracted = [
            (place[k], rows[k].pivot, np.array([*(place[c] for c in upper[k]), side, side + 1]))
            for k in lower[i]
        ]
        rows.append(Row(v, place[i], side, subtracted, []))
        places.append(place)
    for i, row in enumerate(rows):
        row.upper.extend(rows[c].side for c in upper[i])
    return rows, [{order[c]: s for c, s in places[number[v]].items()} for v in range(size)]


def _least_work(
    size: int, pattern: list[tuple[int, int]]
) -> tuple[list[int], list[set[int]], list[set[int]]]:
    """Return variables in order of elimination: always the one that costs least next.

    By variable also the columns right of its pivot, and the rows that it is subtracted from.
    Markowitz 1957, "The elimination form of the inverse", Management Science 3, on the diagonal.
    Equations of games are far from symmetric (payoffs look down the tree, beliefs up), so this
    takes a fraction of what minimum degree does.
    """
    rows: list[set[int]] = [set() for _ in range(size)]
    columns: list[set[int]] = [set() for _ in range(size)]
    for r, c in pattern:
        if r != c:
            rows[r].add(c)
            columns[c].add(r)
    waiting = [(len(rows[i]) * len(columns[i]), i) for i in range(size)]
    heapq.heapify(waiting)
    order: list[int] = []
    while waiting:
        cost, k = heapq.heappop(waiting)
        row, column = rows[k], columns[k]
        if len(row) * len(column) != cost or k in row:
            continue
        order.append(k)
        for j in row:
            columns[j].discard(k)
        for i in column:
            rows[i].discard(k)
            new = row - rows[i] - {i}
            rows[i] |= new
            for j in new:
                columns[j].add(i)
        for v in row | column:
            heapq.heappush(waiting, (len(rows[v]) * len(columns[v]), v))
        row.add(k)
    for k, row in enumerate(rows):
        row.discard(k)
    return order, rows, columns
