"""Waiting out a sunset: what complying until an arrangement ends brings the adversary.

Two games are set against each other. In one nobody chooses after the sunset: the adversary acts
under the arrangement or not at all. In the other the sunset has come already. Waiting is worth the
second, if the quarrel lasts until then, and what complying throughout is worth, if it does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.idle import is_read
from foedus.deterrence.measures import summary
from foedus.deterrence.occasions import occasions_of
from foedus.figures import Figure, percent
from foedus.language import NO_TIME, Arrangement, Duration, Guarantee, Norm, Procedure

Array = NDArray[np.float64]
_Clause = TypeVar("_Clause", Norm, Procedure, Guarantee)
Sunset = Literal["stated", "never", "past"]


def moved(arrangement: Arrangement, sunset: Sunset) -> Arrangement:
    """Return an arrangement whose instruments end as stated, never, or on the first day."""
    if sunset == "stated":
        return arrangement
    ends = NO_TIME if sunset == "past" else None
    instruments = {
        name: replace(i, sunset=ends) if i.sunset is not None else i
        for name, i in arrangement.instruments.items()
    }
    return replace(arrangement, instruments=instruments)


def latest(arrangement: Arrangement) -> Duration | None:
    """Return the sunset that comes last, if there is any with which something ends."""
    return max(_sunsets(arrangement), key=lambda sunset: sunset.days, default=None)


def _sunsets(a: Arrangement) -> list[Duration]:
    """Return the sunsets with which something ends: not those of a text that nothing needs."""
    ending = replace(
        a,
        norms={name: _ended(norm) for name, norm in a.norms.items()},
        procedures={name: _ended(procedure) for name, procedure in a.procedures.items()},
        guarantees={name: _ended(guarantee) for name, guarantee in a.guarantees.items()},
    )
    return [
        i.sunset
        for name, i in a.instruments.items()
        if i.sunset is not None and is_read(ending, "instruments", name)
    ]


def _ended(clause: _Clause) -> _Clause:
    """Return a clause as it ends with its text: one that outlives the sunset stands by itself."""
    return replace(clause, in_=None) if "sunset" in clause.survives else clause


def within(arrangement: Arrangement, occasions: Sequence[int]) -> bool:
    """Say whether somebody chooses after a sunset, in the game as it stands."""
    sunset = min((sunset.days for sunset in _sunsets(arrangement)), default=None)
    return sunset is not None and bool(occasions) and sunset <= occasions[-1]


def lasting(arrangement: Arrangement, occasions: Sequence[int], between: Array) -> Array:
    """Return the chance that the quarrel lasts until the last sunset, shape (draws,).

    Parameters
    ----------
    arrangement
        The arrangement.
    occasions
        Days on which conduct is chosen.
    between
        Chance that the quarrel lasts from one of them to the next, shape (draws,). Between two it
        is lost at an even pace, and after the last at the pace of the last two.
    """
    sunset = latest(arrangement)
    steps = 1.0 if sunset is None or len(occasions) < 2 else _passed(sunset.days, occasions)
    return np.asarray(between**steps)


def _passed(day: int, occasions: Sequence[int]) -> float:
    """Return how many times a day lies from one occasion to the next, counted from the first.

    Examples
    --------
    >>> [_passed(day, [0, 60, 730]) for day in (0, 30, 60, 395, 730, 1400)]
    [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]
    """
    at = min(max(bisect_right(occasions, day), 1), len(occasions) - 1)
    since, until = occasions[at - 1], occasions[at]
    return max(at - 1 + (day - since) / (until - since), 0.0)


def waiting(arrangement: Arrangement, by: str, rows: Mapping[str, Array]) -> Figure:
    """Return what waiting out the sunset brings `by`, over acting now or never.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    by
        The party that would wait.
    rows
        What was read off, draw by draw.
    """
    sunset = latest(arrangement)
    if sunset is None:
        return Figure(None, unit="prizes", because=("not asked: nothing here ends by a sunset",))
    if f"waits.{by}" not in rows:
        why = "not asked: some party's resolve is private, and complying tells of it"
        return Figure(None, unit="prizes", because=(why,))
    row, lasts = rows[f"waits.{by}"], rows["quarrel lasts"]
    solved = np.isfinite(row)
    if not solved.any():
        return summary(row, (), unit="prizes")
    because = (
        f"what the adversary can expect if it complies until the sunset, after {sunset.words}, and "
        "then chooses anew with nothing in force that ended,",
        "less what it can expect with no sunset to wait for, on the same draws",
        f"the quarrel lasts until then with a chance of {lasts[solved].mean():.2g} on average, "
        f"{_pace(arrangement)}; if it does not, complying to the end is all that waiting brings",
        f"waiting pays in {percent(float(np.mean(row[solved] > 0)))} of the draws",
    )
    return summary(row, because, unit="prizes")


def _pace(a: Arrangement) -> str:
    """Say how far the chance is known that the quarrel lasts so long."""
    if len(occasions_of(a)) > 1:
        return "at the pace of the file"
    return (
        "which is the file's chance from one occasion to the next: it has one occasion and so no "
        "pace, and how long the quarrel lasts is not said"
    )
