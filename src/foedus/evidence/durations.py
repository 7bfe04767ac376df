"""Durations known to within an interval: maximum-likelihood fits of the usual families.

A parliament that approved on day 15 did so between day 15 and day 16; of others one knows only that
it was before some report. Each observation is therefore an interval, and its likelihood is the
difference of the survival function at its ends (Klein and Moeschberger, *Survival Analysis*, 2nd
ed. 2003, section 3.5). ``lifelines`` gives the same fits and is the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtri

Floats = NDArray[np.float64]
Family = Literal["weibull", "lognormal", "exponential"]


@dataclass(frozen=True, slots=True)
class DurationFit:
    """A family of durations fitted to intervals.

    Attributes
    ----------
    family
        ``weibull`` (scale, shape), ``lognormal`` (median, standard deviation of the logarithm) or
        ``exponential`` (scale).
    parameters
        In that order; scales and medians in days.
    log_likelihood
        At the maximum.
    observations
        How many intervals it rests on.
    """

    family: Family
    parameters: tuple[float, ...]
    log_likelihood: float
    observations: int

    @property
    def aic(self) -> float:
        """Akaike's information criterion; lower is better."""
        return 2 * len(self.parameters) - 2 * self.log_likelihood

    def survival(self, days: ArrayLike) -> Floats:
        """Return the chance of lasting longer than `days`, same shape."""
        return np.exp(_LOG_SURVIVAL[self.family](np.asarray(days, float), self.parameters))

    def slowest(self, quantile: ArrayLike, members: int) -> Floats:
        """Return quantiles of the slowest of `members` that are alike and independent, in days."""
        below = -np.expm1(np.log(np.asarray(quantile, float)) / members)
        return _INVERSE_SURVIVAL[self.family](below, self.parameters)


def fit_durations(earliest: ArrayLike, latest: ArrayLike, family: Family) -> DurationFit:
    """Fit a family to durations known to lie between `earliest` and `latest`, in days.

    Parameters
    ----------
    earliest, latest
        Ends of the intervals, shape (observations,); each `latest` above its `earliest`. An
        infinite `latest` says that it had not ended when last seen.
    family
        Which family.

    Raises
    ------
    ValueError
        When there is nothing to fit, or an interval is empty or starts before day 0.

    Examples
    --------
    >>> fit = fit_durations([0, 10, 20], [1, 11, 21], "exponential")
    >>> round(fit.parameters[0], 1)
    10.5
    """
    low, high = np.asarray(earliest, float), np.asarray(latest, float)
    if low.size == 0 or low.shape != high.shape:
        raise ValueError("give the two ends of at least one interval")
    if (low < 0).any() or (high <= low).any():
        bad = int(np.flatnonzero((low < 0) | (high <= low))[0])
        raise ValueError(f"interval {bad} runs from day {low[bad]:g} to day {high[bad]:g}")
    middle = np.log(np.where(np.isfinite(high), (low + high) / 2, low + 1))
    start = [float(middle.mean())] + ([0.0] if family != "exponential" else [])
    log_survival = _LOG_SURVIVAL[family]

    def misfit(theta: Floats) -> float:
        parameters = tuple(np.exp(theta))
        return -float(
            log_difference(log_survival(low, parameters), log_survival(high, parameters)).sum()
        )

    from scipy.optimize import minimize  # slow to load, and needed only where there is a fit

    found = minimize(
        misfit,
        np.array(start),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 20_000, "maxfev": 20_000},
    )
    return DurationFit(family, tuple(np.exp(found.x).tolist()), -float(found.fun), low.size)


def log_difference(above: Floats, below: Floats) -> Floats:
    """Return ``log(exp(above) - exp(below))`` without loss, for `above` at least `below`.

    Examples
    --------
    >>> log_difference(np.array([0.0]), np.array([-np.inf])).tolist()
    [0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.where(np.isneginf(below), -np.inf, below - above)
        result: Floats = above + np.log(-np.expm1(gap))
    return np.where(np.isnan(result), -1e6, np.maximum(result, -1e6))


def _log_survival_weibull(days: Floats, parameters: tuple[float, ...]) -> Floats:
    scale, shape = parameters
    result: Floats = -((days / scale) ** shape)
    return result


def _log_survival_lognormal(days: Floats, parameters: tuple[float, ...]) -> Floats:
    median, spread = parameters
    with np.errstate(divide="ignore"):
        return np.asarray(log_ndtr((np.log(median) - np.log(days)) / spread), float)


def _log_survival_exponential(days: Floats, parameters: tuple[float, ...]) -> Floats:
    result: Floats = -days / parameters[0]
    return result


_LOG_SURVIVAL: dict[Family, Callable[[Floats, tuple[float, ...]], Floats]] = {
    "weibull": _log_survival_weibull,
    "lognormal": _log_survival_lognormal,
    "exponential": _log_survival_exponential,
}


def _inverse_weibull(survival: Floats, parameters: tuple[float, ...]) -> Floats:
    scale, shape = parameters
    result: Floats = scale * (-np.log(survival)) ** (1 / shape)
    return result


def _inverse_lognormal(survival: Floats, parameters: tuple[float, ...]) -> Floats:
    median, spread = parameters
    return np.asarray(median * np.exp(-spread * ndtri(survival)), float)


_INVERSE_SURVIVAL: dict[Family, Callable[[Floats, tuple[float, ...]], Floats]] = {
    "weibull": _inverse_weibull,
    "lognormal": _inverse_lognormal,
    "exponential": lambda survival, p: _inverse_weibull(survival, (p[0], 1.0)),
}
