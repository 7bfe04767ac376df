"""Replay: fold dated events over the process.

An event names who did what; the fold turns it into a move, or reports the rule that forbids it and
goes on from the unharmed state. Members are named here even where the process only counts them:
the record of who voted is kept by the fold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from foedus.process.instants import next_instant
from foedus.process.moves import RANK, Kind, Move
from foedus.process.process import Process
from foedus.process.state import Progress, State
from foedus.process.wording import changes, obligations


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as a user records it.

    Parameters
    ----------
    on
        The day.
    by
        Who did it: parties, members, ``others`` of a body, or ``nature``.
    do
        An act of a ladder; ``sign``, ``withdraw``, ``allege``, ``open``, ``perform``, ``honour``,
        ``decline``, ``prevail``, ``repel``; or the act of the step that a procedure is at.
    what
        The clause it is about; not needed for an act of a ladder.
    vote
        ``yes``, ``no`` or ``abstain``.
    line
        Where it stands in its file.
    """

    on: date
    by: tuple[str, ...]
    do: str
    what: str = ""
    vote: str = "yes"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event did: the changes it made and what is then owed, or why it was refused."""

    on: date
    event: Event | None
    refused: str
    changes: tuple[str, ...]
    owed: tuple[str, ...]
    state: State


@dataclass
class _Fold:
    process: Process
    state: State
    voted: dict[tuple[str, int], set[str]] = field(default_factory=dict)


def replay(process: Process, events: Iterable[Event]) -> Iterator[Entry]:
    """Yield an entry for each event, and for each day on which something follows by itself.

    Events of one day are taken by rank (`foedus.process.moves.RANK`), never in the order of the
    file. An event that is refused changes nothing.

    Parameters
    ----------
    process
        The process of the arrangement.
    events
        In any order.
    """
    fold = _Fold(process, process.start)
    ordered = sorted(events, key=lambda e: (e.on, _rank(process, e), e.by, e.do, e.what, e.line))
    for on, of_day in groupby(ordered, key=lambda e: e.on):
        target = (on - process.arrangement.as_of).days
        yield from _advance(fold, target)
        for _, of_rank in groupby(of_day, key=lambda e: _rank(process, e)):
            batch = list(of_rank)
            if target < 0:
                reason = f"the arrangement starts on {process.arrangement.as_of}"
                yield from (_refused(fold, event, reason) for event in batch)
            elif fold.state.day < target:
                reason = f"it lies beyond the horizon, {process.date_of(fold.state.day)}"
                yield from (_refused(fold, event, reason) for event in batch)
            else:
                yield from _together(fold, batch)


def _advance(fold: _Fold, target: int) -> Iterator[Entry]:
    """Let time pass, an instant at a time, telling what follows by itself."""
    while fold.state.day < target:
        upcoming = next_instant(fold.process.clauses, fold.state)
        if upcoming is None:
            return
        before = fold.state
        fold.state = fold.process.after(before, Move("wait", until=min(upcoming, target)))
        told = changes(fold.process.clauses, before, fold.state)
        if told:
            on = fold.process.date_of(fold.state.day)
            owed = tuple(obligations(fold.process.clauses, fold.state))
            yield Entry(on, None, "", tuple(told), owed, fold.state)


def _together(fold: _Fold, batch: Sequence[Event]) -> Iterator[Entry]:
    """Apply the legal events of one rank as one batch; report the others."""
    accepted: list[tuple[Event, list[Move]]] = []
    moves: list[Move] = []
    for event in batch:
        made, reason = _moves(fold, event)
        reason = reason or _refusal(fold, moves, made)
        if reason:
            yield _refused(fold, event, reason)
        else:
            _note_votes(fold, event, made)
            accepted.append((event, made))
            moves += made
    if not accepted:
        return
    before = fold.state
    fold.state = fold.process.during(before, moves)
    told = tuple(changes(fold.process.clauses, before, fold.state))
    owed = tuple(obligations(fold.process.clauses, fold.state))
    for at, (event, _) in enumerate(accepted):
        last = at + 1 == len(accepted)
        yield Entry(event.on, event, "", told if last else (), owed if last else (), fold.state)


def _refusal(fold: _Fold, before: list[Move], made: list[Move]) -> str:
    try:
        fold.process.during(fold.state, [*before, *made])
    except ValueError as error:
        return str(error)
    return ""


def _refused(fold: _Fold, event: Event, reason: str) -> Entry:
    return Entry(event.on, event, reason, (), (), fold.state)


_DIRECT: dict[str, Kind] = {
    "sign": "sign",
    "withdraw": "withdraw",
    "allege": "allege",
    "open": "open",
    "perform": "perform",
    "honour": "honour",
    "decline": "decline",
    "prevail": "prevail",
    "repel": "repel",
}


def _kind(process: Process, event: Event) -> Kind:
    rungs = process.clauses.index.rungs
    if not event.what and all(event.do in rungs.get(by, {}) for by in event.by):
        return "conduct"
    return _DIRECT.get(event.do, "ballot")


def _rank(process: Process, event: Event) -> int:
    return RANK[_kind(process, event)]


def _moves(fold: _Fold, event: Event) -> tuple[list[Move], str]:
    """Return the moves that an event is made of, and the reason where it is none."""
    process, kind = fold.process, _kind(fold.process, event)
    if kind == "conduct":
        return [Move("conduct", by, event.do) for by in event.by], ""
    if kind == "ballot":
        return _ballots(fold, event)
    what = event.what
    if kind == "allege" and what not in process.arrangement.procedures:
        opened = [
            name
            for name, p in process.arrangement.procedures.items()
            if p.opens.alleging == what and set(event.by) <= set(p.opens.by)
        ]
        if not opened:
            who = " and ".join(event.by)
            return [], f"{who} has no standing to allege a breach of {what!r}"
        return [Move("allege", by, name) for name in opened for by in event.by[:1]], ""
    return [Move(kind, by, what) for by in event.by], ""


def _ballots(fold: _Fold, event: Event) -> tuple[list[Move], str]:
    clauses = fold.process.clauses
    at = clauses.index.procedures.get(event.what)
    if at is None:
        return [], f"there is no act {event.do!r} for {' and '.join(event.by)} to do here"
    course = fold.state.record.procedures[at]
    if course.progress is not Progress.OPEN:
        return [], f"{event.what!r} is not under way"
    compiled = clauses.steps[at][course.step]
    if compiled.step.act != event.do:
        return [], f"{event.what!r} is at the step {compiled.step.act!r}, not {event.do!r}"
    voted = (
        fold.voted.get((event.what, course.step), set()) if any(map(sum, course.tally)) else set()
    )
    moves: list[Move] = []
    for member in _members(compiled.electorate.rule.members, event.by, voted):
        label = compiled.electorate.label_of(member)
        if label is None:
            return [], f"{member} has no vote in the step {event.do!r} of {event.what!r}"
        if member in voted:
            return [], f"{member} has voted in the step {event.do!r} of {event.what!r} already"
        moves.append(Move("ballot", label, event.what, event.vote))
    return moves, ""


def _members(voters: Sequence[str], by: Sequence[str], voted: set[str]) -> list[str]:
    if tuple(by) == ("others",):
        return [voter for voter in voters if voter not in voted]
    return list(by)


def _note_votes(fold: _Fold, event: Event, made: Sequence[Move]) -> None:
    if not made or made[0].kind != "ballot":
        return
    at = fold.process.clauses.index.procedures[event.what]
    course = fold.state.record.procedures[at]
    voters = fold.process.clauses.steps[at][course.step].electorate.rule.members
    fresh = not any(map(sum, course.tally))
    key = (event.what, course.step)
    known = set() if fresh and key not in fold.voted else fold.voted.get(key, set())
    fold.voted[key] = known | set(_members(voters, event.by, known))
