"""What the formats share: a draft of the columns that an incident is read from.

Every column comes as text; what cannot be read is null, and the row keeps its place and a reason.
Dates repeat, so each distinct one is read once, in plain Python; numbers are read as they stand,
and once more, with care, only where one of them cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from foedus.monitor.days import Order, clock, moment, order_of, tells_no_order
from foedus.monitor.incident import KINDS, NOT_TOLD

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
MOST_DEATHS = 100_000_000
ROW, FAULT, RAW = "_row", "_fault", "_raw"
"""What a table has beside its own columns: the number of each row in the file, and, where there are
any, why a line is no row and its text."""
HASH, FINE = "_hash", "_fine"
"""What rows as read have beside theirs: a hash of what was read of one, and whether it counts."""
_SAMPLE = 1000
"""Rows whose dates tell in which way a column writes them."""
_ORDERED = r"^\d{1,2}/\d{1,2}/\d{2,4}\b"
BIT = {kind: 1 << at for at, kind in enumerate(KINDS)}
"""The kinds of a row are kept as the sum of these: a battle that takes ground is two things."""
TEXTS = ("country", "unit", "subunit", "place", "side_a", "side_b", "weapon")
DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "civilians")
Expr = pl.Expr


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: its format, and what the user said of it.

    Parameters
    ----------
    format
        The name of the format.
    dates
        ``dmy`` or ``mdy`` where the file does not tell.
    zone
        The time zone of the places, for times in UTC.
    mapping
        The text of the mapping file, where there is one.
    """

    format: str
    dates: Order = ""
    zone: str = ""
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that people hold.

    Parameters
    ----------
    name
        The id of the source that it is the format of.
    title
        Its name in English.
    silent_on
        What a source of this format does not record, in a sentence: printed beside its counts.
    columns
        For each thing that is read, the names its column may have.
    needed
        Things without which a file is not of this format.
    marks
        Columns by which a header is recognised: all of one of these sets must be there.
    fill
        Reads the columns into a draft.
    kinds
        The kinds of incident that it can tell of at all.
    header
        Its columns, where its tables come without any.
    """

    name: str
    title: str
    silent_on: str
    columns: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    marks: Sequence[frozenset[str]]
    fill: Callable[[Draft], None]
    kinds: frozenset[str]
    header: tuple[str, ...] = ()

    def places(self, header: Sequence[str]) -> dict[str, str]:
        """Return for each thing that is read the column it stands in, by any of its names."""
        there = set(header)
        found = {
            thing: next((name for name in names if name in there), "")
            for thing, names in self.columns.items()
        }
        return {thing: name for thing, name in found.items() if name}


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
    made
        The columns of incidents so far.
    reasons
        Why rows cannot be read, the first that holds counting.
    """

    frame: pl.LazyFrame
    where: Mapping[str, str]
    reading: Reading
    header: Sequence[str] = ()
    made: dict[str, Expr] = field(default_factory=dict)
    reasons: list[tuple[Expr, str]] = field(default_factory=list)

    def reject(self, mask: Expr, reason: str) -> None:
        """Reject the rows in `mask` that are not rejected already."""
        self.reasons.append((mask, reason))

    def has(self, thing: str) -> bool:
        """Whether the file has a column for this."""
        return thing in self.where

    def __post_init__(self) -> None:
        said = {thing: pl.col(name).str.strip_chars() for thing, name in self.where.items()}
        cleaned = [
            pl.when(text.is_null() | (text == "NA"))
            .then(pl.lit(""))
            .otherwise(text)
            .alias(f"{thing}?")
            for thing, text in said.items()
        ]
        self.frame = self.frame.with_columns(cleaned)

    def given(self, thing: str, text: Expr) -> None:
        """Let a thing have this text, whatever column the file may have for it."""
        self.frame = self.frame.with_columns(text.alias(f"{thing}?"))
        self.where = {**self.where, thing: self.where.get(thing, thing)}

    def step(self, name: str, made: Expr) -> Expr:
        """Make a column of its own of what is read, so that it is reckoned once; return it."""
        self.frame = self.frame.with_columns(made.alias(f"{name}!"))
        return pl.col(f"{name}!")

    def text(self, thing: str) -> Expr:
        """Return a column of texts, empty where it is empty; R writes NA for that."""
        return pl.col(f"{thing}?") if self.has(thing) else pl.lit("")

    def distinct(self, frame: pl.LazyFrame, *things: str) -> list[str]:
        """Return what stands in some columns of a frame, each text once, in order."""
        found: set[str] = set()
        for thing in things:
            if self.has(thing):
                column = frame.select(self.text(thing).unique().alias("t"))
                found |= set(column.collect(engine="streaming")["t"].to_list())
        return sorted(found)

    def coded(self, thing: str, meanings: Mapping[str, Any], other: Any, kind: Any) -> Expr:
        """Return a column of words as what they stand for, whatever their case."""
        if not self.has(thing) or not meanings:
            return pl.lit(other, dtype=kind)
        said = self.text(thing).str.to_lowercase()
        return said.replace_strict(
            list(meanings), list(meanings.values()), default=other, return_dtype=kind
        )

    def number(self, thing: str, absent: float | None) -> Expr:
        """Return a column of numbers, `absent` where it is empty; a decimal comma is one."""
        if not self.has(thing):
            return pl.lit(absent, dtype=pl.Float64)
        said = self.text(thing)
        read = self.step(f"{thing} read", _told(said, _decimal, pl.Float64))
        self.reject((said != "") & ~read.is_finite().fill_null(False), f"{thing!r} is not a number")
        return self.step(thing, pl.when(said == "").then(absent).otherwise(read))

    def whole(self, thing: str, absent: int) -> Expr:
        """Return a column of whole numbers; ``3.0``, as some programs write 3, is 3."""
        if not self.has(thing):
            return pl.lit(absent, dtype=pl.Int64)
        said = self.text(thing)
        read = self.step(f"{thing} read", _told(said, _whole, pl.Int64))
        self.reject((said != "") & read.is_null(), f"{thing!r} is not a whole number")
        return self.step(thing, read.fill_null(absent))

    def ids(self) -> None:
        """Read the ids."""
        said = self.text("id")
        self.reject(said == "", "it has no id")
        self.made["id"] = said

    def dates(self, start: str, end: str = "", time: str = "", *, hours: bool = False) -> None:
        """Read the first and the last day; the last is the first where it is not told.

        Parameters
        ----------
        start, end, time
            The things that tell them.
        hours
            Whether a time of day behind the date tells when it happened.
        """
        order = self._order(start, end)
        first, last = (self._days(thing, order) for thing in (start, end))
        for thing, day in ((start, first[0]), (end, last[0])):
            said = self.text(thing)
            bad = day.is_null() & (said != "" if thing == end else True)
            why = f"{thing!r} is not a date such as 2020-07-27"
            if self.has(thing) and not order:
                asks = f"{why} (which number is the day? Say --dates dmy or mdy)"
                self.reject(bad & said.str.contains(_ORDERED), asks)
            if self.has(thing):
                self.reject(bad, why)
        start_day, end_day = first[0], pl.coalesce(last[0], first[0])
        if hours:
            start_day, end_day = self._by_place(first, end_day, time)
        self.reject(
            (start_day < EARLIEST) | (end_day > LATEST), "its date lies outside 1900 to 2100"
        )
        self.reject(end_day < start_day, "it ends before it begins")
        for name, day in (("start", start_day), ("end", end_day)):
            self.made[name] = self.made[f"said_{name}"] = self.step(f"{name} day", day)

    def _by_place(self, first: tuple[Expr, Expr, Expr], end: Expr, time: str) -> tuple[Expr, Expr]:
        """Return the first and the last day by the clock of the place, and read the minute."""
        start, minute, utc = first
        if self.has(time):
            minute, utc = self._times(time, minute, utc)
        # By the longitude of the place: what is told in UTC happened on the place's own day.
        shift = ((self.number("longitude", 0.0).fill_null(0.0) + 7.5) / 15).floor().cast(pl.Int64)
        local = minute.cast(pl.Int64) + pl.when(utc & (minute >= 0)).then(shift * 60).otherwise(0)
        local = self.step("local", local)
        told = minute >= 0
        moved = pl.when(told).then(local.floordiv(1440)).otherwise(0)
        self.made["minute"] = pl.when(told).then(local % 1440).otherwise(-1)
        return start + moved, end + moved

    def _order(self, *things: str) -> Order:
        """Return which of two numbers is the day, by the whole of the columns if that matters."""
        if self.reading.dates:
            return self.reading.dates
        if all(map(tells_no_order, self.distinct(self.frame.head(_SAMPLE), *things))):
            return ""
        return order_of(self.distinct(self.frame, *things))

    def _days(self, thing: str, order: Order) -> tuple[Expr, Expr, Expr]:
        """Return the day of a column of dates, its minute (-1: not told), and if that is in UTC."""
        if not self.has(thing):
            return pl.lit(None, dtype=pl.Int64), pl.lit(-1), pl.lit(False)
        zone = self.reading.zone

        def packed(text: str) -> int | None:
            found = moment(text, order, zone)
            if found is None:
                return None
            return _packed(found.day * _MINUTES + found.minute + 1, found.utc)

        read = self.step(f"{thing} read", _told(self.text(thing), _each(packed), pl.Int64))
        return read // 2 // _MINUTES, read // 2 % _MINUTES - 1, read % 2 == 1

    def _times(self, thing: str, minute: Expr, utc: Expr) -> tuple[Expr, Expr]:
        """Return the times of day that a column of their own tells, where it does."""

        def packed(text: str) -> int | None:
            found = clock(text)
            return None if found is None else _packed(found.minute, found.utc)

        said = self.text(thing)
        read = self.step(f"{thing} read", _told(said, _each(packed), pl.Int64))
        self.reject((said != "") & read.is_null(), f"{thing!r} is not a time of day such as 14:30")
        told = pl.when(read.is_null())
        return told.then(minute).otherwise(read // 2), told.then(utc).otherwise(read % 2 == 1)

    def one_day(self) -> None:
        """Reject rows that tell a time of day and several days."""
        several = self.made["end"] > self.made["start"]
        self.reject((self.made["minute"] >= 0) & several, "it has a time of day and several days")

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
        least, most = pl.min_horizontal(three), pl.max_horizontal(three)
        best = pl.coalesce(three[1], least)
        for name, column in zip(("low", "best", "high"), (least, best, most), strict=True):
            self.made[name] = column.fill_null(NOT_TOLD)
        for name in ("deaths_a", "deaths_b", "civilians"):
            self.made[name] = told[name]

    def words(self) -> None:
        """Read the texts."""
        for name in TEXTS:
            self.made[name] = self.text(name)

    def finished(self) -> pl.LazyFrame:
        """Return the rows as incidents, whether each is fine, and a reason where it is not."""
        columns = [
            self.made.get(name, pl.lit(absent)).cast(kind, strict=False).alias(name)
            for name, (kind, absent) in COLUMNS.items()
        ]
        code, fault = pl.lit(0, dtype=pl.UInt8), pl.lit(None, dtype=pl.String)
        for number in reversed(range(len(self.reasons))):
            mask = self.reasons[number][0].fill_null(False)
            code = pl.when(mask).then(pl.lit(number + 1, dtype=pl.UInt8)).otherwise(code)
        if FAULT in self.header:
            fault = pl.col(FAULT)
        texts = {number: why for number, (_, why) in enumerate(self.reasons, 1)}
        frame = self.frame.select(
            pl.col(ROW), *columns, code.alias("code of reason"), fault.alias("fault")
        )
        # Words are made only where somebody asks: numbers tell which rows count.
        said = pl.col("code of reason").replace_strict(texts, default=None, return_dtype=pl.String)
        return frame.with_columns(
            pl.coalesce("fault", said).alias("reason"),
            (pl.col("fault").is_null() & (pl.col("code of reason") == 0)).alias(FINE),
            pl.struct(list(COLUMNS)).hash().alias(HASH),
        ).drop("fault", "code of reason")


_MINUTES = 2048
"""More than a day has: a day and a minute of it are kept in one number."""


def _packed(number: int, flag: bool) -> int:
    return number * 2 + flag


def _told(said: Expr, read: Callable[[pl.Series], pl.Series], kind: Any) -> Expr:
    """Return a column of texts as a function reads them, a part of it at a time."""
    return said.map_batches(read, return_dtype=kind, is_elementwise=True)


def _each(read: Callable[[str], int | None]) -> Callable[[pl.Series], pl.Series]:
    """Return what reads a column of texts by a function, each distinct text once."""
    known: dict[str, int | None] = {"": None}

    def column(said: pl.Series) -> pl.Series:
        texts = said.unique().to_list()
        known.update((text, read(text)) for text in texts if text not in known)
        read_as = pl.Series([known[text] for text in texts], dtype=pl.Int64)
        return read_as.gather(said.cast(pl.Enum(texts)).to_physical())

    return column


def _decimal(said: pl.Series) -> pl.Series:
    """Read numbers, a decimal comma too; no number of thousands is guessed at."""
    read = said.cast(pl.Float64, strict=False)
    if read.null_count() == (said == "").sum():
        return read
    dotted = said.str.replace(r"^([+-]?\d{1,3}),(\d+)$", "$1.$2")
    return dotted.cast(pl.Float64, strict=False)


def _whole(said: pl.Series) -> pl.Series:
    read = said.cast(pl.Int64, strict=False)
    if read.null_count() == (said == "").sum():
        return read
    shorter = said.str.replace(r"[.,]0+$", "").cast(pl.Int64, strict=False)
    return read.zip_with(read.is_not_null(), shorter)


COLUMNS: dict[str, tuple[Any, Any]] = {
    "id": (pl.String, ""),
    "start": (pl.Int32, None),
    "end": (pl.Int32, None),
    "said_start": (pl.Int32, None),
    "said_end": (pl.Int32, None),
    "minute": (pl.Int16, -1),
    "latitude": (pl.Float64, None),
    "longitude": (pl.Float64, None),
    "km": (pl.Float64, 0.0),
    **dict.fromkeys(TEXTS, (pl.String, "")),
    "kinds": (pl.UInt16, BIT["other"]),
    "kind_chance": (pl.Float64, 1.0),
    "code": (pl.String, ""),
    "a_began": (pl.Float64, None),
    "b_began": (pl.Float64, None),
    "a_seized": (pl.Float64, None),
    **dict.fromkeys(DEATHS, (pl.Int32, NOT_TOLD)),
}
"""The columns of incidents, their types, and what they hold where a source does not say. `code` is
the source's word for the kind where it is unknown here; `a_began`, `b_began` and `a_seized` are the
chances that a side began it, and that side a took the ground; `start` and `end` are the days on
which it may have happened, `said_start` and `said_end` those that are written."""
