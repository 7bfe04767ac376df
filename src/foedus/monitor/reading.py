"""A file of incidents, read a chunk at a time in flat memory.

One thread finds the records of the next block, another turns those of this one into rows, and the
caller stores the rows before them: what they do is compiled, or done by numpy, OpenSSL and SQLite,
and so runs side by side.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import queue
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sys import getrefcount
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.columns import Chunk, Rejected, Rows, Texts
from foedus.monitor.formats import Format, UnknownFormatError, detect
from foedus.monitor.formats.common import Draft, kept
from foedus.monitor.formats.plain import HEADER as PLAIN_HEADER
from foedus.monitor.formats.plain import PLAIN
from foedus.monitor.records import Bytes, Records, cuts, records

BLOCK = 4 << 20
LONGEST_RECORD = 64 << 20
"""A record longer than this is taken for a quote that was never closed."""
ONE_IN, LONGEST_CHUNK, LARGEST_CHUNK = 8192, 16384, 2 << 20
READER = 3
"""The version of the reading; it is part of each chunk's digest."""
_MOST_BROKEN = 1000
_SPARES = 4
_ONLY_SPARE = 3
"""References to a buffer in the list of spares that nothing else refers to, while it is looked at.
"""
_READY = 1
T = TypeVar("T")


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
class Piece:
    """A chunk of a file: its digest, its bytes, and its rows unless they were known already.

    `places` holds where in the bytes each row begins and ends, 2 × n.
    """

    digest: bytes
    chunk: Chunk | None
    raw: Bytes
    places: NDArray[np.int64] | None = None

    def text_of(self, row: int) -> str:
        """Return the text of a row of the chunk as it stands in the file."""
        assert self.places is not None
        begin, end = self.places[:, row].tolist()
        return kept(self.raw[begin:end].tobytes())


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines of a file tell: its format, its columns and what separates them."""

    form: Format
    header: tuple[str, ...]
    delimiter: int
    skip: int


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """Open a file of incidents: as it is, gzipped, or the one table in a zip archive.

    Raises
    ------
    BadFileError
        When it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(file) as unpacked:
                    yield unpacked
            elif magic == b"PK\x03\x04":
                with zipfile.ZipFile(file) as archive, archive.open(_table(archive, path)) as inner:
                    yield cast(Stream, inner)
            else:
                yield file
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadFileError(f"{path}: it cannot be read: {why}") from None


def _table(archive: zipfile.ZipFile, path: Path) -> str:
    tables = [n for n in archive.namelist() if n.lower().endswith((".csv", ".jsonl", ".json"))]
    if len(tables) != 1:
        raise BadFileError(
            f"{path}: the archive holds {len(tables)} tables; unpack it and name the one to read"
        )
    return tables[0]


def pieces(
    stream: Stream, name: str, known: Callable[[bytes], bool] = lambda digest: False
) -> tuple[Head, Iterator[Piece]]:
    """Read a stream of incidents.

    Parameters
    ----------
    stream
        The bytes.
    name
        What to call it in messages.
    known
        Whether the rows of a chunk are known already; such a chunk is not read again.

    Returns
    -------
    Head, iterator of Piece
        The pieces come in the order of the file.

    Raises
    ------
    BadFileError
        When the file is empty, not UTF-8 text, or of no format that is read.
    """
    first = stream.read(BLOCK)
    if first[:3] == b"\xef\xbb\xbf":
        first = first[3:]
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadFileError(f"{name}: the text is UTF-16. Save the file in UTF-8.")
    if not first.strip():
        raise BadFileError(f"{name}: the file is empty.")
    if first.lstrip()[:1] == b"{":
        lines = _Lines(first, stream)
        head = Head(PLAIN, PLAIN_HEADER, ord(","), 0)
        return head, _followed_by(_ahead(_pieces(head, b"", lines, known), _READY), lines)
    head = _head(first, name)
    return head, _ahead(_pieces(head, first[head.skip :], stream, known), _READY)


