"""Files as other programs write them: what cannot be read as it was meant is refused or told."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import math
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.language import Zone
from foedus.monitor.current import in_order, rows_of
from foedus.monitor.importing import Said, ingest
from foedus.monitor.sighting import matches, patterns
from foedus.monitor.unpacking import BadFileError
from foedus.monitor.zones import BadShapeError, ground
from foedus.views import complete_line

from .conftest import HEADER, STAMP, Watch, row
from .test_quirks import NAMES

Watching = Callable[..., Watch]
COLUMNS = HEADER.split(",")
ROWS = [dict(zip(COLUMNS, row(n, f"2020-01-0{n}").split(","), strict=True)) for n in (1, 2, 3)]


def objects(path: Path, **more: object) -> Path:
    """Three shots of Beta at Alpha, as points of GeoJSON in degrees."""
    features = [
        {
            "type": "Feature",
            "properties": {key: said for key, said in one.items() if said},
            "geometry": {"type": "Point", "coordinates": [31, 41]},
        }
        for one in ROWS
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


@pytest.mark.parametrize("column", ["side_b", "Side_B", "date"])
def test_a_column_of_tables_in_parquet_is_no_empty_one(
    column: str, watching: Watching, tmp_path: Path
):
    """Read as empty, the third side would be nobody named, and the row count against Alpha's."""
    frame = pl.DataFrame(ROWS).rename({column.lower(): column})
    nested = frame.with_columns(pl.struct(name=pl.lit("Gamma")).alias(column))
    nested.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(BadFileError, match=rf"column '{column.lower()}' holds several values"):
        watching().ingest(tmp_path / "a.parquet")


def test_a_column_of_tables_that_nobody_reads_hinders_nothing(watching: Watching, tmp_path: Path):
    box = pl.struct(xmin=pl.lit(31.0), ymin=pl.lit(41.0))  # as GeoParquet has it
    pl.DataFrame(ROWS).with_columns(bbox=box).write_parquet(tmp_path / "a.parquet")
    receipt = watching().ingest(tmp_path / "a.parquet")
    assert (receipt.rows, receipt.told) == (3, ("its column 'bbox' is not read.",))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19754", ""),  # 2024-02-01 in R, from 1970; in a spreadsheet 1954-01-31
        ("19754.0", ""),
        ("23407", ""),  # 2024-02-01 in Stata and SAS, from 1960; in a spreadsheet 1964-01-31
        ("32508", ""),  # 1988-12-31 in a spreadsheet; in Stata and SAS 2049-01-01
        ("32509", "1989-01-01"),
        ("45323", "2024-02-01"),
    ],
)
def test_a_number_of_days_is_read_where_only_spreadsheets_count_so(
    text: str, day: str, watching: Watching, tmp_path: Path
):
    """45,323 days after 1899-12-30 are 2024-02-01: 124 years of 365, 31 leap days, 2 + 31 days."""
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{row(1, text)}\n{row(2, '2024-02-03')}\n")
    watch = watching()
    receipt = watch.ingest(tmp_path / "a.csv")
    if day:
        assert receipt.rows == 2
        assert receipt.release.first == date.fromisoformat(day).toordinal()
    else:
        assert receipt.rows == 1
        assert "R from 1970. Write the dates" in receipt.reasons[0][0]


def test_a_file_whose_rows_all_lie_outside_the_days_it_is_complete_for_says_so(
    watching: Watching, tmp_path: Path
):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{row(1, '2020-01-05')}\n{row(2, '2020-01-09')}\n")
    for covers, is_told in (
        ((date(2020, 1, 10), date(2020, 2, 1)), True),
        ((date(2019, 1, 1), date(2020, 1, 4)), True),
        ((date(2020, 1, 9), date(2020, 2, 2)), False),
        ((date(2019, 1, 1), date(2020, 1, 5)), False),
    ):
        watch = watching(name=f"{covers[0]} {covers[1]}")
        receipt = watch.ingest(tmp_path / "a.csv", covers=covers, is_complete=True)
        line = "none of its rows lies there, they go from 2020-01-05 to 2020-01-09"
        assert (line in complete_line(receipt.release, ())) == is_told


