"""What somebody refused stays refused when it is asked anew: what is lost by it is no gap.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Notice after a review that came to nothing
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
instruments:
  pact: {parties: [LOW, ALB]}
  month: {parties: [LOW, ALB], status: signed, enters: {done: notice}, sunset: P30D}
procedures:
  review:
    reopens: AGAIN
    opens: {by: [ALB]}
    steps: [{act: agree, by: LOW, within: P6D, on_timeout: lapse, on_block: hold}]
  notice:
    opens: {by: [ALB], when: {WHEN: review}}
    steps: [{act: note, by: ALB, escrowed: true}]
  end:
    opens: {when: {ended: month}}
    steps: [{act: note, by: ALB, escrowed: true}]
    then: [{terminate: pact}]
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: pact,
        casus_foederis: attack, response: defend}
"""


@pytest.mark.parametrize(
    ("again", "when", "found"),
    [
        # The review lapses, Alba gives notice, a month later the pact ends. That is a dead end, and
        # no gap: somebody let a decision run out, and Alba left. A second review changes nothing.
        ("false", "lapsed", ["holds", "fails"]),
        ("after_effect", "lapsed", ["holds", "fails"]),
        ("true", "lapsed", ["holds", "fails"]),
        # Where the notice may follow the very opening of a review, nobody refuses anything, and an
        # attack of the second month is never answered in the ordinary course.
        ("true", "open", ["fails", "fails"]),
    ],
)
def test_a_second_review_makes_no_gap(again: str, when: str, found: list[str]):
    inquiry = Inquiry(Process(read(TEXT.replace("AGAIN", again).replace("WHEN", when))))
    assert [examine(inquiry, CATALOGUE[n]).outcome for n in ("gap", "dead-end")] == found
