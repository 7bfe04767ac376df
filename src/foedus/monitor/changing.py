"""The days on which a rate of incidents changed.

The method has no number that was chosen for a series: the weekly counts are cut where that makes
them most likely under Poisson rates, and each further cut has to earn the penalty of the Bayesian
information criterion. ``benchmarks/changes.py`` shows how often it finds a change where there is
none, and what it misses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.rates import SURE, by_week, daily
from foedus.monitor.sighting import Picked

Floats = NDArray[np.float64]
WINDOW = 120
"""Days on either side of a change over which its two rates are given."""
SHORTEST = 2
"""Weeks between two changes: one week's outburst is no new rate."""
SIMULATED = 199
"""Series without a change that each change is held against."""
_WEEK, _YEAR = 7, 52
MOST_LIKE = 0.4
"""Of the correlation of weeks with the week before, in a record of under two years."""
_CRITICAL = 52.2
"""The 97.5 % point of the statistic of `can_tell` where nothing changes (their table 1, q = 1)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the rate changed, with the days among which it may lie.

    `before` and `after` are rates a day over `days` days, or fewer where another change is nearer,
    by what is counted; `p` is the chance of as large a change somewhere between its neighbours if
    there is none.
    """

    on: date
    earliest: date
    latest: date
    before: dict[str, float]
    after: dict[str, float]
    p: float


def burstiness(weekly: Floats) -> float:
    """Return the variance of weekly counts over their mean, at least 1, whatever the rate does.

    Half the mean square of the differences of neighbours, over their mean (von Neumann 1941, Annals
    of Mathematical Statistics 12(4):367), which a few changes of rate hardly touch; taken year by
    year, and of the years the median, so that one year of very high counts does not speak for all.

    Examples
    --------
    >>> burstiness(np.array([2.0] * 9 + [6.0] * 9))
    1.0
    """
    both = weekly[1:] + weekly[:-1]
    squares = (weekly[1:] - weekly[:-1]) ** 2
    years = max(1, round(len(weekly) / _YEAR))
    parts = zip(np.array_split(squares, years), np.array_split(both, years), strict=True)
    found = [square.sum() / total.sum() for square, total in parts if total.any()]
    return max(1.0, float(np.median(found))) if found else 1.0


def cuts(weekly: Floats, spread: float, shortest: int = SHORTEST) -> list[int]:
    """Return the weeks on which a new rate begins.

    Optimal partitioning (Jackson et al. 2005, IEEE Signal Processing Letters 12(2):105) of the
    Poisson deviance over the dispersion: what PELT finds (Killick, Fearnhead & Eckley 2012, JASA
    107:1590), without its pruning, which thousands of weeks do not need. A cut adds two parameters,
    a rate and a place, and so must lower the deviance by more than 2 log n (the BIC of the R
    package `changepoint`: Killick & Eckley 2014, Journal of Statistical Software 58(3)).

    Parameters
    ----------
    weekly
        Counts by week, n.
    spread
        Their variance over their mean.
    shortest
        Weeks between two cuts, at least.

    Examples
    --------
    >>> cuts(np.array([9.0] * 20 + [1.0] * 20), 1.0)
    [20]
    """
    n = len(weekly)
    if n < 2 * shortest:
        return []
    penalty = 2 * math.log(n)
    total = np.concatenate([[0.0], np.cumsum(weekly)])
    least, before = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    least[0] = -penalty
    for end in range(shortest, n + 1):
        starts = np.arange(end - shortest + 1)
        cost = least[starts] - 2 * _fit(total[end] - total[starts], end - starts) / spread
        best = int(cost.argmin())
        least[end], before[end] = cost[best] + penalty, starts[best]
    return _back(before)


def _back(before: NDArray[np.int64]) -> list[int]:
    """Return the cuts from the last to the first that the best partition came by, in order."""
    found: list[int] = []
    at = int(before[-1])
    while at > 0:
        found.append(at)
        at = int(before[at])
    return found[::-1]


