"""One backward pass through a game for many instances: values, and chances of what is counted.

With perfect information logit response and best response are one pass from the ends to the root
(McKelvey and Palfrey 1998, section 3, on agents that move once). The chance of an outcome is the
expectation of an indicator, so it is carried along as one more payoff that nobody plays for; no
array over nodes and instances is ever held. `tests/deterrence` compares with `foedus.games`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.compiling import njit
from foedus.games import Chance, Decision, Expr, Node, Terminal, Tree

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
_END, _NATURE = -2, -1
_LEVEL = 1e-9
"""Answers whose worth differs by no more are equally good: sums round."""
Ties = Literal["first", "even", "least", "most"]
_TIES: dict[Ties, int] = {"first": 0, "even": 1, "least": 2, "most": 3}
_BLOCK = 2048
"""Instances whose payoffs and chances are evaluated at once: what keeps memory flat."""
_SIDE_BY_SIDE = 8
"""Instances that are solved side by side, by instructions that do the same to several numbers."""


@dataclass(frozen=True)
class Flat:
    """A tree as arrays.

    Attributes
    ----------
    owner
        By node: the player who chooses, or that nature moves, or that it is an end.
    start, child
        Children of node i are ``child[start[i]:start[i + 1]]``.
    chance
        Along `child`: the place in `exprs` of the chance, for moves of nature.
    paid
        By end, in the order of nodes: the places in `exprs` of the payoffs.
    counts
        By end: indicators of what is counted.
    end
        By node: its place among the ends.
    exprs
        Distinct payoffs and chances.
    players
        How many there are.
    conduct
        By node: where in `child` a party that chooses its conduct there complies; -1 elsewhere.
    opening
        The node that values and chances are read off: where all have signed.
    """

    owner: Whole
    start: Whole
    child: Whole
    chance: Whole
    paid: Whole
    counts: Array
    end: Whole
    exprs: tuple[Expr, ...]
    players: int
    conduct: Whole
    opening: int


def flatten(
    tree: Tree,
    counts: Mapping[str, Sequence[bool]],
    complying: Mapping[str, str] | None = None,
    opening: int | None = None,
) -> Flat:
    """Return a tree as arrays; `counts` says for each label of an end what is counted there.

    With `complying`, by party its act of compliance, the game can also be played with one of them
    complying throughout. Values and chances are read off at the node `opening`, else at the root.
    """
    if not tree.perfect_information:
        raise ValueError("one backward pass needs perfect information")
    place: dict[Expr, int] = {}
    owner: list[int] = []
    start, child, chance = [0], list[int](), list[int]()
    paid: list[list[int]] = []
    counted: list[Sequence[bool]] = []
    end: list[int] = []
    conduct: list[int] = []
    for node in tree.nodes:
        end.append(len(paid))
        conduct.append(_complying(tree, node, complying or {}, len(child)))
        if isinstance(node, Terminal):
            owner.append(_END)
            paid.append([place.setdefault(e, len(place)) for e in node.payoffs])
            counted.append(counts[node.outcome])
        else:
            child += node.children
            if isinstance(node, Chance):
                owner.append(_NATURE)
                chance += [place.setdefault(e, len(place)) for e in node.probabilities]
            else:
                owner.append(tree.infosets[node.infoset].player)
                chance += [0] * len(node.children)
        start.append(len(child))
    return Flat(
        np.array(owner, np.int64),
        np.array(start, np.int64),
        np.array(child, np.int64),
        np.array(chance, np.int64),
        np.array(paid, np.int64).reshape(len(paid), len(tree.players)),
        np.array(counted, np.float64).reshape(len(counted), -1),
        np.array(end, np.int64),
        tuple(place),
        len(tree.players),
        np.array(conduct, np.int64),
        tree.root if opening is None else opening,
    )


def _complying(tree: Tree, node: Node, acts: Mapping[str, str], first: int) -> int:
    if not isinstance(node, Decision):
        return -1
    h = tree.infosets[node.infoset]
    act = acts.get(tree.players[h.player])
    return first + h.actions.index(act) if act in h.actions else -1


def roots(
    flat: Flat,
    params: Mapping[str, Array],
    size: int,
    precision: float | None,
    *,
    comply: int | None = None,
    ties: Ties = "first",
) -> Array:
    """Return values of the players and chances of what is counted, shape (size, players + counts).

    Parameters
    ----------
    flat
        The game.
    params
        Every parameter, each a number or of shape (size,).
    size
        How many instances.
    precision
        Of logit responses; ``None`` for best responses.
    comply
        The number of a player that complies throughout, whatever that costs it; others play as
        they would.
    ties
        Of equally good best responses the ``first`` is taken, menus listing first what breaks a
        tie; or each is as likely (``even``), which is what logit responses tend to as errors
        vanish; or that under which what is counted first comes about ``least`` or ``most``.
    """
    out = np.empty((size, flat.players + flat.counts.shape[1]))
    kept = np.where(flat.owner == (_END if comply is None else comply), flat.conduct, -1)
    steep = np.inf if precision is None else float(precision)
    for low in range(0, size, _BLOCK):
        high = min(size, low + _BLOCK)
        block = {k: v if np.ndim(v) == 0 or v.size == 1 else v[low:high] for k, v in params.items()}
        # What is solved beside the last instances, to make up a whole number, is never read.
        numbers = np.zeros((len(flat.exprs), high - low + _SIDE_BY_SIDE))
        for at, expr in enumerate(flat.exprs):
            numbers[at, : high - low] = expr.at(block)
        _pass(
            flat.owner,
            flat.start,
            flat.child,
            flat.chance,
            flat.paid,
            flat.counts,
            flat.end,
            kept,
            numbers,
            steep,
            _TIES[ties],
            flat.opening,
            out[low:high],
        )
    return out


@njit()
def _pass(owner, start, child, chance, paid, counts, end, kept, numbers, steep, ties, opening, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Solve several instances side by side: what they do alike is done for all of them at once."""
    nodes, players = opening + 1, paid.shape[1]
    width = players + counts.shape[1]
    value = np.zeros((nodes, width, _SIDE_BY_SIDE))
    weight = np.zeros((np.max(start[1:] - start[:-1]) + 1, _SIDE_BY_SIDE))
    top = np.zeros(_SIDE_BY_SIDE)
    for first in range(0, out.shape[0], _SIDE_BY_SIDE):
        for node in range(nodes):
            who = owner[node]
            if who == -2:
                place = end[node]
                for k in range(players):
                    for j in range(_SIDE_BY_SIDE):
                        value[node, k, j] = numbers[paid[place, k], first + j]
                for k in range(counts.shape[1]):
                    for j in range(_SIDE_BY_SIDE):
                        value[node, players + k, j] = counts[place, k]
                continue
            low, high = start[node], start[node + 1]
            if kept[node] >= 0:
                for i in range(low, high):
                    for j in range(_SIDE_BY_SIDE):
                        weight[i - low, j] = 1.0 if i == kept[node] else 0.0
            elif who == -1:
                for i in range(low, high):
                    for j in range(_SIDE_BY_SIDE):
                        weight[i - low, j] = numbers[chance[i], first + j]
            elif steep < np.inf:
                _logit(value, child, low, high, who, steep, weight, top)
            else:
                _best(value, child, low, high, who, players, ties, weight, top)
            value[node] = 0.0
            for i in range(low, high):
                c = child[i]
                for k in range(width):
                    for j in range(_SIDE_BY_SIDE):
                        w = weight[i - low, j]
                        value[node, k, j] += w * value[c, k, j] if w != 0.0 else 0.0
        for j in range(min(_SIDE_BY_SIDE, out.shape[0] - first)):
            for k in range(width):
                out[first + j, k] = value[opening, k, j]


