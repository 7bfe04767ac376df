"""Of answers that fall due on one day none comes first by its place in the file: by hand.

Gland owes defence, unless arms were given; Hland owes arms; each honours with .9. An attack wins
.6, against arms .5 and against defence .2, and costs .35. Asked for defence first it wins
.9 x .2 + .1 x (.9 x .5 + .1 x .6) = .231; for arms first .9 x .5 + .1 x (.9 x .2 + .1 x .6) = .474.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import Design, deter
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job, game_of
from foedus.games import Chance
from foedus.language import read

AID = """
  aid: {owed_by: G, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: defend, arrives: {value: 10, kind: assumed, because: x},
    honour: {value: 0.9, kind: assumed, because: x}%s}"""
ARMS = """
  arms: {owed_by: H, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: arms, arrives: {value: 10, kind: assumed, because: x},
    honour: {value: 0.9, kind: assumed, because: x}}"""
TEXT = """\
foedus: 1
title: Defence or arms
as_of: 2025-01-01
horizon: P3Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, H: {name: Hland}}
conduct: {A: {towards: B, acts: [{act: comply}, {act: attack, needs: P30D}]}}
guarantees:%s
contests:
  - {by: A, act: attack, alone: {low: 0.59, high: 0.61, kind: assumed, because: x},%s
     helped: {value: 0.2, kind: assumed, because: x},
     armed: {value: 0.5, kind: assumed, because: x}}
stakes:
  A:
    - {label: the land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: the war, when: {acted: attack, by: A},
       worth: {value: -0.35, kind: assumed, because: x}}
occasions: [P0D]
"""


def attack(guarantees: str) -> float:
    read_ = read(TEXT % (guarantees, ""))
    fixed = {"contest.A.attack.alone": 0.6}
    job = Job(read_, "", Design(precision=20, fixed=fixed, break_evens=()))
    return float(chunk_of(job, 1, 1)["act.A.attack"][0])


@pytest.mark.parametrize("due", [", due_when: {not: {honoured: arms}}", ", due_when: {any: "
    "[{declined: arms}, {not: {honoured: arms}}]}"])  # fmt: skip
def test_who_is_asked_first_is_drawn_evenly_where_an_answer_hangs_on_another(due: str):
    expected = 1 / (1 + np.exp(-20 * ((0.231 + 0.474) / 2 - 0.35)))
    for guarantees in (AID % due + ARMS, ARMS + AID % due):
        assert attack(guarantees) == pytest.approx(expected, abs=1e-9)


def test_no_order_is_drawn_of_answers_that_nothing_hangs_on():
    """It comes to the same, and spares branches: .231 in either order."""
    for guarantees in (AID % "" + ARMS, ARMS + AID % ""):
        game = game_of(Job(read(TEXT % (guarantees, "")), "", Design(break_evens=())))
        moves = [n.actions for n in game.tree.nodes if isinstance(n, Chance)]
        assert moves
        assert not {("aid", "arms"), ("arms", "aid")} & {*moves}
        assert attack(guarantees) == pytest.approx(1 / (1 + np.exp(20 * 0.119)), abs=1e-9)


def test_naming_the_only_target_of_a_fight_changes_no_draw():
    named = (
        "{label: named, changes: {contests: [{by: A, act: attack, against: B, alone: {low: 0.59, "
    )
    named += "high: 0.61, kind: assumed, because: x}, helped: {value: 0.2, kind: assumed, "
    named += "because: x}, armed: {value: 0.5, kind: assumed, because: x}}]}}"
    plain = TEXT % (AID % "" + ARMS, "")
    found = deter(
        read(f"{plain}options: {{stated: {{label: stated}}, named: {named}}}\n"), draws=40
    )
    np.testing.assert_array_equal(found.attack("stated"), found.attack("named"))
    assert np.ptp(found.attack("named")) > 0
    alone = [
        deter(read(TEXT % (AID % "" + ARMS, towards)), draws=40) for towards in ("", " against: B,")
    ]
    np.testing.assert_array_equal(alone[0].attack(""), alone[1].attack(""))
    np.testing.assert_array_equal(alone[0].attack(""), found.attack("named"))
