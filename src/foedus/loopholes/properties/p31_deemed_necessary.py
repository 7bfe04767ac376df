"""A duty whose content its debtor decides."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import strength
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import DEFENCE
from foedus.process import State
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find an act that is answered by no more than what those who owe it deem necessary."""
    a, owed = inquiry.process.arrangement, inquiry.process.clauses.owed
    for threat in inquiry.threats:
        duties = inquiry.guarantees(threat)
        free = [at for at, _, g in duties if strength(g.response) == DEFENCE]
        firm = [at for at, _, g in duties if strength(g.response) > DEFENCE]

        def left_open(state: State, free: list[int] = free, firm: list[int] = firm) -> bool:
            return any(owed(state, at) for at in free) and not any(owed(state, at) for at in firm)

        seeds = [Item("owed", name) for _, name, _ in duties]
        graph = inquiry.graph(seeds, stop=left_open) if free else None
        if graph is not None and graph.stopped is not None:
            end = graph.end(graph.stopped)
            name = next(name for at, name, _ in duties if at in free and owed(end, at))
            debtors = a.guarantees[name].owed_by
            party = a.parties.get(debtors[0])
            alone = len(debtors) == 1 and not (party and party.members)
            said = (
                f"what {name!r} owes is for {inquiry.called(*debtors)} to decide: such action as"
                f" {'it' if alone else 'each'} deems necessary"
            )
            clauses = [("guarantees", name, "response")]
            path = graph.path(graph.stopped)
            yield inquiry.found("deemed-necessary", said, path, clauses)


PROPERTY = Property(
    31,
    "deemed-necessary",
    "as it deems necessary",
    "A duty whose content is decided by whoever owes it.",
    "What a duty owes is not left to the judgement of whoever owes it.",
    "AG (owed → owed a response whose content is fixed)",
    check,
    premises.duty,
    by_story=True,
)
