"""Who owes whom what, by when, and who no longer does: worked out by hand from the text."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, Standing, replay, unanswered

TEXT = """\
foedus: 1
title: A pact
as_of: 2025-01-01
parties:
  VIC: {{}}
  ADV: {{}}
  ALF: {{}}
  BRA: {{}}
  CHA: {{}}
  league: {{members: [EGY, IRQ, JOR, SYR]}}
bodies: {{council: {{members: [ALF, BRA, CHA], rule: unanimity}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments:
  pact: {{parties: [{parties}], withdrawal: {{by: [{leaving}], notice: P1D, ends_for: leaver}}}}
procedures:
  wait:
    opens: {{by: VIC}}
    steps:
      - {{act: await, by: council, within: P10D, at_deadline: true, on_timeout: next}}
      - {{act: end, by: council}}
guarantees:
  aid:
    owed_by: [{by}]
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: {response}
    in: pact
    {more}
"""
ATTACK = Event(date(2025, 2, 1), ("ADV",), "attack")
SINCE = "since 2025-02-01; the text sets no time limit"


def process(
    by: str = "ALF, BRA",
    response: str = "defend",
    more: str = "",
    parties: str = "VIC, ALF, BRA, CHA",
    leaving: str = "VIC",
) -> Process:
    text = TEXT.format(by=by, response=response, more=more, parties=parties, leaving=leaving)
    return Process(read(text))


@pytest.mark.parametrize(
    ("by", "response", "more", "said"),
    [
        ("ALF", "defend", "", "ALF owes defence to VIC under 'aid'"),
        ("VIC", "right_only", "", "VIC may respond, and owes nothing under 'aid'"),
        ("VIC, ALF", "right_only", "", "VIC and ALF may respond, and owe nothing under 'aid'"),
        ("ALF", "right_only", "", "ALF may respond, and owes nothing to VIC under 'aid'"),
        (
            "ALF",
            "defend",
            "owed_to: CHA",
            "ALF owes defence to CHA, for the protection of VIC, under 'aid'",
        ),
    ],
)
def test_nobody_owes_itself_and_whom_it_is_for_is_told(
    by: str, response: str, more: str, said: str
):
    (entry,) = replay(process(by, response, more), [ATTACK])
    assert (*entry.owed, *entry.rights) == (f"{said}, {SINCE}",)


@pytest.mark.parametrize("does", ["honour", "decline"])
def test_what_all_owe_together_none_can_give_once_one_has_declined(does: str):
    declined = Event(date(2025, 2, 2), ("ALF",), "decline", "aid")
    after = Event(date(2025, 2, 3), ("BRA",), does, "aid")
    *_, last = replay(process(more="joint: true"), [ATTACK, declined, after])
    assert (
        last.refused == "under 'aid' nothing is owed: it is by all together, and one has declined"
    )
    *_, last = replay(process(), [ATTACK, declined, after])
    assert not last.refused


def test_a_right_that_was_used_is_said_to_be_used():
    used = Event(date(2025, 2, 2), ("ALF",), "honour", "aid")
    p = process("ALF", "right_only")
    *_, last = replay(p, [ATTACK, used])
    (told,) = unanswered(p.clauses, last.state)
    assert told.startswith("the right under 'aid' is used: what ADV began has been answered")


def test_a_stage_is_owed_through_its_last_day_and_then_late():
    """A warning within a day, an embargo from then on within three, and forces after a month."""
    ladder = (
        "response_ladder: [{within: PT24H, response: a warning},"
        " {after: PT24H, within: PT72H, response: an embargo}, {after: P1M, response: forces}]"
    )
    p = process("ALF", "consult", ladder)
    waits = [Event(date(2025, 2, day), (), "wait") for day in (2, 3, 4, 5)]
    owed = [entry.owed for entry in replay(p, [ATTACK, *waits]) if entry.event]
    first, last_day, one, third, late = (said for (said,) in owed)
    warning = "a warning by 2025-02-02 (within 24 hours, counted as 1 day)"
    embargo = "an embargo by 2025-02-04 (within 72 hours, counted as 3 days)"
    assert f": {warning}; from 2025-02-02: {embargo}" in first
    assert f": {warning} and {embargo}; from 2025-03-01: forces" in last_day
    missed = f"; not given in time: {warning}"
    assert f"'aid': {embargo}{missed}; from" in one
    assert f"'aid': {embargo}{missed}; from" in third
    assert f"'aid': {embargo}, and is late{missed}; from" in late


def test_who_is_late_with_the_last_stage_is_told_so_once():
    """The last day of the ladder is that of the response: late on both counts is late."""
    stage = "response_ladder: [{within: P1D, response: a warning}]"
    p = process("ALF", "consult", f"within: P1D\n    {stage}")
    waits = [Event(date(2025, 2, day), (), "wait") for day in (2, 3, 4)]
    *_, ((said),) = (entry.owed for entry in replay(p, [ATTACK, *waits]) if entry.event)
    assert said.count("is late") == 1


def test_a_victim_that_has_left_is_why_a_guarantee_protects_no_more():
    leaves = Event(date(2025, 2, 1), ("VIC",), "withdraw", "pact")
    *_, last = replay(process(), [leaves], date(2025, 2, 5))
    told = {change.what: change.because for change in last.changes}
    assert told["'aid' no longer protects"] == "VIC has left 'pact'"


@pytest.mark.parametrize(
    ("leaving", "stays"), [("EGY", True), ("EGY, IRQ", True), ("EGY, IRQ, JOR", False)]
)
def test_one_member_that_leaves_a_treaty_of_four_leaves_it_alone(leaving: str, stays: bool):
    """The four are bound each by itself; the treaty ends with the third that leaves."""
    p = process(parties="league", leaving="EGY, IRQ, JOR, SYR", by="league")
    events = [Event(date(2025, 2, 1), (one,), "withdraw", "pact") for one in leaving.split(", ")]
    *_, last = replay(p, events, date(2025, 2, 10))
    standing = last.state.record.instruments[0].standing
    assert standing is (Standing.IN_FORCE if stays else Standing.WITHDRAWN)


def test_where_only_its_last_day_decides_no_objection_is_said_to_end_a_step():
    """Three must agree within ten days; one objects on the second, and the next step follows."""
    p = process()
    opens = Event(date(2025, 2, 1), ("VIC",), "open", "wait")
    no = Event(date(2025, 2, 3), ("ALF",), "await", "wait", "no")
    *_, last = replay(p, [opens, no], date(2025, 2, 20))
    (change,) = last.changes
    assert last.on == date(2025, 2, 11)
    assert change.because == "the time for 'await' ran out, and it was blocked"
