"""A further breach that reduces protection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import marked
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Edge, Graph


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find an act by which the adversary goes further and is answered by less."""
    inquiry = whole.timeless
    for actor in inquiry.adversaries:
        if not inquiry.guarantees(actor):
            continue
        losses = partial(_losses, inquiry, actor)
        found = inquiry.worst_case(inquiry.seeds(actor, effects=False), marked(losses))
        if found is not None:
            graph, at = found
            edge = losses(graph)[at]
            lost = _lost(inquiry, graph.states[at], graph.states[edge.to], actor)
            said = (
                f"by going as far as {edge.batch[0].clause!r}, {actor} ends what {lost[0]!r} gave"
            )
            clauses = [("guarantees", name) for name in lost]
            story = [*graph.path(at), edge.batch]
            yield inquiry.found("monotone-protection", said, story, clauses, actor=actor)


def _losses(inquiry: Inquiry, actor: str, graph: Graph) -> dict[int, Edge]:
    return {
        at: edge
        for at, edges in enumerate(graph.edges)
        for edge in edges
        if _goes_further(inquiry, graph, at, edge, actor)
        and _lost(inquiry, graph.states[at], graph.states[edge.to], actor)
    }


def _goes_further(inquiry: Inquiry, graph: Graph, at: int, edge: Edge, actor: str) -> bool:
    move = edge.batch[0]
    if len(edge.batch) != 1 or move.kind != "conduct" or move.actor != actor:
        return False
    return inquiry.rung(actor, move.clause) > inquiry.at(graph.states[at], actor)


def _lost(inquiry: Inquiry, before: State, after: State, actor: str) -> list[str]:
    active = inquiry.process.clauses.active
    return [
        name
        for at, name, _ in inquiry.guarantees(actor)
        if active(before, at) and not active(after, at)
    ]


PROPERTY = Property(
    17,
    "monotone-protection",
    "protection that a breach reduces",
    "No further act of the adversary ends or suspends a guarantee against it.",
    "AG (active → after a graver act of the adversary, active)",
    check,
)
