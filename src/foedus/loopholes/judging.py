"""Which nodes and edges of a graph count: what the properties hand to a search."""

from __future__ import annotations

from collections.abc import Callable

from foedus.loopholes import helpers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.process.exploration import Edge, Explored


def helping(inquiry: Inquiry, graph: Explored, threat: Threat) -> Callable[[int, Edge], bool]:
    """Return the test whether an edge leads on to help against a threat, which goes on.

    What another attacker does is no help, though a duty may hang on it: nobody can count on it. A
    breach is alleged only where there was one: whoever is saved by a false finding is not safe.
    """
    lend = helpers.allies(inquiry, threat)
    return lambda at, edge: (
        all(move.kind != "conduct" or move.actor in lend for move in edge.batch)
        and inquiry.is_so(graph.states[at], edge.batch)
    )
