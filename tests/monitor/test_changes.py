"""Changes of rate: the best partition against every one, and what chance makes of no change."""

from __future__ import annotations

import itertools
import math
import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.monitor.bayes import EXPECTED, posterior
from foedus.monitor.changing import SHORTEST, Change, burstiness, changes, cuts, likeness
from foedus.monitor.sighting import PICKED
from foedus.views.watch import beside_lines, doubt

DAY = 700_000


def rows_of(series: np.ndarray) -> np.ndarray:
    picked = np.zeros(int(series.sum()), dtype=PICKED)
    picked["start"] = picked["end"] = np.repeat(np.arange(len(series)), series.astype(int)) + DAY
    picked["best"] = 1
    return picked


def deviance(weekly: list[int], places: tuple[int, ...], spread: float) -> float:
    """Minus twice the log likelihood over the dispersion, and 2 log n for each cut."""
    whole = 2 * math.log(len(weekly)) * len(places)
    for low, high in itertools.pairwise((0, *places, len(weekly))):
        count = sum(weekly[low:high])
        if count:
            whole -= 2 * count * math.log(count / (high - low)) / spread
    return whole


@given(st.lists(st.integers(0, 30), min_size=2, max_size=9), st.sampled_from([1.0, 2.5]))
@settings(max_examples=150, deadline=None)
def test_the_partition_is_the_best_of_all(weekly: list[int], spread: float):
    n = len(weekly)
    allowed = [
        places
        for count in range(n)
        for places in itertools.combinations(range(1, n), count)
        if all(b - a >= SHORTEST for a, b in itertools.pairwise((0, *places, n)))
    ]
    best = min((deviance(weekly, places, spread) for places in allowed), default=0.0)
    found = tuple(cuts(np.array(weekly, dtype=float), spread))
    assert deviance(weekly, found, spread) == pytest.approx(best, abs=1e-9)


def test_burstiness_is_that_of_the_counts_and_not_of_the_changes():
    """Negative binomial counts with variance thrice the mean, over rates that change tenfold."""
    rng = np.random.default_rng(3)
    means = np.repeat([4.0, 40.0, 4.0], 400)
    found = burstiness(rng.negative_binomial(means / 2, 1 / 3).astype(float))
    assert found == pytest.approx(3, rel=0.15)
    assert burstiness(np.zeros(9)) == burstiness(np.ones(1)) == 1


def test_series_without_a_change_seldom_show_one():
    """The share in long runs is 0.04 to 0.12 (benchmarks/changes.py); of 60 series at most 14
    show one (binomial at 0.12: 99.8 %)."""
    rng = np.random.default_rng(9)
    shown = 0
    for spread in (1.5, 3.0):
        for _ in range(30):
            weekly = rng.negative_binomial(np.full(104, 4 / (spread - 1)), 1 / spread)
            shown += bool(cuts(weekly.astype(float), burstiness(weekly.astype(float))))
    assert shown <= 14


def test_three_changes_are_placed_and_their_rates_told():
    rng = np.random.default_rng(4)
    series = rng.poisson(np.repeat([0.5, 2.0, 0.3, 1.5], 300))
    found = changes(rows_of(series), DAY, DAY + len(series) - 1)
    assert 3 <= len(found) <= 4  # one more may come by chance
    for place in (300, 600, 900):
        near = min(found, key=lambda change: abs(change.on.toordinal() - DAY - place))
        assert abs(near.on.toordinal() - DAY - place) <= 10
        assert near.earliest.toordinal() - DAY <= place + 3
        assert near.latest.toordinal() - DAY >= place - 3
        assert near.p <= 0.02
    assert found[1].before["events"] == pytest.approx(2, rel=0.25)
    assert found[1].after["events"] == pytest.approx(0.3, rel=0.35)
    assert found == changes(rows_of(series), DAY, DAY + len(series) - 1)


