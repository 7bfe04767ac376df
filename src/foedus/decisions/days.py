"""How long a stage takes, as it is said of it; `foedus.prospects` draws days from the record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always so many days.

    Examples
    --------
    >>> str(Fixed(3))
    '3 days'
    >>> str(Fixed(1))
    '1 day'
    """

    days: float = 0.0

    def __post_init__(self) -> None:
        if not self.days >= 0:
            raise ValueError(f"{self.days!r} days: give a number from 0 upward")

    def __str__(self) -> str:
        return _days(self.days)


@dataclass(frozen=True, slots=True)
class Between:
    """Any number of days from `low` to `high`, one of them perhaps the likeliest.

    Examples
    --------
    >>> str(Between(2, 4))
    '2 to 4 days'
    """

    low: float
    high: float
    likeliest: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"{self.low!r} to {self.high!r} days is not a range from 0 upward")
        if self.likeliest is not None and not self.low <= self.likeliest <= self.high:
            raise ValueError(f"{self.likeliest!r} days lie outside {self.low!r} to {self.high!r}")

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g} days"


def _days(count: float) -> str:
    return f"{count:g} day{'' if count == 1 else 's'}"


Days = Fixed | Between
