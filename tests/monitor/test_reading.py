"""Files of every format read to what they say, against the csv module and by hand."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foedus.monitor.current import drafted, kept_rows, write_read
from foedus.monitor.days import moment, order_of
from foedus.monitor.formats import FORMATS, Reading, UnknownFormatError, columns, detect
from foedus.monitor.formats.common import BIT
from foedus.monitor.formats.ged import HEADER as GED_HEADER
from foedus.monitor.formats.plain import json_schema
from foedus.monitor.incident import Incident
from foedus.monitor.rows import digests, incidents
from foedus.monitor.tables import tables
from foedus.monitor.unpacking import BadFileError, unpacked

UCDP = Path(__file__).parents[3] / "shared" / "data" / "ucdp"
PART = Path(__file__).parent / "ged221_ukraine_2020_part.csv"


def read_path(path: Path, **said: str) -> tuple[list[Incident], list[tuple[int, str]]]:
    """The incidents of a file and its rejected rows, by the way that an import goes."""
    found: list[Incident] = []
    rejected: list[tuple[int, str]] = []
    with unpacked(path) as parts, tempfile.TemporaryDirectory() as folder:
        for name, plain in parts:
            for table in tables(name, plain):
                reading = Reading(table.form.name, **said)
                write_read(table, reading, Path(folder) / "rows")
                frame = kept_rows(Path(folder) / "rows").collect().sort("_row")
                (Path(folder) / "rows").unlink()
                fine = frame.filter(pl.col("reason").is_null())
                fine = fine.with_columns(source=pl.lit(table.form.name))
                those = list(incidents(fine))
                assert digests(fine) == [incident.digest for incident in those]
                found += those
                bad = frame.filter(pl.col("reason").is_not_null())
                rejected += bad.select("_row", "reason").iter_rows()
    return found, rejected


def read(raw: bytes | str, **said: str) -> tuple[list[Incident], list[tuple[int, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return read_path(path, **said)


def test_a_digest_is_of_the_one_written_form():
    """Worked by hand: keys in their order, no spaces, and each value as JSON has it."""
    text = (
        '{"a_began":0.1,"a_seized":null,"b_began":0.9,"best":2,"civilians":-1,"country":"",'
        '"deaths_a":-1,"deaths_b":-1,"end":"2020-07-27","high":3,"id":"é\\"\\n","kind":"battle",'
        '"kind_chance":1.0,"km":1e-07,"latitude":48.0,"longitude":null,"low":0,"place":"",'
        '"side_a":"","side_b":"","source":"s","start":"2020-07-27","subunit":"","time":"01:05",'
        '"unit":"","weapon":""}'
    )
    told = json.loads(text) | {
        "kind_chances": "",
        "start": 737633,
        "end": 737633,
        "minute": 65,
        "kinds": BIT["battle"],
    }
    rows = pl.DataFrame([told])
    assert date(2020, 7, 27).toordinal() == 737633
    assert digests(rows) == [hashlib.sha256(text.encode()).hexdigest()]
    assert [incident.digest for incident in incidents(rows)] == digests(rows)


CELL = st.text(alphabet='ab,"\n ;é0', max_size=20)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_rows_are_those_of_the_csv_module(rows: list[list[str]], crlf: bool):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n" if crlf else "\n")
    writer.writerow(["id", "date", "kind", "place", "side_a", "note"])
    for number, (place, side, note) in enumerate(rows):
        writer.writerow([number + 1, "2020-01-02", "battle", place, side, note])
    found, rejected = read(out.getvalue())
    assert rejected == []
    told = [(i.id, i.place, i.side_a) for i in found]
    assert told == [(str(n + 1), p.strip(), s.strip()) for n, (p, s, _) in enumerate(rows)]


LINES = ["row", "short", "long", "blank", "odd", "open", "nul", "commas"]


@given(st.lists(st.sampled_from(LINES)), st.sampled_from([1, 5, 64, 1 << 18]))
@example(["short", "short", "commas"], 1 << 18)  # which have as many separators as three rows
@example(["row", "commas", "row"], 1)
@settings(max_examples=80, deadline=None)
def test_every_line_is_a_row_or_is_told_with_its_place(lines: list[str], block: int):
    """Whatever stands beside them, rows are read, and what is none is kept with its reason."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("foedus.monitor.delimited._BLOCK", block)
        patched.setattr("foedus.monitor.delimited._BATCH", block)
        lines_are_told(lines)


def lines_are_told(lines: list[str]) -> None:
    said = {
        "row": '{n},2020-01-02,battle,"a ""b"", c",x',
        "short": "{n},2020-01-02,battle",
        "long": "{n},2020-01-02,battle,a,b,c",
        "blank": "",
        "odd": '{n},2020-01-02,battle,"a"b,',
        "open": '{n},2020-01-02,battle,"a,',
        "nul": "{n},2020-01-02,battle,a\0,",
        "commas": ",,,,",
    }
    if "open" in lines:  # what follows on the line of another quote would close it
        lines = [line if line not in ("row", "odd") else "short" for line in lines]
    text = "id,date,kind,place,note\nr0,2020-01-02,battle,,\n"
    text += "".join(said[line].format(n=n + 1) + "\n" for n, line in enumerate(lines))
    found, rejected = read(text)
    there = [line for line in lines if line not in ("blank", "commas")]
    assert [i.id for i in found[1:]] == [str(n + 1) for n, x in enumerate(lines) if x == "row"]
    told = {
        "short": "it has 3 fields and the header has 5",
        "long": "it has 6 fields and the header has 5",
        "odd": "text stands after a closing quote",
        "open": "a quote is opened here and not closed in its row",
        "nul": "it holds a NUL byte",
    }
    if lines.count("open") < 2:  # two open quotes make one field over lines
        assert rejected == [(n + 2, told[x]) for n, x in enumerate(there) if x != "row"]


