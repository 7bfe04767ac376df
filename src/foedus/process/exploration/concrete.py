"""A path through a `TimedGraph` as a play: for each act one day on which it may fall.

The play ends as early as its acts allow, and each act then falls as late as it can: nobody attacks
ten years before it is alleged.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.process import Move, Process, State
from foedus.process.exploration.clocks import HORIZON
from foedus.process.exploration.projection import Batch
from foedus.process.exploration.search import Edge
from foedus.process.exploration.timed import EVENING, Timed
from foedus.process.exploration.zones import Zone, bounded, size
from foedus.process.instants import next_instant

Trace = Sequence[tuple[int, Edge]]


def play_to(graph: Timed, at: int, zone: Zone | None = None) -> tuple[tuple[Batch, ...], State]:
    """Return a play from where the graph begins to a node, and the state that it ends in.

    Parameters
    ----------
    graph
        The graph.
    at
        The node.
    zone
        Readings of its clocks of which the play is to meet one; all of the node's when left out.
    """
    return played(graph, graph.trace(at), at, zone if zone is not None else graph.zones[at])


def played(graph: Timed, trace: Trace, end: int, zone: Zone) -> tuple[tuple[Batch, ...], State]:
    """Return the play that takes the steps of `trace`, to a reading of `zone` of the node `end`."""
    wanted = _wanted(graph, trace, _soonest(graph, end, zone))
    state, batches = graph.begins, list[Batch]()
    waits: list[Move] = []
    for (at, passage), taken in zip((*trace, (end, None)), wanted, strict=True):
        state = _waited(graph.process, state, state.day + _wait(graph, at, state, taken), waits)
        if passage is None:
            break
        if passage.batch is EVENING:
            state = _waited(graph.process, state, state.day + 1, waits)
            continue
        if waits:
            batches.append(tuple(waits))
            waits = []
        batches.append(passage.batch)
        state = graph.projection.after(state, passage.batch).state
    if waits:
        batches.append(tuple(waits))
    return tuple(batches), state


def _wanted(graph: Timed, trace: Trace, zone: Zone) -> list[Zone]:
    """Return, for each step, the readings on which it leads on to `zone`, and `zone` itself."""
    wanted = [zone]
    for at, passage in reversed(trace):
        ahead = graph.before(at, passage, zone)
        assert ahead is not None, "a path leads where it was found to lead"
        wanted.append(ahead[0])
        zone = ahead[1]
    return wanted[::-1]


def _soonest(graph: Timed, at: int, zone: Zone) -> Zone:
    """Return the part of `zone` that lies on its earliest day."""
    if graph.endless:
        return zone
    place = graph.names[at].index(HORIZON) + 1
    return bounded(zone, 0, place, -zone[place * size(zone)]) or zone


def _wait(graph: Timed, at: int, state: State, taken: Zone) -> int:
    """Return how long a state waits to come to a reading of `taken`: as long as it may.

    Where time has no end it waits no longer than it must.
    """
    if not graph.idle[at]:
        return 0
    ends = dict(graph.dial(state).running)
    now = [ends[name] - state.day for name in graph.names[at]]
    n = size(taken)
    if graph.endless:
        return max([0, *(left - taken[row * n] for row, left in enumerate(now, 1))])
    return min(left + taken[row] for row, left in enumerate(now, 1))


def _waited(process: Process, state: State, until: int, waits: list[Move]) -> State:
    """Return the state after waiting, an instant at a time."""
    while state.day < until:
        upcoming = next_instant(process.clauses, state)
        assert upcoming is not None, "the process has room for what was found in it"
        move = Move("wait", until=min(upcoming, until))
        waits.append(move)
        state = process.after(state, move)
    return state
