"""Everybody's logit response to beliefs, and the beliefs that this conduct implies.

One backward and one forward pass over the tree for a batch of instances, with exact derivatives.
This is the readable reference; `lanes` does the same compiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foedus.games.coupling import Coupling, log_probability, log_reach
from foedus.games.expressions import Array
from foedus.games.tree import Chance, Decision, Numbers, Terminal, Tree


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A Newton system in the unknowns and the precision, instances first.

    Attributes
    ----------
    gap
        Shape (n, k): each unknown less its implied value, once the lifted choices are repaired.
    by_unknown
        Shape (n, k, k): derivative of `gap` by the unknowns.
    by_precision
        Shape (n, k): derivative of `gap` by the precision.
    lifts
        Shape (n, lifts, k + 2): how lifted log-odds move with unknowns, precision, and by
        themselves.
    """

    gap: Array
    by_unknown: Array
    by_precision: Array
    lifts: Array


@dataclass(frozen=True, slots=True)
class Game:
    """A tree at parameter values, payoffs divided by `scale`, ready for passes.

    Attributes
    ----------
    tree, coupling
        What is solved, and how.
    payoffs
        By terminal node: shape (players, n).
    chance, log_chance
        By chance node: shape (moves, n).
    even
        By node: logarithm of the chance to reach it when everybody plays evenly.
    """

    tree: Tree
    coupling: Coupling
    payoffs: dict[int, Array]
    chance: dict[int, Array]
    log_chance: dict[int, Array]
    even: list[Array]


def game_at(tree: Tree, coupling: Coupling, numbers: Numbers, scale: Array) -> Game:
    """Prepare a tree at parameter values for passes."""
    log_chance = {x: log_probability(p) for x, p in numbers.chance.items()}
    play = [np.full((len(h.actions), 1), -np.log(len(h.actions))) for h in tree.infosets]
    return Game(
        tree,
        coupling,
        {x: u / scale for x, u in numbers.payoffs.items()},
        dict(numbers.chance),
        log_chance,
        log_reach(tree, play, log_chance) if coupling.belief else [],
    )


def softmax(scaled: Array) -> Array:
    """Return logit chances, stable however large the payoffs."""
    weight = np.exp(scaled - scaled.max(axis=0))
    chances: Array = weight / weight.sum(axis=0)
    return chances


def log_softmax(scaled: Array) -> Array:
    """Return logarithms of logit chances."""
    shifted = scaled - scaled.max(axis=0)
    logs: Array = shifted - np.log(np.exp(shifted).sum(axis=0))
    return logs


class _Pass:
    """One evaluation.

    Derivatives run along axis 1: the unknowns, the precision, and last the repair of lifted
    choices that do not yet answer what they should.
    """

    def __init__(self, game: Game, state: Array, precision: Array, slopes: bool) -> None:
        self.game, self.precision, self.k = game, precision, game.coupling.size
        self.c, self.z, self.n = state.T[: self.k], state.T[self.k :], len(state)
        self.width = self.k + 2 if slopes else 0
        self.lifts = np.zeros((game.coupling.lifts, self.width, self.n))
        nodes, sets = len(game.tree.nodes), len(game.tree.infosets)
        self.value: list[Array] = [np.zeros(0)] * nodes
        self.d_value: list[Array] = [np.zeros(0)] * nodes
        self.log_play: list[Array] = [np.zeros(0)] * sets
        self.d_log_play: list[Array] = [np.zeros(0)] * sets

    def backward(self) -> None:
        tree = self.game.tree
        nothing = np.zeros((len(tree.players), self.width, 1))
        for number, payoff in self.game.payoffs.items():
            self.value[number], self.d_value[number] = payoff, nothing
        for step in self.game.coupling.order:
            if step < 0:
                self._choose(~step)
            else:
                self._expect(step, tree.nodes[step])

    def _expect(self, number: int, node: object) -> None:
        assert isinstance(node, Chance | Decision)
        values = np.stack([self.value[c] for c in node.children])
        if isinstance(node, Chance):
            p, slope = self.game.chance[number], None
        else:
            p, slope = np.exp(self.log_play[node.infoset]), self.d_log_play[node.infoset]
        self.value[number] = np.einsum("an,ain->in", p, values)
        if self.width:
            total = sum(p[a][None, None] * self.d_value[c] for a, c in enumerate(node.children))
            if slope is not None:
                total = total + np.einsum("an,awn,ain->iwn", p, slope, values)
            self.d_value[number] = np.asarray(total)

    def _choose(self, infoset: int) -> None:
        held, lifted = (
            where.get(infoset) for where in (self.game.coupling.held, self.game.coupling.lifted)
        )
        more = len(self.game.tree.infosets[infoset].actions) - 1
        if held is not None:
            odds = np.concatenate([np.zeros((1, self.n)), self.c[held : held + more]])
            slope = np.zeros((more + 1, self.width, self.n))
            for a in range(more if self.width else 0):
                slope[a + 1, held + a] = 1
        elif lifted is not None:
            rows = slice(lifted, lifted + more)
            odds = np.concatenate([np.zeros((1, self.n)), self.z[rows]])
            slope = np.zeros((more + 1, 0, self.n))
            if self.width:
                wish, slope = self._wish(infoset, *self._belief(infoset))
                slope -= slope[0].copy()
                slope[:, self.k + 1] += (wish - wish[0]) - odds
                self.lifts[rows] = slope[1:]
        else:
            odds, slope = self._wish(infoset, *self._belief(infoset))
        logs = log_softmax(odds)
        self.log_play[infoset] = logs
        if self.width:
            self.d_log_play[infoset] = slope - np.einsum("an,awn->wn", np.exp(logs), slope)

    def _belief(self, infoset: int) -> tuple[Array, Array]:
        nodes = self.game.tree.infosets[infoset].nodes
        if len(nodes) == 1:
            return np.zeros((1, 1)), np.zeros((1, self.width, 1))
        moves = self.game.coupling.belief[infoset]
        weight = np.stack([np.broadcast_to(self.game.even[x], (self.n,)) for x in nodes])
        slope = np.zeros((len(nodes), self.width, 1))
        if self.width:
            slope[:, : self.k, 0] = moves
        return weight + moves @ self.c, slope

    def _wish(self, infoset: int, weight: Array, d_weight: Array) -> tuple[Array, Array]:
        """Return precision × payoff of each action given log-weights of the set's nodes."""
        utility, d_utility = self._utility(infoset, weight, d_weight)
        slope = self.precision * d_utility
        if self.width:
            slope[:, self.k] += utility
        return self.precision * utility, slope

    def _utility(self, infoset: int, weight: Array, d_weight: Array) -> tuple[Array, Array]:
        h, nodes = self.game.tree.infosets[infoset], self.game.tree.nodes
        belief = softmax(weight)
        below = [nodes[x].children for x in h.nodes]  # type: ignore[union-attr]
        values = np.stack([np.stack([self.value[c][h.player] for c in row]) for row in below])
        utility = np.einsum("xn,xan->an", np.broadcast_to(belief, values[:, 0].shape), values)
        if not self.width:
            return utility, np.zeros((len(h.actions), 0, self.n))
        slope = np.stack(
            [
                np.asarray(
                    sum(b * self.d_value[row[a]][h.player] for b, row in zip(belief, below))  # noqa: B905
                )
                + np.zeros((self.width, self.n))
                for a in range(len(h.actions))
            ]
        )
        if len(h.nodes) > 1:
            d_belief = belief[:, None] * (
                d_weight
                - np.einsum(
                    "xn,xwn->wn",
                    belief,
                    np.broadcast_to(d_weight, (*d_weight.shape[:2], belief.shape[1])),
                )
            )
            slope += np.einsum("xwn,xan->awn", d_belief, values)
        return utility, slope

    def forward(self, wanted: set[int]) -> dict[int, tuple[Array, Array]]:
        """Return log-reach and its derivatives at the wanted nodes."""
        tree = self.game.tree
        reach: dict[int, tuple[Array, Array]] = {
            tree.root: (np.zeros(self.n), np.zeros((self.width, self.n)))
        }
        for number in range(tree.root, -1, -1):
            node = tree.nodes[number]
            if number not in reach or isinstance(node, Terminal):
                continue
            here, d_here = reach[number] if number in wanted else reach.pop(number)
            if isinstance(node, Chance):
                step, d_step = self.game.log_chance[number], None
            else:
                step, d_step = self.log_play[node.infoset], self.d_log_play[node.infoset]
            for a, child in enumerate(node.children):
                if isinstance(tree.nodes[child], Terminal):
                    continue
                there = here + step[a]
                d_there = d_here if d_step is None or not self.width else d_here + d_step[a]
                reach[child] = (
                    _either(*reach[child], there, d_there) if child in reach else (there, d_there)
                )
        return reach


