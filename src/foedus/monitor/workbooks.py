"""Workbooks of Excel and OpenDocument as tables: titles, merged cells, days as cells or numbers."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from foedus.monitor.formats import Format
from foedus.monitor.formats.common import DEATHS, ROW, SHEET
from foedus.monitor.headers import NoRowsError, header_at, told_format
from foedus.monitor.tables import Table, rows_frame, text_of
from foedus.monitor.unpacking import BadFileError, allowed

_FROM_1904 = (
    "it counts days from 1904, and has numbers where days should stand. Format that column as "
    "dates, and save it again."
)
_NO_VALUE = (
    "it has formulas without their values, as programs write them: those cells would be read as "
    "empty. Open it in a spreadsheet, and save it again."
)
_FORMULA_ALONE = re.compile(
    rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v(?:\s[^>]*)?>\s*</v>\s*)?</c>"
)
_ERROR = re.compile(rb'(<(?:\w+:)?c\s[^>]*\bt=)"e"')
_ERROR_OF_DOCUMENT = re.compile(rb'<table:table-cell\s[^>]*calcext:value-type="error"[^>]*>')
_OF_VALUE = re.compile(rb'\soffice:(?:value|string-value|value-type)="[^"]*"')
_OLD_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00.\x00.{6}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a].{3}\xff\xff",
    re.DOTALL,
)
"""A cell with an error, and a formula that comes to one, in workbooks of before 2007 (BIFF8)."""
_HIDDEN = re.compile(
    rb'<row\s[^>]*\bhidden="(?:1|true)"[^>]*(?<!/)>(?:(?!</row>).)*?<(?:v|is)\b'
    rb'|<table:table-row\s[^>]*\btable:visibility="(?:filter|collapse)"[^>]*(?<!/)>'
    rb"(?:(?!</table:table-row>).)*?<text:p\b",
    re.DOTALL,
)
"""A row that is not shown, and in which something stands."""
_ERRORS = (
    "it has cells with errors, such as #N/A, that would be read as empty. Mend or empty them, or "
    "save it as xlsx, so that only their rows do not count."
)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
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
        if _lacks_values(path):
            raise BadFileError(f"{name}: {_NO_VALUE}")
    elif _OLD_ERROR.search(path.read_bytes()):
        raise BadFileError(f"{name}: {_ERRORS}")
    try:
        book = CalamineWorkbook.from_filelike(_with_errors(path))
        shown = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
        sheets = {sheet: _cells(book.get_sheet_by_name(sheet)) for sheet in book.sheet_names}
        for sheet, spanned in zip(sheets, _merged_of_document(path), strict=False):
            sheets[sheet] = sheets[sheet][0], spanned
    except (CalamineError, OSError, ValueError) as error:
        raise BadFileError(f"{name}: it cannot be read: {error}.") from None
    found, told = 0, (*_hidden_rows(path), *_struck_rows(path))
    problems: list[BadFileError] = []
    for sheet, (cells, merged) in sheets.items():
        there = [at for at, row in enumerate(cells) if any(map(text_of, row))]
        rows = {at: [text_of(cell) for cell in cells[at]] for at in there}
        if not any(sum(map(bool, row)) > 1 for row in rows.values()):
            continue  # empty, or a note
        called = f"{name}, sheet {sheet}"
        try:
            first = [_named([cell or "" for cell in rows[n]]) for n in there[:30]]
            at, skip = header_at(called, first, form)
            form_, names = told_format(called, first[at], form)
            body = there[skip:]
            if _counts_from_1904(path) and _has_bare_days(form_, names, [cells[n] for n in body]):
                raise NoRowsError(f"{called}: {_FROM_1904}")
        except BadFileError as error:
            problems.append(error)
            continue
        # What stands in a merged cell holds of all its rows, but for what is one row's own.
        where = form_.places(names)
        own = {names.index(where[thing]) for thing in ("id", *DEATHS) if thing in where}
        used = {names.index(column) for column in where.values()}
        for (top, left), (bottom, right) in merged:
            across = used.intersection(range(left, right + 1))
            if len(across) > 1 and any(top <= n <= bottom for n in body):
                raise _across(called, top, [names[at] for at in sorted(across)])
            for n in body if left not in own else ():
                if top < n <= bottom:
                    rows[n][left] = rows[top][left]
        more = [sheet] * (len(names) - len(rows[there[at]]))
        frame = rows_frame(names, [[*rows[n], *more] for n in body]).with_row_index(ROW, 1)
        sheet_digest = hashlib.sha256(f"{digest} {sheet}".encode()).hexdigest()
        ways = partial(iter, [(frame, told if not found else ())])
        found += 1
        table = Table(called, digest, sheet_digest, form_, tuple(names), ways)
        yield replace(table, hidden=sheet not in shown)
    if problems:
        grave = any(isinstance(problem, NoRowsError) for problem in problems)
        message = " ".join(map(str, problems if found else problems[:1]))
        raise NoRowsError(message) if grave else BadFileError(message)
    if not found:
        raise BadFileError(f"{name}: it holds no table.")


def _across(called: str, row: int, columns: Sequence[str]) -> BadFileError:
    """Return what is wrong with a cell that is merged across columns: it tells which of them?"""
    named = " and ".join(map(repr, columns))
    return NoRowsError(
        f"{called}: row {row + 1} has one cell across the columns {named}, and does not say "
        "what stands in which. Unmerge it, and fill in each."
    )


def _named(row: list[str]) -> list[str]:
    """Return what may be a header with a column for the name of the sheet, unless it has one."""
    return row if SHEET in map(str.lower, row) or sum(map(bool, row)) < 2 else [*row, SHEET]


def _cells(sheet: Any) -> tuple[list[list[Any]], list[tuple[Cell, Cell]]]:
    """Return the cells of a sheet, and which of them are merged: first and last row and column."""
    return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []


_OF_DOCUMENT = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>"
)
_SPAN = re.compile(rb'table:number-(rows|columns)-(spanned|repeated)="(\d+)"')


def _merged_of_document(path: Path) -> Iterator[list[tuple[Cell, Cell]]]:
    """Yield which cells of each sheet of an OpenDocument are merged, as `_cells` does of others."""
    try:
        with zipfile.ZipFile(path) as archive:
            if "content.xml" not in archive.namelist():
                return
            said = archive.read("content.xml")
    except _DAMAGED:
        return
    sheets: list[list[tuple[Cell, Cell]]] = []
    row = following = column = 0
    for found in _OF_DOCUMENT.finditer(said):
        spans = {(of, how): int(many) for of, how, many in _SPAN.findall(found[2])}
        if found[1] == b"table":
            sheets.append([])
            row = following = 0
        elif found[1] == b"table-row":
            row, column = following, 0
            following += spans.get((b"rows", b"repeated"), 1)
        elif sheets:
            down, across = (spans.get((of, b"spanned"), 1) for of in (b"rows", b"columns"))
            if down > 1 or across > 1:
                sheets[-1].append(((row, column), (row + down - 1, column + across - 1)))
            column += spans.get((b"columns", b"repeated"), 1)
    yield from sheets


def _counts_from_1904(path: Path) -> bool:
    """Whether a workbook counts days from 1904, as those of Excel for the Mac did."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        said = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    return re.search(rb'date1904="(1|true)"', said) is not None


