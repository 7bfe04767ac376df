"""A sunset that falls during the dispute."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes.inquiry import Inquiry, Loophole, unchanged
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.state import Progress, Standing


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a day on which an instrument runs out, a procedure is open, and an answer is lost."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    dated = [name for name, i in a.instruments.items() if i.sunset is not None]
    for actor in inquiry.adversaries if dated else ():
        goal, seeds = inquiry.answer(actor)
        casus = inquiry.casus(actor)
        graph = inquiry.graph(seeds)
        in_scope = [n for n in dated if n in graph.projection.scope.names("instrument")]
        able = graph.can_reach(goal, unchanged(actor)) if in_scope else set()
        for name in in_scope:
            at = index.instruments[name]
            lost = [
                (node, edge)
                for node in sorted(able)
                if _open(graph.states[node])
                and inquiry.at(graph.states[node], actor) >= casus
                and inquiry.in_time(graph.states[node])
                for edge in graph.edges[node]
                if edge.to not in able
                and graph.states[edge.to].record.instruments[at].standing is Standing.EXPIRED
                and graph.states[node].record.instruments[at].standing is not Standing.EXPIRED
            ]
            if lost:
                node, edge = min(lost, key=lambda found: graph.cost(found[0]))
                said = f"{name!r} runs out while a procedure is under way, and the answer is lost"
                story = [*graph.path(node), edge.batch]
                yield inquiry.found(
                    "expiry", said, story, [("instruments", name, "sunset")], actor=actor
                )


def _open(state: State) -> bool:
    return any(course.progress is Progress.OPEN for course in state.record.procedures)


PROPERTY = Property(
    12,
    "expiry",
    "expiry during dispute",
    "No sunset takes away the answer to an attack that a procedure under way could still bring.",
    "AG (attacked ∧ open ∧ EF answer → after the sunset EF answer)",
    check,
)
