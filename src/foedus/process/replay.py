"""Replay: fold dated events over the process.

An event names who did what; the fold turns it into a move, or reports the rule that forbids it and
goes on from the unharmed state. Members are named here even where the process only counts them:
the record of who voted is kept by the fold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from foedus.process.breaches import UNFOUNDED, UNRECORDED
from foedus.process.changes import by_day, explained
from foedus.process.duties import obligations, rights
from foedus.process.instants import next_instant
from foedus.process.interpreting import Event, Rolls, contradicted, moves_of, rank_of, voting
from foedus.process.moves import IllegalMoveError, Move
from foedus.process.nightfall import evening
from foedus.process.process import Process
from foedus.process.state import Progress, State
from foedus.process.told import Change


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event did: the changes, what is then owed or may be answered, or why it was refused.

    Events of one day and rank are taken together; the last of them `concludes` and has the
    changes that they all made. Without an `event` it is what follows by itself; as a day ends, its
    state is `over` where something else begins with the next. `voted` says who has voted in the
    step that each procedure is at.
    """

    on: date
    event: Event | None
    refused: str
    changes: tuple[Change, ...]
    owed: tuple[str, ...]
    state: State
    concludes: bool = True
    rights: tuple[str, ...] = ()
    voted: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class Fold:
    """How far a replay has come: the state, and who has voted in each vote.

    Parameters
    ----------
    process
        The process of the arrangement.
    state
        Where it stands.
    rolls
        Who has voted.
    undone
        Deeds that were undone and not done again, with the day on which they were.
    """

    process: Process
    state: State
    rolls: Rolls = field(default_factory=Rolls)
    undone: dict[str, int] = field(default_factory=dict)

    def due(self, state: State) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what is owed in a state of this fold, and who may respond by right."""
        clauses = self.process.clauses
        return tuple(obligations(clauses, state, self.undone)), tuple(rights(clauses, state))

    def after(self, moves: Sequence[Move]) -> None:
        """Go on by moves of one rank, and keep in mind which deeds they undo."""
        self.state = self.process.during(self.state, moves)
        for move in moves:
            if move.kind == "perform":
                self.undone.pop(move.clause, None)
            elif move.kind == "undo":
                self.undone[move.clause] = self.state.day

    def copy(self) -> Fold:
        """Return a fold that goes its own way from here."""
        return Fold(self.process, self.state, self.rolls.copy(), dict(self.undone))


def replay(process: Process, events: Iterable[Event], until: date | None = None) -> Iterator[Entry]:
    """Yield an entry for each event, and for each day on which something follows by itself.

    Events of one day are taken by rank (`foedus.process.moves.RANK`), never in the order of the
    file. An event that is refused changes nothing.

    Parameters
    ----------
    process
        The process of the arrangement.
    events
        In any order.
    until
        Fold the events of this day and those before it, and let time pass to it; to the last
        event when left out.

    Raises
    ------
    ValueError
        When `until` lies beyond the horizon: what then holds is not known.
    """
    last = process.date_of(process.arrangement.horizon.days)
    if until is not None and until > last:
        raise ValueError(f"{until} lies beyond the horizon, {last}")
    return resume(Fold(process, process.start), events, until)


def resume(fold: Fold, events: Iterable[Event], until: date | None = None) -> Iterator[Entry]:
    """Yield what `replay` does, from where a fold has come; the fold goes on with it.

    Events of the day that it has come to are taken as all that is done on it: whoever adds to a day
    starts from before the events of that day. Events before it are refused.
    """
    process = fold.process
    wanted = [event for event in events if until is None or event.on <= until]
    ordered = sorted(wanted, key=lambda e: (e.on, rank_of(process, e), e.sort_key))
    for on, of_day in groupby(ordered, key=lambda e: e.on):
        target = (on - process.arrangement.as_of).days
        yield from _advance(fold, target)
        for _, of_rank in groupby(of_day, key=lambda e: rank_of(process, e)):
            batch = list(of_rank)
            if target < 0:
                reason = f"the arrangement starts on {process.arrangement.as_of}"
                yield from (_refused(fold, event, reason) for event in batch)
            elif fold.state.day > target:
                reason = f"it lies before {process.date_of(fold.state.day)}, which has come"
                yield from (_refused(fold, event, reason) for event in batch)
            elif fold.state.day < target:
                last = process.date_of(fold.state.day)
                reason = f"it lies beyond the horizon, {last}; a longer `horizon` follows it"
                yield from (_refused(fold, event, reason) for event in batch)
            else:
                yield from _together(fold, batch)
    if until is not None:
        yield from _advance(fold, (until - process.arrangement.as_of).days)


def _advance(fold: Fold, target: int) -> Iterator[Entry]:
    """Let time pass, an instant at a time, telling what follows by itself."""
    while fold.state.day < target:
        upcoming = next_instant(fold.process.clauses, fold.state)
        if upcoming is None:
            return
        before = fold.state
        fold.state = fold.process.after(before, Move("wait", until=min(upcoming, target)))
        clauses, told = fold.process.clauses, by_day(fold.process.clauses, before, fold.state)
        for at, (day, changed) in enumerate(told, 1):
            # What begins with the morning is not so yet on the evening before.
            state = fold.state if at == len(told) else evening(clauses, before, fold.state.day)
            yield _entry(fold, day, _recorded(changed), state)


def _entry(fold: Fold, day: int, told: tuple[Change, ...], state: State) -> Entry:
    owed, may = fold.due(state)
    on = fold.process.date_of(day)
    return Entry(on, None, "", told, owed, state, rights=may, voted=_voted(fold))


def _recorded(told: Iterable[Change]) -> tuple[Change, ...]:
    """Return what has changed as a record has it, which may leave out what was found."""
    return tuple(one._replace(what=one.what.replace(UNFOUNDED, UNRECORDED)) for one in told)


def _voted(fold: Fold) -> Mapping[str, frozenset[str]]:
    process, state = fold.process, fold.state
    courses = zip(process.clauses.procedure_ids, state.record.procedures, strict=True)
    return {
        name: frozenset(fold.rolls.of(process, state, name))
        for name, course in courses
        if course.progress is Progress.OPEN
    }


def _together(fold: Fold, batch: Sequence[Event]) -> Iterator[Entry]:
    """Apply the legal events of one rank as one batch, then those that have become legal by it.

    So an invitation and the ratification that it opens can fall on one day, in any order of lines.
    """
    contradictions = contradicted(fold.process, batch)
    waiting: Sequence[Event] = [event for event in batch if event not in contradictions]
    for event, reason in contradictions.items():
        yield _refused(fold, event, reason)
    while waiting:
        accepted, moves, reasons = _legal(fold, waiting)
        if not accepted:
            yield from (_refused(fold, event, reasons[event]) for event in waiting)
            return
        before = fold.state
        fold.after(moves)
        told = _recorded(explained(fold.process.clauses, before, fold.state, moves))
        owed, may = fold.due(fold.state)
        for at, event in enumerate(accepted):
            last = at + 1 == len(accepted)
            changed, due, free = (told, owed, may) if last else ((), (), ())
            voted = _voted(fold)
            yield Entry(event.on, event, "", changed, due, fold.state, last, free, voted)
        waiting = [event for event in waiting if event in reasons]


def _legal(fold: Fold, batch: Sequence[Event]) -> tuple[list[Event], list[Move], dict[Event, str]]:
    """Return the events that the present state allows, their moves, and why not the others."""
    accepted: list[Event] = []
    moves: list[Move] = []
    reasons: dict[Event, str] = {}
    for event in batch:
        made, reason = moves_of(fold.process, fold.state, fold.rolls, event)
        reason = reason or _refusal(fold, moves, made)
        if reason:
            reasons[event] = reason
            continue
        if made and made[0].kind == "ballot":
            cast = voting(fold.process, fold.state, fold.rolls, event)
            fold.rolls.of(fold.process, fold.state, event.what).update(cast)
        accepted.append(event)
        moves += made
    return accepted, moves, reasons


def _refusal(fold: Fold, before: list[Move], made: list[Move]) -> str:
    try:
        fold.process.during(fold.state, [*before, *made])
    except IllegalMoveError as error:
        return str(error)
    return ""


def _refused(fold: Fold, event: Event, reason: str) -> Entry:
    owed, may = fold.due(fold.state)
    return Entry(event.on, event, reason, (), owed, fold.state, rights=may)
