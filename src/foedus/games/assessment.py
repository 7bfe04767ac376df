"""One support for every information set: the chances and beliefs that make it an equilibrium.

Weak perfect Bayesian equilibrium (Mas-Colell, Whinston & Green 1995, definition 9.C.3), in trees of
perfect recall: what a player does from an information set on, its later moves included, is best
given its belief there and the conduct of others; beliefs follow Bayes' rule where an information
set is reached and are free elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import product as plans_of
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.beliefs import supporting
from foedus.games.expressions import Array
from foedus.games.flat import backward, flatten, paid, tabled
from foedus.games.numbers import Numbers
from foedus.games.polynomial import (
    MOST_UNKNOWNS,
    Polynomial,
    Row,
    System,
    Table,
    combined,
    constant,
    product,
    size,
)
from foedus.games.supports import Support
from foedus.games.tree import Chance, Decision, GameError, Terminal, Tree

LEAST = 1e-14
"""Chances below this are taken for zero."""
SLACK = 1e-9
"""Of what a gain sums up: what solving for chances may leave over."""
_MOST_PLANS = 512


class Held(NamedTuple):
    """A belief: whether Bayes' rule gives it, the weights, and the range that would do as well."""

    reached: bool
    weights: Array
    low: Array
    high: Array


class Position:
    """A tree at one instance: numbers by node, and what each player may still do below."""

    def __init__(self, tree: Tree, numbers: Numbers) -> None:
        self.tree, self.numbers, self.moves = tree, numbers, tree.moves()
        self.flat, self.pays = flatten(tree), paid(numbers, bulk=True)
        self.later = [self._later(h) for h in range(len(tree.infosets))]

    def _later(self, h: int) -> list[int]:
        """Return the player's own information sets from one on."""
        infoset = self.tree.infosets[h]
        own = dict.fromkeys(
            node.infoset
            for x in self.tree.below(infoset.nodes)
            if isinstance(node := self.tree.nodes[x], Decision)
            and self.tree.infosets[node.infoset].player == infoset.player
        )
        sizes = [len(self.tree.infosets[g].actions) for g in own]
        if np.prod(sizes) > _MOST_PLANS:
            raise GameError(
                f"{self.tree.players[infoset.player]} has {np.prod(sizes):,} plans from "
                f"information set {infoset.key!r} on; at most {_MOST_PLANS} are compared"
            )
        return list(own)

    def given(self, x: int) -> Array:
        """Return an end's payoffs, or nature's probabilities."""
        held = self.numbers.chance if x in self.numbers.chance else self.numbers.payoffs
        return held[x][:, 0]

    def values(self, profile: Sequence[Array]) -> Array:
        """Return what each node is worth to each player, and with all amounts taken as positive.

        Chances of shape (actions,), or (actions, n): then of n profiles at once, by the last axis.
        """
        n = max((p.size // len(p) for p in profile), default=1)
        odds = tabled(self.numbers.chance, [p.reshape(len(p), -1) for p in profile], n)
        pays = np.broadcast_to(self.pays, (*self.pays.shape[:2], n))
        return backward(self.flat, pays, odds)

    def reach(self, profile: Sequence[Array]) -> Array:
        """Return the chance of reaching each node."""
        reach = np.zeros(len(self.tree.nodes))
        reach[self.tree.root] = 1
        for x, node in reversed(self.moves):
            p = self.given(x) if isinstance(node, Chance) else profile[node.infoset]
            for q, c in zip(p, node.children, strict=True):
                reach[c] += reach[x] * q
        return reach

    def table(self, h: int, values: Array, profile: Sequence[Array]) -> tuple[Array, Array]:
        """Return what an information set's nodes pay its player, (nodes, columns), and sizes of it.

        By action, followed by what the profile says; then by each plan for all own later moves.
        """
        infoset, own = self.tree.infosets[h], self.later[h]
        below = np.array([self.tree.nodes[x].children for x in infoset.nodes])
        found = values[below, infoset.player :: len(self.tree.players), 0]
        plans = list(plans_of(*(range(len(profile[g])) for g in own))) if len(own) > 1 else []
        if plans:
            rows = [p[:, None] for p in profile]
            for g, chosen in zip(own, zip(*plans, strict=True), strict=True):
                rows[g] = np.eye(len(profile[g]))[:, chosen]
            planned = self.values(rows)[
                list(infoset.nodes), infoset.player :: len(self.tree.players)
            ]
            found = np.concatenate([found, planned.swapaxes(1, 2)], axis=1)
        return found[..., 0], found[..., 1]


class Assessment:
    """A position with a support for every information set."""

    def __init__(self, position: Position, supports: Sequence[Support]) -> None:
        self.position, self.tree, self.supports = position, position.tree, supports
        self.unknown = {
            (h, a): place
            for place, (h, a) in enumerate(
                (h, a) for h, support in enumerate(supports) for a in support[1:]
            )
        }
        self.odds = [self._odds(h) for h in range(len(supports))]
        self.moves = [self._moves(x) for x in range(len(self.tree.nodes))]

    def _odds(self, h: int) -> list[Polynomial]:
        first, *others = self.supports[h]
        odds: list[Polynomial] = [{} for _ in self.tree.infosets[h].actions]
        bits = [1 << self.unknown[h, a] for a in others]
        odds[first] = constant(1.0) | dict.fromkeys(bits, -1.0)
        for a, bit in zip(others, bits, strict=True):
            odds[a] = {bit: 1.0}
        return odds

    def _moves(self, x: int) -> list[tuple[Polynomial, int]]:
        node = self.tree.nodes[x]
        if isinstance(node, Terminal):
            return []
        if isinstance(node, Decision):
            return list(zip(self.odds[node.infoset], node.children, strict=True))
        chances = (constant(float(p)) for p in self.position.given(x))
        return list(zip(chances, node.children, strict=True))

    @cached_property
    def reach(self) -> list[Polynomial]:
        """The chance of reaching each node."""
        terms: list[list[tuple[float, Polynomial]]] = [[] for _ in self.tree.nodes]
        terms[self.tree.root] = [(1.0, constant(1.0))]
        found: list[Polynomial] = [{}] * len(self.tree.nodes)
        for x in range(self.tree.root, -1, -1):
            found[x] = combined(terms[x])
            for p, c in self.moves[x]:
                if p and found[x]:
                    terms[c].append((1.0, product(p, found[x])))
        return found

    def _worth(self, player: int) -> list[Polynomial]:
        worth: list[Polynomial] = []
        for x, moves in enumerate(self.moves):
            if isinstance(self.tree.nodes[x], Terminal):
                worth.append(constant(float(self.position.given(x)[player])))
            else:
                worth.append(combined([(1.0, product(p, worth[c])) for p, c in moves if p]))
        return worth

    def system(self) -> System:
        """Return what the open chances must fulfil, as far as beliefs do not matter."""
        k = len(self.unknown)
        if k > MOST_UNKNOWNS:
            raise GameError(
                f"where somebody mixes, {k} chances are unknown at once (at most "
                f"{MOST_UNKNOWNS}): search for pure equilibria only"
            )
        equal: list[Row] = []
        least: list[Row] = []
        worth = {i: self._worth(i) for i in {h.player for h in self.tree.infosets}}
        for h, infoset in enumerate(self.tree.infosets):
            nodes = [x for x in infoset.nodes if self.reach[x]]
            if not nodes and len(infoset.nodes) > 1:
                continue  # a belief is looked for once everything else is known
            weights: list[Polynomial] = [self._without_own(h, x) for x in nodes] or [constant(1.0)]
            gains = self._gains(h, nodes or list(infoset.nodes), weights, worth[infoset.player])
            for a, gain in gains.items():
                (equal if a in self.supports[h] else least).append(gain)
        return System(k, Table.of(k, equal), Table.of(k, least))

    def _without_own(self, h: int, x: int) -> Polynomial:
        """Return a node's reach by others; under perfect recall the own part is common to all."""
        mine = self.tree.infosets[h].player
        own = sum(
            1 << place
            for (g, _), place in self.unknown.items()
            if self.tree.infosets[g].player == mine
        )
        found = self.reach[x]
        keys = {key & own for key in found}
        if keys == {0}:
            return found
        # The own part is one factor of all nodes: any of its terms stands for it.
        chosen = min(keys)
        return {key & ~own: c for key, c in found.items() if key & own == chosen}

    def _gains(
        self,
        h: int,
        nodes: Sequence[int],
        weights: Sequence[Polynomial],
        worth: Sequence[Polynomial],
    ) -> dict[int, Row]:
        """Return by action what the first of the support gains over it."""
        first, found = self.supports[h][0], dict[int, Row]()
        for a in range(len(self.tree.infosets[h].actions)):
            if a == first:
                continue
            terms, bulk = [], 0.0
            for x, weight in zip(nodes, weights, strict=True):
                node = self.tree.nodes[x]
                assert isinstance(node, Decision)
                one, other = worth[node.children[first]], worth[node.children[a]]
                terms.append((1.0, product(weight, combined([(1.0, one), (-1.0, other)]))))
                bulk += size(weight) * (size(one) + size(other))
            found[a] = combined(terms), bulk
        return found

    def conduct(self, point: Array) -> list[Array]:
        """Return by information set the chance of each action, from the open ones."""
        conduct = []
        for h, support in enumerate(self.supports):
            chances = np.zeros(len(self.tree.infosets[h].actions))
            for a in support[1:]:
                chances[a] = point[self.unknown[h, a]]
            chances[support[0]] = 1 - chances.sum()
            conduct.append(chances)
        return conduct

    def believed(self, conduct: Sequence[Array]) -> list[Held] | None:
        """Return beliefs that defend a conduct everywhere, or None where there are none."""
        if any(p[list(s)].min() < LEAST for p, s in zip(conduct, self.supports, strict=True)):
            return None
        position = self.position
        values, reach, found = position.values(conduct), position.reach(conduct), []
        for h, infoset in enumerate(self.tree.infosets):
            weights = reach[list(infoset.nodes)]
            table, sizes = position.table(h, values, conduct)
            if weights.sum() > 0:
                weights = weights / weights.sum()
                held = Held(True, weights, weights, weights)
                if not best(weights, table, sizes, conduct[h]):
                    return None
            else:
                ranges = supporting(table, self.supports[h])
                if ranges is None:
                    return None
                held = Held(False, *ranges)
            found.append(held)
        return found


def best(weights: Array, table: Array, sizes: Array, chances: Array) -> NDArray[np.bool_]:
    """Tell whether no other answer is worth more, for one belief or for a row of them."""
    worth, bulk = weights @ table, weights @ sizes
    own, met = (rows[..., : len(chances)] @ chances for rows in (worth, bulk))
    good = worth - own[..., None] <= SLACK * (bulk + met[..., None])
    return np.asarray(good.all(axis=-1))
