"""The ledger of a watch: the terms, the releases of each source, access, decisions, findings.

Two times are kept for everything: when it happened (in the rows), and when it was known, which is
itself two: when its publisher published it, and when it was recorded here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from foedus.monitor import chain, store
from foedus.monitor.incident import canonical_json, sha256_of
from foedus.monitor.release import Release, release_of
from foedus.monitor.store import LedgerError, told, writing
from foedus.monitor.workplace import sweep

WITHDRAWAL, DELETION, LEFT = "withdrawal", "deletion", "left"
"""Entries that a release no longer counts, that its publisher deleted some of its rows, and which
tables of its file were left out."""


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
        """Open a ledger; see `foedus.monitor.store.connect` for what it raises.

        Who only reads sees it as it was when it was opened, whoever writes to it meanwhile: an
        answer is put together from many questions, and one state must answer them all.
        """
        ledger = cls(path, store.connect(path, write=write))
        if not write:
            with told(path):
                ledger.connection.execute("BEGIN")
                ledger.connection.execute("SELECT 1 FROM journal LIMIT 1").fetchone()
        sweep(store.rows_folder(path))
        return ledger

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
        digest = sha256_of([text, shapes])
        with told(self.path), writing(self.connection) as db:
            recorded = chain.not_before(db, recorded)
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
        """Return the releases known by a time, newest first within each source.

        Those that were retracted by then do not count.
        """
        gone = {body["release"] for _, body in self.entries(WITHDRAWAL, recorded)}
        every = self._entered(recorded, published)
        found = [release for release in every if release.digest.hex() not in gone]
        for said_on, body in self.entries(DELETION, recorded):
            found = [
                replace(r, deleted=r.deleted | set(body["ids"]))
                if (r.source, r.recorded <= said_on) == (body["source"], True)
                else r
                for r in found
            ]
        return sorted(found, key=lambda r: (r.source, r.order), reverse=True)

    def retracted(self, recorded: str = "9") -> list[tuple[Release, str, dict[str, Any]]]:
        """Return the releases that were retracted by a time: when, and who said why."""
        every = {release.digest.hex(): release for release in self._entered(recorded, "9")}
        gone = self.entries(WITHDRAWAL, recorded)
        return [(every[body["release"]], when, body) for when, body in gone]

    def _entered(self, recorded: str, published: str) -> list[Release]:
        query = "SELECT * FROM release WHERE recorded <= ? AND published <= ?"
        with told(self.path):
            rows = self.connection.execute(query, (recorded, published)).fetchall()
        return [release_of(row) for row in rows]

    def left_out(self, recorded: str = "9") -> dict[str, list[str]]:
        """Return what was left out of the files of releases that count, by their digests.

        Of several releases of one file it stands at the first.
        """
        counts = {release.digest.hex() for release in self.releases(recorded)}
        found: dict[str, list[str]] = {}
        for _, body in self.entries(LEFT, recorded):
            if named := [digest for digest in body["releases"] if digest in counts]:
                found.setdefault(named[0], []).extend(body["said"])
        return {digest: list(dict.fromkeys(said)) for digest, said in found.items()}

    # Entries -------------------------------------------------------------------------------

    def enter(self, kind: str, bodies: Sequence[dict[str, Any]], recorded: str) -> int:
        """Append entries of a kind, all or none; return how many are new."""
        texts = {}
        for body in bodies:
            text = canonical_json(body)
            # The written form of [kind, body], without writing the body twice.
            whole = f"[{canonical_json(kind)},{text}]".encode("utf-8", "surrogatepass")
            texts[hashlib.sha256(whole).digest()] = text
        with told(self.path), writing(self.connection) as db:
            recorded = chain.not_before(db, recorded)
            rows = [(digest, kind, text, recorded) for digest, text in texts.items()]
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

    def last_recorded(self) -> str:
        """Return when the last entry was recorded, ISO 8601 in UTC."""
        with told(self.path):
            return chain.not_before(self.connection, "")

    def last_link(self, recorded: str = "9") -> tuple[int, str]:
        """Return how many entries the journal had at a time, and its last link, in hexadecimal."""
        query = "SELECT seq, link FROM journal WHERE recorded <= ? ORDER BY seq DESC LIMIT 1"
        with told(self.path):
            found = self.connection.execute(query, (recorded,)).fetchone()
        return (found[0], found[1].hex()) if found else (0, chain.FIRST.hex())


def is_surveyed(ledger: Ledger) -> bool:
    """Whether the findings in the ledger follow all else that is in it.

    Findings are entered together, after what they rest on: so if one is the last of the journal
    but for what people decided, nothing came since that could change them. An import that was
    interrupted leaves rows whose findings the next one enters.
    """
    query = (
        "SELECT kind FROM journal WHERE kind NOT IN "
        "('record', 'told', 'role', 'stamp', 'publication') ORDER BY seq DESC LIMIT 1"
    )
    with told(ledger.path):
        return bool(ledger.connection.execute(query).fetchone() == ("finding",))
