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
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.ahead import ahead
from foedus.monitor.columns import Chunk, Rejected, Rows, Texts
from foedus.monitor.formats import Format, UnknownFormatError, detect
from foedus.monitor.formats.common import Draft, kept
from foedus.monitor.formats.plain import HEADER as PLAIN_HEADER
from foedus.monitor.formats.plain import PLAIN
from foedus.monitor.records import Bytes
from foedus.monitor.stretches import (
    BLOCK,
    LONGEST_RECORD,
    BadFileError,
    NoPast,
    Past,
    Stream,
    Stretches,
)

READER = 3
"""The version of the reading; it is part of each chunk's digest."""
_READY = 2
"""Chunks that are held ready for the next to take."""


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
    if path.is_fifo():
        raise BadFileError(f"{path}: this is a pipe. Write what comes out of it to a file first.")
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


def pieces(stream: Stream, name: str, past: Past | None = None) -> tuple[Head, Iterator[Piece]]:
    """Read a stream of incidents.

    Parameters
    ----------
    stream
        The bytes.
    name
        What to call it in messages.
    past
        What was read before; a chunk that is known is not read again.

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
        read = _pieces(head, b"", lines, past or NoPast())
        return head, _followed_by(ahead(read, _READY), lines)
    head = _head(first, name)
    read = _pieces(head, first[head.skip :], stream, past or NoPast())
    return head, ahead(read, _READY)


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
    """JSON Lines given out as rows of the plain format; lines that are not are kept apart.

    `number` counts the lines that are not empty.
    """

    first: bytes
    rest: Stream
    broken: list[Rejected] = field(default_factory=list)
    number: int = 0
    ready: bytes = b""
    at_end: bool = False

    def read(self, size: int = -1, /) -> bytes:
        """Return the next rows; as many bytes as there are."""
        while not self.ready and not self.at_end:
            self._convert()
        given, self.ready = self.ready, b""
        return given

    def readinto(self, buffer: memoryview, /) -> int:
        given = self.read()
        size = min(len(buffer), len(given))
        buffer[:size], self.ready = given[:size], given[size:]
        return size

    def _convert(self) -> None:
        more = self.rest.read(BLOCK)
        self.at_end = not more
        whole, newline, self.first = (self.first + more).rpartition(b"\n")
        if self.at_end:
            whole, self.first = whole + newline + self.first, b""
        elif len(self.first) > LONGEST_RECORD:
            raise BadFileError(f"line {self.number + 1} is longer than {LONGEST_RECORD >> 20} MB")
        out = io.StringIO(newline="")
        rows = csv.writer(out, lineterminator="\n")
        for line in whole.split(b"\n") if whole else []:
            if line.strip():
                self.number += 1
                self._line(line, rows)
        self.ready = out.getvalue().encode("utf-8", "surrogatepass")

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


def _pieces(head: Head, first: bytes, stream: Stream, past: Past) -> Iterator[Piece]:
    places = head.form.places(head.header)
    things = {thing: slot for slot, thing in enumerate(places)}
    slots = np.full(len(head.header), -1, dtype=np.int32)
    slots[list(places.values())] = list(things.values())
    form, header = head.form, ",".join(head.header)
    prefix = f"{form.name} {READER} {head.delimiter} {header}\n".encode()
    stretches = Stretches(stream, form.name, prefix, head.delimiter, slots, past)
    for found in ahead(stretches.read(first), _READY):
        if not found.digest:
            reason = "a quote is opened here and never closed"
            broken = [Rejected(0, reason, kept(found.raw.tobytes()))]
            yield _rejected_piece(head.form, broken, prefix)
        elif found.rows is None or found.buffer is None:
            yield Piece(found.digest, None, found.raw)
        else:
            draft = Draft(found.buffer, found.rows, things, len(head.header))
            head.form.fill(draft)
            table, places_of, rejected = draft.finished()
            chunk = Chunk(found.digest, head.form.name, table, draft.texts, rejected)
            yield Piece(found.digest, chunk, found.raw, places_of - int(found.rows.starts[0]))


def read_file(path: Path) -> Iterator[Piece]:
    """Yield the pieces of a file; for looking at one without a ledger."""
    with opened(path) as stream:
        yield from pieces(stream, str(path))[1]


__all__ = ["BadFileError", "Head", "Piece", "opened", "pieces", "read_file"]
