"""The clocks of a slice: every deadline that is running, read off a state and written into one.

A clock is named after what it measures; its end is the last day before something may follow of
itself. Past its end it is *over*: what it would bring about is held back, or has become possible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, pairwise

from foedus.language import Duration
from foedus.process import Process, State
from foedus.process.conditions import BINDING
from foedus.process.exploration.dials import HORIZON, Dial, Name
from foedus.process.exploration.relevance import Scope, fights_in
from foedus.process.spans import Span
from foedus.process.state import NEVER, Course, Fight, Progress, Record, Standing, World, put


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
        self._late = _numbers(clauses.guarantee_ids, scope.names("late"))
        guarantees = process.arrangement.guarantees.values()
        self._texts = [clauses.index.instruments.get(g.in_ or "") for g in guarantees]
        exits = (i.withdrawal for i in process.arrangement.instruments.values())
        leavers = (by for withdrawal in exits if withdrawal for by in withdrawal.by)
        self._ids = tuple(dict.fromkeys([*process.arrangement.parties, *leavers]))
        self._parties = {name: at for at, name in enumerate(self._ids)}
        self._fights = fights_in(process, scope)
        named = (date.fromisoformat(item.name) for item in scope.items if item.kind == "date")
        days = ((day - process.arrangement.as_of).days for day in named)
        self._dates = sorted(day for day in days if day > 0)
        self._spans: dict[Name, Span] = {}
        self._changes: dict[Name, list[int]] = {}
        self._dials: dict[State, Dial] = {}
        self._same: dict[int, tuple[Dial, State]] = {}  # a state is deep: to look one up takes long

    @property
    def dated(self) -> bool:
        """Whether something hangs on a date, so that days are not alike though clocks are."""
        return bool(self._dates) or any(map(self.wavers, self._names()))

    @cached_property
    def room(self) -> int:
        """A day by which every response that is owed in time can have begun to be owed.

        Where time has no end a state may stand for days of any number; on this one none of those
        since which something is owed comes before the first.
        """
        limits = [self.end(("late", at, 0), 0) for at in self._late if self._clauses.limits[at]]
        return max(limits) + _LEEWAY if limits else 0

    def read(self, state: State) -> Dial:
        """Return the clocks of a state."""
        kept = self._same.get(id(state))
        if kept is None:  # what is kept stays where it is, and nothing else has its identity
            dial = self._dials.get(state)
            if dial is None:
                dial = self._dials[state] = self._dial(state)
            kept = self._same[id(state)] = dial, state
        return kept[0]

    def _dial(self, state: State) -> Dial:
        running = [(HORIZON, self._last)]
        over: list[Name] = []
        for name, end in self._all(state):
            if end >= state.day:
                running.append((name, end))
            else:
                over.append(name)
        return Dial(tuple(sorted(running)), tuple(sorted(over)), self._closed_today(state))

    def _closed_today(self, state: State) -> tuple[bool, ...]:
        """Say which procedures ended today and can be opened again tomorrow."""
        courses = ((at, state.record.procedures[at]) for at in self._procedures)
        return tuple(
            [
                course.since == state.day
                and (
                    course.progress is Progress.LAPSED
                    or (course.progress is Progress.DONE and self._clauses.again[at])
                )
                for at, course in courses
                if self._clauses.procedures[at][0].reopens
            ]
        )

    def _all(self, state: State) -> Iterator[tuple[Name, int]]:
        clauses, world, record = self._clauses, state.world, state.record
        for at in self._instruments:
            life = record.instruments[at]
            if life.standing is Standing.NOTICE_GIVEN:
                yield ("notice", at, 0), life.ends
            for gone in life.exits:
                if gone.out == NEVER and life.standing in BINDING:
                    yield ("exit", at, self._parties[gone.party]), gone.ends
            sunset = clauses.sunsets[at]
            if life.standing in BINDING and sunset is not None:
                yield ("sunset", at, 0), sunset(life.since)
        for at in self._procedures:
            course = record.procedures[at]
            if course.progress is Progress.OPEN:
                deadline = clauses.deadline(at, course)
                if deadline is not None:
                    yield ("step", at, course.step), deadline
        for at in self._norms:
            if record.due[at] > NEVER and not self._settled(state, at):
                yield ("due", at, 0), record.due[at]
        for at in self._fights:
            needs = clauses.contested[at][world.rung[at]]
            if needs is not None and world.fight[at] is Fight.UNDECIDED:
                yield ("fight", at, world.rung[at]), needs(world.since[at]) - 1
        for at in self._late:
            last = clauses.due_by(state, at)
            if last is not None:
                yield ("late", at, 0), last
        yield from ((("date", day, 0), day - 1) for day in self._dates if day > state.day)

    def _settled(self, state: State, norm: int) -> bool:
        """Say whether an obligation has been breached, or met by what cannot be undone."""
        deed = self._clauses.index.deeds[self._clauses.norms[norm].norm.obligation or ""]
        done = state.record.performed[deed] and not self._clauses.reversible[deed]
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
        return State(day, world, self._in_turn(state.record, record, wanted, ends))

    def _undated(self, state: State, day: int) -> tuple[World, Record]:
        """Return the world and the record with the days on which things happened forgotten.

        Which of these came first, that a response was owed or that a party was out, is kept by
        `_in_turn`.
        """
        world, record = state.world, state.record
        since = tuple(day if began == state.day else NEVER for began in world.since)
        courses = tuple(
            course
            if course.progress in (Progress.IDLE, Progress.OPEN)
            else Course(
                course.progress, 0, day if course.since == state.day else NEVER, (), course.effected
            )
            for course in record.procedures
        )
        promises = tuple(
            p if p.owed_since == NEVER else p._replace(owed_since=_LONG_AGO, at_its_end=False)
            for p in record.guarantees
        )
        return world._replace(since=since), record._replace(procedures=courses, guarantees=promises)

    def _in_turn(
        self, was: Record, now: Record, timed: Collection[Name], running: Collection[Name]
    ) -> Record:
        """Return a record in which each party is out before or after each response was owed.

        Whoever left an instrument before a response was owed does not owe it. The days that clocks
        tell are known; all others are put as early as the order allows.
        """
        for at, life in enumerate(was.instruments):
            if any(gone.out != NEVER for gone in life.exits):
                now = self._placed(at, was, now, timed, running)
        return now

    def _placed(
        self,
        text: int,
        was: Record,
        now: Record,
        timed: Collection[Name],
        running: Collection[Name],
    ) -> Record:
        """Place the days of one instrument in the order that they had, exits of a day first."""
        exits, promises = list(now.instruments[text].exits), list(now.guarantees)
        owed = [
            at
            for at, promise in enumerate(was.guarantees)
            if promise.owed_since != NEVER and self._texts[at] == text
        ]
        told = [promises[at].owed_since for at in owed if ("late", at, 0) in timed]
        last_out = last_owed = min([0, *told]) - len(owed) - len(exits) - 2
        days = [(gone.out, 0, place) for place, gone in enumerate(exits) if gone.out != NEVER]
        promised = ((at, was.guarantees[at]) for at in owed)
        days += [(promise.owed_since + promise.at_its_end, 1, at) for at, promise in promised]
        for _, owes, place in sorted(days):
            if not owes:
                last_out = max(last_out, last_owed + 1)
                exits[place] = exits[place]._replace(out=last_out)
                continue
            if ("late", place, 0) not in running:
                promises[place] = promises[place]._replace(owed_since=last_out)
            last_owed = max(last_owed, promises[place].owed_since)
        lives = put(now.instruments, text, now.instruments[text]._replace(exits=tuple(exits)))
        return now._replace(guarantees=tuple(promises), instruments=lives)

    def _write_notice(
        self, world: World, record: Record, at: int, _step: int, end: int
    ) -> tuple[World, Record]:
        life = record.instruments[at]._replace(ends=end)
        return world, record._replace(instruments=put(record.instruments, at, life))

    def _write_exit(
        self, world: World, record: Record, at: int, party: int, end: int
    ) -> tuple[World, Record]:
        life, name = record.instruments[at], self._ids[party]
        exits = tuple(g._replace(ends=end) if g.party == name else g for g in life.exits)
        lives = put(record.instruments, at, life._replace(exits=exits))
        return world, record._replace(instruments=lives)

    def _write_sunset(
        self, world: World, record: Record, at: int, step: int, end: int
    ) -> tuple[World, Record]:
        life = record.instruments[at]._replace(since=self._since(("sunset", at, step), end))
        return world, record._replace(instruments=put(record.instruments, at, life))

    def _write_step(
        self, world: World, record: Record, at: int, step: int, end: int
    ) -> tuple[World, Record]:
        course = record.procedures[at]._replace(since=self._since(("step", at, step), end))
        return world, record._replace(procedures=put(record.procedures, at, course))

    def _write_due(
        self, world: World, record: Record, at: int, _step: int, end: int
    ) -> tuple[World, Record]:
        return world, record._replace(due=put(record.due, at, end))

    def _write_late(
        self, world: World, record: Record, at: int, step: int, end: int
    ) -> tuple[World, Record]:
        promise = record.guarantees[at]._replace(owed_since=self._since(("late", at, step), end))
        return world, record._replace(guarantees=put(record.guarantees, at, promise))

    def _write_fight(
        self, world: World, record: Record, at: int, rung: int, end: int
    ) -> tuple[World, Record]:
        since = self._since(("fight", at, rung), end)
        return world._replace(since=put(world.since, at, since)), record

    # Lengths -----------------------------------------------------------------------------------

    def end(self, name: Name, day: int) -> int:
        """Return the last day of a clock that begins on `day`."""
        span = self._spans.get(name)
        if span is None:
            span = self._spans[name] = self._span(name)
        return span(day) - (name[0] == "fight")

    def _span(self, name: Name) -> Span:
        kind, at, step = name
        clauses = self._clauses
        if kind in ("notice", "exit"):
            return clauses.notices[at]
        if kind == "due":
            return clauses.norms[at].due
        span = {
            "sunset": lambda: clauses.sunsets[at],
            "step": lambda: clauses.steps[at][step].ends,
            "late": lambda: clauses.limits[at],
            "fight": lambda: clauses.contested[at][step],
        }[kind]()
        return span if span is not None else lambda day: day

    def longest(self, name: Name) -> int:
        """Return the most days that a clock can have left, begun on whatever day."""
        last = self._last + 1
        if name[0] in ("horizon", "date"):
            return last
        return max(self.end(name, day) - day for day, _ in self.runs(name, 0, last))

    def _since(self, name: Name, end: int) -> int:
        """Return a day on which a clock that ends on `end`, or else before, can have begun."""
        guess = end - (self.end(name, 0))
        near = (guess + away for size in range(_LEEWAY) for away in (size, -size))
        exact = (day for day in near if self.end(name, day) == end)
        early = range(guess + _LEEWAY, guess - 2 * _LEEWAY, -1)
        return next(chain(exact, (day for day in early if self.end(name, day) < end), [guess]))

    def fitting(self, day: int, left: Mapping[Name, int]) -> int:
        """Return the first day from `day` on on which clocks can have so many days left.

        Begun on no day does a year end on 29 February, or a month that follows a short one on its
        31st: a clock cannot be written to end there.
        """
        calendar = [(name, days) for name, days in left.items() if self.wavers(name)]
        for later in range(day, day + _YEAR if calendar else day):
            ends = ((name, later + days) for name, days in calendar)
            if all(self.end(name, self._since(name, end)) == end for name, end in ends):
                return later
        return day

    def runs(self, name: Name, first: int, last: int) -> list[tuple[int, int]]:
        """Return the days from `first` to `last` in runs on which a clock is equally long.

        Months and years run on the calendar, so that the day on which it begins can count.
        """
        if not self.wavers(name):
            return [(first, last)]
        if name not in self._changes:
            days = range(self._clauses.arrangement.horizon.days + 2)
            each = pairwise(self.end(name, day) - day for day in days)
            self._changes[name] = [day for day, (was, now) in enumerate(each, 1) if was != now]
        changes = self._changes[name]
        inside = changes[bisect_right(changes, first) : bisect_right(changes, last)]
        return list(zip([first, *inside], [*(day - 1 for day in inside), last], strict=True))

    def wavers(self, name: Name) -> bool:
        """Say whether a clock is longer begun on one day than on another."""
        kind, at, step = name
        if kind in ("horizon", "date"):
            return False
        clauses = self._clauses
        a = clauses.arrangement
        duration: Duration | None = None
        if kind in ("notice", "sunset", "exit"):
            text = a.instruments[clauses.instrument_ids[at]]
            notice = text.withdrawal.notice if text.withdrawal else None
            duration = text.sunset if kind == "sunset" else notice
        elif kind == "step":
            compiled = clauses.steps[at][step].step
            body = a.bodies.get(compiled.by)
            duration = compiled.within or (body.silence if body else None)
        elif kind == "due":
            duration = clauses.norms[at].norm.within
        elif kind == "late":
            duration = a.guarantees[clauses.guarantee_ids[at]].within
        elif kind == "fight":
            duration = a.conduct[clauses.front_ids[at][0]].acts[step].needs
        return duration is not None and duration.on_calendar

    def _names(self) -> Iterator[Name]:
        """Yield the name of every clock that can begin, dates and the horizon left out."""
        a = self._clauses.arrangement
        anew = {e.bring_into_force for p in a.procedures.values() for e in p.then}
        for at in self._instruments:
            name = self._clauses.instrument_ids[at]
            yield "notice", at, 0
            if a.instruments[name].status != "in_force" or name in anew:
                yield "sunset", at, 0
        for at in self._procedures:
            yield from (("step", at, step) for step in range(len(self._clauses.steps[at])))
        yield from (("due", at, 0) for at in self._norms)
        yield from (("late", at, 0) for at in self._late)
        for at in self._fights:
            rungs = range(len(self._clauses.contested[at]))
            yield from (("fight", at, rung) for rung in rungs)


_LONG_AGO = -1_000_000
"""A day before any other, and no `NEVER`."""
_YEAR = 366
_LEEWAY = 6
"""A month or a year is at most so many days longer, begun on another day."""


def _numbers(ids: Sequence[str], named: frozenset[str]) -> list[int]:
    return [at for at, name in enumerate(ids) if name in named]


_Writer = Callable[[Clocks, World, Record, int, int, int], tuple[World, Record]]
_WRITERS: Mapping[str, _Writer] = {
    "exit": Clocks._write_exit,
    "notice": Clocks._write_notice,
    "sunset": Clocks._write_sunset,
    "step": Clocks._write_step,
    "due": Clocks._write_due,
    "late": Clocks._write_late,
    "fight": Clocks._write_fight,
}
