"""Ways on from a state: what is done, what then holds, and which clocks run on.

States that are alike but for how many days their clocks have left have the same ways on, so that
they are worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.process import Move, State
from foedus.process.exploration.dials import HORIZON, Dial, Name, renewed
from foedus.process.exploration.hours import FRESH, Batch, Hour
from foedus.process.exploration.projection import Key, Projection
from foedus.process.exploration.search import Rules, acts_in, first_of
from foedus.process.exploration.zones import Place, Zone, least

EVENING: Batch = (Move("wait"),)
"""The batch of an edge on which a day ends and something may follow of itself."""


class Way(NamedTuple):
    """One way on.

    Parameters
    ----------
    batch
        What is done.
    acts, days
        How many deliberate acts that is, and how many days it takes.
    state, hour
        What then holds, and how far the day has come.
    key, dial
        What that state is told apart by, and its clocks.
    before
        Where the clocks of the state before stand in its zone.
    kept, begun
        The clocks that run on, and those that begin.
    """

    batch: Batch
    acts: int
    days: int
    state: State
    hour: Hour
    key: Key
    dial: Dial
    before: Mapping[Name, int]
    kept: frozenset[Name]
    begun: tuple[Name, ...]

    def places(self, projection: Projection, day: int) -> tuple[Place, ...]:
        """Return where each clock of the state comes from, if the way is taken on a day."""
        return tuple(
            [
                (self.before[name], -self.days)
                if name in self.kept
                else (0, (end if day == self.state.day else self._end(projection, name, day)) - day)
                for name, end in self.dial.running
            ]
        )

    def _end(self, projection: Projection, name: Name, day: int) -> int:
        """Return the last day of a clock that begins with the way, which leads to `day`.

        What begins as a day ends lasts through the next at least. On a day that a condition names
        something may begin with the day itself: then the way is only ever taken on that day.
        """
        end = projection.clocks.end(name, day - self.days)
        return max(end, day) if self.days else end


class Onward:
    """The ways on from the states of a slice.

    Parameters
    ----------
    projection
        The slice.
    rules
        What is left out.
    endless
        Whether time runs on past the end of the process.
    """

    def __init__(self, projection: Projection, rules: Rules, *, endless: bool) -> None:
        self._projection, self._rules, self._endless = projection, rules, endless
        a = projection.process.arrangement
        self._last = a.horizon.days
        self._renews = any(e.bring_into_force for p in a.procedures.values() for e in p.then)
        self._acts: dict[int, tuple[tuple[Way, ...], bool]] = {}
        self._evenings: dict[tuple[int, tuple[bool, ...]], Way] = {}

    def dial(self, state: State) -> Dial:
        """Return the clocks of a state, among them the days left to the end where there is one."""
        dial = self._projection.clocks.read(state)
        if not self._endless:
            return dial
        running = tuple(clock for clock in dial.running if clock[0] != HORIZON)
        return dial._replace(running=running)

    def key(self, state: State, hour: Hour, dial: Dial) -> Key:
        """Return what a state is told apart by, but for the readings of its clocks."""
        names = tuple([name for name, _ in dial.running])
        like = self._projection.told_apart(hour), self._projection.undated(state)
        return *like, dial.today, names, dial.over

    def acts(self, like: int, state: State, hour: Hour) -> tuple[tuple[Way, ...], bool]:
        """Return what may be done first in a state, and whether it is before time passes.

        Parameters
        ----------
        like
            The number of the first state that was met of those like it. Where time has no end,
            states that are alike stand for days of their own, and each is its own first.
        state, hour
            The state, and how far its day has come.
        """
        known = self._acts.get(like)
        if known is None:
            batches, forced = first_of(self._projection, self._rules, state, hour)
            dial, ways = self.dial(state), list[Way]()
            for batch in batches:
                steps = self._projection.after(state, hour, batch)
                running = self._kept(dial, state, steps.state)
                ways.append(self._way(batch, 0, running, steps.state, steps.hour))
            known = self._acts[like] = tuple(ways), forced
        return known

    def evening(self, like: int, state: State, dial: Dial, guard: Zone) -> Way:
        """Return the end of a day at readings of which each clock's is 0 in all or in none."""
        ending = like, tuple([bound == 0 for bound in guard[1 : len(dial.running) + 1]])
        known = None if self._endless else self._evenings.get(ending)
        if known is None:
            morning, ends = self.morning(state, dial, guard)
            running = self._kept(Dial(tuple(ends.items()), (), ()), state, morning)
            known = self._way(EVENING, 1, running, morning, FRESH)
            self._evenings[ending] = known
        return known

    def _kept(self, dial: Dial, before: State, after: State) -> tuple[tuple[Name, int], ...]:
        """Return the clocks that may run on from one state to another."""
        if not self._renews:
            return dial.running
        return renewed(self._projection.process, dial, before, after).running

    def morning(self, state: State, dial: Dial, zone: Zone) -> tuple[State, dict[Name, int]]:
        """Return the state on the morning after one reading of `zone`, and its clocks' ends."""
        readings = dict(zip((name for name, _ in dial.running), least(zone), strict=True))
        if self._endless:
            clocks = self._projection.clocks
            day = clocks.fitting(max(state.day, clocks.room), readings)
        else:
            day = self._last - readings[HORIZON]
        ends = {name: day + left for name, left in readings.items()}
        return self._projection.morning(state, day, ends), ends

    def _way(
        self,
        batch: Batch,
        days: int,
        running: Sequence[tuple[Name, int]],
        state: State,
        hour: Hour,
    ) -> Way:
        """Return the way to `state`, whose clocks run on from those running or begin today."""
        ahead, before = self.dial(state), dict(running)
        kept = frozenset([name for name, end in ahead.running if before.get(name) == end])
        return Way(
            batch,
            0 if days else acts_in(batch),
            days,
            state,
            hour,
            self.key(state, hour, ahead),
            ahead,
            {name: place for place, (name, _) in enumerate(running, 1)},
            kept,
            tuple([name for name, _ in ahead.running if name not in kept]),
        )
