"""Checking conduct against a concept's own equations, whatever produced it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.games.coupling import log_probability, log_reach
from foedus.games.expressions import Array
from foedus.games.response import softmax
from foedus.games.solution import Solution, node_values
from foedus.games.tree import Decision, Numbers, Tree

TOLERANCE = 1e-9
TIE = 1e-12
"""Payoffs closer than this, relative to the largest, count as equal."""


def action_values(
    tree: Tree, numbers: Numbers, values: Sequence[Array], log_play: Sequence[Array]
) -> tuple[list[Array], Array]:
    """Return each information set's payoff by action, shape (actions, n), and `depth`.

    Beliefs come from reach in logarithms, so they are right however unlikely a set is reached;
    `depth`, shape (n,), is the largest logarithm that was used, which limits their accuracy.
    """
    reach: list[Array] = []
    if not tree.perfect_information:
        log_chance = {x: log_probability(p) for x, p in numbers.chance.items()}
        reach = log_reach(tree, log_play, log_chance)
    result, depth = [], np.zeros(numbers.n)
    for h in tree.infosets:
        belief = np.ones((1, 1))
        if len(h.nodes) > 1:
            weight = np.stack([reach[x] for x in h.nodes])
            belief, depth = softmax(weight), np.maximum(depth, np.abs(weight).max(axis=0))
        nodes = [tree.nodes[x] for x in h.nodes]
        worth = np.zeros((len(h.actions), numbers.n))
        for b, node in zip(belief, nodes, strict=True):
            assert isinstance(node, Decision)
            worth += b * np.stack([values[c][h.player] for c in node.children])
        result.append(worth)
    return result, depth


def certify(
    tree: Tree,
    numbers: Numbers,
    concept: str,
    precision: float | None,
    log_play: Sequence[Array],
    allowed: Array | float = 0.0,
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
    allowed
        Error that the concept allows beyond rounding.
    """
    profile = [np.broadcast_to(np.exp(p), (len(p), numbers.n)) for p in log_play]
    values = node_values(tree, numbers, profile)
    utility, depth = action_values(tree, numbers, values, log_play)
    regret, residual = np.zeros(numbers.n), np.zeros(numbers.n)
    size = np.ones(numbers.n)
    ties = np.zeros((len(profile), numbers.n), dtype=bool)
    with np.errstate(invalid="ignore"):
        for i, (u, p) in enumerate(zip(utility, profile, strict=True)):
            regret = np.maximum(regret, u.max(axis=0) - (u * p).sum(axis=0))
            size = np.maximum(size, np.abs(u).max(axis=0))
            near = TIE * (1 + np.abs(u).max(axis=0))
            ties[i] = (u >= u.max(axis=0) - near).sum(axis=0) > 1
            if precision is not None:
                wrong = np.abs(softmax(precision * u) - p).max(axis=0)
                residual = np.maximum(residual, wrong)
    error = regret if precision is None else residual
    ok = numbers.valid & (error <= allowed + allowance(size, precision, depth))
    return shown(tree, concept, precision, profile, values, (regret, residual), ok, ties, numbers)


def allowance(size: Array, precision: float | None, depth: Array | float) -> Array:
    """Return how large an error still counts as rounding.

    Precision amplifies the rounding of payoffs and beliefs; no solver can do better than that.
    """
    rounding: Array = 16 * np.finfo(float).eps * size * (precision or 1) * (1 + depth)
    return TOLERANCE + rounding


def shown(
    tree: Tree,
    concept: str,
    precision: float | None,
    profile: Sequence[Array],
    values: Sequence[Array] | Array,
    errors: tuple[Array, Array],
    ok: np.ndarray,
    ties: np.ndarray,
    numbers: Numbers,
) -> Solution:
    """Blank what failed, so that nobody quotes the last iterate as an answer."""
    regret, residual = errors
    error = regret if precision is None else residual
    why = tuple(
        "" if good else _reason(numbers.fault(tree, i), float(e))
        for i, (good, e) in enumerate(zip(ok, error, strict=True))
    )
    return Solution(
        tree,
        concept,
        precision,
        tuple(profile) if ok.all() else tuple(np.where(ok, p, np.nan) for p in profile),
        np.where(ok, values[tree.root], np.nan),
        np.where(ok, regret, np.nan),
        np.where(ok, residual, np.nan),
        ok,
        why,
        ties,
    )


def _reason(fault: str, error: float) -> str:
    if fault:
        return f"not valid: {fault}"
    if np.isnan(error):
        return "the branch could not be followed to this precision"
    return f"error {error:.2g} is more than rounding"
