"""The whole game as a function: whose turn it is in a situation, and where each move leads."""

from __future__ import annotations

from collections.abc import Callable

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.chances import Chances
from foedus.deterrence.situation import Situation, Turn
from foedus.deterrence.turns.fights import fights
from foedus.deterrence.turns.help import answers, arrivals
from foedus.deterrence.turns.offers import offers
from foedus.deterrence.turns.passing import onward, quarrel
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
    offers,
    fights,
    steps,
)
"""Every kind of turn, in the order in which it is looked for; then time passes."""


_LATER = (fights,)
"""What comes only when nobody is asked any more."""


class Play(Table):
    """The game of an arrangement, one turn after the other."""

    def __init__(self, agenda: Agenda, chances: Chances) -> None:
        super().__init__(agenda, chances)
        needed = (
            (signing, self.signatories),
            (secrets, self.secrets),
            (threats, self.arrangement.coercion),
            (offers, self.agenda.between.questions),
        )
        never = [kind for kind, what in needed if not what]
        kinds = [kind for kind in TURNS if kind not in never]
        self._while_asking = tuple(kind for kind in kinds if kind not in _LATER)
        self._afterwards = tuple(kind for kind in kinds if kind is not quarrel)

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
        asking = self.asking(at)
        for kind in self._while_asking if asking else self._afterwards:
            taken = kind(self, at)
            if taken is not None:
                return taken
        decided = decisions(self, at, log)
        if decided is not None:
            return decided
        if asking:
            return self.agenda.asked(at)
        after = onward(self, at)
        if isinstance(after, Situation) and after.occasion == 0 > at.occasion:
            return after._replace(question=0)  # no occasion before it, from which a quarrel lasts
        return after
