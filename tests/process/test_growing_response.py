"""A response that grows is told on the days on which it does, and on which a stage is late."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, read_events, replay

TEXT = """\
foedus: 1
title: A warning, then forces, then all of them
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, ONE: {name: Oneland}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: skirmish}, {act: attack}]}}
guarantees:
  aid:
    owed_by: ONE
    protects: {state: BET, territory: recognised}
    against: RED
    casus_foederis: skirmish
    response: RESPONSE
    response_ladder:
      - {within: PT24H, response: a warning}
      - {after: PT24H, within: PT72H, response: some forces}
      - {after: P7D, response: all forces}
"""
SKIRMISH = ["{date: 2025-02-01, by: RED, do: skirmish}", "{date: 2025-02-20, do: wait}"]


def told(response: str, *events: str) -> list[tuple[str, str]]:
    written = read_events("".join(f"- {event}\n" for event in events), "e")
    entries = replay(Process(read(TEXT.replace("RESPONSE", response))), written)
    return [
        (str(entry.on), change.what)
        for entry in entries
        for change in entry.changes
        if "calls for" in change.what or "allows" in change.what or "overdue" in change.what
    ]


def test_each_stage_is_told_on_its_day_and_each_that_was_not_given_as_its_time_ends():
    """24 hours from 1 February are over with the 2nd, 72 with the 4th; seven days on is the 8th."""
    assert told("defend", *SKIRMISH) == [
        ("2025-02-02", "'aid' now calls for: some forces by 2025-02-04"),
        ("2025-02-02", "under 'aid' this of Oneland is overdue: a warning"),
        ("2025-02-04", "under 'aid' this of Oneland is overdue: some forces"),
        ("2025-02-08", "'aid' now calls for: all forces"),
    ]


def test_of_a_right_nothing_is_late():
    assert told("right_only", *SKIRMISH) == [
        ("2025-02-02", "'aid' now allows: some forces by 2025-02-04"),
        ("2025-02-08", "'aid' now allows: all forces"),
    ]


@pytest.mark.parametrize(
    "ends",
    [
        "{date: 2025-02-03, by: RED, do: comply}",
        "{date: 2025-02-03, by: ONE, do: honour, what: aid}",
    ],
)
def test_what_is_over_or_given_calls_for_no_more(ends: str):
    days = [on for on, _ in told("defend", SKIRMISH[0], ends, SKIRMISH[1])]
    assert days == ["2025-02-02", "2025-02-02"]
