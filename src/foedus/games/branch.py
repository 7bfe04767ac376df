"""Following the principal branch of a logit correspondence by arc length, many instances at once.

Predictor–corrector continuation of the curve (log-odds, precision) from even play at precision
zero: Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
correspondence", Games and Economic Behavior 51(2). Step control after Allgower & Georg,
"Numerical Continuation Methods" (1990), ch. 6. Every instance has its own step, so that results
depend on nothing but itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.expressions import Array

MOST_STEPS, MOST_CORRECTIONS = 3000, 9
FIRST_STEP, LEAST_STEP = 1.0, 1e-8
# A step is good when its first correction is short, corrections contract fast, and the curve
# turns little: each compared with the value here (log-odds, ratio, radians). At half as much
# again, one solution in five hundred of random games was on another branch.
GOOD_DISTANCE, GOOD_CONTRACTION, GOOD_TURN = 0.5, 0.4, 0.45
CAREFUL = 0.3
"""What the limits above are multiplied with when an instance that failed is tried again."""
# A reversed orientation means another branch was hit, or a bifurcation passed: only believed
# after a step as short as this.
SHORT_STEP = 1e-2
# Between targets the corrector may stop early: the next step mends what is left.
CLOSE, EXACT, ROUNDING = 3e-2, 1e-12, 1e-8

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Newton = Callable[[Array, Array, Rows], tuple[Array, Array, Array]]
"""(log-odds (m, d), precision (m,), rows (m,)) -> by instance: what repairs the equations at fixed
precision, minus how log-odds move with precision, and the sign of the determinant."""
Watch = Callable[[int, Array, Array, float], None]
"""(instance, point, tangent, sign of the orientation)."""


def follow(newton: Newton, d: int, targets: Array, watch: Watch | None = None) -> Array:
    """Follow each instance's branch through its ascending targets, shape (targets, n).

    Parameters
    ----------
    newton
        Solves Newton systems.
    d
        How many log-odds there are.
    targets
        Precisions; NaN leaves an instance out.
    watch
        Is told every point that is accepted; corrections then go to the end everywhere.

    Returns
    -------
    array
        Log-odds, shape (targets, n, d); NaN where not reached.
    """
    found = np.full((*targets.shape, d), np.nan)
    for care in (1.0, CAREFUL) if watch is None else (CAREFUL,):
        left = np.isnan(found[-1]).any(axis=1)
        rows = np.flatnonzero(left & np.isfinite(targets).all(axis=0))
        if rows.size:
            walk = _Walk(newton, d, targets, found, care, watch)
            walk.run(rows)
    return found


class _Tried(NamedTuple):
    """What Newton's method made of guesses: points, slopes, signs, and how bad the steps were."""

    point: Array
    slope: Array
    side: Array
    fault: Array


