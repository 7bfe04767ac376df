"""Gaussian elimination worked out once for all matrices of one pattern.

Without exchanges of rows, so that the steps are the same for every instance. Every diagonal entry
starts as 1, and what is added to it are feedbacks between choices; where they cancel, the step
fails and a shorter one is tried.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int32]


def as_rows(rows: Sequence[Sequence[int]], width: int) -> Index:
    """Return rows of integers as an array, of the right width even when there are none."""
    return np.array(rows, dtype=np.int32).reshape(len(rows), width)


def eliminate(
    size: int, fills: dict[str, list[tuple[int, ...]]]
) -> tuple[dict[str, Index], int, int]:
    """Eliminate symbolically: return the program's arrays, entries and multiplications."""
    pattern = sorted({(r, c) for rows in fills.values() for r, c, *_ in rows})
    order = _least_work(size, pattern)
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    rows = _filled(size, [(int(place[r]), int(place[c])) for r, c in pattern])
    position: list[dict[int, int]] = []
    count = 0
    for row in rows:
        ordered = sorted(row)
        position.append(dict(zip(ordered, range(count, count + len(row)), strict=True)))
        count += len(row)
    lower_at, target_at, upper_at = [0], [0], [0]
    lower: list[tuple[int, int]] = []
    target: list[int] = []
    upper: list[int] = []
    below: list[list[int]] = [[] for _ in range(size)]
    for i, row in enumerate(rows):
        for k in row:
            if k < i:
                below[k].append(i)
    for k in range(size):
        columns = [j for j in position[k] if j > k]
        for i in below[k]:
            there = position[i]
            lower.append((there[k], i))
            target.extend(there[j] for j in columns)
            target_at.append(len(target))
        lower_at.append(len(lower))
        upper.extend(columns)
        upper_at.append(len(upper))
    arrays = {
        name: as_rows(
            [(position[int(place[r])][int(place[c])], *rest) for r, c, *rest in entries],
            _FACTORS[name],
        )
        for name, entries in fills.items()
    }
    arrays["diagonal"] = np.array([position[k][k] for k in range(size)], dtype=np.int32)
    arrays["lower"] = as_rows(lower, 2)
    for name, numbers in (
        ("lower_at", lower_at),
        ("target_at", target_at),
        ("target", target),
        ("upper_at", upper_at),
        ("upper", upper),
    ):
        arrays[name] = np.array(numbers, dtype=np.int32)
    arrays["eliminated"] = order.astype(np.int32)
    return arrays, count, len(target)


_FACTORS = {
    "by_child": 2,
    "by_choice": 4,
    "by_parent": 2,
    "by_step": 4,
    "by_payoff": 3,
    "by_belief": 6,
}


def _least_work(size: int, pattern: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Return variables in order of elimination: always the one that costs least next.

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
    return np.array(order, dtype=np.int64)


def _filled(size: int, pattern: list[tuple[int, int]]) -> list[set[int]]:
    """Return the columns of each row after elimination without exchanges."""
    rows: list[set[int]] = [{i} for i in range(size)]
    below: list[set[int]] = [set() for _ in range(size)]
    for r, c in pattern:
        rows[r].add(c)
        if c < r:
            below[c].add(r)
    for k in range(size):
        columns = {j for j in rows[k] if j > k}
        for i in below[k]:
            new = columns - rows[i]
            rows[i] |= new
            for j in new:
                if j < i:
                    below[j].add(i)
    return rows
