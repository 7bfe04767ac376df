"""Votes of members that choose by what they have at stake, in place of a chance.

A member that a step lists as `strategic` can block it alone. As long as the step is open such a
member is asked for every stretch of time in which the step could end, before nature is: it may hold
a step back for now and let it pass later. One to which it makes no difference lets it pass. Where a
no is final it ends the step. Who is asked next is drawn evenly. What others do remains a chance,
given that the strategic ones agree.
"""

from __future__ import annotations

from foedus.deterrence.situation import Choice, Due, Lottery, Question, Situation, put
from foedus.deterrence.turns.table import Table, speaker_of


def vote(table: Table, at: Situation, index: int, last: int, end: Due) -> Choice | Lottery | None:
    """Return the turn of the next strategic member, None when all have agreed or none is.

    Parameters
    ----------
    table, at
        The game and the situation.
    index
        The procedure whose open step could end.
    last, end
        The last day of the stretch of time, and how the step would end in it.
    """
    name, procedure = table.procedures[index]
    number = at.state.record.procedures[index].step
    step = procedure.steps[number]
    if at.agreed == len(step.strategic):
        return None
    place = speaker_of(at, step.strategic, Question("turn", clause=name))
    if isinstance(place, Lottery):
        return place
    ended = at._replace(agreed=0, spoken=(), speaker=-1)
    if table.chances.timing.stages[name, number].on_block == "hold":
        no = ended._replace(vetoed=put(at.vetoed, index, last))
    else:
        due = tuple(sorted((*at.due, end._replace(passes=False))))
        no = ended._replace(seen=put(at.seen, index, last), due=due)
    more = len(at.spoken) + 1 < len(step.strategic)
    spoken = tuple(sorted((*at.spoken, place))) if more else ()
    yes = at._replace(agreed=at.agreed + 1, spoken=spoken, speaker=-1)
    about = Question("vote", step.strategic[place], name)
    return Choice(about.actor, about, (("yes", yes), ("no", no)))
