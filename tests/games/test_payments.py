"""Costs paid at a move: the same game as with each cost repeated at every end behind it."""

from fractions import Fraction

import numpy as np
import pytest

from foedus.games import (
    Builder,
    GameError,
    Paid,
    all_spe,
    fit_precision,
    frequencies,
    many_aqre,
    on_path,
    param,
    read_game,
    solve_aqre,
    solve_limit,
    solve_nash,
    solve_pbe,
    solve_spe,
    solve_subgames,
    write_efg,
)
from foedus.views.game_tree import game_drawn


def pair(seed: int, hidden: bool, depth: int = 3, odds=(0.4, 0.4, 0.2)):
    """Return a random game twice: costs at the moves, and costs at the ends."""
    rng = np.random.default_rng(seed)
    moves, ends = Builder(("A", "B"), "random"), Builder(("A", "B"), "random")

    def toll():
        return [int(x) if rng.random() < 0.5 else 0 for x in rng.integers(-3, 4, 2)]

    def grow(left, past, path, sunk):
        """Build a node of both, with what was paid before."""
        if left == 0 or rng.random() < 0.15:
            pays = [int(x) for x in rng.integers(-4, 5, 2)]
            total = [u + c for u, c in zip(pays, sunk, strict=True)]
            return moves.terminal(pays, path), ends.terminal(total, path)
        kind = rng.choice(["A", "B", "chance"], p=odds)
        below = []
        seen = path if not hidden or rng.random() < 0.4 else ""
        key = "|".join((kind, *past.get(kind, ()), seen))
        for a in "lr":
            cost = toll()
            later = past | ({} if kind == "chance" else {kind: (*past[kind], f"{key}:{a}")})
            spent = [x + y for x, y in zip(sunk, cost, strict=True)]
            one, other = grow(left - 1, later, path + a, spent)
            below.append((moves.paid(cost, one), other))
        menus = [dict(zip("lr", side, strict=True)) for side in zip(*below, strict=True)]
        if kind == "chance":
            p = Fraction(int(rng.integers(1, 4)), 4)
            menus = [{"l": (p, m["l"]), "r": (1 - p, m["r"])} for m in menus]
            return moves.chance(menus[0]), ends.chance(menus[1])
        return moves.decision(kind, menus[0], key), ends.decision(kind, menus[1], key)

    one, other = grow(depth, {"A": (), "B": ()}, "", [0, 0])
    return moves.tree(one), ends.tree(other)


def conduct(solution):
    sets = zip(solution.tree.infosets, solution.profile, strict=True)
    return {h.key: p for h, p in sets}


def alike(one, other):
    assert one.ok.all()
    assert other.ok.all()
    np.testing.assert_allclose(one.values, other.values, atol=1e-8)
    mine, theirs = conduct(one), conduct(other)
    assert mine.keys() == theirs.keys()
    for key, p in mine.items():
        np.testing.assert_allclose(p, theirs[key], atol=1e-8)


def by_key(tree, rows):
    return tuple(sorted((str(h.key), row) for h, row in zip(tree.infosets, rows, strict=True)))


@pytest.mark.parametrize("seed", range(20))
def test_backward_induction_and_all_pure_equilibria(seed):
    paid, plain = pair(seed, hidden=False)
    alike(solve_spe(paid, {}), solve_spe(plain, {}))
    found = [
        {(by_key(t, e.actions), e.values) for e in all_spe(t, {}, exact=True).found}
        for t in (paid, plain)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(6))
def test_logit_equilibria(seed):
    paid, plain = pair(seed, hidden=True)
    for one, other in zip(*(solve_aqre(t, {}, [0.3, 2.0]) for t in (paid, plain)), strict=True):
        alike(one, other)
        mine, theirs = frequencies(one, {}), frequencies(other, {})
        assert mine.keys() == theirs.keys()
        for label, chance in mine.items():
            np.testing.assert_allclose(chance, theirs[label], atol=1e-8)


def test_the_limit_several_starts_and_compiled_checks():
    paid, plain = pair(3, hidden=True)
    one, other = solve_limit(paid, {}), solve_limit(plain, {})
    np.testing.assert_allclose(one.values, other.values, atol=1e-4)
    starts = [many_aqre(t, {}, 1.0, starts=4) for t in (paid, plain)]
    alike(*starts)
    tree, flat = pair(5, hidden=False, depth=4)
    many = {"unused": np.zeros(20_000)}  # enough for the compiled certificate
    alike(*(solve_aqre(t, many, [1.0])[0] for t in (tree, flat)))


