"""Files that an entry rests on: kept by their hash in a folder beside the ledger."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from foedus.monitor.ledger import Ledger
from foedus.monitor.store import told

LONGEST = 200_000_000
"""Bytes that a file may have: photographs and scans, no films."""


def folder(ledger: Path) -> Path:
    """Return the folder beside a ledger that attached files lie in."""
    return ledger.with_name(f"{ledger.name}.files")


def attach(ledger: Ledger, files: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Keep files by their SHA-256; return what an entry says of each.

    Parameters
    ----------
    ledger
        The ledger.
    files
        Each with its name.
    """
    described = []
    with told(ledger.path):
        for name, raw in files:
            digest = hashlib.sha256(raw).hexdigest()
            target = folder(ledger.path) / digest
            target.parent.mkdir(exist_ok=True)
            part = target.with_name(f".{os.getpid()}-{digest[:16]}.part")
            part.write_bytes(raw)
            part.replace(target)
            described.append({"name": name, "sha256": digest, "size": len(raw)})
    return described


def faults(ledger: Path, bodies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each attached file that is gone or is not what was attached."""
    for attached in (one for body in bodies for one in body.get("attached", ())):
        kept = folder(ledger) / attached["sha256"]
        if not kept.exists():
            yield f"the attached file {attached['name']!r} is gone: {kept} is not there"
            continue
        with kept.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != attached["sha256"]:
                yield f"the attached file {attached['name']!r} was altered: {kept}"
