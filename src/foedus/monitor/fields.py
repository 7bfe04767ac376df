"""Fields to numbers and days, a column of a chunk at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.compiled import compiled
from foedus.monitor.records import Bytes, Records

EMPTY, READ, BAD = 0, 1, 2
"""Whether a field was empty, could be read, or could not."""
Told = NDArray[np.uint8]


def numbers(buffer: Bytes, rows: Records, slot: int) -> tuple[NDArray[np.float64], Told]:
    """Return a column as decimal numbers (to 15 digits), and whether each could be read."""
    return _numbers(buffer, rows.low[slot], rows.high[slot], POWERS)


def whole(buffer: Bytes, rows: Records, slot: int) -> tuple[NDArray[np.int64], Told]:
    """Return a column as whole numbers; ``3.0``, as some programs write 3, is 3."""
    return _whole(buffer, rows.low[slot], rows.high[slot], POWERS)


def days(buffer: Bytes, rows: Records, slot: int) -> tuple[NDArray[np.int32], Told]:
    """Return a column of dates as proleptic Gregorian ordinals (`datetime.date.toordinal`).

    ``2020-07-27`` (a time may follow), ``20200727`` and ``27 July 2020`` are read. ``7/27/2020`` is
    not: which number is the month is anyone's guess.
    """
    return _days(buffer, rows.low[slot], rows.high[slot])


def minutes(buffer: Bytes, rows: Records, slot: int) -> tuple[NDArray[np.int16], Told]:
    """Return a column of times (``14:30``, seconds may follow) as minutes of the day, or -1."""
    return _minutes(buffer, rows.low[slot], rows.high[slot])


def spread(
    low: NDArray[np.int64],
    best: NDArray[np.int64],
    high: NDArray[np.int64],
    absent: int,
    most: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Widen ranges, in place, to all the numbers given; best is the least where it is not told.

    Returns which hold a number below `absent`, and which one above `most`; those are cut to it.
    """
    return _spread(low, best, high, absent, most)


def keys(buffer: Bytes, rows: Records, slot: int) -> NDArray[np.uint64]:
    """Return 64-bit keys of a column of ids: the number itself, or a hash with the top bit set."""
    return _keys(buffer, rows.low[slot], rows.high[slot])


NAMES = np.frombuffer(b"janfebmaraprmayjunjulaugsepoctnovdec", dtype=np.uint8)
FROM, UNTIL = 1900, 2100
MONTHS = np.array([date(y, m, 1).toordinal() for y in range(FROM, UNTIL + 1) for m in range(1, 13)])
"""The ordinal of the first day of each month from 1900 to 2100."""
POWERS: NDArray[np.float64] = np.float64(10) ** np.arange(23)
"""Powers of ten that are exact in floating point."""


@compiled
def _number(buffer: Bytes, at: int, to: int, powers: NDArray[np.float64]) -> tuple[float, int]:
    """Return the number written from `at` to `to`, and whether it could be read."""
    while at < to and buffer[at] == 32:
        at += 1
    while to > at and buffer[to - 1] == 32:
        to -= 1
    if at == to:
        return 0.0, 0
    negative = buffer[at] == 45
    if negative or buffer[at] == 43:
        at += 1
    mantissa, digits, behind, point = 0, 0, 0, False
    any_digit = False
    while at < to:
        c = buffer[at]
        if 48 <= c <= 57:
            any_digit = True
            if digits < 15:
                mantissa = mantissa * 10 + (c - 48)
                if mantissa > 0:
                    digits += 1
                if point:
                    behind += 1
            elif not point:
                behind -= 1
        elif c == 46 and not point:
            point = True
        else:
            break
        at += 1
    exponent = 0
    if any_digit and at < to and (buffer[at] == 69 or buffer[at] == 101):
        at += 1
        down = at < to and buffer[at] == 45
        if at < to and (buffer[at] == 45 or buffer[at] == 43):
            at += 1
        shown = at
        while at < to and 48 <= buffer[at] <= 57 and exponent < 400:
            exponent = exponent * 10 + (buffer[at] - 48)
            at += 1
        if shown == at:
            return 0.0, 2
        if down:
            exponent = -exponent
    if at < to or not any_digit:
        return 0.0, 2
    power = exponent - behind
    number = float(mantissa)
    if 0 <= -power <= 22:
        number /= powers[-power]
    elif 0 < power <= 22:
        number *= powers[power]
    elif mantissa != 0:
        return 0.0, 2
    return -number if negative else number, 1


