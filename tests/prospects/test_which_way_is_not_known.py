"""Where which way something comes is not known, neither is on which day: only between which."""

from __future__ import annotations

import json

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.prospects import Outlook

TEXT = """\
foedus: 1
title: A short way and a long one
as_of: 2026-01-01
horizon: P2Y
parties: {VIC: {}, ADV: {}, ALF: {}, BRA: {}, CHA: {}}
bodies: {council: {members: [ALF, BRA], rule: unanimity}}
conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}
procedures:
  short: {opens: {by: VIC}, steps: [{act: agree, by: council, within: P3D, at_deadline: true%s}]}
  long: {opens: {by: VIC}, steps: [{act: settle, by: CHA, within: %s, at_deadline: true}]}
guarantees:
  help:
    owed_by: ALF
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {any: [{done: short}, {done: long}]}
"""


def test_the_day_lies_between_those_of_the_ways():
    """By the short way on day 3, by the long one on day 20: nobody has said how it votes in either,
    so that 3 and 20 are the bounds, and no share of the two is told as a day.
    """
    found = Outlook(read(TEXT % ("", "P20D")), 50).after(by="ADV")
    assert not found.takes_effect.known
    days = found.days_to_effect
    assert (days.value, days.low, days.high) == (None, 3, 20)
    found = assess(read(TEXT % ("", "P20D")), draws=50, paths=False)
    said = json.loads(json.dumps(found.as_json()))["answer"]
    first = said["options"][0]["sentences"][0]["says"]
    assert first.endswith("; on a day that is not known (3–20)")


@pytest.mark.parametrize(
    ("how", "long"),
    [
        (", on_timeout: adopt, on_block: hold", "P20D"),  # the short way passes whatever is voted
        ("", "P3D"),  # both end on one day, whichever it is
    ],
)
def test_where_it_can_only_be_one_day_that_is_told(how: str, long: str):
    days = Outlook(read(TEXT % (how, long)), 50).after(by="ADV").days_to_effect
    assert days.value == 3
