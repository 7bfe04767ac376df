"""Which norms are breached by what goes on, and by the deeds of one day.

What is done on one day is judged together: neither of two acts is excused by the other's breach
where each norm reads whether the other is breached. Where only one reads the other, that one is
judged once the other is. So the order in which norms, or names, are listed decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.process.clauses import Clauses
from foedus.process.moves import Move
from foedus.process.state import NEVER, State, put

_Over = Callable[[State, int], bool]


def continuing_breaches(clauses: Clauses, state: State) -> State:
    """Mark the norms that acts which go on breach, where they bind and no exception holds."""
    rung = state.world.rung

    def over(judged: State, at: int) -> bool:
        rungs = clauses.norms[at].rungs
        return any(rung[f] >= from_ and clauses.forbids(judged, at, f) for f, from_ in rungs)

    return _marked(clauses, state, state, over)


def breaches_by_deeds(
    clauses: Clauses, before: State, state: State, moves: Sequence[Move]
) -> State:
    """Mark in `state` the norms that deeds, done or undone since `before`, breach.

    Parameters
    ----------
    clauses
        The compiled clauses.
    before
        What the deeds are judged against: without any of them.
    state
        What they have led to.
    moves
        What was done; others than deeds are left aside.
    """
    deeds = [move for move in moves if move.kind in ("perform", "undo")]
    if not deeds:
        return state

    def over(judged: State, at: int) -> bool:
        return any(
            _against(clauses, before, at, move)
            and clauses.binds(judged, at, move.actor)
            and not clauses.norms[at].unless(judged)
            for move in deeds
        )

    return _marked(clauses, before, state, over)


def breach(clauses: Clauses, state: State, norm: int, by: str) -> State:
    """Mark the norm as breached by `by`, if it binds that party now and no exception holds."""
    if not clauses.binds(state, norm, by) or clauses.norms[norm].unless(state):
        return state
    return _with(state, [norm])


def _against(clauses: Clauses, before: State, at: int, move: Move) -> bool:
    """Say whether a norm speaks of a deed: that it be not done, or be kept once it was due."""
    norm = clauses.norms[at].norm
    if move.actor not in norm.bearer:
        return False
    if move.kind == "perform":
        return norm.prohibition == move.clause
    return (
        norm.keep and norm.obligation == move.clause and NEVER != before.record.due[at] < before.day
    )


def _marked(clauses: Clauses, judged: State, state: State, over: _Over) -> State:
    """Mark norms in `state`, those that read of no other first; each as `judged` then has it."""
    for norms in clauses.in_turn:
        found = [at for at in norms if not state.world.breached[at] and over(judged, at)]
        if found:
            same = judged is state
            state = _with(state, found)
            judged = state if same else _with(judged, found)
    return state


def _with(state: State, norms: Sequence[int]) -> State:
    breached = state.world.breached
    for norm in norms:
        breached = put(breached, norm, True)
    return state.being(state.world._replace(breached=breached))
