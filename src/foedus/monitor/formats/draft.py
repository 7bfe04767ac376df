"""A draft of the columns that an incident is read from.

Every column comes as text; what cannot be read is null, and the row keeps its place and a reason.
What is written as programs write it is read by Polars alone; the rest of a column is read with
care: dates in any form (each distinct one once, in plain Python), decimal commas, R's NA.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.monitor.formats.columns import (
    NONE,
    clean,
    errors,
    numbered,
    numbers,
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
from foedus.monitor.formats.when import read_days
from foedus.monitor.incident import NOT_TOLD

MOST_DEATHS = 100_000_000
BELOW = (
    "row {} is another header, with columns in other places, and this stands below it: put each "
    "table into a file of its own"
)
Expr = pl.Expr


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

    def whole(self, thing: str, absent: int | None) -> Expr:
        """Return a column of whole numbers; ``3.0``, as some programs write 3, is 3."""
        if not self.has(thing):
            return pl.lit(absent, dtype=pl.Int64)
        said = self.stands(thing).map_batches(wholes, pl.Int64, is_elementwise=True)
        read = self.step(f"{thing} read", said)
        self.reject(read == NONE, f"{self.where[thing]!r} is not a whole number")
        return read if absent is None else self.step(thing, read.fill_null(absent))

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
        read_days(self, *form.dates)
        self.point()
        self.deaths()
        for name in filter(self.has, TEXTS):
            self.made[name] = self.text(name)
        form.fill(self)
        return self.finished()

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
