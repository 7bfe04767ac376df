"""Which rows stand: those of the newest release that has them, less those withdrawn since."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import polars as pl

from foedus.monitor.formats import Format, Reading
from foedus.monitor.formats.common import FAULT, FINE, HASH, RAW, ROW, WITHIN, Draft
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Complete, Release


def drafted(stored: pl.LazyFrame, form: Format, reading: Reading) -> pl.LazyFrame:
    """Return stored rows as incidents, each with its number and, where it has one, a reason."""
    there = stored.collect_schema().names()
    header = [name for name in there if name not in (ROW, HASH, WITHIN, RAW)]
    draft = Draft(stored, form.places(header), reading, header)
    form.fill(draft)
    return draft.finished()


def rows_of(ledger: Ledger, release: Release) -> pl.LazyFrame:
    """Return the rows of a release that count."""
    frame = drafted(ledger.stored(release), release.form, release.reading)
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
            frame = rows_of(ledger, release)
            left = frame
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
    frame = drafted(ledger.stored(release), release.form, release.reading)
    bad = frame.filter(~pl.col(FINE)).select(ROW, "reason").collect()
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
