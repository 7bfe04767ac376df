"""Six more small arrangements, each written as a plain file beside an answer derived beforehand.

Choices are followed from the last to the first; who is indifferent is left out. Where nothing else
is said an attack costs c and gains its prize with the chance q = .8 alone and r = .2 against help.
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

SOME = settings(max_examples=20, deadline=None)
unit = st.floats(0.01, 0.99)
APART = 1e-6
Q, R = 0.8, 0.2
HEAD = "foedus: 1\ntitle: An arrangement\nas_of: 2000-01-01\nhorizon: P1Y\nsources: {}\n"


def sure(value):
    return f"{{value: {value}, kind: assumed, because: an example}}"


def stakes(**rows):
    return "stakes:\n" + "".join(
        f"  {party}:\n"
        + "".join(
            f"    - {{label: {label}, when: {when}, worth: {sure(0)}"
            + (f", if: {if_[0]}" if if_ else "")
            + "}\n"
            for label, (when, *if_) in by_label.items()
        )
        for party, by_label in rows.items()
    )


def fight(*sides):
    return "contests:\n" + "".join(
        f"  - {{by: {by}, act: attack, alone: {sure(Q)}, helped: {sure(R)}}}\n" for by in sides
    )


@cache
def game(text):
    return game_of(Job(read(HEAD + text), ""))


def played(text, held, precision=None):
    """Return conduct; `held` names stakes as PARTY.label, and other parameters as they are."""
    fixed = {f"stakes.{k}" if k.split(".")[0].isupper() else k: v for k, v in held.items()}
    g = game(text)
    found = conduct(g, g.chances.values(Draws(1, fixed=fixed)), 1, precision)
    return {key: float(row[0]) for key, row in found.items()}


AUDIENCES = (
    """
parties: {THR: {role: adversary}, PRO: {role: beneficiary}, ALL: {role: guarantor}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
deeds: {at home: {by: ALL}, abroad: {by: ALL}}
guarantees:
  help:
    owed_by: ALL
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
agenda: [[ALL], [THR]]
occasions: [P0D]
""".replace("at home", "home")
    + fight("THR")
    + stakes(
        THR={"prize": ["{prevailed: THR}"], "cost": ["{acted: attack, by: THR}"]},
        ALL={
            "loss": ["{prevailed: THR}"],
            "effort": ["{defended: PRO}"],
            "said home": ["{performed: home}"],
            "said abroad": ["{performed: abroad}"],
            "shame home": ["{all: [{performed: home}, {declined: help}]}"],
            "shame abroad": ["{all: [{performed: abroad}, {declined: help}]}"],
        },
    )
)


@SOME
@given(shames=st.tuples(unit, unit), upkeeps=st.tuples(unit, unit), effort=st.floats(0.1, 1.5))
def test_two_audiences_are_addressed_as_cheaply_as_binds(shames, upkeeps, effort):
    """A pledge binds iff those who heard it make not to come dearer than to come (Fearon 1997).

    With c = .5 the attack comes iff the ally would not help, who loses v = .6 with the prize. It
    helps anyway iff k < (q - r) v. Else it addresses the cheapest set of audiences whose shame is
    above k - (q - r) v, if that costs less than q v; if there is none it says nothing.
    """
    loss, (home, abroad), (here, there) = 0.6, shames, upkeeps
    gap = effort - (Q - R) * loss
    sets = [(home, here), (abroad, there), (home + abroad, here + there)]
    assume(min(abs(gap), *(abs(shame - gap) for shame, _ in sets)) > APART)
    cheapest = min((cost for shame, cost in sets if shame > gap), default=np.inf)
    assume(abs(cheapest - Q * loss) > APART and abs(here - there) > APART)
    held = {"THR.prize": 1.0, "THR.cost": -0.5, "ALL.loss": -loss, "ALL.effort": -effort}
    held |= {"ALL.said home": -here, "ALL.said abroad": -there}
    found = played(AUDIENCES, held | {"ALL.shame home": -home, "ALL.shame abroad": -abroad})
    deterred = gap < 0 or cheapest < Q * loss
    assert found["attack.THR"] == (not deterred)
    right = 0.0 if gap < 0 else -min(cheapest, Q * loss)
    assert found["value.ALL"] == pytest.approx(right, abs=1e-12)


DENIAL = (
    """
parties:
  THR: {role: adversary}
  PRO: {role: beneficiary}
  ONE: {role: guarantor}
  TWO: {role: guarantor}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P30D}]}
