"""A vote passes, is blocked, or is left open until its time runs out; each goes where it is sent.

The one member says yes with the chance .5 and no with .2, and stays away with .3. Help is sure and
at once after the vote, and an attack gains .8 without and .2 with it at a cost of .5: with the
chance P of help in time it is worth .3 - .6 P, and P can be read back from the logit of an attack.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.deterrence.elapsed import Slot
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks, conduct
from foedus.language import Duration, read, read_file
from foedus.prospects import prospects

CASE = read_file(Path(__file__).with_name("vote-then-help.yaml"))


def voting(needs="P60D", **how):
    """Return the case with a vote that follows other rules, and an attack that takes so long."""
    procedure, ladder = CASE.procedures["decision"], CASE.conduct["TAU"]
    first, last = procedure.steps
    within = Duration.parse(how.pop("within", "P30D"))
    steps = (replace(first, within=within, **how), last)
    attack = replace(ladder.acts[1], needs=Duration.parse(needs))
    return replace(
        CASE,
        procedures={"decision": replace(procedure, steps=steps)},
        conduct={"TAU": replace(ladder, acts=(ladder.acts[0], attack))},
    )


def in_time(a, **fixed):
    """Return the chance that help is in time, read back from that of an attack."""
    job = Job(a, "")
    game, draws = game_of(job), replace(job.draws(1, central=True), fixed=fixed)
    attack = attacks(game, game.chances.values(draws), 1, 20.0)[0]
    return (0.3 - np.log(attack / (1 - attack)) / 20) / 0.6


@pytest.mark.parametrize("at_deadline", [False, True])
@pytest.mark.parametrize("on_timeout", ["lapse", "adopt", "next", "hold"])
@pytest.mark.parametrize("on_block", ["lapse", "next", "hold"])
def test_each_ending_goes_where_the_text_sends_it(on_block, on_timeout, at_deadline):
    """What follows a no is .2, what follows when time runs out .3; both .5 where no no is final.

    A deadline moves the day and not what follows. Whatever leads on leads to help.
    """
    a = voting(on_block=on_block, on_timeout=on_timeout, at_deadline=at_deadline)
    final = on_block != "hold"
    left, refused = (0.3, 0.2) if final else (0.5, 0.0)
    right = 0.5 + refused * (on_block == "next") + left * (on_timeout in ("adopt", "next"))
    assert in_time(a) == pytest.approx(right, abs=1e-4)
    assert prospects(a, draws=50).takes_effect.value == pytest.approx(right, abs=1e-4)


@pytest.mark.parametrize(
    ("needs", "how", "right"),
    [
        ("P60D", {}, 0.5 * 0.5),
        ("P12D", {}, 0.5 * 0.2),
        ("P60D", {"on_timeout": "next"}, 1 - 0.5 * 0.2),  # all but what is blocked in time
        ("P60D", {"on_timeout": "adopt"}, 0.8),  # who is against it speaks in time
        ("P12D", {"on_timeout": "adopt"}, 0.5 * 0.2),  # by votes; silence lasts all 15 days
    ],
)
def test_what_misses_its_limit_misses_it_once(needs, how, right):
    """It takes evenly 10 to 20 days: up to 15 in half of all cases, and less than 12 in a fifth."""
    assert in_time(voting(needs, within="P15D", **how)) == pytest.approx(right, abs=2e-3)


def test_a_procedure_held_to_so_many_days_keeps_its_limit():
    """With the days held at 16 and 15 days' time it is decided in no case, at 15 as it votes."""
    a = voting(within="P15D")
    assert in_time(a, days=16.0, passing=1.0) == pytest.approx(0, abs=1e-9)
    assert in_time(a, days=15.0, passing=1.0) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("asked", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("at_deadline", [False, True])
@pytest.mark.parametrize("on_timeout", ["lapse", "adopt", "next", "hold"])
@pytest.mark.parametrize("on_block", ["lapse", "next", "hold"])
def test_held_at_a_chance_it_leads_to_help_with_that_one(on_block, on_timeout, at_deadline, asked):
    """Whatever follows a no, or silence: what would lead on in spite of that is not drawn.

    Where neither keeps help away there is nothing to hold: it comes, as it does if nothing is held.
    """
    a = voting(on_block=on_block, on_timeout=on_timeout, at_deadline=at_deadline)
    certain = on_timeout in ("adopt", "next") and on_block != "lapse"
    assert in_time(a, passing=asked) == pytest.approx(1 if certain else asked, abs=1e-4)


def test_of_what_does_not_pass_as_much_is_blocked_whatever_the_chance_of_passing():
    """Where neither leads on two fifths are blocked, and three fifths run out, as they are."""
    job = Job(voting(), "")
    timing, draws = game_of(job).chances.timing, replace(job.draws(1), fixed={"passing": 0.25})
    act = voting().procedures["decision"].steps[0].act
    passes, blocked = timing.passing(Slot("decision", 0, act, 0, 30), draws)
    assert (passes[0], blocked[0]) == pytest.approx((0.25, 0.75 * 0.4), abs=1e-4)


FINDING = """
foedus: 1
title: Attribution
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties:
  THR: {role: adversary}
  PRO: {role: beneficiary}
  WIT: {role: monitor}
conduct:
  THR:
    towards: PRO
    acts:
      - {act: comply}
      - act: sabotage
        detect: {value: 0.5, kind: assumed, because: x}
        attribute: {value: 0.8, kind: assumed, because: x}
instruments: {deal: {parties: [THR, PRO]}}
norms:
  quiet: {prohibition: sabotage, bearer: THR, towards: PRO, in: deal}
procedures:
  finding:
    opens: {by: PRO, alleging: quiet}
    steps:
      - act: report
        by: WIT
        takes: {low: 2, high: 6, kind: assumed, because: x}
        finds: quiet
        HOW
stakes:
  THR:
    - {label: harm, when: {acted: sabotage, by: THR}, worth: {value: 1, kind: assumed, because: x}}
  PRO:
    - {label: redress, when: {done: finding}, worth: {value: 1, kind: assumed, because: x}}
occasions: [P0D, P4D]
"""


@pytest.mark.parametrize(
    "how", ["on_block: lapse", "on_block: hold", "on_block: hold\n        within: P20D"]
)
def test_what_is_not_found_takes_no_effect(how):
    """It is found with .4, before or after the second occasion, however a no is taken."""
    job = Job(read(FINDING.replace("HOW", how)), "")
    game, draws = game_of(job), job.draws(1, central=True)
    found = conduct(game, game.chances.values(draws), 1, None)
    assert found["attack.THR"] == pytest.approx(1)
    assert found["value.PRO"] == pytest.approx(0.4, abs=1e-9)
    surer = game.chances.resting_on("detect.THR.sabotage")
    held = replace(draws, fixed={"detect.THR.sabotage": 1.0})
    params = game.chances.values(draws) | {name: game.chances.rules[name](held) for name in surer}
    assert conduct(game, params, 1, None)["value.PRO"] == pytest.approx(0.8, abs=1e-9)