def _head(first: bytes, name: str) -> Head:
    line = first[: LONGEST_RECORD >> 6].split(b"\n", 1)[0]
    delimiter = max(b",;\t", key=lambda d: line.count(bytes([d])))
    text = first.decode("utf-8", "replace") if len(first) < 65536 else ""
    text = text or first[:65536].decode("utf-8", "replace")
    try:
        fields = next(csv.reader(io.StringIO(text, newline=""), delimiter=chr(delimiter)))
        form, header, is_header = detect(fields)
    except UnknownFormatError as error:
        raise BadFileError(f"{name}: {error}.") from None
    except (csv.Error, StopIteration) as error:
        raise BadFileError(f"{name}: its first line cannot be read: {error}.") from None
    lacking = [thing for thing in form.needed if thing not in form.places(header)]
    if lacking:
        raise BadFileError(f"{name}: {form.title}: there is no column for {', '.join(lacking)}.")
    if not is_header:
        return Head(form, header, delimiter, 0)
    skip = len(line) + 1
    rest = first[skip : skip + 4096].lstrip(b'"')
    tags = first[skip:].split(b"\n", 1)[0]
    if rest[:1] == b"#" or tags.count(b"#") > len(header) // 3:
        skip += len(tags) + 1  # the row of HXL tags in files from the Humanitarian Data Exchange
    return Head(form, header, delimiter, skip)


@dataclass
class _Lines:
    """JSON Lines given out as rows of the plain format; lines that are not are kept apart."""

    first: bytes
    rest: Stream
    broken: list[Rejected] = field(default_factory=list)
    number: int = 0

    def read(self, size: int = BLOCK, /) -> bytes:
        block = self.first + self.rest.read(size)
        whole, newline, self.first = block.rpartition(b"\n")
        if len(block) < size and not newline:
            whole, self.first = self.first, b""
        elif len(self.first) > LONGEST_RECORD:
            raise BadFileError(f"line {self.number} is longer than {LONGEST_RECORD >> 20} MB")
        if not whole and self.first:
            return self.read(size)
        out = io.StringIO(newline="")
        rows = csv.writer(out, lineterminator="\n")
        for line in whole.split(b"\n"):
            self.number += 1
            if line.strip():
                self._line(line, rows)
        return out.getvalue().encode("utf-8", "surrogatepass")

    def _line(self, line: bytes, rows: Any) -> None:
        reason = ""
        try:
            said = json.loads(line.decode("utf-8"))
            if not isinstance(said, dict):
                reason = "it is not a JSON object"
            elif unknown := [key for key in said if key not in PLAIN_HEADER]:
                reason = f"there is no key {unknown[0]!r} in an incident"
            elif any(isinstance(value, (dict, list, bool)) for value in said.values()):
                reason = "a value is neither text nor number"
        except (ValueError, RecursionError):
            reason = "it is not a line of JSON in UTF-8"
        if reason:
            self.broken.append(Rejected(self.number, reason, kept(line[:40_000])))
        else:
            rows.writerow(["" if said.get(n) is None else said[n] for n in PLAIN_HEADER])


def _followed_by(read: Iterator[Piece], lines: _Lines) -> Iterator[Piece]:
    yield from read
    if lines.broken:
        yield _rejected_piece(PLAIN, lines.broken, b"json lines")


