"""Which information sets must be solved together.

Given everybody's beliefs, logit responses follow from each other in one backward pass, and a
forward pass then says what the beliefs ought to be. So the unknowns of an equilibrium are only
those log-odds of beliefs that somebody's conduct can move. Often there are none: perfect
information, or types that nothing reveals. Then one pass is the whole solution.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from foedus.games.expressions import Array
from foedus.games.tree import Chance, Decision, Terminal, Tree

UNTHINKABLE = 1e-300
_SAME = 1e-7


@dataclass(frozen=True, slots=True)
class Coupling:
    """How to pass over a tree, and the unknowns that close the loop.

    Attributes
    ----------
    order
        The backward pass: node ``x`` as ``x``, the choice at information set ``h`` as ``~h``.
    size
        Number of unknowns ``k``: first moved log-odds of beliefs, then log-odds of held choices.
    belief
        By information set with several nodes: shape (nodes, k), how the log-weight of each node
        moves with the unknowns, from its weight when everybody plays evenly.
    measured
        By belief unknown: (information set, place in it of the node) whose log-odds against the
        set's first node it stands for.
    held
        By information set whose choice is itself unknown: number of its first unknown. It has
        one for each action but the first.
    lifted
        By information set whose choice follows from the unknowns: number of its first log-odds
        among all `lifts` of them. Newton's method carries them along as values of their own
        (Albersmeyer & Diehl 2010, "The lifted Newton method", SIAM J. Optim. 20), because
        composing steep responses into one equation leaves it almost no room to converge.
    lifts
        How many lifted log-odds there are.
    """

    order: tuple[int, ...]
    size: int
    belief: dict[int, Array] = field(hash=False)
    measured: tuple[tuple[int, int], ...]
    held: dict[int, int] = field(hash=False)
    lifted: dict[int, int] = field(hash=False)
    lifts: int


def log_probability(chance: Array) -> Array:
    """Return logarithms in which an impossible branch is unthinkable rather than undefined.

    Beliefs below a branch of probability zero are then the limit of its becoming possible.
    """
    logs: Array = np.log(np.maximum(chance, UNTHINKABLE))
    return logs


def log_reach(
    tree: Tree, log_play: Sequence[Array], log_chance: Mapping[int, Array]
) -> list[Array]:
    """Return the logarithm of the chance of reaching every node."""
    reach: list[Array | None] = [None] * len(tree.nodes)
    reach[tree.root] = np.zeros(1)
    for number in range(tree.root, -1, -1):
        node, here = tree.nodes[number], reach[number]
        if isinstance(node, Terminal) or here is None:
            continue
        step = log_chance[number] if isinstance(node, Chance) else log_play[node.infoset]
        for index, child in enumerate(node.children):
            there, so_far = here + step[index], reach[child]
            reach[child] = there if so_far is None else np.logaddexp(so_far, there)
    return [r if r is not None else np.full((), -np.inf) for r in reach]


@lru_cache(maxsize=16)
def couple(tree: Tree) -> Coupling:
    """Find the unknowns of a tree: the beliefs that conduct can move, each once.

    Equal movements are found by trying random conduct (identity testing): log-odds that move as a
    fixed combination of others do under it are no unknown of their own.
    """
    columns, where = _distinct_movements(tree)
    basis, weights = _basis(tree, columns)
    held = _cheaper_held(tree, where, weights)
    order, held = _schedule(tree, held)
    return _assemble(tree, where, [columns[b] for b in basis], weights, order, held)


Place = tuple[int, int]
"""An information set, and the place in it of a node other than the first."""


def _movements(tree: Tree, trials: int) -> dict[Place, Array]:
    """Return how the log-odds of nodes move when conduct leaves even play, shape (trials,)."""
    rng = np.random.default_rng(20100)
    chance = {
        i: np.log(rng.dirichlet(np.ones(len(node.children)), trials).T + 1e-3)
        for i, node in enumerate(tree.nodes)
        if isinstance(node, Chance)
    }
    even = [np.full((len(h.actions), 1), -np.log(len(h.actions))) for h in tree.infosets]
    play = [np.log(rng.dirichlet(np.ones(len(h.actions)), trials).T + 1e-3) for h in tree.infosets]
    before, after = log_reach(tree, even, chance), log_reach(tree, play, chance)
    return {
        (i, place): (after[x] - after[h.nodes[0]]) - (before[x] - before[h.nodes[0]])
        for i, h in enumerate(tree.infosets)
        for place, x in enumerate(h.nodes)
        if place
    }


@lru_cache(maxsize=16)
def moved_infosets(tree: Tree) -> frozenset[int]:
    """Return the information sets whose beliefs depend on conduct."""
    return frozenset(
        i for (i, _), movement in _movements(tree, 8).items() if np.abs(movement).max() >= _SAME
    )


def _distinct_movements(tree: Tree) -> tuple[list[Place], dict[Place, int]]:
    """Return one place for each movement that differs, and which movement each place has."""
    if tree.perfect_information:
        return [], {}
    columns: list[Place] = []
    known: dict[bytes, int] = {}
    where: dict[Place, int] = {}
    for place, movement in sorted(_movements(tree, 8).items(), key=lambda item: -item[0][0]):
        if np.abs(movement).max() < _SAME:
            continue
        key = (np.round(movement / _SAME / 100) + 0.0).tobytes()
        if key not in known:
            known[key] = len(columns)
            columns.append(place)
        where[place] = known[key]
    return columns, where


def _basis(tree: Tree, columns: list[Place]) -> tuple[list[int], list[dict[int, float]]]:
    """Return independent movements, and every movement as a combination of them."""
    if not columns:
        return [], []
    moves = _movements(tree, len(columns) + 8)
    basis: list[int] = []
    directions = np.zeros((len(columns), len(columns) + 8))
    triangle = np.zeros((len(columns), len(columns)))
    weights: list[dict[int, float]] = []
    for number, place in enumerate(columns):
        rank = len(basis)
        along = directions[:rank] @ moves[place]
        rest = moves[place] - along @ directions[:rank]
        again = directions[:rank] @ rest
        rest -= again @ directions[:rank]
        length = float(np.linalg.norm(rest))
        if length > _SAME * 10 * (1 + float(np.linalg.norm(moves[place]))):
            directions[rank] = rest / length
            triangle[: rank + 1, rank] = [*(along + again), length]
            basis.append(number)
            weights.append({rank: 1.0})
        else:
            mix = np.linalg.solve(triangle[:rank, :rank], along + again)
            weights.append({int(i): float(mix[i]) for i in np.flatnonzero(np.abs(mix) > 1e-6)})
    return basis, weights


def _cheaper_held(tree: Tree, where: dict[Place, int], weights: list[dict[int, float]]) -> set[int]:
    """Return information sets whose choices are fewer unknowns than their beliefs."""
    uses: dict[int, set[int]] = {}
    for (infoset, _), column in where.items():
        uses.setdefault(infoset, set()).update(weights[column])
    held: set[int] = set()
    left = set(uses)
    while left:
        group, seen = {left.pop()}, set[int]()
        while True:
            seen = set[int]().union(*(uses[i] for i in group))
            grown = {i for i in uses if uses[i] & seen}
            if grown == group:
                break
            group = grown
        left -= group
        if sum(len(tree.infosets[i].actions) - 1 for i in group) < len(seen):
            held |= group
    return held


def _schedule(tree: Tree, held: set[int]) -> tuple[tuple[int, ...], set[int]]:
    """Order the backward pass; where players cannot tell who moved first, hold one's choice."""
    parents: list[list[int]] = [[] for _ in tree.nodes]
    missing = [0] * len(tree.nodes)
    open_children = [0] * len(tree.infosets)
    for number, node in enumerate(tree.nodes):
        if isinstance(node, Terminal):
            continue
        for child in node.children:
            parents[child].append(number)
        missing[number] = len(node.children) + isinstance(node, Decision)
        if isinstance(node, Decision):
            open_children[node.infoset] += len(node.children)
    held = set(held)
    order: list[int] = []
    chosen: set[int] = set()
    ready = deque(n for n, node in enumerate(tree.nodes) if isinstance(node, Terminal))

    def choose(infoset: int) -> None:
        chosen.add(infoset)
        order.append(~infoset)
        for x in tree.infosets[infoset].nodes:
            missing[x] -= 1
            if not missing[x]:
                ready.append(x)

    for infoset in sorted(held):
        choose(infoset)
    while True:
        while ready:
            number = ready.popleft()
            if not isinstance(tree.nodes[number], Terminal):
                order.append(number)
            for parent in parents[number]:
                above = tree.nodes[parent]
                missing[parent] -= 1
                if not missing[parent]:
                    ready.append(parent)
                if isinstance(above, Decision):
                    open_children[above.infoset] -= 1
                    if not open_children[above.infoset] and above.infoset not in chosen:
                        choose(above.infoset)
        waiting = [i for i in range(len(tree.infosets)) if i not in chosen]
        if not waiting:
            return tuple(order), held
        stuck = min(waiting, key=lambda i: open_children[i])
        held.add(stuck)
        choose(stuck)


