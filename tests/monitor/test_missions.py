"""Tables as missions, forms and news wires keep them: each read as its keepers mean it, or told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from ruamel.yaml import YAML

from foedus.monitor.current import rows_of
from foedus.monitor.days import Moment, moment
from foedus.monitor.formats.mapped import BadMappingError, mapped
from foedus.monitor.formats.proposing import propose
from foedus.monitor.importing import Receipt
from foedus.monitor.rows import incidents
from foedus.monitor.tables import header_of
from foedus.monitor.unpacking import BadFileError

from .conftest import Watch
from .test_reading import read

Watching = Callable[..., Watch]
MAP = "foedus-map: 1\nname: log\ncolumns: {id: id, date: date, kind: kind}\n"
PLACED = MAP.replace("}", ", latitude: latitude, longitude: longitude}")


def proposed(path: Path, name: str = "log") -> str:
    return propose(name, *header_of(path.name, path))


def read_in(watch: Watch, receipt: Receipt) -> list[tuple[str, str, str, str, float | None]]:
    """The rows that count: id, first day, kinds, who acted, and the chance that this side began."""
    rows = (
        rows_of(watch.ledger, receipt.release).collect().with_columns(pl.lit("x").alias("source"))
    )
    told = [
        (i.id, i.start.isoformat(), i.kind, i.side_a, i.a_began) for i in incidents(rows.sort("id"))
    ]
    return sorted(told)


@pytest.mark.parametrize(
    ("said", "day", "minute", "utc"),
    [
        ("141230B OCT 24", "2024-10-14", 750, False),
        ("141230BOCT24", "2024-10-14", 750, False),
        ("160010Z Oct 2024", "2024-10-16", 10, True),
        ("14 0905 June 24", "2024-06-14", 545, False),
        ("141230JJUL24", "2024-07-14", 750, False),
        ("141230Dec24", "2024-12-14", 750, False),
        ("1595808000000", "2020-07-27", -1, False),
        ("1595808061000", "2020-07-27", 1, True),
        ("1595894399999", "2020-07-27", 1439, True),
    ],
)
def test_a_date_time_group_and_milliseconds_are_a_day_and_an_hour(
    said: str, day: str, minute: int, utc: bool
):
    """Day, hour and minute, a letter for the clock (Z is UTC), month, year: 12:30 is minute 750.

    27 July 2020 is the 18,470th day after 1 January 1970, and 18,470 times 86,400,000 is
    1,595,808,000,000; midnight to the second is how programs write a day.
    """
    on = moment(day)
    assert on is not None
    assert moment(said) == Moment(on.day, minute, utc)


@pytest.mark.parametrize(
    ("said", "minute"),
    [
        ("7/27/2020 3:25:00 AM", 205),
        ("7/27/2020 11:25 PM", 1405),
        ("7/27/2020 12:05:00 AM", 5),
        ("7/27/2020 12:05 PM", 725),
        ("7/27/2020 14:30", 870),
        ("7/27/2020 12:00:00 AM", -1),
        ("7/27/2020 0:00", -1),
        ("7/27/2020", -1),
    ],
)
def test_an_hour_behind_a_numbered_date_is_read(said: str, minute: int):
    """3:25 in the morning is minute 205; midnight is how programs write a day."""
    on = moment("2020-07-27")
    assert on is not None
    assert moment(said, "mdy") == Moment(on.day, minute)
    assert moment("7/27/2020 25:00", "mdy") is None


@pytest.mark.parametrize("said", ["321230B OCT 24", "142530B OCT 24", "141260B OCT 24", "1412 OCT"])
def test_what_is_like_a_date_time_group_and_is_none_is_no_date(said: str):
    assert moment(said) is None


def test_a_log_of_a_mission_is_read_by_what_is_proposed(watching: Watching, tmp_path: Path):
    """The third row is of 22:10 UTC on the 16th and tells no place: by which day there it counts no
    column tells, unless somebody says the time zone (three hours ahead, in Beirut, it is the 17th).
    """
    text = "Ser,DTG,BP,Incident type,Attributed to,Against\n"
    text += "1,141230B OCT 24,B34,Shelling,Beta,Alpha 1\n"
    text += "2,151805B OCT 24,B35,Shelling,Alpha 1,Beta\n"
    text += "3,162210Z OCT 24,B36,Shelling,Beta,Alpha 1\n"
    (tmp_path / "log.csv").write_text(text)
    mapping = proposed(tmp_path / "log.csv")
    days = (
        ("1", "2024-10-14", "Beta"),
        ("2", "2024-10-15", "Alpha 1"),
        ("3", "2024-10-17", "Beta"),
    )
    *two, third = [(n, day, "shelling", who, 1) for n, day, who in days]
    watch = watching()
    receipt = watch.ingest(tmp_path / "log.csv", mapping=mapping)
    assert read_in(watch, receipt) == two
    ((why, many),) = receipt.reasons
    assert (many, "--time-zone" in why) == (1, True)
    receipt = watch.ingest(tmp_path / "log.csv", mapping=mapping, zone="Asia/Beirut")
    assert read_in(watch, receipt) == [*two, third]


@pytest.mark.parametrize("said", ["27-Jul, 03:25", "27 July", "27.07.", "Jul 27", "27-Jul"])
def test_a_day_without_its_year_asks_for_it(said: str):
    """As in the tables of the OSCE's mission, whose title alone has the year."""
    found, rejected = read(f"id,date,kind\n1,{said.replace(',', '')},battle\n")
    assert found == []
    assert "of which year?" in rejected[0][1]


