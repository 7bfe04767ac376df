"""Scenario discovery, robustness, sensitivity and maps, each on a problem with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence.design import Design
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.discovery import discover
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.questions.regimes import regimes
from foedus.deterrence.questions.sensitivity import sensitivities


@pytest.mark.parametrize("seed", range(2))
def test_a_planted_box_is_found_with_its_bounds_and_nothing_else(seed):
    rng = np.random.default_rng(seed)
    drawn = {name: rng.random(2000) for name in "abcdef"}
    fails = (drawn["b"] < 0.3) & (drawn["d"] > 0.6)
    box = discover(drawn, fails)
    assert set(box.bounds) == {"b", "d"}
    assert box.bounds["b"].high == pytest.approx(0.3, abs=0.05)
    assert box.bounds["d"].low == pytest.approx(0.6, abs=0.05)
    assert all(bound.again == 1 and bound.luck < 1e-3 for bound in box.bounds.values())
    fresh = {name: rng.random(2000) for name in "abcdef"}
    judged = box.judged(fresh, (fresh["b"] < 0.3) & (fresh["d"] > 0.6))
    assert judged.fresh[0] > 0.75
    assert judged.fresh[1] > 0.85
    assert judged.coverage == box.coverage
    assert box.coverage > 0.8
    assert box.density > 0.9


def test_there_is_no_box_where_all_or_nothing_fails():
    drawn = {"a": np.linspace(0, 1, 50)}
    assert discover(drawn, np.ones(50, bool)) is None
    assert discover(drawn, np.zeros(50, bool)) is None


def test_noise_gets_no_dense_box():
    rng = np.random.default_rng(1)
    drawn = {name: rng.random(1000) for name in "abc"}
    box = discover(drawn, rng.random(1000) < 0.3)
    assert box.density < 0.55
    fresh = {name: rng.random(4000) for name in "abc"}
    assert box.judged(fresh, rng.random(4000) < 0.3).fresh[1] < 0.4


def test_what_was_drawn_can_be_told(small):
    job = Job(small, "member", Design(seed=4))
    drawn = inputs(job, Design(draws=520).chunks)
    assert {len(row) for row in drawn.values()} == {520}
    game = game_of(job)
    values = game.chances.values(job.draws(20, 1))
    np.testing.assert_array_equal(drawn["stakes.RUS.war"][500:], values["stakes.RUS.war"])


def test_what_cannot_matter_moves_nothing_and_the_cost_of_war_the_most(small):
    pytest.importorskip("SALib")
    found = sensitivities(Job(small, "none"))
    assert found.error < 0.05
    assert found.rows[0].name == "stakes.RUS.war"
    assert found.rows[0].total > 0.5
    assert all(row.total == 0 for row in found.rows if row.name == "stakes.UKR.membership")


def test_indices_are_of_what_the_sweep_draws_ballots_and_correlation_included(small):
    """One parameter decides a step function: its index is 1; a share of a group has its part."""
    pytest.importorskip("SALib")
    private = Job(small, "on-violation", Design(vary={"stakes.RUS.war": (-0.9, -0.1)}))
    names = {row.name for row in sensitivities(private, most=64).rows}
    assert "vary:stakes.RUS.war" in names
    assert "state of affairs" in names
    assert "stakes.RUS.war" not in names


def test_a_map_agrees_with_solving_cell_by_cell(small):
    job = Job(small, "member")
    found = regimes(job, "honour", "stakes.RUS.war", size=7)
    game = game_of(job)
    for i, war in enumerate(found.up):
        for j, honour in enumerate(found.across):
            there = Job(small, "member", Design(fixed={"honour": honour, "stakes.RUS.war": war}))
            draws = there.draws(1, central=True)
            chance = attacks(game, game.chances.values(draws), 1)[0]
            assert (found.act[i, j] == len(found.acts) - 1) == (chance > 0.5)