class _Walk:
    """Where each instance is; the last column of points and tangents is the precision.

    `curve` is how the tangent changed by arc length over the last step, of length `past`; `known`
    the orientation, 0 before the first.
    """

    def __init__(
        self,
        newton: Newton,
        d: int,
        targets: Array,
        found: Array,
        care: float,
        watch: Watch | None,
    ) -> None:
        n = targets.shape[1]
        self.newton, self.d, self.targets, self.found = newton, d, targets, found
        self.care, self.watch = care, watch
        self.at, self.way, self.curve = (np.zeros((n, d + 1)) for _ in range(3))
        self.way[:, d] = 1
        self.length, self.past, self.known = np.full(n, FIRST_STEP), np.zeros(n), np.zeros(n)
        self.goal, self.tries = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)

    def run(self, rows: Rows) -> None:
        """Go on until every instance has arrived or is lost."""
        self._step(rows, np.zeros(len(rows)), np.zeros(len(rows), dtype=np.bool_))
        while rows.size:
            climb = self.way[rows, self.d]
            left = self.targets[self.goal[rows], rows] - self.at[rows, self.d]
            reach = np.where(climb > 0, left / np.where(climb > 0, climb, 1), np.inf)
            landing = reach <= self.length[rows]
            self._step(rows, np.where(landing, reach, self.length[rows]), landing)
            lost = (self.length[rows] < LEAST_STEP) | (self.tries[rows] > MOST_STEPS)
            rows = rows[(self.goal[rows] < len(self.targets)) & ~lost]

    def _step(self, rows: Rows, step: Array, landing: Flags) -> None:
        """Guess along tangent and curvature, correct, and judge.

        A curvature measured over a short step, or before one that failed, is not worth much.
        """
        half = np.where(step <= 4 * self.past[rows], 0.5 * step**2, 0.0)
        guess = self.at[rows] + step[:, None] * self.way[rows] + half[:, None] * self.curve[rows]
        here = rows[landing]
        guess[landing, self.d] = self.targets[self.goal[here], here]
        self._judge(rows, step, landing, self._corrected(rows, guess, landing))

    def _corrected(self, rows: Rows, point: Array, landing: Flags) -> _Tried:
        """Run Newton's method within the plane across the way; at fixed precision to land."""
        slope, side, fault = np.zeros((len(rows), self.d)), np.ones(len(rows)), np.zeros(len(rows))
        last, going = np.ones(len(rows)), np.arange(len(rows))
        close = np.where(landing | (self.watch is not None), EXACT, CLOSE * self.care**2)
        for turn in range(MOST_CORRECTIONS):
            move, slope[going], side[going] = self.newton(
                point[going, : self.d], point[going, self.d], rows[going]
            )
            way = self.way[rows[going]]
            along = -(way[:, : self.d] * move).sum(axis=1)
            rise = np.where(landing[going], 0.0, along / _onward(way, slope[going]))
            change = np.column_stack([move - slope[going] * rise[:, None], rise])
            size = (np.abs(change) / (1 + np.abs(point[going]))).max(axis=1)
            point[going] += change
            size = np.where(np.isfinite(size), size, np.inf)
            near, fine = size <= close[going], size < ROUNDING
            if turn:
                ratio = size / last[going]
                slow = np.where(fine, 0, ratio / GOOD_CONTRACTION / self.care)
                near |= fine & (ratio > 0.25)
            else:
                slow = size / GOOD_DISTANCE / self.care
            fault[going], last[going] = np.maximum(fault[going], np.sqrt(slow)), size
            going = going[~near & (fault[going] < 2)]
            if not going.size:
                break
        fault[going] = np.inf
        return _Tried(point, slope, side, fault)

    def _judge(self, rows: Rows, step: Array, landing: Flags, tried: _Tried) -> None:
        """Accept good steps and choose the next length, or shorten bad ones."""
        self.tries[rows] += 1
        way, known = self.way[rows], self.known[rows]
        onward, norm = _onward(way, tried.slope), np.sqrt(1 + (tried.slope**2).sum(axis=1))
        sign = np.where(onward >= 0, 1.0, -1.0)
        side, turn = tried.side * sign, np.arccos(np.minimum(np.abs(onward) / norm, 1.0))
        bad = np.maximum(tried.fault, np.where(known != 0, turn / GOOD_TURN / self.care, 0))
        good = (bad < 2) & ~((known != 0) & (side != known) & (step > SHORT_STEP))
        self.length[rows[~good]], self.past[rows[~good]] = step[~good] / 4, 0
        here, step, bad = rows[good], step[good], bad[good]
        new = np.column_stack([-tried.slope, np.ones(len(rows))]) * (sign / norm)[:, None]
        self.curve[here] = (new[good] - way[good]) / np.where(step > 0, step, np.inf)[:, None]
        self.at[here], self.way[here] = tried.point[good], new[good]
        self.known[here], self.past[here] = side[good], step
        # A short landing is no evidence that longer steps would do than were trusted before.
        trusted = np.where(landing[good] | (step == 0), self.length[here], 0.0)
        self.length[here] = np.maximum(step / np.clip(bad, 0.5, 2.0), trusted)
        if self.watch is not None:
            for i in here.tolist():
                self.watch(i, self.at[i], self.way[i], float(self.known[i]))
        there = rows[good & landing]
        self.found[self.goal[there], there] = self.at[there, : self.d]
        self.goal[there] += 1


def _onward(way: Array, slope: Array) -> Array:
    """Return how the way and the curve's direction, of slope 1 in precision, go together."""
    onward: Array = way[:, -1] - (way[:, :-1] * slope).sum(axis=1)
    return onward
