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
from pathlib import Path
from typing import Any

from foedus.monitor import copies
from foedus.monitor.incident import sha256_of
from foedus.monitor.store import TRIGGERS

FIRST = bytes(32)
COPY = "copy"
"""Entries that tell the hash of what is kept of a file."""


def link(previous: bytes, recorded: str, kind: str, item: bytes) -> bytes:
    """Return the next link.

    Examples
    --------
    >>> link(FIRST, "2026-01-01T00:00:00Z", "terms", b"x").hex()[:8]
    '935ca433'
    """
    return hashlib.sha256(previous + f"|{recorded}|{kind}|".encode() + item).digest()


_LAST = "FROM journal ORDER BY seq DESC LIMIT 1"


def not_before(connection: sqlite3.Connection, recorded: str) -> str:
    """Return a time, or that of the last entry where it lies before that.

    So a clock that was set back makes nothing known earlier than what came before it.
    """
    last = connection.execute(f"SELECT recorded {_LAST}").fetchone()
    return max(recorded, last[0]) if last else recorded


def append(connection: sqlite3.Connection, recorded: str, kind: str, items: Sequence[bytes]) -> int:
    """Link items into the journal unless they are there; return how many are new.

    The caller holds the transaction.
    """
    there = connection.execute("SELECT item FROM journal WHERE kind = ?", (kind,))
    known = {item for (item,) in there}
    last = connection.execute(f"SELECT seq, link {_LAST}").fetchone()
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
    return sha256_of([value.hex() if isinstance(value, bytes) else value for value in row])


def faults(connection: sqlite3.Connection, files: Path) -> Iterator[str]:
    """Yield everything that does not agree with the chain; nothing when all is as written.

    Parameters
    ----------
    connection
        The ledger.
    files
        The folder that the files of its releases are kept in.
    """
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
            return
    there = {name for (name,) in connection.execute("SELECT sql FROM sqlite_master")}
    if lacking := [name for name, text in TRIGGERS.items() if text not in there]:
        yield f"what keeps it from being changed was taken away: {', '.join(sorted(lacking))}"
    yield from _journal(connection)
    yield from _terms(connection)
    yield from _releases(connection, files)
    yield from _entries(connection)
    yield from _told(connection)


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
        if kind in ("receipt", "told"):
            continue  # `_releases` and `_told` look for each
        if not connection.execute(f"SELECT 1 FROM {table} WHERE digest = ?", (item,)).fetchone():
            yield f"entry {seq} of the journal names a {kind} that is gone"
    for table in ("terms", "release", "entry"):
        lost = f"SELECT COUNT(*) FROM {table} WHERE digest NOT IN (SELECT item FROM journal)"
        (count,) = connection.execute(lost).fetchone()
        if count:
            yield f"{count} of the table {table!r} are not in the journal"


def _terms(connection: sqlite3.Connection) -> Iterator[str]:
    for digest, text, shapes in connection.execute("SELECT * FROM terms"):
        if sha256_of([text, shapes]) != digest:
            yield f"the terms {digest.hex()[:10]} were altered"


def _releases(connection: sqlite3.Connection, files: Path) -> Iterator[str]:
    receipts = _items(connection, "receipt")
    kept = (said for _, kind, said in _read_entries(connection) if kind == COPY and said)
    own = {said["file"]: said["sha256"] for said in kept}
    for row in connection.execute("SELECT * FROM release"):
        digest, source, label, published, complete, read, contents, *_ = row
        name = f"the release {label or digest.hex()[:10]} of {source}"
        values = {"source": source, "label": label, "published": published, "complete": complete}
        if (
            sha256_of({**values, "read": read, "contents": contents}) != digest
            or row_digest(row) not in receipts
        ):
            yield f"{name} was altered"
        if lost := copies.lacking(files, row[12]):
            yield f"{name} lacks its file: {lost} is not there"
        elif not copies.is_whole(files, row[12], own.get(row[12])):
            yield f"the file of {name} was altered: {copies.copy_of(files, row[12])}"


def _items(connection: sqlite3.Connection, kind: str) -> set[bytes]:
    query = "SELECT item FROM journal WHERE kind = ?"
    return {item for (item,) in connection.execute(query, (kind,))}


def _told(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that the alerts noted as told are those that were linked in."""
    linked = _items(connection, "told")
    there = {row_digest(row) for row in connection.execute("SELECT * FROM told")}
    if linked - there:
        yield f"{len(linked - there)} of the alerts that were told are gone or were altered"
    if there - linked:
        yield f"{len(there - linked)} alerts are noted as told that are not in the journal"


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
        yield digest, kind, said if is_dated and sha256_of([kind, said]) == digest else None
