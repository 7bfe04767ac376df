"""Several logit equilibria of one game: Newton's method from many starts, each answer certified.

The principal branch of the logit quantal response correspondence is one equilibrium; where what
one does tells of what one knows there can be more (McKelvey & Palfrey 1998, section 5). From even
to steep random conduct, as it is and after some damped replies, Newton's method is run at the
precision itself. What it finds is certified like every other solution; that there is no further
equilibrium it does not prove.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.aqre import log_plays, payoff_range
from foedus.games.branch import Newton
from foedus.games.certificate import action_values, all_beliefs, certify
from foedus.games.expressions import Array
from foedus.games.flat import log_softmax
from foedus.games.numbers import Numbers, evaluate
from foedus.games.recall import refuse_forgetting
from foedus.games.response import moved_infosets
from foedus.games.solution import Solution, node_values
from foedus.games.sparse import plan
from foedus.games.tree import Tree

STARTS = 40
_NEAR, _FAR = 2.0, 6.0
"""Standard deviation of the log-odds of the last start without and with replies; the first is even
play. Equilibria that replies lead away from are found from nearby only."""
_REPLIES = 60
_DAMPING = 0.15
_NEWTON = 40
_LONGEST = 3.0
"""The longest step of Newton's method, in log-odds."""


def many_aqre(
    tree: Tree,
    params: Mapping[str, ArrayLike],
    precision: float,
    starts: int = STARTS,
    seed: int = 0,
) -> Solution:
    """Look for logit equilibria of each instance from several starts.

    Parameters
    ----------
    tree
        The game.
    params
        Values of its parameters; arrays of equal length ``n`` make a batch.
    precision
        Of the players' choices, in units of 1 / payoff.
    starts
        From how many random starts.
    seed
        Of the starts, which are the same for every instance.

    Returns
    -------
    Solution
        Of ``starts * n`` instances, that of start ``s`` and instance ``i`` at ``s * n + i``; what
        did not converge, or is no equilibrium, is NaN. Several starts may find the same.

    Examples
    --------
    Two players who do not see each other and gain by doing alike:

    >>> from foedus.games import Builder
    >>> b = Builder(("A", "B"))
    >>> def reply(a):
    ...     ends = {x: b.terminal((a == x, a == x)) for x in ("left", "right")}
    ...     return b.decision("B", ends, "unseen")
    >>> tree = b.tree(b.decision("A", {x: reply(x) for x in ("left", "right")}))
    >>> found = many_aqre(tree, {}, 8.0)
    >>> sorted({round(float(p), 3) for p in found.probability(0, "left") if p == p})
    [0.0, 0.5, 1.0]
    """
    refuse_forgetting(tree)
    once = evaluate(tree, params)
    n = once.n
    numbers = once.some(np.tile(np.arange(n), starts))
    scale = payoff_range(numbers)
    with np.errstate(all="ignore"):
        play = _started(tree, numbers, precision, starts, n, seed)
        if moved_infosets(tree):
            made = plan(tree)
            newton = made.at(numbers, scale)
            play = made.log_play(_converged(newton, play, precision * scale))
        else:
            (play,) = log_plays(tree, numbers, np.array([precision]))
        return certify(tree, numbers, "aqre", precision, play)


def distinct(found: Solution, starts: int, digits: int = 5) -> list[list[int]]:
    """Return by instance the places in `found` of equilibria that differ, as they came."""
    rows = np.round(np.concatenate(found.profile), digits) + 0.0
    listed: list[dict[bytes, int]] = [{} for _ in range(len(found.ok) // starts)]
    for place in np.flatnonzero(found.ok).tolist():
        listed[place % len(listed)].setdefault(rows[:, place].tobytes(), place)
    return [list(known.values()) for known in listed]


def _started(
    tree: Tree, numbers: Numbers, precision: float, starts: int, n: int, seed: int
) -> list[Array]:
    """Return random conduct: of every other start as drawn, of the rest after damped replies."""
    rng = np.random.default_rng(seed)
    spread = np.linspace(0, 1, starts) * np.where(np.arange(starts) % 2 == 1, _FAR, _NEAR)
    play = [
        log_softmax(np.repeat(spread * rng.standard_normal((len(h.actions), starts)), n, axis=1))
        for h in tree.infosets
    ]
    replies = np.repeat(np.arange(starts) % 2 == 1, n)
    for _ in range(_REPLIES):
        profile = [np.exp(p) for p in play]
        beliefs, _ = all_beliefs(tree, numbers, play)
        values = node_values(tree, numbers, profile)
        utility = action_values(tree, beliefs, values, numbers.n)
        play = [
            np.where(replies, log_softmax((1 - _DAMPING) * p + _DAMPING * precision * u), p)
            for p, u in zip(play, utility, strict=True)
        ]
    return play


def _converged(newton: Newton, play: list[Array], target: Array) -> Array:
    """Return the log-odds that Newton's method leads to; a singular system ends in NaN."""
    state = np.concatenate([p[1:] - p[0] for p in play]).T
    rows = np.arange(len(state))
    for _ in range(_NEWTON):
        move, _, _ = newton(state, target, rows)
        longest = np.abs(move).max(axis=1, keepdims=True)
        state = state + move * np.minimum(1.0, _LONGEST / np.maximum(longest, 1e-300))
    return state
