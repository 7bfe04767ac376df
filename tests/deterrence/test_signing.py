"""Signing is the first move, the same under every option, and changes nothing of what follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence import bottom_line, decision, deter, in_words, unsaid
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct, signing
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.story import likeliest
from foedus.deterrence.sides import signatories
from foedus.deterrence.situation import Lottery
from foedus.games import solve_aqre, solve_spe
from foedus.language import read
from foedus.views import deterrence_screen


@pytest.mark.parametrize("name", ["none", "member", "on-violation"])
def test_the_chance_that_all_sign_is_that_of_the_tree(small, game, name):
    g, draws = game(small, name), Draws(20, seed=3)
    params = g.chances.values(draws)
    found = signing(small, conduct(g, params, 20, 20.0), draws, 20.0)
    solution = solve_aqre(g.tree, params, [20.0])[0]
    nodes = g.tree.nodes
    chances, last = [], {}
    for child in nodes[g.tree.root].children:  # who is first, drawn evenly
        first, second = nodes[child], nodes[nodes[child].children[0]]
        chances.append([solution.profile[node.infoset][0] for node in (first, second)])
        last[g.tree.players[g.tree.infosets[second.infoset].player]] = chances[-1][1]
    assert set(last) == {"RUS", "UKR"}
    expected = np.mean([one * other for one, other in chances], axis=0)
    np.testing.assert_allclose(found["signed"], expected, atol=1e-12)
    for party, chance in last.items():
        np.testing.assert_allclose(found[f"signs.{party}"], chance, atol=1e-12)


def test_who_signs_is_asked_alike_under_every_option(small, game):
    asked = []
    for name in small.options:
        g = game(small, name)
        at, turns = g.start, []
        for _ in small.refusing:
            at, turn = g.play.turn(at)
            if isinstance(turn, Lottery):
                assert [chance.at({}) for _, chance, _ in turn.draws] == [0.5, 0.5]
                at, turn = g.play.turn(turn.draws[0][2])
            turns.append((turn.player, turn.about, [label for label, _ in turn.menu]))
            at = turn.menu[0][1]
        asked.append(turns)
    assert asked[0] == asked[-1]
    assert all(row == asked[0] for row in asked)
    assert [player for player, _, _ in asked[0]] == ["RUS", "UKR"]


@pytest.mark.parametrize("name", ["none", "on-violation"])
def test_conduct_once_signed_does_not_depend_on_what_refusing_brings(small, game, name):
    with_it, without = game(small, name), game(replace(small, refusing={}), name)
    draws = Draws(20, seed=5)
    found = [conduct(g, g.chances.values(draws), 20, 20.0) for g in (with_it, without)]
    assert set(found[0]) == set(found[1])
    for key, row in found[1].items():
        np.testing.assert_allclose(found[0][key], row, atol=1e-12, err_msg=key)


worth = st.floats(-2, 2)


@settings(max_examples=60, deadline=None)
@given(ours=worth, theirs=st.tuples(worth, worth), value=worth, other=worth)
def test_the_better_the_war_the_less_it_is_signed(small, ours, theirs, value, other):
    found = {"value.RUS": np.array([value]), "value.UKR": np.array([other])}
    chances = []
    for war in sorted(theirs):
        fixed = {"refusing.RUS": ours, "refusing.UKR": war}
        chances.append(signing(small, found, Draws(1, fixed=fixed), 20.0)["signs.UKR"][0])
    assert chances[1] <= chances[0] + 1e-12


def test_the_story_says_what_each_side_would_do_and_goes_on(small, game):
    g = game(small, "none")
    params = g.chances.values(Draws(1, seed=1, fixed={"refusing.RUS": 3.0, "refusing.UKR": -3.0}))
    story = likeliest(g, Ledger(g, solve_spe(g.tree, params), params))
    told = {scene.player: scene for scene in story.scenes if scene.about.kind == "agree"}
    assert {scene.took for scene in told.values()} == {"sign"}
    assert told["RUS"].worth["refuse"] == pytest.approx(3.0)
    assert told["RUS"].worth["sign"] < 3.0
    assert told["UKR"].worth["refuse"] == pytest.approx(-3.0)
    assert len(story.scenes) > 2
    assert story.end.signed == 2


def test_where_resolve_is_private_all_have_signed(small, game):
    private = replace(small, resolved={"RUS": small.quarrel_lasts}, options={})
    g = game(replace(private, procedures={}, guarantees={}))
    assert not signatories(g.play.arrangement)


PROPOSED = """
foedus: 1
title: A deal that waits for signatures
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {THR: {}, PRO: {}, ONE: {}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: q}
    helped: {value: 0.2, kind: assumed, because: r}
