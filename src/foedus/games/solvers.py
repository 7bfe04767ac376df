"""Subgame perfection by backward induction, and logit agent quantal response, batched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.expressions import Array
from foedus.games.solution import Solution, node_reach, node_values
from foedus.games.tree import Decision, GameError, Numbers, Tree, evaluate


def action_values(tree: Tree, numbers: Numbers, profile: Sequence[Array]) -> list[Array]:
    """Return each information set's payoff by action, (actions, n); off path, even beliefs."""
    values = node_values(tree, numbers, profile)
    reach = node_reach(tree, numbers, profile)
    result = []
    for h in tree.infosets:
        weight = np.stack([reach[x] for x in h.nodes])
        total = weight.sum(axis=0)
        belief = np.where(total > 0, weight / np.where(total > 0, total, 1), 1 / len(h.nodes))
        nodes = [tree.nodes[x] for x in h.nodes]
        result.append(
            sum(
                b * np.stack([values[c][h.player] for c in node.children])
                for b, node in zip(belief, nodes, strict=True)
                if isinstance(node, Decision)
            )
        )
    return result


def _solution(
    tree: Tree, numbers: Numbers, concept: str, precision: float | None, profile: list[Array]
) -> Solution:
    utility = action_values(tree, numbers, profile)
    regret, residual = np.zeros(numbers.n), np.zeros(numbers.n)
    ties = np.zeros((len(profile), numbers.n), dtype=bool)
    for i, (u, p) in enumerate(zip(utility, profile, strict=True)):
        regret = np.maximum(regret, u.max(axis=0) - (u * p).sum(axis=0))
        ties[i] = (u == u.max(axis=0)).sum(axis=0) > 1
        if precision is not None:
            residual = np.maximum(residual, np.abs(_logit(precision * u) - p).max(axis=0))
    error = residual if precision is not None else regret
    ok = numbers.valid & (error < 1e-9 * (1 if precision is not None else 1 + np.abs(error)))
    why = tuple(
        "" if good else ("payoffs or probabilities not valid" if not v else f"error {e:.2g}")
        for good, v, e in zip(ok, numbers.valid, error, strict=True)
    )
    # A failed instance shows no numbers, so that nobody quotes the last iterate as an answer.
    values = np.where(ok, node_values(tree, numbers, profile)[tree.root], np.nan)
    shown = tuple(np.where(ok, p, np.nan) for p in profile)
    return Solution(tree, concept, precision, shown, values, regret, residual, ok, why, ties)


def _logit(scaled: Array) -> Array:
    weight = np.exp(scaled - scaled.max(axis=0))
    chances: Array = weight / weight.sum(axis=0)
    return chances


def _one_pass(tree: Tree, numbers: Numbers, precision: float | None) -> list[Array]:
    profile: list[Array] = [np.zeros((len(h.actions), numbers.n)) for h in tree.infosets]
    values: list[Array] = []
    for number, node in enumerate(tree.nodes):
        if number in numbers.payoffs:
            values.append(numbers.payoffs[number])
            continue
        children = np.stack([values[c] for c in node.children])  # type: ignore[union-attr]
        if isinstance(node, Decision):
            u = children[:, tree.infosets[node.infoset].player]
            if precision is None:
                p = (np.arange(len(u))[:, None] == u.argmax(axis=0)).astype(np.float64)
            else:
                p = _logit(precision * u)
            profile[node.infoset] = p
        else:
            p = numbers.chance[number]
        values.append((p[:, None] * children).sum(axis=0))
    return profile


def solve_spe(tree: Tree, params: Mapping[str, ArrayLike]) -> Solution:
    """Solve by backward induction; perfect information only. First best action; ties marked."""
    if not tree.perfect_information:
        raise GameError("backward induction needs perfect information; use solve_aqre instead")
    numbers = evaluate(tree, params)
    return _solution(tree, numbers, "spe", None, _one_pass(tree, numbers, None))


def solve_aqre(
    tree: Tree, params: Mapping[str, ArrayLike], precisions: Sequence[float], steps: int = 400
) -> tuple[Solution, ...]:
    """Solve logit AQRE. One pass with perfect information, else damped iteration up in precision.

    The iteration may fail at high precision: `ok` and `residual` then say so, per instance.
    """
    numbers, found = evaluate(tree, params), {}
    profile = [np.full((len(h.actions), numbers.n), 1 / len(h.actions)) for h in tree.infosets]
    for precision in sorted(precisions):
        if tree.perfect_information:
            profile = _one_pass(tree, numbers, precision)
        else:
            for _ in range(steps):
                target = [_logit(precision * u) for u in action_values(tree, numbers, profile)]
                gap = max(np.abs(t - p).max() for t, p in zip(target, profile, strict=True))
                profile = [p + 0.5 * (t - p) for t, p in zip(target, profile, strict=True)]
                if gap < 1e-13:
                    break
        found[precision] = _solution(tree, numbers, "aqre", precision, profile)
    return tuple(found[precision] for precision in precisions)
