"""What orderings of outcomes speak of: a few facts that hold or do not, whatever the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.language import Guarantee
from foedus.process.naming import act_label, called
from foedus.process.process import Process
from foedus.process.state import Standing, State

_LEFT = (Standing.NOTICE_GIVEN, Standing.WITHDRAWN)
_HELPS = {
    "arms": ("sends {0} arms", "send {0} arms"),
    "consult": ("consults over {0}", "consult over {0}"),
    "sanctions": ("imposes sanctions for {0}", "impose sanctions for {0}"),
}


class Fact(NamedTuple):
    """Something that orderings can speak of.

    Parameters
    ----------
    id
        What it is called in statements of preference: ``RUS.attack``, ``UKR.in.NATO``.
    says
        That it holds, as a clause of a sentence.
    within
        A lesser fact that goes without saying where this holds: a lesser act of the same party.
    """

    id: str
    says: str
    within: str = ""


def facts(
    process: Process, states: Sequence[State]
) -> tuple[tuple[Fact, ...], tuple[tuple[int, ...], ...]]:
    """Return the facts that differ between states of a process, and which hold in each."""
    rows = [list(_holding(process, state)) for state in states]
    every = list(dict.fromkeys(fact for row in rows for fact in row))
    differ = [fact for fact in every if not all(fact in row for row in rows)]
    at = {fact: number for number, fact in enumerate(differ)}
    return tuple(differ), tuple(tuple(sorted(at[f] for f in row if f in at)) for row in rows)


def told(facts: Sequence[Fact]) -> list[str]:
    """Return facts that hold together as clauses; of one party's acts only the gravest.

    Examples
    --------
    >>> told([Fact("R.seize", "R seizes land"), Fact("R.attack", "R attacks", "R.seize")])
    ['R attacks']
    """
    within = {fact.within for fact in facts}
    return [fact.says for fact in facts if fact.id not in within]


def _holding(process: Process, state: State) -> Iterator[Fact]:
    yield from _in_the_world(process, state)
    yield from _on_record(process, state)
    a, clauses = process.arrangement, process.clauses
    for at, (clause, text) in enumerate(a.guarantees.items()):
        if clauses.honoured(state, at):
            yield Fact(f"help.{clause}", _help(process, clause, text))


def _in_the_world(process: Process, state: State) -> Iterator[Fact]:
    a, index = process.arrangement, process.clauses.index
    for (actor, target), at in index.fronts.items():
        ladder, several = a.conduct[actor], index.several(actor)
        lesser, whom = "", f" (against {called(a, target)})" if several else ""
        for act in ladder.acts[1 : state.world.peak[at] + 1]:
            label = act_label(process.clauses, actor, act.act)
            says = f"{called(a, actor)} {label}" if act.label else f"{called(a, actor)}: {label}"
            fact = f"{actor}.{act.act}.{target}" if several else f"{actor}.{act.act}"
            yield Fact(fact, says + whom, lesser)
            lesser = fact
    for deed, text in a.deeds.items():
        if state.record.performed[index.deeds[deed]]:
            yield Fact(f"done.{deed}", f"{_clause(text.label, deed)} is done")


def _on_record(process: Process, state: State) -> Iterator[Fact]:
    a, index = process.arrangement, process.clauses.index
    for (clause, instrument), life in zip(
        a.instruments.items(), state.record.instruments, strict=True
    ):
        name = _clause(instrument.name, clause)
        if life.standing in _LEFT:
            by = instrument.withdrawal.by if instrument.withdrawal else ()
            who = called(a, by[0]) if len(by) == 1 else "a party"
            yield Fact(f"left.{clause}", f"{who} has left {name}")
        elif instrument.status != "in_force" and life.standing is Standing.IN_FORCE:
            yield Fact(f"agreed.{clause}", f"{name} is in force")
    for norm in a.norms:
        if state.record.found[index.norms[norm]]:
            yield Fact(f"found.{norm}", f"a breach {_breach(process, norm)} is on record")
    for (who, to), at in index.admissions.items():
        if state.record.admitted[at]:
            yield Fact(f"{who}.in.{to}", f"{called(a, who)} is in {called(a, to)}")


def _breach(process: Process, norm: str) -> str:
    """Say whose breach it is, or of which norm, if that does not tell."""
    norms = process.arrangement.norms
    bearers = norms[norm].bearer
    alone = [n for n in norms.values() if n.bearer == bearers and n.prohibition != "admit"]
    if len(bearers) == 1 and len(alone) == 1:
        return f"by {called(process.arrangement, bearers[0])}"
    return f"of {norm!r}"


def _help(process: Process, clause: str, text: Guarantee) -> str:
    a = process.arrangement
    shown = [called(a, owing) for owing in text.owed_by]
    if len(shown) > 3:
        shown = [*shown[:2], f"{len(shown) - 2} others"]
    by = " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    one, several = _HELPS.get(text.response, ("helps {0}", "help {0}"))
    verb = (one if len(shown) == 1 else several).format(called(a, text.protects.state))
    alike = [
        g
        for g in a.guarantees.values()
        if (g.owed_by, g.protects.state) == (text.owed_by, text.protects.state)
    ]
    return f"{by} {verb}" if len(alike) == 1 else f"{by} {verb} under {clause!r}"


def _clause(label: str, clause: str) -> str:
    """Return what a clause is called, without a remark in brackets."""
    return label.partition(" (")[0] or repr(clause)
