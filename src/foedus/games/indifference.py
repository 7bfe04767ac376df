"""Chances that make somebody indifferent: linear conditions, a solution, and its extent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.beliefs import program
from foedus.games.expressions import Array

Support = tuple[int, ...]
Place = tuple[int, int]
"""An information set and one of its actions, by number."""


class Extent(NamedTuple):
    """A point inside the set of solutions, and the set's extent in each chance."""

    places: dict[Place, int]
    point: Array
    low: Array
    high: Array


class Conditions:
    """Conditions on chances that are all positive and sum to 1 at each information set.

    Parameters
    ----------
    supports
        By information set, the actions that have a chance.
    equal, at_most
        Rows that must be 0, and not above 0: an entry for each chance, and last a constant.
    """

    def __init__(self, supports: Mapping[int, Support], equal: Array, at_most: Array) -> None:
        pairs = [(h, action) for h, support in supports.items() for action in support]
        self.places = {pair: place for place, pair in enumerate(pairs)}
        self.sizes = [len(support) for support in supports.values()]
        self.starts = np.cumsum([0, *self.sizes[:-1]])
        self.equal, self.at_most = _row_scaled(equal), _row_scaled(at_most)

    def can_hold(self) -> bool:
        """Tell cheaply whether some row cannot hold; most supports end here.

        A row lies between the sums of each group's least and largest entries.
        """
        return bool(_can_hold(self.equal, self.at_most, self.starts))

    def extent(self) -> Extent | None:
        """Return a point and the extent of the set, or None if it is empty."""
        k = len(self.places)
        sums = np.repeat(np.eye(len(self.sizes)), self.sizes, axis=1)
        fixed = np.vstack([sums, self.equal[:, :k]])
        to = np.append(np.ones(len(sums)), -self.equal[:, k])
        _, sizes, axes = np.linalg.svd(fixed)
        rank = int((sizes > 1e-10 * max(fixed.shape) * sizes[0]).sum())
        if rank == k:
            return self._only(fixed, to)
        if rank == k - 1:
            return self._line(fixed, to, axes[-1])
        return self._many(fixed, to)

    def _only(self, fixed: Array, to: Array) -> Extent | None:
        """Return the one point that the equations leave, if it keeps the other conditions."""
        point = _refined(fixed, to)
        if _misses(fixed, to, point) or point.min() < LEAST:
            return None
        if (_level(self.at_most, point) > _SLACK * _level(np.abs(self.at_most), point)).any():
            return None
        point = np.clip(point, 0, 1)
        point[[s for s, size in zip(self.starts, self.sizes, strict=True) if size == 1]] = 1
        return Extent(self.places, point, point, point)

    def _line(self, fixed: Array, to: Array, along: Array) -> Extent | None:
        """Return the stretch of a line on which all conditions hold, and its deepest point."""
        start = _refined(fixed, to)
        if _misses(fixed, to, start):
            return None
        k = len(start)
        # Each row of slope and level must not fall below 0: chances, then the other conditions.
        slope = np.append(along, -self.at_most[:, :k] @ along)
        level = np.append(start, -_level(self.at_most, start))
        rounding = np.append(np.ones(k), _level(np.abs(self.at_most), np.abs(start))) * _SLACK
        moves = np.abs(slope) > 1e-12
        if (level < -rounding)[~moves].any():
            return None
        ends = -level[moves] / slope[moves]
        low = ends[slope[moves] > 0].max(initial=-np.inf)
        high = ends[slope[moves] < 0].min(initial=np.inf)
        if not np.isfinite(high - low) or high < low - 1e-12:
            return None
        high = max(low, high)
        # The least chance is largest at an end, or where two chances are equal.
        apart = along[:, None] - along
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = ((start - start[:, None]) / apart)[np.abs(apart) > 1e-12]
        tried = np.clip([low, high, *crossing], low, high)
        chances = start[:, None] + along[:, None] * tried
        point = _polished(fixed, to, chances[:, chances.min(axis=0).argmax()])
        if point.min() < LEAST:
            return None
        reach = np.clip(chances[:, :2], 0, 1)
        return Extent(self.places, np.clip(point, 0, 1), reach.min(axis=1), reach.max(axis=1))

    def _many(self, fixed: Array, to: Array) -> Extent | None:
        """Return a point deep inside: the least chance, a variable of its own, is maximised.

        Each chance is measured by its ceiling, so that one that is tiny beside a huge payoff counts.
        """
        k = len(self.places)
        ceiling = self._ceilings(k)
        if ceiling.min() < LEAST:
            return None
        widened = np.hstack([fixed * ceiling, np.zeros((len(fixed), 1))])
        smallest = np.hstack([-np.eye(k), np.ones((k, 1))])
        rest = _row_scaled(self.at_most * np.append(ceiling, 1))
        rest = np.hstack([rest[:, :k], np.zeros((len(rest), 1)), rest[:, k:]])
        below = np.vstack([smallest, rest[:, :-1]]), np.append(np.zeros(k), -rest[:, -1])
        aims = np.eye(k + 1)
        size = np.abs(widened).max(axis=1)
        size[size == 0] = 1
        even = widened / size[:, None], to / size
        point = program(-aims[-1], below, even)
        if point is None or point[-1] < 1e-9:
            return None
        inside = np.clip(point[:k], 0, 1)
        low, high = inside.copy(), inside.copy()
        for place in range(k):
            for sign, ends in ((1.0, low), (-1.0, high)):
                end = program(sign * aims[place], below, even)
                if end is not None:
                    ends[place] = np.clip(end[place], 0, 1)
        return Extent(self.places, inside * ceiling, low * ceiling, high * ceiling)

    def _ceilings(self, k: int) -> Array:
        """Return what each chance cannot exceed, since nothing else in some row could outweigh it."""
        ceiling = np.ones(k)
        for _ in range(3):
            for row in self.equal:
                for j in np.flatnonzero(row[:k]):
                    others = np.abs(row[:k]) @ ceiling - abs(row[j]) * ceiling[j] + abs(row[k])
                    ceiling[j] = min(ceiling[j], 2 * others / abs(row[j]))
        return ceiling


