"""The precision that observed play is likeliest at, with its interval.

Maximum likelihood over the principal branch, as McKelvey & Palfrey fit experiments (1998,
section 6). The interval is that of the likelihood ratio, since precision has a bound at 0 and none
above: what is not refused at 5 % lies in it, however skewed that is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from foedus.games.aqre import payoff_range, solve_aqre
from foedus.games.expressions import Array, Number
from foedus.games.numbers import evaluate_one
from foedus.games.tree import GameError, Tree

HALF_CHI_SQUARE = 1.920729410347062
"""Half of the 95th percentile of chi-square with one degree of freedom."""
_LEAST, _MOST, _GRID, _ROUNDING, _NEAR = 1e-3, 1e4, 61, 1e-9, 1e-10
Counts = Mapping[Hashable, Mapping[str, int]]
Along = Callable[[float], float]
"""Log-likelihood at a precision."""


class FittedPrecision(NamedTuple):
    """A precision fitted to observed play.

    Attributes
    ----------
    precision
        Where the likelihood is largest; infinite if it still rises at the largest that was tried.
    low, high
        Ends of the 95 % interval; `high` infinite if no large precision is refused.
    log_likelihood, even, free
        Logarithm of the likelihood there, of even play, and of the observed shares themselves: the
        best that any conduct could do.
    choices
        How many were observed.
    """

    precision: float
    low: float
    high: float
    log_likelihood: float
    even: float
    free: float
    choices: int


def fit_precision(
    tree: Tree, observed: Counts, params: Mapping[str, Number] | None = None
) -> FittedPrecision:
    """Fit the precision of quantal response to how often each action was taken.

    Parameters
    ----------
    tree, params
        The game and one number for each of its parameters.
    observed
        By key of an information set: how often each action was taken there. Choices count as
        independent of each other.

    Raises
    ------
    GameError
        No such information set or action, a count that is none, or nothing observed.

    Examples
    --------
    A lone choice between 1 and 0, taken 30 times in 40: precision is log(30 / 10).

    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> ends = {"up": b.terminal((1,)), "down": b.terminal((0,))}
    >>> found = fit_precision(b.tree(b.decision("A", ends, "A")), {"A": {"up": 30, "down": 10}})
    >>> round(found.precision, 3), round(found.low, 2), round(found.high, 2)
    (1.099, 0.42, 1.87)
    """
    rows = _rows(tree, observed)
    choices = int(sum(row.sum() for row in rows.values()))
    if not choices:
        raise GameError("nothing was observed: every count is 0")
    given: dict[str, Any] = dict(params or {})
    scale = float(payoff_range(evaluate_one(tree, params or {}))[0])

    def along(precisions: Array) -> Array:
        found = solve_aqre(tree, given, [float(p) for p in precisions])
        return np.array([_likelihood(rows, [p[:, 0] for p in s.profile]) for s in found])

    def at(precision: float) -> float:
        (level,) = along(np.array([precision]))
        return float(level) if np.isfinite(level) else -1e300  # never, or not to be followed

    grid = np.array([0.0, *np.geomspace(_LEAST, _MOST, _GRID)]) / scale
    level = along(grid)
    if not np.isfinite(level).any():
        raise GameError("the branch could not be followed; no precision can be fitted")
    if np.nanmax(level) - np.nanmin(level) < _ROUNDING:
        raise GameError("these choices say nothing about precision: any makes them as likely")
    best, top = _peak(at, grid, level)
    below, above = grid < best, grid > best
    least = top - HALF_CHI_SQUARE
    low = _edge(at, grid[below][::-1], level[below][::-1], best, least)
    high = _edge(at, grid[above], level[above], best, least)
    return FittedPrecision(
        np.inf if level[-1] >= top - _ROUNDING else best,
        low,
        np.inf if high == grid[-1] else high,
        top,
        float(level[0]),
        sum(_likelihood({0: row}, [row / row.sum()]) for row in rows.values() if row.sum()),
        choices,
    )


def _rows(tree: Tree, observed: Counts) -> dict[int, Array]:
    keys = {str(h.key): i for i, h in enumerate(tree.infosets)}
    rows: dict[int, Array] = {}
    for key, counts in observed.items():
        if str(key) not in keys:
            near = get_close_matches(str(key), keys, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join([*keys][:12])}"
            raise GameError(f"no information set {key!r}; {hint}")
        h = tree.infosets[keys[str(key)]]
        strange = sorted(set(counts) - set(h.actions))
        if strange:
            raise GameError(f"{key!r} has no action {strange[0]!r}; it has {', '.join(h.actions)}")
        row = np.array([counts.get(a, 0) for a in h.actions], dtype=np.float64)
        if not (np.isfinite(row) & (row >= 0) & (row == np.floor(row))).all():
            raise GameError(f"{key!r}: counts are whole numbers, 0 or more, not {dict(counts)}")
        rows[keys[str(key)]] = row
    return rows


def _likelihood(rows: Mapping[int, Array], profile: list[Array]) -> float:
    """Return the logarithm of the chance of what was observed; what never was does not count."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(row > 0, row * np.log(profile[h]), 0.0) for h, row in rows.items()]
    return float(sum(part.sum() for part in parts))


def _peak(at: Along, grid: Array, level: Array) -> tuple[float, float]:
    """Return the precision of the largest likelihood, and that: look closer around the best."""
    k = int(np.nanargmax(level))
    ends = float(grid[max(k - 1, 0)]), float(grid[min(k + 1, len(grid) - 1)])
    found = minimize_scalar(
        lambda x: -at(x), bounds=ends, method="bounded", options={"xatol": _NEAR * float(grid[k])}
    )
    return max((float(level[k]), float(grid[k])), (-float(found.fun), float(found.x)))[::-1]


def _edge(at: Along, grid: Array, level: Array, best: float, least: float) -> float:
    """Return the last precision on the grid's way from `best` that is at least so likely."""
    good = np.flatnonzero(level >= least)
    last = int(good[-1]) if good.size else -1
    inside = float(grid[last]) if good.size else best
    if last + 1 == len(grid):
        return inside
    return float(brentq(lambda x: at(x) - least, inside, float(grid[last + 1]), rtol=_NEAR))
