"""Which nodes and edges of a graph count: what the properties hand to a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.story import Path
from foedus.process.exploration import Batch, Edge, Explored


def conducts(batch: Batch, actor: str) -> bool:
    """Say whether `actor` changes its conduct in a batch."""
    return any(move.kind == "conduct" and move.actor == actor for move in batch)


def helping(inquiry: Inquiry, graph: Explored, actor: str) -> Callable[[int, Edge], bool]:
    """Return the test whether an edge leads on to help though `actor` goes on as it does.

    A breach is alleged only where there was one: whoever is saved by a false finding is not safe.
    """
    return lambda at, edge: (
        not conducts(edge.batch, actor) and inquiry.is_so(graph.states[at], edge.batch)
    )


def paths(table: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield where clauses of one table stand."""
    return ((table, name) for name in names)
