"""Status quo analysis: what can come of where the conflict stands, how soon, and by whose moves.

Li, Kilgour and Hipel, "Status quo analysis in the graph model for conflict resolution", *Journal of
the Operational Research Society* 56 (2005), 699–707. Nobody moves twice running.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.stability.graph import Graph, Ints


class Step(NamedTuple):
    """A move on the way: who makes it, and the state it leads to."""

    maker: int
    state: int


def shortest_ways(
    graph: Graph, start: int, ranks: Sequence[Ints] | Ints | None = None
) -> Mapping[int, tuple[Step, ...]]:
    """Return a shortest way to each state that can be reached from `start`.

    Parameters
    ----------
    graph
        The graph.
    start
        The status quo.
    ranks
        With orderings, only moves by which whoever moves improves.

    Examples
    --------
    >>> arcs = {"A": [("peace", "war")], "B": [("war", "truce")]}
    >>> graph = Graph.of(["peace", "war", "truce"], arcs)
    >>> [(graph.makers[m], graph.states[s]) for m, s in shortest_ways(graph, 0)[2]]
    [('A', 'war'), ('B', 'truce')]
    """
    found: dict[int, tuple[Step, ...]] = {start: ()}
    seen: set[tuple[int, int]] = {(start, -1)}
    edge: list[tuple[int, int, tuple[Step, ...]]] = [(start, -1, ())]
    while edge:
        beyond = []
        for state, last, steps in edge:
            for maker in range(len(graph.makers)):
                if maker == last:
                    continue
                for there in graph.reach(maker, state):
                    worse = ranks is not None and ranks[maker][there] <= ranks[maker][state]
                    if worse or (there, maker) in seen:
                        continue
                    seen.add((there, maker))
                    way = (*steps, Step(maker, there))
                    found.setdefault(there, way)
                    beyond.append((there, maker, way))
        edge = beyond
    return found
