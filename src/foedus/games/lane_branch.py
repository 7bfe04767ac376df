"""The branch followed compiled: eight instances abreast, each with its own step.

The same predictor–corrector as `branch`, with a second-order predictor and the linear algebra of
`lanes`. A lane whose instance has arrived takes the next of its block. Blocks are independent:
results depend neither on the number of threads nor on which instances are solved together.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.coupling import UNTHINKABLE
from foedus.games.expressions import Array
from foedus.games.lanes import compiled, newton, tables
from foedus.games.lanewise import WIDTH
from foedus.games.sparse import Plan

BLOCK = 128
MOST_STEPS, MOST_CORRECTIONS = 3000, 9
FIRST_STEP, LEAST_STEP, SHORT_STEP = 1.0, 1e-8, 1e-2
# At half as much again, one solution in five hundred of random games was on another branch.
GOOD_DISTANCE, GOOD_CONTRACTION, GOOD_TURN = 0.5, 0.4, 0.45
CAREFUL = 0.3
"""What the limits above are multiplied with when an instance that failed is tried again."""
# Between targets the corrector may stop early: the next step mends what is left.
CLOSE, EXACT, ROUNDING = 3e-2, 1e-12, 1e-8


class Walk(NamedTuple):
    """Where each lane is on its branch; the last row of the tables is the precision.

    `at`, `way`, `curve`: the accepted point, unit tangent, and its change by arc length, measured
    over a step of length `past`. `trial`: where the next Newton system is asked for. By lane:
    `step` under trial, `length` that the next would have, `last` correction's size, `fault` so
    far, `known` orientation (0: none yet), `instance` (-1: idle), `goal`, `tries`, `corrections`,
    `landing` on a target or not.
    """

    at: Array
    way: Array
    curve: Array
    trial: Array
    step: Array
    length: Array
    last: Array
    fault: Array
    known: Array
    past: Array
    instance: NDArray[np.int64]
    goal: NDArray[np.int64]
    tries: NDArray[np.int64]
    corrections: NDArray[np.int64]
    landing: NDArray[np.bool_]


@compiled
def _walk(size: int) -> Any:
    return Walk(
        np.zeros((size, WIDTH)),
        np.zeros((size, WIDTH)),
        np.zeros((size, WIDTH)),
        np.zeros((size, WIDTH)),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
        np.zeros(WIDTH),
        np.full(WIDTH, -1, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.int64),
        np.zeros(WIDTH, dtype=np.bool_),
    )


@compiled
def _begin(walk: Any, t: Any, lane: int, i: int, payoffs: Any, odds: Any) -> None:
    """Put an instance on a lane, at even play and precision zero."""
    for s in range(len(payoffs)):
        t.value[s, lane] = payoffs[s, i]
    for c in range(len(odds)):
        t.chance[c, lane] = odds[c, i]
        t.log_chance[c, lane] = np.log(max(odds[c, i], UNTHINKABLE))
    size = len(walk.at)
    for z in range(size):
        walk.at[z, lane] = walk.way[z, lane] = walk.trial[z, lane] = walk.curve[z, lane] = 0
    walk.way[size - 1, lane] = 1
    walk.step[lane] = walk.last[lane] = walk.fault[lane] = 0
    walk.known[lane] = walk.past[lane] = 0
    walk.length[lane] = FIRST_STEP
    walk.goal[lane] = walk.tries[lane] = walk.corrections[lane] = 0
    walk.landing[lane] = False
    walk.instance[lane] = i


@compiled
def _correct(walk: Any, t: Any, lane: int, care: float) -> bool:
    """Make Newton's move in the plane through the guess; return whether to go on with it."""
    top = len(walk.at) - 1
    along, onward = 0.0, walk.way[top, lane]
    for z in range(top):
        along += walk.way[z, lane] * t.move[z, lane]
        onward -= walk.way[z, lane] * t.tangent[z, lane]
    rise = 0.0 if walk.landing[lane] else along / onward
    size = abs(rise) / (1 + abs(walk.trial[top, lane]))
    for z in range(top):
        change = -t.move[z, lane] - t.tangent[z, lane] * rise
        size = max(size, abs(change) / (1 + abs(walk.trial[z, lane])))
        if not np.isfinite(change):
            size = np.inf
        walk.trial[z, lane] += change
    walk.trial[top, lane] += rise
    near = size <= (EXACT if walk.landing[lane] else CLOSE * care * care)
    if walk.corrections[lane] == 0:
        walk.fault[lane] = np.sqrt(size / GOOD_DISTANCE / care)
    else:
        ratio = size / walk.last[lane]
        if size >= ROUNDING:
            walk.fault[lane] = max(walk.fault[lane], np.sqrt(ratio / GOOD_CONTRACTION / care))
        elif ratio > 0.25:
            near = True
    walk.last[lane] = size
    walk.corrections[lane] += 1
    if near:
        return False
    if walk.fault[lane] < 2 and walk.corrections[lane] < MOST_CORRECTIONS:
        return True
    walk.fault[lane] = np.inf
    return False


