"""A further breach that reduces protection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from foedus.language import agreeing
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import State
from foedus.process.exploration import Edge, Explored, Found, Item, easiest


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find an act by which the adversary goes further and is answered by less."""
    inquiry = whole.timeless
    for threat in inquiry.one_by_one():
        every = [name for _, name, _ in inquiry.guarantees(threat, duties=False)]
        if not every:
            continue
        seeds = [*inquiry.about(threat, effects=False), *(Item("owed", name) for name in every)]
        found = inquiry.certain(seeds, partial(_least, inquiry, threat))
        if found is not None:
            graph, at = found.graph, found.at
            edge = _losses(inquiry, threat, graph)[at]
            lost = _lost(inquiry, graph.states[at], graph.states[edge.to], threat)
            move = edge.batch[0]
            to = f" against {inquiry.called(move.against)}" if move.against else ""
            whom = f" {inquiry.called(threat.against)}" if move.against else ""
            who, ends = inquiry.called(threat.by), agreeing(inquiry.called(threat.by), "ends")
            act = f"{move.clause!r}{to}"
            said = f"by going as far as {act}, {who} {ends} what {lost[0]!r} gave{whom}"
            clauses = [("guarantees", name) for name in lost]
            story = [*found.path, edge.batch]
            yield inquiry.found("monotone-protection", said, story, clauses, threat=threat)


def _least(inquiry: Inquiry, threat: Threat, graph: Explored) -> Found | None:
    losses = _losses(inquiry, threat, graph)
    return easiest(graph, lambda at, _state: at in losses)


def _losses(inquiry: Inquiry, threat: Threat, graph: Explored) -> dict[int, Edge]:
    return {
        at: edge
        for at, edges in enumerate(graph.edges)
        for edge in edges
        if _goes_further(inquiry, graph, at, edge, threat)
        and _lost(inquiry, graph.states[at], graph.states[edge.to], threat)
    }


def _goes_further(inquiry: Inquiry, graph: Explored, at: int, edge: Edge, threat: Threat) -> bool:
    move = edge.batch[0]
    if len(edge.batch) != 1 or move.kind != "conduct" or move.actor != threat.by:
        return False
    rung = inquiry.process.clauses.rung_of(graph.states[at], move.actor, move.against)
    return inquiry.rung(threat.by, move.clause) > rung


def _lost(inquiry: Inquiry, before: State, after: State, threat: Threat) -> list[str]:
    clauses = inquiry.process.clauses
    return [
        name
        for at, name, _ in inquiry.guarantees(threat, duties=False)
        if any(
            gives(before, at) and not gives(after, at)
            for gives in (clauses.active, clauses.answerable)
        )
    ]


PROPERTY = Property(
    17,
    "monotone-protection",
    "protection that a breach reduces",
    "A graver act of the attacker that ends or suspends the protection against it.",
    "No graver act of the adversary's ladder ends or suspends a guarantee against it, or what is"
    " due under it, a right included. What it signs, leaves or decides is not meant.",
    "AG (active, due → after a graver act of the adversary, active, due)",
    check,
    premises.duty,
)
