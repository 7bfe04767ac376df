"""Of what one evening brings, that is told without which nothing is lost. By hand."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A suit beside a review that ends the pact
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}, court: {}}
conduct: {BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
instruments: {pact: {parties: [AAA, BBB, CCC]}}
norms: {peace: {prohibition: attack, bearer: BBB, towards: AAA, in: pact}}
procedures:
%s
guarantees:
  aid: {owed_by: CCC, protects: {state: AAA, territory: recognised}, against: BBB,
    casus_foederis: attack, response: defend, due_when: {found: peace}, in: pact}
"""
SUIT = (
    "  suit: {opens: {by: [AAA, BBB], alleging: peace},"
    " steps: [{act: rule, by: court, within: P10D, finds: peace}], in: pact}"
)
REVIEW = (
    "  review: {opens: {by: [AAA, BBB], when: {open: suit}}, steps: [{act: wait, by: BBB,"
    " within: P10D, at_deadline: true, on_timeout: adopt, on_block: hold}],"
    " then: [{terminate: pact}], in: pact}"
)


@pytest.mark.parametrize("procedures", [(SUIT, REVIEW), (REVIEW, SUIT)])
def test_the_suit_that_lapses_beside_the_end_of_the_pact_loses_nothing(procedures: tuple[str, ...]):
    """The review opens with the suit and, ten days later, ends the pact on the evening it lapses.

    A suit that has lapsed may be brought again: the review alone takes the protection away, in
    whichever order the two are written.
    """
    process = Process(read(TEXT % "\n".join(procedures)))
    said = [hole.statement for hole in verdict(process, CATALOGUE["forfeiture"]).loopholes]
    assert said
    assert all("'review'" in one and "'suit'" not in one for one in said)
