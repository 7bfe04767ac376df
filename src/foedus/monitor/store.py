"""The file that a watch is kept in: SQLite in WAL mode, append-only.

Nothing here is ever changed or deleted; triggers refuse it. Rows lie in chunks that are addressed
by their contents, so that an interrupted import leaves nothing half-written behind: a chunk means
nothing until a release names it, and a release is one row, written last.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = 3
APPLICATION = 0x666F6564  # "foed"
WAITS_FOR = 60.0
"""Seconds that one process waits for another that is writing."""

_APPEND_ONLY = {
    "terms": "digest BLOB PRIMARY KEY, text TEXT NOT NULL, shapes TEXT NOT NULL",
    "chunk": "digest BLOB PRIMARY KEY, source TEXT NOT NULL, count INTEGER NOT NULL, "
    "first INTEGER NOT NULL, last INTEGER NOT NULL, rejected INTEGER NOT NULL, "
    "size INTEGER NOT NULL, packed BLOB NOT NULL, keys BLOB NOT NULL, rows BLOB NOT NULL, "
    "texts BLOB NOT NULL",
    "text": "chunk BLOB NOT NULL, row INTEGER NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (chunk, row)",
    "looked": "chunk BLOB NOT NULL, terms BLOB NOT NULL, bodies BLOB NOT NULL, "
    "numbers BLOB NOT NULL, digests BLOB NOT NULL, rows BLOB NOT NULL, texts BLOB NOT NULL, "
    "PRIMARY KEY (chunk, terms)",
    "release": "digest BLOB PRIMARY KEY, source TEXT NOT NULL, label TEXT NOT NULL, "
    "published TEXT NOT NULL, complete TEXT NOT NULL, contents BLOB NOT NULL, "
    "chunks BLOB NOT NULL, reused TEXT NOT NULL, count INTEGER NOT NULL, "
    "rejected INTEGER NOT NULL, file TEXT NOT NULL, recorded TEXT NOT NULL",
    "entry": "digest BLOB PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, "
    "recorded TEXT NOT NULL",
    "journal": "seq INTEGER PRIMARY KEY, recorded TEXT NOT NULL, kind TEXT NOT NULL, "
    "item BLOB NOT NULL, link BLOB NOT NULL, UNIQUE (kind, item)",
    "told": "alert BLOB NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, "
    "body TEXT NOT NULL, recorded TEXT NOT NULL, PRIMARY KEY (alert, channel, state)",
}
"""The tables, what is short before what is long: a row is read from its start. `looked` holds, for
the terms it was looked through for, the rows of a chunk that bear on them, and `text` how those
stood in the file. `entry` holds findings, access and what people recorded; `journal` chains
everything in the order in which it came; `told` says which alert went where."""


class LedgerError(Exception):
    """A ledger that cannot be used, or written; the message says why and what to do."""


@contextmanager
def begun(path: Path) -> Iterator[Path]:
    """Give another name to write a new ledger under; it gets its own when all is written.

    Raises
    ------
    LedgerError
        When there is a file already, or none can be written.
    """
    if path.exists():
        raise LedgerError(f"{path}: there is a file already. Name another with --ledger.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with told(path):
            part.rename(path)
    finally:
        for name in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + name).unlink(missing_ok=True)


def create(path: Path, part: Path) -> sqlite3.Connection:
    """Create the ledger `path` under the name that `begun` gave.

    Raises
    ------
    LedgerError
        When none can be written.
    """
    with told(path):
        connection = _connected(f"file:{_quoted(part)}?mode=rwc")
        connection.execute("PRAGMA page_size = 32768")  # chunks are large; small pages are slow
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("BEGIN IMMEDIATE")
        for name, columns in _APPEND_ONLY.items():
            connection.execute(f"CREATE TABLE {name} ({columns}) STRICT")
            for action in ("UPDATE", "DELETE"):
                connection.execute(
                    f"CREATE TRIGGER no_{action.lower()}_{name} BEFORE {action} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                )
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        return connection
    raise AssertionError("unreachable")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open a ledger.

    Raises
    ------
    LedgerError
        When it is missing, is no ledger, is from a later version, or is damaged.
    """
    if not path.exists():
        raise LedgerError(f"{path}: there is no ledger. Start one with 'foedus monitor init'.")
    with told(path):
        connection = _connected(f"file:{_quoted(path)}?mode={'rw' if write else 'ro'}")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != APPLICATION or version == 0:
            raise LedgerError(f"{path}: this is no ledger of foedus. Name one with --ledger.")
        if version < VERSION:
            raise LedgerError(
                f"{path}: an earlier version of foedus wrote it, with rows laid out otherwise. "
                "Start another with 'foedus monitor init' and import the files again."
            )
        if version > VERSION:
            raise LedgerError(f"{path}: a later version of foedus wrote it. Update foedus.")
        return connection
    raise AssertionError("unreachable")


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=WAITS_FOR, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -1000")
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into a sentence for the user.

    Raises
    ------
    LedgerError
        In place of any error of SQLite.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"{path}: {_sentence(error)}") from error
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror or error}.") from error


def _sentence(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorname", "")
    said = str(error)
    if code.startswith("SQLITE_FULL"):
        return "the disk is full; nothing was recorded. Make room and run this again."
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM")) or "readonly" in said:
        return "it cannot be written: it is read-only. What it holds is unchanged."
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"another process has held it for {WAITS_FOR:.0f} s. Run this again later."
    if code.startswith("SQLITE_NOTADB"):
        return "this is no ledger of foedus, or its beginning was overwritten."
    if code.startswith("SQLITE_CORRUPT") or "malformed" in said or "decode" in said:
        return "it is damaged, and nothing was changed. Restore a copy, or import the files anew."
    if code.startswith("SQLITE_CANTOPEN"):
        return "it cannot be opened. Does the folder exist, and may you write there?"
    if code.startswith("SQLITE_IOERR"):
        return f"the disk failed ({said}); nothing was recorded."
    return f"{said}."


@contextmanager
def hasty(connection: sqlite3.Connection) -> Iterator[None]:
    """Leave it to a later transaction to wait until the disk has what is written inside."""
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous = FULL")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write everything inside as one transaction, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
