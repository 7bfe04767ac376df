"""How long a stage takes: anything that can be sampled, and three plain distributions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@runtime_checkable
class Days(Protocol):
    """A distribution of days; a fitted time to ratify is one too."""

    def sample(self, rng: np.random.Generator, n: int) -> Floats:
        """Return `n` independent numbers of days, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always so many days.

    Examples
    --------
    >>> import numpy as np
    >>> Fixed(3).sample(np.random.default_rng(0), 2).tolist()
    [3.0, 3.0]
    """

    days: float = 0.0

    def __post_init__(self) -> None:
        if not self.days >= 0:
            raise ValueError(f"{self.days!r} days: give a number from 0 upward")

    def sample(self, rng: np.random.Generator, n: int) -> Floats:
        """Return the number of days, `n` times."""
        import numpy as np  # here: the process reads days and draws none

        return np.full(n, float(self.days))

    def __str__(self) -> str:
        return f"{self.days:g} days"


@dataclass(frozen=True, slots=True)
class Between:
    """Any number of days from `low` to `high`: all as likely, or one of them the likeliest.

    Examples
    --------
    >>> import numpy as np
    >>> float(Between(2, 4).sample(np.random.default_rng(0), 1000).mean().round())
    3.0
    """

    low: float
    high: float
    likeliest: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"{self.low!r} to {self.high!r} days is not a range from 0 upward")
        if self.likeliest is not None and not self.low <= self.likeliest <= self.high:
            raise ValueError(f"{self.likeliest!r} days lie outside {self.low!r} to {self.high!r}")

    def sample(self, rng: np.random.Generator, n: int) -> Floats:
        """Return `n` numbers of days."""
        if self.likeliest is None or self.low == self.high:
            return rng.uniform(self.low, self.high, n)
        return rng.triangular(self.low, self.likeliest, self.high, n)

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g} days"


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Days read off published quantiles, straight lines between them.

    Parameters
    ----------
    at
        Days by share, shares rising from 0 (the least) to 1 (the most).

    Examples
    --------
    >>> import numpy as np
    >>> months = Quantiles({0: 100, 0.5: 237, 1: 457})
    >>> float(np.median(months.sample(np.random.default_rng(0), 20_001)).round(-1))
    240.0
    """

    at: Mapping[float, float]

    def __post_init__(self) -> None:
        shares, days = list(self.at), list(self.at.values())
        if len(shares) < 2 or shares[0] != 0 or shares[-1] != 1 or sorted(set(shares)) != shares:
            raise ValueError(f"the shares {shares} do not rise from 0 to 1")
        if days[0] < 0 or sorted(days) != days:
            raise ValueError(f"the days {days} do not rise from 0 or more")

    def sample(self, rng: np.random.Generator, n: int) -> Floats:
        """Return `n` numbers of days."""
        import numpy as np

        return np.interp(rng.uniform(size=n), list(self.at), list(self.at.values()))

    def __str__(self) -> str:
        days = list(self.at.values())
        return f"{days[0]:g} to {days[-1]:g} days"
