"""What the properties ask with: graphs of slices of a process, and how a fault is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from foedus.figures import Figure
from foedus.language.arrangement import Arrangement
from foedus.language.quantities import Duration
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.reading import Reading
from foedus.loopholes.story import Path, moves_of, not_owed, play, tell
from foedus.process import Move, Process, State
from foedus.process.exploration import (
    FRESH,
    MOST_STATES,
    Batch,
    Graph,
    Item,
    Projection,
    Rules,
    Scope,
    Test,
    scope,
)


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
        Tell every day and every single ballot apart: what tests compare with.
    """

    process: Process
    most: int = MOST_STATES
    reference: bool = False
    looked_at: list[Graph] = field(default_factory=list)
    _graphs: dict[tuple[Scope, bool], Graph] = field(default_factory=dict)
    _slices: dict[tuple[Scope, bool], Projection] = field(default_factory=dict)
    horizon: int = field(init=False)

    def __post_init__(self) -> None:
        """Let the process run on past the horizon, so that none of it is cut off there."""
        self.horizon = self.process.arrangement.horizon.days
        self.process = _with_room(self.process.arrangement)

    @cached_property
    def timeless(self) -> Inquiry:
        """The same arrangement without sunsets: what is lost there is not lost by running out."""
        a = self.process.arrangement
        instruments = {name: replace(i, sunset=None) for name, i in a.instruments.items()}
        within = replace(a, instruments=instruments, horizon=_days(self.horizon))
        return type(self)(Process(within), self.most, self.reference, self.looked_at)

    # Graphs ----------------------------------------------------------------------------------

    def slice(self, seeds: Iterable[Item], *, leaving: bool = True) -> Projection:
        """Return the slice that `seeds` need; without `leaving` nobody gives notice."""
        read, apart = scope(self.process, seeds), self.reference
        key = read, leaving
        if key not in self._slices:
            self._slices[key] = Projection(
                self.process, read, daily=apart, singly=apart, leaving=leaving
            )
        return self._slices[key]

    def graph(
        self,
        seeds: Iterable[Item],
        *,
        start: State | None = None,
        rank: int = FRESH,
        rules: Rules | None = None,
        stop: Test | None = None,
    ) -> Graph:
        """Explore the slice that `seeds` need, until `stop` holds within the horizon."""
        projection = self.slice(seeds, leaving=rules is None or rules.leaving)
        if stop is None:
            return self._explored(projection, start, rank, rules, None, hasty=False)
        late: list[State] = []

        def timely(state: State) -> bool:
            if not stop(state):
                return False
            if not self.in_time(state):
                late.append(state)
            return self.in_time(state)

        graph = self._explored(projection, start, rank, rules, timely, hasty=False)
        if graph.stopped is None and late:
            graph = self._explored(projection, start, rank, rules, timely, hasty=True)
        return graph

    def worst_case(
        self,
        seeds: Iterable[Item],
        judge: Callable[[Graph], Callable[[int, State], bool]],
        rules: Rules | None = None,
    ) -> tuple[Graph, int] | None:
        """Return the node that is reached most easily of those that `judge` calls bad.

        A fault that the shortest plays reach only beyond the horizon is looked for again with the
        quickest ones, so that none is missed at its edge.
        """
        projection = self.slice(seeds, leaving=rules is None or rules.leaving)
        for hasty in (False, True):
            graph = self._explored(projection, None, FRESH, rules, None, hasty=hasty)
            if not graph.complete:
                break  # what was not looked at may be what saves a state that looks lost
            bad = judge(graph)
            nodes = [at for at, state in enumerate(graph.states) if bad(at, state)]
            timely = [at for at in nodes if self.in_time(graph.states[at])]
            if timely:
                return graph, min(timely, key=graph.cost)
            if not nodes:
                break
        return None

    def _explored(
        self,
        projection: Projection,
        start: State | None,
        rank: int,
        rules: Rules | None,
        stop: Test | None,
        *,
        hasty: bool,
    ) -> Graph:
        whole = start is None and rules is None and stop is None
        key = (projection.scope, hasty)
        if not whole or key not in self._graphs:
            graph = Graph(
                projection, start, rank=rank, rules=rules, stop=stop, most=self.most, hasty=hasty
            )
            graph.through = self.process.date_of(self.horizon)
            self.looked_at.append(graph)
            if not whole:
                return graph
            self._graphs[key] = graph
        self.looked_at.append(self._graphs[key])
        return self._graphs[key]

    # States ----------------------------------------------------------------------------------

    def in_time(self, state: State) -> bool:
        """Say whether a state lies within the horizon of the arrangement."""
        return state.day <= self.horizon

    def ready(self, actor: str) -> tuple[list[Batch], State]:
        """Return the shortest peaceful play to the morning on which a duty against `actor` binds.

        Without such a play, the start: no duty binds until a breach is alleged, or ever.
        """
        ats = [at for at, _, _ in self.guarantees(actor)]
        active = self.process.clauses.active
        peaceful = ("sign", "perform", "open", "ballot", "wait")
        graph = self.graph(
            self.seeds(actor, effects=False),
            rules=Rules(allowed=lambda _state, batch: batch[0].kind in peaceful),
            stop=lambda state: any(active(state, at) for at in ats),
        )
        if not graph.stopped:
            return [], self.process.start
        state, batches = graph.states[graph.stopped], list(graph.path(graph.stopped))
        if graph.ranks[graph.stopped] != FRESH:
            tomorrow = (Move("wait", until=state.day + 1),)
            state, batches = self.process.after(state, tomorrow[0]), [*batches, tomorrow]
        return batches, state

    def attacked(self, actor: str, act: str) -> tuple[list[Batch], State]:
        """Return the play in which `actor` does `act` as soon as a duty against it binds."""
        batches, state = self.ready(actor)
        moves = self.process.clauses.directed(actor, act)
        return [*batches, moves], self.process.during(state, moves)

    # Findings --------------------------------------------------------------------------------

    def found(
        self,
        name: str,
        statement: str,
        batches: Iterable[Batch] = (),
        clauses: Iterable[Path] = (),
        *,
        actor: str = "",
        chance: Figure | None = None,
    ) -> Loophole:
        """Return a fault with its story; with `actor`, also what is not owed against it."""
        batches = tuple(batches)
        unmet: tuple[str, ...] = ()
        if actor:
            end = play(self.process, batches)
            against = {n for _, n, _ in self.guarantees(actor)}
            unmet = tuple(
                said for said, path in not_owed(self.process, end) if path[1] in against
            ) or (f"no guarantee against {actor} is written here",)
        return Loophole(
            name,
            statement,
            tell(self.process, batches),
            moves_of(batches),
            batches,
            tuple(clauses),
            unmet,
            chance,
        )


def _with_room(a: Arrangement) -> Process:
    """Return the process of `a` with room after the horizon for everything to run its course."""
    room = sum(step.within.days for p in a.procedures.values() for step in p.steps if step.within)
    room += sum(b.silence.days for b in a.bodies.values() if b.silence)
    room += sum(i.withdrawal.notice.days for i in a.instruments.values() if i.withdrawal)
    room += sum(n.within.days for n in a.norms.values() if n.within)
    return Process(replace(a, horizon=_days(a.horizon.days + room + len(a.procedures) + 3)))


def _days(count: int) -> Duration:
    return Duration(count, f"P{count}D")
