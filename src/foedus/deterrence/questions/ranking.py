"""At which cost of what is threatened the ranking of the options is another.

Nobody can say what a nuclear war would cost a decision-maker. So the cost is not defended but
varied, for one party at a time, over five orders of magnitude, with everything else as it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.job import BREAK_EVEN_DRAWS, Job, game_of
from foedus.deterrence.measures import along, attacks
from foedus.deterrence.solving import Deterrence
from foedus.language import Coercion

Array = NDArray[np.float64]
COSTS = np.concatenate(([0.0], np.geomspace(0.01, 100, 17)))
"""Costs that are tried, in prizes."""
_APART = 0.01
"""Chances of attack that differ by less are not ranked."""


class Reversal(NamedTuple):
    """Two options that change places.

    Parameters
    ----------
    party, label
        Whose cost, and of what.
    cost, middle
        The nearest cost at which they do, and what the file has in the middle, in prizes.
    better, worse
        The option that deters better as the file stands, and worse at that cost.
    by
        Whose attack they deter.
    """

    party: str
    label: str
    cost: float
    middle: float
    better: str
    worse: str
    by: str


@np.errstate(over="ignore", invalid="ignore")
def reversals(found: Deterrence) -> list[Reversal]:
    """Return which options change places, at which cost to whom; empty where nothing is threatened.

    Options are ranked by the mean chance of attack over the first 100 draws, or as many as
    there are, the same for all.
    """
    told: list[Reversal] = []
    for by in found.adversaries:
        jobs = found.about(by).jobs.items()
        for party, threat in threatened(found):
            name = f"stakes.{party}.{threat.label}"
            rows = {option: _along(job, name) for option, job in jobs}
            told += _reversed(by, party, threat, rows)
    return told


def threatened(found: Deterrence) -> list[tuple[str, Coercion]]:
    """Return whom a threat could cost something, by the file without its options."""
    whole = next(iter(found.jobs.values())).arrangement
    return [(party, threat) for threat in whole.coercion.values() for party in threat.worth]


def _along(job: Job, name: str) -> Array:
    """Return the mean chance of attack, first as drawn and then at each of `COSTS`."""
    game, draws = game_of(job), job.draws(min(BREAK_EVEN_DRAWS, job.design.draws))
    drawn = attacks(
        game, game.chances.values(draws), draws.size, job.design.precision, by=job.deterred
    )
    if name not in game.chances.rules:
        return np.full(1 + len(COSTS), drawn.mean())
    held = along(game, draws, name, -COSTS, job.design.precision, job.deterred)
    return np.concatenate(([drawn.mean()], held.mean(axis=1)))


def _reversed(by: str, party: str, threat: Coercion, rows: dict[str, Array]) -> Iterator[Reversal]:
    middle = -threat.worth[party].middle
    away = np.abs(np.log(np.maximum(COSTS, 1e-3) / max(middle, 1e-3)))
    for one, other in combinations(rows, 2):
        apart = rows[one] - rows[other]
        if abs(apart[0]) < _APART:
            continue
        turned = (np.sign(apart[1:]) == -np.sign(apart[0])) & (np.abs(apart[1:]) >= _APART)
        if turned.any():
            cost = float(COSTS[np.argmin(np.where(turned, away, np.inf))])
            better, worse = (one, other) if apart[0] < 0 else (other, one)
            yield Reversal(party, threat.label, cost, middle, better, worse, by)
