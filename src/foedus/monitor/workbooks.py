"""Workbooks of Excel and OpenDocument as tables: titles, merged cells, days as cells or numbers."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from foedus.monitor.delimited import header_at
from foedus.monitor.formats import Format
from foedus.monitor.formats.common import DEATHS, ROW
from foedus.monitor.tables import Table, one_way, rows_frame, text_of, told_format
from foedus.monitor.unpacking import BadFileError, allowed

_FROM_1904 = (
    "it counts days from 1904, and has numbers where days should stand. Format that column as "
    "dates, and save it again."
)
Cell = tuple[int, int]


def from_workbook(name: str, path: Path, digest: str, form: Format | None) -> Iterator[Table]:
    """Yield the tables of a workbook, a sheet each; see `foedus.monitor.tables.tables`."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        raise BadFileError(
            f"{name}: workbooks need python-calamine: pip install 'foedus[tables]'."
        ) from None
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked_size = sum(member.file_size for member in archive.infolist())
        if unpacked_size > allowed(path):
            raise BadFileError(f"{name}: it unpacks to far more than workbooks do.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        shown = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
        sheets = {sheet: _cells(book.get_sheet_by_name(sheet)) for sheet in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise BadFileError(f"{name}: it cannot be read: {error}.") from None
    found, problems = 0, []
    for sheet, (cells, merged) in sheets.items():
        there = [at for at, row in enumerate(cells) if any(map(text_of, row))]
        rows = {at: [text_of(cell) for cell in cells[at]] for at in there}
        if not any(sum(map(bool, row)) > 1 for row in rows.values()):
            continue  # empty, or a note
        try:
            at, skip = header_at(
                f"{name}, sheet {sheet}", [[c or "" for c in rows[n]] for n in there[:30]], form
            )
        except BadFileError as error:
            problems.append(error)
            continue
        header = [cell or "" for cell in rows[there[at]]]
        form_, names = told_format(name, header, form)
        where = form_.places(names)
        body = there[skip:]
        if _counts_from_1904(path) and _has_bare_days(form_, names, [cells[n] for n in body]):
            raise BadFileError(f"{name}, sheet {sheet}: {_FROM_1904}")
        # What stands in a merged cell holds of all its rows, but for what is one row's own.
        own = {names.index(where[thing]) for thing in ("id", *DEATHS) if thing in where}
        for (top, left), (bottom, _) in merged:
            for n in body if left not in own else ():
                if top < n <= bottom:
                    rows[n][left] = rows[top][left]
        frame = rows_frame(names, [rows[n] for n in body]).with_row_index(ROW, 1)
        sheet_digest = hashlib.sha256(f"{digest} {sheet}".encode()).hexdigest()
        ways = partial(one_way, frame)
        found += 1
        called = f"{name}, sheet {sheet}"
        table = Table(called, digest, sheet_digest, form_, tuple(names), ways)
        yield replace(table, hidden=sheet not in shown)
    if problems:
        raise BadFileError(" ".join(map(str, problems if found else problems[:1])))
    if not found:
        raise BadFileError(f"{name}: it holds no table.")


def _cells(sheet: Any) -> tuple[list[list[Any]], list[tuple[Cell, Cell]]]:
    """Return the cells of a sheet, and which of them are merged: first and last row and column."""
    return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []


def _counts_from_1904(path: Path) -> bool:
    """Whether a workbook counts days from 1904, as those of Excel for the Mac did."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        said = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    return re.search(rb'date1904="(1|true)"', said) is not None


def _has_bare_days(form: Format, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a number stands where a day should, which does not say from when it counts."""
    where = form.places(names)
    columns = [names.index(where[thing]) for thing in form.dates[:2] if thing in where]
    bare = (row[at] for row in rows for at in columns)
    return any(isinstance(cell, float) and cell < 1e5 for cell in bare)
