"""The chain of hashes that shows whether a ledger was altered.

Every item that is appended (terms, releases, access, decisions, findings) is named by the SHA-256
of its contents; the journal links each to all that came before it. Whoever keeps the last link, on
paper or in another place, can tell later that nothing before it was changed, left out or put in.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from foedus.monitor.columns import Chunk
from foedus.monitor.incident import canonical_json

FIRST = bytes(32)


def link(previous: bytes, recorded: str, kind: str, item: bytes) -> bytes:
    """Return the next link.

    Examples
    --------
    >>> link(FIRST, "2026-01-01T00:00:00Z", "terms", b"x").hex()[:8]
    '935ca433'
    """
    return hashlib.sha256(previous + f"|{recorded}|{kind}|".encode() + item).digest()


def append(connection: sqlite3.Connection, recorded: str, kind: str, items: Sequence[bytes]) -> int:
    """Link items into the journal unless they are there; return how many are new.

    The caller holds the transaction.
    """
    there = connection.execute("SELECT item FROM journal WHERE kind = ?", (kind,))
    known = {item for (item,) in there}
    last = connection.execute("SELECT seq, link FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = last if last else (0, FIRST)
    rows = []
    for item in dict.fromkeys(items):
        if item not in known:
            seq, previous = seq + 1, link(previous, recorded, kind, item)
            rows.append((seq, recorded, kind, item, previous))
    connection.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", rows)
    return len(rows)


def row_digest(row: Sequence[Any]) -> bytes:
    """Return the hash of all that is written of a release: what the journal has as its receipt."""
    said = [value.hex() if isinstance(value, bytes) else value for value in row]
    return hashlib.sha256(canonical_json(said).encode("utf-8", "surrogatepass")).digest()


def release_digest(values: dict[str, Any], chunks: bytes) -> bytes:
    """Return what names a release: its description and the chunks it is made of."""
    return hashlib.sha256(canonical_json(values).encode() + chunks).digest()


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield everything that does not agree with the chain; nothing when all is as written."""
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
            return
    yield from _journal(connection)
    yield from _terms(connection)
    chunks = dict(connection.execute("SELECT digest, packed FROM chunk"))
    yield from _chunks(connection)
    yield from _releases(connection, chunks)
    yield from _evidence(connection)
    yield from _entries(connection)


def _journal(connection: sqlite3.Connection) -> Iterator[str]:
    previous = FIRST
    tables = {"terms": "terms", "release": "release"}
    query = "SELECT seq, recorded, kind, item, link FROM journal ORDER BY seq"
    for number, (seq, recorded, kind, item, found) in enumerate(connection.execute(query), 1):
        if seq != number:
            yield f"the journal lacks entry {number}"
            return
        if link(previous, recorded, kind, item) != found:
            yield f"entry {seq} of the journal ({kind}, {recorded}) was altered"
            return
        previous = found
        table = tables.get(kind, "entry")
        if kind == "receipt":
            continue  # `_releases` looks for each
        if not connection.execute(f"SELECT 1 FROM {table} WHERE digest = ?", (item,)).fetchone():
            yield f"entry {seq} of the journal names a {kind} that is gone"
    for table in ("terms", "release", "entry"):
        lost = f"SELECT COUNT(*) FROM {table} WHERE digest NOT IN (SELECT item FROM journal)"
        (count,) = connection.execute(lost).fetchone()
        if count:
            yield f"{count} of the table {table!r} are not in the journal"


def _terms(connection: sqlite3.Connection) -> Iterator[str]:
    for digest, text, shapes in connection.execute("SELECT * FROM terms"):
        if terms_digest(text, shapes) != digest:
            yield f"the terms {digest.hex()[:10]} were altered"


def terms_digest(text: str, shapes: str) -> bytes:
    """Return what names the text of an arrangement and the shapes it refers to."""
    return hashlib.sha256(canonical_json([text, shapes]).encode()).digest()


def packed_digest(source: str, counts: Sequence[int], parts: Sequence[bytes]) -> bytes:
    """Return the hash of a chunk as it is stored: of what is noted of it, and of its rows."""
    sizes = [len(part) for part in parts]
    whole = hashlib.sha256(canonical_json([source, *counts, *sizes]).encode())
    for part in parts:
        whole.update(part)
    return whole.digest()


