"""Releases: what a publisher put out on a day, and what that says of the rows before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.monitor.incident import canonical_json


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
    label and contents, so that the order of import never matters where that day was said.
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


def release_of(row: Sequence[Any]) -> Release:
    """Return a row of the table of releases as a release."""
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
