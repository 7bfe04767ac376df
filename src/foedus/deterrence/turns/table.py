"""What all turns share: the clauses, the chances, and which days matter."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.chances import Chances
from foedus.deterrence.sides import signatories
from foedus.deterrence.situation import Lottery, Question, Situation
from foedus.games import const
from foedus.process import Fight, Move, State

Log = list[tuple[int, Move]]
"""Moves with the day on which they are made."""


class Table:
    """The arrangement as it is played.

    Parameters
    ----------
    agenda
        Who is asked what.
    chances
        Names the chances of nature's moves.
    """

    def __init__(self, agenda: Agenda, chances: Chances) -> None:
        self.agenda, self.chances = agenda, chances
        self.process, self.clauses = agenda.process, agenda.process.clauses
        self.arrangement = a = agenda.process.arrangement
        self.secrets = (*a.resolved, *a.signs)
        self.signatories = signatories(a)
        self.guarantees = tuple(a.guarantees.items())
        self.procedures = tuple(a.procedures.items())
        self.answers_late = any(
            g.covers_ongoing or g.due_when is not None for g in a.guarantees.values()
        )
        self._needs = tuple(
            {
                rung: act.needs.days if act.needs else 0
                for rung, act in enumerate(ladder.acts)
                if (front, act.act) in self.clauses.contests
            }
            for front, (party, _) in enumerate(a.pairs)
            for ladder in (a.conduct[party],)
        )
        self._fights: dict[int, int] = {}
        self._fights_of: State | None = None

    def asking(self, at: Situation) -> bool:
        """Say whether questions of the present occasion are still open."""
        return at.question < len(self.agenda.groups)

    def fights(self, state: State) -> dict[int, int]:
        """Return, by number of the front, the day on which the fight over its act is decided."""
        if state is not self._fights_of:
            w = state.world
            self._fights = {
                front: w.since[front] + needs[w.rung[front]]
                for front, needs in enumerate(self._needs)
                if w.rung[front] in needs and w.fight[front] is Fight.UNDECIDED
            }
            self._fights_of = state
        return self._fights

    def after(self, at: Situation, move: Move) -> Situation:
        """Return the situation after a move of the process."""
        return self.agenda.opened(at, at._replace(state=self.process.after(at.state, move)))

    def mark(self, at: Situation) -> int:
        """Return the next day on which somebody chooses, a fight is decided, or the story ends."""
        if self.asking(at):
            return at.state.day + 1
        ahead = [day for day in self.fights(at.state).values() if day > at.state.day]
        return min([self.next_occasion(at), *ahead])

    def next_occasion(self, at: Situation) -> int:
        """Return the day of the next occasion, or the horizon when nobody is asked any more."""
        following = at.occasion + 1
        occasions = self.agenda.occasions
        if following >= len(occasions) or not self.agenda.anything_to_ask(at):
            return self.agenda.horizon
        return occasions[following]


def speaker_of(at: Situation, names: Sequence[str], about: Question) -> int | Lottery:
    """Return the place of who speaks next of those asked together, or the draw of it, evenly.

    Those in `at.spoken` have spoken: who is named first in the file changes nothing.
    """
    left = [place for place in range(len(names)) if place not in at.spoken]
    if at.speaker < 0 and len(left) > 1:
        chance = const(Fraction(1, len(left)))
        return Lottery(about, tuple((names[i], chance, at._replace(speaker=i)) for i in left))
    return at.speaker if at.speaker >= 0 else left[0]
