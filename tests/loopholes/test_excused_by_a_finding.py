"""What is excused because a breach of somebody else's was found is excused by a false finding too.

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
title: Areas that may be occupied again once a default is found
as_of: 2030-01-01
horizon: P2Y
parties: {OWER: {name: the debtor}, HOLD: {name: the occupier}, panel: {name: the commission}}
conduct:
  OWER: {towards: HOLD, acts: [{act: pays}, {act: defaults}]}
  HOLD: {towards: OWER, acts: [{act: rests}, {act: occupies}]}
norms:
  pay: {prohibition: defaults, bearer: OWER, towards: HOLD}
  out: {prohibition: occupies, bearer: HOLD, towards: OWER, UNLESS}
procedures:
  finding:
    opens: {by: HOLD, alleging: pay}
    steps: [{act: find, by: panel, within: P30D, finds: pay}]
"""
SAID = "the occupier is excused from 'out' though 'pay' was not breached"


@pytest.mark.parametrize(
    ("unless", "outcome"),
    [
        # The debtor pays, the occupier alleges a default, the commission finds one: occupation is
        # no breach then. The record decides, and it may err.
        ("unless: {found: pay}", "fails"),
        # The allegation alone excuses: it may be false.
        ("unless: {alleged: pay}", "fails"),
        # It is the default itself that excuses, and no record of it.
        ("unless: {act: defaults, by: OWER}", "does-not-apply"),
        # A default excuses, or its finding: the finding may still err.
        ("unless: {any: [{act: defaults, by: OWER}, {found: pay}]}", "fails"),
        # Both are needed: with a finding alone nothing is excused.
        ("unless: {all: [{act: defaults, by: OWER}, {found: pay}]}", "holds"),
        # Whoever is excused as long as nothing is found gains nothing by a finding.
        ("unless: {not: {found: pay}}", "does-not-apply"),
    ],
)
def test_a_false_finding_excuses(unless: str, outcome: str):
    inquiry = Inquiry(Process(read(TEXT.replace("UNLESS", unless))))
    verdict = examine(inquiry, CATALOGUE["false-flag"])
    assert verdict.outcome == outcome
    assert [hole.statement for hole in verdict.loopholes] == [SAID] * (outcome == "fails")
