"""Statistical backward induction: starting values from one choice model after the other.

From the last moves to the first, the coefficients that first matter at a decision are fitted to
the choices made there, with the chances of later moves held at what was fitted before (Signorino &
Yilmaz 2003; Bas, Signorino & Walker 2008, Political Analysis 16).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from foedus.estimation.strategic import Slope, Strategic, multinomial
from foedus.games import Array, Decision, Terminal

_RIDGE = 1e-3
"""Keeps a start finite where the choices at a node are predicted perfectly."""


def backward_starts(model: Strategic, labels: Sequence[str], numbers: NDArray[np.int64]) -> Array:
    """Return starting values for all coefficients.

    Parameters
    ----------
    model
        The strategic model.
    labels, numbers
        Outcomes of the tree, and by observation the number of its own.
    """
    coefficients = np.zeros(len(model.names))
    known = np.zeros(len(model.names), dtype=bool)
    moves = _choices(model, labels, numbers)
    for number, node in model.tree.moves():
        if not isinstance(node, Decision) or len(node.children) == 1:
            continue
        player = model.tree.infosets[node.infoset].player
        worth = model.read(coefficients, held=True).worth
        own = [worth[c][player] for c in node.children]
        apart = np.stack([move.by - own[0].by for move in own])
        new = ~known & (np.abs(apart).max(axis=(0, 1)) > 0)
        rows, chosen = moves[number]
        if new.any() and len(rows):
            coefficients[new] = _fitted(own, new, rows, chosen)
        known |= new
    return coefficients


def _choices(
    model: Strategic, labels: Sequence[str], numbers: NDArray[np.int64]
) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """By decision: the observations that certainly passed it, and the move each took."""
    place = {label: i for i, label in enumerate(labels)}
    below = [{place[x.outcome]} if isinstance(x, Terminal) else set() for x in model.tree.nodes]
    found = {}
    for number, node in model.tree.moves():
        below[number].update(*(below[c] for c in node.children))
        if not isinstance(node, Decision):
            continue
        elsewhere = _elsewhere(model, number, labels)
        taken = np.full(len(labels), -1)
        for move, child in enumerate(node.children):
            others = set().union(*(below[c] for c in node.children if c != child))
            for label in below[child] - others - elsewhere:
                taken[label] = move
        rows = np.flatnonzero(taken[numbers] >= 0)
        found[number] = rows, taken[numbers[rows]]
    return found


def _elsewhere(model: Strategic, number: int, labels: Sequence[str]) -> set[int]:
    """Labels that can also be reached without passing a node."""
    ends = (model.tree.nodes[x] for x in model.tree.below([model.tree.root], {number}))
    return {labels.index(node.outcome) for node in ends if isinstance(node, Terminal)}


def _fitted(
    own: Sequence[Slope], new: NDArray[np.bool_], rows: NDArray[np.int64], chosen: NDArray[np.int64]
) -> Array:
    """Fit a logit choice model to the moves; close enough to a probit one for a start."""
    here = [Slope(move.value[rows], move.by[np.ix_(rows, new)]) for move in own]
    picked = np.arange(len(rows))

    def loss(b: Array) -> tuple[float, Array]:
        logs = multinomial([Slope(move.value + move.by @ b, move.by) for move in here])
        level = np.stack([p.value for p in logs])[chosen, picked].sum()
        slope = np.stack([p.by for p in logs])[chosen, picked].sum(axis=0)
        return _RIDGE * float(b @ b) - float(level), 2 * _RIDGE * b - slope

    found = minimize(loss, np.zeros(int(new.sum())), jac=True, method="BFGS")
    return np.asarray(found.x, dtype=np.float64)
