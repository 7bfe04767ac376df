"""Whether those who allege a breach find it alone, or need somebody who did not allege it.

The answers are worked out by hand from small texts; each test says how.
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
title: Those who accuse a member find that it broke the values
as_of: 2030-01-01
horizon: P4D
parties: {UPL: {}, ALB: {}, BRE: {}, PARL: {name: the parliament}}
bodies: {council: {members: [ALB, BRE], rule: consensus}, both: {members: [ALB, PARL], rule: RULE}}
conduct: {UPL: {towards: ALB, acts: [{act: keep}, {act: break}]}}
deeds: {publish: {by: PARL}}
norms: {values: {prohibition: break, bearer: UPL, towards: ALB}}
procedures:
  hearing: {opens: {by: PARL}, steps: [{act: hear, by: PARL}]}
  finding:
    opens: {by: [ALB, BRE], alleging: values, WHEN}
    steps: [FIRST{act: determine, by: council, finds: values}]
"""


@pytest.mark.parametrize(
    ("first", "when", "rule", "alone"),
    [
        # Nobody else has a part.
        ("", "", "consensus", True),
        # The parliament must consent first, and did not accuse.
        ("{act: consent, by: PARL}, ", "", "consensus", False),
        # It is asked, and its silence passes: it may object, and then there is no finding.
        ("{act: consent, by: PARL, within: P1D, on_timeout: adopt}, ", "", "consensus", False),
        # It votes with Albion, of whom either is enough: Albion carries that without it.
        ("{act: consent, by: both}, ", "", "{at_least: 1}", True),
        ("{act: consent, by: both}, ", "", "consensus", False),
        # It must have heard first, or published: neither is the accusers' to do.
        ("", "when: {done: hearing}", "consensus", False),
        ("", "when: {performed: publish}", "consensus", False),
        # Nor is what Upland does, but that stops no finding by them: it is what they accuse it of.
        ("", "when: {act: break, by: UPL}", "consensus", True),
    ],
)
def test_those_who_accuse_find_alone_where_nobody_else_is_needed(
    first: str, when: str, rule: str, alone: bool
):
    """Albion and Brenn accuse, and the two of them determine; only what comes first differs."""
    a = read(
        TEXT.replace("FIRST", first)
        .replace(", WHEN", f", {when}" * bool(when))
        .replace("RULE", rule)
    )
    found = examine(Inquiry(Process(a)), CATALOGUE["own-cause"]).loopholes
    told = "ALB and BRE both allege and find that 'values' was breached"
    assert [hole.statement for hole in found] == [told] * alone
    assert bool(Asked(a).own_cause()) is alone
