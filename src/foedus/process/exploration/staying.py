"""Edges by which a region of a graph is left, and plays that stay in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.process.exploration.graph import Explored
from foedus.process.exploration.reaching import Region
from foedus.process.exploration.search import Edge
from foedus.process.exploration.zones import Zone, meet

Reluctance = tuple[bool | int, ...]


def losses(graph: Explored, region: Region) -> Iterator[tuple[int, Edge, Zone]]:
    """Yield each step by which something can be lost.

    Yields
    ------
    tuple
        A node, a step out of it, and readings that belong to `region` from which the step leads
        to readings that do not.
    """
    for at, steps in enumerate(graph.edges):
        inside = region.inside(at)
        for step in steps if inside else ():
            for piece in region.outside(step.to):
                ready = graph.before(at, step, piece)
                shared = (meet(zone, ready[0]) for zone in inside) if ready is not None else ()
                yield from ((at, step, lost) for lost in shared if lost is not None)


def lingering(
    graph: Explored, region: Region, reluctance: Callable[[Edge, set[int]], Reluctance]
) -> tuple[list[tuple[int, Edge]], int, Zone]:
    """Follow a play that stays in `region` until it comes round again, or nothing more is done.

    Parameters
    ----------
    graph
        The graph, whose start is in the region.
    region
        States each of which has a step that stays in it.
    reluctance
        What makes a step less welcome, given the nodes met so far; the least is taken.
    """
    at, seen, trace = 0, set[int](), list[tuple[int, Edge]]()
    now = graph.zones[0]
    while at not in seen:
        seen.add(at)
        options = [
            (step, shared)
            for step in graph.edges[at]
            for zone in region.inside(step.to)
            if (ready := graph.before(at, step, zone)) is not None
            and (shared := meet(now, ready[0])) is not None
        ]
        if not options:
            break
        step, taken = min(options, key=lambda option: reluctance(option[0], seen))
        trace.append((at, step))
        at, now = step.to, graph.ahead(step, taken)
    return trace, at, now
