"""Circles of a graph: where a play can go round, and whether a clock ends that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def circles(
    nodes: Iterable[int], onward: Callable[[int], Iterable[int]]
) -> Iterator[frozenset[int]]:
    """Yield the sets of nodes that lie on circles together, those that others lead to first.

    The strongly connected components that hold a circle (Gabow 2000, "Path-based depth-first search
    for strong and biconnected components", Information Processing Letters 74, 107-114).

    Parameters
    ----------
    nodes
        Where to look.
    onward
        The nodes that steps lead to from one, all of them among `nodes`.

    Examples
    --------
    >>> steps = {0: [1], 1: [2], 2: [1, 3], 3: []}
    >>> [sorted(circle) for circle in circles(steps, steps.__getitem__)]
    [[1, 2]]
    """
    met: dict[int, int] = {}
    closed: set[int] = set()
    path: list[int] = []
    heads: list[int] = []
    for root in nodes:
        under_way: list[tuple[int, Iterator[int]]] = [] if root in met else [(root, iter(()))]
        while under_way:
            at, ahead = under_way[-1]
            if at not in met:
                met[at] = len(met)
                path.append(at)
                heads.append(at)
                under_way[-1] = at, ahead = at, iter(onward(at))
            to = next(ahead, None)
            if to is None:
                under_way.pop()
                if heads[-1] == at:
                    heads.pop()
                    found = _cut(path, at)
                    closed |= found
                    if len(found) > 1 or at in onward(at):
                        yield found
            elif to not in met:
                under_way.append((to, iter(())))
            elif to not in closed:
                while met[heads[-1]] > met[to]:
                    heads.pop()


def _cut(path: list[int], at: int) -> frozenset[int]:
    """Take off a path all from one node on."""
    found = [path.pop()]
    while found[-1] != at:
        found.append(path.pop())
    return frozenset(found)
