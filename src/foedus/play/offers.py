"""What may be done next, by whom, and what each act would change.

Acts of one day are taken in the order of their kinds, so a kind that comes before what was done
today can be done from tomorrow only; it is offered for then, and what it would change includes what
the end of today brings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.play.clauses import Said, saying
from foedus.play.played import Played, after
from foedus.play.steps import written
from foedus.play.wording import worded
from foedus.process import (
    CHOICES,
    RANK,
    Change,
    Event,
    Fold,
    Move,
    Process,
    Progress,
    State,
    by_day,
    duties,
    explained,
    next_instant,
    refusal,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that somebody may do.

    Parameters
    ----------
    on
        The day on which it can be done: today, or tomorrow.
    kind
        What sort of act it is, as `foedus.process.moves.Kind`.
    who
        Who may do it, by name.
    does
        What it is, after *may*.
    step
        The step of a play that it is.
    members
        With a ballot: everyone who may cast it, to the same effect; the step names the first.
    all
        Whether it is everybody's ballot at once who has not voted and does not withhold consent.
    changes
        What would then change.
    owes
        What would then be owed otherwise: no more, by fewer, or anew.
    """

    on: str
    kind: str
    who: str
    does: str
    step: dict[str, Any]
    members: tuple[str, ...]
    all: bool
    changes: tuple[Said, ...]
    owes: tuple[Said, ...]


def offers(played: Played) -> tuple[Offer, ...]:
    """Return what may be done today, then what may be done from tomorrow only."""
    today = list(_today(played))
    return (*today, *_tomorrow(played, today))


def _today(played: Played) -> Iterator[Offer]:
    process, state = played.process, played.state
    for move in process.acts(state):
        if move.kind == "ballot" or move.rank < played.rank:
            continue
        yield from _offered(played, played.today, move, (), _event(process, played.today, move))
    yield from _ballots(played)


def _offered(
    played: Played,
    on: date,
    move: Move,
    members: tuple[str, ...],
    event: Event,
    every: bool = False,
) -> Iterator[Offer]:
    then = played.after(event)
    if then is None:
        return
    told = explained(played.process.clauses, played.state, then)
    changes = tuple(saying(played.process, on, change) for change in told)
    who, does = worded(played.process, played.state, move)
    owes = tuple(_owing(played.process, on, played.state, then))
    yield Offer(str(on), move.kind, who, does, written(event), members, every, changes, owes)


def _owing(process: Process, on: date, before: State, then: State) -> Iterator[Said]:
    """Yield what is owed no more, by fewer, or by an obligation that was not due before."""
    was, now = ({d.clause: d for d in duties(process.clauses, s)} for s in (before, then))
    for clause, duty in was.items():
        if clause not in now and not duty.right:
            change = Change(f"nothing more is owed under {clause!r}", duty.section, clause)
            yield saying(process, on, change)
    for clause, duty in now.items():
        fewer = clause in was and was[clause].by != duty.by
        if fewer or (clause not in was and duty.section == "norms"):
            yield saying(process, on, Change(duty.says, duty.section, clause))


def _event(process: Process, on: date, move: Move) -> Event:
    against = (move.against,) if move.against else ()
    if move.kind == "conduct":
        return Event(on, (move.actor,), move.clause, against=against)
    return Event(on, (move.actor,), move.kind, move.clause, against=against)


# Ballots ------------------------------------------------------------------------------------------


def _ballots(played: Played) -> Iterator[Offer]:
    process, state = played.process, played.state
    if played.rank > RANK["ballot"]:
        return
    for at, course in enumerate(state.record.procedures):
        if course.progress is Progress.OPEN:
            for choice in CHOICES:
                yield from _votes(played, process.clauses.procedure_ids[at], choice)
            for choice in CHOICES[:2]:
                yield from _all(played, process.clauses.procedure_ids[at], choice)


def undecided(played: Played, procedure: str) -> dict[str, list[str]]:
    """Return who may still vote in the step that a procedure is at, by class."""
    clauses = played.process.clauses
    at = clauses.index.procedures[procedure]
    course = played.state.record.procedures[at]
    cast = played.ballots.get((procedure, course.step, course.since), {})
    voters = clauses.steps[at][course.step].electorate
    return {
        label: [member for member in members if member not in cast]
        for label, members in voters.classes.items()
        if label not in voters.bound
    }


