"""Which estimates move the chance of attack most: rank correlation over the draws of a sweep."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.deter import Deterrence, chunks_of
from foedus.deterrence.flips import estimates
from foedus.deterrence.job import Job
from foedus.deterrence.measures import adversary_of
from foedus.language import Arrangement
from foedus.language.quantities import Estimate
from foedus.prospects.drivers import drivers

Array = NDArray[np.float64]


class Influence(NamedTuple):
    """How one estimate moves the chance of attack.

    Parameters
    ----------
    name
        The parameter.
    estimate
        What the file says of it.
    option
        The option under which it moves attack most.
    correlation
        Spearman's, with the chance of attack under that option.
    """

    name: str
    estimate: Estimate
    option: str
    correlation: float


def influences(arrangement: Arrangement, found: Deterrence) -> tuple[Influence, ...]:
    """Return the estimates that move attack by more than chance could, the strongest first.

    Parameters
    ----------
    arrangement
        The arrangement that was solved.
    found
        What was found of it, with its draws.
    """
    strongest: dict[str, Influence] = {}
    for name in found.options:
        job = Job(arrangement, name, found.seed)
        adversary = adversary_of(job.variant)
        gravest = job.variant.conduct[adversary].acts[-1].act
        known = dict(estimates(job.variant))
        inputs = {key: _drawn(job, key, e, found.draws) for key, e in known.items()}
        attack = found.rows[name][f"act.{adversary}.{gravest}"]
        for key, moved in drivers(inputs, attack, most=len(inputs)):
            if key not in strongest or abs(moved) > abs(strongest[key].correlation):
                strongest[key] = Influence(key, known[key], name, moved)
    return tuple(sorted(strongest.values(), key=lambda one: -abs(one.correlation)))


def _drawn(job: Job, key: str, estimate: Estimate, draws: int) -> Array:
    rows = [job.draws(size, number).of(key, estimate) for number, size in chunks_of(draws)]
    return np.concatenate(rows)
