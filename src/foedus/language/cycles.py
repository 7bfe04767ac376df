"""Clauses that wait for each other, so that none of them can ever come about.

A clause waits for another when a condition needs it whatever else holds: not when it is one of
several ways, and not when something else can bring it about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from foedus.language.arrangement import Arrangement
from foedus.language.conditions import Condition
from foedus.language.names import Found
from foedus.language.nodes import Path

Clause = tuple[str, str]
"""A clause by its section and id."""
_SORTS = {
    "in_force": "instruments",
    "ended": "instruments",
    "noticed": "instruments",
    "done": "procedures",
    "open": "procedures",
    "lapsed": "procedures",
    "performed": "deeds",
    "active": "guarantees",
    "owed": "guarantees",
    "honoured": "guarantees",
    "declined": "guarantees",
    "overdue": "guarantees",
}
_READS_ITSELF = {"active", "owed", "overdue"}


_NEVER = "so it can never come about"


def is_waiting(found: Found) -> bool:
    """Say whether what was found is a circle of clauses that wait for each other."""
    return found.message.endswith(_NEVER)


def cyclic(a: Arrangement) -> Iterator[Found]:
    """Yield each circle of clauses that wait for each other, once."""
    yield from _circles(_waits(a), "waits for", _NEVER)
    yield from _circles(_definitions(a), "is in force only if", "so nobody can say whether it is")
    supersedes: dict[Clause, dict[Clause, Path]] = {
        ("instruments", name): {
            ("instruments", other): ("instruments", name, "supersedes")
            for other in instrument.supersedes
        }
        for name, instrument in a.instruments.items()
    }
    yield from _circles(supersedes, "supersedes", "so each ends the other")


Edges = Mapping[Clause, Mapping[Clause, Path]]
"""For each clause, those that it depends on, each with the place that says so."""


def _waits(a: Arrangement) -> Edges:
    brought = {e.bring_into_force for p in a.procedures.values() for e in p.then}
    waits: dict[Clause, dict[Clause, Path]] = {}

    def wait(clause: Clause, condition: Condition | None, path: Path) -> None:
        under_way = ("open", clause[1])  # a step may ask that its own procedure be under way
        waits.setdefault(clause, {}).update(
            {
                (_SORTS[key], name): path
                for key, name in _needed(condition)
                if _SORTS[key] != "guarantees" and (key, name) != under_way
            }
        )

    for name, instrument in a.instruments.items():
        if instrument.status != "in_force" and name not in brought:
            wait(("instruments", name), instrument.enters, ("instruments", name, "enters"))
    for name, procedure in a.procedures.items():
        clause, path = ("procedures", name), ("procedures", name)
        wait(clause, procedure.opens.when, (*path, "opens", "when"))
        if procedure.in_ is not None:
            waits[clause]["instruments", procedure.in_] = (*path, "in")
        for at, step in enumerate(procedure.steps):
            if at == 0 or procedure.steps[at - 1].on_pass == "next":
                wait(clause, step.needs, (*path, "steps", at, "needs"))
    for name, deed in a.deeds.items():
        wait(("deeds", name), deed.needs, ("deeds", name, "needs"))
    return waits


def _needed(condition: Condition | None) -> Iterator[tuple[str, str]]:
    """Yield the statements (key and name) that are true wherever `condition` holds."""
    if condition is None:
        return
    for part in condition.all or ():
        yield from _needed(part)
    for key in condition.written():
        if key in _SORTS:
            yield key, getattr(condition, key)


def _definitions(a: Arrangement) -> Edges:
    """Return which guarantees are defined by whether another is active or owed."""
    return {
        ("guarantees", name): {
            ("guarantees", getattr(atom, atom.key)): ("guarantees", name, key)
            for key in ("in_force", "due_when")
            for condition in (getattr(guarantee, key),)
            for atom in (condition.atoms() if condition else ())
            if atom.written() and atom.key in _READS_ITSELF
        }
        for name, guarantee in a.guarantees.items()
    }


def _circles(edges: Edges, verb: str, so: str) -> Iterator[Found]:
    told: set[Clause] = set()
    for start in edges:
        circle = [] if start in told else _back_to(edges, start)
        if not circle:
            continue
        told |= set(circle)
        names = [repr(name) for _, name in circle]
        places = [edges[one][circle[(at + 1) % len(circle)]] for at, one in enumerate(circle)]
        verbs = ["is due only if" if place[-1] == "due_when" else verb for place in places]
        if len(circle) == 1:
            itself = "it is so already" if verbs[0].endswith(" if") else "itself"
            message = f"{names[0]} {verbs[0]} {itself}, {so}"
        else:
            onward = zip(verbs[1:], [*names[2:], names[0]], strict=True)
            chain = "".join(f", which {how} {name}" for how, name in onward)
            message = f"{names[0]} {verbs[0]} {names[1]}{chain}, {so}"
        yield Found(places[0], message)


def _back_to(edges: Edges, start: Clause) -> list[Clause]:
    """Return the shortest circle through `start`, empty when there is none."""
    paths: list[list[Clause]] = [[start]]
    seen: set[Clause] = set()
    for path in paths:
        following: Iterable[Clause] = edges.get(path[-1], ())
        for clause in following:
            if clause == start:
                return path
            if clause not in seen:
                seen.add(clause)
                paths.append([*path, clause])
    return []
