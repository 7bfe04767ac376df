"""Threats that are to keep help away: what they do to conduct, worked out by hand and at random."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.cli import main
from foedus.deterrence import deter
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import conduct
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.ranking import reversals
from foedus.deterrence.questions.story import likeliest
from foedus.games import solve_spe
from foedus.language import read
from foedus.language.arrangement import Option
from foedus.language.conditions import Condition
from foedus.language.judgements import Coercion, Stake
from foedus.language.quantities import Estimate


def sure(value):
    return Estimate(value=value, kind="assumed", because="an example")


def threatened(small, gives_in=0.5, **worth):
    worth = {"RUS": sure(-5.0), "UKR": sure(-5.0), **worth}
    chance = None if gives_in is None else sure(gives_in)
    threat = Coercion(gives_in=chance, out_of_hand=sure(0.1), worth=worth, threatening=sure(0.0))
    return replace(small, coercion={"RUS": threat})


def play(game, fixed, precision=None):
    """Return what is read off the game, help being honoured for certain and at once."""
    fixed = {"honour": 1.0, "arrives": 0.0, **fixed}
    params = game.chances.values(Draws(1, fixed=fixed))
    return {name: row[0] for name, row in conduct(game, params, 1, precision).items()}


# War for certain: the prize is worth 10 more than the fight costs.
KEEN = {"stakes.RUS.war": 5.0, "stakes.UKR.force": -1.0, "stakes.RUS.sabotage": 0.0}


def test_a_threat_is_made_if_help_kept_away_is_worth_its_risk(small, game):
    g = game(threatened(small), "member")
    # Threatened, half give in (.6 instead of .2) and the others are hit with .1: in all
    # .5 * (5 + .6) + .5 * (.9 * (5 + .2) + .1 * (5 - 5)) = 5.14 against 5.2 without a threat.
    found = play(g, KEEN)
    assert (found["threatened"], found["value.RUS"]) == (0, pytest.approx(5.2))
    # At a cost of -3 it is .5 * 5.6 + .5 * (.9 * 5.2 + .1 * 2) = 5.24: it threatens.
    found = play(g, {**KEEN, "stakes.RUS.nuclear use": -3.0})
    assert found["value.RUS"] == pytest.approx(5.24)
    assert found["threatened"] == 1
    assert found["gave_in"] == pytest.approx(0.5)
    assert found["out_of_hand"] == pytest.approx(0.05)
    assert found["honoured.article-5"] == pytest.approx(0.45)


def test_those_threatened_stand_firm_by_their_own_stakes(small, game):
    worth = {"NATO": sure(-3.0)}
    helping = Stake(label="helping", when=Condition(defended="UKR"), worth=sure(0.5))
    a = threatened(small, None, **worth)
    a = replace(a, stakes={**a.stakes, "NATO": (helping,)})
    g = game(a, "member")
    cheap = {**KEEN, "stakes.RUS.nuclear use": -0.1}
    # Standing firm is worth .9 * .5 - .1 * 3 = .15 to NATO, at a cost of 5 it is -.05.
    assert play(g, cheap)["gave_in"] == 0
    assert play(g, {**cheap, "stakes.NATO.nuclear use": -5.0})["gave_in"] == 1


def test_without_the_key_or_with_no_help_to_keep_away_nothing_changes(small, game):
    draws = Draws(20, seed=2)
    with_it = game(threatened(small), "none")
    without = game(small, "none")
    found = [conduct(g, g.chances.values(draws), 20, 20.0) for g in (with_it, without)]
    for name, row in found[1].items():
        np.testing.assert_array_equal(row, found[0][name], err_msg=name)
    assert not found[0]["threatened"].any()


@pytest.mark.parametrize("name", ["member", "on-violation", "covers-ongoing"])
@pytest.mark.parametrize("gives_in", [0.0, 0.5, 1.0])
def test_the_story_of_a_threat_replays(small, game, name, gives_in):
    g = game(threatened(small, gives_in), name)
    fixed = {**KEEN, "stakes.RUS.nuclear use": -0.1, "honour": 1.0, "quarrel_lasts": 1.0}
    params = g.chances.values(Draws(1, fixed=fixed))
    story = likeliest(g, Ledger(g, solve_spe(g.tree, params), params))
    process = g.play.process
    state = process.start
    for day, move in story.moves:
        state = g.play.agenda.until(state, day)
        if move.kind != "ballot" or process.refusal(state, move) is None:
            state = process.after(state, move)
    assert g.play.agenda.until(state, g.play.agenda.horizon) == story.end.state


@pytest.fixture(scope="module")
def one_sided(small, game):
    """Return the game in which nobody but the adversary chooses anything."""
    a = threatened(small, 0.4)
    restrain = replace(a.conduct["UKR"], acts=a.conduct["UKR"].acts[:1])
    peace = replace(a.instruments["peace-deal"], withdrawal=None)
    stakes = {**a.stakes, "UKR": a.stakes["UKR"][:2]}
    norm = replace(a.norms["no-attack"], unless=None)
    a = replace(
        a,
        conduct={**a.conduct, "UKR": restrain},
        instruments={"peace-deal": peace},
        norms={"no-attack": norm},
        stakes=stakes,
    )
    return game(a, "member")


chance = st.floats(0, 1)


@settings(max_examples=40, deadline=None)
@given(war=chance, honour=chance, gives_in=chance, risk=chance, costs=st.tuples(chance, chance))
def test_a_dearer_disaster_never_raises_threats_or_attack(
    one_sided, war, honour, gives_in, risk, costs
):
    fixed = {
        "stakes.RUS.war": -war,
        "stakes.RUS.sabotage": 0.0,
        "honour": honour,
        "arrives": 0.0,
        "gives_in": gives_in,
        "out_of_hand": risk,
    }
    # Without errors: with them, what is plainly bad is chosen less often, which can be worth more.
    dear = [{**fixed, "stakes.RUS.nuclear use": -10 * cost} for cost in sorted(costs)]
    rows = [play(one_sided, there) for there in dear]
    assert rows[1]["value.RUS"] <= rows[0]["value.RUS"] + 1e-12
    assert rows[1]["act.RUS.attack"] <= rows[0]["act.RUS.attack"] + 1e-12
    assert rows[1]["threatened"] <= rows[0]["threatened"] + 1e-12


def test_the_cost_at_which_options_change_places_is_found(small):
    # Threatened at no cost, half of those who would honour give in: .6 becomes about .3, which is
    # less than the .4 of a guarantee that nobody threatens; at a high cost nobody threatens.
    a = threatened(small, 0.5)
    honour = {"value": 0.4, "kind": "assumed", "because": "an example"}
    weaker = {
        **small.options["member"].changes,
        "guarantees": {"article-5": {"in_force": None, "honour": honour}},
        "coercion": None,
    }
    options = {
        "member": small.options["member"],
        "weaker": Option(label="weaker, and not threatened", changes=weaker),
    }
    found = deter(replace(a, options=options), draws=20)
    told = [r for r in reversals(found) if r.party == "RUS"]
    assert [(r.better, r.worse, r.middle) for r in told] == [("member", "weaker", 5.0)]
    assert told[0].side == "below"
    for part, member_deters_better in [(0.99, False), (1.01, True)]:
        cost = part * told[0].cost
        there = deter(
            replace(a, options=options), draws=20, fixed={"stakes.RUS.nuclear use": -cost}
        )
        means = [there.attack(option).mean() for option in ("member", "weaker")]
        assert (means[0] < means[1]) == member_deters_better
    assert not [r for r in reversals(found) if r.party == "UKR"]


def test_a_threat_that_costs_nothing_to_make_may_be_forgotten(small, game):
    told = threatened(small)
    forgotten = replace(told.coercion["RUS"], threatening=None)
    games = [game(a, "on-violation") for a in (told, replace(told, coercion={"RUS": forgotten}))]
    draws = Draws(20, seed=4)
    found = [conduct(g, g.chances.values(draws), 20, 20.0) for g in games]
    assert len(games[1].tree.nodes) < len(games[0].tree.nodes)
    for name, row in found[1].items():
        np.testing.assert_allclose(row, found[0][name], atol=1e-12, err_msg=name)


def test_stories_merge_once_a_threat_is_paid_for(small, game):
    """As many decisions as where making a threat is worth nothing and is forgotten."""
    told = threatened(small)
    forgotten = replace(told.coercion["RUS"], threatening=None)
    paid, free = (
        game(a, "on-violation") for a in (told, replace(told, coercion={"RUS": forgotten}))
    )
    assert len(paid.tree.infosets) == len(free.tree.infosets)


def test_only_who_threatened_has_what_making_and_losing_control_of_it_is_worth(small, game):
    """UKR might threaten as well, and nothing is owed against it: it has nothing of its table."""
    told = threatened(small)
    other = replace(
        told.coercion["RUS"], label="a dirty bomb", threatening=sure(-0.5), worth={"UKR": sure(-9)}
    )
    g = game(replace(told, coercion={**told.coercion, "UKR": other}), "member")
    cheap = {**KEEN, "stakes.RUS.nuclear use": -0.1, "stakes.UKR.nuclear use": -0.2}
    alone = play(game(told, "member"), cheap)
    assert alone["threatened"] == 1
    assert alone["out_of_hand"] > 0
    assert play(g, cheap)["value.UKR"] == pytest.approx(alone["value.UKR"])


def test_where_nothing_is_threatened_nothing_is_told(small):
    assert reversals(deter(small, ["none", "member"], draws=20)) == []


def test_what_makes_options_change_places_is_asked_of_no_more_draws_than_there_are():
    """Of 20 draws the screen cannot have looked at a hundred."""
    words = ["deter", "ukraine-2025", "--options", "none,as-proposed", "--draws", "20"]
    told = " ".join(CliRunner().invoke(main, words).stdout.split())
    assert "over the 20 draws." in told
    assert "the first 100" not in told


PLACES = Path(__file__).with_name("places.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("middle", "side", "better"), [(0.9, "below", "force"), (0.7, "above", "stronger")]
)
def test_the_cost_at_which_options_change_places_is_solved_for(middle, side, better):
    """Both sides of it tell the same cost, which a closed form has.

    Stronger alone an attack brings .45 - .4 = .05, by logit .731059. Under force T threatens with
    p = s(20 (th + .2)), th = .2 + .5 (.1 (-x - .4) - .18), beside -.2 without a threat, and an
    attack brings v = p th - .2 (1 - p): s(20 v) is .731059 where v = .05.
    """

    def s(z):
        return 1 / (1 + np.exp(-z))

    def force(x):
        th = 0.2 + 0.5 * (0.1 * (-x - 0.4) - 0.18)
        p = s(20 * (th + 0.2))
        return s(20 * (p * th + (1 - p) * -0.2))

    a = read(PLACES.replace("-3", f"-{middle}"))
    (told,) = reversals(deter(a, draws=2))
    assert (told.side, told.better) == (side, better)
    assert told.cost == pytest.approx(0.7674, abs=1e-4)
    assert force(told.cost) == pytest.approx(s(20 * 0.05), abs=1e-5)
