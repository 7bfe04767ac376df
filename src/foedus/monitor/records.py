"""Bytes of a delimited file to records and the bounds of the fields that are wanted.

The grammar is RFC 4180 with any one-byte delimiter: a field in quotes may hold delimiters, line
breaks and doubled quotes. Nothing is decoded or copied here, so that a file of millions of rows
costs one pass over its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.compiled import compiled
from foedus.monitor.lanes import eight
from foedus.monitor.regular import regular

Bytes = NDArray[np.uint8]
FINE, NUL, AFTER_QUOTE = 0, 1, 2
"""What a record is marked with: fine, holds a NUL byte, has text after a closing quote."""
SHORTEST, SAMPLE = 16, 1 << 16
"""Bytes of the shortest record that is reckoned with, and how many bytes tell how long records are
here: where there are more than that, fewer are found at once."""
SCRATCH = 1 << 14
"""Fields whose ends are found before the records that they make are looked at."""
OPENING = 12
"""Bytes of a record that say whether a chunk begins with it."""
_DELIMITER, _QUOTE, _NEWLINE, _RETURN, _NUL = 1, 2, 3, 4, 5


class Records(NamedTuple):
    """The records found in a buffer.

    Attributes
    ----------
    starts
        Where each record begins, and at the end where the first unread byte is; n + 1 numbers.
    low, high
        Bounds of each wanted field, without its quotes; k × n, so that a column lies together.
    quoted
        Whether the field holds doubled quotes; k × n.
    fields
        How many fields each record has.
    marks
        `FINE`, or what is wrong with the record's bytes.
    """

    starts: NDArray[np.int64]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    quoted: NDArray[np.bool_]
    fields: NDArray[np.int32]
    marks: NDArray[np.uint8]

    def texts(
        self, slots: Sequence[int]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """Return the bounds of some wanted fields, and whether they hold doubled quotes."""
        at = list(slots)
        return self.low[at], self.high[at], self.quoted[at]

    def part(self, first: int, last: int) -> Records:
        """Return the records from `first` up to, not including, `last`."""
        rows = slice(first, last)
        return Records(
            self.starts[first : last + 1],
            self.low[:, rows],
            self.high[:, rows],
            self.quoted[:, rows],
            self.fields[rows],
            self.marks[rows],
        )


def classes(delimiter: int) -> Bytes:
    """Return, for each byte, what it means to the grammar."""
    table = np.zeros(256, dtype=np.uint8)
    table[delimiter] = _DELIMITER
    table[ord('"')] = _QUOTE
    table[ord("\n")] = _NEWLINE
    table[ord("\r")] = _RETURN
    table[0] = _NUL
    return table


def records(
    buffer: Bytes,
    length: int,
    delimiter: int,
    slots: NDArray[np.int32],
    *,
    at_end: bool,
    before: Records | None = None,
) -> Records:
    """Return the complete records in the first `length` bytes of `buffer`.

    Parameters
    ----------
    buffer
        The bytes.
    length
        How many of them are filled.
    delimiter
        The byte between fields.
    slots
        For each column, which wanted field it is, or -1.
    at_end
        Whether the file ends here, so that a last line without a line break is a record.
    before
        The records that the buffer begins with, found when they stood elsewhere.
    """
    wanted = int(slots.max()) + 1 if len(slots) else 0
    known = len(before.fields) if before else 0
    lines = buffer[: min(length, SAMPLE)].tobytes().count(b"\n")
    likely = 1024 + lines * 5 * length // (4 * SAMPLE)  # memory touched here and there is slow
    most = min(length // SHORTEST, likely) + known + 64
    starts = np.empty(most + 1, dtype=np.int64)
    low = np.empty((wanted, most), dtype=np.int32)
    high = np.empty((wanted, most), dtype=np.int32)
    quoted = np.empty((wanted, most), dtype=np.bool_)
    fields = np.empty(most, dtype=np.int32)
    marks = np.empty(most, dtype=np.uint8)
    starts[0] = 0
    filled = starts, low, high, quoted, fields, marks
    fields_at = np.empty(SCRATCH, dtype=np.int32)
    records_at = np.empty(SCRATCH // SHORTEST, dtype=np.int32)
    columns = np.zeros(wanted, dtype=np.int32)
    columns[slots[slots >= 0]] = np.flatnonzero(slots >= 0)
    table, at, row = classes(delimiter), 0, 0
    if before is not None:
        moved = before.starts[0]
        shifted = before._replace(
            starts=before.starts - moved, low=before.low - moved, high=before.high - moved
        )
        arrays: tuple[NDArray[Any], ...] = filled
        fillings: tuple[NDArray[Any], ...] = tuple(shifted)
        for array, filling in zip(arrays, fillings, strict=True):
            array[..., : filling.shape[-1]] = filling
        at, row = int(shifted.starts[-1]), known
    while row < most:
        row, at = regular(
            buffer, length, delimiter, columns, at, row, fields_at, records_at, *filled
        )
        regulars = row
        row, at = _scan(buffer, length, table, slots, at_end, at, row, min(row + 1, most), *filled)
        if row == regulars:
            break
    return Records(*filled).part(0, row)


@compiled
def _scan(
    buffer: Bytes,
    length: int,
    table: Bytes,
    slots: NDArray[np.int32],
    at_end: bool,
    at: int,
    row: int,
    most: int,
    starts: NDArray[np.int64],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    quoted: NDArray[np.bool_],
    fields: NDArray[np.int32],
    marks: NDArray[np.uint8],
) -> tuple[int, int]:
    """Walk the bytes from `at` one by one, whatever they hold, until there are `most` records.

    Returns the number of complete records, and where the next begins.
    """
    columns = len(slots)
    while row < most:
        while at < length and (table[buffer[at]] == 3 or table[buffer[at]] == 4):
            at += 1  # blank lines
        begin = at
        starts[row] = begin
        if at >= length:
            return row, begin
        column = 0
        mark = 0
        complete = False
        while not complete:
            # A field begins at `at`.
            doubled = False
            if at < length and table[buffer[at]] == 2:
                at += 1
                from_ = at
                closed = False
                while not closed:
                    while at < length and table[buffer[at]] != 2:
                        if buffer[at] == 0:
                            mark |= 1
                        at += 1
                    if at >= length:
                        return row, begin  # the quote is not closed in what was read so far
                    if at + 1 < length and table[buffer[at + 1]] == 2:
                        doubled = True
                        at += 2
                    elif at + 1 >= length and not at_end:
                        return row, begin
                    else:
                        closed = True
                to = at
                at += 1
                if at < length and table[buffer[at]] == 4:
                    at += 1
                while at < length and table[buffer[at]] != 1 and table[buffer[at]] != 3:
                    mark |= 2
                    at += 1
            else:
                from_ = at
                while at < length:
                    kind = table[buffer[at]]
                    if kind == 1 or kind == 3:
                        break
                    if kind == 5:
                        mark |= 1
                    at += 1
                to = at
                if to > from_ and buffer[to - 1] == 13 and (at >= length or buffer[at] == 10):
                    to -= 1
            if at >= length and not at_end:
                return row, begin
            if column < columns and slots[column] >= 0:
                slot = slots[column]
                low[slot, row] = from_
                high[slot, row] = to
                quoted[slot, row] = doubled
            column += 1
            if at >= length:
                complete = True
            else:
                complete = table[buffer[at]] == 3
                at += 1
        for missing in range(column, columns):
            if slots[missing] >= 0:
                low[slots[missing], row] = high[slots[missing], row] = begin
                quoted[slots[missing], row] = False
        fields[row] = column
        marks[row] = mark
        row += 1
        starts[row] = at
    return row, at


@compiled
def opens(buffer: Bytes, at: int, to: int, one_in: int) -> bool:
    """Whether the record from `at` to `to` opens a chunk, by its first bytes."""
    mixed = np.uint64(14695981039346656037)
    if to - at >= OPENING:
        here = buffer.ctypes.data + at
        for said in (eight(here), eight(here + OPENING - 8)):
            mixed = (mixed ^ said) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(32)
    else:
        for place in range(at, to):
            mixed = (mixed ^ np.uint64(buffer[place])) * np.uint64(1099511628211)
    mixed ^= mixed >> np.uint64(29)
    return bool(mixed % np.uint64(one_in) == np.uint64(0))


@compiled
def cuts(
    buffer: Bytes,
    starts: NDArray[np.int64],
    one_in: int,
    longest: int,
    largest: int,
    ends: NDArray[np.int64],
) -> int:
    """Mark where chunks end, by what the records themselves say; return how many chunks there are.

    A chunk ends before a record whose first bytes hash to a multiple of `one_in`, so that a record
    added or dropped elsewhere moves no boundary: unchanged stretches of a new release are
    recognised; and at `longest` records or `largest` bytes. `ends` receives the number of the
    record after each chunk.
    """
    count = 0
    size = 0
    begin = 0
    for row in range(len(starts) - 1):
        full = size >= longest or starts[row] - starts[begin] >= largest
        if size > 0 and (full or opens(buffer, starts[row], starts[row + 1], one_in)):
            ends[count] = row
            count += 1
            size = 0
            begin = row
        size += 1
    return count
