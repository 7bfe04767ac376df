"""Rates of incidents: by day, by week against what went before, and where they changed.

An incident is placed on the first day on which it may have happened. Counts of violence come in
bursts, so every interval is widened by the dispersion of the weekly counts (quasi-Poisson).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from foedus.figures import Figure
from foedus.monitor.sighting import Picked

Floats = NDArray[np.float64]
Counted = Literal["events", "deaths"]
WINDOW = 120
"""Days on either side that a change is judged by."""
BASE_WEEKS = 26
"""Weeks that a week is compared with."""
LEVEL = 0.9
"""Of every interval here."""
SIMULATED = 199
"""Series without a change that a change is held against."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week's count beside what the weeks before it led one to expect.

    `low` and `high` hold the count with a chance of `LEVEL` if nothing had changed; ``None`` while
    there are too few weeks to compare with.
    """

    monday: date
    count: float
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the rate changed, with the days among which it may lie.

    `before` and `after` are rates a day over the window on either side, by what is counted; `p` is
    the chance of as large a change somewhere in a series that has none.
    """

    on: date
    earliest: date
    latest: date
    before: dict[str, float]
    after: dict[str, float]
    p: float


def daily(picked: Picked, first: int, last: int, counted: Counted) -> Floats:
    """Return the count on each day from `first` to `last` (ordinals).

    Parameters
    ----------
    picked
        Rows, each with its first day and its best estimate of deaths.
    first, last
        The days, as ordinals.
    counted
        Events, or deaths (rows whose deaths are not told count none).
    """
    weight = np.maximum(picked["best"], 0) if counted == "deaths" else np.ones(len(picked))
    at = picked["start"] - first
    inside = (at >= 0) & (at <= last - first)
    counts = np.bincount(at[inside], weights=weight[inside], minlength=last - first + 1)
    return counts.astype(np.float64)