def _either(a: Array, d_a: Array, b: Array, d_b: Array) -> tuple[Array, Array]:
    both = np.logaddexp(a, b)
    return both, np.exp(a - both) * d_a + np.exp(b - both) * d_b


def mismatch(game: Game, state: Array, precision: Array) -> Mismatch:
    """Return the Newton system at a state, shape (n, k + lifts): unknowns, then lifted choices."""
    run = _Pass(game, state, precision, slopes=True)
    run.backward()
    tree, coupling = game.tree, game.coupling
    wanted = {x for i, _ in coupling.measured for x in tree.infosets[i].nodes}
    wanted |= {x for i in coupling.held for x in tree.infosets[i].nodes}
    reach = run.forward(wanted)
    gap, slope = run.c.copy(), np.zeros((run.k, run.width, run.n))
    for number in range(run.k):
        slope[number, number] = 1
    for number, (i, place) in enumerate(coupling.measured):
        x, first = tree.infosets[i].nodes[place], tree.infosets[i].nodes[0]
        gap[number] -= (reach[x][0] - reach[first][0]) - (game.even[x] - game.even[first])
        slope[number] -= reach[x][1] - reach[first][1]
    for i, first in coupling.held.items():
        nodes = tree.infosets[i].nodes
        weight = np.stack([reach[x][0] for x in nodes])
        wish, d_wish = run._wish(i, weight, np.stack([reach[x][1] for x in nodes]))
        rows = slice(first, first + len(wish) - 1)
        gap[rows] -= wish[1:] - wish[0]
        slope[rows] -= d_wish[1:] - d_wish[0]
    gap += slope[:, run.k + 1]
    by = np.moveaxis(slope, 2, 0)
    return Mismatch(gap.T, by[:, :, : run.k], by[:, :, run.k], np.moveaxis(run.lifts, 2, 0))


def conduct(game: Game, state: Array, precision: Array) -> list[Array]:
    """Return logarithms of the choice probabilities that a state stands for."""
    run = _Pass(game, state, precision, slopes=False)
    run.backward()
    return run.log_play


def at_instances(game: Game, rows: Array | Sequence[int]) -> Game:
    """Return the game for some of its instances."""

    def pick(a: Array) -> Array:
        return a if a.ndim == 0 or a.shape[-1] == 1 else a[..., rows]

    return Game(
        game.tree,
        game.coupling,
        {x: pick(a) for x, a in game.payoffs.items()},
        {x: pick(a) for x, a in game.chance.items()},
        {x: pick(a) for x, a in game.log_chance.items()},
        [pick(a) for a in game.even],
    )
