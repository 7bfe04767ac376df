"""Days and times of day as people and programs write them.

The day is the place's own: a time that carries an offset is read by that clock. What no date tells
by itself (which number is the day, whether a program has moved or exchanged days) its column may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

Order = Literal["", "dmy", "mdy", "ymd", "ydm"]
_MONTHS = "january february march april may june july august september october november december"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T](.+))?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?$")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?$")
_SPREADSHEET = date(1899, 12, 30).toordinal()
"""The day from which spreadsheets count."""
_COUNTED = range(date(1989, 1, 1).toordinal(), date(2051, 1, 1).toordinal())
"""Days that a bare number of days may stand for. A lower number may be one of R, which counts from
1970, or of Stata and SAS, which count from 1960: theirs of 2024 are those of 1954 and 1964 here."""
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4}|\d{2})$")
_NUMBERED = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: (\d{1,2}):(\d{2})(?::\d{2})?(?: ?([AP])M)?)?$",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{13}$")
"""Milliseconds since 1970, in UTC, as map servers and scripts write days."""
_GROUP = re.compile(
    rf"(\d{{2}}) ?(\d{{2}})(\d{{2}}) ?([A-Z])? ?({'|'.join(m[:3] for m in _MONTHS.split())})[A-Z]*"
    r"\.? ?(\d{4}|\d{2})$",
    re.IGNORECASE,
)
"""A date-time group of armed forces, ``141230B OCT 24``: the letter names the clock, Z is UTC."""
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$", re.IGNORECASE
)

_NO_TIME = re.compile(
    r"0?0:00(?:$|:00(?:\.0*)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$)", re.IGNORECASE
)
"""Midnight to the second, by whatever clock: so programs write a day of which no time is told."""


_PLACED = re.compile(r":\d\d(\.\d*)?\s*(Z|UTC|GMT|[+-]\d{2}:?(\d{2})?)$|^\d{13}$", re.IGNORECASE)
"""An hour by a clock that is named."""


class Moment(NamedTuple):
    """A day as an ordinal, the minute of it (-1: not told), and whether both are in UTC."""

    day: int
    minute: int = -1
    utc: bool = False


class Clock(NamedTuple):
    """A time of day in minutes, and whether it is in UTC."""

    minute: int
    utc: bool = False


def order_of(texts: Iterable[str | None]) -> Order:
    """Return which number is the day in a column of dates; empty where none tells.

    In 24/03/01, 24/03/19 the last number is no year, though it may be: it is not told. Between dots
    the day is first, unless several days tell otherwise.

    Examples
    --------
    >>> order_of(["03/04/2020", "27/07/2020"]), order_of(["7/27/2020"]), order_of(["1/2/2020"])
    ('dmy', 'mdy', '')
    """
    first = second = dotted = between_dots = many = 0
    firsts, years, isos = set[str](), set[str](), list[tuple[int, int]]()
    for text in texts:
        many += bool(text)
        if whole := _ISO.match((text or "").strip()):
            isos.append((int(whole[3]), int(whole[4])))
        if found := _NUMBERED.match((text or "").strip()):
            dotted += found[2] == "."
            between_dots += found[2] == "." and int(found[3]) > 12
            first, second = first + (int(found[1]) > 12), second + (int(found[3]) > 12)
            firsts.add(found[1])
            years.add(found[4])

    def is_told(wrong: int) -> bool:
        # One date that is wrong among many does not make it so.
        return wrong > 1 or 4 * wrong > many

    no_months = sum(month > 12 for month, _ in isos)
    if 2 * len(isos) > many and all(last <= 12 for _, last in isos) and is_told(no_months):
        return "ydm"
    first += bool(dotted) and not is_told(between_dots)
    second -= between_dots if not is_told(between_dots) else 0
    if first and len(firsts) <= len(years) and all(0 < int(year) < 32 for year in years):
        return ""
    return "" if bool(first) == bool(second) else "dmy" if first else "mdy"


Exchanged = Literal["", "perhaps", "surely"]


def exchanged(texts: Iterable[str | None]) -> Exchanged:
    """Whether a spreadsheet took days of a column for dates with day and month exchanged.

    It does with those up to the 12th, and leaves as text what would have no month. That is seen
    where no date is above the 12th and each text is. Of days as they come that is so of each with
    a chance of 0.4 and 0.6: `surely` is where it would be so once in 50 columns.

    Examples
    --------
    >>> exchanged(["2023-01-03", "2023-05-03", "2023-12-03", "13/03/2023", "28/03/2023", "30/3/23"])
    'surely'
    >>> exchanged(["2023-01-03", "13/03/2023"]), exchanged(["2023-01-13", "13/03/2023"])
    ('perhaps', '')
    """
    dates, left = set[int](), set[str]()
    for text in texts:
        found = _NUMBERED.match((text or "").strip())
        if found and found[2] != ".":
            if max(int(found[1]), int(found[3])) <= 12:
                return ""
            left.add(found[0].split(" ")[0])
        elif read := moment(text or ""):
            if date.fromordinal(read.day).day > 12:
                return ""
            dates.add(read.day)
    if not dates or not left:
        return ""
    return "surely" if 0.4 ** len(dates) * 0.6 ** len(left) < 0.02 else "perhaps"


Hours = Literal["", "local", "utc"]


def hours_of(texts: Iterable[str | None], order: Order, zone: str) -> Hours:
    """Return what the hours without a zone are that stand behind days of which none is told.

    Where they are one and the same, or two an hour apart as in summer and winter, they are midnight
    somewhere: taken to be in UTC where the zone of the place is known, and else not told. Noon is
    what programs write for none.

    Examples
    --------
    >>> hours_of(["2023-02-28 22:00", "2023-07-01 21:00:00"], "", "Europe/Kyiv")
    'utc'
    >>> hours_of(["2023-02-28 22:00", "2023-07-01 09:10"], "", ""), hours_of(["2023-02-28"], "", "")
    ('local', '')
    """
    read = ((text, moment(text, order)) for text in texts if text)
    found = {at.minute for text, at in read if at and at.minute > 0 and not is_placed(text)}
    if not found:
        return ""
    if any(minute % 15 for minute in found) or max(found) - min(found) > 60 or found == {720}:
        return "local"
    return "utc" if zone else ""


def is_a_count(text: str) -> bool:
    """Whether a text is a bare number of days of which it is not told from when they are counted.

    Examples
    --------
    >>> [is_a_count(text) for text in ("19754", "19754.0", "45323", "20240201")]
    [True, True, False, False]
    """
    text = text.strip()
    return _SERIAL.match(text) is not None and moment(text) is None


def is_placed(text: str) -> bool:
    """Whether a date says by which clock its hour is."""
    return _PLACED.search(text.strip()) is not None


def moment(text: str, order: Order = "") -> Moment | None:
    """Read a date, and the time of day that may follow it; ``None`` where it is none.

    Examples
    --------
    >>> moment("9-May-20") == moment("2020-05-09") == moment("09.05.2020") == moment("20200509")
    True
    >>> moment("091430Z MAY 20") == moment("2020-05-09T14:30Z")  # as armed forces write it
    True
    >>> moment("43960") == moment("2020-05-09")  # as spreadsheets count days
    True
    >>> moment("9/5/2020"), moment("9/5/2020", "dmy") == moment("2020-05-09")
    (None, True)
    """
    text = text.strip()
    try:
        if found := _ISO.match(text):
            year, _, month, day, rest = found.groups()
            month, day = (day, month) if order == "ydm" else (month, day)
            on = date(int(year), int(month), int(day)).toordinal()
            return _placed(on, rest) if rest else Moment(on)
        if found := _COMPACT.match(text):
            return Moment(date(*map(int, found.groups())).toordinal())
        if found := _SERIAL.match(text):
            on = _SPREADSHEET + int(found[1])
            minute = (
                min(1439, round(float(found[2]) * 1440)) if found[2] and float(found[2]) else -1
            )
            return Moment(on, minute) if on in _COUNTED else None
        if found := _NAMED.match(text):
            word = found[2].lower()  # not by three letters: "marraskuu" is November
            (month,) = (n for n, name in enumerate(_MONTHS.split(), 1) if name.startswith(word))
            return Moment(date(_year(found[3]), month, int(found[1])).toordinal())
        if _EPOCH.match(text):
            days, minute = divmod(int(text) // 60_000, 1440)
            told = f"{minute // 60:02}:{minute % 60:02}:{int(text) // 1000 % 60:02}Z"
            return _placed(date(1970, 1, 1).toordinal() + days, told)
        if found := _GROUP.match(text):
            month = 1 + [name[:3] for name in _MONTHS.split()].index(found[5].lower())
            on = date(_year(found[6]), month, int(found[1])).toordinal()
            utc = "Z" if found[4] in ("Z", "z") else ""
            return _placed(on, f"{found[2]}:{found[3]}{utc}")
        if found := _NUMBERED.match(text):
            if found[2] == "." and len(found[4]) == 4:
                order = order or "dmy"
            one, two, minute = int(found[1]), int(found[3]), _minute(found)
            if order in ("ymd", "ydm") and len(found[4]) == 2:
                month, day = (two, int(found[4])) if order == "ymd" else (int(found[4]), two)
                return Moment(date(_year(found[1]), month, day).toordinal(), minute)
            if order in ("dmy", "mdy"):
                one, two = (one, two) if order == "dmy" else (two, one)
                return Moment(date(_year(found[4]), two, one).toordinal(), minute)
    except ValueError:
        pass
    return None


def _minute(found: re.Match[str]) -> int:
    """Return the minute that stands behind a date; none is told by midnight, as programs write."""
    if found[5] is None:
        return -1
    hour, half = int(found[5]), (found[7] or "").upper()
    hour = hour % 12 + 12 * (half == "P") if half and hour <= 12 else hour
    if hour > 23 or int(found[6]) > 59:
        raise ValueError(found[0])
    return hour * 60 + int(found[6]) or -1


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def _placed(on: int, rest: str) -> Moment | None:
    time = clock(rest)
    if time is None:
        return None
    return Moment(on) if _NO_TIME.match(rest.strip()) else Moment(on, time.minute, time.utc)


def clock(text: str) -> Clock | None:
    """Read a time of day; a time with an offset is by the clock of the place it names.

    None from UTC is UTC, as Python and pandas write it.

    Examples
    --------
    >>> clock("22:30Z"), clock("01:30:00+03:00"), clock("24:00")
    (Clock(minute=1350, utc=True), Clock(minute=90, utc=False), None)
    """
    found = _TIME.match(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    offset = (found[4] or "").upper()
    is_utc = offset in ("Z", "UTC", "GMT") or (offset != "" and not offset.strip("+-0:"))
    return Clock(int(found[1]) * 60 + int(found[2]), is_utc)
