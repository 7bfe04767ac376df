"""Help that is owed after a decision of uncertain length is in time with the chance of the sum.

An attack gains 0.8 with no help and 0.2 with it, and costs 0.5; help is sure to be given. With the
chance P that it is in time an attack is worth 0.3 - 0.6 P, and at the precision of 20 it comes with
the chance 1 / (1 + exp(-20 (0.3 - 0.6 P))), so that P can be read back from it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.questions.breakeven import deterring
from foedus.language import Condition, Duration, Estimate, read_file
from foedus.prospects import prospects

CASE = read_file(Path(__file__).with_name("decided-late.yaml"))


def even(low, high=None):
    span = {"value": low} if high is None else {"low": low, "high": high}
    return Estimate(**span, kind="assumed", because="an example")


def case(takes, arrives, *, apart=False):
    """Return the case with a decision of these steps, or with a procedure for each of them."""
    procedure = CASE.procedures["decision"]
    steps = [
        replace(procedure.steps[0], act=f"decide {at}", takes=law) for at, law in enumerate(takes)
    ]
    decided = {"decision": replace(procedure, steps=tuple(steps))}
    if apart:
        (first, last), due = steps, Condition(done="before")
        decided = {
            "before": replace(procedure, steps=(first,)),
            "decision": replace(procedure, steps=(last,), opens=replace(procedure.opens, when=due)),
        }
    help_ = replace(CASE.guarantees["help"], arrives=arrives)
    return replace(CASE, procedures=decided, guarantees={"help": help_})


def in_time(a, **fixed):
    """Return the chance that help is in time, read back from that of an attack."""
    job = Job(a, "")
    game = game_of(job)
    draws = replace(job.draws(1, central=True), fixed={"passing": 1.0, **fixed})
    attack = attacks(game, game.chances.values(draws), 1, 20.0)[0]
    return (0.3 - np.log(attack / (1 - attack)) / 20) / 0.6


@pytest.mark.parametrize("arrives", [0, 5, 20, 35])
def test_a_decision_and_the_help_after_it_together_take_no_longer_than_the_attack(arrives):
    """Evenly 5 to 60 days and then `arrives`: within 40 on 35 - arrives of 55 days."""
    assert in_time(case([even(5, 60)], even(arrives))) == pytest.approx(
        (35 - arrives) / 55, abs=0.001
    )


def test_help_that_takes_a_law_of_days_too():
    """Evenly 5 to 60 and evenly 5 to 15 days: the mean of 35 - x over 5 to 15, of 55."""
    assert in_time(case([even(5, 60)], even(5, 15))) == pytest.approx(25 / 55, abs=0.001)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("arrives", "chance"),
    [
        (10, 1 - (10 / 20) ** 2 / 2),  # two laws even from 0 to 20: at most 30 together
        (25, (15 / 20) ** 2 / 2),  # at most 15
    ],
)
def test_the_days_of_several_steps_add_up(arrives, chance, apart):
    a = case([even(0, 20), even(0, 20)], even(arrives), apart=apart)
    assert in_time(a) == pytest.approx(chance, abs=0.003)


def test_three_steps_whose_days_no_single_day_stands_for():
    """Three laws even from 0 to 20: at most 20 together in 1 of 6 (a corner of the cube)."""
    a = case([even(0, 20)] * 3, even(20))
    assert in_time(a) == pytest.approx(1 / 6, abs=0.003)


def test_days_that_are_held_are_those_that_count():
    """Help that takes 10 days is in time after a decision of 30 days, and not of 31."""
    a = case([even(5, 60)], even(10))
    assert in_time(a, days=30.0) == pytest.approx(1)
    assert in_time(a, days=31.0) == pytest.approx(0, abs=1e-9)
    job = Job(a, "")
    middle = replace(job.draws(1, central=True), fixed={"passing": 1.0})
    assert deterring(game_of(job), middle, "days", "TAU").threshold.tolist() == [30.0]


def test_an_attack_that_takes_a_law_of_days_too():
    """Evenly 5 to 60, then 10, against evenly 35 to 45: the mean of x - 15 over 35 to 45, of 55."""
    a = case([even(5, 60)], even(10))
    ladder = a.conduct["TAU"]
    acts = (ladder.acts[0], replace(ladder.acts[1], takes=even(35, 45)))
    a = replace(a, conduct={"TAU": replace(ladder, acts=acts)})
    assert in_time(a) == pytest.approx(25 / 55, abs=0.002)


def test_the_ways_of_a_consequence_carry_the_days_that_were_drawn():
    """A way replays on whole days; its time is the sum of the days of its steps as they are."""
    found = prospects(case([even(0, 20), even(0, 20)], even(10)), draws=40)
    days = np.sum([step.days for step in found.steps.values()], axis=0)
    times = {way.draw: way.time for way in found.ways}
    assert [times[draw] for draw in range(40)] == pytest.approx(days.tolist())
    assert any(abs(way.time - way.day) > 0.3 for way in found.ways)


def test_a_step_that_begins_when_the_time_of_another_has_run_out():
    """The first would take 30 days, and its 7 run out as day 7 ends; then comes the second.

    It takes evenly 0 to 20 days, and help 20: in time for an attack of 40 days up to 13 of its 20.
    """
    a = case([even(30), even(0, 20)], even(20))
    first, second = a.procedures["decision"].steps
    first = replace(first, within=Duration.parse("P7D"), on_block="hold", on_timeout="next")
    procedure = replace(a.procedures["decision"], steps=(first, second))
    in_seven = replace(a, procedures={"decision": procedure})
    assert in_time(in_seven) == pytest.approx(13 / 20, abs=0.001)
