"""A line of play: what was done, what followed, and on which day it held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.process.changes import by_day
from foedus.process.exploration import Batch, Test
from foedus.process.moves import Move
from foedus.process.nightfall import evening
from foedus.process.process import Process
from foedus.process.state import State, put
from foedus.process.wording import sentence


class Play(NamedTuple):
    """A line of play: the moves, each with the state that it was made in, and where it ends."""

    steps: tuple[tuple[State, Move], ...]
    end: State

    def then(self, process: Process, move: Move) -> Play:
        """Return the play with one more move."""
        return Play((*self.steps, (self.end, move)), process.after(self.end, move))

    def through(self, process: Process, batches: Iterable[Batch]) -> Play:
        """Return the play with the moves of `batches` after it, one by one.

        What bars each other is judged against the state before all of a batch.
        """
        play = self
        for batch in batches:
            before = play.end
            for made, move in enumerate(batch, 1):
                after = process.tried(play.end, move)
                if after is None:
                    after = process.during(before, batch[:made])
                play = Play((*play.steps, (play.end, move)), after)
        return play

    def until(self, process: Process, day: int) -> Play:
        """Return the play with time let pass until `day`, or until the horizon."""
        play = self
        while play.end.day < day:
            waits = [move for move in process.moves(play.end) if move.kind == "wait"]
            if not waits:
                break
            play = play.then(process, Move("wait", until=min(day, waits[0].until)))
        return play

    def idle(self, process: Process, day: int) -> Play:
        """Return the play with time let pass until `day`, and nothing held against anybody.

        What falls due meanwhile is not overdue at the end of it, and has its time anew.
        """
        passed = tuple(idly(process, self.end, day))
        if not passed:
            return self
        end = passed[-1][2]
        late = [at for at, due in enumerate(end.record.due) if due == _put_off(process)]
        dues = end.record.due
        for at in late:
            dues = put(dues, at, process.clauses.norms[at].due(end.day))
        end = end.recording(end.record._replace(due=dues)) if late else end
        return Play((*self.steps, *((state, move) for state, move, _ in passed)), end)

    def story(self, process: Process) -> tuple[str, ...]:
        """Return the play as dated sentences: what was done, and what followed."""
        told: list[str] = []
        states = [state for state, _ in self.steps] + [self.end]
        for at, (state, move) in enumerate(self.steps):
            after = states[at + 1]
            came = by_day(process.clauses, state, after, (move,))
            if move.kind == "wait":
                told += [
                    f"{process.date_of(day)}: {'; '.join(change.what for change in changes)}"
                    for day, changes in came
                ]
                continue
            follows = [change.what for _, changes in came for change in changes]
            said = "; ".join([sentence(process.clauses, state, move), *follows])
            told.append(f"{process.date_of(after.day)}: {said}")
        return _condensed(told)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves alone."""
        return tuple(move for _, move in self.steps)

    def since(self, process: Process, holds: Test) -> int:
        """Return the day since when `holds`, which is so at the end, has been so without a break.

        What comes because time runs out comes at the end of the last day: a window of three days
        that opens on the first runs out on the fourth, and not on the fifth.
        """
        later = self.end
        for state, move in reversed(self.steps):
            if not holds(state):
                return _began(process, state, move, later, holds)
            later = state
        return later.day


def idly(process: Process, state: State, day: int) -> Iterator[tuple[State, Move, State]]:
    """Yield each wait until `day`, with the states before and after; no duty is ever overdue.

    What comes of a duty that nobody performs does not come by itself: its time is put off.
    """
    while state.day < day:
        waits = [move for move in process.moves(state) if move.kind == "wait"]
        if not waits:
            return
        wait = Move("wait", until=min(day, waits[0].until))
        before, state = state, process.after(state, wait)
        late = [
            at
            for at, _ in process.clauses.owing
            if state.world.breached[at] and not before.world.breached[at]
        ]
        if late:
            dues = before.record.due
            for at in late:
                dues = put(dues, at, _put_off(process))
            before = before.recording(before.record._replace(due=dues))
            state = process.after(before, wait)
        yield before, wait, state


def _put_off(process: Process) -> int:
    """Return the day until which a duty is put off: one that never comes."""
    return process.arrangement.horizon.days + 1


def _began(process: Process, state: State, move: Move, later: State, holds: Test) -> int:
    if move.kind == "wait" and holds(evening(process.clauses, state, later.day)):
        return later.day - 1
    return later.day


def _condensed(told: Iterable[str]) -> tuple[str, ...]:
    """Tell a run of like ballots once, with their number."""
    return tuple(_runs(list(told)))


def _runs(told: list[str]) -> Iterator[str]:
    at = 0
    while at < len(told):
        end = at
        while end < len(told) and told[end] == told[at]:
            end += 1
        yield told[at] if end == at + 1 else f"({end - at} times) {told[at]}"
        at = end
