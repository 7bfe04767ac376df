"""Sequential equilibrium: do beliefs that vanishing errors leave defend a conduct?

Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50: 863-894. Errors of several orders are
drawn, beliefs off the path follow by Bayes' rule, and conduct must be best everywhere given them.
One draw that does proves it; if none does, that is told as not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from foedus.games.assessment import Held, Position, best
from foedus.games.expressions import Array
from foedus.games.flat import log_probability, log_reach, log_softmax

_DRAWS = (200, 3800)
"""Few errors at first: where any will do, most do."""
_ORDER = 60.0
"""Errors of one order are e⁶⁰ times likelier than those of the next."""


def survives(position: Position, conduct: Sequence[Array], held: Sequence[Held]) -> bool | None:
    """Tell whether errors were found that defend a conduct; None if not.

    Parameters
    ----------
    position, conduct
        The game, and what is played in it.
    held
        A belief for each information set.
    """
    tree = position.tree
    open_sets = [h for h, b in enumerate(held) if not b.reached and len(tree.infosets[h].nodes) > 1]
    if not open_sets:
        return True
    rng, values = np.random.default_rng(1982), position.values(conduct)
    tables = {h: position.table(h, values, conduct) for h in open_sets}
    return True if any(_defended(position, conduct, tables, rng, n) for n in _DRAWS) else None


def _defended(
    position: Position,
    conduct: Sequence[Array],
    tables: Mapping[int, tuple[Array, Array]],
    rng: np.random.Generator,
    draws: int,
) -> bool:
    """Tell whether one of so many draws leaves beliefs that defend a conduct everywhere."""
    tree = position.tree
    play = [_erring(rng, p, draws) for p in conduct]
    chance = {x: log_probability(p) for x, p in position.numbers.chance.items()}
    reach = log_reach(tree, play, chance)
    good = np.ones(draws, dtype=bool)
    for h, (table, sizes) in tables.items():
        weights = np.exp(log_softmax(reach[list(tree.infosets[h].nodes)])).T
        good &= best(weights, table, sizes, conduct[h])
    return bool(good.any())


def _erring(rng: np.random.Generator, chances: Array, draws: int) -> Array:
    """Return logarithms of chances, (actions, draws), in which what is never done is an error."""
    size = (len(chances), draws)
    order = rng.integers(1, 4, size) * _ORDER + rng.normal(0, 2, size)
    with np.errstate(divide="ignore"):
        sure = np.broadcast_to(np.log(chances)[:, None], size)
    return np.where(chances[:, None] > 0, sure, -order)