DAYS = ["2020-07-27", "2020-07-28 00:00:00.000", "2020-02-30", "20200727", "27 July 2020", "44039"]
DAYS += [
    "2020-7-2",
    "2020-07-27T22:30:00Z",
    "2020-07-27 00:00",
    "",
    "NA",
    " 2020-07-27",
    "27/7/2020",
]
NUMBERS = [
    "3",
    "0",
    "-1",
    "3.0",
    "3,0",
    "1e1",
    " 2",
    "NA",
    "",
    "x",
    "nan",
    "inf",
    "+4",
    "99999999999",
]
WORDS = ["a", " a ", "NA", "", "Beta", "na", '"q"']
MANY = int(os.environ.get("FOEDUS_FUZZ", "60"))
"""How many tables are read in two ways."""
WAYS = {
    "ucdp-ged": {
        "id": WORDS,
        "date_start": DAYS,
        "date_end": DAYS,
        "type_of_violence": ["1", "3", "4", "1.0", ""],
        "where_prec": NUMBERS,
        "latitude": [*NUMBERS, "48.5", "48,5"],
        "longitude": [*NUMBERS, "37.5", "181"],
        "best": NUMBERS,
        "high": NUMBERS,
        "side_a": WORDS,
        "country": WORDS,
    },
    "acled": {
        "event_id_cnty": WORDS,
        "event_date": DAYS,
        "event_type": ["Battles", "battles ", "Explosions/Remote violence", "New", "", "NA"],
        "sub_event_type": ["Armed clash", "Government regains territory", "NA"],
        "inter1": ["1", "2", "State forces", "NA", ""],
        "inter2": ["1", "2", ""],
        "time_precision": NUMBERS,
        "fatalities": NUMBERS,
    },
    "plain": {
        "id": WORDS,
        "date": DAYS,
        "date_end": DAYS,
        "time": ["", "10:30", "22:30Z", "NA", "25:00"],
        "kind": ["battle", "Battle", " shelling", "war", ""],
        "longitude": ["37.5", "37,5", ""],
        "latitude": ["48.5", ""],
        "a_began": ["0.5", "0,5", "2", "NA", ""],
        "deaths": NUMBERS,
    },
    "viina": {
        "event_id": WORDS,
        "event_id_1pd": WORDS,
        "date": DAYS,
        "t_mil": ["0.9", "0,9", "1.5", "", "NA", "x"],
        "a_rus_init": ["0.5", "", "-1"],
    },
}


@given(st.sampled_from(sorted(WAYS)), st.integers(0, 2**32), st.floats(0, 1))
@settings(max_examples=MANY, deadline=None)
def test_what_is_read_as_it_stands_is_read_the_same_with_care(name: str, seed: int, usual: float):
    """Every column of every row and its reason: two ways at once, and the careful one alone."""
    rng, pools = random.Random(seed), WAYS[name]
    rows = [
        [pool[0] if rng.random() < usual else rng.choice(pool) for pool in pools.values()]
        for _ in range(12)
    ]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([list(pools), *rows])
    where_odd = columns._where_odd

    def everywhere(
        part: pl.Series, read: pl.Series, _: pl.Series, anew: columns.Reader
    ) -> pl.Series:
        return where_odd(part, read, part.is_not_null(), anew)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(out.getvalue())
        (table,) = tables("a", path)
        assert table.form.name == name
        both, _ = table.read(lambda _, rows: drafted(rows, table.form, Reading(name)).collect())
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(columns, "_where_odd", everywhere)
            careful, _ = table.read(
                lambda _, rows: drafted(rows, table.form, Reading(name)).collect()
            )
    fine = both["_fine"]
    assert both.select("_row", "reason", "_fine").equals(careful.select("_row", "reason", "_fine"))
    assert both.filter(fine).equals(careful.filter(fine))


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_days_are_those_of_python(day: date):
    forms = [day.isoformat(), f"{day:%Y%m%d}".zfill(8), f"{day.isoformat()} 00:00:00.000"]
    forms += [f"{day.day} {day:%B} {day.year:04}", f"{day.day:02}-{day:%b}-{day.year:04}"]
    forms.append(f"{day.day}.{day.month}.{day.year:04}")
    read_days = [moment(form) for form in forms]
    assert [found and (found.day, found.minute) for found in read_days] == [
        (day.toordinal(), -1)
    ] * len(forms)
    slashed = f"{day.day}/{day.month}/{day.year:04}"
    assert moment(slashed, "dmy") == moment(day.isoformat())
    if day.day > 12:
        assert order_of([slashed]) == "dmy"
        assert moment(slashed, "mdy") is None


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-30",
        "2015-13-01",
        "3/4/2020",
        "2015",
        "2015-2-0",
        "2015/2-1",
        "x" * 10,
        "31/13/2020",
    ],
)
def test_what_is_no_date_is_told(text: str):
    assert moment(text) is None


def test_the_order_of_a_column_is_told_by_its_days_or_asked_for():
    lines = "id,date,kind\n1,3/4/2020,battle\n2,27/7/2020,battle\n3,9-May-20,battle\n"
    found, rejected = read(lines)
    assert [i.start for i in found] == [date(2020, 4, 3), date(2020, 7, 27), date(2020, 5, 9)]
    unsure = "id,date,kind\n1,3/4/2020,battle\n"
    found, rejected = read(unsure)
    assert found == []
    assert "which number is the day? Say --dates dmy or mdy" in rejected[0][1]
    assert read(unsure, dates="mdy")[0][0].start == date(2020, 3, 4)
    both = "id,date,kind\n1,13/4/2020,battle\n2,4/13/2020,battle\n"
    assert len(read(both)[1]) == 2


