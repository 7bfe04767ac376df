"""What was read, retracted, lacked or not yet, is told; who reads sees one state of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.ledger import Ledger

from .conftest import case, row, table


def foedus(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case())
    foedus("init", "case.yaml")
    return tmp_path


def read(name: str, rows: list[str], *words: str) -> str:
    Path(name).write_text(table(rows))
    return foedus("ingest", name, *words)


def test_who_reads_sees_the_ledger_as_it_was_when_it_was_opened(folder: Path):
    read("a.csv", [row(1, "2020-02-01")])
    with Ledger.open(Path("foedus.ledger")) as before:
        read("b.csv", [row(2, "2020-02-05")])
        assert len(before.releases()) == 1
    with Ledger.open(Path("foedus.ledger")) as after:
        assert len(after.releases()) == 2


def test_a_retraction_names_who_retracted_what_and_why(folder: Path):
    read("a.csv", [row(1, "2020-02-01")], "--label", "first")
    named = foedus("releases").split()[0]
    foedus("retract", named, "--signed", "A. Analyst", "--note", "wrong date typed")
    for command in ("releases", "entries"):
        said = foedus(command)
        assert said.startswith(f"{named}  foedus incident file, first, 1 row: RETRACTED on ")
        assert said.rstrip().endswith("by A. Analyst: wrong date typed")
    assert "1 release was retracted" in foedus("status")
    foedus("export", "--xlsx", "a.xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    header, kept = openpyxl.load_workbook("a.xlsx")["releases"].iter_rows(values_only=True)
    told = dict(zip(header, kept, strict=True))
    assert told["retracted_by"] == "A. Analyst"
    assert told["retracted_why"] == "wrong date typed"


def test_nothing_is_published_on_a_day_that_has_not_come(folder: Path):
    Path("a.csv").write_text(table([row(1, "2020-02-01")]))
    said = foedus("ingest", "a.csv", "--published", "2931-01-01", status=2)
    assert "--published: 2931-01-01 has not come yet." in said
    assert "nothing has been read yet" in foedus("status")


def test_what_is_dated_after_its_reading_is_no_finding_and_spreads_no_rate(folder: Path):
    """Three days of February have an incident: two in three days that the record speaks of."""
    Path("case.yaml").write_text(case().replace("horizon: P10Y", "horizon: P79Y"))
    foedus("init", "case.yaml", "--ledger", "b.ledger")
    rows = [row(1, "2020-02-01"), row(2, "2020-02-03"), row(3, "2099-02-04")]
    Path("a.csv").write_text(table(rows))
    said = foedus("ingest", "a.csv", "--ledger", "b.ledger", status=1)
    assert "2 findings" in said
    assert "1 row is dated after the day of reading, and does not count" in said
    status = foedus("status", "--ledger", "b.ledger")
    assert "2099" not in status
    assert "over 3 days" in status
    assert "1 row dated after the day of reading" in status


def test_a_row_that_a_correction_lacks_counts_on_and_that_is_told(folder: Path):
    read("a.csv", [row(n, f"2020-02-0{n}") for n in (1, 2, 3)], "--published", "2020-03-01")
    said = read("b.csv", [row(n, f"2020-02-0{n}") for n in (1, 3)], "--published", "2020-03-02")
    assert "'2', which is no longer there, still counts, by the earlier file" in said
    assert foedus("findings").count("\n") == 3
    said = read(
        "c.csv",
        [row(1, "2020-02-01"), row(3, "2020-02-03", deaths=2)],
        "--published",
        "2020-03-03",
        "--complete",
    )
    assert "still counts" not in said
    assert foedus("findings").count("\n") == 2


def test_what_may_hide_further_findings_stands_under_its_norm(folder: Path):
    said = read("a.csv", [row(1, "2020-02-01"), row(2, "2020-02-03", latitude=0, longitude=0)])
    assert said.splitlines()[-2:] == [
        "no-fire: beside what was found",
        "  1 row at 0, 0, where no land is",
    ]


def test_numbers_of_three_digits_are_written_out():
    from foedus.figures import Figure

    assert str(Figure(173.2, 148.0, 1820.0, "events a day")) == "170 events a day (150 to 1,800)"


def test_the_status_says_of_how_many_findings_nobody_says_who_began(folder: Path):
    read("a.csv", [row(1, "2020-02-01"), row(2, "2020-02-20", a_began=1)])
    assert "; who began is not told of 1 of them" in foedus("status")
    foedus("init", "case.yaml", "--ledger", "b.ledger")
    both = [row(1, "2020-02-01"), row(2, "2020-02-20")]
    read("b.csv", both, "--ledger", "b.ledger")
    said = foedus("status", "--ledger", "b.ledger").splitlines()
    (line,) = [one for one in said if one.startswith("no-fire: ")]
    assert line.endswith("; who began is not told")
