"""What differs between two states: each change with the clause it rests on and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Condition, listed
from foedus.process.breaches import breaches
from foedus.process.causes import causes_first
from foedus.process.clauses import Clauses
from foedus.process.compiled import CompiledStep
from foedus.process.conditions import predicate
from foedus.process.duties import fallen_away, gone, why_not
from foedus.process.grounds import ground
from foedus.process.growing import growing
from foedus.process.members import with_the_others
from foedus.process.moves import Move
from foedus.process.naming import act_label, name_of, names_of, said, several
from foedus.process.nightfall import evening
from foedus.process.standings import standings
from foedus.process.state import NEVER, Answer, Course, Fight, Progress, State
from foedus.process.told import Change, being, completed, towards


def changes(clauses: Clauses, before: State, after: State) -> list[str]:
    """Return what differs between two states, one sentence each."""
    return [change.what for change in explained(clauses, before, after)]


def by_day(
    clauses: Clauses, before: State, after: State, made: Sequence[Move] = ()
) -> list[tuple[int, list[Change]]]:
    """Return what differs between two states, and on which day it came about.

    What runs out does so at the end of its last day: a window of three days that opens on the first
    runs out on the fourth, and what follows from that is told for the fourth. What begins with a
    day is told for that day.

    Parameters
    ----------
    clauses
        The compiled clauses.
    before, after
        States of one play, the second reached by one move from the first.
    made
        The moves, where they are known: whether a vote was passed or blocked is then told.
    """
    if after.day == before.day:
        told = [(after.day, explained(clauses, before, after, made))]
    else:
        ended = evening(clauses, before, after.day)
        told = [
            (ended.day, _explained(clauses, before, ended, ran_out=True)),
            (after.day, _explained(clauses, ended, after, ran_out=False)),
        ]
    return [(day, found) for day, found in told if found]


def explained(
    clauses: Clauses, before: State, after: State, made: Sequence[Move] = ()
) -> list[Change]:
    """Return what differs between two states, each change with its clause and its reason."""
    return _explained(clauses, before, after, made, ran_out=after.day > before.day)


def _explained(
    clauses: Clauses, before: State, after: State, made: Sequence[Move] = (), *, ran_out: bool
) -> list[Change]:
    """Return the changes; with `ran_out` time has passed between the states, and not an act."""
    told = [
        *breaches(clauses, before, after),
        *standings(clauses, before, after),
        *_procedures(clauses, before, after, made, ran_out),
        *_admissions(clauses, before, after),
        *_guarantees(clauses, before, after),
        *_fights(clauses, before, after),
    ]
    return causes_first(clauses, after, told)


def _procedures(
    clauses: Clauses, before: State, after: State, made: Sequence[Move], ran_out: bool
) -> Iterator[Change]:
    rows = zip(before.record.procedures, after.record.procedures, strict=True)
    for at, (was, course) in enumerate(rows):
        name = clauses.procedure_ids[at]
        if course[:3] == was[:3]:
            if ran_out and course.progress is Progress.OPEN:
                yield from _stays_open(clauses, before, after, at)
            continue
        because = _course_reason(clauses, before, after, at, made, ran_out)
        if course.progress is Progress.OPEN:
            what = _at_step(clauses, at, course)
        elif course.progress is Progress.DONE:
            what = f"{name!r} takes effect"
        else:
            what = f"{name!r} lapses without effect"
        yield Change(what, "procedures", name, because)


def _stays_open(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield that the time of a step is over as this day ends, where it may be done still."""
    course, name = after.record.procedures[at], clauses.procedure_ids[at]
    last = clauses.deadline(at, course)
    if last is not None and before.day <= last == after.day:
        act = clauses.steps[at][course.step].step.act
        what = f"the time for {act!r} in {name!r} is over, and it stays open"
        yield Change(what, "procedures", name)


