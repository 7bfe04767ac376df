"""A tree's equilibrium equations as a sparse linear system, taken apart once for all instances.

Newton's method on the log-odds of all choices needs, at every step, how payoffs and reach move
with them. Keeping the payoff and the reach of every node as unknowns of the linear system leaves
it as sparse as the tree, and eliminating them in a good order costs little more
than the tree has nodes. Pattern, order and elimination are the same for every instance, so they
are worked out here, and `newton` only does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from foedus.games.coupling import moved_infosets
from foedus.games.elimination import Index, as_rows, eliminate
from foedus.games.expressions import Array, Expr
from foedus.games.response import log_softmax
from foedus.games.tree import Chance, Decision, Terminal, Tree


class Program(NamedTuple):
    """What `newton` runs. An array ``x_at`` says where the entries of each row of ``x`` begin.

    Attributes
    ----------
    choose
        By information set: row of its first action in the table of probabilities, number of
        actions, its first log-odds, its first payoff.
    expect_at, expect
        By computed value: (probability, value) of what follows. Payoffs are the first values.
    reach_at, reach
        By log-reach: (log-reach of the parent, probability of the step). The root's is the first.
    weigh_at, weigh
        By information set with several nodes: their log-reach.
    utility_at, utility
        By action: (belief; value). The first belief is certainty, of a node that stands alone.
    fill
        Entries of the Newton matrix: the kind (see `KINDS`), the place, what to multiply.

    The rest is that of `Elimination`.
    """

    choose: Index
    expect_at: Index
    expect: Index
    reach_at: Index
    reach: Index
    weigh_at: Index
    weigh: Index
    utility_at: Index
    utility: Index
    fill: Index
    eliminated: Index
    diagonal: Index
    sides: Index
    upper_at: Index
    upper: Index
    lower_at: Index
    lower: Index
    target_at: Index
    target: Index


KINDS = ("by_child", "by_choice", "by_parent", "by_step", "by_payoff", "by_belief")
"""What an entry of the Newton matrix is: a payoff by the next payoff, or by the choice there; a
reach by the one above, or by the step from there; a choice by a payoff, or by a reach."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A program with what it reads.

    Attributes
    ----------
    payoffs, odds
        Expressions: of the first values as (expression), of the first probabilities.
    program
        The arrays.
    log_odds
        How many there are.
    """

    payoffs: tuple[Expr, ...]
    odds: tuple[Expr, ...]
    program: Program
    log_odds: int

    def log_play(self, log_odds: Array) -> list[Array]:
        """Return logarithms of choice probabilities, by information set, from log-odds (n, d)."""
        plays = []
        for _, actions, first, _ in self.program.choose:
            scaled = np.zeros((actions, len(log_odds)))
            scaled[1:] = log_odds[:, first : first + actions - 1].T
            plays.append(log_softmax(scaled))
        return plays


@lru_cache(maxsize=16)
def plan(tree: Tree) -> Plan:
    """Take a tree's equations apart."""
    return _Planner(tree).plan()


