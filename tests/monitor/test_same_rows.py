"""The same rows, whatever they come in, give the same findings; and counts are those of pandas."""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from foedus.monitor.importing import Said, ingest

from .conftest import STAMP, Watch, case

UCDP = Path(__file__).parents[3] / "shared" / "data" / "ucdp"
PART = Path(__file__).parent / "ged221_ukraine_2020_part.csv"
COUNTED = "kinds: [force, against_civilians]"


def rows_drawn(seed: int, many: int) -> list[dict[str, object]]:
    rng = random.Random(seed)
    return [
        {
            "id": f"i{n}",
            "date": f"2020-{rng.randint(1, 3):02}-{rng.randint(1, 28):02}",
            "kind": rng.choice(["battle", "shelling", "against_civilians", "unrest"]),
            "latitude": round(rng.uniform(39.5, 42.2), 4),
            "longitude": round(rng.uniform(29.5, 32.2), 4),
            "km": rng.choice([1, 25, 60]),
            "side_a": rng.choice(["Beta", "Beta", "Бета", 'Beta "militia", x']),
            "side_b": rng.choice(["Alpha army", "civilians", ""]),
            "deaths": rng.choice([None, 0, 3]),
            "kind_chance": rng.choice([1.0, 0.25]),
        }
        for n in range(many)
    ]


def as_csv(path: Path, rows: list[dict[str, object]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def as_workbook(path: Path, rows: list[dict[str, object]]) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)


def as_parquet(path: Path, rows: list[dict[str, object]]) -> None:
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(path)


WRITERS: dict[str, Callable[[Path, list[dict[str, object]]], None]] = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "parquet": as_parquet,
}


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_one_file_or_many_and_any_form_give_the_same_bytes(seed: int, tmp_path: Path):
    """Each row's part in each finding, and the digests that findings rest on, are the same."""
    rows = rows_drawn(seed, 60)
    rng = random.Random(seed)
    found: dict[str, bytes] = {}
    for form, write in WRITERS.items():
        for name, parts in (("one", 1), ("many", 4)):
            shuffled = rng.sample(rows, len(rows))
            watch = Watch(tmp_path / f"{form} {name}.ledger", case(COUNTED))
            for at in range(parts):
                file = tmp_path / f"{name}{at}.{form}"
                write(file, shuffled[at::parts])
                watch.ingest(file, published="2025-01-01")
            found[f"{form} {name}"] = watch.written()
            watch.ledger.close()
    assert found["csv one"].count(b"\n") > 5
    assert set(found.values()) == {found["csv one"]}


def counted(path: Path, watch: Watch) -> int:
    return sum(r.rows for r in ingest(watch.ledger, path, Said(recorded=STAMP.format(2))))


ACLED = ["event_id_cnty", "event_date", "event_type", "latitude", "longitude", "fatalities"]
VIINA = ["event_id_1pd", "date", "t_mil", "a_rus_init", "latitude", "longitude"]
SPOILT = ["", "NA", "x", "-1", "999", "nan", "2020-13-01", "20200230", "1e2", "0.5", " 7 ", "1,5"]


MANY = int(os.environ.get("FOEDUS_FUZZ", "3000"))


def spoilt(header: list[str], good: Callable[[int, random.Random], list[object]]) -> Iterator[list]:
    rng = random.Random(len(header[0]))
    for number in range(MANY):
        cells = good(number, rng)
        if rng.random() < 0.4:
            cells[rng.randrange(len(header))] = rng.choice(SPOILT)
        yield cells


def acled(number: int, rng: random.Random) -> list[object]:
    day = f"2020-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    place = [f"{rng.uniform(-80, 80):.3f}", f"{rng.uniform(-170, 170):.3f}"]
    return [f"X{number}", day, "Battles", *place, rng.randrange(4)]


def viina(number: int, rng: random.Random) -> list[object]:
    day = f"2022{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return [number, day, round(rng.random(), 2), round(rng.random(), 2), "48.1", "37.5"]


@pytest.mark.parametrize(
    ("header", "good", "dated", "chances", "whole"),
    [
        (ACLED, acled, "%Y-%m-%d", [], ["fatalities"]),
        (VIINA, viina, "%Y%m%d", ["t_mil", "a_rus_init"], []),
    ],
    ids=["acled", "viina"],
)
def test_counts_of_spoilt_rows_are_those_of_pandas(
    header: list[str],
    good: Callable[[int, random.Random], list[object]],
    dated: str,
    chances: list[str],
    whole: list[str],
    tmp_path: Path,
):
    """What counts by the formats' own pages, with pandas: ids, days, points, chances, numbers."""
    pd = pytest.importorskip("pandas")
    rows = [header, *spoilt(header, good)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    (tmp_path / "a.csv").write_text(out.getvalue())
    said = pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    said = said.apply(lambda column: column.str.strip().replace("NA", ""))
    day = said[header[1]]
    as_written = r"\d{8}|\d{4}-\d{2}-\d{2}"  # either way of writing a day is read
    days = pd.to_datetime(day.str.replace("-", ""), format="%Y%m%d", errors="coerce")
    fine = (said[header[0]] != "") & day.str.fullmatch(as_written) & days.notna()

    def numbers(name: str) -> object:
        dotted = said[name].str.replace(r"^(\d{1,3}),(\d+)$", r"\1.\2", regex=True)
        return pd.to_numeric(dotted, errors="coerce")

    empty = {name: said[name] == "" for name in header}
    for name, most in (("latitude", 90), ("longitude", 180)):
        fine &= empty[name] | (numbers(name).abs() <= most)
    fine &= empty["latitude"] == empty["longitude"]
    for name in chances:
        fine &= empty[name] | numbers(name).between(0, 1)
    for name in whole:
        fine &= empty[name] | said[name].str.fullmatch(r"\d+")
    kept = said[fine]
    watch = Watch(tmp_path / "w.ledger", case())
    assert counted(tmp_path / "a.csv", watch) == kept[header[0]].nunique() < MANY
    watch.ledger.close()


@pytest.mark.parametrize(
    "path",
    [PART, UCDP / "ucdp_ged221_ukraine_2014_2021.csv", UCDP / "ucdp_ged231_sample1000.csv"],
    ids=lambda path: path.name,
)
def test_counts_of_real_files_are_those_of_pandas(path: Path, tmp_path: Path):
    pd = pytest.importorskip("pandas")
    if not path.exists():
        pytest.skip("the data set is not here")
    watch = Watch(tmp_path / "w.ledger", case())
    said = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert counted(path, watch) == said["id"].nunique() == len(said)
    (rows,) = [watch.ledger.releases()[0].count]
    groups = watch.surveys()[0].funnel.stages[0]
    assert groups == ("read", rows)
    watch.ledger.close()
