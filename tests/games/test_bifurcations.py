"""Bifurcations of the principal branch against all fixed points of games; fitted precision."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from foedus.games import Builder, GameError, Tree, fit_precision, solve_aqre, trace_branch


def two_by_two(pays) -> Tree:
    b = Builder(("A", "B"))

    def reply(i):
        ends = {y: b.terminal(pays[i][j]) for j, y in enumerate("lr")}
        return b.decision("B", ends, "B")

    return b.tree(b.decision("A", {x: reply(i) for i, x in enumerate("lr")}, "A"))


def fixed_points(pays, precision: float) -> int:
    """Count logit equilibria: crossings of A's chance of l with the answer to B's answer to it."""
    u = np.array(pays, dtype=float)

    def again(p):
        own = p * (u[0, 0, 1] - u[0, 1, 1]) + (1 - p) * (u[1, 0, 1] - u[1, 1, 1])
        q = expit(precision * own)
        return expit(
            precision * (q * (u[0, 0, 0] - u[1, 0, 0]) + (1 - q) * (u[0, 1, 0] - u[1, 1, 0]))
        )

    p = expit(np.linspace(-60, 60, 400_001))
    return int((np.diff(np.sign(again(p) - p)) != 0).sum())


@pytest.mark.parametrize("stake", [0.5, 1, 4])
def test_symmetric_coordination_is_crossed_where_even_play_stops_being_steep_enough(stake: float):
    """p = 1/(1 + exp(-precision stake (2p - 1))) has slope 1 at 1/2 where precision stake = 2."""
    alike = [[(stake, stake), (0, 0)], [(0, 0), (stake, stake)]]
    (found,) = trace_branch(two_by_two(alike), {}, 10 / stake).bifurcations
    assert found.kind == "is crossed by another branch"
    assert found.precision == pytest.approx(2 / stake, abs=0.01 / stake)


# Coordination that is worth little to A on one side and much to B: the branch sets out for the
# one and ends at the other. Found by drawing stakes at random.
TURNING = [
    [[(0.17, 7.55), (0, 0)], [(0, 0), (2.05, 3.3)]],
    [[(0.17, 9), (0, 0)], [(0, 0), (2.3, 4)]],
    [[(0.17, 9), (0, 0)], [(0, 0), (3, 3.3)]],
]


@pytest.mark.parametrize("pays", TURNING)
def test_turns_are_where_the_number_of_equilibria_changes(pays):
    branch = trace_branch(two_by_two(pays), {}, 8)
    assert [t.kind for t in branch.bifurcations] == ["turns back", "turns ahead again"]
    for turn in branch.bifurcations:
        below, above = (fixed_points(pays, turn.precision * f) for f in (0.999, 1.001))
        assert abs(below - above) == 2, turn
    # What the branch ends at is what the solver reports there.
    (end,) = solve_aqre(branch.tree, {}, [8])
    for p, q in zip(branch.profile, end.profile, strict=True):
        np.testing.assert_allclose(p[:, -1], q[:, 0], atol=1e-8)


def test_with_nothing_to_solve_together_there_is_no_bifurcation():
    b = Builder(("A", "B"))
    answer = b.decision("B", {"l": b.terminal((1, 0)), "r": b.terminal((0, 1))}, "B")
    tree = b.tree(b.decision("A", {"go": answer, "stay": b.terminal((0.5, 0))}, "A"))
    branch = trace_branch(tree, {}, 50)
    assert branch.bifurcations == ()
    assert branch.precisions[0] == 0
    assert branch.precisions[-1] == pytest.approx(50)
    (end,) = solve_aqre(tree, {}, [50])
    np.testing.assert_allclose(branch.profile[0][:, -1], end.profile[0][:, 0], atol=1e-12)


def lone(stake: float = 1) -> Tree:
    b = Builder(("A",))
    return b.tree(b.decision("A", {"up": b.terminal((stake,)), "down": b.terminal((0,))}, "choice"))


@pytest.mark.parametrize(("up", "down"), [(30, 10), (7, 5), (99, 1)])
def test_the_interval_of_a_lone_choice_is_that_of_its_log_odds(up: int, down: int):
    """One choice of stake 2: precision is half the log-odds; ends where the ratio is 3.8415."""

    def loss(odds: float) -> float:
        return up * np.log(expit(odds)) + down * np.log(expit(-odds))

    best = np.log(up / down)

    def refused(odds: float) -> float:
        return 2 * (loss(best) - loss(odds)) - 3.841458820694124

    low = brentq(refused, 0, best) if refused(0) > 0 else 0.0
    high = brentq(refused, best, 60)
    found = fit_precision(lone(2), {"choice": {"up": up, "down": down}})
    assert found.precision == pytest.approx(best / 2, rel=1e-4)
    assert (found.low, found.high) == pytest.approx((low / 2, high / 2), abs=1e-4)
    assert found.free == pytest.approx(loss(best))
    assert found.even == pytest.approx((up + down) * np.log(0.5))


def test_play_without_error_has_no_highest_precision_and_play_against_interest_has_none():
    always = fit_precision(lone(), {"choice": {"up": 20}})
    assert (always.precision, always.high) == (np.inf, np.inf)
    # 20 log(1 + exp(-x)) = 1.9207 at the lower end.
    assert always.low == pytest.approx(-np.log(np.expm1(1.920729 / 20)), abs=1e-3)
    never = fit_precision(lone(), {"choice": {"down": 20}})
    assert (never.precision, never.low) == (0, 0)


def test_a_precision_is_found_again_from_play_that_it_makes():
    tree = two_by_two([[(3, 1), (0, 0)], [(0, 0), (1, 3)]])
    (played,) = solve_aqre(tree, {}, [0.7])
    counts = {
        h.key: dict(zip(h.actions, np.round(p[:, 0] * 1e6).astype(int).tolist(), strict=True))
        for h, p in zip(tree.infosets, played.profile, strict=True)
    }
    found = fit_precision(tree, counts)
    assert found.precision == pytest.approx(0.7, abs=1e-3)
    assert found.low < 0.7 < found.high < 0.71


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"chioce": {"up": 1}}, "no information set 'chioce'; did you mean 'choice'"),
        ({"choice": {"left": 1}}, "no action 'left'; it has up, down"),
        ({"choice": {"up": 1.5}}, "whole numbers"),
        ({"choice": {"up": 0}}, "nothing was observed"),
    ],
)
def test_counts_that_do_not_fit_are_named(counts, told: str):
    with pytest.raises(GameError, match=told):
        fit_precision(lone(), counts)
