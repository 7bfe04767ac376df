"""A later release read by what an earlier one was read to: only the lines that are new are read.

That is so where each line is a row, in both, and no date leaves open which number is the day; and
gives what reading all of it would.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.monitor.copies import LINE, alike, copy_of, said_of
from foedus.monitor.current import (
    drafted,
    is_asked,
    is_kept,
    is_read,
    keep,
    kept_at,
    moved_to,
    numbered,
    sink,
    together_of,
)
from foedus.monitor.formats import Reading
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Release
from foedus.monitor.store import rows_folder
from foedus.monitor.tables import Table
from foedus.monitor.workplace import workplace


def read_as(table: Table, reading: Reading, copy: Path, target: Path) -> bool:
    """Keep the rows that are new in a table as they are read; return whether it could be so.

    Parameters
    ----------
    table, reading
        The table, and how it is read.
    copy
        Its lines, as `foedus.monitor.copies` keeps them.
    target
        Where the rows as read are to be.
    """
    older = said_of(copy).get("like", "")
    before = kept_at(target.parent, older, reading)
    if not older or not is_kept(before) or not _is_sound(before):
        return False
    skip, like = table.skip, alike(copy)
    rows, there = (_many(file) for file in (before, target.parent / f"{older}.parquet"))
    if not skip or there - skip != rows or like.head(skip).to_list() != list(range(skip)):
        return False
    own = like.slice(skip).is_null().arg_true() + 1
    with workplace(target.parent) as part:
        new = pl.scan_parquet(copy).select(LINE).drop_nulls()
        new.sink_csv(part / "lines", include_header=False, quote_style="never")
        found = table.further(part / "lines") if len(own) else None
        if found is None or found.select(pl.len()).collect().item() != len(own):
            return False
        at = pl.concat([pl.Series([None], dtype=pl.UInt32), own.cast(pl.UInt32)])
        said = {"like": older, "copy": table.file, "before": before.name}
        found = found.with_columns(numbered(at))
        read = drafted(found, table.form, reading)
        sink(read, part / "new", {**said, "skip": str(skip), "rows": str(rows)})
        if is_asked(part / "new") or any(together_of(part / "new", found, table, reading)):
            return False
        keep(part / "new", target)
    return True


def lacked(ledger: Ledger, before: Release, after: Release) -> pl.Series | None:
    """Return the numbers of the rows of the earlier of two releases that the later lacks.

    ``None`` where the later was not read as the earlier, so that only its rows can tell; else what
    it has itself are those that it does not share.
    """
    folder = rows_folder(ledger.path)
    read = kept_at(folder, after.contents, after.reading)
    said = pl.read_parquet_metadata(read) if is_read(read) else {}
    if said.get("like") != before.rows or before.reading != after.reading:
        return None
    return moved_to(copy_of(folder, after.rows), said).slice(1).is_null().arg_true() + 1


def _many(rows: Path) -> int:
    return int(pl.scan_parquet(rows).select(pl.len()).collect().item())


def _is_sound(read: Path) -> bool:
    return bool(pl.read_parquet_metadata(read).get("sound")) and not is_asked(read)