def _votes(played: Played, procedure: str, choice: str) -> Iterator[Offer]:
    """Yield a ballot of each class of members that are alike."""
    for label, members in undecided(played, procedure).items():
        move = Move("ballot", label, procedure, choice)
        if members and refusal(played.process.clauses, played.state, move) is None:
            event = _vote(played, procedure, choice, members[:1])
            yield from _offered(played, played.today, move, tuple(members), event)


def _all(played: Played, procedure: str, choice: str) -> Iterator[Offer]:
    """Yield the ballots of everybody who has not voted and does not withhold consent, at once."""
    clauses, away = played.process.clauses, played.withheld(procedure)
    left = undecided(played, procedure)
    members = [m for several in left.values() for m in several if m not in away]
    moves = [Move("ballot", label, procedure, choice) for label, several in left.items() if several]
    if len(members) < 2 or any(refusal(clauses, played.state, move) for move in moves):
        return
    if choice == "yes" and _carried_by_one(played, procedure, left):
        return  # under reverse consensus a single ballot is enough: nobody asks for all
    event = _vote(played, procedure, choice, members)
    yield from _offered(played, played.today, moves[0], tuple(members), event, every=True)


def _carried_by_one(played: Played, procedure: str, left: Mapping[str, Sequence[str]]) -> bool:
    """Say whether any one ballot of those left carries the step that a procedure is at."""
    clauses = played.process.clauses
    at = clauses.index.procedures[procedure]
    course = played.state.record.procedures[at]
    voters = clauses.steps[at][course.step].electorate
    return all(
        voters.settled(voters.add(course.tally, label, "yes"))
        for label, several in left.items()
        if several
    )


def _vote(played: Played, procedure: str, choice: str, members: Sequence[str]) -> Event:
    clauses = played.process.clauses
    at = clauses.index.procedures[procedure]
    step = clauses.steps[at][played.state.record.procedures[at].step].step
    return Event(played.today, tuple(members), step.act, procedure, choice)


# Tomorrow -----------------------------------------------------------------------------------------


def _tomorrow(played: Played, today: Sequence[Offer]) -> Iterator[Offer]:
    """Yield acts of kinds that come before what was done today, and changes of conduct."""
    fold = played.tomorrow() if played.rank >= 0 else None
    if fold is None:
        return
    process, done = played.process, [offer.step for offer in today]
    on = process.date_of(fold.state.day)
    for move in process.acts(fold.state):
        if move.kind == "ballot" or (move.rank >= played.rank and move.kind != "conduct"):
            continue
        if written(_event(process, played.today, move)) in done:
            continue
        yield from _later(played, fold, on, move)


def _later(played: Played, fold: Fold, on: date, move: Move) -> Iterator[Offer]:
    process = played.process
    event = _event(process, on, move)
    then = after(fold, event)
    if then is None:
        return
    changes = (*_passing(played, fold.state), *_following(process, on, fold.state, then))
    who, does = worded(process, fold.state, move)
    owes = tuple(_owing(process, on, played.state, then))
    yield Offer(str(on), move.kind, who, does, written(event), (), False, changes, owes)


def _following(process: Process, on: date, before: State, then: State) -> tuple[Said, ...]:
    return tuple(saying(process, on, c) for c in explained(process.clauses, before, then))


def _passing(played: Played, later: State) -> tuple[Said, ...]:
    """Return what the passing of time alone brings until a later state."""
    process = played.process
    return tuple(
        saying(process, process.date_of(day), change)
        for day, changes in by_day(process.clauses, played.state, later)
        for change in changes
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """The next day on which time alone may change something, and what it changes.

    Parameters
    ----------
    until
        That day.
    step
        The step of a play that waits for it.
    changes
        What would then change.
    """

    until: str
    step: dict[str, Any]
    changes: tuple[Said, ...]


def wait(played: Played) -> Wait | None:
    """Return how long one can wait before something may change; ``None`` at the horizon."""
    process = played.process
    upcoming = next_instant(process.clauses, played.state)
    if upcoming is None:
        return None
    event = Event(process.date_of(upcoming), (), "wait")
    later = process.after(played.state, Move("wait", until=upcoming))
    return Wait(str(event.on), written(event), _passing(played, later))
