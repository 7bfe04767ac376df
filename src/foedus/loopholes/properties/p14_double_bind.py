"""An obligation that can be met only by breaching a prohibition, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, RANK, State
from foedus.process.exploration import Edge, Explored, Item, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a state in which a deed falls due and cannot be done in time without a breach."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for name, norm in a.norms.items():
        if norm.obligation is None:
            continue
        mine = [n for n, other in a.norms.items() if set(other.bearer) & set(norm.bearer)]
        judge = partial(
            _bound,
            index.norms[name],
            index.deeds[norm.obligation],
            [index.norms[n] for n in mine],
        )
        seeds = [Item("due", name), *(Item("breached", n) for n in mine)]
        found = inquiry.worst_case(seeds, judge)
        if found is not None:
            who = inquiry.called(*norm.bearer)
            said = f"{who} must do {norm.obligation!r} and cannot without a breach"
            clauses = [("norms", name), *(("norms", n) for n in mine if n != name)]
            yield inquiry.found("double-bind", said, found.path, clauses)


def _bound(norm: int, deed: int, mine: list[int], graph: Explored) -> Bad:
    able = graph.reaching(_performed(deed), _without_breach(graph, mine))

    def due(state: State) -> bool:
        return state.day <= state.record.due[norm] != NEVER and not state.world.breached[norm]

    begun = {
        step.to
        for at, steps in enumerate(graph.edges)
        for step in steps
        if not due(graph.states[at]) and due(graph.states[step.to])
    }

    def asked(at: int, state: State) -> bool:
        # Past the hour of deeds, who could have done it has let it pass; unless it fell due then.
        return due(state) and (graph.ranks[at] <= RANK["perform"] or at in begun)

    return asked, able.outside


def _performed(deed: int) -> Test:
    return lambda state: state.record.performed[deed]


def _without_breach(graph: Explored, norms: list[int]) -> Callable[[int, Edge], bool]:
    def through(at: int, edge: Edge) -> bool:
        before, after = graph.states[at].world.breached, graph.states[edge.to].world.breached
        return all(before[norm] == after[norm] for norm in norms)

    return through


PROPERTY = Property(
    14,
    "double-bind",
    "double bind",
    "A duty that can be met only by breaching another, or not at all.",
    "Whoever owes a deed can do it in time without breaching another norm.",
    "AG (due → EF[no breach by the bearer] performed)",
    check,
    premises.obligation,
)
