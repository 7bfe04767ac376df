"""Several logit equilibria: against roots of one equation, and the principal branch among them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from foedus.games import STARTS, Builder, distinct, many_aqre, param, solve_aqre


@pytest.fixture(scope="module")
def alike():
    """Return a game of two who gain by doing alike and do not see each other."""
    b = Builder(("A", "B"))

    def reply(a):
        worth = {"left": param("left"), "right": 1}
        ends = {
            x: b.terminal((worth[x] if a == x else 0, worth[x] if a == x else 0)) for x in worth
        }
        return b.decision("B", ends, "unseen")

    return b.tree(b.decision("A", {x: reply(x) for x in ("left", "right")}))


def roots(left, precision):
    """Return the chances of left in every logit equilibrium (in which both do alike)."""

    def gap(p):
        other = 1 / (1 + np.exp(-precision * (left * p - (1 - p))))
        return other - p

    grid = np.linspace(0, 1, 4000)  # one half is not on it
    signs = np.sign([gap(p) for p in grid])
    return [
        brentq(gap, *grid[i : i + 2], xtol=1e-13)
        for i in range(3999)
        if signs[i] * signs[i + 1] < 0
    ]


@settings(max_examples=25, deadline=None)
@given(left=st.floats(0.3, 3.0), precision=st.floats(0.5, 12.0))
def test_what_is_found_is_an_equilibrium_and_those_that_replies_lead_to_are_found(
    alike, left, precision
):
    expected = np.array(roots(left, precision))
    found = many_aqre(alike, {"left": np.array([left])}, precision)
    (places,) = distinct(found, STARTS)
    chances = sorted(float(found.probability(0, "left")[x]) for x in places)
    for chance in chances:
        assert abs(expected - chance).min() < 1e-7
    assert (chances[0], chances[-1]) == pytest.approx((expected[0], expected[-1]), abs=1e-7)


def test_instances_are_kept_apart_and_the_principal_branch_is_among_what_is_found(alike):
    left = np.array([0.5, 1.0, 2.0])
    found = many_aqre(alike, {"left": left}, 6.0)
    (principal,) = solve_aqre(alike, {"left": left}, [6.0])
    for i, places in enumerate(distinct(found, STARTS)):
        chances = [float(found.probability(0, "left")[x]) for x in places]
        alone = roots(float(left[i]), 6.0)
        assert sorted(chances) == pytest.approx(alone, abs=1e-7)
        assert min(abs(np.array(chances) - principal.probability(0, "left")[i])) < 1e-7


def test_the_same_seed_finds_the_same(alike):
    one, other = (many_aqre(alike, {"left": 1.0}, 5.0, seed=3) for _ in range(2))
    np.testing.assert_array_equal(one.values, other.values)
