"""Deaths before and after a day, where an incident has many of them at once.

Deaths do not come one by one, so that counts of them are no Poisson counts: of two incidents, one
before the day with twelve deaths and one after it with one, either might as well have come first.
What is drawn anew is the incident with the deaths that it had. Given the incidents, each fell after
the day with the same chance, whatever its size, if only their rate changed; the deaths after the
day are then a sum of independent terms, whose law is computed. Where each incident has one death,
this is the binomial of `foedus.monitor.ratios.exact_ratio` (Przyborowski & Wilenski 1940).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Sizes = NDArray[np.int64]
_GRID = 1 << 13
"""The most deaths that are told apart one by one; of more, so many parts are."""


class Sum:
    """The law of the deaths after a day, given the incidents and what each cost.

    Parameters
    ----------
    sizes
        Deaths of each incident, at least 1.

    Examples
    --------
    >>> law = Sum(np.array([12, 1]))
    >>> [round(float(p), 3) for p in (law.at_most(1, 0.5), law.at_least(12, 0.5))]
    [0.5, 0.5]
    """

    def __init__(self, sizes: Sizes) -> None:
        self.sizes, self.many = np.unique(sizes, return_counts=True)
        self.total = int(sizes.sum())
        points = 1 << self.total.bit_length()  # more than there are sums, so that none wraps round
        turns = 2j * np.pi * np.arange(points // 2 + 1) / points
        self._turned = np.exp(-np.outer(self.sizes, turns))

    def _chances(self, share: float) -> Floats:
        """Return the chance of each sum from 0 to all, if each falls after with this chance."""
        factors = 1 - share + share * self._turned
        # Of a product of thousands: by powers of each, for one falls on 0 where the share is half.
        transformed = np.prod(factors ** self.many[:, None], axis=0)
        chances = np.fft.irfft(transformed)[: self.total + 1]
        return np.asarray(np.clip(chances, 0.0, 1.0))

    def at_most(self, deaths: int, share: float) -> float:
        """Return the chance of so many deaths after the day, or fewer."""
        return float(min(1.0, self._chances(share)[: deaths + 1].sum()))

    def at_least(self, deaths: int, share: float) -> float:
        """Return the chance of so many deaths after the day, or more."""
        return float(min(1.0, self._chances(share)[deaths:].sum()))


def marked_ratio(
    before: Floats, after: Floats, days_before: float, days_after: float, level: float
) -> tuple[tuple[float, float], float]:
    """Return the interval of the ratio of two rates of deaths, and the p of their being equal.

    Parameters
    ----------
    before, after
        Deaths of each incident before the day, and from it on; those without any say nothing here,
        and a part of an incident has its part of the deaths.
    days_before, days_after
        The days that they are counted over.
    level
        The chance that the interval holds the ratio, at least.

    Examples
    --------
    >>> (low, high), p = marked_ratio(np.array([12]), np.array([1]), 31, 61, 0.95)
    >>> round(low, 3), round(high, 1), round(p, 2)
    (0.006, 19.8, 0.67)
    """
    sizes = np.concatenate([before, after])
    sizes = sizes[sizes > 0]
    if not len(sizes):
        return (0.0, math.inf), 1.0
    unit = float(sizes.sum()) / _GRID
    if (sizes % 1 == 0).all():
        unit = math.ceil(unit)

    def parts(deaths: Floats) -> Sizes:
        # Rounded up, so that no incident is lost.
        return np.ceil(deaths / unit - 1e-9).astype(np.int64)

    law = Sum(parts(sizes))
    fell = int(parts(after).sum())
    tail, offset = (1 - level) / 2, days_before / days_after

    def end(chance: str) -> float:
        share = float(
            brentq(lambda x: getattr(law, chance)(fell, x) - tail, 0.0, 1.0, xtol=1e-12, rtol=1e-10)
        )
        return share / (1 - share) * offset

    low = end("at_least") if fell else 0.0
    high = end("at_most") if fell < law.total else math.inf
    share = days_after / (days_before + days_after)
    least = min(law.at_most(fell, share), law.at_least(fell, share))
    return (low, high), float(min(1.0, 2 * least))
