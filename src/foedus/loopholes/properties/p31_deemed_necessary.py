"""A duty whose content its debtor decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import strength
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import DEFENCE
from foedus.process import State, several
from foedus.process.exploration import Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find each duty that answers an act by no more than what those who owe it deem necessary."""
    owed, told = inquiry.process.clauses.owed, set[str]()
    for threat in inquiry.threats:
        duties = inquiry.guarantees(threat)
        firm = [at for at, _, g in duties if strength(g.response) > DEFENCE]
        seeds = [Item("owed", name) for _, name, _ in duties]
        for at, name, g in duties:
            if strength(g.response) > DEFENCE or name in told:
                continue

            def left_open(state: State, at: int = at, firm: list[int] = firm) -> bool:
                return owed(state, at) and not any(owed(state, other) for other in firm)

            graph = inquiry.graph(seeds, stop=left_open)
            if graph.stopped is not None:
                told.add(name)
                # The words of the text, where the file has them: few say "as it deems necessary".
                owes = (
                    f"“{g.owes}”"
                    if g.owes
                    else f"such action as {_deems(inquiry, g.owed_by)} necessary"
                )
                said = f"what {name!r} owes is for {inquiry.called(*g.owed_by)} to decide: {owes}"
                clauses = [("guarantees", name, "response")]
                path = graph.path(graph.stopped)
                yield inquiry.found("deemed-necessary", said, path, clauses)


def _deems(inquiry: Inquiry, owers: Sequence[str]) -> str:
    """Say who deems: of one party with members the text may mean it, or each of them."""
    if len(owers) > 1:
        return "each deems"
    if len(inquiry.with_members(*owers)) > 1:
        return "is deemed"
    return "they deem" if several(inquiry.process.arrangement, owers) else "it deems"


PROPERTY = Property(
    31,
    "deemed-necessary",
    "as it deems necessary",
    "A duty whose content is decided by whoever owes it.",
    "Where a duty is owed, not all that is owed is left to the judgement of whoever owes it.",
    "AG (owed → owed a response whose content is fixed)",
    check,
    premises.duty,
    by_story=True,
)
