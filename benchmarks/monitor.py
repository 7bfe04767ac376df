"""Two million rows in the form of GED, read and matched: foedus against pandas and DuckDB.

    python benchmarks/monitor.py [--rows 2000000]

Each program runs in a process of its own and does the same filter: fatal events of two sides in a
box, from a day on, counted by day. pandas and DuckDB stop there; foedus also rejects what cannot be
read, hashes every byte, writes the ledger to disk, and turns the rows into findings with chances.
The second part imports two more releases: one in which one row in a thousand has changed, in ten
places of the file, and one in which three rows in a hundred have, all over it; and one again.
Stretches of some 4,000 rows in which nothing changed are recognised by their bytes. The last line
is the floor: the same bytes read and hashed, and nothing else. Times are wall clock and processor time
(both cores), interpreter start included; memory is the peak of the process. On a machine that
others use only the processor time says much.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

BOX = (36.5, 46.8, 40.3, 50.1)
START = "2015-02-15"
SIDES = ("Government of Ukraine", "DPR", "LPR")
CASE = """
foedus: 1
title: A benchmark
as_of: 2015-02-15
horizon: P10Y
parties: {A: {role: beneficiary}, B: {role: adversary}}
conduct: {B: {towards: A, acts: [{act: comply}, {act: fire}]}}
observation:
  aliases: {A: [Government of Ukraine], B: [DPR, LPR]}
  zones: {box: {polygon: [[36.5, 46.8], [40.3, 46.8], [40.3, 50.1], [36.5, 50.1]]}}
norms:
  ceasefire: {prohibition: fire, bearer: B, observed: {zones: box, actors: B, kinds: [force]}}
