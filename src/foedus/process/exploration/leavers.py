"""Who leaves a text, where a slice does not see who it is, or that anybody has.

Notices that run side by side are as many clocks, in every order. Two things keep them few. Where
two parties have the same part in every clause of a slice, each play has a twin in which they have
changed places, and one of the two need be looked at (Emerson and Sistla 1996, "Symmetry and model
checking", Formal Methods in System Design 9, 105-131): of those that have done the same up to a
state only the first gives notice. And where for whatever a party does in the slice there is another
that has given no notice, nothing hangs on the day on which it is out: the other is bound as long,
for notices of a text are equally long and end in their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from foedus.language import plain
from foedus.process.electorate import conditions_in
from foedus.process.exploration.relevance import Scope
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import NEVER, Progress, State, put

_TABLES: Mapping[str, tuple[str, ...]] = {
    "instruments": ("instrument",),
    "norms": ("breached", "found", "alleged", "due"),
    "procedures": ("procedure",),
    "guarantees": ("owed", "answers", "late"),
    "deeds": ("deed",),
}
"""The tables of clauses, each with the kinds of item that are about one of them."""
_FEWEST = 2
"""Parties without which a text ends for all."""
_TOLD = ("label", "name", "plural", "role", "source", "text", "article", "readings", "settled_by")
"""What is there to be read: nobody may or must do anything for it."""


class Leavers:
    """The parties that may leave a text of a slice, told apart only as far as the slice does.

    Parameters
    ----------
    process
        The process.
    scope
        The slice.
    named
        Parties of whom something is asked by name: each is told apart from all others, as are those
        whose acts the slice reads, and whom these are directed at.
    """

    def __init__(self, process: Process, scope: Scope, named: Collection[str]) -> None:
        self._clauses = process.clauses
        index, a = process.clauses.index, process.arrangement
        self._texts = sorted(index.instruments[n] for n in scope.names("instrument"))
        self._promises = [
            (at, a.guarantees[process.clauses.guarantee_ids[at]].owed_by)
            for at in sorted(index.guarantees[n] for n in scope.names("answers"))
        ]
        self._procedures = sorted(index.procedures[n] for n in scope.names("procedure"))
        pairs = (process.clauses.front_ids[front] for front in scope.fronts)
        apart = {who for pair in pairs for who in pair}.union(named)
        leaving = [party for party in _leaving(process, scope) if party not in apart]
        leaving = leaving if len(leaving) > 1 else []  # notices run side by side, or not at all
        self._first: dict[str, tuple[str, ...]] = {}
        for group in _groups(process, scope, leaving):
            for place, party in enumerate(group):
                self._first[party] = group[:place]
        self._parts = {
            (party, name): parts
            for party in leaving
            for name in scope.names("instrument")
            if (parts := _parts(process, scope, party, name)) is not None
        }

    def __bool__(self) -> bool:
        """Say whether anybody is not told apart."""
        return bool(self._first or self._parts)

    @property
    def few(self) -> bool:
        """Whether the slice sees of some that it has left, and not when."""
        return bool(self._parts)

    def leaves_for(self, state: State, move: Move) -> bool:
        """Say whether another that has done the same so far gives notice for whoever gives it."""
        others = self._first.get(move.actor, ()) if move.kind == "withdraw" else ()
        mine = self._done(state, move.actor) if others else None
        return mine is not None and any(self._done(state, other) == mine for other in others)

    def out(self, before: State, move: Move, after: State) -> State:
        """Return the state after a move; whoever gives a notice of which nothing hangs is out.

        That is so where for each of its parts another has given none, and two besides it are left.
        """
        parts = self._parts.get((move.actor, move.clause)) if move.kind == "withdraw" else None
        if parts is None:
            return after
        at = self._clauses.index.instruments[move.clause]
        gone = {exit_.party for exit_ in before.record.instruments[at].exits} | {move.actor}
        fewest = zip(parts, (_FEWEST, *[1] * len(parts)), strict=False)
        if any(len(part - gone) < fewest_left for part, fewest_left in fewest):
            return after
        record = after.record
        life = record.instruments[at]
        exits = tuple(
            one._replace(ends=after.day, out=after.day) if one.party == move.actor else one
            for one in life.exits
        )
        lives = put(record.instruments, at, life._replace(exits=exits))
        return after.recording(record._replace(instruments=lives))

    def _done(self, state: State, party: str) -> tuple[object, ...] | None:
        """Return what a party has done that a state shows; ``None`` while a notice of it runs.

        Of two notices that run, a state shows one day each where a node holds many.
        """
        record, found = state.record, list[object]()
        for at in self._texts:
            gone = next((g for g in record.instruments[at].exits if g.party == party), None)
            if gone is not None and gone.out == NEVER:
                return None
            found += [party in record.signed[at], gone and gone.out]
        for at, owers in self._promises:
            answers = zip(owers, record.guarantees[at].answers, strict=True)
            found.append([answer for by, answer in answers if by == party])
        for at in self._procedures:
            course = record.procedures[at]
            if course.progress is Progress.OPEN:
                classes = self._clauses.steps[at][course.step].electorate.classes
                ballots = zip(classes, course.tally, strict=True)
                found.append([cast for label, cast in ballots if label == party])
        return tuple(found)


def _groups(process: Process, scope: Scope, leaving: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield the parties, two or more, that may change places without changing what a slice says."""
    groups: list[list[str]] = []
    said = _said(process, scope) if len(leaving) > 1 else {}
    for party in leaving:
        for group in groups:
            exchanged = {group[0]: party, party: group[0]}
            if _named(said, exchanged) == _named(said, {}):
                group.append(party)
                break
        else:
            groups.append([party])
    yield from (tuple(group) for group in groups if len(group) > 1)


