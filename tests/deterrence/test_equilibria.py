"""Private resolve: every equilibrium that is found is shown, and a claim must hold in all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence import deter
from foedus.deterrence.compile import compile_game
from foedus.deterrence.design import Design
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, bare, game_of
from foedus.deterrence.questions.claims import (
    NOTHING,
    Cell,
    Claim,
    Claims,
    _Attack,
    _claim,
    claims,
    few_of,
    in_listed,
)
from foedus.deterrence.questions.equilibria import Equilibrium, attack_range, last_words, several
from foedus.games import evaluate
from foedus.language import read, read_file
from foedus.views.deterring_claims import claimed

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


def one(kind, attack):
    return Equilibrium(kind, attack, {})


@pytest.mark.parametrize(
    ("better", "worse", "held"),
    [
        ([one("pooling", 0.2), one("logit", 0.3)], [one("sequential", 1), one("logit", 0.9)], True),
        ([one("pooling", 1.0), one("semi-separating", 0.8)], [one("sequential", 1.0)], False),
        ([one("logit", 0.3), one("logit", 0.95)], [one("logit", 0.9)], False),
        ([one("pooling", 1.0)], [one("logit", 0.9)], True),  # of nothing that can be compared
        ([], [], True),
    ],
)
def test_a_claim_that_a_listed_equilibrium_breaks_is_not_robust(better, worse, held):
    assert in_listed(better, worse) is held
    cell = Cell("", "stated")
    claim = Claim("a", NOTHING, (0.1,), (True,), in_listed(better, worse))
    assert claim.robust is held
    tried = Claims((cell,), {NOTHING: (0.9,), "a": (0.8,)}, (claim,))
    told = SimpleNamespace(
        baseline=SimpleNamespace(label="none"),
        options={"a": SimpleNamespace(label="a vow", equilibria=better)},
    )
    said = " ".join(" ".join(claimed(told, tried)).split())
    assert ("a vow before none: in 1 of 1, but not in every equilibrium listed" in said) != held


def test_a_choice_that_hangs_on_nothing_private_has_one_answer(show):
    """Without the promise nobody answers, so that the challenger has one decision to make."""
    told = replace(bare(show), deeds={}, resolved={}, stakes={"CHA": show.stakes["CHA"][:1]})
    alone = compile_game(told, [0], {})
    assert alone.induction is not None
    found = several(alone, alone.chances.values(Draws(1, central=True)), 20.0, "CHA")
    assert [(one.kind, round(one.attack, 2)) for one in found] == [("sequential", 1), ("logit", 1)]


INDIFFERENT = """
foedus: 1
title: An attack that is worth nothing
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {TAU: {role: adversary}, PHI: {role: beneficiary}, GAM: {role: guarantor}}
conduct:
  TAU: {towards: PHI, acts: [{act: comply}, {act: attack, needs: P10D}]}
guarantees:
  help:
    owed_by: GAM
    protects: {state: PHI, territory: unspecified}
    against: TAU
    casus_foederis: attack
    response: defend
contests:
  - by: TAU
    act: attack
    alone: {value: 1, kind: assumed, because: x}
    helped: {value: 0, kind: assumed, because: x}
stakes:
  TAU:
    - {label: the prize, when: {prevailed: TAU}, worth: {value: 1, kind: assumed, because: x}}
    - label: war
      when: {acted: attack, by: TAU}
      worth: {value: -0.5, kind: assumed, because: x}
  GAM:
    - {label: the loss, when: {prevailed: TAU}, worth: {value: -0.3, kind: assumed, because: x}}
    - label: fighting
      when: {defended: PHI}
      worth: {value: -0.9, kind: assumed, because: x}
      if: irresolute
resolved: {GAM: {value: 0.5, kind: assumed, because: x}}
occasions: [P0D]
"""


def test_a_set_of_equilibria_is_told_by_its_ends_and_not_by_one_of_them():
    """GAM helps if resolved, in one of two: an attack wins as often as not and costs a half.

    Every chance of an attack is an equilibrium, from 0 to 1.
    """
    job = Job(read(INDIFFERENT), "")
    game = game_of(job)
    found = several(game, game.chances.values(job.draws(1, central=True)), 20.0, "TAU")
    (many,) = [one for one in found if one.kind == "mixed"]
    assert many.span == (0, 1)
    assert str(many).startswith("mixed, one of many: attack 0 to 1; worth in one TAU +0.00")
    assert all(one.span is None for one in found if one is not many)
