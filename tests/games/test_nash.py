"""Nash equilibria of two players: against pygambit, by hand, and each by trying every plan."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from itertools import product

import numpy as np
import pytest
from small_games import models

from foedus.games import Builder, GameError, read_game, solve_nash


def drawn(seed: int) -> str:
    """Return a game of few payoffs, so that every other is degenerate."""
    rng = np.random.default_rng(seed)
    m, n = (int(k) for k in rng.integers(2, 5, 2))
    most = 9 if seed % 2 else 1
    cells = " ".join(str(x) for x in rng.integers(-most, most + 1, m * n * 2))
    return f'NFG 1 R "g" {{ "A" "B" }} {{ {m} {n} }} {cells}'


def table(text: str) -> tuple[np.ndarray, int, int]:
    head, _, cells = text.rpartition("}")
    m, n = (int(k) for k in head.split("{")[-1].split())
    return np.array(cells.split(), dtype=int).reshape(n, m, 2).transpose(1, 0, 2), m, n


def ends(found) -> set[tuple]:
    return {pair for s in found.found for pair in product(*s.ends)}


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_is_better_against_any_end_or_their_middle(seed: int):
    pay, m, n = table(drawn(seed))
    found = solve_nash(read_game(drawn(seed)))
    assert found.found
    for s in found.found:
        xs, ys = (np.array([[Fraction(p) for p in mix] for mix in side]) for side in s.ends)
        for x, y in [*product(xs, ys), (xs.sum(axis=0) / len(xs), ys.sum(axis=0) / len(ys))]:
            first, second = pay[:, :, 0] @ y, x @ pay[:, :, 1]
            assert (x.sum(), y.sum()) == (1, 1)
            assert max(first) == x @ first
            assert max(second) == second @ y
    assert (m, n) == (len(found.plans[0]), len(found.plans[1]))


@pytest.mark.parametrize("seed", range(60))
def test_extreme_equilibria_are_those_that_pygambit_enumerates(seed: int):
    pygambit = pytest.importorskip("pygambit")
    game = pygambit.read_nfg(BytesIO(drawn(seed).encode()))
    theirs = {
        tuple(tuple(Fraction(str(e[s])) for s in p.strategies) for p in game.players)
        for e in pygambit.nash.enummixed_solve(game).equilibria
    }
    assert ends(solve_nash(read_game(drawn(seed)))) == theirs


def test_poker_has_its_one_equilibrium():
    (only,) = solve_nash(models.stripped_down_poker()).found
    assert only.values == ((Fraction(1, 3), Fraction(-1, 3)),)
    assert sorted(only.ends[0][0]) == [0, 0, Fraction(1, 3), Fraction(2, 3)]


@pytest.mark.parametrize("worst", [-(10**k) for k in range(1, 13)])
def test_a_catastrophe_moves_chances_and_removes_no_equilibrium(worst: int):
    """Chicken: each dares with chance 1 / (1 - worst - 1) beside the two pure equilibria."""
    text = f'NFG 1 R "c" {{ "A" "B" }} {{ 2 2 }} {worst} {worst} 0 1 1 0 0 0'
    found = ends(solve_nash(read_game(text)))
    dare = Fraction(1, 1 - worst)
    assert found == {((1, 0), (0, 1)), ((0, 1), (1, 0)), ((dare, 1 - dare),) * 2}


def test_a_player_who_forgets_can_plan_and_one_who_is_absent_minded_cannot():
    """A forgets its first move: of its plans the one that ends in 2 is best."""
    b = Builder(("A", "B"))
    later = [
        b.decision("A", {"l": b.terminal((i, 0)), "r": b.terminal((2 - 2 * i, 1))}, "again")
        for i in range(2)
    ]
    tree = b.tree(b.decision("A", {"left": later[0], "right": later[1]}, "first"))
    found = solve_nash(tree)
    assert {s.values[0][0] for s in found.found} == {2}
    second = b.decision("A", {"on": b.terminal((4, 0)), "off": b.terminal((1, 0))}, "twice")
    with pytest.raises(GameError, match="absent-minded"):
        solve_nash(b.tree(b.decision("A", {"on": second, "off": b.terminal((0, 0))}, "twice")))
