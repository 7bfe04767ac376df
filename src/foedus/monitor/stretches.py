"""A stream of bytes, cut where chunks end; those that are known are recognised unread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from sys import getrefcount
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.records import OPENING, Bytes, Records, cuts, opens, records

BLOCK = 8 << 20
LONGEST_RECORD = 64 << 20
"""A record longer than this is taken for a quote that was never closed."""
ONE_IN, LONGEST_CHUNK, LARGEST_CHUNK = 8192, 16384, 4 << 20
_MOST_BROKEN = 1000
_SPARES = 4
_ONLY_SPARE = 3
"""References to a buffer in the list of spares that nothing else refers to, while it is looked at.
"""


class BadFileError(ValueError):
    """A file that holds no incidents that can be read; the message says why and what to do."""


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most so many bytes."""
        ...

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill a buffer from its beginning; return how many bytes were read."""
        ...


@dataclass(frozen=True, slots=True)
class Expected:
    """A chunk that is known: its digest, its bytes, and whether it ended because it was full."""

    digest: bytes
    size: int
    is_full: bool


def is_full(size: int, count: int) -> bool:
    """Whether a chunk of so many bytes and records takes no more."""
    return size >= LARGEST_CHUNK or count >= LONGEST_CHUNK


class Past(Protocol):
    """What was read before, so that it need not be read again."""

    def is_known(self, digest: bytes) -> bool:
        """Whether the rows of a chunk are known."""
        ...

    def first(self, source: str) -> Expected | None:
        """Return the chunk that files of a source began with, if it is known."""
        ...

    def after(self, digest: bytes) -> Expected | None:
        """Return the chunk that came after another, if it is known."""
        ...


class NoPast:
    """Nothing was read before."""

    def is_known(self, digest: bytes) -> bool:
        """No chunk is known."""
        return False

    def first(self, source: str) -> Expected | None:
        """No chunk is expected."""
        return None

    def after(self, digest: bytes) -> Expected | None:
        """No chunk is expected."""
        return None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of a chunk, their digest, and the records in `buffer` that they are.

    There are no records where the chunk is known, and no digest where the bytes cannot be read.
    """

    raw: Bytes
    digest: bytes = b""
    buffer: Bytes | None = None
    rows: Records | None = None


@dataclass
class Stretches:
    """A stream of bytes, cut where chunks end; local to the reading of one file.

    `source` is the id of the source, `prefix` what a chunk's digest covers before its bytes, and
    `slots` says for each column which wanted field it is, or -1.

    Where a chunk that is known ended, the next bytes are first held against the chunk that came
    after it: if they are the same, not even their records are looked for. Where that is not so,
    records are found and cut, which gives the same chunks whatever was read before.
    """

    stream: Stream
    source: str
    prefix: bytes
    delimiter: int
    slots: NDArray[np.int32]
    past: Past
    left: Bytes = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    before: Records | None = None
    at_end: bool = False
    broken: int = 0
    spare: list[Bytes] = field(default_factory=list)
    expected: Expected | None = None

    def read(self, first: bytes) -> Iterator[Stretch]:
        """Yield the chunks; `first` are bytes that were taken from the stream already."""
        self.left = np.frombuffer(first, dtype=np.uint8)
        self.expected = self.past.first(self.source)
        while not self._is_done():
            if self.expected is not None:
                same = self._recognised(self.expected)
                self.expected = self.past.after(self.expected.digest) if same else None
                if same is not None:
                    yield same
                    continue
            yield from self._cut()

    def _is_done(self) -> bool:
        return self.at_end and not self.left.tobytes().strip(b"\r\n")

    def _more(self) -> None:
        size = len(self.left)
        self.left = _more(self.stream, self.left, self.spare)
        self.at_end = len(self.left) == size

    def _digest(self, raw: Bytes) -> bytes:
        hashed = hashlib.sha256(self.prefix)
        hashed.update(raw.data)
        return hashed.digest()

    def _recognised(self, expected: Expected) -> Stretch | None:
        """Return the chunk that is expected if the next bytes are it, and it ends there."""
        size = expected.size
        while len(self.left) < size + OPENING and not self.at_end:
            self._more()
        raw, opening = self.left[:size], self.left[size : size + OPENING].tobytes()
        if len(raw) < size:
            return None
        if not opening:
            ends = self.at_end
        elif expected.is_full:
            ends = opening[:1] not in (b"\r", b"\n")
        else:  # a record shorter than that is left to `cuts`
            ends = len(opening) == OPENING and not set(b"\r\n") & set(opening)
            ends = ends and opens(self.left, size, size + OPENING, ONE_IN)
        if not ends or self._digest(raw) != expected.digest:
            return None
        self.left, self.before = self.left[size:], None
        return Stretch(raw, expected.digest)

    def _cut(self) -> Iterator[Stretch]:
        """Find the records in the next bytes, and yield the chunks that end among them."""
        if not self.at_end:
            self._more()
        left, at_end = self.left, self.at_end
        found = records(
            left, len(left), self.delimiter, self.slots, at_end=at_end, before=self.before
        )
        count = len(found.fields)
        ends = np.zeros(count + 1, dtype=np.int64)
        made = cuts(left, found.starts, ONE_IN, LONGEST_CHUNK, LARGEST_CHUNK, ends)
        last = ends[:made].tolist()
        is_whole = at_end and (count == 0 or int(found.starts[-1]) >= len(left))
        if count and (is_whole or (not last and (at_end or len(left) > LONGEST_RECORD))):
            last.append(count)
        if last:
            yield from self._chunks(found, last)
        elif (at_end and left.tobytes().strip()) or len(left) > LONGEST_RECORD:
            yield self._unreadable()
        else:
            self.before = found if count else None
            self.left = left[int(found.starts[0]) :] if count else left

    def _chunks(self, found: Records, ends: Sequence[int]) -> Iterator[Stretch]:
        left, begin = self.left, 0
        rest, count = ends[-1], len(found.fields)
        self.before = found.part(rest, count) if rest < count else None
        self.left = left[int(found.starts[rest]) :]
        for end in ends:
            rows = found.part(begin, end)
            raw = left[int(rows.starts[0]) : int(rows.starts[-1])]
            digest = self._digest(raw)
            is_known = self.past.is_known(digest)
            self.expected = self.past.after(digest) if is_known else None
            yield Stretch(raw, digest) if is_known else Stretch(raw, digest, left, rows)
            begin = end

    def _unreadable(self) -> Stretch:
        line = self.left.tobytes().partition(b"\n")[0]
        self.broken, self.before = self.broken + 1, None
        if self.broken > _MOST_BROKEN:
            raise BadFileError("too many quotes are never closed; this is no table")
        self.left = self.left[len(line) + 1 :]
        return Stretch(np.frombuffer(line or b" ", dtype=np.uint8))


def _more(stream: Stream, left: Bytes, spare: list[Bytes]) -> Bytes:
    """Return what is left with the next bytes behind it.

    A buffer that nobody looks at any more is filled again: fresh memory costs as much as reading.
    """
    before = len(left)
    size = max(BLOCK, before + BLOCK // 4)
    unused = (b for b in spare if len(b) >= size and getrefcount(b) <= _ONLY_SPARE)
    buffer = next(unused, None)
    if buffer is None:
        buffer = np.empty(size, dtype=np.uint8)
        spare[:] = [*[b for b in spare if len(b) >= size][-_SPARES:], buffer]
    buffer[:before] = left
    return buffer[: before + stream.readinto(buffer[before:size].data)]
