"""What `ukraine-2025` shows under each contest form and at several precisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import Design, decision, deter
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.bottom_line import LEVEL
from foedus.deterrence.questions.explanation import explain
from foedus.games import Induction, param
from foedus.language import read

DRAWS = 100


@pytest.fixture(scope="module")
def case():
    return read(text_of("ukraine-2025"), "ukraine-2025")


@pytest.mark.parametrize(
    ("form", "precisions"),
    [("stated", (5.0, 20.0, 100.0)), ("ratio", (20.0,)), ("difference", (20.0,))],
)
def test_exit_undoes_pre_ratification_unless_the_guarantee_survives_it(case, form, precisions):
    """How much it then deters hangs on whether Ukraine's membership outlasts its defeat."""
    surviving = "pre-ratified-surviving-withdrawal"
    for precision in precisions:

        def attack(name, a=case, precision=precision):
            job = Job(
                a, name, Design(precision=precision, contest=form, break_evens=()), brief=True
            )
            return chunk_of(job, 1, DRAWS)["act.RUS.attack"].mean()

        none = attack("none")
        assert attack("pre-ratified") == pytest.approx(none, abs=0.03)
        assert attack(surviving) < none - (0.02 if precision >= 20 else 0)
        assert attack(surviving, everlasting(case)) < none - 0.05


def everlasting(case):
    """Return the case with stakes that are paid though the war for them is lost."""
    stakes = {p: tuple(replace(s, unless=None) for s in row) for p, row in case.stakes.items()}
    return replace(case, stakes=stakes)


def test_guarantors_are_drawn_in_only_where_they_fight_and_the_beneficiary_provoked(case):
    """Entrapment needs both, so in no draw is it likelier than either; nobody fights under none."""
    rows = {
        name: chunk_of(Job(case, name, Design(break_evens=(), stories=False)), 1, DRAWS)
        for name in ("none", "immediate-membership", "arms-only")
    }
    member = rows["immediate-membership"]
    provoked = 1 - member["act.UKR.restrain"]
    fought = member["honoured.article-5"]
    assert (member["entrapped"] <= np.minimum(provoked, fought) + 1e-12).all()
    assert (member["entrapped"] >= provoked + fought - 1 - 1e-12).all()
    assert member["entrapped"].mean() > 0.01
    assert not rows["none"]["entrapped"].any()
    assert not rows["arms-only"]["entrapped"].any()


def test_with_equal_triggers_membership_and_the_promise_outside_rank_alike():
    """What is left between them is what Russia would undo by winning: that Ukraine is a member.

    With the trigger of both an attack and membership that lasts, or none of its stakes, they are
    level, as the table of decisions calls it: in 3,000 draws membership is attacked less by .002,
    which is five standard errors. Where membership lapses on Russia's victory, winning saves it
    what membership costs, and attack is likelier under membership.
    """
    text = text_of("ukraine-2025").decode()
    trigger = "casus_foederis: limited_seizure"
    assert trigger in text
    equal = read(text.replace(trigger, "casus_foederis: attack"), "equal.yaml")

    def apart(a):
        member, outside = (
            chunk_of(Job(a, name, Design(break_evens=()), brief=True), 1, DRAWS)["act.RUS.attack"]
            for name in ("immediate-membership", "article-5-like")
        )
        row = member - outside
        return row.mean(), 2 * row.std() / np.sqrt(DRAWS)

    mean, _ = apart(everlasting(equal))
    assert abs(mean) < LEVEL
    mean, error = apart(equal)
    assert mean > max(error, 0.05)


