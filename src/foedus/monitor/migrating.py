"""An earlier ledger carried over into one of today: what people entered, and the files anew.

Earlier ledgers kept rows as they had been read, not as they stood. Terms and entries are carried
over with the times at which they were recorded; releases are read again from their files, under
their label, their day and the time at which they had been recorded. The last link of the old
journal is entered first, so that the new ledger names what it follows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from foedus.monitor.importing import Said, ingest
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Complete
from foedus.monitor.store import APPLICATION, VERSION, LedgerError, told
from foedus.monitor.tables import BadFileError

_KINDS = ("record", "access", "retraction")


def migrate(old: Path, new: Path, files: Path) -> Iterator[str]:
    """Carry a ledger over; yield what was done, a line each.

    Parameters
    ----------
    old
        The ledger of an earlier version; nothing of it is changed.
    new
        The ledger to start.
    files
        The folder with the files that were imported into the old one, under their names.

    Raises
    ------
    LedgerError
        When the old one is none, or the new one cannot be written.
    """
    with told(old):
        connection = sqlite3.connect(f"file:{old.absolute()}?mode=ro", uri=True)
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != APPLICATION or not 0 < version < VERSION:
            raise LedgerError(f"{old}: this is no ledger of an earlier version of foedus.")
        query = "SELECT recorded, kind, item, hex(link) FROM journal ORDER BY seq"
        steps = connection.execute(query).fetchall()
    last = steps[-1][3].lower()
    ledger: Ledger | None = None
    try:
        for recorded, kind, item, _ in steps:
            with told(old):
                if kind == "terms":
                    query = "SELECT text, shapes FROM terms WHERE digest = ?"
                    text, shapes = connection.execute(query, (item,)).fetchone()
            if kind == "terms" and ledger is None:
                ledger = Ledger.start(new, text, shapes, recorded)
                ledger.enter("migration", [{"from": last}], recorded)
                yield f"{new} follows {old}, whose last link is {last}"
            elif kind == "terms" and ledger:
                ledger.amend(text, shapes, recorded)
            elif kind == "release" and ledger:
                yield _again(connection, ledger, item, files, recorded)
            elif kind in _KINDS and ledger:
                query = "SELECT body FROM entry WHERE digest = ? AND kind = ?"
                (body,) = connection.execute(query, (item, kind)).fetchone()
                ledger.enter(kind, [json.loads(body)], recorded)
    finally:
        connection.close()
        if ledger:
            ledger.close()


def _again(
    connection: sqlite3.Connection, ledger: Ledger, item: bytes, files: Path, recorded: str
) -> str:
    """Read a release again from its file; say what came of it."""
    query = "SELECT label, published, complete, file, count, recorded FROM release WHERE digest = ?"
    label, published, complete, file, count, when = connection.execute(query, (item,)).fetchone()
    scope = Complete.read(complete)
    covers: tuple[date, date] | None = (scope.first, scope.last) if scope else None
    said = Said(
        recorded=recorded,
        label=label,
        published="" if published == when else published,
        is_complete=bool(scope),
        covers=covers,
    )
    try:
        (receipt, *_) = ingest(ledger, files / file, said)
    except BadFileError as error:
        return f"{file}: NOT carried over: {error}"
    return f"{file}: read again, {receipt.rows:,} rows ({count:,} before)"
