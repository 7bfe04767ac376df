"""Of one day, what brings something about is told before it: orders worked out from the text."""

from __future__ import annotations

from datetime import date

from foedus.language import read
from foedus.process import Event, Process, replay

TEXT = """\
foedus: 1
title: A member that is suspended
as_of: 2025-01-01
parties: {MEM: {}, VIC: {}, ALF: {}}
bodies: {board: {members: [ALF, VIC], rule: unanimity}}
conduct: {MEM: {towards: VIC, acts: [{act: comply}, {act: coup}]}}
instruments:
  suspension: {parties: [MEM, VIC], status: signed, enters: {done: suspend}}
norms:
  no-vote: {prohibition: coup, bearer: MEM, in: suspension}
  no-coup: {prohibition: coup, bearer: MEM}
procedures:
  suspend:
    opens: {alleging: no-coup, by: VIC}
    steps: [{act: vote, by: board, finds: no-coup}]
guarantees:
  help:
    owed_by: ALF
    protects: {state: VIC, territory: recognised}
    against: MEM
    casus_foederis: coup
    response: sanctions
    covers_ongoing: true
    in: suspension
    due_when: {breached: no-vote}
"""


def told_on(last: date) -> list[str]:
    """Return the first words of what a vote on the third day of a coup brings about."""
    events = [
        Event(date(2025, 1, 2), ("MEM",), "coup"),
        Event(date(2025, 1, 3), ("VIC",), "allege", "no-coup"),
        Event(date(2025, 1, 4), ("ALF", "VIC"), "vote", "suspend"),
    ]
    entries = list(replay(Process(read(TEXT)), events))
    return [change.what for entry in entries if entry.on == last for change in entry.changes]


def test_what_follows_is_told_after_what_it_follows_from():
    """The vote finds the breach and suspends; that brings the instrument, and only then is its norm
    breached by the coup that goes on, and help due for that breach."""
    assert told_on(date(2025, 1, 4)) == [
        "a breach of 'no-coup' is on record as found",
        "'suspend' takes effect",
        "'suspension' enters into force",
        "'no-vote' is breached by MEM",
        "'help' is active",
        "a response is owed under 'help'",
    ]


def test_an_allegation_is_told_before_the_step_that_it_opens():
    assert told_on(date(2025, 1, 3))[0] == "a breach of 'no-coup' is on record as alleged"
