"""Cells that a spreadsheet could not reckon: what they show is no value, and they are not empty.

Every answer here is worked out by hand.
"""

from __future__ import annotations

import base64
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.monitor.current import rejected_rows, rows_of
from foedus.monitor.unpacking import BadFileError

from .conftest import Watch
from .test_misreadings import OLD_WORKBOOK, book
from .test_reading import read

Watching = Callable[..., Watch]
HEADER = ["id", "date", "kind", "side_a", "side_b", "deaths", "note"]
FINE = [1, "2020-01-02", "battle", "Beta", "Alpha", 2, "#REF!"]  # nobody reads notes


def broken(column: str, error: str) -> list[object]:
    return [error if name == column else cell for name, cell in zip(HEADER, FINE, strict=True)]


def looked_up(watch: Watch, path: Path) -> tuple[list[str], list[tuple[int, str]]]:
    watch.ingest(path)
    (release,) = watch.ledger.releases()
    why = [(number, reason) for number, reason, _ in rejected_rows(watch.ledger, release)]
    return rows_of(watch.ledger, release).collect()["id"].to_list(), why


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("side_b", "'side_b' holds an error of a spreadsheet"),  # else done to nobody named
        ("kind", "'kind' holds an error of a spreadsheet"),
        ("deaths", "'deaths' is not a whole number"),
        ("date", "'date' is not a date such as 2020-07-27"),
        ("id", "'id' holds an error of a spreadsheet"),
    ],
)
def test_a_row_with_an_error_among_its_cells_does_not_count(
    column: str, reason: str, error: str, watching: Watching, tmp_path: Path
):
    path = book(tmp_path / "a.xlsx", [HEADER, FINE, broken(column, error)])
    with zipfile.ZipFile(path) as archive:
        assert b't="e"' in archive.read("xl/worksheets/sheet1.xml")
    assert looked_up(watching(), path) == (["1"], [(2, reason)])


def document(path: Path, rows: list[list[object]]) -> None:
    """A sheet as LibreOffice writes it: of an error what is shown, and an empty text or 0."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    nothing = {
        "#N/A": 'type="string" office:string-value=""',
        "#REF!": 'type="float" office:value="0"',
    }

    def cell(value: object) -> str:
        kind = "office:value-" + nothing.get(str(value), 'type="string"')
        error = ' calcext:value-type="error"' if value in nothing else ""
        return f"<table:table-cell {kind}{error}><text:p>{value}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    body = f'<table:table table:name="S">{lines}</table:table>'
    body = f"<office:spreadsheet>{body}</office:spreadsheet>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole = f"<office:document-content {spaces}><office:body>{body}</office:body>"
        archive.writestr("content.xml", f"{whole}</office:document-content>")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>'
        )


def test_an_error_in_an_open_document_is_none_of_its_values(watching: Watching, tmp_path: Path):
    """Zero deaths would else be told of a row whose deaths nobody could reckon."""
    rows = [HEADER, FINE, broken("side_b", "#N/A"), broken("deaths", "#REF!")]
    document(tmp_path / "a.ods", rows)
    assert looked_up(watching(), tmp_path / "a.ods") == (
        ["1"],
        [
            (2, "'side_b' holds an error of a spreadsheet"),
            (3, "'deaths' is not a whole number"),
        ],
    )


def test_an_old_workbook_with_errors_is_refused(watching: Watching, tmp_path: Path):
    """Its deaths, a number of 14 bytes behind a kind of 14, are an error of 12 and what is left."""
    whole = zlib.decompress(base64.b85decode(OLD_WORKBOOK))
    at = whole.index(b"\x7e\x02\x0a\x00\x01\x00\x03\x00") - 14
    cell = whole[at + 18 : at + 24]
    for code in (b"\x2a", b"\x17"):
        error = b"\x05\x02\x08\x00" + cell + code + b"\x01"
        (tmp_path / "a").write_bytes(whole[:at] + error + bytes(16) + whole[at + 28 :])
        with pytest.raises(BadFileError, match="it has cells with errors, such as #N/A"):
            watching(name=code.hex()).ingest(tmp_path / "a")


@pytest.mark.parametrize(
    ("said", "is_error"),
    [
        *[(said, True) for said in ("#N/A", "#BEZUG!", "#NV", "#¿NOMBRE?", "#Н/Д", "Err:502")],
        *[(said, False) for said in ("#1 Brigade", "#TIGRAY", "Beta!", "# Beta", "N/A")],
    ],
)
def test_errors_are_known_in_any_language_and_in_text(said: str, is_error: bool):
    found, rejected = read(f"id,date,kind,side_a\n1,2020-01-02,battle,{said}\n")
    assert (len(found), len(rejected)) == ((0, 1) if is_error else (1, 0))