"""


def synthetic(path: Path, rows: int, seed: int = 1, change: frozenset[int] = frozenset()) -> None:
    """Write rows in the 49 columns of GED, about as wide as real ones."""
    from foedus.monitor.formats.ged import HEADER

    rng = random.Random(seed)
    days = [date(1989, 1, 1) + timedelta(n) for n in range(13000)]
    headline = "Agence France Presse,2014-01-22,Police and others said one was killed; more to come"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER + "\n")
        for number in range(rows):
            ours = rng.random() < 0.01
            day = days[rng.randrange(9545, 12000) if ours else rng.randrange(13000)]
            x = rng.uniform(37, 40) if ours else rng.uniform(-20, 60)
            y = rng.uniform(47, 50) if ours else rng.uniform(-30, 45)
            side, country = ("DPR", "Ukraine") if ours else (f"Group {number % 800}", "Elsewhere")
            best = rng.randrange(1, 6) + (number in change)
            article = f'"""{headline} {number}"";""{headline} {number + 7}"""'
            out.write(
                f"{number + 1000},XXX-{day.year}-1-{number},{day.year},1,Clear,1,13219,13219,"
                f"{country}: Government,14085,14085,Government of Ukraine - {side},61,61,"
                f"Government of Ukraine,5817,5817,{side},2,{article},Agence France Presse,{day},"
                f'"{headline}",police,1,Town {number % 5000},Town {number % 5000} (square),'
                f"Unit {number % 300},District {number % 2500},{y:.6f},{x:.6f},"
                f"POINT ({x:.6f} {y:.6f}),199878,{country},369,Europe,1,1,"
                f"{day} 00:00:00.000,{day} 00:00:00.000,0,{best},0,0,{best},{best},{best},369,\n"
            )


def with_foedus(path: Path, ledger_file: Path) -> int | None:
    from foedus.language import read
    from foedus.monitor.findings import survey
    from foedus.monitor.importing import Said, ingest
    from foedus.monitor.ledger import Ledger, is_surveyed
    from foedus.monitor.sighting import bearing, sights

    arrangement = read(CASE)
    seen = sights(arrangement, {})
    stamp = "2026-01-01T00:00:00.000000Z"
    if ledger_file.exists():
        ledger = Ledger.open(ledger_file, write=True)
        label, published = path.stem, f"2026-01-{2 + (path.stem == 'third'):02}"
    else:
        ledger = Ledger.start(ledger_file, CASE, "{}", stamp)
        label, published = "first", "2026-01-01"
    said = Said(recorded=stamp, label=label, published=published)
    ingest(ledger, path, said, lambda chunk: bearing(seen, chunk))
    if is_surveyed(ledger):
        ledger.close()
        return None
    (found,) = survey(ledger, ledger.releases(), ledger.terms()[0], arrangement, {}, [])
    ledger.enter("finding", [finding.body() for finding in found.findings], stamp)
    ledger.close()
    return len(found.picked)


def with_pandas(path: Path) -> int:
    import pandas as pd

    columns = ["id", "type_of_violence", "side_a", "side_b", "latitude", "longitude"]
    columns += ["date_start", "date_end", "best", "high", "low", "country", "adm_1", "adm_2"]
    columns += ["where_prec", "where_coordinates"]
    parts = []
    for part in pd.read_csv(path, usecols=columns, chunksize=100_000):
        west, south, east, north = BOX
        start = pd.to_datetime(part["date_start"])
        inside = part["longitude"].between(west, east) & part["latitude"].between(south, north)
        sided = part["side_a"].isin(SIDES) & part["side_b"].isin(SIDES)
        parts.append(part[inside & sided & (start >= START) & (part["type_of_violence"] == 1)])
    found = pd.concat(parts).drop_duplicates("id")
    by_day = found.groupby("date_start")["best"].agg(["size", "sum"])
    return int(by_day["size"].sum())


def with_duckdb(path: Path) -> int:
    import duckdb

    west, south, east, north = BOX
    found = duckdb.sql(
        f"""
        SELECT CAST(date_start AS DATE) AS day, COUNT(DISTINCT id) AS events, SUM(best) AS deaths
        FROM read_csv('{path}', header = true, all_varchar = false, sample_size = 20000)
        WHERE longitude BETWEEN {west} AND {east} AND latitude BETWEEN {south} AND {north}
          AND side_a IN {SIDES} AND side_b IN {SIDES} AND type_of_violence = 1
          AND CAST(date_start AS DATE) >= DATE '{START}'
        GROUP BY day
        """
    ).fetchall()
    return sum(events for _, events, _ in found)


def with_hash(path: Path) -> None:
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")


def child(program: str, path: Path, ledger_file: Path) -> None:
    count = {
        "foedus": lambda: with_foedus(path, ledger_file),
        "pandas": lambda: with_pandas(path),
        "duckdb": lambda: with_duckdb(path),
        "hash": lambda: with_hash(path),
    }[program]()
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"count": count, "peak": used.ru_maxrss / 1024, "cpu": cpu}))


def measured(program: str, path: Path, ledger_file: Path) -> tuple[float, float, float, int | None]:
    began = time.perf_counter()
    words = [sys.executable, __file__, "--child", program, str(path), str(ledger_file)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    took = time.perf_counter() - began
    told = json.loads(done.stdout.splitlines()[-1])
    return took, told["cpu"], told["peak"], told["count"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--child", nargs=3)
    arguments = parser.parse_args()
    if arguments.child:
        program, path, ledger_file = arguments.child
        child(program, Path(path), Path(ledger_file))
        return
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        synthetic(first, arguments.rows)
        places = random.Random(2).sample(range(arguments.rows), 10)
        changed = frozenset(n for p in places for n in range(p, p + arguments.rows // 10_000))
        synthetic(second, arguments.rows, change=changed)
        scattered = random.Random(3).sample(range(arguments.rows), arguments.rows * 3 // 100)
        third = Path(folder) / "third.csv"
        size = first.stat().st_size / 1e6
        print(f"{arguments.rows:,} rows, {size:,.0f} MB")
        # One row first, so that code compiled on the first run ever is not counted.
        tiny = Path(folder) / "tiny.csv"
        synthetic(tiny, 1000)
        measured("foedus", tiny, Path(folder) / "tiny.ledger")
        ledger_file = Path(folder) / "watch.ledger"
        results = {
            "foedus, ledger included": measured("foedus", first, ledger_file),
            "pandas, filter only": measured("pandas", first, ledger_file),
            "DuckDB, filter only": measured("duckdb", first, ledger_file),
            "foedus, the next release": measured("foedus", second, ledger_file),
            "foedus, the same again": measured("foedus", second, ledger_file),
        }
        synthetic(third, arguments.rows, change=frozenset(scattered))
        results["foedus, 3 % all over"] = measured("foedus", third, ledger_file)
        results["read and hashed alone"] = measured("hash", third, ledger_file)
        ours = results["foedus, ledger included"]
        for name, (took, cpu, peak, count) in results.items():
            print(
                f"{name:26} {took:6.1f} s wall  {cpu:5.1f} s processor  {peak:4.0f} MB  "
                f"{count or 'same':>7} rows match; {took / ours[0]:.2f} × the wall, "
                f"{cpu / ours[1]:.2f} × the processor time of foedus"
            )
        if len({result[-1] for result in results.values()} - {None}) != 1:
            sys.exit("the programs do not agree")
        disk = sum(f.stat().st_size for f in Path(folder).glob("watch.ledger*")) / 1e6
        print(f"ledger on disk with both releases: {disk:,.0f} MB")


if __name__ == "__main__":
    main()
