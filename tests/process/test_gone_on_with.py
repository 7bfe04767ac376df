"""A search that several questions go on with: each finds its own play, whoever asked before."""

from __future__ import annotations

from itertools import permutations

import pytest

from foedus.language import Condition, read
from foedus.process import Process
from foedus.process.conditions import predicate
from foedus.process.exploration import Projection, Rules, TimedGraph, of_condition, scope

TEXT = """\
foedus: 1
title: A treaty of one, and help once it was reported
as_of: 2025-01-01
parties: {AAA: {}, BBB: {}, CCC: {}, MMM: {}}
conduct: {AAA: {acts: [{act: comply}, {act: raid}]}}
instruments: {tt: {parties: [BBB], withdrawal: {by: [BBB]}}}
procedures: {pf: {opens: {by: [CCC]}, steps: [{act: report, by: MMM}]}}
guarantees:
  gg:
    owed_by: CCC
    protects: {state: BBB, territory: unspecified}
    against: AAA
    casus_foederis: raid
    response: defend
    due_when: {done: pf}
"""
ASKED = (
    Condition(all=(Condition(open="pf"), Condition(in_force="tt"))),
    Condition(all=(Condition(owed="gg"), Condition(in_force="tt"))),
    Condition(all=(Condition(ended="tt"), Condition(owed="gg"))),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_each_question_has_its_play_in_whatever_order_they_go_on_from_one_search(
    order: tuple[int, ...],
):
    """All three come about: the treaty stands until its one party leaves, with no notice to wait
    for, and help is owed once it was raided and the report is in.
    """
    process = Process(read(TEXT))
    items = [item for condition in ASKED for item in of_condition(process, condition)]
    projection = Projection(process, scope(process, items))
    begun: TimedGraph | None = None
    for at in order:
        holds = predicate(ASKED[at], process.clauses)
        rules = Rules(unnamed=True)
        first = begun is None
        begun = begun or TimedGraph(projection, rules=rules, stop=holds)
        graph = begun if first else begun.further(holds, 1000)
        assert graph.stopped is not None
        state = process.start
        for batch in graph.path(graph.stopped):
            for move in batch:
                state = process.after(state, move)
        assert holds(state)
