"""Goals: what a question asks of a state, and what of the text bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from foedus.language import Condition, Guarantee, is_duty, strength
from foedus.process.conditions import predicate
from foedus.process.exploration import Item, Test, of_condition
from foedus.process.obligation import able
from foedus.process.process import Process
from foedus.process.state import NEVER, Standing, State


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that may come about.

    Parameters
    ----------
    kind
        What is to become of the clause: ``owed``, ``allowed``, ``found``, ...
    name
        The clause it is about, for the answer.
    items
        What of the text it reads; a walk is sliced to these and to what they depend on.
    holds
        Whether it is so in a state.
    """

    kind: str
    name: str
    items: tuple[Item, ...]
    holds: Test = field(compare=False)


def owed(process: Process, guarantee: str) -> Goal:
    """Return the goal that the response under a guarantee is owed; a right to respond never is."""
    at = process.clauses.index.guarantees[guarantee]
    clauses = process.clauses
    items = (Item("owed", guarantee),)
    return Goal("owed", guarantee, items, lambda state: clauses.owed(state, at))


def allowed(process: Process, guarantee: str) -> Goal:
    """Return the goal that the response under a guarantee may be given, owed or not."""
    at = process.clauses.index.guarantees[guarantee]
    clauses = process.clauses
    items = (Item("owed", guarantee),)
    return Goal("allowed", guarantee, items, lambda state: clauses.answerable(state, at))


def found(process: Process, norm: str) -> Goal:
    """Return the goal that a breach of a norm is on record as found."""
    at = process.clauses.index.norms[norm]
    return Goal("found", norm, (Item("found", norm),), lambda state: state.record.found[at])


def obliged(process: Process, norm: str) -> Goal:
    """Return the goal that the deed to which a norm obliges is owed, and not done."""
    clauses = process.clauses
    at = clauses.index.norms[norm]
    text, deed = clauses.norms[at], dict(clauses.owing)[at]

    def holds(state: State) -> bool:
        if state.record.performed[deed] or not clauses.binds(state, at):
            return False
        due = state.record.due[at] > NEVER
        return due or (text.norm.open_ended and text.when(state))

    return Goal("obliged", norm, (Item("due", norm),), holds)


def effect(process: Process, procedure: str) -> Goal:
    """Return the goal that a procedure takes effect."""
    at = process.clauses.index.procedures[procedure]
    return Goal(
        "effect",
        procedure,
        (Item("procedure", procedure),),
        lambda state: state.record.procedures[at].took_effect,
    )


def begun(process: Process, instrument: str) -> Goal:
    """Return the goal that an instrument has come into force, whether it has ended since or not."""
    at = process.clauses.index.instruments[instrument]
    proposed = Standing.PROPOSED
    return Goal(
        "begun",
        instrument,
        (Item("instrument", instrument),),
        lambda state: state.record.instruments[at].standing is not proposed,
    )


def signed(process: Process, instrument: str) -> Goal:
    """Return the goal that all who must sign an instrument have, whether it is in force or not."""
    return condition(process, Condition(signed=instrument), instrument)


def binding(process: Process, guarantee: str) -> Goal:
    """Return the goal that a guarantee binds, whether or not its case has arisen."""
    at = process.clauses.index.guarantees[guarantee]
    clauses = process.clauses
    items = (Item("owed", guarantee),)
    return Goal("binding", guarantee, items, lambda state: clauses.active(state, at))


def condition(process: Process, text: Condition, name: str = "") -> Goal:
    """Return the goal that a condition of the language holds."""
    return Goal(
        "holds",
        name or repr(text),
        tuple(of_condition(process, text)),
        predicate(text, process.clauses),
    )


def any_of(goals: Iterable[Goal]) -> Goal:
    """Return the goal that one of several comes about, whichever is first."""
    several = tuple(goals)
    if len(several) == 1:
        return several[0]
    return Goal(
        " or ".join(dict.fromkeys(goal.kind for goal in several)),
        " or ".join(goal.name for goal in several),
        tuple(dict.fromkeys(item for goal in several for item in goal.items)),
        lambda state: any(goal.holds(state) for goal in several),
    )


def duties(process: Process, by: str, against: str) -> list[tuple[str, Guarantee]]:
    """Return the guarantees that bind somebody to answer acts of `by` against `against`.

    The strongest response comes first, then in the order of the file. One for another victim is no
    protection, one under which nobody can answer is none, and a right is no duty.
    """
    found = [(name, g) for name, g in _answers(process, by, against) if is_duty(g.response)]
    return sorted(found, key=lambda pair: -strength(pair[1].response))


def rights(process: Process, by: str, against: str) -> list[tuple[str, Guarantee]]:
    """Return the guarantees under which such acts may, but need not, be answered.

    Whoever is acted against may itself be given the right: nobody helps it, but that follows.
    """
    named = _answers(process, by, against)
    return [(name, g) for name, g in named if not is_duty(g.response)]


def _answers(process: Process, by: str, against: str) -> list[tuple[str, Guarantee]]:
    """Return the guarantees that answer such acts, and under which somebody can."""
    a = process.arrangement
    return [(n, a.guarantees[n]) for n in a.answered(by, against) if able(a.guarantees[n])]
