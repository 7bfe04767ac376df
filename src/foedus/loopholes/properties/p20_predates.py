"""An attack that began before the guarantee did, and so is not answered by it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import binding
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, State
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee that is active while the attack goes on, and does not answer it."""
    clauses = inquiry.process.clauses
    for threat in inquiry.threats:
        for at, name, g in inquiry.guarantees(threat, duties=False):
            if g.covers_ongoing or binding.once(inquiry.process.arrangement, g):
                continue

            def unanswered(state: State, at: int = at) -> bool:
                under_way = clauses.under_way(state, at)
                no_case = state.record.guarantees[at].casus == NEVER
                return under_way and no_case and clauses.active(state, at)

            graph = inquiry.graph([Item("owed", name)], stop=unanswered)
            if graph.stopped is not None:
                who = inquiry.whose(threat)
                act = clauses.act_of(graph.states[graph.stopped], threat.by, threat.front)
                said = f"{name!r} becomes active during {act!r} by {who} and does not answer it"
                yield inquiry.found(
                    "predates",
                    said,
                    graph.path(graph.stopped),
                    [("guarantees", name)],
                    threat=threat,
                )


PROPERTY = Property(
    20,
    "predates",
    "attack that predates the guarantee",
    "An attack that began before the guarantee did, and so is not covered by it.",
    "A guarantee that starts while an attack is under way answers it.",
    "AG (active ∧ under attack → casus foederis)",
    check,
    binding.interrupted,
    by_story=True,
)
