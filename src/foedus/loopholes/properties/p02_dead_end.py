"""A state from which no answer can ever be reached again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import paths
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Graph, Test


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way into a state from which no answer to the adversary can follow."""
    inquiry = whole.timeless
    for actor in inquiry.adversaries:
        owed, duties = inquiry.owed(actor), [name for _, name, _ in inquiry.guarantees(actor)]
        goal = owed if duties else inquiry.effects(actor)
        seeds = inquiry.seeds(actor, effects=not duties)
        found = inquiry.worst_case(seeds, partial(_lost, goal))
        if found is not None:
            graph, at = found
            said = f"after this no conduct of {actor} can ever be answered again, whoever helps"
            table = "guarantees" if duties else "procedures"
            clauses = paths(table, duties or inquiry.consequences(actor))
            yield inquiry.found("dead-end", said, graph.path(at), clauses, actor=actor)


def _lost(goal: Test, graph: Graph) -> Callable[[int, State], bool]:
    able = graph.can_reach(goal)
    return lambda at, state: (
        0 in able
        and at not in able
        and not any(promise.forfeited for promise in state.record.guarantees)
    )


PROPERTY = Property(
    2,
    "dead-end",
    "dead end",
    "Sunsets and forfeiture aside, the arrangement never comes to a point from which no answer"
    " can follow, whatever everybody does.",
    "AG (¬forfeited → EF answer), without sunsets",
    check,
)
