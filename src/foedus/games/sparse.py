"""A tree's equilibrium equations, and Newton's method for them as one program for all instances.

Newton's method on the log-odds of all choices needs, at every step, how payoffs and reach move
with them. Keeping the payoff and the reach of every node as unknowns of the linear system leaves
it as sparse as the tree, and eliminating them in a good order costs little more
than the tree has nodes. Pattern, order and elimination are the same for every instance, so they
are worked out here once, and `tape` does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from foedus.games.branch import Newton, Rows
from foedus.games.elimination import Matrix
from foedus.games.expressions import Array, Expr
from foedus.games.flat import log_probability, log_softmax
from foedus.games.numbers import Numbers
from foedus.games.response import moved_infosets
from foedus.games.tape import MINUS_ONE, ONE, ZERO, Program, Tape
from foedus.games.tree import Chance, Decision, Terminal, Tree

_PRECISION = 3
_GAP, _SLOPE = 0, 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A tree's equations, taken apart.

    Attributes
    ----------
    payoffs, odds
        Expressions that go in, after the precision: payoffs, then chances of nature and their
        logarithms; last the log-odds.
    actions, log_odds
        By information set, how many actions; and how many log-odds there are.
    program
        Of a step of Newton's method: see `at`.
    """

    payoffs: tuple[Expr, ...]
    odds: tuple[Expr, ...]
    actions: tuple[int, ...]
    log_odds: int
    program: Program

    def at(self, numbers: Numbers, scale: Array) -> Newton:
        """Return Newton's method at parameter values, payoffs divided by `scale`.

        It returns what repairs the equations at log-odds, shape (m, d), and fixed precision; minus
        how log-odds move with precision; and the sign of the determinant.
        """
        payoffs = np.array([numbers.at[e] for e in self.payoffs]).reshape(-1, numbers.n) / scale
        odds = np.array([numbers.at[e] for e in self.odds]).reshape(-1, numbers.n)
        given, d = np.concatenate([payoffs, odds, log_probability(odds)]), self.log_odds

        def newton(states: Array, precisions: Array, rows: Rows) -> tuple[Array, Array, Array]:
            out = self.program.run(np.vstack([precisions, given[:, rows], states.T]))
            return -out[:d].T, out[d : 2 * d].T, out[2 * d]

        return newton

    def log_play(self, log_odds: Array) -> list[Array]:
        """Return logarithms of choice probabilities, by information set, from log-odds (n, d)."""
        plays, first = [], 0
        for actions in self.actions:
            scaled = np.zeros((actions, len(log_odds)))
            scaled[1:] = log_odds[:, first : first + actions - 1].T
            plays.append(log_softmax(scaled))
            first += actions - 1
        return plays


@lru_cache(maxsize=16)
def plan(tree: Tree) -> Plan:
    """Take a tree's equations apart."""
    return _Planner(tree).made()


