"""Ten small arrangements whose answers were derived on paper first, each tried at random points.

None is a published model. Each derivation stands in its test, from the last move to the first;
who is indifferent is left out. THR threatens, PRO is protected, ONE, TWO and TRE owe it help.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.language import read

SOME = settings(max_examples=15, deadline=None)
unit = st.floats(0.01, 0.99)
APART = 1e-6
Q, R = 0.8, 0.2
"""The chance that an attack gains its prize, alone and against help."""
HEAD = """
foedus: 1
title: An arrangement of our own
as_of: 2000-01-01
horizon: P1Y
sources: {}
"""
ATTACK = """
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: q}
    helped: {value: 0.2, kind: assumed, because: r}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
"""
SURE = "honour: {value: 1, kind: assumed, because: h}"


def parties(*guarantors: str) -> str:
    more = "".join(f", {name}: {{role: guarantor}}" for name in guarantors)
    return f"parties: {{THR: {{role: adversary}}, PRO: {{role: beneficiary}}{more}}}\n"


def guarantee(name: str, owed_by: str, rest: str = "") -> str:
    return (
        f"  {name}: {{owed_by: {owed_by}, protects: {{state: PRO, territory: unspecified}}, "
        f"against: THR, casus_foederis: attack, response: defend{', ' if rest else ''}{rest}}}\n"
    )


def stakes(**rows: dict[str, str]) -> str:
    told = "stakes:\n"
    for party, by_label in rows.items():
        told += f"  {party}:\n"
        for label, when in by_label.items():
            worth = "{value: 0, kind: assumed, because: varied}"
            told += f"    - {{label: {label}, when: {when}, worth: {worth}}}\n"
    return told


THREATENER = {"prize": "{prevailed: THR}", "cost": "{acted: attack, by: THR}"}


@cache
def game(text: str):
    return game_of(Job(read(HEAD + text), ""))


def played(text: str, held: dict[str, float]) -> dict[str, float]:
    """Return best conduct; `held` names stakes as PARTY.label, and other parameters as they are."""
    fixed = {f"stakes.{k}" if k.split(".")[0].isupper() else k: v for k, v in held.items()}
    g = game(text)
    found = conduct(g, g.chances.values(Draws(1, fixed=fixed)), 1, None)
    return {key: float(row[0]) for key, row in found.items()}


def war(cost: float) -> dict[str, float]:
    return {"THR.prize": 1.0, "THR.cost": -cost}


COERCION = """
coercion:
  THR:
    gives_in: {value: 0.5, kind: assumed, because: g}
    out_of_hand: {value: 0.1, kind: assumed, because: s}
    threatening: {value: 0, kind: assumed, because: varied}
    worth: {THR: {value: -1, kind: assumed, because: varied}}
