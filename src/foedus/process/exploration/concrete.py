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
    place = graph.names[end].index(HORIZON) + 1
    soonest = bounded(zone, 0, place, -zone[place * size(zone)])
    wanted = _wanted(graph, trace, soonest if soonest is not None else zone)
    state, batches = graph.begins, list[Batch]()
    waits: list[Move] = []
    for (at, passage), taken in zip((*trace, (end, None)), wanted, strict=True):
        place = graph.names[at].index(HORIZON) + 1
        latest = graph.last - _least_left(graph, at, state, taken, place)
        state = _waited(graph.process, state, latest, waits)
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


def _least_left(graph: Timed, at: int, state: State, taken: Zone, place: int) -> int:
    """Return how many days are left to the horizon when a state has waited as long as it may."""
    dial = graph.clocks.read(state)
    ends = dict(dial.running)
    now = [ends[name] - state.day for name in graph.names[at]]
    n = size(taken)
    # waiting keeps differences; the longest wait is the least room above each lower bound
    wait = min(left + taken[row] for row, left in enumerate(now, 1))
    return now[place - 1] - (wait if graph.idle[at] and n > 1 else 0)


def _waited(process: Process, state: State, until: int, waits: list[Move]) -> State:
    """Return the state after waiting, an instant at a time."""
    while state.day < until:
        upcoming = next_instant(process.clauses, state)
        assert upcoming is not None, "the process has room for what was found in it"
        move = Move("wait", until=min(upcoming, until))
        waits.append(move)
        state = process.after(state, move)
    return state
