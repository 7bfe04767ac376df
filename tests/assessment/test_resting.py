"""Consents are counted beside help where help needs them, and not where they could only end it."""

from __future__ import annotations

import pytest

from foedus.assessment.granted import granted
from foedus.language import read
from foedus.loopholes import needed_procedures

TEXT = """\
foedus: 1
title: Help, its notice and its talks
as_of: 2030-01-01
horizon: P4Y
parties: {LOW: {}, UPL: {}, ALB: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {call: {by: LOW, needs: {done: leave}}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW}}
instruments:
  pact: {parties: [LOW, ALB], status: signed, enters: {done: entry}}
  year: {parties: [LOW, ALB], status: signed, enters: {done: notice}, sunset: P1Y}
procedures:
  entry: {opens: {by: ALB}, steps: [{act: ratify, by: ALB, escrowed: true}]}
  notice: {opens: {by: ALB}, steps: [{act: take note, by: LOW, escrowed: true}]}
  end:
    opens: {when: {ended: year}}
    steps: [{act: note, by: LOW, escrowed: true}]
    then: [{terminate: pact}]
  find: {opens: {by: LOW, alleging: peace},
         steps: [{act: agree, by: UPL, escrowed: true, finds: peace}]}
  ask: {opens: {by: LOW}, steps: [{act: answer, by: UPL, escrowed: true}]}
  leave: {opens: {by: LOW}, steps: [{act: allow, by: ALB, escrowed: true}]}
guarantees:
  talk: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
         casus_foederis: attack, response: consult, due_when: {done: ask}}
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: RESPONSE, in: pact, DUE}
"""


@pytest.mark.parametrize(
    ("response", "due", "needed"),
    [
        ("defend", "within: P5D", {"entry"}),
        ("defend", "due_when: {found: peace}", {"entry", "find"}),
        ("defend", "due_when: {not: {found: peace}}", {"entry"}),
        ("defend", "due_when: {not: {not: {done: find}}}", {"entry", "find"}),
        (
            "defend",
            "due_when: {any: [{performed: call}, {done: find}]}",
            {"entry", "find", "leave"},
        ),
        ("defend", "due_when: {honoured: talk}", {"entry", "ask"}),
        ("defend", "forfeited_if: {done: leave}", {"entry"}),
        ("defend", "due_when: {not: {in_force: year}}", {"entry"}),
        ("defend", "due_when: {in_force: year}", {"entry", "notice"}),
        ("right_only", "covers_ongoing: true", {"entry"}),
        ("consult", "within: P5D", {"entry", "ask"}),
    ],
)
def test_what_help_rests_on_is_read_off_what_it_waits_for(
    response: str, due: str, needed: set[str]
):
    """Defence needs the entry into force, and what its condition names, and what that needs.

    The notice and the end of its year can only take the pact away, though the pact hangs on them
    too. Talks are help only where no more is promised, or where more hangs on them.
    """
    a = read(TEXT.replace("RESPONSE", response).replace("DUE", due))
    assert needed_procedures(a) == needed
    assert {one.to for one in granted(a, a)} == needed
