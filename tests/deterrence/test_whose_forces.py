"""By a contest of forces each who helps in time brings its own, and nobody else's.

T has A; P has B of its own, G and H have forces under their guarantees. The ratio form wins with
R(x, y) = x / (x + y), and an attack costs .4: it is made with 1 / (1 + exp(-20 x)) of the mean of R
less that.
"""

from __future__ import annotations

from itertools import product
from math import exp

import pytest

from foedus.deterrence import deter
from foedus.language import read

TEXT = """
foedus: 1
title: Whose forces
as_of: 2025-01-01
horizon: P2Y
parties: {T: {}, P: {}, G: {}, H: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, ACT}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
    decisiveness: {value: 1, kind: assumed, because: an example}
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.4, kind: assumed, because: an example}
occasions: [P0D]
"""
HELP = """
  NAME:
    owed_by: BY
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: RESPONSE
    honour: {value: HONOUR, kind: assumed, because: an example}
    arrives: {value: DAYS, kind: assumed, because: an example}
"""


def force(of, strength, under="", after=0):
    more = f", under: {under}" if under else ""
    more += f", after: P{after}D" if after or not under else ""
    worth = f"{{value: {strength}, kind: assumed, because: an example}}"
    return f"  - {{of: {of}, strength: {worth}{more}}}\n"


def aid(name, by, honour=1.0, days=1, response="defend"):
    words = {"NAME": name, "BY": by, "HONOUR": honour, "DAYS": days, "RESPONSE": response}
    text = HELP
    for word, put in words.items():
        text = text.replace(word, str(put))
    return text.rstrip() + "\n"


def attack(forces, helps=(), act="needs: P30D"):
    text = TEXT.replace("ACT", act) + "forces:\n" + "".join(forces)
    text += ("guarantees:\n" + "".join(helps)) if helps else ""
    told = deter(read(text), draws=1, break_evens=(), stories=False, waiting=False, contest="ratio")
    return told.attack("").mean()


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


BOTH = [force("T", 600), force("P", 200), force("G", 300, "aid"), force("H", 500, "pact")]


@pytest.mark.parametrize(
    ("first", "second"), [(0.5, 0.5), (1, 0), (0, 1), (0, 0), (1, 1), (0.3, 0.8)]
)
def test_who_declines_brings_nothing(first, second):
    """Each honours by itself: the mean over both of R(600, 200 + what comes)."""
    mean = 0.0
    for one, two in product((True, False), repeat=2):
        likely = (first if one else 1 - first) * (second if two else 1 - second)
        mean += likely * 600 / (600 + 200 + 300 * one + 500 * two)
    found = attack(BOTH, [aid("aid", "G", first), aid("pact", "H", second)])
    assert found == pytest.approx(logit(mean - 0.4), abs=1e-9)


@pytest.mark.parametrize(
    ("days", "other", "defence"), [(10, 50, 500), (50, 10, 700), (10, 20, 1000), (50, 40, 200)]
)
def test_who_is_too_late_brings_nothing(days, other, defence):
    """Decided on day 30: only whose help takes no longer is there."""
    found = attack(BOTH, [aid("aid", "G", 1, days), aid("pact", "H", 1, other)])
    assert found == pytest.approx(logit(600 / (600 + defence) - 0.4), abs=1e-9)


def test_arms_and_force_each_bring_their_own():
    helps = [aid("aid", "G", 0.0), aid("pact", "H", 1, response="arms")]
    assert attack(BOTH, helps) == pytest.approx(logit(600 / 1300 - 0.4), abs=1e-9)


def test_one_force_under_two_texts_is_there_once():
    """G promises the same twice, and has 300 under each."""
    twice = [*BOTH[:3], force("G", 300, "pact")]
    found = attack(twice, [aid("aid", "G"), aid("pact", "G")])
    assert found == pytest.approx(logit(600 / 1100 - 0.4), abs=1e-9)


TAKES = "needs: P60D, takes: {low: 5, high: 60, kind: assumed, because: an example}"


@pytest.mark.parametrize("day", [10, 20, 40, 60])
def test_a_force_is_there_if_the_act_takes_as_long(day):
    """The act takes 5 to 60 days: 600 more of P's count in (60 - day) of 55 of them."""
    late = (day - 5) / 55
    found = attack([force("T", 600), force("P", 100), force("P", 600, after=day)], act=TAKES)
    expected = late * 600 / 700 + (1 - late) * 600 / 1300
    assert found == pytest.approx(logit(expected - 0.4), abs=2e-3)


@pytest.mark.parametrize("day", [10, 20, 40])
def test_so_is_that_of_who_attacks(day):
    late = (day - 5) / 55
    found = attack([force("T", 300), force("T", 600, after=day), force("P", 300)], act=TAKES)
    assert found == pytest.approx(logit(late / 2 + (1 - late) * 0.75 - 0.4), abs=2e-3)


@pytest.mark.parametrize(("help_", "tier"), [(10, 25), (20, 40), (30, 31)])
def test_help_in_time_tells_that_the_act_takes_long(help_, tier):
    """G is there from a day on with 300, and from a later one with 500 more.

    The act is over before the first in (help - 5) of 55 cases, before the second in (tier - 5).
    """
    forces = [
        force("T", 600),
        force("P", 400),
        force("G", 300, "aid"),
        force("G", 500, "aid", tier),
    ]
    found = attack(forces, [aid("aid", "G", 1, help_)], act=TAKES)
    none, some = (help_ - 5) / 55, (tier - help_) / 55
    expected = none * 600 / 1000 + some * 600 / 1300 + (1 - none - some) * 600 / 1800
    assert found == pytest.approx(logit(expected - 0.4), abs=3e-3)
