"""Columns of texts read as numbers and days: by Polars alone where they are written as usual.

The rest is read with care: decimal commas, R's NA, numbers that a program wrote with decimals, and
what a function of ours reads, each distinct text once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import polars as pl

from foedus.monitor.formats.common import ERROR, NOBODY

Expr = pl.Expr
Reader = Callable[[pl.Series], pl.Series]
NONE = -(1 << 62)
"""What stands for a text that cannot be read."""
FROM = date(1970, 1, 1).toordinal()
"""The day from which Polars counts."""
MINUTES = 2048
"""More than a day has: a day and a minute of it are kept in one number."""
_NOT_KNOWN = rf"(?i)^(?:{NOBODY.pattern})$"
_NULL = pl.Series([None], dtype=pl.Int64)
_THOUSANDS = r"^[+-]?[1-9][0-9]{0,2}[.,]000$"
_USUAL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00(?:\.0+)?)?$"


def packed(number: int, flag: bool) -> int:
    """Return a number and a flag as one number."""
    return number * 2 + flag


def clean(part: pl.Series) -> pl.Series:
    """Return texts without what stands about them, empty for none and for R's NA."""
    said = part.str.strip_chars().fill_null("")
    absent = said == "NA"
    return said.zip_with(~absent, pl.Series([""])) if absent.any() else said


def errors(said: pl.Series) -> pl.Series:
    """Return which texts are what spreadsheets show of errors."""
    # Comparing takes a fraction of looking for how each begins.
    may_be = ((said >= "#") & (said < "$")) | ((said >= "Err:") & (said < "Err;"))
    return said.str.contains(ERROR) if may_be.any() else may_be


def numbered(ids: pl.Series) -> pl.Series:
    """Return ids, those that a program wrote as numbers with decimals as without: 7.0 is 7."""
    odd = ids.str.ends_with(".0")
    return ids.zip_with(~odd, ids.str.replace(r"^([0-9]+)\.0$", "$1")) if odd.any() else ids


def _where_odd(part: pl.Series, read: pl.Series, odd: pl.Series, anew: Reader) -> pl.Series:
    """Return what was read, and where texts are written unusually what another reader says."""
    return read.scatter(odd.arg_true(), anew(clean(part.filter(odd)))) if odd.any() else read


def _unless_empty(said: pl.Series, value: float) -> pl.Series:
    """Return a value for each text, none where that says, as ``n/a`` does, that it is not known."""
    # What a program could not reckon is a fault, and not left out by who wrote the table.
    # Who counts writes "none" for zero, and a program for what it does not know.
    undecided = said.str.to_lowercase().is_in(["nan", "none"])
    absent = (said == "") | (said.str.contains(_NOT_KNOWN) & ~undecided)
    return pl.select(pl.when(~absent).then(pl.lit(value))).to_series()


def numbers(part: pl.Series) -> pl.Series:
    """Return texts as numbers, NaN where they are none."""

    def commas(said: pl.Series) -> pl.Series:
        # No number of thousands is guessed at.
        dotted = said.str.replace(r"^([+-]?\d{1,3}),(\d+)$", "$1.$2")
        read = dotted.cast(pl.Float64, strict=False)
        return read.zip_with(read.is_finite().fill_null(False), _unless_empty(said, math.nan))

    read = part.cast(pl.Float64, strict=False)
    return _where_odd(part, read, part.is_not_null() & ~read.is_finite().fill_null(False), commas)


def wholes(part: pl.Series) -> pl.Series:
    """Return texts as whole numbers, `NONE` where they are none."""

    def zeros(said: pl.Series) -> pl.Series:
        # 1,000 may be one or a thousand: it is not for us to say.
        said = said.zip_with(~said.str.contains(_THOUSANDS), pl.Series(["1 or 1000"]))
        read = said.str.replace(r"[.,]0+$", "").cast(pl.Int64, strict=False)
        return read.zip_with(read.is_not_null(), _unless_empty(said, NONE))

    read = part.cast(pl.Int64, strict=False)
    return _where_odd(part, read, part.is_not_null() & read.is_null(), zeros)


def usual_days(part: pl.Series) -> pl.Series:
    """Return days as programs write them, as `Draft` packs them."""
    day = (
        part.str.head(10)
        .str.to_date("%Y-%m-%d", strict=False, cache=False)
        .to_physical()
        .cast(pl.Int64)
    )
    return ((day + FROM) * (2 * MINUTES)).zip_with(part.str.contains(_USUAL), _NULL)


def each(said: Expr, read: Callable[[str], int], usual: Reader | None = None) -> Expr:
    """Return a column of texts as a function reads them, each distinct text once; none as null.

    What is written as `usual` is read so, by Polars alone.
    """
    known: dict[str, int | None] = {"": None}

    def anew(texts: pl.Series) -> pl.Series:
        known.update((text, read(text)) for text in texts.unique() if text not in known)
        return pl.Series([known[text] for text in texts], dtype=pl.Int64)

    def column(part: pl.Series) -> pl.Series:
        found = usual(part) if usual else pl.repeat(None, len(part), dtype=pl.Int64, eager=True)
        return _where_odd(part, found, part.is_not_null() & found.is_null(), anew)

    return said.map_batches(column, return_dtype=pl.Int64, is_elementwise=True)
