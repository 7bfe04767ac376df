"""Which parameter decides: global sensitivity of the chance of attack. Needs the extra ``sweep``.

Sobol indices by Saltelli's scheme and elementary effects by Morris's, both through SALib.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import DeterrenceError, Game
from foedus.deterrence.estimates import uncertain
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.prospects.streams import sampled

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How sensitive the chance of attack is to one parameter.

    Attributes
    ----------
    name
        The parameter.
    alone, total
        Sobol indices: share of the variance that it explains by itself, and with all that it
        interacts with; `total_error` is the half-width of the 95 % interval of the latter.
    effect
        Morris: mean absolute change of the chance of attack over steps through its range.
    """

    name: str
    alone: float
    total: float
    total_error: float
    effect: float


def sensitivities(job: Job, size: int = 64) -> list[Sensitivity]:
    """Return how sensitive the chance of attack is to every uncertain estimate, the most first.

    Parameters
    ----------
    job
        The option.
    size
        Base sample of Saltelli's scheme, a power of two; the game is solved ``size (d + 2)`` times
        for d parameters.

    Raises
    ------
    DeterrenceError
        When SALib is not installed, or nothing is uncertain.
    """
    try:
        from SALib.analyze import morris as morris_analysis
        from SALib.analyze import sobol as sobol_analysis
        from SALib.sample import morris as morris_sample
        from SALib.sample import sobol as sobol_sample
    except ImportError:
        message = "sensitivity needs SALib: install foedus with the extra 'sweep'"
        raise DeterrenceError(message) from None
    game = game_of(job)
    names = list(uncertain(job))
    if not names:
        raise DeterrenceError("nothing that the game rests on is uncertain")
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib divides by a zero variance where nothing moves
        ranks = sobol_sample.sample(problem, size, calc_second_order=False, seed=job.seed)
        sobol = sobol_analysis.analyze(
            problem, _attack(job, game, ranks), calc_second_order=False, seed=job.seed
        )
        walks = morris_sample.sample(problem, max(4, size // 4), seed=job.seed)
        morris = morris_analysis.analyze(problem, walks, _attack(job, game, walks), seed=job.seed)
    rows = zip(names, sobol["S1"], sobol["ST"], sobol["ST_conf"], morris["mu_star"], strict=True)
    found = [Sensitivity(n, *(float(np.nan_to_num(x)) for x in numbers)) for n, *numbers in rows]
    return sorted(found, key=lambda one: -one.total)


def _attack(job: Job, game: Game, ranks: Array) -> Array:
    """Return the chance of attack for each row of ranks, one rank for each estimate."""
    columns = zip(uncertain(job).items(), ranks.T, strict=True)
    fixed = {name: sampled(estimate, column) for (name, estimate), column in columns}
    draws = replace(job.draws(len(ranks), central=True), fixed={**fixed, **job.fixed})
    return attacks(game, game.chances.values(draws), len(ranks), job.precision)
