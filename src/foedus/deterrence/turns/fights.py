"""How a use of force ends, on the day it is decided."""

from __future__ import annotations

from foedus.deterrence.situation import Lottery, Question, Situation
from foedus.deterrence.turns.table import Table
from foedus.process import NATURE, Move


def fights(table: Table, at: Situation) -> Lottery | None:
    """Draw how the next fight that is due ends."""
    several = table.clauses.index.several
    for front, day in table.fights(at).items():
        if day > at.state.day:
            continue
        actor, target = table.clauses.front_ids[front]
        act = table.clauses.act_of(at.state, actor, target)
        contest = table.clauses.contests[front, act]
        there = tuple(table.guarantees[index][0] for index in at.help[front])
        races = [race for race in at.races if (race.front, race.act) == (front, act)]
        gains = table.chances.contest(contest, target, there, races)
        yes, no = table.chances.either(gains)
        against = target if several(actor) else ""
        fight = Move("prevail", NATURE, f"{actor}.{act}", against=against)
        prevails, fails = table.after(at, fight), table.after(at, fight._replace(kind="repel"))
        about = Question("prevail", actor, act, against)
        return Lottery(about, (("prevail", yes, prevails), ("repel", no, fails)))
    return None
