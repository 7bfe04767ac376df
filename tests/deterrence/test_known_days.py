"""Where the answer changes along days of which the game takes the whole law, and along a passing.

All is reckoned by hand. T wins alone with a chance of 1 and never against help, so that an attack
brings it 1 less the chance of help in time, less what it costs; it is deterred below 0.
"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from foedus.assessment import assess
from foedus.cli import main
from foedus.deterrence import bottom_line, decision, deter
from foedus.language import read
from foedus.views import deterrence_screen

TEXT = """
foedus: 1
title: Help that takes its time
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}, G: {}, M: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, NEEDS}]}
PROCEDURE
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    honour: {value: 1, kind: assumed, because: an example}
    HELP
contests:
  - by: T
    act: attack
    alone: {value: 1, kind: assumed, because: an example}
    helped: {value: 0, kind: assumed, because: an example}
stakes:
  T:
    - label: prize
      when: {prevailed: T}
      worth: {value: 1, kind: assumed, because: the unit}
    - label: cost
      when: {acted: attack, by: T}
      worth: {COST, kind: assumed, because: an example}
occasions: [P0D]
"""
STEP = """procedures:
  council:
    opens: {when: {acted: attack, by: T}}
    steps:
      - {act: agree, by: M, takes: {low: 5, high: 60, kind: assumed, because: an example}}"""
LATE = "arrives: {low: 10, high: 60, kind: assumed, because: an example}"


def case(cost, help_="", procedure="", needs="needs: P40D"):
    text = TEXT.replace("COST", cost).replace("HELP", help_)
    return read(text.replace("PROCEDURE", procedure).replace("NEEDS", needs))


def table(a, **settings):
    return decision(deter(a, break_evens=(), stories=False, **{"draws": 10, **settings}))


def turns(found):
    return {one.name: one for one in found.rows[1].switches}


def test_days_that_nobody_knows_are_told_as_what_they_would_have_to_be_known_to_be():
    """In time is (40 - 10) / 50 = .6: an attack brings .4 - .3 > 0, though 35 days are too few.

    Known to be 40 days or fewer, help is in time and an attack brings -.3; known to be more, .7.
    """
    a = case("value: -0.3", LATE)
    found = table(a)
    assert found.rows[1].deters is False
    (one,) = found.rows[1].switches
    assert (one.name, one.deters, one.span) == ("arrives.help", "below", (10, 60))
    assert one.value == pytest.approx(40, abs=1e-4)
    assert one.rank == pytest.approx(0.6, abs=2e-6)
    told = " ".join([*bottom_line(found.as_json()), *deterrence_screen(found, ())])
    said = " ".join(told.split())
    assert "help are known to number fewer than 40" in said
    assert "any of 10 to 60 days, which nobody in the story knows" in said
    assert "35" not in said
    answered = assess(a, draws=10, paths=False).answer["options"][0]["sentences"]
    (says,) = (one["says"] for one in answered if one["about"] == "deter")
    assert says.endswith(
        "fewer than 40 (assumed: any of 10 to 60 days, which nobody in the story knows)"
    )


def test_an_act_that_takes_its_time_is_outrun_by_the_exact_share_of_its_law():
    """Help on day 13 outruns an attack of 10 to 80 days with 67 / 70: it costs 3 / 70 at most."""
    needs = "takes: {low: 10, high: 80, kind: assumed, because: an example}"
    help_ = "arrives: {value: 13, kind: assumed, because: an example}"
    found = table(case("low: -0.1, high: -0.01", help_, needs=needs))
    assert turns(found)["stakes.T.cost"].value == pytest.approx(-3 / 70, abs=1e-6)


def test_what_is_said_nothing_of_and_the_days_of_a_step_change_the_answer_too():
    """The council says yes with p, drawn from 0 to 1, after 5 to 60 days, known to nobody.

    In time with 35 / 55 at p: an attack of cost .6 brings 1 - 35 p / 55 - .6, below 0 for p above
    22 / 35. With p at its middle of .5 it brings .082, and if the days were known to be
    fewer than 40, -.1.
    """
    found = table(case("value: -0.6", "due_when: {done: council}", STEP))
    assert found.rows[1].deters is False
    passing, days = turns(found)["passing.council"], turns(found)["days"]
    assert (passing.value, passing.deters) == (pytest.approx(22 / 35, abs=2e-3), "above")
    assert (days.value, days.deters, days.span) == (pytest.approx(40, abs=1e-3), "below", (5, 60))
    assert passing.middle == 0.5


def test_the_middle_of_what_is_said_nothing_of_hangs_on_no_seed():
    """At a chance of .5 the cost at which an attack no longer pays is 1 - .5 * 35 / 55 = .682."""
    a = case("low: -0.9, high: -0.4", "due_when: {done: council}", STEP)
    values = {turns(table(a, seed=seed))["stakes.T.cost"].value for seed in (0, 1, 7)}
    assert len(values) == 1
    assert values.pop() == pytest.approx(-(1 - 0.5 * 35 / 55), abs=5e-3)


def test_the_passing_of_one_procedure_can_be_held(tmp_path):
    a = case("value: -0.6", "due_when: {done: council}", STEP)
    held = deter(a, draws=4, vary={"passing.council": (1.0, 1.0)})
    alike = deter(a, draws=4, vary={"passing": (1.0, 1.0)})
    assert held.attack("").tolist() == alike.attack("").tolist()
    assert held.attack("").max() < 0.5
    said = " ".join(bottom_line(decision(held).as_json()))
    assert "how likely 'council.agree' passes" not in said
    path = tmp_path / "case.yaml"
    text = TEXT.replace("COST", "value: -0.6").replace("HELP", "due_when: {done: council}")
    path.write_text(text.replace("PROCEDURE", STEP).replace("NEEDS", "needs: P40D"))
    ran = CliRunner().invoke(main, ["deter", str(path), "--vary", "passing.council=60"])
    assert ran.exit_code == 2
    ran = CliRunner().invoke(
        main, ["deter", str(path), "--draws", "2", "--vary", "passing.council=1", "--json", "-"]
    )
    assert json.loads(ran.output)["decision"]["rows"][1]["deters"] is True
