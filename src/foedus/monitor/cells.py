"""Exported tables, whose cells no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from foedus.texts import in_csv as safe

_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""


class NoWorkbookError(Exception):
    """The library that writes workbooks is not installed; the message says how to get it."""


class Sheet(NamedTuple):
    """A table that leaves the ledger: its name, its columns, its rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def csv_text(sheet: Sheet) -> str:
    """Return a table as CSV text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows([safe(cell) for cell in row] for row in sheet.rows)
    return out.getvalue()


def workbook(sheets: Iterable[Sheet], title: str, made: datetime) -> bytes:
    """Return tables as a workbook (xlsx): texts are texts there, and never formulas or links.

    Raises
    ------
    NoWorkbookError
        When xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise NoWorkbookError("a workbook needs xlsxwriter: pip install 'foedus[report]'") from None
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"title": title, "created": made})
        heading = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, sheet.header, heading)
            page.freeze_panes(1, 0)
            for number, row in enumerate(sheet.rows, 1):
                page.write_row(number, 0, [_cell(value) for value in row])
            page.autofit(300)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode()
        return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
    return value
