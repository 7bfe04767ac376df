"""Which beliefs conduct can move: only they must be solved for together with it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from foedus.games.flat import log_reach
from foedus.games.tree import Chance, Tree

_SAME, _TRIALS = 1e-7, 8


@lru_cache(maxsize=16)
def moved_infosets(tree: Tree) -> frozenset[int]:
    """Return the information sets whose beliefs move when conduct is random."""
    if tree.perfect_information:
        return frozenset()
    rng = np.random.default_rng(20100)
    chance = {
        i: np.log(rng.dirichlet(np.ones(len(node.children)), _TRIALS).T + 1e-3)
        for i, node in enumerate(tree.nodes)
        if isinstance(node, Chance)
    }
    even = [np.full((len(h.actions), 1), -np.log(len(h.actions))) for h in tree.infosets]
    play = [np.log(rng.dirichlet(np.ones(len(h.actions)), _TRIALS).T + 1e-3) for h in tree.infosets]
    shift = log_reach(tree, play, chance) - log_reach(tree, even, chance)
    return frozenset(
        i
        for i, h in enumerate(tree.infosets)
        if np.ptp(shift[list(h.nodes)], axis=0).max() >= _SAME
    )
