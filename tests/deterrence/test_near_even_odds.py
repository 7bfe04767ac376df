"""What is said of options under which an attack is nearly as likely as with no arrangement.

Everything is reckoned by hand. Party T attacks or not, and errs by logit with a precision of 20:
if an attack brings it x more than keeping the peace, its chance is 1 / (1 + exp(-20 x)). So a
chance c needs x = ln(c / (1 - c)) / 20, and an option that adds y to x moves the odds by exp(20 y).
"""

from __future__ import annotations

from math import log

import pytest

from foedus.assessment import assess
from foedus.deterrence import bottom_line, decision, deter
from foedus.language import read
from foedus.views import deterrence_screen

PLAIN = """
foedus: 1
title: Options near even odds
as_of: 2000-01-01
horizon: P1Y
sources: {{}}
parties: {{T: {{name: party T}}, P: {{name: party P}}, G: {{name: party G}}}}
conduct:
  T: {{towards: P, acts: [{{act: comply}}, {{act: attack, needs: P10D}}]}}
guarantees:
  help:
    owed_by: G
    protects: {{state: P, territory: unspecified}}
    against: T
    casus_foederis: attack
    response: defend
    honour: {{value: 1, kind: assumed, because: an example}}
contests:
  - by: T
    act: attack
    alone: {{value: 0.5, kind: assumed, because: an example}}
    helped: {{value: 0.5, kind: assumed, because: an example}}
occasions: [P0D]
stakes: {{T: [{gain}{noise}]}}
options:
"""
NOISE = (
    ", {label: noise, when: {acted: attack, by: T}, "
    "worth: {low: -0.01, high: 0.01, kind: assumed, because: an example}}"
)


def gains(chance):
    """Return what an attack must bring beyond the peace for it to have this chance."""
    return log(chance / (1 - chance)) / 20


def stake(label, worth):
    return (
        f"{{label: {label}, when: {{acted: attack, by: T}}, "
        f"worth: {{value: {worth:.12f}, kind: assumed, because: an example}}}}"
    )


def case(none, noise="", **options):
    """Return an arrangement with these chances of attack, with no arrangement and by option."""
    gain = stake("gain", gains(none))
    text = PLAIN.format(gain=gain, noise=noise)
    for name, chance in options.items():
        more = stake(f"more {name}", gains(chance) - gains(none))
        text += f"  {name}: {{label: Option {name}, changes: {{stakes: {{T: ["
        text += f"{gain}, {more}{noise}]}}}}}}\n"
    return read(text)


def table(a, draws=20, precision=20):
    return decision(
        deter(a, draws=draws, precision=precision, break_evens=(), stories=False, inputs=True)
    )


def said(found):
    return " ".join(bottom_line(found.as_json())).replace("\u00a0", " ")


def screen(found):
    return " ".join(" ".join(deterrence_screen(found, ())).split()).replace("\u00a0", " ")


def answered(a):
    found = assess(a, draws=20, paths=False)
    (one,) = (s for s in found.answer["options"][0]["sentences"] if s["about"] == "deter")
    return one["says"], " ".join(s["says"] for s in found.answer["general"])


@pytest.mark.parametrize(("none", "option"), [(0.505, 0.495), (0.495, 0.505)])
def test_an_option_on_the_other_side_of_even_odds_is_not_as_with_no_arrangement(none, option):
    """The chance differs by .01 only, but with one of the two the party is deterred."""
    a = case(none, x=option)
    found = table(a)
    assert [row.deters for row in found.rows[1:]] == [option < 0.5]
    assert not found.rows[1].as_with_none
    assert "as with no arrangement)" not in screen(found)
    assert "neither more nor less" not in answered(a)[0]


def test_an_answer_that_changes_elsewhere_is_not_as_with_no_arrangement():
    """Both deter: .48 up to a noise of gains(.52) = .004, .49 up to gains(.51) = .002."""
    a = case(0.49, NOISE, x=0.48)
    found = table(a)
    (one,) = found.rows[1].switches
    assert one.value == pytest.approx(gains(0.52), abs=1e-6)
    assert found.rows[1].deters
    assert not found.rows[1].as_with_none
    assert "(as with no arrangement)" not in f"{said(found)} {screen(found)}"
    assert "neither more nor less" not in answered(a)[0]


