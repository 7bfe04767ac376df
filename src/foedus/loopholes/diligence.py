"""What comes about though whoever owes a deed leaves nothing undone that it alone could do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from foedus.loopholes.inquiry import Inquiry
from foedus.process import RANK
from foedus.process.exploration import (
    MOST_PASSAGES,
    Edge,
    Explored,
    Region,
    Test,
    Zone,
    meet,
    without,
)

Through = Callable[[int, Edge], bool]
Trail = tuple[tuple[int, Edge], ...]
_Steps: TypeAlias = "tuple[_Steps, int, Edge] | None"
"""The last of some steps, with the node that it is taken from, and those before it."""


class Debtor(NamedTuple):
    """Who owes a deed, and what it can do about it alone.

    Parameters
    ----------
    bearer
        Who owes it, of an inquiry.
    due
        Whether it is due in a state.
    clean
        Which steps breach nothing that binds them.
    alone
        From where they bring it about without the help of anybody.
    """

    bearer: frozenset[str]
    due: Test
    clean: Through
    alone: Region


def alone(bearer: frozenset[str], graph: Explored, goal: Test, clean: Through) -> Region:
    """Return from where some reach a goal by what they do and by waiting, nobody else acting."""

    def unhelped(at: int, edge: Edge) -> bool:
        own = edge.batch[0].kind == "wait" or {one.actor for one in edge.batch} <= bearer
        return own and clean(at, edge)

    return graph.reaching(goal, unhelped)


def blameless(
    inquiry: Inquiry, debtor: Debtor, graph: Explored, lost: Region
) -> Iterator[tuple[int, Zone, Trail]]:
    """Yield what the debtor is left in, of what is lost, by no doing and no omission of its own.

    With the steps there from where the deed falls due. Nothing is omitted before. Where whoever
    asks is not willing to wait, or too much would have to be followed, the graph is no longer
    complete: there may be more.
    """
    towards = _towards(graph, debtor, lost)
    known = Region(graph)
    pending: deque[tuple[int, Zone, _Steps]] = deque(
        (step.to, zone, (None, at, step))
        for at, step in _falling_due(inquiry, debtor, graph)
        if step.to in towards
        for zone in _landed(graph, debtor, at, step, graph.everything(at)[0])
    )
    if debtor.due(graph.states[0]) and 0 in towards:
        pending.appendleft((0, graph.first, None))
    followed, onward = 0, _onward(inquiry, debtor, graph, towards)
    while pending:
        followed += 1
        if followed > MOST_PASSAGES or (
            followed % 32 == 1 and not inquiry.goes_on(len(graph.states), len(pending))
        ):
            graph.complete = False
            return
        at, entered, steps = pending.popleft()
        for zone in _waited(graph, debtor, at, entered):
            if not known.add(at, zone):
                continue
            yield from ((at, part, _trail(steps)) for part in shared([zone], lost.inside(at)))
            for step in onward(at):
                landed = _landed(graph, debtor, at, step, zone)
                pending.extend((step.to, there, (steps, at, step)) for there in landed)


def _onward(
    inquiry: Inquiry, debtor: Debtor, graph: Explored, towards: set[int]
) -> Callable[[int], list[Edge]]:
    """Return what tells the steps from a node towards what is lost that no debtor brings on."""

    @cache
    def onward(at: int) -> list[Edge]:
        steps = (step for step in graph.edges[at] if step.to in towards)
        return [one for one in steps if not _brings_it_on(inquiry, debtor, graph, at, one)]

    return onward


def _trail(steps: _Steps) -> Trail:
    """Return steps in the order in which they are taken, the last of which is known."""
    found: list[tuple[int, Edge]] = []
    while steps is not None:
        steps, at, step = steps
        found.append((at, step))
    return tuple(reversed(found))


def _towards(graph: Explored, debtor: Debtor, lost: Region) -> set[int]:
    """Return the nodes in which the deed is due and that lead to what is lost while it is."""
    before: dict[int, list[int]] = {}
    for at, steps in enumerate(graph.edges):
        for step in steps if debtor.due(graph.states[at]) else ():
            before.setdefault(step.to, []).append(at)
    pending = [at for at in lost.zones if lost.inside(at)]
    found = set(pending)
    while pending:
        new = [at for at in before.get(pending.pop(), ()) if at not in found]
        found.update(new)
        pending += new
    return found


def _falling_due(inquiry: Inquiry, debtor: Debtor, graph: Explored) -> Iterator[tuple[int, Edge]]:
    """Yield the steps with which the deed falls due, though its debtor brings nothing on."""
    pending, met = [0], {0}
    while pending:
        at = pending.pop(0)
        for step in graph.edges[at]:
            if _brings_it_on(inquiry, debtor, graph, at, step):
                continue
            if debtor.due(graph.states[step.to]) and not debtor.due(graph.states[at]):
                yield at, step
            if step.to not in met:
                met.add(step.to)
                pending.append(step.to)


def shared(some: Iterable[Zone], others: Iterable[Zone]) -> list[Zone]:
    """Return the readings that are among both."""
    others = list(others)
    pairs = (meet(one, other) for one in some for other in others)
    return [zone for zone in pairs if zone is not None]


def _less(some: Iterable[Zone], others: Iterable[Zone]) -> list[Zone]:
    others = list(others)
    return [left for zone in some for left in without(zone, others)]


def _waited(graph: Explored, debtor: Debtor, at: int, zone: Zone) -> list[Zone]:
    """Return what days that pass in a node come to: none on which a debtor misses its last day."""
    if not debtor.due(graph.states[at]):
        return [graph.later(at, zone)]
    inside = debtor.alone.inside(at)
    able = [graph.later(at, part) for part in shared([zone], inside)]
    helpless = [graph.later(at, part) for part in without(zone, inside)]
    return [*shared(able, inside), *helpless]


def _landed(graph: Explored, debtor: Debtor, at: int, step: Edge, zone: Zone) -> list[Zone]:
    """Return where a step leads, but for what a debtor has only itself to blame for.

    That is a day that goes by, or a decision of its own, after which it can no longer see to the
    deed alone. And who acts past the hour of deeds takes nothing away that is gone by the next day
    anyhow.
    """
    ready = shared([zone], [step.zone])
    if not debtor.due(graph.states[at]):
        return [graph.arrived(step, part) for part in ready]
    inside = debtor.alone.inside(at)
    able, helpless = shared(ready, inside), _less(ready, inside)
    spared: list[Zone] = []
    if graph.hours[step.to].rank <= RANK["perform"] and step.batch[0].kind != "wait":
        spared = able
    elif step.batch[0].kind != "wait" and step.batch[0].actor not in debtor.bearer:
        spared = shared(able, graph.day_before(at, debtor.alone, debtor.clean))
    kept = _less(able, spared)
    still = shared([graph.arrived(step, part) for part in kept], debtor.alone.inside(step.to))
    return [*still, *(graph.arrived(step, part) for part in [*helpless, *spared])]


def _brings_it_on(inquiry: Inquiry, debtor: Debtor, graph: Explored, at: int, edge: Edge) -> bool:
    """Say whether whoever owes a deed goes up its ladder itself, or undoes what it has done.

    Or does what nothing obliges it to: of two deeds that bar each other it owes but one then.
    """
    move, bearer = edge.batch[0], debtor.bearer
    if move.kind == "undo":
        return move.actor in bearer
    if move.kind == "perform":
        norms = inquiry.process.arrangement.norms.values()
        owed = {norm.obligation for norm in norms if bearer & set(norm.bearer)}
        return any(one.actor in bearer and one.clause not in owed for one in edge.batch)
    clauses, state = inquiry.process.clauses, graph.states[at]
    return move.kind == "conduct" and any(
        one.actor in bearer
        and clauses.index.rungs[one.actor][one.clause]
        > clauses.rung_of(state, one.actor, one.against)
        for one in edge.batch
    )
