"""Games of crisis bargaining against the closed forms of their papers.

Formulas from the shared ground truth, where they were derived from the models named.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.games import Builder, Tree, on_path, param, solve_spe

F, P, C = 0.35, 0.6, 0.25
"""Chance that the challenger will not fight; chance of winning; cost of war."""


def signalling_value(cost: str) -> Tree:
    """A defender of private value v sends m or nothing; the challenger then may challenge.

    `cost` says whether m is paid on backing down (hands tied) or at once (sunk). Without a signal
    the challenger takes the prize.
    """
    b = Builder(("Defender",))
    v, m, c = param("v"), param("m"), param("c")
    sunk = m if cost == "sunk" else 0 * m
    stands = {
        "fight": b.terminal((P * v - c - sunk,), "war"),
        "back down": b.terminal((-1 * m,), "backed down"),
    }
    challenged = b.decision("Defender", stands, "challenged")
    kept = b.terminal((v - sunk,), "kept")
    signalled = b.chance({"no challenge": (F, kept), "challenge": (1 - F, challenged)})
    return b.tree(
        b.decision("Defender", {"signal": signalled, "none": b.terminal((0,), "lost")}, "signal")
    )


@pytest.mark.parametrize(
    ("cost", "signal", "cut_off"),
    [
        # Fearon 1997, Journal of Conflict Resolution 41
        ("tied", F * C / (P * (1 - F) + F), C * (1 - F) / (P * (1 - F) + F)),
        ("sunk", F * C / P, C / P),
    ],
)
def test_signals_of_fearon_1997(cost: str, signal: float, cut_off: float):
    tree = signalling_value(cost)
    v = cut_off + np.linspace(-0.2, 0.2, 41) + 1e-9
    send = tree.infoset("signal")
    at = solve_spe(tree, {"v": v, "m": signal, "c": C}).probability(send, "signal")
    assert (at == (v > cut_off)).all()
    # A cheaper signal would be sent by types who then back down.
    cheap = solve_spe(tree, {"v": v, "m": signal * 0.8, "c": C})
    bluffs = (cheap.probability(send, "signal") == 1) & (v < cut_off)
    assert bluffs.any()


def test_preventive_war_of_fearon_1995():
    """War iff δp₂ − p₁ > c_B(1−δ)², even if all of today's prize is offered to B.

    International Organization 49: 379-414; payoffs are per period, so war costs c(1−δ). Tomorrow A
    leaves B what war would give it.
    """
    b = Builder(("A", "B"))
    p1, p2, d, c = (param(name) for name in ("p1", "p2", "d", "c"))
    war_later = 1 - p2 - c * (1 - d)
    today = 1 - d
    later = {
        "accept": b.terminal((d * (1 - war_later), today + d * war_later), "peace"),
        "fight": b.terminal((d * (p2 - c * (1 - d)), today + d * war_later), "later war"),
    }
    wait = b.decision("B", later, "tomorrow")
    attack = b.terminal((p1 - c * (1 - d), 1 - p1 - c * (1 - d)), "preventive war")
    tree = b.tree(b.decision("B", {"attack": attack, "wait": wait}, "today"))
    rng = np.random.default_rng(1995)
    at = {name: rng.uniform(0.02, 0.98, 400) for name in ("p1", "p2", "d", "c")}
    attacks = solve_spe(tree, at).probability(tree.infoset("today"), "attack") == 1
    expected = at["d"] * at["p2"] - at["p1"] > at["c"] * (1 - at["d"]) ** 2
    assert (attacks == expected).all()
    assert 40 < expected.sum() < 360


def test_risk_and_return_of_fearon_1995():
    """With c_B uniform on [0, c̄]: x* = p + (c̄ − c_A)/2 and Pr(war) = (c̄ − c_A)/2c̄."""
    p, most, cost, grid = 0.4, 0.5, 0.1, 50
    b = Builder(("A", "B"))
    offers = {}
    for j in range(grid + 1):
        demand = p + j * most / grid
        draws = []
        for k in range(grid):
            own = (k + 0.5) * most / grid
            answer = {
                "accept": b.terminal((demand, 1 - demand), "peace"),
                "fight": b.terminal((p - cost, 1 - p - own), "war"),
            }
            draws.append((1 / grid, b.decision("B", answer, (j, k))))
        offers[f"{demand:.2f}"] = b.chance(draws)
    tree = b.tree(b.decision("A", offers, "demand"))
    found = solve_spe(tree, {})
    chosen = offers_taken(tree, found)
    assert chosen == pytest.approx(p + (most - cost) / 2)
    ends = on_path(found, {}, least=1e-6)
    war = sum(path.probability for path in ends if path.outcome == "war")
    assert war == pytest.approx((most - cost) / (2 * most))


def offers_taken(tree: Tree, found) -> float:
    chances = found.profile[tree.infoset("demand")][:, 0]
    return float(tree.infosets[tree.infoset("demand")].actions[int(chances.argmax())])
