"""Where two treaties run out on one evening, the one on which the answer hangs is told. By hand."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A truce that ends with the pact and has nothing to do with it
as_of: 2030-01-01
horizon: P2Y
parties: {AAA: {}, BBB: {}, CCC: {}}
conduct: {BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
instruments:
  truce: {parties: [AAA, BBB], sunset: P3M}
  pact: {parties: [AAA, CCC], sunset: P3M, accrued: end}
norms: {peace: {prohibition: attack, bearer: BBB, towards: AAA, in: truce}}
procedures:
  finding: {opens: {by: AAA, alleging: peace}, steps: [{act: find, by: CCC, finds: peace}]}
guarantees:
  aid: {owed_by: CCC, protects: {state: AAA, territory: recognised}, against: BBB,
    casus_foederis: attack, response: defend, due_when: {%s}, in: pact}
"""


def told(due: str) -> set[str]:
    holes = verdict(Process(read(TEXT % due)), CATALOGUE["expiry"]).loopholes
    return {hole.statement.split("'")[1] for hole in holes}


def test_the_truce_that_merely_ends_as_well_takes_no_answer_with_it():
    """What is owed once a breach was found ends with the pact, and would with the truce going on.

    Where it is owed only while the truce is in force, either end would take it away: both do.
    """
    assert told("found: peace") == {"pact"}
    assert told("all: [{found: peace}, {in_force: truce}]") == {"pact", "truce"}
