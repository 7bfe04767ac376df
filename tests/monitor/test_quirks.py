"""Files as publishers and spreadsheets write them: the same incidents, whatever they come in."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from foedus.monitor.current import kept_rows, write_read
from foedus.monitor.formats import Format, Reading
from foedus.monitor.formats.ged import HEADER
from foedus.monitor.formats.mapped import mapped
from foedus.monitor.importing import Said, ingest
from foedus.monitor.tables import tables
from foedus.monitor.unpacking import BadFileError

from .conftest import STAMP, Watch, case
from .test_reading import ACLED_NEW, ACLED_OLD

FIRST = date(2020, 1, 1)
SPREADSHEET = date(1899, 12, 30)
Row = tuple[str, date, float, float, int]


def drawn() -> list[Row]:
    rng = random.Random(5)
    return [
        (
            str(1000 + n),
            FIRST + timedelta(rng.randrange(200)),
            round(rng.uniform(-80, 80), 4),
            round(rng.uniform(-170, 170), 4),
            rng.randrange(5),
        )
        for n in range(40)
    ]


TRUTH = drawn()


def text(header: Sequence[str], rows: Sequence[Sequence[object]], **said: Any) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **{"lineterminator": "\n", **said})
    writer.writerows([header, *rows])
    return out.getvalue()


def as_ged(header: Sequence[str], written: str, **said: object) -> list[list[object]]:
    """Rows of GED: places over two lines, Gleditsch and Ward numbers as a list."""
    rows = []
    for id, day, latitude, longitude, deaths in TRUTH:
        on = day.strftime(written)
        cells = {"id": id, "date_start": on, "date_end": on, "type_of_violence": 1, "where_prec": 1}
        cells |= {"latitude": latitude, "longitude": longitude, "gwnoa": "365, 372"}
        cells |= {"side_a": "Government of A", "side_b": 'B, "x"', "where_coordinates": "a\nb"}
        for name in ("best", "high", "low", "best_est", "high_est", "low_est"):
            cells[name] = deaths
        rows.append([{**cells, **said}.get(name, "") for name in header])
    return rows


def as_acled(header: Sequence[str], on: Callable[[date], object]) -> list[list[object]]:
    rows = []
    for id, day, latitude, longitude, deaths in TRUTH:
        cells = {"event_id_cnty": id, "event_date": on(day), "time_precision": 1, "inter1": 2}
        cells |= {"event_type": "Battles", "sub_event_type": "Armed clash", "geo_precision": 1}
        cells |= {"actor1": "B", "actor2": "A", "latitude": latitude, "longitude": longitude}
        cells |= {"fatalities": deaths, "notes": 'x; y, "z"'}
        rows.append([cells.get(name, "") for name in header])
    return rows


GED = HEADER.split(",")
HDX_2018 = [n for n in reversed(GED) if n not in ("relid", "code_status", "where_description")]
GED_16 = ["id", "type_of_violence", "date_start", "date_end", "latitude", "longitude", "where_prec"]
GED_16 += ["best_est", "high_est", "low_est", "side_a", "side_b"]
ACLED = ACLED_NEW.split("\n")[0].split(",")
ACLED_28 = ACLED_OLD.split("\n")[0].split(",")
LONG = "%Y-%m-%d 00:00:00.000"
TAGS = ["" if name == "id" else f"#{name}" for name in HDX_2018]


def decimal_commas(rows: list[list[object]]) -> list[list[object]]:
    return [[str(c).replace(".", ",") if isinstance(c, float) else c for c in row] for row in rows]


TEXTS: dict[str, str | bytes] = {
    "GED": text(GED, as_ged(GED, LONG)),
    "GED, all quoted": text(GED, as_ged(GED, LONG), quoting=csv.QUOTE_ALL),
    "Candidate without a header": text(GED, as_ged(GED, LONG)).split("\n", 1)[1],
    "GED, 16": text(GED_16, as_ged(GED_16, "%Y-%m-%d")),
    "GED of HDX, with tags": text(HDX_2018, [TAGS, *as_ged(HDX_2018, "%Y-%m-%d")]),
    "GED, from pandas": text(["", *GED], [[n, *r] for n, r in enumerate(as_ged(GED, LONG))]),
    "GED, from R": text(GED, [[c if c != "" else "NA" for c in r] for r in as_ged(GED, LONG)]),
    "GED, German": text(
        GED, decimal_commas(as_ged(GED, "%d.%m.%Y")), delimiter=";", lineterminator="\r\n"
    ).encode("cp1252"),
    "GED, dd/mm/yyyy": text(GED, as_ged(GED, "%d/%m/%Y 00:00")),
    "GED, mm/dd/yyyy": text(GED, as_ged(GED, "%m/%d/%Y")),
    "GED, 9-May-20": text(GED, as_ged(GED, "%d-%b-%y")),
    "GED, CR": text(GED, as_ged(GED, LONG, where_coordinates="a")).replace("\n", "\r"),
    "GED, titles": "Events, all of them\n\n" + text(GED, as_ged(GED, LONG)),
    "interface of UCDP": json.dumps(
        {
            "TotalCount": len(TRUTH),
            "NextPageUrl": "",
            "Result": [
                dict(zip(GED, (c if c != "" else None for c in row), strict=True))
                for row in as_ged(GED, "%Y-%m-%dT00:00:00")
            ],
        }
    ),
    "ACLED": text(ACLED, as_acled(ACLED, date.isoformat)),
    "ACLED, 27 July 2020": text(ACLED, as_acled(ACLED, lambda d: d.strftime("%d %B %Y"))),
    "ACLED, UTF-16 and tabs": text(ACLED, as_acled(ACLED, date.isoformat), delimiter="\t").encode(
        "utf-16"
    ),
    "ACLED, days counted": text(ACLED, as_acled(ACLED, lambda d: (d - SPREADSHEET).days)),
    "interface of ACLED": json.dumps(
        {
            "status": 200,
            "success": True,
            "data": [
                dict(zip(ACLED, map(str, row), strict=True))
                for row in as_acled(ACLED, date.isoformat)
            ],
        }
    ),
}


def rows_in(path: Path, form: Format | None = None, mapping: str = "") -> list[Row]:
    """What is read of a file; every row must count."""
    found = []
    for table in tables(path.name, path, form):
        kept = path.with_name(f"{table.digest[:9]}.read")
        write_read(table, Reading(table.form.name, mapping=mapping), kept)
        rows = kept_rows(kept).collect()
        assert rows["reason"].drop_nulls().to_list() == []
        told = rows.select("id", "start", "latitude", "longitude", "best").iter_rows()
        found += [(id, date.fromordinal(day), *rest) for id, day, *rest in told]
    return sorted(found)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_as_it_is_meant(name: str, tmp_path: Path):
    said = TEXTS[name]
    (tmp_path / "a").write_bytes(said.encode() if isinstance(said, str) else said)
    assert rows_in(tmp_path / "a") == sorted(TRUTH)


@pytest.mark.parametrize(
    "raw", ["id,date,kind\n", "id,date,kind", '[{"id": 1, "date": 2, "kind": 3}]']
)
def test_a_table_without_rows_is_told(raw: str, tmp_path: Path):
    (tmp_path / "a.csv").write_text(raw)
    watch = Watch(tmp_path / "w.ledger", case())
    with pytest.raises(BadFileError, match="none of its rows can be read: "):
        watch.ingest(tmp_path / "a.csv")
    assert watch.ledger.releases() == []
    watch.ledger.close()


def test_old_exports_of_acled_do_not_tell_deaths(tmp_path: Path):
    (tmp_path / "a").write_text(text(ACLED_28, as_acled(ACLED_28, date.isoformat)))
    assert rows_in(tmp_path / "a") == sorted((*row[:4], -1) for row in TRUTH)


def workbook(path: Path, above: Sequence[Sequence[str]], on: Callable[[date], object]) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (*above, ACLED, *as_acled(ACLED, on)):
        book.active.append(list(row))
    for number, row in enumerate(above, 1):
        if row:
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
    book.save(path)


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("above", [[], [["Title"], []], [["When", "", "", "", "Who", "", "Where"]]])
def test_a_workbook_has_titles_groups_of_columns_and_days(
    above: list[list[str]], counted: bool, tmp_path: Path
):
    def on(day: date) -> object:
        return (day - SPREADSHEET).days if counted else day

    workbook(tmp_path / "a.xlsx", above, on)
    assert rows_in(tmp_path / "a.xlsx") == sorted(TRUTH)


def open_document(path: Path) -> None:
    """A sheet as LibreOffice writes it, as far as it is read."""

    def cell(value: object) -> str:
        kind, said = "string", ""
        if isinstance(value, date):
            kind, said = "date", f' office:date-value="{value}"'
        elif isinstance(value, (int, float)):
            kind, said = "float", f' office:value="{value}"'
        shown = str(value).replace("&", "&amp;").replace("<", "&lt;")
        start = f'<table:table-cell office:value-type="{kind}"{said}>'
        return f"{start}<text:p>{shown}</text:p></table:table-cell>" if value != "" else EMPTY

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
        for row in (ACLED, *as_acled(ACLED, lambda day: day))
    )
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in NAMES}
    spaces = " ".join(f'xmlns:{name}="{where}"' for name, where in names.items())
    body = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", f"<office:document-content {spaces}>{body}</office:document-content>"
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names["manifest"]}"><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )


EMPTY = "<table:table-cell/>"
NAMES = ("office", "table", "text", "manifest")


def test_an_open_document_is_read(tmp_path: Path):
    open_document(tmp_path / "a.ods")
    assert rows_in(tmp_path / "a.ods") == sorted(TRUTH)


GDELT = """
foedus-map: 1
name: gdelt
header: [GLOBALEVENTID, SQLDATE, EventRootCode, Actor1Name, ActionGeo_Lat, ActionGeo_Long, Dead]
columns: {id: GLOBALEVENTID, date: SQLDATE, kind: EventRootCode, side_a: Actor1Name,
          latitude: ActionGeo_Lat, longitude: ActionGeo_Long, deaths: Dead}
