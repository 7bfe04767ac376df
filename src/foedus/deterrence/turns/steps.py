"""How far procedures have come.

Nothing is known before it happens. Whether a step passes is drawn only for the days up to the next
**mark** (a day on which somebody chooses or a fight is decided), with the chance that it comes by
then given that it had not come before; so nobody acts on what the future holds. What follows goes
on from a day that stands for those days, and its own days are counted from all of them
(`foedus.deterrence.elapsed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from foedus.deterrence.elapsed import Link, Since, Slot
from foedus.deterrence.minds import Ended, Told, remembered
from foedus.deterrence.recalled import truth_of
from foedus.deterrence.situation import Choice, Due, Lottery, Question, Situation, put
from foedus.deterrence.turns.table import Log, Table
from foedus.deterrence.turns.votes import vote
from foedus.games import const
from foedus.process import Move, Progress, follow, pass_step, settle


def steps(table: Table, at: Situation) -> Lottery | Choice | None:
    """Draw whether an open step comes to its end before the next mark."""
    courses = enumerate(at.state.record.procedures)
    open_ = [index for index, course in courses if course.progress is Progress.OPEN]
    if open_ and at.due:
        fixed = {due.procedure for due in at.due}
        open_ = [index for index in open_ if index not in fixed]
    if not open_ or (table.asking(at) and not _first_evening(table, at)):
        return None
    last = table.mark(at) - 1
    for index in open_:
        if last <= max(at.seen[index], at.vetoed[index]):
            continue
        if last < at.state.day or _after_the_fight(table, at, index):
            continue
        step = at.state.record.procedures[index].step
        if not table.clauses.steps[index][step].needs(at.state):
            continue  # it is over, at the earliest, on the day on which what it needs is so
        return _step(table, at, index, last)
    return None


def _step(table: Table, at: Situation, index: int, last: int) -> Lottery | Choice:
    slot = table.slot(at, index, last)
    waits = at._replace(seen=put(at.seen, index, last))
    passed = _passed(table, at, index, last, slot)
    asked = vote(table, at, index, last, passed)
    if asked is not None:
        return asked
    waits = waits._replace(agreed=0) if at.agreed else waits
    place = slot.procedure, slot.step
    truth = truth_of(table.clauses, at.state, *place)
    alike = table.agenda.questions.get(place, frozenset())
    before = tuple(one for one in at.told if one.place in alike and one.truth == truth)

    def ended(how: Ended, due: Due) -> Situation:
        told = remembered(at.told, Told(place, how, truth)) if alike else at.told
        return _fixed(waits, due)._replace(told=told)

    failed = passed._replace(passes=False)
    after = {"pass": ended("passed", passed), "fail": ended("blocked", failed), "not yet": waits}
    if table.chances.timing.adopts(slot):
        adopted = _passed(table, at, index, last, slot._replace(adopted=True))
        after["adopted"] = ended("adopted", adopted)
    about = Question("ballot", slot.act, slot.procedure)
    ends = table.chances.step(slot, truth, before)
    return Lottery(about, tuple((label, p, after[label]) for label, p in ends))


def _passed(table: Table, at: Situation, index: int, last: int, slot: Slot) -> Due:
    """Return what is fixed if the step passes in its stretch of time."""
    return Due(_day(table, at, index, last, slot), index, True, _link(table, at, index, slot))


def _first_evening(table: Table, at: Situation) -> bool:
    """Say whether what is under way from the start, and takes no time, ends now.

    Otherwise a guarantee that enters into force at once would not be there when the adversary
    first chooses.
    """
    return at.occasion == 0 and table.evening(at)


def decisions(table: Table, at: Situation, log: Log | None) -> Situation | Lottery | None:
    """Apply what is due today; where the order of several matters, who is next is drawn evenly."""
    if not at.due or at.due[0].day > at.state.day:
        return None
    if table.asking(at) and not _first_evening(table, at):
        return None
    first, *later = at.due
    tied = [due for due in at.due if due.day <= at.state.day]
    if len(tied) > 1 and not first.next and _order_matters(table, at, tied):
        chance = const(Fraction(1, len(tied)))
        draws = tuple(
            (
                table.procedures[due.procedure][0],
                chance,
                at._replace(due=(due._replace(next=True), *(x for x in at.due if x != due))),
            )
            for due in tied
        )
        return Lottery(Question("turn"), draws)
    return _decide(table, at._replace(due=tuple(later)), first, log)


def _order_matters(table: Table, at: Situation, tied: Sequence[Due]) -> bool:
    """Say whether what is due on one day comes to something else in another order.

    Each is tried as the first of all, the others following as they stand. What comes to be owed on
    the way counts too: it may be answered before the next of them takes it away.
    """
    rest = tuple(due for due in at.due if due not in tied)
    orders = [(due, *(x for x in tied if x != due)) for due in tied]
    ends = []
    for order in orders:
        after, owed = at._replace(due=rest), set[int]()
        for due in order:
            after = _decide(table, after, due, None)
            able = table.clauses.answerable
            owed |= {at for at in range(len(table.guarantees)) if able(after.state, at)}
        ends.append((after.state, after.reached, owed))
    return any(end != ends[0] for end in ends[1:])


def _decide(table: Table, at: Situation, due: Due, log: Log | None) -> Situation:
    """Let the open step end as was fixed, as far as the process allows anyone to act in it."""
    course = at.state.record.procedures[due.procedure]
    if course.progress is not Progress.OPEN:
        return at
    if not table.clauses.steps[due.procedure][course.step].needs(at.state):
        return at
    at = at._replace(today=_come(at, due))
    stage = table.chances.timing.stages[table.procedures[due.procedure][0], course.step]
    if log is not None and not (due.link and due.link.adopted):  # nobody votes then
        log += [(at.state.day, move) for move in _ballots(table, at, due)]
    state = (
        pass_step(table.clauses, at.state, due.procedure)
        if due.passes
        else follow(table.clauses, at.state, due.procedure, stage.on_block)
    )
    return table.agenda.opened(at, at._replace(state=settle(table.clauses, state)))


def _ballots(table: Table, at: Situation, due: Due) -> list[Move]:
    """Return the ballots by which the open step ends as was fixed: all yes, or all no."""
    name = table.procedures[due.procedure][0]
    course = at.state.record.procedures[due.procedure]
    voters = table.clauses.steps[due.procedure][course.step].electorate
    return [
        Move("ballot", label, name, "yes" if due.passes else "no")
        for label in voters.classes
        for _ in range(voters.left(course.tally, label))
    ]


def _after_the_fight(table: Table, at: Situation, index: int) -> bool:
    """Say whether a fight is decided first and the open step cannot change how.

    Its end is then drawn for the time after the fight as a whole, which spares branches. A step
    can change a fight only by a guarantee that answers an act which began before it was due.
    """
    if table.answers_late or table.asking(at):
        return False
    pending = table.fights(at).values()
    deadline = table.clauses.deadline(index, at.state.record.procedures[index])
    return bool(pending) and (deadline is None or deadline >= min(pending))


def _day(table: Table, at: Situation, index: int, last: int, of: Slot) -> int:
    """Return a day that stands for the days on which the step may end before the mark."""
    course, since = at.state.record.procedures[index], at.reached[index]
    begun = course.since
    if since is not None and since.links:
        of = table.slot(at._replace(reached=(None,) * len(at.reached)), index, last)._replace(
            adopted=of.adopted
        )
    elif since is not None:
        begun = since.day
    deadline = table.clauses.deadline(index, course)
    latest = last if deadline is None else min(last, deadline)
    return max(at.state.day, min(latest, begun + table.chances.typical_days(of)))


def _link(table: Table, at: Situation, index: int, slot: Slot) -> Link | None:
    """Return in which stretch the step ends, if it does; none if on the day it is reached."""
    if table.chances.timing.at_once(slot):
        return None
    since, vetoed = at.reached[index], at.vetoed[index]
    origin = at.state.record.procedures[index].since if since is None else since.day
    held = vetoed + 1 - origin if vetoed >= 0 else 0
    return Link(*slot[:2], slot.after, slot.by, held, slot.limit, slot.adopted)


def _come(at: Situation, due: Due) -> Since | None:
    """Return what is known of the day on which a step ends that was fixed."""
    since = at.reached[due.procedure]
    if due.link is None:
        return since
    if since is None:
        return Since(at.state.record.procedures[due.procedure].since, (due.link,))
    return Since(since.day, (*since.links, due.link))


def _fixed(at: Situation, due: Due) -> Situation:
    return at._replace(due=tuple(sorted((*at.due, due), key=lambda one: (one.day, not one.next))))