def _chunks(connection: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT digest, source, packed, count, first, last, rejected, size, keys, rows, texts"
    for digest, source, packed, *rest in connection.execute(f"{query} FROM chunk"):
        counts, parts = rest[:5], rest[5:]
        if packed_digest(source, counts, parts) != packed:
            yield f"the rows of chunk {digest.hex()[:10]} were altered"
        else:
            yield from _looked(connection, Chunk.unpacked(digest, source, counts[0], *parts))


def texts_digest(rows: bytes, bodies: list[str]) -> bytes:
    """Return the hash of the texts of some rows of a chunk."""
    return hashlib.sha256(rows + canonical_json(bodies).encode("utf-8", "surrogatepass")).digest()


def _looked(connection: sqlite3.Connection, chunk: Chunk) -> Iterator[str]:
    """Check the rows that were taken out of a chunk against it, and their texts."""
    query = "SELECT numbers, bodies, digests, rows, texts FROM looked WHERE chunk = ?"
    texts_of = "SELECT row, body FROM text WHERE chunk = ?"
    name = f"chunk {chunk.digest.hex()[:10]}"
    for numbers, bodies, *packed in connection.execute(query, (chunk.digest,)):
        wanted = np.frombuffer(numbers, dtype="<u4").astype(np.int64)
        taken = chunk.taken(wanted)
        if [taken.digested(), taken.rows.wide(), taken.packed_texts()] != packed:
            yield f"rows taken from {name} were altered"
        said = dict(connection.execute(texts_of, (chunk.digest,)))
        if any(row not in said for row in wanted.tolist()):
            yield f"{name} lacks the text of a row"
        elif texts_digest(numbers, [said[row] for row in wanted.tolist()]) != bodies:
            yield f"the text of a row of {name} was altered"


def _releases(connection: sqlite3.Connection, packed: dict[bytes, bytes]) -> Iterator[str]:
    query = "SELECT item FROM journal WHERE kind = 'receipt'"
    receipts = {item for (item,) in connection.execute(query)}
    for row in connection.execute("SELECT * FROM release"):
        digest, source, label, published, complete, contents, chunks, *_ = row
        name = f"the release {label or digest.hex()[:10]} of {source}"
        values = {"source": source, "label": label, "published": published, "complete": complete}
        if release_digest(values, contents) != digest or row_digest(row) not in receipts:
            yield f"{name} was altered"
        parts = [chunks[at : at + 32] for at in range(0, len(chunks), 32)]
        if any(part not in packed for part in parts):
            yield f"{name} lacks some of its rows"
        elif contents_digest(parts, packed) != contents:
            yield f"{name} is not made of the rows that it was made of"


def contents_digest(parts: list[bytes], packed: dict[bytes, bytes]) -> bytes:
    """Return the hash of a release's rows: of the bytes read, and of the rows made of them."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
        whole.update(packed[part])
    return whole.digest()


def evidence_digest(connection: sqlite3.Connection, parts: Sequence[bytes], terms: bytes) -> str:
    """Return the hash of the texts that were kept of chunks for terms; empty if one is lacking."""
    query = "SELECT chunk, bodies FROM looked WHERE terms = ?"
    bodies = dict(connection.execute(query, (terms,)))
    if any(part not in bodies for part in parts):
        return ""
    return hashlib.sha256(b"".join(bodies[part] for part in parts)).hexdigest()


def _evidence(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that the texts kept for each release are those that were linked in."""
    of_release = dict(connection.execute("SELECT digest, chunks FROM release"))
    for _, kind, said in _read_entries(connection):
        if kind != "evidence" or said is None:
            continue
        chunks = of_release.get(bytes.fromhex(said["release"]), b"")
        parts = [chunks[at : at + 32] for at in range(0, len(chunks), 32)]
        terms = bytes.fromhex(said["terms"])
        if evidence_digest(connection, parts, terms) != said["texts"]:
            yield f"the texts kept of the release {said['release'][:10]} were altered"


def _entries(connection: sqlite3.Connection) -> Iterator[str]:
    for digest, kind, said in _read_entries(connection):
        if said is None:
            yield f"the {kind} {digest.hex()[:10]} was altered"


def _read_entries(connection: sqlite3.Connection) -> Iterator[tuple[bytes, str, Any]]:
    """Yield name, kind and content of each entry; no content where it is not what was written."""
    query = "SELECT digest, entry.kind, body, entry.recorded IS journal.recorded FROM entry "
    query += "LEFT JOIN journal ON item = digest AND journal.kind = entry.kind"
    for digest, kind, body, is_dated in connection.execute(query):
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        whole = canonical_json([kind, said]).encode("utf-8", "surrogatepass")
        is_whole = is_dated and hashlib.sha256(whole).digest() == digest
        yield digest, kind, said if is_whole else None
