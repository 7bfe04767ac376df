"""However willing everybody is: a refusal, or a decision that nobody takes, makes no gap."""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A decision that the attack opens
as_of: 2025-01-01
horizon: P8D
parties: {P: {}, T: {}, L: {members: [EST, FIN, DNK]}}
bodies: {council: {members: L, rule: %s}}
conduct: {T: {towards: P, acts: [{act: abide}, {act: attack, needs: P4D}]}}
procedures:
  decision: {opens: {when: {acted: attack, by: T}}, steps: [{act: decide, by: council%s}]}
guarantees:
  help: {owed_by: L, protects: {state: P, territory: recognised}, against: T,
    casus_foederis: attack, response: defend, due_when: {done: decision}}
"""


@pytest.mark.parametrize("rule", ["majority", "unanimity", "consensus", "{at_least: 1}"])
@pytest.mark.parametrize("limit", [", within: P2D", ""])
def test_a_refusal_is_no_gap_and_leaves_the_answer_open_to_be_stopped(rule: str, limit: str):
    a = read(TEXT % (rule, limit))
    process = Process(a)
    asked = Asked(a)
    assert not asked.gap()
    assert not verdict(process, CATALOGUE["gap"]).loopholes
    assert bool(asked.assured_response()) is True
    assert verdict(process, CATALOGUE["assured-response"]).loopholes
