"""The header of a table: which row it is, what its columns are, and where another one follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from foedus.monitor.formats import BARE, NAMES, Format, UnknownFormatError, bare, detect
from foedus.monitor.formats.common import ROW, SHEET
from foedus.monitor.unpacking import BadFileError

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*(\s*!.*)?")
"""A tag of HXL, such as ``#date+start``: a row of little else says what columns are."""


class NoRowsError(BadFileError):
    """A table of a format that is read, and no row of it can be; the message says why."""


class TwoColumnsError(NoRowsError):
    """A table with two columns of one name, of which one is to be read."""


def told_format(name: str, header: Sequence[str], form: Format | None) -> tuple[Format, list[str]]:
    """Return the format of a table and its columns, lower case, each name once."""
    names = [str(column).strip().lower() for column in header]
    if form is None:
        try:
            form, found = detect(names)
            names = list(found)
        except UnknownFormatError as error:
            raise BadFileError(f"{name}: {error}") from None
    twice = [column for column in form.places(names).values() if names.count(column) > 1]
    if twice:
        raise TwoColumnsError(
            f"{name}: it has {names.count(twice[0])} columns named {twice[0]!r}, and nothing says "
            "which of them counts. Rename or delete all but one."
        )
    names = [
        column if column and column not in names[:at] else f"{column}_{at}"
        for at, column in enumerate(names)
    ]
    lacking = [thing for thing in form.needed if thing not in form.places(names)]
    lacking += [c for thing in form.given for c in form.columns.get(thing, ()) if c not in names]
    if lacking and "_parent_index" in names:
        raise BadFileError(
            f"{name}: its rows (a repeated group of a form) tell more of rows of another table, "
            "and none is an incident by itself. Put what counts, such as deaths, into that table."
        )
    if lacking:
        raise BadFileError(f"{name}: {form.title}: there is no column for {', '.join(lacking)}.")
    return form, names


def header_at(name: str, rows: Sequence[Sequence[str]], form: Format | None) -> tuple[int, int]:
    """Return which row tells the columns, and where the rows begin: with itself if it is one.

    Raises
    ------
    BadFileError
        When none of the first rows is the header of a format that is read.
    """
    problem: BadFileError | None = None
    for at, row in enumerate(rows):
        if len([cell for cell in row if cell.strip()]) < 2:
            continue
        try:
            names = told_format(name, row, form)[1]
        except TwoColumnsError:
            raise
        except BadFileError as error:
            problem = problem or error
            continue
        if bare(row[0]) not in ("", bare(names[0])):
            # A row is read by its place where no header stands above it, and a title is none.
            for above in rows[:at]:
                if 2 * len([cell for cell in above if cell.strip()]) > len(row):
                    told_format(name, above, form)
            return at, at
        below = rows[at + 1] if at + 1 < len(rows) else []
        tagged = sum(_TAG.fullmatch(cell.strip()) is not None for cell in below)
        there = sum(bool(cell.strip()) for cell in below)
        return at, at + 1 + (tagged > 1 and 2 * tagged > there)
    raise problem or BadFileError(f"{name}: it holds no table.")


def other_header(rows: pl.LazyFrame, header: Sequence[str], form: Format) -> int:
    """Return the number of the first of some rows that is a header, its columns in other places.

    0 where none is: tables that were put together repeat theirs, and what stands below one in
    which two columns have changed places must not be read by that above. `rows` are those that
    cannot be read, of which a header is always one.
    """
    own = [name for name in header if name != SHEET]
    read = {name for names in form.columns.values() for name in names}
    texts = pl.col(own).fill_null("").str.to_lowercase().str.replace_all(BARE, "")
    known = sorted({*NAMES, *map(bare, own)})
    named = pl.sum_horizontal(pl.col(name).is_in(known) for name in own)
    there = pl.sum_horizontal(pl.col(name) != "" for name in own)
    is_header = (named >= min(3, len(own))) & (3 * named >= there)
    elsewhere = pl.any_horizontal(pl.col(name) != bare(name) for name in own if name in read)
    found = rows.select(ROW, texts).filter(is_header & elsewhere).select(pl.col(ROW).min())
    return found.collect().item() or 0
