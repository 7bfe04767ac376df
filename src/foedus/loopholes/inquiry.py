"""What the properties ask with: the parties, the goals, the graphs, and how a fault is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from foedus.figures import Figure
from foedus.language.arrangement import Arrangement
from foedus.language.clauses import Guarantee
from foedus.language.quantities import Duration
from foedus.loopholes.projection import FRESH, Batch, Projection
from foedus.loopholes.relevance import Item, Scope, scope
from foedus.loopholes.search import MOST_STATES, Edge, Graph, Rules, Test
from foedus.loopholes.story import Line, Path, moves_of, not_owed, play, tell
from foedus.process import Move, Process, State
from foedus.process.conditions import ENDED
from foedus.process.state import Progress, Standing


@dataclass(frozen=True, slots=True)
class Loophole:
    """A fault found, with the play that shows it.

    Parameters
    ----------
    id
        Which property of the catalogue fails.
    statement
        The fault in a sentence.
    lines
        The play, told; empty where the text alone shows the fault.
    moves
        The same play as moves; the process allows each of them in turn.
    batches
        The same moves, those that belong together in one batch.
    clauses
        The clauses that make the fault, as paths of keys; the first is where it is reported.
    unmet
        What is not owed at the end, and why.
    chance
        How likely the fault is, where the arrangement says how reliable the record is.
    """

    id: str
    statement: str
    lines: tuple[Line, ...] = ()
    moves: tuple[Move, ...] = ()
    batches: tuple[Batch, ...] = ()
    clauses: tuple[Path, ...] = ()
    unmet: tuple[str, ...] = ()
    chance: Figure | None = None

    @property
    def story(self) -> tuple[str, ...]:
        """The play as dated sentences, and what is not owed at its end."""
        return (*(line.text() for line in self.lines), *(f"In the end {u}" for u in self.unmet))


@dataclass
class Inquiry:
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
        return Inquiry(Process(within), self.most, self.reference, self.looked_at)

    # Who and what ----------------------------------------------------------------------------

    @cached_property
    def adversaries(self) -> tuple[str, ...]:
        """The adversaries that have a ladder of conduct."""
        a = self.process.arrangement
        return tuple(name for name in a.conduct if a.parties[name].role == "adversary")

    def guarantees(self, actor: str, *, duties: bool = True) -> list[tuple[int, str, Guarantee]]:
        """Return the guarantees against `actor`; with `duties` without those that bind nobody."""
        return [
            (at, name, g)
            for at, (name, g) in enumerate(self.process.arrangement.guarantees.items())
            if g.against == actor and not (duties and g.response == "right_only")
        ]

    def protected(self, actor: str) -> tuple[str, ...]:
        """Return whom the guarantees against `actor`, or else its norms, protect."""
        a = self.process.arrangement
        named = [g.protects.state for g in a.guarantees.values() if g.against == actor]
        named += [s for n in a.norms.values() if actor in n.bearer for s in n.towards]
        return tuple(dict.fromkeys(named))

    def diligent(self, actor: str) -> tuple[str, ...]:
        """Return who may be counted on to act: the protected, else those with standing."""
        a = self.process.arrangement
        standing = [by for name in self.consequences(actor) for by in a.procedures[name].opens.by]
        return self.protected(actor) or tuple(dict.fromkeys(standing))

    def worst(self, actor: str) -> str:
        """Return the highest act on the ladder of `actor`."""
        return self.process.arrangement.conduct[actor].acts[-1].act

    def casus(self, actor: str) -> int:
        """Return the lowest rung that a duty against `actor` answers, its worst when none does."""
        rungs = self.process.clauses.index.rungs[actor]
        duties = self.guarantees(actor)
        return min((rungs[g.casus_foederis] for _, _, g in duties), default=max(rungs.values()))

    def at(self, state: State, actor: str) -> int:
        """Return the rung that `actor` is at."""
        return state.world.rung[self.process.clauses.index.actors[actor]]

    def rung(self, actor: str, act: str) -> int:
        """Return the rung of an act."""
        return self.process.clauses.index.rungs[actor][act]

    # What is asked ---------------------------------------------------------------------------

    def owed(self, actor: str) -> Test:
        """Return the test whether a response to `actor` is owed."""
        ats = [at for at, _, _ in self.guarantees(actor)]
        owed = self.process.clauses.owed
        return lambda state: any(owed(state, at) for at in ats)

    def effects(self, actor: str) -> Test:
        """Return the test whether a procedure that a breach by `actor` sets off took effect."""
        ats = [self.process.clauses.index.procedures[name] for name in self.consequences(actor)]
        return lambda state: any(
            state.record.procedures[at].progress is Progress.DONE for at in ats
        )

    def runs(self, procedure: str) -> Test:
        """Return the test whether a procedure has taken effect."""
        at = self.process.clauses.index.procedures[procedure]
        return lambda state: state.record.procedures[at].progress is Progress.DONE

    def enters(self, instrument: str) -> Test:
        """Return the test whether an instrument has ever been in force."""
        at = self.process.clauses.index.instruments[instrument]
        return lambda state: state.record.instruments[at].standing is not Standing.PROPOSED

    def performs(self, deed: str) -> Test:
        """Return the test whether a deed has been performed."""
        at = self.process.clauses.index.deeds[deed]
        return lambda state: state.record.performed[at]

    def consequences(self, actor: str) -> tuple[str, ...]:
        """Return the procedures with an effect that a breach by `actor` can set off."""
        a = self.process.arrangement
        return tuple(
            name
            for name, procedure in a.procedures.items()
            if procedure.then and any(actor in a.norms[n].bearer for n in self.grounds(name))
        )

    def grounds(self, procedure: str) -> tuple[str, ...]:
        """Return the norms whose breach, alleged or found, sets off a procedure."""
        a, reached, pending = self.process.arrangement, dict[str, None](), [procedure]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            opens = a.procedures[name].opens
            if opens.alleging:
                reached[opens.alleging] = None
            for atom in opens.when.atoms() if opens.when else ():
                norm = atom.found or atom.alleged or atom.breached
                if norm:
                    reached[norm] = None
                pending += [p for p in (atom.done, atom.open, atom.lapsed) if p]
        return tuple(reached)

    def answer(self, actor: str) -> tuple[Test, list[Item]]:
        """Return the test whether an act of `actor` is answered, by a duty or an effect."""
        owed, effects = self.owed(actor), self.effects(actor)
        return lambda state: owed(state) or effects(state), self.seeds(actor)

    def seeds(self, actor: str, *, effects: bool = True) -> list[Item]:
        """Return what a question about the answer to `actor` reads."""
        duties = [Item("owed", name) for _, name, _ in self.guarantees(actor)]
        named = [Item("procedure", p) for p in self.consequences(actor)] if effects else []
        return [Item("conduct", actor, self.casus(actor)), *duties, *named]

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

    def undisturbed(self, state: State) -> bool:
        """Say whether no instrument has been left or has ended, and no guarantee been lost."""
        lives = state.record.instruments
        return not any(
            life.standing is Standing.NOTICE_GIVEN or life.standing in ENDED for life in lives
        ) and not any(promise.forfeited for promise in state.record.guarantees)

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
        move = Move("conduct", actor, act)
        return [*batches, (move,)], self.process.after(state, move)

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


def conducts(batch: Batch, actor: str) -> bool:
    """Say whether `actor` changes its conduct in a batch."""
    return any(move.kind == "conduct" and move.actor == actor for move in batch)


def unchanged(actor: str) -> Callable[[int, Edge], bool]:
    """Return the test whether an edge leaves the conduct of `actor` as it is."""
    return lambda _at, edge: not conducts(edge.batch, actor)


def marked(
    finding: Callable[[Graph], Mapping[int, object]],
) -> Callable[[Graph], Callable[[int, State], bool]]:
    """Return the judge that calls bad every node that `finding` lists."""

    def judge(graph: Graph) -> Callable[[int, State], bool]:
        listed = finding(graph)
        return lambda at, _state: at in listed

    return judge


def paths(table: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield where clauses of one table stand."""
    return ((table, name) for name in names)


def _with_room(a: Arrangement) -> Process:
    """Return the process of `a` with room after the horizon for everything to run its course."""
    room = sum(step.within.days for p in a.procedures.values() for step in p.steps if step.within)
    room += sum(b.silence.days for b in a.bodies.values() if b.silence)
    room += sum(i.withdrawal.notice.days for i in a.instruments.values() if i.withdrawal)
    room += sum(n.within.days for n in a.norms.values() if n.within)
    return Process(replace(a, horizon=_days(a.horizon.days + room + len(a.procedures) + 3)))


def _days(count: int) -> Duration:
    return Duration(count, f"P{count}D")
