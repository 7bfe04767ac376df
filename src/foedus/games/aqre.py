"""Logit agent quantal response equilibrium: conduct of players who err, but seldom gravely.

McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental
Economics 1. Every information set answers with chances in proportion to exp(precision × payoff),
given the answers of all others. Precision 0 is even play; the branch that starts there is the
principal branch, and where it tends as precision grows is the selected sequential equilibrium.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.branch import follow
from foedus.games.certificate import certify
from foedus.games.coupling import couple
from foedus.games.expressions import Array
from foedus.games.response import Game, Mismatch, at_instances, conduct, game_at, mismatch
from foedus.games.solution import Solution
from foedus.games.tree import GameError, Numbers, Tree, evaluate


def solve_aqre(
    tree: Tree, params: Mapping[str, ArrayLike], precisions: Sequence[float]
) -> tuple[Solution, ...]:
    """Solve logit AQRE on the principal branch at each precision.

    Parameters
    ----------
    tree
        The game.
    params
        Values of its parameters; arrays of equal length ``n`` make a batch.
    precisions
        Finite and not negative, in any order; payoffs are used as they are, so precision is in
        units of 1 / payoff.

    Returns
    -------
    tuple of Solution
        One for each precision, in the order given. An instance that was not solved is NaN, and
        `why` says so.

    Raises
    ------
    GameError
        If a precision is negative or not finite.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal((1,)), "down": b.terminal((0,))}))
    >>> (found,) = solve_aqre(tree, {}, [2.0])
    >>> round(float(found.probability(0, "up")[0]), 6)
    0.880797
    """
    wanted = ascending(precisions)
    numbers, coupling = evaluate(tree, params), couple(tree)
    scale = payoff_range(numbers)
    game = game_at(tree, coupling, numbers, scale)
    found = {}
    for precision, there in zip(wanted, _branch(game, numbers, wanted, scale), strict=True):
        play = conduct(game, there, precision * scale)
        found[float(precision)] = certify(tree, numbers, "aqre", float(precision), play)
    return tuple(found[float(precision)] for precision in precisions)


def _branch(game: Game, numbers: Numbers, wanted: Array, scale: Array) -> Array:
    """Return the states at each precision, shape (precisions, n, unknowns + lifts)."""
    size = game.coupling.size + game.coupling.lifts
    if not size:
        return np.zeros((len(wanted), numbers.n, 0))

    def evaluate_at(state: Array, precision: Array, rows: np.ndarray) -> Mismatch:
        return mismatch(at_instances(game, rows), state, precision)

    targets = np.where(numbers.valid, np.multiply.outer(wanted, scale), np.nan)
    return follow(evaluate_at, size, game.coupling.size, targets).states


def ascending(precisions: Sequence[float]) -> Array:
    """Return precisions sorted, each once; refuse what is negative or not finite."""
    for precision in precisions:
        if not np.isfinite(precision) or precision < 0:
            raise GameError(f"precision {precision} must be a finite number, zero or more")
    return np.unique(np.asarray(precisions, dtype=np.float64))


def payoff_range(numbers: Numbers) -> Array:
    """Return each instance's largest difference of payoffs, 1 where there is none."""
    payoffs = np.stack(list(numbers.payoffs.values()))
    spread: Array = (payoffs.max(axis=0) - payoffs.min(axis=0)).max(axis=0)
    return np.where(np.isfinite(spread) & (spread > 0), spread, 1.0)