@pytest.mark.parametrize("seed", range(12))
def test_perfect_bayesian_equilibria(seed):
    paid, plain = pair(seed, hidden=True)
    sets = [solve_pbe(t, mixed=False).found[0] for t in (paid, plain)]
    told = [
        {(by_key(t, e.conduct), e.values) for e in found}
        for t, found in zip((paid, plain), sets, strict=True)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("seed", range(12))
def test_nash_and_subgame_perfect_equilibria(seed):
    paid, plain = pair(seed, hidden=True, depth=2)
    nash = [{s.values for s in solve_nash(t).found} for t in (paid, plain)]
    assert nash[0] == nash[1]
    both = [
        sorted((by_key(t, e.conduct), e.values) for e in solve_subgames(t).found)
        for t in (paid, plain)
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize("seed", range(8))
def test_a_written_game_reads_back_as_the_same(seed):
    paid, plain = pair(seed, hidden=True)
    again = read_game(write_efg(paid))
    alike(solve_aqre(again, {}, [1.5])[0], solve_aqre(plain, {}, [1.5])[0])
    assert write_efg(paid).count("\nt ") == write_efg(plain).count("\nt ")


def arming():
    """A arms at a cost or waits, then B yields or not, which is the same game either way."""
    b = Builder(("A", "B"), "Arming")
    talk = b.decision("B", {"yield": b.terminal((2, 0), "yielded"), "not": b.terminal((0, "b"))})
    return b.tree(b.decision("A", {"arm": b.paid({"A": -1 * param("cost")}, talk), "wait": talk}))


def test_what_follows_is_one_node_whatever_it_cost_to_come_there():
    tree = arming()
    assert [len(h.nodes) for h in tree.infosets] == [1, 1]
    assert sum(isinstance(node, Paid) for node in tree.nodes) == 1
    found = solve_spe(tree, {"cost": [0.5, -0.5], "b": -1.0})
    assert found.values[0].tolist() == [2.0, 2.5]
    params = {"cost": 0.5, "b": -1.0}
    (path,) = on_path(solve_spe(tree, params), params)
    assert ([s.action for s in path.steps], path.outcome) == (["wait", "yield"], "yielded")


def test_a_payment_that_is_no_number_is_told():
    found = solve_spe(arming(), {"cost": [np.nan, 1.0], "b": 0.0})
    assert found.ok.tolist() == [False, True]
    assert "payoffs nan, 0 at end 'paid on the way'" in found.why[0]


def test_a_payment_to_whom_nobody_knows_is_refused():
    b = Builder(("A",))
    end = b.terminal((1,))
    with pytest.raises(GameError, match=r"a payment pays \['C'\], who do not play"):
        b.paid({"C": 1}, end)


def test_payments_in_a_row_are_one_and_before_an_end_none():
    b = Builder(("A",))
    ends = {a: b.terminal((k,), a) for k, a in enumerate("xy")}
    move = b.decision("A", ends)
    assert b.paid((1,), b.paid((2,), move)) == b.paid((3,), move)
    assert b.paid((1,), b.paid((-1,), move)) == b.paid((0,), move) == move
    assert b.paid((1,), ends["y"]) == b.terminal((2,), "y")


def test_drawn_beside_the_node_where_it_is_paid():
    svg = game_drawn(arming(), {"cost": 0.5, "b": -1.0}, conduct=[[0.0, 1.0], [1.0, 0.0]])
    assert svg.count("B (paid \N{MINUS SIGN}0.5, 0)") == 1
    assert "paid on the way" not in svg
    assert "B (paid \N{MINUS SIGN}cost, 0)" in game_drawn(arming())


def test_precision_fits_alike():
    paid, plain = pair(8, hidden=False)
    assert paid.infosets
    seen = {h.key: {"l": 7, "r": 3} for h in plain.infosets}
    fits = [fit_precision(t, seen) for t in (paid, plain)]
    assert fits[0].precision == pytest.approx(fits[1].precision, rel=1e-4)  # the search ends there
