"""An act of uncertain length: what is decided while it may still go on may be in time. By hand.

A report takes 2 to 50 days and the act 10 to 60, each as likely to be any of them; help is there
as soon as it is owed. The least that the act needs plays no part: help is in time where the report
takes no longer. For an act that takes t days that is in (t - 2) / 48 of all cases, up to t = 50,
and in all above: (8 + 48) / 96 x 40 / 50 + 10 / 50 = 2 / 3.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import Design
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.draws import Draws
from foedus.deterrence.elapsed import Link, Race
from foedus.deterrence.job import Job, game_of
from foedus.language import Estimate, read

TEXT = """\
foedus: 1
title: An act that may take long
as_of: 2025-01-01
horizon: P3Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, M: {name: the mission}}
conduct:
  A:
    towards: B
    acts:
      - {act: comply}
      - {act: attack, needs: NEEDS, takes: {low: 10, high: 60, kind: assumed, because: x},
         detect: {value: 1, kind: assumed, because: x},
         attribute: {value: 1, kind: assumed, because: x}}
    false_alarm: {value: 0, kind: assumed, because: x}
norms: {peace: {prohibition: attack, bearer: A, towards: B}}
procedures:
  finding:
    opens: {when: {act: attack, by: A}}
    steps:
      - {act: report, by: M, finds: peace, takes: {low: 2, high: 50, kind: assumed, because: x}}
guarantees:
  aid: {owed_by: G, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: defend, arrives: {value: 0, kind: assumed, because: x},
    honour: {value: 1, kind: assumed, because: x}, due_when: {found: peace}}
contests:
  - {by: A, act: attack, alone: {value: 0.6, kind: assumed, because: x},
     helped: {value: 0.2, kind: assumed, because: x}}
stakes:
  A:
    - {label: the land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: the war, when: {acted: attack, by: A},
       worth: {value: -0.4, kind: assumed, because: x}}
quarrel_lasts: {value: 0, kind: assumed, because: x}
occasions: OCCASIONS
"""

FOUR = "{value: 4, kind: assumed, because: x}"


def attack(needs: str, occasions: str = "[P0D]") -> float:
    text = TEXT.replace("NEEDS", needs).replace("OCCASIONS", occasions)
    job = Job(read(text), "", Design(precision=20, break_evens=()))
    return float(chunk_of(job, 1, 1)["act.A.attack"][0])


def chosen(worth: float) -> float:
    return float(1 / (1 + np.exp(-20 * worth)))


@pytest.mark.parametrize("needs", ["P0D", "P2D", "P10D", "P30D", "P60D"])
def test_what_it_needs_at_least_plays_no_part_where_its_law_is_known(needs: str):
    assert attack(needs) == pytest.approx(chosen(0.2 - 0.4 * 2 / 3), abs=1e-3)
    assert attack(needs) == pytest.approx(attack("P60D"), abs=1e-9)


def test_it_is_over_before_anybody_chooses_again():
    """The act begins on the second day; by the day before day 30 a report may have taken 28 days.

    In time for an act of t days is one of 2 to t, or of 2 to 28: of 48 as many as min(t, 28) - 2.
    """
    days = np.linspace(10, 60, 100_001)
    in_time = np.mean(np.minimum(days, 28) - 2) / 48
    found = attack("P10D", "[P0D, P30D]")
    assert found == pytest.approx(chosen(0.2 - 0.4 * in_time), abs=1e-3)


@pytest.mark.parametrize("day", [25.0, 30.0, 40.5, 49.0])
@pytest.mark.parametrize("held", [True, False])
def test_help_on_a_known_day_is_in_time_with_the_share_of_the_acts_law_that_is_left(
    day: float, held: bool
):
    """Of 20 to 50 days, by ratio: ln(50 / day) / ln(50 / 20), whether written or held there."""
    act = Estimate(low=20, high=50, law="log", kind="assumed", because="x")
    written = Estimate(value=day, kind="assumed", because="x")
    drawn = Estimate(low=5, high=60, kind="assumed", because="x")
    draws = Draws(3, fixed={"arrives.aid": day} if held else {})
    found = draws.sooner(("arrives.aid", drawn if held else written), ("takes", act), 0.0)
    np.testing.assert_allclose(found, np.log(50 / day) / np.log(2.5), atol=1e-9)
    # Held on another day in each draw, and after steps that took 0 or 5 days as likely.
    each = Draws(2, fixed={"arrives.aid": np.array([day - 5, day - 4])})
    found = each.sooner(("arrives.aid", drawn), ("takes", act), np.array([0.0, 5.0]))
    left = np.log(50 / np.clip([[day - 5, day], [day - 4, day + 1]], 20, 50)) / np.log(2.5)
    np.testing.assert_allclose(found, left.mean(axis=1), atol=1e-9)


def test_help_after_a_report_that_cannot_have_come_so_late_is_never_in_time():
    """The report takes 50 days at the most: none ends on days 51 to 60, and nothing follows one."""
    job = Job(read(TEXT.replace("NEEDS", "P10D").replace("OCCASIONS", "[P0D]")), "")
    chances = game_of(job).chances
    race = Race("aid", 0, "attack", 10, 0, (Link("finding", 0, 50, 60),))
    (name,) = chances.arrives(race).names
    assert chances.rules[name](job.draws(2)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("within", "worth"),
    [("", -0.2), (", within: P90D", -0.2), (", within: P65D", -0.2), (", within: P64D", 0.2)],
)
def test_a_mission_that_looks_already_finds_what_is_done_later(within: str, worth: float):
    """It looks from the first day and has nothing to find until the attack on day 61, of 10 days.

    It reports 4 days after: help is there and an attack worth .2 - .4, unless its time has run out
    on day 64; then it is worth .6 - .4.
    """
    text = TEXT.replace(", takes: {low: 10, high: 60, kind: assumed, because: x}", "")
    text = text.replace("{act: attack, by: A}}\n    steps", "{from: 2025-01-01}}\n    steps")
    text = text.replace("{low: 2, high: 50, kind: assumed, because: x}", f"{FOUR}{within}")
    job = Job(read(text.replace("NEEDS", "P10D").replace("OCCASIONS", "[P60D]")), "")
    assert chunk_of(job, 1, 1)["act.A.attack"][0] == pytest.approx(chosen(worth), abs=1e-9)


@pytest.mark.parametrize(
    ("takes", "worth"), [("value: 3.9", -0.2), ("low: 3.2, high: 3.8", -0.2), ("value: 4", 0.2)]
)
def test_a_step_is_over_on_the_day_that_it_ends_in(takes: str, worth: float):
    """The text in which the mission looks ends with day 4; it looks from day 1, on which A attacks.

    What takes 3 days and a part of one is over on day 4; what takes 4 days would be on day 5.
    """
    text = TEXT.replace(", takes: {low: 10, high: 60, kind: assumed, because: x}", "")
    text = text.replace("low: 2, high: 50", takes).replace(
        "  finding:\n", "  finding:\n    in: T\n"
    )
    text += "instruments: {T: {parties: [A, B], sunset: P4D, under_way: end}}\n"
    job = Job(read(text.replace("NEEDS", "P10D").replace("OCCASIONS", "[P0D]")), "")
    assert chunk_of(job, 1, 1)["act.A.attack"][0] == pytest.approx(chosen(worth), abs=1e-9)
