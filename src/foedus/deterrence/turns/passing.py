"""Time: whether the quarrel lasts, who is asked next, and to which day the story goes on."""

from __future__ import annotations

from foedus.deterrence.situation import End, Lottery, Question, Situation, fought
from foedus.deterrence.turns.table import Table
from foedus.games import const


def quarrel(table: Table, at: Situation) -> Lottery | None:
    """Draw whether there is still a quarrel when an occasion comes."""
    if at.question >= 0:
        return None
    lasts, ends = table.chances.either(table.chances.lasting())
    on = at._replace(question=0)
    if fought(at.state):
        return Lottery(Question("last"), (("goes on", const(1), on),))
    over = at._replace(question=len(table.agenda.groups), settled=True)
    return Lottery(Question("last"), (("goes on", lasts, on), ("ends", ends, over)))


def onward(table: Table, at: Situation) -> Situation | End:
    """Go on to the next day on which something is due or begins, or somebody is asked."""
    mark = table.mark(at)
    later = table.agenda.until(at.state, min([mark, *(due.day for due in at.due)]), stops=True)
    today = at.today if later.day == at.state.day else None
    after = table.opened(at, at._replace(state=later, today=today))
    if after.state.day >= table.agenda.horizon:
        return after if after.state != at.state else End(at)
    if later.day == table.next_occasion(at):
        return after._replace(occasion=at.occasion + 1, question=-1, offered=())
    return after
