"""What it would be worth to know roughly what an input is before an option is chosen.

The option is chosen under which attack is least likely on average. Whoever knew in which tenth of
its draws the input lies could choose anew for each. How much less likely attack would then be is
the expected value of information (Raiffa and Schlaifer 1961, chapter 4), in chances of an attack.
It is read off draws that are sorted into groups of equal size by the input; that the least of noisy
means is too low is corrected by what comes out when the input is shuffled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.estimates import costs_of_war
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.solving import Deterrence

Array = NDArray[np.float64]
_GROUPS = 10
_FEWEST = 20
_SHUFFLES = 50


class Knowing(NamedTuple):
    """What it is worth to know one input.

    Parameters
    ----------
    name
        The input.
    option, now
        The option under which attack is least likely on average, and its mean chance there.
    known
        The mean chance if the option could be chosen knowing the input.
    worth
        The difference, never below zero.
    other
        The share of situations in which another option would then be chosen.
    parts
        How closely it is known: in which of so many parts of its draws, equally large, it lies.
    """

    name: str
    option: str
    now: float
    known: float
    worth: float
    other: float
    parts: int


def knowing(found: Deterrence) -> tuple[Knowing, ...]:
    """Return what it is worth to know what an attack costs each party that is to be deterred.

    Empty where nothing is to be chosen, or draws are too few to sort (fewer than 40).
    """
    if len(found.options) < 2 or found.design.draws < 2 * _FEWEST or found.unsolved:
        return ()
    told = []
    for by in found.adversaries:
        chances = {name: found.attack(name, by) for name in found.options}
        for name in costs_of_war(found.nothing.variant, by):
            drawn = (inputs(job, found.design.chunks).get(name) for job in found.jobs.values())
            value = next((row for row in drawn if row is not None), None)
            if value is not None:
                told.append(worth_of(name, value, chances, found.design.seed))
    return tuple(told)


def worth_of(name: str, value: Array, chances: Mapping[str, Array], seed: int) -> Knowing:
    """Return what it is worth to know in which part of its draws an input lies.

    Parameters
    ----------
    name, value
        The input, and its value in each draw, shape (draws,).
    chances
        By option: the chance of an attack, shape (draws,).
    seed
        Of the shuffles.

    Examples
    --------
    >>> x = np.linspace(0, 1, 400)
    >>> one = worth_of("x", x, {"a": (x > 0.5) * 1.0, "b": (x < 0.5) * 1.0}, 0)
    >>> round(one.now, 6), round(one.worth, 2), round(one.other, 2)
    (0.5, 0.44, 0.5)
    """
    rows, options = np.stack([*chances.values()]), list(chances)
    best = int(rows.mean(axis=1).argmin())
    groups = min(_GROUPS, len(value) // _FEWEST)
    least, taken = _least(rows, np.argsort(value, kind="stable"), groups)
    rng = np.random.default_rng([seed, 5])
    shuffled = [_least(rows, rng.permutation(len(value)), groups)[0] for _ in range(_SHUFFLES)]
    now = float(rows.mean(axis=1)[best])
    luck = now - float(np.mean(shuffled))
    worth = max(0.0, now - least - luck)
    other = float(np.mean(taken != best)) if worth > 0 else 0.0
    return Knowing(name, options[best], now, now - worth, worth, other, groups)


def _least(rows: Array, order: NDArray[np.int64], groups: int) -> tuple[float, NDArray[np.int64]]:
    """Return the mean of the least mean in each group, and by draw which option has it."""
    taken = np.empty(len(order), np.int64)
    total = 0.0
    for part in np.array_split(order, groups):
        means = rows[:, part].mean(axis=1)
        taken[part] = means.argmin()
        total += float(means.min()) * len(part)
    return total / len(order), taken
