"""Perfect Bayesian equilibria of trees that are no signalling games."""

from __future__ import annotations

import numpy as np
import pytest
from small_games import models
from small_games.brute_force import pure_equilibria
from small_games.trees import random_tree

from foedus.games import Builder, GameError, evaluate, read_game, solve_pbe
from foedus.games.general import equilibria_of


def told(tree, equilibrium):
    return {
        h.key: dict(zip(h.actions, chances, strict=True))
        for h, chances in zip(tree.infosets, equilibrium.conduct, strict=True)
    }


@pytest.mark.parametrize("part", range(4))
def test_pure_ones_are_those_found_by_trying_everything(part: int):
    """Trees in which one end in six is a catastrophe of up to 10^12, judged in fractions."""
    seen = 0
    for seed in range(part, 160, 4):
        tree = random_tree(seed, 3, 10.0 ** (seed % 13))
        if np.prod([len(h.actions) for h in tree.infosets]) > 128:
            continue
        found = solve_pbe(tree, mixed=False)
        assert found.ok.all()
        chosen = {tuple(int(np.argmax(p)) for p in e.conduct) for e in found.found[0]}
        assert chosen == pure_equilibria(tree), seed
        seen += len(chosen)
    assert seen > 30


def test_every_game_has_one_and_all_are_certified():
    """Kreps & Wilson 1982, proposition 1: so some must be found, whatever the tree."""
    mixed = 0
    for seed in range(1000, 1045):
        tree = random_tree(seed, 3, 10.0 ** (seed % 13))
        solved = solve_pbe(tree)
        assert solved.found[0], seed
        size = max(float(np.abs(u).max()) for u in evaluate(tree, {}).payoffs.values())
        assert all(e.regret <= 1e-8 * size for e in solved.found[0])
        assert any(e.sequential for e in solved.found[0]), seed
        mixed += sum(e.kind in ("mixed", "semi-separating") for e in solved.found[0])
    assert mixed > 3


def test_two_sided_deterrence_with_a_last_move_has_its_closed_form():
    """Zagare & Kilgour 2000, chapter 5: the bluffing equilibrium, and deterrence."""
    params = {"c_dc": 1, "c_sq": 0.6, "c_cd": 0.1, "c_dd_hard": 0.3, "c_dd_soft": 0}
    params |= {"d_cd": 0.9, "d_sq": 1, "d_dc": 0.3, "d_dd_hard": 0.5, "d_dd_soft": 0}
    tree = models.unilateral_deterrence()
    solved = solve_pbe(tree, params | {"hard_c": 0.3, "hard_d": 0.3})
    deterred, bluff = (told(tree, e) for e in solved.found[0])
    assert [e.sequential for e in solved.found[0]] == [True, True]
    assert deterred["hard", 1]["hold"] == deterred["soft", 1]["hold"] == 1
    c, d = 0.4 / 0.9, 0.6 / 0.9
    assert bluff["soft", 1]["demand"] == pytest.approx(0.3 * (1 - d) / (d * 0.7))
    assert bluff["soft"]["resist"] == pytest.approx((c - 0.3) / 0.7)
    assert bluff["hard", 1]["demand"] == bluff["hard"]["resist"] == 1
    assert bluff["soft", 2]["back down"] == bluff["hard", 2]["press on"] == 1


def test_committing_in_public_separates_with_a_bluff():
    """The guarantor moves again after the adversary. By hand: the soft one mixes."""
    tree = models.signalling()
    params = {"firm": 0.3, "met": -1, "gain": 1, "status": 0.2, "cost_firm": 0.2, "cost_soft": 0.9}
    params |= {"face": 0.5, "commit": 0.05, "audience": 0.2}
    solved = solve_pbe(tree, params)
    (mixed,) = (told(tree, e) for e in solved.found[0] if e.kind == "mixed")
    # Firm after commit with chance .4: -.4 + .6 = .2, what holding off pays.
    assert mixed["soft"]["commit"] == pytest.approx(0.3 * 0.6 / (0.7 * 0.4))
    # The soft one is indifferent: silence costs .5, a commitment .05 and .7 if attacked.
    assert mixed["commit"]["attack"] == pytest.approx((0.5 - 0.05) / 0.7)


