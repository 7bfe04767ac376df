"""One Newton system of the equations that `sparse` takes apart: of many instances, or compiled.

Every function reads a row of a table at a time. Interpreted, a row is an array with an entry for
each instance; compiled, it is one number, and instances are solved one by one. Only the two
innermost loops of the elimination are said once for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.compiling import njit
from foedus.games.expressions import Array
from foedus.games.flat import log_probability
from foedus.games.sparse import KINDS, Plan, Program
from foedus.games.tree import Numbers

BY_CHILD, BY_CHOICE, BY_PARENT, BY_STEP, BY_PAYOFF, BY_BELIEF = range(len(KINDS))

compiled = njit(error_model="numpy", fastmath={"contract"})


class Tables(NamedTuple):
    """Working space: a row for each quantity.

    `chance`, `log_chance`: probabilities of moves, nature's first. `value`: payoffs, those of
    ends first. `state`: log-odds. `precision`: one row. `gap`, `slope`: what the equations lack,
    and how they move with precision; solved, the change of log-odds that repairs them at fixed
    precision, and minus their change with precision. `side`: the sign of the determinant.
    """

    chance: Array
    log_chance: Array
    value: Array
    reach: Array
    share: Array
    belief: Array
    utility: Array
    matrix: Array
    state: Array
    precision: Array
    gap: Array
    slope: Array
    side: Array


@compiled
def _play(program: Any, t: Any) -> None:
    """Fill the table of probabilities, and of their logarithms, from log-odds."""
    for h in range(len(program.choose)):
        row, actions, odd = program.choose[h, 0], program.choose[h, 1], program.choose[h, 2]
        most = t.precision[0] * 0
        for z in range(odd, odd + actions - 1):
            most = np.maximum(most, t.state[z])
        total = np.exp(-most)
        t.log_chance[row] = -most
        for a in range(1, actions):
            t.log_chance[row + a] = t.state[odd + a - 1] - most
            total = total + np.exp(t.log_chance[row + a])
        for a in range(actions):
            t.log_chance[row + a] -= np.log(total)
            t.chance[row + a] = np.exp(t.log_chance[row + a])


@compiled
def _expect(program: Any, t: Any) -> None:
    """Fill payoffs of nodes, after those of the ends."""
    first = len(t.value) - (len(program.expect_at) - 1)
    for s in range(len(program.expect_at) - 1):
        t.value[first + s] = 0
        for e in range(program.expect_at[s], program.expect_at[s + 1]):
            t.value[first + s] += t.chance[program.expect[e, 0]] * t.value[program.expect[e, 1]]


@compiled
def _reach(program: Any, t: Any) -> None:
    """Fill log-reach, and at merged nodes the share of each way in."""
    for x in range(len(program.reach_at) - 1):
        first, end = program.reach_at[x], program.reach_at[x + 1]
        if first == end:
            t.reach[x] = 0
            continue
        most = t.precision[0] - np.inf
        for e in range(first, end):
            t.share[e] = t.reach[program.reach[e, 0]] + t.log_chance[program.reach[e, 1]]
            most = np.maximum(most, t.share[e])
        total = most * 0
        for e in range(first, end):
            t.share[e] = np.exp(t.share[e] - most)
            total = total + t.share[e]
        for e in range(first, end):
            t.share[e] /= total
        t.reach[x] = most + np.log(total)


@compiled
def _believe(program: Any, t: Any) -> None:
    """Fill beliefs; the first stands for sets of one node, where there is no doubt."""
    t.belief[0] = 1
    for s in range(len(program.weigh_at) - 1):
        first, end = program.weigh_at[s], program.weigh_at[s + 1]
        most = t.precision[0] - np.inf
        for e in range(first, end):
            most = np.maximum(most, t.reach[program.weigh[e, 0]])
        total = most * 0
        for e in range(first, end):
            t.belief[e + 1] = np.exp(t.reach[program.weigh[e, 0]] - most)
            total = total + t.belief[e + 1]
        for e in range(first, end):
            t.belief[e + 1] /= total


@compiled
def _utility(program: Any, t: Any) -> None:
    """Fill the payoff of every action."""
    for u in range(len(program.utility_at) - 1):
        t.utility[u] = 0
        for e in range(program.utility_at[u], program.utility_at[u + 1]):
            t.utility[u] += t.belief[program.utility[e, 0]] * t.value[program.utility[e, 1]]


@compiled
def _lack(program: Any, t: Any) -> None:
    """Fill log-odds less what they should be, and the derivative by precision."""
    for h in range(len(program.choose)):
        odd, first = program.choose[h, 2], program.choose[h, 3]
        for a in range(1, program.choose[h, 1]):
            z = odd + a - 1
            t.slope[z] = t.utility[first] - t.utility[first + a]
            t.gap[z] = t.state[z] + t.precision[0] * t.slope[z]


@compiled
def _fill(program: Any, t: Any) -> None:
    """Fill the Newton matrix, with both right-hand sides."""
    w, chance, value, utility = t.matrix, t.chance, t.value, t.utility
    w[:] = 0
    for i in range(len(program.diagonal)):
        w[program.diagonal[i]] = 1
        if program.eliminated[i] < len(t.gap):
            w[program.sides[i]] = t.gap[program.eliminated[i]]
            w[program.sides[i] + 1] = t.slope[program.eliminated[i]]
    f = program.fill
    for e in range(len(f)):
        kind, at, a, b, c = f[e, 0], f[e, 1], f[e, 2], f[e, 3], f[e, 4]
        if kind == BY_CHILD:
            w[at] -= chance[a]
        elif kind == BY_CHOICE:
            w[at] -= chance[a] * (value[b] - value[c])
        elif kind == BY_PARENT:
            w[at] -= t.share[a]
        elif kind == BY_STEP:
            w[at] -= t.share[a] * (c - chance[b])
        elif kind == BY_PAYOFF:
            w[at] -= b * t.precision[0] * t.belief[a]
        elif kind == BY_BELIEF:
            gain = (value[b] - utility[c]) - (value[f[e, 5]] - utility[f[e, 6]])
            w[at] -= t.precision[0] * t.belief[a] * gain


@compiled
def _eliminate(program: Any, t: Any) -> None:
    """Subtract earlier rows from later ones, right-hand sides with them; then solve upwards.

    Pivots are left inverted.
    """
    w, diagonal, lower_at, lower = t.matrix, program.diagonal, program.lower_at, program.lower
    target_at, target, sides = program.target_at, program.target, program.sides
    upper_at, upper = program.upper_at, program.upper
    t.side[0] = 1
    for i in range(len(diagonal)):
        first, end, pivot = lower_at[i], lower_at[i + 1], diagonal[i]
        for e in range(first, end):
            source = diagonal[lower[e]]
            factor = w[pivot - end + e] * w[source]
            for c in range(target_at[e], target_at[e + 1]):
                source += 1
                w[target[c]] -= factor * w[source]
        t.side[0] *= np.sign(w[pivot])
        w[pivot] = 1 / w[pivot]
    for i in range(len(diagonal) - 1, -1, -1):
        for c in range(upper_at[i], upper_at[i + 1]):
            factor = w[diagonal[i] + 1 + c - upper_at[i]]
            w[sides[i]] -= factor * w[upper[c]]
            w[sides[i] + 1] -= factor * w[upper[c] + 1]
        w[sides[i]] *= w[diagonal[i]]
        w[sides[i] + 1] *= w[diagonal[i]]


def _eliminate_rows(program: Any, t: Tables) -> None:
    """Do the same to all instances at once."""
    w, p = t.matrix, program
    t.side[0] = 1
    for i, pivot in enumerate(p.diagonal):
        for e in range(p.lower_at[i], p.lower_at[i + 1]):
            source = p.diagonal[p.lower[e]]
            factor = w[pivot - p.lower_at[i + 1] + e] * w[source]
            places = p.target[p.target_at[e] : p.target_at[e + 1]]
            w[places] -= factor * w[source + 1 : source + 1 + len(places)]
        t.side[0] *= np.sign(w[pivot])
        w[pivot] = 1 / w[pivot]
    for i in range(len(p.diagonal) - 1, -1, -1):
        pivot, side = p.diagonal[i], p.sides[i]
        places = p.upper[p.upper_at[i] : p.upper_at[i + 1]]
        if len(places):
            factors = w[pivot + 1 : pivot + 1 + len(places)]
            w[side] -= np.einsum("cn,cn->n", factors, w[places])
            w[side + 1] -= np.einsum("cn,cn->n", factors, w[places + 1])
        w[side : side + 2] *= w[pivot]


@compiled
def _read_off(program: Any, t: Any) -> None:
    """Write solutions over the right-hand sides."""
    for i in range(len(program.diagonal)):
        if program.eliminated[i] < len(t.gap):
            t.gap[program.eliminated[i]] = t.matrix[program.sides[i]]
            t.slope[program.eliminated[i]] = t.matrix[program.sides[i] + 1]


@compiled
def _newton(program: Any, t: Any) -> None:
    _play(program, t)
    _expect(program, t)
    _reach(program, t)
    _believe(program, t)
    _utility(program, t)
    _lack(program, t)
    _fill(program, t)
    _eliminate(program, t)
    _read_off(program, t)


_BEFORE = (_play, _expect, _reach, _believe, _utility, _lack, _fill)


def _newton_rows(program: Any, t: Tables) -> None:
    for fill in _BEFORE:
        fill.py_func(program, t)
    _eliminate_rows(program, t)
    _read_off.py_func(program, t)


@compiled
def _one_by_one(
    program: Any, t: Any, payoffs: Any, odds: Any, rows: Any, states: Any, precisions: Any, out: Any
) -> None:
    """Solve some instances; `out` takes the moves, the slopes and the side of each."""
    d = states.shape[1]
    for k in range(len(rows)):
        for s in range(len(payoffs)):
            t.value[s] = payoffs[s, rows[k]]
        for c in range(len(odds)):
            t.chance[c] = odds[c, rows[k], 0]
            t.log_chance[c] = odds[c, rows[k], 1]
        t.state[:] = states[k]
        t.precision[0] = precisions[k]
        _newton(program, t)
        out[k, :d] = t.gap
        out[k, d : 2 * d] = t.slope
        out[k, 2 * d] = t.side[0]


@dataclass(frozen=True, slots=True)
class Equations:
    """A tree's equations at parameter values, payoffs divided by `scale`.

    Attributes
    ----------
    plan
        The equations.
    payoffs, odds
        Of what the plan reads: shapes (payoffs, n) and (probabilities, n, 2), with logarithms.
    compiled
        Whether to solve one by one in machine code.
    """

    plan: Plan
    payoffs: Array
    odds: Array
    compiled: bool

    @classmethod
    def at(cls, plan: Plan, numbers: Numbers, scale: Array, compiled: bool) -> Equations:
        """Return a plan's equations at parameter values."""
        payoffs = np.array([numbers.at[e] for e in plan.payoffs]).reshape(-1, numbers.n) / scale
        odds = np.array([numbers.at[e] for e in plan.odds]).reshape(-1, numbers.n)
        return cls(plan, payoffs, np.stack([odds, log_probability(odds)], axis=2), compiled)

    def newton(
        self, states: Array, precisions: Array, rows: NDArray[np.intp]
    ) -> tuple[Array, Array, Array]:
        """Return Newton's move, slope and side (see `Tables`) at log-odds, instances first."""
        d = states.shape[1]
        if self.compiled:
            out = np.empty((len(rows), 2 * d + 1))
            t = _tables(self.plan, ())
            _one_by_one(
                self.plan.program, t, self.payoffs, self.odds, rows, states, precisions, out
            )
            return -out[:, :d], out[:, d : 2 * d], out[:, 2 * d]
        t = _tables(self.plan, (len(rows),))
        t.value[: len(self.payoffs)] = self.payoffs[:, rows]
        t.chance[: len(self.odds)], t.log_chance[: len(self.odds)] = np.moveaxis(
            self.odds[:, rows], 2, 0
        )
        t.state[:], t.precision[0] = states.T, precisions
        _newton_rows(self.plan.program, t)
        return -t.gap.T, t.slope.T, t.side[0]


def _tables(plan: Plan, n: tuple[int, ...]) -> Tables:
    p: Program = plan.program
    moves = len(plan.odds) + sum(row[1] for row in p.choose)
    values = len(plan.payoffs) + len(p.expect_at) - 1
    d, places = plan.log_odds, int(p.sides[-1]) + 2 if len(p.sides) else 0
    reached = len(p.reach_at) - 1, len(p.reach), len(p.weigh) + 1
    sizes = (moves, moves, values, *reached, len(p.utility_at) - 1, places, d, 1, d, d, 1)
    return Tables(*(np.zeros((size, *n)) for size in sizes))
