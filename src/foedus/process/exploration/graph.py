"""The graph that questions are put to: all days at once, or every day by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import NamedTuple, Self

from foedus.process import State
from foedus.process.exploration.concrete import legs_along, legs_to, on_first_day, played
from foedus.process.exploration.hours import FRESH, Batch, Hour
from foedus.process.exploration.projection import Key, Projection
from foedus.process.exploration.reaching import Region, can_avoid, can_reach
from foedus.process.exploration.search import MOST_STATES, Cost, Edge, Graph, Rules, Test
from foedus.process.exploration.timed import Timed
from foedus.process.exploration.zones import Zone, each_at_least, elapsed, image, meet, size

Through = Callable[[int, Edge], bool]
Witness = tuple[int, Zone]
"""A node and readings of its clocks: states in which something is so."""
EVERY: Zone = ()
"""The zone of a node of the reference, which holds one state."""


class TimedGraph(Timed):
    """What can happen from a state on, within a slice, on whatever days; see `Timed`."""

    def path(self, at: int, zone: Zone | None = None) -> tuple[Batch, ...]:
        """Return a play that leads to a node, with a reading of `zone`, batch by batch."""
        return self._played(at, zone)[0]

    def end(self, at: int, zone: Zone | None = None) -> State:
        """Return the state that this play ends in."""
        return self._played(at, zone)[1]

    def _played(self, at: int, zone: Zone | None) -> tuple[tuple[Batch, ...], State]:
        wanted = self.timely(at, self.zones[at]) if zone is None else zone
        return played(self, legs_to(self, at, wanted if wanted is not None else self.zones[at]))

    def over(self, at: int, step: Edge, zone: Zone) -> tuple[Batch, ...]:
        """Return the play to a reading of `zone` that ends by taking a step out of its node."""
        return played(self, legs_to(self, at, zone, step))[0]

    def along(self, steps: Sequence[tuple[int, Edge]], end: int, zone: Zone) -> tuple[Batch, ...]:
        """Return the play to a reading of `zone` of the node `end` that takes these steps last."""
        return played(self, legs_along(self, steps, end, zone))[0]

    def arrived(self, step: Edge, zone: Zone) -> Zone:
        """Return the readings that a step, taken at one of `zone`, leads to at once."""
        return image(zone, step.places)

    def later(self, at: int, zone: Zone) -> Zone:
        """Return the readings of a node that waiting in it comes to from `zone`."""
        return elapsed(zone) if self.idle[at] else zone

    def earliest(self, at: int, zone: Zone) -> Zone:
        """Return the part of a node's readings that lies on the first of their days."""
        return on_first_day(self, at, zone)

    def day_before(self, at: int, region: Region, through: Through) -> Iterator[Zone]:
        """Yield the readings of a node from which a day that passes `through` ends in a region."""
        for step in self.edges[at]:
            if step.batch[0].kind == "wait" and through(at, step):
                ready = (self.before(at, step, zone) for zone in region.inside(step.to))
                yield from (one[0] for one in ready if one is not None)
        for zone in region.inside(at) if self.idle[at] else ():
            sooner = image(zone, [(clock, 1) for clock in range(1, size(zone))])
            held = each_at_least(sooner, 1)
            shared = meet(held, self.zones[at]) if held is not None else None
            if shared is not None:
                yield shared

    def reaching(self, goal: Test, through: Through | None = None) -> Region:
        """Return the states from which some play reaches `goal`."""
        return can_reach(self, goal, through)

    def avoiding(self, goal: Test) -> Region:
        """Return the states from which some play never reaches `goal`."""
        return can_avoid(self, goal)


