"""Time jumps from one instant to the next: whoever lets it pass day by day comes to the same.

Arrangements drawn at random in which clocks run at once, each seven times as long as drawn, so that
there are days between them on which nothing runs out but what something held back until then.
"""

from __future__ import annotations

import random
import re

import pytest
from days_drawn import draw

from foedus.language import read
from foedus.process import Move, Process, State


def jumping(process: Process, state: State, day: int) -> State:
    while state.day < day:
        (wait,) = (move for move in process.moves(state) if move.kind == "wait")
        state = process.after(state, wait._replace(until=min(wait.until, day)))
    return state


def daily(process: Process, state: State, day: int) -> State:
    while state.day < day:
        state = process.after(state, Move("wait", until=state.day + 1))
    return state


def sevenfold(seed: int) -> str:
    longer = re.sub(r"P(\d)D", lambda days: f"P{7 * int(days[1])}D", draw(seed))
    return re.sub(r"horizon: P\d+D", "horizon: P150D", longer)


@pytest.mark.parametrize("seed", [51, 69, 78, *range(6)])
def test_waiting_day_by_day_comes_to_the_same(seed: int):
    """A sunset that is held back, by 51 and 78, and by 69 under a notice that is not."""
    process, rng = Process(read(sevenfold(seed))), random.Random(seed)
    state = process.start
    for _ in range(20):
        until = min(state.day + rng.randint(1, 20), process.arrangement.horizon.days)
        reached = jumping(process, state, until)
        assert reached == daily(process, state, until)
        moves = [move for move in process.moves(reached) if move.kind != "wait"]
        state = process.after(reached, rng.choice(moves)) if moves else reached


TOLLED = """\
foedus: 1
title: A sunset held back while an inquiry is open
as_of: 2025-01-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, court: {}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}}
instruments: {pact: {parties: [VAL, KOR], sunset: P20D, tolled_while: {open: ask}}}
norms: {calm: {prohibition: strike, bearer: KOR, towards: VAL}}
procedures: {ask: {opens: {by: VAL}, steps: [{act: find, by: court, within: P20D}]}}
"""


@pytest.mark.parametrize("until", [40, 41, 90, 365])
def test_a_sunset_ends_with_the_first_day_on_which_nothing_holds_it_back(until: int):
    """Asked on the 15th day, for twenty days: through the 35th it is held back."""
    process = Process(read(TOLLED))
    asked = process.after(jumping(process, process.start, 15), Move("open", "VAL", "ask"))
    (life,) = jumping(process, asked, until).record.instruments
    assert life.since == 37  # in force through the 36th
