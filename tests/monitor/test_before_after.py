"""Before and after a day: exact intervals, what allows for waves, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest, poisson_means_test, t

from foedus.casebook import text_of
from foedus.monitor.before_after import Comparison, compared, doubtful, unsaid
from foedus.monitor.changing import can_tell, cuts
from foedus.monitor.comparable import basis
from foedus.monitor.parts import deaths_untold
from foedus.monitor.ratios import by_days, by_weeks, exact_ratio, ratio, spread_ratio
from foedus.views.before_after import comparison_lines
from foedus.views.forwarded import headline

from .conftest import Watch, compared_about, row
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
    assert (found.ratio, found.robust[1]) == (None, math.inf)
    assert "nothing was counted" in found.why_not


def series(days: int, *at: int, many: float = 1.0) -> np.ndarray:
    counts = np.zeros(days)
    counts[list(at)] = many
    return counts


@pytest.mark.parametrize(
    ("counts", "is_told"),
    [
        (series(180, 33, many=12), False),  # a burst of one day: 1 day and none
        (series(180, 33, 40, many=8) + series(180, 100), False),  # 2 days and 1
        (series(180, 3) + series(180, 110, many=8), False),
        (series(180, *range(30, 42)), False),  # 12 days on end, once
        (series(180, *range(3, 87, 7)), True),  # 12 weeks, one day of each: 12 days and none
        (series(60, *range(30)), True),  # every day, and then none
    ],
)
def test_a_burst_is_no_change(counts: np.ndarray, is_told: bool):
    """The exact intervals alone tell of a fall or rise in each of these."""
    found = ratio(counts, len(counts) // 2)
    assert not found.exact[0] <= 1 <= found.exact[1]
    assert (found.falls or found.rises) == is_told


def test_days_with_anything_count_once_and_fewer_as_they_follow_one_another():
    """12 days apart and none: as of 12 and 0. On end, 12 of 90 days on a side of which are none:

    the residuals are .8667 on 12 days and -.1333 on 78, of the squares of which the sum is 10.4.
    """
    assert by_days(series(180, *range(3, 87, 7)), 90) == exact_ratio(12, 0, 90, 90)[0]
    off = series(180, *range(30, 42)) - np.repeat([12 / 90, 0], 90)
    assert (off**2).sum() == pytest.approx(10.4)
    like = [(off[:-k] * off[k:]).sum() / 10.4 * (1 - k / 15) for k in range(1, 15)]
    left = 12 / (1 + 2 * sum(like))
    end = 1 - 0.025 ** (1 / left)  # nobody of `left` after: (1 - x) to that power is .025
    found = by_days(series(180, *range(30, 42)), 90)
    assert found == (0.0, pytest.approx(end / (1 - end)))


def test_bursts_without_a_change_are_seldom_called_one():
    """Five bursts at any time over 120 days, too few to fit waves: the exact ones call 6 in 10."""
    rng, called, alone, tried = np.random.default_rng(1), 0, 0, 0
    while tried < 500:
        counts = np.zeros(120)
        for start in rng.integers(0, 120, rng.poisson(5)):
            counts[start : start + rng.geometric(0.4)] += rng.poisson(3)
        if np.count_nonzero(counts[:60]) >= 5 <= np.count_nonzero(counts[60:]):
            continue
        found, tried = ratio(counts, 60), tried + 1
        called += found.falls or found.rises
        alone += not found.exact[0] <= 1 <= found.exact[1]
    assert alone > 250
    assert called <= 0.08 * 500


def test_waves_of_months_are_seldom_called_a_change():
    """Weekly log rates alike at 0.8, s.d. 0.7, about 0.5 a day: with HAC errors alone 36 in 100."""
    pytest.importorskip("statsmodels")
    rng, called = np.random.default_rng(11), 0
    for _ in range(150):
        level = [rng.normal()]
        for step in rng.normal(size=34):
            level.append(0.8 * level[-1] + 0.6 * step)
        rates = 0.5 * np.exp(0.7 * np.array(level) - 0.7**2 / 2)
        found = ratio(rng.poisson(np.repeat(rates, 7)[:240]).astype(float), 120)
        called += found.falls or found.rises
    assert called <= 0.22 * 150


def test_a_fall_to_less_than_half_is_told_where_there_are_no_waves():
    pytest.importorskip("statsmodels")
    rng = np.random.default_rng(12)
    rates = np.repeat([0.55, 0.22], 120)
    told = sum(ratio(rng.poisson(rates).astype(float), 120).falls for _ in range(60))
    assert told >= 0.9 * 60


def test_how_alike_weeks_are_widens_the_interval():
    """Ten weeks of 6, 6, 6, 6, 6, 2, 2, 2, 2, 2 on either side, the mean 4: each is 1 off.

    Of twenty squares the sum is 20, of 18 products of neighbours 14; so .7, which is (.7 + .1) /
    .7 = 1.14 by as much as it is too low: .95, and (1 + .95) / (1 - .95) = 39 times the variance.
    Where 6 and 2 take turns no two weeks are alike, and only the spread of the counts is left.
    """
    days = [np.repeat(many, 7) / 7 for many in ([6.0] * 5 + [2.0] * 5, [6.0, 2.0] * 5)]
    for week, inflation in zip(days, (39, 1), strict=True):
        both = np.concatenate([week[::-1], week])
        error = math.sqrt(20 / 18 * inflation * 2 / 40)
        left = max(2, 18 / inflation)
        assert by_weeks(both, 70) == pytest.approx(error * t.ppf(0.975, left))
        later = np.concatenate([np.zeros(3), both, np.zeros(3)])  # parts of weeks at both ends
        assert by_weeks(later, 73) == pytest.approx(by_weeks(both, 70))
    assert by_weeks(np.ones(40), 20) == 0  # two weeks on a side tell nothing of waves


def test_a_count_that_is_not_whole_is_of_the_nearest_whole_ones_with_its_sum():
    """10.5 and 0.5 are 10 and 1, or 11 and 0; 13.5 and 1.5 are 13 and 2, or 14 and 1: 15 each."""
    for before, after, ways in (
        (10.5, 0.5, [(10, 1), (11, 0)]),
        (13.5, 1.5, [(13, 2), (14, 1)]),
        (63.7, 24.3, [(64, 24)]),
        (64.0, 24.0, [(64, 24)]),
        (0.0, 0.5, [(0, 0)]),
    ):
        (low, high), p = spread_ratio(before, after, 90, 80)
        each = [exact_ratio(*way, 90, 80) for way in ways]
        assert low == min(interval[0] for interval, _ in each)
        assert high == max(interval[1] for interval, _ in each)
        assert p == max(p for _, p in each)


def told_of(deaths: Callable[[int], object], watching: Callable[..., Watch]) -> list[str]:
    """What is told of 20 shots before a day and 20 from it on, one every third day."""
    rows = [row(n, f"{date(2020, 3, 1) + timedelta(3 * n)}", deaths=deaths(n)) for n in range(40)]
    watch = watching(rows=rows)
    day = date(2020, 4, 30)
    surveyed = watch.surveys()[0]
    parts = compared_about(surveyed, day, 60)
    lines = list(comparison_lines(Comparison("no-fire", day, tuple(parts), binds="Beta")))
    plain = Comparison("no-fire", day, tuple(parts)).plain()["compared"]
    (of_deaths,) = [part for part in plain if part["counted"] == "deaths"] or [{"ratio": ""}]
    return [*lines, f"ratio {of_deaths['ratio']}", f"untold {deaths_untold(surveyed)}"]


def test_deaths_that_are_not_told_are_no_fewer_deaths(watching: Callable[..., Watch]):
    """One death in each row that tells of any: of 20 from the day on 4 do; nothing fell."""
    pytest.importorskip("statsmodels")
    said = told_of(lambda n: 1 if n < 20 or n % 5 == 0 else "", watching)
    assert (
        "deaths are not compared, as they are not told of 16 of 20 incidents from it on" in said[0]
    )
    assert "  deaths: 20 → 4, and not told of 16 of 20 incidents from it on: no ratio" in said
    assert said[-2:] == ["ratio None", "untold (16, 40)"]


def test_deaths_that_are_all_told_are_compared(watching: Callable[..., Watch]):
    pytest.importorskip("statsmodels")
    said = told_of(lambda n: 1 if n < 20 or n % 5 == 0 else 0, watching)
    assert "deaths a day fell by 79% (95% interval: " in said[0]  # 4 in 58 days, after 20 in 60
    assert said[-2:] == [f"ratio {4 / 58 / (20 / 60)}", "untold (0, 40)"]


ACLED = "event_id_cnty,event_date,event_type,time_precision,geo_precision,latitude,longitude"
ACLED += ",actor1,actor2,civilian_targeting"


def acled(number: int, event: str, fatalities: str, *, aimed: str = "") -> str:
    day = date(2020, 3, 1) + timedelta(3 * number)
    sides = "Beta,Civilians (Alpha)" if aimed else "Beta,Alpha army"
    return f"X{number},{day},{event},1,1,41,31,{sides},{aimed}{fatalities}"


def test_a_source_that_counts_no_deaths_hides_none_of_those_that_another_counts(
    watching: Callable[..., Watch], tmp_path: Path
):
    pytest.importorskip("statsmodels")
    watch = watching(rows=[row(n, f"{date(2020, 3, 1) + timedelta(3 * n)}") for n in range(40)])
    lines = [acled(n, "Battles", "") for n in range(40)]
    (tmp_path / "b.csv").write_text("\n".join([ACLED, *lines]))
    watch.ingest(tmp_path / "b.csv")
    parts = compared_about(watch.surveys()[0], date(2020, 4, 30), 60)
    deaths = next(part for part in parts if part.counted == "deaths")
    assert (deaths.is_told, deaths.incidents) == (True, (20, 20))
    assert parts[0].ratio.before == 40


@pytest.mark.parametrize("last", ["1", ""])
def test_deaths_of_civilians_are_those_of_attacks_on_them_where_no_others_are_told(
    last: str, watching: Callable[..., Watch], tmp_path: Path
):
    """ACLED tells of the deaths in battles, and not whose they were."""
    pytest.importorskip("statsmodels")
    lines = [acled(n, "Battles", ",2") for n in range(40)]
    aimed = "Civilian targeting"
    lines += [
        acled(n + 40, "Violence against civilians", ",1", aimed=aimed) for n in range(-39, -1)
    ]
    lines.append(
        acled(39, "Violence against civilians", f",{last}", aimed=aimed).replace("39", "99", 1)
    )
    (tmp_path / "b.csv").write_text("\n".join([f"{ACLED},fatalities", *lines]))
    watch = watching("kinds: [force, against_civilians]")
    watch.ingest(tmp_path / "b.csv")
    parts = compared_about(watch.surveys()[0], date(2020, 4, 30), 60)
    (civil,) = (part for part in parts if part.of == "civilians")
    assert civil.is_told == bool(last)
    assert sum(civil.incidents) == civil.ratio.before + civil.ratio.after + (not last)


def test_deaths_of_civilians_that_are_told_of_some_rows_of_a_kind_are_wanted_of_all(
    watching: Callable[..., Watch],
):
    pytest.importorskip("statsmodels")
    days = [date(2020, 3, 1) + timedelta(3 * n) for n in range(40)]
    rows = [
        f"{n},{day},shelling,41,31,Beta,Alpha army,1,{1 if n < 20 else ''}"
        for n, day in enumerate(days)
    ]
    watch = watching()
    header = "id,date,kind,latitude,longitude,side_a,side_b,deaths,deaths_civilians"
    path = watch.path.with_name("a.csv")
    path.write_text("\n".join([header, *rows]))
    watch.ingest(path)
    parts = compared_about(watch.surveys()[0], date(2020, 4, 30), 60)
    (civil,) = (part for part in parts if part.of == "civilians")
    assert (civil.untold, civil.incidents) == ((0, 20), (20, 20))


@pytest.mark.parametrize(
    ("began", "said"), [(0.99, "For each incident it is"), (0.4, ""), (None, "")]
)
def test_incidents_that_others_likelier_began_are_no_incidents_of_a_side_in_silence(
    began: float | None, said: str, watching: Callable[..., Watch]
):
    """Alpha began each with 0.99: for Beta's norm each is counted in full, and that is told."""
    pytest.importorskip("statsmodels")
    given = {} if began is None else {"a_began": began}
    rows = [
        row(n, f"{date(2020, 3, 1) + timedelta(3 * n)}", side_a="Alpha", side_b="Beta", **given)
        for n in range(40)
    ]
    surveyed = watching(rows=rows).surveys()[0]
    day = date(2020, 4, 30)
    rests = basis(surveyed, day, 60)
    asked = Comparison(
        *("no-fire", day, tuple(compared(surveyed, rests)), (), 0, "Beta"),
        *(unsaid(rests), rests, doubtful(rests)),
    )
    words = "likelier that it does not count under this norm than that it does"
    assert (words in headline(asked)) == bool(said)
    assert said in headline(asked)
    assert asked.plain()["incidents that likelier do not count"] == (40 if said else 0)


