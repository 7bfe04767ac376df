"""An obligation that can be met only by breaching a prohibition, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from foedus.loopholes import premises
from foedus.loopholes.diligence import Debtor, Through, alone, blameless
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, RANK, Move, State
from foedus.process.exploration import Batch, Edge, Explored, Item, Region, Test


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a state in which a deed is due and cannot be done in time without a breach."""
    a = inquiry.process.arrangement
    for name, norm in a.norms.items():
        if norm.obligation is None:
            continue
        mine = [n for n, other in a.norms.items() if set(other.bearer) & set(norm.bearer)]
        seeds = [Item("due", name), *(Item("breached", n) for n in mine)]
        found = inquiry.certain(seeds, partial(_bound, inquiry, name, mine))
        if found is not None:
            who = inquiry.called(*norm.bearer)
            said = f"{who} must do {norm.obligation!r} and cannot without a breach"
            clauses = [("norms", name), *(("norms", n) for n in mine if n != name)]
            yield inquiry.found("double-bind", said, found(), clauses)


def _bound(
    inquiry: Inquiry, name: str, mine: Sequence[str], graph: Explored
) -> Callable[[], tuple[Batch, ...]] | None:
    """Return the shortest play after which the deed is due and nothing leads to it any more."""
    index, norm = inquiry.process.clauses.index, inquiry.process.arrangement.norms[name]
    performed, due = _performed(index.deeds[norm.obligation or ""]), _due(index.norms[name])
    clean = _without_breach(graph, [index.norms[n] for n in mine])
    able = graph.reaching(performed, clean)
    free = _still_today(inquiry, name, mine, graph, due)
    lost = Region(
        graph,
        {at: able.outside(at) for at, s in enumerate(graph.states) if due(s) and at not in free},
    )
    if not any(lost.zones.values()):
        return None
    bearer = frozenset(norm.bearer)
    debtor = Debtor(bearer, due, clean, alone(bearer, graph, performed, clean))
    found = [
        (graph.cost(at, timely), timely, number, at, trail)
        for number, (at, zone, trail) in enumerate(blameless(inquiry, debtor, graph, lost))
        if (timely := graph.timely(at, zone)) is not None
    ]
    if not found:
        return None
    _, zone, _, at, trail = min(found, key=lambda one: one[:3])
    return partial(graph.along, trail, at, graph.earliest(at, zone))


def _still_today(
    inquiry: Inquiry, name: str, mine: Sequence[str], graph: Explored, due: Test
) -> set[int]:
    """Return where a deed that fell due past the hour of deeds can still be done on that day.

    That acts of a day have an order makes no duty impossible: what a decision makes due on its very
    day can be done on it.
    """
    process, index = inquiry.process, inquiry.process.clauses.index
    deed = process.arrangement.norms[name].obligation or ""
    move, norms = Move("perform", process.arrangement.deeds[deed].by, deed), index.norms
    fresh = [
        edge.to
        for at, steps in enumerate(graph.edges)
        for edge in steps
        if RANK["perform"] < edge.batch[0].rank < RANK["wait"]
        and due(graph.states[edge.to])
        and not due(graph.states[at])
    ]
    found = set[int]()
    while fresh:
        at = fresh.pop()
        state = graph.states[at]
        if at in found or not due(state) or process.refusal(state, move) is not None:
            continue
        before, after = state.world.breached, process.after(state, move).world.breached
        if all(before[norms[n]] == after[norms[n]] for n in mine):
            found.add(at)
            fresh += [edge.to for edge in graph.edges[at] if edge.batch[0].kind != "wait"]
    return found


def _due(norm: int) -> Test:
    def due(state: State) -> bool:
        late = state.world.breached[norm]
        return state.day <= state.record.due[norm] != NEVER and not late

    return due


def _performed(deed: int) -> Test:
    return lambda state: state.record.performed[deed]


def _without_breach(graph: Explored, norms: Sequence[int]) -> Through:
    def through(at: int, edge: Edge) -> bool:
        before, after = graph.states[at].world.breached, graph.states[edge.to].world.breached
        return all(before[norm] == after[norm] for norm in norms)

    return through


PROPERTY = Property(
    14,
    "double-bind",
    "double bind",
    "A duty that can be met only by breaching another, or not at all.",
    "Whoever owes a deed can do it in time without breaching another norm, unless it has brought"
    " that on itself.",
    "AG[nothing brought on by the bearer] (due → EF[no breach by the bearer] performed)",
    check,
    premises.obligation,
)