LEAST = 1e-14
"""Chances below this are taken for rounding of zero."""
_SLACK = 1e-9
"""Of what a row sums up: within this it is as good as its limit."""


def _row_scaled(rows: Array) -> Array:
    """Divide each row by its largest entry: a row is a comparison, whatever its unit."""
    size = np.abs(rows).max(axis=-1, keepdims=True)
    scaled: Array = rows / np.where((size > 0) & np.isfinite(size), size, 1)
    return scaled


def _level(rows: Array, point: Array) -> Array:
    level: Array = rows[:, :-1] @ point + rows[:, -1]
    return level


def _refined(fixed: Array, to: Array) -> Array:
    """Solve so that a tiny chance has as many digits as a large one."""
    return _polished(fixed, to, np.linalg.lstsq(fixed, to, rcond=None)[0])


def _polished(fixed: Array, to: Array, point: Array) -> Array:
    """Mend a solution, each chance in proportion to itself."""
    for _ in range(2):
        left = to - fixed @ point
        point = point + point * np.linalg.lstsq(fixed * point, left, rcond=None)[0]
    return point


def _misses(fixed: Array, to: Array, point: Array) -> bool:
    bulk = np.abs(fixed) @ np.abs(point) + np.abs(to)
    return bool((np.abs(fixed @ point - to) > _SLACK * bulk).any())


def _can_hold(equal: Array, at_most: Array, starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell whether no row is out of reach; rows are the last axis but one."""
    least, _, size = _bounds(at_most, starts)
    fails = (least > _SLACK * size).any(axis=-1)
    least, most, size = _bounds(equal, starts)
    # All chances are positive, so an end is reached only if nothing varies.
    rounding = 4e-16 * size
    end = (most - least > _SLACK * size) & ((least > -rounding) | (most < rounding))
    out = (least > _SLACK * size) | (most < -_SLACK * size)
    return np.logical_not(fails | (out | end).any(axis=-1))


def _bounds(rows: Array, starts: NDArray[np.intp]) -> tuple[Array, Array, Array]:
    """Return the least and the most that rows can be, and what they sum up at most."""
    varying, constant = rows[..., :-1], rows[..., -1]
    least = np.minimum.reduceat(varying, starts, axis=-1).sum(axis=-1) + constant
    most = np.maximum.reduceat(varying, starts, axis=-1).sum(axis=-1) + constant
    size = np.maximum.reduceat(np.abs(varying), starts, axis=-1).sum(axis=-1) + np.abs(constant)
    return least, most, size


def _rows(
    tables: Mapping[int, Array],
    own: Mapping[int, Support],
    others: Mapping[int, Support],
    column: Mapping[Place, int],
) -> tuple[Array, Array]:
    """Return the rows that must be 0, and not above 0; tables may have instances first."""
    columns = [column[h, a] for h, support in others.items() for a in support] + [-1]
    before = next(iter(tables.values())).shape[:-2]
    equal: list[Array] = [np.zeros((*before, 0, len(columns)))]
    at_most: list[Array] = [np.zeros((*before, 0, len(columns)))]
    for h, support in own.items():
        payoffs = tables[h][..., columns]
        gaps = payoffs - payoffs[..., [support[0]], :]
        equal.append(gaps[..., list(support[1:]), :])
        rest = [a for a in range(gaps.shape[-2]) if a not in support]
        at_most.append(gaps[..., rest, :])
    return np.concatenate(equal, axis=-2), np.concatenate(at_most, axis=-2)


def may_hold(
    tables: Mapping[int, Array],
    own: Mapping[int, Support],
    others: Mapping[int, Support],
    column: Mapping[Place, int],
) -> NDArray[np.bool_]:
    """Tell in which instances `indifferent` conditions can hold, for tables with instances first.

    Most pairs of supports end here, in all instances at once.
    """
    starts = np.cumsum([0, *(len(support) for support in others.values())][:-1])
    return _can_hold(*_rows(tables, own, others, column), starts)


def indifferent(
    tables: Mapping[int, Array],
    own: Mapping[int, Support],
    others: Mapping[int, Support],
    column: Mapping[Place, int],
) -> Conditions:
    """Return the conditions on others' chances under which each own action is as good as supposed.

    Parameters
    ----------
    tables
        By own information set: the payoff of each action, by chance of each action of others and
        last a constant.
    own
        Supports that must be best; within one, all actions equally so.
    others
        Supports of those whose chances are sought.
    column
        Where in a table's rows an action of others stands.
    """
    return Conditions(others, *_rows(tables, own, others, column))
