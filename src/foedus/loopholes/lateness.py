"""How late something may come: the time limits on a way, one after another or side by side.

A month is no number of days, so that how late an answer may come hangs on the day of the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

from foedus.language import Duration

AT_ONCE = Duration(0, "P0D")
MAIN = -1
"""The line of time of what no procedure does."""


class Leg(NamedTuple):
    """Something that takes time on a way.

    Parameters
    ----------
    line
        Whose time it takes: the number of a procedure, or `MAIN`.
    within
        The most that it may take, ``None`` without a limit.
    at_least
        The day, from the act on, before which it is not behind.
    by_time
        Whether the end of its limit may be what decides it.
    begins
        Whether the line begins with it: at what is then behind.
    """

    line: int
    within: Duration | None = AT_ONCE
    at_least: int = 0
    by_time: bool = False
    begins: bool = False


class Late(NamedTuple):
    """How late a way may be behind, in days from the act; ``inf`` without a limit.

    Parameters
    ----------
    days
        The days.
    overnight
        Whether it is the end of a limit that comes last.
    """

    days: float
    overnight: bool


def latest(legs: Iterable[Leg], act: date) -> Late:
    """Return how late a way may be behind where the act is done on a day.

    What is under way side by side takes no longer than the longer of it.

    Examples
    --------
    >>> month = Duration.parse("P1M")
    >>> latest([Leg(MAIN, month), Leg(MAIN, month)], date(2025, 7, 1)).days
    62.0
    >>> latest([Leg(0, month), Leg(1, month)], date(2025, 2, 1)).days
    28.0
    """
    now, lines, evenings = 0.0, dict[int, float](), set[float]()
    for leg in legs:
        began = now if leg.line == MAIN or leg.begins else lines.get(leg.line, 0.0)
        end = after(began, leg.within, act)
        lines[leg.line] = end
        if leg.by_time and leg.within is not None and leg.within.days:
            evenings.add(end)
        now = max(now, end, leg.at_least)
    return Late(now, now in evenings)


def after(days: float, within: Duration | None, act: date) -> float:
    """Return when a limit is over that begins so many days after the act."""
    if within is None or days == inf:
        return inf
    if not within.on_calendar:
        return days + within.days
    return days + within.counted_from(act + timedelta(days=days)).days


def starts(limits: Sequence[Duration | None], first: date, last: date) -> Sequence[date]:
    """Return the days of the act that are told apart: all of them where a limit is on the calendar.

    Else only the first.
    """
    if not any(limit is not None and limit.on_calendar for limit in limits):
        return (first,)
    return [first + timedelta(days=day) for day in range((last - first).days + 1)] or [first]