class Daily(Graph):
    """The reference that tests compare with: every day, every ballot and every clock told apart.

    Parameters
    ----------
    projection, start, hour, rules, stop, most
        As for `Graph`; the projection tells every day apart.
    until
        The last day that counts.
    endless, patience, rough
        Have no meaning here: the process ends where it ends, tests are patient, and nothing is
        held to be more than it is.
    """

    def __init__(
        self,
        projection: Projection,
        start: State | None = None,
        *,
        hour: Hour = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
        until: int | None = None,
        endless: bool = False,
        most: int = MOST_STATES,
        patience: Callable[[int, int], bool] | None = None,
        rough: bool = False,
    ) -> None:
        del endless, patience, rough
        self.until = projection.process.arrangement.horizon.days if until is None else until
        timely = None if stop is None else lambda state: state.day <= self.until and stop(state)
        super().__init__(projection, start, hour=hour, rules=rules, stop=timely, most=most)
        self.zones, self.first = [EVERY] * len(self.states), EVERY

    rough = False
    """Whether it may hold what never comes about."""

    def further(self, stop: Test | None, _most: int) -> Self:
        """Return the whole graph, stopped where `stop` holds first."""
        found = copy(self)
        held = ((self.cost(at), at) for at, s in enumerate(self.states) if stop and stop(s))
        timely = (held_ for held_ in held if self.timely(held_[1], EVERY) is not None)
        found.stopped = min(timely, default=(None, None))[1]
        return found

    def everything(self, _at: int) -> list[Zone]:
        """Return what stands for the one state of a node."""
        return [EVERY]

    def timely(self, at: int, zone: Zone) -> Zone | None:
        """Return `zone` where the node's day counts."""
        return zone if self.states[at].day <= self.until else None

    def end(self, at: int, _zone: Zone | None = None) -> State:
        """Return the state of a node."""
        return self.states[at]

    def before(self, _at: int, _step: Edge, _zone: Zone) -> tuple[Zone, Zone]:
        """Return what stands for the state that a step is taken from."""
        return EVERY, EVERY

    def ahead(self, _step: Edge, _zone: Zone) -> Zone:
        """Return what stands for the state that a step leads to."""
        return EVERY

    def key(self, at: int) -> Key:
        """Return what the state of a node is told apart by."""
        return self.projection.key(self.states[at], self.hours[at])

    def alike(self, key: Key) -> Sequence[int]:
        """Return the node with the state of a node of another graph of the same slice, if any."""
        return [self._known[key]] if key in self._known else []

    def over(self, at: int, step: Edge, _zone: Zone) -> tuple[Batch, ...]:
        """Return the play to a node that ends by taking a step out of it."""
        return (*self.path(at), step.batch)

    def along(self, steps: Sequence[tuple[int, Edge]], _end: int, _zone: Zone) -> tuple[Batch, ...]:
        """Return the play that takes the steps given last."""
        before = self.path(steps[0][0]) if steps else ()
        return (*before, *(step.batch for _, step in steps))

    def arrived(self, _step: Edge, _zone: Zone) -> Zone:
        """Return what stands for the state that a step leads to."""
        return EVERY

    def later(self, _at: int, zone: Zone) -> Zone:
        """Return what stands for a state: no day passes in a node."""
        return zone

    def earliest(self, _at: int, zone: Zone) -> Zone:
        """Return what stands for a state: it has one day."""
        return zone

    def day_before(self, at: int, region: Region, through: Through) -> Iterator[Zone]:
        """Yield what stands for a state where a day that passes `through` ends in a region."""
        for step in self.edges[at]:
            if step.batch[0].kind == "wait" and through(at, step):
                yield from region.inside(step.to)

    def region(self, nodes: set[int]) -> Region:
        """Return a set of nodes as a region."""
        return Region(self, {at: [EVERY] for at in nodes})

    def reaching(self, goal: Test, through: Through | None = None) -> Region:
        """Return the states from which some play reaches `goal`."""
        return self.region(self.can_reach(goal, through))

    def avoiding(self, goal: Test) -> Region:
        """Return the states from which some play never reaches `goal`."""
        return self.region(self.can_avoid(goal))


Explored = TimedGraph | Daily
Readings = Callable[[int], list[Zone]]
"""Which readings of a node count."""


class Found(NamedTuple):
    """States of a graph in which something is so: a node, and readings of its clocks."""

    graph: Explored
    at: int
    zone: Zone

    @property
    def path(self) -> tuple[Batch, ...]:
        """A shortest play to one of them."""
        return self.graph.path(self.at, self.zone)

    @property
    def state(self) -> State:
        """The state that this play ends in."""
        return self.graph.end(self.at, self.zone)

    @property
    def hour(self) -> Hour:
        """How far the day has then come."""
        return self.graph.hours[self.at]


def easiest(
    graph: Explored,
    holds: Callable[[int, State], bool],
    readings: Callable[[int], list[Zone]] | None = None,
) -> Found | None:
    """Return what is reached most easily of the states in which something is so, in time.

    Parameters
    ----------
    graph
        Everything that can happen.
    holds
        Which nodes count.
    readings
        Which of a node's readings count; all when left out.
    """
    best: tuple[tuple[Cost, int], Zone] | None = None
    for at, state in enumerate(graph.states):
        if holds(at, state):
            for zone in readings(at) if readings is not None else graph.everything(at):
                timely = graph.timely(at, zone)
                if timely is not None and (best is None or (graph.cost(at, timely), timely) < best):
                    best = graph.cost(at, timely), timely
    return Found(graph, best[0][1], best[1]) if best is not None else None


def soonest_of(
    exact: TimedGraph,
    rough: Explored,
    holds: Callable[[int, State], bool],
    readings: Readings | None,
    most: int,
) -> tuple[TimedGraph, Found | None]:
    """Go on with a search until it comes to what a rough one of the same slice shows, in time.

    Parameters
    ----------
    exact, rough
        The searches. Of what comes about both say the same.
    holds, readings
        Which nodes of the rough one count, and which of their readings; all when left out.
    most
        Give up after this many nodes.
    """
    wanted: dict[Key, list[Zone]] = {}
    for at, state in enumerate(rough.states):
        if holds(at, state):
            zones = readings(at) if readings is not None else rough.everything(at)
            wanted.setdefault(rough.key(at), []).extend(zones)

    def met(at: int) -> Zone | None:
        zones = wanted.get(exact.key(at), ())
        shared = (meet(exact.zones[at], zone) for zone in zones)
        timely = (exact.timely(at, zone) for zone in shared if zone is not None)
        return next((zone for zone in timely if zone is not None), None)

    graph = exact.towards(lambda at: met(at) is not None, most)
    zone = met(graph.stopped) if graph.stopped is not None else None
    return graph, Found(graph, graph.stopped or 0, zone) if zone is not None else None
