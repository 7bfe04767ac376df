"""Plays drawn at random through the process itself, as anybody could replay them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from foedus.process import IllegalMoveError, Move, Process, State

KINDS = (
    *("conduct", "prevail", "repel", "perform", "undo", "sign", "withdraw", "allege", "open"),
    *("ballot", "honour", "decline", "wait"),
)
MOST_MOVES = 60


def drawn_play(
    process: Process,
    rng: random.Random,
    start: State | None = None,
    *,
    rank: int = -1,
    allowed=lambda _state, _move: True,
) -> Iterator[tuple[State, int]]:
    """Yield the states of one play within the horizon, each with the rank that its day has reached.

    Acts of a day come by rank, as `foedus.process.replay` takes them, and sometimes two of one rank
    at once. Each play has moods of its own: some kinds of move are made often in it, others never,
    and bodies lean one way.
    """
    state = start or process.start
    moods = {kind: rng.choice((0.0, 0.1, 1.0, 3.0)) for kind in KINDS}
    moods["wait"] = rng.choice((0.5, 1.0, 3.0))
    leaning = rng.choice((0.05, 0.5, 0.95))
    yield state, rank
    for _ in range(MOST_MOVES):
        moves = [m for m in process.moves(state) if m.rank >= rank and allowed(state, m)]
        weights = [moods[m.kind] * _lean(m, leaning) for m in moves]
        if not any(weights):
            return
        (move,) = rng.choices(moves, weights)
        if move.kind == "wait":
            move = Move("wait", until=rng.choice((move.until, move.until, state.day + 1)))
            state, rank = process.after(state, move), -1
            yield state, rank
            continue
        made = [move]
        if rng.random() < 0.2:
            made.append(rng.choice([m for m in moves if m.rank == move.rank]))
        for reached in _made(process, state, made):
            state = reached
            yield state, max(move.rank, 1)
        rank = max(move.rank, 1)  # conduct is of the morning


def _lean(move: Move, leaning: float) -> float:
    if move.kind != "ballot":
        return 1.0
    return {"yes": leaning, "no": 1 - leaning, "abstain": 0.05}[move.choice]


def _made(process: Process, state: State, moves: list[Move]) -> Iterator[State]:
    """Yield the states that follow moves made at once; members that are alike vote alike."""
    try:
        state = process.during(state, moves)
    except IllegalMoveError:  # the two contradict each other, or are one
        state = process.after(state, moves[0])
    yield state
    move = moves[0]
    while move.kind == "ballot" and process.refusal(state, move) is None:
        state = process.after(state, move)
        yield state
