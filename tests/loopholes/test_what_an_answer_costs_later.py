"""Firing back costs the victim its guarantee also where that waits for a vote or a finding.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help for whoever has not fired, once it was determined
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}, PAN: {name: the panel}}
conduct:
  UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}
  LOW: {towards: UPL, acts: [{act: comply}, {act: fire}]}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  talks: {opens: {by: LOW, when: {act: attack, by: UPL}}, steps: [{act: determine, by: PAN}]}
  inquiry: {opens: {by: LOW, alleging: peace}, steps: [{act: report, by: PAN, finds: peace}]}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: RESPONSE, due_when: DUE}
"""


def asked(due: str, response: str = "defend") -> Verdict:
    """Check property 10 of a text in which help is due on a condition."""
    text = TEXT.replace("DUE", due).replace("RESPONSE", response)
    return examine(Inquiry(Process(read(text))), CATALOGUE["self-defence"])


@pytest.mark.parametrize(
    ("due", "outcome"),
    [
        ("{done: talks}", "holds"),
        ("{all: [{done: talks}, {not: {acted: fire, by: LOW}}]}", "fails"),
        ("{all: [{done: talks}, {not: {act: fire, by: LOW}}]}", "fails"),
        ("{any: [{done: talks}, {not: {acted: fire, by: LOW}}]}", "fails"),
        ("{found: peace}", "holds"),
        ("{all: [{found: peace}, {not: {acted: fire, by: LOW}}]}", "fails"),
        ("{all: [{done: talks}, {not: {acted: attack, by: UPL}}]}", "holds"),
    ],
)
def test_what_an_answer_keeps_from_coming_is_lost(due: str, outcome: str):
    """Attacked, Lowland asks and the panel determines: then help is owed, unless Lowland has fired.

    So with a breach that the panel has found. What is due at once unless Lowland fires is lost for
    as long as the panel has not. What the attack alone keeps from coming costs Lowland
    nothing by its answer.
    """
    found = asked(due)
    assert found.outcome == outcome
    for hole in found.loopholes:
        assert hole.statement == (
            "'fire' by Lowland in answer to 'attack' by Upland loses what 'aid' gives"
        )


def test_a_right_that_cannot_come_any_more_is_lost_as_well():
    """Alba may respond, and owes nothing: that is lost all the same."""
    due = "{all: [{done: talks}, {not: {acted: fire, by: LOW}}]}"
    assert asked(due, response="right_only").outcome == "fails"
