"""What the delimited formats share: a draft of a chunk's columns, checked and then packed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor import fields
from foedus.monitor.columns import COLUMNS, TEXTS, Rejected, Rows, Texts
from foedus.monitor.incident import NOT_TOLD
from foedus.monitor.records import AFTER_QUOTE, NUL, Bytes, Records
from foedus.monitor.words import coded

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MOST_DEATHS = 100_000_000
_KEPT = 10_000
"""Characters of a rejected row that are kept."""
_ABSENT = {
    **dict.fromkeys(("low", "best", "high"), NOT_TOLD),
    **dict.fromkeys(("latitude", "longitude"), np.nan),
    **dict.fromkeys(("a_began", "minute"), -1),
    "kind_chance": 1,
}
"""What a column holds where the source does not say."""
_TOP = np.uint64(1) << np.uint64(63)
"""Keys from here on are hashes of ids that are no numbers."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that people hold.

    Parameters
    ----------
    name
        The id of the source that it is the format of.
    title
        Its name in English.
    silent_on
        What a source of this format does not record, in a sentence: printed beside its counts.
    columns
        For each thing that is read, the names its column may have.
    needed
        Things without which a file is not of this format.
    marks
        Columns by which a header is recognised: all of one of these sets must be there.
    fill
        Reads the columns into a draft.
    kinds
        The kinds of incident that it can tell of at all.
    wanted
        Finds the columns, where their names are not fixed.
    """

    name: str
    title: str
    silent_on: str
    columns: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    marks: Sequence[frozenset[str]]
    fill: Callable[[Draft], None]
    kinds: frozenset[str]
    wanted: Callable[[Sequence[str]], dict[str, int]] | None = None

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Return for each thing that is read the column it stands in."""
        if self.wanted is not None:
            return self.wanted(header)
        return columns_of(self.columns, header)