def test_a_rise_is_told_as_how_many_times_the_rate_before(watching: Callable[..., Watch]):
    pytest.importorskip("statsmodels")
    rows = [row(n, f"{date(2020, 3, 1) + timedelta(6 * n)}", deaths=0) for n in range(10)]
    days = (date(2020, 4, 30) + timedelta(n) for n in range(60))
    watch = watching(
        rows=[*rows, *(row(100 + n, f"{day}", deaths=0) for n, day in enumerate(days))]
    )
    day = date(2020, 4, 30)
    parts = compared_about(watch.surveys()[0], day, 60)
    found = parts[0].ratio
    low, high = min(found.exact[0], found.robust[0]), max(found.exact[1], found.robust[1])
    said = headline(Comparison("no-fire", day, tuple(parts)))
    ends = f"{low:.1f} to {high:.0f} times"
    assert f"incidents rose to 6.0 times as many (95% interval: {ends})" in said


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
    """64 events in the 120 days before and 24 after; with waves of weeks .24 to .63."""
    pytest.importorskip("statsmodels")
    watch = Watch(tmp_path / "m.ledger", text_of("minsk-2").decode())
    watch.ingest(PART, label="22.1", published="2022-06-01")
    parts = compared_about(watch.surveys()[0], TRUCE, 119)
    found = {(p.of, p.counted): p.ratio for p in parts}
    events = found["all", "events"]
    assert (round(events.before), round(events.after)) == (64, 24)
    assert events.ratio == pytest.approx(0.38, abs=0.01)
    assert events.exact == (pytest.approx(0.22, abs=0.01), pytest.approx(0.61, abs=0.01))
    assert events.robust == (pytest.approx(0.24, abs=0.02), pytest.approx(0.63, abs=0.02))
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
    from foedus.monitor.findings import survey

    (wide,) = survey(
        watch.ledger, watch.ledger.releases(), watch.arrangement, {}, [], day.toordinal() - 30
    )
    parts = compared_about(wide, day, 30)
    found = {(p.of, p.counted): p.ratio for p in parts}
    assert found["all", "events"].before == 40
    assert found["battle", "events"].after == 0
    assert found["shelling", "events"].before == 0
    said = headline(Comparison("no-fire", day, tuple(parts), binds="Beta"))
    ratio_ = found["all", "events"]
    assert said.startswith("'no-fire', which binds Beta: on record in the 19 days")
    assert f"incidents a day fell by {1 - ratio_.ratio:.0%} (95% interval: " in said
    lines = list(comparison_lines(Comparison("no-fire", day, tuple(parts))))
    assert any("no ratio, for none was counted before" in line for line in lines)
    with pytest.raises(ValueError, match="nothing to compare on one side"):
        compared_about(plain, date(2022, 1, 1), 30)


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