def test_a_column_that_says_how_many_is_told(watching: Watching, tmp_path: Path):
    """57 bursts in one row are one incident: whoever reads the counts must know."""
    (tmp_path / "a.csv").write_text("id,date,kind,No.\n1,2020-07-27,battle,57\n")
    (tmp_path / "b.csv").write_text("id,date,what,number_of_sources\n1,2020-07-27,battle,57\n")
    assert "# 'no.' may say how many events" in proposed(tmp_path / "a.csv")
    assert "may say how many events" not in proposed(tmp_path / "b.csv")
    told = watching().ingest(tmp_path / "a.csv", mapping=MAP).told
    assert any("'no.' may say how many events" in line for line in told)


def test_sums_by_week_are_no_events(watching: Watching, tmp_path: Path):
    """41 shellings of a week in a region are no shelling on a day."""
    (tmp_path / "a.csv").write_text(
        "WEEK,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,ID\n"
        "2020-07-25,Ukraine,Donetsk,Battles,Armed clash,41,3,3321\n"
    )
    with pytest.raises(BadFileError, match=r"its rows are sums .* a row for each event\.$"):
        watching().ingest(tmp_path / "a.csv")


def test_a_form_with_groups_is_read_and_a_repeated_group_is_told(
    watching: Watching, tmp_path: Path
):
    """Two incidents; the two casualties on the second sheet tell more of them."""
    head = ["start", "incident/date_incident", "incident/type_incident", "incident/perpetrator"]
    head += ["incident/victim", "location/_gps_latitude", "location/_gps_longitude", "_id", "_uuid"]
    rows = [
        ["2020-07-28T10:12", "2020-07-27", "shelling", "Beta", "Alpha 1", 41, 31, 101, "a"],
        ["2020-07-29T10:12", "2020-07-28", "shelling", "Alpha 1", "Beta", 41, 31, 102, "b"],
    ]
    again = [["casualty/killed", "_index", "_parent_index"], ["yes", 1, 1], ["no", 2, 1]]
    with xlsxwriter.Workbook(tmp_path / "form.xlsx") as book:
        for name, table in (("incidents", [head, *rows]), ("casualties", again)):
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(table):
                sheet.write_row(at, 0, cells)
    watch = watching()
    receipt = watch.ingest(tmp_path / "form.xlsx", mapping=proposed(tmp_path / "form.xlsx"))
    assert read_in(watch, receipt) == [
        ("101", "2020-07-27", "shelling", "Beta", 1),
        ("102", "2020-07-28", "shelling", "Alpha 1", 1),
    ]
    assert any("repeated group" in line and "casualties" in line for line in receipt.told)


def test_features_of_a_map_server_are_read(watching: Watching, tmp_path: Path):
    """The second is in metres of a map and not in degrees: its place is none, and it is told."""
    features = [
        {
            "attributes": {
                "id": n,
                "date": 1595808000000 + n,
                "kind": "shelling",
                "side_a": "Beta",
            },
            "geometry": {"x": x, "y": 41},
        }
        for n, x in ((0, 31), (86_400_000, 4_179_000))
    ]
    (tmp_path / "a.json").write_text(json.dumps({"features": features}))
    watch = watching()
    receipt = watch.ingest(tmp_path / "a.json", mapping=f"{PLACED}constants: {{a_began: 1}}\n")
    assert read_in(watch, receipt) == [("0", "2020-07-27", "shelling", "", 1)]
    assert receipt.reasons == (("its coordinates are out of range", 1),)


