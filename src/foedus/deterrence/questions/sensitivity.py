"""Which input decides: global sensitivity of the chance of attack. Needs the extra ``sweep``.

Sobol indices by Saltelli's scheme and elementary effects by Morris's, both through SALib. What is
varied are the streams that a sweep draws from, so that inputs are correlated, ballots fall and laws
are followed as they are there; what moves together (a group of stakes, all honouring) is one input.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.sides import DeterrenceError
from foedus.deterrence.wording import spoken

Array = NDArray[np.float64]
ERROR = 0.05
"""The sample grows until no total index has a half-width of its 95 % interval as large as this."""
_FIRST, MOST = 64, 8192
_TRAJECTORIES = 32


class Sensitivity(NamedTuple):
    """How sensitive the chance of attack is to one input.

    Parameters
    ----------
    name
        The stream: a parameter, what parameters share (``honour``, ``group:...``), the ``state of
        affairs`` in which ballots fall, or ``vary:...`` for what was varied by hand.
    called
        What it is in words.
    alone, total
        Sobol indices: share of the variance that it explains by itself, and with all that it
        interacts with.
    error
        The half-width of the 95 % interval of the latter.
    effect
        Morris: mean absolute change of the chance of attack over steps through its range, in
        standard deviations of the one for a standard deviation of the other.
    """

    name: str
    called: str
    alone: float
    total: float
    error: float
    effect: float


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """The inputs, the most important first, and the base sample that they were found with."""

    rows: tuple[Sensitivity, ...]
    size: int

    @property
    def error(self) -> float:
        """The largest error of a total index."""
        return max(row.error for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """Return the indices as plain data."""
        rows = [row._asdict() for row in self.rows]
        return {"size": self.size, "error": self.error, "inputs": rows}


def sensitivities(job: Job, most: int = MOST) -> Sensitivities:
    """Return how sensitive the chance of attack is to every uncertain input.

    Parameters
    ----------
    job
        The option.
    most
        The largest base sample of Saltelli's scheme, a power of two; the game is solved
        ``size (d + 2)`` times for d inputs.

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
    names = streams(job)
    if not names:
        raise DeterrenceError("nothing that the game rests on is uncertain")
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    attack, size = _attack(job, names), _FIRST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib divides by a zero variance where nothing moves
        while True:
            ranks = sobol_sample.sample(
                problem, size, calc_second_order=False, seed=job.design.seed
            )
            sobol = sobol_analysis.analyze(
                problem, attack(ranks), calc_second_order=False, seed=job.design.seed + 1
            )  # 0 would seed nothing
            if size >= most or np.nanmax(sobol["ST_conf"]) < ERROR:
                break
            size *= 2
        walks = morris_sample.sample(problem, _TRAJECTORIES, seed=job.design.seed)
        effects = morris_analysis.analyze(
            problem, walks, attack(walks), scaled=True, seed=job.design.seed
        )["mu_star"]
    columns = zip(names, sobol["S1"], sobol["ST"], sobol["ST_conf"], effects, strict=True)
    rows = [
        Sensitivity(name, spoken(job.variant, name), *(float(np.nan_to_num(x)) for x in numbers))
        for name, *numbers in columns
    ]
    return Sensitivities(tuple(sorted(rows, key=lambda one: -one.total)), size)


class _Heard(dict[str, Array]):
    """Remembers which streams were asked for, and has none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def __contains__(self, name: object) -> bool:
        self.names[str(name)] = None
        return False


def streams(job: Job) -> list[str]:
    """Return the names of the streams that move some parameter of a job's game."""
    rules, heard = game_of(job).chances, _Heard()
    rules.values(replace(job.draws(1), ranks=heard))

    def at(ranks: dict[str, float]) -> Array:
        given = {name: np.array([rank]) for name, rank in ranks.items()}
        values = rules.values(replace(job.draws(1), ranks=given))
        return np.array([float(np.ravel(row)[0]) for row in values.values()])

    low = dict.fromkeys(job.draws(1).in_order(heard.names), 0.05)
    start = at(low)
    return [name for name in low if (at({**low, name: 0.95}) != start).any()]


def _attack(job: Job, names: list[str]) -> Callable[[Array], Array]:
    """Return what gives the chance of attack for each row of ranks, one for each stream."""
    game = game_of(job)

    def attack(ranks: Array) -> Array:
        given = dict(zip(names, ranks.T, strict=True))
        draws = replace(job.draws(len(ranks)), ranks=given)
        params = game.chances.values(draws)
        return attacks(game, params, len(ranks), job.design.precision, by=job.deterred)

    return attack
