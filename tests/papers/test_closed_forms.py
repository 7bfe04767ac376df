"""Closed forms of published models, out of arrangement files that the same compiler reads.

Each file says where its model comes from. Numbers that the paper leaves open are set by the tests.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from foedus.deterrence.compile import compile_game
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import attacks, conduct
from foedus.games import Decision, evaluate, node_values
from foedus.language import read_file

HERE = Path(__file__).parent
unit = st.floats(0.01, 0.99)


def compiled(name):
    arrangement = read_file(HERE / f"{name}.yaml")
    return compile_game(arrangement, [d.days for d in arrangement.occasions], {})


@pytest.fixture(scope="module")
def one_sided():
    return compiled("one-sided-deterrence")


def attacks_at(game, **fixed):
    params = game.chances.values(Draws(1, fixed=fixed))
    return attacks(game, params, 1)[0]


@settings(max_examples=40, deadline=None)
@given(sq=unit, above=unit, below=unit)
def test_one_sided_deterrence(one_sided, sq, above, below):
    dc, dd = sq + above, sq - below
    fixed = {"stakes.CHA.a_SQ": sq, "stakes.CHA.a_DC": dc, "stakes.CHA.a_DD": dd}
    low, high = 0.0, 1.0
    assert attacks_at(one_sided, honour=low, **fixed) == 1
    assert attacks_at(one_sided, honour=high, **fixed) == 0
    while high - low > 1e-9:
        middle = (low + high) / 2
        if attacks_at(one_sided, honour=middle, **fixed):
            low = middle
        else:
            high = middle
    assert low == pytest.approx((dc - sq) / (dc - dd), abs=1e-6)


def action_values(tree, numbers, profile):
    """Return each information set's payoff by action; beliefs from play, even off its path."""
    values, reach, found = node_values(tree, numbers, profile), {tree.root: np.ones(1)}, []
    for x in reversed(range(len(tree.nodes))):  # a node stands before those that lead to it
        for number, child in enumerate(tree.nodes[x].children):
            node = tree.nodes[x]
            odds = profile[node.infoset] if isinstance(node, Decision) else numbers.chance[x]
            reach[child] = reach.get(child, 0) + reach[x] * odds[number]
    for h in tree.infosets:
        weight = np.array([reach[x][0] for x in h.nodes])
        belief = weight / weight.sum() if weight.sum() else np.full(len(weight), 1 / len(weight))
        rows = [[values[c][h.player, 0] for c in tree.nodes[x].children] for x in h.nodes]
        found.append((belief @ np.array(rows))[:, None])
    return found


# Two sides with private resolve ----------------------------------------------------------------


@pytest.fixture(scope="module")
def two_sided():
    return compiled("two-sided-deterrence")


C = {"SQ": 0.5, "DC": 1.0, "CD": 0.2, "DD+": 0.3, "DD-": 0.0}
D = {"SQ": 1.0, "DC": 0.3, "CD": 0.8, "DD+": 0.4, "DD-": 0.0}
C1 = (C["DC"] - C["SQ"]) / (C["DC"] - C["CD"])
C2 = (C["DC"] - C["SQ"]) / (C["DC"] - C["DD+"])
D1 = (D["CD"] - D["DC"]) / (D["CD"] - D["DD-"])


def plays(game, chances):
    """Return a profile from the chance of acting at (deed, resolved), and what is best at each."""
    profile = []
    for h in game.tree.infosets:
        question, own, _ = h.key
        yes = chances[question.clause, bool(own and own[0])]
        profile.append(np.array([[1 - yes], [yes]]))
    return profile


def gains(game, chances, p_c, p_d):
    """Return, by (deed, resolved), what acting brings more than not acting, given all play."""
    fixed = {"resolved.CHA": p_c, "resolved.DEF": p_d}
    params = game.chances.values(Draws(1, fixed=fixed))
    numbers = evaluate(game.tree, params)
    values = action_values(game.tree, numbers, plays(game, chances))
    return {
        (h.key[0].clause, bool(h.key[1] and h.key[1][0])): float(u[1, 0] - u[0, 0])
        for h, u in zip(game.tree.infosets, values, strict=True)
    }


def profile(demands, defies):
    """Return chances of acting: (resolved, irresolute) challengers demand, defenders defy."""
    return {
        ("demand", True): demands[0],
        ("demand", False): demands[1],
        ("defy", True): defies[0],
        ("defy", False): defies[1],
        ("war", True): 1.0,
        ("war", False): 0.0,
    }


