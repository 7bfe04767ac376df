"""Norms about a party's own conduct, time limits of responses, and procedures that open again."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.language import read
from foedus.process import Entry, Process, replay
from foedus.process.events import read_events

TEXT = (Path(__file__).parent / "own_conduct.yaml").read_text("utf-8")
PROCESS = Process(read(TEXT))


def told(*lines: str, process: Process = PROCESS) -> list[Entry]:
    return list(replay(process, read_events("".join(f"- {{{x}}}\n" for x in lines), "e")))


def breaches(*lines: str) -> list[str]:
    return [
        f"{entry.on} {change.what}; {change.because}"
        for entry in told(*lines)
        for change in entry.changes
        if "breached" in change.what
    ]


def test_a_deed_that_must_stay_done():
    undone = breaches("date: 2025-03-01, by: UPL, do: undo, what: register")
    assert undone[0].startswith(
        "2025-01-31 'reform' is breached by LOW (material breach); 'amend' was due"
    )
    assert undone[1] == (
        "2025-03-01 'kept' is breached by UPL; "
        "'register' must be done and stay so, and it is not done"
    )
    amended = "date: 2025-01-05, by: LOW, do: perform, what: amend"
    assert breaches(amended, "date: 2026-03-01, by: UPL, do: comply") == []


def test_a_deed_is_undone_and_done_again():
    undo = "date: 2025-03-01, by: UPL, do: undo, what: register"
    do = "by: UPL, do: perform, what: register"
    entries = told(undo, f"date: 2025-03-02, {do}", f"date: 2025-03-03, {do}")
    assert [entry.refused for entry in entries if entry.event] == [
        "",
        "",
        "'register' has been performed already",
    ]
    same_day = told(undo, f"date: 2025-03-01, {do}")
    assert all("contradicts" in e.refused for e in same_day if e.event)
    assert told("date: 2025-01-02, by: LOW, do: undo, what: amend")[-1].refused == (
        "'amend' cannot be undone"
    )


def test_a_response_by_the_hour_is_told_as_it_is_written():
    attack = "date: 2025-02-10, by: UPL, do: attack"
    assert told(attack)[-1].owed[:3] == (
        "LGA and MGA owe defence to LOW under 'aid', since 2025-02-10, by 2025-02-13 "
        "(within 72 hours, counted as 3 days)",
        "MGA owes arms to LOW under 'staged': a warning by 2025-02-11 "
        "(within 24 hours, counted as 1 day); from 2025-02-11: forces by 2025-02-13 "
        "(within 72 hours, counted as 3 days)",
        "LGA and MGA together owe consultation to one another under 'talks', since 2025-02-10; "
        "the text sets no time limit; with the sole aim: to agree on what to do",
    )


@pytest.mark.parametrize(("day", "late"), [("2025-02-13", False), ("2025-02-14", True)])
def test_a_response_is_late_from_the_day_after_its_last(day: str, late: bool):
    overdue = TEXT.replace("opens: {by: LOW}", "opens: {when: {overdue: aid}}")
    process = Process(read(overdue))
    attack = "date: 2025-02-10, by: UPL, do: attack"
    entries = told(attack, f"date: {day}, do: wait", process=process)
    opened = any("is at the step 'lift'" in c.what for e in entries for c in e.changes)
    assert opened is late
    assert any("days), and are late" in duty for duty in entries[-1].owed) is late
    helped = told(
        attack,
        "date: 2025-02-12, by: LGA, do: honour, what: aid",
        f"date: {day}, do: wait",
        process=process,
    )
    assert not any("is at the step 'lift'" in c.what for e in helped for c in e.changes)


def test_a_procedure_that_may_open_again_after_it_took_effect():
    opens = "by: LOW, do: open, what: relief"
    lift = "by: MGA, do: lift, what: relief"
    again = (
        f"date: 2025-02-01, {opens}",
        f"date: 2025-02-02, {lift}",
        f"date: 2025-02-02, {opens}",
        f"date: 2025-02-03, {opens}",
        "date: 2025-03-01, do: wait",
    )
    entries = told(*again)
    refused = [entry.refused for entry in entries if entry.refused]
    assert refused == ["'relief' is under way already"]
    at = PROCESS.clauses.index.procedures["relief"]
    assert entries[-1].state.record.procedures[at].took_effect
    once = Process(read(TEXT.replace("after_effect", "true")))
    assert "'relief' is complete already" in [e.refused for e in told(*again, process=once)]
