"""Published rates and counts, each with its unit of analysis, number of cases and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from foedus.evidence.durations import Floats
from foedus.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often something happened, of what, where and when, and who counted.

    Attributes
    ----------
    label
        What it is the rate of, in a few words.
    events, trials
        The count, where it is known.
    published
        The rate itself, where only that was published.
    unit
        What one case is: a commitment in a war, an alliance, an episode of conflict.
    period
        Years covered.
    clustered
        An interval that lets whole groups of cases vary together, in place of the Jeffreys one.
    source
        Who counted, and where it was published.
    note
        What a reader should know of it.
    """

    label: str
    events: int | None = None
    trials: int | None = None
    published: float | None = None
    unit: str
    period: str
    clustered: tuple[float, float] | None = None
    source: str
    note: str = ""

    @property
    def value(self) -> float:
        """The rate."""
        if self.published is not None:
            return self.published
        assert self.events is not None
        assert self.trials is not None
        return self.events / self.trials

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval: by groups where given, by Jeffreys where counted, else none."""
        if self.clustered is not None:
            return self.clustered
        if self.events is None or self.trials is None:
            return None
        return jeffreys(self.events, self.trials)

    def figure(self) -> Figure:
        """Return the rate as a figure that says its unit, number of cases and reference class."""
        low, high = self.interval or (None, None)
        cases = f"{self.events} of {self.trials}" if self.trials else "number of cases not read"
        how = "by groups of cases" if self.clustered else "Jeffreys"
        because = [f"{self.label}: {cases}; one case is {self.unit}; {self.period}"]
        because += [f"95 % interval, {how}"] if low is not None else []
        because += [self.note] if self.note else []
        return Figure(self.value, low, high, kind="measured", because=(*because, self.source))


def jeffreys(events: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return the Jeffreys interval of a rate (Brown, Cai and DasGupta 2001, section 3.1).

    Raises
    ------
    ValueError
        When there are no trials, or more events than trials.

    Examples
    --------
    >>> [round(end, 2) for end in jeffreys(6, 43)]
    [0.06, 0.27]
    """
    if trials < 1 or not 0 <= events <= trials:
        raise ValueError(f"{events} events in {trials} trials cannot be")
    tail = (1 - level) / 2
    a, b = events + 0.5, trials - events + 0.5
    low, high = float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))
    return (0.0 if events == 0 else low, 1.0 if events == trials else high)


def bootstrap_by_group(
    happened: Sequence[bool], groups: Sequence[str], seed: int = 0, draws: int = 20_000
) -> Floats:
    """Return rates from resampling whole groups, shape (draws,).

    Cases that share a war or a treaty are not independent; resampling the groups lets them vary
    together (Cameron and Miller 2015).

    Examples
    --------
    >>> bootstrap_by_group([True, True], ["a", "b"], draws=2).tolist()
    [1.0, 1.0]
    """
    names, member = np.unique(np.asarray(groups), return_inverse=True)
    events = np.bincount(member, weights=np.asarray(happened, float))
    sizes = np.bincount(member)
    chosen = np.random.default_rng(seed).integers(0, len(names), (draws, len(names)))
    rates: Floats = events[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    return rates


def ended_by(days: Sequence[float], ended: Sequence[bool], day: float) -> float:
    """Return the share that has ended by a day, by the product-limit estimator.

    Parameters
    ----------
    days
        How long each has lasted, until its end or until it was last seen, shape (cases,).
    ended
        Whether it had ended then.
    day
        By when. Those last seen earlier still count for as long as they were seen.

    Examples
    --------
    >>> round(ended_by([1, 2, 3], [True, False, True], 2.5), 3)
    0.333
    """
    length, over = np.asarray(days, float), np.asarray(ended, bool)
    left = 1.0
    for time in np.unique(length[over & (length <= day)]):
        left *= 1 - (over & (length == time)).sum() / (length >= time).sum()
    return float(1 - left)