def is_equilibrium(game, chances, p_c, p_d):
    gain = gains(game, chances, p_c, p_d)
    return all(
        (gain[at] >= -1e-9 if x == 1 else gain[at] <= 1e-9 if x == 0 else abs(gain[at]) < 1e-9)
        for at, x in chances.items()
    )


@settings(max_examples=60, deadline=None)
@given(p_c=unit, p_d=unit)
def test_two_sided_deterrence_region_by_region(two_sided, p_c, p_d):
    assume(min(abs(p_d - C1), abs(p_d - C2), abs(p_c - D1)) > 1e-6)
    x = p_c * (1 - D1) / (D1 * (1 - p_c))
    y = (C1 - p_d) / (1 - p_d)
    forms = {
        "certain deterrence": profile((0, 0), (1, 0)),
        "separating": profile((1, 0), (1, 0)),
        "attack": profile((1, 1), (1, 0)),
        "bluff": profile((1, x), (1, y)),
    }
    region = (
        "certain deterrence" if p_d > C2 else
        "separating" if p_d > C1 else
        "attack" if p_c > D1 else "bluff"
    )  # fmt: skip
    if region == "certain deterrence":  # off the path a defender believes that it meets resolve
        chances = forms[region]
        gain = gains(two_sided, chances, p_c, p_d)
        assert gain["demand", True] <= 1e-9
        assert gain["demand", False] <= 1e-9
        return
    assert is_equilibrium(two_sided, forms[region], p_c, p_d)
    others = [name for name in forms if name not in (region, "certain deterrence")]
    for name in others:
        mixed = 0 <= x <= 1 and 0 <= y <= 1
        if name != "bluff" or mixed:
            assert not is_equilibrium(two_sided, forms[name], p_c, p_d), name


@settings(max_examples=20, deadline=None)
@given(p_c=st.floats(0.05, 0.9), p_d=st.floats(0.05, 0.9))
def test_the_chances_of_bluffing_solve_the_compiled_game(two_sided, p_c, p_d):
    assume(p_d < C1 - 0.01 and p_c < D1 - 0.01)

    def bluffer(y):
        return gains(two_sided, profile((1, 0.5), (1, y)), p_c, p_d)["demand", False]

    def defier(x):
        return gains(two_sided, profile((1, x), (1, 0.5)), p_c, p_d)["defy", False]

    assert brentq(bluffer, 0, 1) == pytest.approx((C1 - p_d) / (1 - p_d), abs=1e-6)
    assert brentq(defier, 1e-9, 1) == pytest.approx(p_c * (1 - D1) / (D1 * (1 - p_c)), abs=1e-6)


# Signals ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signals():
    return compiled("fearon-signals")


def defender(game, *, f, p, c, v, m, tied):
    """Return what committing, and fighting once committed, bring more to a defender of value v."""
    fixed = {
        "resolved.CHA": 1 - f,
        "stakes.DEF.kept": v,
        "stakes.DEF.war": p * v - c,
        "stakes.DEF.sunk": 0.0 if tied else -m,
        "stakes.DEF.tied": -m if tied else 0.0,
    }
    params = game.chances.values(Draws(1, fixed=fixed))
    chances = []
    for h in game.tree.infosets:
        question, own, seen = h.key
        committed = seen.state.record.performed[game.play.clauses.index.deeds["commit"]]
        if question.clause == "challenge":  # an irresolute one believes a commitment, and only it
            yes = float(not committed or own[0])
        elif question.clause == "fight":
            yes = float(committed)
        else:
            yes = 0.5
        chances.append(np.array([[1 - yes], [yes]]))
    values = action_values(game.tree, evaluate(game.tree, params), chances)
    found = {}
    for h, u in zip(game.tree.infosets, values, strict=True):
        committed = h.key[2].state.record.performed[game.play.clauses.index.deeds["commit"]]
        found[h.key[0].clause, committed] = float(u[1, 0] - u[0, 0])
    return found["commit", False], found["fight", True]


