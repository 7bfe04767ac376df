"""Rows of one report stand or fall together: what a finding's chance then is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.monitor.chances import at_least, clustered_at_least, deaths_at_least
from foedus.monitor.together import chance_together
from foedus.views.watch import explanation

from .conftest import Watch, row

EVENTS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=6
)


def enumerated(events: list[tuple[int, int, int]], count: int, *, deaths: bool) -> float:
    """Every way in which one draw of eight equally likely ones for each cluster may fall."""
    clusters = sorted({cluster for _, cluster, _ in events})
    reached = 0
    for draws in product(range(8), repeat=len(clusters)):
        drawn = dict(zip(clusters, draws, strict=True))
        happened = [cost for eighths, cluster, cost in events if drawn[cluster] < eighths]
        reached += (sum(happened) if deaths else len(happened)) >= count
    return reached / 8 ** len(clusters)


@given(EVENTS, st.integers(1, 5), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_chance_is_that_of_all_ways_in_which_draws_may_fall(
    events: list[tuple[int, int, int]], count: int, deaths: bool
):
    chances = np.array([eighths / 8 for eighths, _, _ in events])
    clusters = np.array([cluster for _, cluster, _ in events])
    costs = np.array([[cost] * 3 for _, _, cost in events])
    found = clustered_at_least(count, chances, clusters, costs if deaths else None)
    assert found == pytest.approx(enumerated(events, count, deaths=deaths))


@given(EVENTS, st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_where_each_event_is_a_cluster_they_are_independent(
    events: list[tuple[int, int, int]], count: int
):
    chances = np.array([eighths / 8 for eighths, _, _ in events])
    alone = np.arange(len(events))
    costs = np.array([[0, cost, 2 * cost] for _, _, cost in events])
    assert clustered_at_least(count, chances, alone) == pytest.approx(at_least(count, chances))
    assert clustered_at_least(count, chances, alone, costs) == pytest.approx(
        deaths_at_least(count, chances, costs)
    )


def told(watch: Watch, at: int = 0) -> tuple[float, float | None, str]:
    (survey,) = watch.surveys()
    finding = survey.findings[at]
    lines = explanation(survey, finding, [], watch.arrangement)
    said = next((line for line in lines if "stand or fall together" in line), "")
    return finding.chance, chance_together(survey, finding), said


def test_three_doubtful_rows_of_one_report_are_as_doubtful_as_one(
    watching: Callable[..., Watch],
):
    """0.3 each: at least one of three by themselves 1 - 0.7³ = 0.657, together 0.3."""
    rows = [row(n, "2020-01-02", kind_chance=0.3) for n in range(3)]
    chance, together, said = told(watching(rows=rows))
    assert (chance, together) == (pytest.approx(0.657), pytest.approx(0.3))
    assert said == (
        "Chance 0.3 if rows of one source, day and place stand or fall together, as those of one "
        "report may."
    )


def test_rows_of_several_places_or_of_no_doubt_are_as_they_are(watching: Callable[..., Watch]):
    rows = [row(n, "2020-01-02", kind_chance=0.3, longitude=31 + n / 10) for n in range(3)]
    assert told(watching(rows=rows))[1:] == (None, "")
    rows = [row(n, "2020-01-02") for n in range(3)]
    assert told(watching(rows=rows, name="sure")) == (1, 1, "")


def test_a_count_over_days_is_of_the_likeliest_stretch(watching: Callable[..., Watch]):
    """Two a day at 0.5, two days, three needed: 4 or 3 of 4 have 5/16; together both days, 1/4.

    Of deaths, of which each row tells two and five are needed: the same, as three rows are.
    """
    rows = [row(n, f"2020-01-0{2 + n // 2}", kind_chance=0.5, deaths=2) for n in range(4)]
    for name, least in (
        ("events", "{events: 3, in_days: P2D}"),
        ("deaths", "{deaths: 5, in_days: P2D}"),
    ):
        watch = watching(f"kinds: [force], at_least: {least}", rows, name=name)
        chance, together, said = told(watch)
        assert (chance, together) == (pytest.approx(5 / 16), pytest.approx(1 / 4))
        assert said.startswith("Chance 0.2 if rows of one source, day and place")


def test_a_row_of_several_days_lies_in_a_stretch_with_its_part(watching: Callable[..., Watch]):
    """Two of two days each, on one of which both are needed: 0.5 each, a quarter or a half."""
    rows = [row(n, "2020-01-02", date_end="2020-01-03") for n in range(2)]
    watch = watching("kinds: [force], at_least: {events: 2, in_days: P1D}", rows)
    assert told(watch)[:2] == (pytest.approx(0.25), pytest.approx(0.5))


def test_deaths_in_one_incident_go_together_too(watching: Callable[..., Watch]):
    """Two of 7 to 9 deaths, 8 the likeliest: of 8 or more with three quarters of 0.3 each."""
    rows = [
        row(n, "2020-01-02", kind_chance=0.3, deaths=8, deaths_low=7, deaths_high=9)
        for n in range(2)
    ]
    watch = watching("kinds: [force], at_least: {deaths_in_one: 8}", rows)
    assert told(watch)[:2] == (pytest.approx(1 - 0.775**2), pytest.approx(0.225))
