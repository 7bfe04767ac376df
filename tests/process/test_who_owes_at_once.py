"""Who owes something only later owes nothing at once, and who is asked anew may owe after all."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.assessment import assess
from foedus.language import Arrangement, read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, consequence, matrix

ATTACK = Supposition(by="B", act="attack", against="A")
TEXT = """\
foedus: 1
title: Two guarantors
as_of: 2024-01-01
horizon: P2Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, H: {name: Hland}}
conduct: {B: {towards: A, acts: [{act: keep}, {act: attack, label: attacks Aland}]}}
instruments:
  pact: {parties: [A, G], sunset: P60D}
  later: {parties: [A, H], status: signed, enters: {from: 2024-02-01}}
deeds: {call: {by: A, label: calls for help}}
procedures: {vote: {opens: {by: H}, steps: [{act: decide, by: H, within: P5D}]}}
guarantees:
  first:
    owed_by: G
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: RESPONSE
    FIRST
  second:
    owed_by: H
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: RESPONSE
    SECOND
"""


def made(second: str, first: str = "within: P9D", response: str = "defend") -> Arrangement:
    """Return an arrangement with two guarantees, each with one more key."""
    text = TEXT.replace("FIRST", first).replace("SECOND", second)
    return read(text.replace("RESPONSE", response))


def said(arrangement: Arrangement) -> str:
    """Return the first sentence of the answer."""
    (option,) = assess(arrangement, draws=10).as_json()["answer"]["options"]
    return str(option["sentences"][0]["text"])


@pytest.mark.parametrize(
    ("second", "when"),
    [
        ("due_when: {done: vote}", "once 'vote' takes effect"),
        ("due_when: {performed: call}", "once Aland performs 'call'"),
        (
            "due_when: {all: [{performed: call}, {done: vote}]}",
            "once Aland performs 'call' and 'vote' takes effect",
        ),
        ("in: later\n    covers_ongoing: true", "on day 31 at the earliest"),
    ],
)
def test_who_owes_it_only_later_owes_nothing_at_once(second: str, when: str):
    """Day 31 is 1 February; on the day of the attack, 1 January, Gland alone is bound."""
    arrangement = made(second)
    assert consequence(Walk(Process(arrangement)), ATTACK).of == ("first",)
    told = said(arrangement)
    assert "Gland owes Aland defence at once; Hland owes Aland defence " + when in told
    assert "Gland and Hland owe" not in told.partition(";")[0]


def test_a_right_that_comes_later_is_told_apart_from_one_that_is_there():
    arrangement = made("due_when: {done: vote}", first="label: x", response="right_only")
    assert consequence(Walk(Process(arrangement)), ATTACK).of == ("first",)
    assert (
        "Gland may respond at once, and owes nothing; once 'vote' takes effect Hland may respond,"
        " and owes nothing"
    ) in said(arrangement)


def test_where_nothing_is_there_at_once_all_that_can_come_is_asked():
    arrangement = made("due_when: {done: vote}", first="due_when: {performed: call}")
    assert consequence(Walk(Process(arrangement)), ATTACK).of == ("first", "second")


def test_what_is_owed_only_for_an_act_done_before_is_no_answer_to_a_first_one():
    """The pact of 60 days has 1 March as its last; then Hland helps where there was an attack."""
    text = "in: pact\n    survives: sunset\n    activates_when: {acted: attack, by: B}"
    arrangement = made(text, first="in: pact")
    (row,) = matrix(Walk(Process(arrangement)))
    assert [(s.since, s.kind) for s in row.seasons] == [
        (date(2024, 1, 1), "duty"),
        (date(2024, 3, 2), "none"),
    ]
    assert [owed.by for owed in row.seasons[1].again] == [("H",)]
    assert row.seasons[0].again == ()
    assert said(arrangement).endswith(
        "; nothing after 2024-03-01 (sunset), but where it was done before, Hland owes Aland"
        " defence."
    )
    (never,) = matrix(Walk(Process(made("in: pact", first="in: pact"))))
    assert never.seasons[1].again == ()
