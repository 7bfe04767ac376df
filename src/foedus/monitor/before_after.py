"""Did it hold from that day: what happened before it and after it, with what the counts can bear.

Two answers stand beside each other. The exact one takes counts as Poisson: given all events, those
after the day are binomial, so the interval of the ratio follows from that of a share (Przyborowski
& Wilenski 1940, Biometrika 31:313; Clopper & Pearson 1934, Biometrika 26:404). Counts of violence
come in bursts and in waves, so the other fits a negative binomial regression on daily counts with
standard errors that allow for autocorrelation (HAC: Newey & West 1987, Econometrica 55:703).
"""

from __future__ import annotations

import math
import warnings
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv
from scipy.stats import binom

from foedus.monitor.comparable import Basis, basis
from foedus.monitor.findings import Survey
from foedus.monitor.marked import marked_ratio
from foedus.monitor.parts import parts, rows_picked
from foedus.monitor.rates import daily
from foedus.monitor.sighting import Picked

Floats = NDArray[np.float64]
LEVEL = 0.95
_LAGS = 14
"""Days over which autocorrelation is allowed for at least."""
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
        The interval of the regression at `LEVEL`; ``None`` where it cannot be fitted.
    why_not
        Why it cannot be.
    """

    before: float
    after: float
    days_before: int
    days_after: int
    ratio: float | None
    exact: tuple[float, float]
    p: float
    robust: tuple[float, float] | None
    why_not: str = ""

    @property
    def falls(self) -> bool:
        """Whether every interval that there is lies below 1."""
        return max(self.exact[1], self.robust[1] if self.robust else 0.0) < 1

    @property
    def rises(self) -> bool:
        """Whether every interval that there is lies above 1."""
        return min(self.exact[0], self.robust[0] if self.robust else math.inf) > 1


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
    whole, tail, offset = before + after, (1 - LEVEL) / 2, days_before / days_after
    low = float(betaincinv(after, before + 1, tail)) if after else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    interval = (
        low / (1 - low) * offset,
        high / (1 - high) * offset if high < 1 else math.inf,
    )
    if not whole:
        return interval, 1.0
    share = days_after / (days_before + days_after)
    least = min(binom.cdf(after, whole, share), binom.sf(after - 1, whole, share))
    return interval, float(min(1.0, 2 * least))


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
        interval, p = exact_ratio(round(before), round(after), *days)
    else:
        interval, p = marked_ratio(*marks, *days, LEVEL)
    robust, why_not = _robust(series, at)
    rates = (before / days[0], after / days[1])
    whole = rates[1] / rates[0] if before else None
    return Ratio(before, after, *days, whole, interval, p, robust, why_not)


def _robust(series: Floats, at: int) -> tuple[tuple[float, float] | None, str]:
    if not series[:at].any() or not series[at:].any():
        return None, "nothing was counted on one side of the day"
    if min(np.count_nonzero(series[:at]), np.count_nonzero(series[at:])) < _FEW:
        return None, f"too few days for waves: something was counted on fewer than {_FEW} on a side"
    try:
        import statsmodels.api as sm
    except ImportError:
        raise NoModelError(
            "the interval that allows for waves needs statsmodels: pip install 'foedus[watch]'"
        ) from None
    after = (np.arange(len(series)) >= at).astype(np.float64)
    terms = sm.add_constant(after)
    lags = max(_LAGS, math.floor(4 * (len(series) / 100) ** (2 / 9)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        family = sm.families.NegativeBinomial(alpha=_dispersion(series, at))
        model = sm.GLM(series, terms, family=family)
        found = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    effect, error = float(found.params[1]), float(found.bse[1])
    if not (math.isfinite(effect) and math.isfinite(error)) or error == 0:
        return None, "the regression does not converge"
    wide = 1.959963984540054 * error  # the normal's 97.5 % point
    return (math.exp(effect - wide), math.exp(effect + wide)), ""


def _dispersion(series: Floats, at: int) -> float:
    """Return the alpha of the negative binomial by moments: variance = mean + alpha mean²."""
    means = np.where(np.arange(len(series)) < at, series[:at].mean(), series[at:].mean())
    excess = float(((series - means) ** 2 - means).sum() / (means**2).sum())
    return max(excess, 1e-6)


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is compared: which rows, what is counted of them, and the ratio."""

    of: str
    counted: str
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Comparison:
    """What happened before and after a day under a norm.

    Attributes
    ----------
    norm, on
        The norm and the day.
    parts
        What was compared.
    merged, doubles
        The same if each pair of rows that may be one event, and that nobody decided, is one; and
        how many such pairs there are.
    binds
        Whom the norm binds, by name.
    unsaid
        Of how many incidents no source says who began, and of how many in all.
    rests
        The days and the sources compared, and what is known of them.
    """

    norm: str
    on: date
    parts: tuple[Compared, ...]
    merged: tuple[Compared, ...] = ()
    doubles: int = 0
    binds: str = ""
    unsaid: tuple[int, int] = (0, 0)
    rests: Basis | None = None

    def ways(self, part: Compared) -> list[Ratio]:
        """Return the ratio of a part as the rows stand, and with unreviewed pairs as one event."""
        same = [m.ratio for m in self.merged if (m.of, m.counted) == (part.of, part.counted)]
        return [part.ratio, *same]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; what is not known is null."""
        return {
            "norm": self.norm,
            "binds": self.binds,
            "at": self.on.isoformat(),
            "incidents": self.unsaid[1],
            "incidents of which no source says who began": self.unsaid[0],
            **(self.rests.plain() if self.rests else {}),
            "level": LEVEL,
            "compared": [_plain(part) for part in self.parts],
            "if unreviewed pairs are one event": [_plain(part) for part in self.merged],
            "unreviewed pairs": self.doubles,
            "exact": "events: Poisson counts, conditional on their sum (Clopper-Pearson); deaths: "
            "each event with its deaths, conditional on the events",
            "robust": f"negative binomial, HAC errors over {_LAGS} days at least",
        }


def _plain(part: Compared) -> dict[str, Any]:
    values = {"of": part.of, "counted": part.counted, **asdict(part.ratio)}
    for name in ("exact", "robust"):
        ends = values[name]
        values[name] = [end if math.isfinite(end) else None for end in ends] if ends else None
    return values


def compared(surveyed: Survey, on: date, window: int, rests: Basis | None = None) -> list[Compared]:
    """Return what is compared of a norm's rows before and after a day.

    All events and deaths first; then events by side, kind and zone, and deaths of civilians. Every
    row that bears on the norm counts once, whatever its chance. The days before are taken as they
    were, whether the norm bound then or not: they breach nothing.

    Parameters
    ----------
    surveyed
        What the record says about the norm, its rows looked for from before the day.
    on
        The first day after.
    window
        Days on either side; fewer where the record ends.
    rests
        What the comparison rests on; by the record itself when left out.
    """
    rests = rests or basis(surveyed, on, window)
    if not all(rests.sides):
        return []
    first, last, before = rests.first, rests.first + len(rests.days) - 1, rests.sides[0]
    found = []
    for of, picked, counted in parts(rests.rows_of(surveyed)):
        if counted == "deaths" and not (picked["best"] >= 0).any():
            continue
        series = daily(picked, first, last, "deaths" if counted == "deaths" else "events")
        series = series[rests.days]
        if series.any():
            marks = _marks(picked, rests) if counted == "deaths" else None
            found.append(Compared(of, counted, ratio(series, before, marks)))
    return found


def _marks(picked: Picked, rests: Basis) -> tuple[Floats, Floats]:
    """Return the deaths of each incident before the day and from it on, spread as in the counts.

    So the deaths are those of which the ratio is taken: of a row of a month of which one day is
    compared, one day's; and one that lies on both sides is an incident on either.
    """
    fatal = picked[picked["best"] > 0]
    a_day = fatal["best"] / (fatal["end"] - fatal["start"] + 1)
    before, after = (a_day * many for many in rests.days_of(fatal))
    return before[before > 0], after[after > 0]


def unsaid(rests: Basis) -> tuple[int, int]:
    """Return of how many incidents compared no source says who began, and how many there are."""
    rows = rows_picked(rests.surveyed)
    inside = np.sum(rests.days_of(rests.surveyed.picked), axis=0) > 0
    told = (rows["a_began"].fill_null(-1) >= 0) | (rows["b_began"].fill_null(-1) >= 0)
    return int((inside & ~told.to_numpy()).sum()), int(inside.sum())
