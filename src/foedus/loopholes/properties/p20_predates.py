"""An attack that began before the guarantee did, and so is not answered by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.loopholes import binding
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, Answer, State
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee that is active while the attack goes on, and does not answer it.

    Nothing is missing where the same debtors owe no less for that very act already, as under the
    term of a treaty that another term follows, or have said whether they give it.
    """
    clauses, a = inquiry.process.clauses, inquiry.process.arrangement
    for threat in inquiry.threats:
        for at, name, g in inquiry.guarantees(threat, duties=False):
            if g.covers_ongoing or binding.once(a, g):
                continue
            same = {
                other: n
                for other, (n, one) in enumerate(a.guarantees.items())
                if other != at and one.owed_by == g.owed_by and inquiry.no_less(one, g)
            }

            def unanswered(state: State, at: int = at, same: Iterable[int] = same) -> bool:
                under_way = clauses.under_way(state, at)
                no_case = state.record.guarantees[at].casus == NEVER
                missing = not any(_called_for(inquiry, state, other) for other in same)
                return under_way and no_case and clauses.active(state, at) and missing

            seeds = [Item("owed", n) for n in (name, *same.values())]
            graph = inquiry.graph(seeds, stop=unanswered)
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


def _called_for(inquiry: Inquiry, state: State, guarantee: int) -> bool:
    """Say whether a response is owed in the case at hand, or was and has been given or refused."""
    promise = state.record.guarantees[guarantee]
    said = any(answer is not Answer.NONE for answer in promise.answers)
    return inquiry.process.clauses.owed(state, guarantee) or (promise.casus != NEVER and said)


PROPERTY = Property(
    20,
    "predates",
    "attack that predates the guarantee",
    "An attack that began before the guarantee did, and so is not covered by it.",
    "A guarantee that starts while an attack is under way answers it, unless the same debtors owe"
    " no less for it already.",
    "AG (active ∧ under attack → casus foederis, or that of one no less by the same)",
    check,
    binding.interrupted,
    by_story=True,
)
