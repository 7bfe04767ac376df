"""Changes of rate by another way, beside the search: their posterior probabilities, exactly.

Weekly counts are Poisson at rates that change now and then (a week in `EXPECTED` beforehand), each
rate drawn from an exponential law about the record's mean. All ways to cut the record are summed by
the recursions of Fearnhead (2006, Statistics and Computing 16:203), so that no sampling error is in
it. As in the search, the likelihood is divided by the dispersion; waves are taken for changes here
as well. Rbeast, which samples, gave other numbers from run to run under one seed, and is not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

Floats = NDArray[np.float64]
EXPECTED = 52
"""Weeks that a rate lasts on average, before anything is seen: an assumption."""


@dataclass(frozen=True)
class Posterior:
    """How likely changes are, given weekly counts.

    Attributes
    ----------
    at
        For each week the probability that a new rate begins with it.
    """

    at: Floats
    _before: Floats
    _after: Floats
    _fits: Floats

    def within(self, low: int, high: int) -> float:
        """Return the probability that at least one change lies in the weeks from one to another.

        Parameters
        ----------
        low, high
            The first and the last week that a new rate may begin with.
        """
        low, high = max(low, 1), min(high, len(self.at) - 1)
        if high < low:
            return 0.0
        # No change there: one rate from before the first of these weeks to behind the last.
        spans = (
            self._before[:low, None] + self._fits[:low, high + 1 :] + self._after[None, high + 1 :]
        )
        return float(np.clip(1 - np.exp(logsumexp(spans) - self._after[0]), 0.0, 1.0))


def posterior(weekly: Floats, spread: float) -> Posterior:
    """Return how likely changes are.

    Parameters
    ----------
    weekly
        Counts by week, n.
    spread
        Their variance over their mean.

    Examples
    --------
    >>> found = posterior(np.array([9.0] * 20 + [1.0] * 20), 1.0)
    >>> int(found.at.argmax()), found.within(18, 22) > 0.99
    (20, True)
    """
    n = len(weekly)
    fits = _fits(weekly, spread)
    before, after = np.full(n + 1, -np.inf), np.full(n + 1, -np.inf)
    before[0] = after[n] = 0.0
    for end in range(1, n + 1):
        before[end] = logsumexp(before[:end] + fits[:end, end])
    for start in range(n - 1, -1, -1):
        after[start] = logsumexp(fits[start, start + 1 :] + after[start + 1 :])
    at = np.exp(before[:n] + after[:n] - after[0])
    at[0] = 0.0
    return Posterior(at, before, after, fits)


def _fits(weekly: Floats, spread: float) -> Floats:
    """Return the log evidence of one rate from a week to before another, with its prior chance."""
    n = len(weekly)
    mean = max(float(weekly.mean()), 1 / n)
    total = np.concatenate([[0.0], np.cumsum(weekly)]) / spread
    start, end = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    weeks, counts = (end - start) / spread, total[None, :] - total[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        fit = gammaln(1 + counts) - np.log(mean) - (1 + counts) * np.log(1 / mean + weeks)
    stays, changes = np.log(1 - 1 / EXPECTED), np.log(1 / EXPECTED)
    lasting = (end - start - 1) * stays + np.where(end < n, changes, 0.0)
    return np.where(end > start, fit + lasting, -np.inf)
