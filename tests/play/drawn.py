"""Plays drawn at random: whatever is offered may be done."""

from __future__ import annotations

import random

from foedus.play import answer


def drawn(about: dict[str, str], seed: int, moves: int) -> list[dict[str, object]]:
    """Return a play of so many moves; ballots by a member at random, time let pass now and then."""
    rng = random.Random(seed)
    steps: list[dict[str, object]] = []
    for _ in range(moves):
        board = answer({"ask": "board", **about, "steps": steps})
        chosen = one(board, rng)
        if chosen is None:
            break
        steps.append(chosen)
    return steps


def one(board, rng: random.Random):
    """Return one step that a board offers; nothing at the horizon."""
    offers = board["offers"]
    if board["wait"] and (not offers or rng.random() < 0.2):
        return board["wait"]["step"]
    if not offers:
        return None
    offer = rng.choice(offers)
    if offer["kind"] == "ballot" and not offer["all"]:
        return {**offer["step"], "by": [rng.choice(offer["members"])]}
    return offer["step"]
