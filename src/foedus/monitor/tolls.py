"""Deaths of rows and of findings: at least, the best estimate, at most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from foedus.monitor.sighting import Picked

Toll = tuple[float, float | None, float | None]
"""Deaths: at least, the best estimate, at most; none where a source does not tell."""


_UNTOLD: Toll = (0.0, None, None)


def tolls_of(picked: Picked, sources: Sequence[str]) -> list[Toll | None]:
    """Return each row's low, best and high deaths by its chance.

    ``None`` where none are told, by a source that counts none in any of the rows; where it does in
    others, the row may have cost any number.
    """
    counting = {source for source, low in zip(sources, picked["low"], strict=True) if low >= 0}
    return [
        (_UNTOLD if source in counting else None)
        if low < 0
        else (chance * low, *(chance * n if n >= 0 else None for n in (best, high)))
        for source, (chance, low, best, high) in zip(
            sources, picked[["chance", "low", "best", "high"]].tolist(), strict=True
        )
    ]


def summed_toll(tolls: Sequence[Toll]) -> Toll | None:
    """Return the sums, each where every row tells of it; ``None`` where none tells of any."""
    if all(toll is _UNTOLD for toll in tolls):
        return None

    def summed(each: Sequence[float | None]) -> float | None:
        told = [number for number in each if number is not None]
        return round(math.fsum(told), 2) if len(told) == len(each) else None

    low, best, high = zip(*tolls, strict=True)
    return round(math.fsum(low), 2), summed(best), summed(high)
