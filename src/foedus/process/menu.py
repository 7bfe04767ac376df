"""Every move there is in an arrangement, listed once, by the clause it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from foedus.process.moves import NATURE, Kind, Move

if TYPE_CHECKING:
    from foedus.process.clauses import Clauses, CompiledStep

Moves = tuple[Move, ...]


class Menu(NamedTuple):
    """The moves of each front, deed, instrument, procedure and guarantee, in their order.

    `conduct` holds a front's changes of conduct and, by rung, the ends of the fight over it;
    `instruments` the signatures and the notices of withdrawal; `procedures` the openings and, by
    step, the ballots; `guarantees` the answers of those who owe.
    """

    conduct: tuple[tuple[Moves, tuple[Moves, ...]], ...]
    deeds: Moves
    instruments: tuple[tuple[Moves, Moves], ...]
    procedures: tuple[tuple[Moves, tuple[Moves, ...]], ...]
    guarantees: tuple[Moves, ...]

    @classmethod
    def of(cls, clauses: Clauses) -> Menu:
        """Return the moves of the arrangement that `clauses` compile."""
        a = clauses.arrangement
        return cls(
            conduct=tuple(_conduct(clauses, at) for at in range(len(a.pairs))),
            deeds=tuple(Move("perform", deed.by, name) for name, deed in a.deeds.items()),
            instruments=tuple(_instrument(clauses, name) for name in a.instruments),
            procedures=tuple(_procedure(clauses, at) for at in range(len(a.procedures))),
            guarantees=tuple(
                tuple(
                    Move(kind, party, name) for party in g.owed_by for kind in _answers(g.response)
                )
                for name, g in a.guarantees.items()
            ),
        )


def _answers(response: str) -> tuple[Kind, ...]:
    return ("honour",) if response == "right_only" else ("honour", "decline")


def _conduct(clauses: Clauses, front: int) -> tuple[Moves, tuple[Moves, ...]]:
    actor, target = clauses.front_ids[front]
    acts = tuple(clauses.index.rungs[actor])
    against = target if clauses.index.several(actor) else ""
    fights = tuple(
        tuple(
            Move(ends, NATURE, f"{actor}.{act}", against=against) for ends in ("prevail", "repel")
        )
        if (front, act) in clauses.contests
        else ()
        for act in acts
    )
    return tuple(Move("conduct", actor, act, against=against) for act in acts), fights


def _instrument(clauses: Clauses, name: str) -> tuple[Moves, Moves]:
    withdrawal = clauses.arrangement.instruments[name].withdrawal
    return (
        tuple(Move("sign", party, name) for party in clauses.signatories(name)),
        tuple(Move("withdraw", party, name) for party in (withdrawal.by if withdrawal else ())),
    )


def _procedure(clauses: Clauses, at: int) -> tuple[Moves, tuple[Moves, ...]]:
    name, procedure = clauses.procedure_ids[at], clauses.procedures[at][0]
    kind: Kind = "allege" if procedure.opens.alleging else "open"
    return (
        tuple(Move(kind, party, name) for party in procedure.opens.by),
        tuple(tuple(_ballots(name, compiled)) for compiled in clauses.steps[at]),
    )


def _ballots(name: str, compiled: CompiledStep) -> Iterator[Move]:
    """Yield ballots that can matter: under silence only those that can stop it.

    On a motion to stop it those against the motion matter as well: they decide it.
    """
    choices: Sequence[str] = ("yes", "no")
    silent = compiled.within is not None and not compiled.electorate.turned
    if silent and compiled.electorate.stopping:
        choices = compiled.electorate.stopping
    if compiled.step.on_block == "hold":
        choices = [choice for choice in choices if choice != "no"]
    for label in compiled.electorate.classes:
        if label not in compiled.electorate.bound:
            yield from (Move("ballot", label, name, choice) for choice in choices)
