"""When it happened: the days of a table, by the clock of the place, and the hour where it is told.

Every date is read in any form, each distinct one once. What is in UTC is moved to the place by the
time zone that the user named, else by the hour of its longitude (15 degrees an hour), which is
neutral, the same everywhere, and off by an hour or two where the law sets clocks otherwise.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from foedus.monitor.days import clock, is_a_count, is_placed, moment
from foedus.monitor.formats.columns import FROM, MINUTES, NONE, each, packed, usual_days

if TYPE_CHECKING:
    from foedus.monitor.formats.draft import Draft

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
_UTC = pl.Datetime("us", "UTC")
_ORDERED = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b|\d{4}([/.-])1[3-9]|\d{4}([/.-])[23]\d")
WHICH_DAY = " (which number is the day? Say --dates dmy or mdy; ymd or ydm if the year is first)"
WHICH_ZONE = " (an hour in UTC: which day was it there? Say --time-zone)"
WHICH_YEAR = " (of which year? Write it behind each day and month)"
_NOWHERE = "its hour is in UTC and it has no longitude: which day was it there? Say --time-zone"
WHICH_HOUR = (
    " (an hour of no zone, and much the same in all rows: is it midnight there, in UTC? Say "
    "--time-zone; else leave the hour out)"
)
EXCHANGED = (
    "a spreadsheet has probably exchanged day and month in {!r}: of what it took for dates none is "
    "above the 12th, and all that it left as text is. Take that column from its source as text"
)
FROM_WHEN = (
    " (a bare number of days: spreadsheets count them from 1900, Stata and SAS from 1960, R from "
    "1970. Write the dates)"
)
_WHICH, _WHERE, _NO_YEAR, _HOUR, _COUNT = -1, -2, -3, -4, -5
"""What stands for a date of which the order is not known, for one at an hour in UTC, where which
day that was depends on the place and the format tells days, for one without a year, for one at
an hour without a zone in such a format, and for a number of days counted from nobody knows when."""
_YEARLESS = re.compile(
    r"(\d{1,2}[ .-]{1,2}([A-Za-z]{3,9}|\d{1,2})\.?|[A-Za-z]{3,9}\.? \d{1,2})(,? \d{1,2}:\d\d.*)?$"
)
_TWO_HOURS = "the hour behind its date is in UTC, and its time of day is another one there"
Expr = pl.Expr


class _At(NamedTuple):
    """What columns tell of when: the day, the minute (-1: not told), and whether it is in UTC."""

    day: Expr
    minute: Expr
    utc: Expr


def read_days(draft: Draft, start: str, end: str = "", time: str | None = None) -> None:
    """Read the first and the last day; the last is the first where it is not told.

    Parameters
    ----------
    draft
        The table while it is read.
    start, end, time
        The things that tell them; without the last no time of day is read.
    """
    tells_hours = time is not None
    first = _days(draft, start, tells_hours=tells_hours)
    last = _days(draft, end, tells_hours=tells_hours, like=start)
    for thing in filter(draft.has, (start, end)):
        read = pl.col(f"{thing} read!")
        why = f"{draft.where[thing]!r} is not a date such as 2020-07-27"
        draft.reject(read == _WHICH, f"{why}{WHICH_DAY}")
        draft.reject(read == _NO_YEAR, f"{why}{WHICH_YEAR}")
        draft.reject(read == _HOUR, f"{why}{WHICH_HOUR}")
        draft.reject(read == _COUNT, f"{why}{FROM_WHEN}")
        if draft.together.exchanged == "surely":
            draft.reject(read.is_not_null(), EXCHANGED.format(draft.where[thing]))
        if not tells_hours:
            draft.reject(read == _WHERE, f"{why}{WHICH_ZONE}")
        draft.reject(read.is_null() | (read < 0) if thing == start else read < 0, why)
    said_start, said_end = first.day, pl.coalesce(last.day, first.day)
    if draft.has("year"):
        years = [_year(day) for day in (said_start, said_end)]
        year = draft.whole("year", None)
        draft.reject(
            (year < years[0]) | (year > years[1]),
            f"{draft.where['year']!r} is another year than that of its date",
        )
    start_day, end_day = said_start, said_end
    if tells_hours or draft.reading.zone:
        said_start, said_end = (
            draft.step("said start", said_start),
            draft.step("said end", said_end),
        )
        began = _began(draft, first, time or "")
        start_day = end_day = began.day
        if draft.has(end):
            is_that = last.day.is_null() | ((last.minute < 0) & (last.day == first.day))
            ended = _there(draft, "end", last)
            end_day = pl.when(is_that).then(start_day).otherwise(ended.day)
    start_day, end_day = draft.step("start day", start_day), draft.step("end day", end_day)
    draft.reject((start_day < EARLIEST) | (end_day > LATEST), "its date lies outside 1900 to 2100")
    draft.reject(end_day < start_day, "it ends before it begins")
    if tells_hours:
        # The hour at which days began says nothing of when among them it happened.
        draft.made["minute"] = pl.when(end_day > start_day).then(-1).otherwise(began.minute)
    said = said_start, said_end
    for name, day, told in zip(("start", "end"), (start_day, end_day), said, strict=True):
        draft.made[name], draft.made[f"said_{name}"] = day, told


def _year(day: Expr) -> Expr:
    """Return the year of a day; none of one that Polars has no date for."""
    told = pl.when((day >= EARLIEST) & (day <= LATEST)).then(day - FROM)
    return told.cast(pl.Int32).cast(pl.Date).dt.year()


def _there(draft: Draft, name: str, at: _At) -> _At:
    """Return a day and its minute by the clock of the place; only what is in UTC is moved."""
    is_moved = at.utc & (at.minute >= 0)
    if draft.reading.zone:
        # Polars fails at a time that there is none of, though its row cannot be read anyway.
        day = at.day.fill_null(FROM).clip(EARLIEST - 1, LATEST + 1) - FROM
        time = ((day * 1440 + at.minute.clip(0, 1439)).cast(pl.Int64) * 60_000_000).cast(_UTC)
        there = time.dt.convert_time_zone(draft.reading.zone).dt
        shift = (there.base_utc_offset() + there.dst_offset()).dt.total_minutes()
    else:
        east = draft.number("longitude", None)
        draft.reject(is_moved & east.is_null(), _NOWHERE)
        east = east.fill_null(0.0).fill_nan(0.0).clip(-180, 180)
        shift = ((east + 7.5) / 15).floor() * 60
    local = at.minute + pl.when(is_moved).then(shift.cast(pl.Int64)).otherwise(0)
    local = draft.step(f"{name} local", local)
    told = at.minute >= 0
    moved = pl.when(told).then(local.floordiv(1440)).otherwise(0)
    return _At(at.day + moved, pl.when(told).then(local % 1440).otherwise(-1), pl.lit(False))


def _began(draft: Draft, first: _At, time: str) -> _At:
    """Return the day and the minute at which it began there, by the hour behind its day too.

    That decides the day where it is in UTC, and then a time of day of its own can only say the
    same by the clock of the place, or by that of the day.
    """
    if not draft.has(time):
        return _there(draft, "start", first)
    own = _time(draft, time)
    decides = first.utc & (first.minute >= 0)
    is_own = (own.minute >= 0) & ~decides
    minute = pl.when(is_own).then(own.minute).otherwise(first.minute)
    there = _there(
        draft, "start", _At(first.day, minute, pl.when(is_own).then(own.utc).otherwise(first.utc))
    )
    says_more = decides & (own.minute >= 0) & (own.minute != first.minute)
    apart = (own.minute - there.minute + 720) % 1440 - 720
    # The law's clock is quarters of an hour, and seldom more than three, from the sun's.
    near = apart == 0 if draft.reading.zone else (apart % 15 == 0) & (apart.abs() <= 180)
    draft.reject(says_more & (own.utc | ~near), _TWO_HOURS)
    return _At(there.day, pl.when(says_more).then(own.minute).otherwise(there.minute), there.utc)


def _days(draft: Draft, thing: str, *, tells_hours: bool, like: str = "") -> _At:
    """Return what a column of dates tells.

    What stands in the column `like` too, which was read, is as that: most incidents are of one
    day.
    """
    if not draft.has(thing):
        return _At(pl.lit(None, dtype=pl.Int64), pl.lit(-1), pl.lit(False))
    order, hours = draft.together.order or draft.reading.dates, draft.together.hours
    may_be_moved = tells_hours or bool(draft.reading.zone)

    def read_as(text: str) -> int:
        found = moment(text, order)
        if found is None and _YEARLESS.match(text):
            return _NO_YEAR
        if found is None and is_a_count(text):
            return _COUNT
        if found is None:
            return _WHICH if not order and _ORDERED.match(text) else NONE
        if found.utc and not may_be_moved:
            return _WHERE
        is_bare = found.minute > 0 and not tells_hours and not is_placed(text)
        if is_bare and not hours:
            return _HOUR
        utc = found.utc or (is_bare and hours == "utc")
        return packed(found.day * MINUTES + found.minute + 1, utc)

    usual = None if order == "ydm" else usual_days
    said = draft.stands(thing)
    if draft.has(like):
        same = said.eq_missing(draft.stands(like))
        read = each(pl.when(~same).then(said), read_as, usual)
        read = pl.when(same).then(pl.col(f"{like} read!")).otherwise(read)
    else:
        read = each(said, read_as, usual)
    read = draft.step(f"{thing} read", read)
    day = pl.when(read >= 0).then(read // 2 // MINUTES)
    told = day.is_not_null()
    minute = pl.when(told).then(read // 2 % MINUTES - 1).otherwise(-1)
    return _At(day, minute, told & (read % 2 == 1))


def _time(draft: Draft, thing: str) -> _At:
    """Return the times of day that a column of their own tells."""

    def read_as(text: str) -> int:
        found = clock(text)
        return NONE if found is None else packed(found.minute, found.utc)

    read = draft.step(f"{thing} read", each(draft.stands(thing), read_as))
    draft.reject(read == NONE, f"{draft.where[thing]!r} is not a time of day such as 14:30")
    told = read.is_not_null() & (read >= 0)
    return _At(pl.lit(None), pl.when(told).then(read // 2).otherwise(-1), told & (read % 2 == 1))
