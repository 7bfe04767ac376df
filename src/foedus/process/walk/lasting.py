"""What lasts through a day: what nobody on the other side can take away before it is answered.

Responses come last on a day. What is owed from an act or a finding on is no answer where whoever
opens a procedure, votes in one or does a deed on that same day makes it lapse before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.language import Condition
from foedus.process.electorate import conditions_of
from foedus.process.exploration import ACTED, Projection, Scope, Test
from foedus.process.process import Process
from foedus.process.state import State
from foedus.process.walk.forcing import Opposed

_DEEDS = ("perform", "undo", "sign")
_STEPS = ("allege", "open", "ballot")


def lasting(projection: Projection, holds: Test, against: Mapping[str, int]) -> Test:
    """Return the test whether something is so and those named cannot undo it on the same day.

    It is `holds` itself where nothing that they can do could.

    Parameters
    ----------
    projection
        The slice in which it is asked.
    holds
        What is to last. That a third power joins in on the ground is not looked at here.
    against
        How many of each class, or which party, may take it away.
    """
    process, read = projection.process, projection.scope
    steps = undoing(process, read)
    if against.keys().isdisjoint(able_to_undo(process, read, steps)):
        return holds
    sides, known = Opposed(process, against), dict[State, bool]()

    def taken(start: State) -> bool:
        pending, seen = [(start, ACTED)], {start}
        while pending:
            state, hour = pending.pop()
            for batch in projection.acts(state, hour, against, opposed=True):
                kind = batch[0].kind
                bears = kind in _DEEDS or (kind in _STEPS and batch[0].clause in steps)
                if not bears or not sides.theirs(batch):
                    continue
                after = projection.after(state, hour, batch)
                if not holds(after.state):
                    return True
                if after.state not in seen:
                    seen.add(after.state)
                    pending.append((after.state, after.hour))
        return False

    def lasts(state: State) -> bool:
        if not holds(state):
            return False
        if state not in known:
            known[state] = not taken(state)
        return known[state]

    return lasts


def undoing(process: Process, read: Scope) -> frozenset[str]:
    """Return the procedures of a slice whose course can take away what is so.

    What merely has to come about, a finding or a decision that is never asked for again, cannot.
    """
    a, named = process.arrangement, {item.name for item in read.items}
    written = [one for name, several in conditions_of(a) if name in named for one in several]
    denied = any(_denies(condition) for condition in written)
    ending = [g.forfeited_if for name, g in a.guarantees.items() if name in named]
    norms = {atom.found or atom.alleged for one in ending if one for atom in one.atoms()} - {None}
    spent = {atom.done for one in ending if one for atom in one.atoms()}
    passing = {atom.open or atom.lapsed for one in written for atom in one.atoms()} | spent
    passing |= {
        atom.done
        for one in written
        for atom in one.atoms()
        if atom.done and process.clauses.again[process.clauses.index.procedures[atom.done]]
    }
    found = {
        name
        for name in read.names("procedure")
        for p in (a.procedures[name],)
        if denied
        or p.then
        or name in passing
        or p.opens.alleging in norms
        or any(step.finds in norms for step in p.steps)
    }
    return frozenset(found | _before(process, read, found))


def _before(process: Process, read: Scope, found: set[str]) -> set[str]:
    """Return all procedures if one of those found waits for what another one brings about."""
    waits = any(process.arrangement.procedures[name].opens.when for name in found)
    return set(read.names("procedure")) if waits else set()


def _denies(condition: Condition) -> bool:
    """Say whether a condition asks somewhere that something is not so."""
    if condition.not_ is not None:
        return True
    return any(_denies(part) for part in (*(condition.all or ()), *(condition.any or ())))


def able_to_undo(process: Process, read: Scope, steps: frozenset[str]) -> Iterator[str]:
    """Yield everybody who can do a deed, open one of some procedures or vote in it, by class."""
    a, clauses = process.arrangement, process.clauses
    yield from (a.deeds[name].by for name in sorted(read.names("deed")))
    for name in sorted(read.names("instrument")):
        yield from clauses.signatories(name) if a.instruments[name].status == "proposed" else ()
    for name in sorted(steps):
        yield from a.procedures[name].opens.by
        for compiled in clauses.steps[clauses.index.procedures[name]]:
            yield from () if compiled.step.escrowed else compiled.electorate.classes
