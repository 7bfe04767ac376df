"""Stability when some act together: coalitional R, SEQ, GMR and SMR.

Kilgour, Hipel, Fang and Peng, "Coalition analysis in group decision support", *Group Decision and
Negotiation* 10 (2001), 159–175; Inohara and Hipel, "Coalition analysis in the graph model for
conflict resolution", *Systems Engineering* 11 (2008), 343–359. A coalition moves by legal sequences
of its members' moves. It improves if every member is better off. A sanction suffices if it leaves
some member no better off than where the coalition stood. In SEQ, those outside answer by
improvements of coalitions of theirs, one after the other, none twice running.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import TypeVar

from foedus.stability.graph import Graph, Ints, StabilityError
from foedus.stability.senses import Reading, Sense

Coalition = tuple[int, ...]
T = TypeVar("T")


def every_coalition(graph: Graph) -> list[Coalition]:
    """Return all coalitions, single decision makers first, in the order of their size."""
    makers = range(len(graph.makers))
    return [c for size in range(1, len(graph.makers) + 1) for c in combinations(makers, size)]


class Coalitions:
    """The stability of states for coalitions.

    Parameters
    ----------
    graph, ranks
        As in `foedus.stability.stable`, for one ordering each.
    reading
        ``legal``: those outside sanction by legal sequences; ``single``: one of them by one move.

    Examples
    --------
    >>> arcs = {"A": [("cc", "dc"), ("dc", "cc"), ("cd", "dd"), ("dd", "cd")],
    ...         "B": [("cc", "cd"), ("cd", "cc"), ("dc", "dd"), ("dd", "dc")]}
    >>> graph = Graph.of(["cc", "dc", "cd", "dd"], arcs)
    >>> both = Coalitions(graph, [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> both.stable((0,), 3, "R"), both.stable((0, 1), 3, "R")
    (True, False)
    """

    def __init__(
        self,
        graph: Graph,
        ranks: Sequence[Sequence[int]] | Sequence[Ints] | Ints,
        reading: Reading = "legal",
    ) -> None:
        self.graph, self.ranks, self.reading = graph, ranks, reading
        self.reach = cache(self._reach)
        self.improvements = cache(self._improvements)
        self._answers = cache(self._sanctions)

    def stable(self, coalition: Coalition, state: int, sense: Sense) -> bool:
        """Say whether the state is stable for the coalition."""
        for moved in self.improvements(coalition, state):
            if not any(
                self._no_better(coalition, answer, state)
                and (
                    sense != "SMR"
                    or all(
                        self._no_better(coalition, escape, state)
                        for escape in self.reach(coalition, answer)
                    )
                )
                for answer in (self._answers(coalition, moved, sense) if sense != "R" else ())
            ):
                return False
        return True

    def upset_by(
        self, state: int, sense: Sense, coalitions: Iterable[Coalition] | None = None
    ) -> list[Coalition]:
        """Return the coalitions for which the state is not stable."""
        asked = every_coalition(self.graph) if coalitions is None else coalitions
        return [c for c in asked if not self.stable(c, state, sense)]

    def _no_better(self, coalition: Coalition, state: int, than: int) -> bool:
        return any(self.ranks[i][state] <= self.ranks[i][than] for i in coalition)

    def _reach(self, coalition: Coalition, state: int) -> frozenset[int]:
        """Return what the coalition can bring about by legal sequences of its members' moves."""
        return _legal(state, coalition, self.graph.reach)

    def _improvements(self, coalition: Coalition, state: int) -> frozenset[int]:
        """Return what it can bring about that is better for every member."""
        better = self.reach(coalition, state)
        return frozenset(
            s for s in better if all(self.ranks[i][s] > self.ranks[i][state] for i in coalition)
        )

    def _sanctions(self, coalition: Coalition, state: int, sense: Sense) -> frozenset[int]:
        outside = tuple(i for i in range(len(self.graph.makers)) if i not in coalition)
        if self.reading == "single":
            step = self.improvements if sense == "SEQ" else self.reach
            single = [step((j,), state) for j in outside]
            return frozenset().union(*single)
        if sense != "SEQ":
            return self.reach(outside, state)
        teams = [c for size in range(1, len(outside) + 1) for c in combinations(outside, size)]
        return _legal(state, teams, self.improvements)


def _legal(
    state: int, movers: Sequence[T], step: Callable[[T, int], Iterable[int]]
) -> frozenset[int]:
    """Return what can be reached by steps of several, none taking two running."""
    seen: set[tuple[int, T]] = set()
    waiting: deque[tuple[int, T | None]] = deque([(state, None)])
    while waiting:
        here, last = waiting.popleft()
        for who in movers:
            for there in step(who, here) if who != last else ():
                if (there, who) not in seen:
                    seen.add((there, who))
                    waiting.append((there, who))
    return frozenset(s for s, _ in seen)


def coalition_of(graph: Graph, names: Sequence[str]) -> Coalition:
    """Return a coalition by the names of its members.

    Raises
    ------
    StabilityError
        When somebody is no decision maker here.
    """
    for name in names:
        if name not in graph.makers:
            known = ", ".join(graph.makers)
            raise StabilityError(f"{name!r} is no decision maker", f"Known here: {known}.")
    return tuple(sorted(graph.makers.index(name) for name in names))
