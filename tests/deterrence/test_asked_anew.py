"""Who is asked again, and when: in a later case, whether a deed is to stand, between occasions.

L(x) = 1 / (1 + exp(-20 x)) is the chance of an answer that is worth x more, at the precision of 20.
What is worth 5 prizes more is done for sure.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import Design
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.language import read

HEAD = """\
foedus: 1
title: Asked anew
as_of: 2025-01-01
horizon: P1Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}}
quarrel_lasts: {value: 1, kind: assumed, because: x}
"""


def worth(x: float) -> str:
    return f"worth: {{value: {x}, kind: assumed, because: x}}"


def figures(text: str, **fixed: float) -> dict[str, float]:
    design = Design(precision=20, break_evens=(), fixed=fixed)
    rows = chunk_of(Job(read(HEAD + text), "", design), 1, 1)
    return {name: float(row[0]) for name, row in rows.items() if row.dtype.kind == "f"}


def logit(x: float) -> float:
    return float(1 / (1 + np.exp(-20 * x)))


TWICE = f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: raid}}]}}}}
guarantees:
  aid: {{owed_by: G, protects: {{state: B, territory: unspecified}}, against: A,
    casus_foederis: raid, response: sanctions%s}}
deeds:
  loot: {{by: A, needs: {{all: [{{acted: raid, by: A}}, {{not: {{from: 2025-02-01}}}}]}}}}
  rest: {{by: A, needs: {{all: [{{not: {{act: raid, by: A}}}}, {{from: 2025-02-01}},
    {{not: {{from: 2025-05-01}}}}]}}}}
  again: {{by: A, needs: {{all: [{{act: raid, by: A}}, {{from: 2025-05-01}}]}}}}
  gift: {{by: B, needs: {{all: [{{honoured: aid}}, {{not: {{from: 2025-05-01}}}}]}}}}
occasions: [P0D, P60D, P200D]
stakes:
  A:
    - {{label: loot, when: {{performed: loot}}, {worth(5)}}}
    - {{label: rest, when: {{performed: rest}}, {worth(5)}}}
    - {{label: more, when: {{performed: again}}, {worth(5)}}}
  B: [{{label: thanks, when: {{performed: gift}}, {worth(5)}}}]
"""
"""Aland raids in January, rests in March and raids in July; for help in January there is a gift."""


def test_who_decides_by_its_stakes_decides_anew_in_a_later_case():
    """Aland raids in January, rests in March and raids in July: two cases, each for sure.

    Whoever helps in January has a gift of .3 for it in March. In July helping costs .8, declining
    .3, and the case of January is over. So Gland helps in January with L(.3) and in July with
    L(-.5), and has .3 L(.3) - .3 - .5 L(-.5). Held to its answer it would help with L(.3 - .5).
    """
    stakes = f"""  G:
    - {{label: gift, when: {{performed: gift}}, {worth(0.3)}}}
    - {{label: word, when: {{declined: aid}}, {worth(-0.3)}}}
    - {{label: cost, when: {{all: [{{honoured: aid}}, {{from: 2025-05-01}}]}}, {worth(-0.8)}}}
"""
    found = figures(TWICE % "" + stakes)
    assert found["honoured.aid"] == pytest.approx(logit(-0.5), abs=1e-9)
    assert found["value.G"] == pytest.approx(0.3 * logit(0.3) - 0.3 - 0.5 * logit(-0.5), abs=1e-9)


def test_a_stated_chance_to_honour_is_drawn_once_for_all_cases():
    """Who honours with .5 honours both raids or neither: in .5 of the stories, and not in .25."""
    both = "{all: [{performed: gift}, {honoured: aid}, {from: 2025-05-01}]}"
    stakes = f"  G: [{{label: both, when: {both}, {worth(1)}}}]"
    honour = ", honour: {value: 0.5, kind: assumed, because: x}"
    assert figures(TWICE % honour + stakes)["value.G"] == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("broken", [0.0, 0.1])
