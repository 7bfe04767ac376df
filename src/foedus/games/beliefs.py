"""Beliefs at information sets: by Bayes' rule where reached, else all that support the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.certificate import TIE
from foedus.games.expressions import Array


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed at an information set.

    Attributes
    ----------
    infoset
        Its number.
    reached
        Whether play reaches it, so that Bayes' rule gives the belief.
    histories
        Names of what may have happened.
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


def program(
    objective: Array,
    at_most: tuple[Array, Array],
    equal: tuple[Array, Array],
    bounds: tuple[ArrayLike, ArrayLike] = (0.0, 1.0),
) -> Array | None:
    """Minimise `objective` over numbers within bounds under A x <= b and E x = d; None if void."""
    from scipy.optimize import linprog  # slow to load, and few games come to this

    k = len(objective)
    (most, by), (same, to) = ((a.reshape(-1, k), b) for a, b in (at_most, equal))
    within = np.broadcast_to(np.array(bounds).reshape(2, -1).T, (k, 2)).tolist()
    exact: Any = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    done = linprog(objective, most, by, same, to, within, method="highs", options=exact)
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
