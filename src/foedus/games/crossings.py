"""Where several branches cross the principal one at once, so that its orientation stays the same.

Of players who are all alike, three or more, asymmetric play splits off in several directions at one
precision: as many eigenvalues of the equations pass zero there. Where their number is even the sign
of the determinant is what it was, so that they are counted (Golubitsky, Stewart & Schaeffer,
*Singularities and Groups in Bifurcation Theory* II, 1988, chapter XIII, on why symmetry brings it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.games.branch import Newton
from foedus.games.certificate import action_values, all_beliefs
from foedus.games.expressions import Array
from foedus.games.numbers import Numbers
from foedus.games.solution import node_values
from foedus.games.sparse import Plan
from foedus.games.tree import Tree

_STEP = 1e-5
"""By how much log-odds are moved to see how the answers to them move."""
_REAL = 1e-4
"""Beside its size, the imaginary part up to which an eigenvalue counts as real."""
_AT_ONCE = 4000
"""Instances that are looked at together: memory does not grow with the branch."""
_HALVINGS, _REPAIRS = 24, 6


@dataclass(frozen=True, slots=True)
class Equations:
    """A game's equations at one instance: log-odds are precision times gains.

    Parameters
    ----------
    tree, numbers, made, newton
        The game, its one instance, its equations taken apart, and Newton's method for them.
    scale
        What payoffs are divided by where precisions are of the latter.
    """

    tree: Tree
    numbers: Numbers
    made: Plan
    newton: Newton
    scale: float

    def eigenvalues(self, points: Array) -> Array:
        """Return the eigenvalues of the equations' derivative by log-odds, shape (m, d), complex.

        Parameters
        ----------
        points
            Log-odds and, last, the precision, shape (m, d + 1).
        """
        size = max(1, _AT_ONCE // (2 * points.shape[1]))
        parts = [points[low : low + size] for low in range(0, len(points), size)]
        return np.concatenate([self._of_some(part) for part in parts])

    def _of_some(self, points: Array) -> Array:
        m, d = len(points), points.shape[1] - 1
        moves = _STEP * np.concatenate([np.eye(d), -np.eye(d)])
        odds = (points[:, None, :d] + moves[None]).reshape(-1, d)
        gains = self._gains(odds).reshape(m, 2, d, d)
        slopes = (gains[:, 0] - gains[:, 1]) / (2 * _STEP)  # by what was moved, and whose gain
        precisions = points[:, -1] / self.scale
        derived = np.eye(d) - precisions[:, None, None] * slopes.transpose(0, 2, 1)
        return np.asarray(np.linalg.eigvals(derived))

    def _gains(self, odds: Array) -> Array:
        """Return what each action is worth beside the first of its set, shape (n, d)."""
        numbers = self.numbers.some(np.zeros(len(odds), np.intp))
        play = self.made.log_play(odds)
        beliefs, _ = all_beliefs(self.tree, numbers, play)
        values = node_values(self.tree, numbers, [np.exp(p) for p in play])
        worth = action_values(self.tree, beliefs, values, numbers.n)
        return np.concatenate([w[1:] - w[0] for w in worth]).T

    def between(self, one: Array, other: Array) -> Array:
        """Return a point of the branch halfway between two of its points in precision.

        Close to where the equations are singular it stays on the line between the two.
        """
        middle, apart = (one + other) / 2, float(np.abs(other - one).max())
        for _ in range(_REPAIRS):
            with np.errstate(all="ignore"):
                move, _, _ = self.newton(middle[None, :-1], middle[None, -1], np.zeros(1, np.intp))
            if not np.abs(move).max() <= apart:  # also where it is no number
                break
            middle[:-1] += move[0]
        return middle


def crossings(of: Equations, points: Array, asked: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield after which point of a branch, and at which precision, an even number cross it.

    Parameters
    ----------
    of
        The equations.
    points
        The branch, as `Equations.eigenvalues` takes it.
    asked
        After which points to look: where neither precision nor orientation turns.
    """
    below = [_below(row) for row in of.eigenvalues(points)]
    for k in asked:
        if _passed(below[k], below[k + 1]):
            low, high = points[k], points[k + 1]
            for _ in range(_HALVINGS):
                middle = of.between(low, high)
                (at,) = of.eigenvalues(middle[None])
                if _passed(below[k], _below(at)):
                    high = middle
                else:
                    low = middle
            yield k, float(high[-1] / of.scale)


def _below(eigenvalues: Array) -> tuple[int, int]:
    """Return how many eigenvalues lie below zero, and how many of them are real."""
    lying = eigenvalues[eigenvalues.real < 0]
    return len(lying), int((np.abs(lying.imag) <= _REAL * np.abs(eigenvalues).max()).sum())


def _passed(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Say whether real eigenvalues passed zero in pairs, and not as the two of a complex pair."""
    apart = after[0] - before[0]
    return apart != 0 and apart % 2 == 0 and after[1] - before[1] == apart
