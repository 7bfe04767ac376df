"""Members that choose their vote by what they have at stake."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import conduct
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.story import likeliest
from foedus.deterrence.samples import samples_of
from foedus.games import solve_spe
from foedus.language import option, read
from foedus.language.actors import Party
from foedus.language.conditions import Condition
from foedus.language.judgements import Stake
from foedus.language.problems import BadArrangementError
from foedus.language.quantities import Estimate
from foedus.language.writer import write
from foedus.prospects import prospects


def at_stake(label, **when):
    zero = Estimate(value=0.0, kind="assumed", because="an example")
    return Stake(label=label, when=Condition(**when), worth=zero)


_MADE = {}


def choosing(small, on_block="hold", at=(0,)):
    """Return the arrangement in which a member chooses what it does in some steps, made once."""
    if (on_block, at) not in _MADE:
        _MADE[on_block, at] = _choosing(small, on_block, at)
    return _MADE[on_block, at]


def _choosing(small, on_block, at, members=("BEL",)):
    accession = small.procedures["accession"]
    steps = tuple(
        replace(step, strategic=members if number in at else (), on_block=on_block)
        for number, step in enumerate(accession.steps)
    )
    stakes = (
        at_stake("a larger alliance", member="UKR", of="NATO"),
        at_stake("a lost war", prevailed="RUS"),
    )
    return replace(
        small,
        parties={**small.parties, **{m: Party(role="guarantor") for m in members}},
        procedures={**small.procedures, "accession": replace(accession, steps=steps)},
        stakes={**small.stakes, **dict.fromkeys(members, stakes)},
    )


def play(game, fixed, precision=None, size=1):
    params = game.chances.values(Draws(size, seed=1, fixed=fixed))
    return conduct(game, params, size, precision)


def without_names(small, game, name, **known):
    """Return the game in which nobody chooses its vote, with the same players."""
    a = choosing(small, at=(), **known)
    return game(a, name)


@pytest.mark.parametrize("on_block", ["hold", "lapse"])
@pytest.mark.parametrize("name", ["on-violation", "covers-ongoing"])
def test_who_gains_by_it_lets_it_pass_and_who_loses_blocks(small, game, name, on_block):
    g = game(choosing(small, on_block), name)
    unasked = without_names(small, game, name, on_block=on_block)
    keen = play(g, {"stakes.BEL.a larger alliance": 1.0}, size=9)
    as_chance = play(unasked, {"stakes.BEL.a larger alliance": 1.0}, size=9)
    for key, row in as_chance.items():
        np.testing.assert_allclose(keen[key], row, atol=1e-12, err_msg=key)
    assert keen["done.accession"].any()
    against = play(g, {"stakes.BEL.a larger alliance": -1.0}, size=9)
    assert not against["done.accession"].any()


def test_a_blocked_accession_deters_as_no_accession_does(small, game):
    fixed = {"stakes.BEL.a larger alliance": -1.0}
    blocked = play(game(choosing(small), "on-violation"), fixed, size=20)
    none = play(game(small, "none"), {}, size=20)
    for key in ("act.RUS.attack", "act.UKR.provoke", "value.RUS", "value.UKR"):
        np.testing.assert_allclose(blocked[key], none[key], atol=1e-12, err_msg=key)


def test_a_member_may_hold_a_step_back_until_an_attack_comes(small, game):
    # It loses by admission, and more by a lost war, which admission makes less likely once there
    # is one, because the guarantee covers an attack under way.
    g = game(choosing(small), "covers-ongoing")
    fixed = {
        "stakes.BEL.a larger alliance": -0.2,
        "stakes.BEL.a lost war": -5.0,
        "stakes.RUS.sabotage": 0.05,
        "stakes.RUS.exit": -9.0,  # else it leaves first, and no finding can come
        "honour": 1.0,
        "arrives": 0.0,
        "quarrel_lasts": 1.0,
    }
    attacked, spared = (play(g, {**fixed, "stakes.RUS.war": war}) for war in (0.0, -9.0))
    assert attacked["act.RUS.attack"][0] == 1
    assert attacked["done.accession"][0] > 0
    assert spared["act.RUS.sabotage"][0] == 1
    assert spared["done.accession"][0] == 0


def test_without_the_key_it_plays_as_before(small, game):
    draws = Draws(9, seed=2)
    bare, same = game(small, "on-violation"), without_names(small, game, "on-violation")
    found = [conduct(g, g.chances.values(draws), 9, 20.0) for g in (bare, same)]
    for key, row in found[0].items():
        np.testing.assert_array_equal(row, found[1][key], err_msg=key)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("on_block", ["hold", "lapse"])
def test_the_story_of_a_vote_replays(small, game, on_block, seed):
    g = game(choosing(small, on_block), "covers-ongoing")
    fixed = {"stakes.BEL.a larger alliance": [-1.0, 1.0, 0.1][seed]}
    params = g.chances.values(Draws(1, seed=seed, fixed=fixed))
    story = likeliest(g, Ledger(g, solve_spe(g.tree, params), params))
    process, agenda = g.play.process, g.play.agenda
    state = process.start
    for day, move in story.moves:
        state = agenda.until(state, day)
        if move.kind != "ballot" or process.refusal(state, move) is None:
            state = process.after(state, move)
    assert agenda.until(state, agenda.horizon) == story.end.state


@settings(max_examples=40, deadline=None)
@given(worths=st.tuples(st.floats(-1, 1), st.floats(-1, 1)), honour=st.floats(0, 1))
def test_the_more_a_member_gains_by_admission_the_less_it_blocks(small, game, worths, honour):
    g = game(choosing(small), "on-violation")
    # The adversary complies and the beneficiary errs: only the vote depends on the member.
    fixed = {"honour": honour, "stakes.RUS.war": -9.0, "stakes.RUS.sabotage": 0.9}
    rows = [
        play(g, {**fixed, "stakes.BEL.a larger alliance": worth}, 20.0)["done.accession"][0]
        for worth in sorted(worths)
    ]
    assert rows[0] <= rows[1] + 1e-12


def test_what_the_others_do_is_a_chance_given_that_it_agrees(small):
    a = option(choosing(small, at=(0, 1)), "on-violation")
    alone, agreed = prospects(a, draws=200), samples_of(a, 0)
    without = replace(
        a, parties={**a.parties, "NATO": replace(a.parties["NATO"], members=("ALB", "CAN"))}
    )
    others = samples_of(without, 0)
    for at in range(2):
        place = ("accession", at)
        assert agreed[place].passes.mean() > alone.steps[place].passes.mean()
        np.testing.assert_allclose(agreed[place].passes, others[place].passes, atol=1e-9)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("strategic: BEL", "strategic: BLE", "there is no voter 'BLE'. Did you mean 'BEL'?"),
        ("strategic: BEL", "strategic: CAN", "'CAN' has nothing at stake to choose its vote by"),
        ("rule: consensus", "rule: {at_least: 2}", "'BEL' cannot block 'invite' alone"),
    ],
)
def test_a_member_that_cannot_choose_is_told_where_it_stands(small, old, new, told):
    text = write(option(choosing(small), "on-violation"))
    text = text.replace("strategic: [BEL]", "strategic: BEL")
    assert old in text
    with pytest.raises(
        BadArrangementError, match=told.replace("(", "\\(").replace("?", "\\?")
    ) as error:
        read(text.replace(old, new))
    assert error.value.problems[0].line > 1
