"""Explicit-state search: every state of a slice, shortest plays first.

The graph holds one node for each class of states that are alike. Its paths are plays of the process
itself, so every story replays; and what no node shows, no play shows, over the abstraction that
`Graph.abstraction` states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple

from foedus.process import Process, State
from foedus.process.exploration.hours import DONE_FOR_TODAY, FRESH, OVER, Batch, Hour
from foedus.process.exploration.projection import Key, Projection, Steps
from foedus.process.exploration.zones import Place, Zone

MOST_STATES = 200_000
YEAR = 365
Test = Callable[[State], bool]


class Cost(NamedTuple):
    """How much a play takes: its weight, then deliberate acts, days, and how early it begins.

    The weight is acts and years together: a year's wait weighs as much as an act, so that no story
    jumps ten years where two acts show the same. Of plays that are else alike the one that begins
    last is told: nobody attacks ten years before it is alleged. `begins` is the day of the first
    act, less than nothing so that later is less.
    """

    weight: int
    acts: int
    days: int
    begins: int = 0


class Edge(NamedTuple):
    """One step of a graph.

    Parameters
    ----------
    batch
        What is done.
    to
        The node that it leads to.
    zone
        The readings of the clocks from which it is taken, where nodes have zones.
    places
        Where each clock of the node that it leads to comes from.
    """

    batch: Batch
    to: int
    zone: Zone = ()
    places: tuple[Place, ...] = ()


class Rules(NamedTuple):
    """What a search leaves out.

    Parameters
    ----------
    allowed
        Moves that are made at all; every one when left out.
    urgent
        Moves that are made before anything else is done or time passes: a stated fairness.
    avoid
        States from which the search does not go on.
    resisting
        Members, by class, that cast no ballot.
    objecting
        Whether they object where that alone decides; otherwise they stay away.
    opposed
        Whether a body decides only what those resisting, or all others, can decide whatever the
        other side does: for asking who can force something.
    leaving
        Whether notice of withdrawal may be given; if not, how long one runs is not told apart.
    unnamed
        Whether those who leave are told apart only as far as the slice does: neither these rules
        nor what is asked may name one of them, or read since when it is out.
    today
        States of which it is asked whether they last until whoever acts last on a day has acted:
        there no day ends, and what is done on it is followed by `DONE_FOR_TODAY`.
    """

    allowed: Callable[[State, Batch], bool] | None = None
    urgent: Callable[[State, Batch], bool] | None = None
    avoid: Test | None = None
    resisting: Mapping[str, int] = {}
    objecting: bool = False
    opposed: bool = False
    leaving: bool = True
    unnamed: bool = False
    today: Test | None = None


def _steady(_state: State, batch: Batch) -> bool:
    return batch[0].kind != "conduct"


STEADY = Rules(allowed=_steady, leaving=False)
"""Nobody changes its conduct or leaves."""


class Graph:
    """What can happen from a state on, within a slice.

    Parameters
    ----------
    projection
        The slice.
    start
        Where to begin; the start of the process when left out.
    rules
        What is left out.
    stop
        Stop at the first state that this holds in; `stopped` is then its node.
    most
        Give up after this many states; `complete` is then false.
    patience
        Called now and then with the states found and those waiting; when it says no, the search
        gives up.
    """

    def __init__(
        self,
        projection: Projection,
        start: State | None = None,
        *,
        hour: Hour = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
        most: int = MOST_STATES,
        patience: Callable[[int, int], bool] | None = None,
    ) -> None:
        self.projection = projection
        self.process: Process = projection.process
        self.states: list[State] = []
        self.hours: list[Hour] = []
        self.edges: list[tuple[Edge, ...]] = []
        self.stopped: int | None = None
        self.complete = True
        self.through: date | None = None
        self._from: list[tuple[int, Batch] | None] = []
        self._costs: list[Cost] = []
        self._still: set[int] = set()  # where time can pass and change nothing any more
        self.urged: set[int] = set()  # where it does not pass
        self._known: dict[Key, int] = {}
        self._rules = rules or Rules()
        self._patience = patience
        self._explore(start or self.process.start, hour, stop, most)

    def _explore(self, start: State, hour: Hour, stop: Test | None, most: int) -> None:
        queue: list[tuple[Cost, int]] = []
        done: set[int] = set()

        def meet(steps: Steps, acts: int, source: int) -> int:
            key = self.projection.key(steps.state, steps.hour)
            cost = self._cost(acts, steps.state, source)
            at = self._known.setdefault(key, len(self.states))
            if at == len(self.states):
                self.states.append(steps.state)
                self.hours.append(steps.hour)
                self.edges.append(())
                self._costs.append(cost)
                self._from.append((source, steps.batch) if source >= 0 else None)
                heappush(queue, (cost, at))
            elif at not in done and cost < self._costs[at]:
                self.states[at], self.hours[at], self._costs[at] = steps.state, steps.hour, cost
                self._from[at] = (source, steps.batch)
                heappush(queue, (cost, at))
            return at

        meet(Steps((), start, hour), 0, -1)
        while queue:
            cost, at = heappop(queue)
            if at in done or cost != self._costs[at]:
                continue
            done.add(at)
            state = self.states[at]
            if stop is not None and stop(state):
                self.stopped = at
                return
            if self._rules.avoid is not None and self._rules.avoid(state):
                continue
            self.edges[at] = tuple(
                Edge(steps.batch, meet(steps, cost.acts + acts_in(steps.batch), at))
                for steps in self._onward(at)
            )
            tired = len(done) % 32 == 0 and not self._goes_on(len(queue))
            if len(self.states) > most or tired:
                self.complete = False
                return

    def _goes_on(self, waiting: int) -> bool:
        return self._patience is None or self._patience(len(self.states), waiting)

    def _cost(self, acts: int, state: State, source: int) -> Cost:
        before = self._costs[source] if source >= 0 else None
        begins = before.begins if before is not None and before.acts else -state.day
        return Cost(acts + state.day // YEAR, acts, state.day, begins if acts else 0)

    def _onward(self, at: int) -> Iterator[Steps]:
        projection = self.projection
        state, hour = self.states[at], self.hours[at]
        batches, forced = first_of(projection, self._rules, state, hour)
        yield from (projection.after(state, hour, batch) for batch in batches)
        if not forced:
            waited = projection.wait(state, hour)
            if waited is not None:
                yield waited
            else:
                self._still.add(at)
        else:
            self.urged.add(at)

    # Paths ---------------------------------------------------------------------------------

    def cost(self, at: int, _zone: object = None) -> tuple[Cost, int]:
        """Return what the shortest play to a node takes, ties broken by when it was met."""
        return self._costs[at], at

    def path(self, at: int, _zone: object = None) -> tuple[Batch, ...]:
        """Return the play that leads to a node, batch by batch."""
        batches: list[Batch] = []
        step = self._from[at]
        while step is not None:
            source, batch = step
            together = self.hours[source].joined(batch)
            for _ in together[len(batch) :]:
                step = self._from[source]
                assert step is not None, "what is judged together was made before"
                source = step[0]
            batches.append(together)
            step = self._from[source]
        return tuple(reversed(batches))

    def follow(self, state: State, hour: Hour, batch: Batch) -> tuple[Steps, int | None]:
        """Play an edge from a state that is like a node, and return the node that it leads to.

        A wait ends on the day that suits the state itself, which may differ from the node's.
        """
        projection = self.projection
        if batch[0].kind == "wait" and batch != DONE_FOR_TODAY:
            steps = projection.wait(state, hour)
            assert steps is not None, "states that are alike can wait alike"
        else:
            steps = projection.after(state, hour, batch)
        return steps, self._known.get(projection.key(steps.state, steps.hour))

    # What can and what must follow ---------------------------------------------------------

    def can_reach(self, goal: Test, through: Callable[[int, Edge], bool] | None = None) -> set[int]:
        """Return the nodes from which some play reaches a state that passes `goal`."""
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
        return reached

    def reached(self, through: Callable[[int, Edge], bool]) -> set[int]:
        """Return the nodes that the start reaches by edges that pass `through`."""
        reached, pending = {0}, [0]
        while pending:
            at = pending.pop()
            for edge in self.edges[at]:
                if edge.to not in reached and through(at, edge):
                    reached.add(edge.to)
                    pending.append(edge.to)
        return reached

    def can_avoid(self, goal: Test) -> set[int]:
        """Return the nodes from which some play never reaches `goal`, however long it goes on.

        To do a deed and undo it again and again makes no play longer: days have to go by.
        """
        avoiding = {at for at, state in enumerate(self.states) if not goal(state)}
        while True:
            ended = {at for at in avoiding - self.urged if not self.edges[at]}
            kept = ended | (avoiding & self._still)
            waits = {
                at
                for at in avoiding
                if any(e.to in avoiding and e.batch[0].kind == "wait" for e in self.edges[at])
            }
            led = kept | waits
            while more := {
                at for at in avoiding - led if any(edge.to in led for edge in self.edges[at])
            }:
                led |= more
            if led == avoiding:
                return avoiding
            avoiding = led

    @property
    def abstraction(self) -> str:
        """Over what a proof holds, in a sentence."""
        lengths = len(self.projection.days.lengths)
        sums = "1 sum" if lengths == 1 else f"{lengths} sums"
        return (
            f"{len(self.states)} states of {len(self.projection.scope.items)} things that bear on"
            f" it, through {self.through}; members counted by class, each"
            f" body deciding at once by a smallest set of ballots; acts on the days that matter"
            f" (deadlines, and {sums} of time limits before them)"
        )


def first_of(
    projection: Projection, rules: Rules, state: State, hour: Hour
) -> tuple[list[Batch], bool]:
    """Return what may be done first in a state, and whether it is done before time passes."""
    if hour == OVER:
        return [], True
    batches = list(projection.acts(state, hour, rules.resisting, opposed=rules.opposed))
    if rules.allowed is not None:
        batches = [batch for batch in batches if rules.allowed(state, batch)]
    forced = [b for b in batches if rules.objecting and _objects(b, rules.resisting)]
    urgent = [b for b in batches if rules.urgent is not None and rules.urgent(state, b)][:1]
    first = forced or urgent
    if not first and rules.today is not None and rules.today(state):
        return [*batches, DONE_FOR_TODAY], True
    return first or batches, bool(first)


def acts_in(batch: Batch) -> int:
    """Count deliberate acts: a body's decision is one, and waiting is none."""
    if batch and batch[0].kind == "wait":
        return 0
    return 1 if batch and batch[0].kind == "ballot" else len(batch)


def _objects(batch: Batch, resisting: Mapping[str, int]) -> bool:
    """Say whether those who resist could cast these ballots alone, to stop the step."""
    if batch[0].kind != "ballot" or batch[0].choice != "no":
        return False
    counts: dict[str, int] = {}
    for move in batch:
        counts[move.actor] = counts.get(move.actor, 0) + 1
    return all(resisting.get(label, 0) >= count for label, count in counts.items())
