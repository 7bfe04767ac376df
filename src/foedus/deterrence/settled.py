"""Which conditions are settled: true, or false, whatever still comes.

A stake whose condition is settled is paid at the move that settles it, and not at the end. What
only it reads need not be remembered any more, so that stories which differ in nothing else go on
as one: whoever has eaten its words has paid for it, and what it once claimed changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from foedus.deterrence.situation import fought
from foedus.language import Arrangement, Condition
from foedus.process import Clauses, State, conditions_in, of_what_is_there, predicate

Settled = Callable[[State], bool | None]
"""Whether a condition holds for good, never will, or may still change (None)."""
STAYS = ("acted", "breached", "alleged", "found", "prevailed", "repelled", "from")
"""What does not cease to hold once it does."""
_ALWAYS = Condition(all=())


def settled(condition: Condition, clauses: Clauses) -> Settled:
    """Compile a condition to whether it is settled in a state.

    Parameters
    ----------
    condition
        The condition; of clauses that the arrangement has.
    clauses
        The clauses of the arrangement.
    """
    for parts, decides in ((condition.all, False), (condition.any, True)):
        if parts is not None:
            return _joined([settled(part, clauses) for part in parts], decides)
    if condition.not_ is not None:
        inner = settled(condition.not_, clauses)
        return lambda state: None if (so := inner(state)) is None else not so
    if condition.complied is not None:  # never breached so far: a breach settles it
        return _for_good(predicate(Condition(breached=condition.complied), clauses), False)
    if condition.performed is not None or condition.acted is not None:
        return _chosen(condition, clauses)
    if condition.key in STAYS:
        return _for_good(predicate(condition, clauses), True)
    return open_


def open_(_state: State) -> None:
    """Say of any state that it settles nothing."""


def _for_good(holds: Callable[[State], bool], as_: bool) -> Settled:
    return lambda state: as_ if holds(state) else None


def _chosen(condition: Condition, clauses: Clauses) -> Settled:
    """Return whether an act or a deed is settled: nobody chooses one once a fight is decided.

    What is owed may be done until it is late.
    """
    holds, owed = predicate(condition, clauses), False
    barred: Settled = open_
    if condition.performed is not None:
        deed = clauses.arrangement.deeds[condition.performed]
        norms = clauses.arrangement.norms.values()
        owed = condition.performed in {norm.obligation for norm in norms}
        if deed.reversible:
            return open_
        barred = settled(of_what_is_there(deed.needs or _ALWAYS, clauses.arrangement), clauses)

    def so(state: State) -> bool | None:
        if holds(state):
            return True
        return False if (fought(state) and not owed) or barred(state) is False else None

    return so


def _joined(parts: list[Settled], decides: bool) -> Settled:
    def so(state: State) -> bool | None:
        known = [part(state) for part in parts]
        if decides in known:
            return decides
        return None if None in known else not decides

    return so


class Fact(NamedTuple):
    """A deed done, or a breach that was, was alleged or found, that no clause reads.

    Parameters
    ----------
    at
        Its place among facts of its kind.
    stakes
        Which of `Facts.closing` read it: once they are settled nobody does.
    """

    at: int
    stakes: tuple[int, ...]


class Facts(NamedTuple):
    """Such facts by kind, and the stakes that read any of them."""

    performed: tuple[Fact, ...]
    alleged: tuple[Fact, ...]
    found: tuple[Fact, ...]
    breached: tuple[Fact, ...]
    closing: tuple[int, ...]


def facts_of(a: Arrangement, scored: Sequence[Condition]) -> Facts:
    """Return the facts that no clause reads.

    Parameters
    ----------
    a
        The arrangement.
    scored
        The conditions of the stakes, by number.
    """
    clauses = [*conditions_in(a)]
    procedures = a.procedures.values()
    alleging = {p.opens.alleging for p in procedures}
    finding = {step.finds for p in procedures for step in p.steps}
    owed = {x for norm in a.norms.values() for x in (norm.obligation, norm.prohibition)}

    closing: dict[int, int] = {}

    def of(known: Iterable[str], kept: set[str | None], *keys: str) -> tuple[Fact, ...]:
        def read(c: Condition, name: str) -> bool:
            return any(getattr(atom, key) == name for atom in c.atoms() for key in keys)

        def reading(name: str) -> tuple[int, ...]:
            stakes = [number for number, c in enumerate(scored) if read(c, name)]
            return tuple(closing.setdefault(number, len(closing)) for number in stakes)

        return tuple(
            Fact(at, reading(name))
            for at, name in enumerate(known)
            if name not in kept and not any(read(c, name) for c in clauses)
        )

    kinds = (
        of(a.deeds, owed, "performed"),
        of(a.norms, set(), "alleged"),
        of(a.norms, set(), "found"),
        of(a.norms, alleging | finding, "breached", "complied"),
    )
    return Facts(*kinds, tuple(closing))
