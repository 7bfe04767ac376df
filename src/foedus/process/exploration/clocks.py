"""The clocks of a slice: every deadline that is running, read off a state and written into one.

A clock is named after what it measures; its end is the last day before something may follow of
itself. Past its end it is *over*: what it would bring about is held back, or has become possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from foedus.process import Process, State
from foedus.process.conditions import BINDING
from foedus.process.exploration.relevance import Scope
from foedus.process.state import NEVER, Course, Fight, Progress, Record, Standing, World, put

HORIZON = ("horizon", 0, 0)
Name = tuple[str, int, int]
"""What a clock measures, the number of the clause, and its step."""


class Dial(NamedTuple):
    """The clocks of a state: those still running, by name with their last day, and those over."""

    running: tuple[tuple[Name, int], ...]
    over: tuple[Name, ...]
    today: tuple[bool, ...]


class Clocks:
    """Reads and writes the clocks of the clauses in a slice.

    Parameters
    ----------
    process
        The process.
    scope
        The slice: clocks of clauses outside it are ignored.
    """

    def __init__(self, process: Process, scope: Scope) -> None:
        self._clauses = clauses = process.clauses
        self._last = process.arrangement.horizon.days
        self._instruments = _numbers(clauses.instrument_ids, scope.names("instrument"))
        self._procedures = _numbers(clauses.procedure_ids, scope.names("procedure"))
        self._norms = _numbers(clauses.norm_ids, scope.names("due"))
        self._fights = _numbers(clauses.actor_ids, scope.names("fight"))
        named = (date.fromisoformat(item.name) for item in scope.items if item.kind == "date")
        days = ((day - process.arrangement.as_of).days for day in named)
        self._dates = sorted(day for day in days if day > 0)

    @property
    def dated(self) -> bool:
        """Whether something hangs on a date, so that days are not alike though clocks are."""
        return bool(self._dates)

    def read(self, state: State) -> Dial:
        """Return the clocks of a state."""
        running = [(HORIZON, self._last)]
        over: list[Name] = []
        for name, end in self._all(state):
            if end >= state.day:
                running.append((name, end))
            else:
                over.append(name)
        return Dial(tuple(sorted(running)), tuple(sorted(over)), self._closed_today(state))

    def _closed_today(self, state: State) -> tuple[bool, ...]:
        """Say which procedures lapsed today and can be opened again tomorrow."""
        return tuple(
            course.progress is Progress.LAPSED and course.since == state.day
            for at in self._procedures
            if self._clauses.procedures[at][0].reopens
            for course in (state.record.procedures[at],)
        )

    def _all(self, state: State) -> Iterator[tuple[Name, int]]:
        clauses, world, record = self._clauses, state.world, state.record
        for at in self._instruments:
            life = record.instruments[at]
            if life.standing is Standing.NOTICE_GIVEN:
                yield ("notice", at, 0), life.ends
            sunset = clauses.sunsets[at]
            if life.standing in BINDING and sunset is not None:
                yield ("sunset", at, 0), life.since + sunset
        for at in self._procedures:
            course = record.procedures[at]
            if course.progress is Progress.OPEN:
                within = clauses.steps[at][course.step].within
                if within is not None:
                    yield ("step", at, course.step), course.since + within
        for at in self._norms:
            if record.due[at] != NEVER and not self._settled(state, at):
                yield ("due", at, 0), record.due[at]
        for at in self._fights:
            needs = clauses.contested[at][world.rung[at]]
            if needs is not None and world.fight[at] is Fight.UNDECIDED:
                yield ("fight", at, world.rung[at]), world.since[at] + needs - 1
        yield from ((("date", day, 0), day - 1) for day in self._dates if day > state.day)

    def _settled(self, state: State, norm: int) -> bool:
        """Say whether an obligation has been breached or met."""
        deed = self._clauses.norms[norm].norm.obligation
        done = deed is not None and state.record.performed[self._clauses.index.deeds[deed]]
        return state.world.breached[norm] or done

    # Writing -----------------------------------------------------------------------------------

    def write(self, state: State, day: int, ends: Mapping[Name, int]) -> State:
        """Return a state like `state` on another day, its clocks ending on the days given.

        Clocks that are over stay so; what was closed today stays closed today.
        """
        dial = self.read(state)
        wanted = {**dict.fromkeys(dial.over, day - 1), **ends}
        world, record = self._undated(state, day)
        for name, end in wanted.items():
            kind, at, step = name
            writer = _WRITERS.get(kind)
            if writer is not None:
                world, record = writer(self, world, record, at, step, end)
        return State(day, world, record)

    def _undated(self, state: State, day: int) -> tuple[World, Record]:
        """Return the world and the record with the days on which things happened forgotten."""
        world, record = state.world, state.record
        since = tuple(day if began == state.day else NEVER for began in world.since)
        courses = tuple(
            course
            if course.progress in (Progress.IDLE, Progress.OPEN)
            else Course(course.progress, 0, day if course.since == state.day else NEVER)
            for course in record.procedures
        )
        return world._replace(since=since), record._replace(procedures=courses)

    def _write_notice(
        self, world: World, record: Record, at: int, _step: int, end: int
    ) -> tuple[World, Record]:
        life = record.instruments[at]._replace(ends=end)
        return world, record._replace(instruments=put(record.instruments, at, life))

    def _write_sunset(
        self, world: World, record: Record, at: int, _step: int, end: int
    ) -> tuple[World, Record]:
        life = record.instruments[at]._replace(since=end - (self._clauses.sunsets[at] or 0))
        return world, record._replace(instruments=put(record.instruments, at, life))

    def _write_step(
        self, world: World, record: Record, at: int, step: int, end: int
    ) -> tuple[World, Record]:
        within = self._clauses.steps[at][step].within or 0
        course = record.procedures[at]._replace(since=end - within)
        return world, record._replace(procedures=put(record.procedures, at, course))

    def _write_due(
        self, world: World, record: Record, at: int, _step: int, end: int
    ) -> tuple[World, Record]:
        return world, record._replace(due=put(record.due, at, end))

    def _write_fight(
        self, world: World, record: Record, at: int, rung: int, end: int
    ) -> tuple[World, Record]:
        needs = self._clauses.contested[at][rung] or 0
        return world._replace(since=put(world.since, at, end + 1 - needs)), record


def _numbers(ids: Sequence[str], named: frozenset[str]) -> list[int]:
    return [at for at, name in enumerate(ids) if name in named]


_Writer = Callable[[Clocks, World, Record, int, int, int], tuple[World, Record]]
_WRITERS: Mapping[str, _Writer] = {
    "notice": Clocks._write_notice,
    "sunset": Clocks._write_sunset,
    "step": Clocks._write_step,
    "due": Clocks._write_due,
    "fight": Clocks._write_fight,
}
