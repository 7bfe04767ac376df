"""Which rows stand: those of the newest release that has them, less those withdrawn since."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import polars as pl

from foedus.monitor import copies
from foedus.monitor.days import exchanged, hours_of, order_of
from foedus.monitor.formats import Format, Reading
from foedus.monitor.formats.common import ALONE, COLUMNS, FAULT, FINE, RAW, ROW, TEXTS, Together
from foedus.monitor.formats.draft import Draft
from foedus.monitor.formats.when import WHICH_DAY, WHICH_HOUR
from foedus.monitor.headers import other_header
from foedus.monitor.incident import digest_of
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Complete, Release
from foedus.monitor.store import LedgerError, rows_folder
from foedus.monitor.tables import Table, in_parts, tables
from foedus.monitor.workplace import workplace, workplace_somewhere

_GROUP, _BATCH = 65_536, 50_000
"""Rows that are packed together, and read together: fewer take less memory."""


def drafted(
    rows: pl.LazyFrame, form: Format, reading: Reading, together: Together = ALONE
) -> pl.LazyFrame:
    """Return rows of text as incidents, each with its number and, where it has one, a reason.

    `together` is what all rows of their table tell of how to read each.
    """
    header = rows.collect_schema().names()
    may = {ROW, FAULT, *(name for names in form.columns.values() for name in names)}
    bare = rows.select(name for name in header if name in may)

    def read(part: pl.LazyFrame) -> pl.LazyFrame:
        return Draft(part, form.places(header), reading, together).read(form)

    def parts() -> Iterator[pl.LazyFrame]:
        # As one, the many steps of so many small parts take Polars more time than all else; so do
        # those of the some thirty chunks that a part comes in.
        for part in bare.collect_batches(chunk_size=_BATCH):
            yield read(part.rechunk().lazy())

    kinds = {name: kind for name, (kind, _) in COLUMNS.items()}
    schema = {ROW: pl.UInt32, **kinds, "reason": pl.String, FINE: pl.Boolean}
    return in_parts(schema, parts)


@cache
def _reader() -> str:
    """Return the digest of what reads rows: where it changed, they are read anew."""
    room = files("foedus.monitor")
    own = ("days.py", "delimited.py", "headers.py", "objects.py", "tables.py", "workbooks.py")
    parts = [*room.joinpath("formats").iterdir(), *map(room.joinpath, own)]
    texts = sorted(part.read_bytes() for part in parts if part.name.endswith(".py"))
    return hashlib.sha256(b"".join([*texts, pl.__version__.encode()])).hexdigest()


def kept_at(folder: Path, contents: str, reading: Reading) -> Path:
    """Return where the rows of a table are kept as they were read; it may not be there."""
    how = digest_of([asdict(reading), _reader()])
    return folder / f"{contents[:32]}.{how[:16]}.read"


def write_read(table: Table, reading: Reading, target: Path) -> tuple[str, ...]:
    """Keep the rows of a table as they are read; return what was done to read them.

    It saves time and proves nothing: it is made anew where it is missing, and `verify` reads all
    rows anew and compares.
    """
    with workplace(target.parent) as part:

        def write(way: int, rows: pl.LazyFrame) -> tuple[Path, tuple[str, ...]]:
            file = part / f"{way}"  # each its own name: Polars remembers what it knows of a path
            said = {"sound": "" if FAULT in rows.collect_schema() else "yes"}
            sink(drafted(rows, table.form, reading), file, said)
            if any(together := together_of(file, rows, table, reading)):
                file = part / f"{way} again"
                sink(drafted(rows, table.form, reading, together), file, {})
            return file, (*together.told(reading.zone), *_one_hour(file))

        (file, said), told = table.read(write)
        keep(file, target)
    return (*told, *said)


def keep(file: Path, target: Path) -> None:
    """Put rows as they were read in their place, and their SHA-256 beside them."""
    beside = file.with_name(f"{file.name}.sum")
    beside.write_text(_sha256(file))
    with suppress(OSError):  # another process has made it meanwhile
        beside.replace(target.with_suffix(".sum"))
        file.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _sha256_once(path: Path, changed: int) -> str:
    """Return the SHA-256 of a file as it was last changed, reckoned once."""
    return _sha256(path)


def is_kept(path: Path) -> bool:
    """Whether rows as they were read are there, as they were written.

    What is altered in them would be read as other rows, or end the process where Polars trusts it.
    """
    try:
        now = _sha256_once(path, path.stat().st_mtime_ns)
        return path.with_suffix(".sum").read_text() == now
    except (OSError, UnicodeDecodeError):
        return False


def together_of(file: Path, rows: pl.LazyFrame, table: Table, reading: Reading) -> Together:
    """Return what all rows of a table tell of how to read each, where a first reading asks."""
    is_odd, form = ~pl.col(FINE), table.form
    dates = list(_dates(rows, form)) if reading.dates or is_asked(file) else []
    order = reading.dates or order_of(dates)
    hours = "" if "time" in form.dates else hours_of(dates, order, reading.zone)
    below = 0
    if is_there(file, is_odd):
        odd = pl.scan_parquet(file).filter(is_odd).select(ROW)
        below = other_header(rows.join(odd, on=ROW, how="semi"), table.header, form)
    return Together("" if reading.dates else order, below, hours, exchanged(dates))


def _one_hour(file: Path) -> Iterator[str]:
    """Say where the hours of several days are one, as of days that a program has moved."""
    hours = pl.scan_parquet(file).filter(pl.col(FINE) & (pl.col("minute") >= 0))
    minute = pl.col("minute")
    asked = (minute.min().alias("low"), minute.max().alias("high"), pl.col("start").n_unique())
    low, high, days = hours.select(asked).collect(engine="streaming").row(0)
    if days > 2 and low and high - low <= 60 and low % 15 == high % 15 == 0 and low != 720:
        both = " or ".join(f"{at // 60:02}:{at % 60:02}" for at in sorted({low, high}))
        yield (
            f"all its hours are {both}, as of days that were moved from another time zone: if they "
            "were, write Z behind what is in UTC"
        )


def is_there(file: Path, what: pl.Expr) -> bool:
    """Whether there is such a row among those that were read."""
    return not pl.scan_parquet(file).filter(what).select(ROW).head(1).collect().is_empty()


def is_asked(file: Path) -> bool:
    """Whether there are dates among rows that were read that only all of them may tell."""
    ends = (pl.col("reason").str.ends_with(asked) for asked in (WHICH_DAY, WHICH_HOUR))
    return is_there(file, pl.any_horizontal(ends))


def _dates(rows: pl.LazyFrame, form: Format) -> Iterator[str | None]:
    """Yield what stands in the columns of dates, each text once."""
    places = form.places(rows.collect_schema().names())
    for thing in filter(places.get, form.dates[:2]):
        each = rows.select(pl.col(places[thing]).unique())
        yield from each.collect(engine="streaming").to_series()


def sink(rows: pl.LazyFrame, path: Path, said: Mapping[str, str]) -> None:
    """Write rows as they were read.

    `said` has `sound` where the lines of a file are rows, and no other rows tell how to read them.
    """
    rows.sink_parquet(
        path,
        compression="zstd",
        compression_level=1,
        row_group_size=_GROUP,
        statistics=False,  # rows of a file are in no order by which groups could be left out
        metadata=dict(said),
    )


def kept_rows(path: Path, copy: Path | None = None, *, own: bool = False) -> pl.LazyFrame:
    """Return the rows of a table that were read, in any order; see `in_order`.

    Those that an earlier table has are among them unless only its `own` are wanted. `copy` is where
    the lines of its file are, where they are not in their place yet.
    """
    rows, said = pl.scan_parquet(path), pl.read_parquet_metadata(path)
    if "like" in said and not own:
        to = moved_to(copy or copies.copy_of(path.parent, said["copy"]), said)
        stay = pl.scan_parquet(path.with_name(said["before"]))
        rows = pl.concat([stay.with_columns(numbered(to)).drop_nulls(ROW), rows])
    return rows.with_columns(pl.col(*TEXTS, "code", "kind_chances").fill_null(""))


def moved_to(copy: Path, said: Mapping[str, str]) -> pl.Series:
    """Return for the number of each row of an earlier release that which it has in a later one.

    None where that lacks the row. `copy` has its lines, and `said` is what is said of its rows.
    """
    skip = int(said["skip"])
    like = copies.alike(copy).slice(skip)
    stay = like.is_not_null().arg_true()
    to = pl.repeat(None, int(said["rows"]) + 1, dtype=pl.UInt32, eager=True)
    return to.scatter(like.gather(stay) - (skip - 1), (stay + 1).cast(pl.UInt32))


def numbered(to: pl.Series) -> pl.Expr:
    """Return the numbers of rows as others."""
    return pl.col(ROW).map_batches(to.gather, pl.UInt32, is_elementwise=True)


def is_read(path: Path) -> bool:
    """Whether all is there that `kept_rows` needs."""
    if not is_kept(path):
        return False
    said = pl.read_parquet_metadata(path)
    copy = copies.copy_of(path.parent, said.get("copy", ""))
    # Another process may have kept the file otherwise.
    return "like" not in said or (
        is_kept(path.with_name(said["before"])) and copies.said_of(copy).get("like") == said["like"]
    )


@contextmanager
def table_of(ledger: Ledger, release: Release) -> Iterator[Table]:
    """Yield the table of a release, from the file that is kept of it.

    Raises
    ------
    LedgerError
        When that file is not there.
    """
    folder = rows_folder(ledger.path)
    if lost := copies.lacking(folder, release.rows):
        raise LedgerError(
            f"{ledger.path}: {lost} is not there. A ledger goes "
            "with the folder beside it: copy both. 'foedus monitor verify' says what is missing."
        )
    form = release.form if release.reading.mapping else None
    with copies.unpacked(folder, release.rows) as path:
        if _sha256(path) != release.rows:
            raise LedgerError(
                f"{ledger.path}: what is kept of {release.file} was altered since: its rows cannot "
                "be read again. 'foedus monitor verify' says where; restore a copy."
            )
        every = tables(release.file, path, form)
        yield next(table for table in every if table.digest == release.contents)


def _read(ledger: Ledger, release: Release, *, own: bool = False) -> pl.LazyFrame:
    """Return the rows of a release as they were read, or are read now; see `kept_rows`."""
    kept = kept_at(rows_folder(ledger.path), release.contents, release.reading)
    if not is_read(kept):
        with table_of(ledger, release) as table:
            try:
                write_read(table, release.reading, kept)
            except OSError:  # a read-only medium, or a full disk
                with workplace_somewhere() as place:
                    write_read(table, release.reading, place / "read")
                    return kept_rows(place / "read").collect().lazy()
    return kept_rows(kept, own=own)


def misread(ledger: Ledger, release: Release) -> str:
    """Say where what is kept of a release as read is not what its file says; empty where it is."""
    kept = kept_at(rows_folder(ledger.path), release.contents, release.reading)
    if not kept.exists() or (is_kept(kept) and not is_read(kept)):
        return ""
    with workplace_somewhere(kept.parent) as place, table_of(ledger, release) as table:
        anew = place / "anew"
        write_read(table, release.reading, anew)
        if is_kept(kept) and _sum(anew) == _sum(kept):
            return ""
    name = release.label or release.file
    return f"what was read of {name} was altered since: delete {kept}, and it is read anew"


def _sum(rows: Path) -> tuple[int, ...]:
    """Return the sum of the hashes of rows and how many there are."""
    hashed = kept_rows(rows).select(pl.struct(pl.all()).hash().alias("h"))
    summed = hashed.select(pl.col("h").cast(pl.UInt128).sum(), pl.len().alias("n"))
    return summed.collect(engine="streaming").row(0)


def rows_of(ledger: Ledger, release: Release, *, own: bool = False) -> pl.LazyFrame:
    """Return the rows of a release that count; if `own`, of those that are kept of it alone."""
    reused = [number for number, _ in release.reused]
    counts = pl.col(FINE) & ~pl.col(ROW).is_in(reused) if reused else pl.col(FINE)
    return _read(ledger, release, own=own).filter(counts).drop("reason", FINE)


def in_order(rows: pl.LazyFrame) -> pl.DataFrame:
    """Return rows in the order of their file."""
    found = rows.collect(engine="streaming")
    return found if found[ROW].is_sorted() else found.sort(ROW)


def moved(one: pl.DataFrame, other: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of two tables that have not the same value of a column in the same place.

    Where each value stands once these are all that can differ; and as most releases keep the order
    of the one before, few are left to be looked for, which takes a fraction of the memory.
    """
    many = min(len(one), len(other))
    differ = one[name].head(many) != other[name].head(many)
    first, second = (pl.concat([t.head(many).filter(differ), t.slice(many)]) for t in (one, other))
    return first, second


