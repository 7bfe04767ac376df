"""On which days conduct is chosen: the same for every option that is compared."""

from __future__ import annotations

from foedus.language import NO_TIME, Arrangement, Duration, listed

_DEFAULT = (NO_TIME, Duration(60), Duration(730))


def occasions_of(arrangement: Arrangement) -> tuple[int, ...]:
    """Return the days of the occasions: those in the file, else the start, 60 days and two years.

    Of the latter only those for which there is time. Give it the arrangement without an option, so
    that all options share one agenda.
    """
    return tuple(day.days for day in _days(arrangement) if _in_time(arrangement, day))


def days_in_words(arrangement: Arrangement) -> str:
    """Return on which days conduct is chosen, and for which of those by default there is no time.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> days_in_words(read(text_of("ukraine-2025")))
    'at the start, after 60 days and after 2 years'
    """
    told = listed([_at(day) for day in _days(arrangement) if _in_time(arrangement, day)])
    if arrangement.occasions:
        return told
    late = [f"the one {_at(day)}" for day in _days(arrangement) if not _in_time(arrangement, day)]
    lies = f"; {listed(late)} would lie beyond the horizon" if late else ""
    return f"{told}, as the file names none{lies}"


def _days(a: Arrangement) -> tuple[Duration, ...]:
    return a.occasions or _DEFAULT


def _in_time(a: Arrangement, day: Duration) -> bool:
    return day.days + 1 < a.horizon.days


def _at(day: Duration) -> str:
    return f"after {day.words}" if day.days else "at the start"
