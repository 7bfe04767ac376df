"""Rows and files that mean harm, or were spoilt on the way, are answered and never dropped."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.monitor.cells import Sheet, csv_text, safe
from foedus.monitor.current import rejected_rows
from foedus.monitor.exporting import rejected
from foedus.monitor.ledger import Ledger
from foedus.monitor.rows import incidents
from foedus.monitor.store import LedgerError
from foedus.monitor.tables import BadFileError
from foedus.views.watch import printable

from .conftest import HEADER, Watch, case, row
from .conftest import table as rows_of
from .test_reading import read, read_path


def told(raw: bytes) -> tuple[int, list[str]]:
    found, rejected = read(raw)
    return len(found), [reason for _, reason in rejected]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"latitude": 91}, "its coordinates are out of range"),
        ({"longitude": "1e300"}, "its coordinates are out of range"),
        ({"latitude": ""}, "it has one coordinate and not the other"),
        ({"date": "9999-01-01"}, "its date lies outside 1900 to 2100"),
        ({"date": "2020-02-30"}, "'date' is not a date such as 2020-07-27"),
        ({"date_end": "2019-01-01"}, "it ends before it begins"),
        ({"time": "24:00"}, "'time' is not a time of day such as 14:30"),
        ({"time": "2 pm"}, "'time' is not a time of day such as 14:30"),
        ({"time": "09:15", "date_end": "2020-01-04"}, "it has a time of day and several days"),
        ({"deaths": -5}, "it has fewer than no deaths"),
        ({"deaths_high": -1}, "it has fewer than no deaths"),
        ({"deaths": 10**12}, "it has over 100,000,000 deaths"),
        ({"deaths": 1.5}, "'deaths' is not a whole number"),
        ({"kind": "war"}, "'kind' is none of"),
        ({"a_began": 2}, "'a_began' is no chance"),
        ({"km": -1}, "'km' is below zero"),
        ({"id": ""}, "it has no id"),
        ({"place": "a\0b"}, "it holds a NUL byte"),
        ({"place": "a,b"}, "it has 21 fields and the header has 20"),
        ({"place": '"a"b'}, "text stands after a closing quote"),
    ],
)
def test_a_bad_row_is_kept_with_its_reason(said: dict[str, object], reason: str):
    count, reasons = told(rows_of([row(1, "2020-01-02"), row(2, "2020-01-02", **said)]).encode())
    assert count == 1
    assert [r[: len(reason)] for r in reasons] == [reason]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "its encoding cannot be told"),
        (b"what,is,this\n", "the header of none of these"),
    ],
)
def test_a_file_that_is_no_table_is_told(raw: bytes, message: str):
    with pytest.raises(BadFileError, match=message):
        told(raw)


def test_a_field_of_ten_megabytes_is_read_and_does_no_harm():
    big = '"' + "x" * 10_000_000 + '"'
    raw = rows_of([row(1, "2020-01-02", note=big), row(2, "2020-01-02")]).encode()
    assert told(raw) == (2, [])


def test_a_quote_that_is_never_closed_costs_one_line():
    raw = rows_of([row(1, "2020-01-02"), row(2, "2020-01-02", place='"open'), row(3, "2020-01-03")])
    count, reasons = told(raw.encode())
    assert (count, reasons) == (2, ["a quote is opened here and not closed in its row"])


@pytest.mark.parametrize("block", [64, 1 << 19])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("notes", "wrong"),
    [
        (['"opened', "x", "y", 'closed"'], [1]),  # which would swallow three rows
        (['"opened', 'closed"', "x", "y"], [1]),  # and be one row with the note of two
        (["x", "y", '"opened', 'closed"'], [3]),
        (['"opened', "x", '"opened', 'closed"'], [1, 3]),
        (['"of several\nlines, with, 2020-01-02, commas\nand an end"', "x", "y", "z"], []),
        (['"of, a, line\nas, long, as, any, row, of, the, table"', "x", "y", "z"], []),
    ],
)
def test_a_quote_that_another_row_closes_costs_one_line(
    notes: list[str], wrong: list[int], end: str, block: int, monkeypatch: pytest.MonkeyPatch
):
    """Each of the rows has a day where days stand, and a note as its last but one field."""
    monkeypatch.setattr("foedus.monitor.delimited._BLOCK", block)
    lines = ["id,date,kind,side_a,side_b,place,note,deaths"]
    lines += [f"{n},2020-01-0{n},battle,a,b,c,{note},1" for n, note in enumerate(notes, 1)]
    count, reasons = told((end.join(lines).replace("\n", end) + end).replace("\r\r", "\r").encode())
    assert (count, len(reasons)) == (4 - len(wrong), len(wrong))
    assert set(reasons) <= {"a quote is opened here and not closed in its row"}


@pytest.mark.parametrize("count", [1, 300, 5000])
def test_many_short_rows_are_all_read(count: int):
    raw = "id,date,kind\n" + "".join(f"{i},2020-01-02,other\n" for i in range(count))
    assert told(raw.encode()) == (count, [])
    assert told(raw.encode() + b"\n" * 5000) == (count, [])
    lines = b"id,date,kind\n" + b"1\n" * count
    assert told(lines) == (0, ["it has 1 fields and the header has 3"] * count)


def test_a_last_line_without_its_end_is_a_row():
    raw = (HEADER + "\n" + row(1, "2020-01-02")).encode()
    assert told(raw) == (1, [])


def test_ids_that_are_used_again_are_told_and_the_first_row_counts(
    watching: Callable[..., object], tmp_path: Path
):
    again = row(1, "2020-03-03")
    watch = watching(rows=[row(1, "2020-01-02"), row(2, "2020-01-05"), again, row(2, "2020-01-05")])
    (release,) = watch.ledger.releases()
    assert (release.count, release.rejected) == (2, 2)
    listed = list(csv.reader(io.StringIO(csv_text(rejected(watch.ledger, [release], {})))))
    assert [line[3:5] for line in listed[1:]] == [
        ["3", "its id was given to another row"],
        ["4", "the same row stands twice"],
    ]
    assert [f.first.isoformat() for f in watch.surveys()[0].findings] == [
        "2020-01-02",
        "2020-01-05",
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\ufeff=1", "|cmd", "%0", "\r=1", "\n=1"]
)
def test_no_cell_of_an_export_is_a_formula(cell: str):
    assert safe(cell) == "'" + cell.replace("\r", "\n")
    ((shown,),) = list(csv.reader(io.StringIO(csv_text(Sheet("s", ["a"], [[cell]])), newline="")))[
        1:
    ]
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))


def test_an_explanation_cannot_steer_the_terminal():
    assert "\x1b" not in printable("\x1b[2J\x1b]0;title\x07") + printable("\u202e\u0085\u2028")


def test_names_that_no_drawing_can_hold_are_drawn_without_harm():
    # A control character once ended the renderer, and the program with it.
    from foedus.language.observation import Zone
    from foedus.monitor.zones import ground
    from foedus.views.incident_map import Spot, map_svg

    viewpoint = "https://example.org/" + "x" * 300  # nowhere to break the line
    zone = ground("z\x1b[2J", Zone(polygon=((30, 40), (31, 40), (31, 41)), viewpoint=viewpoint), {})
    names = ["a\x1b[2Jb", "<script>alert(1)</script>", "\u202egnp.exe", "Ž" * 200, "\ud800"]
    spots = [Spot(30.2, 40.1 + 0.2 * at, 1, 1, name) for at, name in enumerate(names)]
    drawn = map_svg("a\0title", [zone], spots, left_out=3)
    assert "3 incidents not drawn: no place is known to within 2000 km." in drawn
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert not set(drawn) & {"\x1b", "\0", "\u202e"}
    assert "Ž" * 39 + "…" in drawn


def test_an_explanation_shows_no_control_character_of_any_field(watching: Callable[..., object]):
    from foedus.views.watch import explanation

    watch = watching(
        rows=[row("1\x1b[2J", "2020-01-02", place="a\x1b]0;b\x07", side_b="Alpha \u202e")]
    )
    (surveyed,) = watch.surveys()
    (finding,) = surveyed.findings
    (row_seen,) = incidents(surveyed.rows)
    incident = row_seen.canonical()
    said = "\n".join(explanation(surveyed, finding, [(incident, 1.0, "")], watch.arrangement))
    assert all(c.isprintable() or c == "\n" for c in said)


def test_a_rejected_line_of_json_is_told_by_its_number(tmp_path: Path):
    """Lines that are no JSON, and rows that cannot be, both by their place in the file."""
    said = {1: "{", 2: 2, 3: "[1]", 4: '{"x": 1}', 5: "nothing", 6: 6, 7: 7}
    bad = {2: {"latitude": 99, "longitude": 1}, 6: {"deaths_low": 9, "deaths_high": 1}}
    lines = [
        line
        if isinstance(line, str)
        else json.dumps({"id": line, "date": "2020-01-02", "kind": "force", **bad.get(line, {})})
        for line in said.values()
    ]
    file = tmp_path / "said.jsonl"
    file.write_text("\n".join([*lines[:3], "", *lines[3:]]))
    watch = Watch(tmp_path / "w.ledger", case())
    watch.ingest(file)
    (release,) = watch.ledger.releases()
    assert {number: reason for number, reason, _ in rejected_rows(watch.ledger, release)} == {
        1: "it is not a line of JSON in UTF-8",
        2: "its coordinates are out of range",
        3: "it is not a JSON object",
        4: "there is no key 'x' in an incident",
        5: "it is not a line of JSON in UTF-8",
        6: "'deaths_low' is above 'deaths_high'",
    }
    watch.ledger.close()


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadFileError, match="this is a pipe"):
        read_path(tmp_path / "pipe")


def test_a_ledger_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("foedus.monitor.chain.append", fails)
    with pytest.raises(LedgerError, match=r"w\.ledger: No space left on device"):
        Ledger.start(tmp_path / "w.ledger", case(), "{}", "2026-01-01T00:00:00.000000Z")
    assert list(tmp_path.iterdir()) == []
