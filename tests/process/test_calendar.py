"""Months and years run from the day of the event, whatever day the arrangement starts on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.language import Duration, read
from foedus.process import Process, replay
from foedus.process.events import read_events
from foedus.process.spans import lengths, span

PACT = """\
foedus: 1
title: Half a year's notice, and other months
as_of: 2025-03-01
horizon: P6Y
parties: {LOW: {}, UPL: {}, LGA: {}, mission: {}}
bodies: {panel: {members: [LGA, mission], rule: consensus, silence: P1M}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack, needs: P1M}]}}
deeds: {report: {by: UPL}}
instruments:
  treaty:
    parties: [LOW, UPL]
    status: signed
    enters: {from: 2025-08-31}
    sunset: P18M
    withdrawal: {by: UPL, notice: P6M}
norms:
  no-force: {prohibition: attack, bearer: UPL, towards: LOW}
  yearly: {obligation: report, bearer: UPL, when: {alleged: no-force}, within: P1M}
procedures:
  finding:
    opens: {by: LOW, alleging: no-force}
    steps: [{act: report, by: mission, within: P1M, finds: no-force}]
  silent: {opens: {by: LOW}, steps: [{act: adopt, by: panel, on_timeout: adopt}]}
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    response_ladder: [{after: P0D, response: arms}, {after: P1M, response: force}]
contests:
  - by: UPL
    act: attack
    alone: {value: 0.5, kind: assumed, because: an example}
    helped: {value: 0.5, kind: assumed, because: an example}
"""
PROCESS = Process(read(PACT))


def told(*lines: str) -> str:
    events = read_events("".join(f"- {{{line}}}\n" for line in lines), "e")
    return "\n".join(
        "; ".join([str(entry.on), entry.refused, *(c.what for c in entry.changes), *entry.owed])
        for entry in replay(PROCESS, events)
    )


@pytest.mark.parametrize(
    ("given_on", "through"),
    [
        ("2025-08-31", "2026-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2025-08-30", "2026-02-28"),
        ("2025-12-15", "2026-06-15"),
    ],
)
def test_a_notice_runs_from_its_own_day(given_on: str, through: str):
    text = PACT.replace("    sunset: P18M\n", "").replace("    enters: {from: 2025-08-31}\n", "")
    process = Process(read(text))
    events = read_events(f"- {{date: {given_on}, by: UPL, do: withdraw, what: treaty}}\n", "e")
    (entry,) = [e for e in replay(process, events) if e.event]
    assert [change.what for change in entry.changes] == [
        f"'treaty' is under notice and binds through {through}"
    ]


def test_a_sunset_runs_from_the_entry_into_force():
    """18 months from 31 August 2025 end on the last day of February 2027."""
    said = told("date: 2027-03-02, by: UPL, do: attack")
    assert "2027-02-28; ; 'treaty' has ended by its sunset" in said


def test_a_time_limit_runs_from_the_day_its_step_begins():
    said = told("date: 2026-01-31, by: LOW, do: allege, what: no-force")
    assert "'finding' is at the step 'report', for mission, by 2026-02-28" in said
    assert "UPL owes 'report' under 'yearly' by 2026-02-28" in said


def test_silence_and_stages_run_from_the_day_too():
    silence = told(
        "date: 2026-01-31, by: LOW, do: open, what: silent",
        "date: 2026-03-05, by: LOW, do: open, what: finding",
    )
    assert "by 2026-02-28" in silence
    assert "2026-02-28; ; 'silent' takes effect" in silence
    stages = told("date: 2026-01-31, by: UPL, do: attack")
    assert "from 2026-02-28: force" in stages


def test_an_act_needs_its_month():
    fight = "by: nature, do: prevail, what: UPL.attack"
    early = told("date: 2026-01-31, by: UPL, do: attack", f"date: 2026-02-27, {fight}")
    assert "'attack' needs 1 month: not before 2026-02-28" in early
    assert "has prevailed" in told(
        "date: 2026-01-31, by: UPL, do: attack", f"date: 2026-02-28, {fight}"
    )


def slow(start: date, months: int) -> date:
    """Count months one at a time: the same day of the month, or the last when there is none."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.integers(0, 4000),
    st.integers(0, 3),
    st.integers(0, 30),
    st.integers(0, 40),
)
def test_a_span_is_what_counting_month_by_month_gives(
    start: date, since: int, years: int, months: int, days: int
):
    written = f"P{years}Y{months}M{days}D"
    end = slow(start + timedelta(days=since), 12 * years + months) + timedelta(days=days)
    assert span(Duration.parse(written), start)(since) == (end - start).days


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("P1M", (28, 31)),
        ("P6M", (181, 184)),
        ("P1Y", (365, 366)),
        ("P10D", (10, 10)),
        ("PT36H", (2, 2)),
    ],
)
def test_the_lengths_that_a_duration_may_have(written: str, expected: tuple[int, int]):
    assert lengths(Duration.parse(written), date(2025, 3, 1), 1500) == expected
