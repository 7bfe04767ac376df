"""Rates, weeks and changes; and the Minsk package over the real record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.monitor.changing import changes
from foedus.monitor.rates import daily, rate, weeks
from foedus.monitor.sighting import PICKED

from .conftest import Watch

UCDP = Path(__file__).parents[3] / "shared" / "data" / "ucdp"
WHOLE = UCDP / "ucdp_ged221_ukraine_2014_2021.csv"
PART = Path(__file__).parent / "ged221_ukraine_2020_part.csv"
"""Rows of 29 March to 23 November 2020, UCDP GED 22.1 (CC BY 4.0; Sundberg & Melander 2013; Davies,
Pettersson & Öberg 2022), without the texts of headlines and articles."""
TRUCE = date(2020, 7, 27)


def rows_of(series: np.ndarray) -> np.ndarray:
    picked = np.zeros(int(series.sum()), dtype=PICKED)
    picked["start"] = picked["end"] = np.repeat(np.arange(len(series)), series) + 700_000
    picked["best"] = 1
    return picked


def test_a_rate_has_its_exact_interval():
    """Garwood's 90 % interval of 10 events in 100 days: 5.425 to 16.962 (R: poisson.test)."""
    series = np.zeros(100)
    series[::10] = 1
    found = rate(series, "events")
    assert found.value == 0.1
    assert (found.low, found.high) == (
        pytest.approx(0.05425, abs=1e-5),
        pytest.approx(0.16962, abs=1e-5),
    )
    assert rate(np.zeros(10), "events").low == 0


def test_changes_are_found_where_they_are():
    """Of 20 changes the days given hold at least 14 (binomial 99.7 % at a level of 0.9)."""
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(20):
        series = np.concatenate([rng.poisson(0.9, 300), rng.poisson(0.2, 300)])
        found = changes(rows_of(series), 700_000, 700_599)
        near = min(found, key=lambda change: abs(change.on.toordinal() - 700_300))
        held += near.earliest.toordinal() <= 700_300 <= near.latest.toordinal()
        assert abs(near.on.toordinal() - 700_300) <= 45
        assert near.before["events"] > 2 * near.after["events"]
    assert held >= 14


def test_a_quiet_week_after_violent_ones_lies_below_what_was_expected():
    series = np.concatenate([np.full(30 * 7, 3.0), np.zeros(7)])
    last = weeks(series, 700_000)[-1]
    assert (last.count, last.expected) == (0, 21)
    assert last.low is not None
    assert last.low > 0
    assert weeks(series, 700_000)[3].expected is None


def test_the_days_after_the_last_whole_week_are_not_left_out():
    """Seventeen incidents, six of them on the last six days: eleven in ten weeks, and six."""
    counts = [2.0, *[1.0] * 9]
    series = np.concatenate([[count, *[0.0] * 6] for count in counts] + [np.ones(6)])
    found = weeks(series, 700_000)
    assert [week.count for week in found] == [*counts, 6.0]
    assert (found[-1].days, found[-1].expected) == (6, None)
    assert found[-1].monday.toordinal() == 700_070
    assert len(weeks(series[:70], 700_000)) == 10
    assert weeks(series[:6], 700_000) == []


def test_the_truce_of_july_2020_in_the_rows_that_ship(tmp_path: Path):
    """0.745 deaths a day in the 120 days before and 0.197 after, rows of several days spread over
    them (by the day on which each began 0.75 and 0.19; computed from GED 22.1)."""
    watch = Watch(tmp_path / "m.ledger", text_of("minsk-2").decode())
    watch.ingest(PART, label="22.1", published="2022-06-01")
    ceasefire = watch.surveys()[0]
    day = TRUCE.toordinal()
    before = rate(daily(ceasefire.picked, day - 120, day - 1, "deaths"), "deaths")
    after = rate(daily(ceasefire.picked, day, day + 119, "deaths"), "deaths")
    assert before.value == pytest.approx(0.745, abs=0.001)
    assert after.value == pytest.approx(0.197, abs=0.001)
    assert after.high < before.low
    watch.ledger.close()


@pytest.mark.skipif(not WHOLE.exists(), reason="the data set is not here")
def test_the_minsk_package_over_the_whole_record(tmp_path: Path):
    """The rates in the data's manifest: first deaths on day one; 0.54 fatal events and 0.93 deaths
    a day; the truce of July 2020 found without being told of it."""
    watch = Watch(tmp_path / "m.ledger", text_of("minsk-2").decode())
    receipt = watch.ingest(WHOLE, label="22.1", published="2022-06-01")
    assert (receipt.rows, receipt.release.rejected) == (2989, 0)
    ceasefire, *others = watch.surveys()
    first = ceasefire.findings[0]
    assert (first.first, first.last, first.chance) == (date(2015, 2, 15), date(2015, 2, 15), 1)
    assert dict(first.began) == {"UKR": None, "ORDLO": None}
    start, end = date(2015, 2, 15).toordinal(), date(2021, 12, 31).toordinal()
    events = rate(daily(ceasefire.picked, start, end, "events"), "events")
    deaths = rate(daily(ceasefire.picked, start, end, "deaths"), "deaths")
    assert events.value == pytest.approx(0.54, abs=0.005)
    assert deaths.value == pytest.approx(0.93, abs=0.005)
    found = changes(ceasefire.picked, start, end)
    (truce,) = [c for c in found if c.earliest <= TRUCE <= c.latest]
    assert abs((truce.on - TRUCE).days) <= 7  # an event in two days says no more
    assert truce.before["deaths"] == pytest.approx(0.75, abs=0.02)
    assert truce.after["deaths"] == pytest.approx(0.200, abs=0.001)  # spread over their days
    assert truce.p < 0.1
    assert not any(surveyed.findings for surveyed in others)
    assert not others[0].can_be_seen
    watch.ledger.close()
