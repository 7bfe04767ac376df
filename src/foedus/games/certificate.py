"""Checking conduct against a concept's own equations, whatever produced it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.coupling import log_probability, log_reach
from foedus.games.expressions import Array
from foedus.games.response import softmax
from foedus.games.solution import Solution, node_values
from foedus.games.tree import Decision, Numbers, Tree

TOLERANCE = 1e-9
"""Probabilities that agree within this solve the equations."""
TIE = 1e-12
"""Payoffs that differ by less, in units of what they are sums of, count as equal."""
NOTHING = 1e3
"""Times what counts as equal, a regret is of no account."""
COMPILE_ABOVE = 200_000
"""Nodes × instances above which conduct is checked by compiled code."""


def near_best(worth: Array, bulk: Array, tie: float = TIE) -> NDArray[np.bool_]:
    """Tell which actions are as good as the best, rounding apart, along the first axis.

    Only the two payoffs that are compared count, not what else could happen somewhere.

    Parameters
    ----------
    worth
        Payoffs, actions first.
    bulk
        The same payoffs with every amount in their sums taken as positive: rounding is in
        proportion to it.
    tie
        The proportion.

    Examples
    --------
    >>> near_best(np.array([1.0, 2.0, -1e12]), np.array([1.0, 2.0, 1e12])).tolist()
    [False, True, False]
    """
    best = worth.argmax(axis=0)[None]
    top, beside = (np.take_along_axis(table, best, axis=0) for table in (worth, bulk))
    near: NDArray[np.bool_] = worth >= top - tie * (bulk + beside)
    return near


def in_bulk(numbers: Numbers) -> Numbers:
    """Return the game with all payoffs taken as positive, for `near_best`."""
    return replace(numbers, payoffs={x: np.abs(u) for x, u in numbers.payoffs.items()})


def all_beliefs(
    tree: Tree, numbers: Numbers, log_play: Sequence[Array]
) -> tuple[list[Array], list[Array]]:
    """Return each information set's belief, (nodes, n) or (1, 1), and how deep it lies, (n,).

    Beliefs come from reach in logarithms, so they are right however unlikely a set is reached; the
    largest logarithm that was used limits their accuracy.
    """
    reach: list[Array] = []
    if not tree.perfect_information:
        log_chance = {x: log_probability(p) for x, p in numbers.chance.items()}
        reach = log_reach(tree, log_play, log_chance)
    found, depths = [], []
    for h in tree.infosets:
        if len(h.nodes) == 1:
            found.append(np.ones((1, 1)))
            depths.append(np.zeros(numbers.n))
            continue
        weight = np.stack([np.broadcast_to(reach[x], (numbers.n,)) for x in h.nodes])
        found.append(softmax(weight))
        depths.append(np.abs(weight).max(axis=0))
    return found, depths


def action_values(
    tree: Tree, beliefs: Sequence[Array], values: Sequence[Array], n: int
) -> list[Array]:
    """Return each information set's payoff by action, shape (actions, n)."""
    result = []
    for h, belief in zip(tree.infosets, beliefs, strict=True):
        worth = np.zeros((len(h.actions), n))
        for b, x in zip(belief, h.nodes, strict=True):
            node = tree.nodes[x]
            assert isinstance(node, Decision)
            worth += b * np.stack([values[c][h.player] for c in node.children])
        result.append(worth)
    return result


class Checked(NamedTuple):
    """What a pass over conduct found, by instance.

    `values`: (players, n), at the root. `excess`: the most by which an information set's error
    exceeds what rounding explains there. `ties`: (information sets, n). `regrets`: the same shape,
    0 where it is less than a billionth of what the set's payoffs sum up.
    """

    values: Array
    regret: Array
    residual: Array
    excess: Array
    ties: NDArray[np.bool_]
    regrets: Array


