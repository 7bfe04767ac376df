"""A draft of the columns that an incident is read from.

Every column comes as text; what cannot be read is null, and the row keeps its place and a reason.
What is written as programs write it is read by Polars alone; the rest of a column is read with
care: dates in any form (each distinct one once, in plain Python), decimal commas, R's NA.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from foedus.monitor.days import clock, is_placed, moment
from foedus.monitor.formats.columns import (
    FROM,
    MINUTES,
    NONE,
    clean,
    each,
    errors,
    numbered,
    numbers,
    packed,
    usual_days,
    wholes,
)
from foedus.monitor.formats.common import (
    ALONE,
    COLUMNS,
    DEATHS,
    FAULT,
    FINE,
    ROW,
    TEXTS,
    Format,
    Reading,
    Together,
)
from foedus.monitor.incident import NOT_TOLD

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
MOST_DEATHS = 100_000_000
_UTC = pl.Datetime("us", "UTC")
_ORDERED = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b|\d{4}([/.-])1[3-9]|\d{4}([/.-])[23]\d")
WHICH_DAY = " (which number is the day? Say --dates dmy or mdy; ymd or ydm if the year is first)"
WHICH_ZONE = " (an hour in UTC: which day was it there? Say --time-zone)"
WHICH_YEAR = " (of which year? Write it behind each day and month)"
_NOWHERE = "its hour is in UTC and it has no longitude: which day was it there? Say --time-zone"
BELOW = (
    "row {} is another header, with columns in other places, and this stands below it: put each "
    "table into a file of its own"
)
WHICH_HOUR = (
    " (an hour of no zone, and much the same in all rows: is it midnight there, in UTC? Say "
    "--time-zone; else leave the hour out)"
)
EXCHANGED = (
    "a spreadsheet has probably exchanged day and month in {!r}: of what it took for dates none is "
    "above the 12th, and all that it left as text is. Take that column from its source as text"
)
_WHICH, _WHERE, _NO_YEAR, _HOUR = -1, -2, -3, -4
"""What stands for a date of which the order is not known, for one at an hour in UTC, where which
day that was depends on the place and the format tells days, for one without a year, and for one at
an hour without a zone in such a format."""
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


@dataclass
class Draft:
    """The columns of a table while it is read; local to that.

    Attributes
    ----------
    frame
        The table, all text.
    where
        For each thing that is read, its column.
    reading
        What the user said.
    together
        What all rows of the table tell of how to read each.
    made
        The columns of incidents so far.
    reasons
        Why rows cannot be read, the first that holds counting.
    """

    frame: pl.LazyFrame
    where: Mapping[str, str]
    reading: Reading
    together: Together = ALONE
    made: dict[str, Expr] = field(default_factory=dict)
    reasons: list[tuple[Expr, str]] = field(default_factory=list)
    cleaned: set[str] = field(default_factory=set)

    def reject(self, mask: Expr, reason: str) -> None:
        """Reject the rows in `mask` that are not rejected already."""
        self.reasons.append((mask, reason))

    def has(self, thing: str) -> bool:
        """Whether the file has a column for this."""
        return thing in self.where

    def given(self, thing: str, text: Expr) -> None:
        """Let a thing have this text, whatever column the file may have for it."""
        self.cleaned.add(thing)
        self.where = {**self.where, thing: self.where.get(thing, thing)}
        self.step(f"{thing}?", text)

    def step(self, name: str, made: Expr) -> Expr:
        """Make a column of its own of what is read, so that it is reckoned once; return it."""
        self.frame = self.frame.with_columns(made.alias(f"{name}!"))
        return pl.col(f"{name}!")

    def text(self, thing: str) -> Expr:
        """Return a column of texts, empty where it is empty; R writes NA for that."""
        if not self.has(thing):
            return pl.lit("")
        if thing not in self.cleaned:
            said = pl.col(self.where[thing])
            self.given(thing, said.map_batches(clean, pl.String, is_elementwise=True))
            broken = pl.col(f"{thing}?!").map_batches(errors, pl.Boolean, is_elementwise=True)
            self.reject(broken, f"{self.where[thing]!r} holds an error of a spreadsheet")
        return pl.col(f"{thing}?!")

    def stands(self, thing: str) -> Expr:
        """Return a column of texts as they stand in the file, null where it is empty."""
        return pl.col(f"{thing}?!" if thing in self.cleaned else self.where[thing])

    def coded(self, thing: str, meanings: Mapping[str, Any], other: Any, kind: Any) -> Expr:
        """Return a column of words as what they stand for, whatever their case."""
        if not self.has(thing) or not meanings:
            return pl.lit(other, dtype=kind)
        said = self.text(thing).str.to_lowercase()
        return told_by(said, meanings, other, kind)

    def number(self, thing: str, absent: float | None) -> Expr:
        """Return a column of numbers, `absent` where it is empty; a decimal comma is one."""
        if not self.has(thing):
            return pl.lit(absent, dtype=pl.Float64)
        said = self.stands(thing).map_batches(numbers, pl.Float64, is_elementwise=True)
        read = self.step(f"{thing} read", said)
        self.reject(read.is_nan(), f"{self.where[thing]!r} is not a number")
        return read if absent is None else self.step(thing, read.fill_null(absent))

    def whole(self, thing: str, absent: int) -> Expr:
        """Return a column of whole numbers; ``3.0``, as some programs write 3, is 3."""
        if not self.has(thing):
            return pl.lit(absent, dtype=pl.Int64)
        said = self.stands(thing).map_batches(wholes, pl.Int64, is_elementwise=True)
        read = self.step(f"{thing} read", said)
        self.reject(read == NONE, f"{self.where[thing]!r} is not a whole number")
        return self.step(thing, read.fill_null(absent))

    def read(self, form: Format) -> pl.LazyFrame:
        """Return the rows as incidents, as `finished` does."""
        for thing, text in form.given.items():
            self.given(thing, text)
        if self.together.below:
            self.reject(pl.col(ROW) > self.together.below, BELOW.format(self.together.below))
        said = self.text("id").map_batches(numbered, pl.String, is_elementwise=True)
        said = self.step("id", said)
        self.reject(said == "", "it has no id")
        self.made["id"] = said
        self.dates(*form.dates)
        self.point()
        self.deaths()
        for name in filter(self.has, TEXTS):
            self.made[name] = self.text(name)
        form.fill(self)
        return self.finished()

    def dates(self, start: str, end: str = "", time: str | None = None) -> None:
        """Read the first and the last day; the last is the first where it is not told.

        Parameters
        ----------
        start, end, time
            The things that tell them; without the last no time of day is read.
        """
        tells_hours = time is not None
        first = self._days(start, tells_hours=tells_hours)
        last = self._days(end, tells_hours=tells_hours, like=start)
        for thing in filter(self.has, (start, end)):
            read = pl.col(f"{thing} read!")
            why = f"{self.where[thing]!r} is not a date such as 2020-07-27"
            self.reject(read == _WHICH, f"{why}{WHICH_DAY}")
            self.reject(read == _NO_YEAR, f"{why}{WHICH_YEAR}")
            self.reject(read == _HOUR, f"{why}{WHICH_HOUR}")
            if self.together.exchanged == "surely":
                self.reject(read.is_not_null(), EXCHANGED.format(self.where[thing]))
            if not tells_hours:
                self.reject(read == _WHERE, f"{why}{WHICH_ZONE}")
            self.reject(read.is_null() | (read < 0) if thing == start else read < 0, why)
        said_start, said_end = first.day, pl.coalesce(last.day, first.day)
        start_day, end_day = said_start, said_end
        if tells_hours or self.reading.zone:
            said_start, said_end = (
                self.step("said start", said_start),
                self.step("said end", said_end),
            )
            began = self._began(first, time or "")
            start_day = end_day = began.day
            if self.has(end):
                is_that = last.day.is_null() | ((last.minute < 0) & (last.day == first.day))
                ended = self._there("end", last)
                end_day = pl.when(is_that).then(start_day).otherwise(ended.day)
        start_day, end_day = self.step("start day", start_day), self.step("end day", end_day)
        self.reject(
            (start_day < EARLIEST) | (end_day > LATEST), "its date lies outside 1900 to 2100"
        )
        self.reject(end_day < start_day, "it ends before it begins")
        if tells_hours:
            # The hour at which days began says nothing of when among them it happened.
            self.made["minute"] = pl.when(end_day > start_day).then(-1).otherwise(began.minute)
        said = said_start, said_end
        for name, day, told in zip(("start", "end"), (start_day, end_day), said, strict=True):
            self.made[name], self.made[f"said_{name}"] = day, told

    def _there(self, name: str, at: _At) -> _At:
        """Return a day and its minute by the clock of the place; only what is in UTC is moved."""
        is_moved = at.utc & (at.minute >= 0)
        if self.reading.zone:
            # Polars fails at a time that there is none of, though its row cannot be read anyway.
            day = at.day.fill_null(FROM).clip(EARLIEST - 1, LATEST + 1) - FROM
            time = ((day * 1440 + at.minute.clip(0, 1439)).cast(pl.Int64) * 60_000_000).cast(_UTC)
            there = time.dt.convert_time_zone(self.reading.zone).dt
            shift = (there.base_utc_offset() + there.dst_offset()).dt.total_minutes()
        else:
            east = self.number("longitude", None)
            self.reject(is_moved & east.is_null(), _NOWHERE)
            east = east.fill_null(0.0).fill_nan(0.0).clip(-180, 180)
            shift = ((east + 7.5) / 15).floor() * 60
        local = at.minute + pl.when(is_moved).then(shift.cast(pl.Int64)).otherwise(0)
        local = self.step(f"{name} local", local)
        told = at.minute >= 0
        moved = pl.when(told).then(local.floordiv(1440)).otherwise(0)
        return _At(at.day + moved, pl.when(told).then(local % 1440).otherwise(-1), pl.lit(False))

    def _began(self, first: _At, time: str) -> _At:
        """Return the day and the minute at which it began there, by the hour behind its day too.

        That decides the day where it is in UTC, and then a time of day of its own can only say the
        same by the clock of the place, or by that of the day.
        """
        if not self.has(time):
            return self._there("start", first)
        own = self._time(time)
        decides = first.utc & (first.minute >= 0)
        is_own = (own.minute >= 0) & ~decides
        minute = pl.when(is_own).then(own.minute).otherwise(first.minute)
        there = self._there(
            "start", _At(first.day, minute, pl.when(is_own).then(own.utc).otherwise(first.utc))
        )
        says_more = decides & (own.minute >= 0) & (own.minute != first.minute)
        apart = (own.minute - there.minute + 720) % 1440 - 720
        # The law's clock is quarters of an hour, and seldom more than three, from the sun's.
        near = apart == 0 if self.reading.zone else (apart % 15 == 0) & (apart.abs() <= 180)
        self.reject(says_more & (own.utc | ~near), _TWO_HOURS)
        return _At(
            there.day, pl.when(says_more).then(own.minute).otherwise(there.minute), there.utc
        )

    def _days(self, thing: str, *, tells_hours: bool, like: str = "") -> _At:
        """Return what a column of dates tells.

        What stands in the column `like` too, which was read, is as that: most incidents are of one
        day.
        """
        if not self.has(thing):
            return _At(pl.lit(None, dtype=pl.Int64), pl.lit(-1), pl.lit(False))
        order, hours = self.together.order or self.reading.dates, self.together.hours
        may_be_moved = tells_hours or bool(self.reading.zone)

        def read_as(text: str) -> int:
            found = moment(text, order)
            if found is None and _YEARLESS.match(text):
                return _NO_YEAR
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
        said = self.stands(thing)
        if self.has(like):
            same = said.eq_missing(self.stands(like))
            read = each(pl.when(~same).then(said), read_as, usual)
            read = pl.when(same).then(pl.col(f"{like} read!")).otherwise(read)
        else:
            read = each(said, read_as, usual)
        read = self.step(f"{thing} read", read)
        day = pl.when(read >= 0).then(read // 2 // MINUTES)
        told = day.is_not_null()
        minute = pl.when(told).then(read // 2 % MINUTES - 1).otherwise(-1)
        return _At(day, minute, told & (read % 2 == 1))

    def _time(self, thing: str) -> _At:
        """Return the times of day that a column of their own tells."""

        def read_as(text: str) -> int:
            found = clock(text)
            return NONE if found is None else packed(found.minute, found.utc)

        read = self.step(f"{thing} read", each(self.stands(thing), read_as))
        self.reject(read == NONE, f"{self.where[thing]!r} is not a time of day such as 14:30")
        told = read.is_not_null() & (read >= 0)
        return _At(
            pl.lit(None), pl.when(told).then(read // 2).otherwise(-1), told & (read % 2 == 1)
        )

    def one_day(self) -> None:
        """Reject rows that tell a time of day and several days."""
        if self.has("time"):
            several = self.made["end"] > self.made["start"]
            told = pl.col("time read!").is_not_null()
            self.reject(told & several, "it has a time of day and several days")

    def point(self) -> None:
        """Read latitude and longitude."""
        latitude, longitude = self.number("latitude", None), self.number("longitude", None)
        self.reject(
            (latitude.abs() > 90) | (longitude.abs() > 180), "its coordinates are out of range"
        )
        half = latitude.is_null() != longitude.is_null()
        self.reject(half, "it has one coordinate and not the other")
        self.made["latitude"], self.made["longitude"] = latitude, longitude

    def deaths(self) -> None:
        """Read deaths: best, and the range from the least to the most of the numbers given.

        Publishers split the deaths of one report over several rows and round, so that in some 4 of
        1,000 rows of GED the best estimate lies outside low to high: the range is then widened.
        """
        told = {name: self.whole(name, NOT_TOLD) for name in DEATHS}
        for name, column in told.items():
            if self.has(name):  # what is not told is kept as -1, which nobody may write
                self.reject(pl.col(f"{name} read!") < 0, "it has fewer than no deaths")
                self.reject(column > MOST_DEATHS, f"it has over {MOST_DEATHS:,} deaths")
        three = [
            pl.when(told[name] >= 0).then(told[name]).otherwise(None)
            for name in ("low", "best", "high")
        ]
        three[1] = pl.coalesce(three[1], pl.when(three[0] == three[2]).then(three[0]))
        least, most = pl.min_horizontal(three), pl.max_horizontal(three)
        # A bound is no estimate: at most 25 is 0 to 25, and at least 3 tells of no other number.
        least = (
            pl.when(pl.coalesce(three[:2]).is_null() & most.is_not_null()).then(0).otherwise(least)
        )
        most = pl.when(pl.coalesce(three[1:]).is_not_null()).then(most)
        for name, column in zip(("low", "best", "high"), (least, three[1], most), strict=True):
            self.made[name] = column.fill_null(NOT_TOLD)
        for name in ("deaths_a", "deaths_b", "civilians"):
            self.made[name] = told[name]

    def chances(self) -> None:
        """Read how sure it is what happened, and that the first side did it."""
        for name, absent in (("kind_chance", 1.0), ("a_began", None)):
            chance = self.number(name, absent)
            self.reject((chance > 1) | (chance < 0), f"{name!r} is no chance")
            self.made[name] = chance
        self.made["b_began"] = 1 - self.made["a_began"]
        self.made["a_seized"] = self.made["a_began"]

    def finished(self) -> pl.LazyFrame:
        """Return the rows as incidents, whether each is fine, and a reason where it is not."""
        columns = [
            self.made.get(name, pl.lit(absent)).cast(kind, strict=False).alias(name)
            for name, (kind, absent) in COLUMNS.items()
        ]
        masks = {f"{at}?!": mask for at, (mask, _) in enumerate(self.reasons)}
        fault = [FAULT] if FAULT in self.frame.collect_schema() else []
        frame = self.frame.select(ROW, *columns, *fault, **masks)
        texts = [why for _, why in self.reasons]
        said = pl.map_batches(
            list(masks),
            lambda found: _first_told(found, texts),
            return_dtype=pl.String,
            is_elementwise=True,
        )
        said = pl.coalesce(FAULT, said) if fault else said
        frame = frame.select(ROW, *COLUMNS, said.alias("reason"))
        return frame.with_columns(pl.col("reason").is_null().alias(FINE))


def _first_told(masks: Sequence[pl.Series], texts: Sequence[str]) -> pl.Series:
    """Return for each row the text of the first mask that holds.

    Words are made only of the masks that hold anywhere: most rows of most files are fine.
    """
    said = pl.repeat(None, len(masks[0]), dtype=pl.String, eager=True)
    for mask, text in reversed(list(zip(masks, texts, strict=True))):
        said = said.set(mask, text) if mask.any() else said
    return said


def told_by(said: Expr, meanings: Mapping[Any, Any], other: Any, kind: Any) -> Expr:
    """Return what values stand for; a few comparisons take less than looking each of them up."""
    found = pl.lit(other, dtype=kind)
    for value, meaning in meanings.items():
        found = pl.when(said == value).then(pl.lit(meaning, dtype=kind)).otherwise(found)
    return found
