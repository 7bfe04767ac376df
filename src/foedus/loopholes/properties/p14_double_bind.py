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
            partial(_brings_it_on, inquiry, frozenset(norm.bearer)),
        )
        seeds = [Item("due", name), *(Item("breached", n) for n in mine)]
        found = inquiry.worst_case(seeds, judge)
        if found is not None:
            who = inquiry.called(*norm.bearer)
            said = f"{who} must do {norm.obligation!r} and cannot without a breach"
            clauses = [("norms", name), *(("norms", n) for n in mine if n != name)]
            yield inquiry.found("double-bind", said, found.path, clauses)


def _brings_it_on(inquiry: Inquiry, bearer: frozenset[str], state: State, edge: Edge) -> bool:
    """Say whether whoever owes a deed goes up its ladder itself, or undoes what it has done.

    Or does what nothing obliges it to: of two deeds that bar each other it owes but one then.
    """
    move, a = edge.batch[0], inquiry.process.arrangement
    if move.kind == "undo":
        return move.actor in bearer
    if move.kind == "perform":
        owed = {norm.obligation for norm in a.norms.values() if bearer & set(norm.bearer)}
        return any(one.actor in bearer and one.clause not in owed for one in edge.batch)
    rungs = inquiry.process.clauses.index.rungs
    return move.kind == "conduct" and any(
        one.actor in bearer
        and rungs[one.actor][one.clause]
        > inquiry.process.clauses.rung_of(state, one.actor, one.against)
        for one in edge.batch
    )


def _bound(
    norm: int,
    deed: int,
    mine: list[int],
    own_doing: Callable[[State, Edge], bool],
    graph: Explored,
) -> Bad:
    able = graph.reaching(_performed(deed), _without_breach(graph, mine))

    def due(state: State) -> bool:
        return state.day <= state.record.due[norm] != NEVER and not state.world.breached[norm]

    begun = {
        step.to
        for at, steps in enumerate(graph.edges)
        for step in steps
        if not due(graph.states[at]) and due(graph.states[step.to])
    }

    met = _met(graph, own_doing)

    def asked(at: int, state: State) -> bool:
        # Past the hour of deeds, who could have done it has let it pass; unless it fell due then.
        in_hand = graph.hours[at].rank <= RANK["perform"] or at in begun
        return at in met and due(state) and in_hand

    return asked, able.outside


def _met(graph: Explored, own_doing: Callable[[State, Edge], bool]) -> set[int]:
    """Return what comes about though whoever owes the deed brings nothing on by its own doing."""
    pending, met = [0], {0}
    while pending:
        at = pending.pop()
        new = {e.to for e in graph.edges[at] if not own_doing(graph.states[at], e)} - met
        met |= new
        pending += new
    return met


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
    "Whoever owes a deed can do it in time without breaching another norm, unless it has brought"
    " that on by an act of its own.",
    "AG[no act of its own by the bearer] (due → EF[no breach by the bearer] performed)",
    check,
    premises.obligation,
)
