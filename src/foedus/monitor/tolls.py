"""Deaths of rows and of findings: at least, the best estimate, at most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from foedus.monitor.sighting import Picked

Toll = tuple[float, float | None, float | None]
"""Deaths: at least, the best estimate, at most; none where a source does not tell."""


def tolls_of(picked: Picked) -> list[Toll | None]:
    """Return each row's low, best and high deaths by its chance; ``None`` where none are told."""
    return [
        None if low < 0 else (chance * low, *(chance * n if n >= 0 else None for n in (best, high)))
        for chance, low, best, high in picked[["chance", "low", "best", "high"]].tolist()
    ]


def summed_toll(tolls: Sequence[Toll]) -> Toll:
    """Return the sums, each where every row tells of it."""

    def summed(each: Sequence[float | None]) -> float | None:
        told = [number for number in each if number is not None]
        return round(math.fsum(told), 2) if len(told) == len(each) else None

    low, best, high = zip(*tolls, strict=True)
    return round(math.fsum(low), 2), summed(best), summed(high)
