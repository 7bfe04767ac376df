"""Which act of one who refuses is missing: cut from what all others can do without it."""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf

from foedus.loopholes.story import Path, clause_of
from foedus.process.exploration import Edge, Explored, Test, meet

_Left = tuple[float, int]
"""How many acts something is away, and how many waits."""
_HERE: _Left = (0, 0)
_NEVER: _Left = (inf, 0)


class Nearness:
    """How far away something is if everybody helps.

    Parameters
    ----------
    graph
        What everybody can do if nobody refuses.
    goal
        What is to come about.
    """

    def __init__(self, graph: Explored, goal: Test) -> None:
        self._graph, self._onward = graph, dict[int, Edge]()
        before: list[list[tuple[int, Edge]]] = [[] for _ in graph.states]
        for at, steps in enumerate(graph.edges):
            for edge in steps:
                before[edge.to].append((at, edge))
        self._left: dict[int, _Left] = {}
        pending = [(_HERE, at, -1) for at, state in enumerate(graph.states) if goal(state)]
        edges: list[Edge] = []
        while pending:
            left, at, by = heappop(pending)
            if at in self._left:
                continue
            self._left[at] = left
            if by >= 0:
                self._onward[at] = edges[by]
            for source, edge in before[at]:
                waits = edge.batch[0].kind == "wait"
                further = (left[0] + (not waits), left[1] + waits)
                edges.append(edge)
                heappush(pending, (further, source, len(edges) - 1))

    def left(self, graph: Explored, at: int) -> _Left:
        """Return how far away the goal is from a node of another graph of the same slice."""
        return min((self._left[node] for node in self._alike(graph, at)), default=_NEVER)

    def _alike(self, graph: Explored, at: int) -> list[int]:
        """Return the nodes with readings that a node of another graph has too."""
        zones, own = self._graph.zones, graph.zones[at]
        alike = self._graph.alike(graph.key(at))
        return [n for n in alike if n in self._left and meet(own, zones[n]) is not None]

    def refused(self, graph: Explored, who: str) -> tuple[int, Edge] | None:
        """Return the first ballot of one who refuses that takes the goal further away, and where.

        Whoever objects where the goal comes no less soon has stopped nothing by that.
        """
        found = [
            (graph.cost(at), at, edge)
            for at, edges in enumerate(graph.edges)
            for edge in edges
            if edge.batch[0].kind == "ballot"
            and all(move.actor == who for move in edge.batch)
            and self.left(graph, at)[0] < self.left(graph, edge.to)[0]
        ]
        return min(found, key=lambda one: one[0])[1:] if found else None

    def nearest(self, graph: Explored) -> int:
        """Return the node of a graph from which the goal is least far away."""
        nodes = range(len(graph.states))
        return min(nodes, key=lambda at: (self.left(graph, at), graph.cost(at)))

    def missing(self, graph: Explored, at: int, who: str) -> Path | None:
        """Return the clause of the first act of `who` on the shortest way on from a node."""
        alike = self._alike(graph, at)
        node = min(alike, key=lambda one: self._left[one]) if alike else None
        while node in self._onward:
            edge, state = self._onward[node], self._graph.states[node]
            for move in edge.batch:
                if move.actor == who:
                    return clause_of(self._graph.process, state, move)
            node = edge.to
        return None
