"""A tree's equilibrium equations as a sparse linear system, taken apart once for all instances.

Newton's method on the log-odds of all choices needs, at every step, how payoffs and reach move
with them. Keeping the payoff and the reach of every node as unknowns of the linear system leaves
it as sparse as the tree, and eliminating them in a good order costs little more
than the tree has nodes. Pattern, order and elimination are the same for every instance, so they
are worked out here, and `newton` only does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from foedus.games.elimination import Row, eliminate
from foedus.games.expressions import Array, Expr
from foedus.games.response import log_softmax, moved_infosets
from foedus.games.tree import Chance, Decision, Terminal, Tree

KINDS = ("by_child", "by_choice", "by_parent", "by_step", "by_payoff", "by_belief")
"""What an entry of the Newton matrix is: a payoff by the next payoff, or by the choice there; a
reach by the one above, or by the step from there; a choice by a payoff, or by a reach."""


@dataclass(slots=True)
class Plan:
    """A tree's equations, as `newton` reads them.

    Attributes
    ----------
    payoffs, odds
        Expressions, numbered: of the first values, and of the first probabilities.
    choose
        By information set: row of its first action among all probabilities, number of actions,
        its first log-odds, its first payoff.
    expect
        By computed value: (probability, value) of what follows. Payoffs are the first values.
    reach
        By log-reach: (log-reach of the parent, probability of the step). The root's is the first.
    weigh
        By information set with several nodes: their log-reach.
    utility
        By action: (belief, value). The first belief is certainty, of a node that stands alone.
    fill
        Entries of the Newton matrix: the kind (see `KINDS`), the place, what to multiply.
    rows, places
        The elimination, and how many entries its rows have.
    log_odds
        How many there are.
    """

    payoffs: dict[Expr, int] = field(default_factory=dict)
    odds: dict[Expr, int] = field(default_factory=dict)
    choose: list[tuple[int, int, int, int]] = field(default_factory=list)
    expect: list[list[tuple[int, int]]] = field(default_factory=list)
    reach: list[list[tuple[int, int]]] = field(default_factory=list)
    weigh: list[list[int]] = field(default_factory=list)
    utility: list[list[tuple[int, int]]] = field(default_factory=list)
    fill: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    places: int = 0
    log_odds: int = 0

    def log_play(self, log_odds: Array) -> list[Array]:
        """Return logarithms of choice probabilities, by information set, from log-odds (n, d)."""
        plays = []
        for _, actions, first, _ in self.choose:
            scaled = np.zeros((actions, len(log_odds)))
            scaled[1:] = log_odds[:, first : first + actions - 1].T
            plays.append(log_softmax(scaled))
        return plays


@lru_cache(maxsize=16)
def plan(tree: Tree) -> Plan:
    """Take a tree's equations apart."""
    return _Planner(tree).made()


