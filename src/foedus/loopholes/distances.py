"""How far a side is from what it wants: how many rounds from the goal, or moves from safety."""

from __future__ import annotations

from foedus.loopholes.tables import ours_at, theirs_at
from foedus.process.exploration import Edge
from foedus.process.walk import Contest, held_up, in_order, may_precede


def nearness(contest: Contest) -> dict[int, int]:
    """Return, of the nodes that are won, how many rounds the goal is away."""
    graph = contest.graph
    near = {at: 0 for at in contest.won if not graph.edges[at]}
    moves = [
        in_order(ours_at(contest, at), theirs_at(contest, at)) for at in range(len(graph.states))
    ]
    waiting = [at for at in contest.won if at not in near]
    rounds = 0
    while waiting:
        rounds += 1
        known = frozenset(near)
        reached = [
            at for at in waiting if any(to in known and first <= known for to, first in moves[at])
        ]
        near |= dict.fromkeys(reached or held_up(graph, moves, known), rounds)
        waiting = [at for at in waiting if at not in near]
    return near


def moves_left(contest: Contest) -> dict[int, int]:
    """Return of nodes how many moves the goal is away at least, whoever makes them."""
    before: dict[int, list[int]] = {}
    for at, edges in enumerate(contest.graph.edges):
        for edge in edges:
            before.setdefault(edge.to, []).append(at)
    left = {at: 0 for at in contest.won if not contest.graph.edges[at]}
    new = list(left)
    while new:
        found = dict.fromkeys(at for node in new for at in before.get(node, ()) if at not in left)
        left |= dict.fromkeys(found, 1 + left[new[0]])
        new = list(found)
    return left


def safety(contest: Contest) -> dict[int, int]:
    """Return, of the nodes that are not won, how many moves the other side is from being safe.

    Safe is where none of our moves, nor the end of the day, leads to what is won.
    """
    lost = [at for at in range(len(contest.graph.states)) if at not in contest.won]
    far = {at: 0 for at in lost if all(e.to not in contest.won for e in ours_at(contest, at))}
    new = list(far)
    while new:
        new = [
            at for at in lost if at not in far and any(e.to in far for e in answers(contest, at))
        ]
        far |= dict.fromkeys(new, 1 + max(far.values(), default=0))
    return far


def answers(contest: Contest, at: int) -> list[Edge]:
    """Return what the other side can do before the first of our moves that would win."""
    winning = [e for e in ours_at(contest, at) if e.to in contest.won]
    theirs = theirs_at(contest, at)
    first = min(winning, key=lambda e: e.batch[0].rank, default=None)
    return theirs if first is None else list(may_precede(theirs, first))
