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


def table(a, draws=20):
    return decision(deter(a, draws=draws, break_evens=(), stories=False, inputs=True))


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
    assert "neither more nor less than no arrangement at all: with either, " in answered(a)[0]