@pytest.mark.parametrize("block", [20, 1 << 19])
def test_the_order_is_told_by_all_parts_of_a_file(block: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("foedus.monitor.delimited._BLOCK", block)
    rows = [f"{n},{1 + n % 9}/4/2020,battle" for n in range(30)]
    found, _ = read("\n".join(["id,date,kind", *rows, "99,27/7/2020,battle"]))
    assert [i.start.month for i in found] == [4] * 30 + [7]
    both = ["98,13/4/2020,battle", *rows, "99,4/13/2020,battle"]
    found, rejected = read("\n".join(["id,date,kind", *both]))
    assert (len(found), len(rejected)) == (0, 32)


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("02/29/2020 12:00:00 AM", "2020-02-29"),
        ("29/2/2020 1:05 pm", "2020-02-29"),
        ("3 sept. 2020", "2020-09-03"),
        ("3 marraskuu 2020", None),
        ("3 mars 2020", None),
        ("3 junho 2020", None),
    ],
)
def test_a_day_is_read_as_english_writes_it_or_not_at_all(said: str, on: str | None):
    """A word that begins as another month does in English would move an incident by months."""
    found, rejected = read(f"id,date,kind\n1,{said},battle")
    assert [i.start.isoformat() for i in found] == ([on] if on else [])
    assert len(rejected) == (0 if on else 1)


def test_the_day_is_the_places_own():
    """At 37.7 degrees east the sun is two and a half hours ahead of Greenwich."""
    lines = [
        "id,date,time,kind,latitude,longitude",
        "P1,2020-08-01T22:30:00Z,,shelling,48.1,37.7",
        "P2,2020-08-03T01:30:00+03:00,,shelling,48.1,37.7",
        "P3,2020-08-05,22:30Z,shelling,48.1,37.7",
        "P4,2020-08-06 22:30,,shelling,48.1,37.7",
        "P5,2020-08-07T02:00:00Z,,shelling,40,-75",
        "P6,2020-08-08T21:30:00Z,,shelling,50.4,30.5",
        "P7,2020-03-28,22:30Z,shelling,48.1,37.7",
        "P8,2020-12-31,21:30 UTC,shelling,48.1,37.7",
        "P9,2020-08-10 22:30:00+00:00,,shelling,48.1,37.7",
        "P10,2020-08-11 00:00:00+00:00,,shelling,40,-75",
    ]
    told = {i.id: (i.start.day, i.time) for i in read("\n".join(lines))[0]}
    assert told == {
        "P1": (2, "01:30"),
        "P2": (3, "01:30"),
        "P3": (6, "01:30"),
        "P4": (6, "22:30"),
        "P5": (6, "21:00"),
        "P6": (8, "23:30"),
        "P7": (29, "01:30"),
        "P8": (1, "00:30"),
        "P9": (11, "01:30"),
        "P10": (11, ""),
    }
    in_kyiv = {i.id: (i.start.day, i.time) for i in read("\n".join(lines), zone="Europe/Kyiv")[0]}
    assert in_kyiv["P6"] == (9, "00:30")
    assert in_kyiv["P1"] == (2, "01:30")
    # Clocks there went forward on 29 March, and a time of its own is moved by them too.
    assert (in_kyiv["P7"], in_kyiv["P8"]) == ((29, "00:30"), (31, "23:30"))
    assert (in_kyiv["P9"], in_kyiv["P10"]) == ((11, "01:30"), (11, ""))
    spoilt = [
        "id,date,date_end,time,kind,longitude,latitude",
        "a,2020-02-30,2020-07-27,25:00,battle,,48.5",
        'b,2020-07-27,2020-07-27,22:30Z,battle,"37,5",48.5',
        "c,27 July 2020,2020-07-27,,battle,37.5,48.5",
    ]
    rows, rejected = read("\n".join(spoilt), zone="Europe/Kyiv")
    assert [row.id for row in rows] == ["b", "c"]
    assert [number for number, _ in rejected] == [1]


def test_what_lies_beyond_all_days_and_places_costs_one_row():
    """Programs write such days, in UTC, where no day is known; no zone can move them."""
    lines = [
        "id,date,kind,longitude,latitude",
        "a,9999-12-31T23:59Z,battle,37.5,48.5",
        "b,0001-01-01T00:00:01Z,battle,37.5,48.5",
        "c,2020-07-27T22:30Z,battle,1e308,48.5",
        "d,2020-07-27T12:30Z,battle,37.5,48.5",
    ]
    for zone in ("", "Europe/Kyiv", "America/New_York"):
        rows, rejected = read("\n".join(lines), zone=zone)
        assert [row.id for row in rows] == ["d"]
        assert [reason for _, reason in rejected] == [
            "its date lies outside 1900 to 2100",
            "its date lies outside 1900 to 2100",
            "its coordinates are out of range",
        ]


def joint(side: str) -> str:
    """Those who were one side together; no name of the sample has a comma of its own."""
    return "; ".join(name.strip() for name in side.split(", "))


