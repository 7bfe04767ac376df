"""On which procedures help rests: those that it needs, and not those that could only end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from foedus.language import Arrangement, Condition, Guarantee

_Thing = tuple[str, str]
"""A section of the file and an id in it, of which it is needed that it comes about."""


def needed_procedures(a: Arrangement) -> frozenset[str]:
    """Return the procedures that may have to bring help about; all where no help is promised.

    What is needed is read off the text, each condition as it is written: what a guarantee or a
    treaty waits for, and not what would forfeit or end it. To consult is help where no more is
    promised.

    Parameters
    ----------
    a
        The arrangement.
    """
    if not a.guarantees:
        return frozenset(a.procedures)
    promised = {name for name, g in a.guarantees.items() if g.response != "consult"}
    pending = [("guarantees", name) for name in promised or a.guarantees]
    pending += [("procedures", n) for n, p in a.procedures.items() if any(e.admit for e in p.then)]
    needed: set[_Thing] = set()
    while pending:
        thing = pending.pop()
        if thing not in needed:
            needed.add(thing)
            section, name = thing
            pending += _NEEDS[section](a, name)
    return frozenset(name for section, name in needed if section == "procedures")


def _guarantee(a: Arrangement, name: str) -> Iterator[_Thing]:
    g: Guarantee = a.guarantees[name]
    if g.in_ is not None:
        yield "instruments", g.in_
    for condition in (g.in_force, g.activates_when, g.due_when):
        yield from _of(a, condition)


def _procedure(a: Arrangement, name: str) -> Iterator[_Thing]:
    procedure = a.procedures[name]
    if procedure.in_ is not None:
        yield "instruments", procedure.in_
    if procedure.opens.alleging is not None:
        yield "norms", procedure.opens.alleging
    yield from _of(a, procedure.opens.when)
    for step in procedure.steps:
        yield from _of(a, step.needs)


def _instrument(a: Arrangement, name: str) -> Iterator[_Thing]:
    yield from _of(a, a.instruments[name].enters)
    for other, procedure in a.procedures.items():
        if any(effect.bring_into_force == name for effect in procedure.then):
            yield "procedures", other


def _norm(a: Arrangement, name: str) -> Iterator[_Thing]:
    norm = a.norms[name]
    if norm.in_ is not None:
        yield "instruments", norm.in_
    for condition in (norm.while_, norm.when):
        yield from _of(a, condition)


def _deed(a: Arrangement, name: str) -> Iterator[_Thing]:
    yield from _of(a, a.deeds[name].needs)


_NEEDS: Mapping[str, Callable[[Arrangement, str], Iterator[_Thing]]] = {
    "guarantees": _guarantee,
    "procedures": _procedure,
    "instruments": _instrument,
    "norms": _norm,
    "deeds": _deed,
}


def _of(a: Arrangement, condition: Condition | None, *, holds: bool = True) -> Iterator[_Thing]:
    """Yield what a condition needs to hold, or not to hold, whichever part of it does."""
    if condition is None:
        return
    if condition.not_ is not None:
        yield from _of(a, condition.not_, holds=not holds)
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _of(a, part, holds=holds)
    if holds:
        yield from _of_atom(a, condition)


def _of_atom(a: Arrangement, atom: Condition) -> Iterator[_Thing]:
    for name in filter(None, (atom.done, atom.open, atom.lapsed)):
        yield "procedures", name
    for name in filter(None, (atom.in_force, atom.ended)):
        yield "instruments", name
    for name in filter(None, (atom.alleged, atom.breached)):
        yield "norms", name
    if atom.performed:
        yield "deeds", atom.performed
    answered = (atom.active, atom.owed, atom.honoured, atom.declined, atom.overdue)
    for name in filter(None, answered):
        yield "guarantees", name
    for name, procedure in a.procedures.items():
        found = atom.found and any(step.finds == atom.found for step in procedure.steps)
        ended = atom.ended and any(effect.terminate == atom.ended for effect in procedure.then)
        if found or ended:
            yield "procedures", name
    for name, g in a.guarantees.items():
        if atom.defended and g.protects.state == atom.defended:
            yield "guarantees", name
