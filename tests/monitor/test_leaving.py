"""What leaves the ledger: workbook, map (GeoJSON and picture), the page and its PDF."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language.observation import Zone
from foedus.monitor.cells import Sheet, workbook
from foedus.monitor.difference import difference_from_before
from foedus.monitor.ledger import Ledger
from foedus.monitor.parts import shares
from foedus.monitor.ratios import exact_ratio
from foedus.monitor.zones import ground
from foedus.views.before_after import comparison_svg
from foedus.views.incident_map import Spot, map_svg
from foedus.views.timeline import NARROW_CHART, WIDE_CHART
from foedus.views.watch_funnel import difference_line

from .conftest import STAMP, Watch, case, row, table

ROWS = [
    row(1, "2020-01-02", deaths=2, place="Town"),
    row(2, "2020-01-02", latitude="", longitude="", deaths=0),
    row(3, "2020-02-05", km=60, kind="against_civilians", side_b="civilians", deaths=4, a_began=1),
    row(4, "2020-03-09", kind="shelling", deaths=1),
    row(5, "2020-03-09", date_end="2020-03-11", kind="shelling", deaths="x"),
]
OBSERVED = "kinds: [force, against_civilians]"
WHOLE = case(OBSERVED).replace("zones: box, actors", "actors")


def foedus(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, ["monitor", *words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(WHOLE)
    Path("a.csv").write_text(table(ROWS))
    foedus("init", "case.yaml")
    foedus("ingest", "a.csv", "--label", "first", "--published", "2020-02-20", status=1)
    return tmp_path


def test_a_workbook_holds_what_the_tables_hold(ledger: Path):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    foedus("export", "--xlsx", "a.xlsx", "--findings", "f.csv", "--rows", "r.csv")
    book = openpyxl.load_workbook("a.xlsx")
    assert book.sheetnames == ["findings", "rows", "rejected", "entries", "releases", "journal"]
    for sheet, file in (("findings", "f.csv"), ("rows", "r.csv")):
        header, *rows = Path(file).read_text().splitlines()
        assert [cell.value for cell in book[sheet][1]] == header.split(",")
        assert book[sheet].max_row == len(rows) + 1 > 3
    deaths = [cell.value for cell in book["findings"]["H"][1:]]
    assert deaths == [2, 4, 1]
    assert [cell.value for cell in book["rejected"]["E"]][1:] == ["'deaths' is not a whole number"]
    before = Path("a.xlsx").read_bytes()
    foedus("export", "--xlsx", "a.xlsx")
    assert Path("a.xlsx").read_bytes() == before


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    texts = ["=1+1", "https://example.org", "a\x1b[2J", "\ud800", "x" * 40_000]
    made = workbook([Sheet("s", ["a"], [[text] for text in texts])], "t", datetime(2026, 1, 1))
    page = openpyxl.load_workbook(io.BytesIO(made))["s"]
    cells = [page.cell(at, 1) for at in range(2, 7)]
    assert [cell.data_type for cell in cells] == ["s"] * 5
    assert all(cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells[:2]] == texts[:2]


def test_every_row_that_counts_is_in_the_geojson_with_what_it_is_known_to(ledger: Path):
    foedus("export", "--geojson", "a.geojson")
    told = json.loads(Path("a.geojson").read_text())
    rows = {f["properties"]["id"]: f for f in told["features"] if "id" in f["properties"]}
    assert set(rows) == {"1", "2", "3", "4"}
    assert rows["1"]["geometry"] == {"type": "Point", "coordinates": [31.0, 41.0]}
    assert rows["2"]["geometry"] is None
    assert rows["3"]["properties"]["km"] == 60
    assert rows["3"]["properties"]["best"] == 4
    found = foedus("findings").splitlines()
    assert all(any(f in line for line in found) for r in rows.values()
               for f in r["properties"]["findings"])  # fmt: skip


def test_zones_are_in_the_geojson_with_whose_view_they_are(tmp_path: Path):
    from foedus.monitor.mapping import geojson

    watch = Watch(tmp_path / "w.ledger", case(OBSERVED))
    (zone,) = geojson(watch.surveys())["features"]
    assert zone["geometry"]["type"] == "Polygon"
    assert zone["properties"]["zone"] == "box"
    watch.ledger.close()


def test_every_incident_is_drawn_as_exactly_as_it_is_known():
    line = ((30.0, 40.0), (32.0, 41.0))
    belt = ground("belt", Zone(line=line, within_km=15, viewpoint="of nobody"), {})
    spots = [Spot(31, 40.5, 3, 1, "Town", 1), Spot(31, 40.6, 1, 0, "", 25)]
    spots += [Spot(30.5, 40.2, 2, 0, "", 500)]
    for width in (WIDE_CHART, NARROW_CHART):
        drawn = map_svg("t", [belt], spots, 1, width)
        words = re.sub(r"\s+", " ", " ".join(ElementTree.fromstring(drawn).itertext()))
        assert "known to within 2 km (3 incidents)" in words
        assert "within (3 incidents)" in words
        assert "1 incident not drawn" in words
        assert "15 km on either side of the dashed line: of nobody" in words
        paths = re.findall(r"<path[^>]*>", drawn)
        assert sum('stroke="#b2182b"' in path for path in paths) == 2  # a ring for each
        assert sum('stroke-dasharray="5,3"' in path for path in paths) == 1
        assert float(re.findall(r'width="([\d.]+)"', drawn)[0]) < width + 60


def test_shares_are_those_counted_by_hand(tmp_path: Path):
    watch = Watch(tmp_path / "w.ledger", WHOLE)
    (tmp_path / "a.csv").write_text(table([*ROWS[:4], row(6, "2020-03-10", date_end="2020-03-12")]))
    watch.ingest(tmp_path / "a.csv")
    told = {s.of: s[1:] for s in shares(watch.surveys()[0])}
    assert told["all"] == (5, 6, 8)  # on 2 January, 5 February, 9 to 12 March
    assert told["begun by B"] == (1, 1, 4)
    assert told["against civilians"] == (1, 1, 4)
    assert told["shelling"] == (1, 1, 1)
    assert told["battle"] == (3, 4, 3)
    watch.ledger.close()


def test_the_page_says_whether_it_held_marks_days_and_tells_incidents_from_findings(ledger: Path):
    pytest.importorskip("statsmodels")
    foedus("report", "a.html", "--at", "2020-02-01", "--mark", "2020-02-10 a local truce")
    page = Path("a.html").read_text()
    assert page.index("<h2>Did it hold?</h2>") < page.index("<h2>Where it stands</h2>")
    assert "4 incidents, dated to 3 days, and 3 findings" in page
    assert page.count('class="wide"') == page.count('class="narrow"') == 3
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "2020-02-10, a local truce" in words
    assert "2020-02-20, release first of foedus incident file" in words
    assert "2020-02-01, the day asked about" in words
    assert re.search(r"against civilians 1 1 4", words)
    assert "write a day and what it was" in foedus("report", "a.html", "--mark", "x", status=2)


def test_the_page_says_from_which_day_it_asks_where_nobody_does(ledger: Path):
    pytest.importorskip("statsmodels")
    foedus("report", "a.html")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", Path("a.html").read_text()))
    assert "4 incidents bear on no-fire; what came before cannot be told." in words
    assert re.search(r"2020-01-01: no file speaks of days before it", words)
    assert re.search(r"\(foedus incident file has rows from 2020-01-\d\d to 2020-0\d-\d\d\)", words)
    assert "Asked from 2020-01-01, the first day on which no-fire binds" in words
    earlier = row(9, "2019-12-20")
    Path("b.csv").write_text(table([earlier]))
    foedus("ingest", "b.csv")
    foedus("report", "a.html")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", Path("a.html").read_text()))
    (told,) = re.findall(r"Did it hold\? (.*?) rate after over", words)
    # Of 1 and 4 incidents the exact interval, and the one by days of 1 and 3: the wider ends.
    (_, high), (low, _) = exact_ratio(1, 4, 12, 69)[0], exact_ratio(1, 3, 12, 69)[0]
    assert told.startswith(
        "&#39;no-fire&#39;, which binds B: on record in the 69 days from 2020-01-01 to 2020-03-09 "
        "that can be compared, against the 12 days before that can be compared, "
    )
    said = f"from a fall by {1 - low:.0%} to a rise to {high:.0f} times"
    few = "incidents are too few to tell a fall from a rise (1 before, 4 after; 95% interval: "
    assert few + said in told


def test_one_deadly_incident_on_either_side_of_a_day_is_no_fall_of_deaths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Of two incidents either may have come first: by chance alone twelve deaths come before one
    in half of all records. The days before begin with the first row where nobody covers them."""
    pytest.importorskip("statsmodels")
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(WHOLE)
    foedus("init", "case.yaml")
    Path("a.csv").write_text(table([row(1, "2020-03-01", deaths=12), row(2, "2020-05-10")]))
    foedus("ingest", "a.csv", "--covers", "2020-02-01/2020-05-31")
    first, *rest = foedus("timeline", "--at", "2020-04-01").splitlines()
    assert "deaths are too few to tell a fall from a rise (12 before, 1 after" in first
    assert (
        "in the 61 days from 2020-04-01 to 2020-05-31 that can be compared, against the 60" in first
    )
    assert "Not shown: who began (no source says it of any)." in first
    assert not any("quiet days" in line for line in rest)
    foedus("init", "case.yaml", "--ledger", "other.ledger")
    foedus("ingest", "a.csv", "--ledger", "other.ledger")
    first, *rest = foedus("timeline", "--at", "2020-04-01", "--ledger", "other.ledger").splitlines()
    assert (
        "40 days from 2020-04-01 to 2020-05-10 that can be compared, against the 31 days" in first
    )
    assert "No file is said to be complete for these days. Access of observers, on" in first
    assert [line.split(":")[0] for line in rest if "quiet days" in line] == [
        "No file says from which day it is complete, so the days before begin with the first row",
        "No file says until which day it is complete, so the days after end with the last row",
    ]


