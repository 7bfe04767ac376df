"""What differs between two states: each change with the clause it rests on and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.language import Condition, agreeing, listed
from foedus.process.clauses import Clauses
from foedus.process.compiled import CompiledStep
from foedus.process.naming import act_label, name_of, names_of, said
from foedus.process.nightfall import evening
from foedus.process.state import NEVER, Course, Fight, Life, Progress, Standing, State

UNFOUNDED = ", though there was none"
"""Said of a finding that is wrong in the world of the process. Who folds a record alone does not
know the world, and must not say it."""


class Change(NamedTuple):
    """One thing that has changed.

    Parameters
    ----------
    what
        The change in a sentence without its full stop.
    section, clause
        The clause it rests on: a section of the file, and the id in it.
    because
        Why, in the words of that clause; empty where the event itself says it.
    """

    what: str
    section: str
    clause: str
    because: str = ""


def changes(clauses: Clauses, before: State, after: State) -> list[str]:
    """Return what differs between two states, one sentence each."""
    return [change.what for change in explained(clauses, before, after)]


def by_day(clauses: Clauses, before: State, after: State) -> list[tuple[int, list[Change]]]:
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
    """
    if after.day == before.day:
        told = [(after.day, explained(clauses, before, after))]
    else:
        ended = evening(clauses, before, after.day)
        told = [
            (ended.day, _explained(clauses, before, ended, ran_out=True)),
            (after.day, _explained(clauses, ended, after, ran_out=False)),
        ]
    return [(day, found) for day, found in told if found]


def explained(clauses: Clauses, before: State, after: State) -> list[Change]:
    """Return what differs between two states, each change with its clause and its reason."""
    return _explained(clauses, before, after, ran_out=after.day > before.day)


def _explained(clauses: Clauses, before: State, after: State, *, ran_out: bool) -> list[Change]:
    """Return the changes; with `ran_out` time has passed between the states, and not an act."""
    return [
        *_norms(clauses, before, after),
        *_instruments(clauses, before, after),
        *_procedures(clauses, before, after, ran_out),
        *_admissions(clauses, before, after),
        *_guarantees(clauses, before, after),
        *_fights(clauses, before, after),
    ]