@settings(max_examples=15, deadline=None)
@given(f=st.floats(0.1, 0.9), p=st.floats(0.3, 0.9), share=st.floats(0.05, 0.6))
def test_tying_hands(signals, f, p, share):
    c = share * p

    def cut_off(m):  # who would fight rather than pay for backing down
        return brentq(lambda v: defender(signals, f=f, p=p, c=c, v=v, m=m, tied=True)[1], 0, 1)

    def worth(m):
        return defender(signals, f=f, p=p, c=c, v=cut_off(m), m=m, tied=True)[0]

    m = brentq(worth, 1e-9, c * (1 - 1e-9), xtol=1e-12)
    below = p * (1 - f) + f
    assert m == pytest.approx(f * c / below, abs=1e-6)
    assert cut_off(m) == pytest.approx(c * (1 - f) / below, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(f=st.floats(0.1, 0.9), p=st.floats(0.3, 0.9), share=st.floats(0.05, 0.9))
def test_sinking_costs(signals, f, p, share):
    c = share * p

    def told(v, m):
        return defender(signals, f=f, p=p, c=c, v=v, m=m, tied=False)

    cut_off = brentq(lambda v: told(v, 0.1)[1], 0, 1)
    assert cut_off == pytest.approx(c / p, abs=1e-6)
    m = brentq(lambda m: told(cut_off, m)[0], 0, 1, xtol=1e-12)
    assert m == pytest.approx(f * c / p, abs=1e-6)


# War -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def preventive():
    return compiled("preventive-war")


def fights_now(game, p1, p2, delta, cost):
    fixed = {
        "contest.B.fight.alone": 1 - p1,
        "contest.B.fight.helped": 1 - p2,
        "stakes.B.victory now": 1 / (1 - delta),
        "stakes.B.cost now": -cost,
        "stakes.B.the first period in peace": 1.0,
        "stakes.B.victory later": delta / (1 - delta),
        "stakes.B.cost later": -delta * cost,
        "stakes.B.what A leaves it": delta * ((1 - p2) / (1 - delta) - cost),
    }
    params = game.chances.values(Draws(1, fixed=fixed))
    found = conduct(game, params, 1, None)
    return found["act.B.fight"][0] > 0.5 and found["honoured.rise"][0] < 0.5


@settings(max_examples=40, deadline=None)
@given(p1=unit, rise=st.floats(0.02, 0.9), delta=st.floats(0.3, 0.95))
def test_preventive_war(preventive, p1, rise, delta):
    p2 = p1 + rise * (1 - p1)
    threshold = (delta * p2 - p1) / (1 - delta) ** 2
    assume(threshold > 1e-3)
    low, high = 0.0, 10 + 2 * threshold
    assert fights_now(preventive, p1, p2, delta, low)
    assert not fights_now(preventive, p1, p2, delta, high)
    while high - low > 1e-8:
        middle = (low + high) / 2
        if fights_now(preventive, p1, p2, delta, middle):
            low = middle
        else:
            high = middle
    assert low == pytest.approx(threshold, abs=1e-6)


@pytest.fixture(scope="module")
def bargaining():
    return compiled("risk-return")


def asks(game, x, p, c_a, c_b):
    fixed = {
        "contest.B.fight.alone": 1 - p,
        "stakes.B.what is left": 1 - x,
        "stakes.B.cost": -c_b,
        "stakes.A.the demand": x,
        "stakes.A.cost": -c_a,
    }
    params = game.chances.values(Draws(1, fixed=fixed))
    found = conduct(game, params, 1, None)
    return found["value.A"][0], found["act.B.fight"][0]


def risk(game, x, p, c_a, most):
    """Return the chance of war, and what A can expect, of a demand; B's cost is U[0, most]."""
    low, high = 0.0, most
    if asks(game, x, p, c_a, 0.0)[1] < 0.5:
        return 0.0, asks(game, x, p, c_a, most)[0]
    if asks(game, x, p, c_a, most)[1] > 0.5:
        return 1.0, asks(game, x, p, c_a, 0.0)[0]
    while high - low > 1e-12:
        middle = (low + high) / 2
        if asks(game, x, p, c_a, middle)[1] > 0.5:
            low = middle
        else:
            high = middle
    chance = low / most
    war, peace = asks(game, x, p, c_a, 0.0)[0], asks(game, x, p, c_a, most)[0]
    return chance, chance * war + (1 - chance) * peace


@pytest.mark.parametrize(("p", "c_a", "most"), [(0.4, 0.1, 0.3), (0.5, 0.05, 0.4), (0.2, 0.2, 0.5)])
def test_risk_and_return(bargaining, p, c_a, most):
    best = minimize_scalar(
        lambda x: -risk(bargaining, x, p, c_a, most)[1], bounds=(p, p + most), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    assert best.x == pytest.approx(p + (most - c_a) / 2, abs=1e-6)
    assert risk(bargaining, best.x, p, c_a, most)[0] == pytest.approx(
        (most - c_a) / (2 * most), abs=1e-5
    )