def test_the_page_is_a_pdf_of_a_few_pages_where_its_name_says_so(ledger: Path):
    pytest.importorskip("weasyprint")
    pymupdf = pytest.importorskip("pymupdf")
    many = [row(100 + n, f"2021-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(200)]
    Path("many.csv").write_text(table(many))
    foedus("ingest", "many.csv")
    foedus("report", "a.PDF")
    with pymupdf.open("a.PDF") as pdf:
        text = re.sub(r"\s+", " ", " ".join(page.get_text() for page in pdf))
        assert len(pdf) <= 7
    assert "On paper stand the newest 25 of 203 findings." in text
    assert "2021-08-04" in text  # the newest
    assert "2021-05-05" not in text


def test_a_ratio_is_drawn_with_both_intervals(ledger: Path):
    pytest.importorskip("statsmodels")
    from foedus.monitor.before_after import Compared, Comparison
    from foedus.monitor.ratios import Ratio

    found = Ratio(64, 24, 120, 120, 0.375, (0.22, 0.61), 0.001, (0.27, 0.54))
    only = Ratio(0, 5, 9, 9, None, (0.1, float("inf")), 0.1, None, "nothing")
    asked = Comparison("n", date(2020, 7, 27), (Compared("all", "events", found),
                                                Compared("x", "events", only)))  # fmt: skip
    drawn = comparison_svg(asked)
    assert "events: 64 → 24" in drawn
    assert "x, events" not in drawn
    assert drawn.count("with waves") >= 1


def test_nothing_is_published_on_a_file_that_is_gone_and_an_import_brings_it_back(tmp_path: Path):
    (tmp_path / "case.yaml").write_text(case())
    (tmp_path / "a.csv").write_text(table([row(1, "2020-01-02"), row(2, "2020-01-03")]))
    ledger = ["--ledger", str(tmp_path / "w.ledger")]

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["monitor", *words, *ledger])
        return result.exit_code, result.output

    assert run("init", str(tmp_path / "case.yaml"))[0] == 0
    assert run("ingest", str(tmp_path / "a.csv"))[0] == 0
    (copy,) = (tmp_path / "w.ledger.rows").glob("*.parquet")
    copy.unlink()
    page = str(tmp_path / "page.html")
    code, said = run("report", page, "--signed", "A. Head")
    assert (code, (tmp_path / "page.html").exists()) == (2, False)
    assert "lacks its file" in said
    assert "Nothing is published on it" in said
    code, said = run("ingest", str(tmp_path / "a.csv"))
    assert (code, "is kept there again" in said) == (0, True)
    assert run("verify")[0] == 0
    assert run("report", page, "--signed", "A. Head")[0] == 0
    assert "kept there again" not in run("ingest", str(tmp_path / "a.csv"))[1]


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_rows_that_were_numbered_anew_are_told(
    changed: int, watching: Callable[..., Watch], tmp_path: Path
):
    rows = [row(n, f"2020-01-0{n}") for n in (1, 2)]
    watch = watching(rows=rows)
    anew = [row(f"N{n}", f"2020-01-0{n}", deaths=1 + (n <= changed)) for n in (1, 2)]
    (tmp_path / "b.csv").write_text(table(anew))
    found = difference_from_before(
        watch.ledger, watch.ingest(tmp_path / "b.csv", recorded=STAMP.format(3)).release
    )
    said = {
        0: "; 2 rows are rows of it but for their ids, and count twice",
        1: "; 1 row is a row of it but for the id, and counts twice",
        2: "so no later release of it",
    }
    assert (found.shares_ids, found.renumbered) == (False, 2 - changed)
    assert difference_line(found).endswith(said[changed])


def test_a_watch_reads_no_file_of_which_not_all_has_come(tmp_path: Path):
    (tmp_path / "case.yaml").write_text(case())
    ledger = ["--ledger", str(tmp_path / "w.ledger")]
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.csv", "b.csv.part", "c.CRDOWNLOAD", "d.tmp"):
        (folder / name).write_text(table([row(name, "2020-01-02")]))
    run = CliRunner().invoke
    assert run(main, ["monitor", "init", str(tmp_path / "case.yaml"), *ledger]).exit_code == 0
    said = run(main, ["monitor", "watch", str(folder), "--once", *ledger])
    assert said.exit_code == 0, said.output
    with Ledger.open(tmp_path / "w.ledger") as kept:
        assert [release.file for release in kept.releases()] == ["a.csv"]
