"""Who owes a response together: each decides, and who is named first changes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from foedus.deterrence import Design, DeterrenceError, deter
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.explanation import story_of
from foedus.deterrence.questions.repeated import repeated
from foedus.language import Condition, Estimate, read
from foedus.language.judgements import Stake
from foedus.process import Process

TEXT = """
foedus: 1
title: Guarantors together
as_of: 2000-01-01
horizon: P1Y
sources: {{}}
parties:
  THR: {{role: adversary}}
  PRO: {{role: beneficiary}}
{parties}
conduct:
  THR: {{towards: PRO, acts: [{{act: comply}}, {{act: attack, needs: P10D}}]}}
guarantees:
  help:
    owed_by: [{debtors}]
    joint: {joint}
    protects: {{state: PRO, territory: unspecified}}
    against: THR
    casus_foederis: attack
    response: defend
contests:
  - {{by: THR, act: attack, alone: {q}, helped: {r}}}
{more}
stakes:
  THR:
    - {{label: prize, when: {{prevailed: THR}}, worth: {one}}}
    - {{label: cost, when: {{acted: attack, by: THR}}, worth: {half}}}
{stakes}
occasions: [P0D]
"""
THREAT = """
coercion:
  THR:
    out_of_hand: {value: 0.05, kind: assumed, because: x}
    worth: {THR: {value: -3, kind: assumed, because: x}}