def _at_step(clauses: Clauses, at: int, course: Course) -> str:
    compiled = clauses.steps[at][course.step]
    deadline = (
        f", by {clauses.date_of(deadline)}"
        if (deadline := clauses.deadline(at, course)) is not None
        else ", with no deadline"
    )
    by = name_of(clauses, compiled.step.by)
    return f"{clauses.procedure_ids[at]!r} is at the step {compiled.step.act!r}, for {by}{deadline}"


def _course_reason(
    clauses: Clauses, before: State, after: State, at: int, made: Sequence[Move], ran_out: bool
) -> str:
    """Say what moved a procedure on: its opening, a vote, or time that ran out."""
    was, course = before.record.procedures[at], after.record.procedures[at]
    text = clauses.procedures[at][0]
    if was.progress is not Progress.OPEN:
        opened = not text.opens.by and text.opens.when is not None
        return ground(clauses, after, text.opens.when) if opened and text.opens.when else ""
    ended = at in clauses.lapsing and not clauses.stands(after, text.in_, text.survives)
    if ended and course.progress is Progress.LAPSED:
        return f"{text.in_!r}, in which it stands, has ended"
    compiled = clauses.steps[at][was.step]
    step = repr(compiled.step.act)
    deadline = clauses.deadline(at, was)
    if ran_out and deadline is not None and deadline <= after.day:
        if compiled.electorate.passes(was.tally):
            return f"the time for {step} ran out, and the rule then carries it"
        blocked = compiled.electorate.settled(was.tally) is False
        if compiled.on_timeout == "adopt" and not (blocked and compiled.step.on_block != "hold"):
            return f"the time for {step} ran out, and silence adopts"
        if blocked:
            return f"the time for {step} ran out, and it was blocked"
        return f"the time for {step} ran out without a decision"
    led = _voted(compiled, was, clauses.procedure_ids[at], made)
    led = led or _led_to(compiled, course, len(clauses.steps[at]) == was.step + 1)
    return f"{step} was {' or '.join(led)}{_in_advance(clauses, at, was, course)}"


def _voted(compiled: CompiledStep, was: Course, name: str, made: Sequence[Move]) -> list[str]:
    """Say how a vote ended, where the ballots that ended it are known; else nothing."""
    voters, tally = compiled.electorate, was.tally
    for move in made:
        if move.kind == "ballot" and move.clause == name:
            tally = voters.add(tally, move.actor, move.choice)
    outcome = voters.settled(tally) if tally != was.tally else None
    return [] if outcome is None else ["passed" if outcome else "blocked"]


def _in_advance(clauses: Clauses, at: int, was: Course, course: Course) -> str:
    """Say which steps after the one that was voted on had been done in advance."""
    steps = clauses.steps[at]
    last = course.step if course.progress is Progress.OPEN else len(steps)
    passed = [one.step for one in steps[was.step + 1 : last]]
    if not passed or not all(step.escrowed for step in passed):
        return ""
    return f", and {listed([repr(step.act) for step in passed])} had been done in advance"


def _led_to(compiled: CompiledStep, course: Course, last: bool) -> list[str]:
    """Say how a vote that has ended can have led to where its procedure is now."""
    if course.progress is Progress.LAPSED:
        now = "lapse"
    else:
        now = "next" if course.progress is Progress.OPEN else "effect"
    ways = (("passed", compiled.step.on_pass), ("blocked", compiled.step.on_block))
    leads = [
        (how, "effect" if way == "next" and last else "lapse" if way == "lapse" else way)
        for how, way in ways
    ]
    return [how for how, way in leads if way == now] or ["passed"]


