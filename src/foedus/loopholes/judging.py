"""Which nodes and edges of a graph count: what the properties hand to a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foedus.loopholes.story import Path
from foedus.process.exploration import Batch, Edge


def conducts(batch: Batch, actor: str) -> bool:
    """Say whether `actor` changes its conduct in a batch."""
    return any(move.kind == "conduct" and move.actor == actor for move in batch)


def unchanged(actor: str) -> Callable[[int, Edge], bool]:
    """Return the test whether an edge leaves the conduct of `actor` as it is."""
    return lambda _at, edge: not conducts(edge.batch, actor)


def paths(table: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield where clauses of one table stand."""
    return ((table, name) for name in names)
