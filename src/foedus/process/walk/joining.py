"""Whose acts, besides, an answer hangs on that does not come of an act alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.process.exploration import FRESH, Batch, Projection, Rules, TimedGraph, scope
from foedus.process.moves import Move
from foedus.process.state import State
from foedus.process.walk.goals import Goal, allowed, duties, owed, rights
from foedus.process.walk.letting import Lets
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.walk import Walk


class Act(NamedTuple):
    """An act of somebody else, and against whom; empty where the text does not say."""

    by: str
    act: str
    against: str


def joining(walk: Walk, supposition: Supposition) -> tuple[tuple[Act, ...], ...]:
    """Return the ways in which others, by acts of their own, make an answer owed or allowed.

    Or the one who acts, by what it does to somebody else besides. Where each of several can alone,
    each is a way; where nobody can, what all do together.

    Parameters
    ----------
    walk
        The arrangement.
    supposition
        An act of which no answer comes while everybody else goes on as before.
    """
    process, s = walk.process, supposition
    goals = [
        *(owed(process, name) for name, _ in duties(process, s.by, s.against)),
        *(allowed(process, name) for name, _ in rights(process, s.by, s.against)),
    ]
    found: dict[tuple[Act, ...], None] = {}
    for goal in goals:
        besides = {s.by} if len(process.arrangement.conduct[s.by].towards) > 1 else set()
        others = sorted(walk.bystanders(s, goal) | besides)
        alone = [way for who in others if (way := _way(walk, s, goal, [who]))]
        together = () if alone or not others else (_way(walk, s, goal, others),)
        found |= dict.fromkeys(way for way in (*alone, *together) if way)
    return tuple(found)


def _way(walk: Walk, s: Supposition, goal: Goal, who: Iterable[str]) -> tuple[Act, ...]:
    """Return the acts of some others on the shortest play to a goal; none where there is none.

    They may come before the act that is supposed, on its day or after it.
    """
    process, others = walk.process, frozenset(who)
    lets = Lets(process, {}, acting=others | {s.by})

    def allowed(state: State, batch: Batch) -> bool:
        named = all(
            move.clause == s.act and move.against in ("", s.against)
            for move in batch
            if _own(s, move) and not (s.by in others and _towards_others(s, move))
        )
        return named and lets(state, batch)

    graph = TimedGraph(
        Projection(process, scope(process, goal.items), leaving=False),
        walk.outset(s).steps[-1][0],
        hour=FRESH,
        rules=Rules(allowed=allowed, leaving=False),
        stop=goal.holds,
        hasty=True,
    )
    if graph.stopped is None:
        return ()
    moves = (move for batch in graph.path(graph.stopped) for move in batch)
    return tuple(
        Act(move.actor, move.clause, move.against or _whom(walk, move.actor))
        for move in moves
        if move.kind == "conduct" and move.actor in others
        if not _own(s, move) or _towards_others(s, move)
    )


def _own(s: Supposition, move: Move) -> bool:
    return move.kind == "conduct" and move.actor == s.by


def _towards_others(s: Supposition, move: Move) -> bool:
    return move.against not in ("", s.against)


def _whom(walk: Walk, actor: str) -> str:
    """Return the only one against whom somebody acts."""
    return next(iter(walk.process.arrangement.conduct[actor].towards), "")
