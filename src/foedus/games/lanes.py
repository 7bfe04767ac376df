"""One Newton system of eight instances abreast, compiled.

What `response` does readably: play, payoffs, reach, beliefs, and how they move with the log-odds
of choices; then the sparse elimination that `sparse` worked out. One instance is one lane of the
innermost axis, so every instruction works on eight at once. Compiled code is kept on disk until
this file changes: touch it after changing `lanewise` or `lane_steps`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from foedus.compiling import njit
from foedus.games.expressions import Array
from foedus.games.lane_steps import (
    add,
    add_product,
    clear,
    divide,
    invert,
    multiply,
    put,
    put_difference,
    put_exp,
    put_one,
    put_sum,
    raise_to,
    subtract,
    subtract_change,
    subtract_excess,
    subtract_product,
    subtract_rest,
)
from foedus.games.lanewise import WIDTH, subtract_multiple, subtract_products
from foedus.games.sparse import KINDS

BY_CHILD, BY_CHOICE, BY_PARENT, BY_STEP, BY_PAYOFF, BY_BELIEF = range(len(KINDS))

compiled = njit(error_model="numpy", fastmath={"contract"})


@compiled
def _play(program: Any, state: Any, chance: Any, log_chance: Any, room: Any) -> None:
    """Fill the table of probabilities, and of their logarithms, from log-odds."""
    zero, most, total = 0, 1, 2
    room[zero] = 0
    for h in range(len(program.choose)):
        row = program.choose[h, 0]
        actions = program.choose[h, 1]
        odd = program.choose[h, 2]
        put(room, most, room, zero)
        for a in range(actions - 1):
            raise_to(room, most, state, odd + a)
        put_exp(chance, row, room, zero, room, most)
        put(room, total, chance, row)
        for a in range(1, actions):
            put_exp(chance, row + a, state, odd + a - 1, room, most)
            add(room, total, chance, row + a)
        for a in range(actions):
            divide(chance, row + a, room, total)
        for lane in range(WIDTH):
            room[most, lane] += np.log(room[total, lane])
        put_difference(log_chance, row, room, zero, room, most)
        for a in range(1, actions):
            put_difference(log_chance, row + a, state, odd + a - 1, room, most)


@compiled
def _expect(program: Any, chance: Any, value: Any) -> None:
    """Fill payoffs of nodes, after those of the ends."""
    first = len(value) - (len(program.expect_at) - 1)
    for s in range(len(program.expect_at) - 1):
        value[first + s] = 0
        for e in range(program.expect_at[s], program.expect_at[s + 1]):
            add_product(value, first + s, chance, program.expect[e, 0], value, program.expect[e, 1])


@compiled
def _reach(program: Any, log_chance: Any, reach: Any, share: Any, room: Any) -> None:
    """Fill log-reach, and at merged nodes the share of each way in."""
    most, total = 1, 2
    for x in range(len(program.reach_at) - 1):
        first, end = program.reach_at[x], program.reach_at[x + 1]
        if first == end:
            reach[x] = 0
        elif end == first + 1:
            put_sum(reach, x, reach, program.reach[first, 0], log_chance, program.reach[first, 1])
            share[first] = 1
        else:
            room[most] = -np.inf
            room[total] = 0
            for e in range(first, end):
                put_sum(share, e, reach, program.reach[e, 0], log_chance, program.reach[e, 1])
                raise_to(room, most, share, e)
            for e in range(first, end):
                put_exp(share, e, share, e, room, most)
                add(room, total, share, e)
            for e in range(first, end):
                divide(share, e, room, total)
            for lane in range(WIDTH):
                reach[x, lane] = room[most, lane] + np.log(room[total, lane])


@compiled
def _believe(program: Any, reach: Any, belief: Any, room: Any) -> None:
    """Fill beliefs; the first stands for sets of one node, where there is no doubt."""
    most, total = 1, 2
    belief[0] = 1
    for s in range(len(program.weigh_at) - 1):
        first, end = program.weigh_at[s], program.weigh_at[s + 1]
        room[most] = -np.inf
        room[total] = 0
        for e in range(first, end):
            raise_to(room, most, reach, program.weigh[e, 0])
        for e in range(first, end):
            put_exp(belief, e + 1, reach, program.weigh[e, 0], room, most)
            add(room, total, belief, e + 1)
        for e in range(first, end):
            divide(belief, e + 1, room, total)


@compiled
def _utility(program: Any, belief: Any, value: Any, utility: Any) -> None:
    """Fill the payoff of every action."""
    for u in range(len(program.utility_at) - 1):
        utility[u] = 0
        for e in range(program.utility_at[u], program.utility_at[u + 1]):
            add_product(utility, u, belief, program.utility[e, 0], value, program.utility[e, 1])


@compiled
def _residual(
    program: Any, state: Any, precision: Any, utility: Any, gap: Any, by_precision: Any
) -> None:
    """Fill log-odds less what they should be, and the derivative by precision."""
    for h in range(len(program.choose)):
        odd, first = program.choose[h, 2], program.choose[h, 3]
        for a in range(1, program.choose[h, 1]):
            z = odd + a - 1
            put_difference(by_precision, z, utility, first, utility, first + a)
            put(gap, z, state, z)
            add_product(gap, z, precision, 0, by_precision, z)


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
        kind, at = f[e, 0], f[e, 1]
        if kind == BY_CHILD:
            subtract(w, at, chance, f[e, 2])
        elif kind == BY_CHOICE:
            subtract_change(w, at, chance, f[e, 2], value, f[e, 3], value, f[e, 4])
        elif kind == BY_PARENT:
            subtract(w, at, share, f[e, 2])
        elif kind == BY_STEP:
            if f[e, 4]:
                subtract_rest(w, at, share, f[e, 2], chance, f[e, 3])
            else:
                add_product(w, at, share, f[e, 2], chance, f[e, 3])
        elif kind == BY_PAYOFF:
            if f[e, 3] > 0:
                subtract_product(w, at, precision, 0, belief, f[e, 2])
            else:
                add_product(w, at, precision, 0, belief, f[e, 2])
        elif kind == BY_BELIEF:
            subtract_excess(
                w,
                at,
                precision,
                0,
                belief,
                f[e, 2],
                value,
                f[e, 3],
                utility,
                f[e, 4],
                value,
                f[e, 5],
                utility,
                f[e, 6],
            )


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
            clear(w, at)
        for at in range(pivot, sides[i] + 2):
            clear(w, at)
        put_one(w, pivot)
        _fill(fill, fill_at[i], fill_at[i + 1], w, chance, value, share, belief, utility, precision)
        if eliminated[i] < len(move):
            put(w, sides[i], move, eliminated[i])
            put(w, sides[i] + 1, tangent, eliminated[i])
        for e in range(first, end):
            k, at = lower[e], spare + e - first
            multiply(w, at, w, diagonal[k])
            columns = target_at[e + 1] - target_at[e]
            subtract_multiple(w, at, diagonal[k] + 1, target, target_at[e], columns)
        for lane in range(WIDTH):
            if w[pivot, lane] < 0:
                side[lane] = -side[lane]
        invert(w, pivot)


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
    for k in range(len(diagonal) - 1, -1, -1):
        pivot, first, variable = diagonal[k], upper_at[k], eliminated[k]
        subtract_products(w, sides[k], pivot + 1, upper, first, upper_at[k + 1] - first)
        multiply(w, sides[k], w, pivot)
        multiply(w, sides[k] + 1, w, pivot)
        if variable < len(move):
            put(move, variable, w, sides[k])
            put(tangent, variable, w, sides[k] + 1)


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
    room: Array
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
        np.zeros((3, WIDTH)),
        np.zeros((1, WIDTH)),
        np.zeros((log_odds, WIDTH)),
        np.zeros((log_odds, WIDTH)),
        np.zeros(WIDTH),
    )


@compiled
def newton(program: Any, t: Any, state: Any) -> None:
    """Fill `move`, `tangent` and `side` (sign of the determinant) at log-odds `state`."""
    _play(program, state, t.chance, t.log_chance, t.room)
    _expect(program, t.chance, t.value)
    _reach(program, t.log_chance, t.reach, t.share, t.room)
    _believe(program, t.reach, t.belief, t.room)
    _utility(program, t.belief, t.value, t.utility)
    _residual(program, state, t.precision, t.utility, t.move, t.tangent)
    _eliminate(program, t)
    _solve(program, t)
