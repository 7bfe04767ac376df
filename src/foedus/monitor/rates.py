"""Rates of incidents: by day, and by week against what went before.

An incident of several days is spread evenly over them, as in a finding. Counts of violence come in
bursts, so every interval is widened by the dispersion of the weekly counts (quasi-Poisson).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from foedus.figures import Figure, rounded
from foedus.monitor.sighting import Picked

Floats = NDArray[np.float64]
Counted = Literal["events", "deaths"]
BASE_WEEKS = 26
"""Weeks that a week is compared with."""
LEAST_WEEKS = BASE_WEEKS // 2
"""Weeks before one from which on it is compared with them."""
SURE = 0.9
"""Of every interval here."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week's count beside what the weeks before it led one to expect.

    `low` and `high` hold the count with a chance of `SURE` if nothing had changed; ``None`` while
    there are too few weeks to compare with, and of a last week that has fewer `days` so far.
    """

    monday: date
    count: float
    expected: float | None
    low: float | None
    high: float | None
    days: int = 7


def daily(picked: Picked, first: int, last: int, counted: Counted) -> Floats:
    """Return the count on each day from `first` to `last` (ordinals).

    Parameters
    ----------
    picked
        Rows, each with its days and its best estimate of deaths.
    first, last
        The days, as ordinals.
    counted
        Events, or deaths (rows whose deaths are not told count none).
    """
    weight = np.maximum(picked["best"], 0) if counted == "deaths" else np.ones(len(picked))
    share = weight / (picked["end"] - picked["start"] + 1)
    # What each row adds begins on its first day and ends behind its last: a sum of steps.
    steps = np.zeros(last - first + 2)
    low = np.clip(picked["start"] - first, 0, len(steps) - 1)
    high = np.clip(picked["end"] + 1 - first, 0, len(steps) - 1)
    np.add.at(steps, low, share)
    np.add.at(steps, high, -share)
    return np.round(np.cumsum(steps)[:-1], 9)


def by_week(series: Floats) -> Floats:
    """Return the count of each week of a series of days; a last part is left out."""
    return np.asarray(series[: len(series) // 7 * 7].reshape(-1, 7).sum(axis=1))


def dispersion(series: Floats) -> float:
    """Return the variance of weekly counts over their mean, at least 1.

    Examples
    --------
    >>> dispersion(np.ones(70))
    1.0
    """
    weeks = by_week(series)
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
    tail = (1 - SURE) / 2
    low = spread * gammaincinv(total / spread, tail) / days if total else 0.0
    high = spread * gammaincinv(total / spread + 1, 1 - tail) / days
    because = (
        f"{total:g} {counted} in {days:,} days",
        f"the interval holds 90 % and is widened by a dispersion of {spread:.1f}",
    )
    of = counted.removesuffix("s") if rounded(total / days, "") == "1" else counted
    return Figure(total / days, float(low), float(high), f"{of} a day", "measured", because)


def weeks(series: Floats, first: int) -> list[Week]:
    """Return the weeks of a series beside what the `BASE_WEEKS` before each led one to expect.

    Parameters
    ----------
    series
        Counts by day.
    first
        The ordinal of its first day; weeks are counted from it.
    """
    counts = by_week(series)
    found = []
    for at, count in enumerate(counts.tolist()):
        base = counts[max(0, at - BASE_WEEKS) : at]
        expected = low = high = None
        if len(base) >= LEAST_WEEKS:
            expected, low, high = _expected(base)
        found.append(Week(date.fromordinal(first + 7 * at), count, expected, low, high))
    begun = series[7 * len(counts) :]
    if found and len(begun):
        monday = date.fromordinal(first + 7 * len(counts))
        found.append(Week(monday, float(begun.sum()), None, None, None, len(begun)))
    return found


def _expected(base: Floats) -> tuple[float, float, float]:
    """Return what the next week's count is expected to be, and its interval.

    A Gamma law of the rate (Jeffreys) over a dispersed Poisson count: negative binomial.
    """
    from scipy import stats  # a second to import, and only drawings need it

    spread = max(1.0, float(base.var(ddof=1) / base.mean())) if base.mean() > 0 else 1.0
    shape, n = (float(base.sum()) + 0.5) / spread, len(base)
    law = stats.nbinom(shape, n / (n + 1))
    tail = (1 - SURE) / 2
    return float(base.mean()), spread * float(law.ppf(tail)), spread * float(law.ppf(1 - tail))
