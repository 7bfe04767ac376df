"""Perfect Bayesian equilibria of any small tree of perfect recall, support by support.

Every combination of supports is tried that survives `supports.defensible`. The chances that are
open in one solve polynomial equations (`polynomial`), so all isolated solutions are found; a
connected set of them is one equilibrium with ranges. Each that is listed is certified by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from foedus.games.assessment import Assessment, Held, Position
from foedus.games.bayesian import BayesianEquilibrium
from foedus.games.beliefs import Belief
from foedus.games.expressions import Array
from foedus.games.numbers import Numbers
from foedus.games.polynomial import System
from foedus.games.supports import Support, defensible, profiles
from foedus.games.tree import Chance, Terminal, Tree
from foedus.games.trembles import survives

_SAME, _ALMOST = 1e-7, 1 - 1e-10
MOST_SETS = 30
"""Connected sets of equilibria that are listed of one instance."""
Conduct = list[Array]


class Solved(NamedTuple):
    """Conduct by information set, the lowest and highest of each chance, beliefs."""

    conduct: Conduct
    low: Conduct
    high: Conduct
    beliefs: list[Held]


def equilibria_of(
    tree: Tree, numbers: Numbers, instance: int, mixed: bool
) -> tuple[list[BayesianEquilibrium], bool]:
    """List the equilibria of one instance, and tell whether the list is complete.

    All pure ones. Of those in which somebody mixes, one for each combination of actions that are
    taken where play comes: others differ only in answers that are never given. Where payoffs tie
    so often that there are more than 30 connected sets, the rest is left out.

    Raises
    ------
    GameError
        Too many combinations, unknowns or plans.
    """
    numbers = numbers.some(np.array([instance]))
    position, order = Position(tree, numbers), {x: place for place, x in enumerate(_paths(tree))}
    names = histories(tree)
    listed: list[BayesianEquilibrium] = []
    seen: set[tuple[tuple[int, Support], ...]] = set()
    sets = 0
    for supports in profiles(defensible(tree, numbers), mixed):
        assessment = Assessment(position, supports)
        met = tuple(
            (h, s)
            for h, s in enumerate(supports)
            if any(assessment.reach[x] for x in tree.infosets[h].nodes)
        )
        pure = all(len(s) == 1 for s in supports)
        if not pure and met in seen:
            continue
        solved = _solved(assessment)
        if solved:
            seen.add(met)
        listed += [_written(position, assessment, names, order, found) for found in solved]
        sets += any(found.low is not found.conduct for found in solved)
        if sets >= MOST_SETS:
            return listed, False
    return listed, True


def _solved(assessment: Assessment) -> list[Solved]:
    """Return the equilibria with these supports: isolated ones, and one for a set of them."""
    system = assessment.system()
    apart: list[Solved] = []
    joined: list[tuple[Array, list[Held]]] = []
    for point in system.points():
        conduct = _exactly(assessment, point)
        alone = system.isolated(point)
        if alone and any(_near(conduct, known.conduct) for known in apart):
            continue
        beliefs = assessment.believed(conduct)
        if beliefs is not None and alone:
            apart.append(Solved(conduct, conduct, conduct, beliefs))
        elif beliefs is not None:
            joined.append((point, beliefs))
    return [*apart, *([_ranged(assessment, system, joined)] if joined else [])]


def _near(one: Conduct, other: Conduct) -> bool:
    return all(np.abs(p - q).max() < _SAME for p, q in zip(one, other, strict=True))


def _exactly(assessment: Assessment, point: Array) -> Conduct:
    """Solve again with the likeliest action as what others leave: so tiny chances stay exact."""
    conduct = assessment.conduct(point)
    pairs = zip(assessment.supports, conduct, strict=True)
    order = [tuple(sorted(s, key=lambda a, p=p: -p[a])) for s, p in pairs]  # type: ignore[misc]
    if tuple(order) == tuple(assessment.supports):
        return conduct
    turned = Assessment(assessment.position, order)
    start = np.array([conduct[h][a] for h, a in turned.unknown])
    solved = turned.system().solved(start)
    return conduct if solved is None else turned.conduct(solved)


def _ranged(
    assessment: Assessment, system: System, joined: Sequence[tuple[Array, list[Held]]]
) -> Solved:
    """Return the point farthest from doing without some action, and how far each chance extends."""

    def least(point: Array) -> float:
        chances = assessment.conduct(point)
        pairs = zip(chances, assessment.supports, strict=True)
        return min(float(p[list(s)].min()) for p, s in pairs)

    points = [point for point, _ in joined]
    inside, beliefs = max(joined, key=lambda pair: least(pair[0]))
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    for j in range(system.k):
        for sign, bound in ((-1.0, low), (1.0, high)):
            start = max(points, key=lambda p, j=j, sign=sign: sign * p[j])  # type: ignore[misc]
            bound[j] = _end(assessment, system, start, j, sign)
    conduct = _exactly(assessment, inside)
    ends = [_span(assessment, h, p, low, high) for h, p in enumerate(conduct)]
    return Solved(conduct, [e[0] for e in ends], [e[1] for e in ends], beliefs)


def _end(assessment: Assessment, system: System, start: Array, j: int, sign: float) -> float:
    """Return how far a chance can be moved one way: straight ahead, and back to the set.

    The very end may be an equilibrium with fewer actions, so steps that leave the set are halved.
    """
    point, step = start, 1.0
    while step > 1e-11:
        ahead = system.ahead(point, j, sign, step)
        tried = None if ahead is None else system.solved(point + _ALMOST * (ahead - point))
        gain = 0.0 if tried is None else float(sign * (tried[j] - point[j]))
        if gain <= 0 or tried is None or not assessment.believed(_exactly(assessment, tried)):
            step /= 4
        else:
            point = tried
            if step == 1 or gain < 1e-12:
                break
    return float(point[j])


def _written(
    position: Position,
    assessment: Assessment,
    names: Sequence[Sequence[str]],
    order: Mapping[int, int],
    solved: Solved,
) -> BayesianEquilibrium:
    tree, (conduct, low, high, held) = position.tree, solved
    values = position.values(conduct)
    regret = 0.0
    for h, belief in enumerate(held):
        worth = belief.weights @ position.table(h, values, conduct)[0]
        regret = max(regret, float(worth.max() - worth[: len(conduct[h])] @ conduct[h]))
    beliefs = []
    for h, b in enumerate(held):
        nodes = tree.infosets[h].nodes
        shown = sorted(range(len(nodes)), key=lambda m, nodes=nodes: order[nodes[m]])  # type: ignore[misc]
        rows = (_tuple(r[shown]) for r in (b.weights, b.low, b.high))
        if len(nodes) > 1:
            beliefs.append(Belief(h, b.reached, tuple(names[h][m] for m in shown), *rows))
    pure = all(len(s) == 1 for s in assessment.supports)
    played, least, most = (tuple(_tuple(p) for p in c) for c in (conduct, low, high))
    paid, sequential = (
        _tuple(values[tree.root, : len(tree.players), 0]),
        survives(position, conduct, held),
    )
    return BayesianEquilibrium(
        "pure" if pure else "mixed",
        played,
        least,
        most,
        tuple(beliefs),
        paid,
        regret,
        sequential,
    )


def _span(
    assessment: Assessment, h: int, chances: Array, low: Array, high: Array
) -> tuple[Array, Array]:
    """Return the range of each chance; that of the first action is what the others leave."""
    first, *others = assessment.supports[h]
    least, most = chances.copy(), chances.copy()
    for a in others:
        place = assessment.unknown[h, a]
        least[a], most[a] = min(low[place], chances[a]), max(high[place], chances[a])
    if len(others) == 1:
        least[first], most[first] = 1 - most[others[0]], 1 - least[others[0]]
    return least, most


def _tuple(values: Array) -> tuple[float, ...]:
    return tuple(float(x) for x in values)


def histories(tree: Tree) -> list[list[str]]:
    """Name the nodes of each information set by the moves that tell them apart.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A", "B"))
    >>> def reply(u):
    ...     return b.decision("B", {"l": b.terminal((u, 0)), "r": b.terminal((0, u))}, "B")
    >>> histories(b.tree(b.decision("A", {"up": reply(1), "down": reply(2)}, "A")))[0]
    ['up', 'down']
    """
    paths = _paths(tree)
    return [_apart([paths[x] for x in h.nodes]) for h in tree.infosets]


def _paths(tree: Tree) -> dict[int, tuple[str, ...]]:
    """Return the first way to each node, nodes in order of the branches."""
    paths: dict[int, tuple[str, ...]] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = [(tree.root, ())]
    while waiting:
        x, path = waiting.pop()
        x = tree.after(x)
        node = tree.nodes[x]
        if x in paths:
            continue
        paths[x] = path
        if not isinstance(node, Terminal):
            menu = node.actions if isinstance(node, Chance) else tree.infosets[node.infoset].actions
            below = zip(node.children, menu, strict=True)
            waiting.extend((c, (*path, action)) for c, action in reversed(list(below)))
    return paths


def _apart(paths: Sequence[tuple[str, ...]]) -> list[str]:
    if len({len(p) for p in paths}) > 1:
        return [", ".join(p) for p in paths]
    columns = list(zip(*paths, strict=True))
    told = [c for c in columns if any(a != b for a, b in pairwise(c))]
    return [", ".join(c[i] for c in told) for i in range(len(paths))]
