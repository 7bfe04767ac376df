"""Whether those who owe help give it, and whether it is there in time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from foedus.deterrence.elapsed import Race
from foedus.deterrence.races import bears_on
from foedus.deterrence.situation import (
    DECLINES,
    HONOURS,
    UNKNOWN,
    Choice,
    Crisis,
    Lottery,
    Question,
    Situation,
    put,
)
from foedus.deterrence.turns.debtors import answered, asked, declined, poll
from foedus.deterrence.turns.table import Table
from foedus.deterrence.turns.threats import may_come
from foedus.games import const
from foedus.process import NEVER, Answer


def arrivals(table: Table, at: Situation) -> Lottery | None:
    """Draw whether help that was sent is there on the day the fight is decided."""
    if at.coming < 0:
        return None
    name, guarantee = table.guarantees[at.coming]
    fights = table.fights(at)
    late = at._replace(coming=-1)
    about = Question("arrive", guarantee.owed_by[0], name)
    open_ = [
        front
        for front in table.clauses.guarantees[at.coming].fronts
        if front in fights and table.adds(at.state, front, at.help[front], at.coming)
    ]
    if not open_:
        return Lottery(about, (("no matter", const(1), late),))
    # Help is one force: it is there for the fight decided first, or for none of them.
    first = min(open_, key=lambda front: fights[front])
    act = table.clauses.act_of(at.state, *table.clauses.front_ids[first])
    help_ = at.help
    for front in open_:
        help_ = put(help_, front, tuple(sorted((*help_[front], at.coming))))
    day, links = at.today or (at.state.day, ())
    begun, (needs, _) = at.state.world.since[first], table.lasts(at.state, first)
    race = Race(name, first, act, needs, day - begun, links)
    chances = table.chances
    bears = [one for one in at.races if bears_on(table.arrangement, chances.wills, race, one)]
    chance = chances.arrives(race, tuple(bears))
    yes, no = chances.either(chance)
    there = late._replace(help=help_)
    forces = chances.staggered(table.clauses.contests[first, act])
    if (table.rivals[at.coming] or forces) and chance.names:
        there = there._replace(races=(*at.races, race))
        late = late._replace(races=(*at.races, race._replace(in_time=False)))
    return Lottery(about, (("in time", yes, there), ("too late", no, late)))


def answers(table: Table, at: Situation) -> Lottery | Choice | None:
    """Return the turn of those of whom a response is due; of several, who is next is drawn.

    They are asked on the evening of the day, whoever chooses on the next day of the occasion.
    """
    if at.called >= 0:
        return _answer(table, at, at.called)
    due = [] if table.asking(at) and not table.evening(at) else list(_due(table, at))
    if len(due) > 1 and not at.spoken and at.speaker < 0 and _ordered(table, due):
        chance = const(Fraction(1, len(due)))
        draws = tuple((table.guarantees[i][0], chance, at._replace(called=i)) for i in due)
        return Lottery(Question("turn"), draws)
    return _answer(table, at, due[0]) if due else None


def _due(table: Table, at: Situation) -> Iterator[int]:
    for index, promise in enumerate(at.state.record.guarantees):
        if promise.casus == NEVER or promise.answers.count(Answer.NONE) < len(promise.answers):
            continue
        if not table.clauses.answerable(at.state, index) or not asked(table, at, index):
            continue
        if table.guarantees[index][1].response == "right_only" and at.answers[index] == DECLINES:
            continue
        yield index


def _ordered(table: Table, due: list[int]) -> bool:
    """Say whether it matters who is next: somebody chooses, or a clause asks for another's answer.

    Answers that are drawn, and that nothing hangs on but help, come to the same in any order.
    """
    return any(
        table.guarantees[i][1].honour is None or may_come(table, i) or i in table.asked_for
        for i in due
    )


def _answer(table: Table, at: Situation, index: int) -> Lottery | Choice:
    name, text = table.guarantees[index]
    about = Question("honour", text.owed_by[0], name)
    said_so = _said(table, at, index)
    if said_so:
        kept = said_so[0] == HONOURS
        again = answered(table, at, index, "honour") if kept else declined(table, at, index)
        return Lottery(about, (("as before", const(1), again),))

    def settled(last: Situation, yes: bool) -> Situation:
        if not yes:
            return declined(table, last, index)
        if may_come(table, index):
            return last._replace(crisis=Crisis(index), called=-1)
        return answered(table, last, index, "honour")

    said = {
        table.guarantees[other][0]: at.answers[other] == HONOURS
        for other in table.alike[index]
        if at.answers[other] != UNKNOWN
    }
    honour = table.chances.honour(name, said)
    if honour is None:
        debtors = asked(table, at, index)
        return poll(at, debtors, text.joint, about, ("decline", "honour"), settled)
    yes, no = table.chances.either(honour)
    minded, refused = settled(at, True), settled(at, False)
    return Lottery(about, (("honour", yes, minded), ("decline", no, refused)))


def _said(table: Table, at: Situation, index: int) -> list[int]:
    """Return what was answered before: what is drawn stays so, one will is asked once to an act."""
    if table.guarantees[index][1].honour is not None:
        return [at.answers[index]] if at.answers[index] != UNKNOWN else []
    w, compiled = at.state.world, table.clauses.guarantees[index]
    begun = max(w.since[f] for f in compiled.fronts if w.rung[f] >= compiled.casus)
    promises = at.state.record.guarantees
    same = [one for one in table.alike[index] if promises[one].casus >= begun]
    return [at.answers[one] for one in same if at.answers[one] in (DECLINES, HONOURS)]
