"""Draws of what is uncertain: the same for every option, whatever the number of workers.

Each parameter has a stream of its own, seeded by the run, the chunk and what the parameter is
(`foedus.deterrence.streams`), so that a parameter two options share has the same values under both
(common random numbers), adding a parameter moves no other, and neither does renaming anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from foedus.deterrence.elapsed import thinned
from foedus.language import Estimate
from foedus.prospects import ranked, sampled, uniforms

Array = NDArray[np.float64]
Key = str
Range = tuple[float, float]
_COARSE = 200
"""Ranks by which the law of a handicap is known."""
_VARIED = "vary:"
"""What the stream of a parameter is called that is drawn from a range of its own."""
_SHARED = ("honour", "arrives")
"""First parts of names: parameters that are all high or low together."""


@dataclass(frozen=True)
class Draws:
    """What is drawn, for a chunk of instances.

    Parameters
    ----------
    size
        How many instances.
    seed, chunk
        Which stream.
    ranges
        Parameters varied over a range of their own, by name: (low, high), evenly.
    fixed
        Parameters held at values, by name, each a number or of shape (size,). These come first.
    central
        Every estimate at its middle, instead of drawn.
    groups
        By name of a parameter: the group that it moves with, and how strongly (0 to 1).
    instead
        By name of a parameter: the estimate that it follows, whatever the game was compiled with.
    within
        By name of a parameter: between which ranks of its law it is drawn.
    ranks
        By name of a stream: numbers in [0, 1) that come in place of it, each of shape (size,).
    streams
        By name of a parameter, or of what several share: the name of its stream, if another.
    times
        The same draws, ``size / times`` of them, come so many times over: for values of `fixed`
        that are to be compared on the same draws.
    """

    size: int
    seed: int = 0
    chunk: int = 0
    ranges: Mapping[str, Range] = field(default_factory=dict)
    fixed: Mapping[str, Array | float] = field(default_factory=dict)
    central: bool = False
    groups: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    instead: Mapping[str, Estimate] = field(default_factory=dict)
    within: Mapping[str, Range] = field(default_factory=dict)
    ranks: Mapping[Key, Array] = field(default_factory=dict)
    streams: Mapping[Key, str] = field(default_factory=dict)
    times: int = 1

    def rank(self, name: Key) -> Array:
        """Return evenly distributed numbers in [0, 1) that belong to `name`, shape (size,)."""
        if self.central:
            return np.full(self.size, 0.5)
        own = self._normal(name)
        if name in self.groups:
            group, strength = self.groups[name]
            shared = self._normal(f"group:{group}")
            own = np.sqrt(strength) * shared + np.sqrt(1 - strength) * own
        low, high = self.within.get(name.removeprefix(_VARIED), (0.0, 1.0))
        return np.asarray(low + (high - low) * ndtr(own))

    def _normal(self, name: Key) -> Array:
        if name in self.ranks:
            return np.asarray(ndtri(np.clip(self.ranks[name], 1e-12, 1 - 1e-12)))
        stream = self.streams.get(name, name)
        once = _normal(self.seed, self.chunk, self.size // self.times, stream)
        return once if self.times == 1 else np.tile(once, self.times)

    def in_order(self, names: Iterable[Key]) -> list[Key]:
        """Return names in an order that hangs on no id, for what is sampled by place."""
        return sorted(names, key=lambda name: self.streams.get(name, name))

    def of(self, name: str, estimate: Estimate) -> Array:
        """Return values of a parameter, shape (size,).

        Parameters
        ----------
        name
            Its name. What was fixed or varied by this name, or by the first part of it
            (``honour`` for every ``honour.x``), comes before the estimate.
        estimate
            What the file says of it.

        Examples
        --------
        >>> e = Estimate(low=0.0, high=2.0, kind="assumed", because="an example")
        >>> Draws(1, central=True).of("x", e), Draws(2, fixed={"x": 0.5}).of("x", e)
        (array([1.]), array([0.5, 0.5]))
        """
        given = self.varied(name)
        if given is not None:
            return given
        followed = self.instead.get(name, estimate)
        if self.central:
            return np.full(self.size, followed.middle)
        return sampled(followed, self.rank(rank_of(name)))

    def below(self, name: str, estimate: Estimate, most: float | Array) -> Array:
        """Return the share of a parameter's law that is at most `most`, shape (size,).

        What was fixed is that value; what was varied over a range is even there. Of several bounds
        each is as likely as another; of none nothing is below.

        Examples
        --------
        >>> e = Estimate(low=0.0, high=4.0, kind="assumed", because="an example")
        >>> Draws(1).below("x", e, 2.0), Draws(1, fixed={"x": 3.0}).below("x", e, 2.0)
        (array([0.5]), array([0.]))
        >>> Draws(1).below("x", e, np.array([1.0, 2.0]))
        array([0.375])
        """
        bounds = np.sort(np.ravel(most))
        _, given = self._given(name)
        if given is not None and not isinstance(given, tuple):
            least = np.searchsorted(bounds, self.of(name, estimate))
            return np.asarray(1 - least / bounds.size)
        return np.full(self.size, self.under(name, estimate, bounds).mean())

    def under(self, name: str, estimate: Estimate, bounds: Array) -> Array:
        """Return the share of a parameter's law that is at most each bound, (1 or size, bounds).

        Examples
        --------
        >>> e = Estimate(low=0.0, high=4.0, kind="assumed", because="an example")
        >>> Draws(9).under("x", e, np.array([1.0, 2.0]))
        array([[0.25, 0.5 ]])
        """
        _, given = self._given(name)
        if isinstance(given, tuple):
            low, high = given
            span = (bounds - low) / (high - low) if high > low else low <= bounds
            return np.asarray(span, np.float64).clip(0.0, 1.0)[None]
        if given is not None:
            values = self.of(name, estimate)
            values = values[:1] if np.ptp(values) == 0 else values
            return np.asarray(values[:, None] <= bounds, np.float64)
        return np.asarray(ranked(self.instead.get(name, estimate), bounds))[None]

    def sooner(
        self, first: tuple[str, Estimate], other: tuple[str, Estimate], handicap: float | Array
    ) -> Array:
        """Return the chance that one parameter is at most another less a handicap, (size,).

        Nobody in the story knows either, so it is a chance within the game. Of several handicaps
        each is as likely as another.

        Examples
        --------
        >>> even = Estimate(low=0.0, high=4.0, kind="assumed", because="an example")
        >>> Draws(1).sooner(("x", even), ("y", even), 0.0).round(2)
        array([0.5])
        """
        ranks = (np.arange(_COARSE) + 0.5) / _COARSE
        handicaps = thinned(np.sort(np.ravel(handicap)), _COARSE)
        held, (_, otherwise) = self._given(first[0])[1], self._given(other[0])
        soonest, latest = self.law(*first, np.array([0.0, 1.0]))
        known = soonest == latest if held is None else not isinstance(held, tuple)
        if known and otherwise is None:  # a known day: the share of the other law is exact
            days = np.unique(self.of(*first) if held is not None else soonest, return_inverse=True)
            least = np.nextafter(np.add.outer(days[0], handicaps), -np.inf)
            later = 1 - ranked(self.instead.get(*other), least)
            return np.asarray(np.broadcast_to(later.mean(axis=1)[days[1]], (self.size,)))
        values = self.law(*other, ranks)
        return self.below(*first, np.subtract.outer(values, handicaps))

    def law(self, name: str, estimate: Estimate, ranks: Array) -> Array:
        """Return the values at some ranks of the law that a parameter is drawn from.

        What was fixed or varied by its name, or by the first part of it, comes before the file.
        """
        _, given = self._given(name)
        if isinstance(given, tuple):
            low, high = given
            return np.asarray(low + (high - low) * ranks)
        if given is not None:
            return np.full(len(ranks), float(np.ravel(given)[0]))
        return np.asarray(sampled(self.instead.get(name, estimate), ranks))

    def either_end(self, name: str, end: float) -> Array:
        """Return a chance of which the file says nothing: at one end unless fixed or varied.

        Both of its ends are played, and shown (`foedus.deterrence.questions.unknown`).
        """
        given = self.varied(name)
        return np.full(self.size, end) if given is None else given

    def varied(self, name: str) -> Array | None:
        """Return values of what was fixed or varied, by its name or the first part of it."""
        key, given = self._given(name)
        if isinstance(given, tuple):
            low, high = given
            return low + (high - low) * self.rank(f"{_VARIED}{key}")
        if given is None:
            return None
        return np.broadcast_to(np.asarray(given, np.float64), (self.size,))

    def _given(self, name: str) -> tuple[str, Array | float | Range | None]:
        for key in (name, name.partition(".")[0]):
            if key in self.fixed:
                return key, self.fixed[key]
            if key in self.ranges:
                return key, self.ranges[key]
        return name, None


def rank_of(name: str) -> Key:
    """Return the name by which a parameter is drawn: some are high or low together.

    All guarantees are honoured as surely, and answered as quickly, as each other; a side that is
    strong in a fight is so whoever helps against it.

    Examples
    --------
    >>> rank_of("honour.article-5"), rank_of("contest.RUS.attack.helped"), rank_of("detect.RUS.x")
    ('honour', 'contest.RUS.attack', 'detect.RUS.x')
    """
    first, _, rest = name.partition(".")
    if first in _SHARED:
        return first
    return name.rpartition(".")[0] if first == "contest" and rest else name


@lru_cache(maxsize=2048)
def _normal(seed: int, chunk: int, size: int, stream: str) -> Array:
    """Return standard normal numbers that belong to a stream, not to be written to."""
    numbers = np.asarray(ndtri(uniforms(seed, size, "chunk", str(chunk), stream)))
    numbers.setflags(write=False)
    return numbers