def _admissions(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    for (party, to), at in clauses.index.admissions.items():
        if after.record.admitted[at] > before.record.admitted[at]:
            by = [
                clauses.procedure_ids[number]
                for number, procedure in enumerate(clauses.arrangement.procedures.values())
                if any((e.admit, e.to) == (party, to) for e in procedure.then)
                and completed(before, after, number)
            ]
            member = Condition(member=party, of=to)
            what = said(clauses, member) + with_the_others(clauses.arrangement, party, to)
            because = f"{by[0]!r} has taken effect" if by else ""
            yield Change(what, "procedures", by[0] if by else "", because)


def _guarantees(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        was, promise = before.record.guarantees[at], after.record.guarantees[at]
        if clauses.active(before, at) != clauses.active(after, at):
            active = clauses.active(after, at)
            stays = "" if active else _stays(clauses, before, after, at)
            what = f"{name!r} {'is active' if active else 'no longer protects'}{stays}"
            yield Change(what, "guarantees", name, _active_reason(clauses, after, at))
        if promise.forfeited > was.forfeited:
            why = ground(clauses, after, g.forfeited_if) if g.forfeited_if else ""
            yield Change(f"{name!r} is forfeited", "guarantees", name, why)
        asked = bool(clauses.awaited(after, at))  # else whoever could has answered in this case
        if asked and clauses.owed(after, at) and not clauses.owed(before, at):
            what = f"a response is owed under {name!r}"
            yield Change(what, "guarantees", name, _owed_reason(clauses, after, at))
        right = g.response == "right_only"
        if asked and right and not clauses.answerable(before, at):
            what = f"a right to respond arises under {name!r}"
            yield Change(what, "guarantees", name, _owed_reason(clauses, after, at))
        yield from _due_no_more(clauses, before, after, at)
        yield from _ended_by_exit(clauses, before, after, at)
        yield from _answered_late(clauses, before, after, at)
        yield from _overdue(clauses, before, after, at)
        yield from growing(clauses, before, after, at)
        if was.casus != NEVER and not clauses.under_way(after, at):
            ended = f"{being(clauses, g.against)} below {g.casus_foederis!r}"
            what = f"the case of {name!r} is over: {ended}{_never_came(clauses, before, at)}"
            yield Change(what, "guarantees", name)


def _due_no_more(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield that a response is due no more though its case goes on, where nothing else says so."""
    promise = after.record.guarantees[at]
    over = promise.casus == NEVER or promise.forfeited
    ceases = bool(clauses.awaited(before, at)) and not clauses.answerable(after, at)
    if not ceases or over or clauses.active(before, at) != clauses.active(after, at):
        return
    name = clauses.guarantee_ids[at]
    text = clauses.arrangement.guarantees[name]
    right = text.response == "right_only"
    what = (
        f"the right to respond under {name!r} is there no more"
        if right
        else f"the response under {name!r} is owed no more"
    )
    because = why_not(clauses, after, at, text)
    if not clauses.stands(before, text.in_, text.survives):  # whose end had left it owed
        because = " and ".join(fallen_away(clauses, after, text)) or because
    yield Change(what, "guarantees", name, because)


def _ended_by_exit(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield what a party owed, or might do, that ends as it leaves, while it goes on for others.

    Who had left before and owes it still, since it arose earlier, ends it by an answer.
    """
    name, g = clauses.guarantee_ids[at], clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    owed, still = clauses.awaited(before, at), clauses.awaited(after, at)
    by = [
        party
        for party in owed
        if party not in still
        and clauses.has_left(after, g.in_, party, g.survives)
        and not clauses.has_left(before, g.in_, party, g.survives)
    ]
    if not by or not clauses.active(after, at):
        return
    who = names_of(clauses, by)
    what = f"the right of {who}" if g.response == "right_only" else f"what {who} owed"
    never = _never(clauses, before, at, by) if {*by} <= {*_late(clauses, before, at)} else ""
    why = f"{who} {'have' if several(clauses.arrangement, by) else 'has'} left {g.in_!r}"
    yield Change(f"{what} under {name!r} ends with the exit{never}", "guarantees", name, why)


def _stays(clauses: Clauses, before: State, after: State, at: int) -> str:
    """Say what outlives the protection, or ends with it: a response still to come, or the right."""
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    right = g.response == "right_only"
    if clauses.awaited(after, at):
        return f"; {'the right that has arisen stays' if right else 'what is owed stays owed'}"
    if not clauses.awaited(before, at) or clauses.standing(after, at):
        return ""
    ends = "the right that has arisen" if right else "what is owed"
    return f"; {ends} ends with it{_never_came(clauses, before, at)}"


def _overdue(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield whose response was not given by the end of its last day, as that day ends."""
    by, due, name = _late(clauses, after, at), clauses.due_by(after, at), clauses.guarantee_ids[at]
    if by and due is not None and not clauses.days_late(before, at):
        what = f"the response of {names_of(clauses, by)} under {name!r} is overdue"
        because = f"it was due by {clauses.date_of(due)} and was not given"
        yield Change(what, "guarantees", name, because)


def _never_came(clauses: Clauses, before: State, at: int) -> str:
    """Say whose response was late when its case ended: nobody can give it any more."""
    return _never(clauses, before, at, _late(clauses, before, at))


def _never(clauses: Clauses, before: State, at: int, by: Sequence[str]) -> str:
    due = clauses.due_by(before, at)
    if not by or due is None:
        return ""
    on = clauses.date_of(due)
    return f"; {names_of(clauses, by)} never gave the response that was due by {on}"


def _late(clauses: Clauses, state: State, at: int) -> tuple[str, ...]:
    """Return whose response is owed still, though its time is over."""
    return clauses.awaited(state, at) if clauses.days_late(state, at) else ()


def _answered_late(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield who has given a response that was due earlier, and by how much it is late."""
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    days = clauses.days_late(before, at) if g.response != "right_only" else 0
    was, now = (state.record.guarantees[at].answers for state in (before, after))
    by = [
        party
        for party, old, new in zip(g.owed_by, was, now, strict=True)
        if days and old is not new and new is Answer.HONOURED
    ]
    if by:
        name = clauses.guarantee_ids[at]
        late = f"{days} day{'s' if days != 1 else ''} late"
        what = f"the response of {names_of(clauses, by)} under {name!r} comes {late}"
        due = clauses.due_by(before, at)
        because = f"it was due by {clauses.date_of(due)}" if due is not None else ""
        yield Change(what, "guarantees", name, because)


def _active_reason(clauses: Clauses, after: State, at: int) -> str:
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    if clauses.active(after, at):
        texts = [ground(clauses, after, c) for c in (g.in_force, g.activates_when) if c is not None]
        texts += [f"{g.in_!r} is in force"] if g.in_ else []
        return " and ".join(texts)
    if after.record.guarantees[at].forfeited:
        return "it is forfeited"
    if not clauses.stands(after, g.in_, g.survives):
        return f"{g.in_!r} is not in force"
    if g.in_force and not predicate(g.in_force, clauses)(after):
        return ground(clauses, after, g.in_force, negated=True)
    return "" if clauses.standing(after, at) else gone(clauses, after, at, g)


def _owed_reason(clauses: Clauses, after: State, at: int) -> str:
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    act = act_label(clauses, g.against, _act_answered(clauses, after, at))
    began = after.record.guarantees[at].casus
    if g.covers_ongoing:  # the act may have begun before the guarantee answered it
        rungs, since_ = after.world.rung, after.world.since
        fronts = clauses.guarantees[at].fronts
        under_way = [since_[f] for f in fronts if rungs[f] >= clauses.guarantees[at].casus]
        began = min([began, *(day for day in under_way if day != NEVER)])
    since = clauses.date_of(began)
    case = f"{name_of(clauses, g.against)} {act}, at or above {g.casus_foederis!r}, since {since}"
    return f"{case}, and {ground(clauses, after, g.due_when)}" if g.due_when else case


def _act_answered(clauses: Clauses, state: State, guarantee: int) -> str:
    """Return the gravest act that the guarantee answers now."""
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[guarantee]]
    rung = max(state.world.rung[front] for front in clauses.guarantees[guarantee].fronts)
    return clauses.arrangement.conduct[g.against].acts[rung].act


def _fights(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    for (name, against), at in clauses.index.fronts.items():
        if after.world.fight[at] is not before.world.fight[at]:
            won = after.world.fight[at] is Fight.PREVAILED
            what = f"{name_of(clauses, name)} {'has prevailed' if won else 'has been repelled'}"
            what += towards(clauses, name, against)
            yield Change(what, "conduct", name)
