"""Who can bring a state about whatever the others do.

A coalition forces a goal when it has a way of acting, or of waiting, that ends there against every
way in which the others act. Within a day the others are let act first, so nothing is said to be
forced that depends on being quicker; what they do bars nothing of the same kind that was open to
others on that day (`foedus.process.exploration.hours`). And what comes later in the order of a day
keeps nobody from what comes before it: who alleges each day keeps nobody from giving notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from foedus.process.exploration import DONE_FOR_TODAY, Batch, Edge, Graph, Test, TimedGraph, circles
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State

Moves = tuple[tuple[int, frozenset[int]], ...]
"""Where each of our moves leads to from a node, the end of the day among them, the earliest of a
day first; with where the others can go before it."""


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
    goal
        What our side wants to come about.
    """

    graph: Graph
    won: frozenset[int]
    sides: Opposed
    goal: Test
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
    moves = [_moves(graph, at, sides) for at in range(len(graph.states))]
    return led_to(graph, moves, reached(graph, goal))


def reached(graph: Graph | TimedGraph, goal: Test) -> set[int]:
    """Return the nodes at which `goal` has come about.

    Not those at which the other side may still take it away on the same day.
    """
    return {
        at
        for at, state in enumerate(graph.states)
        if goal(state) and all(e.batch != DONE_FOR_TODAY for e in graph.edges[at])
    }


def led_to(graph: Graph, moves: Sequence[Moves], goals: Collection[int]) -> frozenset[int]:
    """Return the nodes from which one of the `goals` comes about whatever the other side does.

    Parameters
    ----------
    graph
        Everything that either side can do.
    moves
        Where the moves of each node lead to.
    goals
        The nodes that count.
    """
    won = set(goals)
    before: list[dict[int, None]] = [{} for _ in graph.states]
    for at, ours in enumerate(moves):
        for to, first in ours:
            for onward in (to, *first):
                before[onward][at] = None
    new = set(won)
    while new:
        pending = [at for node in new for at in before[node]]
        while pending:
            at = pending.pop()
            if at not in won and any(to in won and won.issuperset(f) for to, f in moves[at]):
                won.add(at)
                pending += before[at]
        new = held_up(graph, moves, won)
        won |= new
    return frozenset(won)


def held_up(graph: Graph, moves: Sequence[Moves], won: Collection[int]) -> set[int]:
    """Return nodes from which the other side cannot get away, and goes round in vain.

    States that are alike are one node, on whatever day, so that a deed done on one day and undone
    on the next can lead back to a node though the time left to a deadline is less: nobody goes
    round for ever on a circle that a deadline runs down on.

    Parameters
    ----------
    graph
        Everything that either side can do.
    moves
        Where the moves of each node lead to.
    won
        The nodes that are known to be won.
    """
    known = frozenset(won)
    ends = [_evening(graph, at) for at in range(len(moves))]
    found = {at for at in range(len(moves)) if at not in known}
    while True:
        held = known | found
        taken = {at: _taken(moves[at], known, held, ends[at]) for at in found}
        leaving = {at for at, onward in taken.items() if onward is None}
        if not leaving:
            onward = {at: [to for to in taken[at] or () if to in found] for at in sorted(found)}
            for circle in circles(onward, onward.__getitem__):
                if not _runs_out(graph, circle, onward):
                    leaving |= circle
        if not leaving:
            return found
        found -= leaving


def _runs_out(graph: Graph, circle: Collection[int], onward: Mapping[int, Sequence[int]]) -> bool:
    """Say whether some deadline runs on all round a circle."""
    steps = [
        (at, edge)
        for at in circle
        for edge in graph.edges[at]
        if edge.to in circle and edge.to in onward[at]
    ]
    kept = [_kept(graph, at, edge) for at, edge in steps]
    return bool(frozenset.intersection(*kept))


def _taken(
    ours: Moves, known: frozenset[int], held: frozenset[int], evening: int
) -> tuple[int, ...] | None:
    """Return where a held node goes on to while our side makes its move, or waits for evening.

    Nothing where the other side gets away first.
    """
    for to, first in ours:
        if (to in known or (to == evening and to in held)) and first <= held:
            return (*first, to)
    return None


def _evening(graph: Graph, at: int) -> int:
    """Return where the end of the day leads to from a node; no node where it does not."""
    return next((e.to for e in graph.edges[at] if e.batch[0].kind == "wait"), -1)


def _kept(graph: Graph, at: int, edge: Edge) -> frozenset[str]:
    """Return the deadlines that a step leaves running, and the dates that are still to come."""
    state = graph.states[at]
    after = graph.follow(state, graph.hours[at], edge.batch)[0].state
    before, later = _runs(graph, state), _runs(graph, after)
    return frozenset(name for name, day in later.items() if before.get(name) == day >= after.day)


def _runs(graph: Graph, state: State) -> dict[str, int]:
    """Return what time runs down on in a state, each with its last day."""
    days = graph.projection.days
    running = days.running(state.world, state.record)
    return dict(zip(*running, strict=True)) | dict(days.ahead(state.day))


def _moves(graph: Graph, at: int, sides: Opposed) -> Moves:
    state, edges = graph.states[at], graph.edges[at]
    ours = [e for e in edges if e.batch[0].kind == "wait" or sides.ours(state, e.batch)]
    theirs = [e for e in edges if e.batch[0].kind != "wait" and sides.theirs(e.batch)]
    return in_order(ours, theirs)


def in_order(ours: Sequence[Edge], theirs: Sequence[Edge]) -> Moves:
    """Return our moves from a node in the order of the day, each with what may come before it."""
    return tuple(
        (e.to, frozenset(first.to for first in may_precede(theirs, e)))
        for e in sorted(ours, key=lambda e: e.batch[0].rank)
    )


def may_precede(theirs: Iterable[Edge], ours: Edge) -> Iterator[Edge]:
    """Yield the moves of others that can come before one of ours on the same day."""
    return (e for e in theirs if e.batch[0].rank <= ours.batch[0].rank)
