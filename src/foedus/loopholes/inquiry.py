"""What the properties ask with: graphs of slices of a process, and how a fault is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from foedus.figures import Figure
from foedus.language import Arrangement
from foedus.loopholes.bearing import told
from foedus.loopholes.effects import own_rights
from foedus.loopholes.lasting import endless
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.reading import Reading, Threat
from foedus.loopholes.room import days, with_room
from foedus.loopholes.story import Path, moves_of, not_owed, paths, play
from foedus.process import Move, Process, State
from foedus.process.exploration import (
    ACTED,
    FRESH,
    MOST_STATES,
    Batch,
    Daily,
    Explored,
    Found,
    Hour,
    Item,
    Leavers,
    Projection,
    Region,
    Rules,
    Scope,
    Test,
    TimedGraph,
    Zone,
    easiest,
    scope,
    soonest_of,
)

Patience = Callable[[int, int], bool]
Bad = tuple[Callable[[int, State], bool], Callable[[int], list[Zone]] | None]
"""Which nodes of a graph are bad, and which readings of their clocks; all of them for ``None``."""
_Sought = TypeVar("_Sought")


def each(patience: Patience | None) -> Callable[[int], Patience] | None:
    """Return what gives every question the same patience, however many are left."""
    return None if patience is None else lambda _left: patience


@dataclass
class Inquiry(Reading):
    """One arrangement under examination; graphs that two properties need are built once.

    Parameters
    ----------
    process
        The process of the arrangement.
    most
        How many states a search may hold before it gives up.
    reference
        Tell every day apart: what tests compare with.
    singly
        Cast ballots one at a time, likewise.
    apart, fronts
        Tell everybody apart, or against whom each act is, likewise.
    patience
        Called now and then with the states found and those waiting; when it says no, searches give
        up, and what they would have shown is undecided.
    soon
        After how many states a search is begun again roughly.
    begun
        How many searches were made before the threat that is looked at now.
    """

    process: Process
    most: int = MOST_STATES
    reference: bool = False
    singly: bool = False
    apart: bool = False
    fronts: bool = False
    patience: Patience | None = None
    soon: int = 3_000
    looked_at: list[Explored] = field(default_factory=list)
    _graphs: dict[tuple[Projection, bool, bool, bool], Explored] = field(default_factory=dict)
    _slices: dict[tuple[Scope, bool, bool], Projection] = field(default_factory=dict)
    answers_to: dict[tuple[Threat, State], tuple[Test, list[Item]]] = field(default_factory=dict)
    helpers: dict[tuple[Threat, State], frozenset[str]] = field(default_factory=dict)
    horizon: int = field(init=False)
    begun: int = 0

    def __post_init__(self) -> None:
        """Let the process run on past the horizon, so that none of it is cut off there."""
        self.horizon = self.process.arrangement.horizon.days
        self.process = with_room(self.process.arrangement)

    @cached_property
    def timeless(self) -> Inquiry:
        """The same arrangement without sunsets: what is lost there is not lost by running out."""
        return self.over(endless(self.process.arrangement))

    def over(self, arrangement: Arrangement) -> Inquiry:
        """Return the same inquiry into another text; this one, where it is the same."""
        if arrangement is self.process.arrangement:
            return self
        within = replace(arrangement, horizon=days(self.horizon))
        inquiry = replace(
            self, process=Process(within), _graphs={}, _slices={}, answers_to={}, helpers={}
        )
        inquiry.patience = self.goes_on
        return inquiry

    @cached_property
    def exact(self) -> Inquiry:
        """The same, in which no search is begun again roughly: of these, plays can be read off."""
        inquiry = copy(self)
        inquiry.soon = self.most
        return inquiry

    def one_by_one(self) -> Iterator[Threat]:
        """Yield each threat: what is found of one rests on no search made for those before it."""
        for threat in self.threats:
            self.begun = len(self.looked_at)
            yield threat

    def goes_on(self, states: int, waiting: int) -> bool:
        """Say whether whoever asks is still willing to wait."""
        return self.patience is None or self.patience(states, waiting)

    def forget(self) -> None:
        """Let go of everything that was looked at, for the memory that it takes."""
        self.looked_at.clear()
        for kept in (self._graphs, self._slices, self.answers_to, self.helpers):
            kept.clear()
        for same in ("timeless", "exact"):
            self.__dict__.pop(same, None)

    # Graphs ----------------------------------------------------------------------------------

    def slice(
        self, seeds: Iterable[Item], *, leaving: bool = True, unnamed: bool = False
    ) -> Projection:
        """Return the slice that `seeds` need.

        Without `leaving` nobody gives notice; with `unnamed` those who do are told apart only as
        far as the slice does, but for those whose threats it reads, or who are threatened.
        """
        read = scope(self.process, seeds)
        if self.fronts:
            everybody = (item._replace(against="") for item in read.items)
            read = scope(self.process, {*read.items, *everybody})
        key = read, leaving, unnamed
        if key not in self._slices:
            within = unnamed and leaving and not (self.reference or self.singly or self.apart)
            leavers = Leavers(self.process, read, self.named(read)) if within else None
            self._slices[key] = (
                self.slice(seeds, leaving=leaving)
                if unnamed and not leavers
                else Projection(
                    self.process,
                    read,
                    daily=self.reference,
                    singly=self.singly,
                    leaving=leaving,
                    leavers=leavers,
                )
            )
        return self._slices[key]

    def graph(
        self,
        seeds: Iterable[Item],
        *,
        start: State | None = None,
        hour: Hour = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
        ever: bool = False,
        endless: bool = False,
        rough: bool = False,
        most: int | None = None,
    ) -> Explored:
        """Explore the slice that `seeds` need, until `stop` holds within the horizon.

        With `ever` it may hold later too: of what never comes, no day may be left out.

        Without `rules`, those who leave are told apart only as far as the slice does: neither
        `stop` nor what is asked of the graph may name one of them. `Rules()` tells everybody apart.

        A search that grows large is begun again roughly, which may show that `stop` never holds.
        With `rough` such a graph is returned as it is: what is so of none of its states is so of
        none, and what is so of one may be of one that never comes about.
        """
        most = self.most if most is None else most
        rules = Rules(unnamed=True) if rules is None else rules
        projection = self.slice(seeds, leaving=rules.leaving, unnamed=rules.unnamed)
        honest = rules.allowed == self.is_so
        others = rules._replace(unnamed=False, leaving=True)  # the slice knows of both
        free = others._replace(allowed=None if honest else rules.allowed) == Rules()
        plain = start is None and free and not endless

        def explored(*, rough: bool, most: int) -> Explored:
            known = self._graphs.get((projection, rough, honest, ever)) if plain else None
            if known is not None:
                return known.further(stop, most)
            kind = Daily if self.reference else TimedGraph
            graph = kind(
                projection,
                start,
                hour=hour,
                rules=rules,
                stop=stop,
                until=None if ever else self.horizon,
                endless=endless,
                most=most,
                patience=self.goes_on,
                rough=rough,
            )
            graph.through = self.process.date_of(self.horizon)
            if plain and not (self.reference and stop is not None):
                self._graphs[projection, rough, honest, ever] = graph
            return graph

        roughly = (rough or stop is not None) and not self.reference
        graph = explored(rough=False, most=min(most, self.soon) if roughly else most)
        if roughly and not graph.complete and self.soon < most and self.goes_on(0, 0):
            held = explored(rough=True, most=most)
            shown = rough or (held.complete and held.stopped is None)
            graph = held if shown else graph.further(stop, most)
        self.looked_at.append(graph)
        return graph

    def certain(
        self,
        seeds: Iterable[Item],
        find: Callable[[Explored], _Sought | None],
        rules: Rules | None = None,
    ) -> _Sought | None:
        """Return what `find` finds in the slice that `seeds` need, nothing if that is not known.

        It is looked for roughly first where that is quicker: what is not found so is not there.
        """

        def sought(graph: Explored) -> _Sought | None:
            found = find(graph) if graph.complete else None
            return found if graph.complete else None  # the rest may save what looks lost

        graph = self.graph(seeds, rules=rules, rough=True)
        found = sought(graph)
        if found is not None and graph.rough:
            return sought(self.exact.graph(seeds, rules=rules))
        return found

    def worst_case(
        self, seeds: Iterable[Item], judge: Callable[[Explored], Bad], rules: Rules | None = None
    ) -> Found | None:
        """Return what is reached most easily of what `judge` calls bad."""
        seeds = list(seeds)
        graph = self.graph(seeds, rules=rules, rough=True)
        if not graph.complete:
            return None  # what was not looked at may be what saves a state that looks lost
        bad = judge(graph)
        found = easiest(graph, *bad) if graph.complete else None
        if found is None or not graph.rough:
            return found  # else it may be of a day that never comes about
        begun = self.graph(seeds, rules=rules, most=self.soon)
        self.looked_at.remove(begun)
        assert isinstance(begun, TimedGraph), "the reference is not rough"
        exact, found = soonest_of(begun, graph, *bad, self.most)
        self.looked_at.append(exact)
        return found

    def soonest(
        self, seeds: Iterable[Item], goal: Test, start: State, rules: Rules
    ) -> tuple[State, tuple[Batch, ...]] | None:
        """Return where `goal` comes on the earliest day after an act, and the play to it."""
        if self.reference:
            graph: Explored = self.graph(seeds, start=start, hour=ACTED, rules=rules, stop=goal)
        else:
            graph = TimedGraph(
                self.slice(seeds, leaving=rules.leaving, unnamed=rules.unnamed),
                start,
                hour=ACTED,
                rules=rules,
                stop=goal,
                until=self.horizon,
                most=self.most,
                patience=self.goes_on,
                hasty=True,
            )
            graph.through = self.process.date_of(self.horizon)
            self.looked_at.append(graph)
        return (graph.end(at), graph.path(at)) if (at := graph.stopped) is not None else None

    def avoided(
        self, seeds: Iterable[Item], goal: Test, start: State, rules: Rules
    ) -> tuple[Explored, Region] | None:
        """Return where `goal` can be avoided for ever, if it can from `start`."""
        graph = self.graph(seeds, start=start, hour=ACTED, rules=rules, endless=True)
        avoiding = graph.avoiding(goal) if graph.complete else None
        return (graph, avoiding) if avoiding and graph.complete and avoiding.starts() else None

    @cached_property
    def steady(self) -> Rules:
        """Nobody leaves, and nobody changes its conduct but those who may come to help.

        A breach is alleged only where there was one.
        """
        return self.steadily(self.bystanders)

    def steadily(self, helpers: frozenset[str]) -> Rules:
        """Nobody leaves, and nobody changes its conduct but `helpers`."""

        def allowed(state: State, batch: Batch) -> bool:
            if batch[0].kind == "conduct":
                return all(move.actor in helpers for move in batch)
            return self.is_so(state, batch)

        return Rules(allowed=allowed, leaving=False)

    def by_bystanders(self, batch: Batch) -> bool:
        """Say whether all who act in a batch neither attack nor are attacked."""
        return all(move.actor in self.bystanders for move in batch)

    # States ----------------------------------------------------------------------------------

    def in_time(self, state: State) -> bool:
        """Say whether a state lies within the horizon of the arrangement."""
        return state.day <= self.horizon

    def ready(self, threat: Threat, *names: str) -> tuple[list[Batch], State]:
        """Return the shortest peaceful play to the morning on which a duty binds, one of `names`.

        Without such a play, the start: no duty binds until a breach is alleged, or ever.
        """
        ats = [at for at, name, _ in self.guarantees(threat) if not names or name in names]
        active = self.process.clauses.active
        peaceful = ("sign", "perform", "open", "ballot", "wait")
        graph = self.graph(
            self.about(threat, effects=False),
            rules=Rules(
                allowed=lambda _state, batch: (
                    batch[0].kind in peaceful
                    or (batch[0].kind == "conduct" and self.by_bystanders(batch))
                )
            ),
            stop=lambda state: any(active(state, at) for at in ats),
        )
        if not graph.stopped:
            return [], self.process.start
        state, batches = graph.end(graph.stopped), list(graph.path(graph.stopped))
        if graph.hours[graph.stopped] != FRESH:
            tomorrow = (Move("wait", until=state.day + 1),)
            state, batches = self.process.after(state, tomorrow[0]), [*batches, tomorrow]
        return batches, state

    def attacked(self, threat: Threat, act: str, *names: str) -> tuple[list[Batch], State]:
        """Return the play in which `act` is done as soon as a duty to answer it binds."""
        batches, state = self.ready(threat, *names)
        moves = (self.process.clauses.aimed(threat.by, act, threat.front),)
        return [*batches, moves], self.process.during(state, moves)

    # Findings --------------------------------------------------------------------------------

    def found(
        self,
        name: str,
        statement: str,
        batches: Iterable[Batch] = (),
        clauses: Iterable[Path] = (),
        *,
        threat: Threat | None = None,
        chance: Figure | None = None,
        headline: str = "",
    ) -> Loophole:
        """Return a fault with its story; with `threat`, also what is not owed against it."""
        batches, clauses = tuple(batches), tuple(clauses)
        unmet: tuple[str, ...] = ()
        about = list(clauses)
        if threat is not None:
            end = play(self.process, batches)
            rights = own_rights(self.process.arrangement, threat.by, threat.against)
            against = {*rights, *(n for _, n, _ in self.guarantees(threat, duties=False))}
            about += [
                *paths("guarantees", against),
                *paths("procedures", self.consequences(threat)),
            ]
            unmet = tuple(
                said for said, path in not_owed(self.process, end) if path[1] in against
            ) or (self.no_more(threat, against, end),)
        return Loophole(
            name,
            statement,
            told(self.process, batches, about),
            moves_of(batches),
            batches,
            clauses,
            unmet,
            chance,
            headline=headline,
            threat=(threat.by, threat.against) if threat is not None else None,
        )
