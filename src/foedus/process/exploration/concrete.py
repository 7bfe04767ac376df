"""A path through a `TimedGraph` as a play: for each act one day on which it may fall.

The play ends as early as its acts allow, and each act then falls as late as it can: nobody attacks
ten years before it is alleged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from foedus.process import Move, Process, State
from foedus.process.exploration.dials import HORIZON
from foedus.process.exploration.hours import Batch
from foedus.process.exploration.onward import EVENING
from foedus.process.exploration.search import Edge
from foedus.process.exploration.timed import Timed
from foedus.process.exploration.zones import Zone, bounded, meet, preimage, size, waiting
from foedus.process.instants import next_instant


class Leg(NamedTuple):
    """A stretch of a path: a node, the readings at which it is left, and the step then taken."""

    at: int
    zone: Zone
    step: Edge | None = None


def legs_to(graph: Timed, at: int, zone: Zone, onward: Edge | None = None) -> list[Leg]:
    """Return the path from where a graph begins to readings of a node.

    Parameters
    ----------
    graph
        The graph.
    at
        The node.
    zone
        Readings of its clocks of which the path is to meet one.
    onward
        A step that is taken then.
    """
    zone = on_first_day(graph, at, zone) if onward is None else zone
    legs = [Leg(at, zone, onward)]
    before = graph.parts[at][-1].number + 1
    while True:
        legs[-1], source, before = _entered(graph, legs[-1], before)
        if source is None:
            return legs[::-1]
        legs.append(source)


def _entered(graph: Timed, leg: Leg, before: int) -> tuple[Leg, Leg | None, int]:
    """Return a leg within one part of its node, the leg that leads there, and the part's number."""
    at = leg.at
    options = [
        (part.cost, part.number, part, shared)
        for part in graph.parts[at]
        if part.number < before and (shared := meet(leg.zone, part.zone)) is not None
    ]
    _, number, part, zone = min(options)
    left = leg._replace(zone=zone)
    if part.source is None:
        return left, None, number
    source, step = part.source
    return left, Leg(source, _leading(graph, at, zone, part.zone, step), step), number


def _leading(graph: Timed, at: int, zone: Zone, whole: Zone, step: Edge) -> Zone:
    """Return the readings at which `step` leads to where `zone` can be waited for."""
    arrived = waiting(zone, whole) if graph.idle[at] else zone
    ready = preimage(arrived if arrived is not None else zone, step.places, step.zone)
    assert ready is not None, "a path leads where it was found to lead"
    return ready


def legs_along(graph: Timed, steps: Sequence[tuple[int, Edge]], end: int, zone: Zone) -> list[Leg]:
    """Return the path that takes the steps given in the end, from where the graph begins."""
    legs = [Leg(end, zone)]
    for at, step in reversed(steps):
        last = legs[-1]
        ready = _leading(graph, last.at, last.zone, graph.zones[last.at], step)
        legs.append(Leg(at, ready, step))
    return [*legs_to(graph, *legs[-1]), *legs[-2::-1]] if legs[-1].at else legs[::-1]


def played(graph: Timed, legs: Sequence[Leg]) -> tuple[tuple[Batch, ...], State]:
    """Return the play along a path, and the state that it ends in."""
    state, batches = graph.begins, list[Batch]()
    waits: list[Move] = []
    before: list[State] = []
    for leg in legs:
        state = _waited(graph.process, state, state.day + _wait(graph, leg, state), waits)
        if leg.step is None:
            break
        if leg.step.batch is EVENING:
            state = _waited(graph.process, state, state.day + 1, waits)
            continue
        if waits:
            batches.append(tuple(waits))
            waits = []
        batch = graph.hours[leg.at].joined(leg.step.batch)
        for _ in batch[len(leg.step.batch) :]:
            batches.pop()
            state = before.pop()
        batches.append(batch)
        before.append(state)
        state = graph.projection.done(state, batch)
    if waits:
        batches.append(tuple(waits))
    return tuple(batches), state


def on_first_day(graph: Timed, at: int, zone: Zone) -> Zone:
    """Return the part of `zone` that lies on its earliest day."""
    if graph.endless:
        return zone
    place = graph.names[at].index(HORIZON) + 1
    return bounded(zone, 0, place, -zone[place * size(zone)]) or zone


def _wait(graph: Timed, leg: Leg, state: State) -> int:
    """Return how long a state waits to come to a reading of a leg: as long as it may.

    Where time has no end it waits no longer than it must.
    """
    if not graph.idle[leg.at]:
        return 0
    ends = dict(graph.dial(state).running)
    now = [ends[name] - state.day for name in graph.names[leg.at]]
    n = size(leg.zone)
    if graph.endless:
        return max([0, *(left - leg.zone[row * n] for row, left in enumerate(now, 1))])
    return min(left + leg.zone[row] for row, left in enumerate(now, 1))


def _waited(process: Process, state: State, until: int, waits: list[Move]) -> State:
    """Return the state after waiting, an instant at a time."""
    while state.day < until:
        upcoming = next_instant(process.clauses, state)
        assert upcoming is not None, "the process has room for what was found in it"
        move = Move("wait", until=min(upcoming, until))
        waits.append(move)
        state = process.after(state, move)
    return state