def _fit(counts: Floats, days: NDArray[np.int64]) -> Floats:
    """Return the log likelihood of counts at the rates that fit them best, but for a constant."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counts > 0, counts * np.log(counts / days), 0.0)


def changes(
    picked: Picked, first: int, last: int, window: int = WINDOW, seed: int = 2015
) -> list[Change]:
    """Return the days on which the rate of events changed, in the order of their days.

    Parameters
    ----------
    picked
        Rows.
    first, last
        The days, as ordinals; weeks are counted from the first, and a last part is left out.
    window
        Days on either side over which the rates before and after are given; it has no part in
        finding a change.
    seed
        For the simulated series.

    Notes
    -----
    `cuts` finds the weeks. A change is then placed, between its two neighbours, by the likelihood
    of each split of the days, with the days among which it lies at the level of `SURE` (Eo &
    Morley 2015, Quantitative Economics 6(2):463). Its p is from series of the same length, rate and
    dispersion in which nothing changes (negative binomial counts); that the neighbours were found
    in the same series is not allowed for.
    """
    events, deaths = (daily(picked, first, last, name) for name in ("events", "deaths"))
    counts = by_week(events)
    spread = burstiness(counts)
    bounds = [0, *cuts(counts, spread), len(counts)]
    rng = np.random.default_rng(seed)
    places = [
        _placed(events, low * _WEEK, high * _WEEK, spread)
        for low, high in zip(bounds, bounds[2:], strict=False)
    ]
    edges = [0, *(at for at, _, _ in places), len(events)]
    found = []
    for number, (at, earliest, latest) in enumerate(places, 1):
        part = counts[bounds[number - 1] : bounds[number + 1]]
        low, high = max(edges[number - 1], at - window), min(edges[number + 1], at + window)
        before, after = (
            {"events": float(events[days].mean()), "deaths": float(deaths[days].mean())}
            for days in (slice(low, at), slice(at, high))
        )
        on, since, until = (date.fromordinal(first + day) for day in (at, earliest, latest))
        p = _by_chance(part, spread, rng)
        found.append(Change(on, since, until, before, after, p))
    return found


def can_tell(weekly: Floats) -> bool:
    """Whether a change of rate stands out from waves, however long those last.

    The self-normalized statistic of Shao & Zhang (2010, Journal of the American Statistical
    Association 105:1228): the largest gap between the counts before and after a week, over how far
    the counts wander on either side of it, which grows with any correlation there is. It is asked
    of the whole record at the 97.5 % point of their table 1; a record of under two years in which
    weeks resemble the week before by more than `MOST_LIKE` is too short for it.

    Examples
    --------
    >>> can_tell(np.array([9.0, 8, 10, 9] * 20 + [1.0, 2, 0, 1] * 20))
    True
    """
    n = len(weekly)
    if n < 4 * SHORTEST or not weekly.any():
        return False
    if n < 2 * _YEAR and _alike(weekly - weekly.mean()) > MOST_LIKE:
        return False
    total = np.cumsum(weekly - weekly.mean())
    best = 0.0
    for at in range(2 * SHORTEST, n - 2 * SHORTEST + 1):
        before, after = weekly[:at], weekly[at:][::-1]
        wander = sum((np.cumsum(part - part.mean()) ** 2).sum() for part in (before, after))
        gap = total[at - 1] ** 2 * n
        best = max(best, gap / wander if wander else math.inf if gap else 0.0)
    return bool(best > _CRITICAL)


def _alike(left: Floats) -> float:
    """Return how far what is left of counts beside their mean resembles the week before."""
    return float((left[1:] * left[:-1]).sum() / (left**2).sum()) if left.any() else 0.0


def weekly_of(picked: Picked, first: int, last: int) -> Floats:
    """Return the events of each week from a day on; a last part is left out."""
    return by_week(daily(picked, first, last, "events"))


def likeness(picked: Picked, first: int, last: int, found: Sequence[Change]) -> float:
    """Return how far weeks resemble the week before, beyond the changes: their correlation.

    The BIC takes weeks as independent about their rate. Where they are not, waves of violence are
    taken for changes of rate (see ``docs/explanation/truces.md``).

    Parameters
    ----------
    picked, first, last
        As for `changes`.
    found
        What that found.
    """
    counts = weekly_of(picked, first, last)
    places = [round((change.on.toordinal() - first) / _WEEK) for change in found]
    parts = np.split(counts, places)
    left = np.concatenate([part - part.mean() for part in parts if len(part)] or [counts])
    return _alike(left) if len(left) >= 3 else 0.0


def _placed(events: Floats, low: int, high: int, spread: float) -> tuple[int, int, int]:
    """Return the likeliest day of a change among the days from `low` to `high`, and the set."""
    part = events[low:high]
    splits = np.arange(_WEEK, len(part) - _WEEK + 1)
    total = np.concatenate([[0.0], np.cumsum(part)])
    fit = _fit(total[splits], splits) + _fit(total[-1] - total[splits], len(part) - splits)
    best = int(fit.argmax())
    # A split is in the set if its ratio to the best is not too small: the law of the largest of
    # two exponentials.
    within = -2 * math.log(1 - math.sqrt(SURE))
    like = splits[2 * (fit[best] - fit) / spread <= within]
    return low + int(splits[best]), low + int(like.min()), low + int(like.max())


def _by_chance(weekly: Floats, spread: float, rng: np.random.Generator) -> float:
    """Return the share of series without a change in which the best single cut gains as much."""
    mean, shape = float(weekly.mean()), (SIMULATED, len(weekly))
    if spread > 1:
        drawn = rng.negative_binomial(mean / (spread - 1), 1 / spread, shape)
    else:
        drawn = rng.poisson(mean, shape)
    gains = _gain(np.vstack([weekly, drawn]).astype(np.float64))
    return float((1 + (gains[1:] >= gains[0]).sum()) / (1 + SIMULATED))


def _gain(series: Floats) -> Floats:
    """Return for each series, a row each, what the best single cut adds to its likelihood."""
    n = series.shape[1]
    at = np.arange(SHORTEST, n - SHORTEST + 1)
    total = np.cumsum(series, axis=1)
    left, whole = total[:, at - 1], total[:, -1:]
    fit = _fit(left, at) + _fit(whole - left, n - at)
    return np.asarray(
        fit.max(axis=1) - _fit(whole[:, 0], np.int64(n) + np.zeros(1, dtype=np.int64))
    )
