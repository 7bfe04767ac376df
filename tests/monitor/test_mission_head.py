"""What a head of mission forwards: no more than the record bears, and nothing without its reason.

Every answer here is worked out by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.duplicates import Pair
from foedus.monitor.importing import Receipt
from foedus.monitor.incident import Incident
from foedus.monitor.rates import rate
from foedus.views.watch import explanation
from foedus.views.watch_funnel import funnel_lines, rejected_line, stages_line
from foedus.views.watch_pairs import pair_plain
from foedus.views.watch_status import _found

from .conftest import Watch, case, compared_about, row, table
from .test_reading import read

Watching = Callable[..., Watch]
WHOLE = case()
MUTUAL = [
    row(1, "2020-02-10", side_a="Alpha", side_b="Beta", a_began=1),
    row(2, "2020-02-10", a_began=1),
    row(3, "2020-03-10", a_began=1),
]


def test_an_even_chance_is_not_likelier_than_not(watching: Watching):
    """Of two shots of one day, without hours, either came first: each is a response with 1/2."""
    watch = watching("kinds: [force], lawful_response: PT24H", MUTUAL)
    surveyed = watch.surveys()[0]
    assert [(f.chance, f.likely) for f in surveyed.findings] == [(0.5, False), (1, True)]
    first = next(iter(_found(surveyed, whole=False)))
    assert "2 findings, 1 likelier than not, 1 as likely as not, 2020-02-10/2020-03-10" in first


def test_a_side_that_began_with_an_even_chance_is_not_said_to_have_begun(watching: Watching):
    """Of a row that either side may have begun, each with 1/2, none is counted as begun by B."""
    pytest.importorskip("statsmodels")
    rows = [row(n, f"2020-02-{n:02}", a_began=0.5 if n < 6 else 1) for n in range(1, 21)]
    surveyed = watching(rows=rows).surveys()[0]
    found = {p.of: p.ratio for p in compared_about(surveyed, date(2020, 2, 11), 10)}
    assert (found["all"].before, found["begun by B"].before) == (10, 5)


def test_a_row_that_may_be_a_lawful_response_says_to_which_and_with_what_chance(
    watching: Watching,
):
    watch = watching("kinds: [force], lawful_response: PT24H", MUTUAL)
    surveyed = watch.surveys()[0]
    assert surveyed.answers == {("plain", "2"): (("plain", "1"), 0.5)}

    def said(number: int) -> str:
        finding = surveyed.findings[number]
        at = finding.evidence[0].at
        names = ("source", "id", "start", "end", "place", "unit", "country", "latitude")
        told = dict.fromkeys(names, "") | {"latitude": 41.0, "longitude": 31.0, "km": 1.0}
        told |= {"time": "", "side_a": "Beta", "side_b": "Alpha", "kind": "battle"}
        told |= {"low": 0, "best": 0, "high": 0, "a_began": 1, "b_began": None, "a_seized": None}
        told |= {"source": "plain", "id": surveyed.rows["id"][at]}
        return "\n".join(explanation(surveyed, finding, [(told, 0.5, "")], watch.arrangement))

    assert "kind are known, and by whether it was a lawful response." in said(0)
    assert (
        "with chance 0.5 it was a lawful response, within 24 hours after plain 1, and does not "
        "count"
    ) in said(0)
    assert "at 41, 31 (to within 1 km)" in said(0)  # it has a point, and no name
    assert "by whether" not in said(1)


@pytest.mark.parametrize(
    ("observed", "rows", "ends"),
    [
        ("kinds: [force]", [row(1, "2020-02-10", a_began=0)], "not begun by others 0"),
        (
            "kinds: [force], lawful_response: PT24H",
            [
                row(1, "2020-02-10", time="12:00", side_a="Alpha", side_b="Beta", a_began=1),
                row(2, "2020-02-10", time="13:00", a_began=1),
            ],
            "not begun by others 1 → no lawful response 0",
        ),
        (
            "kinds: [force], precision: {days: 2}",
            [row(1, "2020-02-10", date_end="2020-02-20")],
            "towards its other side 1 → exact enough 0",
        ),
        ("kinds: [force]", [row(1, "2020-02-10")], "towards its other side 1 → counted 1"),
    ],
)
def test_why_rows_do_not_count_in_the_end_is_said(
    watching: Watching, observed: str, rows: list[str], ends: str
):
    assert stages_line(watching(observed, rows).surveys()[0]).endswith(ends)


def test_rows_without_a_place_are_told(watching: Watching):
    """One row has no point, one has, and one has none but lies outside the days of the norm."""
    nowhere = {"latitude": "", "longitude": "", "km": ""}
    rows = [row(1, "2020-02-10"), row(2, "2020-02-11", **nowhere), row(3, "2010-02-11", **nowhere)]
    surveyed = watching(rows=rows).surveys()[0]
    assert surveyed.funnel.placeless == 1
    assert "  1 row of its days tells neither a point nor a region: in no zone" in list(
        funnel_lines(surveyed)
    )


def test_an_alias_is_not_proposed_for_whom_the_source_calls_civilians(watching: Watching):
    rows = [row(1, "2020-02-10", side_a="Civilians (Beta militia)", side_b="Alpha army")]
    assert ("Beta militia", "") in watching(rows=rows).surveys()[0].funnel.dead


@pytest.mark.parametrize("said", ["n/a", "N/A", "unknown", "-", "?", "NA", ""])
def test_a_number_that_is_not_known_is_not_told_and_the_row_counts(said: str):
    found, rejected = read(f"id,date,kind,deaths\n1,2020-01-02,battle,{said}\n")
    assert ([i.best for i in found], rejected) == ([-1], [])


def receipt(watch: Watch, rows: list[str], tmp_path: Path) -> Receipt:
    file = tmp_path / "log.csv"
    file.write_text(table(rows))
    return watch.ingest(file)


def test_what_does_not_count_is_told_beside_what_does_and_how_it_is_mended(
    watching: Watching, tmp_path: Path
):
    """Of four rows two count, and two do not: half of all."""
    rows = [row(n, "2020-02-10", deaths=said) for n, said in enumerate(["1", "3-5", "ten", "n/a"])]
    assert rejected_line(receipt(watching(), rows, tmp_path)).startswith(
        " 2 more (50.0% of 4) do not count, 2 because 'deaths' is not a whole number (leave the "
        "cell empty where it is not told; a range such as 3-5 goes into two columns"
    )
    degrees = [row(n, "2020-02-10", latitude="50°31'" if n else 41) for n in range(2)]
    assert "'latitude' is not a number (numbers are written in digits alone" in rejected_line(
        receipt(watching(name="other"), degrees, tmp_path)
    )


def foedus(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start a ledger in a folder of its own, and stand there."""
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(WHOLE)
    foedus("init", "case.yaml")
    return tmp_path


