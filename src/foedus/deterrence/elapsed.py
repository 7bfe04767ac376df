"""On which day a thing comes that follows steps of uncertain length.

The game draws only in which *stretch* of time a step comes to its end, since nobody chooses within
one; the process then goes on from a day that stands for the stretch. How long a thing takes that
follows is not counted from that day, but from all on which the step may have come: else help that
needs ten days after a decision would be as sure as help that needs none, up to a cliff.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_PAIRED = 256
"""Points by which a law is known when another is added to it."""
_KEPT = 2000
"""Points by which a law is known."""


class Link(NamedTuple):
    """A step that came to its end, and in which stretch, in days since the first was opened.

    Parameters
    ----------
    procedure, step
        Which step.
    after, by
        It ended later than on day `after` and at the latest on day `by`.
    held
        The day before which a member held it back.
    limit, adopted
        As in `Slot`.
    """

    procedure: str
    step: int
    after: int
    by: int
    held: int = 0
    limit: int | None = None
    adopted: bool = False


class Slot(NamedTuple):
    """A stretch of time in the life of an open step, in days since it was reached.

    Parameters
    ----------
    procedure, step, act
        Which step.
    after, by
        It ends later than on day `after` and at the latest on day `by`.
    links
        The steps before it, where nobody knows on which day they ended: all days are then counted
        since the first of them was opened.
    limit
        Its time limit in days, where that is another than on the first day of all: a month is as
        long as the one that begins when the step is reached.
    adopted
        Whether it passes because its time runs out: then it ends as its last day does.
    """

    procedure: str
    step: int
    act: str
    after: int
    by: int
    links: tuple[Link, ...] = ()
    limit: int | None = None
    adopted: bool = False

    @property
    def stretch(self) -> str:
        """A name for the stretch of time."""
        limit = "" if self.limit is None else f"of{self.limit}"
        return f"{self.after}-{self.by}{limit}{told(self.links)}"


class Since(NamedTuple):
    """A day that nobody knows exactly: that on which the last of these steps came to its end.

    Parameters
    ----------
    day
        The day on which the first of them was opened, which is known.
    links
        The steps, one after the other. There are none where the day is known, and is that on which
        a graver act gave a step under way something else to find.
    """

    day: int
    links: tuple[Link, ...]


class Race(NamedTuple):
    """Help that was called on against an act, and whether it was there in time.

    Parameters
    ----------
    guarantee
        By which promise.
    front, act
        Against which act, on which front.
    needs
        The days that the act needs.
    later
        On which day of the act it was called on; where nobody knows that day, the day before the
        first of `links`.
    links
        The steps of unknown length after which it was called on.
    in_time
        Whether it was.
    """

    guarantee: str
    front: int
    act: str
    needs: int
    later: int
    links: tuple[Link, ...] = ()
    in_time: bool = True

    @property
    def code(self) -> str:
        """A name for it, in which no two are alike."""
        ended = "in time" if self.in_time else "late"
        return f"|{self.guarantee}:{self.front}:{self.later}{told(self.links)}:{ended}"


def told(links: Sequence[Link]) -> str:
    """Return a name for the steps and their stretches; empty where there are none.

    Examples
    --------
    >>> told((Link("accession", 0, -1, 29),))
    '~accession:0:-1:29:0'
    """
    rows = (link if link.adopted or link.limit is not None else link[:-2] for link in links)
    return "".join("~" + ":".join(map(str, row)) for row in rows)


def followed(points: Array, took: Array, link: Link) -> Array:
    """Return the law of the day on which a step ends, given its stretch, as equally likely points.

    A step that ends within a day ends on that day.

    Parameters
    ----------
    points
        The law of the day on which it was reached, as equally likely points in their order.
    took
        The law of its own days, likewise.
    link
        The step and its stretch.

    Examples
    --------
    >>> both = followed(np.array([0.0, 2.0]), np.array([1.0, 5.0]), Link("p", 0, -1, 5))
    >>> both.tolist()
    [1.0, 3.0, 5.0]
    """
    if len(points) * len(took) > _PAIRED * _PAIRED:
        points, took = thinned(points, _PAIRED), thinned(took, _PAIRED)
    ends = np.maximum(np.add.outer(points, took).ravel(), link.held)
    ends.sort()
    first, last = np.searchsorted(ends, (link.after + 1, link.by + 1))
    return thinned(ends[first:last], _KEPT)


def thinned(points: Array, most: int) -> Array:
    """Return at most so many points of a law, at even shares of it.

    Examples
    --------
    >>> thinned(np.arange(9.0), 3).tolist()
    [1.0, 4.0, 7.0]
    """
    if len(points) <= most:
        return points
    return np.asarray(points[((np.arange(most) + 0.5) * len(points) / most).astype(int)])


def share(points: Array, took: Array, by: int) -> float:
    """Return the chance that a step which is reached on `points` is over by the end of a day.

    Examples
    --------
    >>> share(np.array([0.0, 2.0]), np.array([1.0, 5.0]), 4)
    0.5
    """
    if not len(points):
        return 0.0
    return float(np.searchsorted(took, by + 1 - points).mean() / len(took))
