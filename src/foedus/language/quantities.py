"""The scalar words of the language: durations, dates, names, estimates.

Each reads exactly one written form and refuses all others with a sentence that says what to write.
Nothing is coerced: ``yes`` is text and not a truth value, ``3`` is a number and not a duration.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from foedus.language.ids import SOMEONE, Ref
from foedus.language.problems import did_you_mean

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

SHAPE: Any = {
    "extra": "forbid",
    "alias_generator": lambda name: name.rstrip("_"),
}
"""How the reader checks a dataclass: no unknown keys; ``while_`` is written ``while``."""

_DURATION = re.compile(
    r"P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?(?:T(?P<H>\d+)H)?"
)
_SAID = re.compile(r"(?i)p?t?(\d+)\s*(?=((?:hour|day|week|month|year)s?|[hdwmy])$)([hdwmy])[a-z]*")
"""A duration as people say it: 10 days, 1 year, p3d."""
_WRITE = "write P3D, PT24H, P2W, P6M or P10Y"
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?")
_WRITTEN = r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T\d+H)?$"
_DAYS = {"Y": 365.25, "M": 30.4375, "W": 7.0, "D": 1.0, "H": 1 / 24}
FIRST_YEAR, LAST_YEAR = 1000, 2999
"""The years of a date: no treaty in force is older, and the calendar ends in 9999."""
LONGEST = 400 * 366
"""Days in the longest duration that the language accepts: four centuries."""


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """An ISO 8601 duration, counted in whole days.

    Years and months run on the calendar from the day of the event that they are counted from
    (`counted_from`); `days` is their length from the first day of the arrangement, and a mean
    Gregorian one (365.25 and 30.4375 days) before that is known. Hours are rounded up to the day
    they end in, because the process moves by days. The written form is kept.

    Examples
    --------
    >>> Duration.parse("P10Y").days, Duration.parse("PT72H").days, Duration.parse("P0D").days
    (3652, 3, 0)
    """

    days: int
    text: str = ""

    @classmethod
    def parse(cls, value: object) -> Duration:
        """Read ``P3D``, ``P2W``, ``P6M``, ``P10Y``, ``PT24H`` and their combinations.

        Raises
        ------
        ValueError
            When `value` is not such a text, is negative, or is longer than four centuries.
        """
        if not isinstance(value, str):
            raise ValueError(f"write a duration such as P3D, PT24H or P10Y, not {value!r}")
        if _DATE.fullmatch(value):
            raise ValueError(f"{value!r} is a date, and here stands how long: {_WRITE}")
        if value.startswith("-") or "-" in value:
            raise ValueError(f"a duration cannot be negative: {value!r}")
        match = _DURATION.fullmatch(value)
        if match is None or value in ("P", "PT") or value.endswith("T"):
            fix = f"; {_WRITE}"
            if said := _SAID.fullmatch(value):
                fix = f"\nWrite P{'T' * (said[3] in 'hH')}{said[1]}{said[3].upper()}."
            raise ValueError(f"{value!r} is not an ISO 8601 duration{fix}")
        days = sum(_DAYS[unit] * int(n) for unit, n in match.groupdict().items() if n)
        if days > LONGEST:
            raise ValueError(f"{value!r} is longer than four centuries")
        whole = int(days) if match["H"] is None else -int(-days // 1)
        return cls(whole, value)

    def counted_from(self, start: date) -> Duration:
        """Return the duration with its days counted on the calendar from `start`.

        A month after the last day of January is the last day of February.

        Examples
        --------
        >>> Duration.parse("P9M").counted_from(date(1979, 4, 25)).days
        275
        >>> Duration.parse("P1M").counted_from(date(2025, 1, 31)).days
        28
        """
        match = _DURATION.fullmatch(self.text)
        if match is None or not self.on_calendar:
            return self
        months = 12 * int(match["Y"] or 0) + int(match["M"] or 0)
        years, month = divmod(start.month - 1 + months, 12)
        last = monthrange(start.year + years, month + 1)[1]
        end = date(start.year + years, month + 1, min(start.day, last))
        rest = 7 * int(match["W"] or 0) + int(match["D"] or 0) - (-int(match["H"] or 0) // 24)
        return Duration((end - start).days + rest, self.text)

    @property
    def on_calendar(self) -> bool:
        """Whether it has years or months, so that its days depend on the day it runs from.

        Examples
        --------
        >>> Duration.parse("P6M").on_calendar, Duration.parse("P2W").on_calendar
        (True, False)
        """
        date_part = self.text.partition("T")[0]
        return "Y" in date_part or "M" in date_part

    @property
    def has_hours(self) -> bool:
        """Whether it is written in hours, which the process counts in whole days.

        Examples
        --------
        >>> Duration.parse("PT24H").has_hours, Duration.parse("P1D").has_hours
        (True, False)
        """
        return "T" in self.text

    def __str__(self) -> str:
        return self.text or f"P{self.days}D"

    @property
    def words(self) -> str:
        """The duration in English.

        Examples
        --------
        >>> Duration.parse("P1D").words, Duration.parse("PT72H").words, Duration.parse("P10Y").words
        ('1 day', '72 hours', '10 years')
        """
        names = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}
        match = _DURATION.fullmatch(str(self))
        parts = [(int(n), names[u]) for u, n in match.groupdict().items() if n] if match else []
        return " ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts) or "0 days"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return _parsed(
            cls.parse, {"type": "string", "pattern": _WRITTEN, "examples": ["P3D", "PT24H"]}
        )


NO_TIME = Duration(0, "P0D")
"""At once."""


def parse_date(value: object) -> date:
    """Read an ISO 8601 calendar date.

    Raises
    ------
    ValueError
        When `value` is not such a text, or the calendar has no such day.

    Examples
    --------
    >>> parse_date("2025-02-21")
    datetime.date(2025, 2, 21)
    """
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"write a date as YYYY-MM-DD, such as 2025-02-21, not {value!r}")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"the calendar has no {value}") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{value} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _parsed(parse: Callable[[object], object], schema: dict[str, object]) -> Any:
    """Build a pydantic schema around `parse`, with the JSON Schema of its written form."""
    from pydantic_core import core_schema

    return core_schema.no_info_plain_validator_function(
        parse, metadata={"pydantic_js_functions": [lambda _core, _handler: dict(schema)]}
    )


@dataclass(frozen=True)
class _Written:
    """Marks a type whose written form `parse` reads."""

    parse: Callable[[object], object]
    schema: Callable[[], dict[str, object]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return _parsed(self.parse, self.schema())


def _names(value: object) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise ValueError(f"write one name, or a list of names in brackets, not {value!r}")
    if not given:
        raise ValueError("an empty list names nobody\nLeave the key out instead.")
    for name, times in Counter(given).items():
        if times > 1:
            raise ValueError(f"{name!r} is named twice here\nName each once.")
    return tuple(given)


_OUTLIVED = ("withdrawal", "sunset")


def _outlived(value: object) -> tuple[str, ...]:
    given = _names(value)
    for name in given:
        if name not in _OUTLIVED:
            fix = did_you_mean(name, _OUTLIVED) or "Write withdrawal, sunset, or both in a list."
            raise ValueError(f"{name!r} is not one of the words known here\n{fix}")
    return given


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"write true or false, not {value!r}")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        comma = isinstance(value, str) and re.fullmatch(r"[+-]?\d+,\d+", value)
        fix = f"\nDecimals come after a full stop: {str(value).replace(',', '.')}." if comma else ""
        raise ValueError(f"write a number, not {value!r}{fix}")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"write a finite number, not {value!r}")
    return number


def _version(value: object) -> int:
    if isinstance(value, bool) or value != 1:
        raise ValueError("this is not a version of the language that is known here")
    return 1


_STRINGS: dict[str, object] = {"type": "array", "items": {"type": "string"}, "minItems": 1}
Names = Annotated[
    tuple[str, ...], _Written(_names, lambda: {"anyOf": [{"type": "string"}, dict(_STRINGS)]})
]
"""One name, or several in a list."""
Parties = Annotated[Names, Ref(SOMEONE)]
"""Parties, bodies or members."""
Instruments = Annotated[Names, Ref("instruments")]
"""Ids of instruments."""
Outlived = Annotated[
    tuple[Literal["withdrawal", "sunset"], ...],
    _Written(
        _outlived,
        lambda: {
            "anyOf": [
                {"enum": list(_OUTLIVED)},
                {"type": "array", "items": {"enum": list(_OUTLIVED)}, "minItems": 1},
            ]
        },
    ),
]
"""What a clause outlives: ``withdrawal``, ``sunset``, or both in a list."""
Sources = Annotated[Names, Ref("sources")]
"""Ids of sources."""
Flag = Annotated[bool, _Written(_flag, lambda: {"type": "boolean"})]
"""``true`` or ``false``."""
Number = Annotated[float, _Written(_number, lambda: {"type": "number"})]
"""A finite number."""
Version = Annotated[Literal[1], _Written(_version, lambda: {"type": "integer", "const": 1})]
"""The version of the language."""


def _articles(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    if not given or not all(
        isinstance(one, (str, int)) and not isinstance(one, bool) and str(one).strip()
        for one in given
    ):
        point = isinstance(value, float)  # 4.10 and 4.1 are one number
        fix = f'; one with a point in quotation marks: "{value}"' if point else ""
        raise ValueError(
            f"write an article as 5 or 3(2), or several in brackets, not {value!r}{fix}"
        )
    return tuple(str(one) for one in given)


def _article_count(value: object) -> int | tuple[str, ...]:
    if isinstance(value, list):
        return _articles(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"list the operative articles, or write how many there are, not {value!r}")
    return value


def _reopens(value: object) -> bool | Literal["after_effect"]:
    if value == "after_effect":
        return "after_effect"
    if not isinstance(value, bool):
        raise ValueError(f"write true, false or after_effect, not {value!r}")
    return value


_ARTICLE: dict[str, object] = {"type": ["string", "integer"]}
Articles = Annotated[
    tuple[str, ...],
    _Written(
        _articles,
        lambda: {
            "anyOf": [dict(_ARTICLE), {"type": "array", "items": dict(_ARTICLE), "minItems": 1}]
        },
    ),
]
"""The number of an article, or of several in a list."""
ArticleCount = Annotated[
    int | tuple[str, ...],
    _Written(
        _article_count,
        lambda: {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "array", "items": dict(_ARTICLE), "minItems": 1},
            ]
        },
    ),
]
"""How many articles there are, or a list of them."""
Reopens = Annotated[
    bool | Literal["after_effect"],
    _Written(_reopens, lambda: {"enum": [True, False, "after_effect"]}),
]
"""``true``, ``false`` or ``after_effect``."""
Date = Annotated[
    date,
    _Written(
        parse_date, lambda: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
    ),
]
"""A calendar date, ``YYYY-MM-DD``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A parameter: a value, the range that it is uncertain over, its kind, and its reason.

    With `low` and `high` but no `value` every number between them is as likely as another; with
    all three the value is the likeliest and the ends are the limits (a triangular law). With
    ``law: log`` the same holds of the logarithm: twice as much is as far off as half as much.
    """

    __pydantic_config__: ClassVar[Any] = SHAPE

    value: Number | None = None
    """The number itself; with a range, the likeliest one."""
    low: Number | None = None
    """The least that it could be."""
    high: Number | None = None
    """The most that it could be."""
    law: Literal["even", "log"] = "even"
    """Whether differences count within the range (``even``) or ratios (``log``: a long tail)."""
    kind: Literal["measured", "judged", "assumed"]
    """Measured (a data set or published table), judged (an analyst's statement) or assumed."""
    because: str = ""
    """The reason for the number, in a sentence. Required when it is assumed or judged."""
    source: Sources = ()
    """Ids of its sources. Required when it is measured."""

    @property
    def middle(self) -> float:
        """The value, or the middle of the range where no value is given."""
        if self.value is not None:
            return self.value
        low, high = self.low or 0.0, self.high or 0.0
        if self.law == "log" and low * high > 0:
            return (1.0 if low > 0 else -1.0) * sqrt(low * high)
        return (low + high) / 2

    @property
    def lowest(self) -> float:
        """The least that it could be; the value itself where no range is given."""
        return self.low if self.low is not None else self.middle

    @property
    def highest(self) -> float:
        """The most that it could be; the value itself where no range is given."""
        return self.high if self.high is not None else self.middle
