"""The reference that tests compare with: every day by itself, and every state told apart.

It holds one node for each state of each day, and looks at them by what the play to them takes. It
answers what a `TimedGraph` answers, with no zones and no likeness of days to be wrong about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date
from heapq import heappop, heappush
from typing import Self

from foedus.process import Process, State
from foedus.process.exploration.projection import FRESH, Batch, Key, Projection, Steps
from foedus.process.exploration.reaching import Region
from foedus.process.exploration.search import (
    MOST_STATES,
    YEAR,
    Cost,
    Edge,
    Rules,
    Test,
    acts_in,
    first_of,
)
from foedus.process.exploration.zones import Zone

EVERY: Zone = ()
"""The zone of a node, which holds one state."""


class Daily:
    """What can happen from a state on, within a slice, day by day.

    Parameters
    ----------
    projection, start, rank, rules, stop, most
        As for `TimedGraph`; the projection tells every day apart.
    until
        The last day that counts.
    endless, patience
        Have no meaning here: the process ends where it ends, and tests are patient.
    """

    def __init__(
        self,
        projection: Projection,
        start: State | None = None,
        *,
        rank: int = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
        until: int | None = None,
        endless: bool = False,
        most: int = MOST_STATES,
        patience: Callable[[int, int], bool] | None = None,
    ) -> None:
        del endless, patience
        self.projection = projection
        self.process: Process = projection.process
        self.until = self.process.arrangement.horizon.days if until is None else until
        self.states: list[State] = []
        self.ranks: list[int] = []
        self.edges: list[tuple[Edge, ...]] = []
        self.stopped: int | None = None
        self.complete = True
        self.through: date | None = None
        self._from: list[tuple[int, Batch] | None] = []
        self._costs: list[Cost] = []
        self._last: set[int] = set()  # where time is over
        self._known: dict[Key, int] = {}
        self._rules = rules or Rules()
        self._explore(Steps((), start or self.process.start, rank), stop, most)
        self.zones, self.first = [EVERY] * len(self.states), EVERY

    def _explore(self, first: Steps, stop: Test | None, most: int) -> None:
        self._queue: list[tuple[Cost, int]] = []
        self._done: set[int] = set()
        self._meet(first, 0, -1)
        while self._queue:
            cost, at = heappop(self._queue)
            if at in self._done or cost != self._costs[at]:
                continue
            self._done.add(at)
            state = self.states[at]
            if stop is not None and state.day <= self.until and stop(state):
                self.stopped = at
                return
            if self._rules.avoid is not None and self._rules.avoid(state):
                continue
            self.edges[at] = tuple(
                Edge(steps.batch, self._meet(steps, cost.acts + acts_in(steps.batch), at))
                for steps in self._onward(at)
            )
            if len(self.states) > most:
                self.complete = False
                return

    def _meet(self, steps: Steps, acts: int, source: int) -> int:
        key = self.projection.key(steps.state, steps.rank)
        cost = self._cost(acts, steps.state, source)
        at = self._known.setdefault(key, len(self.states))
        if at == len(self.states):
            self.states.append(steps.state)
            self.ranks.append(steps.rank)
            self.edges.append(())
            self._costs.append(cost)
            self._from.append((source, steps.batch) if source >= 0 else None)
            heappush(self._queue, (cost, at))
        elif at not in self._done and cost < self._costs[at]:
            self.states[at], self._costs[at] = steps.state, cost
            self._from[at] = (source, steps.batch)
            heappush(self._queue, (cost, at))
        return at

    def _cost(self, acts: int, state: State, source: int) -> Cost:
        before = self._costs[source] if source >= 0 else None
        begins = before.begins if before is not None and before.acts else -state.day
        return Cost(acts + state.day // YEAR, acts, state.day, begins if acts else 0)

    def _onward(self, at: int) -> Iterator[Steps]:
        projection = self.projection
        state, rank = self.states[at], self.ranks[at]
        batches, forced = first_of(projection, self._rules, state, rank)
        yield from (projection.after(state, batch) for batch in batches)
        if not forced:
            tomorrow = projection.tomorrow(state)
            if tomorrow is not None:
                yield tomorrow
            else:
                self._last.add(at)

    def further(self, stop: Test | None) -> Self:
        """Return the whole graph, stopped where `stop` holds first."""
        found = copy(self)
        timely = (at for at, s in enumerate(self.states) if stop and s.day <= self.until)
        held = ((self._costs[at], at) for at in timely if stop and stop(self.states[at]))
        found.stopped = min(held, default=(None, None))[1]
        return found

    # Paths ---------------------------------------------------------------------------------

    def cost(self, at: int, _zone: object = None) -> tuple[Cost, int]:
        """Return what the shortest play to a node takes, ties broken by when it was met."""
        return self._costs[at], at

    def path(self, at: int, _zone: object = None) -> tuple[Batch, ...]:
        """Return the play that leads to a node, batch by batch."""
        batches: list[Batch] = []
        step = self._from[at]
        while step is not None:
            batches.append(step[1])
            step = self._from[step[0]]
        return tuple(reversed(batches))

    def end(self, at: int, _zone: Zone | None = None) -> State:
        """Return the state of a node."""
        return self.states[at]

    def over(self, at: int, step: Edge, _zone: Zone) -> tuple[Batch, ...]:
        """Return the play to a node that ends by taking a step out of it."""
        return (*self.path(at), step.batch)

    def along(self, steps: Sequence[tuple[int, Edge]], _end: int, _zone: Zone) -> tuple[Batch, ...]:
        """Return the play that takes the steps given."""
        return tuple(step.batch for _, step in steps)

    # What stands for zones -------------------------------------------------------------------

    def everything(self, _at: int) -> list[Zone]:
        """Return what stands for the one state of a node."""
        return [EVERY]

    def timely(self, at: int, zone: Zone) -> Zone | None:
        """Return `zone` where the node's day counts."""
        return zone if self.states[at].day <= self.until else None

    def before(self, _at: int, _step: Edge, _zone: Zone) -> tuple[Zone, Zone]:
        """Return what stands for the state that a step is taken from."""
        return EVERY, EVERY

    def ahead(self, _step: Edge, _zone: Zone) -> Zone:
        """Return what stands for the state that a step leads to."""
        return EVERY

    def place(self, at: int) -> tuple[Key, Zone]:
        """Return what the state of a node is told apart by."""
        return self.projection.key(self.states[at], self.ranks[at]), EVERY

    def holding(self, place: tuple[Key, Zone]) -> int | None:
        """Return the node with the state of a node of another graph of the same slice."""
        return self._known.get(place[0])

    # What can and what must follow ---------------------------------------------------------

    def reaching(self, goal: Test, through: Callable[[int, Edge], bool] | None = None) -> Region:
        """Return the states from which some play reaches `goal`."""
        before: list[list[int]] = [[] for _ in self.states]
        for at, edges in enumerate(self.edges):
            for edge in edges:
                if through is None or through(at, edge):
                    before[edge.to].append(at)
        reached = {at for at, state in enumerate(self.states) if goal(state)}
        pending = list(reached)
        while pending:
            for at in before[pending.pop()]:
                if at not in reached:
                    reached.add(at)
                    pending.append(at)
        return self._region(reached)

    def avoiding(self, goal: Test) -> Region:
        """Return the states from which some play never reaches `goal`, however long it goes on."""
        left = {at for at, state in enumerate(self.states) if not goal(state)}
        while True:
            lost = {
                at
                for at in left
                if at not in self._last
                and self.edges[at]
                and not any(edge.to in left for edge in self.edges[at])
            }
            if not lost:
                return self._region(left)
            left -= lost

    def _region(self, nodes: set[int]) -> Region:
        return Region(self, {at: [EVERY] for at in nodes})

    @property
    def abstraction(self) -> str:
        """Over what a proof holds, in a sentence."""
        return f"{len(self.states)} states, every day by itself"
