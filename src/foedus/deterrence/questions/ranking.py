"""At which cost of what is threatened the ranking of the options is another.

Nobody can say what a nuclear war would cost a decision-maker. So the cost is not defended but
varied, for one party at a time, over five orders of magnitude, with everything else as it is drawn.
Between two of the costs that are tried the one at which two options are level is solved for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
_PARTS = 11
"""Costs that are tried at once between two at which the ranking differs."""
_APART = 0.01
"""Chances of attack that differ by less are not ranked."""


class Reversal(NamedTuple):
    """Two options that change places.

    Parameters
    ----------
    party, label
        Whose cost, and of what.
    cost, middle
        The nearest cost at which they do, solved for, and what the file has in the middle, in
        prizes.
    better, worse
        The option that deters better as the file stands, and worse beyond that cost.
    by
        Whose attack they deter.
    side
        Where they are the other way round: ``above`` or ``below`` that cost.
    """

    party: str
    label: str
    cost: float
    middle: float
    better: str
    worse: str
    by: str
    side: str


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
            rows = {option: (job, _along(job, name)) for option, job in jobs}
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
    return np.concatenate(([drawn.mean()], _held(job, name, COSTS)))


def _held(job: Job, name: str, costs: Array) -> Array:
    """Return the mean chance of attack with a cost held at each of some values."""
    game, draws = game_of(job), job.draws(min(BREAK_EVEN_DRAWS, job.design.draws))
    if name not in game.chances.rules:  # the option has no such threat
        drawn = game.chances.values(draws)
        mean = attacks(game, drawn, draws.size, job.design.precision, by=job.deterred).mean()
        return np.full(len(costs), mean)
    held = along(game, draws, name, -costs, job.design.precision, job.deterred)
    return np.asarray(held.mean(axis=1))


def _reversed(
    by: str, party: str, threat: Coercion, rows: dict[str, tuple[Job, Array]]
) -> Iterator[Reversal]:
    middle, name = -threat.worth[party].middle, f"stakes.{party}.{threat.label}"
    for one, other in combinations(rows, 2):
        (job, mine), (against, theirs) = rows[one], rows[other]
        apart = mine - theirs
        if abs(apart[0]) < _APART:
            continue
        sign = np.sign(apart[0])

        def ahead(
            costs: Array, job: Job = job, against: Job = against, sign: float = sign
        ) -> Array:
            return np.asarray(sign * (_held(job, name, costs) - _held(against, name, costs)))

        ends = list(_turns(sign * apart[1:]))
        if ends:
            found = [(_crossing(ahead, low, high, side), side) for low, high, side in ends]
            cost, side = min(found, key=lambda one: abs(np.log(one[0] / max(middle, 1e-3))))
            better, worse = (one, other) if sign < 0 else (other, one)
            yield Reversal(party, threat.label, cost, middle, better, worse, by, side)


def _turns(ahead: Array) -> Iterator[tuple[float, float, str]]:
    """Yield the costs between which a ranking turns, and on which side of it it is turned.

    Stretches of `COSTS` in which it is turned count if it is so by `_APART` somewhere in them.
    """
    turned = np.concatenate(([False], ahead < 0, [False]))
    starts, stops = (
        np.flatnonzero(turned[1:] & ~turned[:-1]),
        np.flatnonzero(turned[:-1] & ~turned[1:]),
    )
    for start, stop in zip(starts, stops, strict=True):
        if ahead[start:stop].min() <= -_APART:
            if start > 0:
                yield float(COSTS[start - 1]), float(COSTS[start]), "above"
            if stop < len(COSTS):
                yield float(COSTS[stop - 1]), float(COSTS[stop]), "below"


def _crossing(ahead: Callable[[Array], Array], low: float, high: float, side: str) -> float:
    """Return the cost between two at which two options are level, to a millionth of it."""
    while high - low > 1e-6 * high:
        costs = np.linspace(low, high, _PARTS)
        turned = ahead(costs) < 0
        at = max(1, int(np.argmax(turned if side == "above" else ~turned)))
        low, high = float(costs[at - 1]), float(costs[at])
    return high
