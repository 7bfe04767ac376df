"""Beliefs at information sets: by Bayes' rule where reached, else all that support the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from foedus.games.certificate import TIE
from foedus.games.expressions import Array
from foedus.games.signalling import Signals, Stakes


@dataclass(frozen=True, slots=True)
class Belief:
    """What a receiver believes at an information set.

    Attributes
    ----------
    infoset
        Its number.
    reached
        Whether play reaches it, so that Bayes' rule gives the belief.
    histories
        Names of the types (and messages) that it may be.
    held
        A belief that supports the answer.
    low, high
        The range of each history's probability over all beliefs that support the answer; equal
        to `held` where the information set is reached.
    """

    infoset: int
    reached: bool
    histories: tuple[str, ...]
    held: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class Mixture(NamedTuple):
    """Conduct: per information set the probability of each action, and its range."""

    conduct: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]


def program(
    objective: Array, at_most: tuple[Array, Array], equal: tuple[Array, Array]
) -> Array | None:
    """Minimise `objective` over numbers in [0, 1] under A x <= b and E x = d; None if void."""
    done = linprog(
        objective,
        at_most[0].reshape(-1, len(objective)),
        at_most[1],
        equal[0],
        equal[1],
        (0.0, 1.0),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return np.asarray(done.x, dtype=np.float64) if done.status == 0 else None


def supporting(payoffs: Array, support: Sequence[int]) -> tuple[Array, Array, Array] | None:
    """Return a belief that makes all answers in `support` best, and the range of all such beliefs.

    Parameters
    ----------
    payoffs
        Shape (histories, answers).
    support
        Answers that must be best, by number.

    Examples
    --------
    The weak type is worth fighting, the strong is not; fight if the weak is likely enough.

    >>> held, low, high = supporting(np.array([[1.0, 0.0], [-1.0, 0.0]]), [0])
    >>> low.round(6), high.round(6)
    (array([0.5, 0. ]), array([1. , 0.5]))
    """
    worse = [a for a in range(payoffs.shape[1]) if a not in support]
    gains = payoffs[:, [support[0]]] - payoffs  # (histories, answers): not negative on average
    slack = TIE * (np.abs(payoffs) + np.abs(payoffs[:, [support[0]]]))
    if len(payoffs) <= 2:
        equal = gains[:, list(support)]
        also = [gains[:, worse], equal, -equal]
        room = [slack[:, worse], slack[:, list(support)], slack[:, list(support)]]
        return _interval(np.hstack(also) + np.hstack(room))
    k = len(payoffs)
    size = np.abs(gains).max(axis=0)
    gains = (gains + slack * (gains < 0)) / np.where(size > 0, size, 1)
    equal = np.vstack([gains[:, list(support[1:])].T, np.ones((1, k))])
    to = np.append(np.zeros(len(support) - 1), 1.0)
    at_most = -gains[:, worse].T
    corners = []
    for member in range(k):
        for sign in (1.0, -1.0):
            aim = sign * np.eye(k)[member]
            corner = program(aim, (at_most, np.zeros(len(at_most))), (equal, to))
            if corner is None:
                return None
            corners.append(corner)
    stack = np.clip(corners, 0, 1)
    return stack.mean(axis=0), stack.min(axis=0), stack.max(axis=0)


def _interval(gains: Array) -> tuple[Array, Array, Array] | None:
    """Solve the case of one or two histories: m·first + (1−m)·last ≥ 0 for all columns."""
    first, last = gains[0], gains[-1]
    low, high = (1.0, 1.0) if len(gains) == 1 else (0.0, 1.0)
    for a, b in zip(first, last, strict=True):
        if max(a, b) < 0:
            return None
        if min(a, b) < 0 <= max(a, b) and a != b:
            root = -b / (a - b)
            low, high = (max(low, root), high) if a > b else (low, min(high, root))
    if low > high:
        return None
    if len(gains) == 1:
        return np.ones(1), np.ones(1), np.ones(1)
    held = (low + high) / 2
    return np.array([held, 1 - held]), np.array([low, 1 - high]), np.array([high, 1 - low])


def belief_ranges(payoffs: Array) -> tuple[NDArray[np.bool_], Array, Array]:
    """Return for each answer whether some belief makes it best, and the first history's range.

    Parameters
    ----------
    payoffs
        Shape (histories, answers, n).

    Returns
    -------
    tuple
        Shapes (answers, n): possible; lowest and highest probability of the first history (NaN
        where not possible). One or two histories in closed form; more by linear programmes.
    """
    k, answers, n = payoffs.shape
    possible = np.zeros((answers, n), dtype=bool)
    low, high = np.full((answers, n), np.nan), np.full((answers, n), np.nan)
    for a in range(answers):
        gain = payoffs[:, [a]] - payoffs  # (histories, answers, n): must not be negative on average
        if k <= 2:  # of one history, `first` and `last` are the same and m does not matter
            slack = TIE * (np.abs(payoffs) + np.abs(payoffs[:, [a]]))
            possible[a], low[a], high[a] = _closed(gain[0] + slack[0], gain[-1] + slack[-1])
            continue
        for i in np.flatnonzero(np.isfinite(gain).all(axis=(0, 1))):
            found = supporting(payoffs[:, :, i], [a])
            if found is not None:
                possible[a, i], low[a, i], high[a, i] = True, found[1][0], found[2][0]
    return possible, np.where(possible & (k == 1), 1.0, low), high


def _closed(first: Array, last: Array) -> tuple[NDArray[np.bool_], Array, Array]:
    """Solve m·first + (1−m)·last ≥ 0 for all answers: an interval of m in [0, 1]."""
    slope, level = first - last, last
    with np.errstate(divide="ignore", invalid="ignore"):
        root = -level / slope
    low = np.where(slope > 0, root, 0.0).max(axis=0, initial=0.0)
    high = np.where(slope < 0, root, 1.0).min(axis=0, initial=1.0)
    never = ((slope == 0) & (level < 0)).any(axis=0) | ~np.isfinite(slope + level).all(axis=0)
    possible = (low <= high) & ~never
    return possible, np.where(possible, low, np.nan), np.where(possible, high, np.nan)


def believed(found: Signals, told: Stakes, i: int, h: int, mixture: Mixture) -> Belief:
    """Return the belief at a receiver's information set, in instance `i`.

    Raises
    ------
    ValueError
        No belief supports the answer: the conduct is not an equilibrium.
    """
    members = found.members[h]
    weight = np.array(
        [
            told.prior[m.type, i] * mixture.conduct[found.types[m.type].infoset][m.message]
            for m in members
        ]
    )
    names = tuple(found.history(h, m) for m in members)
    if weight.sum() > 0:
        held = tuple(float(w) for w in weight / weight.sum())
        return Belief(h, True, names, held, held, held)
    support = [a for a, p in enumerate(mixture.conduct[h]) if p > 0]
    ranges = supporting(told.answered[h][:, :, i], support)
    if ranges is None:
        raise ValueError("no belief supports the answer off the path")
    held_, low, high = (tuple(round(float(x), 12) for x in values) for values in ranges)
    return Belief(h, False, names, held_, low, high)
