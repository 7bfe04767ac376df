"""What a sweep varied: the value of every uncertain parameter in every draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chains import doubtful, is_consequence
from foedus.deterrence.compile import Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.estimates import uncertain
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.wording import whole_law

Array = NDArray[np.float64]


def inputs(
    job: Job, chunks: Sequence[tuple[int, int]], *, every: bool = False, signing: bool = False
) -> dict[str, Array]:
    """Return, by name, the values that a sweep drew, shape (draws,), constant ones unless `every`.

    Beside the estimates of the file there is ``passing.PROCEDURE``, the chance that what answers a
    breach takes effect, were each step decided in time; with `signing` also what refusing is worth,
    on which no conduct rests but whether all sign.
    """
    game = game_of(job)
    parts = [_of_chunk(game, job, job.draws(size, number)) for number, size in chunks]
    if signing:
        for part, (number, size) in zip(parts, chunks, strict=True):
            part |= _refusing(job, job.draws(size, number))
    names = job.draws(1).in_order(parts[0])
    joined = {name: np.concatenate([part[name] for part in parts]) for name in names}
    return {name: row for name, row in joined.items() if every or np.ptp(row) > 0}


def _of_chunk(game: Game, job: Job, draws: Draws) -> dict[str, Array]:
    found = {}
    for name, estimate in uncertain(job).items():
        if whole_law(name):
            continue
        rule = game.chances.rules.get(name)
        found[name] = rule(draws) if rule is not None else draws.of(name, estimate)
    return {**found, **_passing(game, draws)}


def _refusing(job: Job, draws: Draws) -> dict[str, Array]:
    refusing = job.variant.refusing.items()
    return {f"refusing.{by}": draws.of(f"refusing.{by}", worth) for by, worth in refusing}


def _passing(game: Game, draws: Draws) -> Mapping[str, Array]:
    a, timing = game.play.arrangement, game.chances.timing
    answers = [name for name in a.procedures if is_consequence(a, name) and doubtful(a, name)]
    return {f"passing.{name}": timing.whole(name, draws) for name in answers}
