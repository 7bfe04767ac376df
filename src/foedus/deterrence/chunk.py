"""Compute one chunk of a job: everything that is read off, draw by draw.

The first chunk also carries the telling: the story of the middle case, and what deters in it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.breakeven import deterring, sets
from foedus.deterrence.explanation import explain
from foedus.deterrence.job import BREAK_EVEN_DRAWS, CHUNK, Job, break_evens_of, game_of
from foedus.deterrence.kernel import roots
from foedus.deterrence.measures import adversary_of, attacks, conduct, signing

TELLING = "telling"
"""Name of the row that holds the telling as text; it is there in the first chunk only."""


class Telling(NamedTuple):
    """What is said of the middle case of an option.

    Parameters
    ----------
    because
        The likeliest story, and what would change the answer.
    deters
        By parameter: the ranges at which the adversary is deterred.
    nodes
        How large the game is.
    """

    because: tuple[str, ...]
    deters: dict[str, list[tuple[float, float]]]
    nodes: int


def chunk_of(job: Job, chunk: int, size: int = CHUNK) -> dict[str, NDArray[Any]]:
    """Return everything that is read off one chunk, by name, each of shape (size,) or less."""
    game = game_of(job)
    draws = job.draws(size, chunk)
    params = game.chances.values(draws)
    found: dict[str, NDArray[Any]] = {**conduct(game, params, size, job.precision)}
    found["best.attack"] = attacks(game, params, size)
    if game.flat is not None:
        at = game.tree.players.index(adversary_of(job.variant))
        found["comply"] = roots(game.flat, params, size, job.precision, comply=True)[:, at].copy()
    found |= signing(job.variant, found, draws, job.precision)
    few = job.draws(min(size, BREAK_EVEN_DRAWS), chunk)
    for name in break_evens_of(job):
        there = deterring(game, few, name)
        found[f"deterred.{name}"] = there.holds.T.copy()
    if chunk == 0 and job.tells:
        found[TELLING] = np.array([json.dumps(_tell(job))])
    return found


def _tell(job: Job) -> Telling:
    game = game_of(job)
    middle = job.draws(1, central=True)
    deters = {name: sets(deterring(game, middle, name)) for name in break_evens_of(job)}
    return Telling(explain(job), deters, len(game.tree.nodes))


def telling_of(row: NDArray[Any]) -> Telling:
    """Return the telling that the first chunk carried."""
    because, deters, nodes = json.loads(str(row[0]))
    return Telling(
        tuple(because), {k: [(a, b) for a, b in v] for k, v in deters.items()}, int(nodes)
    )
