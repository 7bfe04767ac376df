"""Anchored to a record: draws weighted so that attack without an arrangement has a published rate.

Draws are situations that a file allows, and no frequencies. A reader who takes a class of cases to
be the right one may ask what follows if attack without any arrangement were as frequent as in it.
Of all weights that make it so those are taken that depart least from equal ones (in relative
entropy): they grow exponentially with the chance of an attack (Csiszar 1975, Annals of Probability
3, 146-158, theorem 3.1, with one moment). The figures without weights stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.questions.decision import Decision, decision
from foedus.deterrence.sides import DeterrenceError
from foedus.deterrence.solving import Deterrence
from foedus.evidence import RECURRENCE, Rate
from foedus.language import did_you_mean

Array = NDArray[np.float64]
_STEEPEST = 500.0
_LEAST = 20_000
"""Draws that weighted ones are laid out over at least: shares are then exact to 1 in 20,000."""


@dataclass(frozen=True)
class Anchored:
    """What the options do if attack without an arrangement is as frequent as in a class of cases.

    Attributes
    ----------
    name, rate, by
        The class, its published rate, and the party whose attack is meant.
    before
        The mean chance of its attack without an arrangement, as drawn.
    effective
        As many equally weighted draws tell as much: the square of the sum of the weights over the
        sum of their squares.
    table
        The decision table over weighted draws.
    """

    name: str
    rate: Rate
    by: str
    before: float
    effective: float
    table: Decision

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        rate = {"label": self.rate.label, "value": self.rate.value, "source": self.rate.source}
        told = {"class": self.name, "by": self.by, "before": self.before}
        return {**told, "rate": rate, "effective": self.effective, "decision": self.table.as_json()}


def anchored(found: Deterrence, name: str, tolerance: float) -> Anchored:
    """Return the decision table with draws weighted to a published rate.

    Parameters
    ----------
    found
        What was found of the options.
    name
        The class of cases, of `foedus.evidence.RECURRENCE`.
    tolerance
        As in `foedus.deterrence.decision`.

    Raises
    ------
    DeterrenceError
        When there is no such class, or no weights bring attack without an arrangement to its rate.
    """
    if name not in RECURRENCE:
        fix = did_you_mean(name, list(RECURRENCE))
        raise DeterrenceError(f"there is no class of cases {name!r}. {fix}")
    rate, chance = RECURRENCE[name], found.unguarded()
    weights = tilted(chance, rate.value)
    before, effective = float(chance.mean()), float(1 / (weights**2).sum())
    table = decision(_laid_out(found, weights, chance), tolerance)
    return Anchored(
        name, rate, found.by, before, effective, replace(table, draws=found.design.draws)
    )


def tilted(chance: Array, rate: float) -> Array:
    """Return weights that sum to 1 and give `chance` the mean `rate`, as near to equal as can be.

    Raises
    ------
    DeterrenceError
        When the rate lies outside the chances.

    Examples
    --------
    >>> tilted(np.array([0.0, 1.0]), 0.25).round(6).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import brentq  # slow to load, and needed only here

    low, high = float(chance.min()), float(chance.max())

    def weighted(steep: float) -> Array:
        raised = np.exp(steep * (chance - (high if steep > 0 else low)))
        return np.asarray(raised / raised.sum())

    def apart(steep: float) -> float:
        return float(weighted(steep) @ chance) - rate

    if not apart(-_STEEPEST) < 0 < apart(_STEEPEST):
        raise DeterrenceError(
            f"no weights give attack without an arrangement the rate {rate:.2f}: in the draws its "
            f"chance lies between {low:.2f} and {high:.2f}. Vary what it rests on (--vary), or "
            "take another class"
        )
    return weighted(brentq(apart, -_STEEPEST, _STEEPEST, xtol=1e-12))


def _laid_out(found: Deterrence, weights: Array, chance: Array) -> Deterrence:
    """Return the same over draws repeated by their weights, evenly spaced along their sum.

    In the order of `chance`, whose mean is then off by no more than one draw of all.
    """
    size = max(_LEAST, found.design.draws)
    order = np.argsort(chance, kind="stable")
    at = np.searchsorted(np.cumsum(weights[order]), (np.arange(size) + 0.5) / size)
    places = order[np.minimum(at, len(weights) - 1)]

    def laid(row: Mapping[str, Array]) -> dict[str, Array]:
        return {key: row[key][places] for key in row if len(row[key]) == found.design.draws}

    rows = {name: laid(row) for name, row in found.rows.items()}
    return replace(found, rows=rows, bare=laid(found.bare))
