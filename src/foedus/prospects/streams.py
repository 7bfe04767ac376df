"""Random numbers by name: the same name and seed give the same numbers, whatever else is drawn.

A name says what the thing is that is drawn, and not by which id a file calls it
(`foedus.language.labels_of`): to rename a party, or to turn round a map, changes no number.
Two options that share a step, or a member, therefore share its luck, and what differs between their
results comes from the options (common random numbers; Law and Kelton, *Simulation Modeling and
Analysis*, section 11.2). A longer run begins with the numbers of a shorter one.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from foedus.language import Estimate

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return the generator of this name."""
    digest = blake2b("\x1f".join(names).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64([seed, int.from_bytes(digest, "big")]))


def uniforms(seed: int, draws: int, *names: str) -> Array:
    """Return uniform numbers in (0, 1) of this name, shape (draws,).

    Examples
    --------
    >>> bool((uniforms(0, 3, "a") == uniforms(0, 9, "a")[:3]).all())
    True
    """
    return np.clip(generator(seed, *names).random(draws), 1e-12, 1 - 1e-12)


def even(count: int) -> Array:
    """Return the middles of so many even shares of a law.

    Examples
    --------
    >>> even(2).tolist()
    [0.25, 0.75]
    """
    return (np.arange(count) + 0.5) / count


def sampled(estimate: Estimate, uniform: Array) -> Array:
    """Return values of an estimate at the given ranks: even between its ends, or triangular.

    With ``law: log`` ratios count instead of differences, which gives a long tail.

    Examples
    --------
    >>> sampled(Estimate(low=0, high=10, kind="assumed", because="?"), np.array([0.25])).tolist()
    [2.5]
    >>> e = Estimate(low=0.01, high=1.0, law="log", kind="assumed", because="?")
    >>> sampled(e, np.array([0.0, 0.5, 1.0])).round(3).tolist()
    [0.01, 0.1, 1.0]
    """
    low, high, mode = estimate.lowest, estimate.highest, estimate.value
    if low == high:
        return np.full(uniform.shape, estimate.middle)
    if estimate.law != "log":
        return _between(low, high, mode, uniform)
    sign = -1.0 if high < 0 else 1.0
    ends = sorted((np.log(abs(low)), np.log(abs(high))))
    inner = None if mode is None else np.log(abs(mode))
    ranks = uniform if sign > 0 else 1 - uniform
    return np.asarray(sign * np.exp(_between(ends[0], ends[1], inner, ranks)))


def _between(low: float, high: float, mode: float | None, rank: Array) -> Array:
    if mode is None:
        return np.asarray(low + (high - low) * rank)
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(rank * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - rank) * (high - low) * (high - mode))
    return np.where(rank < split, rising, falling)


def ranked(estimate: Estimate, values: Array) -> Array:
    """Return the share of the law of an estimate that is at most each value: `sampled` undone.

    Examples
    --------
    >>> even_law = Estimate(low=10, high=80, kind="assumed", because="?")
    >>> ranked(even_law, np.array([0.0, 13.0, 90.0])).tolist() == [0.0, 3 / 70, 1.0]
    True
    >>> peaked = Estimate(low=10, value=30, high=80, kind="assumed", because="?")
    >>> np.allclose(ranked(peaked, sampled(peaked, np.array([0.1, 0.9]))), [0.1, 0.9])
    True
    """
    low, high, mode = estimate.lowest, estimate.highest, estimate.value
    if low == high:
        return np.asarray(values >= low, np.float64)
    at = np.clip(values, low, high)
    if estimate.law != "log":
        return _ranked(low, high, mode, at)
    ends = sorted((np.log(abs(low)), np.log(abs(high))))
    inner = None if mode is None else np.log(abs(mode))
    found = _ranked(ends[0], ends[1], inner, np.log(abs(at)))
    return found if high > 0 else 1 - found


def _ranked(low: float, high: float, mode: float | None, at: Array) -> Array:
    if mode is None:
        return np.asarray((at - low) / (high - low))
    rising = (at - low) ** 2 / ((high - low) * (mode - low)) if mode > low else np.zeros_like(at)
    falling = (high - at) ** 2 / ((high - low) * (high - mode)) if mode < high else 0.0 * at
    return np.where(at < mode, rising, 1 - falling)
