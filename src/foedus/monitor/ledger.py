"""The ledger of a watch: the terms, the releases of each source, access, decisions, findings.

Two times are kept for everything: when it happened (in the rows), and when it was known, which is
itself two: when its publisher published it, and when it was recorded here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor import chain, store
from foedus.monitor.columns import Chunk
from foedus.monitor.incident import canonical_json
from foedus.monitor.reading import BadFileError, Piece, opened, pieces
from foedus.monitor.store import LedgerError, hasty, told, writing

Wanted = Callable[[Chunk], NDArray[np.bool_]]
"""Which rows of a chunk bear on the terms, so that their text is kept."""
_BATCH = 32 << 20
_MOST_COUNTRIES = 40


@dataclass(frozen=True, slots=True)
class Complete:
    """What a release claims to be complete for: an earlier row that it lacks was withdrawn.

    Parameters
    ----------
    first, last
        The days.
    countries
        The countries; every country when empty.
    """

    first: date
    last: date
    countries: tuple[str, ...] = ()

    def written(self) -> str:
        """Return the one written form, as the ledger keeps it."""
        return canonical_json(
            [self.first.isoformat(), self.last.isoformat(), sorted(self.countries)]
        )

    @classmethod
    def read(cls, text: str) -> Complete | None:
        """Return what `written` wrote; ``None`` for the empty text."""
        if not text:
            return None
        first, last, countries = json.loads(text)
        return cls(date.fromisoformat(first), date.fromisoformat(last), tuple(countries))


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a source, as it is recorded.

    Later releases supersede earlier ones, by the day on which they were published; of one day, by
    label and contents, so that the order of import never matters.
    """

    digest: bytes
    source: str
    label: str
    published: str
    complete: Complete | None
    chunks: tuple[bytes, ...]
    reused: tuple[tuple[int, int, str], ...]
    count: int
    rejected: int
    file: str
    recorded: str

    @property
    def order(self) -> tuple[str, str, bytes]:
        """What releases are ordered by, oldest first."""
        return self.published, self.label, self.digest


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did."""

    release: Release
    is_new: bool
    rows: int
    new_chunks: int
    chunks: int
    silent_on: str


@dataclass
class Ledger:
    """A ledger that is open.

    Parameters
    ----------
    path
        Its file.
    connection
        The connection; `close` ends it.
    """

    path: Path
    connection: sqlite3.Connection
    _chunks: Callable[[bytes], Chunk] = field(init=False)

    def __post_init__(self) -> None:
        self._chunks = lru_cache(maxsize=16)(self._load)

    @classmethod
    def start(cls, path: Path, text: str, shapes: str, recorded: str) -> Ledger:
        """Start a ledger for an arrangement.

        Parameters
        ----------
        path
            The file to create.
        text
            The arrangement as YAML.
        shapes
            The GeoJSON files that its zones name, as a JSON object by name.
        recorded
            The time, ISO 8601 in UTC.
        """
        ledger = cls(path, store.create(path))
        ledger.amend(text, shapes, recorded)
        return ledger

    @classmethod
    def open(cls, path: Path, *, write: bool = False) -> Ledger:
        """Open a ledger; see `foedus.monitor.store.connect` for what it raises."""
        return cls(path, store.connect(path, write=write))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Terms ---------------------------------------------------------------------------------

    def amend(self, text: str, shapes: str, recorded: str) -> bool:
        """Record the terms to watch from now on; return whether they are new."""
        digest = chain.terms_digest(text, shapes)
        with told(self.path), writing(self.connection) as db:
            db.execute("INSERT OR IGNORE INTO terms VALUES (?, ?, ?)", (digest, text, shapes))
            return chain.append(db, recorded, "terms", [digest]) > 0

    def terms(self, as_of: str = "9") -> tuple[bytes, str, str]:
        """Return the digest, text and shapes of the terms in use at a time (ISO 8601)."""
        query = (
            "SELECT terms.digest, text, shapes FROM journal JOIN terms ON item = digest "
            "WHERE kind = 'terms' AND recorded <= ? ORDER BY seq DESC LIMIT 1"
        )
        with told(self.path):
            found = self.connection.execute(query, (as_of,)).fetchone()
        if found is None:
            raise LedgerError(f"{self.path}: this watch had not begun on {as_of[:10]}.")
        digest, text, shapes = found
        return digest, text, shapes

    # Releases ------------------------------------------------------------------------------

    def ingest(
        self,
        path: Path,
        recorded: str,
        *,
        label: str = "",
        published: str = "",
        is_complete: bool = False,
        wanted: Wanted | None = None,
        progress: Callable[[int], None] = lambda size: None,
    ) -> Receipt:
        """Read a file of incidents into the ledger as a release of its source.

        Importing a file again changes nothing, and reads only what is new in it.

        Parameters
        ----------
        path
            The file.
        recorded
            The time, ISO 8601 in UTC.
        label
            What its publisher calls the release.
        published
            The day on which it was published, ISO 8601. When empty, the day of `recorded`; a file
            whose rows are all known from a release is then not recorded again.
        is_complete
            Whether it is complete for its years and countries, so that earlier rows that it lacks
            were withdrawn.
        wanted
            Rows whose text is kept.
        progress
            Called with the number of bytes read so far.

        Raises
        ------
        BadFileError
            When the file holds no incidents.
        LedgerError
            When the ledger cannot be written; nothing of the file is then recorded.
        """
        terms = self.terms()[0]
        batch = _Batch(self, terms, wanted)
        with told(self.path), opened(path) as stream:
            head, read = pieces(stream, str(path), batch.is_known)
            for piece in read:
                progress(batch.add(piece))
            batch.flush()
            if not batch.parts:
                raise BadFileError(f"{path}: it holds a header and no rows.")
            return self._record(
                head.form.silent_on,
                head.form.name,
                path,
                batch,
                _Said(recorded, label, published, is_complete),
            )

    def _record(
        self, silent_on: str, source: str, path: Path, batch: _Batch, said: _Said
    ) -> Receipt:
        db = self.connection
        marks = [
            db.execute("SELECT packed FROM chunk WHERE digest = ?", (part,)).fetchone()[0]
            for part in batch.parts
        ]
        packed = dict(zip(batch.parts, marks, strict=True))
        contents = chain.contents_digest(batch.parts, packed)
        same = "SELECT digest FROM release WHERE source = ? AND contents = ?"
        known = [row[0] for row in db.execute(same, (source, contents))]
        if known and not (said.label or said.published or said.is_complete):
            return self._receipt(known[0], batch, silent_on, is_new=False)
        keys = self._keys(batch)
        complete = self._complete(batch.parts) if said.is_complete else None
        values = {
            "source": source,
            "label": said.label,
            "published": said.published or said.recorded[:10],
            "complete": complete.written() if complete else "",
        }
        digest = chain.release_digest(values, contents)
        reused = self._reused(batch.parts, keys)
        rejected = sum(map(self._rejected, batch.parts)) + len(reused)
        row = (
            digest,
            *values.values(),
            contents,
            b"".join(batch.parts),
            canonical_json(reused),
            len(keys) - len(reused),
            rejected,
            path.name,
            said.recorded,
        )
        with writing(db):
            added = db.execute(
                "INSERT OR IGNORE INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            is_new = added.rowcount > 0
            chain.append(db, said.recorded, "release", [digest])
        return self._receipt(digest, batch, silent_on, is_new=is_new)

    def _receipt(self, digest: bytes, batch: _Batch, silent_on: str, *, is_new: bool) -> Receipt:
        release = next(r for r in self.releases() if r.digest == digest)
        parts = len(batch.parts)
        return Receipt(release, is_new, release.count, batch.new, parts, silent_on)

    def _rejected(self, part: bytes) -> int:
        query = "SELECT rejected FROM chunk WHERE digest = ?"
        count: int = self.connection.execute(query, (part,)).fetchone()[0]
        return count

    def _keys(self, batch: _Batch) -> NDArray[np.uint64]:
        return np.concatenate([batch.keys.get(part, self.keys(part)) for part in batch.parts])

    def keys(self, part: bytes) -> NDArray[np.uint64]:
        """Return the keys of the rows of a chunk."""
        query = "SELECT keys FROM chunk WHERE digest = ?"
        found = self.connection.execute(query, (part,)).fetchone()
        return np.frombuffer(found[0], dtype="<u8")

    def _reused(
        self, parts: Sequence[bytes], keys: NDArray[np.uint64]
    ) -> list[tuple[int, int, str]]:
        """Return the rows whose id stood in an earlier row of the file: chunk, row, reason."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        again = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
        if not len(again):
            return []
        sizes = [len(self.keys(part)) for part in parts]
        ends = np.cumsum(sizes)
        found: list[tuple[int, int, str]] = []
        for at in again.tolist():
            first = int(order[np.searchsorted(ordered, ordered[at])])
            here = int(order[at])
            same = self._place(parts, ends, first)[2] == self._place(parts, ends, here)[2]
            reason = "the same row stands twice" if same else "its id was given to another row"
            seq, row, _ = self._place(parts, ends, here)
            found.append((seq, row, reason))
        return sorted(found)

    def _place(
        self, parts: Sequence[bytes], ends: NDArray[np.int64], at: int
    ) -> tuple[int, int, str]:
        seq = int(np.searchsorted(ends, at, side="right"))
        row = at - (int(ends[seq - 1]) if seq else 0)
        return seq, row, self.chunk(parts[seq]).incident(row).digest

    def _complete(self, parts: Sequence[bytes]) -> Complete:
        chunks = [self.chunk(part) for part in dict.fromkeys(parts)]
        filled = [chunk for chunk in chunks if len(chunk.rows)]
        if not filled:
            raise BadFileError("none of its rows could be read, so it is complete for nothing.")
        first = min(int(chunk.rows["start"].min()) for chunk in filled)
        last = max(int(chunk.rows["end"].max()) for chunk in filled)
        countries = {
            c.texts[code] for c in filled for code in np.unique(c.rows["country"]).tolist()
        }
        few = tuple(sorted(countries)) if len(countries) <= _MOST_COUNTRIES else ()
        years = date.fromordinal(first).year, date.fromordinal(last).year
        return Complete(date(years[0], 1, 1), date(years[1], 12, 31), few)

    def releases(self, recorded: str = "9", published: str = "9") -> list[Release]:
        """Return the releases known by a time, newest first within each source."""
        query = "SELECT * FROM release WHERE recorded <= ? AND published <= ?"
        with told(self.path):
            rows = self.connection.execute(query, (recorded, published)).fetchall()
        return sorted(map(_release, rows), key=lambda r: (r.source, r.order), reverse=True)

    def bearing(self, digest: bytes, terms: bytes) -> Chunk:
        """Return the rows of a chunk that bear on terms; all, where it was never looked through."""
        query = "SELECT numbers, source, looked.rows, looked.texts FROM looked JOIN chunk "
        query += "ON digest = chunk WHERE chunk = ? AND terms = ?"
        with told(self.path):
            found = self.connection.execute(query, (digest, terms)).fetchone()
        if found is None:
            return self.chunk(digest)
        numbers, *packed = found
        taken = self._unpacked(digest, *packed)
        return replace(taken, numbers=np.frombuffer(numbers, dtype="<u4").astype(np.int64))

    def days(self, releases: Iterable[Release]) -> tuple[int, int] | None:
        """Return the first and last day that releases speak of; ``None`` without any row."""
        parts = list(dict.fromkeys(part for release in releases for part in release.chunks))
        query = "SELECT first, last FROM chunk WHERE digest = ? AND count > 0"
        with told(self.path):
            rows = [self.connection.execute(query, (part,)).fetchone() for part in parts]
        filled = [row for row in rows if row is not None]
        if not filled:
            return None
        return min(first for first, _ in filled), max(last for _, last in filled)

    def chunk(self, digest: bytes) -> Chunk:
        """Return a chunk."""
        return self._chunks(digest)

    def _load(self, digest: bytes) -> Chunk:
        query = "SELECT source, rows, texts FROM chunk WHERE digest = ?"
        with told(self.path):
            found = self.connection.execute(query, (digest,)).fetchone()
            if found is None:
                raise LedgerError(f"{self.path}: rows are missing. Run 'foedus monitor verify'.")
        return self._unpacked(digest, *found)

    def _unpacked(self, digest: bytes, source: str, rows: bytes, texts: bytes) -> Chunk:
        try:
            return Chunk.unpacked(digest, source, rows, texts)
        except (ValueError, IndexError):
            raise LedgerError(
                f"{self.path}: rows are damaged. Run 'foedus monitor verify'."
            ) from None

    def text_of(self, chunk: bytes, row: int) -> str:
        """Return the text of a row as it stood in its file; empty where it was not kept."""
        query = "SELECT body FROM text WHERE chunk = ? AND row = ?"
        with told(self.path):
            found = self.connection.execute(query, (chunk, row)).fetchone()
        return str(found[0]) if found else ""

    # Entries -------------------------------------------------------------------------------

    def enter(self, kind: str, bodies: Sequence[dict[str, Any]], recorded: str) -> int:
        """Append entries of a kind, all or none; return how many are new."""
        rows = []
        for body in bodies:
            digest = hashlib.sha256(canonical_json([kind, body]).encode()).digest()
            rows.append((digest, kind, canonical_json(body), recorded))
        with told(self.path), writing(self.connection) as db:
            db.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?)", rows)
            return chain.append(db, recorded, kind, [row[0] for row in rows])

    def entries(self, kind: str, recorded: str = "9") -> list[tuple[str, dict[str, Any]]]:
        """Return the entries of a kind, in the order they were recorded: time and body."""
        query = (
            "SELECT entry.recorded, body FROM entry JOIN journal ON item = digest "
            "AND journal.kind = entry.kind WHERE entry.kind = ? AND entry.recorded <= ? "
            "ORDER BY seq"
        )
        with told(self.path):
            rows = self.connection.execute(query, (kind, recorded)).fetchall()
        return [(when, json.loads(body)) for when, body in rows]

    def last_link(self) -> tuple[int, str]:
        """Return the number of entries in the journal and its last link, in hexadecimal."""
        query = "SELECT seq, link FROM journal ORDER BY seq DESC LIMIT 1"
        with told(self.path):
            found = self.connection.execute(query).fetchone()
        return (found[0], found[1].hex()) if found else (0, chain.FIRST.hex())


