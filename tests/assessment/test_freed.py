"""What follows from an act that nobody answers: whose promise is withheld, and what may be next.

The answers are worked out by hand; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.language import read

FUNDS = """\
foedus: 1
title: Funds are kept open as long as nobody is arrested again
as_of: 2025-01-01
horizon: P1Y
parties: {USA: {}, IRN: {}, QAT: {}}
conduct:
  IRN: {towards: USA, acts: [{act: comply}, {act: rearrest}]}
  USA: {towards: IRN, acts: [{act: comply}, {act: seize}]}
deeds: {access: {by: QAT, done: true, reversible: true}}
norms:
  no-rearrest: {prohibition: rearrest, bearer: IRN, towards: USA}
  open: {obligation: access, keep: true, bearer: QAT, owed_to: IRN, unless: EXCEPT}
  calm: {prohibition: seize, bearer: USA, towards: IRN, unless: {act: rearrest, by: IRN}}
"""
LICENCE = """\
foedus: 1
title: A right to respond that begins with a decision
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}, SEN: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
procedures: {licence: {opens: {by: LOW}, steps: [{act: grant, by: SEN, within: P10D}]}}
guarantees:
  aid: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: GIVES, in_force: {done: licence}}
"""


def told(text: str) -> str:
    """Return the first sentence about what the first pair's act leads to."""
    sentences = assess(read(text), draws=10).answer["options"][0]["sentences"]
    return next(one["text"] for one in sentences if one["about"] == "help")


@pytest.mark.parametrize(
    ("unless", "follows"),
    [
        ("{acted: rearrest, by: IRN}", "no answer is owed; QAT is freed of 'open'"),
        # VCLT art. 60 in small is for the other's breach: what the United States does frees nobody
        ("{acted: seize, by: USA}", "nothing is owed and nothing follows"),
    ],
)
def test_a_promise_that_may_be_withheld_follows_from_the_act(unless: str, follows: str):
    """Whoever is arrested again frees Qatar. That the one wronged may seize is no promise of it."""
    assert follows in told(FUNDS.replace("EXCEPT", unless))


@pytest.mark.parametrize(
    ("gives", "follows"),
    [
        ("right_only", "gives a right: LGA may respond, and owes nothing"),
        ("defend", "is answered: LGA owes LOW defence"),
    ],
)
def test_a_right_that_begins_later_is_told_like_a_duty(gives: str, follows: str):
    """What began before the licence is not covered by it; the same act after it is."""
    said = told(LICENCE.replace("GIVES", gives))
    assert f"nothing is owed for it; only the same act, done anew, {follows}" in said


AFTERWARDS = """\
  pact-aid: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
             casus_foederis: attack, response: defend, in: pact}
instruments: {pact: {parties: [LOW, LGA], sunset: P90D}}
"""


def test_what_is_owed_after_a_sunset_is_told_with_what_it_waits_for():
    """Until 1 April 2025 the pact answers at once; then only what the senate has licensed does."""
    text = LICENCE.replace("GIVES, in_force", "defend, due_when") + AFTERWARDS
    assert "; from 2025-04-02 on (sunset) LGA owes defence once 'licence' takes effect" in told(
        text
    )
