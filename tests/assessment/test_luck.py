"""What differs between options by the draws alone is not told as a difference."""

from __future__ import annotations

import re

import pytest

from foedus.assessment import Assessment, assess
from foedus.figures import margin
from foedus.language import read

PACT = """foedus: 1
title: The same help by two hands
as_of: 2025-01-01
parties: {A: {role: adversary}, B: {role: beneficiary}, G: {name: Gondal}, H: {name: Hav}}
conduct: {A: {towards: B, acts: [{act: comply}, {act: attack, needs: P30D}]}}
norms: {no-attack: {prohibition: attack, bearer: A, towards: B}}
guarantees:
  g:
    owed_by: G
    protects: {state: B, territory: unspecified}
    against: A
    casus_foederis: attack
    response: defend
    arrives: {value: 30, low: 10, high: 180, kind: judged, because: "a plan"}
options:
  one: {label: By Gondal}
  other:
    label: By Hav
    changes:
      guarantees:
        g: null
        h:
          label: another guarantee
          owed_by: H
          protects: {state: B, territory: unspecified}
          against: A
          casus_foederis: attack
          response: defend
          arrives: {value: 30, low: 10, high: 180, kind: judged, because: "the same plan"}
  both:
    label: By both
    changes:
      guarantees:
        h:
          owed_by: H
          protects: {state: B, territory: unspecified}
          against: A
          casus_foederis: attack
          response: defend
          arrives: {value: 30, low: 10, high: 180, kind: judged, because: "the same plan"}
"""


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assess(read(PACT), draws=100, paths=False)


def days(found: Assessment, option: str) -> tuple[float, float, float]:
    last = found.options[option].pairs[0].clock.stages[-1].day
    assert None not in (last.value, last.low, last.high)
    return last.value or 0.0, last.low or 0.0, last.high or 0.0


def test_the_same_law_of_help_has_the_same_days_under_two_options(found: Assessment):
    """Two options, one guarantee each, the same law: not a day between them, by any seed."""
    assert days(found, "one") == days(found, "other")
    again = assess(read(PACT), draws=100, seed=7, paths=False)
    assert days(again, "one") == days(again, "other") != days(found, "one")


def test_the_first_of_two_that_send_help_comes_sooner(found: Assessment):
    """Under both their luck is their own: the median of the sooner is that of the lower quartile.

    For a triangle from 10 to 180 with its peak at 30, P(X > x) = (180 - x)^2 / (170 * 150) beyond
    the peak. The sooner of two is later than x with the square of that; it is one half where
    180 - x = sqrt(25,500 * 0.7071) = 134.3, so x = 45.7. Of one alone 180 - x = sqrt(12,750) =
    112.9, so x = 67.1.
    """
    assert days(found, "one")[0] == pytest.approx(67.1, abs=3)
    assert days(found, "both")[0] == pytest.approx(45.7, abs=3)


@pytest.mark.parametrize(("draws", "points"), [(500, "4"), (2000, "2"), (40_000, "0.5")])
def test_how_far_a_share_may_be_off(draws: int, points: str):
    """1.96 * sqrt(0.25 / n): 0.0438 for 500 draws, 0.0219 for 2,000, 0.0049 for 40,000."""
    assert margin(draws) == points
    assert re.fullmatch(r"0\.\d|\d+", margin(draws))
