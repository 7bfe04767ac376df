"""How likely a procedure passes that votes, or several steps, decide: where it changes the answer.

All is reckoned by hand. T wins alone with a chance of 1 and never against help, which is in time
once what it hangs on has passed: an attack brings 1 - p less what it costs, and is at even odds
where that is 0, so at a chance of passing of one less the cost.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.assessment import assess, inputs
from foedus.cli import main
from foedus.deterrence import Design, bottom_line, decision, deter
from foedus.deterrence.job import Job
from foedus.deterrence.questions.switching import _of_procedures
from foedus.language import read
from foedus.views import deterrence_screen
from foedus.views.origins import staked

TEXT = """
foedus: 1
title: Help that hangs on a decision
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties:
  T: {name: party T}
  P: {}
  G: {}
  M: {}
  N: {}
  C: {name: the council, members: [M, N]}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P90D}]}
procedures:
  council:
    opens: {when: {acted: attack, by: T}}
    steps:
STEPS
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    honour: {value: 1, kind: assumed, because: an example}
    due_when: {done: council}
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
QUICK = "takes: {value: 1, kind: assumed, because: an example}"
VOTE = f"      - {{act: agree, by: C, rule: any_one, {QUICK}}}"
STEPS = f"      - {{act: agree, by: M, {QUICK}}}\n      - {{act: send, by: N, {QUICK}}}"
ALIKE = f"      - {{act: agree, by: C, rule: unanimity, {QUICK}}}"


def case(steps, cost):
    return read(TEXT.replace("STEPS", steps).replace("COST", cost))


def table(a, **settings):
    return decision(deter(a, break_evens=(), stories=False, **{"draws": 10, **settings}))


def turned(found, name="passing.council"):
    return [one for one in found.rows[1].switches if one.name == name]


def test_two_steps_in_a_row_have_a_value_at_which_the_answer_changes():
    """Each step passes with a chance drawn from 0 to 1: both with x or less in x - x ln x of all.

    At a cost of .6 an attack pays until they pass with .4, which is so in .4 + .4 * .916 = .767 of
    all that is possible. In the middle they pass with .5 * .5 = .25, below which lies .597.
    """
    found = table(case(STEPS, "value: -0.6"))
    (one,) = turned(found)
    assert (one.kind, one.deters, one.span) == ("derived", "above", None)
    assert found.rows[1].deters is False
    assert one.value == pytest.approx(0.4, abs=1e-4)
    assert one.middle == pytest.approx(0.25, abs=0.02)
    assert one.rank == pytest.approx(0.4 - 0.4 * math.log(0.4), abs=0.02)
    assert one.away == pytest.approx(
        0.4 - 0.4 * math.log(0.4) - (0.25 - 0.25 * math.log(0.25)), abs=0.03
    )


def test_a_vote_has_one_too_and_it_is_told():
    """Of two, each says yes with a chance that has the density 2 (1 - y): one in three on average.

    Either is enough. What that comes to is counted here with a sample of its own, and leanings that
    hang together from not at all to .6, as the page says.
    """
    a = case(VOTE, "value: -0.3")
    found = table(a)
    (one,) = turned(found)
    assert (one.kind, one.deters) == ("derived", "above")
    assert found.rows[1].deters is False
    assert one.value == pytest.approx(0.7, abs=1e-4)
    # without any correlation the mean is 1 - (2/3)^2 = 5/9, with one it is less
    assert 0.45 < one.middle < 5 / 9
    yes = np.random.default_rng(1).beta(1, 2, (2, 200_000))
    alone = 1 - (1 - yes).prod(axis=0)
    assert one.rank == pytest.approx(np.mean(alone < 0.7), abs=0.06)
    share = f"{100 * one.away:.0f}\u00a0%"
    said = " ".join(
        " ".join([*bottom_line(found.as_json()), *deterrence_screen(found, ())]).split(" ")
    )
    plain = " ".join(said.split("\n"))
    assert f"once council passes with a chance above 0.7 ({share})" in plain
    assert "(derived: 0.5" in plain
    answered = assess(a, draws=10, paths=False).answer["options"][0]["sentences"]
    (says,) = (sentence["says"] for sentence in answered if sentence["about"] == "deter")
    assert "council passes with a chance above 0.7" in says


def test_where_no_law_reaches_it_there_is_none():
    """At a cost of .01 a chance above .99 is needed: of 2,000 states of affairs two votes have it
    in none, and both must agree."""
    assert not turned(table(case(ALIKE, "value: -0.0001")))


@pytest.mark.parametrize("steps", [STEPS, VOTE])
def test_what_is_held_there_is_where_the_command_finds_it(steps, tmp_path):
    """Held by `--vary` a little above the value the chance deters, and not a little below."""
    (one,) = turned(table(case(steps, "value: -0.4")))
    path = tmp_path / "case.yaml"
    path.write_text(TEXT.replace("STEPS", steps).replace("COST", "value: -0.4"))
    for held, deters in ((one.value + 0.01, True), (one.value - 0.01, False)):
        words = ["--vary", f"passing.council={held}", "--draws", "2", "--json", "-"]
        ran = CliRunner().invoke(main, ["deter", str(path), *words])
        assert f'"deters": {str(deters).lower()}' in ran.stdout
        assert '"passing.council"' not in ran.stdout.partition('"switches"')[2].partition("]")[0]


def test_varied_over_a_range_it_is_sought_in_that():
    found = table(case(VOTE, "value: -0.3"), vary={"passing.council": (0.6, 0.9)})
    (one,) = turned(found)
    assert (one.kind, one.middle) == ("assumed", pytest.approx(0.75))
    assert one.rank == pytest.approx((0.7 - 0.6) / 0.3, abs=1e-3)
    assert (one.value, one.deters) == (pytest.approx(0.7, abs=1e-4), "above")


def test_one_whose_middle_gives_another_answer_than_the_middle_case_is_left_out():
    """At a cost of .6 nothing is deterred in the middle case; a case that is asks for none."""
    job = Job(case(STEPS, "value: -0.6"), "", Design())
    assert [*_of_procedures(job, "T", False)] == ["passing.council"]
    assert not _of_procedures(job, "T", True)


def test_how_attack_moves_with_it_is_told_as_of_any_input():
    """It alone is drawn in the vote, so that attack falls in every draw in which it is higher."""
    found = deter(case(VOTE, "value: -0.3"), draws=30, break_evens=(), stories=False, inputs=True)
    (one,) = inputs(found)
    assert (one.name, one.kind, one.correlation) == ("passing.council", "derived", -1)
    assert 0 < one.low < 0.7 < one.high < 1
    assert one.moves == "the more, the less attack (rank correlation -1.0)"
    assert staked([one]) == "1 input, each with a range (1 derived from how steps are decided)"
    found = deter(case(STEPS, "low: -0.9, high: -0.3"), draws=60, break_evens=(), inputs=True)
    cost, both = inputs(found)
    assert (cost.name, both.name) == ("stakes.T.cost", "passing.council")
    assert -1 < both.correlation < -0.3
    assert staked([cost, both]) == (
        "2 inputs, each with a range (1 assumed by the file's authors, none measured; 1 derived "
        "from how steps are decided)"
    )
