"""Comparative statics that theory fixes, on random stakes.

One-sided: only the adversary chooses, between complying and attacking, so that nothing but the
answer to an attack weighs on it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import attacks, conduct
from foedus.deterrence.questions.breakeven import deterring
from foedus.deterrence.samples import samples_of
from foedus.language import option
from foedus.language.conditions import Condition

unit = st.floats(0, 1)


@pytest.fixture(scope="module")
def one_sided(small):
    """Return the small arrangement with two acts for the adversary and none for the others."""
    ladder = small.conduct["RUS"]
    contest = small.contests[0]
    prize, war, _, membership, _ = small.stakes["RUS"]
    peace = replace(small.instruments["peace-deal"], withdrawal=None)
    norm = replace(small.norms["no-attack"], prohibition="attack", unless=None)
    finding = small.procedures["finding"]
    itself = replace(finding.opens, by=(), when=Condition(breached="no-attack"), alleging=None)
    finding = replace(finding, opens=itself)
    defended = replace(war, label="guarantors", when=Condition(defended="UKR"))
    return replace(
        small,
        conduct={"RUS": replace(ladder, acts=(ladder.acts[0], ladder.acts[2]))},
        contests=(contest,),
        stakes={"RUS": (prize, war, membership, defended)},
        instruments={"peace-deal": peace},
        norms={"no-attack": norm},
        procedures={**small.procedures, "finding": finding},
        refusing={},
    )


def stakes(draw_war, draw_membership, draw_guarantors, alone, helped):
    return {
        "stakes.RUS.war": -draw_war,
        "stakes.RUS.membership": -draw_membership,
        "stakes.RUS.guarantors": -draw_guarantors,
        "contest.RUS.attack.alone": max(alone, helped),
        "contest.RUS.attack.helped": min(alone, helped),
    }


random_stakes = st.builds(stakes, unit, unit, unit, unit, unit)


@pytest.fixture(scope="module", params=["member", "covers-ongoing"])
def guaranteed(one_sided, game, request):
    return game(one_sided, request.param, passes=0.9)


@settings(max_examples=60, deadline=None)
@given(fixed=random_stakes, arrives=st.integers(0, 40))
def test_more_credible_honouring_never_raises_attack(guaranteed, fixed, arrives):
    draws = Draws(1, fixed={**fixed, "arrives": float(arrives)})
    row = _attacks_along(guaranteed, draws, "honour", np.linspace(0, 1, 11))
    assert (np.diff(row) <= 1e-12).all()


@pytest.fixture(scope="module")
def on_violation(one_sided, game):
    return game(one_sided, "covers-ongoing", passes=0.9)


@settings(max_examples=60, deadline=None)
@given(fixed=random_stakes, arrives=st.integers(0, 20))
def test_where_violation_starts_the_clock_delay_never_lowers_attack(on_violation, fixed, arrives):
    draws = Draws(1, fixed={**fixed, "arrives": float(arrives), "honour": 0.8})
    row = _attacks_along(on_violation, draws, "days", np.array([0, 2, 5, 10, 20, 40, 80, 200, 700]))
    assert (np.diff(row) >= -1e-12).all()


@settings(max_examples=60, deadline=None)
@given(fixed=random_stakes)
def test_a_surer_consequence_never_raises_attack(on_violation, fixed):
    draws = Draws(1, fixed={**fixed, "honour": 0.8})
    row = _attacks_along(on_violation, draws, "passing", np.linspace(0, 1, 11))
    assert (np.diff(row) <= 1e-12).all()


def _attacks_along(game, draws, name, grid):
    there = [replace(draws, fixed={**draws.fixed, name: float(value)}) for value in grid]
    return np.concatenate([attacks(game, game.chances.values(d), 1, 20.0) for d in there])


@pytest.fixture(scope="module")
def scheduled(one_sided, game):
    """Return the game in which accession is under way from the first day, violation or not."""
    accession = one_sided.procedures["accession"]
    when = Condition(from_=one_sided.as_of)
    accession = replace(accession, opens=replace(accession.opens, when=when))
    procedures = {"accession": accession}
    norms, instruments = {}, {}
    arrangement = replace(
        one_sided, procedures=procedures, norms=norms, instruments=instruments, options={}
    )
    return game(arrangement, passes=1.0)


@settings(max_examples=60, deadline=None)
@given(fixed=random_stakes)
def test_where_entry_into_force_is_scheduled_delay_opens_a_window(scheduled, fixed):
    fixed |= {"stakes.RUS.membership": 0.0, "honour": 1.0, "arrives": 0.0}
    at_once, later = _attacks_along(scheduled, Draws(1, fixed=fixed), "days", np.array([0, 400]))
    assert later >= at_once - 1e-12


def test_in_the_window_an_adversary_attacks_that_would_not_before_nor_after(scheduled):
    # Alone .6 - .3 > 0, helped .2 - .3 < 0: it is deterred by a guarantee in force, and by nothing
    # else; before the guarantee is there it attacks, and on the first occasion already.
    fixed = {**stakes(0.3, 0.0, 0.0, 0.6, 0.2), "honour": 1.0, "arrives": 0.0, "quarrel_lasts": 0.9}
    found = deterring(scheduled, Draws(1, fixed=fixed), "days", grid=np.array([0, 1, 400]))
    assert found.holds[:, 0].tolist() == [True, False, False]


def test_preventive_attack_needs_the_consequence_to_be_coming(scheduled):
    # War pays .05 alone; peace that lasts pays nothing. With no accession it is indifferent to
    # when; with accession coming it must be now: the value of waiting is lost.
    fixed = {
        **stakes(0.55, 0.0, 0.0, 0.6, 0.2),
        "honour": 1.0,
        "arrives": 0.0,
        "quarrel_lasts": 1.0,
        "days": 30.0,
    }
    params = scheduled.chances.values(Draws(1, fixed=fixed))
    assert conduct(scheduled, params, 1, None)["value.RUS"][0] == pytest.approx(0.05)


def test_adding_a_veto_player_never_raises_effective_credibility(small):
    three = option(small, "on-violation")
    four = replace(
        three,
        parties={
            **three.parties,
            "NATO": replace(three.parties["NATO"], members=("ALB", "BEL", "CAN", "DNK")),
        },
    )
    few, more = samples_of(three, seed=1), samples_of(four, seed=1)
    for at in range(2):
        assert (more["accession", at].passes <= few["accession", at].passes + 1e-12).all()