def by_hand(row: dict[str, str]) -> Incident:
    """GED read by the csv module and the codebook."""
    deaths = [int(row[name]) for name in ("low", "best", "high")]
    km = {"1": 1.0, "2": 25.0, "3": 50.0, "4": 100.0, "5": 100.0, "6": 500.0, "7": 1e4}
    return Incident(
        source="ucdp-ged",
        id=row["id"],
        start=date.fromisoformat(row["date_start"][:10]),
        end=date.fromisoformat(row["date_end"][:10]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        km=km[row["where_prec"]],
        country=row["country"].strip(),
        unit=row["adm_1"].strip(),
        subunit=row["adm_2"].strip(),
        place=row["where_coordinates"].strip(),
        kind={"1": "force", "2": "non_state", "3": "against_civilians"}[row["type_of_violence"]],
        side_a=joint(row["side_a"]),
        side_b=joint(row["side_b"]),
        a_began=1.0 if row["type_of_violence"] == "3" else None,
        low=min(deaths),
        best=deaths[1],
        high=max(deaths),
        b_began=0.0 if row["type_of_violence"] == "3" else None,
        deaths_a=int(row["deaths_a"]),
        deaths_b=int(row["deaths_b"]),
        civilians=int(row["deaths_civilians"]),
    )


def test_a_sound_file_is_read_by_polars_alone_and_any_other_line_by_line(tmp_path: Path):
    """Whichever way a file is read, its rows are the same: here it is the way that is looked at."""
    sound = PART.read_bytes()
    (tmp_path / "a.csv").write_bytes(sound)
    (tmp_path / "b.csv").write_bytes(sound + b"1,2\n")
    ways = {}
    for name in "ab":
        (table,) = tables(name, tmp_path / f"{name}.csv")
        ways[name] = len(list(table.ways()))
    assert ways == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    "path",
    [PART, UCDP / "ucdp_ged221_ukraine_2014_2021.csv", UCDP / "ucdp_ged231_sample1000.csv"],
    ids=lambda path: path.name,
)
def test_ged_is_read_as_by_the_csv_module(path: Path):
    if not path.exists():
        pytest.skip("the data set is not here")
    with path.open(encoding="utf-8", newline="") as file:
        expected = [by_hand(row) for row in csv.DictReader(file)]
    assert read(path.read_bytes()) == (expected, [])


def test_ged_without_a_header_with_crlf_gzipped_or_semicolons():
    raw = PART.read_bytes()
    whole = read(raw)
    body = raw.split(b"\n", 1)[1]
    assert read(body) == whole
    assert read(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")) == whole
    rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    assert read(out.getvalue()) == whole


def test_a_packed_file_is_opened(tmp_path: Path):
    raw = PART.read_bytes()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(raw))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("GEDEvent.csv", raw)
    whole = read(raw)
    assert [read_path(tmp_path / name) for name in ("a.csv.gz", "a.zip")] == [whole] * 2
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", raw)
        archive.writestr("b.csv.gz", gzip.compress(ACLED_OLD.encode()))
    assert len(read_path(tmp_path / "two.zip")[0]) == len(whole[0]) + 1


@pytest.mark.parametrize("spoil", ["cut", "middle"])
def test_a_broken_archive_is_a_sentence(tmp_path: Path, spoil: str):
    raw = gzip.compress(PART.read_bytes())
    half = len(raw) // 2
    spoilt = raw[:half] if spoil == "cut" else raw[:half] + b"\xff" * 40 + raw[half + 40 :]
    (tmp_path / "a.csv.gz").write_bytes(spoilt)
    with pytest.raises(BadFileError, match="it cannot be read"):
        read_path(tmp_path / "a.csv.gz")


def test_a_country_file_of_hdx_with_its_row_of_tags_and_another_order():
    names = GED_HEADER.split(",")
    left_out = {"relid", "code_status", "conflict_dset_id", "where_description"}
    kept = [*reversed([n for n in names if n not in left_out]), "iso3"]
    tags = {name: f"#{name.replace('_', '+')}" for name in kept} | {"id": ""}
    with PART.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "iso3": "UKR"} for row in csv.DictReader(file)]
    for row in rows:
        row["date_start"] = row["date_start"][:10]  # as older copies have it
        row["active_year"] = "True"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([tags, *rows])
    assert read(out.getvalue()) == read(PART.read_bytes())


ACLED_NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp\n"
    'UKR1,2020-07-27,2020,1,Political violence,Explosions/Remote violence,"Shelling/artillery/'
    'missile attack",NAF: made up,,2,Military Forces of Ukraine (2019-),,1,12,,804,Europe,Ukraine,'
    'Donetsk,Horlivskyi,,Horlivka,48.3,38.05,2,OSCE,Other,"made up, ""for a test""",3,,1600000000\n'
    "UKR2,27 July 2020,2020,2,Political violence,Battles,Armed clash,NAF: made up,,2,"
    "Military Forces of Ukraine (2019-),,1,12,,804,Europe,Ukraine,Donetsk,,,Horlivka,48.3,38.05,1,"
    "OSCE,Other,made up,0,,1600000000\n"
)
ACLED_OLD = (
    "data_id,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    "sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,"
    "country,admin1,admin2,location,latitude,longitude,geo_precision,source,source_scale,notes,"
    "timestamp,iso3\n"
    "1,UKR3,3,2020-01-04,2020,1,Battles,Armed clash,NAF: made up,,2,Military Forces of Ukraine,,1,"
    "12,Europe,Ukraine,Donetsk,,Horlivka,48.3,38.05,1,X,Other,made up,1,UKR\n"
)


def test_acled_new_and_old():
    shelling, clash = read(b"\xef\xbb\xbf" + ACLED_NEW.encode())[0]
    assert (shelling.id, shelling.kind, shelling.a_began, shelling.best) == (
        "UKR1",
        "shelling",
        1.0,
        3,
    )
    assert (shelling.km, shelling.place, shelling.unit) == (25.0, "Horlivka", "Donetsk")
    sides = ("NAF: made up", "Military Forces of Ukraine (2019-)")
    assert (shelling.side_a, shelling.side_b) == (clash.side_a, clash.side_b) == sides
    assert (clash.kind, clash.a_began) == ("battle", None)
    assert (clash.start, clash.end) == (date(2020, 7, 24), date(2020, 7, 30))
    assert (shelling.civilians, clash.civilians) == (-1, -1)
    (old,) = read(ACLED_OLD)[0]
    assert (old.id, old.best, old.source) == ("UKR3", -1, "acled")


