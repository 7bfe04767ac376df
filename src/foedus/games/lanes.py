"""The branch followed compiled: eight instances abreast, each with its own step.

The same predictor–corrector as `branch`, with the linear algebra of `sparse` and a second-order
predictor. One instance is one lane of the innermost axis, so every instruction works on eight at
once; a lane that arrives takes the next instance of its block. Blocks are independent: results
depend neither on the number of threads nor on which instances are solved together.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit

from foedus.games.coupling import UNTHINKABLE
from foedus.games.expressions import Array
from foedus.games.lanewise import WIDTH, Lanes, lanewise
from foedus.games.sparse import Plan

BLOCK = 128
MOST_STEPS, MOST_CORRECTIONS = 3000, 9
FIRST_STEP, LEAST_STEP, SHORT_STEP = 0.5, 1e-8, 1e-2
GOOD_DISTANCE, GOOD_CONTRACTION, GOOD_TURN = 0.3, 0.3, 0.3
CLOSE, EXACT, ROUNDING = 1e-5, 1e-12, 1e-8

_compiled = njit(cache=True, error_model="numpy", fastmath={"contract"}, nogil=True)


@lanewise
def _set(target: Lanes, a: Lanes) -> Lanes:
    """Become a."""
    return a


@lanewise
def _add(target: Lanes, a: Lanes) -> Lanes:
    """Add a."""
    return target + a


@lanewise
def _set_sum(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become a + b."""
    return a + b


