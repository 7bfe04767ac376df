"""Deaths come with their incidents: intervals against every way to share the incidents out."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.monitor.marked import Sum, marked_ratio
from foedus.monitor.ratios import LEVEL, exact_ratio, ratio

from .conftest import Watch, compared_about, row


def enumerated(sizes: list[int], deaths: int, share: float) -> tuple[float, float]:
    """Return the chances of at most and of at least so many deaths, over all 2^n ways."""
    below = above = 0.0
    for after in product((False, True), repeat=len(sizes)):
        chance = math.prod(share if one else 1 - share for one in after)
        total = sum(size for size, one in zip(sizes, after, strict=True) if one)
        below += chance * (total <= deaths)
        above += chance * (total >= deaths)
    return below, above


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=9),
    st.integers(0, 300),
    st.floats(0.02, 0.98),
)
def test_the_law_is_that_of_all_ways(sizes: list[int], deaths: int, share: float):
    deaths = min(deaths, sum(sizes))
    law = Sum(np.array(sizes))
    below, above = enumerated(sizes, deaths, share)
    assert law.at_most(deaths, share) == pytest.approx(below, abs=1e-12)
    assert law.at_least(deaths, share) == pytest.approx(above, abs=1e-12)


@pytest.mark.parametrize(("before", "after"), [(64, 24), (3, 0), (0, 3), (1, 1), (7, 30)])
def test_one_death_an_incident_is_the_binomial(before: int, after: int):
    interval, p = marked_ratio(np.ones(before, int), np.ones(after, int), 90, 120, LEVEL)
    expected, other = exact_ratio(before, after, 90, 120)
    assert interval == pytest.approx(expected, rel=1e-6)
    assert p == pytest.approx(other, rel=1e-9)


def test_two_incidents_tell_nothing_whatever_they_cost():
    """Of 12 deaths and of 1: P(at most 1 after) = 1 - q, P(at least 1 after) = 1 - (1 - q)²."""
    (low, high), p = marked_ratio(np.array([12]), np.array([1]), 30, 30, 0.95)
    q = 1 - math.sqrt(0.975)
    assert low == pytest.approx(q / (1 - q))
    assert high == pytest.approx(0.975 / 0.025)
    assert p == pytest.approx(1.0)


def test_thousands_of_deaths_are_told_apart_in_parts():
    """The interval of the normal law with the variance of the incidents' sizes is near it."""
    rng = np.random.default_rng(3)
    before, after = rng.geometric(0.02, 900), rng.geometric(0.02, 600)
    (low, high), _ = marked_ratio(before, after, 100, 100, 0.95)
    sizes = np.concatenate([before, after])
    share = after.sum() / sizes.sum()
    wide = 1.96 * math.sqrt(share * (1 - share) * (sizes**2).sum()) / sizes.sum()
    assert low == pytest.approx((share - wide) / (1 - share + wide), rel=0.02)
    assert high == pytest.approx((share + wide) / (1 - share - wide), rel=0.02)


def test_it_holds_as_often_as_it_says():
    """Incidents at one rate with deaths that double in number: 300 records of each of two kinds."""
    rng, missed = np.random.default_rng(5), 0
    for _ in range(300):
        before, after = (rng.geometric(0.3, rng.poisson(8)) for _ in range(2))
        (low, high), _ = marked_ratio(before, after, 60, 60, 0.95)
        missed += not low <= 1 <= high
    assert missed <= 300 * 0.05


def test_no_waves_are_fitted_to_four_days():
    series = np.zeros(60)
    series[[2, 9, 11, 40, 44, 50, 55, 58]] = 1
    assert "fewer than 5" in ratio(series, 30).why_not
    series[[20, 25]] = 1
    assert not ratio(series, 30).why_not


def test_few_deaths_are_told_apart_one_by_one():
    """Of 5, 1 and 1 before and 6 after: the p is that of all sixteen ways at even chances."""
    _, p = marked_ratio(np.array([5, 1, 1]), np.array([6]), 30, 30, LEVEL)
    assert p == pytest.approx(min(1.0, 2 * min(enumerated([5, 1, 1, 6], 6, 0.5))))
    assert p == pytest.approx(1.0)
    _, p = marked_ratio(np.array([5, 4, 4]), np.array([1]), 30, 30, LEVEL)
    assert p == pytest.approx(2 * 2 / 16)  # nothing after, or the one alone


def test_parts_of_incidents_are_incidents_with_their_part_of_the_deaths():
    """Halves and quarters of deaths are as twice and four times as many of a half as large."""
    parts = marked_ratio(np.array([0.5, 0.5, 3.0]), np.array([1.25]), 30, 40, LEVEL)
    whole = marked_ratio(np.array([2, 2, 12]), np.array([5]), 30, 40, LEVEL)
    assert parts[0] == pytest.approx(whole[0], rel=1e-4)
    assert parts[1] == pytest.approx(whole[1], rel=1e-4)


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, "2020-01-03", date_end="2020-02-02", deaths=31), row(2, "2020-02-12")],
        [row(1, "2020-02-11", date_end="2020-02-12", deaths=2)],
        [row(1, "2020-02-11"), row(2, "2020-02-21", date_end="2020-03-10", deaths=19)],
    ],
)
def test_the_deaths_of_an_interval_are_those_of_its_ratio(
    watching: Callable[..., Watch], rows: list[str]
):
    """One death on either side of 12 February, over ten days each: the binomial of 1 and 1.

    It is one of the 31 deaths of a row that ends on the first of these days, one of the two of a
    row of the days about 12 February, and one of the 19 of a row that begins on the last.
    """
    rows = [*rows, row(8, "2020-01-01", deaths=0), row(9, "2020-03-20", deaths=0)]
    (surveyed,) = watching(rows=rows).surveys()
    parts = compared_about(surveyed, date(2020, 2, 12), 10)
    found = next(part.ratio for part in parts if part.counted == "deaths")
    assert (found.before, found.after) == (pytest.approx(1), pytest.approx(1))
    assert found.exact == pytest.approx(exact_ratio(1, 1, 10, 10)[0], rel=1e-4)