@dataclass(frozen=True, slots=True)
class _Said:
    """What the user said of a release."""

    recorded: str
    label: str
    published: str
    is_complete: bool


@dataclass
class _Batch:
    """Chunks on their way into the ledger."""

    ledger: Ledger
    terms: bytes
    wanted: Wanted | None
    parts: list[bytes] = field(default_factory=list)
    new: int = 0
    read: int = 0
    size: int = 0
    chunks: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[bytes, int, str]] = field(default_factory=list)
    looked: list[tuple[bytes, ...]] = field(default_factory=list)
    keys: dict[bytes, NDArray[np.uint64]] = field(default_factory=dict)
    known: set[bytes] = field(init=False)

    def __post_init__(self) -> None:
        query = "SELECT chunk FROM looked WHERE terms = ?"
        with told(self.ledger.path):
            found = self.ledger.connection.execute(query, (self.terms,)).fetchall()
        self.known = {row[0] for row in found}

    def is_known(self, digest: bytes) -> bool:
        """Whether the chunk is there, and was looked through for these terms."""
        return digest in self.known

    def add(self, piece: Piece) -> int:
        """Take a piece; return the number of bytes so far."""
        self.parts.append(piece.digest)
        self.read += len(piece.raw)
        chunk = piece.chunk
        if chunk is None:
            return self.read
        self.new += 1
        self.known.add(piece.digest)
        rows, texts = chunk.rows.tobytes(), chunk.packed_texts()
        first = int(chunk.rows["start"].min()) if len(chunk.rows) else 0
        last = int(chunk.rows["end"].max()) if len(chunk.rows) else 0
        mark = chain.packed_digest(rows, texts)
        counts = (len(chunk.rows), first, last, len(chunk.rejected))
        self.keys[chunk.digest] = chunk.rows["key"].copy()
        keys = self.keys[chunk.digest].tobytes()
        self.chunks.append((chunk.digest, chunk.source, *counts, keys, rows, texts, mark))
        mask = self.wanted(chunk) if self.wanted else np.zeros(len(chunk.rows), dtype=np.bool_)
        taken = chunk.taken(np.flatnonzero(mask))
        kept = np.flatnonzero(mask).astype("<u4")
        bodies = [piece.text_of(row) for row in kept.tolist()]
        self.texts += zip([chunk.digest] * len(bodies), kept.tolist(), bodies, strict=True)
        packed = (kept.tobytes(), taken.rows.tobytes(), taken.packed_texts())
        mark = chain.texts_digest(kept.tobytes(), bodies)
        self.looked.append((chunk.digest, self.terms, *packed, mark))
        self.size += len(rows) + len(texts)
        if self.size >= _BATCH:
            self.flush()
        return self.read

    def flush(self) -> None:
        """Write what was taken; without a release that names it, it means nothing yet."""
        if not self.chunks:
            return
        with hasty(self.ledger.connection), writing(self.ledger.connection) as db:
            insert = "INSERT OR IGNORE INTO"
            db.executemany(f"{insert} chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self.chunks)
            db.executemany(f"{insert} text VALUES (?, ?, ?)", self.texts)
            db.executemany(f"{insert} looked VALUES (?, ?, ?, ?, ?, ?)", self.looked)
        self.chunks, self.texts, self.looked, self.size = [], [], [], 0


def _release(row: Sequence[Any]) -> Release:
    digest, source, label, published, complete, _, chunks, reused, count, rejected, *rest = row
    return Release(
        digest=digest,
        source=source,
        label=label,
        published=published,
        complete=Complete.read(complete),
        chunks=tuple(chunks[at : at + 32] for at in range(0, len(chunks), 32)),
        reused=tuple((seq, at, reason) for seq, at, reason in json.loads(reused)),
        count=count,
        rejected=rejected,
        file=rest[0],
        recorded=rest[1],
    )


def rejected_rows(ledger: Ledger, release: Release) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of a release that do not count: number in the file, reason, text."""
    before = 0
    reused: dict[int, list[tuple[int, str]]] = {}
    for seq, row, reason in release.reused:
        reused.setdefault(seq, []).append((row, reason))
    for seq, part in enumerate(release.chunks):
        chunk = ledger.chunk(part)
        for rejected in chunk.rejected:
            yield before + rejected.row + 1, rejected.reason, rejected.text
        for row, reason in reused.get(seq, []):
            incident = chunk.incident(row)
            text = ledger.text_of(part, row) or canonical_json(incident.canonical())
            yield before + row + 1, reason, text
        before += len(chunk.rows) + len(chunk.rejected)
