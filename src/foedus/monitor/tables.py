"""A file of whatever kind as tables of text: what people hold, opened and unpacked.

Everything is told apart by its contents and never by its name: delimited text, gzip, zip, workbooks
(xlsx, ods), Parquet, JSON Lines, GeoJSON, and what the interfaces of UCDP and ACLED answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from polars.io.plugins import register_io_source

from foedus.monitor.crs import other_crs
from foedus.monitor.formats import Format
from foedus.monitor.formats.common import FAULT, RAW, ROW
from foedus.monitor.formats.plain import PLAIN
from foedus.monitor.headers import told_format
from foedus.monitor.objects import flat, in_a_row, lines, listed, odd, paged, pairs
from foedus.monitor.unpacking import BadFileError

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How workbooks of Excel before 2007 begin."""

Way = tuple[pl.LazyFrame, tuple[str, ...]]
T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """One table of a file.

    Parameters
    ----------
    name
        What to call it: the file, and the part of it.
    file, digest
        SHA-256 of the file that it is in, and what names the table: the same, if it is alone there.
    form, header
        Its format and its columns; a format that a mapping file says comes later.
    ways
        The ways to read its rows, the quickest first: as text with their number, and a fault and
        the raw text where there are any; each with what is done, a sentence each.
    skip
        The lines above its rows, where it is text.
    hidden
        Whether it is a sheet that a workbook does not show.
    further
        Reads further lines that stand in a file of their own, where each of them is a row as those
        of this table are; ``None`` where they are not.
    blame
        Raises an error where it is the file that cannot be read, and no fault of who reads it.
    """

    name: str
    file: str
    digest: str
    form: Format
    header: tuple[str, ...]
    ways: Callable[[], Iterator[Way]]
    skip: int = 0
    further: Callable[[Path], pl.LazyFrame | None] = lambda path: None
    blame: Callable[[], None] = lambda: None
    hidden: bool = False

    def read(self, use: Callable[[int, pl.LazyFrame], T]) -> tuple[T, tuple[str, ...]]:
        """Use its rows as read by the first way that does; the ways are numbered.

        A malformed line, or text in another encoding, is found where it is met. Return what comes
        of the rows, and what is done that way.

        Raises
        ------
        BadFileError
            When no way does, and it is the file that cannot be read.
        """
        problem: BaseException = BadFileError(f"{self.name}: it cannot be read.")
        for number, (rows, told) in enumerate(self.ways()):
            try:
                return use(number, rows), told
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
                problem = error
        self.blame()
        raise problem