def columns_of(columns: Mapping[str, Sequence[str]], header: Sequence[str]) -> dict[str, int]:
    """Return for each thing the column it stands in, by any of its names."""
    at = {name: number for number, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for thing, names in columns.items():
        given = next((name for name in names if name in at), None)
        if given is not None:
            found[thing] = at[given]
    return found


@dataclass
class Draft:
    """The columns of one chunk while it is read; local to the reading of that chunk.

    Attributes
    ----------
    buffer, records
        The bytes and where their fields are.
    slots
        For each thing that is read, which wanted field it is.
    table
        The columns of the rows.
    reasons
        For each row that cannot be read, why.
    """

    buffer: Bytes
    records: Records
    slots: Mapping[str, int]
    expected: int
    table: dict[str, NDArray[Any]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    texts: Texts = field(default_factory=lambda: Texts.of([""]))

    def __post_init__(self) -> None:
        self._shape()

    def _shape(self) -> None:
        marks, found = self.records.marks, self.records.fields
        self.reject((marks & AFTER_QUOTE) > 0, "text stands after a closing quote")
        self.reject((marks & NUL) > 0, "it holds a NUL byte")
        odd = found != self.expected
        for row in np.flatnonzero(odd).tolist():
            message = f"it has {found[row]} fields and the header has {self.expected}"
            self.reasons.setdefault(row, message)

    def reject(self, mask: NDArray[np.bool_] | np.bool_, reason: str) -> None:
        """Reject the rows in `mask` that are not rejected already."""
        if mask.any():
            for row in np.flatnonzero(mask).tolist():
                self.reasons.setdefault(row, reason)

    def __len__(self) -> int:
        return len(self.records.fields)

    def set(self, name: str, column: NDArray[Any]) -> None:
        """Set a column of the table."""
        self.table[name] = column.astype(COLUMNS[name])

    def has(self, thing: str) -> bool:
        """Whether the file has a column for this."""
        return thing in self.slots

    def ids(self) -> None:
        """Read the ids."""
        slot = self.slots["id"]
        empty = self.records.low[slot] == self.records.high[slot]
        self.reject(empty, "it has no id")
        self.table["key"] = fields.keys(self.buffer, self.records, slot)

    def whole(self, thing: str, absent: int) -> NDArray[np.int64]:
        """Return a column of whole numbers, `absent` where it is empty."""
        if not self.has(thing):
            return np.full(len(self), absent, dtype=np.int64)
        value, told = fields.whole(self.buffer, self.records, self.slots[thing])
        self.reject(told == fields.BAD, f"{thing!r} is not a whole number")
        return np.where(told == fields.READ, value, absent)

    def numbers(self, thing: str, absent: float) -> NDArray[np.float64]:
        """Return a column of numbers, `absent` where it is empty."""
        if not self.has(thing):
            return np.full(len(self), absent)
        value, told = fields.numbers(self.buffer, self.records, self.slots[thing])
        self.reject(told == fields.BAD, f"{thing!r} is not a number")
        return np.where(told == fields.READ, value, absent)

    def dates(self, start: str, end: str) -> None:
        """Read the first and the last day; the last is the first where it is not told."""
        first, told = fields.days(self.buffer, self.records, self.slots[start])
        self.reject(told != fields.READ, f"{start!r} is not a date such as 2020-07-27")
        last = first
        if self.has(end):
            given, told = fields.days(self.buffer, self.records, self.slots[end])
            self.reject(told == fields.BAD, f"{end!r} is not a date such as 2020-07-27")
            last = np.where(told == fields.READ, given, first)
        outside = (first < EARLIEST.toordinal()) | (last > LATEST.toordinal())
        self.reject(outside, f"its date lies outside {EARLIEST.year} to {LATEST.year}")
        self.reject(last < first, "it ends before it begins")
        self.set("start", first)
        self.set("end", last)

    def times(self, thing: str) -> None:
        """Read the time of day of rows that are of one day."""
        if self.has(thing):
            minute, told = fields.minutes(self.buffer, self.records, self.slots[thing])
            self.reject(told == fields.BAD, f"{thing!r} is not a time of day such as 14:30")
            several = self.table["end"] > self.table["start"]
            self.reject((told == fields.READ) & several, "it has a time of day and several days")
            self.set("minute", minute)

    def widen(self, before: NDArray[np.int64], after: NDArray[np.int64]) -> None:
        """Let each row have happened some days earlier or later than it says."""
        self.table["start"] -= before.astype(np.int32)
        self.table["end"] += after.astype(np.int32)

    def point(self) -> None:
        """Read latitude and longitude."""
        latitude = self.numbers("latitude", np.nan)
        longitude = self.numbers("longitude", np.nan)
        with np.errstate(invalid="ignore"):
            outside = (np.abs(latitude) > 90) | (np.abs(longitude) > 180)
        self.reject(outside, "its coordinates are out of range")
        half = np.isnan(latitude) != np.isnan(longitude)
        self.reject(half, "it has one coordinate and not the other")
        self.set("latitude", latitude)
        self.set("longitude", longitude)

    def deaths(self) -> None:
        """Read deaths: best, and the range from the least to the most of the numbers given.

        Publishers split the deaths of one report over several rows and round, so that in some 4 of
        1,000 rows of GED the best estimate lies outside low to high: the range is then widened.
        """
        best, low, high = (self.whole(name, NOT_TOLD) for name in ("best", "low", "high"))
        below, above = fields.spread(low, best, high, NOT_TOLD, MOST_DEATHS)
        self.reject(below, "it has fewer than no deaths")
        self.reject(above, f"it has over {MOST_DEATHS:,} deaths")
        for name, column in (("low", low), ("best", best), ("high", high)):
            self.set(name, column)

    def words(self) -> None:
        """Read the texts, and reject rows whose texts are not UTF-8."""
        names = [name for name in TEXTS if self.has(name)]
        if not names:
            return
        slots = [self.slots[name] for name in names]
        low, high, quoted = self.records.texts(slots)
        if "id" in names:  # an id that is a number is kept as its key alone
            at = names.index("id")
            low[at] = np.where(self.table["key"] < _TOP, high[at], low[at])
        codes, blob, ends = coded(self.buffer, low, high, quoted)
        self.texts, bad = _decoded(blob, ends)
        if bad:
            wrong = np.isin(codes, bad).any(axis=0)
            self.reject(wrong, "its text is not UTF-8; save the file in UTF-8")
        for at, name in enumerate(names):
            self.set(name, codes[at])

    def coded(self, thing: str, meanings: Mapping[str, float], other: float) -> NDArray[np.float64]:
        """Return a column of words as the numbers they stand for, whatever their case."""
        if not self.has(thing):
            return np.full(len(self), other)
        column = self.records.texts([self.slots[thing]])
        codes, blob, ends = coded(self.buffer, *column)
        texts = _decoded(blob, ends)[0]
        said = [texts[code].lower() for code in range(len(texts))]
        meant = np.array([meanings.get(word, other) for word in said], dtype=np.float64)
        return np.asarray(meant[codes[0]])

    def finished(self) -> tuple[Rows, NDArray[np.int64], tuple[Rejected, ...]]:
        """Return the rows that could be read, where each lies, and those that could not be."""
        for name, kind in COLUMNS.items():
            if name not in self.table:
                self.table[name] = np.full(len(self), _ABSENT.get(name, 0), dtype=kind)
        starts = self.records.starts
        rows, places = Rows(self.table), np.stack([starts[:-1], starts[1:]])
        if not self.reasons:
            return rows, places, ()
        fine = np.ones(len(self), dtype=np.bool_)
        fine[list(self.reasons)] = False
        rejected = [
            Rejected(row, self.reasons[row], self._text(int(starts[row]), int(starts[row + 1])))
            for row in sorted(self.reasons)
        ]
        return rows.at(fine), places[:, fine], tuple(rejected)

    def _text(self, low: int, high: int) -> str:
        return kept(self.buffer[low : min(high, low + 4 * _KEPT)].tobytes())


def kept(raw: bytes) -> str:
    """Return what is kept of the bytes of a row that could not be read."""
    return raw.decode("utf-8", "replace").rstrip("\r\n")[:_KEPT]


def _decoded(blob: bytes, ends: NDArray[np.int32]) -> tuple[Texts, list[int]]:
    """Return the texts, and the codes of those that are not UTF-8, which are left empty."""
    texts = Texts(blob, ends)
    if _is_utf8(blob) and (len(blob) == 0 or not _splits(blob, ends)):
        return texts, []
    starts = [0, *ends[:-1].tolist()]
    parts = [blob[low:high] for low, high in zip(starts, ends.tolist(), strict=True)]
    bad = [code for code, part in enumerate(parts) if not _is_utf8(part)]
    return Texts.of(["" if c in bad else p.decode() for c, p in enumerate(parts)]), bad


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _splits(blob: bytes, ends: NDArray[np.int32]) -> bool:
    """Whether a text begins within a character: its first byte then continues one."""
    begins = ends[:-1][ends[:-1] < len(blob)]
    return bool(((np.frombuffer(blob, dtype=np.uint8)[begins] & 0xC0) == 0x80).any())
