"""Changes of one day in an order in which what brings something about is told before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Condition
from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.state import State
from foedus.process.told import Change

_Clause = tuple[str, str]
_SECTIONS = {
    "done": "procedures",
    "open": "procedures",
    "lapsed": "procedures",
    "alleged": "norms",
    "found": "norms",
    "breached": "norms",
    "complied": "norms",
    "in_force": "instruments",
    "ended": "instruments",
    "active": "guarantees",
    "owed": "guarantees",
    "honoured": "guarantees",
    "declined": "guarantees",
    "overdue": "guarantees",
    "prevailed": "conduct",
    "repelled": "conduct",
}
"""Of which section a condition reads an entry, where changes are told of it."""


def causes_first(clauses: Clauses, after: State, told: Sequence[Change]) -> list[Change]:
    """Return changes in the order given, but none before another of a clause that its own reads.

    Where clauses read one another in a circle the order given decides.

    Parameters
    ----------
    clauses
        The compiled clauses.
    after
        The state in which they have come about.
    told
        The changes.
    """
    left, found = list(told), list[Change]()
    while left:
        waits = {(change.section, change.clause) for change in left}
        reads = ({*_reads(clauses, after, one)} - {(one.section, one.clause)} for one in left)
        free = next((at for at, read in enumerate(reads) if not read & waits), 0)
        found.append(left.pop(free))
    return found


def _reads(clauses: Clauses, after: State, change: Change) -> Iterator[_Clause]:
    """Yield the clauses whose changes can have brought this one about."""
    a, name = clauses.arrangement, change.clause
    conditions: list[Condition | None] = []
    if change.section == "instruments":
        text = a.instruments[name]
        conditions = [text.enters, text.tolled_while]
        conditions += [text.withdrawal.barred_while] if text.withdrawal else []
        for other, procedure in a.procedures.items():
            if any(name in (e.bring_into_force, e.terminate) for e in procedure.then):
                yield "procedures", other
        yield from (("instruments", n) for n, i in a.instruments.items() if name in i.supersedes)
    elif change.section == "norms":
        norm = a.norms[name]
        conditions = [norm.while_, norm.unless, norm.when]
        # Of an instrument that has just ended the breach came before.
        yield from _instrument(clauses, after, norm.in_, begun=True)
        for other, procedure in a.procedures.items():
            if norm.of and any(e.admit == norm.of for e in procedure.then):
                yield "procedures", other
    elif change.section == "procedures" and name:
        opens = a.procedures[name].opens
        conditions = [opens.when]
        if opens.alleging:
            yield "norms", opens.alleging
        yield from _instrument(clauses, after, a.procedures[name].in_, begun=True)
    elif change.section == "guarantees":
        g = a.guarantees[name]
        conditions = [g.in_force, g.activates_when, g.forfeited_if, g.due_when]
        yield from _instrument(clauses, after, g.in_)
    for condition in conditions:
        yield from _atoms(clauses, condition)


def _instrument(
    clauses: Clauses, after: State, name: str | None, *, begun: bool = False
) -> Iterator[_Clause]:
    if name is None:
        return
    standing = after.record.instruments[clauses.index.instruments[name]].standing
    if standing in BINDING or not begun:
        yield "instruments", name


def _atoms(clauses: Clauses, condition: Condition | None) -> Iterator[_Clause]:
    for atom in condition.atoms() if condition is not None else ():
        if atom.key in _SECTIONS:
            name = str(getattr(atom, atom.key))
            yield _SECTIONS[atom.key], name
            if atom.key == "found":  # a finding is told of the procedure that makes it
                for other, procedure in clauses.arrangement.procedures.items():
                    if any(step.finds == name for step in procedure.steps):
                        yield "procedures", other
