"""Large trees of perfect information, as arrays, passed over by compiled code.

What `spe` and `aqre` do node by node in NumPy takes some 100 microseconds for a node however few
the instances are. Here a node takes nanoseconds, so that a million are solved in seconds; a
second pass, which shares nothing with the first but payoffs and conduct, certifies them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from foedus.games.certificate import TIE, allowance, shown
from foedus.games.solution import Solution
from foedus.games.tree import Decision, Numbers, Terminal, Tree

compiled = njit(cache=True, error_model="numpy", nogil=True)


class Flat(NamedTuple):
    """A tree as arrays.

    Attributes
    ----------
    owner
        By node: the player who moves; −1 for chance, −2 at an end.
    first, child
        ``child[first[x]:first[x + 1]]`` are the children of node ``x``.
    """

    owner: NDArray[np.int32]
    first: NDArray[np.int64]
    child: NDArray[np.int64]


def flatten(tree: Tree) -> Flat:
    """Return a tree of perfect information as arrays."""
    owner, first, child = [], [0], list[int]()
    for node in tree.nodes:
        if isinstance(node, Terminal):
            owner.append(-2)
        else:
            owner.append(tree.infosets[node.infoset].player if isinstance(node, Decision) else -1)
            child += node.children
        first.append(len(child))
    return Flat(np.array(owner, np.int32), np.array(first), np.array(child, np.int64))


def solve_flat(tree: Tree, numbers: Numbers, precision: float | None) -> Solution:
    """Solve by backward induction, or by logit responses at a precision, with a certificate."""
    flat = flatten(tree)
    payoffs = np.zeros((len(tree.nodes), len(tree.players), numbers.n))
    payoffs[flat.owner == -2] = np.array(list(numbers.payoffs.values()))
    weight = np.zeros((len(flat.child), numbers.n))
    for x, chances in numbers.chance.items():
        weight[flat.first[x] : flat.first[x + 1]] = chances
    errs = -1.0 if precision is None else precision
    _induce(flat, errs, payoffs.copy(), weight)
    regret, residual, size, tied = _check(flat, errs, payoffs, weight)
    sets = [h.nodes[0] for h in tree.infosets]
    profile = [weight[flat.first[x] : flat.first[x + 1]] for x in sets]
    error = regret if precision is None else residual
    ok = numbers.valid & (error <= allowance(size, precision, 0.0))
    concept = "spe" if precision is None else "aqre"
    found = profile, payoffs, (regret, residual), ok, tied[sets]
    return shown(tree, concept, precision, *found, numbers)


@compiled
def _best(own: Any, out: Any) -> bool:
    """Take the first of the best; return whether there are several."""
    most, size = -np.inf, 0.0
    for u in own:
        most, size = max(most, u), max(size, abs(u))
    near, taken = 0, False
    for a in range(len(own)):
        good = own[a] >= most - TIE * (1 + size)
        near += good
        out[a] = 1.0 if good and not taken else 0.0
        taken |= good
    return near > 1


@compiled
def _logit(own: Any, precision: float, out: Any) -> None:
    most, total = own.max(), 0.0
    for a in range(len(own)):
        out[a] = np.exp(precision * (own[a] - most))
        total += out[a]
    for a in range(len(own)):
        out[a] /= total


@compiled
def _expect(flat: Any, x: int, values: Any, weight: Any) -> None:
    players, n = values.shape[1:]
    for e in range(flat.first[x], flat.first[x + 1]):
        for k in range(players):
            for i in range(n):
                if weight[e, i] != 0:
                    values[x, k, i] += weight[e, i] * values[flat.child[e], k, i]


@compiled
def _induce(flat: Any, precision: float, values: Any, weight: Any) -> None:
    """Fill in what is chosen, from the ends up; `values` are payoffs at ends, 0 elsewhere."""
    for x in range(len(flat.owner)):
        first, end = flat.first[x], flat.first[x + 1]
        if flat.owner[x] >= 0:
            own, out = np.empty(end - first), np.empty(end - first)
            for i in range(values.shape[2]):
                for e in range(first, end):
                    own[e - first] = values[flat.child[e], flat.owner[x], i]
                if precision < 0:
                    _best(own, out)
                else:
                    _logit(own, precision, out)
                weight[first:end, i] = out
        _expect(flat, x, values, weight)


@compiled
def _check(flat: Any, precision: float, values: Any, weight: Any) -> Any:
    """Return regret, residual, size of payoffs, and ties by node; fill `values`."""
    n = values.shape[2]
    regret, residual, size = np.zeros(n), np.zeros(n), np.ones(n)
    ties = np.zeros((len(flat.owner), n), np.bool_)
    for x in range(len(flat.owner)):
        first, end = flat.first[x], flat.first[x + 1]
        _expect(flat, x, values, weight)
        if flat.owner[x] < 0:
            continue
        own, out = np.empty(end - first), np.empty(end - first)
        for i in range(n):
            mean = 0.0
            for e in range(first, end):
                own[e - first] = values[flat.child[e], flat.owner[x], i]
                mean += weight[e, i] * own[e - first]
                size[i] = max(size[i], abs(own[e - first]))
            regret[i] = max(regret[i], own.max() - mean)
            ties[x, i] = _best(own, out)
            if precision >= 0:
                _logit(own, precision, out)
                for e in range(first, end):
                    residual[i] = max(residual[i], abs(out[e - first] - weight[e, i]))
    return regret, residual, size, ties