guarantees:
  arms:
    owed_by: ONE
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: arms
    honour: HALF
    arrives: {low: 0, high: 40, kind: assumed, because: an example}
  help:
    owed_by: TWO
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
    honour: HALF
    arrives: {low: 20, high: 60, kind: assumed, because: an example}
contests:
  - {by: THR, act: attack, alone: Q, armed: HALF, helped: R}
occasions: [P0D]
""".replace("HALF", sure(0.5))
    .replace(" Q,", f" {sure(Q)},")
    .replace(" R}", f" {sure(R)}}}")
    + stakes(THR={"prize": ["{prevailed: THR}"], "cost": ["{acted: attack, by: THR}"]})
)


@SOME
@given(arms=unit, help_=unit, cost=unit, precision=st.sampled_from([None, 5.0, 20.0]))
def test_denial_by_arms_and_by_help_that_each_may_come_too_late(arms, help_, cost, precision):
    """Arms are in time in 30 of 40 days, help in 10 of 40; whichever of both does more decides.

    With a = .75 h_a and b = .25 h_b an attack gains b r + (1 - b) (a .5 + (1 - a) q).
    """
    a, b = 0.75 * arms, 0.25 * help_
    gain = b * R + (1 - b) * (a * 0.5 + (1 - a) * Q) - cost
    assume(abs(gain) > APART)
    held = {"THR.prize": 1.0, "THR.cost": -cost, "honour.arms": arms, "honour.help": help_}
    found = played(DENIAL, held, precision)
    right = float(gain > 0) if precision is None else 1 / (1 + np.exp(-precision * gain))
    assert found["attack.THR"] == pytest.approx(right, abs=1e-9)


CHICKEN = """
parties: {A: {role: adversary}, B: {role: adversary}}
conduct:
  A: {towards: B, acts: [{act: swerve}, {act: stand}]}
  B: {towards: A, acts: [{act: swerve}, {act: stand}]}
agenda: [[A, B]]
occasions: [P0D]
""" + stakes(
    **{
        me: {
            "prize": [
                f"{{all: [{{acted: stand, by: {me}}}, {{not: {{acted: stand, by: {it}}}}}]}}"
            ],
            "shame": [
                f"{{all: [{{acted: stand, by: {it}}}, {{not: {{acted: stand, by: {me}}}}}]}}"
            ],
            "crash": ["{all: [{acted: stand, by: A}, {acted: stand, by: B}]}"],
            "name": [f"{{acted: stand, by: {me}}}"],
        }
        for me, it in (("A", "B"), ("B", "A"))
    }
)


@SOME
@given(
    names=st.tuples(unit, unit),
    crash=st.floats(0.5, 2),
    shame=unit,
    precision=st.sampled_from([None, 2.0]),
)
def test_chicken_with_a_name_to_lose(names, crash, shame, precision):
    """Who goes first is drawn; who stands earns a name n, gains 1 alone and loses x with the other.

    Resolute is who would stand against one who stands, n - x > -s. Two such crash, one alone is
    given way, and of two who are not whoever goes first stands. With errors the second answers by
    logit, and the first weighs what each answer is worth to it.
    """
    assume(min(abs(n - crash + shame) for n in names) > APART)
    held = {}
    for me, name in zip("AB", names, strict=True):
        held |= {f"{me}.prize": 1.0, f"{me}.shame": -shame, f"{me}.crash": -crash}
        held[f"{me}.name"] = name

    def answer(gain):
        return float(gain > 0) if precision is None else 1 / (1 + np.exp(-precision * gain))

    right = np.zeros(2)
    for first in (0, 1):
        mine, its = names[first], names[1 - first]
        against, alone = answer(its - crash + shame), answer(1 + its)
        stands = answer(mine + 1 - against * (1 + crash) + alone * shame)
        right[first] += stands / 2
        right[1 - first] += (stands * against + (1 - stands) * alone) / 2
    found = played(CHICKEN, held, precision)
    assert [found["act.A.stand"], found["act.B.stand"]] == pytest.approx(right, abs=1e-9)


ADVICE = (
    """
