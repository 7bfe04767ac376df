"""The files themselves: each kept whole under its SHA-256 beside the ledger.

Text in UTF-8 is kept as Parquet, a row a line, with a hash of each. Of a later release only those
lines are kept that an earlier one has not, and where the others stand there: a daily feed is kept
as what it changes. What is no such text (workbooks, other encodings) is packed as it came, as
Zstandard. Both give the file back, byte for byte; all else that is kept of a release is read from
it and can be read again.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import polars as pl
import zstandard

from foedus.monitor.workplace import workplace, workplace_somewhere

LINE, _HASH, _AT, _LIKE, _MANY = "line", "hash", "at", "like", "many"
"""A line without its end, and its hash. Of a file that is like an earlier one: the number of a
line, from 0, that of the one there that it is like, none if it is new, and how many are so."""
_BLOCK, _GROUP, _BATCH = 1 << 20, 2048, 50_000
"""Bytes that are packed at a time; lines that are packed, and read, together."""
_MOST_NEW = 0.2
"""Where more of the lines are new, a file is kept whole."""


def copy_of(folder: Path, digest: str) -> Path:
    """Return where the file of a digest is kept."""
    packed = folder / f"{digest}.zst"
    return packed if packed.exists() else folder / f"{digest}.parquet"


def lacking(folder: Path, digest: str) -> Path | None:
    """Return what is not there of what is kept of a file; ``None`` where all is."""
    copy = copy_of(folder, digest)
    if not copy.exists():
        return copy
    with suppress(pl.exceptions.PolarsError, OSError):  # it is there, and was altered
        if (base := said_of(copy).get("like")) and not copy_of(folder, base).exists():
            return copy_of(folder, base)
    return None


@contextmanager
def keeping(
    path: Path, folder: Path, digest: str, older: Sequence[str] = ()
) -> Iterator[Path | None]:
    """Keep a file while it is read: written whole, or not at all where that fails.

    Parameters
    ----------
    path, folder, digest
        The file, where to keep it, and its SHA-256.
    older
        Files that it may be like, by their digests.

    Yields
    ------
    pathlib.Path or None
        Where its lines are, if it is text that was not kept before.
    """
    if copy_of(folder, digest).exists():
        yield None
        return
    with workplace(folder) as place:
        lines, packed = place / "lines", place / "packed"
        if _as_lines(path, lines, [copy_of(folder, other) for other in older]):
            yield lines
            _put(lines, folder / f"{digest}.parquet")
        else:
            _pack(path, packed)
            yield None
            _put(packed, folder / f"{digest}.zst")


def _put(part: Path, target: Path) -> None:
    """Give a file its name, unless another process did so meanwhile: that one's hash is told."""
    try:
        os.link(part, target)
    except FileExistsError:
        return
    except OSError:  # a medium without links, such as a stick
        part.replace(target)


def _as_lines(path: Path, part: Path, older: Sequence[Path]) -> bool:
    """Keep a file as lines; return whether it is text that can be."""
    with path.open("rb") as file:
        ends = "\r\n" if file.readline(_BLOCK).endswith(b"\r\n") else "\n"
        file.seek(-1, os.SEEK_END)
        last = file.read()
        if last == b"\r":  # which would make up for another end that lacks one
            return False
        said = {"ends": ends, "closed": "yes" if last == b"\n" else ""}
        base = next(filter(_is_base, older), None)
        file.seek(0)
        odd = base or any(b"\r" in block for block in iter(lambda: file.read(_BLOCK), b""))
    seed = said_of(base)["seed"] if base else str(secrets.randbits(63))
    lines = pl.scan_lines(path)
    hashed = pl.col(LINE).hash(int(seed)).alias(_HASH)
    size = pl.col(LINE).str.len_bytes().cast(pl.Int64).alias("size")
    try:
        if odd:
            new = lines.select(hashed, size).collect(engine="streaming")
            starts = (new["size"] + len(ends)).cum_sum() - new["size"] - len(ends)
            whole = starts[-1] + new["size"][-1] + len(ends) * bool(said["closed"])
            if whole != path.stat().st_size:  # not all ends are alike, and they are left out
                return False
        if base:
            like = _alike(pl.read_parquet(base, columns=[_HASH])[_HASH], new[_HASH])
            if like.null_count() <= _MOST_NEW * len(like):
                runs = _runs(path, like, new.select(starts.alias("start"), "size"))
                _sink(runs.lazy(), part, {**said, "like": base.stem})
                return True
        _sink(lines.select(LINE, hashed), part, {**said, "seed": seed})
    except pl.exceptions.ComputeError:  # bytes that are no text
        return False
    return True


def _is_base(copy: Path) -> bool:
    """Whether others can be kept as what they change of this one; not where it is damaged."""
    try:
        return "seed" in said_of(copy)
    except (pl.exceptions.PolarsError, OSError):
        return False


def _sink(lines: pl.LazyFrame, part: Path, said: dict[str, str]) -> None:
    lines.sink_parquet(
        part,
        metadata=said,
        compression="lz4",
        row_group_size=_GROUP,
        statistics=False,
        sync_on_close="all",
    )


