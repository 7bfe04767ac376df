"""Trees as arrays, passed over by compiled code: certificates, and large trees solved.

What `certificate`, `spe` and `aqre` do node by node in NumPy takes some 100 microseconds for a
node however few the instances are. Here a node takes nanoseconds, so that a million are solved in
seconds and a certificate costs little beside its solution. One pass finds conduct; the pass that
certifies it shares nothing with it but payoffs and conduct.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.compiling import njit
from foedus.games.certificate import EPS, NOTHING, TIE, TOLERANCE, Checked
from foedus.games.coupling import UNTHINKABLE
from foedus.games.expressions import Array
from foedus.games.induction import induce, shape_of
from foedus.games.tree import Chance, Decision, Numbers, Terminal, Tree

compiled = njit(error_model="numpy")


class Flat(NamedTuple):
    """A tree as arrays. Moves have a row each in a table of probabilities, nature's first.

    Attributes
    ----------
    kind
        By node: its information set; −1 for chance, −2 at an end.
    first, child, row
        ``first[x]`` to ``first[x + 1]`` are the places of node ``x`` in `child` and `row`.
    player, actions
        By information set: who moves, and the row of the first action; last, the number of rows.
    nodes_at, nodes
        By information set: where its nodes begin in `nodes`.
    """

    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    child: NDArray[np.int64]
    row: NDArray[np.int64]
    player: NDArray[np.int64]
    actions: NDArray[np.int64]
    nodes_at: NDArray[np.int64]
    nodes: NDArray[np.int64]


def flatten(tree: Tree) -> Flat:
    """Return a tree as arrays."""
    moves = sum(len(node.children) for node in tree.nodes if isinstance(node, Chance))
    actions = np.cumsum([moves, *(len(h.actions) for h in tree.infosets)])
    start = actions.tolist()
    kind, first, child, row, used = list[int](), [0], list[int](), list[int](), 0
    for node in tree.nodes:
        if isinstance(node, Terminal):
            kind.append(-2)
        else:
            kind.append(node.infoset if isinstance(node, Decision) else -1)
            at = start[node.infoset] if isinstance(node, Decision) else used
            used += len(node.children) if isinstance(node, Chance) else 0
            child += node.children
            row += range(at, at + len(node.children))
        first.append(len(child))
    nodes_at = np.cumsum([0, *(len(h.nodes) for h in tree.infosets)])
    nodes = [x for h in tree.infosets for x in h.nodes]
    player = [h.player for h in tree.infosets]
    arrays = (kind, first, child, row, player, actions, nodes_at, nodes)
    return Flat(*(np.array(a, dtype=np.int64) for a in arrays))


def _tables(tree: Tree, flat: Flat, numbers: Numbers) -> tuple[Array, Array]:
    """Return payoffs of ends and probabilities with nature's filled in, instances first.

    Shapes (n, ends, 2 × players) and (n, rows); payoffs are followed by their absolute values,
    which sums of payoffs are then compared with.
    """
    payoffs = np.array(list(numbers.payoffs.values()))
    payoffs = np.concatenate([payoffs, np.abs(payoffs)], axis=1)
    chances = np.zeros((numbers.n, int(flat.actions[-1])))
    if numbers.chance:
        chances[:, : flat.actions[0]] = np.concatenate(list(numbers.chance.values())).T
    return np.ascontiguousarray(payoffs.transpose(2, 0, 1)), chances


def check(
    tree: Tree, numbers: Numbers, precision: float | None, log_play: Sequence[Array]
) -> Checked:
    """Return how far conduct is from equilibrium, in as many threads as processors."""
    flat = flatten(tree)
    payoffs, log_odds = _tables(tree, flat, numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds[:, : flat.actions[0]] = np.log(np.maximum(log_odds[:, : flat.actions[0]], 0))
    if log_play:
        log_odds[:, flat.actions[0] :] = np.concatenate(
            [np.broadcast_to(p, (len(p), numbers.n)) for p in log_play]
        ).T
    return _checked(tree, flat, numbers.n, precision, payoffs, log_odds)


def _checked(
    tree: Tree, flat: Flat, n: int, precision: float | None, payoffs: Array, log_odds: Array
) -> Checked:
    values, ties = np.zeros((len(tree.players), n)), np.zeros((len(tree.infosets), n), np.bool_)
    found = Checked(values, np.zeros(n), np.zeros(n), np.zeros(n), ties, np.zeros(ties.shape))
    errs = -1.0 if precision is None else precision
    workers = os.cpu_count() or 1
    size = max(64, -(-n // workers))

    def part(start: int) -> None:
        _check(flat, errs, payoffs, log_odds, start, min(start + size, n), found)

    if n <= size:
        part(0)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(part, range(0, n, size)))
    return found


def induced(tree: Tree, numbers: Numbers, precision: float | None) -> tuple[list[Array], Checked]:
    """Solve perfect information by backward induction, or by logit responses at a precision.

    Returns
    -------
    tuple
        By information set, choice probabilities of shape (actions, n); and their check.
    """
    flat = flatten(tree)
    payoffs, chances = _tables(tree, flat, numbers)
    ends, columns = payoffs.shape[1:]
    rows = np.concatenate([payoffs.reshape(numbers.n, -1), chances[:, : flat.actions[0]]], axis=1)
    first = {x: at * columns for at, x in enumerate(numbers.payoffs)}
    shape = shape_of(
        tree,
        lambda x, _: range(first[x], first[x] + columns),
        lambda x, _: (flat.row[flat.first[x] : flat.first[x + 1]] + ends * columns).tolist(),
    )
    _, odds = induce(
        shape, rows.T, numbers.n, precision, shape.paid, bulk=columns // 2, played=True
    )
    play = []
    for h in tree.infosets:
        (x,) = h.nodes
        play.append(odds[flat.first[x] : flat.first[x + 1]])
    chances[:, flat.actions[0] :] = np.concatenate([p.T for p in play], axis=1) if play else 0
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(np.maximum(chances, 0))
    return play, _checked(tree, flat, numbers.n, precision, payoffs, log_odds)


@compiled
def _larger(a: float, b: float) -> float:
    """Return the larger; what is not a number stays."""
    return b if b > a or b != b else a


@compiled
def _logit(own: Any, actions: int, precision: float, out: Any, first: int) -> None:
    """Write logit chances of the first so many payoffs into `out`, from `first` on."""
    most, total = -np.inf, 0.0
    for a in range(actions):
        most = _larger(most, own[a])
    for a in range(actions):
        out[first + a] = np.exp(precision * (own[a] - most))
        total += out[first + a]
    for a in range(actions):
        out[first + a] /= total


@compiled
def _best(own: Any, actions: int) -> int:
    """Return the first of the largest; what is not a number counts as larger."""
    best = 0
    for a in range(1, actions):
        if own[a] > own[best] or own[a] != own[a]:
            best = a
    return best


@compiled
def _valued(flat: Any, payoffs: Any, i: int, odds: Any, values: Any) -> None:
    """Fill in what every node is worth to each player."""
    end, players = 0, values.shape[1]
    for x in range(len(flat.kind)):
        if flat.kind[x] == -2:
            for k in range(players):
                values[x, k] = payoffs[i, end, k]
            end += 1
            continue
        for k in range(players):
            values[x, k] = 0
        for e in range(flat.first[x], flat.first[x + 1]):
            p = odds[flat.row[e]]
            if p != 0:
                for k in range(players):
                    values[x, k] += p * values[flat.child[e], k]


@compiled
def _reached(flat: Any, log_odds: Any, i: int, reach: Any) -> None:
    """Fill in the logarithm of every node's reach; nature's zeros are unthinkable only."""
    reach[:] = -np.inf
    reach[-1] = 0
    least = np.log(UNTHINKABLE)
    for x in range(len(flat.kind) - 1, -1, -1):
        for e in range(flat.first[x], flat.first[x + 1]):
            step = log_odds[i, flat.row[e]]
            there = reach[x] + (max(step, least) if flat.kind[x] == -1 else step)
            so_far = reach[flat.child[e]]
            most, less = max(there, so_far), min(there, so_far)
            if less == -np.inf:
                reach[flat.child[e]] = most
            else:
                reach[flat.child[e]] = most + np.log1p(np.exp(less - most))


@compiled
def _believed(flat: Any, reach: Any, belief: Any, depth: Any) -> None:
    """Fill in beliefs at all information sets, and the largest logarithm that each used."""
    for h in range(len(flat.player)):
        first, last = flat.nodes_at[h], flat.nodes_at[h + 1]
        if last == first + 1:
            belief[first] = 1
            continue
        most, total, depth[h] = -np.inf, 0.0, 0.0
        for m in range(first, last):
            most = _larger(most, reach[flat.nodes[m]])
            depth[h] = _larger(depth[h], abs(reach[flat.nodes[m]]))
        for m in range(first, last):
            belief[m] = np.exp(reach[flat.nodes[m]] - most)
            total += belief[m]
        for m in range(first, last):
            belief[m] /= total


@compiled
def _check(
    flat: Any, precision: float, payoffs: Any, log_odds: Any, start: int, stop: int, found: Any
) -> None:
    """Check instances `start` to `stop` from their conduct alone."""
    nodes, columns = len(flat.kind), payoffs.shape[2]
    values, reach, belief = np.empty((nodes, columns)), np.empty(nodes), np.ones(len(flat.nodes))
    depth = np.zeros(len(flat.player))
    room = np.empty((3, np.diff(flat.first).max() + 1))
    for i in range(start, stop):
        odds = np.exp(log_odds[i])
        _valued(flat, payoffs, i, odds, values)
        found.values[:, i] = values[-1, : columns // 2]
        if len(flat.nodes) > len(flat.player):
            _reached(flat, log_odds, i, reach)
            _believed(flat, reach, belief, depth)
        for h in range(len(flat.player)):
            _compare(flat, precision, odds, belief, depth[h], values, room, h, i, found)


@compiled
def _compare(
    flat: Any,
    precision: float,
    odds: Any,
    belief: Any,
    depth: float,
    values: Any,
    room: Any,
    h: int,
    i: int,
    found: Any,
) -> None:
    """Compare what an information set does with what its actions are worth; see `checked`."""
    own, bulk, out = room
    first, player = flat.actions[h], flat.player[h]
    actions, other = flat.actions[h + 1] - first, player + values.shape[1] // 2
    own[:actions] = bulk[:actions] = 0
    for m in range(flat.nodes_at[h], flat.nodes_at[h + 1]):
        start = flat.first[flat.nodes[m]]
        for a in range(actions):
            own[a] += belief[m] * values[flat.child[start + a], player]
            bulk[a] += belief[m] * values[flat.child[start + a], other]
    best, mean, met, near = _best(own, actions), 0.0, 0.0, 0
    for a in range(actions):
        mean += own[a] * odds[first + a]
        met += bulk[a] * odds[first + a]
        near += own[a] >= own[best] - TIE * (bulk[a] + bulk[best])
    lost = own[best] - mean
    rounding = TIE * (bulk[best] + met)
    found.regret[i] = _larger(found.regret[i], lost)
    found.regrets[h, i] = 0.0 if lost <= NOTHING * rounding else lost
    found.ties[h, i] = near > 1
    if precision < 0:
        found.excess[i] = _larger(found.excess[i], lost - rounding)
        return
    _logit(own, actions, precision, out, 0)
    wrong = 0.0
    for a in range(actions):
        wrong = _larger(wrong, abs(out[a] - odds[first + a]))
    found.residual[i] = _larger(found.residual[i], wrong)
    rounding = 16 * EPS * precision * met * (1 + depth)
    found.excess[i] = _larger(found.excess[i], wrong - TOLERANCE - rounding)
