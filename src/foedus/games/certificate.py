"""Checking conduct against a concept's own equations, whatever produced it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.games.expressions import Array
from foedus.games.flat import (
    backward,
    flatten,
    log_probability,
    log_reach,
    log_softmax,
    paid,
    tabled,
    worth,
)
from foedus.games.numbers import Numbers
from foedus.games.solution import Solution
from foedus.games.tree import Tree

TOLERANCE = 1e-9
"""Probabilities that agree within this solve the equations."""
TIE = 1e-12
"""Payoffs that differ by less, in units of what they are sums of, count as equal."""
NOTHING = 1e3
"""Times what counts as equal, a regret is of no account."""


def all_beliefs(
    tree: Tree, numbers: Numbers, log_play: Sequence[Array]
) -> tuple[list[Array], list[Array]]:
    """Return each information set's belief, (nodes, n), and how deep it lies, (n,).

    Beliefs come from reach in logarithms, so they are right however unlikely a set is reached; the
    largest logarithm that was used limits their accuracy.
    """
    if tree.perfect_information:
        return [np.ones((1, numbers.n))] * len(tree.infosets), [np.zeros(numbers.n)] * len(
            tree.infosets
        )
    chance = {x: log_probability(p) for x, p in numbers.chance.items()}
    reach = np.broadcast_to(log_reach(tree, log_play, chance), (len(tree.nodes), numbers.n))
    weights = [reach[list(h.nodes)] for h in tree.infosets]
    alone = np.zeros(numbers.n)
    depths = [np.abs(w).max(axis=0) if len(w) > 1 else alone for w in weights]
    return [np.exp(log_softmax(w)) if len(w) > 1 else np.ones_like(w) for w in weights], depths


def action_values(
    tree: Tree, beliefs: Sequence[Array], values: Sequence[Array] | Array, n: int
) -> list[Array]:
    """Return each information set's payoff by action, shape (actions, n)."""
    flat = flatten(tree)
    belief = tabled({}, beliefs, n)
    found = worth(flat, np.asarray(values), belief)
    return np.split(found, flat.starts[1:]) if len(flat.player) else []


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
    with np.errstate(invalid="ignore", over="ignore"):
        found = checked(tree, numbers, precision, log_play)
    return judged(tree, numbers, concept, precision, profile, found)


EPS = float(np.finfo(float).eps)


def checked(
    tree: Tree, numbers: Numbers, precision: float | None, log_play: Sequence[Array]
) -> Checked:
    """Return how far conduct is from equilibrium."""
    flat, players = flatten(tree), len(tree.players)
    odds = tabled(numbers.chance, [np.exp(p) for p in log_play], numbers.n)
    values = backward(flat, paid(numbers, bulk=True), odds)
    root, none = values[tree.root, :players], np.zeros((0, numbers.n))
    if not len(flat.player):
        nothing = np.zeros(numbers.n)
        return Checked(root, nothing, nothing, nothing, none > 0, none)
    beliefs, depths = all_beliefs(tree, numbers, log_play)
    belief, p = tabled({}, beliefs, numbers.n), odds[flat.actions[0] :]
    own, bulk = worth(flat, values, belief), worth(flat, values, belief, players)
    starts, each = flat.starts, flat.each
    best = np.maximum.reduceat(own, starts, axis=0)
    top = np.maximum.reduceat(np.where(own == best[each], bulk, 0), starts, axis=0)
    near = own >= best[each] - TIE * (bulk + top[each])
    lost = best - np.add.reduceat(own * p, starts, axis=0)
    met = np.add.reduceat(bulk * p, starts, axis=0)
    rounding = TIE * (top + met)
    wrong, excess = np.zeros_like(lost), lost - rounding
    if precision is not None:
        weight = np.exp(precision * (own - best[each]))
        wish = weight / np.add.reduceat(weight, starts, axis=0)[each]
        wrong = np.maximum.reduceat(np.abs(wish - p), starts, axis=0)
        # Precision amplifies the rounding of what is played; no solver does better than that.
        excess = wrong - TOLERANCE - 16 * EPS * precision * met * (1 + np.array(depths))
    most, worst, beyond = (rows.max(axis=0, initial=0.0) for rows in (lost, wrong, excess))
    ties = np.add.reduceat(near, starts, axis=0, dtype=np.int64) > 1
    return Checked(root, most, worst, beyond, ties, np.where(lost <= NOTHING * rounding, 0, lost))


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