def test_weeks_that_resemble_one_another_are_told():
    """Weekly rates of a first-order law with correlation 0.8 about a level that does not change."""
    rng = np.random.default_rng(5)
    wave = [0.0]
    for step in rng.normal(size=299):
        wave.append(0.8 * wave[-1] + 0.6 * step)
    waves, even = (rng.poisson(np.exp(size * np.repeat(wave, 7))) for size in (0.8, 0.0))
    end = DAY + len(waves) - 1
    assert likeness(rows_of(waves), DAY, end, []) > 0.4
    assert abs(likeness(rows_of(even), DAY, end, [])) < 0.15
    stepped = rng.poisson(np.repeat([0.3, 3.0], 1050))
    found = changes(rows_of(stepped), DAY, end)
    assert likeness(rows_of(stepped), DAY, end, []) > 0.5
    assert abs(likeness(rows_of(stepped), DAY, end, found)) < 0.15
    assert doubt(0.3).startswith("Mind that weeks resemble the week before (correlation 0.3)")
    assert doubt(0.1) == ""


def test_the_window_tells_rates_and_finds_nothing():
    series = np.repeat([2, 0, 3], 70)
    found = [changes(rows_of(series), DAY, DAY + 209, window) for window in (14, 500)]
    assert [c.on for c in found[0]] == [c.on for c in found[1]]
    assert [c.before["events"] for c in found[1]] == [2, 0]
    assert not changes(rows_of(np.zeros(100)), DAY, DAY + 99)
    assert not changes(rows_of(np.ones(9)), DAY, DAY + 8)


def by_every_way(weekly: np.ndarray, spread: float) -> np.ndarray:
    """The posterior of a change in each week, by adding up all ways to cut the weeks."""
    n, mean, chance = len(weekly), weekly.mean(), 1 / EXPECTED
    found, whole = np.zeros(n), 0.0
    for cut in itertools.product([0, 1], repeat=n - 1):
        weight = 1.0
        edges = [0, *(at for at, is_cut in enumerate(cut, 1) if is_cut), n]
        for low, high in itertools.pairwise(edges):
            count, weeks = weekly[low:high].sum() / spread, (high - low) / spread
            weight *= math.gamma(1 + count) / mean / (1 / mean + weeks) ** (1 + count)
        weight *= chance ** sum(cut) * (1 - chance) ** (n - 1 - sum(cut))
        found += weight * np.array([0, *cut])
        whole += weight
    return found / whole


@pytest.mark.parametrize("spread", [1.0, 1.7])
def test_posterior_chances_are_those_of_adding_up_every_way(spread: float):
    weekly = np.array([7, 9, 6, 8, 1, 0, 2, 1, 5.0])
    found = posterior(weekly, spread)
    assert found.at == pytest.approx(by_every_way(weekly, spread), abs=1e-9)
    assert found.within(1, 8) > found.within(4, 4) == pytest.approx(found.at[4])
    assert found.within(4, 5) < found.at[4] + found.at[5]
    assert found.within(3, 2) == found.within(9, 20) == 0


def test_where_nothing_changes_few_weeks_are_likely():
    rng = np.random.default_rng(4)
    most = [posterior(rng.poisson(4, 104).astype(float), 1.0).at.max() for _ in range(60)]
    assert np.mean(np.array(most) > 0.5) < 0.1


def test_two_ways_that_disagree_are_both_told():
    weekly = np.array([9.0] * 30 + [2.0] * 30 + [9.0] * 30)
    first = date(2020, 1, 6).toordinal()
    beside = posterior(weekly, 1.0)
    on = [date.fromordinal(first + 7 * week) for week in (30, 60, 75)]
    found = [Change(day, day, day, {}, {}, 0.01) for day in on]
    (said,) = beside_lines(beside, [found[0], found[1], found[2]], first)
    assert f"{on[0]} 0.99" in said
    assert re.search(rf"{on[2]} 0\.0", said)
    said, other = beside_lines(beside, found[:1], first)
    assert other == f"It has changes that the search lacks, about {on[1]}."