@compiled
def _plain(buffer: Bytes, at: int, to: int) -> int:
    """Return the whole number that up to 15 digits write, and nothing else; -1 for all others."""
    if to - at > 15 or at >= to:
        return -1
    number = 0
    for place in range(at, to):
        digit = int(buffer[place]) - 48
        if digit < 0 or digit > 9:
            return -1
        number = number * 10 + digit
    return number


@compiled
def _decimal(buffer: Bytes, at: int, to: int) -> tuple[int, int]:
    """Return the digits of a number such as 48.25, and how many stand behind the point.

    That is -1 for whatever is not up to 15 digits and a point among them.
    """
    mantissa, point = 0, to
    if at >= to or to - at > 16:
        return 0, -1
    for place in range(at, to):
        digit = int(buffer[place]) - 48
        if digit < 0 or digit > 9:
            if buffer[place] != 46 or point < to:
                return 0, -1
            point = place
            continue
        mantissa = mantissa * 10 + digit
    behind = to - point - 1 if point < to else 0
    whole = point - at
    if whole + behind == 0 or whole + behind > 15:
        return 0, -1
    return mantissa, behind


@compiled
def _numbers(
    buffer: Bytes,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    powers: NDArray[np.float64],
) -> tuple[NDArray[np.float64], Told]:
    n = len(low)
    value = np.zeros(n, dtype=np.float64)
    told = np.zeros(n, dtype=np.uint8)
    for row in range(n):
        at, to = low[row], high[row]
        negative = at < to and buffer[at] == 45
        mantissa, behind = _decimal(buffer, at + negative, to)
        if behind >= 0:
            number = mantissa / powers[behind]
            value[row], told[row] = -number if negative else number, 1
        else:
            value[row], told[row] = _number(buffer, at, to, powers)
    return value, told


@compiled
def _whole(
    buffer: Bytes,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    powers: NDArray[np.float64],
) -> tuple[NDArray[np.int64], Told]:
    n = len(low)
    value = np.zeros(n, dtype=np.int64)
    told = np.zeros(n, dtype=np.uint8)
    for row in range(n):
        number = _plain(buffer, low[row], high[row])
        if number >= 0:
            value[row], told[row] = number, 1
            continue
        written, told[row] = _number(buffer, low[row], high[row], powers)
        value[row] = np.int64(written)
        if told[row] == 1 and float(value[row]) != written:
            told[row] = 2
    return value, told


@compiled
def _ordinal(year: int, month: int, day: int) -> int:
    """Return the ordinal of a date, or 0 where the calendar has no such day."""
    if FROM <= year < UNTIL and 1 <= month <= 12:
        at = (year - FROM) * 12 + month - 1
        ordinal = MONTHS[at] + day - 1
        return ordinal if MONTHS[at] <= ordinal < MONTHS[at + 1] else 0
    if year < 1 or month < 1 or month > 12 or day < 1:
        return 0
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 31
    if month == 2:
        length = 29 if leap else 28
    elif month == 4 or month == 6 or month == 9 or month == 11:
        length = 30
    if day > length:
        return 0
    y = year - 1 if month <= 2 else year
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305


@compiled
def _digits(buffer: Bytes, at: int, count: int) -> int:
    """Return the number that `count` digits write, or -1."""
    number = 0
    for place in range(at, at + count):
        c = buffer[place]
        if c < 48 or c > 57:
            return -1
        number = number * 10 + (c - 48)
    return number


@compiled
def _month(buffer: Bytes, at: int) -> int:
    """Return the month whose English name begins here, or 0."""
    for month in range(12):
        same = True
        for letter in range(3):
            if (buffer[at + letter] | 32) != NAMES[month * 3 + letter]:
                same = False
        if same:
            return month + 1
    return 0


