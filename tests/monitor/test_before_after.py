"""Before and after a day: exact intervals, what allows for waves, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest, poisson_means_test

from foedus.casebook import text_of
from foedus.monitor.before_after import compared, exact_ratio, ratio
from foedus.monitor.changing import can_tell, cuts
from foedus.views.before_after import comparison_lines, headline

from .conftest import Watch, row
from .test_rates import PART, TRUCE


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (64, 24, (120, 120)),
        (13, 4, (120, 120)),
        (10, 10, (100, 50)),
        (0, 5, (9, 9)),
        (5, 0, (9, 9)),
    ],
)
def test_exact_intervals_are_those_of_a_binomial_share(
    before: int, after: int, days: tuple[int, int]
):
    """Given the sum, the count after is binomial: SciPy's Clopper-Pearson interval of its share."""
    (low, high), p = exact_ratio(before, after, *days)
    share = binomtest(after, before + after).proportion_ci(0.95, "exact")
    odds = [end / (1 - end) * days[0] / days[1] if end < 1 else math.inf for end in share]
    assert (low, high) == (pytest.approx(odds[0]), pytest.approx(odds[1]))
    assert (p < 0.05) == (not low <= 1 <= high)


def test_the_ratios_that_the_truces_of_2014_and_2020_are_known_by():
    """13 and 4 events about 20 December 2014 (FARC), 64 and 24 about 27 July 2020 (Donbas)."""
    assert [round(end, 2) for end in exact_ratio(13, 4, 120, 120)[0]] == [0.07, 1.0]
    assert [round(end, 2) for end in exact_ratio(64, 24, 120, 120)[0]] == [0.22, 0.61]


def test_an_exact_interval_holds_as_often_as_it_says():
    """Over 2,000 pairs of counts with a ratio of a half: at least 95 in 100 hold it."""
    rng = np.random.default_rng(5)
    held = 0
    for before, after in zip(rng.poisson(20, 2000), rng.poisson(10, 2000), strict=True):
        (low, high), _ = exact_ratio(int(before), int(after), 100, 100)
        held += low <= 0.5 <= high
    assert held / 2000 >= 0.945


def test_the_p_agrees_with_the_interval_and_roughly_with_the_e_test():
    for before, after in ((64, 24), (13, 4), (7, 7), (3, 9)):
        p = exact_ratio(before, after, 120, 120)[1]
        assert p == pytest.approx(poisson_means_test(before, 120, after, 120).pvalue, abs=0.06)


def test_nothing_on_one_side_gives_no_false_number():
    (low, high), p = exact_ratio(0, 5, 100, 100)
    assert (low > 0, math.isinf(high), p < 0.1) == (True, True, True)
    assert exact_ratio(5, 0, 100, 100)[0][0] == 0
    found = ratio(np.r_[np.zeros(50), np.ones(50)], 50)
    assert (found.ratio, found.robust) == (None, None)
    assert "nothing was counted" in found.why_not


def test_waves_widen_the_interval():
    pytest.importorskip("statsmodels")
    rng = np.random.default_rng(3)
    wave = np.repeat(rng.choice([0.1, 2.0], 24), 10)
    waves = ratio(rng.poisson(wave).astype(float), 120)
    even = ratio(rng.poisson(np.full(240, 1.0)).astype(float), 120)
    assert waves.robust is not None
    assert even.robust is not None
    widths = [math.log(high / low) for low, high in (waves.robust, even.robust)]
    assert widths[0] > 1.3 * widths[1]
    assert math.log(waves.exact[1] / waves.exact[0]) < widths[0]


