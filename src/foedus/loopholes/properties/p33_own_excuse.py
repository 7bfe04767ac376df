"""An exception that the one whom it frees can bring about by itself."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Batch, Item, Rules, of_condition


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a bearer of a norm that makes the exception hold without anybody else."""
    for at, (name, norm) in enumerate(inquiry.process.arrangement.norms.items()):
        if norm.unless is None:
            continue
        seeds = [Item("breached", name), *of_condition(inquiry.process, norm.unless)]
        for bearer in norm.bearer:

            def excused(state: State, at: int = at) -> bool:
                clauses = inquiry.process.clauses
                return clauses.binds(state, at) and clauses.norms[at].unless(state)

            def alone(_state: State, batch: Batch, bearer: str = bearer) -> bool:
                return all(move.actor == bearer for move in batch)

            graph = inquiry.graph(seeds, rules=Rules(allowed=alone), stop=excused)
            if graph.stopped and any(b[0].kind != "wait" for b in graph.path(graph.stopped)):
                said = f"{bearer} alone can bring about the exception that frees it from {name!r}"
                clauses = [("norms", name, "unless")]
                yield inquiry.found("own-excuse", said, graph.path(graph.stopped), clauses)
                break


PROPERTY = Property(
    33,
    "own-excuse",
    "excuse of its own making",
    "An exception that the one whom it frees can bring about by itself.",
    "Nobody can, alone, bring about the exception that frees it from a norm.",
    "AG[only the bearer acts] ¬(binds ∧ exception)",
    check,
    premises.exception,
)