instruments: {deal: {parties: [THR, PRO], status: proposed}}
guarantees:
  help:
    owed_by: ONE
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
    in: deal
    honour: {value: 0.5, kind: assumed, because: h}
stakes:
  THR:
    - {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: cost
      when: {acted: attack, by: THR}
      worth: {value: -0.4, kind: assumed, because: c}
  PRO:
    - {label: loss, when: {prevailed: THR}, worth: {value: -1, kind: assumed, because: the unit}}
refusing:
  THR: {low: -0.2, high: 0.4, kind: assumed, because: u}
  PRO: {value: -1, kind: assumed, because: v}
occasions: [P0D]
"""


@pytest.mark.parametrize("h", [0.0, 0.2, 0.4, 0.6, 0.65, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("u", [-0.1, 0.05, 0.3])
def test_whoever_signs_signs_what_waits_for_it(h, u):
    """Signed, the deal binds: the attack is worth w = q - h (q - r) - c, and comes iff w > 0.

    The one signs iff the better of w and 0 exceeds u, what the present war is worth to it.
    """
    g = game_of(Job(read(PROPOSED), ""))
    draws = Draws(1, fixed={"honour": h, "refusing.THR": u})
    found = conduct(g, g.chances.values(draws), 1, None)
    worth = 0.8 - h * 0.6 - 0.4
    assert found["act.THR.attack"][0] == (worth > 0)
    assert found["honoured.help"][0] == pytest.approx(h if worth > 0 else 0)
    assert found["value.THR"][0] == pytest.approx(max(worth, 0))
    signed = signing(read(PROPOSED), found, draws, 1e6)["signed"][0]
    assert signed == pytest.approx(float(max(worth, 0) > u), abs=1e-6)


def test_the_story_begins_with_the_signatures_and_replays():
    g = game_of(Job(read(PROPOSED), ""))
    params = g.chances.values(Draws(1, fixed={"honour": 0.2}, central=True))
    story = likeliest(g, Ledger(g, solve_spe(g.tree, params), params))
    state = g.play.process.start
    assert [move.kind for _, move in story.moves[:3]] == ["sign", "sign", "conduct"]
    for day, move in story.moves:
        state = g.play.process.after(g.play.agenda.until(state, day), move)
    assert state.record == story.end.state.record


def test_what_refusing_is_worth_counts_among_the_inputs():
    """The chance that all sign, and war, rest on it, though no conduct does."""
    found = deter(read(PROPOSED), draws=4, break_evens=(), stories=False, inputs=True)
    assert decision(found).unmeasured["assumed"] == ("refusing.THR",)


PACT = """
foedus: 1
title: A pact that waits for three
as_of: 2000-01-01
horizon: P1Y
parties: {T: {name: the tribe}, P: {name: the people}, G: {name: the guard}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack}]}
instruments:
  pact: {parties: [T, P, G], status: proposed}
stakes:
  T: [{label: gain, when: {acted: attack, by: T}, worth: {value: 1, kind: assumed, because: x}}]
  P: [{label: loss, when: {acted: attack, by: T}, worth: {value: -1, kind: assumed, because: x}}]
  G: [{label: care, when: {acted: attack, by: T}, worth: {value: -1, kind: assumed, because: x}}]
