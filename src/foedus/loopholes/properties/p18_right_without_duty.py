"""A right where readers take a duty for granted."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.effects import own_right
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State, several
from foedus.process.exploration import Item, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a guarantee whose case arises and under which nobody owes anything."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for at, (name, g) in enumerate(a.guarantees.items()):
        if g.response != "right_only" or own_right(g):
            continue
        threat = inquiry.threat(g.against, g.protects.state)
        if threat is None:
            continue
        owed = inquiry.owed(threat)

        def free(state: State, at: int = at, owed: Test = owed) -> bool:
            # Once it has responded it may do so no more.
            return bool(clauses.awaited(state, at)) and not owed(state)

        seeds = [Item("owed", n) for _, n, _ in inquiry.guarantees(threat, duties=False)]
        graph = inquiry.graph(seeds, stop=free)
        if graph.stopped is not None:
            owes = "owe" if several(a, g.owed_by) else "owes"
            said = f"under {name!r} {inquiry.called(*g.owed_by)} may respond and {owes} nothing"
            story = graph.path(graph.stopped)
            yield inquiry.found("right-without-duty", said, story, [("guarantees", name)])


def _right(inquiry: Inquiry) -> premises.Witness | str:
    """Ask for a right to respond whose case arises."""
    named = inquiry.process.arrangement.guarantees.items()
    own = {name: own_right(g) for name, g in named if g.response == "right_only"}
    if all(own.values()):
        whom = " anybody but the one protected" if own else ""
        return f"no guarantee gives{whom} a right without a duty"
    rights = {name: inquiry.answers(name) for name in own if not own[name]}
    return premises.in_time(
        inquiry,
        lambda ever: premises.first_come(inquiry, rights, ever),
        "no right to respond ever arises",
        "a right to respond arises",
    )


PROPERTY = Property(
    18,
    "right-without-duty",
    "right without duty",
    "A guarantor that may respond and need not.",
    "Where a guarantee only allows a response, another one owes it.",
    "AG (may respond → owed)",
    check,
    _right,
    by_story=True,
)
