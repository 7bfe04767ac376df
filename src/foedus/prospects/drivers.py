"""Which of the uncertain things a figure turns on most, read off the draws themselves."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from foedus.prospects.streams import Array


class Driver(NamedTuple):
    """One uncertain input, and how closely the outcome follows it.

    Attributes
    ----------
    name
        The input, in a few words.
    rank_correlation
        Spearman's, over the draws: 1 when a higher input always means a higher outcome.
    """

    name: str
    rank_correlation: float


_BY_CHANCE = 0.01
"""How likely any of all that are looked at is returned though the outcome follows none."""

_SPREAD = 1.06
"""Variance of Fisher's transform of Spearman's correlation, times draws less 3 (Fieller, Hartley
and Pearson, "Tests for rank correlation coefficients", Biometrika 44, 1957, pp. 470-481)."""


def drivers(
    inputs: Mapping[str, Array], outcome: Array, most: int = 5, looked_at: int | None = None
) -> tuple[Driver, ...]:
    """Return the inputs that the outcome follows most closely, the closest first.

    Parameters
    ----------
    inputs
        Draws of each uncertain input, shape (draws,).
    outcome
        What came of each draw, shape (draws,).
    most
        How many to return at most. Those that chance alone could explain are left out.
    looked_at
        Among how many the closest are looked for, where more are than these: of many, one follows
        by chance what none would follow alone (Bonferroni).

    Examples
    --------
    >>> draws = np.linspace(0, 1, 100)
    >>> drivers({"a": draws, "b": draws % 0.1}, 1 - draws, most=1)
    (Driver(name='a', rank_correlation=-1.0),)
    """
    found = [Driver(name, _spearman(draws, outcome)) for name, draws in inputs.items()]
    tests = max(looked_at or len(inputs), 1)
    errors = NormalDist().inv_cdf(1 - _BY_CHANCE / 2 / tests)
    noise = np.tanh(errors * np.sqrt(_SPREAD / max(len(outcome) - 3, 1)))
    kept = [driver for driver in found if abs(driver.rank_correlation) > noise]
    kept.sort(key=lambda driver: -abs(driver.rank_correlation))
    return tuple(kept[:most])


def _spearman(one: Array, other: Array) -> float:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return round(float(np.corrcoef(_ranks(one), _ranks(other))[0, 1]), 12)


def _ranks(values: Array) -> Array:
    """Return the rank of each value; equal values share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(count) - (count - 1) / 2)[place]
    return ranks
