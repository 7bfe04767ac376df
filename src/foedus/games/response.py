"""Which beliefs conduct can move; and where it moves none, everybody's answer in one pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

import numpy as np

from foedus.games.certificate import all_beliefs
from foedus.games.expressions import Array
from foedus.games.flat import expect, flatten, log_reach, paid, tabled
from foedus.games.numbers import Numbers
from foedus.games.tree import Chance, Decision, Tree

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
    play = [np.log(rng.dirichlet(np.ones(len(h.actions)), _TRIALS).T + 1e-3) for h in tree.infosets]
    shift = log_reach(tree, play, chance) - log_reach(tree, _even(tree), chance)
    return frozenset(
        i
        for i, h in enumerate(tree.infosets)
        if np.ptp(shift[list(h.nodes)], axis=0).max() >= _SAME
    )


@lru_cache(maxsize=16)
def one_pass(tree: Tree) -> tuple[int, ...] | None:
    """Return the order of a pass: node ``x`` as ``x``, the choice at a set ``h`` as ``~h``.

    None where conduct moves beliefs, or where players cannot tell who moved first.
    """
    if moved_infosets(tree):
        return None
    waits: dict[int, set[int]] = {}
    for x, node in tree.moves():
        waits[x] = {~node.infoset} if isinstance(node, Decision) else set(node.children)
        if isinstance(node, Decision):
            waits.setdefault(~node.infoset, set()).update(node.children)
    try:
        return tuple(step for step in TopologicalSorter(waits).static_order() if step in waits)
    except CycleError:
        return None


Answer = Callable[[Array, Array], Array]
"""What actions are worth, and the same in bulk, shape (actions, n) -> logarithms of chances."""


def induced(tree: Tree, numbers: Numbers, order: tuple[int, ...], answer: Answer) -> list[Array]:
    """Return everybody's answer to what follows, in the order of `one_pass`."""
    flat, players = flatten(tree), len(tree.players)
    values = np.empty((len(tree.nodes), 2 * players, numbers.n))
    values[flat.ends] = paid(numbers, bulk=True)
    odds = tabled(numbers.chance, [np.zeros((len(h.actions), 1)) for h in tree.infosets], numbers.n)
    odds = odds.copy()
    play: list[Array] = [np.zeros(0)] * len(tree.infosets)
    beliefs, _ = all_beliefs(tree, numbers, _even(tree))
    first, rows = flat.first.tolist(), flat.actions.tolist()
    for step in order:
        if step >= 0:
            expect(flat, step, first[step], first[step + 1], odds, values)
            continue
        h, i = tree.infosets[~step], tree.infosets[~step].player
        below = [values[flat.child[first[x] : first[x + 1]], i::players] for x in h.nodes]
        worth = below[0]
        if len(below) > 1:
            worth = sum(b * v for b, v in zip(beliefs[~step], below, strict=True))
        play[~step] = answer(worth[:, 0], worth[:, 1])
        odds[rows[~step] : rows[~step + 1]] = np.exp(play[~step])
    return play


def _even(tree: Tree) -> list[Array]:
    return [np.full((len(h.actions), 1), -np.log(len(h.actions))) for h in tree.infosets]
