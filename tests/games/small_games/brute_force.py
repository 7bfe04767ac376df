"""Pure weak perfect Bayesian equilibria by trying everything, sharing nothing with the solvers.

Mas-Colell, Whinston & Green 1995, definitions 9.C.1 to 9.C.3: from every information set on, the
strategy is best given the belief there; beliefs follow Bayes' rule where play comes. In fractions,
so that nothing is judged by a tolerance; beliefs by Fourier-Motzkin elimination.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from foedus.games import Tree
from foedus.games.tree import Chance, Terminal


def paid(tree: Tree, x: int, profile: tuple[int, ...], player: int) -> Fraction:
    node = tree.nodes[x]
    if isinstance(node, Terminal):
        return Fraction(float(node.payoffs[player].at({})))
    if isinstance(node, Chance):
        moves = zip(node.probabilities, node.children, strict=True)
        parts = (Fraction(float(p.at({}))) * paid(tree, c, profile, player) for p, c in moves)
        return sum(parts, Fraction(0))
    return paid(tree, node.children[profile[node.infoset]], profile, player)


def visits(tree: Tree, profile: tuple[int, ...]) -> list[Fraction]:
    reach = [Fraction(0)] * len(tree.nodes)
    todo = [(tree.root, Fraction(1))]
    while todo:
        x, p = todo.pop()
        reach[x] += p
        node = tree.nodes[x]
        if isinstance(node, Chance):
            todo += [
                (c, p * Fraction(float(q.at({}))))
                for q, c in zip(node.probabilities, node.children, strict=True)
            ]
        elif not isinstance(node, Terminal):
            todo.append((node.children[profile[node.infoset]], p))
    return reach


def defended(tree: Tree, h: int, profile: tuple[int, ...], reach: list[Fraction]) -> bool:
    infoset = tree.infosets[h]
    own = [g for g, s in enumerate(tree.infosets) if s.player == infoset.player]
    kept = [paid(tree, x, profile, infoset.player) for x in infoset.nodes]
    losses = set()
    for plan in itertools.product(*(range(len(tree.infosets[g].actions)) for g in own)):
        other = list(profile)
        for g, a in zip(own, plan, strict=True):
            other[g] = a
        told = (paid(tree, x, tuple(other), infoset.player) for x in infoset.nodes)
        losses.add(tuple(k - u for k, u in zip(kept, told, strict=True)))
    weight = [reach[x] for x in infoset.nodes]
    if sum(weight) > 0:
        return all(sum(w * x for w, x in zip(weight, row, strict=True)) >= 0 for row in losses)
    return some_belief(sorted(losses))


def some_belief(rows: list[tuple[Fraction, ...]]) -> bool:
    """Whether weights that are not negative and not all 0 leave no row's sum negative."""
    k = len(rows[0])
    # The last weight is 1 less the others: rows become (constant, coefficients of the others).
    made = {(row[-1], *(x - row[-1] for x in row[:-1])) for row in rows}
    made |= {(Fraction(0), *(Fraction(i == j) for j in range(k - 1))) for i in range(k - 1)}
    made.add((Fraction(1), *(Fraction(-1) for _ in range(k - 1))))
    for _ in range(k - 1):
        up = [r for r in made if r[-1] > 0]
        down = [r for r in made if r[-1] < 0]
        made = {r[:-1] for r in made if r[-1] == 0} | {
            tuple(x / u[-1] - y / d[-1] for x, y in zip(u[:-1], d[:-1], strict=True))
            for u in up
            for d in down
        }
    return all(row[0] >= 0 for row in made)


def pure_equilibria(tree: Tree) -> set[tuple[int, ...]]:
    found = set()
    for profile in itertools.product(*(range(len(h.actions)) for h in tree.infosets)):
        reach = visits(tree, profile)
        if all(defended(tree, h, profile, reach) for h in range(len(tree.infosets))):
            found.add(profile)
    return found