def test_given_that_all_sign_membership_is_not_before_no_guarantee(case):
    """Forced, membership seems to deter better; in the draws where all sign it does not."""
    found = deter(
        case, ["none", "immediate-membership"], draws=2 * DRAWS, break_evens=(), waiting=False,
        stories=False,
    )  # fmt: skip
    none, member = (row.attack for row in decision(found).rows[1:])
    assert member.forced < none.forced - 0.05
    assert member.given > none.given - 0.02
    for name, row in (("none", none), ("immediate-membership", member)):
        attack, signed = found.rows[name]["act.RUS.attack"], found.rows[name]["signed"]
        assert row.given == pytest.approx((attack * signed).sum() / signed.sum())
        assert row.war == pytest.approx((1 - signed + signed * attack).mean())


def test_the_claim_of_victory_is_a_move_at_little_cost(case):
    """Russia may make it once; it binds whom applause is worth more than an attack, no other."""
    silent = replace(
        case,
        deeds={},
        issues={},
        stakes={
            party: tuple(s for s in row if not any(c.performed for c in s.counts.atoms()))
            for party, row in case.stakes.items()
        },
    )
    job = Job(case, "none")
    games = [game_of(replace(job, arrangement=a)) for a in (case, silent)]
    assert len(games[0].tree.nodes) < 1.6 * len(games[1].tree.nodes)
    assert any("perform" in h.actions for h in games[0].tree.infosets)
    params = games[0].chances.values(job.draws(DRAWS))
    free = {**params, "stakes.RUS.going back on its victory": np.zeros(DRAWS)}
    dear = {**params, "stakes.RUS.going back on its victory": np.full(DRAWS, -1.0)}
    dear |= {"stakes.RUS.a victory declared": np.full(DRAWS, 0.3)}
    unbound, bound = (attacks(games[0], p, DRAWS) for p in (free, dear))
    other = attacks(games[1], games[1].chances.values(job.draws(DRAWS)), DRAWS)
    np.testing.assert_allclose(unbound, other, atol=1e-12)
    assert (bound <= other + 1e-12).all()
    assert bound.mean() < other.mean()


HONOURED = [
    "pre-ratified-surviving-withdrawal",
    "immediate-membership",
    "article-5-like",
    "arms-only",
]


@pytest.mark.parametrize("name", HONOURED)
def test_honouring_raises_attack_only_where_the_preventive_motive_is_named(case, name):
    job = Job(case, name, Design(break_evens=()))
    game, draws = game_of(job), job.draws(DRAWS)
    rows = [
        attacks(
            game,
            game.chances.values(replace(draws, fixed={"honour": h})),
            DRAWS,
            job.design.precision,
        )
        for h in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    rises = (np.diff(rows, axis=0) > 0.005).any()
    named = [why for why in explain(job, "RUS") if "the preventive motive" in why]
    assert bool(named) == bool(rises)
    assert bool(rises) == (name == "pre-ratified-surviving-withdrawal")


def test_a_stake_that_lapses_is_recomputed_by_hand_end_by_end(case):
    """Every end of the game where Russia prevailed in an attack loses what membership is worth."""
    job = Job(case, "pre-ratified-surviving-withdrawal")
    game, lasting = game_of(job), game_of(replace(job, arrangement=everlasting(case)))
    params = game.chances.values(job.draws(30, 1))
    member = {"RUS": "stakes.RUS.Ukraine in NATO", "UKR": "stakes.UKR.membership"}
    prize = {"RUS": "stakes.RUS.the prize", "UKR": "stakes.UKR.losing the war"}

    def lapsed(end):
        return [
            payoff - param(member[player])
            if player in member and {member[player], prize[player]} <= payoff.names
            else payoff
            for player, payoff in zip(lasting.tree.players, end.payoffs, strict=True)
        ]

    by_hand = Induction.of(lasting.tree, lapsed, lasting.induction.opening)
    expected = by_hand.solved(params, 30, 20.0)
    found = game.induction.solved(params, 30, 20.0)[:, : len(game.tree.players)]
    np.testing.assert_allclose(found, expected, atol=1e-9)
    apart = lasting.induction.solved(params, 30, 20.0)[:, 0] - found[:, 0]
    assert np.abs(apart).max() > 0.01  # else nothing lapsed
