"""Following the principal branch of a logit correspondence by arc length, many instances at once.

Predictor–corrector continuation of the curve (state, precision) from even play at precision
zero: Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
correspondence", Games and Economic Behavior 51(2). Step control after Allgower & Georg,
"Numerical Continuation Methods" (1990), ch. 6. Every instance has its own step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.games.expressions import Array
from foedus.games.response import Mismatch

MOST_STEPS = 3000
FIRST_STEP = 0.5
LEAST_STEP = 1e-8
# A step is good when its first correction is short, corrections contract fast, and the curve
# turns little: each compared with the value here (log-odds, ratio, radians).
GOOD_DISTANCE, GOOD_CONTRACTION, GOOD_TURN = 0.3, 0.3, 0.3
# A reversed orientation means another branch was hit, or a bifurcation passed: only believed
# after a step as short as this.
SHORT_STEP = 1e-2
CLOSE, EXACT, ROUNDING = 1e-5, 1e-12, 1e-8

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Evaluate = Callable[[Array, Array, Rows], Mismatch]
"""(state (m, d), precision (m,), rows (m,)) -> Newton system of those instances."""
Watch = Callable[[int, Array, Array, float], None]
"""(instance, point, tangent, sign of the orientation)."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the principal branch passes each target.

    Attributes
    ----------
    states
        Shape (targets, n, d), unknowns and lifted log-odds; NaN where not reached.
    turns
        Shape (n,): how often the branch turned back in precision before the last target.
    steps
        Shape (n,): how many steps were taken or tried.
    """

    states: Array
    turns: NDArray[np.int64]
    steps: NDArray[np.int64]


def follow(
    evaluate: Evaluate, size: int, unknowns: int, targets: Array, watch: Watch | None = None
) -> Trace:
    """Follow each instance's branch through its ascending targets, shape (targets, n).

    `size` is the length of a state; its first `unknowns` entries are the unknowns. `watch` is told
    every point that is accepted.
    """
    walk = _Walk(evaluate, size, unknowns, targets, watch)
    while walk.active.size:
        walk.step()
    return Trace(walk.found, walk.turns, walk.steps)


@dataclass(slots=True)
class _Correction:
    """What Newton's method made of guesses: points, the way on, and how bad the steps were."""

    point: Array
    way: Array
    side: Array
    fault: Array


