"""All the ways from an act to a goal, draw by draw: each with its chance, its days and its steps.

What can be decided is decided one way or the other, with the chances of `steps`; what can run out
runs out; and the process says what then holds. So a way counts whatever it hangs on: a step that
passes, one that is refused, one whose time runs out, or a request alone. Days are whole, so that
every way is a play of the process, and replays.

What somebody must do of his own accord for the goal to come is done as soon as it may be, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from foedus.process import Move, Process, State
from foedus.process.exploration import Batch, Test, cast, decisions
from foedus.process.instants import next_end
from foedus.process.settling import leave_days, settled
from foedus.process.state import Progress
from foedus.process.walk import Willing
from foedus.process.walk.play import evening
from foedus.prospects.steps import StepProspect
from foedus.prospects.streams import Array

Step = tuple[str, int]
Trace = tuple[tuple[Step, bool, int], ...]
_Place = tuple[int, int]


class Way(NamedTuple):
    """One way to the goal, in one draw.

    Parameters
    ----------
    draw
        Which draw.
    chance
        That this way is gone.
    day
        Days from the act until the goal.
    trace
        The steps that were decided on it, each with whether it passed, and its day.
    """

    draw: int
    chance: float
    day: int
    trace: Trace


class _Node(NamedTuple):
    """Where a way stands: the state, and the open steps that nothing more happens in by a vote."""

    state: State
    idle: frozenset[_Place]


@dataclass
class Unfolding:
    """The ways to a goal from a state on.

    Parameters
    ----------
    process
        The process.
    start
        The state after the act.
    goal
        What is to come about.
    willing
        What is done as soon as it may be.
    relevant
        Procedures that bear on the goal; in the others nothing is decided.
    steps
        What is to be expected of each step.
    """

    process: Process
    start: State
    goal: Test
    willing: frozenset[Willing]
    relevant: frozenset[str]
    steps: Mapping[Step, StepProspect]
    _ready: dict[State, State] = field(default_factory=dict)
    _left: dict[tuple[State, int], State] = field(default_factory=dict)
    _held: dict[tuple[State, int], bool] = field(default_factory=dict)
    _decided: dict[tuple[State, int, bool], State] = field(default_factory=dict)
    _ends: dict[State, int] = field(default_factory=dict)
    _open: dict[State, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what every way needs once."""
        clauses = self.process.clauses
        self._relevant = [
            at for at, name in enumerate(clauses.procedure_ids) if name in self.relevant
        ]
        places = [(at, step) for at in self._relevant for step in range(len(clauses.steps[at]))]
        named = {place: (clauses.procedure_ids[place[0]], place[1]) for place in places}
        self._names = named
        self._batches = {place: self._sides(place) for place in places}
        self._passes = {place: self.steps[named[place]].passes.tolist() for place in places}
        self._days = {
            place: np.nan_to_num(self.steps[named[place]].days).astype(int).tolist()
            for place in places
        }

    def _sides(self, place: _Place) -> tuple[Batch | None, Batch | None]:
        """Return the ballots that pass a step, and those that stop it, where there are any."""
        compiled = self.process.clauses.steps[place[0]][place[1]]
        found: dict[bool, Batch] = {}
        for decision in decisions(compiled, self.process.clauses.procedure_ids[place[0]]):
            found.setdefault(decision.passes, decision.moves)
        silent = compiled.within is not None and (
            compiled.on_timeout == "adopt" or compiled.electorate.passes(compiled.electorate.blank)
        )
        return None if silent else found.get(True), found.get(False)

    # Ways --------------------------------------------------------------------------------------

    def ways(self, draws: int) -> Iterator[Way]:
        """Yield every way to the goal, of each draw in turn."""
        first = _Node(self._willingly(self.start), frozenset())
        for draw in range(draws):
            yield from self._from(first, draw, 1.0, ())

    def _from(self, node: _Node, draw: int, chance: float, trace: Trace) -> Iterator[Way]:
        """Follow a way until the goal, the horizon, or a step that can go either way."""
        while True:
            if self.goal(node.state):
                yield Way(draw, chance, node.state.day - self.start.day, trace)
                return
            vote = self._next_vote(node, draw)
            end = self._end(node.state)
            day = end if vote is None else min(end, vote[0])
            if day > node.state.day:
                before, node = node.state, node._replace(state=self._at(node.state, day))
                if self.goal(node.state):
                    came = day - 1 if self._came_at_the_end(before, day) else day
                    yield Way(draw, chance, came - self.start.day, trace)
                    return
                if vote is None or vote[0] > day:
                    continue
            elif vote is None:
                return  # the horizon
            assert vote is not None, "time stands still only where something is decided"
            break
        place = vote[1]
        passes = self._passes[place][draw]
        for passed, share in ((True, passes), (False, 1 - passes)):
            if share > 0:
                told = (*trace, (self._names[place], passed, node.state.day - self.start.day))
                after = self._voted(node, place, passed)
                yield from self._from(after, draw, chance * share, told)

    def _next_vote(self, node: _Node, draw: int) -> tuple[int, _Place] | None:
        """Return the next day on which a step is decided by a vote, and the step."""
        best: tuple[int, _Place] | None = None
        for at, step, since in self._openings(node.state):
            place = (at, step)
            if place in node.idle:
                continue
            day = max(since + self._days[place][draw], node.state.day)
            if best is None or (day, place) < best:
                best = (day, place)
        return best

    def _voted(self, node: _Node, place: _Place, passed: bool) -> _Node:
        """Return where it stands after a step was voted on, or left to run out of time."""
        batch = self._batches[place][0 if passed else 1]
        if batch is None:
            return node._replace(idle=node.idle | {place})
        key = (node.state, place[0], passed)
        if key not in self._decided:
            self._decided[key] = self._willingly(cast(self.process, node.state, batch))
        after = self._decided[key]
        course = after.record.procedures[place[0]]
        waits = course.progress is Progress.OPEN and course.step == place[1]
        idle = node.idle - {place}
        return _Node(after, idle | {place} if waits else idle)

    # What the process says, looked up once -------------------------------------------------------

    def _openings(self, state: State) -> tuple[tuple[int, int, int], ...]:
        """Return the steps that can be voted on: procedure, step, and since when."""
        known = self._open.get(state)
        if known is None:
            clauses = self.process.clauses
            known = self._open[state] = tuple(
                (at, course.step, course.since)
                for at in self._relevant
                if (course := state.record.procedures[at]).progress is Progress.OPEN
                and clauses.steps[at][course.step].needs(state)
            )
        return known

    def _end(self, state: State) -> int:
        if state not in self._ends:
            self._ends[state] = next_end(self.process.clauses, state)
        return self._ends[state]

    def _at(self, state: State, day: int) -> State:
        """Return the state on a later day, when all that may then be done willingly is done."""
        key = (state, day)
        if key not in self._left:
            clauses = self.process.clauses
            later = settled(clauses, state, leave_days(clauses, state, day), "wait")
            self._left[key] = self._willingly(later)
        return self._left[key]

    def _came_at_the_end(self, before: State, day: int) -> bool:
        key = (before, day)
        if key not in self._held:
            self._held[key] = self.goal(evening(self.process, before, day))
        return self._held[key]

    def _willingly(self, state: State) -> State:
        if state not in self._ready:
            after = state
            while (move := next(self._helpful(after), None)) is not None:
                after = self.process.after(after, move)
            self._ready[state] = after
        return self._ready[state]

    def _helpful(self, state: State) -> Iterator[Move]:
        for kind, clause in sorted(self.willing):
            for move in self._moves.get((kind, clause), ()):
                if self._once(state, move) and self.process.refusal(state, move) is None:
                    yield move

    @property
    def _moves(self) -> Mapping[Willing, tuple[Move, ...]]:
        a, found = self.process.arrangement, dict[Willing, tuple[Move, ...]]()
        for kind, clause in self.willing:
            if kind == "perform":
                found[kind, clause] = (Move("perform", a.deeds[clause].by, clause),)
            elif kind == "sign":
                signing = self.process.clauses.signatories(clause)
                found[kind, clause] = tuple(Move("sign", party, clause) for party in signing)
            else:
                able = a.procedures[clause].opens.by
                opening = "allege" if a.procedures[clause].opens.alleging else "open"
                found[kind, clause] = tuple(Move(opening, party, clause) for party in able)
        return found

    def _once(self, state: State, move: Move) -> bool:
        """Say whether a procedure is untried, and what would be alleged is true."""
        if move.kind not in ("allege", "open"):
            return True
        index = self.process.clauses.index
        if state.record.procedures[index.procedures[move.clause]].progress is not Progress.IDLE:
            return False
        norm = self.process.arrangement.procedures[move.clause].opens.alleging
        return norm is None or state.world.breached[index.norms[norm]]


def summed(ways: list[Way], draws: int) -> Array:
    """Return the chance of the goal by any way, shape (draws,)."""
    total = np.zeros(draws)
    for way in ways:
        total[way.draw] += way.chance
    return np.minimum(total, 1.0)