def test_a_place_counts_by_its_disc_however_small(tmp_path: Path):
    """A disc cut by a straight side 0.4 of its radius from its middle.

    Of a circle of radius 1 the part beyond 0.4 is (acos 0.4 - 0.4 sqrt(1 - 0.16)) / pi = 0.2522,
    so of one whose middle lies inside 0.7478, on the side 0.5, outside 0.2522; a point that is
    known exactly is where it is.
    """
    beyond = (math.acos(0.4) - 0.4 * math.sqrt(1 - 0.16)) / math.pi
    box = ground("box", Zone(polygon=((30, 10), (32, 10), (32, 12), (30, 12))), {})
    for km in (0.5, 1.0, 2.0, 2.5, 5.0):
        off = 0.4 * km / (6371.0088 * math.pi / 180 * math.cos(math.radians(11)))
        east = [30 + off, 30, 30 - off]
        rows = pl.DataFrame({"latitude": [11.0] * 3, "longitude": east, "km": [km] * 3})
        assert np.allclose(box.chances(rows), [1 - beyond, 0.5, beyond], atol=0.001)
        exact = box.chances(rows.with_columns(km=0.0))
        assert exact.tolist() == [1, 1, 0]


CROSSED = ((30, 10), (32, 12), (32, 10), (30, 12))


@pytest.mark.parametrize(
    "zone",
    [
        Zone(polygon=CROSSED),
        Zone(geojson={"type": "Polygon", "coordinates": [[*CROSSED, CROSSED[0]]]}),
        Zone(
            geojson={
                "type": "Polygon",
                "coordinates": [
                    [(29, 9), (33, 9), (33, 13), (29, 13), (29, 9)],
                    [*CROSSED, CROSSED[0]],
                ],
            }
        ),
    ],
)
def test_an_outline_that_crosses_itself_is_no_zone(zone: Zone):
    """SW, NE, SE, NW: its two triangles are the west and the east, and the north is lost."""
    with pytest.raises(BadShapeError, match=r"its sides cross at 31, 11\. Write its corners in or"):
        ground("bow", zone, {})


@pytest.mark.parametrize(
    "hole",
    [
        [(30, 10), (31, 10), (31, 11), (30, 11), (30, 10)],  # a corner cut out
        [(30, 10.4), (30.8, 10.4), (30.8, 10.8), (30, 10.8), (30, 10.4)],  # on the west side
        [(30.2, 10.2), (30.8, 10.2), (30.8, 10.8), (30.2, 10.8), (30.2, 10.2)],  # within
    ],
)
def test_a_hole_is_left_out_of_a_zone_wherever_it_lies(hole: list[tuple[float, float]]):
    box = [(30, 10), (32, 10), (32, 12), (30, 12), (30, 10)]
    shape = {"type": "Polygon", "coordinates": [box, hole]}
    zone = ground("box", Zone(geojson=shape), {})
    rows = pl.DataFrame({"latitude": [10.6, 11.5], "longitude": [30.5, 31.5], "km": [0.0, 0.0]})
    assert zone.chances(rows).tolist() == [0, 1]
    wide, high = hole[1][0] - hole[0][0], hole[2][1] - hole[1][1]
    assert zone.shape.area == pytest.approx(4 - wide * high)


@pytest.mark.parametrize(("text", "is_read"), [("none", False), ("None", False), ("n/a", True)])
def test_none_of_deaths_may_be_zero_or_not_told(
    text: str, is_read: bool, watching: Watching, tmp_path: Path
):
    lines = [row(1, "2020-01-02", deaths=text), row(2, "2020-01-03")]
    (tmp_path / "a.csv").write_text("\n".join([HEADER, *lines]))
    receipt = watching().ingest(tmp_path / "a.csv")
    assert receipt.rows == 1 + is_read


def test_an_outline_that_is_slightly_wrong_is_mended():
    """A loop at a corner, 0.001 degrees wide: two millionths of the area."""
    corners = ((30, 10), (32, 10), (32, 12), (31.999, 12.001), (32, 12.001), (31.999, 12), (30, 12))
    found = ground("box", Zone(polygon=corners), {})
    assert found.shape.is_valid
    assert found.shape.area == pytest.approx(4, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}}, "EPSG:3857"),
        (
            {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}},
            "EPSG:32636",
        ),
        ({"spatialReference": {"wkid": 102100, "latestWkid": 3857}}, "EPSG:3857"),
        ({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, ""),
        ({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}}, ""),
        ({"crs": None}, ""),
        ({}, ""),
    ],
)
def test_places_in_metres_are_not_read_as_degrees(
    said: dict[str, object], named: str, watching: Watching, tmp_path: Path
):
    path = objects(tmp_path / "a.geojson", **said)
    ring = [(30, 40), (32, 40), (32, 42), (30, 40)]
    shape = {"type": "Polygon", "coordinates": [ring], **said}
    if not named:
        assert watching().ingest(path).rows == 3
        assert ground("box", Zone(geojson=shape), {}).drawn
        return
    with pytest.raises(
        BadFileError, match=rf"its coordinates are in {named}\. Export it in WGS 84"
    ):
        watching().ingest(path)
    with pytest.raises(BadShapeError, match=rf"its coordinates are in {named}\. Export it in WGS"):
        ground("box", Zone(geojson=shape), {})


