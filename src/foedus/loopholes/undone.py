"""What one has to leave undone so that something never comes: no act without which it comes too."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from foedus.loopholes.carrying import carries, for_and_against, tally_of
from foedus.loopholes.coalitions import Counts
from foedus.process import Process, State
from foedus.process.exploration import Batch, Edge, open_step
from foedus.process.walk import Contest

Thing = tuple[str, str, int]
"""What is done or not: the kind of move, the deed, treaty or procedure, and the step of it."""

_GROUND: Thing = ("conduct", "", 0)
"""What those named do on the ground: that they leave it undone is told apart."""


def thing_of(process: Process, state: State, batch: Batch) -> Thing:
    """Return what moves do, in whichever state they are made."""
    move = batch[0]
    if move.kind != "ballot":
        return move.kind, move.clause, 0
    number = process.clauses.index.procedures[move.clause]
    return move.kind, move.clause, state.record.procedures[number].step


class Undone:
    """What can come of whatever everybody does, less what some of them leave undone.

    Parameters
    ----------
    free
        The contest in which nobody is against the goal.
    those
        How many of each class, or which party, leave something undone.
    """

    def __init__(self, free: Contest, those: Counts) -> None:
        self._free, self._those = free, those

    @cached_property
    def where(self) -> dict[Thing, tuple[int, Edge]]:
        """Everything that comes only if those named do it, with where it is done first."""
        found: dict[Thing, tuple[int, Edge]] = {}
        for at, edges in enumerate(self._free.graph.edges):
            for edge, thing in zip(edges, self._needs[at], strict=True):
                if thing is not None and thing != _GROUND:
                    found.setdefault(thing, (at, edge))
        return found

    @cached_property
    def _needs(self) -> list[list[Thing | None]]:
        """Of each step of the graph what those named do in it; nothing if the others can alone."""
        graph = self._free.graph
        return [
            [self._own(graph.states[at], edge.batch) for edge in edges]
            for at, edges in enumerate(graph.edges)
        ]

    def _own(self, state: State, batch: Batch) -> Thing | None:
        process, move = self._free.graph.process, batch[0]
        if move.kind != "ballot":
            own = move.kind != "wait" and move.actor in self._those
            if own and move.kind == "conduct":
                return _GROUND
            return thing_of(process, state, batch) if own else None
        compiled = open_step(process, state, process.clauses.index.procedures[move.clause])
        assert compiled is not None, "a ballot is cast in an open step"
        others = {
            label: len(members) - self._those.get(label, 0)
            for label, members in compiled.electorate.classes.items()
        }
        passes = carries(compiled, tally_of(compiled, {move.choice: others}))
        alone = passes is (move.choice == for_and_against(compiled)[0])
        return None if alone else thing_of(process, state, batch)

    def comes(self, without: Collection[Thing | None]) -> bool:
        """Say whether the goal can come if those named do all but some things, and others all."""
        free = self._free
        pending, seen = [0], {0}
        while pending:
            at = pending.pop()
            if free.goal(free.graph.states[at]):
                return True
            for edge, thing in zip(free.graph.edges[at], self._needs[at], strict=True):
                if edge.to not in seen and thing != _GROUND and thing not in without:
                    seen.add(edge.to)
                    pending.append(edge.to)
        return False

    def needed(self, told: Collection[Thing]) -> tuple[Thing, ...]:
        """Return what has to be left undone: of what is told, if that is enough, else of all.

        None of it can be spared. Where leaving it undone is not enough, all that is told.
        """
        left = dict.fromkeys(told if not self.comes(told) else self.where)
        if self.comes(left):
            return tuple(told)
        for one in reversed(tuple(left)):
            fewer = left.keys() - {one}
            if not self.comes(fewer):
                del left[one]
        return tuple(left)