def test_viina_takes_each_kind_that_holds_and_the_side_with_their_chances():
    header = "event_id,report_id,location,tempid,source,date,time,url,text,lang,address,longitude,"
    header += "latitude,GEO_PRECISION,GEO_API,t_mil_pred,t_mil_b,t_artillery_pred,t_artillery_b,"
    header += "a_rus_pred,a_rus_b,a_ukr_pred,a_ukr_b\n"
    line = '7,1,1,1,x,20220301,10:30,u,"made, up",ru,Kharkiv,36.2,50.0,ADM2,G,.9,1,.9,1,.7,1,.2,0\n'
    (event,) = read(header + line)[0]
    assert (event.kind, event.kind_chance, event.side_a, event.side_b) == (
        "shelling",
        0.9,
        "Russia",
        "",  # whom VIINA says not to have taken part, for all its 0.2
    )
    assert (event.a_began, event.b_began) == (0.7, None)
    assert (event.start, event.km, event.best) == (date(2022, 3, 1), 50.0, -1)


def test_plain_as_csv_and_as_json_lines_say_the_same():
    line = {
        "id": "x1",
        "date": "2020-07-27",
        "kind": "shelling",
        "latitude": 48.5,
        "longitude": 38.0,
        "side_a": 'the "first", side',
        "deaths": 2,
        "deaths_high": 4,
        "a_began": 0.5,
    }
    as_csv = io.StringIO(newline="")
    writer = csv.DictWriter(as_csv, list(line))
    writer.writeheader()
    writer.writerow(line)
    broken = (
        '{"id": 1\n{"id": "y", "date": "2020-01-01", "kind": "shelling", "colour": "red"}\n[]\n'
    )
    told, rejected = read(json.dumps(line) + "\n" + broken)
    assert told == read(as_csv.getvalue())[0]
    assert (told[0].low, told[0].best, told[0].high, told[0].a_began) == (2, 2, 4, 0.5)
    assert [reason for _, reason in rejected] == [
        "it is not a line of JSON in UTF-8",
        "there is no key 'colour' in an incident",
        "it is not a JSON object",
    ]


def test_the_json_schema_accepts_what_is_read():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate({"id": "a", "date": "2020-01-01", "kind": "battle"}, json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "a", "date": "2020-01-01", "kind": "war"}, json_schema())


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("a,b,c", "the header of none of these"),
        ("id,date,knid", "has no column kind. Did you mean 'knid'"),
        ("event_id,report_id,date", "VIINA's event_info, which has no labels"),
    ],
)
def test_an_unknown_header_is_told_with_what_is_missing(header: str, message: str):
    with pytest.raises(UnknownFormatError, match=message):
        detect(header.split(","))


def test_every_format_says_what_it_does_not_record():
    assert all(form.silent_on and form.kinds for form in FORMATS)


def lines_of_json() -> list[str]:
    lines = [f'{{"id": {n}, "date": "2020-07-2{n}", "kind": "battle"}}' for n in range(4)]
    lines[1:1] = ['["' + "x" * 200 + '"]', "{", '{"id": 1}']
    return lines


def test_what_is_no_line_of_json_is_told_by_its_place():
    found, rejected = read("\n".join(lines_of_json()))
    assert [incident.id for incident in found] == ["0", "1", "2", "3"]
    assert rejected == [
        (2, "it is not a JSON object"),
        (3, "it is not a line of JSON in UTF-8"),
        (4, "'date' is not a date such as 2020-07-27"),
    ]


# Formats that people hold -------------------------------------------------------------------


def plain_rows(seed: int, many: int) -> list[dict[str, str]]:
    rng = random.Random(seed)
    return [
        {
            "id": f"r{n}",
            "date": f"2020-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            "kind": rng.choice(["battle", "shelling"]),
            "latitude": f"{rng.uniform(40, 50):.4f}",
            "longitude": f"{rng.uniform(30, 40):.4f}",
            "side_a": rng.choice(["Бета", 'Köln, "x"', "Beta"]),
            "deaths": rng.choice(["", "0", "3"]),
        }
        for n in range(many)
    ]


def as_csv(rows: list[dict[str, str]], separator: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["notes, and no table"])
    sheet = book.create_sheet("incidents")
    sheet.append(["Incidents of the mission"])
    rows = plain_rows(1, 40)
    sheet.append(list(rows[0]))
    for row in rows:
        typed = {**row, "date": date.fromisoformat(row["date"])}
        typed |= {name: float(row[name]) for name in ("latitude", "longitude")}
        typed["deaths"] = int(row["deaths"]) if row["deaths"] else None
        sheet.append(list(typed.values()))
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_workbook_is_read_as_its_rows(workbook: Path):
    assert read_path(workbook) == read(as_csv(plain_rows(1, 40)))


