"""Polynomials that are affine in each unknown chance, and where several of them can be zero.

On one path every information set is met once, so what a profile pays is such a polynomial in the
chances that are open. Over a box it is largest and smallest at corners, exactly; so boxes in which
some condition cannot hold are cut away without loss, and Newton's method starts from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product as combinations_of
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.beliefs import program
from foedus.games.expressions import Array
from foedus.games.tree import GameError

Polynomial = Mapping[int, float]
"""Coefficient by product of unknowns, each a bit of the key."""

Row = tuple[Polynomial, float]
"""A condition, and the size of what it sums up, which its rounding is in proportion to."""

MOST_UNKNOWNS, MOST_LINKED = 12, 6
ROUNDING = 1e-13
_WIDTH = 5
_MOST_BOXES, _MOST_POINTS, _MOST_TRIED = 1_500, 24, 250


def constant(value: float) -> dict[int, float]:
    """Return a constant."""
    return {0: value} if value else {}


def combined(terms: Sequence[tuple[float, Polynomial]]) -> dict[int, float]:
    """Return a sum of multiples.

    Examples
    --------
    >>> combined([(1.0, {0: 1.0}), (-1.0, {1: 1.0})])
    {0: 1.0, 1: -1.0}
    """
    total: dict[int, float] = {}
    for factor, polynomial in terms:
        for key, c in polynomial.items():
            total[key] = total.get(key, 0.0) + factor * c
    return total


def product(left: Polynomial, right: Polynomial) -> dict[int, float]:
    """Return a product of two that share no unknown."""
    total: dict[int, float] = {}
    for a, x in left.items():
        for b, y in right.items():
            total[a | b] = total.get(a | b, 0.0) + x * y
    return total


def size(polynomial: Polynomial) -> float:
    """Return the sum of absolute coefficients."""
    return sum(map(abs, polynomial.values()))


class Table(NamedTuple):
    """Conditions as rows of coefficients by product of unknowns, and how much each may be off."""

    rows: Array
    rounding: Array

    @classmethod
    def of(cls, k: int, rows: Sequence[Row]) -> Table:
        """Return conditions in ``k`` unknowns as a table."""
        table = np.zeros((len(rows), 2**k))
        for row, (polynomial, _) in zip(table, rows, strict=True):
            row[list(polynomial)] = list(polynomial.values())
        return cls(table, np.array([size * ROUNDING for _, size in rows]))


class System:
    """Equations and inequalities (not negative) in ``k`` unknowns, each in [0, 1]."""

    def __init__(self, k: int, equal: Table, least: Table) -> None:
        self.k, self.equal, self.least = k, equal, least
        self.bits = np.array([[bool(m >> j & 1) for j in range(k)] for m in range(2**k)])

    def points(self) -> Iterator[Array]:
        """Yield solutions of the equations near every box in which all conditions can hold.

        Isolated solutions come once or several times; of a whole set of them, points all over.
        Unknowns that no condition links are solved by themselves.
        """
        if not self._may_hold(np.zeros((1, self.k)), np.ones((1, self.k)))[0]:
            return
        parts = []
        for unknowns in self._blocks():
            found = self._part(unknowns)._spread()
            if not found:
                return
            parts.append([(unknowns, p) for p in found])
        several = sum(len(part) > 2 for part in parts)
        most = max(3, int(_MOST_TRIED ** (1 / max(several, 1))))
        for chosen in combinations_of(*(_thinned(part, most) for part in parts)):
            point = np.zeros(self.k)
            for unknowns, values in chosen:
                point[unknowns] = values
            yield point

    def _blocks(self) -> list[list[int]]:
        """Return the unknowns in groups that conditions link."""
        groups: list[set[int]] = [{j} for j in range(self.k)]
        for row in (*self.equal.rows, *self.least.rows):
            used = {j for m in np.flatnonzero(row) for j in range(self.k) if m >> j & 1}
            met = [g for g in groups if g & used]
            if len(met) > 1:
                groups = [g for g in groups if not g & used] + [set[int]().union(*met)]
        return [sorted(g) for g in groups]

    def _part(self, unknowns: Sequence[int]) -> System:
        """Return the conditions on some unknowns, which no other has a part in."""
        if len(unknowns) > MOST_LINKED:
            raise GameError(
                f"{len(unknowns)} chances hang together where somebody mixes (at most "
                f"{MOST_LINKED}): search for pure equilibria only"
            )
        keys = [
            sum(1 << j for place, j in enumerate(unknowns) if m >> place & 1)
            for m in range(2 ** len(unknowns))
        ]
        parts = [Table(t.rows[:, keys], t.rounding) for t in (self.equal, self.least)]
        own = [part.rows[:, 1:].any(axis=1) for part in parts]
        return System(
            len(unknowns),
            *(Table(t.rows[o], t.rounding[o]) for t, o in zip(parts, own, strict=True)),
        )

    def _spread(self) -> list[Array]:
        """Return solutions, at most some dozens."""
        low, high = np.zeros((1, self.k)), np.ones((1, self.k))
        for halving in range(_WIDTH * self.k + 1):
            keep = self._may_hold(low, high)
            low, high = low[keep], high[keep]
            if halving == _WIDTH * self.k or len(low) * 2 > _MOST_BOXES or not len(low):
                break
            axis = halving % self.k
            middle = (low[:, axis] + high[:, axis]) / 2
            low, high = np.repeat(low, 2, axis=0), np.repeat(high, 2, axis=0)
            high[::2, axis], low[1::2, axis] = middle, middle
        found: list[Array] = []
        for centre in (low + high) / 2:
            point = self.solved(centre)
            if point is not None and all(np.abs(point - p).max() > 1e-9 for p in found):
                found.append(point)
        return _thinned(found, _MOST_POINTS)

    def _may_hold(self, low: Array, high: Array) -> NDArray[np.bool_]:
        keep = np.ones(len(low), dtype=bool)
        for table, exact in ((self.equal, True), (self.least, False)):
            for row, rounding in zip(*table, strict=True):
                corners = np.broadcast_to(row, (len(low), len(row)))
                for j in range(self.k):
                    pairs = corners.reshape(len(low), -1, 2, 2**j)
                    at = [
                        pairs[:, :, 0] + end[:, j, None, None] * pairs[:, :, 1]
                        for end in (low, high)
                    ]
                    corners = np.stack(at, axis=2).reshape(len(low), -1)
                keep &= corners.max(axis=1) >= -rounding
                if exact:
                    keep &= corners.min(axis=1) <= rounding
        return keep

    def solved(self, point: Array) -> Array | None:
        """Return where Newton's method (of least change) leads to from a point, if anywhere."""
        for _ in range(50):
            gap, slope = self._gap(point)
            if not len(gap):
                return point
            size = np.abs(slope).max(axis=1)
            size[size == 0] = 1
            # Weighing each unknown by itself keeps tiny chances as exact as large ones.
            weight = np.maximum(np.abs(point), 1e-3)
            step = (
                weight
                * np.linalg.lstsq(slope * weight / size[:, None], -gap / size, rcond=1e-12)[0]
            )
            point = point + step * min(1.0, 0.5 / max(np.abs(step).max(), 1e-300))
            if np.abs(step).max() < 1e-15 or not np.isfinite(step).all():
                break
        for _ in range(3):
            gap, slope = self._gap(point)
            scaled = slope * point
            size = np.maximum(np.abs(scaled).max(axis=1), 1e-300)
            point = (
                point + point * np.linalg.lstsq(scaled / size[:, None], -gap / size, rcond=1e-12)[0]
            )
        gap, _ = self._gap(point)
        bulk = np.abs(self.equal.rows) @ np.abs(self._products(point))
        if not np.isfinite(point).all() or (np.abs(gap) > 1e-9 * bulk).any():
            return None
        return None if point.min() < -1e-12 or point.max() > 1 + 1e-12 else point

    def isolated(self, point: Array) -> bool:
        """Tell whether no other solution is near one."""
        _, slope = self._gap(point)
        size = np.abs(slope).max(axis=1, initial=0.0, keepdims=True)
        rank = np.linalg.matrix_rank(slope / np.where(size > 0, size, 1), tol=1e-9) if self.k else 0
        return bool(rank == self.k)

    def ahead(self, point: Array, j: int, sign: float, step: float) -> Array | None:
        """Return where unknown `j` is farthest within a step, if all conditions were linear."""
        _, slope = _in_units(*self._gap(point))
        over, rise = _in_units(*self._gap(point, self.least.rows))
        room = np.maximum(-step, -point), np.minimum(step, 1 - point)
        least, none = np.maximum(over, 0), np.zeros(len(slope))
        moved = program(-sign * np.eye(self.k)[j], (-rise, least), (slope, none), room)
        return None if moved is None else point + moved

    def _products(self, point: Array) -> Array:
        values: Array = np.where(self.bits, point, 1.0).prod(axis=1)
        return values

    def _gap(self, point: Array, table: Array | None = None) -> tuple[Array, Array]:
        """Return what rows come to at a point, and their slopes there."""
        rows = self.equal.rows if table is None else table
        slopes = []
        for j in range(self.k):
            others = self.bits.copy()
            others[:, j] = False
            slopes.append(np.where(self.bits[:, j], np.where(others, point, 1.0).prod(axis=1), 0.0))
        return rows @ self._products(point), rows @ np.array(slopes).reshape(self.k, 2**self.k).T


def _in_units(gap: Array, slope: Array) -> tuple[Array, Array]:
    """Return conditions in units of their slopes, without those that no unknown moves here."""
    size = np.abs(slope).max(axis=1, initial=0)
    moved = size > 0
    return gap[moved] / size[moved], slope[moved] / size[moved][:, None]


def _thinned(found: list[Any], most: int) -> list[Any]:
    """Keep some of a set of solutions; its ends are searched for later. Isolated ones are few."""
    if len(found) <= most:
        return found
    return [found[i] for i in np.linspace(0, len(found) - 1, most).round().astype(int)]
