"""What was never in force cannot be ended: it has not ended, and it may enter into force still."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, read_events, replay
from foedus.process.state import Standing, State
from foedus.process.walk import Supposition, Walk, begun

TREATY = """
foedus: 1
title: A treaty that is ended before it enters
as_of: 2025-01-01
horizon: P2Y
parties: {A: {}, B: {}, C: {}}
conduct: {A: {towards: B, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
deeds: {x: {by: C}}
instruments:
  s: {parties: [A, B], status: signed, enters: {performed: x}}
norms: {n: {prohibition: hit, bearer: A, towards: B}}
procedures:
  end: {opens: {by: B, alleging: n}, steps: [{act: note, by: B, escrowed: true}],
    then: [{terminate: s}]}
"""
ENDS = "{date: 2025-01-02, by: B, do: allege, what: n}"
ENTERS = "{date: 2025-01-03, by: C, do: perform, what: x}"


def played(*events: str) -> tuple[list[str], State]:
    written = read_events("".join(f"- {event}\n" for event in events), "e")
    entries = list(replay(Process(read(TREATY)), written))
    return [change.what for entry in entries for change in entry.changes], entries[-1].state


def test_ending_what_was_never_in_force_changes_nothing_and_says_nothing():
    """On 2 January 's' was signed and waits for 'x': there is nothing to end. On the 3rd 'x' comes,
    and it enters; ended the day after, it would have ended.
    """
    told, state = played(ENDS)
    assert state.record.instruments[0].standing is Standing.PROPOSED
    assert not [one for one in told if "'s'" in one]
    told, state = played(ENDS, ENTERS)
    assert state.record.instruments[0].standing is Standing.IN_FORCE
    assert told[-1] == "'s' enters into force"
    told, state = played(ENTERS, ENDS.replace("-02,", "-04,"))
    assert state.record.instruments[0].standing is Standing.TERMINATED
    assert told[-1] == "'s' has ended"


def test_who_ends_a_treaty_does_not_bring_it_into_force():
    """Only C brings 's' into force, by 'x'. B, which can only end it, cannot force it."""
    process = Process(read(TREATY))
    walk, goal = Walk(process), begun(process, "s")
    supposition = Supposition(by="A", act="hit", against="B")
    assert walk.forces(supposition, goal, ["C"])
    assert not walk.forces(supposition, goal, ["B"])
    assert walk.blockers(supposition, goal) == ("C",)


@pytest.mark.parametrize("status", ["proposed", "signed"])
def test_what_ended_waits_for_is_not_so(status: str):
    """'ended' reads "was in force and no longer is": never so of what never entered."""
    text = TREATY.replace("status: signed", f"status: {status}")
    text = text.replace(
        "norms: {n: {", "norms: {m: {obligation: x, bearer: C, when: {ended: s}}, n: {"
    )
    written = read_events(f"- {ENDS}\n", "e")
    (*_, last) = replay(Process(read(text)), written)
    assert last.owed == ()