"""


def sure(value):
    return f"{{value: {value}, kind: assumed, because: x}}"


SURE = {"q": sure(0.8), "r": sure(0.2), "one": sure(1), "half": sure(-0.5)}
LOST = "    - {label: lost, when: {prevailed: THR}, worth: " + sure(-1) + "}"


def guarantors(costs, joint=False, order=None, more=""):
    """Return an arrangement whose guarantors lose 1 with the prize and pay these costs to help."""
    names = [f"G{at}" for at in range(len(costs))]
    stakes = "\n".join(
        f"  {n}:\n{LOST}\n    - {{label: help, when: {{defended: PRO}}, worth: {sure(-c)}}}"
        for n, c in zip(names, costs, strict=True)
    )
    text = TEXT.format(
        parties="\n".join(f"  {n}: {{role: guarantor}}" for n in names),
        debtors=", ".join(order or names),
        joint=str(joint).lower(),
        stakes=stakes,
        more=more,
        **SURE,
    )
    return read(text, "together.yaml")


def attack(a, precision=None):
    job = Job(a, "")
    game = game_of(job)
    return float(attacks(game, game.chances.values(job.draws(1)), 1, precision)[0])


WILLING, UNWILLING = 0.1, 5.0  # to help saves .6 of the prize


@pytest.mark.parametrize("costs", [(WILLING, UNWILLING), (UNWILLING, WILLING, UNWILLING)])
def test_one_willing_debtor_is_enough_severally_and_one_unwilling_too_many_jointly(costs):
    names = [f"G{at}" for at in range(len(costs))]
    for order in permutations(names):
        assert attack(guarantors(costs, order=order)) == 0
        assert attack(guarantors(costs, joint=True, order=order)) == 1


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("more", ["", THREAT])
def test_with_errors_too_the_order_of_names_changes_nothing(joint, more):
    found = [
        attack(guarantors((0.5, 0.55, 0.65), joint, order, more), 20.0)
        for order in permutations(("G0", "G1", "G2"))
    ]
    assert 0.001 < found[0] < 0.999
    np.testing.assert_allclose(found, found[0], atol=1e-12)


def test_two_debtors_with_errors_by_hand():
    """Asked in either order with chance 1/2; the first to say what settles it is the last asked.

    The second compares -.2 - c with -.8 by logit; the first compares that with what the second
    would do. The attacker compares the mixture with peace.
    """
    costs, precision = (0.5, 0.65), 20.0

    def logit(gain):
        return 1 / (1 + np.exp(-precision * gain))

    gains = [-0.2 - c + 0.8 for c in costs]
    helped = 0.0
    for first, second in ((0, 1), (1, 0)):
        later = logit(gains[second])
        at_once = logit(gains[first] * (1 - later))
        helped += (at_once + (1 - at_once) * later) / 2
    expected = logit(0.8 - 0.6 * helped - 0.5)
    assert attack(guarantors(costs), precision) == pytest.approx(expected, abs=1e-12)


def test_a_threat_keeps_several_away_only_if_all_give_in():
    """Giving in costs .8; to stand firm .2 + c, so c < .6 stands firm, at no risk."""
    calm = THREAT.replace("0.05", "0")
    assert attack(guarantors((WILLING, UNWILLING), more=calm)) == 0
    assert attack(guarantors((WILLING, UNWILLING), joint=True, more=calm)) == 1


def test_the_story_says_who_answered_and_replays():
    a = guarantors((UNWILLING, WILLING))
    job = Job(a, "", Design(fixed={"stakes.THR.cost": -0.1}))
    story = story_of(job)
    answers = [move for _, move in story.moves if move.kind in ("honour", "decline")]
    assert ("honour", "G1") in [(move.kind, move.actor) for move in answers]
    assert ("honour", "G0") not in [(move.kind, move.actor) for move in answers]
    process = Process(a)
    for _, move in story.moves:
        assert move.actor in (*a.parties, "nature")
    assert process.refusal(process.start, story.moves[0][1]) is None


def test_too_many_debtors_are_refused_with_what_to_write():
    with pytest.raises(DeterrenceError, match=r"9 parties that each decide.*Write 'honour'"):
        deter(guarantors((WILLING,) * 9), draws=1)


def test_a_ladder_of_ninety_acts_fits():
    """The buffer of the backward pass held 64 answers: more wrote past its end."""
    acts = ", ".join(f"{{act: step{at}}}" for at in range(89))
    a = guarantors((WILLING,))
    text = TEXT.format(
        parties="  G0: {role: guarantor}",
        debtors="G0",
        joint="false",
        more="",
        stakes=f"  G0:\n{LOST}",
        **SURE,
    ).replace("{act: comply}", f"{{act: comply}}, {acts}")
    ladder = read(text, "ladder.yaml")
    assert len(ladder.conduct["THR"].acts) == len(a.conduct["THR"].acts) + 89
    found = deter(ladder, draws=1, break_evens=(), stories=False)
    acts_of = found.options[""].acts
    assert sum(one.value for one in acts_of.values()) == pytest.approx(1)
    assert acts_of["step7"].value == pytest.approx(acts_of["comply"].value)


@pytest.mark.parametrize("precision", [None, 20.0])
@pytest.mark.parametrize("more", ["", THREAT])
@pytest.mark.parametrize("shame", [0.0, -0.3])
def test_who_attacks_is_not_asked_for_help_against_itself(shame, more, precision):
    """Owed severally by it too, it is the game without it; owed jointly, that without help.

    So it is where declining has its price: it is declined once all others have.
    """

    def owed(order, joint=False):
        a = guarantors((0.5, 0.65), joint, order, more)
        worth = Estimate(value=shame, kind="assumed", because="an example")
        declining = Stake(label="shame", when=Condition(declined="help"), worth=worth)
        stakes = {**a.stakes, "G0": (*a.stakes["G0"], declining)}
        return attack(replace(a, stakes=stakes), precision)

    alone = owed(("G0", "G1"))
    for order in permutations(("G0", "G1", "THR")):
        assert owed(order) == pytest.approx(alone, abs=1e-12)
        assert owed(order, joint=True) == pytest.approx(owed(("THR",)), abs=1e-12)


def test_who_owes_the_same_under_two_texts_decides_once():
    """Help saves .6 and costs .6: it is as likely as not, and an attack is worth .8 - .3 - .5 = 0.

    Were it asked under each text, help would come with .75, and an attack be worth -.15.
    """
    once = guarantors([0.6])
    twice = replace(once, guarantees={**once.guarantees, "again": once.guarantees["help"]})
    for a in (once, twice):
        assert attack(a, 20) == pytest.approx(0.5, abs=1e-9)
    assert "taken as one will and one force" in next(repeated(twice))
    stated = replace(once.guarantees["help"], honour=Estimate(value=0.5, kind="assumed"))
    mixed = replace(once, guarantees={**once.guarantees, "stated": stated})
    assert "as G0 decides by its stakes: each is answered by itself" in next(repeated(mixed))
