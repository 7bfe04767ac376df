"""Perfect Bayesian equilibria of signalling games against published and closed-form ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_games.trees import with_catastrophe

from foedus.games import Builder, GameError, Tree, param, solve_pbe
from foedus.games.perfect_bayesian import senders_of


def beer_and_quiche(strong: float | str = 0.9) -> Tree:
    """Cho & Kreps 1987, Quarterly Journal of Economics 102: 179-221, the beer-quiche game."""
    b = Builder(("A", "B"))

    def kind(name, likes, duel):
        meals = {}
        for meal in ("beer", "quiche"):
            fight = b.terminal((int(meal == likes), duel))
            leave = b.terminal((2 + int(meal == likes), 0))
            meals[meal] = b.decision("B", {"fight": fight, "leave": leave}, meal)
        return b.decision("A", meals, name)

    strong = param(strong) if isinstance(strong, str) else strong
    draw = {
        "strong": (strong, kind("strong", "beer", -1)),
        "weak": (1 - strong, kind("weak", "quiche", 1)),
    }
    return b.tree(b.chance(draw))


def told(tree: Tree, equilibrium) -> dict[str, dict[str, float]]:
    return {
        h.key: dict(zip(h.actions, chances, strict=True))
        for h, chances in zip(tree.infosets, equilibrium.conduct, strict=True)
    }


def test_beer_and_quiche_has_its_two_pooling_equilibria_and_their_beliefs():
    tree = beer_and_quiche()
    solved = solve_pbe(tree)
    assert solved.ok.all()
    assert [e.kind for e in solved.found[0]] == ["pooling", "pooling"]
    for e in solved.found[0]:
        assert e.regret < 1e-12
        (unsent,) = (b for b in e.beliefs if not b.reached)
        # B fights after the meal that nobody takes if weak is at least as likely as strong.
        assert unsent.histories == ("strong", "weak")
        assert unsent.low == pytest.approx((0, 0.5))
        assert unsent.high == pytest.approx((0.5, 1))
        (sent,) = (b for b in e.beliefs if b.reached)
        assert sent.held == pytest.approx((0.9, 0.1))


def test_beer_and_quiche_with_a_likely_weak_type_is_semi_separating():
    """With P(strong) < 1/2 weak mixes so that beer leaves B indifferent, and B mixes after beer."""
    tree = beer_and_quiche("p")
    solved = solve_pbe(tree, {"p": [0.2, 0.4]})
    for i, p in enumerate((0.2, 0.4)):
        semi = [e for e in solved.found[i] if e.kind == "semi-separating"]
        (beer,) = (e for e in semi if told(tree, e)["strong"]["beer"] == 1)
        assert told(tree, beer)["weak"]["beer"] == pytest.approx(p / (1 - p))
        assert told(tree, beer)["beer"]["fight"] == pytest.approx(0.5)
        assert told(tree, beer)["quiche"]["fight"] == 1
        assert max(e.regret for e in solved.found[i]) < 1e-8


def deterrence() -> Tree:
    """Unilateral deterrence with two-sided private information (Zagare & Kilgour 2000).

    The challenger's last move is folded in: after resistance a hard one fights, a soft one backs
    down.
    """
    b = Builder(("Challenger", "Defender"))
    draws = {}
    for c in ("hard", "soft"):
        for d in ("hard", "soft"):
            if c == "hard":
                resisted = b.terminal(("c_DD+", "d_DD+" if d == "hard" else "d_DD-"), "war")
            else:
                resisted = b.terminal(("c_CD", "d_CD"), "challenger backs down")
            answer = {"resist": resisted, "concede": b.terminal(("c_DC", "d_DC"), "concession")}
            demand = b.decision("Defender", answer, f"{d} defender")
            menu = {"demand": demand, "wait": b.terminal(("c_SQ", "d_SQ"), "status quo")}
            node = b.decision("Challenger", menu, f"{c} challenger")
            p = param("p_C") if c == "hard" else 1 - param("p_C")
            q = param("p_D") if d == "hard" else 1 - param("p_D")
            draws[f"{c} C, {d} D"] = (p * q, node)
    return b.tree(b.chance(draws))


C = {"c_DC": 1.0, "c_SQ": 0.6, "c_CD": 0.1, "c_DD+": 0.3}
D = {"d_CD": 0.9, "d_SQ": 1.0, "d_DC": 0.3, "d_DD-": 0.0, "d_DD+": 0.5}
C1, C2 = 0.4 / 0.9, 0.4 / 0.7  # (c_DC - c_SQ) / (c_DC - c_CD), and with c_DD+ in its place
D1 = 0.6 / 0.9  # (d_CD - d_DC) / (d_CD - d_DD-)


@pytest.mark.parametrize("p_c", [0.1, 0.3, 0.9])
@pytest.mark.parametrize("p_d", [0.1, 0.3, 0.5, 0.7])
def test_two_sided_deterrence_has_the_equilibria_of_its_closed_form(p_c: float, p_d: float):
    """Conditions: shared ground truth, from Zagare & Kilgour; formulas derived there."""
    tree = deterrence()
    solved = solve_pbe(tree, C | D | {"p_C": p_c, "p_D": p_d})
    assert solved.ok.all()
    found = [told(tree, e) for e in solved.found[0]]
    demands = {(f["hard challenger"]["demand"], f["soft challenger"]["demand"]) for f in found}
    if p_d > C2:
        assert demands == {(0, 0)}  # certain deterrence, and nothing else
    elif p_d > C1:
        assert (1, 0) in demands
    elif p_c >= D1:
        assert (1, 1) in demands
    else:
        x, y = p_c * (1 - D1) / (D1 * (1 - p_c)), (C1 - p_d) / (1 - p_d)
        (bluff,) = (f for f in found if 0 < f["soft challenger"]["demand"] < 1)
        assert bluff["hard challenger"]["demand"] == pytest.approx(1)
        assert bluff["soft challenger"]["demand"] == pytest.approx(x)
        assert bluff["soft defender"]["resist"] == pytest.approx(y)
        assert bluff["hard defender"]["resist"] == 1


def test_both_pool_where_the_strong_are_likely_and_only_there():
    p = np.linspace(0.05, 0.95, 7)
    found = solve_pbe(beer_and_quiche("p"), {"p": p}, mixed=False).found
    assert [len(es) for es in found] == [0, 0, 0, 2, 2, 2, 2]


@pytest.mark.parametrize("unit", [1e-6, 1e6, 1e90])
def test_the_unit_of_payoffs_does_not_matter(unit: float):
    b = Builder(("A", "B"))
    ends = [b.terminal((unit * s, -unit * s)) for s in (1, -1)]
    left = b.decision("B", {"l": ends[0], "r": ends[1]}, "B")
    right = b.decision("B", {"l": ends[1], "r": ends[0]}, "B")
    (found,) = solve_pbe(b.tree(b.decision("A", {"L": left, "R": right}, "A"))).found[0]
    assert np.array(found.conduct) == pytest.approx(0.5, abs=1e-12)
    assert found.regret < 1e-12 * unit


def test_a_bad_instance_is_marked_and_the_others_are_solved():
    solved = solve_pbe(beer_and_quiche("p"), {"p": [0.9, 1.5, float("nan")]})
    assert solved.ok.tolist() == [True, False, False]
    assert solved.found[1] == ()
    assert solved.why[1] == "payoffs or probabilities not valid"
    assert len(solved.as_json()["equilibria"][0]) == 2


def test_a_type_that_cannot_occur_leaves_the_belief_free():
    """With only strong types, quiche is off the path and a belief in weak is allowed there."""
    solved = solve_pbe(beer_and_quiche("p"), {"p": 1.0})
    assert solved.ok.all()
    assert all(e.regret < 1e-9 for e in solved.found[0])


def test_signalling_games_are_told_from_others():
    b = Builder(("A", "B"))
    end = b.terminal((0, 0))
    again = b.decision("A", {"on": end, "off": b.terminal((1, 1))}, "again")
    b_first = b.decision("B", {"l": end, "r": again}, "answer")
    assert senders_of(b.tree(b.decision("A", {"go": b_first, "stay": end}, "start"))) == ()
    assert senders_of(b.tree(b.decision("A", {"go": again, "stay": end}, "start"))) == ()
    both = [(0.5, b.decision(who, {"x": end}, who)) for who in ("A", "B")]
    assert senders_of(b.tree(b.chance(both))) == ()
    assert senders_of(b.tree(end)) == ()
    assert len(senders_of(beer_and_quiche())) == 2


def test_too_many_supports_are_refused_and_pure_ones_still_found():
    b = Builder(("A", "B"))
    rng = np.random.default_rng(1)
    draws = []
    for t in range(6):
        menu = {}
        for m in "xyz":
            ends = {a: b.terminal(tuple(rng.integers(-9, 9, 2))) for a in "abc"}
            menu[m] = b.decision("B", ends, m)
        draws.append((1 / 6, b.decision("A", menu, f"type {t}")))
    tree = b.tree(b.chance(draws))
    with pytest.raises(GameError, match="combinations of supports are too many"):
        solve_pbe(tree)
    assert solve_pbe(tree, mixed=False).ok.all()


payoff = st.integers(-5, 5).map(float)


@settings(max_examples=5, deadline=None)
@given(st.lists(payoff, min_size=16, max_size=16), st.integers(1, 9))
def test_every_signalling_game_has_an_equilibrium_and_each_is_certified(values, weight):
    b = Builder(("A", "B"))
    pairs = iter(zip(values[::2], values[1::2], strict=True))
    draws = []
    for t, p in (("t", weight / 10), ("u", 1 - weight / 10)):
        menu = {}
        for m in "xy":
            ends = {a: b.terminal(next(pairs)) for a in "ab"}
            menu[m] = b.decision("B", ends, m)
        draws.append((p, b.decision("A", menu, t)))
    solved = solve_pbe(b.tree(b.chance(draws)))
    assert solved.ok.all()
    assert solved.found[0]
    assert max(e.regret for e in solved.found[0]) < 1e-7


def test_a_batch_finds_what_each_instance_alone_finds():
    tree = beer_and_quiche("strong")
    batch = solve_pbe(tree, {"strong": np.linspace(0, 1, 11)})
    assert batch.ok.all()
    for i, strong in enumerate(np.linspace(0, 1, 11)):
        assert solve_pbe(tree, {"strong": [strong]}).found[0] == batch.found[i]


@pytest.mark.parametrize("worst", [-(10.0**k) for k in range(1, 13)])
def test_a_catastrophe_leaves_the_equilibria_that_a_bad_end_has(worst: float):
    """By hand: no fight, or one at the least chance that makes yielding as good.

    Both yield and a stand would be fought; both stand and nobody fights; weak stands so that the
    receiver is indifferent, alone or with strong, and it fights with chance 1 / (1 - worst).
    """
    solved = solve_pbe(with_catastrophe(worst))
    assert solved.ok.all()
    assert [e.kind for e in solved.found[0]] == [*["pooling"] * 2, *["semi-separating"] * 2]
    tree = solved.tree
    for e in solved.found[0][2:]:
        assert told(tree, e)["seen"]["fight"] == pytest.approx(1 / (2 - worst), rel=1e-6)
        strong, weak = (told(tree, e)[k]["stand"] for k in ("strong", "weak"))
        assert 3 * weak == pytest.approx(-worst * strong, rel=1e-6)


def test_no_instance_of_a_batch_changes_another():
    b = Builder(("Sender", "Receiver"))

    def kind(name, duel):
        fight, leave = b.terminal(("war", duel)), b.terminal((2, 0))
        answer = b.decision("Receiver", {"fight": fight, "leave": leave}, "seen")
        return b.decision("Sender", {"stand": answer, "yield": b.terminal((1, 1))}, name)

    tree = b.tree(
        b.chance({"strong": (0.5, kind("strong", "war")), "weak": (0.5, kind("weak", 3))})
    )
    (alone,) = solve_pbe(tree, {"war": [-10.0]}).found
    for other in (-1e9, -1e10, -1e12):
        together = solve_pbe(tree, {"war": [-10.0, other]})
        assert together.ok.all()
        assert together.found[0] == alone
