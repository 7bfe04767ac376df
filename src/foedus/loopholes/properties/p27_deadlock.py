"""Clauses that wait for one another, so that each side must move first, or nobody must."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Condition, Norm
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path
from foedus.process import NEVER, State
from foedus.process.exploration import Batch, Explored, Item, Rules, Test, easiest

Node = tuple[str, str]
_PAIR = 2


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find circles of deeds, instruments and procedures none of which can come before another."""
    waits = {node: needs for node, needs in _waits(inquiry).items() if not _comes(inquiry, node)}
    told: set[frozenset[Node]] = set()
    for node in waits:
        circle = _circle(waits, node)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            named = ", which waits for ".join(repr(name) for _, name in (*circle, circle[0]))
            clauses = [_path(one) for one in circle]
            yield inquiry.found("deadlock", f"{named}: nobody can move first", (), clauses)
    yield from _excused(inquiry)


def _excused(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find circles of deeds each of which is owed, and excused until the next of them is done.

    Not to be due before it is done is to be excused until then.
    """
    norms = inquiry.process.arrangement.norms.items()
    owed: dict[str, list[str]] = {}
    for name, norm in norms:
        if norm.obligation:
            owed.setdefault(norm.obligation, []).append(name)
    excuses: dict[Node, list[Node]] = {}
    for _, norm in norms:
        if norm.obligation:
            named = [
                ("deeds", deed) for deed in (*_excusing(norm), *_awaited(norm)) if deed in owed
            ]
            excuses.setdefault(("deeds", norm.obligation), []).extend(named)
    told: set[frozenset[Node]] = set()
    for node in excuses:
        circle = _circle(excuses, node)
        if len(circle) < _PAIR or frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        duties = [norm for _, deed in circle for norm in owed[deed]]
        before = _never_late(inquiry, [deed for _, deed in circle], duties)
        if before is not None:
            names = [name for _, name in circle]
            pairs = zip(names, [*names[1:], names[0]], strict=True)
            each = [f"{name!r} need not be done until {other!r} is" for name, other in pairs]
            then = "there comes a point from which on nobody" if before else "nobody"
            said = f"{', and '.join(each)}: {then} is in breach by doing nothing"
            yield inquiry.found("deadlock", said, before, [("norms", norm) for norm in duties])


def _excusing(norm: Norm) -> Iterator[str]:
    """Yield the deeds that an exception to a duty names."""
    for atom in norm.unless.atoms() if norm.unless is not None else ():
        yield from (atom.performed,) if atom.performed else ()


def _awaited(norm: Norm) -> Iterator[str]:
    """Yield the deeds that must have been done before a duty falls due."""
    for path, atom in norm.when.placed(()) if norm.when is not None else ():
        if atom.performed and path.count("not") % 2 == 0:
            yield atom.performed


def _never_late(inquiry: Inquiry, deeds: list[str], duties: list[str]) -> tuple[Batch, ...] | None:
    """Return the play from whose end on no duty to do these deeds is breached while none is done.

    Nothing has to be played where that is so from the start. There is none where one is breached
    in any case.
    """
    clauses, index = inquiry.process.clauses, inquiry.process.clauses.index.norms

    def idle(_state: State, batch: Batch) -> bool:
        return batch[0].kind != "perform" or batch[0].clause not in deeds

    def late(state: State) -> bool:
        return any(state.world.breached[index[name]] for name in duties)

    def owed(*names: str) -> Test:
        return lambda state: all(state.record.due[index[name]] > NEVER for name in names)

    norms, seeds = inquiry.process.arrangement.norms, [Item("breached", name) for name in duties]
    rules = Rules(allowed=idle)
    later = [name for name in duties if set(_awaited(norms[name])) & set(deeds)]
    binding = [inquiry.graph(seeds, stop=owed(name), ever=True) for name in later]
    at_once = [name for name in duties if name not in later]
    binding.append(inquiry.graph(seeds, rules=rules, stop=owed(*at_once), ever=True))
    if any(found.stopped is None for found in binding):
        return None
    graph = inquiry.graph(seeds, rules=rules, stop=late, ever=True)
    if graph.stopped is None or not at_once:
        return () if graph.stopped is None and graph.complete else None

    def waiting(state: State) -> bool:
        excused = (clauses.norms[index[name]].unless(state) for name in at_once)
        return owed(*at_once)(state) and all(excused)

    return _once_waiting(inquiry.graph(seeds, rules=rules, ever=True), waiting, late)


def _once_waiting(graph: Explored, waiting: Test, late: Test) -> tuple[Batch, ...] | None:
    """Return the shortest play to where each duty waits, and none is ever breached any more."""
    if not graph.complete:
        return None
    breached = graph.reaching(late)
    found = easiest(graph, lambda _at, state: waiting(state), breached.outside)
    return found.path if found is not None and graph.complete else None


def _waits(inquiry: Inquiry) -> dict[Node, list[Node]]:
    """Return, for each deed, treaty, procedure, guarantee and response, what it waits for."""
    a = inquiry.process.arrangement
    waits: dict[Node, list[Node]] = {}
    for name, deed in a.deeds.items():
        waits["deeds", name] = _named(a, deed.needs)
    for name, i in a.instruments.items():
        if i.status != "in_force":
            waits["instruments", name] = _named(a, i.enters)
    for name, p in a.procedures.items():
        waits["procedures", name] = _named(a, p.opens.when, *(s.needs for s in p.steps))
    for name, g in a.guarantees.items():
        waits["guarantees", name] = _named(a, g.in_force, g.activates_when)
        waits["responses", name] = [("guarantees", name), *_named(a, g.due_when)]
    return waits


def _named(a: Arrangement, *conditions: Condition | None) -> list[Node]:
    """Return whatever has to come before these conditions hold, if anything named in them has."""
    found: list[Node] = []
    for condition in conditions:
        for atom in condition.atoms() if condition else ():
            procedures = (atom.done, atom.open, atom.lapsed, *_by_procedure(a, atom))
            responses = (atom.owed, atom.honoured, atom.declined, atom.overdue)
            instruments = (atom.in_force, atom.ended, atom.noticed)
            found += [("deeds", atom.performed)] if atom.performed else []
            found += [("instruments", name) for name in instruments if name]
            found += [("procedures", name) for name in procedures if name]
            found += [("guarantees", atom.active)] if atom.active else []
            found += [("responses", name) for name in responses if name]
    return found


def _by_procedure(a: Arrangement, atom: Condition) -> Iterator[str]:
    """Yield the procedures by which a breach is alleged or found, or a party admitted."""
    for name, p in a.procedures.items():
        finds = {step.finds for step in p.steps if step.finds}
        admits = {effect.admit for effect in p.then if effect.admit}
        alleged = atom.alleged is not None and p.opens.alleging == atom.alleged
        if alleged or atom.found in finds or atom.member in admits:
            yield name


def _comes(inquiry: Inquiry, node: Node) -> bool:
    """Say whether some play brings it about."""
    table, name = node
    tests = {
        "responses": inquiry.answers,
        "deeds": inquiry.performs,
        "instruments": inquiry.enters,
        "procedures": inquiry.runs,
        "guarantees": inquiry.binds,
    }
    item = Item(_ITEMS.get(table, "owed"), name)
    graph = inquiry.graph([item], stop=tests[table](name), ever=True)
    return graph.stopped is not None or not graph.complete


_ITEMS = {"deeds": "deed", "instruments": "instrument", "procedures": "procedure"}


def _path(node: Node) -> Path:
    """Return where a node of a circle is written."""
    table, name = node
    return ("guarantees", name, "due_when") if table == "responses" else node


def _circle(waits: dict[Node, list[Node]], start: Node) -> list[Node]:
    """Return a shortest circle through `start`, if there is one."""
    paths = [[start]]
    seen = {start}
    while paths:
        path = paths.pop(0)
        for onward in waits.get(path[-1], []):
            if onward == start:
                return path
            if onward in waits and onward not in seen:
                seen.add(onward)
                paths.append([*path, onward])
    return []


PROPERTY = Property(
    27,
    "deadlock",
    "sequence deadlock",
    "Clauses that wait for one another, so that none can come first, or none has to.",
    "Of clauses that wait for one another, one can come first, and of duties each of which is"
    " excused until another is done, one has to be.",
    "no circle of clauses c₁ → c₂ → … → c₁ each of which AG ¬cᵢ, nor one of duties with"
    " EF (all wait ∧ AG[none of them is done] ¬breachedᵢ)",
    check,
    premises.waiting,
)