@pytest.mark.parametrize("hidden", [(), (2,), (2, 4)])
def test_rows_that_a_workbook_hides_are_told(
    hidden: tuple[int, ...], watching: Watching, tmp_path: Path
):
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append(COLUMNS)
    for one in ROWS:
        book.active.append(list(one.values()))
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    book.active.row_dimensions[90].hidden = True  # below the table, and empty
    book.save(tmp_path / "a.xlsx")
    receipt = watching().ingest(tmp_path / "a.xlsx")
    told = {0: (), 1: ("1 row is hidden in its sheets",), 2: ("2 rows are hidden in its sheets",)}
    assert receipt.rows == 3
    assert [one.split(", by")[0] for one in receipt.told] == list(told[len(hidden)])


def test_what_is_packed_by_other_means_is_named(watching: Watching, tmp_path: Path):
    raw = (HEADER + "\n" + row(1, "2020-01-02") + "\n").encode()
    (tmp_path / "a.csv").write_bytes(raw)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(tmp_path / "a.csv", "a.csv")
    for by, made in (
        ("bzip2", bz2.compress(raw)),
        ("xz", lzma.compress(raw)),
        ("tar", packed.getvalue()),
    ):
        (tmp_path / "b").write_bytes(made)
        with pytest.raises(BadFileError, match=rf"it is packed by {by}\. Unpack it"):
            watching(name=by).ingest(tmp_path / "b")


def test_a_workbook_in_binary_form_is_named(watching: Watching, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(BadFileError, match=r"in binary form \(xlsb\)\. Save it as xlsx"):
        watching().ingest(tmp_path / "a.xlsb")


def test_objects_that_stand_one_after_another_are_as_many(watching: Watching, tmp_path: Path):
    """As `jq .` writes them, over several lines each; and lines in UTF-16, as Windows does."""
    said = [{key: text for key, text in one.items() if text} for one in ROWS]
    pretty = "\n".join(json.dumps(one, indent=2) for one in said)
    (tmp_path / "a.json").write_text(pretty)
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, said)), "utf-16")
    for name in ("a.json", "b.jsonl"):
        assert watching(name=name).ingest(tmp_path / name).rows == 3
    (tmp_path / "c.json").write_text(pretty + "\n{")
    with pytest.raises(BadFileError, match="it holds no JSON objects"):
        watching().ingest(tmp_path / "c.json")


def test_a_file_of_which_nothing_can_be_read_shows_how_it_stands(
    watching: Watching, tmp_path: Path
):
    lines = [row(1, ""), row(2, "1er février 2024"), row(3, "2 février 2024")]
    (tmp_path / "a.csv").write_text("\n".join([HEADER, *lines]))
    said = Said(recorded=STAMP.format(2))
    with pytest.raises(BadFileError, match="in row 2 there stands '1er février 2024'"):
        ingest(watching().ledger, tmp_path / "a.csv", said)


MONADIC = "event_id_cnty,event_date,event_type,actor_type,actor1,inter1,interaction"
MIRRORED = "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,time_precision"


def test_an_event_that_stands_once_for_each_actor_tells_of_nobody_that_he_began(
    watching: Callable[..., Watch], tmp_path: Path
):
    """Alpha shelled Beta, and the row of Beta, which comes first by the alphabet, counts for none.

    A battle says of neither side that it began: there it is the same, whichever row counts.
    """
    path = tmp_path / "a.csv"
    path.write_text(f"{MONADIC}\nX1,2020-01-02,Battles,1,Alpha army,1,12\n")
    with pytest.raises(BadFileError, match=r"monadic export.* Download the dyadic one"):
        watching().ingest(path)
    shelled = "X1,2020-01-02,Explosions/Remote violence,Shelling/artillery/missile attack"
    fought = "X2,2020-01-02,Battles,Armed clash"
    sides = ("Alpha army,Beta", "Beta,Alpha army")
    lines = [f"{event},{side},1" for event in (shelled, fought) for side in sides]
    path.write_text("\n".join([MIRRORED, *lines]))
    watch = watching(name="v")
    receipt = watch.ingest(path)
    assert receipt.rows == 1
    reasons = {reason[:40]: many for reason, many in receipt.reasons}
    assert reasons == {
        "it stands twice with its sides exchanged": 2,
        "its id was given to another row": 1,
    }
    path.write_text("\n".join([MIRRORED, *lines[:2]]))
    with pytest.raises(
        BadFileError, match=r"nothing says which of them began it\. Read the dyadic"
    ):
        watching(name="u").ingest(path)


