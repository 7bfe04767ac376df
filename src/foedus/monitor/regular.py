"""Records without anything odd in them, 64 bytes at a time.

Quotes are paired by the parity of those before, as in Langdale & Lemire 2019 (VLDB Journal 28:941),
which is right only where each opens a field, closes one, or is doubled within one. Wherever that
fails, or a NUL byte or an empty line comes, the walk stops before the record, and the caller goes
on byte by byte.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.compiled import compiled
from foedus.monitor.lanes import equal, highest, lowest

Bytes = NDArray[np.uint8]


@compiled
def _paired(quotes: np.uint64) -> np.uint64:
    """Return the bits from each odd quote up to, not including, the next."""
    inside = quotes
    for step in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(step)
    return inside


@compiled
def regular(
    buffer: Bytes,
    length: int,
    delimiter: int,
    slots: NDArray[np.int32],
    at: int,
    row: int,
    starts: NDArray[np.int64],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    quoted: NDArray[np.bool_],
    fields: NDArray[np.int32],
    marks: NDArray[np.uint8],
) -> tuple[int, int]:
    """Fill the arrays of `foedus.monitor.records.records` from the record that begins at `at`.

    Returns the number of records there are then, and where the first begins that was left.
    """
    address = buffer.ctypes.data
    one, zero = np.uint64(1), np.uint64(0)
    columns, most = len(slots), len(fields)
    begin = at
    if row >= most or (at < length and (buffer[at] == 10 or buffer[at] == 13)):
        return row, begin
    field, column, doubled = at, 0, -1
    within, opened, closed, returned = zero, one, zero, zero  # of the byte before, in bit 0
    while at + 64 <= length:
        here = address + at
        quotes = equal(here, np.uint8(34))
        news = equal(here, np.uint8(10))
        returns = equal(here, np.uint8(13))
        inside = _paired(quotes) ^ (zero - within)
        news &= ~inside
        breaks = (equal(here, np.uint8(delimiter)) & ~inside) | news
        opens = quotes & inside
        shut = quotes & ~inside
        after = (shut << one) | closed
        back = after & returns
        odd = equal(here, np.uint8(0))
        odd |= opens & ~((breaks << one) | opened | after)
        odd |= after & ~(breaks | quotes | returns)
        odd |= ((back << one) | returned) & ~news
        twice = opens & after
        fine = breaks
        if odd != zero:
            fine &= (one << np.uint64(lowest(odd))) - one
        while fine != zero:
            place = lowest(fine)
            fine &= fine - one
            end = at + place
            is_last = (news >> np.uint64(place)) & one
            if column < columns and slots[column] >= 0:
                slot = slots[column]
                to = end
                if is_last and to > field and buffer[to - 1] == 13:
                    to -= 1
                if to > field and buffer[field] == 34:
                    pairs = twice & ((one << np.uint64(place)) - one)
                    last = at + highest(pairs) if pairs != zero else doubled
                    quoted[row, slot] = last > field
                    low[row, slot] = field + 1
                    high[row, slot] = to - 1
                else:
                    quoted[row, slot] = False
                    low[row, slot] = field
                    high[row, slot] = to
            column += 1
            field = end + 1
            if is_last:
                for missing in range(column, columns):
                    if slots[missing] >= 0:
                        low[row, slots[missing]] = high[row, slots[missing]] = begin
                        quoted[row, slots[missing]] = False
                starts[row] = begin
                fields[row] = column
                marks[row] = 0
                row += 1
                begin = field
                starts[row] = begin
                column = 0
                if row >= most or begin >= length or buffer[begin] == 10 or buffer[begin] == 13:
                    return row, begin
        if odd != zero:
            return row, begin
        if twice != zero:
            doubled = at + highest(twice)
        within, opened = inside >> np.uint64(63), breaks >> np.uint64(63)
        closed, returned = shut >> np.uint64(63), back >> np.uint64(63)
        at += 64
    return row, begin