@pytest.mark.parametrize("many", [1, 40])
def test_the_same_rows_in_every_form_are_the_same(many: int, tmp_path: Path):
    rows = plain_rows(1, many)
    text = as_csv(rows)
    whole = read(text)
    assert len(whole[0]) == many
    comma = [{**r, **{n: r[n].replace(".", ",") for n in ("latitude", "longitude")}} for r in rows]
    names = list(rows[0])
    features = [
        {
            "type": "Feature",
            "properties": {n: v for n, v in r.items() if n not in ("latitude", "longitude")},
            "geometry": {
                "type": "Point",
                "coordinates": [float(r["longitude"]), float(r["latitude"])],
            },
        }
        for r in rows
    ]
    tags = ",".join(["#event+id", "#date", *[f"#x+{n}" for n in names[2:]]]) + "\n"
    header, body = text.split("\n", 1)
    forms = {
        "semicolons and decimal commas": as_csv(comma, ";"),
        "tabs": as_csv(rows, "\t"),
        "utf-16": text.encode("utf-16"),
        "a byte order mark": "\ufeff" + text,
        "carriage returns": text.replace("\n", "\r"),
        "titles": f"Incidents\n\nof the mission, 2020\n{text}",
        "tags": f"{header}\n{tags}{body}",
        "NA": as_csv([{n: v or "NA" for n, v in r.items()} for r in rows]),
        "geojson": json.dumps({"type": "FeatureCollection", "features": features}),
        "an interface": json.dumps({"TotalCount": many, "Result": rows}),
        "another": json.dumps({"success": True, "data": rows}),
        "a list": json.dumps(rows, indent=1),
    }
    for name, raw in forms.items():
        assert read(raw) == whole, name
    frame = pl.DataFrame(rows).with_columns(
        pl.col("date").str.to_date(), pl.col("latitude", "longitude").cast(pl.Float64)
    )
    frame.write_parquet(tmp_path / "a.parquet")
    assert read_path(tmp_path / "a.parquet") == whole


def test_a_file_in_parquet_that_is_spoilt_within_is_the_fault_of_the_file(tmp_path: Path):
    """Its end, which says what columns it has, is sound; what stands in them is not."""
    file = tmp_path / "a.parquet"
    days = ["2020-01-02"] * 30
    pl.DataFrame({"id": range(30), "date": days, "kind": ["battle"] * 30}).write_parquet(file)
    raw = bytearray(file.read_bytes())
    raw[4:24] = bytes(20)
    file.write_bytes(raw)
    with pytest.raises(BadFileError, match=r"a\.parquet: it is damaged and cannot be read: "):
        read_path(file)


def test_text_in_an_old_encoding_is_read_and_a_spoilt_byte_costs_one_row():
    rows = [{"id": str(n), "date": "2020-01-02", "kind": "battle"} for n in range(30)]
    german = [{**r, "place": f"Köln und Düsseldorf an der schönen Düssel {r['id']}"} for r in rows]
    text = as_csv(german)
    assert read(text.encode("cp1252")) == read(text)
    spoilt = text.encode().replace("Köln".encode(), b"K\xc3ln", 1)
    found, rejected = read(spoilt)
    assert len(found) == 29
    assert rejected == [(1, "its text is not UTF-8; save the file in UTF-8")]


def test_a_spoilt_byte_in_a_later_part_costs_one_row(monkeypatch: pytest.MonkeyPatch):
    """The first parts were read by Polars by then, and are read again with the others."""
    monkeypatch.setattr("foedus.monitor.delimited._BLOCK", 32)
    lines = [f"{n},2020-01-0{1 + n % 9},battle,Köln {n}" for n in range(40)]
    raw = "\n".join(["id,date,kind,place", *lines]).encode()
    spoilt = raw.replace(b"K\xc3\xb6ln 33", b"K\xc3ln 33")
    found, rejected = read(spoilt)
    assert [i.place for i in found] == [f"Köln {n}" for n in range(40) if n != 33]
    assert [number for number, _ in rejected] == [34]
    assert read(raw)[1] == []


OLD_TYPES = [
    # event, inter1, inter2; kinds, chance that the first actor took the ground
    ("Battle-No change of territory", 1, 2, "battle", None),
    ("Battle-Government regains territory", 1, 2, "battle+seizure", 1.0),
    ("Battle-Government regains territory", 2, 1, "battle+seizure", 0.0),
    ("Battle-Non-state actor overtakes territory", 1, 2, "battle+seizure", 0.0),
    ("Battle-Non-state actor overtakes territory", 2, 1, "battle+seizure", 1.0),
    ("Battle-Non-state actor overtakes territory", 2, 3, "battle+seizure", None),
    ("Non-violent transfer of territory", 1, 0, "seizure", 1.0),
    ("Headquarters or base established", 2, 0, "deployment", None),
    ("Remote violence", 1, 2, "explosion", None),
    ("Riots/Protests", 5, 0, "unrest", None),
    ("Something new", 1, 2, "other", None),
]


def test_old_types_of_acled_and_who_holds_the_ground_afterwards():
    header = "event_id_cnty,event_date,time_precision,event_type,actor1,inter1,actor2,inter2"
    lines = [f"X{n},2016-05-04,1,{e},A,{i},B,{j}" for n, (e, i, j, *_) in enumerate(OLD_TYPES)]
    found, rejected = read("\n".join([header, *lines]))
    assert rejected == []
    assert [(i.kind, i.a_seized) for i in found] == [(k, s) for *_, k, s in OLD_TYPES]
    assert found[1].a_began is None  # who took the ground need not have opened fire
    words = lines[1].replace("A,1,B,2", "A,Rebel group,B,State forces")
    assert read("\n".join([header, words]))[0][0].a_seized == 0.0


def test_acled_says_which_incidents_aimed_at_civilians():
    header = "event_id_cnty,event_date,time_precision,event_type,civilian_targeting,fatalities"
    line = "X1,2020-05-04,1,Explosions/Remote violence,Civilian targeting,4"
    (event,) = read(f"{header}\n{line}")[0]
    assert (event.kind, event.civilians) == ("explosion+against_civilians", 4)


def test_a_month_is_that_month_and_does_not_reach_into_its_neighbours():
    header = "event_id_cnty,event_date,time_precision,event_type"
    (event,) = read(f"{header}\nX1,2021-01-15,3,Battles")[0]
    assert (event.start, event.end) == (date(2021, 1, 1), date(2021, 1, 31))


