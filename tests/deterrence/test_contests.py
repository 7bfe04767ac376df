"""How fights end by the forces that are there, against the formulas and in the game."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.deterrence import DeterrenceError, deter
from foedus.deterrence.contests import gains
from foedus.deterrence.draws import Draws
from foedus.language import Duration, Estimate
from foedus.language.judgements import Force


def known(value):
    return Estimate(value=value, kind="assumed", because="an example")


@pytest.fixture(scope="module")
def forced(small):
    forces = (
        Force(of="RUS", strength=known(600)),
        Force(of="UKR", strength=known(400)),
        Force(of="NATO", strength=known(100), under="article-5", after=Duration(10)),
        Force(of="NATO", strength=known(900), under="article-5", after=Duration(60)),
    )
    contest = replace(small.contests[0], decisiveness=known(1.5))
    return replace(small, forces=forces, contests=(contest,))


def test_ratio_and_difference_forms(forced):
    contest, draws = forced.contests[0], Draws(1)
    alone = {
        form: gains(forced, contest, "UKR", "alone", form, draws)[0]
        for form in ("ratio", "difference")
    }
    assert alone["ratio"] == pytest.approx(600**1.5 / (600**1.5 + 400**1.5))
    assert alone["difference"] == pytest.approx(1 / (1 + np.exp(1.5 * (400 - 600) / 600)))


def test_only_forces_that_are_there_in_time_count(forced):
    # The attack needs 30 days: the second tier of help comes after 60 and does not count.
    found = gains(forced, forced.contests[0], "UKR", "helped", "ratio", Draws(1))[0]
    assert found == pytest.approx(600**1.5 / (600**1.5 + 500**1.5))


@pytest.mark.parametrize("form", ["ratio", "difference"])
def test_a_stronger_defence_never_raises_the_chance(forced, form):
    contest, strengths = forced.contests[0], np.linspace(10, 2000, 40)
    draws = Draws(40, fixed={"forces.1": strengths})
    row = gains(forced, contest, "UKR", "alone", form, draws)
    assert (np.diff(row) < 0).all()
    assert ((row > 0) & (row < 1)).all()


def test_a_contest_function_needs_forces(small, forced):
    with pytest.raises(DeterrenceError, match="decisive"):
        deter(small, ["member"], draws=5, contest="ratio")
    by_form = {
        form: deter(forced, ["member"], draws=20, contest=form).options["member"].attack.value
        for form in ("stated", "ratio", "difference")
    }
    assert len(set(by_form.values())) == 3
