"""How long a duration is from a given day: months and years run on the calendar.

Half a year's notice that is given on 31 August ends on the last day of February, whatever day the
arrangement starts on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from foedus.language import Duration

Span = Callable[[int], int]
"""From the day on which something begins, counted from the start, to its last day."""


def span(duration: Duration, start: date) -> Span:
    """Return the last day of a duration by the day from which it runs.

    Parameters
    ----------
    duration
        The duration.
    start
        The date of day 0.

    Examples
    --------
    >>> half = span(Duration.parse("P6M"), date(2025, 3, 1))
    >>> half(0), half(183)  # from 1 March to 1 September; from 31 August to 28 February
    (184, 364)
    >>> half(-1_000_000) < 0  # what began so long ago has ended, on whatever day
    True
    """
    days = duration.days
    if not duration.on_calendar:
        return lambda since: since + days

    first = date.min.toordinal() - start.toordinal()

    @cache
    def last(since: int) -> int:
        if since < first:  # so long ago, as a search has it, that no calendar knows the day
            return since + days
        return since + duration.counted_from(start + timedelta(days=since)).days

    return last


def begun(run: Span | None, day: int, *, over: bool) -> int:
    """Return the day that a period is counted from which begins on a day, or as that day ends.

    The day itself does not count: what begins as it ends has the next day as its first, and that
    one at least.

    Examples
    --------
    >>> three = span(Duration.parse("P3D"), date(2025, 3, 1))
    >>> three(begun(three, 15, over=False)), three(begun(three, 15, over=True))
    (18, 18)
    >>> none = span(Duration.parse("P0D"), date(2025, 3, 1))
    >>> none(begun(none, 15, over=False)), none(begun(none, 15, over=True))
    (15, 16)
    """
    return day + 1 if over and run is not None and run(day) == day else day


def lengths(duration: Duration, start: date, until: int) -> tuple[int, int]:
    """Return the fewest and the most days that a duration may have, begun by the day `until`.

    Examples
    --------
    >>> lengths(Duration.parse("P1M"), date(2025, 1, 1), 365)
    (28, 31)
    """
    if not duration.on_calendar:
        return duration.days, duration.days
    last = span(duration, start)
    found = [last(since) - since for since in range(until + 1)]
    return min(found), max(found)
