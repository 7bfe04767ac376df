"""Two million rows in the form of GED, read and matched: foedus against Polars, DuckDB and pandas.

    python benchmarks/monitor.py [--rows 2000000] [--rounds 3]

Each program runs in a process of its own and does the same filter: fatal events of two sides in a
box, from a day on, counted by day. The others stop there; foedus also rejects what cannot be read,
hashes and keeps the file, keeps what is read of every row, enters the release into the ledger, and
turns the rows into findings with chances, in one run of the program. Then the next release, in
which 3 % of the rows changed all over the file, of which those are kept and read, with the
difference told; and the same file again.
The rounds alternate, and ratios are of medians against Polars' filter; on a machine that others use
only ratios of processor time say much. Memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

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


def with_foedus(path: Path, ledger_file: Path) -> int:
    from foedus.language import read
    from foedus.monitor import Ledger, Said, difference_from_before, ingest, is_surveyed, survey
    from foedus.processes import collect_seldom

    collect_seldom()  # as a command of ours does
    arrangement, stamp = read(CASE), "2026-01-01T00:00:00.000000Z"
    is_first = not ledger_file.exists()
    if is_first:
        Ledger.start(ledger_file, CASE, "{}", stamp).close()
    label = "" if is_surveyed_again(ledger_file, path) else path.stem
    published = "2026-01-01" if is_first else "2026-01-02"
    with Ledger.open(ledger_file, write=True) as ledger:
        said = Said(recorded=stamp, label=label, published=published if label else "")
        (receipt,) = ingest(ledger, path, said)
        if receipt.is_new:
            difference_from_before(ledger, receipt.release)
        if is_surveyed(ledger):
            return 0
        (found,) = survey(ledger, ledger.releases(), arrangement, {}, [])
        ledger.enter("finding", [finding.body() for finding in found.findings], stamp)
        return len(found.picked)


def is_surveyed_again(ledger_file: Path, path: Path) -> bool:
    from foedus.monitor import Ledger

    with Ledger.open(ledger_file) as ledger:
        return any(release.file == path.name for release in ledger.releases())


def with_polars(path: Path) -> int:
    import polars as pl

    west, south, east, north = BOX
    found = (
        pl.scan_csv(path, infer_schema=False)
        .filter(
            pl.col("longitude").cast(pl.Float64).is_between(west, east)
            & pl.col("latitude").cast(pl.Float64).is_between(south, north)
            & pl.col("side_a").is_in(SIDES)
            & pl.col("side_b").is_in(SIDES)
            & (pl.col("type_of_violence") == "1")
            & (pl.col("date_start").str.head(10).str.to_date() >= date.fromisoformat(START))
        )
        .unique("id")
        .group_by("date_start")
        .agg(pl.len(), pl.col("best").cast(pl.Int64).sum())
        .collect(engine="streaming")
    )
    return int(found["len"].sum())


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


def own_memory(peak: list[float], ended: threading.Event) -> None:
    """Note the most memory that is the process's own, in MB: without mapped files (Linux)."""
    status = Path("/proc/self/status")
    while status.exists() and not ended.wait(0.02):
        own = re.search(r"RssAnon:\s+(\d+)", status.read_text())
        peak[0] = max(peak[0], int(own[1]) / 1024 if own else 0.0)


def child(program: str, path: Path, ledger_file: Path) -> None:
    own, ended = [0.0], threading.Event()
    threading.Thread(target=own_memory, args=(own, ended), daemon=True).start()
    count = {
        "foedus": lambda: with_foedus(path, ledger_file),
        "polars": lambda: with_polars(path),
        "pandas": lambda: with_pandas(path),
        "duckdb": lambda: with_duckdb(path),
        "hash": lambda: with_hash(path),
    }[program]()
    ended.set()
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    peak = used.ru_maxrss / 1024
    print(json.dumps({"count": count, "peak": peak, "own": own[0], "cpu": cpu}))


class Run(NamedTuple):
    """A run of a program: wall clock and processor time, peaks of memory, rows that match.

    `peak` counts the pages of the file that are mapped, which the system takes back at will; `own`
    does not.
    """

    wall: float
    cpu: float
    peak: float
    own: float
    count: int | None


def measured(program: str, path: Path, ledger_file: Path) -> Run:
    began = time.perf_counter()
    words = [sys.executable, __file__, "--child", program, str(path), str(ledger_file)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Run(time.perf_counter() - began, told["cpu"], told["peak"], told["own"], told["count"])


def rounds(folder: Path, first: Path, second: Path, count: int) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {}
    for number in range(count):
        ledger = folder / f"{number}.ledger"
        for name, program, path in (
            ("Polars, filter only", "polars", first),
            ("foedus, first import, ledger and findings", "foedus", first),
            ("DuckDB, filter only", "duckdb", first),
            ("foedus, a release with 3 % changed all over", "foedus", second),
            ("foedus, the same file again", "foedus", second),
            ("pandas, filter only", "pandas", first),
            ("read and hashed alone", "hash", first),
        ):
            runs.setdefault(name, []).append(measured(program, path, ledger))
        shutil.rmtree(f"{ledger}.rows")
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=3)
    arguments = parser.parse_args()
    if arguments.child:
        program, path, ledger_file = arguments.child
        child(program, Path(path), Path(ledger_file))
        return
    print(", ".join(f"{name} {version(name)}" for name in ("polars", "duckdb", "pandas", "numpy")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = folder / "first.csv", folder / "second.csv"
        synthetic(first, arguments.rows)
        changed = random.Random(3).sample(range(arguments.rows), arguments.rows * 3 // 100)
        synthetic(second, arguments.rows, change=frozenset(changed))
        print(f"{arguments.rows:,} rows, {first.stat().st_size / 1e6:,.0f} MB")
        runs = rounds(folder, first, second, arguments.rounds)
        stored = sum(file.stat().st_size for file in folder.glob("0.ledger*")) / 1e6
    floor = [median(run[at] for run in runs["Polars, filter only"]) for at in (0, 1)]
    for name, found in runs.items():
        wall, cpu, peak, own = (median(run[at] for run in found) for at in range(4))
        print(
            f"{name:44} {wall:6.1f} s wall {cpu:6.1f} s processor {peak:5.0f} MB, {own:.0f} own; "
            f"{wall / floor[0]:.2f} x the wall, {cpu / floor[1]:.2f} x the processor time of Polars"
        )
    counts = {run.count for found in runs.values() for run in found} - {None, 0}
    if len(counts) != 1:
        sys.exit(f"the programs do not agree: {counts}")
    print(f"each found {counts.pop():,} rows; the ledger itself has {stored:,.1f} MB")


if __name__ == "__main__":
    main()