def certify(
    tree: Tree,
    numbers: Numbers,
    concept: str,
    precision: float | None,
    log_play: Sequence[Array],
) -> Solution:
    """Return conduct as a solution, with its regret and residual by instance.

    Parameters
    ----------
    tree, numbers
        The game at parameter values.
    concept, precision
        ``aqre`` with its precision, or a concept without one, judged by regret.
    log_play
        Logarithms of choice probabilities, by information set, shape (actions, n).
    """
    profile = [np.broadcast_to(np.exp(p), (len(p), numbers.n)) for p in log_play]
    found = look_at(tree, numbers, precision, log_play)
    return judged(tree, numbers, concept, precision, profile, found)


def look_at(
    tree: Tree, numbers: Numbers, precision: float | None, log_play: Sequence[Array]
) -> Checked:
    """Check conduct, by compiled code where that is worth loading it."""
    if len(tree.nodes) * numbers.n > COMPILE_ABOVE:
        from foedus.games.flat import check

        return check(tree, numbers, precision, log_play)
    return checked(tree, numbers, precision, log_play)


EPS = float(np.finfo(float).eps)


def checked(
    tree: Tree, numbers: Numbers, precision: float | None, log_play: Sequence[Array]
) -> Checked:
    """Return how far conduct is from equilibrium; `flat.check` does the same compiled."""
    profile = [np.exp(p) for p in log_play]
    values = node_values(tree, numbers, profile)
    beliefs, depths = all_beliefs(tree, numbers, log_play)
    worth = action_values(tree, beliefs, values, numbers.n)
    bulk = action_values(tree, beliefs, node_values(tree, in_bulk(numbers), profile), numbers.n)
    regret, residual, excess = np.zeros((3, numbers.n))
    ties = np.zeros((len(profile), numbers.n), dtype=bool)
    regrets = np.zeros((len(profile), numbers.n))
    with np.errstate(invalid="ignore"):
        for i, (u, size, p, depth) in enumerate(zip(worth, bulk, profile, depths, strict=True)):
            p = np.broadcast_to(p, u.shape)
            ties[i] = near_best(u, size).sum(axis=0) > 1
            lost, met = u.max(axis=0) - (u * p).sum(axis=0), (size * p).sum(axis=0)
            top = np.take_along_axis(size, u.argmax(axis=0)[None], axis=0)[0]
            rounding = TIE * (top + met)
            regret = np.maximum(regret, lost)
            regrets[i] = np.where(lost <= NOTHING * rounding, 0, lost)
            if precision is None:
                excess = np.maximum(excess, lost - rounding)
                continue
            wrong = np.abs(softmax(precision * u) - p).max(axis=0)
            residual = np.maximum(residual, wrong)
            # Precision amplifies the rounding of what is played; no solver does better than that.
            rounding = 16 * EPS * precision * met * (1 + depth)
            excess = np.maximum(excess, wrong - TOLERANCE - rounding)
    return Checked(values[tree.root], regret, residual, excess, ties, regrets)


def judged(
    tree: Tree,
    numbers: Numbers,
    concept: str,
    precision: float | None,
    profile: Sequence[Array],
    found: Checked,
) -> Solution:
    """Blank what failed, so that nobody quotes the last iterate as an answer."""
    error = found.regret if precision is None else found.residual
    ok = numbers.valid & (found.excess <= 0)
    why = [""] * numbers.n
    for i in np.flatnonzero(~ok):
        why[i] = _reason(numbers.fault(tree, int(i)), float(error[i]))
    return Solution(
        tree,
        concept,
        precision,
        tuple(profile) if ok.all() else tuple(np.where(ok, p, np.nan) for p in profile),
        np.where(ok, found.values, np.nan),
        np.where(ok, found.regret, np.nan),
        np.where(ok, found.residual, np.nan),
        ok,
        tuple(why),
        found.ties,
    )


def _reason(fault: str, error: float) -> str:
    if fault:
        return f"not valid: {fault}"
    if np.isnan(error):
        return "the branch could not be followed to this precision"
    return f"error {error:.2g} is more than rounding"
