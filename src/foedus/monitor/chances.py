"""How likely it is that a threshold was reached, when each row counts with a chance.

Rows are taken as independent of one another. That is an assumption: rows of one report share its
errors, and a chance near 0 or 1 that rests on many of them is then too sure of itself. So beside it
stands the chance if the rows of a report stand or fall together (`clustered_at_least`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def at_least(count: int, chances: Floats) -> float:
    """Return the chance that at least `count` of independent events happened.

    Parameters
    ----------
    count
        The threshold, at least 1.
    chances
        The chance of each event, n.

    Examples
    --------
    >>> at_least(1, np.array([0.5, 0.5]))
    0.75
    >>> at_least(2, np.array([0.5, 0.5, 1.0]))
    0.75
    """
    if count == 1:
        return float(1 - np.prod(1 - chances))
    # How many happened, those from `count` on taken together: an exact convolution.
    law = np.zeros(count + 1)
    law[0] = 1
    for chance in chances:
        more = law[:-1] * chance
        law[:-1] -= more
        law[1:] += more
    return float(min(1.0, max(0.0, law[count])))


def deaths_at_least(count: int, chances: Floats, deaths: Ints) -> float:
    """Return the chance that independent events together cost at least `count` lives.

    Parameters
    ----------
    count
        The threshold, at least 1.
    chances
        The chance of each event, n.
    deaths
        Its low, best and high number of deaths, n × 3; -1 for what is not told (see `toll`). An
        event of which none is told adds none.

    Examples
    --------
    >>> deaths_at_least(5, np.array([1.0, 0.5]), np.array([[3, 3, 3], [2, 2, 2]]))
    0.5
    """
    law = _told([(0, 1.0)], count)
    for chance, (low, best, high) in zip(chances, deaths.tolist(), strict=True):
        if (told := toll(low, best, high, count)) and chance:
            law = chance * _summed(law, _told(told, count)) + (1 - chance) * law
    return float(min(1.0, max(0.0, law[count])))


def clustered_at_least(
    count: int, chances: Floats, clusters: Ints, deaths: Ints | None = None
) -> float:
    """Return the chance of so many events, or deaths, where those of a cluster go together.

    Of a cluster each event happens if one and the same draw lies below its chance: where a less
    likely one happened, all that are likelier did. Clusters are independent of one another.

    Parameters
    ----------
    count
        The threshold, at least 1.
    chances, clusters
        The chance of each event, and the number of its cluster, n.
    deaths
        Low, best and high number of each, n × 3, where deaths are counted and not events.

    Examples
    --------
    >>> clustered_at_least(2, np.array([0.5, 0.5]), np.array([1, 1]))
    0.5
    >>> clustered_at_least(2, np.array([0.5, 0.5]), np.array([1, 2]))
    0.25
    """
    law = _told([(0, 1.0)], count)
    for cluster in np.unique(clusters):
        at = np.flatnonzero(clusters == cluster)
        at = at[np.argsort(-chances[at], kind="stable")]
        happened = _told([(0, 1.0)], count)
        whole = (1 - chances[at[0]]) * happened
        for row, following in zip(at, [*chances[at[1:]], 0.0], strict=True):
            each = [(1, 1.0)]
            if deaths is not None:
                low, best, high = deaths[row].tolist()
                each = toll(low, best, high, count) or [(0, 1.0)]
            happened = _summed(happened, _told(each, count))
            whole += (chances[row] - following) * happened
        law = _summed(law, whole)
    return float(min(1.0, max(0.0, law[count])))


def _told(shares: Sequence[tuple[int, float]], count: int) -> Floats:
    """Return how likely each number is up to `count`, which stands for all from it on."""
    law = np.zeros(count + 1)
    for number, share in shares:
        law[number] += share
    return law


def _summed(one: Floats, other: Floats) -> Floats:
    """Return the law of the sum of two numbers; the last place stands for all from it on."""
    law = np.convolve(one, other)
    last = len(one) - 1
    law[last] += law[last + 1 :].sum()
    return law[: last + 1]


def toll(low: int, best: int, high: int, most: int) -> list[tuple[int, float]]:
    """Return how likely each number of deaths is; -1 stands for what is not told.

    Without a best estimate no number from the low to the high one is likelier than another; without
    a high one either, only the low one is counted. Numbers from `most` on are taken together.

    Examples
    --------
    >>> toll(0, -1, 3, 2)
    [(0, 0.25), (1, 0.25), (2, 0.5)]
    >>> toll(3, -1, -1, 99), toll(-1, -1, -1, 99)
    ([(3, 1.0)], [])
    """
    if max(low, best, high) < 0:
        return []
    if best >= 0:
        return triangle(low, best, high, most)
    low, high = max(low, 0), max(low, high, 0)
    whole = high - low + 1
    below = [(number, 1 / whole) for number in range(low, min(high + 1, most))]
    above = (high - max(low, most) + 1) / whole
    return [*below, (most, above)] if above > 0 else below


def triangle(low: int, best: int, high: int, most: int) -> list[tuple[int, float]]:
    """Return how likely each whole number from `low` to `high` is, `best` being the likeliest.

    The weight falls evenly from the best number to just beyond each end. Numbers from `most` on are
    taken together.

    Examples
    --------
    >>> triangle(1, 2, 3, 99)
    [(1, 0.25), (2, 0.5), (3, 0.25)]
    >>> triangle(4, 4, 4, 2)
    [(2, 1.0)]
    """
    best = min(max(best, low), high)
    if low == high:
        return [(min(low, most), 1.0)]
    numbers = np.arange(low, min(high, low + 100_000) + 1)
    weight = np.where(
        numbers <= best,
        (numbers - low + 1) / (best - low + 1),
        (high + 1 - numbers) / (high + 1 - best),
    )
    weight /= weight.sum()
    law = np.bincount(np.minimum(numbers, most), weights=weight)
    return [(number, float(law[number])) for number in np.flatnonzero(law).tolist()]


def reaches(count: int, deaths: Ints) -> Floats:
    """Return for each event the chance that it alone cost at least `count` lives.

    Parameters
    ----------
    count
        The threshold.
    deaths
        Low, best and high, n × 3.
    """
    rows, at = np.unique(deaths, axis=0, return_inverse=True)
    laws = (toll(low, best, high, count) for low, best, high in rows.tolist())
    shares = [fsum(share for number, share in law if number >= count) for law in laws]
    return np.array(shares)[at.reshape(-1)]
