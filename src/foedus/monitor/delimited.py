"""Delimited text as a table: by Polars, and line by line where a file is not as it should be.

Polars fills lines that are too short and may not see that one is too long; so the separators of
each line are counted first. Where anything is amiss the file is read slowly, so that
every line that is no row is kept with its place and a reason.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.monitor.days import moment
from foedus.monitor.formats import Format
from foedus.monitor.formats.common import FAULT, RAW, ROW
from foedus.monitor.headers import header_at, told_format
from foedus.monitor.tables import Table, Way, in_parts, kept, rows_frame
from foedus.monitor.unpacking import BadFileError

_HEAD = 1 << 18
_TITLES = 30
"""Lines among which the header is looked for: exports put titles above it."""
_LONGEST = 2_000
"""Lines that a quoted field may run over; a quote that is open for longer was never closed."""
_BATCH = 50_000
_BLOCK = 1 << 19
"""Bytes that are looked at at a time."""
_YEAR = re.compile(r"(19|20)\d\d")
_QUOTE, _NEWLINE = ord('"'), ord("\n")
_ONE = np.uint64(1)
Codes = NDArray[np.uint8]
Words = NDArray[np.uint64]
_ENCODINGS = ["cp1252", "cp1251", "cp1250", "latin_1", "cp1256", "koi8_r"]
_LATIN = ("cp1252", "cp1250", "latin_1")
_CENTRAL = re.compile(
    rb"[a-z][\x8a\x8e\x9a\x9d-\x9f\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf][a-z]|\b[\x8a\x8e\x9a\x9e][a-z]",
    re.IGNORECASE,
)
"""Signs of the Western page that are letters of the Central European one, in words; and š and ž."""
_TURKISH = re.compile(rb"[a-z][\xf0\xfd\xfe]|[\xdd\xde\xfe][a-z]", re.IGNORECASE)
csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class _Layout:
    """What the beginning of a file tells: what separates fields, and where the rows begin."""

    separator: str
    header: tuple[str, ...]
    form: Format
    skip: int


def from_text(name: str, path: Path, digest: str, form: Format | None) -> Table:
    """Return a file of delimited text as a table; see `foedus.monitor.tables.tables`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \r\n\t"):
        raise BadFileError(f"{name}: the file is empty.")
    encoding = _encoding(name, head, is_cut=len(head) == _HEAD)[0]
    layout = _layout(name, head.decode(encoding, "replace").removeprefix("\ufeff"), form)
    above = f"the rows begin at line {layout.skip + 1}"
    told: tuple[str, ...] = (above,) if layout.skip > 1 else ()

    def ways() -> Iterator[Way]:
        is_usual = encoding == "utf-8" and b"\n" in head
        if is_usual and (many := _rows_of(path, layout)) is not None:
            yield _quick(path, layout, many), told
        raw = path.read_bytes()
        found, said = _encoding(name, raw)
        schema = {ROW: pl.UInt32, **dict.fromkeys([*layout.header, FAULT, RAW], pl.String)}
        yield in_parts(schema, lambda: _careful(raw, found, layout)), (*told, *said)

    def further(lines: Path) -> pl.LazyFrame | None:
        many = _rows_of(lines, replace(layout, skip=0))
        return None if many is None else _quick(lines, replace(layout, skip=0), many)

    return Table(name, digest, digest, layout.form, layout.header, ways, layout.skip, further)