class _Planner:
    """Numbers everything, then eliminates symbolically."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.decisive = _players_above(tree)
        self.moved = moved_infosets(tree)
        self.wanted = _ancestors_of_hidden(tree)
        self.plan, self.variables = Plan(), 0
        self.value: dict[tuple[int, int], int] = {}
        self.fills: list[tuple[str, int, int, tuple[int, ...]]] = []

    def made(self) -> Plan:
        self._number_choices()
        self._values()
        self._reaches()
        self._utilities()
        plan, pattern = self.plan, [(row, column) for _, row, column, _ in self.fills]
        plan.rows, places = eliminate(self.variables, pattern)
        plan.places = plan.rows[-1].side + 2 if plan.rows else 0
        plan.fill = [(kind, places[row][column], rest) for kind, row, column, rest in self.fills]
        return plan

    def _number_choices(self) -> None:
        plan = self.plan
        for node in self.tree.nodes:
            if isinstance(node, Terminal):
                for payoff in node.payoffs:
                    plan.payoffs.setdefault(payoff, len(plan.payoffs))
            elif isinstance(node, Chance):
                for odds in node.probabilities:
                    plan.odds.setdefault(odds, len(plan.odds))
        first = 0
        for h in self.tree.infosets:
            actions, row = len(h.actions), len(plan.odds) + first
            plan.choose.append((row, actions, self.variables, first))
            self.variables, first = self.variables + actions - 1, first + actions
        plan.log_odds = self.variables

    def _rows_of(self, node: Chance | Decision) -> Sequence[int]:
        """Return the rows of the table of probabilities that a node's moves have."""
        if isinstance(node, Chance):
            return [self.plan.odds[p] for p in node.probabilities]
        row, actions, _, _ = self.plan.choose[node.infoset]
        return range(row, row + actions)

    def _values(self) -> None:
        """Give numbers to payoffs of nodes, for the players who moved above them."""
        self.value_variable: dict[int, int] = {}
        for x, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                self.value |= {(x, i): self.plan.payoffs[e] for i, e in enumerate(node.payoffs)}
                continue
            for player in sorted(self.decisive[x]):
                children = [self.value[c, player] for c in node.children]
                slot = self.value[x, player] = len(self.plan.payoffs) + len(self.plan.expect)
                self.plan.expect.append(list(zip(self._rows_of(node), children, strict=True)))
                moving = any(c in self.value_variable for c in children)
                if moving or isinstance(node, Decision):
                    self._value_entries(node, slot, children)

    def _value_entries(self, node: Chance | Decision, slot: int, children: list[int]) -> None:
        variable = self.value_variable[slot] = self.variables
        self.variables += 1
        for row, child in zip(self._rows_of(node), children, strict=True):
            if child in self.value_variable:
                self._fill("by_child", variable, self.value_variable[child], row)
        if isinstance(node, Decision):
            row, actions, odd, _ = self.plan.choose[node.infoset]
            for a in range(1, actions):
                self._fill("by_choice", variable, odd + a - 1, row + a, children[a], slot)

    def _fill(self, name: str, row: int, column: int, *factors: int) -> None:
        self.fills.append((name, row, column, factors))

    def _reaches(self) -> None:
        """Give numbers to log-reach of the nodes in hidden sets and above, parents first."""
        tree = self.tree
        self.reach: dict[int, int] = {}
        self.reach_variable: dict[int, int] = {}
        parents: dict[int, list[tuple[int, int, Chance | Decision, int]]] = {}
        ways = 0
        for x, node in reversed(tree.moves()):
            if x not in self.wanted:
                continue
            self.reach[x] = len(self.reach)
            steps = parents.get(x, [])
            self.plan.reach.append([(self.reach[above], row) for above, row, _, _ in steps])
            self._reach_entries(x, ways, steps)
            ways += len(steps)
            for a, (row, child) in enumerate(zip(self._rows_of(node), node.children, strict=True)):
                if child in self.wanted:
                    parents.setdefault(child, []).append((x, row, node, a))

    def _reach_entries(
        self, x: int, first: int, steps: list[tuple[int, int, Chance | Decision, int]]
    ) -> None:
        moving = any(
            isinstance(node, Decision) or above in self.reach_variable
            for above, _, node, _ in steps
        )
        if not moving:
            return
        if len(steps) == 1 and isinstance(steps[0][2], Chance):
            self.reach_variable[x] = self.reach_variable[steps[0][0]]  # they move alike
            return
        variable = self.reach_variable[x] = self.variables
        self.variables += 1
        for share, (above, _, node, a) in enumerate(steps, first):
            if above in self.reach_variable:
                self._fill("by_parent", variable, self.reach_variable[above], share)
            if isinstance(node, Decision):
                row, actions, odd, _ = self.plan.choose[node.infoset]
                for b in range(1, actions):
                    self._fill("by_step", variable, odd + b - 1, share, row + b, int(a == b))

    def _utilities(self) -> None:
        """Give numbers to beliefs and payoffs of actions, set by set."""
        tree = self.tree
        first = 1
        for i, h in enumerate(tree.infosets):
            beliefs = [0]
            if len(h.nodes) > 1:
                self.plan.weigh.append([self.reach[x] for x in h.nodes])
                beliefs = list(range(first, first + len(h.nodes)))
                first += len(h.nodes)
            below = [[self.value[c, h.player] for c in tree.nodes[x].children] for x in h.nodes]
            for a in range(len(h.actions)):
                rows = zip(beliefs, below, strict=True)
                self.plan.utility.append([(m, row[a]) for m, row in rows])
            self._choice_entries(i, beliefs, below)

    def _choice_entries(self, i: int, beliefs: list[int], below: list[list[int]]) -> None:
        nodes = self.tree.infosets[i].nodes
        _, actions, odd, payoff = self.plan.choose[i]
        for a in range(1, actions):
            for x, belief, row in zip(nodes, beliefs, below, strict=True):
                for sign, slot in ((1, row[a]), (-1, row[0])):
                    if slot in self.value_variable:
                        self._fill(
                            "by_payoff", odd + a - 1, self.value_variable[slot], belief, sign
                        )
                if i in self.moved and x in self.reach_variable:
                    self._fill(
                        "by_belief",
                        odd + a - 1,
                        self.reach_variable[x],
                        belief,
                        row[a],
                        payoff + a,
                        row[0],
                        payoff,
                    )


def _players_above(tree: Tree) -> list[frozenset[int]]:
    """Return the players who decide somewhere above each node: only they care for its payoff."""
    above: list[frozenset[int]] = [frozenset()] * len(tree.nodes)
    for x, node in reversed(tree.moves()):
        passed = above[x]
        if isinstance(node, Decision):
            passed = passed | {tree.infosets[node.infoset].player}
        for child in node.children:
            above[child] = above[child] | passed
    return above


def _ancestors_of_hidden(tree: Tree) -> set[int]:
    """Return the nodes in or above information sets of several nodes."""
    wanted: set[int] = set()
    for x, node in tree.moves():
        hidden = isinstance(node, Decision) and len(tree.infosets[node.infoset].nodes) > 1
        if hidden or any(c in wanted for c in node.children):
            wanted.add(x)
    return wanted