@lanewise
def _set_difference(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become a - b."""
    return a - b


@lanewise
def _raise_to(target: Lanes, a: Lanes) -> Lanes:
    """Become the larger of itself and a."""
    return target.at_least(a)


@lanewise
def _set_exp(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become exp(a - b)."""
    return (a - b).exp()


@lanewise
def _divide(target: Lanes, a: Lanes) -> Lanes:
    """Divide by a."""
    return target / a


@lanewise
def _invert(target: Lanes) -> Lanes:
    """Become one over itself."""
    return target.of(1) / target


@lanewise
def _multiply(target: Lanes, a: Lanes) -> Lanes:
    """Multiply by a."""
    return target * a


@lanewise
def _add_product(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Add a × b."""
    return target + a * b


@lanewise
def _subtract_product(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Subtract a × b."""
    return target - a * b


@lanewise
def _subtract(target: Lanes, a: Lanes) -> Lanes:
    """Subtract a."""
    return target - a


@lanewise
def _subtract_change(target: Lanes, p: Lanes, v: Lanes, w: Lanes) -> Lanes:
    """Subtract p × (v - w)."""
    return target - p * (v - w)


@lanewise
def _subtract_rest(target: Lanes, s: Lanes, p: Lanes) -> Lanes:
    """Subtract s × (1 - p)."""
    return target - s * (target.of(1) - p)


@lanewise
def _subtract_excess(
    target: Lanes, l: Lanes, m: Lanes, v: Lanes, u: Lanes, v0: Lanes, u0: Lanes
) -> Lanes:
    """Subtract l × m × ((v - u) - (v0 - u0))."""
    return target - l * m * ((v - u) - (v0 - u0))


@_compiled
def _play(program: Any, state: Any, chance: Any, log_chance: Any, room: Any) -> None:
    """Fill the table of probabilities, and of their logarithms, from log-odds."""
    zero, most, total = 0, 1, 2
    room[zero] = 0
    for h in range(len(program.choose)):
        row = program.choose[h, 0]
        actions = program.choose[h, 1]
        odd = program.choose[h, 2]
        _set(room, most, room, zero)
        for a in range(actions - 1):
            _raise_to(room, most, state, odd + a)
        _set_exp(chance, row, room, zero, room, most)
        _set(room, total, chance, row)
        for a in range(1, actions):
            _set_exp(chance, row + a, state, odd + a - 1, room, most)
            _add(room, total, chance, row + a)
        for a in range(actions):
            _divide(chance, row + a, room, total)
        for lane in range(WIDTH):
            room[most, lane] += np.log(room[total, lane])
        _set_difference(log_chance, row, room, zero, room, most)
        for a in range(1, actions):
            _set_difference(log_chance, row + a, state, odd + a - 1, room, most)


@_compiled
def _expect(program: Any, chance: Any, value: Any) -> None:
    """Fill payoffs of nodes, after those of the ends."""
    first = len(value) - (len(program.expect_at) - 1)
    for s in range(len(program.expect_at) - 1):
        value[first + s] = 0
        for e in range(program.expect_at[s], program.expect_at[s + 1]):
            _add_product(
                value, first + s, chance, program.expect[e, 0], value, program.expect[e, 1]
            )


@_compiled
def _reach(program: Any, log_chance: Any, reach: Any, share: Any, room: Any) -> None:
    """Fill log-reach, and at merged nodes the share of each way in."""
    most, total = 1, 2
    for x in range(len(program.reach_at) - 1):
        first, end = program.reach_at[x], program.reach_at[x + 1]
        if first == end:
            reach[x] = 0
        elif end == first + 1:
            _set_sum(reach, x, reach, program.reach[first, 0], log_chance, program.reach[first, 1])
            share[first] = 1
        else:
            room[most] = -np.inf
            room[total] = 0
            for e in range(first, end):
                _set_sum(share, e, reach, program.reach[e, 0], log_chance, program.reach[e, 1])
                _raise_to(room, most, share, e)
            for e in range(first, end):
                _set_exp(share, e, share, e, room, most)
                _add(room, total, share, e)
            for e in range(first, end):
                _divide(share, e, room, total)
            for lane in range(WIDTH):
                reach[x, lane] = room[most, lane] + np.log(room[total, lane])


@_compiled
def _believe(program: Any, reach: Any, belief: Any, room: Any) -> None:
    """Fill beliefs; the first stands for sets of one node, where there is no doubt."""
    most, total = 1, 2
    belief[0] = 1
    for s in range(len(program.weigh_at) - 1):
        first, end = program.weigh_at[s], program.weigh_at[s + 1]
        room[most] = -np.inf
        room[total] = 0
        for e in range(first, end):
            _raise_to(room, most, reach, program.weigh[e, 0])
        for e in range(first, end):
            _set_exp(belief, e + 1, reach, program.weigh[e, 0], room, most)
            _add(room, total, belief, e + 1)
        for e in range(first, end):
            _divide(belief, e + 1, room, total)


@_compiled
def _utility(program: Any, belief: Any, value: Any, utility: Any) -> None:
    """Fill the payoff of every action."""
    for u in range(len(program.utility_at) - 1):
        utility[u] = 0
        for e in range(program.utility_at[u], program.utility_at[u + 1]):
            _add_product(utility, u, belief, program.utility[e, 0], value, program.utility[e, 1])


@_compiled
def _residual(
    program: Any, state: Any, precision: Any, utility: Any, gap: Any, by_precision: Any
) -> None:
    """Fill log-odds less what they should be, and the derivative by precision."""
    for h in range(len(program.choose)):
        odd, first = program.choose[h, 2], program.choose[h, 3]
        for a in range(1, program.choose[h, 1]):
            z = odd + a - 1
            _set_difference(by_precision, z, utility, first, utility, first + a)
            _set(gap, z, state, z)
            _add_product(gap, z, precision, 0, by_precision, z)


@_compiled
def _matrix(
    program: Any,
    precision: Any,
    chance: Any,
    value: Any,
    share: Any,
    belief: Any,
    utility: Any,
    w: Any,
) -> None:
    """Fill the Newton matrix."""
    w[:] = 0
    for k in range(len(program.diagonal)):
        w[program.diagonal[k]] = 1
    f = program.by_child
    for e in range(len(f)):
        _subtract(w, f[e, 0], chance, f[e, 1])
    f = program.by_choice
    for e in range(len(f)):
        _subtract_change(w, f[e, 0], chance, f[e, 1], value, f[e, 2], value, f[e, 3])
    f = program.by_parent
    for e in range(len(f)):
        _subtract(w, f[e, 0], share, f[e, 1])
    f = program.by_step
    for e in range(len(f)):
        if f[e, 3]:
            _subtract_rest(w, f[e, 0], share, f[e, 1], chance, f[e, 2])
        else:
            _add_product(w, f[e, 0], share, f[e, 1], chance, f[e, 2])
    f = program.by_payoff
    for e in range(len(f)):
        if f[e, 2] > 0:
            _subtract_product(w, f[e, 0], precision, 0, belief, f[e, 1])
        else:
            _add_product(w, f[e, 0], precision, 0, belief, f[e, 1])
    f = program.by_belief
    for e in range(len(f)):
        _subtract_excess(
            w,
            f[e, 0],
            precision,
            0,
            belief,
            f[e, 1],
            value,
            f[e, 2],
            utility,
            f[e, 3],
            value,
            f[e, 4],
            utility,
            f[e, 5],
        )


@_compiled
def _eliminate(program: Any, w: Any, side: Any) -> None:
    """Factor the matrix in place, pivots inverted; `side` becomes its determinant's sign."""
    side[:] = 1
    for k in range(len(program.diagonal)):
        pivot = program.diagonal[k]
        for lane in range(WIDTH):
            if w[pivot, lane] < 0:
                side[lane] = -side[lane]
        _invert(w, pivot)
        count = program.upper_at[k + 1] - program.upper_at[k]
        for e in range(program.lower_at[k], program.lower_at[k + 1]):
            at, first = program.lower[e, 0], program.target_at[e]
            _multiply(w, at, w, pivot)
            for j in range(count):
                _subtract_product(w, program.target[first + j], w, at, w, pivot + 1 + j)


@_compiled
def _solve(program: Any, w: Any, right: Any, work: Any) -> None:
    """Solve for a right-hand side that concerns log-odds only, in place."""
    size, log_odds = len(program.diagonal), len(right)
    for k in range(size):
        if program.eliminated[k] < log_odds:
            _set(work, k, right, program.eliminated[k])
        else:
            work[k] = 0
    for k in range(size):
        for e in range(program.lower_at[k], program.lower_at[k + 1]):
            _subtract_product(work, program.lower[e, 1], w, program.lower[e, 0], work, k)
    for k in range(size - 1, -1, -1):
        pivot, first = program.diagonal[k], program.upper_at[k]
        for j in range(program.upper_at[k + 1] - first):
            _subtract_product(work, k, w, pivot + 1 + j, work, program.upper[first + j])
        _multiply(work, k, w, pivot)
        if program.eliminated[k] < log_odds:
            _set(right, program.eliminated[k], work, k)


@_compiled
def _follow_block(
    program: Any,
    entries: int,
    payoffs: Any,
    odds: Any,
    targets: Any,
    start: int,
    stop: int,
    found: Any,
    turns: Any,
) -> None:
    """Follow the branches of one block of instances, a lane each."""
    log_odds = found.shape[2]
    rows = program.choose[-1, 0] + program.choose[-1, 1]
    value = np.zeros((len(payoffs) + len(program.expect_at) - 1, WIDTH))
    chance, log_chance = np.zeros((rows, WIDTH)), np.zeros((rows, WIDTH))
    reach, share = np.zeros((len(program.reach_at), WIDTH)), np.zeros((len(program.reach), WIDTH))
    belief = np.zeros((len(program.weigh) + 1, WIDTH))
    utility = np.zeros((len(program.utility_at) - 1, WIDTH))
    w = np.zeros((entries, WIDTH))
    room = np.zeros((3, WIDTH))
    precision = np.zeros((1, WIDTH))
    work = np.zeros((len(program.diagonal), WIDTH))
    move, tangent = np.zeros((log_odds, WIDTH)), np.zeros((log_odds, WIDTH))
    at, way, trial = (
        np.zeros((log_odds, WIDTH)),
        np.zeros((log_odds, WIDTH)),
        np.zeros((log_odds, WIDTH)),
    )
    curve = np.zeros((log_odds, WIDTH))
    at_l, way_l, trial_l, curve_l = (
        np.zeros(WIDTH),
        np.ones(WIDTH),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
    )
    side, known = np.ones(WIDTH), np.zeros(WIDTH)
    length, step, last, fault = np.ones(WIDTH), np.ones(WIDTH), np.zeros(WIDTH), np.zeros(WIDTH)
    landing = np.zeros(WIDTH, dtype=np.bool_)
    goal, tries, corrections = (
        np.zeros(WIDTH, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.int64),
    )
    instance = np.full(WIDTH, -1, dtype=np.int64)
    following = start
    goals = len(targets)
    while True:
        busy = False
        for lane in range(WIDTH):
            while instance[lane] < 0 and following < stop:
                if np.isfinite(targets[goals - 1, following]):
                    i = instance[lane] = following
                    for s in range(len(payoffs)):
                        value[s, lane] = payoffs[s, i]
                    for c in range(len(odds)):
                        chance[c, lane] = odds[c, i]
                        log_chance[c, lane] = np.log(max(odds[c, i], UNTHINKABLE))
                    for z in range(log_odds):
                        at[z, lane] = way[z, lane] = trial[z, lane] = curve[z, lane] = 0
                    at_l[lane] = trial_l[lane] = curve_l[lane] = last[lane] = fault[lane] = 0
                    way_l[lane] = 1
                    known[lane] = 0
                    length[lane], step[lane] = FIRST_STEP, 0
                    landing[lane] = False
                    goal[lane] = tries[lane] = corrections[lane] = 0
                following += 1
            busy |= instance[lane] >= 0
        if not busy:
            return
        precision[0] = trial_l
        _play(program, trial, chance, log_chance, room)
        _expect(program, chance, value)
        _reach(program, log_chance, reach, share, room)
        _believe(program, reach, belief, room)
        _utility(program, belief, value, utility)
        _residual(program, trial, precision, utility, move, tangent)
        _matrix(program, precision, chance, value, share, belief, utility, w)
        _eliminate(program, w, side)
        _solve(program, w, move, work)
        _solve(program, w, tangent, work)
        for lane in range(WIDTH):
            i = instance[lane]
            if i < 0:
                continue
            # Newton's move stays in the plane through the guess that is normal to the way.
            along, onward, steep = 0.0, way_l[lane], 1.0
            for z in range(log_odds):
                along += way[z, lane] * move[z, lane]
                onward -= way[z, lane] * tangent[z, lane]
                steep += tangent[z, lane] * tangent[z, lane]
            move_l = 0.0 if landing[lane] else along / onward
            size = abs(move_l) / (1 + abs(trial_l[lane]))
            for z in range(log_odds):
                change = -move[z, lane] - tangent[z, lane] * move_l
                size = max(size, abs(change) / (1 + abs(trial[z, lane])))
                if not np.isfinite(change):
                    size = np.inf
                trial[z, lane] += change
            trial_l[lane] += move_l
            if corrections[lane] == 0:
                fault[lane] = np.sqrt(size / GOOD_DISTANCE)
            elif size >= ROUNDING:
                ratio = np.sqrt(size / last[lane] / GOOD_CONTRACTION)
                fault[lane] = max(fault[lane], ratio)
            near = size <= (EXACT if landing[lane] else CLOSE)
            if corrections[lane] and size < ROUNDING and size > 0.25 * last[lane]:
                near = True
            last[lane] = size
            corrections[lane] += 1
            if not near and fault[lane] < 2 and corrections[lane] < MOST_CORRECTIONS:
                continue
            norm = np.sqrt(steep)
            sign = 1.0 if onward >= 0 else -1.0
            bend = np.arccos(min(abs(onward) / norm, 1.0))
            badness = max(fault[lane], bend / GOOD_TURN if known[lane] != 0 else 0.0)
            turned = known[lane] != 0 and side[lane] * sign != known[lane]
            good = near and badness < 2 and not (turned and step[lane] > SHORT_STEP)
            tries[lane] += 1
            if good:
                if way_l[lane] > 0 and sign < 0:
                    turns[i] += 1
                for z in range(log_odds):
                    new = -sign * tangent[z, lane] / norm
                    curve[z, lane] = (new - way[z, lane]) / step[lane] if step[lane] > 0 else 0.0
                    way[z, lane] = new
                    at[z, lane] = trial[z, lane]
                new_l = sign / norm
                curve_l[lane] = (new_l - way_l[lane]) / step[lane] if step[lane] > 0 else 0.0
                way_l[lane], at_l[lane], known[lane] = new_l, trial_l[lane], side[lane] * sign
                if landing[lane]:
                    for z in range(log_odds):
                        found[goal[lane], i, z] = at[z, lane]
                    goal[lane] += 1
                    step[lane] = max(step[lane], length[lane])
                if step[lane] > 0:
                    length[lane] = step[lane] / min(max(badness, 0.5), 2.0)
            else:
                length[lane] = step[lane] / 4
            if goal[lane] == goals or length[lane] < LEAST_STEP or tries[lane] > MOST_STEPS:
                instance[lane] = -1
                continue
            left = targets[goal[lane], i] - at_l[lane]
            step[lane] = length[lane]
            landing[lane] = way_l[lane] > 0 and left / way_l[lane] <= length[lane]
            if landing[lane]:
                step[lane] = left / way_l[lane]
            half = 0.5 * step[lane] * step[lane]
            for z in range(log_odds):
                trial[z, lane] = at[z, lane] + step[lane] * way[z, lane] + half * curve[z, lane]
            trial_l[lane] = at_l[lane] + step[lane] * way_l[lane] + half * curve_l[lane]
            if landing[lane]:
                trial_l[lane] = targets[goal[lane], i]
            corrections[lane] = 0


def follow_lanes(
    plan: Plan, payoffs: Array, odds: Array, targets: Array, threads: int | None = None
) -> tuple[Array, Array]:
    """Follow branches through ascending targets, shape (targets, n).

    Parameters
    ----------
    plan
        The tree's equations, from `sparse.plan`.
    payoffs, odds
        Shape (expressions, n), of the plan's payoffs and chance probabilities.
    targets
        NaN in the last row leaves an instance out.
    threads
        How many blocks are solved at a time; by default, the processors at hand.

    Returns
    -------
    tuple
        Log-odds, shape (targets, n, log_odds), NaN where not reached; and how often each branch
        turned back, shape (n,).
    """
    n = targets.shape[1]
    found = np.full((*targets.shape, plan.log_odds), np.nan)
    turns = np.zeros(n, dtype=np.int64)
    args = (np.ascontiguousarray(payoffs), np.ascontiguousarray(odds), targets)

    def block(start: int) -> None:
        stop = min(start + BLOCK, n)
        _follow_block(plan.program, plan.entries, *args, start, stop, found, turns)

    starts = range(0, n, BLOCK)
    if len(starts) <= 1:
        block(0)
    else:
        with ThreadPoolExecutor(threads or len(os.sched_getaffinity(0))) as pool:
            list(pool.map(block, starts))
    return found, turns
