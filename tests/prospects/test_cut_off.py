"""What the horizon cuts off is told beside the chance: it is no chance of a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from foedus.assessment import assess, statements
from foedus.casebook import text_of
from foedus.figures import Figure, figure_text
from foedus.language import Arrangement, Duration, option, read
from foedus.prospects import Cut, Outlook, prospects
from foedus.prospects.unfolding import Unfolding

UKRAINE = option(read(text_of("ukraine-2025")), "as-proposed")
TEXT = """\
foedus: 1
title: A report
as_of: 2026-01-01
horizon: {horizon}
parties: {{VAL: {{name: Valley}}, KOR: {{name: Korland}}, SUD: {{name: Sudland}}, eyes: {{}}}}
conduct: {{KOR: {{towards: VAL, acts: [{{act: comply}}, {{act: attack, {seen}}}]}}}}
norms: {{calm: {{prohibition: attack, bearer: KOR, towards: VAL}}}}
procedures:
  inquiry:
    opens: {{by: VAL, alleging: calm}}
    steps: [{{act: report, by: eyes, within: P20D, on_timeout: {silent}, on_block: hold,
      finds: calm}}]
guarantees:
  aid:
    owed_by: SUD
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: attack
    response: defend
    due_when: {{found: calm}}
"""
SURE = "{value: 1, kind: judged, because: assumed here}"
SEEN = f"detect: {SURE}, attribute: {SURE}"
UNSEEN = SEEN.replace("value: 1", "value: 0")


def small(horizon: str, *, seen: str = SEEN, silent: str = "lapse") -> Arrangement:
    return read(TEXT.format(horizon=horizon, seen=seen, silent=silent))


def test_a_report_of_one_to_twenty_days_is_half_out_by_the_tenth():
    whole, half = prospects(small("P1Y")), prospects(small("P10D"))
    assert (whole.takes_effect.value, whole.cut) == (1, None)
    assert half.cut is not None
    assert half.cut.on == date(2026, 1, 11)
    assert half.takes_effect.value == pytest.approx(0.5, abs=0.04)
    assert half.takes_effect.value + half.cut.under_way == pytest.approx(1)
    assert str(half.cut) in half.takes_effect.because


def test_a_silence_that_is_to_carry_after_the_horizon_is_under_way():
    unseen = {"seen": UNSEEN, "silent": "adopt"}
    assert prospects(small("P1Y", **unseen)).takes_effect.value == 1
    found = prospects(small("P10D", **unseen))
    assert found.takes_effect.value == 0
    assert found.cut == Cut(date(2026, 1, 11), 1.0)


def test_what_has_failed_by_then_is_not_under_way():
    assert prospects(small("P1Y", seen=UNSEEN)).cut is None


def test_what_is_cut_off_and_what_is_counted_hold_all_that_comes():
    whole = prospects(UKRAINE, draws=400)
    year = prospects(replace(UKRAINE, horizon=Duration(365, "P1Y")), draws=400)
    assert whole.cut is None
    assert year.cut is not None
    assert year.takes_effect.value < whole.takes_effect.value
    assert year.takes_effect.value + year.cut.under_way >= whole.takes_effect.value


def test_ways_are_summed_anew_each_time():
    outlook = Outlook(small("P10D"), draws=50)
    found = outlook.after()
    process = outlook.walk.process
    assert found.supposition is not None
    goal = found.consequence.goal
    assert goal is not None
    unfolding = Unfolding(
        process,
        outlook.walk.outset(found.supposition).end,
        goal.holds,
        outlook.walk.willing(found.supposition, goal),
        frozenset({"inquiry"}),
        found.steps,
    )
    first = (len(list(unfolding.ways(50))), unfolding.under_way)
    assert (len(list(unfolding.ways(50))), unfolding.under_way) == first


def test_the_answer_and_the_statements_say_by_when():
    a = small("P10D")
    found = assess(a, draws=10, paths=False)
    (sentence, *_) = found.answer["options"][0]["sentences"]
    cut = found.as_json()["options"][0]["pairs"][0]["cut"]
    assert cut["on"] == "2026-01-11"
    share = figure_text(Figure(cut["under_way"]))
    assert " by 2026-01-11, if so on day " in sentence["says"]
    assert f"; with chance {share} it is still under way then" in sentence["says"]
    assert "/options/0/pairs/0/cut/under_way" in sentence["figures"]
    told = statements(a, None, 0)
    assert told is not None
    assert f"with chance {share} it is still under way then" in told.whole()
    assert any("still under way" in why for why in told.chance("inquiry").because)
    assert told.as_json()["cut"] == cut
    far = assess(small("P1Y"), draws=10, paths=False)
    assert "under way" not in str(far.answer)