def _rejected_piece(form: Format, rejected: list[Rejected], raw: bytes) -> Piece:
    said = repr((form.name, READER, raw, [(r.row, r.reason, r.text) for r in rejected]))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    chunk = Chunk(digest, form.name, Rows.none(), Texts.of([""]), tuple(rejected))
    return Piece(digest, chunk, np.zeros(0, dtype=np.uint8))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of bytes, the records in it, and the numbers of the records where chunks end."""

    buffer: Bytes
    found: Records
    ends: list[int]
    broken: bytes = b""


def _pieces(
    head: Head, first: bytes, stream: Stream | _Lines, known: Callable[[bytes], bool]
) -> Iterator[Piece]:
    places = head.form.places(head.header)
    things = {thing: slot for slot, thing in enumerate(places)}
    slots = np.full(len(head.header), -1, dtype=np.int32)
    slots[list(places.values())] = list(things.values())
    prefix = f"{head.form.name} {READER} {head.delimiter} {','.join(head.header)}\n".encode()
    for block in _ahead(_blocks(first, stream, head.delimiter, slots), 1):
        if block.broken:
            reason = "a quote is opened here and never closed"
            yield _rejected_piece(head.form, [Rejected(0, reason, kept(block.broken))], prefix)
        begin = 0
        for end in block.ends:
            rows = block.found.part(begin, end)
            low, high = int(rows.starts[0]), int(rows.starts[-1])
            raw = block.buffer[low:high]
            hashed = hashlib.sha256(prefix)
            hashed.update(raw.data)
            digest = hashed.digest()
            if known(digest):
                yield Piece(digest, None, raw)
            else:
                draft = Draft(block.buffer, rows, things, len(head.header))
                head.form.fill(draft)
                table, places, rejected = draft.finished()
                chunk = Chunk(digest, head.form.name, table, draft.texts, rejected)
                yield Piece(digest, chunk, raw, places - low)
            begin = end


def _blocks(
    first: bytes, stream: Stream | _Lines, delimiter: int, slots: NDArray[np.int32]
) -> Iterator[_Block]:
    """Yield blocks that end where a chunk ends."""
    spare: list[Bytes] = []
    left, at_end, broken = np.frombuffer(first, dtype=np.uint8), False, 0
    before: Records | None = None
    while True:
        if not at_end:
            size = len(left)
            left = _more(stream, left, spare)
            at_end = len(left) == size
        found = records(left, len(left), delimiter, slots, at_end=at_end, before=before)
        count = len(found.fields)
        ends = np.zeros(count + 1, dtype=np.int64)
        made = cuts(left, found.starts, ONE_IN, LONGEST_CHUNK, LARGEST_CHUNK, ends)
        last = ends[:made].tolist()
        rest = last[-1] if last else 0
        before = found.part(rest, count) if rest < count else None
        is_whole = at_end and (count == 0 or int(found.starts[-1]) >= len(left))
        if is_whole and count:
            last.append(count)
        if last:
            yield _Block(left, found, last)
            left = left[int(found.starts[last[-1]]) :]
        elif count and (at_end or len(left) > LONGEST_RECORD):
            yield _Block(left, found, [count])
            before = None
            left = left[int(found.starts[-1]) :]
        elif (at_end and left.tobytes().strip()) or len(left) > LONGEST_RECORD:
            line = left.tobytes().partition(b"\n")[0]
            broken, before = broken + 1, None
            if broken > _MOST_BROKEN:
                raise BadFileError("too many quotes are never closed; this is no table")
            yield _Block(left, found, [], line or b" ")
            left = left[len(line) + 1 :]
        elif count:
            left = left[int(found.starts[0]) :]
        if at_end and not left.tobytes().strip(b"\r\n"):
            return


def _more(stream: Stream | _Lines, left: Bytes, spare: list[Bytes]) -> Bytes:
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
    if isinstance(stream, _Lines):
        more = stream.read(size - before)
        return np.concatenate([buffer[:before], np.frombuffer(more, dtype=np.uint8)])
    return buffer[: before + stream.readinto(buffer[before:size].data)]


def _ahead(items: Iterator[T], most: int) -> Iterator[T]:
    """Yield the items while at most so many more are made in another thread."""
    ready: queue.Queue[T | BaseException | None] = queue.Queue(maxsize=most)
    stopped = threading.Event()

    def work() -> None:
        try:
            for item in items:
                if not _put(ready, item, stopped):
                    return
            _put(ready, None, stopped)
        except BaseException as error:
            _put(ready, error, stopped)

    thread = threading.Thread(target=work, name="foedus-reader", daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()


def _put(
    ready: queue.Queue[T | BaseException | None], item: T | BaseException | None, stopped: Any
) -> bool:
    while not stopped.is_set():
        try:
            ready.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False


def read_file(path: Path) -> Iterator[Piece]:
    """Yield the pieces of a file; for looking at one without a ledger."""
    with opened(path) as stream:
        yield from pieces(stream, str(path))[1]


__all__ = ["BadFileError", "Head", "Piece", "opened", "pieces", "read_file"]
