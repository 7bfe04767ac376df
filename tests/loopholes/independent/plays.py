"""What can and what must follow in the graph that clingo grounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from independent.reached import Reached

Label = tuple
Test = Callable[[int], bool]
Lets = Callable[[int, Label, int], bool]


def anything(_at: int, _label: Label, _to: int) -> bool:
    """Leave nothing out."""
    return True


class Graph(Reached):
    """What can be said of plays in the graph."""

    def __init__(self, reached: Reached) -> None:
        self.__dict__ = reached.__dict__
        self.nodes = range(len(self.rows))
        self._labelled = [dict(ways) for ways in self.ways]

    def by(self, at: int | None, *label: object) -> int | None:
        """Return where a move leads, `None` when it cannot be made."""
        return None if at is None else self._labelled[at].get(label)

    def reached(
        self,
        starts: Iterable[int],
        lets: Lets = anything,
        urgent: Callable[[Label], bool] | None = None,
        stop: Test | None = None,
    ) -> set[int]:
        """Return what is reached by ways that are let pass, urgent ones first, up to `stop`."""
        found = set(starts)
        pending = list(found)
        while pending:
            at = pending.pop()
            if stop is not None and stop(at):
                continue
            for _label, to in self.onward(at, lets, urgent):
                if to not in found:
                    found.add(to)
                    pending.append(to)
        return found

    def onward(
        self, at: int, lets: Lets, urgent: Callable[[Label], bool] | None = None
    ) -> list[tuple[Label, int]]:
        ways = [(label, to) for label, to in self.ways[at] if lets(at, label, to)]
        first = [way for way in ways if urgent is not None and urgent(way[0])]
        return first or ways

    def can_reach(self, goal: Test, lets: Lets = anything) -> set[int]:
        """Return from where some play comes to the goal."""
        before: list[list[int]] = [[] for _ in self.nodes]
        for at in self.nodes:
            for label, to in self.ways[at]:
                if lets(at, label, to):
                    before[to].append(at)
        found = {at for at in self.nodes if goal(at)}
        pending = list(found)
        while pending:
            for at in before[pending.pop()]:
                if at not in found:
                    found.add(at)
                    pending.append(at)
        return found

    def can_avoid(
        self,
        starts: Iterable[int],
        goal: Test,
        lets: Lets,
        urgent: Callable[[Label], bool] | None = None,
    ) -> set[int]:
        """Return from where some play never comes to the goal; time always goes on."""
        reached = self.reached(starts, lets, urgent, goal)
        avoiding = {at for at in reached if not goal(at)}
        while True:
            lost = {
                at
                for at in avoiding
                if not any(to in avoiding for _l, to in self.onward(at, lets, urgent))
            }
            if not lost:
                return avoiding
            avoiding -= lost

    def soonest(self, start: int, goal: Test, lets: Lets) -> int | None:
        """Return the fewest days to the goal."""
        queue, seen = [(0, start)], set[int]()
        while queue:
            days, at = heappop(queue)
            if goal(at):
                return days
            if at in seen:
                continue
            seen.add(at)
            for label, to in self.onward(at, lets):
                heappush(queue, (days + (label[0] == "wait"), to))
        return None

    def longest(self, start: int, goal: Test, lets: Lets, urgent: Callable[[Label], bool]) -> float:
        """Return the most days to the goal, without end where a play can go round for ever."""
        most: dict[int, float] = {}
        on_way, stack = {start}, [(start, iter(self._later(start, goal, lets, urgent)))]
        while stack:
            at, onward = stack[-1]
            to = next((to for to, _ in onward if to not in most), None)
            if to is None:
                later = self._later(at, goal, lets, urgent)
                most[at] = max((most.get(to, 0) + days for to, days in later), default=0)
                on_way.discard(at)
                stack.pop()
            elif to in on_way:
                return float("inf")
            else:
                on_way.add(to)
                stack.append((to, iter(self._later(to, goal, lets, urgent))))
        return most[start]

    def _later(
        self, at: int, goal: Test, lets: Lets, urgent: Callable[[Label], bool]
    ) -> list[tuple[int, int]]:
        if goal(at):
            return []
        return [(to, label[0] == "wait") for label, to in self.onward(at, lets, urgent)]
