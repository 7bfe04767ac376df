"""Conditions compiled to predicates on a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from foedus.language import SORTS, Arrangement, Condition, Guarantee
from foedus.process.state import Fight, Occasion, Progress, Standing, State

if TYPE_CHECKING:
    from foedus.process.clauses import Clauses

Predicate = Callable[[State], bool]

BINDING = (Standing.IN_FORCE, Standing.NOTICE_GIVEN)
ENDED = (Standing.WITHDRAWN, Standing.EXPIRED, Standing.TERMINATED)


def always(_state: State) -> bool:
    """Hold in every state: the meaning of a condition that is left out."""
    return True


def predicate(condition: Condition | None, clauses: Clauses, of: int | None = None) -> Predicate:
    """Compile `condition` to a function of the state; what is left out always holds.

    Parameters
    ----------
    condition
        The condition.
    clauses
        The clauses of its arrangement.
    of
        The place of the guarantee whose case it is read for: what can come about again and came
        about before the act began does not count for it. Left out, whenever it came about.
    """
    if condition is None:
        return always
    if condition.all is not None:
        every = [predicate(part, clauses, of) for part in condition.all]
        return lambda state: all(holds(state) for holds in every)
    if condition.any is not None:
        some = [predicate(part, clauses, of) for part in condition.any]
        return lambda state: any(holds(state) for holds in some)
    if condition.not_ is not None:
        inner = predicate(condition.not_, clauses, of)
        return lambda state: not inner(state)
    key = condition.key
    name = getattr(condition, _attribute(key))
    atom: Predicate = _ATOMS[key](condition, name, clauses)
    if of is None or (one := Occasion(key, name)) not in clauses.occasions[of]:
        return atom
    return lambda state: atom(state) and one not in state.record.guarantees[of].earlier


def of_what_is_there(condition: Condition, arrangement: Arrangement) -> Condition:
    """Replace statements about clauses that are not there: as if these had been and did nothing.

    None of them ever holds, but that a norm was complied with always does: nobody can breach it.
    """
    if condition.all is not None:
        return Condition(all=tuple(of_what_is_there(c, arrangement) for c in condition.all))
    if condition.any is not None:
        return Condition(any=tuple(of_what_is_there(c, arrangement) for c in condition.any))
    if condition.not_ is not None:
        return Condition(not_=of_what_is_there(condition.not_, arrangement))
    section, _ = SORTS.get(condition.key, ("", ""))
    if section and getattr(condition, condition.key) not in getattr(arrangement, section):
        return Condition(any=()) if condition.complied is None else Condition(all=())
    return condition


def outlasting(g: Guarantee) -> Condition:
    """Return what a guarantee hangs on once its instrument has ended: all, with that as it was."""
    parts = (g.in_force, g.due_when)
    return Condition(all=tuple(_as_it_was(c, g.in_ or "") for c in parts if c is not None))


def _as_it_was(c: Condition, instrument: str) -> Condition:
    """Return a condition in which an instrument that has ended is still in force for all."""
    if c.all is not None:
        return Condition(all=tuple(_as_it_was(part, instrument) for part in c.all))
    if c.any is not None:
        return Condition(any=tuple(_as_it_was(part, instrument) for part in c.any))
    if c.not_ is not None:
        return Condition(not_=_as_it_was(c.not_, instrument))
    if c.by is None and c.in_force == instrument:
        return Condition(all=())
    return Condition(any=()) if c.by is None and c.ended == instrument else c


def _attribute(key: str) -> str:
    return "from_" if key == "from" else key


def _procedure(progress: Progress) -> _Atom:
    def atom(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
        at = clauses.index.procedures[name]
        return lambda state: state.record.procedures[at].progress is progress

    return atom


def _done(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at = clauses.index.procedures[name]
    return lambda state: state.record.procedures[at].took_effect


def _norm(read: Callable[[State, int], bool]) -> _Atom:
    def atom(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
        at = clauses.index.norms[name]
        return lambda state: read(state, at)

    return atom


def _in_force(condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at, by = clauses.index.instruments[name], condition.by
    if by is None:
        return lambda state: state.record.instruments[at].standing in BINDING
    return lambda state: (
        state.record.instruments[at].standing in BINDING and not clauses.has_left(state, name, by)
    )


def _ended(condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at, by = clauses.index.instruments[name], condition.by
    if by is None:
        return lambda state: state.record.instruments[at].standing in ENDED
    return lambda state: (
        state.record.instruments[at].standing in ENDED or clauses.has_left(state, name, by)
    )


def _noticed(condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at = clauses.index.instruments[name]
    return lambda state: clauses.noticed(state, at, condition.by)


def _fight(outcome: Fight) -> _Atom:
    def atom(condition: Condition, name: str, clauses: Clauses) -> Predicate:
        fronts = _fronts(clauses, name, condition.against)
        if len(fronts) == 1:
            (only,) = fronts
            return lambda state: state.world.fight[only] is outcome
        return lambda state: any(state.world.fight[at] is outcome for at in fronts)

    return atom


def _conduct(read: Callable[[State, int], int]) -> _Atom:
    def atom(condition: Condition, name: str, clauses: Clauses) -> Predicate:
        by = condition.by or ""
        fronts, rung = _fronts(clauses, by, condition.against), clauses.index.rungs[by][name]
        if len(fronts) == 1:
            (only,) = fronts
            return lambda state: read(state, only) >= rung
        return lambda state: any(read(state, at) >= rung for at in fronts)

    return atom


def _fronts(clauses: Clauses, by: str, against: str | None) -> tuple[int, ...]:
    """Return the fronts that a statement about `by` is about; all of them without `against`."""
    if against is None:
        return clauses.index.fronts_of[by]
    return (clauses.index.fronts[by, against],)


def _signed(condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at = clauses.index.instruments[name]
    wanted = {condition.by} if condition.by else set(clauses.signatories(name))
    return lambda state: wanted <= state.record.signed[at]


def _performed(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
    at = clauses.index.deeds[name]
    return lambda state: state.record.performed[at]


def _member(condition: Condition, name: str, clauses: Clauses) -> Predicate:
    of = condition.of or ""
    party = clauses.arrangement.parties.get(of)
    if party is not None and name in party.members:
        return always
    at = clauses.index.admissions.get((name, of))
    if at is None:
        return lambda _state: False
    return lambda state: state.record.admitted[at]


def _guarantee(read: Callable[[Clauses, State, int], bool]) -> _Atom:
    def atom(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
        at = clauses.index.guarantees[name]
        return lambda state: read(clauses, state, at)

    return atom


def _defended(_condition: Condition, name: str, clauses: Clauses) -> Predicate:
    force = ("defend", "as_deemed_necessary", "right_only")
    guarantees = [
        at
        for at, g in enumerate(clauses.arrangement.guarantees.values())
        if g.protects.state == name and g.response in force
    ]
    return lambda state: any(clauses.honoured(state, at) for at in guarantees)


def _from(_condition: Condition, day: date, clauses: Clauses) -> Predicate:
    first = (day - clauses.arrangement.as_of).days
    return lambda state: state.day >= first


_Atom = Callable[[Condition, str, "Clauses"], Predicate]
_ATOMS: Mapping[str, Callable[..., Predicate]] = {
    "done": _done,
    "open": _procedure(Progress.OPEN),
    "lapsed": _procedure(Progress.LAPSED),
    "alleged": _norm(lambda state, at: state.record.alleged[at]),
    "found": _norm(lambda state, at: state.record.found[at]),
    "breached": _norm(lambda state, at: state.world.breached[at]),
    "complied": _norm(lambda state, at: not state.world.breached[at]),
    "in_force": _in_force,
    "ended": _ended,
    "noticed": _noticed,
    "signed": _signed,
    "act": _conduct(lambda state, at: state.world.rung[at]),
    "acted": _conduct(lambda state, at: state.world.peak[at]),
    "performed": _performed,
    "member": _member,
    "active": _guarantee(lambda clauses, state, at: clauses.active(state, at)),
    "owed": _guarantee(lambda clauses, state, at: clauses.owed(state, at)),
    "honoured": _guarantee(lambda clauses, state, at: clauses.honoured(state, at)),
    "declined": _guarantee(lambda clauses, state, at: clauses.declined(state, at)),
    "overdue": _guarantee(lambda clauses, state, at: clauses.overdue(state, at)),
    "defended": _defended,
    "prevailed": _fight(Fight.PREVAILED),
    "repelled": _fight(Fight.REPELLED),
    "from": _from,
}
