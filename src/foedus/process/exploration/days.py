"""The days that matter to a search, and when two times are alike.

Between two days that matter nothing begins or ends and no window closes, so acts on any of them
come to the same. What matters is how far off each running deadline is, measured against the lengths
of what may still be started: a deadline further off than all of them together is simply far.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from foedus.process import Process, State
from foedus.process.conditions import BINDING
from foedus.process.exploration.relevance import Scope, fights_in
from foedus.process.instants import next_instant
from foedus.process.state import NEVER, Fight, Progress, Record, Standing, World

OVER = -1
"""A deadline that has passed without effect, because something holds it back."""
_MOST_LENGTHS = 10
Clock = tuple[str, int]


class Running(NamedTuple):
    """Deadlines that are running: their names, and the last day of each."""

    clocks: tuple[str, ...]
    ends: tuple[int, ...]


class Days:
    """Clocks, days that matter and likeness of times, for one slice of a process.

    Parameters
    ----------
    process
        The process.
    scope
        The slice: clocks of clauses outside it are ignored.
    daily
        Stop on every day instead: the reference that tests compare with.
    leaving
        Whether notice of withdrawal may be given.
    """

    def __init__(
        self, process: Process, scope: Scope, *, daily: bool = False, leaving: bool = True
    ) -> None:
        self._clauses = clauses = process.clauses
        self._daily = daily
        a = process.arrangement
        self._instruments = [
            (at, name)
            for at, name in enumerate(clauses.instrument_ids)
            if name in scope.names("instrument")
        ]
        self._procedures = [
            at for at, name in enumerate(clauses.procedure_ids) if name in scope.names("procedure")
        ]
        self._norms = [at for at, n in enumerate(clauses.norm_ids) if n in scope.names("due")]
        self._late = [
            at for at, name in enumerate(clauses.guarantee_ids) if name in scope.names("late")
        ]
        self._fights = [(at, clauses.front_ids[at][0]) for at in sorted(fights_in(process, scope))]
        self._alike: dict[tuple[tuple[str, ...], tuple[int, ...]], tuple[tuple[str, int], ...]] = {}
        self._dates = sorted({(named - a.as_of).days for named in _dates(scope) if named > a.as_of})
        self.lengths = self._lengths(leaving=leaving)
        self.farthest = self.lengths[-1] + 1
        self._marks = sorted(
            {mark + late for mark in self.lengths for late in (-1, 0, 1)} | {-1, 0, 1}
        )

    def _lengths(self, *, leaving: bool) -> list[int]:
        """Return the sums of durations that may run one after another, shortest first."""
        a, clauses = self._clauses.arrangement, self._clauses
        chains: list[list[int]] = []
        for at in self._procedures:
            sums, total = [0], 0
            for step in reversed(clauses.steps[at]):
                total += step.within or 0
                sums.append(total)
            chains.append(sorted(set(sums)))
        for _, name in self._instruments:
            withdrawal = a.instruments[name].withdrawal
            if leaving and withdrawal and withdrawal.notice.days:
                chains.append([0, withdrawal.notice.days])
        for at in self._norms:
            within = clauses.norms[at].norm.within
            if within and within.days:
                chains.append([0, within.days])
        for at in self._late:
            within = a.guarantees[clauses.guarantee_ids[at]].within
            if within and within.days:
                chains.append([0, within.days])
        return _sums(chains)

    def running(self, world: World, record: Record) -> Running:
        """Return each running deadline in scope with its day."""
        clocks = list(self._instrument_clocks(record))
        clauses = self._clauses
        for at in self._procedures:
            course = record.procedures[at]
            if course.progress is Progress.OPEN:
                deadline = clauses.deadline(at, course)
                if deadline is not None:
                    clocks.append((f"step {at}", deadline))
        for at in self._norms:
            if record.due[at] > NEVER and not world.breached[at]:
                clocks.append((f"due {at}", record.due[at]))
        for at in self._late:
            limit, since = clauses.limits[at], record.guarantees[at].owed_since
            if limit is not None and since != NEVER:
                clocks.append((f"late {at}", limit(since)))
        for at, name in self._fights:
            needs = clauses.arrangement.conduct[name].acts[world.rung[at]].needs
            if needs and world.fight[at] is Fight.UNDECIDED:
                clocks.append((f"fight {at}", world.since[at] + needs.days))
        return Running(tuple(name for name, _ in clocks), tuple(day for _, day in clocks))

    def _instrument_clocks(self, record: Record) -> Iterator[Clock]:
        for at, name in self._instruments:
            life = record.instruments[at]
            if life.standing is Standing.NOTICE_GIVEN:
                yield f"notice {name}", life.ends
            if life.standing in BINDING:
                for gone in life.exits:
                    if gone.out == NEVER:
                        yield f"notice {name} {gone.party}", gone.ends
                sunset = self._clauses.sunsets[at]
                if sunset is not None:
                    yield f"sunset {name}", sunset(life.since)

    def ahead(self, day: int) -> Iterator[Clock]:
        """Yield each date named in scope that has not come on a day, with the day before it."""
        yield from ((f"date {first}", first - 1) for first in self._dates if first > day)

    def _left(self, running: Running, day: int) -> list[int]:
        """Return the days that are left to each deadline, `OVER` when it has passed."""
        left = [max(end - day, OVER) for end in running.ends]
        return left + [max(first - day, 0) for first in self._dates]

    def likeness(self, running: Running, day: int) -> tuple[tuple[str, int], ...]:
        """Return what two days must share to be alike, given the deadlines that are running.

        Each clock by where it stands between the lengths that matter, and each pair of near clocks
        by where their difference does.
        """
        far = self.farthest + 1
        left = tuple(days if days < far else far for days in self._left(running, day))
        if self._daily:
            return (("day", day),)
        alike = self._alike.get((running.clocks, left))
        if alike is None:
            alike = self._alike[running.clocks, left] = self._likeness(running.clocks, left)
        return alike

    def _likeness(
        self, clocks: tuple[str, ...], left: tuple[int, ...]
    ) -> tuple[tuple[str, int], ...]:
        dates = [f"date {first}" for first in self._dates]
        named = list(zip((*clocks, *dates), left, strict=True))
        named = [(name, days) for name, days in named if days or name not in dates]
        near = [(name, days) for name, days in named if days <= self.farthest]
        alike = [(name, self._place(days)) for name, days in near]
        alike += [(name, 2 * self.farthest + 9) for name, days in named if days > self.farthest]
        for (one, days), (other, more) in combinations(near, 2):
            alike.append((f"{one}-{other}", self._place(days - more)))
        return tuple(alike)

    def overdue(self, running: Running, day: int) -> bool:
        """Say whether a deadline has passed and something still holds back its effect."""
        return any(end < day for end in running.ends)

    def _place(self, left: int) -> int:
        """Return the number of a mark, or of the gap between two; below zero, its negative."""
        size = abs(left)
        at = bisect_left(self._marks, size)
        exact = at < len(self._marks) and self._marks[at] == size
        place = 2 * at + 1 if exact else 2 * at
        return place if left >= 0 else -place

    def next_day(self, state: State, running: Running, *, tomorrow: bool) -> int | None:
        """Return the next day on which something in scope may change; ``None`` at the horizon.

        Parameters
        ----------
        state
            Where the process stands.
        running
            Its deadlines.
        tomorrow
            Whether something has been done today, so that the next act may come tomorrow.
        """
        upcoming = next_instant(self._clauses, state)
        if upcoming is None:
            return None
        day = state.day
        if tomorrow or self._daily:
            return day + 1
        for left in self._left(running, day):
            for ahead in (left, left + 1):
                at = bisect_left(self.lengths, ahead)
                if at:  # the longest that is shorter: the first day on which a length fits exactly
                    upcoming = min(upcoming, day + ahead - self.lengths[at - 1])
        return upcoming


def _sums(chains: list[list[int]]) -> list[int]:
    """Return the sums that take one length of each chain; chains in file order past the tenth."""
    sums = {0}
    for chain in chains[:_MOST_LENGTHS]:
        sums = {total + length for total in sums for length in chain}
        if len(sums) > 400:
            sums = {0, max(sums), *(length for chain in chains for length in chain)}
    return sorted(sums)


def _dates(scope: Scope) -> list[date]:
    return [date.fromisoformat(item.name) for item in scope.items if item.kind == "date"]