def dispersion(series: Floats) -> float:
    """Return the variance of weekly counts over their mean, at least 1.

    Examples
    --------
    >>> dispersion(np.ones(70))
    1.0
    """
    weeks = series[: len(series) // 7 * 7].reshape(-1, 7).sum(axis=1)
    if len(weeks) < 4 or weeks.mean() == 0:
        return 1.0
    return max(1.0, float(weeks.var(ddof=1) / weeks.mean()))


def rate(series: Floats, counted: Counted) -> Figure:
    """Return the rate a day with its interval.

    Examples
    --------
    >>> rate(np.array([1.0, 0.0, 1.0, 0.0]), "events").value
    0.5
    """
    days, total, spread = len(series), float(series.sum()), dispersion(series)
    if days == 0:
        return Figure(None, unit=f"{counted} a day", because=("no day was counted",))
    # The count is taken as `spread` times a Poisson count; the ends are Garwood's exact ones.
    tail = (1 - LEVEL) / 2
    low = spread * stats.gamma.ppf(tail, total / spread) / days if total else 0.0
    high = spread * stats.gamma.ppf(1 - tail, total / spread + 1) / days
    because = (
        f"{total:g} {counted} in {days:,} days",
        f"the interval holds 90 % and is widened by a dispersion of {spread:.1f}",
    )
    return Figure(total / days, float(low), float(high), f"{counted} a day", "measured", because)


def weeks(series: Floats, first: int) -> list[Week]:
    """Return the weeks of a series beside what the `BASE_WEEKS` before each led one to expect.

    Parameters
    ----------
    series
        Counts by day.
    first
        The ordinal of its first day; weeks are counted from it, and a last part is left out.
    """
    counts = series[: len(series) // 7 * 7].reshape(-1, 7).sum(axis=1)
    found = []
    for at, count in enumerate(counts.tolist()):
        base = counts[max(0, at - BASE_WEEKS) : at]
        expected = low = high = None
        if len(base) >= BASE_WEEKS // 2:
            expected, low, high = _expected(base)
        found.append(Week(date.fromordinal(first + 7 * at), count, expected, low, high))
    return found


def _expected(base: Floats) -> tuple[float, float, float]:
    """Return what the next week's count is expected to be, and its interval.

    A Gamma law of the rate (Jeffreys) over a dispersed Poisson count: negative binomial.
    """
    spread = max(1.0, float(base.var(ddof=1) / base.mean())) if base.mean() > 0 else 1.0
    shape, n = (float(base.sum()) + 0.5) / spread, len(base)
    law = stats.nbinom(shape, n / (n + 1))
    tail = (1 - LEVEL) / 2
    return float(base.mean()), spread * float(law.ppf(tail)), spread * float(law.ppf(1 - tail))


def changes(
    picked: Picked, first: int, last: int, window: int = WINDOW, seed: int = 2015
) -> list[Change]:
    """Return the days on which the rate of events changed, in the order of their days.

    For each day the events in the `window` days before it and from it on are compared by the
    likelihood ratio of two Poisson rates against one, divided by the dispersion of the weekly
    counts about the two (a moving-sum scan, as in Eichinger & Kirch 2018, Bernoulli 24(1)). The
    largest is reported if fewer than one in ten series without a change, of the same length, rate
    and dispersion, have one as large anywhere (`SIMULATED` of them are drawn). Then the days before
    it and those from it on are looked through by themselves (binary segmentation), so that a quiet
    year is not held against the noise of a violent one. The level holds for each such look, not for
    all together. A change is then placed by the likelihood of each split of the days around it,
    with the days among which it lies at the level of `LEVEL`.

    Parameters
    ----------
    picked
        Rows.
    first, last
        The days, as ordinals.
    window
        Days on either side.
    seed
        For the simulated series.
    """
    series = daily(picked, first, last, "events")
    deaths = daily(picked, first, last, "deaths")
    found: list[Change] = []
    parts = [(0, len(series))]
    while parts:
        low, high = parts.pop()
        change = _largest(series[low:high], deaths[low:high], first + low, window, seed)
        if change is not None:
            found.append(change)
            at = change.on.toordinal() - first
            parts += [(low, at), (at, high)]
    return sorted(found, key=lambda change: change.on)


def _largest(series: Floats, deaths: Floats, first: int, window: int, seed: int) -> Change | None:
    """Return the largest change in a series, if chance seldom makes one as large."""
    if len(series) < 2 * window + 1 or not series.any():
        return None
    ratio, spread = _ratios(series, window)
    at = int(ratio.argmax())
    by_chance = _by_chance(len(series), float(series.mean()), spread, window, seed)
    p = float((1 + (by_chance >= ratio[at]).sum()) / (1 + SIMULATED))
    if p > 1 - LEVEL:
        return None
    return _change(first, at + window, window, max(1.0, spread), series, deaths, p)


def _ratios(series: Floats, window: int) -> tuple[Floats, float]:
    """Return for each day with `window` days on either side the ratio, and the usual dispersion."""
    total = np.concatenate([[0.0], np.cumsum(series)])
    days = np.arange(window, len(series) - window + 1)
    before = total[days] - total[days - window]
    after = total[days + window] - total[days]
    both = before + after
    with np.errstate(divide="ignore", invalid="ignore"):
        said = [np.where(n > 0, n * np.log(n), 0.0) for n in (before, after, both)]
    ratio = 2 * (said[0] + said[1] - said[2] + both * math.log(2))
    spread = _about(total, days, window)
    return np.maximum(ratio, 0) / spread, float(np.median(spread))


def _about(total: Floats, days: NDArray[np.int64], window: int) -> Floats:
    """Return the dispersion of weekly counts about the means of the two sides of each day."""
    weekly = total[7:] - total[:-7]
    steps = 7 * np.arange(window // 7)
    sides = [weekly[(start[:, None] + steps)] for start in (days - window, days)]
    squares = sum(side.var(axis=1) * side.shape[1] for side in sides)
    mean = sum(side.mean(axis=1) for side in sides) / 2
    freedom = 2 * (len(steps) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(mean > 0, squares / freedom / mean, 1.0)
    return np.maximum(spread, 1.0)


def _by_chance(length: int, mean: float, spread: float, window: int, seed: int) -> Floats:
    """Return the largest ratio in each of `SIMULATED` series in which nothing changes."""
    rng = np.random.default_rng(seed)
    largest = np.zeros(SIMULATED)
    for number in range(SIMULATED):
        rates = np.full(length, mean)
        if spread > 1.01:
            # Weekly rates of a Gamma law give weekly counts the wanted dispersion.
            shape, scale = 7 * mean / (spread - 1), (spread - 1) / 7
            rates = rng.gamma(shape, scale, size=length // 7 + 1).repeat(7)[:length]
        largest[number] = _ratios(rng.poisson(rates).astype(np.float64), window)[0].max()
    return largest


def _fit(counts: Floats, days: NDArray[np.int64]) -> Floats:
    """Return the log likelihood of counts at the rates that fit them best, but for a constant."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counts > 0, counts * np.log(counts / days), 0.0)


def _change(
    first: int, peak: int, window: int, spread: float, series: Floats, deaths: Floats, p: float
) -> Change:
    """Place a change by the likelihood of each split of the days around the peak of the scan."""
    low, high = max(0, peak - window), min(len(series), peak + window)
    part = series[low:high]
    splits = np.arange(7, len(part) - 6)
    total = np.concatenate([[0.0], np.cumsum(part)])
    fit = _fit(total[splits], splits) + _fit(total[-1] - total[splits], len(part) - splits)
    best = int(np.argmax(fit))
    # A split is in the set if its ratio to the best is not too small: the law of the largest of
    # two exponentials (Eo & Morley 2015, Quantitative Economics 6(2)).
    within = -2 * math.log(1 - math.sqrt(LEVEL))
    like = splits[2 * (fit[best] - fit) / spread <= within] + low
    at = int(splits[best]) + low
    rates = {}
    for name, days in (
        ("before", slice(max(0, at - window), at)),
        ("after", slice(at, at + window)),
    ):
        rates[name] = {"events": float(series[days].mean()), "deaths": float(deaths[days].mean())}
    return Change(
        on=date.fromordinal(first + at),
        earliest=date.fromordinal(first + int(like.min())),
        latest=date.fromordinal(first + int(like.max())),
        before=rates["before"],
        after=rates["after"],
        p=min(1.0, p),
    )
