"""Compute one chunk of a job: everything that is read off, draw by draw.

The first chunk also carries the telling: the story of the middle case, and what deters in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.design import CHUNK
from foedus.deterrence.draws import Draws
from foedus.deterrence.estimates import uncertain
from foedus.deterrence.job import (
    BREAK_EVEN_CHUNKS,
    BREAK_EVEN_DRAWS,
    Job,
    break_evens_of,
    game_of,
)
from foedus.deterrence.measures import attacks, complying, conduct, signing
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.questions.breakeven import deterring, grid_of, in_middle_case
from foedus.deterrence.questions.episodes import episodes
from foedus.deterrence.questions.equilibria import FEW, Equilibrium, attack_range, several
from foedus.deterrence.questions.explanation import explain
from foedus.deterrence.questions.promise import promised
from foedus.deterrence.questions.sunset import Sunset, lasting, latest, within
from foedus.deterrence.sides import beneficiary_of

Array = NDArray[np.float64]
TELLING = "telling"
"""How the names of the rows begin that hold a telling as text, in the first chunk only."""

LIMITS = ("act.", "attack.", "entrapped")
"""Of what is counted: that of which it is told what it tends to as errors vanish."""


class Telling(NamedTuple):
    """What is said of the middle case of an option and of one party that is to be deterred.

    Parameters
    ----------
    because
        A story, and what would change the answer.
    deters
        By parameter: the ranges at which the adversary is deterred.
    nodes
        How large the game is.
    rests_on
        The estimates with a range that the game rests on.
    equilibria
        Where resolve is private: those that were found.
    """

    because: tuple[str, ...]
    deters: dict[str, list[tuple[float, float]]]
    nodes: int
    rests_on: tuple[str, ...]
    equilibria: tuple[Equilibrium, ...] = ()


@np.errstate(over="ignore", invalid="ignore")  # what is no number is counted, and told
def chunk_of(job: Job, chunk: int, size: int = CHUNK) -> dict[str, NDArray[Any]]:
    """Return everything that is read off one chunk, by name, each of shape (size,) or less."""
    game = game_of(job)
    draws = job.draws(size, chunk)
    params = game.chances.values(draws)
    found: dict[str, NDArray[Any]] = {**conduct(game, params, size, job.design.precision)}
    if game.induction is None:
        found |= _attack_range(job, chunk, size)
    if job.episodes > 1:
        found |= _episodes(job, draws)
    if job.brief:
        return found
    vanishing = conduct(game, params, size, None, ties="even", beginning=LIMITS)
    found |= {f"limit.{name}": row for name, row in vanishing.items() if name.startswith(LIMITS)}
    who = beneficiary_of(job.arrangement)
    if who is not None:
        least = f"act.{who}.{job.variant.conduct[who].acts[0].act}"
        found[f"best.{least}"] = conduct(game, params, size, None, beginning=(least,))[least]
    for by in job.adversaries:
        found[f"best.{by}"] = attacks(game, params, size, by=by)
        for ties in ("least", "most"):
            found[f"best.{ties}.{by}"] = attacks(game, params, size, by=by, ties=ties)
        if game.induction is not None:
            found[f"comply.{by}"] = complying(game, params, size, job.design.precision, by)
        for name in break_evens_of(job, by):
            found |= _break_even(job, name, by, chunk, size)
        if chunk == 0:
            found[f"{TELLING}.{by}"] = np.array([json.dumps(_tell(job, by))])
    if game.induction is not None and job.design.waiting:
        found |= _promised(job, draws, found)
        if latest(job.variant) is not None:
            found |= _waits(job, draws, found)
    return found | signing(job.variant, found, draws, job.design.precision)


def _break_even(job: Job, name: str, by: str, chunk: int, size: int) -> dict[str, NDArray[Any]]:
    """Return where on a grid the adversary is deterred, and from where on, in the first draws."""
    key = f"{name}.{by}"
    if chunk >= BREAK_EVEN_CHUNKS:
        none = np.empty((0, len(grid_of(name))), np.bool_)
        return {f"deterred.{key}": none, f"threshold.{key}": np.empty(0)}
    few = job.draws(min(size, BREAK_EVEN_DRAWS), chunk)
    told = deterring(game_of(job), few, name, by)
    return {f"deterred.{key}": told.holds.T.copy(), f"threshold.{key}": told.threshold}


def _attack_range(job: Job, chunk: int, size: int) -> dict[str, Array]:
    """Return the least and the greatest chance of an attack over the equilibria found."""
    game, few = game_of(job), min(size, FEW)
    # The first of the draws of the chunk: a parameter's numbers do not depend on how many follow.
    params = game.chances.values(job.draws(few, chunk))
    rows: dict[str, Array] = {}
    for by in job.adversaries:
        found = attack_range(game, params, few, job.design.precision, by)
        if found is not None:
            rows |= {f"attack.least.{by}": found[0], f"attack.most.{by}": found[1]}
    return rows


def _waits(job: Job, draws: Draws, found: Mapping[str, Array]) -> dict[str, Array]:
    """Return what waiting out the sunset brings, and the chance that the quarrel lasts so long."""
    after = _values(job, draws, "past")
    tempted = within(job.variant, occasions_of(job.arrangement))
    now = _values(job, draws, "never") if tempted else found
    estimate = job.variant.quarrel_lasts
    between = draws.of("quarrel_lasts", estimate) if estimate else np.ones(draws.size)
    lasts = lasting(job.variant, occasions_of(job.arrangement), between)
    rows = {"quarrel lasts": lasts}
    for by in job.adversaries:
        later = lasts * after[f"value.{by}"] + (1 - lasts) * found[f"comply.{by}"]
        rows[f"waits.{by}"] = later - now[f"value.{by}"]
    return rows


def _promised(job: Job, draws: Draws, found: Mapping[str, Array]) -> dict[str, Array]:
    """Return what complying is worth, and attack, less the same without the reverse promise."""
    rows: dict[str, Array] = {}
    for by in job.adversaries:
        if promised(job.variant, by):
            game = game_of(replace(job, unpromised=by))
            params = game.chances.values(draws)
            without = complying(game, params, draws.size, job.design.precision, by)
            attack = attacks(game, params, draws.size, job.design.precision, by=by)
            rows[f"promised.{by}"] = found[f"comply.{by}"] - without
            rows[f"promised.attack.{by}"] = found[f"attack.{by}"] - attack
    return rows


def _episodes(job: Job, draws: Draws) -> dict[str, Array]:
    course = episodes(
        game_of(job), draws, job.design.precision, job.episodes, job.discount, job.deterred
    )
    return {
        **{f"episode.{number}.attack": row for number, row in enumerate(course.attack, 1)},
        **{f"next.attack.{event}": row for event, row in course.next_attack.items()},
        **{f"next.honour.{event}": row for event, row in course.next_honour.items()},
    }


def _values(job: Job, draws: Draws, sunset: Sunset) -> Mapping[str, Array]:
    game = game_of(replace(job, sunset=sunset))
    return conduct(game, game.chances.values(draws), draws.size, job.design.precision)


def _tell(job: Job, by: str) -> Telling:
    game = game_of(job)
    middle = job.draws(1, central=True)
    deters = {name: in_middle_case(game, middle, name, by) for name in break_evens_of(job, by)}
    found: list[Equilibrium] = []
    if job.variant.resolved:
        found = several(game, game.chances.values(middle), job.design.precision, by)
    because = explain(job, by) if job.design.stories else ()
    return Telling(because, deters, len(game.tree.nodes), tuple(uncertain(job)), tuple(found))


def telling_of(rows: Mapping[str, NDArray[Any]], by: str) -> Telling:
    """Return the telling about one party that the first chunk carried."""
    row = rows[f"{TELLING}.{by}"]
    because, deters, nodes, rests_on, equilibria = json.loads(str(row[0]))
    ranges = {k: [(a, b) for a, b in v] for k, v in deters.items()}
    found = tuple(
        Equilibrium(kind, attack, values, (span[0], span[1]) if span else None)
        for kind, attack, values, span in equilibria
    )
    return Telling(tuple(because), ranges, int(nodes), tuple(rests_on), found)
