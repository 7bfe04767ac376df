"""A guarantee lost by an act that others may stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import conducts
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Batch, Item, Rules, losses

Batches = tuple[Batch, ...]


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way to lose a guarantee, and whether the victim need do anything.

    It can be lost because the text says that it is forfeited, or because what it hangs on no longer
    holds. What notice or a sunset ends, and what can be ended anyway, is no forfeiture.
    """
    for name, g in inquiry.process.arrangement.guarantees.items():
        asked = inquiry
        key: tuple[str, ...] = ("forfeited_if",)
        batches = _forfeited(inquiry, name) if g.forfeited_if else None
        if batches is None and premises.hangs_on_victim(inquiry, name):
            asked, key = inquiry.timeless, ()
            batches = _ended(asked, name)
        if batches is None:
            continue
        yield asked.found(
            "forfeiture",
            f"{_how(batches, g.protects.state)} loses {name!r} for good",
            batches,
            [("guarantees", name, *key)],
            threat=inquiry.threat(g.against, g.protects.state),
        )


def _forfeited(inquiry: Inquiry, name: str) -> Batches | None:
    """Return the shortest play to where a guarantee is forfeited by its own words."""
    at = inquiry.process.clauses.index.guarantees[name]
    graph = inquiry.graph(
        [Item("owed", name)], stop=lambda state: state.record.guarantees[at].forfeited
    )
    return None if graph.stopped is None else graph.path(graph.stopped)


def _ended(inquiry: Inquiry, name: str) -> Batches | None:
    """Return the shortest play after which a guarantee can protect nobody any more.

    Only what its victim does, and what is alleged of it, may bring that about.
    """
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    at, victim = clauses.index.guarantees[name], a.guarantees[name].protects.state

    def about(batch: Batch) -> bool:
        move = batch[0]
        alleged = a.procedures[move.clause].opens.alleging if move.kind == "allege" else None
        return conducts(batch, victim) or (
            bool(alleged) and victim in a.norms[alleged or ""].bearer
        )

    def staged(_state: State, batch: Batch) -> bool:
        others = any(move.kind == "conduct" and move.actor != victim for move in batch)
        return batch[0].kind != "withdraw" and not others

    def calm(state: State, batch: Batch) -> bool:
        return staged(state, batch) and not about(batch)

    def lost(allowed: Callable[[State, Batch], bool]) -> Batches | None:
        rules = Rules(allowed=allowed, leaving=False)
        graph = inquiry.graph([Item("owed", name)], rules=rules)
        able = graph.reaching(lambda state: clauses.active(state, at))
        found = [
            (graph.cost(node, timely), timely, number, node, step)
            for number, (node, step, zone) in enumerate(losses(graph, able))
            if (timely := graph.timely(node, zone)) is not None
        ]
        if not (graph.complete and found):
            return None
        _, zone, _, node, step = min(found, key=lambda loss: loss[:3])
        return graph.over(node, step, zone)

    return lost(staged) if lost(calm) is None else None


def _how(batches: Batches, victim: str) -> str:
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
    "No guarantee is lost for good by an act that somebody else could stage.",
    "AG ¬forfeited",
    check,
    premises.losable,
)