def _assemble(
    tree: Tree,
    where: dict[Place, int],
    measured: list[Place],
    weights: list[dict[int, float]],
    order: tuple[int, ...],
    held: set[int],
) -> Coupling:
    """Give numbers to the unknowns that are left once held choices need no beliefs."""
    needed = sorted(set[int]().union(*(weights[c] for (i, _), c in where.items() if i not in held)))
    place = {b: n for n, b in enumerate(needed)}
    size, first = len(needed), {}
    for infoset in sorted(held):
        first[infoset] = size
        size += len(tree.infosets[infoset].actions) - 1
    belief: dict[int, Array] = {}
    for i, h in enumerate(tree.infosets):
        if len(h.nodes) > 1:
            belief[i] = np.zeros((len(h.nodes), size))
            for n in range(1, len(h.nodes)):
                for b, weight in weights[where[i, n]].items() if (i, n) in where else ():
                    if b in place:
                        belief[i][n, place[b]] = weight
    lifted, lifts = _lifted(tree, order, belief, held)
    return Coupling(order, size, belief, tuple(measured[b] for b in needed), first, lifted, lifts)


def _lifted(
    tree: Tree, order: tuple[int, ...], belief: dict[int, Array], held: set[int]
) -> tuple[dict[int, int], int]:
    """Give numbers to log-odds of choices that depend on unknowns without being unknowns."""
    moved = np.zeros(len(tree.nodes), dtype=bool)
    lifted: dict[int, int] = {}
    count = 0
    for step in order:
        if step >= 0:
            node = tree.nodes[step]
            assert not isinstance(node, Terminal)
            chosen = isinstance(node, Decision) and (node.infoset in held | lifted.keys())
            moved[step] = chosen or any(moved[c] for c in node.children)
        elif ~step not in held:
            h = tree.infosets[~step]
            below = (c for x in h.nodes for c in tree.nodes[x].children)  # type: ignore[union-attr]
            if any(moved[c] for c in below) or (~step in belief and belief[~step].any()):
                lifted[~step] = count
                count += len(h.actions) - 1
    return lifted, count