occasions: [P0D]
"""
ONE_THREAT = (
    parties("ONE")
    + ATTACK
    + "guarantees:\n"
    + guarantee("help", "ONE", SURE)
    + stakes(THR=THREATENER)
    + COERCION
)


@SOME
@given(yields=unit, risk=unit, worst=st.floats(0.1, 5), making=st.floats(0.01, 0.3))
def test_a_threat_that_costs_something_to_make(yields, risk, worst, making):
    """It threatens iff g (q - r) - (1 - g) s (r + x) > m, and attacks for what that leaves.

    Help that comes leaves r; a threat is given in to with g (q), or defied: then with s the story
    ends at -x, else help comes (r). Making it costs m whatever comes.
    """
    cost = 0.4
    gain = yields * (Q - R) - (1 - yields) * risk * (R + worst) - making
    value = R + max(gain, 0.0) - cost
    assume(min(abs(gain), abs(value)) > APART)
    found = played(
        ONE_THREAT,
        {**war(cost), "gives_in": yields, "out_of_hand": risk}
        | {"THR.nuclear use": -worst, "THR.threatening nuclear use": -making},
    )
    attacks = value > 0
    assert found["act.THR.attack"] == attacks
    assert found["value.THR"] == pytest.approx(max(value, 0.0))
    assert found["threatened"] == (attacks and gain > 0)
    assert found["gave_in"] == pytest.approx(yields if attacks and gain > 0 else 0)


TWO_THREATS = (
    parties("ONE", "TWO")
    + ATTACK
    + "guarantees:\n"
    + guarantee("first", "ONE", SURE)
    + guarantee("second", "TWO", SURE)
    + stakes(THR=THREATENER)
    + COERCION
)


@SOME
@given(yields=unit, risk=unit, worst=st.floats(0.1, 5), making=st.floats(0.01, 0.3))
def test_two_who_help_are_threatened_one_after_the_other_and_each_threat_is_paid_for(
    yields, risk, worst, making
):
    """Either help makes it r. The second threat is worth what the only one is above, W say, and

    is made only where the first was given in to: against help that is there it brings nothing. The
    first is made iff g max(W, 0) - (1 - g) s (r + x) > m: alone it keeps no help away.
    """
    cost, fear = 0.1, (1 - yields) * risk * (R + worst)
    second = yields * (Q - R) - fear - making
    first = yields * max(second, 0.0) - fear - making
    assume(min(abs(first), abs(second)) > APART)
    found = played(
        TWO_THREATS,
        {**war(cost), "gives_in": yields, "out_of_hand": risk}
        | {"THR.nuclear use": -worst, "THR.threatening nuclear use": -making},
    )
    assert found["value.THR"] == pytest.approx(R - cost + max(first, 0.0))
    assert found["threatened"] == pytest.approx(1 + yields if first > 0 else 0)
    assert found["gave_in"] == pytest.approx(yields + yields**2 if first > 0 else 0)


VOLUNTEERS = (
    parties("ONE", "TWO")
    + ATTACK
    + "guarantees:\n"
    + guarantee("first", "ONE")
    + guarantee("second", "TWO")
    + stakes(
        THR=THREATENER,
        ONE={"loss": "{prevailed: THR}", "effort": "{honoured: first}"},
        TWO={"loss": "{prevailed: THR}", "effort": "{honoured: second}"},
    )
    + "occasions: [P0D]\n"
)


@SOME
@given(efforts=st.tuples(unit, unit), losses=st.tuples(unit, unit), cost=st.floats(0.25, 0.75))
def test_of_two_who_would_each_help_the_first_asked_leaves_it_to_the_other(efforts, losses, cost):
    """Who alone can help does iff (q - r) v > k. Where both would, the first asked declines.

    It knows that the other will help, at its own cost; who is asked first is drawn evenly, so each
    bears half of its effort. Where one would, that one does; there is war without help iff none.
    """
    efforts = tuple(0.6 * k for k in efforts)
    minded = [(Q - R) * v > k for v, k in zip(losses, efforts, strict=True)]
    assume(min(abs((Q - R) * v - k) for v, k in zip(losses, efforts, strict=True)) > APART)
    held = war(cost)
    for who, loss, effort in zip(("ONE", "TWO"), losses, efforts, strict=True):
        held |= {f"{who}.loss": -loss, f"{who}.effort": -effort}
    found = played(VOLUNTEERS, held)
    assert found["act.THR.attack"] == (not any(minded))  # r < c < q
    bold = played(VOLUNTEERS, {**held, "THR.cost": 0.0})  # it attacks whatever they do
    share = 0.5 if all(minded) else 1.0
    for who, loss, effort, helps in zip(("ONE", "TWO"), losses, efforts, minded, strict=True):
        lost = loss * (R if any(minded) else Q)
        assert bold[f"value.{who}"] == pytest.approx(-lost - (effort * share if helps else 0))


INSPECTION = (
    parties()
    + """
conduct:
  THR:
    towards: PRO
    acts:
      - {act: comply}
      - act: cheat
        detect: {value: 1, kind: assumed, because: d}
        attribute: {value: 1, kind: assumed, because: t}
    false_alarm: {value: 0, kind: assumed, because: f}
norms: {no-cheating: {prohibition: cheat, bearer: THR, towards: PRO}}
procedures:
  finding:
    opens: {by: PRO, alleging: no-cheating}
    steps:
      - act: report
        by: PRO
        within: P5D
        takes: {value: 1, kind: assumed, because: a day}
        finds: no-cheating
