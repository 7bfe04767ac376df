"""An obligation that can be met only by breaching a prohibition, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.loopholes.inquiry import Inquiry, Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.relevance import Item
from foedus.loopholes.search import Edge, Graph, Test
from foedus.process import State
from foedus.process.state import NEVER


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a state in which a deed falls due and cannot be done in time without a breach."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for name, norm in a.norms.items():
        if norm.obligation is None:
            continue
        mine = [n for n, other in a.norms.items() if set(other.bearer) & set(norm.bearer)]
        graph = inquiry.graph([Item("due", name), *(Item("breached", n) for n in mine)])
        at, deed = index.norms[name], index.deeds[norm.obligation]
        ats = [index.norms[n] for n in mine]
        able = graph.can_reach(_performed(deed), _without_breach(graph, ats))

        def bound(node: int, state: State, at: int = at, able: set[int] = able) -> bool:
            due = state.record.due[at]
            pending = due != NEVER and state.day <= due and not state.world.breached[at]
            return pending and node not in able

        node = inquiry.shortest(graph, bound)
        if node is not None:
            who = " and ".join(norm.bearer)
            said = f"{who} must do {norm.obligation!r} and cannot without a breach"
            clauses = [("norms", name), *(("norms", n) for n in mine if n != name)]
            yield inquiry.found("double-bind", said, graph.path(node), clauses)


def _performed(deed: int) -> Test:
    return lambda state: state.record.performed[deed]


def _without_breach(graph: Graph, norms: list[int]) -> Callable[[int, Edge], bool]:
    def through(at: int, edge: Edge) -> bool:
        before, after = graph.states[at].world.breached, graph.states[edge.to].world.breached
        return all(before[norm] == after[norm] for norm in norms)

    return through


PROPERTY = Property(
    14,
    "double-bind",
    "double bind",
    "Whoever owes a deed can do it in time without breaching another norm.",
    "AG (due → EF[no breach by the bearer] performed)",
    check,
)
