"""Banzhaf and Shapley–Shubik indices of weighted games by generating functions, in floats."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.weighted_game import WeightedGame

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_CELLS = 100_000_000_000
_MOST_KEPT = 20_000_000
_WORTH_THREADS = 200_000_000
_EXACT_UP_TO = 200
_NEGLIGIBLE = 1e-28
_SMALL = 1e-12


def weighted_power(game: WeightedGame) -> tuple[Floats, Floats, float, float] | None:
    """Return Banzhaf and Shapley–Shubik indices, and the chances of passing and failing at 1/2.

    Up to 200 members the integral of Shapley and Shubik is taken at as many nodes as make it
    exact. Beyond, the integrand is a bump of a width that falls with the root of the members:
    fewer nodes are tried, and those left out at which nothing can be decided (Hoeffding's bound);
    the result is kept if the indices sum to 1 within 1e-12 and none is so small that what was left
    out could matter to it.

    Parameters
    ----------
    game
        One that ballots decide.

    Returns
    -------
    tuple, or None
        ``None`` where the weights are too fine for this method.

    Examples
    --------
    >>> banzhaf, shapley, passing, failing = weighted_power(WeightedGame((3, 2, 2), 3))
    >>> banzhaf.tolist(), passing
    ([0.75, 0.25, 0.25], 0.625)
    """
    from foedus.decisions.kernels import below_quota

    game = game.reduced()
    dual = game.dual()
    members, quota = len(game.weights), min(game.quota, dual.quota)
    array = np.array(game.weights, dtype=np.int64)
    kinds, kind, found = np.unique(array, return_inverse=True, return_counts=True)
    counts = found.astype(np.int64)
    exact_nodes = members // 2 + 1
    few = min(exact_nodes, int(5 * np.sqrt(members)) + 20)
    tries = [(exact_nodes, False)]
    if members > _EXACT_UP_TO:
        tries = [(few, True), (min(2 * few, exact_nodes), False), (exact_nodes, False)]
    for count, sparing in tries:
        nodes, weights = legendre(count)
        if sparing:
            kept = _can_decide(game, nodes)
            nodes, weights = nodes[kept], weights[kept]
        if 2.0 * members * quota * len(nodes) > _MOST_CELLS:
            return None
        gain = _gains(game, np.append(nodes, 0.5), kinds, counts)
        shapley = gain[:, :-1] @ weights
        sums_to_one = abs(shapley @ counts - 1.0) < 1e-12
        if sums_to_one and not (sparing and shapley[kinds > 0].min() < _SMALL):
            break
    failing, passing = (below_quota(array, q, 0.5) for q in (game.quota, dual.quota))
    return gain[kind, -1], shapley[kind], passing, failing


def _can_decide(game: WeightedGame, yes: Floats) -> NDArray[np.bool_]:
    """Say at which chances of yes a member turns the outcome with more than a negligible chance.

    A member that turns it would pass it with its yes and fail it with its no, so its chance is at
    most that of either outcome over its own of that ballot; both outcomes are bounded by Hoeffding
    (1963, *JASA* 58).
    """
    squares = float(sum(w * w for w in game.weights))
    gap = game.quota - yes * game.total
    bound = np.exp(-2 * gap**2 / squares) / np.minimum(yes, 1 - yes)
    decides: NDArray[np.bool_] = bound > _NEGLIGIBLE
    return decides


def _gains(game: WeightedGame, yes: Floats, kinds: Ints, counts: Ints) -> Floats:
    """Return each weight's chance to turn the outcome, shape (kinds, batch)."""
    from foedus.decisions.kernels import swing_chances

    dual = game.dual()
    quota, chances = game.quota, yes
    if dual.quota < game.quota:
        quota, chances = dual.quota, 1 - yes
    some = kinds > 0
    block = len(kinds) if len(kinds) * quota <= _MOST_KEPT else int(np.sqrt(len(kinds))) + 1
    gain = np.zeros((len(kinds), len(yes)))
    cells = 2.0 * len(game.weights) * quota * len(yes)
    workers = (os.cpu_count() or 1) if cells > _WORTH_THREADS else 1
    if workers == 1:
        gain[some] = swing_chances(kinds[some], counts[some], quota, chances, block)
        return gain
    parts = np.array_split(chances, min(len(yes), 4 * workers))
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(
            lambda part: swing_chances(kinds[some], counts[some], quota, part, block), parts
        )
        gain[some] = np.concatenate(list(found), axis=1)
    return gain


@lru_cache(maxsize=64)
def legendre(count: int) -> tuple[Floats, Floats]:
    """Return Gauss–Legendre nodes and weights on [0, 1].

    Examples
    --------
    >>> legendre(1)[0].tolist(), legendre(1)[1].tolist()
    ([0.5], [1.0])
    """
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2
