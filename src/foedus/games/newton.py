"""One Newton system of the equations that `sparse` takes apart, for many instances at once.

Tables have a row for each quantity, and in it an entry for each instance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.games.expressions import Array
from foedus.games.flat import log_probability
from foedus.games.numbers import Numbers
from foedus.games.response import log_softmax
from foedus.games.sparse import Plan


@dataclass(frozen=True, slots=True)
class Equations:
    """A tree's equations at parameter values, payoffs divided by `scale`.

    Attributes
    ----------
    plan
        The equations.
    payoffs, odds
        Of what the plan reads: shapes (payoffs, n) and (probabilities, n).
    """

    plan: Plan
    payoffs: Array
    odds: Array

    @classmethod
    def at(cls, plan: Plan, numbers: Numbers, scale: Array) -> Equations:
        """Return a plan's equations at parameter values."""
        payoffs = np.array([numbers.at[e] for e in plan.payoffs]).reshape(-1, numbers.n) / scale
        return cls(
            plan, payoffs, np.array([numbers.at[e] for e in plan.odds]).reshape(-1, numbers.n)
        )

    def newton(
        self, states: Array, precisions: Array, rows: NDArray[np.intp]
    ) -> tuple[Array, Array, Array]:
        """Return what repairs the equations at log-odds, shape (m, d), and fixed precision.

        Also minus how log-odds move with precision, and the sign of the determinant.
        """
        system = _System(self.plan, self.payoffs[:, rows], self.odds[:, rows], states.T, precisions)
        system.fill()
        side = system.solve()
        return -system.gap.T, system.slope.T, side


class _System:
    """The equations at log-odds and precisions, and the matrix of their derivatives.

    `gap` and `slope` are what the equations lack and how that moves with precision; `solve` puts
    the solutions for both in their place.
    """

    def __init__(
        self, plan: Plan, payoffs: Array, odds: Array, state: Array, precision: Array
    ) -> None:
        n = len(precision)
        self.plan, self.precision = plan, precision
        chance, log_chance = list(odds), list(log_probability(odds))
        for _, actions, odd, _ in plan.choose:
            logs = log_softmax(np.vstack([np.zeros((1, n)), state[odd : odd + actions - 1]]))
            log_chance += list(logs)
            chance += list(np.exp(logs))
        self.chance, self.value = chance, list(payoffs)
        for steps in plan.expect:
            self.value.append(_sum([chance[p] * self.value[v] for p, v in steps]))
        self.share = self._reached(log_chance, n)
        utility = [_sum([self.belief[m] * self.value[v] for m, v in row]) for row in plan.utility]
        self.utility = utility
        self.gap, self.slope = np.empty((2, len(state), n))
        for _, actions, odd, first in plan.choose:
            for a in range(1, actions):
                self.slope[odd + a - 1] = utility[first] - utility[first + a]
        self.gap[:] = state + precision * self.slope

    def _reached(self, log_chance: Sequence[Array], n: int) -> list[Array]:
        """Fill log-reach and beliefs; return at merged nodes the share of each way in.

        The first belief stands for sets of one node, where there is no doubt.
        """
        reach, shares = list[Array](), list[Array]()
        for steps in self.plan.reach:
            ways = [reach[above] + log_chance[p] for above, p in steps]
            total, share = _weighed(ways) if ways else (np.zeros(n), [])
            reach.append(total)
            shares += share
        self.belief = [np.ones(n)]
        for nodes in self.plan.weigh:
            self.belief += _weighed([reach[x] for x in nodes])[1]
        return shares

    def fill(self) -> None:
        """Fill the matrix, with both right-hand sides: see `sparse.KINDS`."""
        chance, value, utility, belief = self.chance, self.value, self.utility, self.belief
        w = self.matrix = np.zeros((self.plan.places, len(self.precision)))
        for row in self.plan.rows:
            w[row.pivot] = 1
            if row.variable < len(self.gap):
                w[row.side], w[row.side + 1] = self.gap[row.variable], self.slope[row.variable]
        for kind, at, f in self.plan.fill:
            if kind == "by_child":
                w[at] -= chance[f[0]]
            elif kind == "by_choice":
                w[at] -= chance[f[0]] * (value[f[1]] - value[f[2]])
            elif kind == "by_parent":
                w[at] -= self.share[f[0]]
            elif kind == "by_step":
                w[at] -= self.share[f[0]] * (f[2] - chance[f[1]])
            elif kind == "by_payoff":
                w[at] -= f[1] * self.precision * belief[f[0]]
            else:
                gain = (value[f[1]] - utility[f[2]]) - (value[f[3]] - utility[f[4]])
                w[at] -= self.precision * belief[f[0]] * gain

    def solve(self) -> Array:
        """Subtract earlier rows from later ones, then solve upwards; return the sign.

        Pivots are left inverted.
        """
        w, side = self.matrix, np.ones(len(self.precision))
        for row in self.plan.rows:
            for place, source, targets in row.lower:
                factor = w[place] * w[source]
                w[targets] -= factor * w[source + 1 : source + 1 + len(targets)]
            side *= np.sign(w[row.pivot])
            w[row.pivot] = 1 / w[row.pivot]
        for row in reversed(self.plan.rows):
            for place, other in enumerate(row.upper, row.pivot + 1):
                w[row.side : row.side + 2] -= w[place] * w[other : other + 2]
            w[row.side : row.side + 2] *= w[row.pivot]
            if row.variable < len(self.gap):
                self.gap[row.variable], self.slope[row.variable] = w[row.side : row.side + 2]
        return side


def _sum(rows: Sequence[Array]) -> Array:
    total = rows[0]
    for row in rows[1:]:
        total = total + row
    return total


def _weighed(logs: Sequence[Array]) -> tuple[Array, list[Array]]:
    """Return the logarithm of a sum, and each one's share in it."""
    if len(logs) == 1:
        return logs[0], [np.ones_like(logs[0])]
    stacked = np.array(logs)
    most = stacked.max(axis=0)
    weight = np.exp(stacked - most)
    total = weight.sum(axis=0)
    return most + np.log(total), list(weight / total)
