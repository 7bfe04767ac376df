"""Checking conduct against a concept's own equations, whatever produced it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.coupling import log_probability, log_reach
from foedus.games.expressions import Array
from foedus.games.response import softmax
from foedus.games.solution import Solution, node_values
from foedus.games.tree import Decision, Numbers, Tree

TOLERANCE = 1e-9
TIE = 1e-12
"""Payoffs closer than this, relative to the largest, count as equal."""
COMPILE_ABOVE = 200_000
"""Nodes × instances above which conduct is checked by compiled code."""


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


class Checked(NamedTuple):
    """What a pass over conduct found, by instance.

    `values`: (players, n), at the root. `size`: of payoffs. `depth`: the largest logarithm of a
    reach that was used. `ties`: (information sets, n).
    """

    values: Array
    regret: Array
    residual: Array
    size: Array
    depth: Array
    ties: NDArray[np.bool_]


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
    if len(tree.nodes) * numbers.n > COMPILE_ABOVE:
        from foedus.games.flat import check

        found = check(tree, numbers, precision, log_play)
    else:
        found = checked(tree, numbers, precision, log_play)
    return judged(tree, numbers, concept, precision, profile, found, allowed)


def checked(
    tree: Tree, numbers: Numbers, precision: float | None, log_play: Sequence[Array]
) -> Checked:
    """Return how far conduct is from equilibrium; `flat.check` does the same compiled."""
    profile = [np.exp(p) for p in log_play]
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
    return Checked(values[tree.root], regret, residual, size, depth, ties)


def judged(
    tree: Tree,
    numbers: Numbers,
    concept: str,
    precision: float | None,
    profile: Sequence[Array],
    found: Checked,
    allowed: Array | float = 0.0,
) -> Solution:
    """Blank what failed, so that nobody quotes the last iterate as an answer."""
    # Precision amplifies the rounding of payoffs and beliefs; no solver can do better than that.
    rounding = 16 * np.finfo(float).eps * found.size * (precision or 1) * (1 + found.depth)
    # The first of actions that count as equal is taken, so it may fall short by what counts so.
    equal = TIE * (1 + found.size) if precision is None else 0.0
    error = found.regret if precision is None else found.residual
    ok = numbers.valid & (error <= allowed + TOLERANCE + rounding + equal)
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
