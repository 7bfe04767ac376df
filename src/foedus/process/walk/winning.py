"""From which days on a side wins, whatever the other does: all days at once.

What `forcing` decides node by node is decided here for every reading of the clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foedus.process.exploration import (
    Edge,
    Region,
    Test,
    TimedGraph,
    Zone,
    meet,
    waiting,
    without,
)
from foedus.process.walk.forcing import Opposed, may_precede, reached


def winning(graph: TimedGraph, goal: Test, sides: Opposed) -> Region:
    """Return the states from which our side brings `goal` about whatever the other side does.

    The least fixed point, backwards and over all days at once: a state is won in which one of our
    own moves, or the end of the day, leads into what is won, and nothing that the other side can do
    before it leads out; and so is one from which waiting leads there through days that are all
    safe. Nobody goes round in circles on one day: a deed is done or undone once on it.

    Parameters
    ----------
    graph
        Everything that either side can do, explored to its end.
    goal
        What is to come about.
    sides
        Whose each move is. Time passes when nobody acts, and is nobody's move.
    """
    won = Region(graph, {at: [graph.zones[at]] for at in reached(graph, goal)})
    before: list[dict[int, None]] = [{} for _ in graph.states]
    for at, steps in enumerate(graph.edges):
        for step in steps:
            before[step.to][at] = None
    pending = dict.fromkeys(at for node in won.zones for at in before[node])
    while pending:
        at = next(iter(pending))
        del pending[at]
        found = [won.add(at, zone) for zone in _newly(graph, won, at, sides)]
        if any(found):
            pending |= before[at]
    return won


def _led(graph: TimedGraph, at: int, step: Edge, won: Region) -> Iterator[Zone]:
    """Yield the readings of a node at which a step leads into what is won."""
    return _ready(graph, at, (step,), won.inside)


def _newly(graph: TimedGraph, won: Region, at: int, sides: Opposed) -> list[Zone]:
    """Return the readings of a node that are won by what is known to be won after it."""
    theirs = _theirs(graph, at, sides)
    good: list[Zone] = []
    for step in _ours(graph, at, sides):
        lost = list(_ready(graph, at, may_precede(theirs, step), won.outside))
        good += [rest for zone in _led(graph, at, step, won) for rest in without(zone, lost)]
    if not graph.idle[at]:
        return good
    passing = _ready(graph, at, theirs, won.outside)  # on a day of which nothing good is made
    lost = [rest for zone in passing for rest in without(zone, good)]
    return [zone for safe in good for zone in safely(safe, lost, graph.zones[at])]


def _ready(
    graph: TimedGraph, at: int, steps: Iterable[Edge], which: Callable[[int], list[Zone]]
) -> Iterator[Zone]:
    """Yield the readings of a node at which some step leads to readings that count."""
    for step in steps:
        for zone in which(step.to):
            ready = graph.before(at, step, zone)
            if ready is not None:
                yield ready[0]


def safely(good: Zone, lost: Iterable[Zone], whole: Zone) -> list[Zone]:
    """Return the readings from which one can wait for `good` without passing through `lost`.

    Since zones are convex, whoever waits passes each of them once: before it comes to `good`, or
    after (Cassez and others 2005, theorem 4).
    """
    found = list(_ahead(good, whole))
    for bad in lost:
        passed = list(_ahead(bad, whole))
        clear = [rest for zone in _ahead(good, whole) for rest in without(zone, passed)]
        early = [
            zone
            for ahead in passed
            if (shared := meet(good, ahead)) is not None
            for before in without(shared, [bad])
            for zone in _ahead(before, whole)
        ]
        found = [
            shared
            for zone in found
            for other in (*clear, *early)
            if (shared := meet(zone, other)) is not None
        ]
    return found


def _ahead(zone: Zone, whole: Zone) -> Iterator[Zone]:
    ahead = waiting(zone, whole)
    if ahead is not None:
        yield ahead


def _ours(graph: TimedGraph, at: int, sides: Opposed) -> list[Edge]:
    state = graph.states[at]
    return [s for s in graph.edges[at] if _waits(s) or sides.ours(state, s.batch)]


def _theirs(graph: TimedGraph, at: int, sides: Opposed) -> list[Edge]:
    return [s for s in graph.edges[at] if not _waits(s) and sides.theirs(s.batch)]


def _waits(step: Edge) -> bool:
    return step.batch[0].kind == "wait"
