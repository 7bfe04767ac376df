"""Several questions of one slice share a search: what each is answered hangs on none of the others.

A search that was gone on with for one question is gone on with for the next. How its readings were
come to must then still be told in the order in which they were, or no play can be read off it.
"""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import find_all, read_properties, verdicts
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help on a report, and a treaty that may be left
as_of: 2025-01-01
parties: {AAA: {}, BBB: {}, CCC: {}, MMM: {}}
conduct: {AAA: {acts: [{act: comply}, {act: raid}]}}
instruments: {pact: {parties: [BBB, CCC], withdrawal: {by: [BBB]}}}
procedures: {inquiry: {opens: {by: [CCC]}, steps: [{act: report, by: MMM}]}}
guarantees:
  aid:
    owed_by: CCC
    protects: {state: BBB, territory: unspecified}
    against: AAA
    casus_foederis: raid
    response: defend
    due_when: {done: inquiry}
"""
ASKED = """\
properties:
  opened: {never: {all: [{open: inquiry}, {active: aid}, {in_force: pact, by: BBB}]}}
  owed-in-force: {never: {all: [{owed: aid}, {in_force: pact, by: BBB}]}}
  owed-after: {never: {all: [{ended: pact}, {owed: aid}]}}
"""


def test_each_story_is_the_one_that_is_told_when_it_is_asked_alone():
    process = Process(read(TEXT))
    asked = read_properties(ASKED, "asked", process)
    together = [v.loopholes[0].moves for v in verdicts(process, asked)]
    alone = [v.loopholes[0].moves for one in asked for v in verdicts(process, [one])]
    assert together == alone
    # Opened; opened, reported and raided; left as well. So many acts, and no more.
    acts = [sum(move.kind != "wait" for move in moves) for moves in together]
    assert acts == [1, 3, 4]


def test_the_catalogue_finds_the_same_whichever_property_is_asked_first():
    process = Process(read(TEXT))
    found = {hole.statement for hole in find_all(process)}
    ids = sorted({hole.id for hole in find_all(process)}, reverse=True)
    assert {hole.statement for hole in find_all(process, ids)} == found
