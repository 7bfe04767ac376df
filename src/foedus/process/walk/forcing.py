"""Who can bring a state about whatever the others do.

A coalition forces a goal when it has a way of acting, or of waiting, that ends there against every
way in which the others act. Within a day the others are let act first, so nothing is said to be
forced that depends on being quicker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from foedus.process.exploration import Batch, Edge, Graph, Test, circles
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State

Moves = tuple[frozenset[int], frozenset[int]]
"""Where our moves lead to from a node, the end of the day among them, and where the others' do."""


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
    moves = [_moves(graph, at, sides) for at in range(len(graph.states))]
    return led_to(graph, moves, {at for at, state in enumerate(graph.states) if goal(state)})


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
    before: list[list[int]] = [[] for _ in graph.states]
    for at, (ours, theirs) in enumerate(moves):
        for to in ours | theirs:
            before[to].append(at)
    new = set(won)
    while new:
        pending = [at for node in new for at in before[node]]
        while pending:
            at = pending.pop()
            ours, theirs = moves[at]
            if at not in won and won.issuperset(theirs) and not won.isdisjoint(ours):
                won.add(at)
                pending += before[at]
        new = held_up(graph, moves, won)
        won |= new
    return frozenset(won)


def held_up(graph: Graph, moves: Sequence[Moves], won: Collection[int]) -> set[int]:
    """Return nodes from which the other side cannot get away, and goes round in vain.

    Whoever does a deed, undoes it and does it again puts off the end of no day. And states that are
    alike are one node, on whatever day, so that a day's doing and undoing can lead back to a node
    though the time left to a deadline is less: nobody goes round for ever on a circle that a
    deadline runs down on.

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
    ends = [_evening(graph, at, ours) for at, (ours, _) in enumerate(moves)]
    found = {at for at in range(len(moves)) if at not in known}
    while True:
        held = known | found
        leaving = {
            at
            for at in found
            if not held.issuperset(moves[at][1]) or not (moves[at][0] & known or ends[at] in held)
        }
        if not leaving:
            onward = {
                at: [
                    to
                    for to in (*moves[at][1], *(() if moves[at][0] & known else (ends[at],)))
                    if to in found
                ]
                for at in sorted(found)
            }
            for circle in circles(onward, onward.__getitem__):
                if not _runs_out(graph, circle, onward):
                    leaving |= circle
        if not leaving:
            return found
        found -= leaving


def _runs_out(graph: Graph, circle: Collection[int], onward: Mapping[int, Sequence[int]]) -> bool:
    """Say whether a circle is of one day, or some deadline runs on all round it."""
    steps = [
        (at, edge)
        for at in circle
        for edge in graph.edges[at]
        if edge.to in circle and edge.to in onward[at]
    ]
    if all(edge.batch[0].kind != "wait" for _, edge in steps):
        return True
    kept = [_kept(graph, at, edge) for at, edge in steps]
    return bool(frozenset.intersection(*kept))


def _evening(graph: Graph, at: int, ours: Collection[int]) -> int:
    """Return where the end of the day leads to, if our side may wait for it; else no node."""
    waits = (e.to for e in graph.edges[at] if e.batch[0].kind == "wait" and e.to in ours)
    return next(waits, -1)


def _kept(graph: Graph, at: int, edge: Edge) -> frozenset[str]:
    """Return the deadlines that a step leaves running, each with the day that it had."""
    days, state = graph.projection.days, graph.states[at]
    after = graph.follow(state, graph.ranks[at], edge.batch)[0].state
    before, later = (
        dict(zip(*days.running(one.world, one.record), strict=True)) for one in (state, after)
    )
    return frozenset(name for name, day in later.items() if before.get(name) == day >= after.day)


def _moves(graph: Graph, at: int, sides: Opposed) -> Moves:
    state, edges = graph.states[at], graph.edges[at]
    ours = [e.to for e in edges if e.batch[0].kind == "wait" or sides.ours(state, e.batch)]
    theirs = [e.to for e in edges if e.batch[0].kind != "wait" and sides.theirs(e.batch)]
    return frozenset(ours), frozenset(theirs)