kinds: {'19': battle}
"""
KOBO = """
foedus-map: 1
name: kobo
columns: {id: _id, date: event/when, kind: event/what, latitude: _event/where_latitude,
          longitude: _event/where_longitude, deaths: event/killed}
constants: {side_a: B}
kinds: {shelling: shelling}
"""
GTD = """
foedus-map: 1
name: gtd
columns: {id: eventid, date: [iyear, imonth, iday], kind: attacktype1_txt, latitude: latitude,
          longitude: longitude, deaths: nkill}
kinds: {Armed Assault: battle}
"""


def test_other_tables_are_read_by_a_mapping(tmp_path: Path):
    gdelt = [[id, f"{on:%Y%m%d}", "19", "B", y, x, n] for id, on, y, x, n in TRUTH]
    (tmp_path / "g").write_text(text([], gdelt, delimiter="\t").lstrip("\n"))
    header = ["start", "event/when", "event/what", "_event/where_latitude"]
    header += ["_event/where_longitude", "event/killed", "_id"]
    now = "2020-09-01T10:00:00.000+03:00"
    kobo = [[now, on, "shelling", y, x, n, id] for id, on, y, x, n in TRUTH]
    (tmp_path / "k").write_text(text(header, kobo, delimiter=";"))
    header = ["eventid", "iyear", "imonth", "iday", "attacktype1_txt", "latitude", "longitude"]
    gtd = [[i, d.year, d.month, d.day, "Armed Assault", y, x, float(n)] for i, d, y, x, n in TRUTH]
    book = pytest.importorskip("openpyxl").Workbook()
    for row in ([*header, "nkill"], *gtd):
        book.active.append(row)
    book.save(tmp_path / "t")
    for name, mapping in (("g", GDELT), ("k", KOBO), ("t", GTD)):
        assert rows_in(tmp_path / name, mapped(mapping), mapping) == sorted(TRUTH), name


def test_a_shape_is_no_point_and_what_is_left_out_of_an_archive_is_told(tmp_path: Path):
    features = [
        {"type": "Feature", "properties": {"id": n, "date": "2020-01-02", "kind": "battle"}}
        | {"geometry": {"type": kind, "coordinates": where}}
        for n, (kind, where) in enumerate(
            [("Point", [31, 41]), ("MultiPoint", [[31, 41]]), ("LineString", [[31, 41], [32, 41]])]
        )
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.geojson", whole)
        archive.writestr("b.csv", "what,is,this\n1,2,3\n")
    watch = Watch(tmp_path / "w.ledger", case())
    (receipt,) = ingest(watch.ledger, tmp_path / "a.zip", Said(recorded=STAMP.format(2)))
    assert (receipt.rows, receipt.reasons) == (2, (("its place is a LineString and no point", 1),))
    exact, left = receipt.told
    assert exact.startswith("nothing in it says how well a place is known")
    assert "b.csv: its first line is" in left
    watch.ledger.close()


@pytest.mark.parametrize("as_lines", [False, True])
def test_an_object_with_a_key_twice_does_not_count(as_lines: bool, tmp_path: Path):
    """The last would else count in silence: of the first row Beta would be the victim."""
    row = '{{"id": {n}, "date": "2020-01-0{n}", "kind": "battle", "side_a": "Beta"{more}}}'
    rows = [row.format(n=1, more=', "side_a": "Alpha"'), row.format(n=2, more="")]
    (tmp_path / "a.json").write_text("\n".join(rows) if as_lines else f"[{', '.join(rows)}]")
    watch = Watch(tmp_path / "w.ledger", case())
    (receipt,) = ingest(watch.ledger, tmp_path / "a.json", Said(recorded=STAMP.format(2)))
    watch.ledger.close()
    why = "it has the key 'side_a' twice, and nothing says which of them counts"
    assert (receipt.rows, receipt.reasons) == (1, ((why, 1),))


GED_SIDES = [
    ("Government of Ukraine, Government of Moldova", ["Government of Moldova", "U*"], True),
    ("GATIA, MSA", ["GATIA, MSA"], True),  # an alias that names both
    ("Army of Maoata , Islamic Front", ["Islamic Front"], True),
    ("Military Faction (Forces of Honasan, Abenina & Zumel)", ["Abenina*"], False),  # one name
    ("Military Faction (Forces of Honasan, Abenina & Zumel)", ["Military Faction*"], True),
    ("GATIA, MSA", ["MS", "GATIA MSA"], False),
]


@pytest.mark.parametrize(("side", "aliases", "is_named"), GED_SIDES)
def test_a_joint_side_of_ged_is_each_of_those_who_took_part(
    side: str, aliases: list[str], is_named: bool, tmp_path: Path
):
    names = HEADER.split(",")
    told = dict.fromkeys(names, "") | {"id": "7", "type_of_violence": "1", "where_prec": "1"}
    told |= {"date_start": "2020-01-02", "date_end": "2020-01-02", "best": "8", "high": "9"}
    told |= {"low": "8", "side_a": side, "side_b": "Alpha", "latitude": "41", "longitude": "31"}
    (tmp_path / "a.csv").write_text(text(names, [list(told.values())]))
    watch = Watch(
        tmp_path / "w.ledger", case().replace("[Beta, Beta militia]", json.dumps(aliases))
    )
    ingest(watch.ledger, tmp_path / "a.csv", Said(recorded=STAMP.format(2)))
    found = [len(survey.findings) for survey in watch.surveys()]
    watch.ledger.close()
    assert found == [int(is_named)]
