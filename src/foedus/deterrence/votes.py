"""Votes of members that choose by what they have at stake, in place of a chance.

A member that a step lists as `strategic` can block it alone. As long as the step is open such a
member is asked for every stretch of time in which the step could end, before nature is: it may hold
a step back for now and let it pass later. One to which it makes no difference lets it pass. Where a
no is final it ends the step. What the others do remains a chance, given that the strategic ones
agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.deterrence.agenda import Choice, Due, Question, Situation, put

if TYPE_CHECKING:
    from foedus.deterrence.nature import Play


class Votes:
    """The turns of strategic members.

    Parameters
    ----------
    play
        The game that they are part of.
    """

    def __init__(self, play: Play) -> None:
        self.members = tuple(
            tuple(step.strategic for step in procedure.steps) for _, procedure in play.procedures
        )
        self.play = play

    def turn(self, at: Situation, index: int, last: int, day: int) -> Choice | None:
        """Return the turn of the next strategic member, None when all have agreed or none is.

        Parameters
        ----------
        at
            The situation.
        index
            The procedure whose open step could end.
        last, day
            The last day of the stretch of time, and the day on which the step would end in it.
        """
        step = at.state.record.procedures[index].step
        members = self.members[index][step]
        if at.agreed == len(members):
            return None
        name, procedure = self.play.procedures[index]
        if procedure.steps[step].on_block == "hold":
            no = at._replace(agreed=0, vetoed=put(at.vetoed, index, last))
        else:
            due = tuple(sorted((*at.due, Due(day, index, False))))
            no = at._replace(agreed=0, seen=put(at.seen, index, last), due=due)
        yes = at._replace(agreed=at.agreed + 1)
        about = Question("vote", members[at.agreed], name)
        return Choice(about.actor, about, (("yes", yes), ("no", no)))