def test_what_can_be_undone_is_asked_about_where_it_stands(broken: float):
    """Bland keeps a fort for .9; while it stands an attack (won with .6, for .35) costs .4 more.

    With the fort attack has L(-.15), without it L(.25): then Bland loses .6 of each attack. Whether
    it undoes it, at the price of the breach, it is asked once, before Aland chooses.
    """
    keeps, gone = logit(0.6 - 0.35 - 0.4), logit(0.6 - 0.35)
    with_fort, without = -0.9 - 0.6 * keeps, -0.6 * gone - broken
    undone = logit(without - with_fort)
    found = figures(f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: attack, needs: P10D}}]}}}}
contests: [{{by: A, act: attack, alone: {{value: 0.6, kind: assumed, because: x}},
  helped: {{value: 0.2, kind: assumed, because: x}}}}]
deeds: {{fort: {{label: keeps a fort, by: B, done: true, reversible: true}}}}
norms: {{keep: {{obligation: fort, keep: true, bearer: B, towards: G}}}}
stakes:
  A:
    - {{label: land, when: {{prevailed: A}}, {worth(1)}}}
    - {{label: war, when: {{acted: attack, by: A}}, {worth(-0.35)}}}
    - {{label: losses, when: {{all: [{{acted: attack, by: A}}, {{performed: fort}}]}},
       {worth(-0.4)}}}
  B:
    - {{label: land, when: {{prevailed: A}}, {worth(-1)}}}
    - {{label: upkeep, when: {{performed: fort}}, {worth(-0.9)}}}
    - {{label: broken, when: {{breached: keep}}, {worth(-broken)}}}
agenda: [[B], [A]]
occasions: [P0D]
""")
    assert found["act.A.attack"] == pytest.approx(undone * gone + (1 - undone) * keeps, abs=1e-9)
    assert found["value.B"] == pytest.approx(undone * without + (1 - undone) * with_fort, abs=1e-9)


ATTACK = f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: attack, needs: P30D}}]}}}}
contests: [{{by: A, act: attack, alone: {{value: 0.6, kind: assumed, because: x}},
  helped: {{value: 0.2, kind: assumed, because: x}}}}]
occasions: [P0D]
stakes:
  A:
    - {{label: land, when: {{prevailed: A}}, {worth(1)}}}
    - {{label: war, when: {{acted: attack, by: A}}, {worth(-0.35)}}}
  B:
    - {{label: land, when: {{prevailed: A}}, {worth(-1)}}}
"""
AID = """
guarantees:
  aid: {owed_by: G, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: defend, due_when: %s,
    arrives: {value: 1, kind: assumed, because: x},
    honour: {value: 0.7, kind: assumed, because: x}}
"""


