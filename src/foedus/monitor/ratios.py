"""The rate after a day over the rate before it, with what the counts can bear.

Two answers stand beside each other. The exact one takes counts as Poisson: given all events, those
after the day are binomial, so the interval of the ratio follows from that of a share (Przyborowski
& Wilenski 1940, Biometrika 31:313; Clopper & Pearson 1934, Biometrika 26:404). Counts of violence
come in bursts and in waves, so the other fits a negative binomial regression on daily counts with
standard errors that allow for autocorrelation (HAC: Newey & West 1987, Econometrica 55:703). Where
too little was counted for that, days with anything are compared, each once, and as many fewer as
they come in waves: a burst of one day is then one day, and no change.

A count that falls all the time falls after any day. So the same regression is asked whether the
day stands out from a steady change over all of the days.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv
from scipy.stats import binom, norm, t

from foedus.monitor.marked import marked_ratio
from foedus.monitor.rates import by_week

Floats = NDArray[np.float64]
LEVEL = 0.95
LAGS = 14
"""Days over which autocorrelation is allowed for at least."""
_MOST_LIKE = 0.95
"""The correlation of weeks beyond which they are one long wave."""
_FEW = 5
"""Days with anything counted on a side below which no standard error can be estimated."""


class NoModelError(Exception):
    """The library that fits the regression is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate after a day over the rate before, with its intervals.

    Attributes
    ----------
    before, after
        The counts.
    days_before, days_after
        The days that they are counted over.
    ratio
        Of the rates; ``None`` where nothing was counted before.
    exact
        Its exact interval at `LEVEL`: events taken as Poisson, deaths as come with them
        (`foedus.monitor.marked`); infinite where nothing was counted on one side.
    p
        The chance of counts as uneven if nothing had changed, by the same law.
    robust
        The interval of the regression at `LEVEL` or, where that cannot be fitted, of the days with
        anything (`by_days`).
    why_not
        Why it cannot be.
    halves
        The counts of the first and the second half of the days before, and of those after.
    step
        The interval of the ratio on the day itself, beside a steady change over all of the days;
        ``None`` where the regression cannot be fitted.
    """

    before: float
    after: float
    days_before: int
    days_after: int
    ratio: float | None
    exact: tuple[float, float]
    p: float
    robust: tuple[float, float]
    why_not: str = ""
    halves: tuple[float, ...] = ()
    step: tuple[float, float] | None = None

    @property
    def falls(self) -> bool:
        """Whether both intervals lie below 1."""
        return max(self.exact[1], self.robust[1]) < 1

    @property
    def rises(self) -> bool:
        """Whether both intervals lie above 1."""
        return min(self.exact[0], self.robust[0]) > 1

    @property
    def may_be_steady(self) -> bool | None:
        """Whether a steady change over all of the days is in keeping with the counts as well."""
        return None if self.step is None else self.step[0] <= 1 <= self.step[1]


def exact_ratio(
    before: int, after: int, days_before: float, days_after: float
) -> tuple[tuple[float, float], float]:
    """Return the exact interval of the ratio of two Poisson rates, and the p of their being equal.

    Examples
    --------
    >>> (low, high), p = exact_ratio(64, 24, 120, 120)
    >>> round(low, 3), round(high, 3), p < 0.001
    (0.224, 0.608, True)
    """
    whole, interval = before + after, _interval(before, after, days_before / days_after)
    if not whole:
        return interval, 1.0
    share = days_after / (days_before + days_after)
    least = min(binom.cdf(after, whole, share), binom.sf(after - 1, whole, share))
    return interval, float(min(1.0, 2 * least))


def _interval(before: float, after: float, offset: float) -> tuple[float, float]:
    """Return the interval of a ratio of rates; `offset` is that of the days before and after."""
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(after, before + 1, tail)) if after else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    return low / (1 - low) * offset, high / (1 - high) * offset if high < 1 else math.inf


def spread_ratio(
    before: float, after: float, days_before: float, days_after: float
) -> tuple[tuple[float, float], float]:
    """Return as `exact_ratio` of counts that need not be whole: of the whole ones nearest to them.

    They have the same sum, as an incident of two days about the day is on one side or on the other,
    and on no more than one. Where two ways are as near, it is the widest.

    Examples
    --------
    >>> (low, high), _ = spread_ratio(10.5, 0.5, 90, 90)  # 10 and 1, or 11 and 0
    >>> round(low, 2), round(high, 2)
    (0.0, 0.7)
    """
    whole = round(before + after)
    nearest = abs(round(after) - after)
    ways = [
        exact_ratio(whole - many, many, days_before, days_after)
        for many in (math.floor(after), math.ceil(after))
        if many <= whole and abs(many - after) < nearest + 1e-6
    ]
    lows, highs = zip(*(interval for interval, _ in ways), strict=True)
    return (min(lows), max(highs)), max(p for _, p in ways)


def by_days(series: Floats, at: int) -> tuple[float, float]:
    """Return the interval of the ratio by days with anything, each of them counted once.

    Where such days follow one another they tell less: their number is divided by the inflation of
    the variance that their autocorrelation brings (Bartlett's weights, as in HAC errors).

    Examples
    --------
    >>> burst = np.zeros(180)
    >>> burst[30] = 12  # on one day
    >>> by_days(burst, 90)[1] > 30
    True
    """
    there = (series > 0).astype(np.float64)
    sides = there[:at].sum(), there[at:].sum()
    means = np.where(np.arange(len(series)) < at, sides[0] / at, sides[1] / (len(series) - at))
    off, lags = there - means, min(_lags(series), len(series) - 1)
    variance = float((off**2).sum())
    weights = 1 - np.arange(1, lags + 1) / (lags + 1)
    like = [float((off[:-lag] * off[lag:]).sum()) for lag in range(1, lags + 1)]
    inflation = max(1.0, 1 + 2 * float(weights @ like) / variance) if variance else 1.0
    before, after = (float(side) / inflation for side in sides)
    return _interval(before, after, at / (len(series) - at))


def _lags(series: Floats) -> int:
    rule: float = 4 * (len(series) / 100) ** (2 / 9)
    return max(LAGS, math.floor(rule))


def ratio(series: Floats, at: int, marks: tuple[Floats, Floats] | None = None) -> Ratio:
    """Return the rate of a series of daily counts from a day on, over the rate before.

    Parameters
    ----------
    series
        Counts by day; a row of several days is spread over them, so they need not be whole.
    at
        The number of the first day after.
    marks
        Where the counts are deaths, those of each incident before the day and from it on.
    """
    before, after = float(series[:at].sum()), float(series[at:].sum())
    days = at, len(series) - at
    if marks is None:
        interval, p = spread_ratio(before, after, *days)
    else:
        interval, p = marked_ratio(*marks, *days, LEVEL)
    robust, why_not, step = _robust(series, at)
    rates = (before / days[0], after / days[1])
    whole = rates[1] / rates[0] if before else None
    cuts = [at // 2, at, at + days[1] // 2]
    halves = tuple(float(part.sum()) for part in np.split(series, cuts))
    return Ratio(before, after, *days, whole, interval, p, robust, why_not, halves, step)


_Ends = tuple[float, float]


def _robust(series: Floats, at: int) -> tuple[_Ends, str, _Ends | None]:
    """Return an interval that allows for waves, and why the regression does not give it.

    Then that of the ratio on the day itself, beside a steady change: as much wider as its standard
    error is.
    """
    if not series[:at].any() or not series[at:].any():
        return by_days(series, at), "nothing was counted on one side of the day", None
    if min(np.count_nonzero(series[:at]), np.count_nonzero(series[at:])) < _FEW:
        why_not = f"something was counted on fewer than {_FEW} days of a side"
        return by_days(series, at), why_not, None
    days = np.arange(len(series))
    after = (days >= at).astype(np.float64)
    plain = _regressed(series, at, after)
    if plain is None:
        return by_days(series, at), "the regression does not converge", None
    effect, error = plain
    wide = max(float(norm.ppf((1 + LEVEL) / 2)) * error, by_weeks(series, at))
    ends = (math.exp(effect - wide), math.exp(effect + wide))
    beside = _regressed(series, at, after, (days - at) / len(series))
    if beside is None:
        return ends, "", None
    step, wider = beside[0], wide * beside[1] / error
    return ends, "", (math.exp(step - wider), math.exp(step + wider))


def _regressed(series: Floats, at: int, *terms: Floats) -> tuple[float, float] | None:
    """Return the effect of the first of some terms on the logarithm of the rate, and its error."""
    try:
        import statsmodels.api as sm
    except ImportError:
        raise NoModelError(
            "the interval that allows for waves needs statsmodels: pip install 'foedus[watch]'"
        ) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        family = sm.families.NegativeBinomial(alpha=_dispersion(series, at))
        model = sm.GLM(series, sm.add_constant(np.column_stack(terms)), family=family)
        given = {"maxlags": _lags(series), "use_correction": True}
        found = model.fit(cov_type="HAC", cov_kwds=given)
    effect, error = float(found.params[1]), float(found.bse[1])
    return (effect, error) if math.isfinite(effect) and math.isfinite(error) and error else None


def by_weeks(series: Floats, at: int) -> float:
    """Return how far the logarithm of the ratio may lie off, as the counts of weeks go in waves.

    HAC errors see waves that are shorter than their lags; those of months are told by how alike a
    week and the next are. The variance of weekly counts over their mean is multiplied by what an
    autoregression of the first order adds to that of a mean, (1 + r) / (1 - r); r is taken for as
    much too low as it is on average where means are estimated (Kendall 1954, Biometrika 41:403),
    and as many weeks fewer are left to Student's law.

    Examples
    --------
    >>> even = np.tile([1.0, 0, 0, 1, 0, 0, 0], 40)  # two a week, no two weeks unlike
    >>> round(by_weeks(even, 140), 2) == round(float(t.ppf(0.975, 38)) * math.sqrt(2 / 40), 2)
    True
    """
    sides = [by_week(series[:at][::-1]), by_week(series[at:])]  # from the day outwards
    off = [(weeks - weeks.mean()) / math.sqrt(weeks.mean()) for weeks in sides if weeks.any()]
    many = sum(map(len, off))
    squares = float(sum((weeks**2).sum() for weeks in off))
    if min(map(len, sides)) < _FEW or len(off) < 2:
        return 0.0
    like = 0.0
    if squares:
        found = float(sum((weeks[1:] * weeks[:-1]).sum() for weeks in off)) / squares
        like = min(_MOST_LIKE, max(0.0, (found + 2 / many) / (1 - 6 / many)))
    inflation = (1 + like) / (1 - like)
    spread = max(1.0, squares / (many - 2)) * inflation
    error = math.sqrt(spread * float(1 / series[:at].sum() + 1 / series[at:].sum()))
    return error * float(t.ppf((1 + LEVEL) / 2, max(2.0, (many - 2) / inflation)))


def _dispersion(series: Floats, at: int) -> float:
    """Return the alpha of the negative binomial by moments: variance = mean + alpha mean²."""
    means = np.where(np.arange(len(series)) < at, series[:at].mean(), series[at:].mean())
    excess = float(((series - means) ** 2 - means).sum() / (means**2).sum())
    return max(excess, 1e-6)