@compiled
def _day(buffer: Bytes, at: int, to: int) -> int:
    """Return the ordinal of the date written from `at` to `to`, or 0."""
    length = to - at
    four: Any = np.int64(4)  # of each number as it stands numba would compile another version
    two: Any = np.int64(2)
    if length >= 10 and buffer[at + 4] == 45 and buffer[at + 7] == 45:
        if length > 10 and buffer[at + 10] != 32 and buffer[at + 10] != 84:
            return 0
        return _ordinal(
            _digits(buffer, at, four), _digits(buffer, at + 5, two), _digits(buffer, at + 8, two)
        )
    if length == 8 and _digits(buffer, at, four + four) >= 0:
        return _ordinal(
            _digits(buffer, at, four), _digits(buffer, at + 4, two), _digits(buffer, at + 6, two)
        )
    if length >= 10 and 48 <= buffer[at] <= 57:
        shown = 2 if 48 <= buffer[at + 1] <= 57 else 1
        between = buffer[at + shown]
        if (between == 32 or between == 45) and buffer[to - 5] == between:
            month = _month(buffer, at + shown + 1)
            return _ordinal(_digits(buffer, to - 4, four), month, _digits(buffer, at, shown))
    return 0


@compiled
def _days(
    buffer: Bytes, low: NDArray[np.int32], high: NDArray[np.int32]
) -> tuple[NDArray[np.int32], Told]:
    n = len(low)
    value = np.zeros(n, dtype=np.int32)
    told = np.zeros(n, dtype=np.uint8)
    for row in range(n):
        if low[row] < high[row]:
            value[row] = _day(buffer, low[row], high[row])
            told[row] = 1 if value[row] > 0 else 2
    return value, told


@compiled
def _spread(
    low: NDArray[np.int64],
    best: NDArray[np.int64],
    high: NDArray[np.int64],
    absent: int,
    most: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    below = np.zeros(len(best), dtype=np.bool_)
    above = np.zeros(len(best), dtype=np.bool_)
    for row in range(len(best)):
        highest = absent
        for column in (low, best, high):
            below[row] |= column[row] < absent
            above[row] |= column[row] > most
            highest = column[row] if column[row] > highest else highest
        highest = most if highest > most else highest
        lowest = highest
        for column in (low, best, high):
            if absent < column[row] < lowest:
                lowest = column[row]
        if best[row] <= absent:
            best[row] = lowest
        best[row] = most if best[row] > most else best[row]
        low[row], high[row] = lowest, highest
    return below, above


@compiled
def _minutes(
    buffer: Bytes, low: NDArray[np.int32], high: NDArray[np.int32]
) -> tuple[NDArray[np.int16], Told]:
    n = len(low)
    value = np.full(n, -1, dtype=np.int16)
    told = np.zeros(n, dtype=np.uint8)
    for row in range(n):
        at, to = low[row], high[row]
        if at == to:
            continue
        told[row] = 2
        if not (to == at + 5 or (to == at + 8 and buffer[at + 5] == 58)) or buffer[at + 2] != 58:
            continue
        hour, minute = _digits(buffer, at, 2), _digits(buffer, at + 3, 2)
        second = _digits(buffer, at + 6, 2) if to == at + 8 else 0
        if 0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60:
            value[row] = hour * 60 + minute
            told[row] = 1
    return value, told


@compiled
def _keys(buffer: Bytes, low: NDArray[np.int32], high: NDArray[np.int32]) -> NDArray[np.uint64]:
    n = len(low)
    key = np.zeros(n, dtype=np.uint64)
    top = np.uint64(1) << np.uint64(63)
    for row in range(n):
        at, to = low[row], high[row]
        number = np.uint64(0)
        plain = at < to <= at + 18 and (buffer[at] != 48 or to == at + 1)
        for place in range(at, to):
            if buffer[place] < 48 or buffer[place] > 57:
                plain = False
            number = number * np.uint64(10) + np.uint64(buffer[place] - 48)
        if plain:
            key[row] = number
            continue
        mixed = np.uint64(14695981039346656037)
        for place in range(at, to):
            mixed = (mixed ^ np.uint64(buffer[place])) * np.uint64(1099511628211)
        mixed ^= mixed >> np.uint64(32)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        key[row] = mixed | top
    return key
