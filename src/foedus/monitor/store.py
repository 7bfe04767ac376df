"""The files that a watch is kept in: SQLite in WAL mode, append-only, and a folder beside it.

Nothing here is ever changed or deleted; triggers refuse it. The file of a release is kept under its
hash, so that an interrupted import leaves nothing half-written behind: a file means nothing until a
release names it, and a release is one row, written last.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VERSION = 5
APPLICATION = 0x666F6564  # "foed"
WAITS_FOR = 60.0
"""Seconds that one process waits for another that is writing."""

_APPEND_ONLY = {
    "terms": "digest BLOB PRIMARY KEY, text TEXT NOT NULL, shapes TEXT NOT NULL",
    "release": "digest BLOB PRIMARY KEY, source TEXT NOT NULL, label TEXT NOT NULL, "
    "published TEXT NOT NULL, complete TEXT NOT NULL, read TEXT NOT NULL, contents TEXT NOT NULL, "
    "reused TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, "
    "rejected INTEGER NOT NULL, rows TEXT NOT NULL, file TEXT NOT NULL, recorded TEXT NOT NULL",
    "entry": "digest BLOB PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, "
    "recorded TEXT NOT NULL",
    "journal": "seq INTEGER PRIMARY KEY, recorded TEXT NOT NULL, kind TEXT NOT NULL, "
    "item BLOB NOT NULL, link BLOB NOT NULL, UNIQUE (kind, item)",
    "told": "alert BLOB NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, "
    "body TEXT NOT NULL, recorded TEXT NOT NULL, PRIMARY KEY (alert, channel, state)",
}
"""The tables. `contents` of a release names its table, `rows` is the hash of the file it came in,
`read` how it is read. `entry` holds findings, access and what people recorded; `journal` chains
everything in the order in which it came; `told` says which alert went where."""
TRIGGERS = {
    f"no_{action.lower()}_{name}": f"CREATE TRIGGER no_{action.lower()}_{name} BEFORE {action} ON "
    f"{name} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for name in _APPEND_ONLY
    for action in ("UPDATE", "DELETE")
}


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
    with told(path):
        is_there = path.exists()
    if is_there:
        raise LedgerError(f"{path}: there is a file already. Name another with --ledger.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with told(path):
            part.rename(path)
    finally:
        for name in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + name).unlink(missing_ok=True)


def create(path: Path, part: Path) -> sqlite3.Connection:
    """Create the ledger `path` under the name that `begun` gave.

    Raises
    ------
    LedgerError
        When none can be written.
    """
    with told(path):
        connection = connected(part, "mode=rwc")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("BEGIN IMMEDIATE")
        for name, columns in _APPEND_ONLY.items():
            connection.execute(f"CREATE TABLE {name} ({columns}) STRICT")
        for trigger in TRIGGERS.values():
            connection.execute(trigger)
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
    with told(path):
        if not path.exists():
            raise LedgerError(f"{path}: there is no ledger. Start one with 'foedus monitor init'.")
        try:
            connection = connected(path, "mode=rw" if write else "mode=ro")
            found = connection.execute("PRAGMA application_id").fetchone()[0]
        except sqlite3.OperationalError as error:
            if write or "SQLITE_CANTOPEN" not in getattr(error, "sqlite_errorname", ""):
                raise
            connection = _from_read_only(path)
            found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != APPLICATION or version == 0:
            raise LedgerError(f"{path}: this is no ledger of foedus. Name one with --ledger.")
        if version < VERSION:
            raise LedgerError(
                f"{path}: an earlier version of foedus wrote it. 'foedus monitor migrate {path} "
                "--ledger NEW --files FOLDER' carries it over; the old one stays as it is."
            )
        if version > VERSION:
            raise LedgerError(f"{path}: a later version of foedus wrote it. Update foedus.")
        return connection
    raise AssertionError("unreachable")


def _from_read_only(path: Path) -> sqlite3.Connection:
    """Open a ledger on a medium that cannot be written, where SQLite cannot put its own files."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise LedgerError(
            f"{path}: it was not closed, and lies where nothing can be written. Copy it, with "
            f"{log.name} beside it, to where you may write."
        )
    return connected(path, "mode=ro&immutable=1")


def connected(path: Path, how: str) -> sqlite3.Connection:
    """Return a connection to a file, whatever its name; `how` as in an address of SQLite."""
    uri = f"{path.absolute().as_uri()}?{how}"
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
        why = error.strerror or str(error) or "the machine would not do it"
        raise LedgerError(f"{error.filename or path}: {why}.") from error


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
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write everything inside as one transaction, or nothing."""
    if connection.in_transaction:  # of one who only reads, who is told that here
        connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def rows_folder(path: Path) -> Path:
    """Return the folder beside a ledger that the files of its releases are kept in."""
    return path.with_name(f"{path.name}.rows")
