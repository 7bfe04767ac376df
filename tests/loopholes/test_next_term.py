"""The next term of a treaty need not answer what is owed already under the term before it.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: A pact of two terms
as_of: 2030-01-01
horizon: P12D
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: menace}, {act: attack}]}}
instruments:
  first: {parties: [LOW, ALB, BRE], sunset: P4D, accrued: ACCRUED}
  second: {parties: [LOW, ALB, BRE], status: signed, enters: {ended: first}, sunset: P4D}
guarantees:
  aid: {owed_by: DEBTOR, protects: {state: LOW, territory: recognised}, against: UPL, in: first,
        casus_foederis: CASUS, response: GIVES}
  aid-2: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: second,
          casus_foederis: menace, response: defend}
"""


@pytest.mark.parametrize(
    ("debtor", "casus", "gives", "accrued", "fails"),
    [
        # Menaced in the first term, Lowland is owed defence by Alba, and still when that term ends.
        ("ALB", "menace", "defend", "stay", False),
        # What is owed ends with the first term: in the second nothing is, for the menace is older.
        ("ALB", "menace", "defend", "end", True),
        # It is another who owes it, who may be worth less.
        ("BRE", "menace", "defend", "stay", True),
        # The first term answers an attack only: a menace begun in it is answered in neither.
        ("ALB", "attack", "defend", "stay", True),
        # Arms are less than defence.
        ("ALB", "menace", "arms", "stay", True),
    ],
)
def test_what_the_first_term_owes_goes_on(
    debtor: str, casus: str, gives: str, accrued: str, fails: bool
):
    text = TEXT.replace("DEBTOR", debtor).replace("CASUS", casus).replace("GIVES", gives)
    a = read(text.replace("ACCRUED", accrued))
    found = examine(Inquiry(Process(a)), CATALOGUE["predates"]).loopholes
    told = "'aid-2' becomes active during 'menace' by UPL and does not answer it"
    assert [hole.statement for hole in found] == [told] * fails
    assert Asked(a).predates() == ({"aid-2"} if fails else set())


def test_what_is_owed_and_refused_is_missing_for_another_reason():
    """Alba may decline in the first term. Then it has broken that, and owes no second answer.

    The text reads whether it did, so that the searches see it.
    """
    text = TEXT.replace("DEBTOR", "ALB").replace("CASUS", "menace").replace("GIVES", "defend")
    text = text.replace("ACCRUED", "stay").replace(
        "guarantees:",
        "guarantees:\n  talks: {owed_by: BRE, protects: {state: LOW, territory: recognised},"
        " against: UPL, casus_foederis: menace, response: consult, due_when: {declined: aid}}",
    )
    a = read(text)
    assert not examine(Inquiry(Process(a)), CATALOGUE["predates"]).loopholes
    assert Asked(a).predates() == set()
