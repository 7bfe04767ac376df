"""A state from which no answer can ever be reached again."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes.inquiry import Inquiry, Loophole, paths
from foedus.loopholes.property import Property


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way into a state from which no answer to the adversary can follow."""
    inquiry = whole.timeless
    for actor in inquiry.adversaries:
        owed, duties = inquiry.owed(actor), [name for _, name, _ in inquiry.guarantees(actor)]
        goal = owed if duties else inquiry.effects(actor)
        graph = inquiry.graph(inquiry.seeds(actor, effects=not duties))
        able = graph.can_reach(goal)
        if 0 not in able:
            continue
        at = inquiry.shortest(
            graph,
            lambda at, state, able=able: (  # type: ignore[misc]
                at not in able and not any(p.forfeited for p in state.record.guarantees)
            ),
        )
        if at is not None:
            said = f"after this no conduct of {actor} can ever be answered again, whoever helps"
            table = "guarantees" if duties else "procedures"
            clauses = paths(table, duties or inquiry.consequences(actor))
            yield inquiry.found("dead-end", said, graph.path(at), clauses, actor=actor)


PROPERTY = Property(
    2,
    "dead-end",
    "dead end",
    "Sunsets and forfeiture aside, the arrangement never comes to a point from which no answer"
    " can follow, whatever everybody does.",
    "AG (¬forfeited → EF answer), without sunsets",
    check,
)
