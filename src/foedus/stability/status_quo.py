"""Status quo analysis: what can come of where the conflict stands, how soon, and by whose moves.

Li, Kilgour and Hipel, "Status quo analysis in the graph model for conflict resolution", *Journal of
the Operational Research Society* 56 (2005), 699–707. Nobody moves twice running.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.stability.graph import Bools, Graph, Ints, Moves


class Step(NamedTuple):
    """A move on the way: who makes it, and the state it leads to."""

    maker: int
    state: int


def shortest_ways(
    graph: Graph,
    start: int,
    ranks: Sequence[Ints] | Ints | None = None,
    targets: Iterable[int] | None = None,
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
    targets
        Ways to these states only; to all when left out.

    Examples
    --------
    >>> arcs = {"A": [("peace", "war")], "B": [("war", "truce")]}
    >>> graph = Graph.of(["peace", "war", "truce"], arcs)
    >>> [(graph.makers[m], graph.states[s]) for m, s in shortest_ways(graph, 0)[2]]
    [('A', 'war'), ('B', 'truce')]
    """
    moves = list(graph.moves)
    if ranks is not None:
        ranked = [np.asarray(rank) for rank in ranks]
        moves = [m.only(r[m.targets] > r[m.sources]) for m, r in zip(moves, ranked, strict=True)]
    makers, size = len(moves), len(graph.states)
    before = np.full((makers, size, 2), -1, np.int64)  # from which state, and who moved before
    edge = [np.zeros(size, bool) for _ in range(makers)]
    reached: dict[int, int] = {}  # by state, who moved last on a shortest way
    for first in range(makers):
        _step(moves[first], first, before, _only(start, size), -1, edge[first])
    while any(new.any() for new in edge):
        for maker, new in enumerate(edge):
            for state in np.flatnonzero(new):
                if state != start:
                    reached.setdefault(int(state), maker)
        beyond = [np.zeros(size, bool) for _ in range(makers)]
        for last, here in enumerate(edge):
            for maker in range(makers):
                if maker != last and here.any():
                    _step(moves[maker], maker, before, here, last, beyond[maker])
        edge = beyond
    wanted = reached if targets is None else [t for t in targets if t in reached]
    return {start: ()} | {state: _way(before, state, reached[state]) for state in wanted}


def _only(state: int, size: int) -> Bools:
    found = np.zeros(size, bool)
    found[state] = True
    return found


def _step(
    moves: Moves, maker: int, before: NDArray[np.int64], here: Bools, last: int, new: Bools
) -> None:
    """Go one move of `maker` further from states `here`, where `last` has moved."""
    made = here[moves.sources] & (before[maker, moves.targets, 0] < 0)
    sources, targets = moves.sources[made], moves.targets[made]
    targets, first = np.unique(targets, return_index=True)
    before[maker, targets, 0], before[maker, targets, 1] = sources[first], last
    new[targets] = True


def _way(before: NDArray[np.int64], state: int, maker: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    while maker >= 0:
        steps.append(Step(maker, state))
        state, maker = (int(x) for x in before[maker, state])
    return tuple(reversed(steps))