def _alike(old: pl.Series, new: pl.Series) -> pl.Series:
    """Return for each new line the number of the old one that it is like, each of them once."""
    many = min(len(new), len(old))
    same = new.head(many) == old.head(many)
    # Most stand where they stood; so few are left to be looked for.
    rest, there = (
        hashes.to_frame(_HASH)
        .with_row_index(_LIKE)
        .filter(~same.extend_constant(False, len(hashes) - many))
        .unique(_HASH, keep="first")
        for hashes in (new, old)
    )
    found = rest.join(there, on=_HASH, suffix=" there")
    like = pl.int_range(len(new), dtype=pl.UInt32, eager=True)
    like = like.set(~same.extend_constant(False, len(new) - many), None)
    return like.scatter(found[_LIKE], found[f"{_LIKE} there"])


def _runs(path: Path, like: pl.Series, places: pl.DataFrame) -> pl.DataFrame:
    """Return the lines that are new, and where runs of the others begin, in their order."""
    ahead = pl.col(_LIKE).cast(pl.Int64) - pl.col(_AT)
    begins = ahead.is_null() | ahead.ne_missing(ahead.shift(1))
    runs = like.to_frame(_LIKE).with_row_index(_AT).filter(begins)
    many = (pl.col(_AT).shift(-1, fill_value=len(like)) - pl.col(_AT)).alias(_MANY)
    own = []
    with path.open("rb", buffering=0) as file:
        for start, size in places.filter(like.is_null()).iter_rows():
            file.seek(start)
            own.append(file.read(size).decode())
    lines = pl.Series(LINE, [None], dtype=pl.String).new_from_index(0, len(runs))
    return runs.with_columns(many, lines.scatter(runs[_LIKE].is_null().arg_true(), own))


def alike(copy: Path) -> pl.Series:
    """Return for each line of a file the number of the one in an earlier file that it is like."""
    runs = pl.read_parquet(copy, columns=[_LIKE, _MANY])
    each = pl.int_ranges(pl.col(_LIKE), pl.col(_LIKE) + pl.col(_MANY), dtype=pl.UInt32)
    return runs.select(each.alias(_LIKE)).explode(_LIKE).to_series()


def said_of(copy: Path) -> dict[str, str]:
    """Return what is said of lines: their ends, and of which file others are the lines."""
    is_text = copy.suffix != ".zst" and copy.exists()
    return dict(pl.read_parquet_metadata(copy)) if is_text else {}


def _pack(path: Path, part: Path) -> None:
    with path.open("rb") as file, part.open("wb") as out:
        packer = zstandard.ZstdCompressor(level=1, write_checksum=True)
        packer.copy_stream(file, out, path.stat().st_size, _BLOCK, _BLOCK)
        out.flush()
        os.fsync(out.fileno())


def _blocks(folder: Path, digest: str) -> Iterator[bytes]:
    """Yield a file that is kept, part by part."""
    copy = copy_of(folder, digest)
    if copy.suffix == ".zst":
        with copy.open("rb") as file:
            yield from zstandard.ZstdDecompressor().read_to_iter(file, _BLOCK, _BLOCK)
        return
    said = said_of(copy)
    ends, before = said["ends"], ""
    for lines in _merged(folder, copy, said["like"]) if "like" in said else _lines(copy):
        yield (before + ends.join(lines)).encode()
        before = ends
    if said["closed"]:
        yield ends.encode()


def _lines(copy: Path) -> Iterator[pl.Series]:
    lines = pl.scan_parquet(copy).select(LINE)
    for part in lines.collect_batches(chunk_size=_BATCH, maintain_order=True):
        yield part[LINE]


def _merged(folder: Path, copy: Path, base: str) -> Iterator[pl.Series]:
    """Yield the lines of a file, those that an earlier one has from there."""
    own = pl.read_parquet(copy, columns=[_AT, LINE]).drop_nulls(LINE)
    every = alike(copy).to_frame(_LIKE).with_row_index(_AT)
    earlier = pl.scan_parquet(copy_of(folder, base)).select(pl.col(LINE).alias("there"))
    for part in every.iter_slices(_BATCH):
        low, high = part.select(pl.min(_LIKE), pl.max(_LIKE).alias("high")).row(0)
        low, high = low or 0, high or 0
        there = earlier.slice(low, high - low + 1).with_row_index(_LIKE, low)
        there = there.filter(pl.col(_LIKE).is_in(part[_LIKE].drop_nulls().implode()))
        both = part.join(own, on=_AT, how="left", maintain_order="left")
        both = both.join(there.collect(), on=_LIKE, how="left", maintain_order="left")
        yield both.select(pl.coalesce(LINE, "there")).to_series()


@contextmanager
def unpacked(folder: Path, digest: str) -> Iterator[Path]:
    """Yield a file that is kept, unpacked; it is gone afterwards."""
    with workplace_somewhere(folder) as place:
        path = place / "file"
        with path.open("wb") as out:
            out.writelines(_blocks(folder, digest))
        yield path


def is_whole(folder: Path, digest: str, own: str | None = None) -> bool:
    """Whether what is kept under a digest has it, and has itself its own, where that is told."""
    reckoned = hashlib.sha256()
    try:
        with copy_of(folder, digest).open("rb") as file:
            if own is not None and hashlib.file_digest(file, "sha256").hexdigest() != own:
                return False
        for block in _blocks(folder, digest):
            reckoned.update(block)
    except (zstandard.ZstdError, pl.exceptions.PolarsError, OSError, LookupError, ValueError):
        return False
    return reckoned.hexdigest() == digest
