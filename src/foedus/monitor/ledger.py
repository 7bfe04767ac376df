"""The ledger of a watch: the terms, the releases of each source, access, decisions, findings.

Two times are kept for everything: when it happened (in the rows), and when it was known, which is
itself two: when its publisher published it, and when it was recorded here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.monitor import chain, store
from foedus.monitor.columns import Chunk, Rejected, Rows, Texts, unpacked_keys
from foedus.monitor.incident import canonical_json
from foedus.monitor.release import Release, release_of
from foedus.monitor.store import LedgerError, told, writing


class Counts(NamedTuple):
    """What is noted of a chunk: rows, first and last day, rows rejected, bytes, and its hash."""

    rows: int
    first: int
    last: int
    rejected: int
    size: int
    packed: bytes


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
        with store.begun(path) as part, cls(path, store.create(path, part)) as ledger:
            ledger.amend(text, shapes, recorded)
        return cls.open(path, write=True)

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

    def releases(self, recorded: str = "9", published: str = "9") -> list[Release]:
        """Return the releases known by a time, newest first within each source."""
        query = "SELECT * FROM release WHERE recorded <= ? AND published <= ?"
        with told(self.path):
            rows = self.connection.execute(query, (recorded, published)).fetchall()
        return sorted(map(release_of, rows), key=lambda r: (r.source, r.order), reverse=True)

    def bearing(self, digest: bytes, terms: bytes) -> Chunk:
        """Return the rows of a chunk that bear on terms; all, where it was never looked through."""
        query = "SELECT numbers, digests, source, looked.rows, looked.texts FROM looked JOIN chunk "
        query += "ON digest = chunk WHERE chunk = ? AND terms = ?"
        with told(self.path):
            found = self.connection.execute(query, (digest, terms)).fetchone()
        if found is None:
            return self.chunk(digest)
        numbers, digests, source, rows, texts = found
        with self._whole():
            at = np.frombuffer(numbers, dtype="<u4").astype(np.int64)
            few = Rows.from_wide(len(at), rows)
            bare = Chunk(digest, source, few, Texts.of([""]), numbers=at, digests=digests)
            return bare.with_texts(texts)
        raise AssertionError("unreachable")

    def keys(self, part: bytes) -> NDArray[np.uint64]:
        """Return the keys of the rows of a chunk."""
        query = "SELECT count, keys FROM chunk WHERE digest = ?"
        count, keys = self.connection.execute(query, (part,)).fetchone()
        return unpacked_keys(count, keys)

    def counts(self, parts: Iterable[bytes]) -> dict[bytes, Counts]:
        """Return what is noted of chunks, without reading their rows."""
        query = "SELECT digest, count, first, last, rejected, size, packed FROM chunk"
        wanted = set(parts)
        with told(self.path):
            rows = self.connection.execute(query)
            return {row[0]: Counts(*row[1:]) for row in rows if row[0] in wanted}

    def days(self, releases: Iterable[Release]) -> tuple[int, int] | None:
        """Return the first and last day that releases speak of; ``None`` without any row."""
        parts = {part for release in releases for part in release.chunks}
        filled = [noted for noted in self.counts(parts).values() if noted.rows]
        if not filled:
            return None
        return min(noted.first for noted in filled), max(noted.last for noted in filled)

    def chunk(self, digest: bytes) -> Chunk:
        """Return a chunk."""
        return self._chunks(digest)

    def _load(self, digest: bytes) -> Chunk:
        query = "SELECT source, count, keys, rows, texts FROM chunk WHERE digest = ?"
        with told(self.path):
            found = self.connection.execute(query, (digest,)).fetchone()
            if found is None:
                raise LedgerError(f"{self.path}: rows are missing. Run 'foedus monitor verify'.")
        with self._whole():
            return Chunk.unpacked(digest, *found)
        raise AssertionError("unreachable")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
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
            text = canonical_json(body)
            # The written form of [kind, body], without writing the body twice.
            digest = hashlib.sha256(f"[{canonical_json(kind)},{text}]".encode()).digest()
            rows.append((digest, kind, text, recorded))
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


def is_surveyed(ledger: Ledger) -> bool:
    """Whether the findings in the ledger follow all else that is in it.

    Findings are entered together, after what they rest on: so if one is the last of the journal
    but for what people decided, nothing came since that could change them. An import that was
    interrupted leaves rows whose findings the next one enters.
    """
    query = "SELECT kind FROM journal WHERE kind <> 'record' ORDER BY seq DESC LIMIT 1"
    with told(ledger.path):
        return bool(ledger.connection.execute(query).fetchone() == ("finding",))


def rejected_rows(ledger: Ledger, release: Release) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of a release that do not count: number in the file, reason, text.

    Rows are counted from 1, without a header and empty lines.
    """
    apart = [line for part in release.chunks for line in _apart(ledger, part)]
    passed = [line.row - number for number, line in enumerate(apart)]
    before = 0
    reused: dict[int, list[tuple[int, str]]] = {}
    for seq, row, reason in release.reused:
        reused.setdefault(seq, []).append((row, reason))
    for seq, part in enumerate(release.chunks):
        chunk = ledger.chunk(part)
        for rejected in () if _apart(ledger, part) else chunk.rejected:
            row = before + rejected.row + 1
            yield row + bisect_right(passed, row), rejected.reason, rejected.text
        for at, reason in reused.get(seq, []):
            row = before + at + 1
            text = ledger.text_of(part, at) or canonical_json(chunk.incident(at).canonical())
            yield row + bisect_right(passed, row), reason, text
        before += len(chunk.rows) + len(chunk.rejected)
    for line in apart:
        yield line.row, line.reason, line.text


def _apart(ledger: Ledger, part: bytes) -> tuple[Rejected, ...]:
    """Return the lines that are no JSON, which a chunk of their own numbers as in the file."""
    chunk = ledger.chunk(part)
    is_apart = not len(chunk.rows) and bool(chunk.rejected) and chunk.rejected[0].row > 0
    return chunk.rejected if is_apart else ()