occasions: [P0D]
"""
REFUSING = "refusing: {%s: {value: 0, kind: assumed, because: x}}\n"


def test_who_could_refuse_has_signed_before_the_occasions_on_which_others_choose():
    """P signs or refuses first of all; G, who could not refuse, signs when it likes; T acts too."""
    told = in_words(read(PACT + REFUSING % "P"))
    assert told == (
        "Before all else it is for the people to sign or to refuse. Choices on each occasion "
        "(at the start): first the guard, then the tribe, having seen what went before."
    )
    assert in_words(read(PACT)) == (
        "Choices on each occasion (at the start): first the guard and the people (in an order "
        "drawn evenly), then the tribe, having seen what went before."
    )


def test_whose_signature_is_forced_is_named_where_others_choose_whether_to_sign():
    """P could refuse and is taken to sign; T and G choose: T loses by it, so that nothing binds it.

    T gains 1 by an attack and pays a fine of 2 for one while the pact is in force, which takes all
    three: it does not sign, and attacks. Were all signatures forced it would not.
    """
    fine = "  - {label: fine, when: {all: [{in_force: pact}, {acted: attack, by: T}]}, "
    fine = fine.replace("  - ", "") + "worth: {value: -2, kind: assumed, because: x}}"
    text = PACT.replace("  T: [{label: gain", f"  T: [{fine}, {{label: gain")
    a = read(text + REFUSING % "P")
    table = decision(deter(a, draws=2, break_evens=(), stories=False))
    assert table.signing == {"first": ("the people",), "later": ("the guard", "the tribe")}
    assert table.rows[1].attack.forced > 0.99
    told = bottom_line(table.as_json())
    assert "assumed here (the people taken to have signed): in" in told[0]
    said = " ".join([*told, *deterrence_screen(table, ())])
    assert "with the signature of the people forced" in said
    assert "all sign" not in " ".join(said.split())
    assert (
        "Not forced: whether the guard and the tribe sign, since the file has no 'refusing' for "
        "them, the worth of there being no deal."
    ) in said
    story = " ".join(deter(a, draws=1, break_evens=()).options[""].because)
    assert "the guard does not sign the pact (chance 0.50); it could as well do otherwise" in story
    assert (
        "Over all that can come (the people taken to have signed), not this story alone, an attack "
        "by the tribe has chance 1.00"
    ) in story
    assert (
        "the tribe chooses 'attack' (chance 1.00): worth +1.00 to it, against +0.00 if it chooses "
        "'comply'"
    ) in story
    forced = (
        "refusing: {"
        + ", ".join(f"{p}: {{value: 0, kind: assumed, because: x}}" for p in "TPG")
        + "}\n"
    )
    table = decision(deter(read(text + forced), draws=2, break_evens=(), stories=False))
    assert table.signing["later"] == ()
    assert "assumed here (all taken to have signed): in" in bottom_line(table.as_json())[0]
    assert table.rows[1].attack.forced < 0.01


def test_who_chooses_whether_to_sign_is_named_where_nobody_could_refuse_before_all_else():
    """T gains by an attack that the pact fines: it does not sign, and every figure counts that."""
    table = decision(deter(read(PACT), draws=2, break_evens=(), stories=False)).as_json()
    assert table["signing"] == {"first": [], "later": ["the guard", "the people", "the tribe"]}
    assert [where for _, where in unsaid(table)] == ["signing/later"]
    told = " ".join(bottom_line(table))
    assert "Not forced: whether the guard, the people and the tribe sign, since" in told
    assert "taken to have signed" not in told


PRIVATE = """
foedus: 1
title: A deal signed by one that may be resolved
as_of: 2025-01-01
horizon: P1Y
parties: {T: {name: the tribe}, P: {name: the people}, G: {name: the guard}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: x}
    helped: {value: 0.2, kind: assumed, because: x}
instruments: {deal: {parties: [T, P], status: proposed}}
guarantees:
  aid:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: x}
    in: deal
