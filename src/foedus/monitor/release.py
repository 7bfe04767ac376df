"""Releases: what a publisher put out on a day, and what that says of the rows before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.monitor.formats import Format, Reading, format_of
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

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

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

    Parameters
    ----------
    digest
        SHA-256 of what names it: source, label, days, how it is read, and its file.
    source, label, published, complete
        Whose it is, what its publisher calls it, when it was published, and for what it is whole.
    reading
        How its file is read.
    contents
        What names the table: SHA-256 of its file, or of that and the sheet.
    reused
        Rows whose id another row of the file has: number, reason.
    first, last
        The days that its rows speak of, as ordinals.
    count, rejected
        Rows that count, and rows that do not.
    rows
        SHA-256 of the file that is kept, in hexadecimal.
    file, recorded
        The name of its file, and when it was recorded here.
    deleted
        Ids of its rows that its publisher has deleted since, without a further release.
    """

    digest: bytes
    source: str
    label: str
    published: str
    complete: Complete | None
    reading: Reading
    contents: str
    reused: tuple[tuple[int, str], ...]
    first: int
    last: int
    count: int
    rejected: int
    rows: str
    file: str
    recorded: str
    deleted: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[str, str, bytes]:
        """What releases are ordered by, oldest first."""
        return self.published, self.label, self.digest

    @property
    def last_seen(self) -> int:
        """The last day that it can tell of, an ordinal: the next, where days are ahead of UTC."""
        return date.fromisoformat(self.recorded[:10]).toordinal() + 1

    @property
    def form(self) -> Format:
        """The format of its file."""
        return format_of(self.reading)


def release_of(row: Sequence[Any]) -> Release:
    """Return a row of the table of releases as a release."""
    digest, source, label, published, complete, read, contents, reused, *rest = row
    return Release(
        digest,
        source,
        label,
        published,
        Complete.read(complete),
        Reading(**json.loads(read)),
        contents,
        tuple((number, reason) for number, reason in json.loads(reused)),
        *rest,
    )