parties: {THR: {role: adversary}, PRO: {role: beneficiary}, ALL: {role: guarantor}}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
deeds: {advise: {by: ALL}, concede: {by: PRO}}
guarantees:
  help:
    owed_by: ALL
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
agenda: [[ALL], [PRO], [THR]]
occasions: [P0D]
"""
    + fight("THR")
    + stakes(
        THR={
            "prize": ["{all: [{prevailed: THR}, {not: {performed: concede}}]}"],
            "cost": ["{acted: attack, by: THR}"],
        },
        PRO={"loss": ["{prevailed: THR}"], "ground": ["{performed: concede}"]},
        ALL={
            "loss": ["{prevailed: THR}"],
            "effort": ["{defended: PRO}"],
            "shame": ["{all: [{declined: help}, {not: {performed: advise}}]}"],
            "advice": ["{performed: advise}"],
            "ground": ["{performed: concede}"],
        },
    )
)


@SOME
@given(
    effort=st.floats(0.1, 1.2),
    shame=unit,
    advice=st.floats(0.01, 0.3),
    ground=unit,
    theirs=unit,
)
def test_an_ally_restrains_by_advice_that_frees_it(effort, shame, advice, ground, theirs):
    """It may advise to concede, and then owes nothing more (Fang, Johnson and Leeds 2014).

    With c = .1 < r what is not conceded (for y to the protégé, z to the ally) is attacked, with or
    without help, and what is conceded is not. The ally loses u = .5 with the prize and helps iff
    k < (q - r) u + a, without a where it has advised. The protégé concedes iff y is below what it
    would lose: r if it is helped, q if not. The ally advises iff that leaves it better off by e.
    """
    loss = 0.5
    assume(min(abs(ground - R), abs(ground - Q)) > APART)
    assume(min(abs(effort - (Q - R) * loss - a) for a in (0, shame)) > APART)

    def left(advised):
        a = 0 if advised else shame
        helps = effort < (Q - R) * loss + a
        if ground < (R if helps else Q):
            return -theirs, 0.0, -ground
        ours = -effort - R * loss if helps else -Q * loss - a
        return ours, 1.0, -(R if helps else Q)

    with_, without = left(True), left(False)
    assume(abs(with_[0] - advice - without[0]) > APART)
    best, came, protege = (
        (with_[0] - advice, *with_[1:]) if with_[0] - advice > without[0] else without
    )
    held = {"THR.prize": 1.0, "THR.cost": -0.1, "PRO.loss": -1.0, "PRO.ground": -ground}
    held |= {"ALL.loss": -loss, "ALL.effort": -effort, "ALL.shame": -shame}
    found = played(ADVICE, held | {"ALL.advice": -advice, "ALL.ground": -theirs})
    assert found["attack.THR"] == came
    assert found["value.ALL"] == pytest.approx(best, abs=1e-12)
    assert found["value.PRO"] == pytest.approx(protege, abs=1e-12)


SIGNAL = """
parties: {THR: {role: adversary}, PRO: {role: beneficiary}}
deeds:
  mobilise: {by: THR, needs: {not: {from: 2000-01-05}}}
  yield: {by: PRO, needs: {all: [{from: 2000-01-05}, {not: {from: 2000-01-15}}]}}
  fight: {by: THR, needs: {all: [{from: 2000-01-15}, {not: {performed: yield}}]}}
