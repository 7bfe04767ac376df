"""Files of every format read to what they say; the fast reader agrees with the csv module."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.monitor import fields
from foedus.monitor.formats import FORMATS, UnknownFormatError, detect
from foedus.monitor.formats.ged import HEADER as GED_HEADER
from foedus.monitor.formats.plain import json_schema
from foedus.monitor.incident import Incident, canonical_json
from foedus.monitor.reading import BadFileError, pieces
from foedus.monitor.records import AFTER_QUOTE, _scan, classes, records

UCDP = Path(__file__).parents[3] / "shared" / "data" / "ucdp"
PART = Path(__file__).parent / "ged221_ukraine_2020_part.csv"


def read(raw: bytes | str) -> tuple[list[Incident], list[tuple[int, str]]]:
    raw = raw.encode() if isinstance(raw, str) else raw
    _, found = pieces(io.BytesIO(raw), "a.csv")
    incidents: list[Incident] = []
    rejected: list[tuple[int, str]] = []
    for piece in found:
        assert piece.chunk is not None
        incidents += [piece.chunk.incident(at) for at in range(len(piece.chunk.rows))]
        rejected += [(r.row, r.reason) for r in piece.chunk.rejected]
    return incidents, rejected


def scanned(text: str, columns: int) -> list[list[str]]:
    raw = text.encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    found = records(buffer, len(raw), ord(","), np.arange(columns, dtype=np.int32), at_end=True)
    assert not (found.marks & AFTER_QUOTE).any()
    rows = []
    for row in range(len(found.fields)):
        cells = []
        for slot in range(min(columns, int(found.fields[row]))):
            cell = raw[found.low[slot, row] : found.high[slot, row]].decode()
            cells.append(cell.replace('""', '"') if found.quoted[slot, row] else cell)
        rows.append(cells)
    return rows


CELL = st.text(alphabet='ab,"\n ;é0', max_size=20)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_records_are_those_of_the_csv_module(rows: list[list[str]], crlf: bool):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n" if crlf else "\n").writerows(rows)
    text = out.getvalue()
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert scanned(text, 3) == expected


def byte_by_byte(raw: bytes, slots: np.ndarray, *, at_end: bool) -> list[object]:
    """The records of the plain walk alone."""
    buffer = np.frombuffer(raw, dtype=np.uint8)
    most, wanted = len(raw) + 1, int(slots.max()) + 1
    filled = [np.zeros(most + 1, dtype=np.int64)]
    filled += [np.zeros((wanted, most), dtype=t) for t in (np.int32, np.int32, np.bool_)]
    filled += [np.zeros(most, dtype=t) for t in (np.int32, np.uint8)]
    table = classes(ord(","))
    count, _ = _scan(buffer, len(raw), table, slots, at_end, 0, 0, most, *filled)
    return [
        filled[0][: count + 1].tolist(),
        *[column[..., :count].tolist() for column in filled[1:]],
    ]


@given(
    st.lists(
        st.sampled_from([b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"ab", b"x" * 30, b'",']),
        max_size=300,
    ).map(b"".join),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_the_fast_walk_finds_what_the_plain_one_finds(raw: bytes, at_end: bool):
    """Whatever stands where: stray and doubled quotes, NULs, empty lines, lone returns."""
    slots = np.array([0, -1, 1, 2], dtype=np.int32)
    buffer = np.frombuffer(raw, dtype=np.uint8)
    found = records(buffer, len(raw), ord(","), slots, at_end=at_end)
    assert [column.tolist() for column in found] == byte_by_byte(raw, slots, at_end=at_end)


def test_a_file_that_is_cut_anywhere_reads_the_same(monkeypatch: pytest.MonkeyPatch):
    """Blocks of any size end within a quote or a character; nothing changes."""
    raw = PART.read_bytes()
    whole = read(raw)
    for size in (2_000, 7_919, 20_011):
        monkeypatch.setattr("foedus.monitor.reading.BLOCK", size)
        monkeypatch.setattr("foedus.monitor.stretches.BLOCK", size)
        assert read(raw) == whole


@given(st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)) | st.integers(-10, 10**12))
@settings(max_examples=200, deadline=None)
def test_numbers_are_those_of_python(number: float):
    raw = f"{number}\n".encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    found = records(buffer, len(raw), ord(","), np.zeros(1, dtype=np.int32), at_end=True)
    value, told = fields.numbers(buffer, found, 0)
    assert told[0] == fields.READ
    assert value[0] == pytest.approx(float(number), rel=1e-14, abs=1e-300)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_days_are_those_of_python(day: date):
    forms = [day.isoformat(), f"{day:%Y%m%d}".zfill(8), f"{day.isoformat()} 00:00:00.000"]
    forms += [f"{day.day} {day:%B} {day.year:04}", f"{day.day:02}-{day:%b}-{day.year:04}"]
    raw = "\n".join(forms).encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    found = records(buffer, len(raw), ord(","), np.zeros(1, dtype=np.int32), at_end=True)
    value, told = fields.days(buffer, found, 0)
    assert value.tolist() == [day.toordinal()] * 5
    assert (told == fields.READ).all()


@pytest.mark.parametrize(
    "text", ["2015-02-30", "2015-13-01", "7/27/2020", "2015", "15-02-2015", "2015-2-1", "x" * 10]
)
def test_what_is_no_date_is_told(text: str):
    raw = f"{text}\n".encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    found = records(buffer, len(raw), ord(","), np.zeros(1, dtype=np.int32), at_end=True)
    assert fields.days(buffer, found, 0)[1][0] == fields.BAD


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
        side_a=row["side_a"].strip(),
        side_b=row["side_b"].strip(),
        a_began=1.0 if row["type_of_violence"] == "3" else None,
        low=min(deaths),
        best=deaths[1],
        high=max(deaths),
    )


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
    from foedus.monitor.reading import read_file

    raw = PART.read_bytes()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(raw))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("GEDEvent.csv", raw)
    counts = [
        sum(len(piece.chunk.rows) for piece in read_file(tmp_path / name) if piece.chunk)
        for name in ("a.csv.gz", "a.zip")
    ]
    assert counts == [len(read(raw)[0])] * 2
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", raw)
        archive.writestr("b.csv", raw)
    with pytest.raises(BadFileError, match="holds 2 tables"):
        list(read_file(tmp_path / "two.zip"))


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


@given(
    st.lists(st.sampled_from(["row", "blank", "long", "open", "odd"]), min_size=1, max_size=40),
    st.integers(60, 900),
)
@settings(max_examples=60, deadline=None)
def test_the_size_of_the_blocks_never_shows(lines: list[str], size: int):
    """Rows, empty lines, long fields and odd quotes, in blocks of any size; chunks stay as well."""
    said = {
        "row": '{n},2020-01-02,battle,"a ""b"" c",',
        "blank": "",
        "long": '{n},2020-01-02,battle,"' + "x, " * 60 + '",',
        "open": '{n},2020-01-02,battle,a "b" c,',
        "odd": '{n},2020-01-02,battle,"a"b,',
    }
    text = "\n".join(said[line].format(n=n) for n, line in enumerate(lines)) + "\n"
    raw = ("id,date,kind,place,note\n" + text).encode()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("foedus.monitor.stretches.ONE_IN", 3)
        whole = digests(raw)
        patched.setattr("foedus.monitor.reading.BLOCK", size)
        patched.setattr("foedus.monitor.stretches.BLOCK", size)
        assert digests(raw) == whole


def digests(raw: bytes) -> list[tuple[bytes, list[Incident], list[str]]]:
    found = pieces(io.BytesIO(raw), "a.csv")[1]
    return [
        (
            piece.digest,
            list(piece.chunk.incidents(range(len(piece.chunk.rows)))),
            [r.reason for r in piece.chunk.rejected],
        )
        for piece in found
        if piece.chunk is not None
    ]


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
    assert (clash.kind, clash.a_began) == ("battle", None)
    assert (clash.start, clash.end) == (date(2020, 7, 24), date(2020, 7, 30))
    (old,) = read(ACLED_OLD)[0]
    assert (old.id, old.best, old.source) == ("UKR3", -1, "acled")


def test_viina_takes_the_likeliest_kind_and_side_with_their_chances():
    header = "event_id,report_id,location,tempid,source,date,time,url,text,lang,address,longitude,"
    header += "latitude,GEO_PRECISION,GEO_API,t_mil_pred,t_mil_b,t_artillery_pred,t_artillery_b,"
    header += "a_rus_pred,a_rus_b,a_ukr_pred,a_ukr_b\n"
    line = '7,1,1,1,x,20220301,10:30,u,"made, up",ru,Kharkiv,36.2,50.0,ADM2,G,.9,1,.9,1,.7,1,.2,0\n'
    (event,) = read(header + line)[0]
    assert (event.kind, event.kind_chance, event.side_a, event.a_began) == (
        "shelling",
        0.9,
        "Russia",
        0.7,
    )
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


TEXT = st.text(max_size=9)
NUMBER = st.floats(-1e6, 1e6)


@given(
    st.builds(
        Incident,
        source=TEXT,
        id=TEXT,
        start=st.dates(),
        end=st.dates(),
        latitude=st.none() | NUMBER,
        longitude=st.none() | NUMBER,
        km=NUMBER,
        country=TEXT,
        place=TEXT,
        kind=TEXT,
        kind_chance=NUMBER,
        side_a=TEXT,
        a_began=st.none() | NUMBER,
        best=st.integers(-1, 10**8),
        weapon=TEXT,
    )
)
@settings(max_examples=100, deadline=None)
def test_an_incident_has_one_written_form(incident: Incident):
    assert incident.written() == canonical_json(incident.canonical())


def test_every_format_says_what_it_does_not_record():
    assert all(form.silent_on and form.kinds for form in FORMATS)


@pytest.mark.parametrize("size", [16, 61, 400, 1 << 20])
def test_json_lines_read_the_same_in_blocks_of_any_size(size: int, monkeypatch: pytest.MonkeyPatch):
    """Lines longer than a block, blocks in which no line can be read, a last line left open."""
    lines = [f'{{"id": {n}, "date": "2020-07-2{n}", "kind": "battle"}}' for n in range(4)]
    lines[1:1] = ['["' + "x" * 200 + '"]', "{", '{"id": 1}']
    lines.append('{"id": 9, "date": "2020-07-29", "kind": "battle", "place": "' + "x" * 900 + '"}')
    monkeypatch.setattr("foedus.monitor.reading.BLOCK", size)
    monkeypatch.setattr("foedus.monitor.stretches.BLOCK", size)
    found, rejected = read("\n".join(lines).encode())
    assert [incident.id for incident in found] == ["0", "1", "2", "3", "9"]
    assert found[-1].place == "x" * 900
    assert sorted(reason for _, reason in rejected) == [
        "'date' is not a date such as 2020-07-27",
        "it is not a JSON object",
        "it is not a line of JSON in UTF-8",
    ]


def test_digests_that_are_kept_are_those_of_the_incidents():
    for piece in pieces(io.BytesIO(PART.read_bytes()), "a.csv")[1]:
        assert piece.chunk is not None
        every = range(len(piece.chunk.rows))
        found = [digest for _, digest, *_ in piece.chunk.named(every)]
        assert found == [incident.digest for incident in piece.chunk.incidents(every)]
        assert piece.chunk.digested().hex() == "".join(found)
