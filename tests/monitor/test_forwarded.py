"""The answer in a line that is passed on alone: every case of it, in words.

Of each thing one quantity is told, once, with its interval in the same quantity. Where a rate fell
to .38 of what it was, in an interval from .22 to .62, it fell by 62%, and the interval of that fall
is 1 - .62 to 1 - .22, so 38% to 78%.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.before_after import Compared, Comparison, compared
from foedus.monitor.comparable import basis
from foedus.monitor.findings import survey
from foedus.monitor.ratios import Ratio, ratio
from foedus.views.forwarded import headline

from .conftest import Watch, row
from .test_rates import PART

ON = date(2020, 7, 27)
BOTH = "on record in the 120 days from 2020-07-27 to 2020-11-23, against the 120 days before,"
WHY = "Not shown: what made the change."
FEW = "incidents are too few to tell a fall from a rise"
STEADY = "The record does not tell whether {} on that day or {} steadily through all of these days."


def part(
    counts: tuple[float, float],
    low: float,
    high: float,
    *,
    of: str = "all",
    counted: str = "events",
    days: tuple[int, int] = (120, 120),
    few: str = "",
    step: tuple[float, float] | None = (0.1, 0.2),
    untold: tuple[int, int] = (0, 0),
) -> Compared:
    """A part with these counts; the wider of its intervals is from `low` to `high`."""
    before, after = counts
    whole = after / days[1] / (before / days[0]) if before else None
    inner = (low * 1.01, high / 1.01)
    found = Ratio(before, after, *days, whole, inner, 0.5, (low, high), few)
    return Compared(
        of, counted, replace(found, step=step), untold, (9, 9) if any(untold) else (0, 0)
    )


CASES = {
    "fell": (
        part((64, 24.32), 0.22, 0.62),
        f"{BOTH} incidents fell by 62% (95% interval: 38% to 78%). {WHY}",
    ),
    "rose": (
        part((10, 60), 2.64, 14.2, step=(2, 9)),
        f"{BOTH} incidents rose to 6.0 times as many (95% interval: 2.6 to 14 times). {WHY}",
    ),
    "barely rose": (
        part((100, 130), 1.03, 1.6, step=(1.01, 2)),
        f"{BOTH} incidents rose to 1.3 times as many (95% interval: 1.03 to 1.6 times). {WHY}",
    ),
    "no change": (
        part((8, 8), 0.26, 3.8),
        f"{BOTH} no change in incidents can be told (95% interval: from a fall by 74% to a rise to "
        "3.8 times).",
    ),
    "zero before, a rise": (
        part((0, 12), 2.31, math.inf, few="none on one side", step=None),
        f"{BOTH} incidents rose from none (0 before, 12 after; 95% interval of the rise: to 2.3 "
        f"times or more). {WHY}",
    ),
    "zero before, too few": (
        part((0, 3), 0.4, math.inf, few="none on one side", step=None),
        f"{BOTH} {FEW} (0 before, 3 after; 95% interval: from a fall by 60% to any rise).",
    ),
    "zero after, a fall": (
        part((12, 0), 0.0, 0.34, few="none on one side", step=None),
        f"{BOTH} incidents fell to none (12 before, 0 after; 95% interval: a fall by 66% or more). "
        f"{WHY}",
    ),
    "zero after, too few": (
        part((3, 0), 0.0, 2.4, few="none on one side", step=None),
        f"{BOTH} {FEW} (3 before, 0 after; 95% interval: "
        "from a fall to none to a rise to 2.4 times).",
    ),
    "other days after": (
        part((60, 10), 0.2, 0.9, days=(120, 40)),
        "on record in the 40 days from 2020-07-27 to 2020-09-04, against the 120 days before, "
        f"incidents a day fell by 50% (95% interval: 10% to 80%). {WHY}",
    ),
    "one day after": (
        part((12, 1), 0.01, 40, days=(120, 1), few="few"),
        "on record in the 1 day from 2020-07-27 to 2020-07-27, against the 120 days before, "
        "incidents are too few to tell a fall from a rise (12 before, 1 after; 95% interval: from "
        "a fall by 99% to a rise to 40 times).",
    ),
    "steady": (
        part((38, 14), 0.2, 0.7, step=(0.5, 1.9)),
        f"{BOTH} incidents fell by 63% (95% interval: 30% to 80%). "
        f"{STEADY.format('incidents began to fall', 'fell')} {WHY}",
    ),
    "steadily up": (
        part((14, 42), 1.5, 5, step=(0.5, 1.9)),
        f"{BOTH} incidents rose to 3.0 times as many (95% interval: 1.5 to 5.0 times). "
        f"{STEADY.format('incidents began to rise', 'rose')} {WHY}",
    ),
    "civilians": (
        part((8, 2), 0.05, 0.96, of="civilians", counted="deaths"),
        f"{BOTH} deaths of civilians fell by 75% (95% interval: 4% to 95%). {WHY}",
    ),
    "not told of": (
        part((9, 2), 0.05, 0.9, counted="deaths", untold=(0, 7)),
        f"{BOTH} deaths are not compared, as they are not told of 7 of 9 incidents from it on.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_in_words(case: str):
    compared, said = CASES[case]
    assert headline(Comparison("ceasefire", ON, (compared,), binds="Beta")) == (
        f"'ceasefire', which binds Beta: {said}"
    )


def test_several_things_are_told_each_with_its_own_interval_and_the_rest_is_not_in_the_line():
    parts = [CASES[name][0] for name in ("steady", "civilians")]
    deaths = replace(CASES["steady"][0], counted="deaths")
    asked = Comparison(
        "n", ON, (parts[0], deaths, parts[1], replace(parts[0], of="battle")), unsaid=(3, 52)
    )
    said = headline(asked)
    assert said.count("95% interval") == 3
    assert STEADY.format("incidents and deaths began to fall", "fell") in said
    assert said.endswith(
        "Not shown: what made the change, or who began (no source says it of 3 of 52)."
    )
    assert headline(Comparison("n", ON, ())) == (
        "'n': nothing is on record in the days before and after 2020-07-27."
    )


def test_the_widest_of_both_ways_to_count_pairs_is_told():
    """As rows stand .3 to .5; with pairs as one event .4 to .8: a fall by 20% to 70%."""
    apart, one = part((50, 20), 0.3, 0.5), part((30, 20), 0.4, 0.8)
    said = headline(Comparison("n", ON, (apart,), (one,), doubles=20))
    assert "incidents fell by 60% (95% interval: 20% to 70%)" in said
    assert "The intervals allow for 20 pairs of rows that may be one event." in said
    said = headline(Comparison("n", ON, (apart,), (part((30, 20), 0.4, 1.1),), doubles=20))
    span = "from a fall by 70% to a rise to 1.1 times"
    assert f"no change in incidents can be told (95% interval: {span})" in said


def test_a_steady_fall_is_told_from_a_fall_on_the_day():
    """Records of .8 exp(-t / 120) a day for 240 days; then of 2 a day for 120 days and .8 for 120.

    At a level of 95% the day stands out of one in twenty of the former, and of most of the latter.
    """
    pytest.importorskip("statsmodels")
    rng = np.random.default_rng(18)
    steady = 0.8 * np.exp(-np.arange(240) / 120)
    for rates, low, high in ((steady, 0.85, 1.0), (np.repeat([2, 0.8], 120), 0.0, 0.15)):
        found = [ratio(rng.poisson(rates).astype(float), 120) for _ in range(40)]
        fell = [one.may_be_steady for one in found if one.falls]
        assert len(fell) >= 30
        assert low <= sum(map(bool, fell)) / len(fell) <= high


def test_halves_are_counted_on_either_side():
    """On every second day of 120, and then on every eighth: 30 and 30; 8 and 7."""
    pytest.importorskip("statsmodels")
    step = np.zeros(240)
    step[:120:2] = step[120::8] = 1
    assert ratio(step, 120).halves == (30, 30, 8, 7)


def test_days_on_which_the_norm_did_not_bind_are_told_in_the_line(watching: Callable[..., Watch]):
    """The case begins on 2020-01-01: of thirty days before and after 5 January four and thirty."""
    pytest.importorskip("statsmodels")
    watch = watching(rows=[row(n, f"{date(2019, 12, 1) + timedelta(2 * n)}") for n in range(40)])
    on, first = date(2020, 1, 5), date(2020, 1, 1)
    (surveyed,) = survey(
        *(watch.ledger, watch.ledger.releases(), watch.arrangement, {}, []),
        on.toordinal() - 30,
    )
    rests = basis(surveyed, on, 30)
    parts = tuple(compared(surveyed, rests))
    asked = Comparison("no-fire", on, parts, rests=rests, bound=(first, date(2029, 12, 31)))
    assert (
        "The norm binds from 2020-01-01 to 2029-12-31: on 4 of the 30 days before and on all of "
        "the 30 days from 2020-01-05 on; what was done on other days breaches nothing."
    ) in headline(asked)
    later = replace(asked, bound=(date(2021, 1, 1), date(2029, 12, 31)))
    assert "on none of the 30 days before and on none of the 30 days from" in headline(later)
    always = replace(asked, bound=(date(2019, 12, 6), date(2029, 12, 31)))
    assert "binds from" not in headline(always)
    assert asked.plain()["days on which it bound"] == (4, 30)
    none = headline(replace(asked, parts=(), bound=None))
    assert none.startswith(
        "'no-fire': nothing is on record in the 30 days before 2020-01-05, or in the 30 days from "
        "it on. No file is said to be complete for these days. Access of observers, on either side "
        "of the day: not recorded, so that few records are no sign of quiet. "
    )
    assert "Source: foedus incident file" in none


def test_screen_json_and_report_have_the_same_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("statsmodels")
    monkeypatch.chdir(tmp_path)

    def foedus(*words: str) -> str:
        done = CliRunner().invoke(main, ["monitor", *words])
        assert done.exit_code == 0, done.output
        return done.output

    foedus("init", "minsk-2")
    foedus("ingest", str(PART), "--covers", "2020-03-29/2020-11-23", "--label", "22.1")
    line = foedus("timeline", "--at", "2020-07-27").splitlines()[0]
    assert "incidents fell by 62% (95% interval: 38% to 78%)" in line
    assert "from 2020-07-27 to 2020-11-23, against the 120 days before," in line
    assert "Access of observers, on either side of the day: limited on 120 days." in line
    assert (
        "Source: UCDP Georeferenced Event Dataset 22.1; it records events with deaths only" in line
    )
    assert json.loads(foedus("timeline", "--at", "2020-07-27", "--json", "-"))["answer"] == line
    foedus("report", "a.html", "--at", "2020-07-27")
    told = re.sub(r"&#39;", "'", Path("a.html").read_text())
    assert f"<strong>{line}</strong>" in told