@pytest.mark.parametrize("needs", ["{acted: attack, by: A}", "{from: 2025-01-05}"])
def test_help_may_be_asked_for_once_the_attack_has_come(needs: str):
    """Asking costs .05 and brings help with .7: Aland then wins .7 x .2 + .3 x .6 = .32, else .6.

    So Bland asks with p = L(.6 - .32 - .05), and an attack is worth .6 - .28 p - .35.
    """
    asks = f"    - {{label: asked, when: {{performed: ask}}, {worth(-0.05)}}}\n"
    text = ATTACK + asks + f"deeds: {{ask: {{by: B, needs: {needs}}}}}" + AID % "{performed: ask}"
    expected = logit(0.6 - 0.28 * logit(0.23) - 0.35)
    assert figures(text)["act.A.attack"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("when", ["{acted: attack, by: A}", "{from: 2025-01-05}"])
def test_a_matter_may_be_referred_as_soon_as_that_may_be(when: str):
    """Opening costs nothing, and the vote passes at once: Bland opens with p = L(.28)."""
    vote = f"""
procedures: {{req: {{opens: {{by: B, when: {when}}}, steps: [{{act: agree, by: G,
  takes: {{value: 1, kind: assumed, because: x}}}}]}}}}
"""
    found = figures(ATTACK + AID % "{done: req}" + vote, **{"passing.req": 1.0})
    expected = logit(0.6 - 0.28 * logit(0.28) - 0.35)
    assert found["act.A.attack"] == pytest.approx(expected, abs=1e-9)


def test_who_owes_a_deed_is_asked_before_it_is_late_though_a_fight_is_over():
    """An instalment of .02 is owed within 60 days from 1 June; not to pay it costs .5.

    On the last day it is paid with p = L(.48): worth v = -.02 p - .5 (1 - p). With no fight Bland
    may pay on 1 June as well, with q = L(-.02 - v), and has -.02 q + (1 - q) v. Attack has L(.25).
    """
    text = f"""
    - {{label: price, when: {{performed: pay}}, {worth(-0.02)}}}
    - {{label: broken, when: {{breached: due}}, {worth(-0.5)}}}
deeds: {{pay: {{by: B, needs: {{from: 2025-06-01}}}}}}
norms: {{due: {{obligation: pay, bearer: B, towards: A, when: {{from: 2025-06-01}}, within: P60D}}}}
"""
    found = figures(ATTACK.rstrip() + text)
    last = -0.02 * logit(0.48) - 0.5 * (1 - logit(0.48))
    early = logit(-0.02 - last)
    attack = logit(0.25)
    value = attack * (-0.6 + last) + (1 - attack) * (-0.02 * early + (1 - early) * last)
    assert found["act.A.attack"] == pytest.approx(attack, abs=1e-9)
    assert found["value.B"] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(("response", "attack"), [("sanctions", 0.25), ("consult", -0.15)])
def test_a_threat_keeps_sanctions_away_and_not_talk(response: str, attack: float):
    """The answer costs Aland .4, and its threat is given in to for certain: worth .6 - .35 - .4 d.

    Whether d is 1 (nothing was threatened) or 0 is certain: sanctions are threatened at no cost
    with L(.4) = .9997, so that d has a mean of 1 - L(.4) there.
    """
    spared = 1 - logit(0.4) if response == "sanctions" else 1
    text = f"""
guarantees:
  aid: {{owed_by: G, protects: {{state: B, territory: unspecified}}, against: A,
    casus_foederis: attack, response: {response}, honour: {{value: 1, kind: assumed, because: x}}}}
coercion: {{A: {{label: gas, gives_in: {{value: 1, kind: assumed, because: x}},
  out_of_hand: {{value: 0, kind: assumed, because: x}}, worth: {{}},
  threatening: {{value: 0, kind: assumed, because: x}}}}}}
"""
    answer = f"    - {{label: answer, when: {{honoured: aid}}, {worth(-0.4)}}}\n"
    found = figures(ATTACK.replace("  B:\n", f"{answer}  B:\n") + text)
    assert found["act.A.attack"] == pytest.approx(logit(0.25 - 0.4 * spared), abs=1e-9)
    assert found["act.A.attack"] == pytest.approx(logit(attack), abs=1e-3)


def test_a_will_that_let_a_raid_pass_is_asked_again_at_an_invasion():
    """Aland raids in January and attacks in March, each for sure; two texts answer, one each.

    To fight over the raid costs .3, to decline over the attack .4: Gland declines the one with
    L(.3) and honours the other with L(.4). Held to one answer it would honour both, with L(.1).
    """
    aid = """
    owed_by: G, protects: {state: B, territory: unspecified}, against: A, response: sanctions"""
    found = figures(f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: raid}}, {{act: attack}}]}}}}
guarantees:
  small: {{casus_foederis: raid, {aid}}}
  large: {{casus_foederis: attack, {aid}}}
deeds:
  loot: {{by: A, needs: {{all: [{{act: raid, by: A}}, {{not: {{act: attack, by: A}}}},
    {{not: {{from: 2025-02-01}}}}]}}}}
  more: {{by: A, needs: {{all: [{{act: attack, by: A}}, {{from: 2025-02-01}}]}}}}
stakes:
  A:
    - {{label: loot, when: {{performed: loot}}, {worth(5)}}}
    - {{label: more, when: {{performed: more}}, {worth(5)}}}
  G:
    - {{label: cost, when: {{honoured: small}}, {worth(-0.3)}}}
    - {{label: word, when: {{declined: large}}, {worth(-0.4)}}}
occasions: [P0D, P60D]
""")
    assert found["honoured.large"] == pytest.approx(logit(0.4), abs=1e-9)
    assert found["value.G"] == pytest.approx(-0.3 * logit(-0.3) - 0.4 * logit(-0.4), abs=1e-9)