"""
    + stakes(
        THR={"gain": "{acted: cheat, by: THR}", "sanction": "{found: no-cheating}"},
        PRO={"harm": "{acted: cheat, by: THR}"},
    )
    + "occasions: [P0D]\n"
)


@SOME
@given(seen=unit, blamed=unit, false=unit, gain=unit, sanction=unit)
def test_a_false_alarm_deters_less(seen, blamed, false, gain, sanction):
    """It cheats iff b > (d t - f) x: who is blamed for nothing has less to lose by cheating.

    Whoever has standing alleges, since it costs nothing; a breach is found with d t, and none that
    was not with f.
    """
    margin = gain - (seen * blamed - false) * sanction
    assume(abs(margin) > APART)
    found = played(
        INSPECTION,
        {"detect.THR.cheat": seen, "attribute.THR.cheat": blamed, "false_alarm.THR": false}
        | {"THR.gain": gain, "THR.sanction": -sanction},
    )
    assert found["act.THR.cheat"] == (margin > 0)
    worth = max(gain - seen * blamed * sanction, -false * sanction)
    assert found["value.THR"] == pytest.approx(worth)


EXIT = (
    parties("ONE")
    + ATTACK
    + "instruments: {deal: {parties: [THR, PRO], withdrawal: {by: THR, notice: P0D}}}\n"
    + "guarantees:\n"
    + guarantee("help", "ONE", f"in: deal, {SURE}")
    + stakes(THR={**THREATENER, "leaving": "{noticed: deal}"})
    + "occasions: [P0D]\n"
)


@SOME
@given(h=unit, cost=unit, leaving=st.floats(0.01, 0.7))
def test_whoever_may_leave_first_pays_for_the_exit_or_for_the_help(h, cost, leaving):
    """The best of peace (0), attack under the promise (q - h (q - r) - c), and exit then attack

    (q - c - l): what is not in force when the attack comes is not owed.
    """
    under, outside = Q - h * (Q - R) - cost, Q - cost - leaving
    first, second = sorted((0.0, under, outside))[:0:-1]
    assume(first - second > APART)
    found = played(EXIT, {**war(cost), "honour": h, "THR.leaving": -leaving})
    assert found["value.THR"] == pytest.approx(first)
    assert found["act.THR.attack"] == (first > 0)
    assert found["honoured.help"] == pytest.approx(h if first == under and first > 0 else 0)


SEES_FIRST = (
    parties("ONE")
    + ATTACK
    + "  PRO: {towards: THR, acts: [{act: restrain}, {act: provoke}]}\n"
    + "deeds: {pledge: {by: ONE}}\nguarantees:\n"
    + guarantee("help", "ONE")
    + stakes(
        THR={**THREATENER, "insult": "{acted: provoke, by: PRO}"}
        | {"calm": "{all: [{acted: provoke, by: PRO}, {not: {acted: attack, by: THR}}]}"},
        PRO={"gain": "{acted: provoke, by: PRO}", "loss": "{prevailed: THR}"},
        ONE={"loss": "{prevailed: THR}", "war": "{defended: PRO}", "upkeep": "{performed: pledge}"}
        | {"audience": "{all: [{performed: pledge}, {declined: help}]}"},
    )
    + "occasions: [P0D]\n"
)


@SOME
@given(gain=unit, war_=st.floats(0.35, 0.9), audience=unit, upkeep=unit)
def test_an_ally_that_pledges_after_it_has_seen_restraint_is_not_entrapped(
    gain, war_, audience, upkeep
):
    """The protégé restrains itself iff that earns it a pledge that holds, and b < q.

    Help is worth (q - r) v - k < 0 to the ally at v = .5, so it comes iff it was pledged and not to
    come costs more, a > k - (q - r) v. Restraint met by such a pledge means peace, at its upkeep,
    instead of -q v: it is given iff u < q v. Whoever provoked is attacked though help came (r - c >
    -d), so that a pledge would only drag the ally in: none is given, and the attack comes at q.
    """
    loss, cost = 0.5, 0.4
    holds = audience > war_ - (Q - R) * loss
    pledged = holds and upkeep < Q * loss
    assume(abs(audience - war_ + (Q - R) * loss) > APART and abs(upkeep - Q * loss) > APART)
    assume(abs(gain - Q) > APART)
    held = {**war(cost), "THR.calm": -0.5, "PRO.gain": gain, "PRO.loss": -1.0, "ONE.loss": -loss}
    held |= {"ONE.war": -war_, "ONE.audience": -audience, "ONE.upkeep": -upkeep}
    found = played(SEES_FIRST, held)
    provokes = gain > Q if pledged else True
    assert found["act.PRO.provoke"] == provokes
    assert found["act.THR.attack"] == (provokes or not pledged)
    assert found["honoured.help"] == 0
    assert found["value.ONE"] == pytest.approx(-upkeep if pledged and not provokes else -Q * loss)


SHARED_PREY = (
    """
parties: {THR: {role: adversary}, OTH: {role: adversary}, PRO: {role: beneficiary}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
  OTH: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: p}
    helped: {value: 0.8, kind: assumed, because: p}
  - by: OTH
    act: attack
    alone: {value: 0.8, kind: assumed, because: p}
    helped: {value: 0.8, kind: assumed, because: p}
