"""What follows when nothing is found does not follow from the finding.

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
title: Measures after consultations
as_of: 2030-01-01
horizon: P12D
parties: {LOW: {}, UPL: {}, ALB: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: break}]}}
instruments: {order: {parties: [LOW, UPL]}}
norms: {democracy: {prohibition: break, bearer: UPL, towards: LOW, in: order}}
procedures:
  talks:
    opens: {by: LOW, alleging: democracy}
    steps: [{act: consult, by: UPL, within: P3D, on_timeout: lapse, finds: democracy}]
  measures:
    opens: {when: {WHEN}}
    steps: [{act: adopt, by: ALB}]
    then: [{terminate: order}]
"""


@pytest.mark.parametrize(
    ("when", "fails"),
    [
        # Upland finds in the talks that it broke the norm, and that is the end of it: the measures
        # wait for talks that come to nothing.
        ("lapsed: talks", True),
        # They wait for what the talks find, or for talks that succeed.
        ("found: democracy", False),
        ("done: talks", False),
        # They follow either way.
        ("any: [{lapsed: talks}, {done: talks}]", False),
    ],
)
def test_what_waits_for_a_lapse_takes_up_no_finding(when: str, fails: bool):
    a = read(TEXT.replace("WHEN", when))
    found = examine(Inquiry(Process(a)), CATALOGUE["idle-finding"]).loopholes
    told = "a breach of 'democracy' is found by 'talks', and nothing follows from it"
    assert [hole.statement for hole in found] == [told] * fails
    assert Asked(a).idle_finding() == ({"talks"} if fails else set())
