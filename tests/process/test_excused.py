"""Why an act is no breach, and what is owed since a kept deed was undone: by hand."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Fold, Process, excused, replay, resume
from foedus.views import replay_told

TEXT = """\
foedus: 1
title: A ban and an undertaking
as_of: 2025-01-01
parties: {{AAA: {{}}, BBB: {{}}}}
conduct:
  AAA: {{towards: BBB, acts: [{{act: peace}}, {{act: war}}]}}
  BBB: {{towards: AAA, acts: [{{act: calm}}, {{act: strike}}]}}
deeds:
  law: {{by: AAA, done: true, reversible: true}}
  pause: {{by: BBB}}
instruments:
  pact: {{parties: [AAA, BBB], withdrawal: {{by: [AAA, BBB], notice: P0D, ends_for: leaver}}}}
norms:
  no-war: {{prohibition: war, bearer: AAA, towards: BBB, in: pact{norm}}}
  status: {{obligation: law, bearer: AAA, towards: BBB, keep: true, within: P1D}}
"""
WAR = Event(date(2025, 1, 5), ("AAA",), "war")


def made(norm: str = "") -> Process:
    return Process(read(TEXT.format(norm=norm)))


@pytest.mark.parametrize(
    ("norm", "before", "why"),
    [
        # Self-defence: the other strikes on the day of the act, and the day is judged as a whole.
        (", unless: {act: strike, by: BBB}", ("BBB", "strike", ""), "BBB is at 'strike' or above"),
        (", while: {not: {performed: pause}}", ("BBB", "perform", "pause"), "'pause' has been"),
        ("", ("AAA", "withdraw", "pact"), "'pact' is not in force"),
    ],
)
def test_an_act_that_a_norm_speaks_of_and_that_is_no_breach_says_why(
    norm: str, before: tuple[str, str, str], why: str
):
    by, do, what = before
    on = 5 if do == "strike" else 4
    process = made(norm)
    entries = list(replay(process, [Event(date(2025, 1, on), (by,), do, what), WAR]))
    (said,) = excused(process.clauses, entries[-1].state)
    assert said.startswith(f"no breach of 'no-war': {why}")
    assert not any("is breached" in one.what for entry in entries for one in entry.changes)
    wait = Event(date(2025, 1, 9), (), "wait")
    told = list(
        replay_told(process, replay(process, [*(e.event for e in entries if e.event), wait]))
    )
    assert sum(said in line for line in told) == 1  # and not again for as long as it is so


def test_a_breach_has_no_excuse_and_peace_needs_none():
    process = made()
    assert excused(process.clauses, process.start) == []
    *_, last = replay(process, [WAR])
    assert excused(process.clauses, last.state) == []


def test_who_undoes_what_is_to_be_kept_owes_that_it_be_done_again():
    """Done from the start, due by 2 January and to be kept so: it is undone on the 10th."""
    undoes = Event(date(2025, 1, 10), ("AAA",), "undo", "law")
    again = Event(date(2025, 1, 12), ("AAA",), "perform", "law")
    owed = [entry.owed for entry in replay(made(), [undoes, again]) if entry.event]
    assert owed == [
        (
            "AAA owes it to BBB under 'status' that 'law' be done again: it was to be kept, and"
            " was undone on 2025-01-10",
        ),
        (),
    ]


def test_what_was_undone_before_it_was_to_be_kept_is_not_said_to_have_been_kept():
    """Due by 2 January and to be kept from then on: undone on the 1st, and not done on the 10th."""
    undoes = Event(date(2025, 1, 1), ("AAA",), "undo", "law")
    *_, last = replay(made(), [undoes, Event(date(2025, 1, 10), (), "wait")])
    assert last.owed == (
        "AAA owes 'law' to BBB under 'status' by 2025-01-02, to be kept from then on, and it is"
        " not performed now",
    )


def test_a_copy_of_a_replay_has_its_own_deeds_undone():
    process = made()
    fold = Fold(process, process.start)
    other = fold.copy()
    list(resume(other, [Event(date(2025, 1, 10), ("AAA",), "undo", "law")]))
    assert (fold.undone, other.undone) == ({}, {"law": 9})


def told(process: Process, events: list[Event]) -> list[str]:
    return list(replay_told(process, replay(process, events)))


def test_it_is_told_when_a_breach_that_goes_on_comes_to_be_excused():
    """At war from the 5th, struck from the 8th: what was a breach is none from then on.

    That is said once. When the strike ends on the 12th, the war is a breach again.
    """
    process = made(", unless: {act: strike, by: BBB}")
    struck = Event(date(2025, 1, 8), ("BBB",), "strike")
    calm = Event(date(2025, 1, 12), ("BBB",), "calm")
    lines = told(process, [WAR, struck, Event(date(2025, 1, 10), (), "wait"), calm])
    excuse = "    'war' by AAA is no breach of 'no-war' now: BBB is at 'strike' or above"
    assert lines.count(excuse) == 1
    at = lines.index(excuse)
    assert any(line.startswith("2025-01-08") for line in lines[:at])
    assert not any(line.startswith("2025-01-10") for line in lines[:at])
    assert any("'no-war' is breached again by AAA, because" in line for line in lines[at:])


def test_an_act_that_is_lawful_through_a_day_is_a_breach_from_the_next():
    """At war while a truce of ten days from the 1st suspends the norm, its last day being the 11th.

    On that day the war is lawful still; on the 12th it is not.
    """
    text = TEXT.format(norm=", while: {not: {in_force: leave}}").replace(
        "instruments:\n", "instruments:\n  leave: {parties: [AAA, BBB], sunset: P10D}\n"
    )
    process = Process(read(text))
    (line,) = [
        line
        for line in told(process, [WAR, Event(date(2025, 1, 20), (), "wait")])
        if "is breached by AAA" in line and "no-war" in line
    ]
    assert line.startswith("    'no-war' is breached by AAA from 2025-01-12 on, because")