def test_sheets_that_were_left_out_are_named_as_long_as_the_file_counts(place: Path):
    """The ids of the second sheet start anew; the third is hidden."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    for name, sheet in (("North", book.active), *((n, book.create_sheet()) for n in ("S", "H"))):
        sheet.title = name
        for line in table([row(1, f"2020-02-1{len(name)}")]).splitlines():
            sheet.append(line.split(","))
    book["H"].sheet_state = "hidden"
    book.save("two.xlsx")
    foedus("ingest", "two.xlsx", status=1)
    assert "    2 tables of its file were left out: 'foedus monitor releases'" in foedus("status")
    south = "two.xlsx, sheet S: none of its rows can be read: its id was given to"
    hidden = "two.xlsx, sheet H: it is hidden."
    for said in (
        foedus("status", "--all"),
        foedus("releases"),
        foedus("export", "--rejected", "-"),
    ):
        assert south in said
        assert hidden in said
    foedus("report", "a.html")
    assert "sheet H: it is hidden." in Path("a.html").read_text()
    assert "two.xlsx: it is" not in foedus("verify")
    release = foedus("releases").split()[0]
    foedus("retract", release, "--signed", "A", "--note", "mistake")
    assert "left out" not in foedus("status", "--all")


def test_what_a_complete_file_withdraws_is_counted_and_named(place: Path):
    """Of rows 1 to 4 the second file lacks 3; row 2 it dates to another day.

    So of four findings that of row 2 stands no longer at first, and that of row 3 once the same
    rows are said to be all.
    """
    rows = {n: row(n, f"2020-02-{n:02}", a_began=1) for n in range(1, 5)}
    Path("a.csv").write_text(table(list(rows.values())))
    foedus("ingest", "a.csv", "--label", "1", "--published", "2020-03-01")
    moved = row(2, "2020-02-22", a_began=1)
    Path("b.csv").write_text(table([rows[1], moved, rows[4], row(5, "2020-02-25", a_began=1)]))
    said = foedus("ingest", "b.csv", "--label", "2", "--published", "2020-03-02")
    assert "5 findings, 2 of them new or revised. 1 that stood before stands no longer: " in said
    assert "no longer: no-fire 2020-02-02 (" in said
    more = ("--label", "3", "--published", "2020-03-03", "--complete")
    said = foedus("ingest", "b.csv", *more)
    assert (
        "taken as complete for 2020-02-01 to 2020-02-25 in every country: 1 row of earlier files "
        "that it lacks is withdrawn ('3')"
    ) in said
    assert "1 that stood before stands no longer: no-fire 2020-02-03 (" in said
    assert "1 row of earlier files that it lacks is withdrawn ('3')" in foedus("releases")


def test_numbers_that_are_not_told_are_null_in_what_programs_read():
    """Nobody tells of civilians, and the second row of no deaths at all."""
    on = date(2020, 2, 1)
    rows = [Incident(source=f"s{best}", id="1", start=on, end=on, best=best) for best in (2, -1)]
    said = pair_plain(Pair(*rows, 0.4))
    assert [(r["best"], r["civilians"]) for r in said["rows"]] == [(2, None), (None, None)]


def test_days_on_which_observers_were_barred_have_their_days_among_the_rows(place: Path):
    Path("case2.yaml").write_text(WHOLE.replace("kinds: [force]", "kinds: [access_denied]"))
    foedus("init", "case2.yaml", "--ledger", "b.ledger")
    more = ("--from", "2020-03-01", "--until", "2020-03-04", "--by", "B", "--signed", "A")
    foedus("access", "--zone", "box", "--state", "blocked", *more, "--ledger", "b.ledger")
    said = foedus("export", "--rows", "-", "--ledger", "b.ledger")
    (found,) = csv.DictReader(io.StringIO(said))
    assert (found["source"], found["start"], found["end"]) == ("access", "2020-03-01", "2020-03-04")


def test_rows_dated_after_the_day_of_reading_are_among_those_that_do_not_count(place: Path):
    """Half of the file was hardly read as it was meant: the status is 1, as for any such."""
    Path("a.csv").write_text(table([row(1, "2020-02-01"), row(2, "2029-02-01")]))
    foedus("ingest", "a.csv", status=1)
    (found,) = csv.DictReader(io.StringIO(foedus("export", "--rejected", "-")))
    assert (found["row"], found["reason"]) == ("2", "it is dated after the day of reading")
    assert found["text"].startswith("2,2029-02-01")


@pytest.mark.parametrize(("many", "said"), [(10, "1 event a day ("), (20, "2 events a day (")])
def test_one_a_day_is_one_event(many: int, said: str):
    assert str(rate(np.full(10, many / 10), "events")).startswith(said)


def test_a_day_that_was_moved_from_utc_is_told(place: Path):
    """22:30 in UTC at 31 degrees east is 00:34 of the next day; 20:30 is 22:34 of the same."""
    rows = [row(1, "2020-05-01T22:30:00Z"), row(2, "2020-05-03T20:30:00Z"), row(3, "2020-05-05")]
    Path("a.csv").write_text(table(rows))
    assert (
        "1 row stands on the day before or after the one that is written: hours in UTC are moved "
        "to the place, by longitude, 15 degrees an hour"
    ) in foedus("ingest", "a.csv")
    assert [line[12:22] for line in foedus("findings").splitlines()] == [
        "2020-05-02",
        "2020-05-03",
        "2020-05-05",
    ]


def test_an_interrupted_import_says_what_stands(place: Path, monkeypatch: pytest.MonkeyPatch):
    """The first file is entered; the second is interrupted as it is read."""
    from foedus.cli.monitor import feeding

    for name in "ab":
        Path(f"{name}.csv").write_text(table([row(name, "2020-02-01")]))
    real = feeding.read_in

    def broken(ledger: object, path: Path, *rest: object) -> object:
        if path.name == "b.csv":
            raise KeyboardInterrupt
        return real(ledger, path, *rest)

    monkeypatch.setattr(feeding, "read_in", broken)
    said = foedus("ingest", "a.csv", "b.csv", status=130)
    assert "Interrupted. On record, and counted from now on: a.csv." in said
    assert "Nothing of it is on record." in foedus("ingest", "b.csv", status=130)


def test_another_case_does_not_take_the_place_of_a_watch_by_mistake(place: Path):
    other = WHOLE.replace("no-fire", "no-shot").replace("A small truce", "Another truce")
    Path("other.yaml").write_text(other)
    said = foedus("init", "other.yaml", "--amend", status=2)
    assert "the ledger watches 'A small truce' (no-fire), and 'Another truce' has none" in said
    Path("other.yaml").write_text(other.replace("Another truce", "A small truce"))
    assert foedus("init", "other.yaml", "--amend") == (
        "The terms are new. Watched from now on: no-shot. No longer: no-fire.\n"
    )


def test_what_a_person_typed_is_answered_with_one_stop(place: Path):
    words = ("--on", "2020-03-01", "--what", "no-fire", "--signed", "A. A.")
    said = foedus("record", "--by", "A", "--do", "aleg", *words, status=2)
    assert said.splitlines()[-1].endswith("Did you mean 'allege'?")
    said = foedus("record", "--by", "NOBODY", "--do", "allege", *words, status=2)
    assert ".." not in said


def test_where_no_row_bears_on_a_norm_nobody_is_told_to_read_a_file(place: Path):
    asked = ("timeline", "--at", "2020-03-01", "--norm", "no-fire")
    assert "nothing has been read yet" in foedus(*asked, status=2)
    Path("a.csv").write_text(table([row(1, "2020-02-01", kind="unrest")]))
    foedus("ingest", "a.csv")
    assert "no row that was read bears on 'no-fire'" in foedus(*asked, status=2)
    assert "No row that was read bears on any norm" in foedus("timeline", status=2)


def test_whoever_can_stop_a_step_is_named_as_everywhere_else(place: Path):
    """A is called Alphaland: once it allege, the body's members are named so too."""
    Path("case2.yaml").write_text(WHOLE.replace("M: {role", "M: {name: the mission, role"))
    foedus("init", "case2.yaml", "--ledger", "b.ledger")
    Path("a.csv").write_text(table([row(1, "2020-02-01", a_began=1)]))
    foedus("ingest", "a.csv", "--ledger", "b.ledger")
    said = foedus("status", "--ledger", "b.ledger")
    assert "A or B or the mission can stop it alone" in said
