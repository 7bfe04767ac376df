"""A file of incidents into the ledger, a release of its source for each table in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from foedus.monitor import chain, copies
from foedus.monitor.current import kept_at, kept_rows, rows_of, write_read
from foedus.monitor.days import Order
from foedus.monitor.formats import Reading, format_of
from foedus.monitor.formats.common import COLUMNS, FINE, ROW, SHEET
from foedus.monitor.headers import NoRowsError
from foedus.monitor.incident import canonical_json, sha256_of
from foedus.monitor.ledger import LEFT, Ledger
from foedus.monitor.reasons import mended
from foedus.monitor.release import Complete, Release
from foedus.monitor.revising import read_as
from foedus.monitor.store import LedgerError, rows_folder, told, writing
from foedus.monitor.tables import Table, tables
from foedus.monitor.unpacking import BadFileError, unpacked

_MOST_COUNTRIES = 40
_SHOWN = 60
"""Characters of a cell that are shown."""
_ELSEWHERE = "its id was given to another row in another table of the file"
_REPORT = "another report of the same event counts"
_MIRRORED = (
    "it stands twice with its sides exchanged, as in ACLED's monadic export: nothing says which "
    "of them began it. Read the dyadic one"
)
_START_ANEW = (
    " Do ids start anew in each sheet? Give each row an id of its own, or read the workbook by a "
    f"map whose id begins with the sheet, such as 'id: [{SHEET}, Number]'."
)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did: the release, whether it is new, and what was done to read it.

    `reasons` holds why rows do not count, each with how many, the most first; `lacks` says that
    another table of the file is left out though it is of a format that is read.
    """

    name: str
    release: Release
    is_new: bool
    told: tuple[str, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()
    lacks: bool = False

    @property
    def rows(self) -> int:
        """The rows of the release that count."""
        return self.release.count

    @property
    def share_rejected(self) -> float:
        """The share of the rows that do not count, though no other stands for them."""
        whole = self.release.count + self.release.rejected
        again = dict(self.reasons).get(_REPORT, 0)
        return (self.release.rejected - again) / whole if whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user says of a release.

    Parameters
    ----------
    recorded
        The time, ISO 8601 in UTC.
    label
        What its publisher calls it.
    published
        The day on which it was published, ISO 8601. When empty, the moment of `recorded`, so that
        what is imported later counts as later; a file that is known is then not recorded again.
    is_complete
        Whether it is complete for the days that it speaks of and its countries, so that earlier
        rows that it lacks were withdrawn.
    covers
        The days that it is complete for, where its publisher says more than its rows.
    dates, zone, mapping
        How it is read; see `foedus.monitor.formats.Reading`.
    """

    recorded: str
    label: str = ""
    published: str = ""
    is_complete: bool = False
    covers: tuple[date, date] | None = None
    dates: Order = ""
    zone: str = ""
    mapping: str = ""


def ingest(
    ledger: Ledger, path: Path, said: Said, progress: Progress = lambda size: None
) -> list[Receipt]:
    """Read a file of incidents into the ledger, as a release for each table that it holds.

    Importing a file again changes nothing.

    Parameters
    ----------
    ledger
        The ledger, open for writing.
    path
        The file.
    said
        What the user says of it.
    progress
        Called with the number of bytes read so far.

    Raises
    ------
    BadFileError
        When the file holds no incidents, or none that can be read.
    foedus.monitor.store.LedgerError
        When the ledger cannot be written; nothing of the table is then recorded.
    """
    form = format_of(Reading("", mapping=said.mapping)) if said.mapping else None
    receipts: list[Receipt] = []
    problems: list[BadFileError] = []
    with unpacked(path, rows_folder(ledger.path)) as parts:
        for name, plain in parts:
            try:
                for table in tables(name, plain, form):
                    beside = [r.release for r in receipts if r.release.source == table.form.name]
                    try:
                        receipts.append(_taken(ledger, path, plain, table, said, beside))
                    except BadFileError as error:  # the tables behind it are read all the same
                        problems.append(error)
            except BadFileError as error:
                problems.append(error)
            progress(plain.stat().st_size)
    if not receipts:
        raise problems[0]
    here = f"{path.parent}/" if path.parent != Path() else ""
    said_of = [str(problem).removeprefix(here) for problem in problems]
    if said_of and any(receipt.is_new for receipt in receipts):
        named = [receipt.release.digest.hex() for receipt in receipts]
        ledger.enter(LEFT, [{"releases": named, "said": said_of}], said.recorded)
    left = tuple(f"left out: {problem}" for problem in problems)
    told = (*receipts[-1].told, *left)
    lacks = any(isinstance(problem, NoRowsError) for problem in problems)
    return [*receipts[:-1], replace(receipts[-1], told=told, lacks=lacks)]


def _taken(
    ledger: Ledger,
    path: Path,
    plain: Path,
    table: Table,
    said: Said,
    beside: Sequence[Release],
) -> Receipt:
    """Take in a table; `beside` are those of the same source that stand before it in the file."""
    if table.hidden:
        raise BadFileError(f"{table.name}: it is hidden. Show it in the workbook to read it.")
    reading = Reading(table.form.name, said.dates, said.zone, said.mapping)
    read = canonical_json(asdict(reading))
    known = _known(ledger, table, read)
    folder = rows_folder(ledger.path)
    if known and not _says_more(ledger, known, said):
        again: tuple[str, ...] = ()
        if copies.lacking(folder, table.file):
            with told(ledger.path), copies.keeping(plain, folder, table.file):
                again = ("its file was gone from beside the ledger, and is kept there again",)
            _enter_copy(ledger, folder, table.file, said.recorded)
        return Receipt(table.name, known, is_new=False, told=again)
    kept = kept_at(folder, table.digest, reading)
    older = [r.rows for r in ledger.releases() if r.reading == reading and r.rows == r.contents]
    with told(ledger.path), copies.keeping(plain, folder, table.file, older) as lines:
        if lines is None or not read_as(table, reading, lines, kept):
            done = write_read(table, reading, kept)
        else:
            done = ()
        done = (*done, *table.form.unread(table.header))
        others = [rows_of(ledger, other) for other in beside]
        counted = _counted(kept_rows(kept, lines), others, of_reports=table.form.of_reports)
        if not counted.count:
            top = counted.reasons[0][0] if counted.reasons else "it holds a header and no rows"
            fix = _START_ANEW if top == _ELSEWHERE and SHEET in table.header else ""
            said_as = _example(table, kept_rows(kept, lines), top)
            raise NoRowsError(
                f"{table.name}: none of its rows can be read: {mended(top)}{said_as}.{fix}"
            )
    _enter_copy(ledger, folder, table.file, said.recorded)
    return _recorded(ledger, path, table, said, (read, done), counted)


def _enter_copy(ledger: Ledger, folder: Path, digest: str, recorded: str) -> None:
    """Enter the SHA-256 of what is kept of a file."""
    with told(ledger.path), copies.copy_of(folder, digest).open("rb") as file:
        own = hashlib.file_digest(file, "sha256").hexdigest()
    ledger.enter(chain.COPY, [{"file": digest, "sha256": own}], recorded)


def _example(table: Table, rows: pl.LazyFrame, reason: str) -> str:
    """Return how it stands in the first row that a reason rejects, in the column it names."""
    named = re.match(r"'(.+?)' ", reason)
    if not named or named[1] not in table.header:
        return ""
    bad = rows.filter(pl.col("reason") == reason).select(ROW).sort(ROW).head(1000).collect()
    cells = pl.col(ROW, named[1]).filter(pl.col(ROW).is_in(bad[ROW].implode()))
    found, _ = table.read(lambda _, rows: rows.select(cells).drop_nulls().head(1).collect())
    return "".join(f"; in row {at:,} there stands {said[:_SHOWN]!r}" for at, said in found.rows())


def _says_more(ledger: Ledger, known: Release, said: Said) -> bool:
    """Whether what the user says of a file that is known is new."""
    if not (said.label or said.published or said.is_complete):
        return False
    newest = next(r for r in ledger.releases() if r.source == known.source)
    scope = known.complete.days if known.complete else None
    same_scope = not said.is_complete or (scope is not None and said.covers in (None, scope))
    same_label = said.label in ("", known.label)
    return bool(said.published) or newest != known or not (same_scope and same_label)


def _known(ledger: Ledger, table: Table, read: str) -> Release | None:
    same = (r for r in ledger.releases() if r.contents == table.digest)
    return next((r for r in same if canonical_json(asdict(r.reading)) == read), None)


@dataclass(frozen=True, slots=True)
class _Counted:
    reused: tuple[tuple[int, str], ...]
    count: int
    rejected: int
    first: int
    last: int
    said: tuple[int, int]
    countries: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]


def _counted(frame: pl.LazyFrame, others: Sequence[pl.LazyFrame], *, of_reports: bool) -> _Counted:
    """Return how many rows of a table count, the days they speak of, and why others do not."""
    fine = pl.col(FINE)
    days = {
        "first": pl.col("start").filter(fine).min(),
        "last": pl.col("end").filter(fine).max(),
        "said_first": pl.col("said_start").filter(fine).min(),
        "said_last": pl.col("said_end").filter(fine).max(),
    }
    whole = frame.select(
        fine.sum().alias("count"),
        (~fine).sum().alias("rejected"),
        pl.col("country").filter(fine).unique().implode().alias("countries"),
        **days,
    ).collect(engine="streaming")
    found = whole.row(0, named=True)
    # Where hashes differ the ids do; where two are the same it is looked at closely.
    ids = frame.filter(fine).select(pl.col("id").hash()).collect(engine="streaming").to_series()
    reasons: list[tuple[str, int]] = []
    if found["rejected"]:
        why = frame.filter(~fine).group_by("reason").len().collect(engine="streaming")
        reasons = [(reason, many) for reason, many in why.iter_rows()]
    again = dict(_reused(frame, of_reports=of_reports)) if ids.n_unique() < found["count"] else {}
    reused = tuple(sorted((_elsewhere(frame, others) | again).items()))
    reasons += [(r, sum(x == r for _, x in reused)) for r in dict.fromkeys(r for _, r in reused)]
    countries = sorted(c for c in found["countries"] if c)
    return _Counted(
        reused,
        found["count"] - len(reused),
        found["rejected"] + len(reused),
        found["first"] or 0,
        found["last"] or 0,
        (found["said_first"] or 0, found["said_last"] or 0),
        tuple(countries) if len(countries) <= _MOST_COUNTRIES else (),
        tuple(sorted(reasons, key=lambda reason: (-reason[1], reason[0]))),
    )


def _reused(frame: pl.LazyFrame, *, of_reports: bool) -> Iterator[tuple[int, str]]:
    """Yield the rows whose id another row has; of those the first in its written form counts.

    That is so whatever their order in the file. Of several reports of an event it is the first of
    those that are read the same most often.
    """
    fine = frame.filter(pl.col(FINE)).drop(FINE)
    ids = fine.select("id").group_by("id").len().filter(pl.col("len") > 1).select("id")
    rows = fine.join(ids, on="id", how="semi").drop("reason").collect()
    groups: dict[str, list[tuple[str, int]]] = {}
    for row in rows.iter_rows(named=True):
        number = row.pop(ROW)
        groups.setdefault(row["id"], []).append((json.dumps(row, sort_keys=True), number))
    found = []
    for group in groups.values():
        if of_reports:
            many = Counter(text for text, _ in group)
            _, *others = sorted(group, key=lambda row: (-many[row[0]], row))
            found += [(number, _REPORT) for _, number in others]
            continue
        stands, *others = sorted(group)
        if any(_is_mirrored(stands[0], text) for text, _ in others):
            found += [(number, _MIRRORED) for _, number in group]
            continue
        for text, number in others:
            same = text == stands[0]
            reason = "the same row stands twice" if same else "its id was given to another row"
            found.append((number, reason))
    yield from sorted(found)


def _is_mirrored(one: str, other: str) -> bool:
    """Whether two rows tell of one event with its sides exchanged, and each of another that began.

    Where they agree who began, or neither says so, either of them may count.
    """
    a, b = (json.loads(text) for text in (one, other))
    exchanged = (a["side_a"], a["side_b"]) == (b["side_b"], b["side_a"])
    same = all(a[name] == b[name] for name in ("start", "end", "kinds", "code"))
    seized = a["a_seized"], None if b["a_seized"] is None else 1 - b["a_seized"]
    agreed = (a["a_began"], a["b_began"], seized[0]) == (b["b_began"], b["a_began"], seized[1])
    return exchanged and same and not agreed


def _elsewhere(frame: pl.LazyFrame, others: Sequence[pl.LazyFrame]) -> dict[int, str]:
    """Return the rows whose id a row of another table of the same file has, which counts.

    Sheets that number their rows each from 1 would else take one another's place in silence.
    """
    if not others:
        return {}
    names = [name for name in COLUMNS if name != "id"]
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} there")) for name in names)
    there = pl.concat(others).select("id", *names)
    both = frame.filter(pl.col(FINE)).join(there, on="id", suffix=" there")
    found = both.group_by(ROW).agg(same.any().alias("same")).collect()
    reasons = {True: "the same row stands in another table of the file"}
    reasons[False] = _ELSEWHERE
    return {number: reasons[is_same] for number, is_same in found.iter_rows()}


def _recorded(
    ledger: Ledger,
    path: Path,
    table: Table,
    said: Said,
    made: tuple[str, tuple[str, ...]],
    counted: _Counted,
) -> Receipt:
    read, done = made
    db = ledger.connection
    complete = _complete(said, counted)
    # What is packed as gzip has its own name, and here that of the file that it came in.
    within = table.name.removeprefix(str(path).removesuffix(".gz")).removeprefix(".gz")
    name = path.name + within
    with told(ledger.path), writing(db):
        recorded = chain.not_before(db, said.recorded)
        values = {
            "source": table.form.name,
            "label": said.label,
            "published": said.published or recorded,
            "complete": complete.written() if complete else "",
            "read": read,
            "contents": table.digest,
        }
        digest = sha256_of(values)
        reused = canonical_json([list(pair) for pair in counted.reused])
        numbers = (counted.first, counted.last, counted.count, counted.rejected)
        row = (digest, *values.values(), reused, *numbers, table.file, name, recorded)
        marks = ", ".join("?" * len(row))
        is_new = db.execute(f"INSERT OR IGNORE INTO release VALUES ({marks})", row).rowcount > 0
        chain.append(db, recorded, "release", [digest])
        if is_new:
            chain.append(db, recorded, "receipt", [chain.row_digest(row)])
    found = [r for r in ledger.releases() if r.digest == digest]
    if not found:
        raise LedgerError(f"{ledger.path}: this release was retracted. Give it another label.")
    return Receipt(table.name, found[0], is_new, done, counted.reasons)


def _complete(said: Said, counted: _Counted) -> Complete | None:
    if said.covers:
        return Complete(*said.covers, counted.countries)
    if not said.is_complete:
        return None
    first, last = counted.said
    return Complete(date.fromordinal(first), date.fromordinal(last), counted.countries)
