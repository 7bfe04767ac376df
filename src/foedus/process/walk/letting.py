"""What may be done after an act that is supposed: all but what that leaves as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foedus.process.exploration import Batch
from foedus.process.moves import Move
from foedus.process.process import Process
from foedus.process.state import State

_NOT_ASKED = ("conduct", "prevail", "repel")
"""What a supposition leaves as it is: after the act nobody changes its conduct and no fight is
decided. Whether what is owed is honoured is another question too, and a slice asks it only where
the goal hangs on that: arms that are owed once the consultation was held."""
Willing = tuple[str, str]
"""A move that helps, by its kind and the clause that it is about; whoever may make it does."""


def willing_of(move: Move) -> Willing:
    """Return what a move is, whoever makes it."""
    return move.kind, move.clause


@dataclass(frozen=True)
class Lets:
    """What is done at all: what a supposition leaves open, and nothing that is barred.

    Those who help allege a breach only where there was one, and those who refuse do not help.
    """

    process: Process
    refusing: Mapping[str, int]
    barred: frozenset[Willing] = frozenset()
    opposed: bool = False

    def __call__(self, state: State, batch: Batch) -> bool:
        """Say whether moves may be made together in a state."""
        move = batch[0]
        if move.kind in _NOT_ASKED or willing_of(move) in self.barred:
            return False
        if move.kind in ("ballot", "wait"):
            return True
        if move.actor in self.refusing:
            return self.opposed
        return move.kind != "allege" or self._true(state, move)

    def _true(self, state: State, move: Move) -> bool:
        norm = self.process.arrangement.procedures[move.clause].opens.alleging or ""
        return state.world.breached[self.process.clauses.index.norms[norm]]
