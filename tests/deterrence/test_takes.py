"""How long an act takes may be a law: no cliff stands on the day that help and attack are level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks, conduct
from foedus.language.quantities import Estimate


def taking(small, law):
    """Return the case in which the attack, of 30 days, takes as long as the law says."""
    ladder = small.conduct["RUS"]
    acts = (*ladder.acts[:2], replace(ladder.acts[2], takes=law))
    return replace(small, conduct={**small.conduct, "RUS": replace(ladder, acts=acts)})


def even(low, high):
    return Estimate(low=low, high=high, kind="assumed", because="an example")


def along(a, days):
    """Return the chance of an attack with help that arrives after so many days, none in doubt."""
    job = Job(a, "member")
    game = game_of(job)
    fixed = {"stakes.RUS.war": -0.4, "honour": 1.0}
    rows = []
    for arrives in days:
        draws = replace(job.draws(1, central=True), fixed={**fixed, "arrives": float(arrives)})
        rows.append(attacks(game, game.chances.values(draws), 1, 20.0)[0])
    return np.array(rows)


def test_the_chance_that_help_is_in_time_is_that_it_comes_sooner(small):
    """Help after exactly 25 days, an attack that takes evenly 20 to 40: sooner in three of four."""
    job = Job(taking(small, even(20, 40)), "member")
    game = game_of(job)
    (name,) = [rule for rule in game.chances.rules if rule.startswith("arrives.")]
    assert name == "arrives.article-5.0.days.later.than.takes.RUS.attack"
    held = replace(job.draws(1), fixed={"arrives": 25.0})
    assert game.chances.values(held)[name][0] == pytest.approx(0.75, abs=0.01)
    both = replace(held, fixed={"arrives": 25.0, "takes": 24.0})
    assert game.chances.values(both)[name][0] == 0
    assert game.chances.resting_on("takes.RUS.attack") == [name]
    assert game.chances.resting_on("arrives") == [name]


def test_with_a_law_no_cliff_stands_on_a_day(small):
    days = range(20, 41)
    cliff, slope = along(small, days), along(taking(small, even(20, 40)), days)
    assert np.abs(np.diff(cliff)).max() > 0.5
    assert np.abs(np.diff(slope)).max() < 0.2
    assert (np.diff(slope) >= -1e-12).all()  # later help never deters better


def test_a_law_that_is_a_point_is_the_day_itself(small):
    point = Estimate(value=30, kind="assumed", because="an example")
    plain, lawful = (Job(a, "member") for a in (small, taking(small, point)))
    rows = [
        conduct(game_of(job), game_of(job).chances.values(job.draws(20)), 20, 20.0)
        for job in (plain, lawful)
    ]
    for key, row in rows[0].items():
        np.testing.assert_allclose(rows[1][key], row, atol=1e-12, err_msg=key)