def test_an_answer_that_changes_at_the_same_value_is_as_with_no_arrangement():
    a = case(0.49, NOISE, x=0.49)
    found = table(a)
    assert found.rows[1].as_with_none
    assert "(as with no arrangement)" in said(found)
    assert "(as with no arrangement)" in screen(found)
    assert "neither more nor less than with no arrangement at all: with either, " in answered(a)[0]


def test_even_odds_that_are_crossed_are_no_attack_prevented():
    """Of 20 situations all lie below even odds under the option, though an attack stays likely."""
    _, general = answered(case(0.505, x=0.495))
    general = general.replace("\u00a0", " ")
    assert "in 100 % only with this; in 0 % only without it" in general
    _, general = answered(case(0.495, x=0.505, y=0.4))
    general = general.replace("\u00a0", " ")
    assert "in 100 % an option undoes it" in general
    assert "prevent" not in general
    assert "cause" not in general


@pytest.mark.parametrize(
    ("option", "within"), [(0.624, "0.03"), (0.62, "0.02"), (0.6004, "0.001"), (0.6041, "0.005")]
)
def test_a_bound_on_a_difference_is_never_less_than_it_is(option, within):
    found = table(case(0.6, x=option))
    assert f"within {within} in all 20 situations" in said(found)


def test_no_option_is_best_where_no_arrangement_does_better():
    """.4 with no arrangement, .5 under B: it is .1 likelier under B in every situation."""
    found = table(case(0.4, a=0.6, b=0.5))
    told = said(found)
    assert "Of the 2 options Option b falls least short of whichever is best in a situation" in told
    assert "no arrangement included: an attack is 0.10 likelier than under that one" in told
    assert "in 0 % of the 20 situations no other does better" in told
    bare, a, b = (row.regret for row in found.rows)
    assert (bare.mean, bare.most, bare.best) == (0, 0, 1)
    assert (a.mean, b.mean) == (pytest.approx(0.2, abs=1e-9), pytest.approx(0.1, abs=1e-9))
    assert b.best == 0


LADDER = """
foedus: 1
title: Seizing in place of an attack or of the peace
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: seize, needs: P1D}, {act: attack, needs: P10D}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.5, kind: assumed, because: an example}
    helped: {value: 0.5, kind: assumed, because: an example}
occasions: [P0D]
stakes:
  T:
    - {label: u, when: {acted: attack, by: T}, worth: U}
    - {label: strip, when: {acted: seize, by: T}, worth: COST}
    - {label: of it in an attack, when: {acted: attack, by: T}, worth: BACK}
options:
  inviting: {label: Inviting, changes: {stakes: {T: [
    {label: u, when: {not: {acted: seize, by: T}}, worth: U},
    {label: strip, when: {acted: seize, by: T}, worth: LITTLE},
    {label: no attack, when: {acted: attack, by: T}, worth: MUCH}]}}}
  diverting: {label: Diverting, changes: {stakes: {T: [
    {label: u, when: {acted: seize, by: T}, worth: U},
    {label: no attack, when: {acted: attack, by: T}, worth: MUCH}]}}}
"""


def test_lesser_breaches_come_in_place_of_an_attack_only_where_there_was_one():
    """Of two means alone it would be said of both: attacks fall from .5 to none, seizing rises.

    The same u is even from -1 to 1. With no arrangement T attacks where it is above 0. Invited it
    seizes where u < -.1, where there was peace; diverted where u > 0, where it attacked.
    """
    worths = {"U": "low: -1, high: 1", "LITTLE": "value: -0.1", "MUCH": "value: -3"}
    worths |= {"COST": "value: -0.4", "BACK": "value: 0.4"}
    text = LADDER
    for name, worth in worths.items():
        text = text.replace(f"worth: {name}", f"worth: {{{worth}, kind: assumed, because: x}}")
    found = table(read(text), 200, 200)
    nothing, inviting, diverting = found.rows
    assert nothing.lesser is None
    assert inviting.lesser == pytest.approx((0, 0.45), abs=0.1)
    assert diverting.lesser == pytest.approx((0.5, 0), abs=0.1)
    assert (inviting.lesser.instead, diverting.lesser.added) == pytest.approx((0, 0), abs=0.03)
    told = said(found)
    assert (
        "Inviting: lesser breaches by party T become likelier by more than 0.1 on average: in"
        in told
    )
    assert "in place of an attack" not in told
