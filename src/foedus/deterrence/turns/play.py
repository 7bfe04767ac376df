"""The whole game as a function: whose turn it is in a situation, and where each move leads."""

from __future__ import annotations

from collections.abc import Callable

from foedus.deterrence.situation import Situation, Turn
from foedus.deterrence.turns.fights import fights
from foedus.deterrence.turns.help import answers, arrivals
from foedus.deterrence.turns.passing import onward, quarrel, questions
from foedus.deterrence.turns.secrets import secrets
from foedus.deterrence.turns.signing import signing
from foedus.deterrence.turns.steps import decisions, steps
from foedus.deterrence.turns.table import Log, Table
from foedus.deterrence.turns.threats import threats

Taken = Turn | Situation | None
"""What a kind of turn comes to: somebody's move, the next situation, or nothing."""
TURNS: tuple[Callable[[Table, Situation], Taken], ...] = (
    signing,
    secrets,
    threats,
    quarrel,
    arrivals,
    answers,
    fights,
    steps,
)
"""Every kind of turn, in the order in which it is looked for; then time passes."""


class Play(Table):
    """The game of an arrangement, one turn after the other."""

    def turn(self, at: Situation, log: Log | None = None) -> tuple[Situation, Turn]:
        """Return the next turn from `at`, and the situation in which it comes.

        Ballots that are cast on the way, as was drawn before, are added to `log` with their day.
        """
        while True:
            taken = self._taken(at, log)
            if not isinstance(taken, Situation):
                return at, taken
            at = taken

    def _taken(self, at: Situation, log: Log | None) -> Turn | Situation:
        for kind in TURNS:
            taken = kind(self, at)
            if taken is not None:
                return taken
        decided = decisions(self, at, log)
        if decided is not None:
            return decided
        asked = questions(self, at)
        return asked if asked is not None else onward(self, at)
