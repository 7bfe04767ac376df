"""Who can bring a state about whatever the others do.

A coalition forces a goal when it has a way of acting, or of waiting, that ends there against every
way in which the others act. Within a day the others are let act first, so nothing is said to be
forced that depends on being quicker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from foedus.process.exploration import Batch, Graph, Test
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State


@dataclass(frozen=True)
class Opposed:
    """Two sides: so many members of each class, and the parties among them, against all others.

    Parameters
    ----------
    process
        The process.
    against
        How many of each class, or which party, are on the other side.
    """

    process: Process
    against: Mapping[str, int]

    def ours(self, state: State, batch: Batch) -> bool:
        """Say whether we can make these moves without the other side."""
        if batch[0].kind != "ballot":
            return batch[0].actor not in self.against
        sizes = self._sizes(state, batch)
        return all(
            count <= sizes[label] - self.against.get(label, 0)
            for label, count in _counted(batch).items()
        )

    def theirs(self, batch: Batch) -> bool:
        """Say whether the other side can make these moves without us."""
        if batch[0].kind != "ballot":
            return batch[0].actor in self.against
        return all(count <= self.against.get(label, 0) for label, count in _counted(batch).items())

    def _sizes(self, state: State, batch: Batch) -> Mapping[str, int]:
        at = self.process.clauses.index.procedures[batch[0].clause]
        compiled = self.process.clauses.steps[at][state.record.procedures[at].step]
        return {label: len(m) for label, m in compiled.electorate.classes.items()}


class Contest(NamedTuple):
    """Everything that either side can do about a goal, and from where one of them wins.

    Parameters
    ----------
    graph
        Everything that either side can do, begun at node 0.
    won
        The nodes from which our side brings the goal about whatever the other side does.
    sides
        Whose each move is.
    before
        What the other side does on the day of the act, before anything else: with what the graph
        begins.
    """

    graph: Graph
    won: frozenset[int]
    sides: Opposed
    before: tuple[tuple[State, Move], ...] = ()

    @property
    def ours(self) -> bool:
        """Whether our side wins from where it begins."""
        return 0 in self.won


def _counted(batch: Batch) -> Counter[str]:
    return Counter(move.actor for move in batch)


def forced(graph: Graph, goal: Test, sides: Opposed) -> frozenset[int]:
    """Return the nodes from which our side brings `goal` about whatever the other side does.

    Parameters
    ----------
    graph
        Everything that either side can do, explored to its end.
    goal
        What is to come about.
    sides
        Whose each move is. Time passes when nobody acts, and is nobody's move.
    """
    won = {at for at, state in enumerate(graph.states) if goal(state)}
    moves = [_moves(graph, at, sides) for at in range(len(graph.states))]
    before: list[list[int]] = [[] for _ in graph.states]
    for at, edges in enumerate(graph.edges):
        for edge in edges:
            before[edge.to].append(at)
    pending = [at for node in won for at in before[node]]
    while pending:
        at = pending.pop()
        ours, theirs = moves[at]
        if at not in won and won.issuperset(theirs) and not won.isdisjoint(ours):
            won.add(at)
            pending += before[at]
    return frozenset(won)


def _moves(graph: Graph, at: int, sides: Opposed) -> tuple[frozenset[int], frozenset[int]]:
    state, edges = graph.states[at], graph.edges[at]
    ours = [e.to for e in edges if e.batch[0].kind == "wait" or sides.ours(state, e.batch)]
    theirs = [e.to for e in edges if e.batch[0].kind != "wait" and sides.theirs(e.batch)]
    return frozenset(ours), frozenset(theirs)
