"""A treaty that ends a time after a notice is lost by the notice, and by whoever gave it.

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
title: A treaty that ends thirty days after a notice
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
DEEDS
instruments:
  pact: {parties: [LOW, ALB]}
  month: {parties: [LOW, ALB], status: STATUS, sunset: P30D}
procedures:
  notice:
    opens: {by: [WHO]}
    steps: [{act: note, by: ALB, escrowed: true}]
  end:
    opens: {when: {ended: month}}
    steps: [{act: note, by: ALB, escrowed: true}]
    then: [{terminate: pact}]
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: pact,
        casus_foederis: attack, response: defend}
"""
BY_NOTICE = "signed, enters: {done: notice}"
BY_DEED = "signed, enters: {performed: tell}"


@pytest.mark.parametrize(
    ("who", "status", "deeds", "said"),
    [
        # Alba, which owes the help, gives notice: it is that by which the help is lost.
        (
            "ALB",
            BY_NOTICE,
            "",
            ["the opening of 'notice' by Alba, once 'month' is over, loses 'aid' for good"],
        ),
        # Either may give it. What Lowland does itself is no loss, so Alba's notice is told.
        (
            "LOW, ALB",
            BY_NOTICE,
            "",
            ["the opening of 'notice' by Alba, once 'month' is over, loses 'aid' for good"],
        ),
        # Lowland alone may give it: the help is its own to give up.
        ("LOW", BY_NOTICE, "", []),
        # The same by a deed in place of a procedure.
        (
            "LOW",
            BY_DEED,
            "deeds: {tell: {by: ALB}}",
            ["the performance of 'tell' by Alba, once 'month' is over, loses 'aid' for good"],
        ),
        # The month runs from the first day, whatever anybody does: to 31 January.
        (
            "LOW",
            "in_force",
            "",
            ["the end of 'month', which measures a time, by 2030-01-31, loses 'aid' for good"],
        ),
    ],
)
def test_the_loss_is_told_of_the_act_that_began_it(
    who: str, status: str, deeds: str, said: list[str]
):
    text = TEXT.replace("WHO", who).replace("STATUS", status).replace("DEEDS", deeds)
    verdict = examine(Inquiry(Process(read(text))), CATALOGUE["forfeiture"])
    assert [hole.statement for hole in verdict.loopholes] == said
    for hole in verdict.loopholes:
        acts = {move.actor for move in hole.moves if move.kind in ("open", "perform")}
        assert acts <= {"ALB"}
