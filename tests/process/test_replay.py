"""Replaying event files: order, batches, refusals, names behind the counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language import BadArrangementError, read
from foedus.process import Process, replay
from foedus.process.events import read_events
from foedus.views.telling import telling

PROCESS = Process(read((Path(__file__).parent / "small.yaml").read_text()))
EVENTS = """\
- {date: 2025-03-01, by: RUS, do: attack}
- {date: 2025-03-02, by: UKR, do: allege, what: no-attack}
- {date: 2025-03-02, by: mission, do: report, what: finding}
- {date: 2025-03-07, by: [ALB, BEL], do: ratify, what: accession}
- {date: 2025-03-08, by: others, do: ratify, what: accession}
- {date: 2025-03-09, by: UKR, do: deposit, what: accession}
"""


def final(text: str):
    return list(replay(PROCESS, read_events(text, "events")))[-1].state


def test_a_whole_story_ends_in_membership_and_owes_nothing_for_the_earlier_attack():
    state = final(EVENTS)
    assert state.record.admitted == (True,)
    assert not PROCESS.clauses.owed(state, 0)


@settings(max_examples=40, deadline=None)
@given(st.permutations(EVENTS.splitlines(keepends=True)))
def test_the_order_of_lines_never_matters(lines: list[str]):
    assert final("".join(lines)) == final(EVENTS)


def test_csv_and_yaml_say_the_same():
    rows = "date,by,do,what\n2025-03-01,RUS,attack,\n2025-03-02,UKR,allege,no-attack\n"
    assert final(rows) == final("".join(EVENTS.splitlines(keepends=True)[:2]))


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("{date: 2025-03-08, by: ALB, do: ratify, what: accession}", "ALB has voted"),
        ("{date: 2025-03-08, by: USA, do: ratify, what: accession}", "USA has no vote"),
        ("{date: 2025-03-08, by: UKR, do: deposit, what: accession}", "at the step 'ratify'"),
        ("{date: 2024-12-31, by: RUS, do: attack}", "starts on 2025-01-01"),
        ("{date: 2025-03-05, by: UKR, do: withdraw, what: peace-deal}", "no right to withdraw"),
        ("{date: 2025-03-05, by: UKR, do: dance}", "no act 'dance'"),
        ("{date: 2025-03-05, by: RUS, do: allege, what: no-attack}", "no standing"),
    ],
)
def test_an_illegal_event_is_refused_with_the_rule_and_changes_nothing(event: str, reason: str):
    kept = "".join(EVENTS.splitlines(keepends=True)[:4])
    entries = list(replay(PROCESS, read_events(f"{kept}- {event}\n", "events")))
    refused = [entry for entry in entries if entry.refused]
    assert len(refused) == 1
    assert reason in refused[0].refused
    assert final(kept).record == entries[-1].state.record


def test_an_event_beyond_the_horizon_is_refused_there():
    events = read_events("- {date: 2029-01-01, by: RUS, do: attack}\n", "events")
    last = list(replay(PROCESS, events))[-1]
    assert "beyond the horizon, 2028-01-01" in last.refused
    assert last.state.world == PROCESS.start.world


def test_bad_event_files_are_located():
    with pytest.raises(BadArrangementError) as error:
        read_events("- {date: 2025-02-30, by: RUS, do: attack}\n- {dat: 1}\n", "e.yaml")
    told = [p.text().splitlines()[0] for p in error.value.problems]
    assert told == [
        "e.yaml:1:1: the calendar has no 2025-02-30.",
        "e.yaml:2:1: there is no key 'dat' in an event. Did you mean 'date'?",
    ]


def test_the_telling_names_changes_and_who_may_act():
    told = list(telling(PROCESS, read_events(EVENTS, "events")))
    assert "    'no-attack' is breached by RUS (material breach)" in told
    assert any("is at the step 'invite', for NAC, by 2025-03-05" in line for line in told)
    assert "    UKR is a member of NATO" in told
