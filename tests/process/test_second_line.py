"""Who answers where another fails owes nothing at once: it is no part of what an act leads to."""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk
from foedus.process.walk.seasons import consequence

TEXT = """\
foedus: 1
title: A second line
as_of: 2024-01-01
horizon: P1Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, H: {name: Hland}}
conduct: {B: {towards: A, acts: [{act: keep}, {act: attack, label: attacks Aland}]}}
guarantees:
  first:
    owed_by: G
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: defend
    within: P2D
  second:
    owed_by: H
    owed_to: [A, G]
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: defend
    due_when: WHEN
"""


@pytest.mark.parametrize(
    "when",
    [
        "{declined: first}",
        "{overdue: first}",
        "{any: [{overdue: first}, {declined: first}]}",
    ],
)
def test_the_second_line_owes_only_where_the_first_fails(when: str):
    arrangement = read(TEXT.replace("WHEN", when))
    walk = Walk(Process(arrangement))
    found = consequence(walk, Supposition(by="B", act="attack", against="A"))
    assert (found.kind, found.of) == ("duty", ("first",))
    (pair,) = assess(arrangement, draws=10).options[""].pairs
    assert [(owed.by, owed.to) for owed in pair.owed] == [(("G",), ("A",))]


def test_two_that_owe_beside_one_another_both_do():
    arrangement = read(TEXT.replace("    due_when: WHEN\n", ""))
    found = consequence(Walk(Process(arrangement)), Supposition(by="B", act="attack", against="A"))
    assert found.of == ("first", "second")


def test_a_first_line_that_must_be_asked_is_still_the_first():
    """The first owes once it is asked, the second where the first refuses what it was asked for."""
    text = TEXT.replace("    within: P2D\n", "    within: P2D\n    due_when: {performed: ask}\n")
    text = text.replace("WHEN", "{declined: first}").replace(
        "guarantees:\n", "deeds: {ask: {label: asks for help, by: A}}\nguarantees:\n"
    )
    found = consequence(Walk(Process(read(text))), Supposition(by="B", act="attack", against="A"))
    assert found.of == ("first",)
