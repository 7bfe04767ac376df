"""Texts of columns to codes into one list of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.compiled import compiled
from foedus.monitor.lanes import byte, eight
from foedus.monitor.records import Bytes

_EIGHT = 8


def coded(
    buffer: Bytes,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    quoted: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], bytes, NDArray[np.int32]]:
    """Return texts as codes into one list of texts.

    Parameters
    ----------
    buffer
        The bytes.
    low, high, quoted
        Where each text lies, and whether quotes are doubled in it; k columns × n.

    Returns
    -------
    array, bytes, array
        k × n codes; the texts one behind another, those of each column distinct, without spaces
        around them and with doubled quotes undone; and where each ends. Code 0 is the empty text.
    """
    codes = np.zeros(low.shape, dtype=np.int32)
    blob = np.empty(int((high - low).sum()) + 2 * _EIGHT, dtype=np.uint8)
    ends = np.zeros(low.size + 1, dtype=np.int32)
    size = 1 << max(10, low.shape[1].bit_length())
    table = np.empty(size, dtype=np.uint64)
    distinct = _code(buffer, low, high, quoted, codes, table, blob, ends)
    return codes, blob[: ends[distinct - 1]].tobytes(), ends[:distinct].copy()


@compiled
def _last(at: int, to: int, end: int) -> np.uint64:
    """Return the bytes from the address `at` to `to`, fewer than eight, as a number.

    `end` is the address behind the last byte that may be read.
    """
    if at + 8 <= end:
        some: np.uint64 = eight(at)
        return some & ((np.uint64(1) << np.uint64(8 * (to - at))) - np.uint64(1))
    number = np.uint64(0)
    for place in range(at, to):
        number |= np.uint64(byte(place)) << np.uint64(8 * (place - at))
    return number


@compiled
def _hash(at: int, to: int, end: int) -> np.uint64:
    """Return a hash of the bytes from the address `at` to `to`."""
    mixed = np.uint64(to - at)
    while at + 8 <= to:
        mixed = (mixed ^ eight(at)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
        at += 8
    if at < to:
        mixed = (mixed ^ _last(at, to, end)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(31))


@compiled
def _same(at: int, end: int, other: int, other_end: int, length: int) -> bool:
    """Whether as many bytes from the address `at` and from `other` on are the same."""
    place = 0
    while place + 8 <= length:
        if eight(at + place) != eight(other + place):
            return False
        place += 8
    return place == length or (
        _last(at + place, at + length, end) == _last(other + place, other + length, other_end)
    )


@compiled
def _put(at: int, to: int, is_doubled: bool, blob: Bytes, filled: int) -> int:
    """Copy a text behind those in `blob`, its doubled quotes undone; return where it ends."""
    while at < to:
        said = byte(at)
        blob[filled] = said
        filled += 1
        at += 2 if is_doubled and said == 34 else 1
    return filled


@compiled
def _code(
    buffer: Bytes,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    quoted: NDArray[np.bool_],
    codes: NDArray[np.int32],
    table: NDArray[np.uint64],
    blob: Bytes,
    ends: NDArray[np.int32],
) -> int:
    """Give the distinct texts of each column numbers; return how many there are.

    A cell of the open hash table holds half of the hash and the code, 0 where it is free; a column
    often repeats the text of the row before.
    """
    distinct, half = 1, np.uint64(32)
    mask = np.uint64(len(table) - 1)
    # Signed, for numba makes floating-point numbers of signed and unsigned ones together.
    first: Any = np.int64(buffer.ctypes.data)
    said: Any = np.int64(blob.ctypes.data)
    first_end, said_end = first + len(buffer), said + len(blob)
    for column in range(len(low)):
        before, length_before, code_before = first, -1, 0
        table[:] = 0
        for row in range(low.shape[1]):
            at, to, end = first + low[column, row], first + high[column, row], first_end
            while at < to and byte(at) <= 32:
                at += 1
            while to > at and byte(to - 1) <= 32:
                to -= 1
            length = to - at
            if length <= 0:
                continue
            if length == length_before and _same(at, end, before, end, length):
                codes[column, row] = code_before
                continue
            before, length_before = at, length
            filled = ends[distinct - 1]
            if quoted[column, row]:
                length_before = -1
                length = _put(at, to, True, blob, filled) - filled
                at, end = said + filled, said_end
            mixed = _hash(at, at + length, end)
            slot = mixed & mask
            while True:
                cell = table[slot]
                code = int(cell & np.uint64(0xFFFFFFFF))
                if code == 0:
                    table[slot] = (mixed >> half << half) | np.uint64(distinct)
                    ends[distinct] = _put(at, at + length, False, blob, filled)
                    code = distinct
                    distinct += 1
                    break
                begin = ends[code - 1]
                if (
                    cell >> half == mixed >> half
                    and ends[code] - begin == length
                    and _same(at, end, said + begin, said_end, length)
                ):
                    break
                slot = (slot + np.uint64(1)) & mask
            codes[column, row] = code_before = code
    return distinct
