"""A tree as arrays, and the two passes over it: what nodes are worth, and how they are reached.

A pass takes microseconds for a node, for as many instances as there are, and no stack: a million
nodes take seconds, however deep. Nodes are numbered from the ends up, so the backward pass ascends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.expressions import Array
from foedus.games.numbers import Numbers
from foedus.games.tree import Chance, Decision, Terminal, Tree

UNTHINKABLE = 1e-300
Whole = NDArray[np.int64]


class Flat(NamedTuple):
    """A tree as arrays. Moves have a row each in a table of probabilities, nature's first.

    Attributes
    ----------
    ends, inner
        Numbers of the nodes that end the game, and of the others.
    first, child, row
        ``first[x]`` to ``first[x + 1]`` are the places of node ``x`` in `child` and `row`.
    player, actions
        By information set: who moves, and the row of the first action; last, the number of rows.
    nodes
        Nodes of the information sets, set by set.
    chosen, chosen_at, held
        Places of decisions in `child`, by row; where each row begins; the place of each in `nodes`.
    """

    ends: Whole
    inner: Whole
    first: Whole
    child: Whole
    row: Whole
    player: Whole
    actions: Whole
    nodes: Whole
    chosen: Whole
    chosen_at: Whole
    held: Whole

    @property
    def starts(self) -> Whole:
        """By information set, its first action among all actions."""
        starts: Whole = self.actions[:-1] - self.actions[0]
        return starts

    @property
    def each(self) -> Whole:
        """By action, its information set."""
        return np.repeat(np.arange(len(self.player)), np.diff(self.actions))


@lru_cache(maxsize=16)
def flatten(tree: Tree) -> Flat:
    """Return a tree as arrays."""
    moves = sum(len(node.children) for node in tree.nodes if isinstance(node, Chance))
    actions = np.cumsum([moves, *(len(h.actions) for h in tree.infosets)])
    start = actions.tolist()
    first, child, row, used = [0], list[int](), list[int](), 0
    for node in tree.nodes:
        if not isinstance(node, Terminal):
            at = start[node.infoset] if isinstance(node, Decision) else used
            used += len(node.children) if isinstance(node, Chance) else 0
            child += node.children
            row += range(at, at + len(node.children))
        first.append(len(child))
    nodes = [x for h in tree.infosets for x in h.nodes]
    place = {x: k for k, x in enumerate(nodes)}
    held = [place.get(x, -1) for x, node in enumerate(tree.nodes) for _ in node.children]
    rows = np.array(row, dtype=np.int64)
    chosen = np.argsort(rows, kind="stable")[moves:]
    is_end = np.array([isinstance(node, Terminal) for node in tree.nodes])
    return Flat(
        np.flatnonzero(is_end),
        np.flatnonzero(~is_end),
        np.array(first),
        np.array(child, dtype=np.int64),
        rows,
        np.array([h.player for h in tree.infosets], dtype=np.int64),
        actions,
        np.array(nodes, dtype=np.int64),
        chosen,
        np.searchsorted(rows[chosen], np.arange(moves, actions[-1])),
        np.array(held, dtype=np.int64)[chosen],
    )


def log_probability(chance: Array) -> Array:
    """Return logarithms in which an impossible branch is unthinkable rather than undefined.

    Beliefs below a branch of probability zero are then the limit of its becoming possible.
    """
    logs: Array = np.log(np.maximum(chance, UNTHINKABLE))
    return logs


def log_softmax(scaled: Array) -> Array:
    """Return logarithms of logit chances, stable however large the payoffs."""
    shifted = scaled - scaled.max(axis=0)
    logs: Array = shifted - np.log(np.exp(shifted).sum(axis=0))
    return logs


def tabled(chance: Mapping[int, Array], play: Sequence[Array], n: int) -> Array:
    """Return probabilities of nature's moves and of actions as one table, shape (rows, n)."""
    given = (*chance.values(), *play)
    rows = [p if p.shape[1] == n else np.broadcast_to(p, (len(p), n)) for p in given]
    return np.concatenate(rows) if rows else np.zeros((0, n))


def paid(numbers: Numbers, bulk: bool) -> Array:
    """Return payoffs of ends, (ends, players, n); with `bulk`, then all taken as positive."""
    payoffs = np.array(list(numbers.payoffs.values()))
    return np.concatenate([payoffs, np.abs(payoffs)], axis=1) if bulk else payoffs


def backward(flat: Flat, payoffs: Array, odds: Array) -> Array:
    """Return what every node is worth: payoffs of ends carried up, shape (nodes, payoffs, n)."""
    values = np.empty((len(flat.first) - 1, *payoffs.shape[1:]))
    values[flat.ends] = payoffs
    first = flat.first.tolist()
    for x in flat.inner.tolist():
        expect(flat, x, first[x], first[x + 1], odds, values)
    return values


def expect(flat: Flat, x: int, start: int, stop: int, odds: Array, values: Array) -> None:
    """Fill in what one node is worth, from its moves."""
    p, below = odds[flat.row[start:stop]], values[flat.child[start:stop]]
    values[x] = (p[:, None] * below).sum(axis=0)


def log_reach(tree: Tree, log_play: Sequence[Array], log_chance: Mapping[int, Array]) -> Array:
    """Return the logarithm of the chance of reaching every node, shape (nodes, n)."""
    flat = flatten(tree)
    widths = [p.shape[1] for p in (*log_chance.values(), *log_play)]
    logs = tabled(log_chance, log_play, max(widths, default=1))
    reach = np.full((len(tree.nodes), logs.shape[1]), -np.inf)
    reach[tree.root] = 0
    first, child = flat.first.tolist(), flat.child.tolist()
    with np.errstate(invalid="ignore"):  # conduct that was not found is no number, and stays none
        for x in reversed(flat.inner.tolist()):
            there = reach[x] + logs[flat.row[first[x] : first[x + 1]]]
            for c, step in zip(child[first[x] : first[x + 1]], there, strict=True):
                np.logaddexp(reach[c], step, out=reach[c])
    return reach


def worth(flat: Flat, values: Array, belief: Array, shift: int = 0) -> Array:
    """Return what each action is worth to whoever has it, shape (actions, n).

    `belief` by node of the information sets; `shift` is added to the player's number.
    """
    if not len(flat.player):
        return np.zeros((0, values.shape[2]))
    player = flat.player[flat.each[flat.row[flat.chosen] - flat.actions[0]]]
    own: Array = values[flat.child[flat.chosen], player + shift]
    if len(flat.chosen) == len(flat.chosen_at):
        return own
    total: Array = np.add.reduceat(belief[flat.held] * own, flat.chosen_at, axis=0)
    return total
