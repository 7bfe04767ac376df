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


ZONE = """\
foedus: 1
title: A zone whose members may leave
as_of: 1968-04-22
horizon: P10Y
parties: {{{members}}}
conduct:
  M0: {{acts: [{{act: comply}}, {{act: test}}]}}
instruments: {{zone: {{parties: [{ids}], withdrawal: {{by: [{ids}], notice: {notice}}}}}}}
norms: {{clean: {{prohibition: test, bearer: M0, in: zone}}}}
procedures:
  inspection:
    in: zone
    opens: {{by: [{ids}], alleging: clean}}
    steps: [{{act: inspect, by: M1, within: P30D, finds: clean}}]
"""


def test_a_search_whose_clocks_run_on_the_calendar_is_given_up_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
):
    """A notice of three months is as long as its months: one step for each run of days alike."""
    ids = [f"M{at}" for at in range(4)]
    text = ZONE.format(
        members=", ".join(f"{one}: {{}}" for one in ids), ids=", ".join(ids), notice="P3M"
    )
    process = Process(read(text))
    holds = Condition(all=(Condition(breached="clean"), Condition(ended="zone")))
    read_ = scope(process, of_condition(process, holds))

    def searched() -> TimedGraph:
        never = Condition(all=(holds, Condition(not_=Condition(ended="zone"))))
        return TimedGraph(Projection(process, read_), stop=predicate(never, process.clauses))

    monkeypatch.setattr("foedus.process.exploration.timed.MOST_PASSAGES", 300)
    few = searched()
    assert not few.complete
    assert few.stopped is None
    assert sum(map(len, few.edges)) < 300 + 500  # the node at which it was given up, and no other


def test_who_has_lost_standing_is_told_apart_only_where_it_must_be():
    """All four may allege, so that it is one who leaves: as with days that are equally long.

    The treaty goes on for the others until two are left, and a breach can be alleged until then.
    """
    from foedus.loopholes import CATALOGUE, verdicts

    ids = [f"M{at}" for at in range(4)]
    for notice in ("P90D", "P3M"):
        members = ", ".join(f"{one}: {{}}" for one in ids)
        text = ZONE.format(members=members, ids=", ".join(ids), notice=notice)
        (found,) = verdicts(Process(read(text)), (CATALOGUE["lost-standing"],))
        assert found.outcome == "fails"
