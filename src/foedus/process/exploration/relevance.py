"""What a question reads: the clauses, the rungs and the days that can bear on it.

Before a process is explored it is sliced to what the property reads: a clause is in scope when the
property names it, or when a clause in scope depends on it. Moves on anything else are not made, and
states that differ only in anything else are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from foedus.language import Arrangement, Condition, Norm
from foedus.process import Process


class Item(NamedTuple):
    """One thing that a state remembers.

    Parameters
    ----------
    kind
        ``owed`` (a guarantee), ``answers``, ``breached``, ``found``, ``alleged``, ``due`` (a norm),
        ``procedure``, ``instrument``, ``deed``, ``admission``, ``conduct`` or ``acted`` (an actor
        with a rung), ``fight``, ``date``.
    name
        The id of the clause or actor.
    rung
        With ``conduct`` and ``acted``: the rung that is told apart from those below it.
    against
        With ``conduct``, ``acted`` and ``fight``: towards whom; everybody when empty.
    """

    kind: str
    name: str
    rung: int = 0
    against: str = ""


@dataclass(frozen=True)
class Scope:
    """The slice of an arrangement that bears on a question.

    Parameters
    ----------
    items
        Everything that a state is told apart by.
    fronts
        The rungs told apart of each front, by its number: who acts, and towards whom.
    """

    items: frozenset[Item]
    fronts: Mapping[int, tuple[int, ...]] = field(compare=False, hash=False, default_factory=dict)

    @property
    def actors(self) -> tuple[str, ...]:
        """Everybody whose acts are told apart."""
        acts = (item.name for item in sorted(self.items) if item.kind in ("conduct", "acted"))
        return tuple(dict.fromkeys(acts))

    def names(self, kind: str) -> frozenset[str]:
        """Return the names of the items of one kind."""
        return frozenset(item.name for item in self.items if item.kind == kind)


def scope(process: Process, seeds: Iterable[Item]) -> Scope:
    """Return the smallest slice that holds `seeds` and everything they depend on."""
    a = process.arrangement
    reached: set[Item] = set()
    pending = list(seeds)
    while pending:
        item = pending.pop()
        if item not in reached:
            reached.add(item)
            pending += _DEPENDS[item.kind](process, a, item)
    rungs: dict[int, set[int]] = {}
    for item in sorted(reached):  # a set has another order in every process
        if item.kind in ("conduct", "acted"):
            for front in fronts_in(process, item):
                rungs.setdefault(front, {0}).add(item.rung)
    by_actor = sorted(rungs, key=lambda front: (process.clauses.front_ids[front][0], front))
    return Scope(frozenset(reached), {front: tuple(sorted(rungs[front])) for front in by_actor})


def becoming_breaches(process: Process, seeds: Iterable[Item]) -> list[Item]:
    """Return the breaches alleged on the way of which not acts alone decide whether they are so.

    An act may become a breach by a deed, a decision or a treaty that comes after it. Who alleges
    only what is so waits for that, though nothing that is asked about reads it.
    """
    a = process.arrangement
    alleged = breaches_alleged(process, seeds)
    return [item for item in alleged if _begins_later(a, a.norms[item.name])]


def breaches_alleged(process: Process, seeds: Iterable[Item]) -> list[Item]:
    """Return the breaches that are alleged on the way, by the procedures that `seeds` depend on."""
    on_the_way = sorted(scope(process, seeds).names("procedure"))
    norms = (process.arrangement.procedures[name].opens.alleging for name in on_the_way)
    return [Item("breached", name) for name in dict.fromkeys(norms) if name]


def _begins_later(a: Arrangement, norm: Norm) -> bool:
    conditions = [c for c in (norm.while_, norm.unless, norm.when) if c is not None]
    keys = {atom.key for condition in conditions for atom in condition.atoms()}
    waits = norm.in_ is not None and a.instruments[norm.in_].status != "in_force"
    return waits or bool(keys - _NO_CLAUSE)


_NO_CLAUSE = {"act", "acted", "from", "prevailed", "repelled"}
"""What a condition speaks of that is no clause: acts, fights and days."""


def fights_in(process: Process, read: Scope) -> list[int]:
    """Return the fronts of which a slice remembers how a fight ended."""
    fights = (item for item in sorted(read.items) if item.kind == "fight")
    return list(dict.fromkeys(front for item in fights for front in fronts_in(process, item)))


def fronts_in(process: Process, item: Item) -> tuple[int, ...]:
    """Return the fronts that an item about conduct is about."""
    index = process.clauses.index
    return (index.fronts[item.name, item.against],) if item.against else index.fronts_of[item.name]


def of_condition(process: Process, condition: Condition | None) -> Iterator[Item]:
    """Yield what a condition reads."""
    if condition is None:
        return
    for atom in condition.atoms():
        yield from _of_atom(process, atom)


def _of_atom(process: Process, atom: Condition) -> Iterator[Item]:
    key = atom.key
    name = str(getattr(atom, "from_" if key == "from" else key))
    if key in ("act", "acted"):
        by = atom.by or ""
        rung = process.clauses.index.rungs[by][name]
        yield Item("conduct" if key == "act" else "acted", by, rung, atom.against or "")
    elif key in ("prevailed", "repelled"):
        yield Item("fight", name, against=atom.against or "")
    elif key == "member":
        if (name, atom.of) in process.clauses.index.admissions:
            yield Item("admission", f"{name} to {atom.of}")
    elif key == "defended":
        for guarantee, g in process.arrangement.guarantees.items():
            if g.protects.state == name:
                yield Item("answers", guarantee)
    elif key == "complied":
        yield Item("breached", name)
    else:
        yield Item(_KINDS.get(key, key), name)


_KINDS = {
    "done": "procedure",
    "open": "procedure",
    "lapsed": "procedure",
    "in_force": "instrument",
    "ended": "instrument",
    "noticed": "instrument",
    "signed": "instrument",
    "performed": "deed",
    "active": "owed",
    "honoured": "answers",
    "declined": "answers",
    "overdue": "late",
    "from": "date",
}


def _guarantee(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    g = a.guarantees[item.name]
    compiled = process.clauses.guarantees[process.clauses.index.guarantees[item.name]]
    for front in compiled.fronts:
        by, target = process.clauses.front_ids[front]
        yield Item("conduct", by, compiled.casus, target)
    yield from _instrument_of(g.in_)
    for condition in (g.in_force, g.activates_when, g.forfeited_if, g.due_when):
        yield from of_condition(process, condition)


def _instrument_of(name: str | None) -> Iterator[Item]:
    if name is not None:
        yield Item("instrument", name)


def _late(_process: Process, _a: Arrangement, item: Item) -> Iterator[Item]:
    yield Item("answers", item.name)


def _answers(_process: Process, _a: Arrangement, item: Item) -> Iterator[Item]:
    yield Item("owed", item.name)


def _breached(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    norm = a.norms[item.name]
    yield from _instrument_of(norm.in_)
    for condition in (norm.while_, norm.unless, norm.when):
        yield from of_condition(process, condition)
    compiled = process.clauses.norms[process.clauses.index.norms[item.name]]
    for front, rung in compiled.rungs:
        by, target = process.clauses.front_ids[front]
        yield Item("conduct", by, rung, target)
    if norm.prohibition == "admit":
        for pair in process.clauses.index.admissions:
            if pair[0] == norm.of and pair[1] in norm.bearer:
                yield Item("admission", " to ".join(pair))
    elif norm.prohibition in a.deeds:
        yield Item("deed", norm.prohibition or "")
    if norm.obligation is not None:
        yield Item("due", item.name)
        yield Item("deed", norm.obligation)


def _due(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    norm = a.norms[item.name]
    yield Item("deed", norm.obligation or "")
    yield from _instrument_of(norm.in_)
    for condition in (norm.while_, norm.when):
        yield from of_condition(process, condition)


def _found(_process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    for name, procedure in a.procedures.items():
        if any(step.finds == item.name for step in procedure.steps):
            yield Item("procedure", name)


def _alleged(_process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    for name, procedure in a.procedures.items():
        if procedure.opens.alleging == item.name:
            yield Item("procedure", name)


def _procedure(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    procedure = a.procedures[item.name]
    yield from _instrument_of(procedure.in_)
    yield from of_condition(process, procedure.opens.when)
    for step in procedure.steps:
        yield from of_condition(process, step.needs)


def _instrument(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    text = a.instruments[item.name]
    yield from of_condition(process, text.enters)
    yield from of_condition(process, text.tolled_while)
    if text.withdrawal:
        yield from of_condition(process, text.withdrawal.barred_while)
    for name, other in a.instruments.items():
        if item.name in other.supersedes:
            yield Item("instrument", name)
    for name, procedure in a.procedures.items():
        if any(item.name in (e.bring_into_force, e.terminate) for e in procedure.then):
            yield Item("procedure", name)


def _deed(process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    yield from of_condition(process, a.deeds[item.name].needs)


def _admission(_process: Process, a: Arrangement, item: Item) -> Iterator[Item]:
    for name, procedure in a.procedures.items():
        if any(f"{e.admit} to {e.to}" == item.name for e in procedure.then if e.admit):
            yield Item("procedure", name)


def _fight(process: Process, _a: Arrangement, item: Item) -> Iterator[Item]:
    for rung in process.clauses.index.rungs[item.name].values():
        yield Item("conduct", item.name, rung, item.against)


def _nothing(_process: Process, _a: Arrangement, _item: Item) -> Iterator[Item]:
    return iter(())


_DEPENDS: Mapping[str, Callable[[Process, Arrangement, Item], Iterator[Item]]] = {
    "owed": _guarantee,
    "answers": _answers,
    "late": _late,
    "breached": _breached,
    "due": _due,
    "found": _found,
    "alleged": _alleged,
    "procedure": _procedure,
    "instrument": _instrument,
    "deed": _deed,
    "admission": _admission,
    "fight": _fight,
    "conduct": _nothing,
    "acted": _nothing,
    "date": _nothing,
}