def _parts(
    process: Process, scope: Scope, party: str, text: str
) -> tuple[frozenset[str], ...] | None:
    """Return who has a part in a text, then for each part of one party everybody who has it too.

    ``None`` where it matters of this very party whether it is out.
    """
    a = process.arrangement
    instrument = a.instruments[text]
    withdrawal = instrument.withdrawal
    alone = process.clauses.leaves_alone[process.clauses.index.instruments[text]]
    if withdrawal is None or party not in withdrawal.by or not alone:
        return None
    if any(party == atom.by for c in conditions_in(a) for atom in c.atoms()):
        return None
    parts = [instrument.parties]
    for name in _in_scope(scope, "guarantees"):
        g = a.guarantees[name]
        if g.in_ != text:
            continue
        if party == g.protects.state or (party in g.owed_by and name in scope.names("answers")):
            return None
        parts += [g.owed_by, g.owed_to]
    for name in _in_scope(scope, "norms"):
        norm = a.norms[name]
        if norm.in_ == text and norm.prohibition == "admit" and party in norm.bearer:
            return None
        parts += [norm.bearer, norm.owed_to or norm.towards] if norm.in_ == text else []
    for name in _in_scope(scope, "procedures"):
        if a.procedures[name].in_ == text:
            parts.append(a.procedures[name].opens.by)
    return (frozenset(parts[0]), *(frozenset(part) for part in parts[1:] if party in part))


def _in_scope(scope: Scope, table: str) -> list[str]:
    """Return the clauses of a table that a slice reads."""
    return sorted({name for kind in _TABLES[table] for name in scope.names(kind)})


def _leaving(process: Process, scope: Scope) -> dict[str, None]:
    """Return who may leave a text of the slice."""
    texts = (process.arrangement.instruments[name] for name in sorted(scope.names("instrument")))
    return dict.fromkeys(by for i in texts if i.withdrawal for by in i.withdrawal.by)


def _said(process: Process, scope: Scope) -> dict[str, Any]:
    """Return what the clauses of a slice say, as plain values."""
    a = process.arrangement
    clauses = {
        table: {
            name: plain(clause)
            for name, clause in getattr(a, table).items()
            if name in _in_scope(scope, table)
        }
        for table in _TABLES
    }
    by = {step.by for name in scope.names("procedure") for step in a.procedures[name].steps}
    bodies = {name: plain(body) for name, body in a.bodies.items() if name in by}
    others = {"bodies": bodies, "parties": plain(a.parties)}
    return {k: _bare(v) for k, v in (clauses | others).items()}


def _bare(value: Any) -> Any:
    """Return plain values without what is there to be read."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in _TOLD}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _named(said: Any, names: Mapping[str, str]) -> Any:
    """Return plain values with names exchanged, and lists of names in one order."""
    if isinstance(said, dict):
        return {names.get(key, key): _named(inner, names) for key, inner in said.items()}
    if isinstance(said, list):
        parts = [_named(inner, names) for inner in said]
        return sorted(parts) if all(isinstance(part, str) for part in parts) else parts
    return names.get(said, said) if isinstance(said, str) else said
