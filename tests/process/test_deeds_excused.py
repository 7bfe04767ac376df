"""A replay says why a deed that a norm forbids, or one that was to be kept, is no breach."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, replay
from foedus.process.events import read_events
from foedus.views import replay_json, replay_told

TEXT = """\
foedus: 1
title: Arms and inspections
as_of: 1899-10-14
horizon: P5Y
parties: {GBR: {name: Great Britain}, PRT: {name: Portugal}, ZAR: {name: Transvaal}}
conduct: {ZAR: {towards: GBR, acts: [{act: peace}, {act: war, label: makes war}]}}
deeds:
  let-arms: {by: PRT}
  inspect: {by: PRT, done: true, reversible: true}
  pay: {by: GBR}
norms:
  no-arms: {prohibition: let-arms, bearer: PRT, owed_to: GBR, EXCUSE}
  open:
    obligation: inspect
    keep: true
    bearer: PRT
    owed_to: GBR
    within: P10D
    unless: {breached: paid}
  paid: {obligation: pay, bearer: GBR, owed_to: PRT, within: P10D}
"""


def told(excuse: str, events: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return what is said of breaches and dues on each day, and the `no_breach` of the JSON."""
    process = Process(read(TEXT.replace("EXCUSE", excuse)))
    entries = list(replay(process, read_events(events, "events")))
    said, day = dict[str, list[str]](), ""
    for line in replay_told(process, entries):
        day = line[:10] if line[:1].isdigit() else day
        if "breach" in line or "owes it" in line:
            said.setdefault(day, []).append(line.strip())
    rows = replay_json(process, entries)["entries"]
    return said, {row["on"]: row["no_breach"] for row in rows if row["no_breach"]}


@pytest.mark.parametrize(
    ("excuse", "events", "reason"),
    [
        (
            "while: {act: war, by: ZAR}",
            "- {date: 1899-10-20, by: PRT, do: perform, what: let-arms}",
            "Transvaal is not at 'war'",
        ),
        (
            "unless: {act: war, by: ZAR}",
            "- {date: 1899-10-20, by: ZAR, do: war}\n"
            "- {date: 1899-10-20, by: PRT, do: perform, what: let-arms}",
            "Transvaal is at 'war' or above",
        ),
    ],
)
def test_why_a_forbidden_deed_is_no_breach_is_told_on_its_day(excuse, events, reason):
    """By hand: the norm binds only in war, and there was peace; or war excuses, and came first."""
    said, plain = told(excuse, events)
    assert any(f"no breach of 'no-arms': {reason}" in line for line in said["1899-10-20"])
    assert any(reason in line for line in plain["1899-10-20"])


def test_a_deed_that_is_a_breach_is_not_said_to_be_none():
    """By hand: the norm binds in war only; there is war, and so the deed is a breach."""
    events = (
        "- {date: 1899-10-20, by: ZAR, do: war}\n"
        "- {date: 1899-10-21, by: PRT, do: perform, what: let-arms}"
    )
    said, plain = told("while: {act: war, by: ZAR}", events)
    assert any("'no-arms' is breached by Portugal" in line for line in said["1899-10-21"])
    assert plain == {}


def test_what_was_undone_under_an_excuse_is_owed_again_and_not_by_the_first_day():
    """By hand: Britain has not paid by 24 October, which excuses Portugal.

    Inspections had been there by their day and were undone on 1 November: what is owed, and
    excused, is that they be done again.
    """
    events = "- {date: 1899-11-01, by: PRT, do: undo, what: inspect}"
    said, plain = told("while: {act: war, by: ZAR}", events)
    assert (
        "owed: Portugal owes it to Great Britain under 'open' that 'inspect' be done again: it was"
        " to be kept, and was undone on 1899-11-01; Portugal is excused while 'paid' has in fact"
        " been breached"
    ) in said["1899-11-01"]
    assert "no breach of 'open': 'paid' has in fact been breached" in said["1899-11-01"]
    assert plain["1899-11-01"] == ["no breach of 'open': 'paid' has in fact been breached"]