def standing(ledger: Ledger, releases: Sequence[Release]) -> Iterator[tuple[Release, pl.LazyFrame]]:
    """Yield releases, each with those of its rows that stand.

    Parameters
    ----------
    ledger
        The ledger.
    releases
        The releases that count, newest first within each source.
    """
    for _, grouped in groupby(releases, key=lambda release: release.source):
        of_source = list(grouped)
        newer: list[pl.DataFrame] = []  # ids, each in the newest release that has it
        before = pl.DataFrame()
        scopes: list[Complete] = []
        for release in of_source:
            frame = rows_of(ledger, release)
            left = frame
            if release.deleted:
                left = left.filter(~pl.col("id").is_in(sorted(release.deleted)))
            if len(of_source) > 1:
                ids = stand = in_order(frame.select(ROW, "id"))
                if newer:
                    stand = moved(ids, before, "id")[0]
                    if len(stand):
                        stand = stand.join(pl.concat(newer), on="id", how="anti")
                    left = left.filter(pl.col(ROW).is_in(stand[ROW].implode()))
                    if stand.is_empty():  # and none of its columns is read
                        left = left.collect_schema().to_frame().lazy()
                before = ids
                newer.append(stand.select("id"))
            for scope in scopes:
                left = left.filter(~covered(scope))
            yield release, left
            if release.complete:
                scopes.append(release.complete)


def covered(scope: Complete) -> pl.Expr:
    """Return which rows a later release is complete for, by the days that are written."""
    inside = (pl.col("said_start") >= scope.first.toordinal()) & (
        pl.col("said_end") <= scope.last.toordinal()
    )
    return inside & pl.col("country").is_in(scope.countries) if scope.countries else inside


def to_come(ledger: Ledger, release: Release) -> list[int]:
    """Return the numbers of the rows that are dated later than they were read: none counts."""
    come = rows_of(ledger, release).filter(pl.col("start") > release.last_seen)
    return come.select(ROW).collect(engine="streaming")[ROW].sort().to_list()


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
    with table_of(ledger, release) as table:
        wanted = pl.col(ROW).is_in(list(numbers))
        texts, _ = table.read(lambda _, rows: rows.filter(wanted).collect())
    found = {}
    for row in texts.iter_rows(named=True):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="").writerow(row[name] or "" for name in table.header)
        found[row[ROW]] = row.get(RAW) or out.getvalue()
    return found
