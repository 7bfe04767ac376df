"""What is decided when its time is over is decided by its rule: the day moves, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, replay
from foedus.process.exploration import fewest_to_stop
from foedus.views import read_out

TEXT = """\
foedus: 1
title: An amendment that is accepted at the end of a month unless two of five object
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, AAA: {}, BBB: {}, CCC: {}, DDD: {}, EEE: {}}
bodies: {states: {members: [AAA, BBB, CCC, DDD, EEE], rule: {at_least: 4}}}
instruments: {amendment: {parties: [AAA, LOW], status: signed, enters: {done: acceptance}}}
procedures:
  acceptance:
    opens: {by: LOW}
    steps: [{act: accept, by: states, within: P1M, at_deadline: true, %s}]
"""
LAPSED = "'acceptance' lapses without effect"


@pytest.mark.parametrize(
    ("how", "objecting", "follows"),
    [
        # SOLAS 1974, art. VIII(b)(vi)(2): silence accepts, unless enough object
        ("on_timeout: adopt", 1, "'acceptance' takes effect"),
        ("on_timeout: adopt", 2, LAPSED),
        ("on_timeout: adopt, on_block: hold", 0, "'acceptance' takes effect"),  # a term that runs
        ("on_timeout: hold", 2, LAPSED),  # a definite no, though silence would leave it open
        ("on_timeout: lapse", 1, LAPSED),  # one is silent and one against: four have not agreed
    ],
)
def test_on_its_last_day_enough_objections_stop_what_silence_would_adopt(
    how: str, objecting: int, follows: str
):
    """Opened on 10 January, it is decided as 10 February ends, not before."""
    process = Process(read(TEXT % how))
    events = [Event(date(2025, 1, 10), ("LOW",), "open", "acceptance")]
    against = ("BBB", "CCC")[:objecting]
    events += [Event(date(2025, 1, 15), (by,), "accept", "acceptance", "no") for by in against]
    told = [
        (str(entry.on), change.what)
        for entry in replay(process, events, date(2025, 3, 1))
        for change in entry.changes
        if change.section == "procedures" and "is at the step" not in change.what
    ]
    assert told == [("2025-02-10", follows)]


def test_how_many_stop_it_is_told_wherever_that_is_asked():
    """Two of five keep four from being left; where no no is final, nobody does."""
    tacit, running = (
        Process(read(TEXT % how))
        for how in ("on_timeout: adopt", "on_timeout: adopt, on_block: hold")
    )
    found = [fewest_to_stop(one.clauses.steps[0][0]) for one in (tacit, running)]
    assert [group and sum(group.values()) for group in found] == [2, None]
    said = "".join(read_out(tacit.arrangement))
    assert "it passes unless the votes cast by then block it; a definite no ends the proc" in said
