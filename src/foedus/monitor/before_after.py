"""Did it hold from that day: what happened before it and after it, under a norm.

What is compared, over which days, and what is told of it; the ratio of two rates and its intervals
are in `foedus.monitor.ratios`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np

from foedus.monitor.comparable import Basis
from foedus.monitor.findings import Survey
from foedus.monitor.parts import parts, rows_picked
from foedus.monitor.rates import daily
from foedus.monitor.ratios import LAGS, LEVEL, Floats, Ratio, ratio
from foedus.monitor.sighting import Picked


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is compared: which rows, what is counted of them, and the ratio.

    Attributes
    ----------
    untold, incidents
        Of how many incidents before the day, and from it on, the deaths that are counted are not
        told, and of how many in all. Where there are any, missing deaths would pass for fewer.
    """

    of: str
    counted: str
    ratio: Ratio
    untold: tuple[int, int] = (0, 0)
    incidents: tuple[int, int] = (0, 0)

    @property
    def is_told(self) -> bool:
        """Whether what is counted is told of every incident."""
        return not any(self.untold)


class Told(NamedTuple):
    """What may be said of a part, and the widest of its intervals of the ratio of rates."""

    what: Literal["fell", "rose", "no change told", "too few to tell", "not compared"]
    low: float
    high: float


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
    doubtful
        How many of the incidents compared likelier do not count than do: they were begun by others,
        or lie elsewhere.
    bound
        The first and the last day on which the norm binds.
    labels
        Of sources of which one release was read, what its publisher calls it.
    """

    norm: str
    on: date
    parts: tuple[Compared, ...]
    merged: tuple[Compared, ...] = ()
    doubles: int = 0
    binds: str = ""
    unsaid: tuple[int, int] = (0, 0)
    rests: Basis | None = None
    doubtful: int = 0
    bound: tuple[date, date] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def bound_on(self) -> tuple[int, int] | None:
        """On how many days before the day, and from it on, of those compared the norm bound."""
        if self.bound is None or self.rests is None:
            return None
        first, last = (end.toordinal() - self.rests.first for end in self.bound)
        at = np.arange(len(self.rests.days))
        days = self.rests.days & (at >= first) & (at <= last)
        return int(days[: self.rests.at].sum()), int(days[self.rests.at :].sum())

    def ways(self, part: Compared) -> list[Ratio]:
        """Return the ratio of a part as the rows stand, and with unreviewed pairs as one event."""
        same = [m.ratio for m in self.merged if (m.of, m.counted) == (part.of, part.counted)]
        return [part.ratio, *same]

    def told(self, part: Compared) -> Told:
        """Return what is told of a part: a fall or a rise only where every interval is of one."""
        ways = self.ways(part)
        ends = [end for way in ways for end in (way.exact, way.robust)]
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        if not part.is_told:
            return Told("not compared", low, high)
        if all(way.falls for way in ways):
            return Told("fell", low, high)
        if all(way.rises for way in ways):
            return Told("rose", low, high)
        few = any(way.why_not for way in ways)
        return Told("too few to tell" if few else "no change told", low, high)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; what is not known is null."""
        return {
            "norm": self.norm,
            "binds": self.binds,
            "at": self.on.isoformat(),
            "binds from": self.bound[0].isoformat() if self.bound else None,
            "binds to": self.bound[1].isoformat() if self.bound else None,
            "days on which it bound": self.bound_on,
            "labels": dict(self.labels),
            "incidents": self.unsaid[1],
            "incidents of which no source says who began": self.unsaid[0],
            "incidents that likelier do not count": self.doubtful,
            **(self.rests.plain() if self.rests else {}),
            "level": LEVEL,
            "compared": [{**_plain(part), "told": self.told(part).what} for part in self.parts],
            "if unreviewed pairs are one event": [_plain(part) for part in self.merged],
            "unreviewed pairs": self.doubles,
            "exact": "events: Poisson counts, conditional on their sum (Clopper-Pearson); deaths: "
            "each event with its deaths, conditional on the events",
            "robust": f"negative binomial, HAC errors over {LAGS} days at least; where 'why_not' "
            "is not empty, days with anything, fewer as they come in waves",
            "step": "the ratio on the day itself beside a steady change over all of the days",
        }


def _plain(part: Compared) -> dict[str, Any]:
    values = {"of": part.of, "counted": part.counted, **asdict(part.ratio)}
    intervals = [name for name in ("exact", "robust", "step") if values[name] is not None]
    for name in intervals:
        values[name] = [end if math.isfinite(end) else None for end in values[name]]
    if not part.is_told:
        values |= dict.fromkeys(("ratio", "exact", "robust", "p", "step"))
    return values | {"incidents": part.incidents, "incidents not told of": part.untold}


def compared(surveyed: Survey, rests: Basis) -> list[Compared]:
    """Return what is compared of a norm's rows before and after a day.

    All events and deaths first; then events by side, kind and zone, and deaths of civilians. Every
    row that bears on the norm counts once, whatever its chance. The days before are taken as they
    were, whether the norm bound then or not: they breach nothing.

    Parameters
    ----------
    surveyed
        What the record says about the norm, its rows looked for from before the day.
    rests
        What the comparison rests on.
    """
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
            there = [many > 0 for many in rests.days_of(picked)]
            silent = picked["best"] < 0 if counted == "deaths" else np.zeros(len(picked), np.bool_)
            untold, incidents = (
                (int(before_.sum()), int(after_.sum()))
                for before_, after_ in ([side & silent for side in there], there)
            )
            found.append(Compared(of, counted, ratio(series, before, marks), untold, incidents))
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


def doubtful(rests: Basis) -> int:
    """Return how many of the incidents compared likelier do not count than do."""
    picked = rests.surveyed.picked
    inside = np.sum(rests.days_of(picked), axis=0) > 0
    return int((inside & (picked["chance"] < 0.5)).sum())