def _norms(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    for at, name in enumerate(clauses.norm_ids):
        norm = clauses.arrangement.norms[name]
        if after.world.breached[at] > before.world.breached[at]:
            by = names_of(clauses, _over(clauses, after, at) or norm.bearer)
            grave = f" ({norm.breach} breach)" if norm.breach else ""
            what = f"{name!r} is breached by {by}{grave}"
            yield Change(what, "norms", name, _breach_reason(clauses, after, at))
        if after.record.alleged[at] > before.record.alleged[at]:
            yield Change(f"a breach of {name!r} is on record as alleged", "norms", name)
        if after.record.found[at] > before.record.found[at]:
            truth = "" if after.world.breached[at] else UNFOUNDED
            what = f"a breach of {name!r} is on record as found{truth}"
            finder = _finder(clauses, before, name)
            because = f"{finder!r} passed" if finder else ""
            yield Change(what, "procedures" if finder else "norms", finder or name, because)


def _over(clauses: Clauses, state: State, norm: int) -> list[str]:
    """Return those bound by a norm who are at a forbidden act; nobody where it forbids no act."""
    return list(dict.fromkeys(by for by, _ in _fronts_over(clauses, state, norm)))


def _fronts_over(clauses: Clauses, state: State, norm: int) -> list[tuple[str, str]]:
    """Return who is at an act that the norm forbids, each with whom it is directed at."""
    return [
        clauses.front_ids[front]
        for front, rung in clauses.norms[norm].rungs
        if state.world.rung[front] >= rung
    ]


def _towards(clauses: Clauses, by: str, against: str) -> str:
    """Say whom an act is directed at, where its ladder has several targets."""
    return f" towards {name_of(clauses, against)}" if clauses.index.several(by) else ""


def _being(clauses: Clauses, who: str) -> str:
    """Return who is something: *Russia is*, *the guarantors are*."""
    named = name_of(clauses, who)
    return f"{named} {agreeing(named, 'is')}"


def _breach_reason(clauses: Clauses, after: State, at: int) -> str:
    compiled = clauses.norms[at]
    norm = compiled.norm
    if norm.obligation is not None:
        if norm.keep and not after.record.performed[clauses.index.deeds[norm.obligation]]:
            return f"{norm.obligation!r} must be done and stay so, and it is not done"
        return f"{norm.obligation!r} was due by {clauses.date_of(after.record.due[at])}"
    if norm.prohibition == "admit":
        return f"it forbids the admission of {name_of(clauses, norm.of or '')}"
    over = [
        f"{_being(clauses, by)} at {clauses.act_of(after, by, to)!r}{_towards(clauses, by, to)}"
        for by, to in _fronts_over(clauses, after, at)
    ]
    outlived = f", and outlives {norm.in_!r}"
    stands = clauses.stands(after, norm.in_, ())
    where = (f" while {norm.in_!r} binds" if stands else outlived) if norm.in_ else ""
    rule = f"it forbids {norm.prohibition!r} and anything above it{where}"
    return f"{listed(over)}, and {rule}" if over else rule


def _finder(clauses: Clauses, before: State, norm: str) -> str:
    """Return the procedure that was at a step which finds a breach of `norm`."""
    for at, course in enumerate(before.record.procedures):
        later = clauses.steps[at][course.step :]
        if course.progress is Progress.OPEN and any(s.step.finds == norm for s in later):
            return clauses.procedure_ids[at]
    return ""


_STANDINGS = {
    Standing.IN_FORCE: "enters into force",
    Standing.NOTICE_GIVEN: "is under notice",
    Standing.WITHDRAWN: "has ended by withdrawal",
    Standing.EXPIRED: "has ended by its sunset",
    Standing.TERMINATED: "has ended",
}


def _instruments(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    rows = zip(before.record.instruments, after.record.instruments, strict=True)
    for name, (was, life) in zip(clauses.instrument_ids, rows, strict=True):
        if life.standing is not was.standing:
            until = (
                f" and binds through {clauses.date_of(life.ends)}"
                if life.standing is Standing.NOTICE_GIVEN
                else ""
            )
            because = _standing_reason(clauses, before, after, name, was, life)
            yield Change(
                f"{name!r} {_STANDINGS[life.standing]}{until}", "instruments", name, because
            )
        yield from _exits(clauses, name, was, life)


def _exits(clauses: Clauses, name: str, was: Life, life: Life) -> Iterator[Change]:
    """Yield who is under notice, or has left, where an instrument goes on for the others."""
    known = {gone.party: gone for gone in was.exits}
    for gone in life.exits:
        if known.get(gone.party) == gone:
            continue
        who, last = name_of(clauses, gone.party), clauses.date_of(gone.ends)
        if gone.out == NEVER:
            noticed = f"{_being(clauses, gone.party)} under notice to leave {name!r}"
            what = f"{noticed}, and bound by it through {last}"
            yield Change(what, "instruments", name)
        else:
            what = f"{who} {agreeing(who, 'has')} left {name!r}, which goes on for the others"
            yield Change(what, "instruments", name, f"its notice ran through {last}")


def _standing_reason(
    clauses: Clauses, before: State, after: State, name: str, was: Life, life: Life
) -> str:
    text = clauses.arrangement.instruments[name]
    if life.standing is Standing.WITHDRAWN:
        return f"its notice ran through {clauses.date_of(was.ends)}"
    if life.standing is Standing.EXPIRED and text.sunset is not None:
        return f"it was to last {text.sunset.words} from {clauses.date_of(max(was.since, 0))}"
    ended = life.standing is Standing.TERMINATED
    for at, procedure in enumerate(clauses.arrangement.procedures.values()):
        named = [e.terminate if ended else e.bring_into_force for e in procedure.then]
        if name in named and _completed(before, after, at):
            return f"{clauses.procedure_ids[at]!r} has taken effect"
    if ended:
        by = [n for n, i in clauses.arrangement.instruments.items() if name in i.supersedes]
        return f"{listed([repr(n) for n in by])} supersedes it" if by else ""
    if life.standing is Standing.IN_FORCE:
        signed = "all who must have signed it"
        return f"{signed} and {said(clauses, text.enters)}" if text.enters else signed
    return ""


def _completed(before: State, after: State, procedure: int) -> bool:
    was, course = before.record.procedures[procedure], after.record.procedures[procedure]
    return course.progress is Progress.DONE and was.progress is not Progress.DONE


def _procedures(clauses: Clauses, before: State, after: State, ran_out: bool) -> Iterator[Change]:
    rows = zip(before.record.procedures, after.record.procedures, strict=True)
    for at, (was, course) in enumerate(rows):
        name = clauses.procedure_ids[at]
        if course[:3] == was[:3]:
            continue
        because = _course_reason(clauses, before, after, at, ran_out)
        if course.progress is Progress.OPEN:
            what = _at_step(clauses, at, course)
        elif course.progress is Progress.DONE:
            what = f"{name!r} takes effect"
        else:
            what = f"{name!r} lapses without effect"
        yield Change(what, "procedures", name, because)


def _at_step(clauses: Clauses, at: int, course: Course) -> str:
    compiled = clauses.steps[at][course.step]
    deadline = (
        f", by {clauses.date_of(deadline)}"
        if (deadline := clauses.deadline(at, course)) is not None
        else ", with no deadline"
    )
    by = name_of(clauses, compiled.step.by)
    return f"{clauses.procedure_ids[at]!r} is at the step {compiled.step.act!r}, for {by}{deadline}"


def _course_reason(clauses: Clauses, before: State, after: State, at: int, ran_out: bool) -> str:
    """Say what moved a procedure on: its opening, a vote, or time that ran out."""
    was, course = before.record.procedures[at], after.record.procedures[at]
    text = clauses.procedures[at][0]
    if was.progress is not Progress.OPEN:
        opened = not text.opens.by and text.opens.when is not None
        return said(clauses, text.opens.when) if opened and text.opens.when else ""
    compiled = clauses.steps[at][was.step]
    step = repr(compiled.step.act)
    deadline = clauses.deadline(at, was)
    if ran_out and deadline is not None and deadline <= after.day:
        if compiled.electorate.passes(was.tally):
            return f"the time for {step} ran out, and the rule then carries it"
        if compiled.on_timeout == "adopt":
            return f"the time for {step} ran out, and silence adopts"
        return f"the time for {step} ran out without a decision"
    led = _led_to(compiled, course, len(clauses.steps[at]) == was.step + 1)
    return f"{step} was {' or '.join(led)}"


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
                and _completed(before, after, number)
            ]
            member = Condition(member=party, of=to)
            what = said(clauses, member)
            because = f"{by[0]!r} has taken effect" if by else ""
            yield Change(what, "procedures", by[0] if by else "", because)


def _guarantees(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        was, promise = before.record.guarantees[at], after.record.guarantees[at]
        if clauses.active(before, at) != clauses.active(after, at):
            active = clauses.active(after, at)
            stays = "" if active or not clauses.owed(after, at) else "; what is owed stays owed"
            what = f"{name!r} {'is active' if active else 'no longer protects'}{stays}"
            yield Change(what, "guarantees", name, _active_reason(clauses, after, at))
        if promise.forfeited > was.forfeited:
            because = said(clauses, g.forfeited_if) if g.forfeited_if else ""
            yield Change(f"{name!r} is forfeited", "guarantees", name, because)
        if clauses.owed(after, at) and not clauses.owed(before, at):
            what = f"a response is owed under {name!r}"
            yield Change(what, "guarantees", name, _owed_reason(clauses, after, at))
        if was.casus != NEVER and promise.casus == NEVER:
            ended = f"{_being(clauses, g.against)} below {g.casus_foederis!r}"
            what = f"the case of {name!r} is over: {ended}"
            yield Change(what, "guarantees", name)


def _active_reason(clauses: Clauses, after: State, at: int) -> str:
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    if clauses.active(after, at):
        texts = [said(clauses, c) for c in (g.in_force, g.activates_when) if c is not None]
        texts += [f"{g.in_!r} is in force"] if g.in_ else []
        return " and ".join(texts)
    if after.record.guarantees[at].forfeited:
        return "it is forfeited"
    if not clauses.stands(after, g.in_, g.survives):
        return f"{g.in_!r} is not in force"
    return said(clauses, g.in_force, negated=True) if g.in_force else ""


def _owed_reason(clauses: Clauses, after: State, at: int) -> str:
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    act = act_label(clauses, g.against, _act_answered(clauses, after, at))
    since = clauses.date_of(after.record.guarantees[at].casus)
    case = f"{name_of(clauses, g.against)} {act}, at or above {g.casus_foederis!r}, since {since}"
    return f"{case}, and {said(clauses, g.due_when)}" if g.due_when else case


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
            what += _towards(clauses, name, against)
            yield Change(what, "conduct", name)