def test_viina_2_tells_who_began_from_who_took_part():
    header = "event_id,event_id_1pd,date,longitude,latitude,t_mil,t_artillery,a_rus,a_ukr"
    line = "1001,501,20260902,37.82,48.96,0.99,0.97,0.98,0.95"
    (event,) = read(f"{header},a_rus_init,a_ukr_init\n{line},0.05,0.9")[0]
    assert (event.id, event.side_a, event.side_b) == ("501", "Russia", "Ukraine")
    assert (event.a_began, event.b_began) == (0.05, 0.9)
    (first,) = read(f"{header}\n{line}")[0]
    assert (first.a_began, first.b_began) == (0.98, 0.95)


LABELS = [
    "t_mil",
    "t_artillery",
    "t_firefight",
    "t_airalert",
    "a_rus",
    "a_ukr",
    "a_rus_init",
    "a_ukr_init",
]
REPORTS = {
    # which labels hold; what it is of which kind, the sides, and who began it
    "t_mil a_rus a_rus_init": ("other", "Russia", "", (1, None)),
    "t_mil t_airalert a_rus a_rus_init": ("other", "Russia", "", (1, None)),
    "t_mil t_artillery a_rus a_rus_init": ("shelling", "Russia", "", (1, None)),
    "t_mil t_firefight a_rus a_ukr": ("battle", "Russia", "Ukraine", (None, None)),
    "t_artillery a_rus": ("shelling", "Russia", "", (None, None)),
    "t_firefight a_rus a_ukr a_ukr_init": ("battle", "Russia", "Ukraine", (0, 1)),
    "": ("other", "", "", (None, None)),
}


@pytest.mark.parametrize("is_sure", [True, False])
def test_the_two_forms_of_viina_say_the_same(is_sure: bool):
    """By VIINA's own word (`_b`); the chances beside it, of 1 and 0.00003, change who did nothing.

    That a report is about the war is its topic: a siren is no force. Where none of those who took
    part is said to have begun it, who did is not told, and is not that neither of them did.
    """
    names = [f"{label}_b" for label in LABELS] + ([] if is_sure else LABELS)
    lines = [f"event_id_1pd,date,{','.join(names)}"]
    for number, holding in enumerate(REPORTS):
        held = [label in holding.split() for label in LABELS]
        cells = [*map(int, held), *([] if is_sure else [1.0 if h else 2.92e-05 for h in held])]
        lines.append(f"{number},20260901,{','.join(map(str, cells))}")
    found, rejected = read("\n".join(lines))
    assert rejected == []
    told = [(i.kind, i.side_a, i.side_b, (i.a_began, i.b_began)) for i in found]
    assert told == list(REPORTS.values())
    assert {i.kind_chance for i in found} == {1.0}


def test_ged_before_17_names_its_deaths_otherwise():
    header = "id,type_of_violence,date_start,date_end,best_est,low_est,high_est,where_prec"
    (event,) = read(f"{header}\n7,1,2015-03-01,2015-03-02,5,4,9,1")[0]
    assert (event.low, event.best, event.high) == (4, 5, 9)


MAPPING = """
foedus-map: 1
name: gtd-like
columns: {id: eventid, date: [iyear, imonth, iday], kind: attacktype1_txt, side_a: gname,
          deaths: nkill}
kinds: {Bombing/Explosion: explosion, Armed Assault: battle+seizure}
"""


def test_any_other_table_is_read_by_a_mapping(tmp_path: Path):
    from foedus.monitor.formats.mapped import BadMappingError, mapped
    from foedus.monitor.formats.proposing import propose

    form = mapped(MAPPING)
    header = "eventid,iyear,imonth,iday,attacktype1_txt,gname,nkill"
    text = f"{header}\n1,2016,5,4,Bombing/Explosion,X,2\n2,2016,5,0,Armed Assault,X,\n"
    text += "3,2016,12,31,Armed Assault,Y,\n4,2016,12,30,Hijacking,Y,1\n"
    (tmp_path / "a.csv").write_text(text)
    (table,) = tables("a", tmp_path / "a.csv", form)
    reading = Reading(form.name, mapping=MAPPING)
    frame, _ = table.read(lambda _, rows: drafted(rows, form, reading).collect())
    assert frame["kinds"].to_list() == [16, 129 + 1, 130, 4096]
    assert frame["reason"].is_null().to_list() == [True] * 4
    assert (frame["end"] - frame["start"]).to_list() == [0, 30, 0, 0]  # some day of May
    assert frame["start"].to_list()[2] == date(2016, 12, 31).toordinal()
    assert frame["code"].to_list() == ["", "", "", "Hijacking"]
    proposed = propose("gtd-like", header.split(","), {"attacktype1_txt": ["Hijacking"]})
    assert "date: [iyear, imonth, iday]" in proposed
    assert mapped(proposed).columns["side_a"] == ["gname"]
    form = ["start", "end", "Incident/Date of incident", "Incident/Time of incident", "_uuid"]
    form += ["Type of incident", "_GPS_latitude", "_GPS_longitude", "Number killed", "last_update"]
    proposed = propose("kobo", [*form, "_submission_time"], {"Type of incident": ["Shelling"]})
    assert mapped(proposed).columns == {
        "id": ["_uuid"],
        "date": ["incident/date of incident"],
        "time": ["incident/time of incident"],
        "kind": ["type of incident"],
        "latitude": ["_gps_latitude"],
        "longitude": ["_gps_longitude"],
        "best": ["number killed"],
    }
    assert "'Shelling': shelling" in proposed
    for bad, message in (
        ("x: 1", "does not begin with"),
        (MAPPING.replace("explosion", "boom"), "there is no 'boom'"),
        (MAPPING.replace("side_a", "sideA"), "there is no 'sideA'"),
        (MAPPING.replace("gtd-like", "GTD like"), "write a short name"),
        ("foedus-map: 1\nname: a\ncolumns: {id: x}", "nothing tells date, kind"),
    ):
        with pytest.raises(BadMappingError, match=message):
            mapped(bad)
    gdelt = "foedus-map: 1\nname: g\nheader: [a, b, c]\ncolumns: {id: a, date: b, kind: c}\n"
    (tmp_path / "b.csv").write_text("1\t20200102\t19\n2\t20200103\t20\n")
    (table,) = tables("b", tmp_path / "b.csv", mapped(gdelt))
    rows, _ = table.read(lambda _, rows: rows.collect())
    assert rows["b"].to_list() == ["20200102", "20200103"]


