"""How far orderings are from another answer: adjacent swaps until stability breaks, and whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from foedus.stability.graph import Graph, Ints
from foedus.stability.orderings import from_scores
from foedus.stability.senses import Reading, Sense, equilibria

MOST_ORDERINGS = 100_000


class Swap(NamedTuple):
    """Two neighbours in somebody's ordering that change places, the higher one first.

    Where several outcomes tie, the whole of two neighbouring ties change places.
    """

    maker: int
    higher: tuple[int, ...]
    lower: tuple[int, ...]


class Robustness(NamedTuple):
    """How many swaps it takes, and the shortest ways.

    Attributes
    ----------
    swaps
        The fewest adjacent swaps after which the answer is another; None if none was found.
    ways
        Every shortest series of swaps.
    tried
        Through how many swaps every ordering was tried.
    """

    swaps: int | None
    ways: tuple[tuple[Swap, ...], ...]
    tried: int


def robustness(
    graph: Graph,
    ranks: Sequence[Ints] | Ints,
    state: int,
    sense: Sense,
    reading: Reading = "legal",
    outcomes: Sequence[int] | None = None,
    most: int = 6,
) -> Robustness:
    """Return the fewest adjacent swaps after which a state is stable for all, or no longer.

    Parameters
    ----------
    graph, ranks, state, sense, reading
        As in `foedus.stability.stable`; `ranks` by outcome where `outcomes` are given.
    outcomes
        By state, the outcome that orderings rank; each state by itself when left out.
    most
        Through how many swaps to look.

    Examples
    --------
    >>> graph = Graph.of(["peace", "war"], {"A": [("peace", "war")], "B": []})
    >>> found = robustness(graph, np.array([[1, 0], [0, 1]]), 0, "R")
    >>> found.swaps, found.ways
    (1, ((Swap(maker=0, higher=(0,), lower=(1,)),),))
    """
    of = np.asarray(range(len(graph.states)) if outcomes is None else outcomes, np.int32)
    start = tuple(tuple(int(r) for r in from_scores(np.asarray(rank))) for rank in ranks)
    now = _stable(graph, [start], state, sense, reading, of)[0]
    ways: dict[tuple[tuple[int, ...], ...], list[tuple[Swap, ...]]] = {start: [()]}
    seen = {start}
    for depth in range(1, most + 1):
        beyond: dict[tuple[tuple[int, ...], ...], list[tuple[Swap, ...]]] = {}
        for orderings, found in ways.items():
            for swap, after in _swapped(orderings):
                if after not in seen:
                    beyond.setdefault(after, []).extend((*way, swap) for way in found[:20])
        if not beyond or len(seen) + len(beyond) > MOST_ORDERINGS:
            return Robustness(None, (), depth - 1)
        seen |= beyond.keys()
        verdicts = _stable(graph, list(beyond), state, sense, reading, of)
        broken = [way for way, holds in zip(beyond.values(), verdicts, strict=True) if holds != now]
        if broken:
            return Robustness(depth, _each_once(broken), depth)
        ways = beyond
    return Robustness(None, (), most)


def _each_once(found: Sequence[Sequence[tuple[Swap, ...]]]) -> tuple[tuple[Swap, ...], ...]:
    """Return one series of swaps for each ordering in which they end."""
    return tuple(series[0] for series in found)


def _swapped(
    orderings: tuple[tuple[int, ...], ...],
) -> Iterator[tuple[Swap, tuple[tuple[int, ...], ...]]]:
    for maker, ranks in enumerate(orderings):
        for low in range(max(ranks)):
            swapped = tuple(low + 1 if r == low else low if r == low + 1 else r for r in ranks)
            higher = tuple(o for o, r in enumerate(ranks) if r == low + 1)
            lower = tuple(o for o, r in enumerate(ranks) if r == low)
            after = (*orderings[:maker], swapped, *orderings[maker + 1 :])
            yield Swap(maker, higher, lower), after


def _stable(
    graph: Graph,
    orderings: Sequence[tuple[tuple[int, ...], ...]],
    state: int,
    sense: Sense,
    reading: Reading,
    of: Ints,
) -> list[bool]:
    found: list[bool] = []
    for start in range(0, len(orderings), 2_000):
        batch = np.array(orderings[start : start + 2_000], np.int32)
        ranks = np.ascontiguousarray(batch.transpose(1, 2, 0)[:, of])
        found += equilibria(graph, ranks, sense, reading)[state].tolist()
    return found