resolved: {THR: {value: 0.5, kind: assumed, because: varied}}
occasions: [P0D, P10D, P20D]
""" + stakes(
    THR={
        "gain": ["{performed: yield}"],
        "war": ["{performed: fight}", "resolved"],
        "rout": ["{performed: fight}", "irresolute"],
        "dear": ["{performed: mobilise}", "irresolute"],
        "cheap": ["{performed: mobilise}", "resolved"],
    },
    PRO={"gain": ["{performed: yield}"], "war": ["{performed: fight}"]},
)


@settings(max_examples=8, deadline=None)
@given(resolved=st.floats(0.1, 0.4), war=st.floats(0.1, 0.6), cost=st.floats(0.1, 0.9))
def test_mobilising_tells_who_would_fight_where_the_others_cannot_afford_it(resolved, war, cost):
    """To mobilise costs the irresolute 1.2, above the prize of 1, so that only the resolved do.

    To yield costs the protégé 1 and to be fought 2: it yields to who mobilised, and to nobody else
    as t < 1 / 2. The resolved mobilise iff 1 - m > w; else they fight, and nobody yields.
    """
    assume(abs(1 - cost - war) > 0.02)
    held = {"THR.gain": 1.0, "THR.war": war, "THR.rout": -1.0, "THR.dear": -1.2}
    held |= {"THR.cheap": -cost, "PRO.gain": -1.0, "PRO.war": -2.0, "resolved.THR": resolved}
    found = played(SIGNAL, held)
    tells = 1 - cost > war
    assert found["value.THR"] == pytest.approx(resolved * max(1 - cost, war), abs=2e-3)
    assert found["value.PRO"] == pytest.approx(-resolved if tells else -2 * resolved, abs=2e-3)


def mutual(joint):
    """Return a text in which each of three owes help against each of two of them."""
    help_ = (
        "".join(
            f"  against {by}:\n    owed_by: [A, B, ALL]\n    joint: {joint}\n    response: defend\n"
            f"    protects: {{state: PRO, territory: unspecified}}\n    against: {by}\n"
            "    casus_foederis: attack\n"
            for by in "AB"
        )
        .replace("against A:", "on-A:")
        .replace("against B:", "on-B:")
    )
    ladder = "{towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}"
    roles = "A: {role: adversary}, B: {role: adversary}, PRO: {role: beneficiary}"
    return (
        f"parties: {{{roles}, ALL: {{role: guarantor}}}}\n"
        f"conduct:\n  A: {ladder}\n  B: {ladder}\nguarantees:\n{help_}"
        "agenda: [[A], [B]]\noccasions: [P0D]\n"
        + fight("A", "B")
        + stakes(
            **{
                me: {
                    "prize": [f"{{prevailed: {me}}}"],
                    "cost": [f"{{acted: attack, by: {me}}}"],
                    "loss": [f"{{prevailed: {it}}}"],
                    "effort": [f"{{honoured: on-{it}}}"],
                }
                for me, it in (("A", "B"), ("B", "A"))
            },
            ALL={
                f"{what} {by}": [when.format(by)]
                for by in "AB"
                for what, when in (("loss", "{{prevailed: {}}}"), ("effort", "{{honoured: on-{}}}"))
            },
        )
    )


@SOME
@given(losses=st.tuples(unit, unit, unit, unit), effort=unit, joint=st.booleans())
def test_who_attacks_does_not_guarantee_against_itself(losses, effort, joint):
    """Each of three guarantees against each of two, as at Locarno: also who then attacks.

    Owed severally an attack comes iff neither of the other two would help, (q - r) v < k; owed
    jointly it always comes, for the attacker is one of all.
    """
    a, b, on_a, on_b = losses
    assume(min(abs((Q - R) * v - effort) for v in losses) > APART)
    held = {
        f"{me}.{what}": worth for me in "AB" for what, worth in (("prize", 1.0), ("cost", -0.5))
    }
    held |= {"A.loss": -a, "B.loss": -b, "ALL.loss A": -on_a, "ALL.loss B": -on_b}
    held |= {
        f"{name}": -effort for name in ("A.effort", "B.effort", "ALL.effort A", "ALL.effort B")
    }
    found = played(mutual(str(joint).lower()), held)
    on = {"A": (b, on_a), "B": (a, on_b)}
    for by, others in on.items():
        helped = not joint and any((Q - R) * v > effort for v in others)
        assert found[f"act.{by}.attack"] == (not helped)