class _Planner:
    """Numbers everything, then eliminates symbolically."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.decisive = _players_above(tree)
        self.moved = moved_infosets(tree)
        self.wanted, self.weighed = _ancestors_of_hidden(tree, self.moved)
        self.payoffs: dict[Expr, int] = {}
        self.odds: dict[Expr, int] = {}
        self.value: dict[tuple[int, int], int] = {}
        self.choose: list[tuple[int, int, int, int]] = []
        self.rows: dict[str, list[tuple[int, ...]]] = {}
        self.at: dict[str, list[int]] = {}
        self.entries: dict[tuple[int, int], int] = {}
        self.fills: list[tuple[int, ...]] = []

    def plan(self) -> Plan:
        self._number_choices()
        self._values()
        self._reaches()
        self._utilities()
        order, places = eliminate(
            self.variables, [(row, column) for _, row, column, *_ in self.fills]
        )
        arrays = {name: as_rows(rows, _WIDTH[name]) for name, rows in self.rows.items()}
        arrays |= {f"{name}_at": np.array(at, dtype=np.int32) for name, at in self.at.items()}
        arrays["choose"] = as_rows(self.choose, 4)
        entries = [(kind, places[row][column], *rest) for kind, row, column, *rest in self.fills]
        arrays["fill"] = as_rows([(*e, *[0] * (_ENTRY - len(e))) for e in entries], _ENTRY)
        program = Program(**arrays, **order._asdict())
        return Plan(tuple(self.payoffs), tuple(self.odds), program, self.log_odds)

    def _number_choices(self) -> None:
        for node in self.tree.nodes:
            if isinstance(node, Terminal):
                for payoff in node.payoffs:
                    self.payoffs.setdefault(payoff, len(self.payoffs))
            elif isinstance(node, Chance):
                for odds in node.probabilities:
                    self.odds.setdefault(odds, len(self.odds))
        row, odd, payoff_row = len(self.odds), 0, 0
        for h in self.tree.infosets:
            self.choose.append((row, len(h.actions), odd, payoff_row))
            row, odd, payoff_row = row + len(h.actions), odd + len(h.actions) - 1, row
        self.choose = [(r, m, o, r - len(self.odds)) for r, m, o, _ in self.choose]
        self.log_odds = self.variables = odd

    def _rows_of(self, node: Chance | Decision) -> Sequence[int]:
        """Return the rows of the table of probabilities that a node's moves have."""
        if isinstance(node, Chance):
            return [self.odds[p] for p in node.probabilities]
        row, actions, _, _ = self.choose[node.infoset]
        return range(row, row + actions)

    def _row(self, name: str, entries: Iterable[tuple[int, ...]]) -> None:
        rows = self.rows.setdefault(name, [])
        at = self.at.setdefault(name, [0])
        rows.extend(entries)
        at.append(len(rows))

    def _values(self) -> None:
        """Give numbers to payoffs of nodes, for the players who moved above them."""
        self.rows["expect"], self.at["expect"] = [], [0]
        self.value_variable: dict[int, int] = {}
        count = len(self.payoffs)
        for x, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                self.value |= {(x, i): self.payoffs[e] for i, e in enumerate(node.payoffs)}
                continue
            for player in sorted(self.decisive[x]):
                children = [self.value[c, player] for c in node.children]
                self._row("expect", zip(self._rows_of(node), children, strict=True))
                slot = self.value[x, player] = count
                count += 1
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
            row, actions, odd, _ = self.choose[node.infoset]
            for a in range(1, actions):
                self._fill("by_choice", variable, odd + a - 1, row + a, children[a], slot)

    def _fill(self, name: str, row: int, column: int, *factors: int) -> None:
        self.fills.append((KINDS.index(name), row, column, *factors))

    def _reaches(self) -> None:
        """Give numbers to log-reach of the nodes in hidden sets and above, parents first."""
        tree = self.tree
        self.reach: dict[int, int] = {}
        self.reach_variable: dict[int, int] = {}
        parents: dict[int, list[tuple[int, int, Chance | Decision, int]]] = {}
        self.rows["reach"], self.at["reach"] = [], [0]
        for x in range(tree.root, -1, -1):
            node = tree.nodes[x]
            if x not in self.wanted or isinstance(node, Terminal):
                continue
            self.reach[x] = len(self.reach)
            first = len(self.rows["reach"])
            steps = parents.get(x, [])
            self._row("reach", [(self.reach[above], row) for above, row, _, _ in steps])
            if x in self.weighed:
                self._reach_entries(x, first, steps)
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
                row, actions, odd, _ = self.choose[node.infoset]
                for b in range(1, actions):
                    self._fill("by_step", variable, odd + b - 1, share, row + b, int(a == b))

    def _utilities(self) -> None:
        """Give numbers to beliefs and payoffs of actions, set by set."""
        tree = self.tree
        self.rows["weigh"], self.at["weigh"] = [], [0]
        self.rows["utility"], self.at["utility"] = [], [0]
        for i, h in enumerate(tree.infosets):
            beliefs = [0]
            if len(h.nodes) > 1:
                first = len(self.rows["weigh"]) + 1
                self._row("weigh", [(self.reach[x],) for x in h.nodes])
                beliefs = list(range(first, first + len(h.nodes)))
            below = [
                [self.value[c, h.player] for c in tree.nodes[x].children]  # type: ignore[union-attr]
                for x in h.nodes
            ]
            for a in range(len(h.actions)):
                self._row("utility", [(m, row[a]) for m, row in zip(beliefs, below, strict=True)])
            self._choice_entries(i, beliefs, below)

    def _choice_entries(self, i: int, beliefs: list[int], below: list[list[int]]) -> None:
        nodes = self.tree.infosets[i].nodes
        _, actions, odd, payoff = self.choose[i]
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


_ENTRY = 7
_WIDTH = {"expect": 2, "reach": 2, "weigh": 1, "utility": 2}


def _players_above(tree: Tree) -> list[frozenset[int]]:
    """Return the players who decide somewhere above each node: only they care for its payoff."""
    above: list[frozenset[int]] = [frozenset()] * len(tree.nodes)
    for x in range(tree.root, -1, -1):
        node = tree.nodes[x]
        if isinstance(node, Terminal):
            continue
        passed = above[x]
        if isinstance(node, Decision):
            passed = passed | {tree.infosets[node.infoset].player}
        for child in node.children:
            above[child] = above[child] | passed
    return above


def _ancestors_of_hidden(tree: Tree, moved: frozenset[int]) -> tuple[set[int], set[int]]:
    """Return the nodes in or above hidden sets, and those in or above sets of moved beliefs."""
    wanted: set[int] = set()
    weighed: set[int] = set()
    for x, node in enumerate(tree.nodes):
        if isinstance(node, Terminal):
            continue
        hidden = isinstance(node, Decision) and len(tree.infosets[node.infoset].nodes) > 1
        if hidden or any(c in wanted for c in node.children):
            wanted.add(x)
        endogenous = isinstance(node, Decision) and node.infoset in moved
        if endogenous or any(c in weighed for c in node.children):
            weighed.add(x)
    return wanted, weighed
