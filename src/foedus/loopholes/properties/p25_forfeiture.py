"""A guarantee lost by an act that others may stage."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Explored, Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way to lose a guarantee, and whether the victim need do anything."""
    a = inquiry.process.arrangement
    for at, (name, g) in enumerate(a.guarantees.items()):
        if g.forfeited_if is None:
            continue

        def lost(state: State, at: int = at) -> bool:
            return state.record.guarantees[at].forfeited

        graph = inquiry.graph([Item("owed", name)], stop=lost)
        if graph.stopped is None:
            continue
        said = f"{_how(graph, g.protects.state)} loses {name!r} for good"
        yield inquiry.found(
            "forfeiture",
            said,
            graph.path(graph.stopped),
            [("guarantees", name, "forfeited_if")],
            threat=inquiry.threat(g.against, g.protects.state),
        )


def _how(graph: Explored, victim: str) -> str:
    batches = graph.path(graph.stopped or 0)
    acts = [m for batch in batches for m in batch if m.kind == "conduct" and m.actor == victim]
    judged = any(m.kind == "ballot" for batch in batches for m in batch)
    if acts and not judged:
        return f"{acts[-1].clause!r} by {victim}, which nobody need find and which may be staged,"
    return (
        f"a finding against {victim}, {'after' if acts else 'though there was'} no such act,"
        if (not acts)
        else f"{acts[-1].clause!r} by {victim}, once found,"
    )


PROPERTY = Property(
    25,
    "forfeiture",
    "forfeiture by staged provocation",
    "Protection that is lost by an act that somebody else may stage.",
    "No guarantee is lost for good by an act that somebody else could stage.",
    "AG ¬forfeited",
    check,
    premises.losable,
)
