"""A play folded over an arrangement: what each step did, and where things stand.

Nothing is kept between two looks at a play: its steps are folded as `foedus.process.replay` folds
an event file, so that what a play shows is what a replay of it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foedus.language import OTHERS
from foedus.play.steps import Step, Withheld
from foedus.process import (
    RANK,
    Change,
    Entry,
    Event,
    Fold,
    Process,
    Progress,
    State,
    kind_of,
    rank_of,
    resume,
)

Vote = tuple[str, int, int]
"""A vote: the procedure, its step, and the day on which that step began."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one step did, or what followed by itself on a day.

    Parameters
    ----------
    on
        The day.
    step
        The step; ``None`` for what follows by itself.
    refused
        Why it was not taken; empty where it was.
    changes
        What differs after it.
    """

    on: date
    step: Step | None
    refused: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A play, folded.

    Parameters
    ----------
    process
        The process of the arrangement.
    steps
        The steps, in the order in which they were given.
    told
        What each did, in the order of days and, within a day, of kinds.
    morning
        How far things had come on the last day before anything was done on it.
    now
        How far they have come.
    ballots
        How each member voted, by vote.
    reached
        The step that each procedure is at, or was at when it ended.
    """

    process: Process
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    morning: Fold
    now: Fold
    ballots: Mapping[Vote, Mapping[str, str]]
    reached: Mapping[str, int]

    @property
    def state(self) -> State:
        """Where things stand."""
        return self.now.state

    @property
    def today(self) -> date:
        """The day that the play has come to."""
        return self.process.date_of(self.state.day)

    @property
    def of_today(self) -> list[Event]:
        """The events of the day that the play has come to."""
        return [e for e in self.steps if isinstance(e, Event) and e.on == self.today]

    @property
    def rank(self) -> int:
        """The rank of the last kind of act done today; ``-1`` where nothing was done yet."""
        ranks = [rank_of(self.process, event) for event in self.of_today]
        return max((rank for rank in ranks if rank != RANK["wait"]), default=-1)

    def withheld(self, procedure: str) -> frozenset[str]:
        """Return who withholds consent in the step that a procedure is at, if a no is not final."""
        at = self.process.clauses.index.procedures[procedure]
        course = self.state.record.procedures[at]
        if self.process.clauses.steps[at][course.step].step.on_block != "hold":
            return frozenset()
        since = self.process.date_of(course.since)
        return frozenset(
            step.by
            for step in self.steps
            if isinstance(step, Withheld) and step.what == procedure and step.on >= since
        )

    def after(self, event: Event) -> State | None:
        """Return the state with one more event today; ``None`` where something is then refused."""
        return _taken(self.morning, [*self.of_today, event], self._refused_today)

    @property
    def _refused_today(self) -> int:
        return sum(1 for row in self.told if row.refused and row.on == self.today)

    def tomorrow(self) -> Fold | None:
        """Return how far things have come when the day has passed; ``None`` at the horizon."""
        fold = self.now.copy()
        _spend(resume(fold, [], self.today + timedelta(days=1)))
        return fold if fold.state.day > self.state.day else None


def _taken(fold: Fold, events: Sequence[Event], known: int) -> State | None:
    trial = fold.copy()
    refused = sum(1 for entry in resume(trial, events) if entry.refused)
    return trial.state if refused <= known else None


def after(fold: Fold, event: Event) -> State | None:
    """Return the state after an event that begins its day; ``None`` where it is refused."""
    return _taken(fold, [event], 0)


def _spend(entries: Iterable[Entry]) -> None:
    for _ in entries:
        pass


def played(process: Process, steps: Sequence[Step]) -> Played:
    """Fold a play over an arrangement.

    Parameters
    ----------
    process
        The process of the arrangement.
    steps
        In any order; one that the arrangement does not allow is told as refused and changes
        nothing.
    """
    events = [step for step in steps if isinstance(step, Event)]
    start = process.arrangement.as_of
    today = max([start, *(step.on for step in steps)])
    fold = Fold(process, process.start)
    ballots: dict[Vote, dict[str, str]] = defaultdict(dict)
    reached: dict[str, int] = {}
    entries = list(_noted(fold, [e for e in events if e.on < today], today, ballots, reached))
    morning = fold.copy()
    entries += _noted(fold, [e for e in events if e.on == today], today, ballots, reached)
    told = [Told(entry.on, entry.event, entry.refused, entry.changes) for entry in entries]
    remarks = [step for step in steps if isinstance(step, Withheld)]
    rows = _merged(told, remarks)
    return Played(process, tuple(steps), rows, morning, fold, dict(ballots), reached)


def _noted(
    fold: Fold,
    events: Sequence[Event],
    until: date,
    ballots: dict[Vote, dict[str, str]],
    reached: dict[str, int],
) -> Iterator[Entry]:
    """Yield the entries of a replay; note how each member voted, and which steps were reached."""
    names = fold.process.clauses.procedure_ids
    before = fold.state
    for entry in resume(fold, events, until):
        event = entry.event
        if event and not entry.refused and kind_of(fold.process, event) == "ballot":
            _note(fold.process, before, event, ballots)
        if entry.concludes and not entry.refused:
            before = entry.state
        for name, course in zip(names, entry.state.record.procedures, strict=True):
            if course.progress is Progress.OPEN:
                reached[name] = course.step
        yield entry


def _note(
    process: Process, before: State, event: Event, ballots: dict[Vote, dict[str, str]]
) -> None:
    at = process.clauses.index.procedures[event.what]
    course = before.record.procedures[at]
    cast = ballots[event.what, course.step, course.since]
    every = process.clauses.steps[at][course.step].electorate.rule.members
    voting = [m for m in every if m not in cast] if event.by == (OTHERS,) else event.by
    cast.update(dict.fromkeys(voting, event.vote))


def _merged(told: Sequence[Told], remarks: Sequence[Withheld]) -> tuple[Told, ...]:
    """Put each remark among what was done on its day, before the first step that came after it."""
    rows = list(told)
    for remark in remarks:
        later = (
            at
            for at, row in enumerate(rows)
            if row.on > remark.on
            or (row.on == remark.on and row.step is not None and row.step.line > remark.line)
        )
        rows.insert(next(later, len(rows)), Told(remark.on, remark, "", ()))
    return tuple(rows)
