"""What contradicts itself, was withdrawn by its keeper, or corrects an earlier file, is told.

Every answer here is worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.before_after import Comparison, compared
from foedus.monitor.comparable import basis
from foedus.monitor.difference import difference_from_before
from foedus.monitor.formats.ged import HEADER as GED
from foedus.monitor.formats.proposing import propose
from foedus.monitor.unpacking import BadFileError
from foedus.views.before_after import comparison_lines

from .conftest import HEADER, STAMP, Watch, case, row, table
from .test_before_after import ACLED

Watching = Callable[..., Watch]


def ged(number: int, year: str, start: str, end: str) -> str:
    said = {"id": number, "year": year, "type_of_violence": 1, "side_a": "Beta", "side_b": "Alpha"}
    said |= {"where_prec": 1, "latitude": 41, "longitude": 31, "date_start": start, "best": 1}
    said |= {"date_end": end, "low": 1, "high": 1}
    return ",".join(str(said.get(name, "")) for name in GED.split(","))


def test_a_row_of_another_year_than_its_date_does_not_count(watching: Watching, tmp_path: Path):
    """A year within its days is right, and one that is not told contradicts nothing."""
    rows = [
        ged(1, "2020", "2020-02-05", "2020-02-05"),
        ged(2, "2021", "2020-02-06", "2020-02-06"),
        ged(3, "2021", "2020-12-31", "2021-01-01"),
        ged(4, "", "2020-02-07", "2020-02-07"),
        ged(5, "2019", "2020-12-31", "2021-01-01"),
    ]
    (tmp_path / "g.csv").write_text("\n".join([GED, *rows]))
    receipt = watching().ingest(tmp_path / "g.csv")
    assert (receipt.rows, dict(receipt.reasons)) == (
        3,
        {"'year' is another year than that of its date": 2},
    )
    lines = [f"X{n},2020-03-0{n},Battles,1,1,41,31,Beta,Alpha army,,{2018 + n}" for n in (1, 2)]
    (tmp_path / "b.csv").write_text("\n".join([f"{ACLED},year", *lines]))
    assert watching(name="b").ingest(tmp_path / "b.csv").rows == 1


def test_a_correction_is_compared_with_the_file_that_it_corrects(
    watching: Watching, tmp_path: Path
):
    """January has 1, 2 and 3, February 11; corrected, January lacks 2, has 12 and changes 1."""

    def read(name: str, *rows: str) -> object:
        (tmp_path / name).write_text(table(rows))
        on = f"2026-01-0{2 + len(watch.ledger.releases())}"
        return watch.ingest(tmp_path / name, label=name, published=on).release

    watch = watching()
    read("jan", *(row(n, f"2020-01-0{n}") for n in (1, 2, 3)))
    read("feb", row(11, "2020-02-01"))
    corrected = row(1, "2020-01-01", deaths=50), row(3, "2020-01-03"), row(12, "2020-01-04")
    found = difference_from_before(watch.ledger, read("jan2", *corrected))
    assert (found.before, found.shares_ids) == ("jan", True)
    assert (found.added, found.withdrawn) == (("12",), ("2",))
    assert found.changed == (("1", ("deaths",)),)
    both = row(11, "2020-02-02"), row(1, "2020-01-01", deaths=50), row(2, "2020-01-05")
    found = difference_from_before(watch.ledger, read("both", *both))
    assert (found.before, found.added) == ("jan2", ())
    assert found.changed == (("11", ("days",)), ("2", ("days",)))


def test_what_is_struck_through_is_told_and_a_cell_across_two_sides_is_refused(
    watching: Watching, tmp_path: Path
):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    for said in (HEADER, *(row(n, f"2020-02-0{n}") for n in (1, 2, 3))):
        book.active.append(said.split(","))
    for cell in book.active[3]:
        cell.font = openpyxl.styles.Font(strike=True)
    book.active["B4"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    receipt = watching().ingest(tmp_path / "a.xlsx")
    assert receipt.rows == 3
    assert any(told.startswith("1 row has cells that are struck") for told in receipt.told)
    book.active.merge_cells("I2:J3")
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(BadFileError, match="row 2 has one cell across the columns 'side_a' and"):
        watching(name="b").ingest(tmp_path / "b.xlsx")


def test_the_days_of_three_columns_come_before_one_that_is_only_called_like_a_date():
    said = propose("gtd", ["eventid", "iyear", "imonth", "iday", "approxdate"], {})
    assert "  date: [iyear, imonth, iday]" in said
    assert said.endswith("# not used: ['approxdate']")
    assert "  date: 'event_date'" in propose("x", ["event_date", "year", "month", "day"], {})
    header = ["lfd. nr.", "datum", "breite", "länge", "täter", "opfer", "tote", "art", "ort"]
    things = "id: 'lfd. nr.'|date: 'datum'|latitude: 'breite'|longitude: 'länge'|side_a: 'täter'"
    things += "|side_b: 'opfer'|deaths: 'tote'|kind: 'art'|place: 'ort'"
    said = propose("log", header, {})
    assert [thing for thing in things.split("|") if f"  {thing}\n" not in said] == []


def test_why_incidents_are_not_compared_is_the_reason_that_holds(watching: Watching):
    """One on a day on which observers were barred; no other of the reasons is named."""
    pytest.importorskip("statsmodels")
    watch = watching(rows=[row(n, f"2020-03-{n:02}") for n in range(1, 21)])
    shut = {"zone": "box", "access": "blocked", "from": "2020-03-18", "until": "2020-03-19"}
    (surveyed,) = watch.surveys(access=[{**shut, "by": "B", "note": ""}])
    on = date(2020, 3, 11)
    rests = basis(surveyed, on, 10)
    parts = tuple(compared(surveyed, rests))
    assert (rests.uncounted, rests.shut_out) == (2, 2)
    lines = comparison_lines(Comparison("no-fire", on, parts, rests=rests))
    assert (
        "2 incidents within 10 days of it lie on days that are not compared: observers were shut "
        "out on them."
    ) in list(lines)


def test_an_entry_of_access_that_contradicts_another_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case())

    def foedus(*words: str) -> str:
        done = CliRunner().invoke(main, ["monitor", *words])
        assert done.exit_code == 0, done.output
        return done.output

    def access(state: str, first: str, last: str) -> str:
        days = "--from", first, "--until", last
        return foedus("access", "--zone", "box", "--state", state, *days, "--signed", "N")

    foedus("init", "case.yaml")
    assert access("blocked", "2020-02-01", "2020-02-29") == "Recorded.\n"
    said = access("full", "2020-02-05", "2020-02-14")
    assert "'blocked' is on record for 'box' from 2020-02-01 to 2020-02-29" in said
    assert access("full", "2020-03-01", "2020-03-14") == "Recorded.\n"
    assert foedus("findings", "--json", "-") == ""


def test_nothing_is_said_of_a_side_by_a_column_of_the_other(watching: Watching, tmp_path: Path):
    """A table without its second side tells who was on the first."""
    names = HEADER.split(",")
    at = names.index("side_b")
    lines = [line.split(",") for line in (HEADER, row(1, "2020-02-01"))]
    text = "\n".join(",".join(cell for n, cell in enumerate(line) if n != at) for line in lines)
    (tmp_path / "a.csv").write_text(text)
    receipt = watching().ingest(tmp_path / "a.csv", recorded=STAMP.format(2))
    assert not any("took part" in told for told in receipt.told)
