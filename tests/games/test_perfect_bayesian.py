"""Perfect Bayesian equilibria of signalling games against published and closed-form ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.games import Builder, GameError, Tree, param
from foedus.games.beliefs import belief_ranges, supporting
from foedus.games.indifference import Conditions, indifferent, may_hold
from foedus.games.perfect_bayesian import pure_profiles, solve_pbe
from foedus.games.signalling import signals


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


def test_the_batch_tells_the_same_pure_equilibria_as_one_at_a_time():
    tree = beer_and_quiche("p")
    p = np.linspace(0.05, 0.95, 7)
    profiles, holds = pure_profiles(tree, {"p": p})
    for i, one in enumerate(p):
        alone, held = pure_profiles(tree, {"p": one})
        assert alone == profiles
        assert (held[:, 0] == holds[:, i]).all()
    assert holds.sum(axis=0).tolist() == [0, 0, 0, 2, 2, 2, 2]


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


def test_games_that_are_not_signalling_say_why():
    b = Builder(("A", "B"))
    end = b.terminal((0, 0))
    again = b.decision("A", {"on": end, "off": b.terminal((1, 1))}, "again")
    b_first = b.decision("B", {"l": end, "r": again}, "answer")
    with pytest.raises(GameError, match="'again' comes after the answer at 'answer'"):
        signals(b.tree(b.decision("A", {"go": b_first, "stay": end}, "start")))
    with pytest.raises(GameError, match="A moves again at information set 'again'"):
        signals(b.tree(b.decision("A", {"go": again, "stay": end}, "start")))
    with pytest.raises(GameError, match="both move first"):
        signals(
            b.tree(
                b.chance(
                    [
                        (0.5, b.decision("A", {"x": end}, "a")),
                        (0.5, b.decision("B", {"x": end}, "b")),
                    ]
                )
            )
        )
    draw = b.chance([(0.5, b.decision("B", {"x": end, "y": again}, "late")), (0.5, end)])
    with pytest.raises(GameError, match="nature moves between a message"):
        signals(b.tree(b.decision("A", {"go": draw, "stay": end}, "start")))
    with pytest.raises(GameError, match="nobody decides"):
        signals(b.tree(end))


def test_too_many_supports_are_refused_and_pure_ones_still_found():
    b = Builder(("A", "B"))
    rng = np.random.default_rng(1)
    draws = []
    for t in range(3):
        menu = {}
        for m in "xyz":
            ends = {a: b.terminal(tuple(rng.integers(-9, 9, 2))) for a in "abc"}
            menu[m] = b.decision("B", ends, m)
        draws.append((1 / 3, b.decision("A", menu, f"type {t}")))
    tree = b.tree(b.chance(draws))
    with pytest.raises(GameError, match="117,649 pairs of supports are too many"):
        solve_pbe(tree)
    assert solve_pbe(tree, mixed=False).ok.all()


payoff = st.integers(-5, 5).map(float)


@settings(max_examples=60, deadline=None)
@given(st.lists(payoff, min_size=12, max_size=12), st.integers(2, 3))
def test_closed_form_beliefs_are_those_of_the_linear_programme(values: list[float], answers: int):
    payoffs = np.array(values[: 2 * answers]).reshape(2, answers, 1)
    possible, low, high = belief_ranges(payoffs)
    for a in range(answers):
        found = supporting(payoffs[:, :, 0], [a])
        assert (found is not None) == possible[a, 0]
        if found is not None:
            assert found[1][0] == pytest.approx(low[a, 0], abs=1e-7)
            assert found[2][0] == pytest.approx(high[a, 0], abs=1e-7)


@settings(max_examples=8, deadline=None)
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


@settings(max_examples=60, deadline=None)
@given(st.lists(payoff, min_size=12, max_size=12), st.lists(payoff, min_size=8, max_size=8))
def test_a_line_of_solutions_is_as_long_as_the_linear_programmes_say(equal, at_most):
    """Two groups of three and two chances, two equations, one condition: mostly a line is left."""
    rows = np.array(equal).reshape(2, 6), np.array(at_most[:6]).reshape(1, 6)
    conditions = Conditions({0: (0, 1, 2), 1: (0, 1)}, *rows)
    sums = np.array([[1.0, 1, 1, 0, 0], [0, 0, 0, 1, 1]])
    fixed = np.vstack([sums, rows[0][:, :5]])
    to = np.append([1.0, 1.0], -rows[0][:, 5])
    if np.linalg.matrix_rank(fixed) != 4:
        return
    line, many = conditions.extent(), conditions._many(fixed, to)
    assert (line is None) == (many is None)
    if line is not None:
        assert conditions.can_hold()
        assert line.low == pytest.approx(many.low, abs=1e-6)
        assert line.high == pytest.approx(many.high, abs=1e-6)
        assert line.point.min() == pytest.approx(many.point.min(), abs=1e-6)


def test_what_may_hold_is_told_for_all_instances_as_for_each():
    rng = np.random.default_rng(7)
    tables = {h: rng.integers(-3, 4, (200, 2, 5)).astype(float) for h in (5, 6)}
    column = {(0, 0): 0, (0, 1): 1, (1, 0): 2, (1, 1): 3}
    both = 0
    for own in ({5: (0,), 6: (0, 1)}, {5: (0, 1), 6: (1,)}, {5: (1,)}):
        for others in ({0: (0, 1), 1: (1,)}, {0: (0,), 1: (0, 1)}, {0: (0, 1), 1: (0, 1)}):
            told = may_hold(tables, own, others, column)
            alone = [
                indifferent({h: t[i] for h, t in tables.items()}, own, others, column).can_hold()
                for i in range(200)
            ]
            assert told.tolist() == alone
            both += told.sum()
    assert 0 < both < 1800


def test_a_batch_finds_what_each_instance_alone_finds():
    tree = beer_and_quiche("strong")
    batch = solve_pbe(tree, {"strong": np.linspace(0, 1, 11)})
    assert batch.ok.all()
    for i, strong in enumerate(np.linspace(0, 1, 11)):
        assert solve_pbe(tree, {"strong": [strong]}).found[0] == batch.found[i]