@njit()
def _logit(value, child, low, high, who, steep, weight, top):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Weigh answers by logit responses."""
    for j in range(_SIDE_BY_SIDE):
        top[j] = value[child[low], who, j]
    for i in range(1, high - low):
        for j in range(_SIDE_BY_SIDE):
            worth = value[child[low + i], who, j]
            top[j] = worth if worth > top[j] + _LEVEL else top[j]
    for i in range(high - low):
        for j in range(_SIDE_BY_SIDE):
            gap = value[child[low + i], who, j] - top[j]
            weight[i, j] = 1.0 if gap == 0.0 else np.exp(steep * gap)
    for j in range(_SIDE_BY_SIDE):
        top[j] = 0.0
    for i in range(high - low):
        for j in range(_SIDE_BY_SIDE):
            top[j] += weight[i, j]
    for i in range(high - low):
        for j in range(_SIDE_BY_SIDE):
            weight[i, j] /= top[j]


@njit()
def _best(value, child, low, high, who, counted, ties, weight, top):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Weigh answers by best responses; `counted` is where what is counted first stands."""
    for j in range(_SIDE_BY_SIDE):
        best = 0
        for i in range(1, high - low):
            if value[child[low + i], who, j] > value[child[low + best], who, j] + _LEVEL:
                best = i
        top[j] = value[child[low + best], who, j]
        if ties > 1:  # of equally good answers, the one with the least or the most of it
            sign = -1.0 if ties == 2 else 1.0
            for i in range(high - low):
                more = value[child[low + i], counted, j] - value[child[low + best], counted, j]
                if value[child[low + i], who, j] >= top[j] - _LEVEL and sign * more > 0.0:
                    best = i
        for i in range(high - low):
            weight[i, j] = 1.0 if i == best else 0.0
    if ties == 1:
        for j in range(_SIDE_BY_SIDE):
            total = 0.0
            for i in range(high - low):
                level = value[child[low + i], who, j] - top[j] < -_LEVEL
                weight[i, j] = 0.0 if level else 1.0
                total += weight[i, j]
            for i in range(high - low):
                weight[i, j] /= total
