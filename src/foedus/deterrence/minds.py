"""One mind that is asked the same more than once answers once: what it said before tells the rest.

Whoever is asked is taken to have an answer that nobody knows before it is given: a number between 0
and 1, each as likely as another, and it says yes where that lies below the chance of a yes. Asked
again it has the same number. With the same chance it then answers alike; with a greater one it may
say yes where it said no, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.elapsed import Slot

Array = NDArray[np.float64]
Place = tuple[str, int]
"""A step by its procedure and its number there."""
Ended = Literal["passed", "blocked", "adopted"]


class Heard(NamedTuple):
    """What was seen when the same mind was asked before.

    Parameters
    ----------
    chance
        Of a yes, as it was then, shape (draws,).
    if_yes, if_no
        With what chance this would be seen if the answer was yes, and if it was no.
    """

    chance: Array
    if_yes: Array | float
    if_no: Array | float


def given(chance: Array, heard: Sequence[Heard]) -> Array:
    """Return the chance of a yes given what was seen before, shape (draws,).

    Where that cannot have been seen it is the chance that is given.

    Examples
    --------
    >>> half, more = np.array([0.5]), np.array([0.8])
    >>> given(half, [Heard(half, 1.0, 0.0)]), given(half, [Heard(half, 0.0, 1.0)])
    (array([1.]), array([0.]))
    >>> given(more, [Heard(half, 0.0, 1.0)])  # of those that said no, 3 in 5
    array([0.6])
    """
    levels = [np.zeros_like(chance), *(one.chance for one in heard), chance, np.ones_like(chance)]
    edges = np.sort(np.array(levels), axis=0)
    middles, likely = (edges[1:] + edges[:-1]) / 2, edges[1:] - edges[:-1]
    for one in heard:
        likely = likely * np.where(middles < one.chance, one.if_yes, one.if_no)
    whole = likely.sum(axis=0)
    yes = np.where(middles < chance, likely, 0.0).sum(axis=0)
    told: Array = np.divide(yes, whole, out=chance.copy(), where=whole > 0)
    return told


class Told(NamedTuple):
    """How a step ended that may tell how another ends.

    Parameters
    ----------
    place
        The step.
    ending
        How it ended; open is what did not end before its time was over, and was not adopted then.
    truth
        Of a report: whose which act it was about; the act is empty where there was no breach.
    until
        Of what stayed open: the stretch of time in which it did not end.
    """

    place: Place
    ending: Ended | Literal["open"]
    truth: tuple[str, str] | None = None
    until: Slot | None = None

    @property
    def code(self) -> str:
        """A name for it, in which no two are alike."""
        procedure, step = self.place
        span = f":{self.until.stretch}" if self.until else ""
        return f"|{procedure}:{step}:{self.ending}{span}"


def remembered(told: Sequence[Told], new: Told) -> tuple[Told, ...]:
    """Return what was told before with something new; how a step ended stands for what was open."""
    same = [one for one in told if (one.place, one.truth) == (new.place, new.truth)]
    if any(one.ending != "open" for one in same):
        return tuple(told)
    over = same if new.ending != "open" else []
    kept = {one for one in told if one not in over} | {new}
    return tuple(sorted(kept, key=lambda one: (one.place, one.ending, one.truth or (), one.code)))
