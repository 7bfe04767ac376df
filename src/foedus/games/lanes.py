"""One Newton system of eight instances abreast, compiled.

What `response` does readably: play, payoffs, reach, beliefs, and how they move with the log-odds
of choices; then the sparse elimination that `sparse` worked out. One instance is one lane of the
innermost axis, so that what the program says is read once for eight. Loops over lanes are written
out where they are needed: a function for each would count references to its arrays at every call.
Compiled code is kept on disk until this file and `lane_branch` change: touch them after `lanewise`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from foedus.compiling import njit
from foedus.games.expressions import Array
from foedus.games.lanewise import WIDTH, subtract_multiple, subtract_products
from foedus.games.sparse import KINDS

BY_CHILD, BY_CHOICE, BY_PARENT, BY_STEP, BY_PAYOFF, BY_BELIEF = range(len(KINDS))

compiled = njit(error_model="numpy", fastmath={"contract"})


@compiled
def _play(program: Any, state: Any, chance: Any, log_chance: Any) -> None:
    """Fill the table of probabilities, and of their logarithms, from log-odds."""
    for h in range(len(program.choose)):
        row, actions, odd = program.choose[h, 0], program.choose[h, 1], program.choose[h, 2]
        for k in range(WIDTH):
            most, total = 0.0, 0.0
            for a in range(actions - 1):
                most = max(most, state[odd + a, k])
            for a in range(actions):
                log_chance[row + a, k] = (state[odd + a - 1, k] if a else 0.0) - most
                chance[row + a, k] = np.exp(log_chance[row + a, k])
                total += chance[row + a, k]
            for a in range(actions):
                chance[row + a, k] /= total
                log_chance[row + a, k] -= np.log(total)


@compiled
def _expect(program: Any, chance: Any, value: Any) -> None:
    """Fill payoffs of nodes, after those of the ends."""
    first = len(value) - (len(program.expect_at) - 1)
    for s in range(len(program.expect_at) - 1):
        value[first + s] = 0
        for e in range(program.expect_at[s], program.expect_at[s + 1]):
            p, v = program.expect[e, 0], program.expect[e, 1]
            for k in range(WIDTH):
                value[first + s, k] += chance[p, k] * value[v, k]


@compiled
def _reach(program: Any, log_chance: Any, reach: Any, share: Any) -> None:
    """Fill log-reach, and at merged nodes the share of each way in."""
    for x in range(len(program.reach_at) - 1):
        first, end = program.reach_at[x], program.reach_at[x + 1]
        if first == end:
            reach[x] = 0
        for k in range(WIDTH):
            most, total = -np.inf, 0.0
            for e in range(first, end):
                share[e, k] = reach[program.reach[e, 0], k] + log_chance[program.reach[e, 1], k]
                most = max(most, share[e, k])
            if end == first + 1:
                reach[x, k], share[first, k] = most, 1
            elif end > first:
                for e in range(first, end):
                    share[e, k] = np.exp(share[e, k] - most)
                    total += share[e, k]
                for e in range(first, end):
                    share[e, k] /= total
                reach[x, k] = most + np.log(total)


@compiled
def _believe(program: Any, reach: Any, belief: Any) -> None:
    """Fill beliefs; the first stands for sets of one node, where there is no doubt."""
    belief[0] = 1
    for s in range(len(program.weigh_at) - 1):
        first, end = program.weigh_at[s], program.weigh_at[s + 1]
        for k in range(WIDTH):
            most, total = -np.inf, 0.0
            for e in range(first, end):
                most = max(most, reach[program.weigh[e, 0], k])
            for e in range(first, end):
                belief[e + 1, k] = np.exp(reach[program.weigh[e, 0], k] - most)
                total += belief[e + 1, k]
            for e in range(first, end):
                belief[e + 1, k] /= total


@compiled
def _utility(program: Any, belief: Any, value: Any, utility: Any) -> None:
    """Fill the payoff of every action."""
    for u in range(len(program.utility_at) - 1):
        utility[u] = 0
        for e in range(program.utility_at[u], program.utility_at[u + 1]):
            m, v = program.utility[e, 0], program.utility[e, 1]
            for k in range(WIDTH):
                utility[u, k] += belief[m, k] * value[v, k]


@compiled
def _residual(
    program: Any, state: Any, precision: Any, utility: Any, gap: Any, by_precision: Any
) -> None:
    """Fill log-odds less what they should be, and the derivative by precision."""
    for h in range(len(program.choose)):
        odd, first = program.choose[h, 2], program.choose[h, 3]
        for a in range(1, program.choose[h, 1]):
            z = odd + a - 1
            for k in range(WIDTH):
                by_precision[z, k] = utility[first, k] - utility[first + a, k]
                gap[z, k] = state[z, k] + precision[0, k] * by_precision[z, k]


@compiled
def _fill(
    f: Any,
    start: int,
    stop: int,
    w: Any,
    chance: Any,
    value: Any,
    share: Any,
    belief: Any,
    utility: Any,
    precision: Any,
) -> None:
    """Fill entries of one row of the Newton matrix."""
    for e in range(start, stop):
        kind, at, a, b, c = f[e, 0], f[e, 1], f[e, 2], f[e, 3], f[e, 4]
        if kind == BY_CHILD:
            for k in range(WIDTH):
                w[at, k] -= chance[a, k]
        elif kind == BY_CHOICE:
            for k in range(WIDTH):
                w[at, k] -= chance[a, k] * (value[b, k] - value[c, k])
        elif kind == BY_PARENT:
            for k in range(WIDTH):
                w[at, k] -= share[a, k]
        elif kind == BY_STEP:
            for k in range(WIDTH):
                w[at, k] -= share[a, k] * (c - chance[b, k])
        elif kind == BY_PAYOFF:
            for k in range(WIDTH):
                w[at, k] -= b * precision[0, k] * belief[a, k]
        elif kind == BY_BELIEF:
            d, g = f[e, 5], f[e, 6]
            for k in range(WIDTH):
                gain = (value[b, k] - utility[c, k]) - (value[d, k] - utility[g, k])
                w[at, k] -= precision[0, k] * belief[a, k] * gain


@compiled
def _eliminate(program: Any, t: Any) -> None:
    """Fill row after row and subtract earlier ones, right-hand sides with them.

    Pivots are left inverted; `side` becomes the sign of the determinant. Arrays are unpacked once:
    handing on tuples of them would count references at every row.
    """
    diagonal, sides, lower_at, lower, target_at, target, spare = (
        program.order.diagonal,
        program.order.sides,
        program.order.lower_at,
        program.order.lower,
        program.order.target_at,
        program.order.target,
        program.order.spare[0],
    )
    fill_at, fill, eliminated = program.fill_at, program.fill, program.order.eliminated
    w, move, tangent, side = t.matrix, t.move, t.tangent, t.side
    chance, value, share, belief, utility = t.chance, t.value, t.share, t.belief, t.utility
    precision = t.precision
    side[:] = 1
    for i in range(len(diagonal)):
        pivot, first, end = diagonal[i], lower_at[i], lower_at[i + 1]
        for at in range(spare, spare + end - first):
            for k in range(WIDTH):
                w[at, k] = 0
        for at in range(pivot, sides[i] + 2):
            for k in range(WIDTH):
                w[at, k] = 1 if at == pivot else 0
        _fill(fill, fill_at[i], fill_at[i + 1], w, chance, value, share, belief, utility, precision)
        if eliminated[i] < len(move):
            for k in range(WIDTH):
                w[sides[i], k] = move[eliminated[i], k]
                w[sides[i] + 1, k] = tangent[eliminated[i], k]
        for e in range(first, end):
            at, source = spare + e - first, diagonal[lower[e]]
            for k in range(WIDTH):
                w[at, k] *= w[source, k]
            columns = target_at[e + 1] - target_at[e]
            subtract_multiple(w, at, source + 1, target, target_at[e], columns)
        for k in range(WIDTH):
            if w[pivot, k] < 0:
                side[k] = -side[k]
            w[pivot, k] = 1 / w[pivot, k]


@compiled
def _solve(program: Any, t: Any) -> None:
    """Solve for `move` and `tangent`, from the last row up."""
    diagonal, sides, eliminated = (
        program.order.diagonal,
        program.order.sides,
        program.order.eliminated,
    )
    upper_at, upper, w, move, tangent = (
        program.order.upper_at,
        program.order.upper,
        t.matrix,
        t.move,
        t.tangent,
    )
    for i in range(len(diagonal) - 1, -1, -1):
        pivot, side, variable = diagonal[i], sides[i], eliminated[i]
        first = upper_at[i]
        subtract_products(w, side, pivot + 1, upper, first, upper_at[i + 1] - first)
        for k in range(WIDTH):
            w[side, k] *= w[pivot, k]
            w[side + 1, k] *= w[pivot, k]
            if variable < len(move):
                move[variable, k] = w[side, k]
                tangent[variable, k] = w[side + 1, k]


class Tables(NamedTuple):
    """Working space of one block: a row for each quantity, a lane for each instance.

    `chance`, `log_chance`: probabilities of moves, nature's first. `value`: payoffs, those of
    ends first. `precision`: one row. `move`, `tangent`: what `newton` leaves, the change of
    log-odds that repairs the equations at fixed precision, and minus their change with precision.
    """

    chance: Array
    log_chance: Array
    value: Array
    reach: Array
    share: Array
    belief: Array
    utility: Array
    matrix: Array
    precision: Array
    move: Array
    tangent: Array
    side: Array


@compiled
def tables(program: Any, payoffs: int, log_odds: int) -> Any:
    """Return empty working space."""
    rows = program.choose[-1, 0] + program.choose[-1, 1]
    return Tables(
        np.zeros((rows, WIDTH)),
        np.zeros((rows, WIDTH)),
        np.zeros((payoffs + len(program.expect_at) - 1, WIDTH)),
        np.zeros((len(program.reach_at), WIDTH)),
        np.zeros((len(program.reach), WIDTH)),
        np.zeros((len(program.weigh) + 1, WIDTH)),
        np.zeros((len(program.utility_at) - 1, WIDTH)),
        np.zeros((program.order.spare[1], WIDTH)),
        np.zeros((1, WIDTH)),
        np.zeros((log_odds, WIDTH)),
        np.zeros((log_odds, WIDTH)),
        np.zeros(WIDTH),
    )


@compiled
def newton(program: Any, t: Any, state: Any) -> None:
    """Fill `move`, `tangent` and `side` (sign of the determinant) at log-odds `state`."""
    _play(program, state, t.chance, t.log_chance)
    _expect(program, t.chance, t.value)
    _reach(program, t.log_chance, t.reach, t.share)
    _believe(program, t.reach, t.belief)
    _utility(program, t.belief, t.value, t.utility)
    _residual(program, state, t.precision, t.utility, t.move, t.tangent)
    _eliminate(program, t)
    _solve(program, t)