def _encoding(name: str, raw: bytes, *, is_cut: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return in which encoding bytes are to be read, and what to say of it.

    Text in UTF-8 stays so where a few bytes were spoilt on the way: their rows are told.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", ("read as UTF-16",)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw, final=not is_cut)
        return "utf-8", ()
    except UnicodeDecodeError:
        lines = (line for line in raw.splitlines(keepends=True) if not line.isascii())
        sample = b"".join(islice(lines, 2000))
    odd = sample.decode("utf-8", "replace").count("\ufffd")
    if odd * 2 <= sum(byte >= 0xC0 for byte in sample):
        return "utf-8", ()
    from charset_normalizer import from_bytes  # loading it takes longer than reading most files

    best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
    if best is None:
        raise BadFileError(f"{name}: its encoding cannot be told. Save the file in UTF-8.")
    found = _latin(sample) if best.encoding in _LATIN else best.encoding
    words = re.findall(r"\b\w*[^\W_\x00-\x7f]\w*", sample.decode(found, "replace"))
    few = ", ".join(list(dict.fromkeys(words))[:3])
    return found, (f"read as {found}, which its bytes suggest: {few}",)


def _latin(sample: bytes) -> str:
    """Return which of the code pages of the Latin alphabet bytes are in.

    Western letters are in one, and where it is not the one signs stand between letters; Turkish has
    letters that Western languages but Icelandic have not. Frequencies do not tell: to them Nariño
    is as good a word with ń.
    """
    if _CENTRAL.search(sample):
        return "cp1250"
    return "cp1254" if _TURKISH.search(sample) else "cp1252"


def _layout(name: str, text: str, form: Format | None) -> _Layout:
    first = text[:65536]
    if form and form.header:
        return _Layout(max(",;\t|", key=first.count), form.header, form, 0)
    problem: BadFileError | None = None
    for separator in sorted(",;\t|", key=lambda s: -first.count(s)):
        reader = csv.reader(io.StringIO(first, newline=None), delimiter=separator)
        rows: list[list[str]] = []
        lines: list[int] = []
        try:
            for row in islice(reader, _TITLES):
                rows.append(row)
                lines.append(reader.line_num)
        except csv.Error:
            pass
        try:
            at, skip = header_at(name, rows, form)
        except BadFileError as error:
            problem = problem or error
            continue
        found, names = told_format(name, rows[at], form)
        return _Layout(separator, tuple(names), found, lines[skip - 1] if skip else 0)
    raise problem or BadFileError(f"{name}: it holds no table.")


def _quick(path: Path, layout: _Layout, many: int) -> pl.LazyFrame:
    """Return the table as read by Polars alone."""
    rows = pl.scan_csv(
        path,
        has_header=False,
        skip_lines=layout.skip,
        n_rows=many,
        schema=dict.fromkeys(layout.header, pl.String),
        separator=layout.separator,
    )
    return rows.with_row_index(ROW, 1)


def _rows_of(path: Path, layout: _Layout) -> int | None:
    """Return how many rows a file has; none of the empty lines at its end is one.

    None unless each row has as many fields as the header; nor where a NUL byte stands, or a line
    that is empty or has separators alone, which is no row, or one within quotes that may be a row.
    """
    mark, most = ord(layout.separator), len(layout.header) - 1
    empty = re.compile(rb'\n(?:""|%s)*\r?\n' % re.escape(layout.separator).encode())
    line, lines, before, is_open = b"\n", 0, 0, False
    is_within, every = False, 0  # whether the line begins within quotes, and all its separators
    with path.open("rb") as file:
        for _ in range(layout.skip):
            file.readline()
        begin, end = file.tell(), _end(path)
        place = begin
        while place < end and (block := file.read(min(_BLOCK, end - place))):
            codes = np.frombuffer(block + bytes(-len(block) % 64), np.uint8)
            at = np.flatnonzero(codes == _NEWLINE)
            begins = codes[at[at + 1 < len(block)] + 1].tobytes() + (line[1:2] or block[:1])
            may_be_empty = set(begins) & {mark, _QUOTE, _NEWLINE, ord("\r")}
            if b"\0" in block or (may_be_empty and empty.search(line + block)):
                return None
            line = block[at[-1] :] if len(at) else line + block
            quoted, is_open = _quoted(codes, is_open)
            within = (quoted[at >> 6] >> (at & 63).astype(np.uint64)) & _ONE == 1
            if len(at) and (is_within or within.any()):
                ends = np.flatnonzero(codes == mark).searchsorted(at)
                if (np.diff(ends, prepend=-every)[np.r_[is_within, within[:-1]]] == most).any():
                    return None
            begun = at[-1] + 1 if len(at) else 0
            every = every * (not len(at)) + int((codes[begun : len(block)] == mark).sum())
            is_within = bool(within[-1]) if len(at) else is_within
            at = at[~within]
            marks = _bits(codes, mark) & ~quoted
            many = np.cumsum(np.bitwise_count(marks), dtype=np.int64)
            until = many[at >> 6] - np.bitwise_count(marks[at >> 6] >> (at & 63).astype(np.uint64))
            if (np.diff(until, prepend=-before) != most).any():
                return None
            before = int(many[-1] - until[-1]) if len(at) else before + int(many[-1])
            lines += len(at)
            place += len(block)
    if place == begin:  # a header and no row
        return 0
    is_whole = not is_open and before == most and not empty.search(line + b"\n")
    is_whole &= not (is_within and every == most)
    return lines + 1 if is_whole else None


def _bits(codes: Codes, code: int) -> Words:
    """Return where a byte stands, a bit for each byte: so 64 bytes are looked at in one step."""
    return np.packbits(codes == code, bitorder="little").view("<u8")


def _quoted(codes: Codes, is_open: bool) -> tuple[Words, bool]:
    """Return the bytes behind an odd number of quotes, and whether one is open at the end."""
    odd = _bits(codes, _QUOTE)
    for step in (1, 2, 4, 8, 16, 32):
        odd ^= odd << np.uint64(step)
    after = np.bitwise_xor.accumulate(odd >> np.uint64(63)) ^ np.uint64(is_open)
    odd ^= -np.concatenate([[np.uint64(is_open)], after[:-1]])
    return odd, bool(after[-1])


def _end(path: Path) -> int:
    """Return where a file ends but for empty lines."""
    with path.open("rb") as file:
        start = max(0, path.stat().st_size - _BLOCK)
        file.seek(start)
        return start + len(file.read().rstrip(b"\r\n"))


def _careful(raw: bytes, encoding: str, layout: _Layout) -> Iterator[pl.LazyFrame]:
    """Yield the table read line by line; lines that are no rows carry a fault."""
    header, first = [*layout.header, FAULT, RAW], 1
    rows = _rows(raw, encoding, layout)
    while batch := list(islice(rows, _BATCH)):
        yield rows_frame(header, batch).with_row_index(ROW, first)
        first += len(batch)


def _rows(raw: bytes, encoding: str, layout: _Layout) -> Iterator[list[str | None]]:
    many, at = len(layout.header), 0
    lines = list(islice(_decoded(raw, encoding), layout.skip, None))
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        taken, cells, fault = _record(lines, at, layout)
        text = "".join(lines[at : at + taken])
        at += taken
        if not fault and not any(cell.strip() for cell in cells):
            continue  # separators alone, as spreadsheets write below their tables
        fault = fault or _fault(text, len(cells), many)
        if fault:
            whole = text.encode("utf-8", "replace").decode()
            yield [*[None] * many, fault, kept(whole)]
        else:
            yield [*[cell or None for cell in cells], None, None]


def _fault(text: str, found: int, many: int) -> str:
    if found != many:
        return f"it has {found} fields and the header has {many}"
    if "\0" in text:
        return "it holds a NUL byte"
    if any("\udc80" <= character <= "\udcff" for character in text):
        return "its text is not UTF-8; save the file in UTF-8"
    return ""


def _decoded(raw: bytes, encoding: str) -> Iterator[str]:
    """Yield lines with their ends; bytes that are no text come as lone surrogates."""
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    text = raw.decode(encoding, errors).removeprefix("\ufeff")
    ends = "\n" if "\n" in text else "\r"
    start = 0
    while start < len(text):
        end = text.find(ends, start) + 1 or len(text)
        yield text[start:end]
        start = end


def _is_row(line: str, layout: _Layout) -> bool:
    """Whether a line is a row by itself: it has as many fields, and a day where days stand."""
    cells = line.rstrip("\r\n").split(layout.separator)
    if len(cells) != len(layout.header):
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=layout.separator), [])
    where = layout.form.places(layout.header)
    column = next((where[thing] for thing in layout.form.dates[:1] if thing in where), None)
    if len(cells) != len(layout.header) or column is None:
        return False
    said = cells[layout.header.index(column)].strip(' "')
    return bool(moment(said, "dmy") or moment(said, "mdy") or _YEAR.fullmatch(said))


def _record(lines: Sequence[str], at: int, layout: _Layout) -> tuple[int, list[str], str]:
    """Return how many lines the record at a line takes, its fields, and what is wrong with it."""
    separator = layout.separator
    text = lines[at]
    taken = 1
    while True:
        try:
            said = text.rstrip("\r\n")
            (cells,) = csv.reader(io.StringIO(said, newline=""), delimiter=separator, strict=True)
            return taken, cells, ""
        except ValueError:
            return 1, [], "it is no row"
        except csv.Error as error:
            if "unexpected end" not in str(error):
                return 1, [], "text stands after a closing quote"
        # A quote is open: the record goes on at the next line that closes one.
        while True:
            if at + taken >= len(lines) or taken >= _LONGEST:
                return 1, [], "a quote is opened here and not closed in its row"
            if _is_row(lines[at + taken], layout):
                return 1, [], "a quote is opened here and not closed in its row"
            text += lines[at + taken]
            taken += 1
            if '"' in lines[at + taken - 1]:
                break
