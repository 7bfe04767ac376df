"""A step that only time decides, and decides with a yes, passes: nobody's vote can stop it."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Event, Process, replay
from foedus.process.exploration import fewest_to_stop
from foedus.prospects import Outlook

TEXT = """\
foedus: 1
title: Days of grace, then sanctions
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: occupy, needs: P60D}]}}
procedures:
  cure:
    opens: {by: LOW, when: {act: occupy, by: UPL}}
    steps: [{act: wait, by: UPL, within: P30D%s}]
guarantees:
  sanctions:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: occupy
    response: sanctions
    due_when: {done: cure}
"""
GRACE = ", at_deadline: true, on_timeout: adopt, on_block: hold"


def test_days_of_grace_run_out_whatever_is_voted():
    """Opened on the day of the act, the thirty days end with the thirtieth day after it.

    That UPL objects on the tenth is no ballot in a step of which no no is final, and the sanctions
    are owed all the same.
    """
    process = Process(read(TEXT % GRACE))
    events = [
        Event(date(2025, 2, 1), ("UPL",), "occupy"),
        Event(date(2025, 2, 1), ("LOW",), "open", "cure"),
        Event(date(2025, 2, 11), ("UPL",), "wait", "cure", "no"),
        Event(date(2025, 3, 10), (), "wait"),
    ]
    entries = list(replay(process, events))
    assert [bool(entry.refused) for entry in entries if entry.event] == [False, False, True, False]
    assert (
        entries[-1]
        .owed[0]
        .startswith("GUA owes sanctions to LOW under 'sanctions', since 2025-03-03")
    )
    found = Outlook(process.arrangement, 50).after(by="UPL")
    assert (found.takes_effect.known, found.takes_effect.value) == (True, 1)
    assert found.days_to_effect.value == 30
    assert fewest_to_stop(process.clauses.steps[0][0]) is None


@pytest.mark.parametrize(
    "how",
    [
        ", on_timeout: adopt",
        ", at_deadline: true",
        ", at_deadline: true, on_timeout: hold",
        ", at_deadline: true, on_timeout: adopt",
    ],
)
def test_what_a_vote_can_stop_is_not_known(how: str):
    """Where a no counts at once, or silence is no yes, it hangs on UPL, which has said nothing."""
    found = Outlook(read(TEXT % how), 50).after(by="UPL")
    assert not found.takes_effect.known


@pytest.mark.parametrize(("how", "alone"), [(GRACE, []), (", on_timeout: adopt", ["UPL"])])
def test_who_objects_in_vain_stops_nothing(how: str, alone: list[str]):
    holes = verdict(Process(read(TEXT % how)), CATALOGUE["single-blocker"]).loopholes
    assert [hole.statement.partition(".")[0] for hole in holes] == [
        f"the answer to 'occupy' by UPL can be stopped by {who} alone" for who in alone
    ]
