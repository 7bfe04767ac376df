"""Which procedure under way counts when a treaty runs out: one that could still bring the answer.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help of an ally for six days, and an accession beside it
as_of: 2030-01-01
horizon: P12D
parties: {UPL: {}, LOW: {}, ALB: {}, LGA: {members: [ALB, DNK]}}
bodies: {council: {members: LGA, rule: consensus}}
conduct: {UPL: {towards: LOW, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
instruments: {pact: {parties: [LOW, ALB], sunset: P6D}}
norms: {calm: {prohibition: attack, bearer: UPL, towards: LOW, in: pact}}
procedures:
  join: {opens: {by: LOW}, steps: [{act: invite, by: council}], then: [{admit: LOW, to: LGA}]}
  hear: {opens: {by: LOW, WHEN}, steps: [{act: call, by: ALB}]}
guarantees:
  talk: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
         casus_foederis: attack, response: consult, in: pact}
  arms: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
         casus_foederis: attack, response: arms, in: pact, due_when: DUE}
  league: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL, ONGOING
           casus_foederis: attack, response: defend, in_force: {member: LOW, of: LGA}}
"""


@pytest.mark.parametrize(
    ("due", "ongoing", "lost"),
    [
        # Arms hang on the talk alone: an accession under way brings nothing against this attack,
        # and what is owed on that evening, talk, is no defence and stays owed.
        ("{honoured: talk}", "", False),
        # They hang on the hearing too: that was under way, and the pact takes the answer with it.
        ("{any: [{honoured: talk}, {done: hear}]}", "", True),
        ("{all: [{honoured: talk}, {done: hear}]}", "", True),
        # The league answers an attack that goes on: the accession still brings that afterwards.
        ("{honoured: talk}", "covers_ongoing: true,", False),
    ],
)
def test_what_is_beside_the_point_makes_no_fault(due: str, ongoing: str, lost: bool):
    """The pact runs out on its sixth evening while Upland attacks and something is under way."""
    text = TEXT.replace("DUE", due).replace("ONGOING", ongoing).replace(", WHEN", "")
    found = examine(Inquiry(Process(read(text))), CATALOGUE["expiry"]).loopholes
    told = "'pact' runs out while a procedure is under way, and the answer is lost"
    assert [hole.statement for hole in found] == [told] * lost
