"""An earlier ledger carried over into one of today: what people entered, and the files anew.

Earlier ledgers kept rows and not the files. Terms and entries are carried over with the times at
which they were recorded; releases are read again from their files, under their label, their day
and the time at which they had been recorded. The last link of the old journal is entered first, so
that the new ledger names what it follows; findings follow anew, and stamps stay with the old one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from foedus.monitor.importing import Said, ingest
from foedus.monitor.ledger import DELETION, WITHDRAWAL, Ledger
from foedus.monitor.release import Complete
from foedus.monitor.store import APPLICATION, VERSION, LedgerError, connected, told
from foedus.monitor.unpacking import BadFileError

_KINDS = ("record", "access", "retraction", "pair", "publication", "role", WITHDRAWAL, DELETION)


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
        connection = connected(old, "mode=ro")
        connection.row_factory = sqlite3.Row
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
    query = "SELECT * FROM release WHERE digest = ?"
    old = connection.execute(query, (item,)).fetchone()
    scope = Complete.read(old["complete"])
    read = json.loads(old["read"]) if "read" in old.keys() else {}  # noqa: SIM118  # in a row of SQLite are values
    said = Said(
        recorded=recorded,
        label=old["label"],
        published="" if old["published"] == old["recorded"] else old["published"],
        is_complete=bool(scope),
        covers=scope.days if scope else None,
        **{key: read.get(key, "") for key in ("dates", "zone", "mapping")},
    )
    file = old["file"]
    whole, *_ = re.split("/|, sheet ", file)  # a table in an archive or a workbook
    try:
        receipts = ingest(ledger, files / whole, said)
    except BadFileError as error:
        return f"{file}: NOT carried over: {error}"
    rows = sum(receipt.rows for receipt in receipts if receipt.release.file == file)
    return f"{file}: read again, {rows:,} rows ({old['count']:,} before)"
