"""The graph that questions are put to: all days at once, or every day by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from foedus.process import State
from foedus.process.exploration.concrete import Leg, legs_along, legs_to, played
from foedus.process.exploration.daily import Daily
from foedus.process.exploration.projection import Batch
from foedus.process.exploration.reaching import Region, can_avoid, can_reach
from foedus.process.exploration.search import Cost, Edge, Test
from foedus.process.exploration.timed import Timed
from foedus.process.exploration.zones import Zone

Through = Callable[[int, Edge], bool]
Witness = tuple[int, Zone]
"""A node and readings of its clocks: states in which something is so."""


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
        legs = legs_to(self, at, zone, step)
        return played(self, [*legs, Leg(step.to, self.ahead(step, zone))])[0]

    def along(self, steps: Sequence[tuple[int, Edge]], end: int, zone: Zone) -> tuple[Batch, ...]:
        """Return the play that takes the steps given, to a reading of `zone` of the node `end`."""
        return played(self, legs_along(self, steps, end, zone))[0]

    def reaching(self, goal: Test, through: Through | None = None) -> Region:
        """Return the states from which some play reaches `goal`."""
        return can_reach(self, goal, through)

    def avoiding(self, goal: Test) -> Region:
        """Return the states from which some play never reaches `goal`."""
        return can_avoid(self, goal)


Explored = TimedGraph | Daily


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
    def rank(self) -> int:
        """The rank that the day has then reached."""
        return self.graph.ranks[self.at]


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
