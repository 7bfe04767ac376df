"""Published rates recomputed from the rows they were counted in, where those are at hand.

Values are those of the manifest of the shared data; the rows may not be shipped.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.evidence import honour, recurrence
from foedus.evidence.delays import DELAYS
from foedus.evidence.honour import HONOUR, Commitment
from foedus.evidence.rates import Rate, bootstrap_by_group, ended_by, jeffreys
from foedus.evidence.recurrence import FIVE_YEARS, RECURRENCE

SHARED = Path(__file__).parents[3] / "shared" / "data"
needs_rows = pytest.mark.skipif(not SHARED.exists(), reason="the rows are absent")

CLASSES: dict[str, Callable[[Commitment], bool]] = {
    "all": lambda c: True,
    "before-1945": lambda c: not c.since_1945,
    "since-1945": lambda c: c.since_1945,
    "defence-pacts": lambda c: c.defence,
    "defence-pacts-since-1945": lambda c: c.defence and c.since_1945,
}


def commitments() -> list[Commitment]:
    return honour.read_file(SHARED / "development" / "bf2018_relevant_146_joined_atop401.csv")


@needs_rows
@pytest.mark.parametrize("name", CLASSES)
def test_counts_of_honouring_are_those_of_the_rows(name: str):
    chosen = [c for c in commitments() if CLASSES[name](c)]
    rate = HONOUR[name]
    assert (sum(c.honoured for c in chosen), len(chosen)) == (rate.events, rate.trials)


@needs_rows
def test_defence_pacts_since_1945_rest_on_few_wars_and_one_treaty():
    chosen = [c for c in commitments() if c.defence and c.since_1945]
    assert len({c.war for c in chosen}) == 20
    assert len({c.alliance for c in chosen}) == 34
    league = [c for c in chosen if float(c.alliance) == 3205]
    assert (len(league), sum(c.honoured for c in league)) == (7, 0)
    rates = bootstrap_by_group([c.honoured for c in chosen], [c.war for c in chosen])
    assert np.quantile(rates, [0.025, 0.975]).round(2).tolist() == [0.05, 0.24]
    assert HONOUR["defence-pacts-since-1945"].clustered == (0.05, 0.24)


@needs_rows
@pytest.mark.parametrize("outcome", ["agreement", "ceasefire", "low-activity"])
def test_recurrence_within_five_years(outcome: str):
    episodes = recurrence.read_file(
        SHARED / "ucdp" / "ucdp_conflict_termination_v3_2021_dyad_episodes.csv"
    )
    chosen = [e for e in episodes if e.outcome == outcome]
    share = ended_by([e.days for e in chosen], [e.recurred for e in chosen], FIVE_YEARS)
    assert share == pytest.approx(RECURRENCE[outcome].value, abs=0.006)
    states = [e for e in chosen if e.between_states]
    seen = [e for e in states if e.recurred or e.days >= FIVE_YEARS]
    back = [e for e in seen if e.recurred and e.days <= FIVE_YEARS]
    rate = RECURRENCE[f"interstate-{outcome}"]
    assert (len(back), len(seen)) == (rate.events, rate.trials)


@needs_rows
@pytest.mark.parametrize("years", [1, 2, 5])
def test_agreements_ended(years: int):
    path = SHARED / "ucdp" / "ucdp_peace_agreements_221.csv"
    days, ended = [], []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            until = row["duration"][:10] or "2021-12-31"
            signed = date.fromisoformat(row["pa_date"][:10])
            days.append(max((date.fromisoformat(until) - signed).days, 0))
            ended.append(bool(row["duration"]))
    share = ended_by(days, ended, years * 365.25)
    assert share == pytest.approx(RECURRENCE[f"agreement-ended-{years}"].value, abs=0.008)


def test_the_jeffreys_interval_of_six_in_forty_three():
    """The manifest gives 6-27 %."""
    assert [round(end, 2) for end in jeffreys(6, 43)] == [0.06, 0.27]
    with pytest.raises(ValueError, match="cannot be"):
        jeffreys(4, 3)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate(counted: tuple[int, int]):
    low, high = jeffreys(*counted)
    assert 0 <= low <= counted[0] / counted[1] <= high <= 1


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20), st.integers(1, 30))
def test_without_censoring_the_product_limit_is_the_plain_share(days: list[int], by: int):
    share = ended_by(days, [True] * len(days), by)
    assert share == pytest.approx(np.mean([d <= by for d in days]))


def test_every_rate_says_its_unit_number_period_and_source():
    for rate in (*HONOUR.values(), *RECURRENCE.values()):
        figure = rate.figure()
        assert rate.unit in figure.because[0]
        assert rate.period in figure.because[0]
        assert ("of" in figure.because[0]) or ("not read" in figure.because[0])
        assert figure.because[-1] == rate.source
        assert figure.kind == "measured"


def test_rival_estimates_of_honouring_disagree_by_a_factor_of_five():
    """From 0.14 to 0.745: no single number may stand for them."""
    values = [rate.value for rate in HONOUR.values()]
    assert max(values) / min(values) > 5
    assert HONOUR["reassessed-2000"].interval is None
    assert isinstance(HONOUR["all"], Rate)


def test_delays_run_forward():
    assert all(0 <= d.low <= d.high for d in DELAYS.values())
    assert {d.stage for d in DELAYS.values()} == {
        "fact",
        "attribution",
        "decision",
        "ratification",
        "force",
    }
