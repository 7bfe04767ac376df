"""Votes draw by draw against the exact engine, one draw at a time."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta

from foedus.decisions import Ballot, chance, parse_rule
from foedus.prospects.stances import Stand
from foedus.prospects.votes import ballots, passing

MEMBERS = [f"m{i}" for i in range(32)]


@pytest.mark.parametrize("spec", ["consensus", "unanimity", "reverse_consensus", "majority"])
def test_the_chance_of_each_draw_is_that_of_the_exact_engine(spec: str):
    rule, rng = parse_rule(spec, MEMBERS), np.random.default_rng(1)
    shares = np.moveaxis(rng.dirichlet([6, 1, 1, 0.2], size=(6, 32)), 0, 2)
    correlation = np.array([0.0, 0.1, 0.3, 0.5, 0.6, 0.25])
    found = passing(rule, shares, correlation)
    for draw, r in enumerate(correlation):
        rows = {m: tuple(shares[i, :, draw]) for i, m in enumerate(MEMBERS)}
        assert found[draw] == pytest.approx(chance(rule, rows, float(r)), rel=0.01, abs=1e-12)


def test_strong_correlation_takes_more_points():
    rule, rng = parse_rule("majority", MEMBERS), np.random.default_rng(2)
    shares = np.moveaxis(rng.dirichlet([6, 1, 1, 0.2], size=(1, 32)), 0, 2)
    rows = {m: tuple(shares[i, :, 0]) for i, m in enumerate(MEMBERS)}
    found = passing(rule, shares, np.array([0.9]))
    assert found[0] == pytest.approx(chance(rule, rows, 0.9), abs=0.01)


def test_members_agree_fully_when_leanings_are_one():
    """At correlation 1 the least willing of all decides, so the chance is its own."""
    rule = parse_rule("unanimity", ["A", "B"])
    shares = np.array([[0.7, 0, 0.3, 0], [0.4, 0, 0.6, 0]])[:, :, None]
    found = passing(rule, shares, np.array([1 - 1e-9]))
    assert found[0] == pytest.approx(0.4, abs=0.03)


def test_ballots_follow_their_dirichlet_law():
    """Each margin is a Beta law: mean and two quantiles, with 20,000 draws."""
    weights = (19.0, 0.5, 0.5, 0.0)
    shares = ballots({"A": Stand(weights, "direct", "")}, "x", 0, 20_000)[0]
    assert shares.sum(axis=0) == pytest.approx(np.ones(20_000))
    assert (shares[Ballot.ABSENT] == 0).all()
    for ballot in (Ballot.YES, Ballot.NO):
        law = beta(weights[ballot], sum(weights) - weights[ballot])
        quantiles = np.quantile(shares[ballot], [0.3, 0.7])
        assert quantiles == pytest.approx(law.ppf([0.3, 0.7]), abs=0.01)


def test_the_same_member_answers_alike_in_any_company():
    here, there = Stand((3, 1, 1, 0), "direct", ""), Stand((1, 1, 1, 0), "none", "")
    alone = ballots({"A": here}, "x", 5, 50)
    among = ballots({"B": there, "A": here}, "x", 5, 50)
    np.testing.assert_array_equal(alone[0], among[1])