class _Walk:
    def __init__(
        self, evaluate: Evaluate, size: int, unknowns: int, targets: Array, watch: Watch | None
    ) -> None:
        goals, n = targets.shape
        self.evaluate, self.d, self.k, self.targets = evaluate, size, unknowns, targets
        self.found = np.full((goals, n, size), np.nan)
        self.turns, self.steps, self.goal = (np.zeros(n, dtype=np.int64) for _ in range(3))
        self.length = np.full(n, FIRST_STEP)
        self.at, self.way, self.side = np.zeros((n, size + 1)), np.zeros((n, size + 1)), np.ones(n)
        self.way[:, size] = 1
        self.active = np.flatnonzero(np.isfinite(targets).all(axis=0))
        if self.active.size:
            start = self._correct(self.active, self.at[self.active], self.way[self.active])
            self.way[self.active], self.side[self.active] = start.way, start.side
        self.watch = watch
        self._tell(self.active)

    def step(self) -> None:
        """Try one step of every instance that has not arrived."""
        rows = self.active
        left = self.targets[self.goal[rows], rows] - self.at[rows, self.d]
        climb = self.way[rows, self.d]
        reach = np.where(climb > 0, left / np.where(climb > 0, climb, 1), np.inf)
        landing = reach <= self.length[rows]
        length = np.where(landing, reach, self.length[rows])
        across = np.where(landing[:, None], np.eye(self.d + 1)[self.d], self.way[rows])
        guess = self.at[rows] + length[:, None] * self.way[rows]
        self._judge(rows, length, landing, self._correct(rows, guess, across, landing))

    def _correct(
        self, rows: Rows, guess: Array, across: Array, landing: Flags | None = None
    ) -> _Correction:
        """Run Newton's method within the plane through each guess that is normal to `across`."""
        exact = np.zeros(len(rows), dtype=np.bool_) if landing is None else landing
        done = _Correction(guess.copy(), across.copy(), np.ones(len(rows)), np.zeros(len(rows)))
        last = np.full(len(rows), np.nan)
        going = np.arange(len(rows))
        for turn in range(9):
            x = done.point[going]
            here = self.evaluate(x[:, : self.d], x[:, self.d], rows[going])
            move, done.way[going], done.side[going] = _newton(here, across[going])
            done.point[going] += move
            size = (np.abs(move) / (1 + np.abs(done.point[going]))).max(axis=1)
            rounding = size < ROUNDING
            if turn:
                slow = np.where(rounding, 0, size / last[going] / GOOD_CONTRACTION)
                done.fault[going] = np.maximum(done.fault[going], np.sqrt(slow))
            else:
                done.fault[going] = np.sqrt(size / GOOD_DISTANCE)
            near = size <= np.where(exact[going], EXACT, CLOSE)
            near |= rounding & (size > 0.25 * last[going])
            last[going] = size
            going = going[~near & (done.fault[going] < 2) & np.isfinite(size)]
            if not going.size:
                break
        done.fault[going] = np.inf
        self._orient(rows, across, done)
        return done

    def _orient(self, rows: Rows, across: Array, done: _Correction) -> None:
        """Head on along the curve, and count a sharp turn as a fault."""
        inner = (_outer(done.way, self.k) * _outer(across, self.k)).sum(axis=1)
        cosine = (done.way * self.way[rows]).sum(axis=1)
        done.way *= np.where(cosine < 0, -1.0, 1.0)[:, None]
        done.side *= np.where(inner < 0, -1.0, 1.0)
        bend = np.arccos(np.minimum(np.abs(cosine), 1))
        done.fault = np.maximum(done.fault, bend / GOOD_TURN)
        bad = ~np.isfinite(done.point).all(axis=1) | ~np.isfinite(done.fault)
        done.fault[bad] = np.inf

    def _judge(self, rows: Rows, length: Array, landing: Flags, done: _Correction) -> None:
        """Accept good steps, shorten bad ones, and let instances rest that arrived or failed."""
        self.steps[rows] += 1
        flipped = (done.side != self.side[rows]) & (length > SHORT_STEP)
        good = (done.fault < 2) & ~flipped
        factor = np.where(good, 1 / np.clip(done.fault, 0.5, 2), 0.25)
        # A short landing is no evidence that longer steps would do than were trusted before.
        trusted = np.where(landing & good, self.length[rows], 0.0)
        self.length[rows] = np.maximum(length * factor, trusted)
        here = rows[good]
        back = (self.way[here, self.d] > 0) & (done.way[good, self.d] < 0)
        self.turns[here] += back
        self.at[here], self.way[here] = done.point[good], done.way[good]
        self.side[here] = done.side[good]
        self._tell(here)
        there = rows[good & landing]
        self.found[self.goal[there], there] = self.at[there, : self.d]
        self.goal[there] += 1
        lost = (self.length[rows] < LEAST_STEP) | (self.steps[rows] >= MOST_STEPS)
        self.active = rows[(self.goal[rows] < len(self.targets)) & ~lost]

    def _tell(self, rows: Rows) -> None:
        if self.watch is not None:
            for i in rows.tolist():
                self.watch(i, self.at[i], self.way[i], float(self.side[i]))


def _newton(here: Mismatch, across: Array) -> tuple[Array, Array, Array]:
    """Return Newton's move within the plane, the unit tangent, and the orientation's sign."""
    m, k = here.gap.shape
    system = np.empty((m, k + 1, k + 1))
    system[:, :k, :k], system[:, :k, k] = here.by_unknown, here.by_precision
    system[:, k] = _outer(across, k)
    right = np.zeros((m, k + 1, 2))
    right[:, :k, 0], right[:, k, 1] = -here.gap, 1
    solved = _solve(system, right)
    follow_on = here.lifts[:, :, : k + 1] @ solved
    follow_on[:, :, 0] += here.lifts[:, :, k + 1]
    moves = np.concatenate([solved[:, :k], follow_on, solved[:, k:]], axis=1)
    way = moves[:, :, 1]
    return moves[:, :, 0], way / np.linalg.norm(way, axis=1)[:, None], _side(system)


def _outer(vector: Array, k: int) -> Array:
    """Return the part of directions that concerns the unknowns and the precision."""
    return np.concatenate([vector[:, :k], vector[:, -1:]], axis=1)


def _side(system: Array) -> Array:
    signs: Array = np.linalg.slogdet(system)[0]
    return signs


def _solve(system: Array, right: Array) -> Array:
    """Solve each system; one that is singular gives NaN, and its step is then rejected."""
    solved = np.full_like(right, np.nan)
    try:
        solved[:] = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        whole = np.linalg.slogdet(system)[0] != 0
        solved[whole] = np.linalg.solve(system[whole], right[whole])
    return solved
