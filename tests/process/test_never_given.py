"""A response that was due and never came, and one that ended with its treaty: by hand."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, replay

TEXT = """\
foedus: 1
title: A pact of a month that can be renewed
as_of: 2025-01-01
horizon: P1Y
parties: {{VIC: {{}}, ADV: {{}}, ALF: {{}}, BRA: {{}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments:
  pact: {{parties: [VIC, ALF, BRA], sunset: P30D, accrued: {accrued}}}
procedures:
  renew:
    opens: {{by: VIC}}
    steps: [{{act: agree, by: ALF}}]
    then: [{{bring_into_force: pact}}]
guarantees:
  aid:
    owed_by: [ALF, BRA]
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    within: P5D
    in: pact
    covers_ongoing: {covers}
    due_when: {due}
"""
ATTACK = Event(date(2025, 1, 10), ("ADV",), "attack")
STOPS = Event(date(2025, 1, 20), ("ADV",), "comply")


def told(events: list[Event], until: date, **text: str) -> list[str]:
    """Return what changed about the guarantee, with its day."""
    form = {"accrued": "stay", "covers": "false", "due": "null"} | text
    process = Process(read(TEXT.format(**form)))
    return [
        f"{entry.on.day}/{entry.on.month}: {change.what}"
        for entry in replay(process, events, until)
        for change in entry.changes
        if change.clause == "aid"
    ]


def test_a_response_is_overdue_as_its_last_day_ends_and_is_told_when_its_case_is_over():
    """Due by the 15th. ALF gives it on the 12th, BRA never: the attack stops on the 20th."""
    honours = Event(date(2025, 1, 12), ("ALF",), "honour", "aid")
    assert told([ATTACK, honours, STOPS], date(2025, 1, 21))[1:] == [
        "15/1: the response of BRA under 'aid' is overdue",
        "20/1: the case of 'aid' is over: ADV is below 'attack'; BRA never gave the response that"
        " was due by 2025-01-15",
    ]


@pytest.mark.parametrize("stops", [13, 15])
def test_a_case_that_is_over_by_the_last_day_leaves_nothing_overdue(stops: int):
    early = Event(date(2025, 1, stops), ("ADV",), "comply")
    assert told([ATTACK, early], date(2025, 1, 21))[1:] == [
        f"{stops}/1: the case of 'aid' is over: ADV is below 'attack'"
    ]


@pytest.mark.parametrize(
    ("accrued", "covers", "ends", "renewed"),
    [
        (
            "end",
            "false",
            "'aid' no longer protects; what is owed ends with it; ALF and BRA never gave the"
            " response that was due by 2025-01-15",
            ["'aid' is active"],
        ),
        (
            "end",
            "true",
            "'aid' no longer protects; what is owed ends with it; ALF and BRA never gave the"
            " response that was due by 2025-01-15",
            ["'aid' is active", "a response is owed under 'aid'"],
        ),
        (
            "stay",
            "false",
            "'aid' no longer protects; what is owed stays owed",
            ["'aid' is active"],
        ),
    ],
)
def test_what_ended_with_its_treaty_does_not_come_back_with_it(
    accrued: str, covers: str, ends: str, renewed: list[str]
):
    """The pact ends on 31 January, and is in force again on 10 February; the attack goes on.

    What ended with the pact is owed again only where the guarantee covers an act that began before
    it was active; what outlived the pact was owed all the time, and does not arise anew.
    """
    opens = Event(date(2025, 2, 10), ("VIC",), "open", "renew")
    agrees = Event(date(2025, 2, 10), ("ALF",), "agree", "renew")
    found = told([ATTACK, opens, agrees], date(2025, 2, 11), accrued=accrued, covers=covers)
    assert found[2] == f"31/1: {ends}"
    assert [one for one in found if one.startswith("10/2")] == [f"10/2: {one}" for one in renewed]


def test_a_treaty_that_is_renewed_before_its_end_keeps_the_case_that_has_arisen():
    """The attack of the 10th is to be answered from 5 February on; the pact of 30 days is renewed
    on the 20th, so that it is in force all the time and the answer is owed on that day."""
    opens = Event(date(2025, 1, 20), ("VIC",), "open", "renew")
    agrees = Event(date(2025, 1, 20), ("ALF",), "agree", "renew")
    found = told([ATTACK, opens, agrees], date(2025, 2, 6), due="{from: 2025-02-05}")
    assert found == ["5/2: a response is owed under 'aid'"]
