"""Records without anything odd in them, 64 bytes at a time.

Quotes are paired by the parity of those before, as in Langdale & Lemire 2019 (VLDB Journal 28:941),
which is right only where each opens a field, closes one, or is doubled within one. Wherever that
fails, or a NUL byte or an empty line comes, the walk stops before the record, and the caller goes
on byte by byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.compiled import compiled
from foedus.monitor.lanes import equal, lowest, ones

Bytes = NDArray[np.uint8]


@compiled
def _paired(quotes: np.uint64) -> np.uint64:
    """Return the bits from each odd quote up to, not including, the next."""
    inside = quotes
    for step in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(step)
    return inside


@compiled
def _marked(
    address: int, delimiter: int, state: tuple[np.uint64, np.uint64, np.uint64, np.uint64]
) -> tuple[np.uint64, np.uint64, np.uint64, tuple[np.uint64, np.uint64, np.uint64, np.uint64]]:
    """Return which of 64 bytes end a field, which of those a record, and which are odd.

    The state says of the byte before, in its lowest bit, whether it stands within quotes, ends a
    field, closes a quote, or is a carriage return behind a closed quote.
    """
    one, zero = np.uint64(1), np.uint64(0)
    within, opened, closed, returned = state
    quotes = equal(address, np.uint8(34))
    news = equal(address, np.uint8(10))
    inside = _paired(quotes) ^ (zero - within) if quotes != zero else zero - within
    news &= ~inside
    breaks = (equal(address, np.uint8(delimiter)) & ~inside) | news
    odd = equal(address, np.uint8(0))
    if (quotes | closed | returned) == zero:
        last = np.uint64(63)
        return breaks, news, odd, (inside >> last, breaks >> last, zero, zero)
    returns = equal(address, np.uint8(13))
    after = ((quotes & ~inside) << one) | closed
    back = after & returns
    odd |= quotes & inside & ~((breaks << one) | opened | after)
    odd |= after & ~(breaks | quotes | returns)
    odd |= ((back << one) | returned) & ~news
    last = np.uint64(63)
    shut = (quotes & ~inside) >> last
    return breaks, news, odd, (inside >> last, breaks >> last, shut, back >> last)


@compiled
def _ends(
    buffer: Bytes,
    length: int,
    delimiter: int,
    at: int,
    count: int,
    state: tuple[np.uint64, np.uint64, np.uint64, np.uint64],
    places: NDArray[np.int32],
    last: NDArray[np.int32],
) -> tuple[int, int, int, bool, tuple[np.uint64, np.uint64, np.uint64, np.uint64]]:
    """Write where fields end behind the `count` places there are, and which of them end records.

    Stops where either array is full, the whole blocks of 64 bytes end, or a byte is odd. Returns
    where, how many fields and records there are then, whether a byte was odd, and the state.
    """
    address, lines = buffer.ctypes.data, 0
    one, zero = np.uint64(1), np.uint64(0)
    while at + 64 <= length and count + 64 <= len(places) and lines + 64 <= len(last):
        fine, news, odd, state = _marked(address + at, delimiter, state)
        if odd != zero:
            before = (one << np.uint64(lowest(odd))) - one
            fine &= before
            news &= before
        while news != zero:
            bit = news & (zero - news)
            last[lines] = count + ones(fine & (bit - one))
            lines += 1
            news ^= bit
        many = ones(fine)
        for step in range(many):
            places[count + step] = at + lowest(fine)
            fine &= fine - one
        count += many
        if odd != zero:
            return at, count, lines, True, state
        at += 64
    return at, count, lines, False, state


@compiled
def regular(
    buffer: Bytes,
    length: int,
    delimiter: int,
    columns: NDArray[np.int32],
    begin: int,
    row: int,
    places: NDArray[np.int32],
    last: NDArray[np.int32],
    starts: NDArray[np.int64],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    quoted: NDArray[np.bool_],
    fields: NDArray[np.int32],
    marks: NDArray[np.uint8],
) -> tuple[int, int]:
    """Fill the arrays of `foedus.monitor.records.records` from the record that begins at `begin`.

    `columns` names the column of each wanted field. Returns the number of records there are then,
    and where the first begins that was left. `places` and `last` are filled on the way, with the
    ends of fields and which of them end records.
    """
    most, zero = len(fields), np.uint64(0)
    state = zero, np.uint64(1), zero, zero
    at, stopped = begin, False
    count: Any = np.int64(1)  # a plain 1 would have `_ends` compiled once more
    places[0] = begin - 1  # the end of a field before the first
    if row >= most or (begin < length and (buffer[begin] == 10 or buffer[begin] == 13)):
        return row, begin
    while not stopped and at + 64 <= length:
        at, count, lines, stopped, state = _ends(
            buffer, length, delimiter, at, count, state, places, last
        )
        if lines == 0:
            break
        first = 0  # the place before the record's fields
        for line in range(lines):
            found = last[line] - first
            to = places[last[line]]
            for slot in range(len(columns)):
                column = columns[slot]
                start = end = begin
                doubled = False
                if column < found:
                    start, end = places[first + column] + 1, places[first + column + 1]
                    if column == found - 1 and end > start and buffer[end - 1] == 13:
                        end -= 1
                    if end > start and buffer[start] == 34:
                        start += 1
                        end -= 1
                        for place in range(start, end):
                            doubled |= buffer[place] == 34
                low[slot, row], high[slot, row], quoted[slot, row] = start, end, doubled
            starts[row], fields[row], marks[row] = begin, found, 0
            begin, first, row = to + 1, last[line], row + 1
            starts[row] = begin
            if row >= most or begin >= length or buffer[begin] == 10 or buffer[begin] == 13:
                return row, begin
        for place in range(first, count):
            places[place - first] = places[place]
        count -= first
    return row, begin