HONOUR
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: x}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.45, kind: assumed, because: x}
MORE
  P:
    - {label: loss, when: {prevailed: T}, worth: {value: -1, kind: assumed, because: x}}
OTHERS
refusing:
  T: {value: 0.02, kind: assumed, because: x}
  P: {low: -0.3001, high: -0.2999, kind: assumed, because: x}
occasions: [P0D]
"""
OWN = """
resolved: {T: {value: 0.35, kind: assumed, because: x}}
"""
OWN_HONOUR = "    honour: {value: 0.5, kind: assumed, because: x}"
LESS = """
    - label: less
      when: {acted: attack, by: T}
      if: resolved
      worth: {value: 0.15, kind: assumed, because: x}
"""
GUARD = """
  G:
    - label: word
      when: {honoured: aid}
      if: resolved
      worth: {value: 1, kind: assumed, because: x}
    - label: burden
      when: {honoured: aid}
      if: irresolute
      worth: {value: -1, kind: assumed, because: x}
resolved: {G: {value: 0.5, kind: assumed, because: x}}
"""


def private(honour, others, more=""):
    text = PRIVATE.replace("HONOUR", honour).replace("OTHERS", others).replace("MORE", more)
    return read(text)


def logit(gain):
    return 1 / (1 + np.exp(-20 * gain))


def test_what_signing_would_tell_of_one_who_knows_its_own_mind_is_not_told_as_if_it_did_not():
    """A tribe whose resolve is private signs by it: who signs is who means to attack.

    With P and the tribe signing as their own minds have it the attack would be likelier given that
    all sign than with signatures forced; weighting both kinds alike gave the same for both.
    """
    a = private(OWN_HONOUR, OWN, LESS)
    found = deter(a, draws=2, break_evens=(), stories=False)
    row = decision(found).rows[-1]
    forced = 0.35 * logit(0.1) + 0.65 * logit(-0.05)  # .483
    assert row.attack == (pytest.approx(forced, abs=1e-6), None, None, None)
    assert not any(name.startswith("sign") for name in found.rows[""])
    one = found.options[""]
    assert one.signed.value is None
    assert one.signed.because == ("not told: signing tells of what only the tribe can know",)
    assert not one.signs
    assert in_words(a).startswith(
        "Taken to have signed, though able to refuse: the people and the tribe; how likely that "
        "is, and what holds given that all sign, is not told, since signing tells of what only the "
        "tribe can know. Choices"
    )
    table = decision(found)
    assert table.signing == {"first": ("the people", "the tribe"), "later": ()}
    assert bottom_line(table.as_json())[0].startswith(
        "Of the 2 situations assumed here (all taken to have signed): "
    )
    assert "given" not in " ".join(deterrence_screen(table, ()))
    assert decision(found).unmeasured["assumed"] == ()  # nothing told rests on what refusing brings


def test_where_nobody_who_signs_knows_more_the_chance_of_it_is_told():
    """The guard's resolve is private, and the guard signs nothing.

    It honours if resolved: the attack is worth .6 - .5 * .4 - .45 = -.05, and signing a = -.05
    L(-.05) to the tribe, beside .02; to the people -.4 L(-.05), beside -.3. Whoever is last signs
    with L of its gain, whoever is first with L of that times the chance that the other signs.
    """
    a = private("", GUARD)
    found = deter(a, draws=2, break_evens=(), stories=False)
    attacks = logit(-0.05)
    tribe, people = -0.05 * attacks - 0.02, -0.4 * attacks + 0.3
    all_ = np.mean([logit(x) * logit(logit(x) * y) for x, y in ((tribe, people), (people, tribe))])
    row = decision(found).rows[-1]
    assert row.attack == pytest.approx((attacks, attacks, 1 - all_ * (1 - attacks), all_), abs=1e-4)
    assert decision(found).unmeasured["assumed"] == ("refusing.P",)
    assert "the tribe; how likely that is stands beside it. Choices" in in_words(a)
