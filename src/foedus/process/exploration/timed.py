"""Search with all days at once: every state of a slice, each with the zone of its clocks.

A node holds states that are alike but for how many days their clocks have left, and the zone of
those days. An act can fall on any day of the zone; what runs out runs out on the evening on which a
clock reads 0. No day is left out, however many there are: a proof is a proof for every day, and a
play that some day allows is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Self

from foedus.process import Process, State
from foedus.process.exploration.clocks import Clocks
from foedus.process.exploration.dials import HORIZON, Dial, Name
from foedus.process.exploration.evenings import equally_long, evenings
from foedus.process.exploration.hours import FRESH, Hour
from foedus.process.exploration.onward import Onward, Way
from foedus.process.exploration.parts import Part
from foedus.process.exploration.projection import Key, Projection
from foedus.process.exploration.search import (
    MOST_STATES,
    YEAR,
    Cost,
    Edge,
    Rules,
    Test,
    first_of,
)
from foedus.process.exploration.zones import (
    Zone,
    bounded,
    each_at_least,
    elapsed,
    image,
    joined,
    point,
    preimage,
    size,
    waiting,
    widened,
    within,
)

Ends = Callable[[int], bool]
"""Whether a search ends at a node."""
MOST_PASSAGES = 400_000
"""Steps that a search follows at most: clocks that run on the calendar make many of each."""
_MANY = 8
"""How many zones of alike states are kept apart by acts, and are tried when one is to be joined."""


class Timed:
    """What can happen from a state on, within a slice, on whatever days.

    Parameters
    ----------
    projection
        The slice.
    start, hour
        Where to begin, the start of the process when left out, and how far that day has come.
    rules
        What is left out.
    stop
        Stop at the first state that this holds in, no later than `until`; `stopped` is its node.
    until
        The last day that counts; the end of the process when left out.
    endless
        Let time run on past the end of the process: for what may go on for ever. Conditions that
        name a date keep it from being so.
    most
        Give up after this many nodes; `complete` is then false.
    patience
        Called now and then with the nodes found and those waiting; when it says no, the search
        gives up.
    hasty
        Look first at what comes about on the earliest day, and not at what takes the fewest acts.
    rough
        Where states that are alike have many zones, let one zone hold them and more. What is so of
        no reading then is so of none; what is so of one may be of a reading that never comes about,
        and no play is read off such a search.
    """

    def __init__(
        self,
        projection: Projection,
        start: State | None = None,
        *,
        hour: Hour = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
        until: int | None = None,
        endless: bool = False,
        most: int = MOST_STATES,
        patience: Callable[[int, int], bool] | None = None,
        hasty: bool = False,
        rough: bool = False,
    ) -> None:
        self.projection, self.rough = projection, rough
        self.process: Process = projection.process
        self.clocks: Clocks = projection.clocks
        self.last = self.process.arrangement.horizon.days
        self.until = self.last if until is None else until
        self.endless = endless and not self.clocks.dated
        self.begins = start or self.process.start
        self.states: list[State] = []
        self.hours: list[Hour] = []
        self.zones: list[Zone] = []
        self.names: list[tuple[Name, ...]] = []
        self.idle: list[bool] = []
        self.edges: list[tuple[Edge, ...]] = []
        self.stopped: int | None = None
        self.complete = True
        self.through: date | None = None
        self.urged: set[int] = set()
        self.parts: list[list[Part]] = []
        self._costs: list[Cost] = []
        self._numbers = count(1)  # shared by whoever goes on with what was found
        self._known: dict[Key, list[int]] = {}
        self._keys: list[Key] = []
        self._like: list[int] = []
        self._quiet: dict[Key, bool] = {}
        self._urgent: dict[Key, bool] = {}
        self._rules = rules or Rules()
        self._ways = Onward(projection, self._rules, endless=self.endless)
        self.patience = patience
        self._most, self._hasty = most, hasty
        self._queue: list[tuple[Cost, int]] = []
        self._looked: dict[int, Zone] = {}
        dial = self.dial(self.begins)
        self.first = point([end - self.begins.day for _, end in dial.running])
        key = self._ways.key(self.begins, hour, dial)
        self._meet(self.begins, hour, dial, key, self.first, 0, None)
        self._explore(partial(self._ends, stop) if stop is not None else None)

    # Exploring -------------------------------------------------------------------------------

    def further(self, stop: Test | None, most: int) -> Self:
        """Return the same search, gone on with until `stop` holds; what was found is shared.

        Nothing that was looked at is looked at again: a search that begins anew would come to the
        same, later. It gives up after `most` nodes.
        """
        return self.towards(partial(self._ends, stop) if stop is not None else None, most)

    def towards(self, ends: Ends | None, most: int) -> Self:
        """Return the same search, gone on with until it comes to a node that `ends` holds of."""
        found = copy(self)
        found.stopped, found.complete, found._most = None, True, most
        if ends is not None:
            costs = ((self._costs[at], at) for at in self._looked if ends(at))
            found.stopped = min(costs, default=(None, None))[1]
        if found.stopped is None:
            found._explore(ends)
        return found

    def _ends(self, stop: Test, at: int) -> bool:
        return stop(self.states[at]) and self.timely(at, self.zones[at]) is not None

    def _explore(self, ends: Ends | None) -> None:
        done = passages = 0
        while self._queue:
            cost, at = heappop(self._queue)
            if self._looked.get(at) == self.zones[at]:
                continue
            if done % 16 == 0 and not self.goes_on():
                heappush(self._queue, (cost, at))
                self.complete = False
                return
            if ends is not None and ends(at):
                heappush(self._queue, (cost, at))
                self.stopped = at
                return
            state, self._looked[at] = self.states[at], self.zones[at]
            if self._rules.avoid is not None and self._rules.avoid(state):
                continue
            self.edges[at] = tuple(self._onward(at, cost.acts))
            done, passages = done + 1, passages + len(self.edges[at])
            if len(self.states) > self._most or passages > MOST_PASSAGES:
                self.complete = False
                return

    def goes_on(self) -> bool:
        """Say whether whoever asks is still willing to wait."""
        return self.patience is None or self.patience(len(self.states), len(self._queue))

    def _meet(
        self,
        state: State,
        hour: Hour,
        dial: Dial,
        key: Key,
        zone: Zone,
        acts: int,
        source: tuple[int, Edge] | None,
    ) -> int:
        """Return the node that holds a state and its zone, a new one if none does."""
        idle = hour == FRESH and not any(dial.today) and self._idle(state, dial, zone, key)
        idle = idle and not self._hurried(state, hour, key)
        if idle:
            zone = elapsed(zone)
        nodes = self._known.setdefault(key, [])
        for at in nodes:
            if within(zone, self.zones[at]):
                return at
        number = next(self._numbers)
        joined = self._join(nodes, zone, acts, source, number, idle=idle)
        if joined is not None:
            return joined
        at = len(self.states)
        nodes.append(at)
        self._keys.append(key)
        self._like.append(like := at if self.endless else nodes[0])
        self.states.append(state if like == at else self.states[like])
        self.hours.append(hour if like == at else self.hours[like])
        self.zones.append(zone)
        self.names.append(tuple([name for name, _ in dial.running]))
        self.idle.append(idle)
        self.edges.append(())
        cost = self._cost(acts, self._soonest(at, zone))
        self._costs.append(cost)
        self.parts.append([Part(number, zone, cost, source)])
        heappush(self._queue, (cost, at))
        return at

    def _join(
        self,
        nodes: Sequence[int],
        zone: Zone,
        acts: int,
        source: tuple[int, Edge] | None,
        number: int,
        *,
        idle: bool,
    ) -> int | None:
        """Let readings belong to a node whose own they make one zone with, if there is one.

        What takes more acts is joined only where it no longer matters which play is shortest.
        """
        lavish = self.endless or len(nodes) > _MANY
        for at in nodes[-_MANY:]:
            if (lavish or self._costs[at].acts == acts) and self.idle[at] is idle:
                hull = joined(self.zones[at], zone)
                if hull is not None:
                    cost = self._cost(acts, self._soonest(at, zone))
                    self.zones[at] = hull
                    self.parts[at].append(Part(number, zone, cost, source))
                    self._costs[at] = min(cost, self._costs[at])
                    heappush(self._queue, (self._costs[at], at))
                    return at
        return self._widened(nodes, zone, acts, idle=idle) if self.rough else None

    def _widened(self, nodes: Sequence[int], zone: Zone, acts: int, *, idle: bool) -> int | None:
        """Let a node of many that are alike hold readings, and such as may never come about."""
        of_a_kind = [at for at in nodes if self.idle[at] is idle]
        if len(of_a_kind) < _MANY:
            return None
        at = of_a_kind[-1]
        longest = [self.clocks.longest(name) for name in self.names[at]]
        self.zones[at] = widened(self.zones[at], zone, longest)
        self._costs[at] = min(self._cost(acts, self._soonest(at, zone)), self._costs[at])
        heappush(self._queue, (self._costs[at], at))
        return at

    def dial(self, state: State) -> Dial:
        """Return the clocks of a state, among them the days left to the end where there is one."""
        return self._ways.dial(state)

    def _cost(self, acts: int, day: int) -> Cost:
        return Cost(day if self._hasty else acts + day // YEAR, acts, day)

    def _soonest(self, at: int, zone: Zone) -> int:
        """Return the earliest day of a node's readings."""
        if self.endless:
            return self.states[at].day
        return self.last - zone[(self.names[at].index(HORIZON) + 1) * size(zone)]

    def _idle(self, state: State, dial: Dial, zone: Zone, key: Key) -> bool:
        """Say whether nothing follows of itself when a day ends on which no clock runs out."""
        if all(kind == "fight" for kind, _, _ in dial.over):
            return True
        if key not in self._quiet:
            roomy = each_at_least(zone, 1)
            if roomy is None:
                return True
            morning, _ = self._ways.morning(state, dial, roomy)
            same = self.projection.undated(morning) == self.projection.undated(state)
            self._quiet[key] = same and self.dial(morning).over == dial.over
        return self._quiet[key]

    def _hurried(self, state: State, hour: Hour, key: Key) -> bool:
        """Say whether something must be done before time passes."""
        if self._rules.urgent is None and self._rules.today is None:
            return False
        if key not in self._urgent:
            self._urgent[key] = first_of(self.projection, self._rules, state, hour)[1]
        return self._urgent[key]

    def _onward(self, at: int, acts: int) -> Iterator[Edge]:
        state, zone, like = self.states[at], self.zones[at], self._like[at]
        ways, forced = self._ways.acts(like, state, self.hours[at])
        for way in ways:
            yield from self._passed(at, way, zone, acts + way.acts)
        if forced:
            self.urged.add(at)
            return
        dial = self.dial(state)
        for guard in evenings(zone, self.names[at], idle=self.idle[at]):
            yield from self._passed(at, self._ways.evening(like, state, dial, guard), guard, acts)

    def _passed(self, at: int, way: Way, guard: Zone, acts: int) -> Iterator[Edge]:
        """Yield the step that takes a way on, from each part of `guard` that differs in clocks."""
        for zone, day in self._spans(guard, at, way.days, way.state.day, way.begun):
            places = way.places(self.projection, day)
            edge = Edge(way.batch, -1, zone, places)
            ahead = image(zone, places)
            to = self._meet(way.state, way.hour, way.dial, way.key, ahead, acts, (at, edge))
            yield Edge(way.batch, to, zone, places)

    def _spans(
        self, guard: Zone, at: int, days: int, day: int, begun: Sequence[Name]
    ) -> Iterator[tuple[Zone, int]]:
        """Yield parts of `guard` in which the clocks that begin are equally long, with a day."""
        if self.endless or not any(self.clocks.wavers(name) for name in begun):
            yield guard, day
        else:
            place = self.names[at].index(HORIZON) + 1
            yield from equally_long(self.clocks, guard, place, self.last, days, begun)

    # What the answers read -------------------------------------------------------------------

    def everything(self, at: int) -> list[Zone]:
        """Return all readings of a node."""
        return [self.zones[at]]

    def before(self, at: int, passage: Edge, zone: Zone) -> tuple[Zone, Zone] | None:
        """Return the readings at which a step leads into `zone`, and those that wait for them."""
        ready: Zone | None = passage.zone
        if zone != self.zones[passage.to]:
            ready = preimage(zone, passage.places, passage.zone)
        if ready is None:
            return None
        ahead = waiting(ready, self.zones[at]) if self.idle[at] else ready
        return ready, ahead if ahead is not None else ready

    def ahead(self, passage: Edge, zone: Zone) -> Zone:
        """Return the readings that a step, taken at one of `zone`, leads to, by waiting or not."""
        after = image(zone, passage.places)
        return elapsed(after) if self.idle[passage.to] else after

    def still(self, at: int) -> list[Zone]:
        """Return the readings from which nothing need ever follow: time runs out at the horizon."""
        if at in self.urged:
            return []
        if not self.edges[at]:
            return [self.zones[at]]
        if self.endless:
            return [] if self.names[at] or not self.idle[at] else [self.zones[at]]
        place = self.names[at].index(HORIZON) + 1
        end = bounded(self.zones[at], place, 0, 0)
        if end is None:
            return []
        ahead = waiting(end, self.zones[at]) if self.idle[at] else end
        return [ahead if ahead is not None else end]

    def timely(self, at: int, zone: Zone) -> Zone | None:
        """Return the part of a node's zone that lies no later than `until`."""
        if self.endless:
            return zone
        place = self.names[at].index(HORIZON) + 1
        return bounded(zone, 0, place, self.until - self.last)

    def cost(self, at: int, zone: Zone | None = None) -> tuple[Cost, int]:
        """Return what the shortest play to a node takes, ties broken by when it was met."""
        if zone is None:
            return self._costs[at], at
        return self._cost(self._costs[at].acts, self._soonest(at, zone)), at

    def key(self, at: int) -> Key:
        """Return what a node's states share."""
        return self._keys[at]

    def alike(self, key: Key) -> Sequence[int]:
        """Return the nodes whose states share what a node of another graph of the slice does."""
        return self._known.get(key, ())

    @property
    def abstraction(self) -> str:
        """Over what a proof holds, in a sentence."""
        return (
            f"{len(self.states)} states of {len(self.projection.scope.items)} things that bear on"
            f" it, on every day through {self.through}; members counted by class, each body"
            " deciding at once by a smallest set of ballots"
        )