def test_the_truce_of_july_2020(tmp_path: Path):
    """64 events in the 120 days before and 24 after; by the regression .27 to .54."""
    pytest.importorskip("statsmodels")
    watch = Watch(tmp_path / "m.ledger", text_of("minsk-2").decode())
    watch.ingest(PART, label="22.1", published="2022-06-01")
    parts = compared(watch.surveys()[0], TRUCE, 119)
    found = {(p.of, p.counted): p.ratio for p in parts}
    events = found["all", "events"]
    assert (round(events.before), round(events.after)) == (64, 24)
    assert events.ratio == pytest.approx(0.38, abs=0.01)
    assert events.exact == (pytest.approx(0.22, abs=0.01), pytest.approx(0.61, abs=0.01))
    assert events.robust == (pytest.approx(0.27, abs=0.02), pytest.approx(0.54, abs=0.02))
    civil = found["civilians", "deaths"]
    assert (civil.before, civil.after) == (pytest.approx(8), pytest.approx(8))
    watch.ledger.close()


def test_days_before_a_norm_bound_are_compared_and_breach_nothing(
    watching: Callable[..., Watch],
):
    pytest.importorskip("statsmodels")
    before = [row(i, f"2019-12-{i % 28 + 3:02}") for i in range(1, 41)]
    after = [row(100 + i, f"2020-01-{2 * i + 1:02}", kind="shelling") for i in range(10)]
    watch = watching(rows=[*before, *after])
    day = date(2020, 1, 1)
    (plain,) = watch.surveys()
    assert len(plain.picked) == 10
    from foedus.monitor.before_after import Comparison
    from foedus.monitor.findings import survey

    (wide,) = survey(
        watch.ledger, watch.ledger.releases(), watch.arrangement, {}, [], day.toordinal() - 30
    )
    parts = compared(wide, day, 30)
    found = {(p.of, p.counted): p.ratio for p in parts}
    assert found["all", "events"].before == 40
    assert found["battle", "events"].after == 0
    assert found["shelling", "events"].before == 0
    said = headline(Comparison("no-fire", day, tuple(parts), binds="Beta"))
    ratio_ = found["all", "events"]
    of = "'no-fire', which binds Beta: "
    assert said.startswith(f"{of}incidents down to {ratio_.ratio:.0%} (by ")
    lines = list(comparison_lines(Comparison("no-fire", day, tuple(parts))))
    assert any("no ratio, for none was counted before" in line for line in lines)
    with pytest.raises(ValueError, match="nothing to compare on one side"):
        compared(plain, date(2022, 1, 1), 30)


def wave(rng: np.random.Generator, weeks: int, likeness: float) -> np.ndarray:
    level = [rng.normal()]
    for step in rng.normal(size=weeks - 1):
        level.append(likeness * level[-1] + (1 - likeness**2) ** 0.5 * step)
    rates = 4 * np.exp(0.35 * np.array(level) - 0.35**2 / 2)
    return rng.poisson(rates).astype(np.float64)


@pytest.mark.parametrize("likeness", [0.0, 0.3, 0.6, 0.8])
@pytest.mark.parametrize("years", [1, 7])
def test_waves_are_seldom_called_a_change(years: int, likeness: float):
    """At most one series in ten, give or take the noise of 60 (99.9 %: 14)."""
    rng = np.random.default_rng(7)
    called = 0
    for _ in range(60):
        weekly = wave(rng, 52 * years, likeness)
        called += can_tell(weekly) and bool(cuts(weekly, 1.0))
    assert called <= 9


def test_a_lasting_fall_is_told_from_waves():
    rng = np.random.default_rng(8)
    told = sum(can_tell(rng.poisson(np.repeat([3.7, 1.0], 52)).astype(float)) for _ in range(20))
    assert told >= 18


def test_the_critical_value_is_that_of_the_law():
    """The 97.5 % point of Shao & Zhang's statistic, from 2,000 walks: 52.2 within its noise."""
    from foedus.monitor import changing

    rng = np.random.default_rng(9)
    passed = sum(can_tell(rng.normal(10, 1, 200)) for _ in range(1500))
    assert 0.012 <= passed / 1500 <= 0.04
    assert changing._CRITICAL == 52.2
