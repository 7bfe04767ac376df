"""The compiled game: the same agenda for all, solved as `games` solves it, played as a process."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from foedus.deterrence import Design, deter
from foedus.deterrence import compile as compiling
from foedus.deterrence.agenda import Agenda
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, bare
from foedus.deterrence.measures import attacks, complying, conduct
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.questions.breakeven import deterring, in_middle_case
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.story import likeliest
from foedus.deterrence.sides import agenda_of
from foedus.games import Induction, frequencies, solve_aqre, solve_spe
from foedus.language import option
from foedus.process import Move, Process


@pytest.fixture(scope="module", params=["none", "member", "on-violation", "covers-ongoing"])
def played(small, game, request):
    return game(small, request.param)


def test_one_pass_agrees_with_the_general_solvers(played):
    params = played.chances.values(Draws(20, seed=3))
    for precision in (None, 5.0, 40.0):
        whole = Induction.of(played.tree, played.counts.columns)
        found = whole.solved(params, 20, precision)
        solution = (
            solve_spe(played.tree, params)
            if precision is None
            else solve_aqre(played.tree, params, [precision])[0]
        )
        assert solution.ok.all()
        players = len(played.tree.players)
        np.testing.assert_allclose(found[:, :players].T, solution.values, atol=1e-12)
        chance = frequencies(solution, params)
        for at, name in enumerate(played.counts.names):
            rows = played.counts.rows
            total = sum(p for label, p in chance.items() if rows[label][at])
            np.testing.assert_allclose(found[:, players + at], total, atol=1e-12, err_msg=name)


def test_leaving_out_what_cannot_matter_changes_no_answer(small, fresh, monkeypatch):
    draws = Draws(20, seed=4)
    short = fresh(small, "on-violation")
    monkeypatch.setattr(compiling.Reduction, "key", lambda _self, at: at)
    long = fresh(small, "on-violation")
    found = [conduct(g, g.chances.values(draws), 20, 20.0) for g in (short, long)]
    for name, row in found[0].items():
        np.testing.assert_allclose(row, found[1][name], atol=1e-12, err_msg=name)


def test_the_last_turn_of_a_story_is_asked_for_from_no_deeper_than_the_first(
    small, fresh, monkeypatch
):
    """A call from within each call before it would stand some frames deeper with each turn."""
    depths, turn = set[int](), compiling.Play.turn

    def measured(play, at, log=None):
        frame, depth = sys._getframe(), 0
        while frame is not None:
            frame, depth = frame.f_back, depth + 1
        depths.add(depth)
        return turn(play, at, log)

    monkeypatch.setattr(compiling.Play, "turn", measured)
    assert len(fresh(small, "on-violation").tree.nodes) > 20
    assert len(depths) == 1


def test_every_end_has_its_chance_and_they_sum_to_one(played):
    params = played.chances.values(Draws(20, seed=5))
    found = conduct(played, params, 20, 20.0)
    for party, ladder in played.play.arrangement.conduct.items():
        total = sum(found[f"act.{party}.{act.act}"] for act in ladder.acts)
        np.testing.assert_allclose(total, 1, atol=1e-12)


def test_occasions_come_from_the_file_and_not_from_the_option(small):
    asked = [
        [(q.kind, q.actor) for group in groups for q in group]
        for name in small.options
        for groups in (Agenda(Process(option(small, name)), (0, 60), agenda_of(small)).groups,)
    ]
    conduct_asked = [[q for q in row if q[0] in ("conduct", "nightfall")] for row in asked]
    assert all(row == conduct_asked[0] for row in conduct_asked)
    assert occasions_of(small) == (0, 60)


def test_a_procedure_that_leads_to_nothing_plays_as_none(small, game):
    draws = Draws(50, seed=6)
    found = [
        conduct(g, g.chances.values(draws), 50, 20.0)
        for g in (game(small, "none"), game(small, "idle"))
    ]
    for name in ("act.RUS.attack", "act.RUS.sabotage", "act.UKR.provoke", "value.RUS", "value.UKR"):
        np.testing.assert_allclose(found[0][name], found[1][name], atol=1e-12, err_msg=name)


def test_without_any_guarantee_or_consequence_all_options_coincide(small):
    draws = Draws(50, seed=7)
    rows = []
    for name in small.options:
        stripped = bare(option(small, name))
        g = compiling.compile_game(stripped, occasions_of(small), {})
        rows.append(attacks(g, g.chances.values(draws), 50, 20.0))
    for row in rows[1:]:
        np.testing.assert_array_equal(row, rows[0])


def test_what_two_options_share_has_the_same_draws_under_both(small, game):
    draws = Draws(50, seed=8)
    first, second = (game(small, name).chances.values(draws) for name in ("none", "member"))
    for name in set(first) & set(second):
        np.testing.assert_array_equal(first[name], second[name])


@pytest.mark.parametrize("name", ["none", "member", "on-violation", "covers-ongoing"])
@pytest.mark.parametrize("seed", range(4))
def test_the_likeliest_story_replays_through_the_process(small, game, name, seed):
    g = game(small, name)
    params = g.chances.values(Draws(1, seed=seed))
    story = likeliest(g, Ledger(g, solve_spe(g.tree, params), params))
    process = g.play.process
    state = process.start
    for day, move in story.moves:
        state = _waited(process, state, day)
        voted = move.kind == "ballot" and process.refusal(state, move) is not None
        # Votes end as soon as the outcome is certain; whoever has not voted by then need not.
        state = state if voted else process.after(state, move)
    assert _waited(process, state, process.arrangement.horizon.days) == story.end.state


def _waited(process, state, day):
    while state.day < day:
        upcoming = process.moves(state)[-1].until
        state = process.after(state, Move("wait", until=min(day, upcoming)))
    return state


def test_help_from_a_guarantee_in_force_lowers_the_chance_that_an_attack_gains(small, game):
    # From the first day a member: honoured with .6, and help is there after 10 of 30 days, so the
    # attack gains with .4 * .6 + .6 * .2 = .36.
    g = game(small, "member")
    params = g.chances.values(Draws(1, fixed={"stakes.RUS.war": 0.0}))
    value = conduct(g, params, 1, None)["value.RUS"][0]
    sabotage = params["stakes.RUS.sabotage"][0]
    assert value == pytest.approx(0.36 + sabotage, abs=1e-12)


def test_help_that_comes_too_late_does_not(small, game):
    g = game(small, "member")
    late = {"stakes.RUS.war": 0.0, "arrives": 31.0}
    params = g.chances.values(Draws(1, fixed=late))
    value = conduct(g, params, 1, None)["value.RUS"][0]
    assert value == pytest.approx(0.6 + params["stakes.RUS.sabotage"][0], abs=1e-12)


def test_a_break_even_is_where_attacking_stops_to_pay(small, game):
    # Attack: .6 (1 - h) + .2 h - .45 = .15 - .4 h, and sabotage as well; comply: sabotage alone.
    g = game(small, "member")
    draws = Draws(1, fixed={"stakes.RUS.war": -0.45, "stakes.UKR.force": -1.0})
    found = deterring(g, draws, "honour", grid=np.linspace(0, 1, 1001))
    assert found.threshold[0] == pytest.approx(0.375, abs=1.1e-3)


@pytest.mark.parametrize("war", [0.45, 0.3, 0.53, 0.999 / 3])
def test_a_break_even_is_solved_for_between_the_steps_of_its_grid(small, game, war):
    """.6 (1 - h) + .2 h = w at h = (.6 - w) / .4, wherever the grid has its values."""
    g = game(small, "member")
    draws = Draws(3, fixed={"stakes.RUS.war": -war, "stakes.UKR.force": -1.0})
    found = deterring(g, draws, "honour")
    exact = (0.6 - war) / 0.4
    assert found.threshold == pytest.approx([exact] * 3, abs=1e-3)
    ((low, high),) = in_middle_case(g, Draws(1, fixed=draws.fixed, central=True), "honour", "RUS")
    assert (low, high) == (pytest.approx(exact, abs=1e-3), 1.0)


def test_a_break_even_in_days_is_solved_for_to_the_day(small, game):
    """The fight is decided on the thirtieth day after the attack; admission must come before."""
    g = game(small, "covers-ongoing", days=(0,))
    fixed = {"honour": 1.0, "passing": 1.0, "arrives": 0.0, "detect": 1.0, "stakes.UKR.force": -1.0}
    fixed |= {"stakes.RUS.war": -0.5, "stakes.RUS.membership": 0.0, "stakes.RUS.exit": -1.0}
    found = deterring(g, Draws(1, fixed=fixed), "days", grid=np.array([0, 20, 700]))
    whole = deterring(g, Draws(1, fixed=fixed), "days", grid=np.arange(701))
    assert found.threshold.tolist() == whole.threshold.tolist()
    assert found.threshold.tolist() == [29.0]


def test_jobs_of_equal_seed_draw_equally(small):
    first, second = (Job(small, name, Design(seed=3)) for name in ("none", "member"))
    np.testing.assert_array_equal(first.draws(9).rank("x"), second.draws(9).rank("x"))


def test_complying_throughout_is_worth_what_the_tree_says_when_no_act_is_worth_anything(
    small, game
):
    # With prohibitive costs the adversary complies by itself, so that both ways agree.
    g = game(small, "on-violation")
    dear = {"stakes.RUS.war": -50.0, "stakes.RUS.sabotage": -50.0}
    params = g.chances.values(Draws(5, seed=9, fixed=dear))
    at = g.tree.players.index("RUS")
    free = g.induction.solved(params, 5, 20.0)[:, at]
    np.testing.assert_allclose(complying(g, params, 5, 20.0, "RUS"), free, atol=1e-9)


def test_what_false_findings_cost_one_who_complies_shows_in_reassurance(small):
    # Few errors: who may err in leaving the deal, at a price, pays it sometimes.
    found = deter(small, ["none", "on-violation"], draws=40, precision=200.0).options
    assert found["none"].reassurance.value == pytest.approx(0, abs=0.02)
    assert found["on-violation"].reassurance.value < found["none"].reassurance.value
