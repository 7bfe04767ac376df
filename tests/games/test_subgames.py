"""Subgame perfection with simultaneous moves: by hand, by brute force, beside `all_spe`."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from foedus.games import (
    Builder,
    Chance,
    Decision,
    GameError,
    Terminal,
    Tree,
    all_spe,
    solve_subgames,
)
from foedus.games.subgames import subgame_roots


def matrix(b: Builder, pays, key: str, rows="lr", columns="lr", players=("A", "B")) -> int:
    """Return a simultaneous move of two, as a node."""

    def reply(i):
        ends = {y: b.terminal(pays[i][j]) for j, y in enumerate(columns)}
        return b.decision(players[1], ends, f"{key}: {players[1]}")

    moves = {x: reply(i) for i, x in enumerate(rows)}
    return b.decision(players[0], moves, f"{key}: {players[0]}")


def drawn(seed: int) -> Tree:
    """Return random stages: nature or a lone move, then two at once, then a lone move again."""
    rng = np.random.default_rng(seed)
    b = Builder(("A", "B"))

    def end() -> int:
        return b.terminal([int(x) for x in rng.integers(-3, 4, 2)])

    def last(name: str) -> int:
        if rng.random() < 0.5:
            return end()
        return b.decision(rng.choice(["A", "B"]), {"u": end(), "d": end()}, name)

    def both(name: str) -> int:
        def reply(x: str) -> int:
            return b.decision("B", {y: last(f"{name}{x}{y}") for y in "lr"}, f"{name}: B")

        return b.decision("A", {x: reply(x) for x in "lr"}, f"{name}: A")

    if rng.random() < 0.5:
        return b.tree(b.decision("B", {"go": both("one"), "other": both("two")}, "first"))
    return b.tree(b.chance({"h": (0.25, both("one")), "t": (0.75, both("two"))}))


def worth(tree: Tree, root: int, conduct) -> list[Fraction]:
    """Return what a subgame pays, node by node."""
    node = tree.nodes[root]
    if isinstance(node, Terminal):
        return [Fraction(str(float(e.at({})))) for e in node.payoffs]
    if isinstance(node, Chance):
        odds = [Fraction(str(float(e.at({})))) for e in node.probabilities]
    else:
        odds = conduct[node.infoset]
    rows = [worth(tree, c, conduct) for c in node.children]
    return [sum(p * row[i] for p, row in zip(odds, rows, strict=True)) for i in (0, 1)]


def gains(tree: Tree, conduct) -> bool:
    """Tell whether somebody gains in some subgame by any other plan for it."""
    for root in subgame_roots(tree):
        below, waiting = set(), [root]
        while waiting:
            x = waiting.pop()
            below.add(x)
            waiting += getattr(tree.nodes[x], "children", ())
        for i in range(2):
            own = sorted(
                {
                    n.infoset
                    for x in below
                    if isinstance(n := tree.nodes[x], Decision)
                    and tree.infosets[n.infoset].player == i
                }
            )
            held = worth(tree, root, conduct)[i]
            for plan in product(*(range(len(tree.infosets[h].actions)) for h in own)):
                tried = dict(conduct)
                for h, a in zip(own, plan, strict=True):
                    size = len(tree.infosets[h].actions)
                    tried[h] = tuple(Fraction(k == a) for k in range(size))
                if worth(tree, root, tried)[i] > held:
                    return True
    return False


@pytest.mark.parametrize("seed", range(25))
def test_nobody_gains_in_any_subgame_and_no_pure_equilibrium_is_missing(seed: int):
    tree = drawn(seed)
    found = solve_subgames(tree, cap=5000)
    assert found.found
    assert found.complete
    for e in found.found:
        assert not gains(tree, dict(enumerate(e.conduct)))
        assert list(e.values) == worth(tree, tree.root, dict(enumerate(e.conduct)))
    menus = [range(len(h.actions)) for h in tree.infosets]
    if np.prod([len(m) for m in menus]) <= 512 and not found.ends:
        pure = {e.conduct for e in found.found if all(set(m) <= {0, 1} for m in e.conduct)}
        for profile in product(*menus):
            conduct = tuple(
                tuple(Fraction(k == a) for k in m) for m, a in zip(menus, profile, strict=True)
            )
            assert (conduct in pure) == (not gains(tree, dict(enumerate(conduct))))


@pytest.mark.parametrize("seed", range(20))
def test_with_perfect_information_it_is_backward_induction(seed: int):
    rng = np.random.default_rng(seed)
    b = Builder(("A", "B", "C"))

    def node(depth: int, name: str) -> int:
        if depth == 0:
            return b.terminal([int(x) for x in rng.integers(0, 3, 3)])
        below = {a: node(depth - 1, name + a) for a in "xy"}
        return b.decision("ABC"[int(rng.integers(3))], below, name)

    tree = b.tree(node(3, ""))
    theirs = {(e.actions, e.values) for e in all_spe(tree, {}, exact=True).found}
    ours = set()
    for e in solve_subgames(tree).found:
        rows = zip(tree.infosets, e.conduct, strict=True)
        ours.add((tuple(h.actions[m.index(1)] for h, m in rows), e.values))
    assert ours == theirs


def test_a_mixed_subgame_is_worth_its_value():
    """Matching pennies worth 0, before it a choice between that and less: by hand."""
    b = Builder(("A", "B"))
    pennies = matrix(b, [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]], "pennies")
    tree = b.tree(b.decision("A", {"play": pennies, "leave": b.terminal((-0.5, 2))}, "first"))
    (only,) = solve_subgames(tree).found
    assert only.values == (0, 0)
    assert sorted(only.conduct) == [(Fraction(1, 2),) * 2, (Fraction(1, 2),) * 2, (1, 0)]


def test_three_at_once_are_gone_through_in_pure_plans_and_that_is_said():
    """Majority of three: two pure equilibria in which all agree (nobody alone changes it)."""
    b = Builder(("A", "B", "C"))

    def end(votes):
        return b.terminal([3 * (sum(votes) >= 2) - v for v in votes])

    def last(x, y):
        return b.decision("C", {z: end((x == "y", y == "y", z == "y")) for z in "yn"}, "C")

    def then(x):
        return b.decision("B", {y: last(x, y) for y in "yn"}, "B")

    found = solve_subgames(b.tree(b.decision("A", {x: then(x) for x in "yn"}, "A")))
    assert found.pure_only == ("C", "B", "A")
    # Paying 1 to make it pass for 3: none pays, or exactly two do.
    assert sorted(e.values for e in found.found) == [(0, 0, 0), (2, 2, 3), (2, 3, 2), (3, 2, 2)]


def test_what_forgets_is_refused():
    b = Builder(("A",))
    on = b.decision("A", {"e": b.terminal((4,)), "c": b.terminal((1,))}, "x")
    with pytest.raises(GameError, match="absent-minded"):
        solve_subgames(b.tree(b.decision("A", {"e": b.terminal((0,)), "c": on}, "x")))


def test_a_cap_is_told():
    b = Builder(("A", "B"))
    alike = [[(1, 1), (0, 0)], [(0, 0), (1, 1)]]
    first = matrix(b, alike, "one")
    second = matrix(b, [[(2, 2), (0, 0)], [(0, 0), (2, 2)]], "two")
    tree = b.tree(b.chance({"h": (0.5, first), "t": (0.5, second)}))
    assert len(solve_subgames(tree).found) == 9
    capped = solve_subgames(tree, cap=4)
    assert (len(capped.found), capped.complete) == (4, False)
