"""Limited-move stability L_h: everybody looks a stated number of moves ahead.

Kilgour, "Anticipation and stability in two-person noncooperative games", in *Dynamic Models of
International Conflict* (Rienner 1985), 26–51; Zagare, "Limited-move equilibria in 2 x 2 games",
*Theory and Decision* 16 (1984), 1–19; Fang, Hipel and Kilgour, *Interactive Decision Making* (Wiley
1993), chapter 3. With two decision makers and strict orderings the definition is unambiguous.
Beyond that two things have to be fixed, and the literature knows more than one way (Rêgo, Vieira
and Kilgour 2024, 2025): here, who moves expects that next, of the others who would then move, the
one does whose move is worst for it; and that, of moves equally good for whoever makes them, the one
is made that is worst for it. Both are the cautious reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from foedus.stability.graph import Bools, Graph, Ints

_Anticipation = Callable[[int, int, int], frozenset[int]]


def limited_move(graph: Graph, ranks: Sequence[Ints] | Ints, horizon: int) -> Bools:
    """Say which states are L_h stable for whom; shape (makers, states).

    Parameters
    ----------
    graph, ranks
        As in `foedus.stability.stable`, for one ordering each.
    horizon
        How many moves everybody looks ahead, from 1; L_1 is Nash stability.

    Examples
    --------
    In the prisoners' dilemma, keeping peace is stable for those who see two moves ahead.

    >>> arcs = {"A": [("cc", "dc"), ("cd", "dd")], "B": [("cc", "cd"), ("dc", "dd")]}
    >>> graph = Graph.of(["cc", "dc", "cd", "dd"], arcs)
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> [limited_move(graph, ranks, h)[0, 0].item() for h in (1, 2)]
    [False, True]
    """
    anticipated = anticipation(graph, ranks)
    makers, states = range(len(graph.makers)), range(len(graph.states))
    return np.array([[anticipated(i, s, horizon) == {s} for s in states] for i in makers])


def anticipation(graph: Graph, ranks: Sequence[Ints] | Ints) -> _Anticipation:
    """Return the function that says where play ends if a maker is to move, looking h moves ahead.

    It takes (maker, state, h) and returns the set of last states; several only where orderings tie.
    """

    @cache
    def ends(maker: int, state: int, left: int) -> frozenset[int]:
        if left == 0:
            return frozenset({state})
        rank = ranks[maker]
        after = [expected(maker, move, left - 1) for move in graph.reach(maker, state)]
        best = max((worst(rank, found) for found in after), default=rank[state])
        if best <= rank[state]:
            return frozenset({state})
        return frozenset().union(*(found for found in after if worst(rank, found) == best))

    def expected(maker: int, state: int, left: int) -> frozenset[int]:
        """Return the states that `maker` expects in the end, the worst that others may choose."""
        moved = [ends(other, state, left) for other in graph.others(maker)]
        found = frozenset().union(*(end for end in moved if end != {state})) or {state}
        lowest = worst(ranks[maker], frozenset(found))
        return frozenset(s for s in found if ranks[maker][s] == lowest)

    def worst(rank: Ints, found: frozenset[int]) -> int:
        return min(int(rank[s]) for s in found)

    return ends