"""
    + stakes(
        THR={**THREATENER, "sharing": "{all: [{prevailed: THR}, {prevailed: OTH}]}"},
        OTH={"prize": "{prevailed: OTH}", "cost": "{acted: attack, by: OTH}"}
        | {"sharing": "{all: [{prevailed: THR}, {prevailed: OTH}]}"},
    )
    + "occasions: [P0D]\n"
)


@SOME
@given(p=unit, cost=unit)
def test_two_adversaries_over_one_prey(p, cost):
    """Both attack iff p (1 - p / 2) > c, one iff that fails and p > c, and who that is is drawn.

    Alone the prize is worth p; where the other wins as well each has half of it. Who is asked
    second knows what the first did.
    """
    alone, both = p - cost, p * (1 - p / 2) - cost
    assume(min(abs(alone), abs(both)) > APART)
    held = {**war(cost), "OTH.prize": 1.0, "OTH.cost": -cost}
    held |= {"THR.sharing": -0.5, "OTH.sharing": -0.5, "contest": p}
    found = played(SHARED_PREY, held)
    rate = 1.0 if both > 0 else 0.5 if alone > 0 else 0.0
    for who in ("THR", "OTH"):
        assert found[f"act.{who}.attack"] == pytest.approx(rate)
        worth = both if both > 0 else max(alone, 0.0) / 2
        assert found[f"value.{who}"] == pytest.approx(worth)


SUNSET = (
    parties("ONE")
    + ATTACK
    + "instruments: {deal: {parties: [THR, PRO], sunset: P30D}}\nguarantees:\n"
    + guarantee("help", "ONE", f"in: deal, {SURE}")
    + stakes(THR=THREATENER)
    + "quarrel_lasts: {value: 1, kind: assumed, because: varied}\noccasions: [P0D, P60D]\n"
)


@SOME
@given(h=unit, cost=unit, lasts=unit)
def test_a_promise_that_ends_is_waited_out_where_the_quarrel_lasts(h, cost, lasts):
    """Now is worth q - h (q - r) - c, later l (q - c): the better of them, or peace."""
    now, later = Q - h * (Q - R) - cost, lasts * (Q - cost)
    first, second = sorted((0.0, now, later))[:0:-1]
    assume(first - second > APART)
    found = played(SUNSET, {**war(cost), "honour": h, "quarrel_lasts": lasts})
    assert found["value.THR"] == pytest.approx(first)
    chance = 0.0 if first == 0 else 1.0 if first == now else lasts
    assert found["act.THR.attack"] == pytest.approx(chance)


def three(joint: str) -> str:
    owe = {who: {"loss": "{prevailed: THR}", "war": "{defended: PRO}"} for who in DEBTORS}
    return (
        parties(*DEBTORS)
        + ATTACK
        + "guarantees:\n"
        + guarantee("help", f"[{', '.join(DEBTORS)}]", f"joint: {joint}")
        + stakes(THR=THREATENER, **owe)
        + "occasions: [P0D]\n"
    )


DEBTORS = ("ONE", "TWO", "TRE")


@SOME
@given(losses=st.tuples(unit, unit, unit), efforts=st.tuples(unit, unit, unit))
def test_three_debtors_jointly_and_severally(losses, efforts):
    """Help comes iff all of them, or any of them, would have it: (q - r) v > k."""
    minded = [(Q - R) * v > k for v, k in zip(losses, efforts, strict=True)]
    assume(min(abs((Q - R) * v - k) for v, k in zip(losses, efforts, strict=True)) > APART)
    held = war(0.5)
    for who, loss, effort in zip(DEBTORS, losses, efforts, strict=True):
        held |= {f"{who}.loss": -loss, f"{who}.war": -effort}
    for joint, helped in (("true", all(minded)), ("false", any(minded))):
        assert played(three(joint), held)["act.THR.attack"] == (not helped), joint


RACE = (
    parties("ONE")
    + ATTACK.replace("needs: P10D", "takes: {low: 0, high: 10, kind: assumed, because: T}")
    + "guarantees:\n"
    + guarantee("help", "ONE", f"arrives: {{low: 0, high: 20, kind: assumed, because: A}}, {SURE}")
    + stakes(THR=THREATENER)
    + "occasions: [P0D]\n"
)


@pytest.mark.parametrize("slowest", np.linspace(1, 40, 14).tolist())
def test_help_that_races_an_attack(slowest):
    """Help evenly within A days beats an attack evenly within T = 10 with chance 1 - A / 2T, or

    T / 2A where A > T; the attack is worth q - P (q - r) - c.
    """
    text = RACE.replace("high: 20", f"high: {slowest}")
    chance = 1 - slowest / 20 if slowest <= 10 else 10 / (2 * slowest)
    value = Q - chance * (Q - R) - 0.1
    assert played(text, war(0.1))["value.THR"] == pytest.approx(max(value, 0), abs=2e-3)
