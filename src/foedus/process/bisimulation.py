"""States that neither what holds in them nor anybody's moves tell apart."""

from __future__ import annotations

from collections.abc import Sequence


def alike_states(
    holds: tuple[tuple[int, ...], ...], arcs: list[list[tuple[int, int]]]
) -> list[int]:
    """Return by state its group, of those that no ordering and no move tells apart.

    Two states are in one group if the same facts hold and everybody can move from both into the
    same groups: the coarsest such grouping (bisimulation), by refining until nothing splits. The
    start is in group 0.
    """
    to: list[list[tuple[int, int]]] = [[] for _ in holds]
    for i, pairs in enumerate(arcs):
        for a, b in pairs:
            to[a].append((i, b))
    group = _numbered(holds)
    while True:
        finer = _numbered(
            [
                (group[s], frozenset((i, group[b]) for i, b in to[s] if group[b] != group[s]))
                for s in range(len(holds))
            ]
        )
        if max(finer) == max(group):
            return group
        group = finer


def _numbered(signs: Sequence[object]) -> list[int]:
    seen: dict[object, int] = {}
    return [seen.setdefault(sign, len(seen)) for sign in signs]
