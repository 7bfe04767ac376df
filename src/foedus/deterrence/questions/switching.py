"""Switching values: where along the law of one input an option starts or stops to deter.

All else is at its middle. How far away such a value is, is said as a probability: the share of the
input's own law that lies between it and the middle. A share of a range would count what is hardly
thought possible as much as what is likely.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.estimates import quantiles, uncertain
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import DETERRED, attacks
from foedus.deterrence.wording import spoken
from foedus.figures import percent
from foedus.language.quantities import Estimate

Array = NDArray[np.float64]
_RANKS = np.linspace(0.0, 1.0, 101)
_FINE = np.linspace(0.0, 1.0, 33)


class Switch(NamedTuple):
    """A value of one input at which an option starts or stops to deter.

    Parameters
    ----------
    name, kind
        The input, and whether it is measured, judged or assumed.
    middle, value
        What it is in the middle case, and the value at which the answer changes.
    rank
        The share of the input's law that lies below that value.
    away
        The share of its law between the middle and that value.
    deters
        Where the option deters beside it: ``below`` or ``above``.
    """

    name: str
    kind: str
    middle: float
    value: float
    rank: float
    away: float
    deters: str


def switches(job: Job, by: str) -> tuple[bool, list[Switch]]:
    """Return whether the option deters in the middle case, and what changes that, nearest first.

    Parameters
    ----------
    job
        The option.
    by
        The party to be deterred.
    """
    game = game_of(job)
    central = game.chances.values(job.draws(1, central=True))
    deters = bool(attacks(game, central, 1, job.precision, by=by)[0] < DETERRED)
    found = [s for name, e in uncertain(job).items() for s in _along(job, name, e, by)]
    return deters, sorted(found, key=lambda one: one.away)


class Resting(NamedTuple):
    """What an option rests on, asked where its game is compiled.

    Parameters
    ----------
    inputs
        The estimates with a range that its game rests on, by name.
    switching
        By party to be deterred: whether it is in the middle case, and what changes that.
    """

    inputs: dict[str, Estimate]
    switching: dict[str, tuple[bool, list[Switch]]]


@np.errstate(over="ignore", invalid="ignore")  # what is no number does not deter
def resting(job: Job) -> Resting | None:
    """Return what an option rests on; nothing of no arrangement, nor of an end that is not played.

    Parameters
    ----------
    job
        The option.
    """
    if job.option is None or job.brief:
        return None
    return Resting(uncertain(job), {by: switches(job, by) for by in job.adversaries})


def _along(job: Job, name: str, estimate: Estimate, by: str) -> list[Switch]:
    held = _deterred(job, name, quantiles(job, name, estimate, _RANKS), by)
    middle = _middle(job, name, estimate)
    at_middle = float(np.interp(middle, quantiles(job, name, estimate, _RANKS), _RANKS))
    found = []
    for place in np.flatnonzero(held[1:] != held[:-1]):
        ranks = _RANKS[place] + _FINE * (_RANKS[place + 1] - _RANKS[place])
        values = quantiles(job, name, estimate, ranks)
        at = int(np.argmax(_deterred(job, name, values, by) != held[place]))
        side = "below" if held[place] else "above"
        away = abs(float(ranks[at]) - at_middle)
        value, rank = float(values[at]), float(ranks[at])
        found.append(Switch(name, estimate.kind, middle, value, rank, away, side))
    return found


def _middle(job: Job, name: str, estimate: Estimate) -> float:
    return float(replace(job.draws(1, central=True), instead={}).of(name, estimate)[0])


def _deterred(job: Job, name: str, values: Array, by: str) -> NDArray[np.bool_]:
    game = game_of(job)
    central = game.chances.values(job.draws(1, central=True))
    draws = replace(job.draws(len(values), central=True), fixed={**job.fixed, name: values})
    moved = {key: game.chances.rules[key](draws) for key in game.chances.resting_on(name)}
    chance = attacks(game, central | moved, len(values), job.precision, by=by)
    return np.asarray(chance < DETERRED)


def shortest(job: Job, by: str) -> str:
    """Return in a sentence what changes most easily whether an option deters `by`."""
    deters, found = switches(job, by)
    odds = "below" if deters else "above"
    head = f"With every estimate at its middle attack is {odds} even odds"
    if not found:
        return f"{head}; no single estimate changes that within its range"
    one = found[0]
    return (
        f"{head}; what changes that first is {spoken(job.variant, one.name)}: from "
        f"{one.middle:.2g} to {one.value:.2g}, and {percent(one.away)} of what is thought possible "
        "of it lies between"
    )
