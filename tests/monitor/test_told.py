"""What a row tells of a norm, and what it leaves open: nothing is guessed in silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import BadArrangementError, read
from foedus.monitor.before_after import unsaid
from foedus.monitor.cells import csv_text
from foedus.monitor.comparable import basis
from foedus.monitor.difference import difference_from_before
from foedus.monitor.exporting import evidence
from foedus.monitor.formats.proposing import propose
from foedus.monitor.sighting import sights
from foedus.monitor.tables import header_of
from foedus.monitor.unpacking import BadFileError
from foedus.monitor.zones import BadShapeError
from foedus.views import difference_line, explanation, finding_line, funnel_lines

from .conftest import Watch, case, row, table

TWO_ZONES = (
    case("kinds: [force]")
    .replace(
        "box: {polygon: [[30, 40], [32, 40], [32, 42], [30, 42]]}",
        "west: {polygon: [[30, 40], [31, 40], [31, 42], [30, 42]]}\n"
        "    east: {polygon: [[31, 40], [32, 40], [32, 42], [31, 42]]}",
    )
    .replace("zones: box", "zones: [west, east]")
)
BOTH = (
    case("kinds: [force, against_civilians]")
    .replace("bearer: B\n    towards: A", "bearer: [A, B]\n    towards: [B, A]")
    .replace("actors: B", "actors: [A, B]")
    .replace("conduct: {", "conduct: {A: {towards: B, acts: [{act: comply}, {act: fire}]}, ")
)


@pytest.fixture
def watched(tmp_path: Path) -> Callable[..., Watch]:
    """Start a watch of a case of its own, and read rows into it."""

    def start(text: str, rows: Sequence[str]) -> Watch:
        watch = Watch(tmp_path / "w.ledger", text)
        (tmp_path / "w.csv").write_text(table(rows))
        watch.ingest(tmp_path / "w.csv")
        return watch

    return start


def test_zones_that_touch_are_taken_together(watched: Callable[..., Watch]):
    """A disc about their common border lies in both; one at the outer border half in them."""
    rows = [
        row(1, "2020-02-01", latitude=41, longitude=31, km=50),
        row(2, "2020-02-02", latitude=41, longitude=30.8, km=50),
        row(3, "2020-02-03", latitude=41, longitude=30, km=20),
    ]
    found = watched(TWO_ZONES, rows).surveys()[0].findings
    assert [f.chance for f in found] == [1, 1, pytest.approx(0.5, abs=0.01)]


@pytest.mark.parametrize(
    "zone",
    [
        "{polygon: [[179, 40], [-179, 40], [-179, 42], [179, 42]]}",
        "{line: [[179, 40], [-179, 40]], within_km: 15}",
        "{geojson: {type: Polygon, coordinates: [[[179, 4], [-179, 4], [-179, 5], [179, 4]]]}}",
    ],
)
def test_a_zone_over_the_date_line_is_not_read_as_the_rest_of_the_earth(zone: str):
    text = case().replace("{polygon: [[30, 40], [32, 40], [32, 42], [30, 42]]}", zone)
    with pytest.raises((BadShapeError, BadArrangementError), match="date line write two zones"):
        sights(read(text), {})


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ("{A: [Alpha*], B: [Beta, ALPHA*]}", "'ALPHA\\*' matches 'Alpha\\*', which is a name of A"),
        ("{A: [Alpha*], B: [Alpha militia]}", "'Alpha\\*' matches 'Alpha militia', .* name of B"),
        ("{A: [Alpha], B: ['*']}", "'\\*' matches names of every party"),
    ],
)
def test_a_name_of_two_parties_is_refused(aliases: str, said: str):
    text = case().replace("{A: [Alpha*], B: [Beta, Beta militia]}", aliases)
    with pytest.raises(BadArrangementError, match=said):
        read(text)


def test_whoever_is_attacked_as_a_civilian_counts_as_one(watched: Callable[..., Watch]):
    """By the kind of the row, whatever the word; what is a party's own name is no civilian's."""
    names = ["villagers", "Médecins Sans Frontières", "unknown", "Civilians (X)", "Beta militia"]
    rows = [
        row(n, f"2020-02-0{n}", kind="against_civilians", side_b=name, a_began=1)
        for n, name in enumerate(names, 1)
    ]
    rows.append(row(6, "2020-02-06", side_b="villagers", a_began=1))  # a battle, with whom?
    rows.append(row(7, "2020-02-07", kind="against_civilians", side_a="Gamma", side_b="Beta"))
    (survey,) = watched(case("kinds: [force, against_civilians]"), rows).surveys()
    assert [f.first.day for f in survey.findings] == [1, 2, 3, 4]
    assert survey.funnel.civil == (("Médecins Sans Frontières", 1), ("villagers", 1))
    assert survey.funnel.unmatched == (("Gamma", 1), ("villagers", 1))  # "unknown" names nobody
    told = "\n".join(funnel_lines(survey))
    assert "taken for civilians, as the kind says that such were attacked: 'Médecins" in told


def test_who_began_is_open_where_one_row_leaves_it_open(watched: Callable[..., Watch]):
    """Of two rows of a day one says that Beta began, the other nothing: of Alpha that is open."""
    rows = [
        row(1, "2020-02-01"),
        row(2, "2020-02-01", a_began=1),
        row(3, "2020-02-02", a_began=1),  # it says of Alpha that it did not begin
        row(4, "2020-02-03", a_began=0.4, side_b=""),  # the unnamed side may be Alpha
    ]
    found = watched(BOTH, rows).surveys()[0].findings
    assert [dict(f.began) for f in found] == [
        {"A": None, "B": 1},
        {"A": 0, "B": 1},
        {"A": None, "B": 0.4},
    ]


ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,latitude"
ACLED += ",longitude,geo_precision,fatalities"


def test_without_its_codes_names_tell_which_side_is_the_states(
    watched: Callable[..., Watch], tmp_path: Path
):
    """And where they do not, nobody is said to have taken ground."""
    state, rebel, won = "Military Forces of Alpha (2019-)", "Beta", "Battles,Government regains"
    lines = [
        f"1,2020-02-01,1,{won} territory,{state},{rebel},41,31,1,0",
        f"2,2020-02-02,1,{won} territory,{rebel},{state},41,31,1,0",
        f"3,2020-02-03,1,Battles,Non-state actor overtakes territory,{state},{rebel},41,31,1,0",
        f"4,2020-02-04,1,{won} territory,Alpha,{rebel},41,31,1,0",
    ]
    text = BOTH.replace("[force, against_civilians]", "[seizure]").replace("Alpha*", "'*Alpha*'")
    watch = Watch(tmp_path / "w.ledger", text)
    (tmp_path / "a.csv").write_text("\n".join([ACLED, *lines]))
    receipt = watch.ingest(tmp_path / "a.csv")
    assert [said for said in receipt.told if "inter1" in said]
    (survey,) = watch.surveys()
    assert [dict(f.began) for f in survey.findings] == [
        {"A": 1, "B": 0},
        {"A": 1, "B": 0},
        {"A": 0, "B": 1},
        {"A": None, "B": None},
    ]
    said = "\n".join(explanation(survey, survey.findings[3], [], watch.arrangement))
    assert "Of A and B, no source says who took the ground." in said


def test_two_columns_of_one_name_are_refused(watching: Callable[..., Watch], tmp_path: Path):
    """But for columns that nobody reads."""
    line = "1,2020-02-01,1,Battles,Armed clash,Alpha,Beta,41,31,1,0"
    (tmp_path / "a.csv").write_text(f"A title,of two cells\n{ACLED},Fatalities\n{line},9\n")
    watch = watching()
    with pytest.raises(BadFileError, match=r"a.csv: it has 2 columns named 'fatalities'"):
        watch.ingest(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text(f"{ACLED},notes,notes\n{line},,\n")
    assert watch.ingest(tmp_path / "b.csv").rows == 1


def test_a_bound_is_no_estimate(watching: Callable[..., Watch]):
    """At most 25, 0 to 25 and at least 3: no best estimate, and none is made up."""
    rows = [
        row(1, "2020-02-01", deaths="", deaths_high=25),
        row(2, "2020-02-10", deaths="", deaths_low=0, deaths_high=25),
        row(3, "2020-02-20", deaths="", deaths_low=3),
        row(4, "2020-02-20", deaths=2),
        row(5, "2020-02-28", deaths=""),
        row(6, "2020-03-01", deaths="", deaths_low=3, deaths_high=3),
    ]
    watch = watching(rows=rows)
    found = watch.surveys()[0].findings
    assert [f.deaths for f in found] == [
        (0, None, 25),
        (0, None, 25),
        (5, None, None),
        None,
        (3, 3, 3),
    ]
    assert [finding_line(f).partition(", ")[2].partition("; who")[0] for f in found] == [
        "0 to 25 deaths (no best estimate)",
        "0 to 25 deaths (no best estimate)",
        "at least 5 deaths",
        "",
        "3 deaths",
    ]
    table = [line.split(",") for line in csv_text(evidence(watch.surveys())).splitlines()]
    low = table[0].index("low")
    assert [line[low : low + 4] for line in table[1:4:2]] == [
        ["0", "", "25", ""],
        ["3", "", "", ""],
    ]


def test_whole_numbers_of_deaths_are_told_as_a_source_has_them(watching: Callable[..., Watch]):
    """203, between 203 and 206, is no 200 between 200 and 210; half a row of 5 is some 2.5."""
    rows = [
        row(1, "2020-02-01", deaths=203, deaths_low=203, deaths_high=206),
        row(2, "2020-02-10", deaths=1203),
        row(3, "2020-02-20", deaths=5, a_began=0.5),
        row(4, "2020-02-28", deaths=203, a_began=0.5),
    ]
    found = watching(rows=rows).surveys()[0].findings
    said = [finding_line(f).partition(", ")[2].partition("; who")[0] for f in found]
    assert said == ["203 deaths (203 to 206)", "1,203 deaths", "2.5 deaths", "102 deaths"]


def test_of_a_threshold_a_bound_alone_gives_a_chance(watching: Callable[..., Watch]):
    """Of the 26 numbers from 0 to 25 sixteen reach ten; at least 12 is enough."""
    rows = [
        row(1, "2020-02-01", deaths="", deaths_high=25),
        row(2, "2020-03-20", deaths="", deaths_low=12),
    ]
    watch = watching("kinds: [force], at_least: {deaths: 10, in_days: P7D}", rows)
    found = watch.surveys()[0].findings
    assert [f.chance for f in found] == [pytest.approx(16 / 26, abs=1e-6), 1]


def test_what_may_hide_findings_is_told_though_there_are_some(
    watching: Callable[..., Watch], tmp_path: Path
):
    rows = [
        row(1, "2020-02-01"),
        row(2, "2020-02-02", side_a="Betta", latitude=41.5),
        row(3, "2020-02-03", latitude=0, longitude=0),
        row(4, "2020-02-04", latitude=31, longitude=41),
    ]
    watch = watching(rows=rows)
    (tmp_path / "a.csv").write_text(f"{ACLED}\nX,2020-02-01,1,Skirmish,,Alpha,Beta,41,31,1,0\n")
    watch.ingest(tmp_path / "a.csv")
    watch.ledger.close()
    asked = ["monitor", "status", "--ledger", str(watch.path)]
    said = CliRunner().invoke(main, asked).output
    assert "no-fire: 1 finding" in said
    assert (
        "What may hide findings: names that no alias matches ('Betta' 1); kinds that are not known "
        "here ('Skirmish' 1); 1 row at 0, 0; 1 row outside a zone, near it were latitude and "
        "longitude swapped; --all tells of each norm."
    ) in said


def test_a_name_of_a_party_that_the_norm_is_not_about_is_no_unmatched_one(
    watched: Callable[..., Watch],
):
    text = case().replace("{A: [Alpha*], B: [Beta", "{M: [Watchers], A: [Alpha*], B: [Beta")
    rows = [row(1, "2020-02-01", side_a="Watchers"), row(2, "2020-02-01", side_a="Gamma")]
    assert watched(text, rows).surveys()[0].funnel.unmatched == (("Gamma", 1),)


MAPPING = """
foedus-map: 1
name: log
columns: {id: _uuid, date: when, kind: type, side_a: by, side_b: against, latitude: _gps}
constants: {a_began: 1}
"""


def test_our_own_words_mean_themselves_and_a_point_may_stand_in_one_column(
    watching: Callable[..., Watch], tmp_path: Path
):
    header = "_uuid,when,type,by,against,_gps"
    lines = [
        "u1,2020-02-01,Shelling,Beta,Alpha,41.0 31.0 390.0 4.5",
        "u2,2020-02-02,air strike,Beta,Alpha,41.5 31.5",
        "u3,2020-02-03,shelling,Beta,Alpha,near the mill",
        "u4,2020-02-04,ambush,Beta,Alpha,",
    ]
    (tmp_path / "k.csv").write_text("\n".join([header, *lines]))
    proposed = propose("log", *header_of("k.csv", tmp_path / "k.csv"))
    assert "  latitude: '_gps'" in proposed
    assert "  'Shelling': shelling\n  'air strike': air_strike\n  'ambush': other" in proposed
    watch = watching()
    receipt = watch.ingest(tmp_path / "k.csv", mapping=MAPPING)
    assert receipt.reasons == (("'_gps' is not a number", 1),)
    (survey,) = watch.surveys()
    assert [f.first.day for f in survey.findings] == [1, 2]
    assert survey.funnel.codes == (("ambush", 1),)


def of_acled(days: Sequence[str]) -> str:
    lines = [f"{n},{day},1,Battles,Armed clash,Alpha,Beta,41,31,1,1" for n, day in enumerate(days)]
    return "\n".join([ACLED, *lines]) + "\n"


@pytest.mark.parametrize(
    ("days", "order", "read_as"),
    [
        (
            ["2020-01-03", "2020-15-03", "2020-20-04"],
            "",
            ["2020-03-01", "2020-03-15", "2020-04-20"],
        ),
        (
            ["2020-01-03", "2020-02-04", "2020-03-05", "2020-13-03"],
            "",
            ["2020-01-03", "2020-02-04"],
        ),
        (["20/03/01", "20/03/05", "20/04/09"], "", []),
        (["20/03/01", "20/03/05", "20/04/09"], "ymd", ["2020-03-01", "2020-03-05", "2020-04-09"]),
        (["20/03/21", "24/03/21", "13/04/21"], "", ["2021-03-20", "2021-03-24", "2021-04-13"]),
    ],
)
def test_dates_with_the_day_in_the_middle_or_the_year_first(
    watching: Callable[..., Watch], tmp_path: Path, days: list[str], order: str, read_as: list[str]
):
    """Where a column tells it they are read so; where it may be two things nothing is read."""
    (tmp_path / "a.csv").write_text(of_acled(days))
    watch = watching()
    if not read_as:
        with pytest.raises(BadFileError, match=r"which number is the day.*ymd"):
            watch.ingest(tmp_path / "a.csv", dates=order)
        return
    watch.ingest(tmp_path / "a.csv", dates=order)
    found = [f.first.isoformat() for f in watch.surveys()[0].findings]
    assert found[: len(read_as)] == sorted(read_as)


def test_what_shares_no_id_is_no_release_of_the_same(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching()
    files = {"a.csv": [row(1, "2020-02-01"), row(2, "2020-02-09")], "b.csv": [row(7, "2020-02-05")]}
    for name, rows in files.items():
        (tmp_path / name).write_text(table(rows))
        receipt = watch.ingest(tmp_path / name, published="2020-03-01")
    found = difference_from_before(watch.ledger, receipt.release)
    assert found is not None
    assert difference_line(found) == "against a.csv: no id in common, so no later release of it"


def test_a_place_told_twice_and_differently_is_none(watching: Callable[..., Watch], tmp_path: Path):
    def feature(n: int, **said: object) -> dict[str, object]:
        told = {"id": n, "date": f"2020-02-0{n}", "kind": "battle", "side_a": "Beta", **said}
        return {
            "type": "Feature",
            "properties": told,
            "geometry": {"type": "Point", "coordinates": [31, 41]},
        }

    shapes = [feature(1), feature(2, latitude=41.04, longitude=31), feature(3, latitude=20)]
    whole = {"type": "FeatureCollection", "features": shapes}
    (tmp_path / "a.geojson").write_text(json.dumps(whole))
    receipt = watching().ingest(tmp_path / "a.geojson")
    why = "its columns for latitude and longitude and its geometry are two places"
    assert (receipt.rows, receipt.reasons) == (2, ((why, 1),))


def test_a_hidden_sheet_is_left_out_and_told(watching: Callable[..., Watch], tmp_path: Path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, many in (("seen", 1), ("hidden", 2)):
            sheet = book.add_worksheet(name)
            for at, line in enumerate(
                table([row(n, "2020-02-01") for n in range(many)]).splitlines()
            ):
                sheet.write_row(at, 0, line.split(","))
        book.get_worksheet_by_name("hidden").hide()
    receipt = watching().ingest(tmp_path / "a.xlsx")
    assert receipt.rows == 1
    assert receipt.told[-1].endswith(
        "sheet hidden: it is hidden. Show it in the workbook to read it."
    )


def test_what_is_wrong_is_told_by_the_name_that_its_column_has(
    watching: Callable[..., Watch], tmp_path: Path
):
    lines = (
        of_acled(["2020-02-01"]) + "9,2020-02-02,1,Battles,Armed clash,Alpha,Beta,41,31,1,some\n"
    )
    (tmp_path / "a.csv").write_text(lines)
    receipt = watching().ingest(tmp_path / "a.csv")
    assert receipt.reasons == (("'fatalities' is not a whole number", 1),)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"deaths": 9, "deaths_high": 5}, "'deaths' is above 'deaths_high'"),
        ({"deaths": 1, "deaths_low": 5}, "'deaths_low' is above 'deaths'"),
        ({"deaths": "", "deaths_low": 5, "deaths_high": 2}, "'deaths_low' is above 'deaths_high'"),
    ],
)
def test_deaths_in_disorder_are_not_put_in_order(
    watching: Callable[..., Watch], tmp_path: Path, said: dict[str, object], why: str
):
    (tmp_path / "a.csv").write_text(table([row(1, "2020-02-01"), row(2, "2020-02-02", **said)]))
    assert watching().ingest(tmp_path / "a.csv").reasons == ((why, 1),)


def test_a_finding_of_which_nobody_says_who_began_says_so_wherever_it_is_told(
    watching: Callable[..., Watch],
):
    """Row 1 says nothing of who began it, row 2 that B, who is bound, did not, row 3 that it did.

    Row 2 does not count against B at all; so of two findings one is alleged of nobody.
    """
    rows = [
        row(1, "2020-02-01"),
        row(2, "2020-02-10", a_began=0),
        row(3, "2020-02-20", a_began=1),
    ]
    watch = watching(rows=rows)
    surveyed = watch.surveys()[0]
    said = {str(f.first): finding_line(f) for f in surveyed.findings}
    assert set(said) == {"2020-02-01", "2020-02-20"}
    assert said["2020-02-01"].endswith("; who began is not told")
    assert "who began" not in said["2020-02-20"]
    assert [f.unsaid for f in surveyed.findings] == [True, False]
    assert unsaid(basis(surveyed, date(2020, 2, 5), 60)) == (1, 2)
