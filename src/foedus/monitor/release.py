"""Releases: what a publisher put out on a day, and what that says of the rows before it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        return _day_after(self.recorded)

    @property
    def last_published(self) -> int:
        """The last day that it can have been whole for when it was published, an ordinal."""
        return min(self.last_seen, _day_after(self.published))

    @property
    def form(self) -> Format:
        """The format of its file."""
        return format_of(self.reading)


def _day_after(stamp: str) -> int:
    return date.fromisoformat(stamp[:10]).toordinal() + 1


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


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of which days a source speaks: a day without a row is then one on which it has nothing.

    Where a release of it is said to be complete, those are the days that releases are complete
    for; else nobody says, and they are taken to be all from its first row to its last.

    Parameters
    ----------
    source, title
        Its name, and what it is.
    days
        Stretches of days, as ordinals.
    complete
        Whether somebody says so.
    gaps
        Where nobody does, long stretches among these days that lie between its files.
    """

    source: str
    title: str
    days: tuple[tuple[int, int], ...]
    complete: bool
    gaps: tuple[tuple[int, int], ...] = ()

    def within(self, first: int, many: int) -> NDArray[np.bool_]:
        """Return of each of some days, from an ordinal on, whether the source speaks of it.

        Examples
        --------
        >>> Spoken("own", "", ((3, 4), (6, 9)), True).within(2, 5).tolist()
        [False, True, True, False, True]
        """
        found = np.zeros(many, dtype=np.bool_)
        for low, high in self.days:
            found[max(low - first, 0) : max(high - first + 1, 0)] = True
        return found


def spoken(releases: Iterable[Release], countries: Collection[str] = ()) -> Iterator[Spoken]:
    """Yield of which days each source speaks.

    Parameters
    ----------
    releases
        Those that count.
    countries
        Countries that are asked about: what is complete for others says nothing of these.
    """
    of_source: dict[str, list[Release]] = {}
    for release in releases:
        of_source.setdefault(release.source, []).append(release)
    for source, every in of_source.items():
        about = (r for r in every if r.complete and _is_about(r.complete, countries))
        told = sorted(stretch for r in about if (stretch := _told(r)))
        loose = [r for r in every if r.complete is None] or every
        rows = [(r.first, min(r.last, r.last_seen)) for r in loose if r.count]
        hull = ((min(low for low, _ in rows), max(high for _, high in rows)),) if rows else ()
        if days := tuple(told) or hull:
            gaps = () if told else tuple(_between(rows))
            yield Spoken(source, every[0].form.title, days, bool(told), gaps)


_LONG = 14
"""Days between two files from which on it is told that neither speaks of them."""


def _between(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the long gaps between stretches of days."""
    last = None
    for first, end in sorted(spans):
        if last is not None and first - last > _LONG:
            yield last + 1, first - 1
        last = end if last is None else max(last, end)


def _is_about(complete: Complete, countries: Collection[str]) -> bool:
    return not (complete.countries and countries) or bool({*complete.countries} & {*countries})


def _told(release: Release) -> tuple[int, int] | None:
    """Return the days that a release is complete for, none of them later than it was published."""
    if release.complete is None:
        return None
    first, last = (day.toordinal() for day in release.complete.days)
    last = min(last, release.last_published)
    return (first, last) if first <= last else None
