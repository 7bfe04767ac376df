"""Scenario discovery, robustness, sensitivity and maps, each on a problem with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence.deter import chunks_of
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.discovery import discover
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.questions.regimes import regimes
from foedus.deterrence.questions.robustness import robustness
from foedus.deterrence.questions.sensitivity import sensitivities


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_box_is_found_with_its_bounds_and_nothing_else(seed):
    rng = np.random.default_rng(seed)
    drawn = {name: rng.random(2000) for name in "abcdef"}
    fails = (drawn["b"] < 0.3) & (drawn["d"] > 0.6)
    box = discover(drawn, fails)
    assert set(box.bounds) == {"b", "d"}
    assert box.bounds["b"][1] == pytest.approx(0.3, abs=0.05)
    assert box.bounds["d"][0] == pytest.approx(0.6, abs=0.05)
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


def test_what_was_drawn_can_be_told(small):
    job = Job(small, "member", seed=4)
    drawn = inputs(job, chunks_of(520))
    assert {len(row) for row in drawn.values()} == {520}
    game = game_of(job)
    values = game.chances.values(job.draws(20, 1))
    np.testing.assert_array_equal(drawn["stakes.RUS.war"][500:], values["stakes.RUS.war"])


def test_regret_is_measured_draw_by_draw():
    found = robustness({"a": np.array([0.0, 1.0]), "b": np.array([0.5, 0.5])})
    assert found["a"].regret.value == pytest.approx(0.25)
    assert found["b"].regret.value == pytest.approx(0.25)
    assert (found["a"].satisfies.value, found["b"].satisfies.value) == (0.5, 0)


def test_what_cannot_matter_moves_nothing_and_the_cost_of_war_the_most(small):
    pytest.importorskip("SALib")
    found = sensitivities(Job(small, "none"), 32)
    assert found[0].name == "stakes.RUS.war"
    assert found[0].total > 0.5
    by_name = {one.name: one for one in found}
    assert "stakes.UKR.membership" not in by_name or by_name["stakes.UKR.membership"].total == 0


def test_a_map_agrees_with_solving_cell_by_cell(small):
    job = Job(small, "member")
    found = regimes(job, "honour", "stakes.RUS.war", size=7)
    game = game_of(job)
    for i, war in enumerate(found.up):
        for j, honour in enumerate(found.across):
            there = Job(small, "member", fixed={"honour": honour, "stakes.RUS.war": war})
            draws = there.draws(1, central=True)
            chance = attacks(game, game.chances.values(draws), 1)[0]
            assert (found.act[i, j] == len(found.acts) - 1) == (chance > 0.5)
