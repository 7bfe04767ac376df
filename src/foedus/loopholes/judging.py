"""Which nodes and edges of a graph count: what the properties hand to a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from foedus.loopholes.story import Path
from foedus.process import State
from foedus.process.exploration import Batch, Edge, Graph


def conducts(batch: Batch, actor: str) -> bool:
    """Say whether `actor` changes its conduct in a batch."""
    return any(move.kind == "conduct" and move.actor == actor for move in batch)


def unchanged(actor: str) -> Callable[[int, Edge], bool]:
    """Return the test whether an edge leaves the conduct of `actor` as it is."""
    return lambda _at, edge: not conducts(edge.batch, actor)


def marked(
    finding: Callable[[Graph], Mapping[int, object]],
) -> Callable[[Graph], Callable[[int, State], bool]]:
    """Return the judge that calls bad every node that `finding` lists."""

    def judge(graph: Graph) -> Callable[[int, State], bool]:
        listed = finding(graph)
        return lambda at, _state: at in listed

    return judge


def paths(table: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield where clauses of one table stand."""
    return ((table, name) for name in names)
