"""From which days what can still be reached, and from which it can be avoided for good.

Backwards through a `TimedGraph`: the answer for a node is a set of readings of its clocks, kept as
zones that may overlap (Cassez, David, Fleury, Larsen and Lime 2005, "Efficient on-the-fly
algorithms for the analysis of timed games", LNCS 3653, 66-80). Exact for whole days.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from foedus.process.exploration.circles import circles
from foedus.process.exploration.dials import Name
from foedus.process.exploration.search import Edge, Test
from foedus.process.exploration.timed import Timed
from foedus.process.exploration.zones import Zone, joined, meet, within, without

Through = Callable[[int, Edge], bool]


class Held(Protocol):
    """A graph whose nodes have zones."""

    @property
    def zones(self) -> Sequence[Zone]:
        """The zone of each node."""

    @property
    def first(self) -> Zone:
        """The reading with which the graph begins, in its first node."""


@dataclass
class Region:
    """A set of states of a graph: for each node the readings that belong to it.

    Parameters
    ----------
    graph
        The graph.
    zones
        The readings, by node.
    """

    graph: Held
    zones: dict[int, list[Zone]] = field(default_factory=dict)

    def inside(self, at: int) -> list[Zone]:
        """Return the readings of a node that belong to the region."""
        return self.zones.get(at, [])

    def outside(self, at: int) -> list[Zone]:
        """Return the readings of a node that do not belong to it."""
        return without(self.graph.zones[at], self.inside(at))

    def add(self, at: int, zone: Zone) -> bool:
        """Let readings belong, and say whether that is anything new."""
        known = self.zones.setdefault(at, [])
        if any(within(zone, other) for other in known):
            return False
        while True:
            together = ((other, joined(other, zone)) for other in known)
            found = next(((other, hull) for other, hull in together if hull is not None), None)
            if found is None:
                break
            known.remove(found[0])
            zone = found[1]
        known.append(zone)
        return True

    def starts(self) -> bool:
        """Say whether the state that the graph begins in belongs to it."""
        return any(within(self.graph.first, zone) for zone in self.inside(0))


def can_reach(graph: Timed, goal: Test, through: Through | None = None) -> Region:
    """Return the states from which some play reaches a state that passes `goal`.

    Parameters
    ----------
    graph
        Everything that can happen.
    goal
        What is to be reached.
    through
        Which steps may be taken, each with the node that it is taken from; all when left out.
    """
    region = Region(graph)
    for at, state in enumerate(graph.states):
        if goal(state):
            region.add(at, graph.zones[at])
    return _led_to(graph, region, through)


def _led_to(graph: Timed, region: Region, through: Through | None) -> Region:
    """Let every state belong to a region from which some play reaches it."""
    backward: list[list[tuple[int, Edge]]] = [[] for _ in graph.states]
    for at, passages in enumerate(graph.edges):
        for passage in passages:
            if through is None or through(at, passage):
                backward[passage.to].append((at, passage))
    pending: dict[int, list[Zone]] = {at: [] for at in region.zones}
    turns = 0
    while pending:  # a node waits its turn until what leads to it has come together
        turns += 1
        if turns % 32 == 0 and not graph.goes_on():
            graph.complete = False
            break
        to = next(iter(pending))
        done = pending.pop(to)
        new = [zone for zone in region.inside(to) if zone not in done]
        for at, passage in backward[to]:
            for zone in new:
                known = list(region.inside(at)) if at not in pending else None
                ahead = graph.before(at, passage, zone)
                if ahead is not None and region.add(at, ahead[1]) and known is not None:
                    pending[at] = known
    return region


def can_avoid(graph: Timed, goal: Test) -> Region:
    """Return the states from which some play never reaches `goal`, however long it goes on.

    Such a play comes to where nothing need follow any more, or goes round in one circle for ever.
    A circle that a clock runs down ends: it need not be gone round turn by turn to see that. And
    days go by on it: whoever does a deed and undoes it again and again puts off no evening.
    """
    free = {at for at, state in enumerate(graph.states) if not goal(state)}
    region = Region(graph)
    for circle in circles(sorted(free), lambda at: [e.to for e in graph.edges[at] if e.to in free]):
        for at, zones in _lasting(graph, circle).items():
            for zone in zones:
                region.add(at, zone)
    for at in sorted(free):
        for zone in graph.still(at):
            region.add(at, zone)
    return _led_to(graph, region, lambda at, _passage: at in free)


def _lasting(graph: Timed, circle: Collection[int]) -> Mapping[int, list[Zone]]:
    """Return the states of a circle of nodes from which a play can go round in it for ever."""
    if _runs_down(graph, circle):
        return {}
    backward: dict[int, set[int]] = {at: set() for at in circle}
    for at in circle:
        for passage in graph.edges[at]:
            if passage.to in circle:
                backward[passage.to].add(at)
    region = Region(graph, {at: [graph.zones[at]] for at in sorted(circle)})
    pending = dict.fromkeys(region.zones)
    turns = 0
    while pending:
        turns += 1
        if turns % 32 == 0 and not graph.goes_on():
            graph.complete = False
            break
        at = next(iter(pending))
        del pending[at]
        left = _staying(graph, region, at, circle)
        if not _same(left, region.inside(at)):
            region.zones[at] = left
            pending |= dict.fromkeys(n for n in sorted(backward[at]) if region.inside(n))
    return region.zones


def _runs_down(graph: Timed, circle: Collection[int]) -> bool:
    """Say whether one clock runs on all round a circle.

    It then reads less after every day, and none reads less than nothing.
    """
    steps = [(at, e) for at in circle for e in graph.edges[at] if e.to in circle]
    shared = set.intersection(*(set(graph.names[at]) for at in circle))
    return any(all(_kept(graph, at, step, name) for at, step in steps) for name in sorted(shared))


def _kept(graph: Timed, at: int, step: Edge, name: Name) -> bool:
    """Say whether a clock that runs on both sides of a step runs on through it."""
    return step.places[graph.names[step.to].index(name)][0] == graph.names[at].index(name) + 1


def _staying(graph: Timed, region: Region, at: int, circle: Collection[int]) -> list[Zone]:
    """Return the readings of a node from which one step within a circle stays in the region."""
    fresh = Region(graph)
    for passage in graph.edges[at]:
        for zone in region.inside(passage.to) if passage.to in circle else ():
            ahead = graph.before(at, passage, zone)
            if ahead is not None:
                fresh.add(at, ahead[1])
    return [
        part
        for zone in fresh.inside(at)
        for part in ([zone] if whole(region, at) else _shared(zone, region.inside(at)))
    ]


def whole(region: Region, at: int) -> bool:
    """Say whether all readings of a node belong to a region."""
    return any(zone == region.graph.zones[at] for zone in region.inside(at))


def _shared(zone: Zone, others: list[Zone]) -> list[Zone]:
    return [shared for other in others if (shared := meet(zone, other)) is not None]


def _same(one: list[Zone], other: list[Zone]) -> bool:
    return all(not without(zone, other) for zone in one) and all(
        not without(zone, one) for zone in other
    )