def _lacks_values(path: Path) -> bool:
    """Whether a cell of a workbook has a formula, and not what that comes to."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_FORMULA_ALONE.search(archive.read(name)) for name in _sheets(archive))
    except _DAMAGED:
        return False  # whoever reads the cells will say what is wrong with it


def _hidden_rows(path: Path) -> Iterator[str]:
    """Say how many rows a filter, or a person, has hidden in the sheets of a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            many = sum(len(_HIDDEN.findall(archive.read(name))) for name in _sheets(archive))
    except _DAMAGED:
        return
    if many:
        rows = "1 row is" if many == 1 else f"{many:,} rows are"
        yield f"{rows} hidden in its sheets, by a filter or by hand, and no less read"


def _struck_rows(path: Path) -> Iterator[str]:
    """Say in how many rows of the sheets of a workbook something is struck through."""
    try:
        with zipfile.ZipFile(path) as archive:
            many = sum(_struck(archive, archive.read(name)) for name in _sheets(archive))
    except _DAMAGED:
        return
    if many:
        rows = "1 row has" if many == 1 else f"{many:,} rows have"
        yield f"{rows} cells that are struck through, and no less read: delete what is withdrawn"


def _struck(archive: zipfile.ZipFile, sheet: bytes) -> int:
    """Return how many rows of a sheet, or of a document, have a filled cell in a struck style."""
    if "xl/styles.xml" in archive.namelist():
        said = archive.read("xl/styles.xml")
        fonts = re.findall(rb"<font\b(?:[^>]*/>|.*?</font>)", _part(said, b"fonts"), re.DOTALL)
        struck = {n for n, font in enumerate(fonts) if _STRIKE.search(font)}
        styles = re.findall(rb"<xf\b[^>]*", _part(said, b"cellXfs"))
        of_font = [re.search(rb'\bfontId="(\d+)"', style) for style in styles]
        names = {b"%d" % n for n, font in enumerate(of_font) if font and int(font[1]) in struck}
        row, cell = rb"<row\b.*?</row>", rb'<c\s[^>]*\bs="(\d+)"[^>]*(?<!/)>'
    else:
        of = rb'<style:style\s[^>]*\bstyle:name="([^"]*)"(?:(?!</style:style>).)*?'
        of += rb'style:text-line-through-style="(?!none)'
        names = set(re.findall(of, sheet, re.DOTALL))
        row = rb"<table:table-row\b.*?</table:table-row>"
        cell = rb'<table:table-cell\s[^>]*\btable:style-name="([^"]*)"[^>]*(?<!/)>'
    if not names:
        return 0
    rows = re.findall(row, sheet, re.DOTALL)
    return sum(not names.isdisjoint(re.findall(cell, one)) for one in rows)