@pytest.mark.parametrize("many", [58, 61])
def test_files_of_gdelt_come_without_a_header(many: int, watching: Watching, tmp_path: Path):
    """Of three events in the places of the codebook two are fights (root code 19), by each side."""
    lines = []
    for n, (one, other, root) in enumerate((("B", "A", "19"), ("A", "B", "19"), ("B", "A", "04"))):
        cells = [""] * many
        cells[:5] = [f"{n}", "20260727", "202607", "2026", "2026.56"]
        cells[6], cells[16], cells[26], cells[28] = one, other, f"{root}0", root
        cells[29:35] = ["4", "-10.0", "10", "2", "10", "-5.2"]
        cells[-5:-3] = ["41.5", "31.5"]  # then the id of the place, the day added, the address
        cells[-2:] = ["20260727001500", "https://example.org"]
        lines.append("\t".join(cells))
    (tmp_path / "20260727.export.CSV").write_text("\n".join(lines) + "\n")
    mapping = proposed(tmp_path / "20260727.export.CSV")
    watch = watching()
    receipt = watch.ingest(tmp_path / "20260727.export.CSV", mapping=mapping)
    assert read_in(watch, receipt) == [
        ("0", "2026-07-27", "force", "B", 1),
        ("1", "2026-07-27", "force", "A", 1),
        ("2", "2026-07-27", "other", "B", 1),
    ]
    rows = rows_of(watch.ledger, receipt.release).collect()
    assert set(rows.select("latitude", "longitude").rows()) == {(41.5, 31.5)}


@pytest.mark.parametrize("before", ["i", "", "event "])
def test_a_day_or_month_that_is_not_known_may_be_any(
    before: str, watching: Watching, tmp_path: Path
):
    """In the GTD 0 stands for a day, or a month, that is not known; February 2024 had 29 days."""
    days = ((2020, 7, 27), (2020, 7, 0), (2024, "02", ""), (2020, 0, 0), (2020, "00", 5))
    text = f"eventid,{before}year,{before}month,{before}day,attacktype1_txt\n"
    lines = (f"{n},{y},{m},{d},Battle\n" for n, (y, m, d) in enumerate((*days, (2020, 2, 30))))
    (tmp_path / "a.csv").write_text(text + "".join(lines))
    mapping = proposed(tmp_path / "a.csv")
    watch = watching()
    receipt = watch.ingest(tmp_path / "a.csv", mapping=mapping)
    rows = rows_of(watch.ledger, receipt.release).sort("id").collect()
    found = [[str(date.fromordinal(n)) for n in pair] for pair in rows["start", "end"].rows()]
    assert found == [
        ["2020-07-27", "2020-07-27"],
        ["2020-07-01", "2020-07-31"],
        ["2024-02-01", "2024-02-29"],
        ["2020-01-01", "2020-12-31"],
        ["2020-01-01", "2020-12-31"],
    ]
    assert receipt.release.rejected == 1  # 30 February


def test_the_hour_at_which_several_days_begin_is_not_when_it_happened(
    watching: Watching, tmp_path: Path
):
    """Else what lasted from Monday to Wednesday would be over within a minute of Monday."""
    text = "id,date,kind,until\n1,2020-07-27T10:00,battle,2020-07-29T12:00\n"
    (tmp_path / "a.csv").write_text(text + "2,2020-07-27T10:00,battle,2020-07-27T12:00\n")
    watch = watching()
    mapping = MAP.replace("}", ", date_end: until}")
    receipt = watch.ingest(tmp_path / "a.csv", mapping=mapping)
    rows = rows_of(watch.ledger, receipt.release).sort("id").collect()
    assert [end - start for start, end in rows["start", "end"].rows()] == [2, 0]
    assert rows["minute"].to_list() == [-1, 600]


def test_names_of_years_are_a_header_and_rows_are_none(tmp_path: Path):
    (tmp_path / "a.csv").write_text("country,2019,2020,2021\nX,1,2,3\n")
    (tmp_path / "b.csv").write_text("7,2020-07-27,shelling,41.5,31.5\n8,2020-07-28,battle,41,31\n")
    assert "header:" not in proposed(tmp_path / "a.csv")
    said = YAML(typ="safe").load(proposed(tmp_path / "b.csv"))
    assert said["header"] == [f"column_{n}" for n in range(1, 6)]


@pytest.mark.parametrize("key", ["columns", "constants", "kinds", "header"])
@pytest.mark.parametrize("value", ["", "[a]", "{a: b}", "7", "word", "{id: }", "[]", "{}"])
def test_a_mapping_that_is_out_of_order_is_a_sentence(key: str, value: str):
    """A key with nothing behind it, as a proposal has it, says nothing; `header` is a list."""
    fine = {"constants": ["", "{}"], "kinds": ["", "{}"], "header": ["", "[]", "[a]"]}
    lines = {"columns": "{id: id, date: date, kind: kind}", key: value}
    text = "\n".join(["foedus-map: 1", "name: log", *(f"{k}: {v}" for k, v in lines.items())])
    if value in fine.get(key, []):
        assert mapped(text).needed == ["id", "date"]
    else:
        with pytest.raises(BadMappingError):
            mapped(text)
