"""A file of incidents into the ledger, as a release of its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor import chain
from foedus.monitor.columns import Chunk
from foedus.monitor.incident import canonical_json
from foedus.monitor.ledger import Counts, Ledger
from foedus.monitor.reading import BadFileError, Head, Piece, opened, pieces
from foedus.monitor.release import Complete, Release
from foedus.monitor.store import hasty, told, writing
from foedus.monitor.stretches import Expected, is_full

Wanted = Callable[[Chunk], NDArray[np.bool_]]
"""Which rows of a chunk bear on the terms, so that they are taken out and their text is kept."""
_BATCH = 8 << 20
_MOST_COUNTRIES = 40


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did: the release, whether it is new, and how much of it was."""

    release: Release
    is_new: bool
    new_chunks: int
    chunks: int
    silent_on: str

    @property
    def rows(self) -> int:
        """The rows of the release that count."""
        return self.release.count


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
        what is imported later counts as later; a file whose rows are all known from a release is
        then not recorded again.
    is_complete
        Whether it is complete for its years and countries, so that earlier rows that it lacks were
        withdrawn.
    """

    recorded: str
    label: str = ""
    published: str = ""
    is_complete: bool = False


def ingest(
    ledger: Ledger,
    path: Path,
    said: Said,
    wanted: Wanted | None = None,
    progress: Callable[[int], None] = lambda size: None,
) -> Receipt:
    """Read a file of incidents into the ledger as a release of its source.

    Importing a file again changes nothing, and reads only what is new in it.

    Parameters
    ----------
    ledger
        The ledger, open for writing.
    path
        The file.
    said
        What the user says of it.
    wanted
        Rows whose text is kept.
    progress
        Called with the number of bytes read so far.

    Raises
    ------
    BadFileError
        When the file holds no incidents.
    foedus.monitor.store.LedgerError
        When the ledger cannot be written; nothing of the file is then recorded.
    """
    batch = _Batch(ledger, ledger.terms()[0], wanted, said.recorded)
    with told(ledger.path), opened(path) as stream:
        head, read = pieces(stream, str(path), batch)
        for piece in read:
            progress(batch.add(piece))
        batch.flush()
        if not batch.parts:
            raise BadFileError(f"{path}: it holds a header and no rows.")
        return _recorded(ledger, head, path.name, batch, said)


def _recorded(ledger: Ledger, head: Head, file: str, batch: _Batch, said: Said) -> Receipt:
    db, source = ledger.connection, head.form.name
    noted = ledger.counts(batch.parts)
    packed = {part: counts.packed for part, counts in noted.items()}
    contents = chain.contents_digest(batch.parts, packed)
    same = "SELECT digest, reused, count, rejected FROM release WHERE source = ? AND contents = ?"
    known = db.execute(same, (source, contents)).fetchone()
    if known and not (said.label or said.published or said.is_complete):
        return _receipt(ledger, head, known[0], batch, is_new=False)
    complete = _complete(ledger, batch.parts) if said.is_complete else None
    values = {
        "source": source,
        "label": said.label,
        "published": said.published or said.recorded,
        "complete": complete.written() if complete else "",
    }
    digest = chain.release_digest(values, contents)
    row = (
        digest,
        *values.values(),
        contents,
        b"".join(batch.parts),
        *(known[1:] if known else _counted(ledger, batch, noted)),
        file,
        said.recorded,
    )
    with writing(db):
        marks = ", ".join("?" * len(row))
        added = db.execute(f"INSERT OR IGNORE INTO release VALUES ({marks})", row)
        is_new = added.rowcount > 0
        chain.append(db, said.recorded, "release", [digest])
        if is_new:
            chain.append(db, said.recorded, "receipt", [chain.row_digest(row)])
    return _receipt(ledger, head, digest, batch, is_new=is_new)


def _counted(ledger: Ledger, batch: _Batch, noted: Mapping[bytes, Counts]) -> tuple[str, int, int]:
    """Return the rows whose id stood before, how many rows count, and how many do not."""
    keys = [batch.keys[p] if p in batch.keys else ledger.keys(p) for p in batch.parts]
    reused = _reused(ledger, batch.parts, keys)
    rejected = sum(noted[part].rejected for part in batch.parts)
    return canonical_json(reused), sum(map(len, keys)) - len(reused), rejected + len(reused)


def _receipt(ledger: Ledger, head: Head, digest: bytes, batch: _Batch, *, is_new: bool) -> Receipt:
    """Link the texts that were kept into the journal, and say what was done."""
    texts = chain.evidence_digest(ledger.connection, batch.parts, batch.terms)
    evidence = {"release": digest.hex(), "terms": batch.terms.hex(), "texts": texts}
    ledger.enter("evidence", [evidence], batch.recorded)
    release = next(r for r in ledger.releases() if r.digest == digest)
    return Receipt(release, is_new, batch.new, len(batch.parts), head.form.silent_on)


def _reused(
    ledger: Ledger, parts: Sequence[bytes], keys: Sequence[NDArray[np.uint64]]
) -> list[tuple[int, int, str]]:
    """Return the rows whose id stood in an earlier row of the file: chunk, row, reason."""
    ordered = np.concatenate(keys)
    ordered.sort()
    if not (ordered[1:] == ordered[:-1]).any():
        return []
    every = np.concatenate(keys)
    order = np.argsort(every, kind="stable")
    ordered = every[order]
    ends = np.cumsum([len(part) for part in keys])
    found: list[tuple[int, int, str]] = []
    for at in (np.flatnonzero(ordered[1:] == ordered[:-1]) + 1).tolist():
        first = int(order[np.searchsorted(ordered, ordered[at])])
        seq, row, digest = _place(ledger, parts, ends, int(order[at]))
        same = _place(ledger, parts, ends, first)[2] == digest
        reason = "the same row stands twice" if same else "its id was given to another row"
        found.append((seq, row, reason))
    return sorted(found)


def _place(
    ledger: Ledger, parts: Sequence[bytes], ends: NDArray[np.int64], at: int
) -> tuple[int, int, str]:
    """Return the chunk and the row that the number `at` in the file stands for, and its digest."""
    seq = int(np.searchsorted(ends, at, side="right"))
    row = at - (int(ends[seq - 1]) if seq else 0)
    return seq, row, ledger.chunk(parts[seq]).incident(row).digest


def _complete(ledger: Ledger, parts: Sequence[bytes]) -> Complete:
    noted = [counts for counts in ledger.counts(parts).values() if counts.rows]
    if not noted:
        raise BadFileError("none of its rows could be read, so it is complete for nothing.")
    countries: set[str] = set()
    for part in dict.fromkeys(parts):
        chunk = ledger.chunk(part)
        countries |= {chunk.texts[code] for code in np.unique(chunk.rows["country"]).tolist()}
        if len(countries) > _MOST_COUNTRIES:
            countries.clear()
            break
    first = date.fromordinal(min(counts.first for counts in noted)).year
    last = date.fromordinal(max(counts.last for counts in noted)).year
    return Complete(date(first, 1, 1), date(last, 12, 31), tuple(sorted(countries)))


@dataclass
class _Batch:
    """Chunks on their way into the ledger."""

    ledger: Ledger
    terms: bytes
    wanted: Wanted | None
    recorded: str
    parts: list[bytes] = field(default_factory=list)
    new: int = 0
    read: int = 0
    size: int = 0
    chunks: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[bytes, int, str]] = field(default_factory=list)
    looked: list[tuple[bytes, ...]] = field(default_factory=list)
    keys: dict[bytes, NDArray[np.uint64]] = field(default_factory=dict)
    known: set[bytes] = field(init=False)
    followed: dict[bytes, Expected] = field(init=False)
    """What came after a chunk in the release that had it last; after nothing, by source."""

    def __post_init__(self) -> None:
        query = "SELECT chunk FROM looked WHERE terms = ?"
        with told(self.ledger.path):
            found = self.ledger.connection.execute(query, (self.terms,)).fetchall()
        self.known = {row[0] for row in found}
        releases = self.ledger.releases()
        counts = self.ledger.counts(part for release in releases for part in release.chunks)
        expected = {
            part: Expected(part, noted.size, is_full(noted.size, noted.rows + noted.rejected))
            for part, noted in counts.items()
            if noted.size and part in self.known
        }
        self.followed = {
            before: expected[part]
            for release in sorted(releases, key=lambda release: release.recorded)
            for before, part in pairwise((release.source.encode(), *release.chunks))
            if part in expected
        }

    def is_known(self, digest: bytes) -> bool:
        """Whether the chunk is there, and was looked through for these terms."""
        return digest in self.known

    def first(self, source: str) -> Expected | None:
        """Return the chunk that the last release of a source began with."""
        return self.followed.get(source.encode())

    def after(self, digest: bytes) -> Expected | None:
        """Return the chunk that came after another."""
        return self.followed.get(digest)

    def add(self, piece: Piece) -> int:
        """Take a piece; return the number of bytes so far."""
        self.parts.append(piece.digest)
        self.read += len(piece.raw)
        if piece.chunk is not None and piece.digest not in self.known:
            self.new += 1
            self.known.add(piece.digest)
            self._take(piece, piece.chunk)
        if self.size >= _BATCH:
            self.flush()
        return self.read

    def _take(self, piece: Piece, chunk: Chunk) -> None:
        rows = chunk.rows
        first = int(rows["start"].min()) if len(rows) else 0
        last = int(rows["end"].max()) if len(rows) else 0
        self.keys[chunk.digest] = rows["key"]
        parts = (rows.packed_keys(), rows.packed(), chunk.packed_texts())
        counts = (len(rows), first, last, len(chunk.rejected), len(piece.raw))
        packed = chain.packed_digest(chunk.source, counts, parts)
        self.chunks.append((chunk.digest, chunk.source, *counts, packed, *parts))
        mask = self.wanted(chunk) if self.wanted else np.zeros(len(rows), dtype=np.bool_)
        at = np.flatnonzero(mask)
        numbers = at.astype("<u4").tobytes()
        bodies = [piece.text_of(row) for row in at.tolist()]
        self.texts += zip([chunk.digest] * len(bodies), at.tolist(), bodies, strict=True)
        mark = chain.texts_digest(numbers, bodies)
        taken = chunk.taken(at)
        few = taken.digested(), taken.rows.wide(), taken.packed_texts()
        self.looked.append((chunk.digest, self.terms, mark, numbers, *few))
        self.size += sum(map(len, parts))

    def flush(self) -> None:
        """Write what was taken; without a release that names it, it means nothing yet."""
        if not self.chunks:
            return
        with hasty(self.ledger.connection), writing(self.ledger.connection) as db:
            of_table = {"chunk": self.chunks, "text": self.texts, "looked": self.looked}
            for table, rows in of_table.items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        self.chunks, self.texts, self.looked, self.size = [], [], [], 0
