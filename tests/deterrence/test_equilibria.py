"""Private resolve: every equilibrium that is found is shown, and a claim must hold in all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence import deter
from foedus.deterrence.compile import compile_game
from foedus.deterrence.design import Design
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job
from foedus.deterrence.questions.claims import NOTHING, _Attack, _claim, claims, few_of
from foedus.deterrence.questions.equilibria import attack_range, last_words, several
from foedus.games import evaluate
from foedus.language import read_file

PAPER = Path(__file__).parents[1] / "papers" / "beer-and-quiche.yaml"


@pytest.fixture(scope="module")
def show():
    return read_file(PAPER)


@pytest.fixture(scope="module")
def played(show):
    return compile_game(show, [0], {})


def test_both_equilibria_of_the_paper_come_out_of_the_file(played):
    """Cho and Kreps 1987, section II: both kinds show (.9 3 + .1 2), or neither (.9 2 + .1 3)."""
    found = several(played, played.chances.values(Draws(1, central=True)), 20.0, "CHA")
    sure = [one for one in found if one.kind != "logit"]
    assert [one.kind for one in sure] == ["pooling", "pooling"]
    assert sorted(one.values["DEF"] for one in sure) == pytest.approx([2.1, 2.9], abs=1e-6)
    assert [one.attack for one in sure] == [0, 0]


@settings(max_examples=15, deadline=None)
@given(strong=st.floats(0.02, 0.48))
def test_where_the_weak_are_many_the_challenger_attacks_some_of_those_who_show(played, strong):
    """Below one half strong nobody can pool: the weak mix so that p / (p + (1-p) x) is one half."""
    params = played.chances.values(Draws(1, fixed={"resolved.DEF": strong}))
    sure = [one for one in several(played, params, 20.0, "CHA") if one.kind != "logit"]
    assert {one.kind for one in sure} == {"semi-separating"}
    # All who do not show are weak and are attacked; of those who show half, so that the weak are
    # indifferent: 2 (1 - y) = 1. Shown by p and (1-p) x = p.
    (only,) = sure
    assert only.attack == pytest.approx(2 * strong * 0.5 + 1 - 2 * strong, abs=1e-6)


def test_the_last_word_is_taken_by_who_knows_its_own_mind(played):
    numbers = evaluate(played.tree, played.chances.values(Draws(1, central=True)))
    smaller, attack = last_words(played.tree, numbers, frozenset())
    about = [h.key[0].kind for h in smaller.infosets]
    assert "honour" in [h.key[0].kind for h in played.tree.infosets]
    assert sorted(about) == ["conduct", "conduct", "perform", "perform"]
    assert set(attack.values()) == {0.0}


def test_the_range_over_logit_equilibria_holds_the_principal_branch(played, show):
    draws = Job(show, "", Design(seed=2, vary={"resolved.DEF": (0.2, 0.95)})).draws(4)
    least, most = attack_range(played, played.chances.values(draws), 4, 8.0, "CHA")
    found = deter(show, draws=4, seed=2, vary={"resolved.DEF": (0.2, 0.95)}, precision=8.0)
    assert (least - 1e-7 <= found.attack("")).all()
    assert (found.attack("") <= most + 1e-7).all()


def test_answers_list_them_on_screen_and_as_data(show):
    (told,) = deter(show, draws=5).as_json()["options"]
    assert [one["kind"] for one in told["equilibria"]][:2] == ["pooling", "pooling"]
    assert set(told["equilibria"][0]["values"]) == {"CHA", "DEF"}


def test_a_claim_takes_the_worst_equilibrium_of_the_better_and_the_best_of_the_worse(show):
    low, high = np.full(5, 0.2), np.full(5, 0.7)
    several_ = _Attack(low, low, high, True)
    middle = np.full(5, 0.5)
    cell = {"a": several_, "b": _Attack(middle, middle, middle)}
    assert not _claim("a", "b", [cell]).holds[0]
    assert _claim("a", "b", [cell]).less[0] == pytest.approx(0.5 - 0.7)
    assert not _claim("b", "a", [cell]).holds[0]
    found = claims(deter(show, draws=30))
    assert [(c.better, c.worse, c.robust) for c in found.claims] == [("", NOTHING, True)]


def test_the_few_draws_are_the_first_of_each_chunk():
    assert few_of([(0, 500), (1, 500), (2, 5)]).tolist() == [
        *range(20), *range(500, 520), *range(1000, 1005)
    ]  # fmt: skip