def is_fine(cells: list[str], header: list[str]) -> bool:
    """Whether a row of GED can be read, by the csv module and the codebook."""
    if len(cells) != len(header):
        return False
    said = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    try:
        start = date.fromisoformat(said["date_start"][:10])
        end = date.fromisoformat(said["date_end"][:10]) if said["date_end"] else start
        numbers = [int(said[name] or 0) for name in ("low", "best", "high", "deaths_a")]
        point = [float(said[name]) for name in ("latitude", "longitude") if said[name]]
        precision, violence = int(said["where_prec"] or 6), int(said["type_of_violence"])
    except ValueError:
        return False
    within = len(point) == 0 or (len(point) == 2 and abs(point[0]) <= 90 and abs(point[1]) <= 180)
    codes = 1 <= precision <= 7 and 1 <= violence <= 3
    return bool(said["id"]) and start <= end and within and codes and min(numbers) >= 0


@pytest.mark.parametrize("seed", [1, 2])
def test_spoilt_rows_are_counted_as_by_an_independent_count(seed: int):
    """Cells replaced, left out and put in: what is read is what `is_fine` says, row by row."""
    rng = random.Random(seed)
    header, *rows = csv.reader(io.StringIO(PART.read_text("utf-8"), newline=""))
    odd = ["", "x", "-1", "99", "2015-02-30", "2020-01-05", "1e3", "5.5", "12", "NaN", "inf", " 3 "]
    spoilt_in = ["id", "date_start", "date_end", "latitude", "longitude", "best", "high"]
    spoilt_in += ["type_of_violence", "where_prec", "deaths_a"]
    spoilt = []
    for number in range(int(os.environ.get("FOEDUS_FUZZ", "1500"))):
        cells = [str(10_000 + number), *rng.choice(rows)[1:]]
        how = rng.random()
        if how < 0.3:
            cells[header.index(rng.choice(spoilt_in))] = rng.choice(odd)
        elif how < 0.4:
            del cells[rng.randrange(len(cells))]
        elif how < 0.5:
            cells.insert(rng.randrange(len(cells)), "zz")
        spoilt.append(cells)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *spoilt])
    _, rejected = read(out.getvalue())
    expected = [n for n, cells in enumerate(spoilt, 1) if not is_fine(cells, header)]
    assert [number for number, _ in rejected] == expected


CIVIL = [
    # event, sub-event, actors with their codes, its civilian_targeting; the kinds, who began it
    ("Violence against civilians", "", ("Civilians (X)", 7, "Police", 1), "", "civ", (0.0, 1.0)),
    ("Violence against civilians", "Attack", ("Police", 1, "Civilians (X)", 7), "", "civ", (1, 0)),
    ("Remote violence", "", ("Alpha", 2, "Civilians (X)", 7), "", "explosion+civ", (1, 0)),
    ("Explosions/Remote violence", "", ("Civilians (X)", "Civilians", "Army", "State forces"), "",
     "explosion+civ", (0, 1)),
    ("Explosions/Remote violence", "", ("Alpha", "", "civilians", ""), "", "explosion+civ", (1, 0)),
    ("Explosions/Remote violence", "", ("Alpha", 2, "Army", 1), "", "explosion", (1, 0)),
    ("Battles", "", ("Alpha", 2, "Army", 1), "", "battle", (None, None)),
    ("Violence against civilians", "", ("Civilians (X)", 7, "Civilians (X)", 7), "", "civ", (1, 0)),
    ("Protests", "Excessive force against protesters", ("Protesters (X)", 6, "Police", 1), "",
     "civ+unrest", (0, 1)),
    ("Protests", "Excessive force against protesters", ("Police", 1, "Protesters (X)", 6), "",
     "civ+unrest", (1, 0)),
    ("Protests", "Excessive force against protesters", ("Alpha", 2, "Army", 1), "",
     "civ+unrest", (None, None)),
    ("Protests", "Peaceful protest", ("Protesters (X)", 6, "", 0), "", "unrest", (None, None)),
    ("Protests", "", ("Protesters (X)", 6, "Civilians (X)", 7), "", "unrest", (None, None)),
]  # fmt: skip


@pytest.mark.parametrize("has_targeting", [False, True])
def test_civilians_of_acled_are_attacked_on_whichever_side_they_stand(has_targeting: bool):
    """By the codebook 7 ("Civilians") and, of excessive force, 6 are whom an attack is made on.

    Files of South Asia name them first as often as last: the police that shot at a procession
    began it, not those who were shot. That shells fell on civilians is told by the sides where an
    export has no column of its own for it, or leaves its cell empty.
    """
    header = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,"
    header += "actor2,inter2" + ",civilian_targeting" * has_targeting
    lines = [
        f"X{n},2016-05-04,1,{event},{detail},{','.join(map(str, sides))}{',' * has_targeting}"
        for n, (event, detail, sides, *_) in enumerate(CIVIL)
    ]
    found, rejected = read("\n".join([header, *lines]))
    assert rejected == []
    told = [(i.kind.replace("against_civilians", "civ"), (i.a_began, i.b_began)) for i in found]
    assert told == [(kinds, began) for *_, kinds, began in CIVIL]
