"""An attack that nobody ever owes an answer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import paths, unchanged
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import STEADY, Batch, Graph


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find, for each adversary, the shortest way to an attack that is never answered."""
    inquiry = whole.timeless
    if not inquiry.process.arrangement.guarantees:
        return
    for actor in inquiry.adversaries:
        if not inquiry.guarantees(actor):
            attack = inquiry.process.clauses.directed(actor, inquiry.worst(actor))
            said = f"no duty against {actor} is written: {inquiry.worst(actor)!r} is never answered"
            yield inquiry.found("gap", said, [attack], [("conduct", actor)], actor=actor)
            continue
        found = inquiry.worst_case(inquiry.seeds(actor), partial(_unanswered, inquiry, actor))
        if found is not None:
            yield _told(inquiry, *found, actor)


def _unanswered(inquiry: Inquiry, actor: str, graph: Graph) -> Callable[[int, State], bool]:
    answered = graph.can_reach(inquiry.owed(actor), unchanged(actor))
    casus = inquiry.casus(actor)
    return lambda at, state: (
        at not in answered and inquiry.at(state, actor) >= casus and inquiry.undisturbed(state)
    )


def _told(inquiry: Inquiry, graph: Graph, at: int, actor: str) -> Loophole:
    batches = graph.path(at)
    onward = _consequence(inquiry, graph.states[at], graph.ranks[at], actor)
    act = inquiry.process.clauses.act_of(graph.states[at], actor)
    said = f"{act!r} by {actor} is never answered by a duty, even if everybody helps"
    if onward is not None:
        said += ": it began before the guarantee did"
    names = [name for _, name, _ in inquiry.guarantees(actor)]
    return inquiry.found(
        "gap", said, (*batches, *(onward or ())), paths("guarantees", names), actor=actor
    )


def _consequence(inquiry: Inquiry, state: State, rank: int, actor: str) -> tuple[Batch, ...] | None:
    """Return the play in which the attack at least sets off what it can, if it can."""
    onward = inquiry.graph(
        inquiry.seeds(actor), start=state, rank=rank, rules=STEADY, stop=inquiry.effects(actor)
    )
    return onward.path(onward.stopped) if onward.stopped else None


PROPERTY = Property(
    1,
    "gap",
    "gap",
    "Whoever is attacked, while the arrangement runs its ordinary course, comes to be owed a"
    " response to that very attack, if everybody helps.",
    "AG (attacked ∧ undisturbed → EF[attack goes on] owed)",
    check,
)
