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

Index = NDArray[np.int32]


def as_rows(rows: Sequence[Sequence[int]], width: int) -> Index:
    """Return rows of integers as an array, of the right width even when there are none."""
    return np.array(rows, dtype=np.int32).reshape(len(rows), width)


class Elimination(NamedTuple):
    """Rows in order of elimination, each made from those before it.

    A row keeps what is left of its pivot, the pivot, what is right of it and two right-hand sides,
    one place after the other.

    Attributes
    ----------
    eliminated
        By row, the variable that it eliminates.
    diagonal
        By row, the place of its pivot.
    sides
        By row, the place of its first right-hand side.
    upper_at, upper
        By row, where the right-hand sides of its columns right of the pivot stand.
    lower_at, lower
        By row, the earlier rows to subtract, one for each place left of the pivot.
    target_at, target
        By such subtraction, where what the earlier row has after its pivot is subtracted.
    """

    eliminated: Index
    diagonal: Index
    sides: Index
    upper_at: Index
    upper: Index
    lower_at: Index
    lower: Index
    target_at: Index
    target: Index


def eliminate(
    size: int, pattern: Sequence[tuple[int, int]]
) -> tuple[Elimination, list[dict[int, int]]]:
    """Eliminate symbolically; also return, by variable's row, the place of each variable."""
    order, right = _least_work(size, sorted(set(pattern)))
    place = {variable: i for i, variable in enumerate(order)}
    rows = [[i] for i in range(size)]
    for i, variable in enumerate(order):
        rows[i] += (place[c] for c in right[variable][0])
        for r in right[variable][1]:
            rows[place[r]].append(i)
    rows = [sorted(row) for row in rows]
    left = [sum(c < i for c in row) for i, row in enumerate(rows)]
    starts = np.cumsum([0, *(len(row) + 2 for row in rows)]).tolist()
    position = [dict(zip(row, range(s, s + len(row)))) for row, s in zip(rows, starts)]  # noqa: B905
    sides = [s + len(row) for row, s in zip(rows, starts)]  # noqa: B905
    target, target_at = list[int](), [0]
    for i, row in enumerate(rows):
        for k in row[: left[i]]:
            target += [position[i][c] for c in rows[k][left[k] + 1 :]]
            target += [sides[i], sides[i] + 1]
            target_at.append(len(target))
    arrays = (
        order,
        [position[i][i] for i in range(size)],
        sides,
        np.cumsum([0, *(len(r) - m - 1 for r, m in zip(rows, left, strict=True))]),
        [sides[c] for row, m in zip(rows, left, strict=True) for c in row[m + 1 :]],
        np.cumsum([0, *left]),
        [k for row, m in zip(rows, left, strict=True) for k in row[:m]],
        target_at,
        target,
    )
    by_variable = [{order[c]: s for c, s in position[place[v]].items()} for v in range(size)]
    return Elimination(*(np.array(a, dtype=np.int32) for a in arrays)), by_variable


def _least_work(
    size: int, pattern: list[tuple[int, int]]
) -> tuple[list[int], list[tuple[set[int], set[int]]]]:
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
    return order, list(zip(rows, columns, strict=True))