class _Planner:
    """Writes the equations down, then their derivatives, then the elimination.

    Unknowns are log-odds, then payoffs and log-reach as far as conduct moves them; `unknown` says
    which one a row of the tape is.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        ends = [node for node in tree.nodes if isinstance(node, Terminal)]
        draws = [node for node in tree.nodes if isinstance(node, Chance)]
        self.payoffs = tuple(dict.fromkeys(e for node in ends for e in node.payoffs))
        self.odds = tuple(dict.fromkeys(e for node in draws for e in node.probabilities))
        self.actions = tuple(len(h.actions) for h in tree.infosets)
        self.log_odds = sum(self.actions) - len(self.actions)
        first = _PRECISION + 1 + len(self.payoffs)
        states = first + 2 * len(self.odds)
        self.tape = Tape(states + self.log_odds)
        self.matrix = Matrix(self.tape)
        for _ in range(self.log_odds):
            self.matrix.add()
        self.payoff = {e: k for k, e in enumerate(self.payoffs, _PRECISION + 1)}
        self.nature = {e: (k, k + len(self.odds)) for k, e in enumerate(self.odds, first)}
        self.states = states
        self.unknown: dict[int, int] = {}

    def made(self) -> Plan:
        self._choices()
        self._values()
        self._reaches()
        self._utilities()
        sign = self.matrix.solve(self.log_odds)
        solved = [side[s] for s in (_GAP, _SLOPE) for side in self.matrix.sides[: self.log_odds]]
        program = self.tape.program([*solved, sign])
        return Plan(self.payoffs, self.odds, self.actions, self.log_odds, program)

    def _choices(self) -> None:
        """Write down chances of actions, and their logarithms, from log-odds."""
        self.first = np.cumsum([0, *(k - 1 for k in self.actions)]).tolist()
        self.chances: list[list[int]] = []
        self.logs: list[list[int]] = []
        for first, actions in zip(self.first, self.actions, strict=False):
            logs = [ZERO, *range(self.states + first, self.states + first + actions - 1)]
            most, weight, chances = self.tape.weighed(logs)
            total = self.tape.log(most, weight)
            self.chances.append(chances)
            self.logs.append([self.tape.minus(x, total) for x in logs])

    def _moves(self, node: Chance | Decision) -> Sequence[int]:
        """Return the rows of a node's chances."""
        if isinstance(node, Decision):
            return self.chances[node.infoset]
        return [self.nature[e][0] for e in node.probabilities]

    def _values(self) -> None:
        """Write down what nodes are worth, to the players who moved above them."""
        sets, players = self.tree.infosets, range(len(self.tree.players))
        above = self.tree.above(lambda node: 1 << sets[node.infoset].player)
        self.value: dict[tuple[int, int], int] = {}
        for x, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                self.value |= {(x, i): self.payoff[e] for i, e in enumerate(node.payoffs)}
                continue
            for player in (i for i in players if above[x] >> i & 1):
                below = [self.value[c, player] for c in node.children]
                chances = self._moves(node)
                worth = self.tape.total(list(zip(chances, below, strict=True)))
                self.value[x, player] = worth
                moving = isinstance(node, Decision) or any(v in self.unknown for v in below)
                if moving and worth not in below:
                    variable = self.matrix.add()
                    for p, v in zip(chances, below, strict=True):
                        if v in self.unknown:
                            self.matrix.less(variable, self.unknown[v], p, ONE)
                    if isinstance(node, Decision):
                        odd = self.first[node.infoset]
                        for a in range(1, len(below)):
                            gain = self.tape.minus(below[a], worth)
                            self.matrix.less(variable, odd + a - 1, chances[a], gain)
                    self.unknown[worth] = variable

    def _reaches(self) -> None:
        """Write down log-reach of the nodes in hidden sets and above, parents first."""
        wanted = _ancestors_of_hidden(self.tree)
        self.reach: dict[int, int] = {}
        self.reached: dict[int, int] = {}
        above: dict[int, list[tuple[int, Chance | Decision, int]]] = {}
        for x, node in reversed(self.tree.moves()):
            if x not in wanted:
                continue
            steps = above.get(x, [])
            ways = [self.tape.plus(self.reach[y], self._log(up, a)) for y, up, a in steps]
            most, weight, shares = self.tape.weighed(ways or [ZERO])
            self.reach[x] = self.tape.log(most, weight)
            self._reach_entries(x, steps, shares[: len(steps)])
            for a, child in enumerate(node.children):
                above.setdefault(child, []).append((x, node, a))

    def _log(self, node: Chance | Decision, action: int) -> int:
        if isinstance(node, Decision):
            return self.logs[node.infoset][action]
        return self.nature[node.probabilities[action]][1]

    def _reach_entries(
        self, x: int, steps: Sequence[tuple[int, Chance | Decision, int]], shares: Sequence[int]
    ) -> None:
        if not any(isinstance(node, Decision) or y in self.reached for y, node, _ in steps):
            return
        if len(steps) == 1 and isinstance(steps[0][1], Chance):
            self.reached[x] = self.reached[steps[0][0]]  # they move alike
            return
        variable = self.reached[x] = self.matrix.add()
        for (y, node, a), share in zip(steps, shares, strict=True):
            if y in self.reached:
                self.matrix.less(variable, self.reached[y], share, ONE)
            if isinstance(node, Decision):
                odd, chances = self.first[node.infoset], self.chances[node.infoset]
                for b in range(1, len(chances)):
                    moved = self.tape.minus(ONE if a == b else ZERO, chances[b])
                    self.matrix.less(variable, odd + b - 1, share, moved)

    def _utilities(self) -> None:
        """Write down what actions are worth given beliefs, and what choices lack, set by set."""
        tape, matrix, moved = self.tape, self.matrix, moved_infosets(self.tree)
        for i, h in enumerate(self.tree.infosets):
            *_, beliefs = tape.weighed([self.reach.get(x, ZERO) for x in h.nodes])
            weights = [tape.times(_PRECISION, b) for b in beliefs]
            below = [
                [self.value[c, h.player] for c in self.tree.nodes[x].children] for x in h.nodes
            ]
            worth = [
                tape.total(list(zip(beliefs, v, strict=True))) for v in zip(*below, strict=True)
            ]
            for a, odd in enumerate(range(self.first[i], self.first[i + 1]), 1):
                slope = tape.minus(worth[0], worth[a])
                state = tape.plus(self.states + odd, ZERO)
                matrix.sides[odd] = {_GAP: state, _SLOPE: slope}
                tape.add(state, _PRECISION, slope)
                for x, weight, values in zip(h.nodes, weights, below, strict=True):
                    if values[a] in self.unknown:
                        matrix.less(odd, self.unknown[values[a]], weight, ONE)
                    if values[0] in self.unknown:
                        matrix.less(odd, self.unknown[values[0]], weight, MINUS_ONE)
                    if i in moved and x in self.reached:
                        gain = tape.minus(
                            tape.minus(values[a], worth[a]), tape.minus(values[0], worth[0])
                        )
                        matrix.less(odd, self.reached[x], weight, gain)


def _ancestors_of_hidden(tree: Tree) -> set[int]:
    """Return the nodes in or above information sets of several nodes."""
    wanted: set[int] = set()
    for x, node in tree.moves():
        hidden = isinstance(node, Decision) and len(tree.infosets[node.infoset].nodes) > 1
        if hidden or any(c in wanted for c in node.children):
            wanted.add(x)
    return wanted
