"""What may be done after an act that is supposed: all but what that leaves as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foedus.process.exploration import ACTED, FRESH, Batch, Hour, Rules, Test
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State

_FIGHTS = ("prevail", "repel")
"""What a supposition leaves as it is: no fight is decided. Whether what is owed is honoured is
another question too, and a slice asks it only where the goal hangs on that: arms that are owed once
the consultation was held."""
Willing = tuple[str, str]
"""A move that helps, by its kind and the clause that it is about; whoever may make it does."""


def willing_of(move: Move) -> Willing:
    """Return what a move is, whoever makes it."""
    return move.kind, move.clause


@dataclass(frozen=True)
class Lets:
    """What is done at all: what a supposition leaves open, and nothing that is barred.

    Those who help allege a breach only where there was one, and those who refuse do not help.

    Parameters
    ----------
    process
        The process.
    refusing
        Who does not help, by class where the process counts by class.
    barred
        What nobody does.
    opposed
        Whether those who refuse may do whatever else they like.
    acting
        Whose conduct may change after the act, for its own ends; that of all others stays as it is.
    """

    process: Process
    refusing: Mapping[str, int]
    barred: frozenset[Willing] = frozenset()
    opposed: bool = False
    acting: frozenset[str] = frozenset()

    def __call__(self, state: State, batch: Batch) -> bool:
        """Say whether moves may be made together in a state."""
        move = batch[0]
        if move.kind == "conduct":
            return all(one.actor in self.acting for one in batch)
        if move.kind in _FIGHTS or willing_of(move) in self.barred:
            return False
        if move.kind in ("ballot", "wait"):
            return True
        if move.actor in self.refusing:
            return self.opposed
        return move.kind != "allege" or self._true(state, move)

    def _true(self, state: State, move: Move) -> bool:
        norm = self.process.arrangement.procedures[move.clause].opens.alleging or ""
        return state.world.breached[self.process.clauses.index.norms[norm]]


def opposing(
    process: Process,
    goal: Test,
    against: Mapping[str, int],
    acting: frozenset[str],
    lasts: Test,
) -> tuple[Hour, Rules]:
    """Return the hour of the day of an act from which on two sides move, and what either may do.

    Parameters
    ----------
    process
        The process.
    goal
        What one side is to bring about.
    against
        Who is on the other, by class where the process counts by class.
    acting
        Third powers whose conduct bears on it. Those on the other side may join in at any time
        before the goal comes, on the day of the act too.
    lasts
        Whether the goal has come to stay; while it has not, the other side may take it away again
        before the day ends.
    """
    joining = acting & against.keys()
    return FRESH if joining else ACTED, Rules(
        allowed=Lets(process, against, opposed=True, acting=joining),
        avoid=lasts,
        today=goal if lasts is not goal else None,
        resisting=against,
        opposed=True,
        leaving=False,
    )
