"""How fights end by the forces that are there, against the formulas and in the game."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.deterrence import DeterrenceError, decision, deter
from foedus.deterrence.contests import gains
from foedus.deterrence.draws import Draws
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.wording import spoken
from foedus.language import Duration, Estimate, read_file
from foedus.language.judgements import Force
from foedus.language.scoring import misplayed


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
        form: gains(forced, contest, "UKR", (), form, draws)[0] for form in ("ratio", "difference")
    }
    assert alone["ratio"] == pytest.approx(600**1.5 / (600**1.5 + 400**1.5))
    assert alone["difference"] == pytest.approx(1 / (1 + np.exp(1.5 * (400 - 600) / 600)))


def test_only_forces_that_are_there_in_time_count(forced):
    # The attack needs 30 days: the second tier of help comes after 60 and does not count.
    found = gains(forced, forced.contests[0], "UKR", ("article-5",), "ratio", Draws(1))[0]
    assert found == pytest.approx(600**1.5 / (600**1.5 + 500**1.5))


def test_own_forces_that_come_later_than_the_fight_is_decided_do_not_count(forced):
    """By hand: 1,000 more of the victim count from the 30th day, that of the decision, no later.

    So do those of who attacks, each from the day on which the act begins.
    """
    contest, draws = forced.contests[0], Draws(1)

    def alone(of: str, after: int) -> float:
        more = Force(of=of, strength=known(1000), after=Duration(after))
        whole = replace(forced, forces=(*forced.forces, more))
        return float(gains(whole, contest, "UKR", (), "ratio", draws)[0])

    late = 600**1.5 / (600**1.5 + 400**1.5)
    assert alone("UKR", 31) == alone("RUS", 31) == pytest.approx(late)
    assert alone("UKR", 30) == pytest.approx(600**1.5 / (600**1.5 + 1400**1.5))
    assert alone("RUS", 30) == pytest.approx(1600**1.5 / (1600**1.5 + 400**1.5))


def test_who_attacks_without_a_force_that_is_there_is_told_so(forced):
    late = replace(forced.forces[0], after=Duration(31))
    (problem,) = misplayed(replace(forced, forces=(late, *forced.forces[1:])))
    assert problem.message == (
        "no force of 'RUS' is there when 'attack' is decided: the first comes 31 days after it"
        " begins, and it needs 30"
    )


@pytest.mark.parametrize("form", ["ratio", "difference"])
def test_a_stronger_defence_never_raises_the_chance(forced, form):
    contest, strengths = forced.contests[0], np.linspace(10, 2000, 40)
    draws = Draws(40, fixed={"forces.1": strengths})
    row = gains(forced, contest, "UKR", (), form, draws)
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


@pytest.fixture(scope="module")
def weighed():
    """Party T (500 to 700) against P (400 to 600) and, in time, G (80 to 120); an attack costs .52.

    With all at the middle and decisiveness 1 it wins 600 / (600 + 500 + 100) = .5 of the fights
    under help, which is less than it costs: it is deterred. It is not once 600 / (700 + P) > .52,
    that is P < 453.846, nor once T / (T + 600) > .52, that is T > 650.
    """
    return read_file(Path(__file__).with_name("weighed.yaml"))


def test_ranges_of_forces_are_inputs_like_others(weighed):
    found = deter(weighed, draws=60, contest="ratio", precision=200)
    (row,) = (one for one in decision(found).rows if one.option == "")
    turns = {one.name: (one.value, one.deters) for one in row.switches}
    assert row.deters
    assert turns == {
        "forces.1": (pytest.approx(600 / 0.52 - 700, abs=0.01), "above"),
        "forces.0": (pytest.approx(650, abs=0.01), "below"),
    }
    columns = inputs(found.jobs[""], found.design.chunks)
    assert set(columns) == {"forces.0", "forces.1", "forces.2"}
    # From the columns alone every draw is reckoned again: T attacks where p - .52 > 0, by logit.
    attacker, victim, helper = (columns[f"forces.{at}"] for at in range(3))
    wins = attacker / (attacker + victim + helper)
    assert found.attack("") == pytest.approx(1 / (1 + np.exp(-200 * (wins - 0.52))))


def test_forces_are_no_inputs_of_a_game_that_does_not_use_them(weighed):
    found = deter(weighed, draws=20)
    assert not inputs(found.jobs[""], found.design.chunks)
    assert found.resting("").inputs == {}


def test_a_force_is_told_by_whose_it_is_and_held_by_its_place(weighed):
    assert spoken(weighed, "forces.0") == "the strength of the forces of party T"
    assert spoken(weighed, "forces.2") == "the strength of the forces of party G under help"
    twice = replace(weighed, forces=(*weighed.forces[:2], *weighed.forces[2:] * 2))
    assert spoken(twice, "forces.3").endswith("under help that are there after 10 days")
    held = deter(weighed, draws=20, contest="ratio", vary={"forces.0": (600.0, 600.0)})
    assert set(inputs(held.jobs[""], held.design.chunks)) == {"forces.1", "forces.2"}
    with pytest.raises(DeterrenceError, match="forces are more than none"):
        deter(weighed, draws=20, contest="ratio", vary={"forces.0": (0.0, 600.0)})
