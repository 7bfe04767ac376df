"""Which rows stand: those of the newest release that has them, less those withdrawn since."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import polars as pl

from foedus.monitor.formats import Format, Reading
from foedus.monitor.formats.common import FAULT, FINE, HASH, RAW, ROW, WITHIN, Draft
from foedus.monitor.incident import digest_of
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Complete, Release
from foedus.monitor.store import rows_folder

_PART = 262_144
"""Rows that are read at a time."""


def drafted(stored: pl.LazyFrame, form: Format, reading: Reading) -> pl.LazyFrame:
    """Return stored rows as incidents, each with its number and, where it has one, a reason."""
    there = stored.collect_schema().names()
    if HASH not in there:  # rows that are not stored yet
        stored = stored.with_columns(pl.lit(0, dtype=pl.UInt64).alias(HASH))
    header = [name for name in there if name not in (ROW, HASH, WITHIN, RAW)]
    draft = Draft(stored, form.places(header), reading, header)
    form.fill(draft)
    return draft.finished()


@cache
def _reader() -> str:
    """Return the digest of what reads rows: where it changed, they are read anew."""
    room = files("foedus.monitor")
    parts = [*room.joinpath("formats").iterdir(), room.joinpath("days.py")]
    texts = sorted(part.read_bytes() for part in parts if part.name.endswith(".py"))
    return hashlib.sha256(b"".join([*texts, pl.__version__.encode()])).hexdigest()


def read_folder(folder: Path, rows: str, reading: Reading) -> Path:
    """Return the folder that rows lie in as they were read; it may not be there."""
    how = digest_of([asdict(reading), _reader()])
    return folder / f"{rows[:32]}.{how[:16]}.read"


def read_rows(stored: pl.LazyFrame, form: Format, reading: Reading, kept: Path) -> pl.LazyFrame:
    """Return stored rows as incidents, as `drafted` does, from the folder that keeps what was read.

    It saves time and proves nothing: it is made where it is missing, what is not to be written is
    done without it, and `verify` reads all rows anew and compares.
    """
    if not kept.exists():
        frame = drafted(stored, form, reading)
        part = kept.with_name(f".{os.getpid()}-{kept.name}.part")
        try:
            _write(frame, stored.select(pl.len()).collect().item(), part)
            with suppress(OSError):  # another process has made it meanwhile
                part.rename(kept)
        except OSError:  # a read-only medium, or a full disk
            return frame
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return _kept(kept)


def _write(frame: pl.LazyFrame, many: int, folder: Path) -> None:
    """Write rows in parts one after another: at once they take memory that grows with the file."""
    folder.mkdir()
    for at in range(0, max(many, 1), _PART):
        frame.slice(at, _PART).sink_parquet(
            folder / f"{at:012}.parquet", compression="zstd", compression_level=1
        )


def _kept(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(sorted(folder.glob("*.parquet")))


def _read(ledger: Ledger, release: Release) -> pl.LazyFrame:
    kept = read_folder(rows_folder(ledger.path), release.rows, release.reading)
    return read_rows(ledger.stored(release), release.form, release.reading, kept)


def misread(ledger: Ledger, release: Release) -> str:
    """Say where what is kept of a release as read is not what its rows say; empty where it is."""
    kept = read_folder(rows_folder(ledger.path), release.rows, release.reading)
    if not kept.exists():
        return ""
    stored = ledger.stored(release)
    anew = drafted(stored, release.form, release.reading)
    many = stored.select(pl.len()).collect().item()
    with suppress(pl.exceptions.PolarsError, OSError):
        if _sum(anew, many) == _sum(_kept(kept), many):
            return ""
    name = release.label or release.file
    return f"what was read of {name} was altered since: delete {kept}, and it is read anew"


def _sum(frame: pl.LazyFrame, many: int) -> tuple[int, int]:
    """Return the sum of the hashes of rows and how many there are, a part at a time."""
    reckoned = frame.select(pl.struct(pl.all()).hash())
    parts = [
        reckoned.slice(at, _PART).collect(engine="streaming").to_series()
        for at in range(0, max(many, 1) + _PART, _PART)
    ]
    return sum(int(part.sum()) for part in parts), sum(len(part) for part in parts)


def rows_of(ledger: Ledger, release: Release) -> pl.LazyFrame:
    """Return the rows of a release that count."""
    frame = _read(ledger, release)
    reused = [number for number, _ in release.reused]
    counts = pl.col(FINE)
    if reused:
        counts &= ~pl.col(ROW).is_in(reused)
    return frame.filter(counts).drop("reason", FINE)


def standing(ledger: Ledger, releases: Sequence[Release]) -> Iterator[tuple[Release, pl.LazyFrame]]:
    """Yield releases, each with those of its rows that stand.

    Parameters
    ----------
    ledger
        The ledger.
    releases
        The releases that count, newest first within each source.
    """
    for _, of_source in groupby(releases, key=lambda release: release.source):
        newer: list[pl.LazyFrame] = []
        scopes: list[Complete] = []
        for release in of_source:
            frame = rows_of(ledger, release).drop(HASH)
            left = frame
            if release.deleted:
                left = left.filter(~pl.col("id").is_in(sorted(release.deleted)))
            if newer:
                left = left.join(pl.concat(newer), on="id", how="anti")
            for scope in scopes:
                left = left.filter(~_covered(scope))
            yield release, left
            newer.append(frame.select("id"))
            if release.complete:
                scopes.append(release.complete)


def _covered(scope: Complete) -> pl.Expr:
    """Return which rows a later release is complete for, by the days that are written."""
    inside = (pl.col("said_start") >= scope.first.toordinal()) & (
        pl.col("said_end") <= scope.last.toordinal()
    )
    return inside & pl.col("country").is_in(scope.countries) if scope.countries else inside


def rejected_rows(ledger: Ledger, release: Release) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of a release that do not count: number in the file, reason, text.

    Rows are counted from 1, without what stands above them and empty lines.
    """
    bad = _read(ledger, release).filter(~pl.col(FINE)).select(ROW, "reason").collect()
    reasons = {**dict(bad.iter_rows()), **dict(release.reused)}
    texts = texts_of(ledger, release, list(reasons))
    yield from ((number, reasons[number], texts[number]) for number in sorted(reasons))


def texts_of(ledger: Ledger, release: Release, numbers: Sequence[int]) -> dict[int, str]:
    """Return rows of a release as they stood in its file, each as a line of CSV, by number."""
    stored = ledger.stored(release)
    rows = stored.filter(pl.col(ROW).is_in(list(numbers))).collect()
    header = [name for name in rows.columns if name not in (ROW, HASH, WITHIN, RAW, FAULT)]
    found = {}
    for row in rows.iter_rows(named=True):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="").writerow(row[name] or "" for name in header)
        found[row[ROW]] = row.get(RAW) or out.getvalue()
    return found
