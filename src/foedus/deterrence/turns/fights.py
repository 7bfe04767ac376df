"""How a use of force ends, on the day it is decided."""

from __future__ import annotations

from foedus.deterrence.situation import LEVELS, Lottery, Question, Situation
from foedus.deterrence.turns.table import Table
from foedus.process import NATURE, Move


def fights(table: Table, at: Situation) -> Lottery | None:
    """Draw how the next fight that is due ends."""
    if table.asking(at):
        return None
    for index, day in table.fights(at.state).items():
        if day > at.state.day:
            continue
        actor = table.clauses.actor_ids[index]
        act = table.clauses.act_of(at.state, actor)
        gains = table.chances.contest(actor, act, LEVELS[at.help[index]])
        yes, no = table.chances.either(gains)
        prevails = table.after(at, Move("prevail", NATURE, f"{actor}.{act}"))
        fails = table.after(at, Move("repel", NATURE, f"{actor}.{act}"))
        about = Question("prevail", actor, act)
        return Lottery(about, (("prevail", yes, prevails), ("repel", no, fails)))
    return None