def test_a_sender_whom_nobody_answers_and_a_lone_message_are_solved():
    b = Builder(("A", "B"))
    draws = {}
    for name, gain in (("x", 1), ("y", -1)):
        ends = {"go": b.terminal((gain, 0)), "stay": b.terminal((0, 0))}
        draws[name] = (0.5, b.decision("A", ends, name))
    (found,) = solve_pbe(b.tree(b.chance(draws))).found[0]
    assert (found.conduct, found.values) == (((1, 0), (0, 1)), (0.5, 0))
    assert solve_pbe(b.tree(b.decision("A", {"only": b.terminal((1, 2))}))).found[0][0].values == (
        1,
        2,
    )
    assert solve_pbe(b.tree(b.terminal((1, 2)))).found[0][0].values == (1, 2)


SELTEN = """EFG 2 R "Selten 1975, figure 1" { "1" "2" "3" }
p "" 1 1 "1" { "L" "R" } 0
p "" 3 1 "3" { "l" "r" } 0
t "" 1 "" { 0 0 0 } t "" 2 "" { 3 2 2 }
p "" 2 1 "2" { "l" "r" } 0
p "" 3 1 0
t "" 3 "" { 0 0 1 } t "" 4 "" { 4 4 0 }
t "" 5 "" { 1 1 1 }
"""


def test_seltens_horse_has_the_sequential_equilibrium_and_not_the_other():
    """Selten 1975, International Journal of Game Theory 4: (R, r, l) is perfect, (L, r, r) is not.

    In (L, r, r) player 2 is not reached but would move where it pays 4 to play l: no belief helps.
    """
    tree = read_game(SELTEN)
    found = solve_pbe(tree).found[0]
    kept = [told(tree, e) for e in found]
    assert all(k["1"]["R"] == 1 and k["2"]["r"] == 1 for k in kept)
    assert all(e.sequential for e in found)
    (e,) = found
    assert kept[0]["3"]["l"] == 1
    (belief,) = (b for b in e.beliefs if not b.reached)
    # l pays 3 nothing after L and 1 after R, l; r pays 2 and nothing.
    assert belief.histories == ("L", "R, l")
    assert belief.low == pytest.approx((0, 2 / 3))
    assert belief.high == pytest.approx((1 / 3, 1))


def test_weak_beliefs_that_no_errors_leave_are_not_called_sequential():
    """B sees a deviation of A, who knows nothing of the draw: errors cannot tell B of it."""
    b = Builder(("A", "B"))
    draws = {}
    for name, right in (("x", 1), ("y", -4)):
        answer = {"yes": b.terminal((-1, right)), "no": b.terminal((2, 0))}
        out = b.decision("B", answer, "out of the way")
        draws[name] = (0.5, b.decision("A", {"on": b.terminal((1, 0)), "off": out}, "A"))
    tree = b.tree(b.chance(draws))
    found, complete = equilibria_of(tree, evaluate(tree, {}), 0, False)
    assert complete
    by_first = {told(tree, e)["A"]["on"]: e for e in found}
    assert by_first[1].sequential is None
    assert by_first[0].sequential


def test_what_is_too_large_says_so():
    b = Builder(("A", "B"))
    ends = [b.terminal((float(i % 7), float(i % 5)), str(i)) for i in range(256)]
    nodes = [
        b.decision("B", {"l": x, "r": y}, i)
        for i, (x, y) in enumerate(zip(ends[::2], ends[1::2], strict=True))
    ]
    level, depth = nodes, 0
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [b.decision("AB"[depth % 2], {"l": x, "r": y}, f"{depth}") for x, y in pairs]
        depth += 1
    with pytest.raises(GameError, match=r"too many|no perfect recall|at most"):
        solve_pbe(b.tree(level[0]))