_STRIKE = re.compile(rb'<strike\s*(?:/|val="(?:1|true)")')


def _part(said: bytes, name: bytes) -> bytes:
    """Return an element of a part of a workbook, empty where there is none."""
    found = re.search(rb"<%b\b.*?</%b>" % (name, name), said, re.DOTALL)
    return found[0] if found else b""


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    found = re.compile(r"xl/worksheets/[^/]*\.xml|content\.xml").fullmatch
    return list(filter(found, archive.namelist()))


def _with_errors(path: Path) -> BinaryIO:
    """Return a workbook with its errors, such as #N/A, as texts: else they would read as empty."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = {
                name: said
                for name in _sheets(archive)
                if (said := _as_text(raw := archive.read(name))) != raw
            }
            if told:
                anew = io.BytesIO()
                with zipfile.ZipFile(anew, "w", zipfile.ZIP_STORED) as written:
                    for name in archive.namelist():
                        written.writestr(name, told.get(name) or archive.read(name))
                return io.BytesIO(anew.getvalue())
    except _DAMAGED:
        pass
    return io.BytesIO(path.read_bytes())


def _as_text(sheet: bytes) -> bytes:
    """Return a sheet, or the sheets of a document, with errors as the texts that are shown."""
    sheet = _ERROR.sub(rb'\1"str"', sheet)
    return _ERROR_OF_DOCUMENT.sub(
        lambda cell: _OF_VALUE.sub(b"", cell[0]).replace(b" ", b' office:value-type="string" ', 1),
        sheet,
    )


def _has_bare_days(form: Format, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a number stands where a day should, which does not say from when it counts."""
    where = form.places(names)
    columns = [names.index(where[thing]) for thing in form.dates[:2] if thing in where]
    bare = (row[at] for row in rows for at in columns)
    return any(isinstance(cell, float) and cell < 1e5 for cell in bare)
