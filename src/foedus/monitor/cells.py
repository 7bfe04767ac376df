"""Cells of exported tables that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe(cell: object) -> object:
    """Return a cell that is shown and not run: text that could start a formula is quoted.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe(-3), safe("Donetsk")
    ("'=HYPERLINK(1)", -3, 'Donetsk')
    """
    if not isinstance(cell, str):
        return cell
    # A lone carriage return would end the line for some readers, and csv does not quote it.
    cell = cell.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    if cell.lstrip(" \ufeff\u00a0").startswith(_STARTS_FORMULA):
        return "'" + cell
    return cell


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
