"""A time limit in months that is over stays over, on whatever day a search thinks of it."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Move, Process
from foedus.process.exploration import Item, Projection, scope

TEXT = """\
foedus: 1
title: A truce tolled by an allegation
as_of: 2024-01-31
horizon: P2Y
parties: {AAA: {}, BBB: {}, MIS: {}, GUA: {}}
conduct: {AAA: {towards: BBB, acts: [{act: peace}, {act: attack, needs: P20D}]}}
instruments:
  truce: {parties: [AAA, BBB], sunset: P1M, tolled_while: {open: inquiry}}
norms: {n: {prohibition: attack, bearer: AAA, towards: BBB, in: truce}}
procedures:
  inquiry:
    in: truce
    opens: {by: BBB, alleging: n}
    steps: [{act: report, by: MIS, within: P1M, finds: n}]
guarantees:
  aid:
    owed_by: GUA
    protects: {state: BBB, territory: recognised}
    against: AAA
    casus_foederis: attack
    response: defend
    due_when: {found: n}
    in: truce
"""


def test_on_no_day_does_a_sunset_that_is_over_run_on():
    """By hand: the truce runs through 29 February 2024, and is held back while the inquiry goes on.

    Begun on no day does a month end on 30 or 31 March, nor on other such days: on those, too, the
    sunset is over.
    """
    process = Process(read(TEXT))
    state = process.start
    for move in (Move("conduct", "AAA", "attack"), Move("allege", "BBB", "inquiry")):
        while state.day < 20:
            state = process.after(state, Move("wait", until=state.day + 1))
        state = process.after(state, move)
    while state.day < 35:
        state = process.after(state, Move("wait", until=state.day + 1))
    clocks = Projection(process, scope(process, [Item("owed", "aid")])).clocks
    sunset = ("sunset", 0, 0)
    assert sunset in clocks.read(state).over
    running = dict(clocks.read(state).running)
    for day in range(35, 400):
        written = clocks.write(state, day, {n: end - 35 + day for n, end in running.items()})
        assert sunset in clocks.read(written).over, process.date_of(day)


@pytest.mark.parametrize(
    ("begins", "sunset", "within"),
    [
        ("2024-01-31", "P1M", "P1M"),
        ("2023-01-30", "P1M", "P3M"),
        ("2023-08-31", "P6M", "P6M"),
        ("2024-01-31", "P29D", "P29D"),
    ],
)
def test_the_search_plays_no_opening_after_the_end_of_the_treaty(begins, sunset, within):
    """By hand: the mission need not report, whatever Lowland alleges, so no answer is assured.

    So it is with 29 days for the months, and from whatever last day of a month.
    """
    text = TEXT.replace("2024-01-31", begins).replace("sunset: P1M", f"sunset: {sunset}")
    process = Process(read(text.replace("within: P1M", f"within: {within}")))
    assert verdict(process, CATALOGUE["assured-response"]).outcome == "fails"
