"""Who can bring a state about whatever the others do.

A coalition forces a goal when it has a way of acting, or of waiting, that ends there against every
way in which the others act. Within a day the others are let act first, so nothing is said to be
forced that depends on being quicker.
"""

from __future__ import annotations

from collections.abc import Callable

from foedus.process.exploration import Batch, Graph, Test


def forced(graph: Graph, goal: Test, ours: Callable[[Batch], bool]) -> frozenset[int]:
    """Return the nodes from which those who make the moves `ours` bring `goal` about.

    Parameters
    ----------
    graph
        Everything that can be done, explored to its end.
    goal
        What is to come about.
    ours
        Whether a batch of moves is made by the coalition alone. Time passes when nobody acts, and
        is nobody's move.
    """
    won = {at for at, state in enumerate(graph.states) if goal(state)}
    sides = [_sides(graph, at, ours) for at in range(len(graph.states))]
    before: list[list[int]] = [[] for _ in graph.states]
    for at, edges in enumerate(graph.edges):
        for edge in edges:
            before[edge.to].append(at)
    pending = [at for node in won for at in before[node]]
    while pending:
        at = pending.pop()
        mine, theirs = sides[at]
        if at not in won and won.issuperset(theirs) and not won.isdisjoint(mine):
            won.add(at)
            pending += before[at]
    return frozenset(won)


def _sides(
    graph: Graph, at: int, ours: Callable[[Batch], bool]
) -> tuple[frozenset[int], frozenset[int]]:
    mine, theirs = set[int](), set[int]()
    for edge in graph.edges[at]:
        quiet = edge.batch[0].kind == "wait"
        (mine if quiet or ours(edge.batch) else theirs).add(edge.to)
    return frozenset(mine), frozenset(theirs)
