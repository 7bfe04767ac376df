"""On what help rests, read off the text: what has to come for it, and what only takes it away.

Each condition is read as it is written, whichever of its parts holds: what a promise waits for
helps, and what would forfeit it, or end the treaty that it stands in, hurts. One thing may do both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from foedus.language import Arrangement, Condition

Thing = tuple[str, str]
"""A section of the file and an id in it: a norm stands for its breach. A ``sunset`` is that of a
treaty: that its time is over.
"""
_Signed = tuple[Thing, bool]


def rests(a: Arrangement, on: Iterable[Thing]) -> Mapping[Thing, frozenset[bool]]:
    """Return what bears on whether some things come: whether each helps (True), or hurts (False).

    Parameters
    ----------
    a
        The arrangement.
    on
        What is to come: a response under a guarantee, the effect of a procedure, a treaty in force.
    """
    begun = [(thing, True) for thing in on]
    wanted = _reached(a, begun, lambda _thing, helps: helps)
    awaited = {name for (section, name), _ in wanted if section == "sunset"}
    needed = {name for (section, name), _ in wanted if section == "instruments"} - awaited

    def counts(thing: Thing, helps: bool) -> bool:
        """Leave out that a treaty which help needs ends: that stops what hurts, and all help."""
        section, name = thing
        return name not in needed or (section, helps) not in _ENDS

    found: dict[Thing, set[bool]] = {}
    for thing, helps in _reached(a, begun, counts):
        found.setdefault(thing, set()).add(helps)
    return {thing: frozenset(both) for thing, both in found.items()}


_ENDS = (("instruments", False), ("sunset", True))
"""That a treaty ends, by somebody's doing or by itself."""


def _reached(
    a: Arrangement, begun: Iterable[_Signed], counts: Callable[[Thing, bool], bool]
) -> set[_Signed]:
    """Return all that bears on what is begun with, by way of what counts alone."""
    pending, seen = list(begun), set[_Signed]()
    while pending:
        one = pending.pop()
        if one not in seen and counts(*one):
            seen.add(one)
            (section, name), helps = one
            pending += _ON[section](a, name, helps)
    return seen


def needed_procedures(a: Arrangement) -> frozenset[str]:
    """Return the procedures that may have to bring help about; all where no help is promised.

    To consult is help where no more is promised.
    """
    if not a.guarantees:
        return frozenset(a.procedures)
    promised = {name for name, g in a.guarantees.items() if g.response != "consult"}
    on = [("guarantees", name) for name in promised or a.guarantees]
    on += [("procedures", n) for n, p in a.procedures.items() if any(e.admit for e in p.then)]
    found = rests(a, on)
    return frozenset(name for name in a.procedures if True in found.get(("procedures", name), ()))


def _guarantee(a: Arrangement, name: str, helps: bool) -> Iterator[_Signed]:
    g = a.guarantees[name]
    yield from _in(g.in_, helps)
    for condition in (g.in_force, g.activates_when, g.due_when):
        yield from _of(a, condition, helps)
    yield from _of(a, g.forfeited_if, not helps)


def _procedure(a: Arrangement, name: str, helps: bool) -> Iterator[_Signed]:
    procedure = a.procedures[name]
    yield from _in(procedure.in_, helps)
    if procedure.opens.alleging is not None:
        yield ("norms", procedure.opens.alleging), helps
    yield from _of(a, procedure.opens.when, helps)
    for step in procedure.steps:
        yield from _of(a, step.needs, helps)


def _instrument(a: Arrangement, name: str, helps: bool) -> Iterator[_Signed]:
    yield from _of(a, a.instruments[name].enters, helps)
    for other, text in a.instruments.items():
        if name in text.supersedes:
            yield ("instruments", other), not helps
    for other, procedure in a.procedures.items():
        for effect in procedure.then:
            if effect.bring_into_force == name:
                yield ("procedures", other), helps
            if effect.terminate == name:
                yield ("procedures", other), not helps


def _norm(a: Arrangement, name: str, helps: bool) -> Iterator[_Signed]:
    norm = a.norms[name]
    yield from _in(norm.in_, helps)
    for condition in (norm.while_, norm.when):
        yield from _of(a, condition, helps)
    yield from _of(a, norm.unless, not helps)
    if norm.obligation is not None:
        yield ("deeds", norm.obligation), not helps
    elif norm.prohibition in a.deeds:
        yield ("deeds", norm.prohibition or ""), helps


def _in(instrument: str | None, helps: bool) -> Iterator[_Signed]:
    """Yield the treaty that a clause stands in, which takes the clause with it as it runs out."""
    if instrument is not None:
        yield ("instruments", instrument), helps
        yield ("sunset", instrument), not helps


def _sunset(_a: Arrangement, _name: str, _helps: bool) -> Iterator[_Signed]:
    yield from ()  # a day of the calendar rests on nothing


def _deed(a: Arrangement, name: str, helps: bool) -> Iterator[_Signed]:
    yield from _of(a, a.deeds[name].needs, helps)


_ON: Mapping[str, Callable[[Arrangement, str, bool], Iterator[_Signed]]] = {
    "guarantees": _guarantee,
    "procedures": _procedure,
    "instruments": _instrument,
    "norms": _norm,
    "deeds": _deed,
    "sunset": _sunset,
}


def _of(a: Arrangement, condition: Condition | None, helps: bool) -> Iterator[_Signed]:
    if condition is None:
        return
    if condition.not_ is not None:
        yield from _of(a, condition.not_, not helps)
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _of(a, part, helps)
    for section, names in _named(a, condition):
        yield from (((section, name), helps) for name in names if name)
    if condition.complied:
        yield ("norms", condition.complied), not helps
    if condition.in_force:
        yield ("sunset", condition.in_force), not helps
    if condition.ended:
        yield ("sunset", condition.ended), helps


def _named(a: Arrangement, atom: Condition) -> Iterator[tuple[str, list[str | None]]]:
    yield "procedures", [atom.done, atom.open, atom.lapsed]
    yield "instruments", [atom.in_force, atom.ended]
    yield "norms", [atom.alleged, atom.breached]
    yield "deeds", [atom.performed]
    yield "guarantees", [atom.active, atom.owed, atom.honoured, atom.declined, atom.overdue]
    for name, procedure in a.procedures.items():
        found = atom.found and any(step.finds == atom.found for step in procedure.steps)
        alleged = atom.alleged and procedure.opens.alleging == atom.alleged
        ended = atom.ended and any(effect.terminate == atom.ended for effect in procedure.then)
        admits = atom.member and any(effect.admit == atom.member for effect in procedure.then)
        if found or alleged or ended or admits:
            yield "procedures", [name]
    yield "guarantees", [n for n, g in a.guarantees.items() if g.protects.state == atom.defended]