def in_parts(schema: Any, parts: Callable[[], Iterator[pl.LazyFrame]]) -> pl.LazyFrame:
    """Return the parts of a table as one, each of them read when it is its turn."""

    def read(
        columns: list[str] | None, where: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        for part in parts():
            rows = part if columns is None else part.select(columns)
            rows = rows if where is None else rows.filter(where)
            # A part is small: to stream it would cut it up again, which takes longer.
            frame = (rows if most is None else rows.head(most)).collect(engine="in-memory")
            yield frame
            most = None if most is None else most - len(frame)
            if most == 0:
                return

    return register_io_source(read, schema=schema, validate_schema=False)


def kept(text: str) -> str:
    """Return what is kept of the text of a line that is no row."""
    return text.rstrip("\r\n")[:10_000]


def tables(name: str, path: Path, form: Format | None = None) -> Iterator[Table]:
    """Yield the tables in a plain file.

    Parameters
    ----------
    name, path
        What to call it, and where it is.
    form
        The format, where a mapping file says it.

    Raises
    ------
    BadFileError
        When it holds none that is of a format that is read.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if start[:4] == b"PAR1":
        frame, nested = _from_parquet(name, path)
        table = _of_frame(name, digest, frame, form)
        _refuse_nested(table, nested)
        yield replace(table, blame=partial(_damaged, name, path))
    elif start[:4] in (b"PK\x03\x04", _OLD_WORKBOOK):
        from foedus.monitor.workbooks import from_workbook

        yield from from_workbook(name, path, digest, form)
    elif _utf8(start).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        yield _from_json(name, path, digest, form)
    else:
        from foedus.monitor.delimited import from_text

        yield from_text(name, path, digest, form)


def _utf8(raw: bytes) -> bytes:
    """Return text that says that it is UTF-16 in UTF-8."""
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return raw
    return raw.decode("utf-16", "replace").encode("utf-8", "replace")


def _of_frame(
    name: str, digest: str, frame: pl.LazyFrame, form: Format | None, told: tuple[str, ...] = ()
) -> Table:
    header = [c for c in frame.collect_schema().names() if c not in (FAULT, RAW)]
    form, names = told_format(name, header, form)
    frame = frame.rename(dict(zip(header, names, strict=True))).with_row_index(ROW, 1)
    return Table(name, digest, digest, form, tuple(names), partial(iter, [(frame, told)]))


def _from_parquet(name: str, path: Path) -> tuple[pl.LazyFrame, dict[int, pl.DataType]]:
    """Return a table as text, and the places and types of columns that are neither text nor number.

    Of these the text is empty: no cell of them can be read.
    """
    try:
        frame = pl.scan_parquet(path)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFileError(f"{name}: it cannot be read: {error}.") from None
    nested = {
        at: kind
        for at, kind in enumerate(schema.values())
        if kind.is_nested() and kind != pl.List(pl.String)
    }
    columns = (
        pl.lit(None, pl.String).alias(column)
        if at in nested
        else pl.col(column).dt.to_string("iso:strict" if kind == pl.Datetime else "iso")
        if kind.is_temporal()
        else pl.col(column).list.join("; ", ignore_nulls=True)
        if kind == pl.List(pl.String)
        else pl.col(column).cast(pl.String)
        for at, (column, kind) in enumerate(schema.items())
    )
    return frame.select(columns), nested


def _refuse_nested(table: Table, nested: Mapping[int, pl.DataType]) -> None:
    """Refuse a table in which a column that is read holds tables or lists in its cells."""
    read = {column for columns in table.form.columns.values() for column in columns}
    for at, kind in nested.items():
        if (column := table.header[at]) in read:
            raise BadFileError(
                f"{table.name}: each cell of its column {column!r} holds several values ({kind}), "
                "which would be read as empty. Write the one that counts into a column of its own."
            )


def _damaged(name: str, path: Path) -> None:
    """Raise an error where it is a file in Parquet itself that cannot be read to its end."""
    try:
        pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise BadFileError(f"{name}: it is damaged and cannot be read: {error}.") from None


def rows_frame(header: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pl.LazyFrame:
    """Return rows of text as a table."""
    schema = dict.fromkeys(header, pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").lazy()


def text_of(value: Any) -> str | None:
    """Return a value of a workbook or of JSON as the text it would have in a CSV file."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        said = value.isoformat()
        return said.removesuffix("T00:00:00")
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "; ".join(value)  # as tables write several in one cell
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _from_json(name: str, path: Path, digest: str, form: Format | None) -> Table:
    raw = _utf8(path.read_bytes()).removeprefix(b"\xef\xbb\xbf")
    rows: list[Any]
    told: tuple[str, ...] = ()
    try:
        said = json.loads(raw, object_pairs_hook=pairs)
        whole = said if isinstance(said, list) else listed(said)
        rows = [(row, "", "") for row in ([said] if whole is None else whole)]
        told = paged(said, len(rows))
        if isinstance(said, dict) and (by := other_crs(said)):
            raise BadFileError(
                f"{name}: its coordinates are in {by}. Export it in WGS 84 (EPSG:4326), in degrees."
            )
    except (ValueError, RecursionError):
        rows = list(lines(raw))
        if not any(isinstance(row, dict) for row, _, _ in rows):
            rows = in_a_row(raw) or rows
    objects = [flat(row) if isinstance(row, dict) else None for row, _, _ in rows]
    header = list(dict.fromkeys(key for row in objects if row for key in row if key != FAULT))
    if not header:
        raise BadFileError(f"{name}: it holds no JSON objects.")
    if form is None and {"id", "date", "kind"} <= {key.lower() for key in header}:
        form = PLAIN
    bare = form is PLAIN
    cells: list[list[str | None]] = []
    for row, (_, fault, text) in zip(objects, rows, strict=True):
        if row is None:
            cells.append([*[None] * len(header), fault or "it is not a JSON object", kept(text)])
            continue
        fault = fault or row.pop(FAULT, "") or (odd(row) if bare else "")
        values = [text_of(row.get(key)) for key in header]
        cells.append([*values, fault or None, kept(text or json.dumps(row)) if fault else None])
    return _of_frame(name, digest, rows_frame([*header, FAULT, RAW], cells), form, told)


def header_of(name: str, path: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Return the columns of a table of any kind, and the words in those that hold few.

    Raises
    ------
    BadFileError
        When it holds no table.
    """
    anything = Format("any", "any table", "", {}, (), (), (), lambda draft: None, frozenset())
    try:
        table = next(tables(name, path, anything))
        frame, _ = table.read(lambda _, rows: rows.select(table.header).head(2000).collect())
    except (StopIteration, pl.exceptions.PolarsError):
        raise BadFileError(f"{name}: it holds no table that can be read.") from None
    words = {name: frame[name].drop_nulls().unique().sort().to_list() for name in table.header}
    return list(table.header), {name: said for name, said in words.items() if len(said) <= 40}