@compiled
def _judge(walk: Any, t: Any, lane: int, care: float, found: Any, turns: Any) -> None:
    """Accept a good step and choose the next length, or shorten a bad one."""
    top = len(walk.at) - 1
    onward, steep = walk.way[top, lane], 1.0
    for z in range(top):
        onward -= walk.way[z, lane] * t.tangent[z, lane]
        steep += t.tangent[z, lane] * t.tangent[z, lane]
    norm, sign, step = np.sqrt(steep), (1.0 if onward >= 0 else -1.0), walk.step[lane]
    known, side = walk.known[lane], t.side[lane] * sign
    bad = walk.fault[lane]
    if known != 0:
        bad = max(bad, np.arccos(min(abs(onward) / norm, 1.0)) / GOOD_TURN / care)
    walk.tries[lane] += 1
    if not bad < 2 or (known != 0 and side != known and step > SHORT_STEP):
        walk.length[lane], walk.past[lane] = step / 4, 0
        return
    i = walk.instance[lane]
    if walk.way[top, lane] > 0 and sign < 0:
        turns[i] += 1
    for z in range(top + 1):
        new = sign / norm if z == top else -sign * t.tangent[z, lane] / norm
        walk.curve[z, lane] = (new - walk.way[z, lane]) / step if step > 0 else 0.0
        walk.way[z, lane] = new
        walk.at[z, lane] = walk.trial[z, lane]
    walk.known[lane], walk.past[lane] = side, step
    if walk.landing[lane]:
        for z in range(top):
            found[walk.goal[lane], i, z] = walk.at[z, lane]
        walk.goal[lane] += 1
    longer = step / min(max(bad, 0.5), 2.0)
    # A short landing is no evidence that longer steps would do than were trusted before.
    if walk.landing[lane]:
        longer = max(longer, walk.length[lane])
    if step > 0:
        walk.length[lane] = longer


@compiled
def _set_out(walk: Any, lane: int, target: float) -> None:
    """Guess the next point along tangent and curvature, no further than the target."""
    top = len(walk.at) - 1
    climb, left = walk.way[top, lane], target - walk.at[top, lane]
    walk.landing[lane] = climb > 0 and left / climb <= walk.length[lane]
    step = walk.step[lane] = left / climb if walk.landing[lane] else walk.length[lane]
    # A curvature measured over a short step, or before one that failed, is not worth much.
    half = 0.5 * step * step if step <= 4 * walk.past[lane] else 0.0
    for z in range(top + 1):
        walk.trial[z, lane] = (
            walk.at[z, lane] + step * walk.way[z, lane] + half * walk.curve[z, lane]
        )
    if walk.landing[lane]:
        walk.trial[top, lane] = target
    walk.corrections[lane] = 0


@compiled
def _follow_block(
    program: Any,
    payoffs: Any,
    odds: Any,
    targets: Any,
    start: int,
    stop: int,
    care: float,
    found: Any,
    turns: Any,
) -> None:
    """Follow the branches of instances `start` to `stop`."""
    log_odds, goals, following = found.shape[2], len(targets), start
    t, walk = tables(program, len(payoffs), log_odds), _walk(log_odds + 1)
    while True:
        busy = False
        for lane in range(WIDTH):
            while walk.instance[lane] < 0 and following < stop:
                if np.isfinite(targets[goals - 1, following]):
                    _begin(walk, t, lane, following, payoffs, odds)
                following += 1
            busy |= walk.instance[lane] >= 0
        if not busy:
            return
        t.precision[0] = walk.trial[log_odds]
        newton(program, t, walk.trial)
        for lane in range(WIDTH):
            if walk.instance[lane] < 0 or _correct(walk, t, lane, care):
                continue
            _judge(walk, t, lane, care, found, turns)
            short = walk.length[lane] < LEAST_STEP or walk.tries[lane] > MOST_STEPS
            if walk.goal[lane] == goals or short:
                walk.instance[lane] = -1
            else:
                _set_out(walk, lane, targets[walk.goal[lane], walk.instance[lane]])


def follow_lanes(
    plan: Plan, payoffs: Array, odds: Array, targets: Array, threads: int | None = None
) -> tuple[Array, NDArray[np.int64]]:
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
    inputs = np.ascontiguousarray(payoffs), np.ascontiguousarray(odds)

    def run(wanted: Array, care: float) -> None:
        def block(start: int) -> None:
            stop = min(start + BLOCK, n)
            _follow_block(plan.program, *inputs, wanted, start, stop, care, found, turns)

        if n <= BLOCK:
            block(0)
        else:
            with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
                list(pool.map(block, range(0, n, BLOCK)))

    run(np.ascontiguousarray(targets), 1.0)
    if plan.log_odds:
        failed = np.isnan(found[-1, :, 0]) & np.isfinite(targets[-1])
        if failed.any():
            turns[failed] = 0
            run(np.where(failed, targets, np.nan), CAREFUL)
    return found, turns