def document(path: Path, rows: list[str]) -> Path:
    """Return a workbook of OpenDocument with a title of two rows, and a table below."""
    title = cell("A log", 'table:number-rows-spanned="2" table:number-columns-spanned="3"')
    empty = '<table:table-row table:number-rows-repeated="2"/>'
    above = f"<table:table-row>{title}</table:table-row>{empty}"
    header = "".join(map(cell, ["id", "date", "kind", "side_a", "side_b"]))
    body = "".join(f"<table:table-row>{said}</table:table-row>" for said in [header, *rows])
    sheet = f'<table:table table:name="S"><table:table-column/>{above}{body}</table:table>'
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in NAMES}
    spaces = " ".join(f'xmlns:{name}="{where}"' for name, where in names.items())
    whole = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    listed = (
        f'<manifest:manifest xmlns:manifest="{names["manifest"]}"><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", f"<office:document-content {spaces}>{whole}</office:document-content>"
        )
        archive.writestr("META-INF/manifest.xml", listed)
    return path


def cell(text: str, spans: str = "") -> str:
    opened = f'<table:table-cell office:value-type="string" {spans}>'
    return f"{opened}<text:p>{text}</text:p></table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def test_a_merged_cell_of_a_document_holds_of_all_its_rows(watching: Watching, tmp_path: Path):
    """Two shots by Beta at Gamma, written once for both; of the second nobody would be named."""
    rows = [
        "".join(map(cell, ["1", "2020-01-02", "battle", "Beta"]))
        + cell("Gamma", 'table:number-rows-spanned="2"'),
        "".join(map(cell, ["2", "2020-01-03", "battle", "Beta"])) + COVERED,
        cell("3")
        + cell("2020-01-04", 'table:number-rows-spanned="2"')
        + "".join(map(cell, ["battle", "Beta", "Delta"])),
        cell("4") + COVERED + "".join(map(cell, ["battle", "Beta", "Delta"])),
    ]
    watch = watching()
    assert watch.ingest(document(tmp_path / "a.ods", rows)).rows == 4
    (release,) = watch.ledger.releases()
    found = in_order(rows_of(watch.ledger, release)).select("id", "side_b", "start").rows()
    day = date(2020, 1, 1).toordinal()
    assert found == [
        ("1", "Gamma", day + 1),
        ("2", "Gamma", day + 2),
        ("3", "Delta", day + 3),
        ("4", "Delta", day + 3),
    ]


def test_a_line_break_within_a_name_is_a_space():
    """A group that is named after a party, its name broken in the cell before that."""
    beta, whole = patterns(["Beta"]), patterns(["Movement for Beta"])
    assert [matches(beta, name) for name in ("Movement for\nBeta", "Beta\n", "x; Beta")] == [
        False,
        True,
        True,
    ]
    assert matches(whole, "Movement for\nBeta")


def test_whom_acled_names_second_counts_where_civilians_stand_first(
    watching: Callable[..., Watch], tmp_path: Path
):
    """Beta shot at civilians, who stand first: one row, begun by Beta with chance 1.

    Students are no party's and no source calls them civilians, but their code does.
    """
    path = tmp_path / "a.csv"
    lines = [
        f"X{n},2020-01-02,Violence against civilians,Attack,{who},7,Beta,2,1,1,41,31"
        for n, who in enumerate(("Civilians (X)", "Students (X)"))
    ]
    header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
    path.write_text("\n".join([f"{header}time_precision,geo_precision,latitude,longitude", *lines]))
    watch = watching("kinds: [against_civilians]")
    watch.ingest(path)
    (found,) = watch.surveys()
    (finding,) = found.findings
    assert [row.id for row in finding.evidence] == ["X0", "X1"]
    assert finding.began == (("B", 1.0),)
