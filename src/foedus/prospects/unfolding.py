"""All the ways from an act to a goal, draw by draw: each with its chance, its days and its steps.

What can be decided is decided one way or the other, with the chances of `steps`; what can run out
runs out; and the process says what then holds. So a way counts whatever it hangs on: a step that
passes, one that is refused, one whose time runs out, or a request alone. Days are whole, so that
every way is a play of the process, and replays; beside them stands the time that was not rounded.

What somebody must do of his own accord for the goal to come is done as soon as it may be, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

import numpy as np

from foedus.process import (
    CompiledStep,
    Move,
    Process,
    Progress,
    State,
    evening,
    leave_days,
    next_end,
    settled,
)
from foedus.process.exploration import Batch, Test, cast, decisions, undecided
from foedus.process.walk import Willing
from foedus.prospects.asked import ENDINGS, Ending, Past
from foedus.prospects.steps import StepProspect, expires
from foedus.prospects.streams import Array

Step = tuple[str, int]
Trace = tuple[tuple[Step, bool, int], ...]
_Place = tuple[int, int]
_Past = tuple[tuple[_Place, Ending], ...]


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
    time
        The days from the act until the goal when no step's days are rounded to whole ones.
    """

    draw: int
    chance: float
    day: int
    trace: Trace
    time: float


class _Node(NamedTuple):
    """Where a way stands: the state, by number, and its day; what is open and no more voted on.

    Last come the days on which something was decided, each with how much later that was when no
    step's days are rounded.
    """

    at: int
    day: int
    idle: frozenset[_Place]
    later: tuple[tuple[int, float], ...] = ()


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
    under_way
        The chance, summed over the draws of `ways`, that the horizon ends before it is settled
        whether the goal comes.
    """

    process: Process
    start: State
    goal: Test
    willing: frozenset[Willing]
    relevant: frozenset[str]
    steps: Mapping[Step, StepProspect]
    under_way: float = 0.0
    _numbers: dict[State, int] = field(default_factory=dict)
    _states: list[State] = field(default_factory=list)
    _goals: list[bool] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _open: list[tuple[tuple[int, int, int], ...]] = field(default_factory=list)
    _ready: dict[State, State] = field(default_factory=dict)
    _left: dict[tuple[int, int], int] = field(default_factory=dict)
    _held: dict[tuple[int, int], bool] = field(default_factory=dict)
    _decided: dict[tuple[int, int, Ending], int] = field(default_factory=dict)
    _undecided: dict[_Place, Batch | None] = field(default_factory=dict)
    _ends_of: dict[tuple[_Place, Past], list[tuple[float, float, float]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        """Look up what every way needs once."""
        clauses = self.process.clauses
        self._relevant = [
            at for at, name in enumerate(clauses.procedure_ids) if name in self.relevant
        ]
        places = [(at, step) for at in self._relevant for step in range(len(clauses.steps[at]))]
        named = {place: (clauses.procedure_ids[place[0]], place[1]) for place in places}
        self._names = named
        self._moves = tuple(self._offered())
        self._batches = {place: self._sides(place) for place in places}
        days = {place: np.nan_to_num(self._voted_after(place)) for place in places}
        self._days = {place: np.rint(row).astype(int).tolist() for place, row in days.items()}
        self._rest = {place: (row - np.rint(row)).tolist() for place, row in days.items()}

    def _voted_after(self, place: _Place) -> Array:
        """Return the days after its opening on which a step is voted on."""
        compiled = self.process.clauses.steps[place[0]][place[1]]
        days = self.steps[self._names[place]].days
        if compiled.within is None or not (compiled.step.at_deadline or _silent(compiled)):
            return days
        return np.minimum(days, compiled.within)  # the vote is before the deadline that decides

    def _sides(self, place: _Place) -> Mapping[Ending, Batch | None]:
        """Return the ballots that pass a step, and those that block it; none where silence does."""
        compiled = self.process.clauses.steps[place[0]][place[1]]
        name = self.process.clauses.procedure_ids[place[0]]
        found: dict[bool, Batch] = {}
        for decision in decisions(compiled, name):
            found.setdefault(decision.passes, decision.moves)
        yes = None if _silent(compiled) else found.get(True)
        return {"passed": yes, "blocked": found.get(False)}

    def _left_open(self, place: _Place) -> Batch | None:
        """Return the ballots that leave a step undecided; none where nobody need vote."""
        if place not in self._undecided:
            compiled = self.process.clauses.steps[place[0]][place[1]]
            found = undecided(compiled, self._names[place][0]) if _silent(compiled) else None
            left = self._batches[place]["blocked"] if _silent(compiled) else None
            self._undecided[place] = found or left
        return self._undecided[place]

    # Ways --------------------------------------------------------------------------------------

    def ways(self, draws: int) -> Iterator[Way]:
        """Yield every way to the goal, of each draw in turn."""
        first, self.under_way = self._first(), 0.0
        for draw in range(draws):
            yield from self._from(first, draw, 1.0, (), ())

    def bounds(self, draw: int) -> tuple[float, float]:
        """Return the least and the greatest chance of the goal in a draw, whatever is not known.

        Of each step of which nothing is known the outcome that is worst, or best, for the goal.
        """
        return self._bounded(self._first(), draw, ())

    def _first(self) -> _Node:
        return _Node(self._number(self._willingly(self.start)), self.start.day, frozenset())

    def _from(
        self, node: _Node, draw: int, chance: float, trace: Trace, past: _Past
    ) -> Iterator[Way]:
        came, node, place = self._onward(node, draw)
        if came is not None:
            yield Way(draw, chance, came, trace, came + _later(node, node.day))
        if place is None:
            self.under_way += chance if came is None and self._goes_on(node, draw) else 0.0
            return
        for ending, share in zip(ENDINGS, self._shares(place, past, draw), strict=True):
            if share > 0:
                after = self._voted(self._timed(node, place, draw), place, ending)
                day = self._over(after, node, place)
                told = (*trace, (self._names[place], ending == "passed", day))
                ended = (*past, (place, ending))
                yield from self._from(after, draw, chance * share, told, ended)

    def _bounded(self, node: _Node, draw: int, past: _Past) -> tuple[float, float]:
        came, node, place = self._onward(node, draw)
        if place is None:
            return (0.0, 0.0) if came is None else (1.0, 1.0)
        shares = dict(zip(ENDINGS, self._shares(place, past, draw), strict=True))
        known = self.steps[self._names[place]].known
        compiled = self.process.clauses.steps[place[0]][place[1]]
        found = {
            ending: self._bounded(self._voted(node, place, ending), draw, (*past, (place, ending)))
            for ending, share in shares.items()
            if share > 0 or (not known and (ending != "open" or expires(compiled)))
        }
        if not known:
            return min(low for low, _ in found.values()), max(high for _, high in found.values())
        low = fsum(shares[ending] * low for ending, (low, _) in found.items())
        return low, fsum(shares[ending] * high for ending, (_, high) in found.items())

    def _shares(self, place: _Place, past: _Past, draw: int) -> tuple[float, float, float]:
        """Return the chances of the endings of a step, given how those before it ended."""
        key = (place, tuple((step, ending) for (at, step), ending in past if at == place[0]))
        if key not in self._ends_of:
            self._ends_of[key] = self.steps[self._names[place]].endings(key[1])
        return self._ends_of[key][draw]

    def _onward(self, node: _Node, draw: int) -> tuple[int | None, _Node, _Place | None]:
        """Let time pass until the goal has come, a step is voted on, or nothing can follow.

        Return the day of the goal, if it came; where it stands; and the step that is voted on.
        """
        while not self._goals[node.at]:
            vote, end = self._next_vote(node, draw), self._ends[node.at]
            if vote is not None and vote[0] <= node.day:
                return None, node, vote[1]
            day = end if vote is None else min(end, vote[0])
            if day <= node.day:
                return None, node, None  # the horizon
            before, after = node.at, _Node(self._at(node.at, day), day, node.idle, node.later)
            node = self._ran_out(node, after) if node.later and day == end else after
            if self._goals[node.at]:
                came = day - 1 if self._came_at_the_end(before, day) else day
                return came - self.start.day, node, None
        return node.day - self.start.day, node, None

    def _timed(self, node: _Node, place: _Place, draw: int) -> _Node:
        """Return where it stands with how much later than today the vote on a step is."""
        since = next(since for at, step, since in self._open[node.at] if (at, step) == place)
        if since + self._days[place][draw] != node.day:
            return node
        later = _later(node, since) + self._rest[place][draw]
        return node._replace(later=(*node.later, (node.day, later))) if later else node

    def _ran_out(self, before: _Node, after: _Node) -> _Node:
        """Return where it stands when a time has run out: as much later as it began to run."""
        steps = self.process.clauses.steps
        for at, step, since in self._open[before.at]:
            ends = steps[at][step].ends
            if ends is not None and ends(since) == after.day and (later := _later(before, since)):
                return after._replace(later=(*after.later, (after.day, later)))
        return after

    def _goes_on(self, node: _Node, draw: int) -> bool:
        """Say whether something would still be decided, or run out, after the horizon."""
        if self._next_vote(node, draw) is not None:
            return True
        steps = self.process.clauses.steps
        ends = ((steps[at][step].ends, since) for at, step, since in self._open[node.at])
        return any(end is not None and end(since) > node.day for end, since in ends)

    def _next_vote(self, node: _Node, draw: int) -> tuple[int, _Place] | None:
        """Return the next day on which a step is decided by a vote, and the step."""
        best: tuple[int, _Place] | None = None
        for at, step, since in self._open[node.at]:
            place = (at, step)
            if place in node.idle:
                continue
            day = max(since + self._days[place][draw], node.day)
            if best is None or (day, place) < best:
                best = (day, place)
        return best

    def _voted(self, node: _Node, place: _Place, ending: Ending) -> _Node:
        """Return where it stands after a step was voted on, or left to run out of time."""
        batch = self._left_open(place) if ending == "open" else self._batches[place][ending]
        if batch is None:
            return node._replace(idle=node.idle | {place})
        key = (node.at, place[0], ending)
        after = self._decided.get(key)
        if after is None:
            done = self._willingly(cast(self.process, self._states[node.at], batch))
            after = self._decided[key] = self._number(done)
        course = self._states[after].record.procedures[place[0]]
        waits = course.progress is Progress.OPEN and course.step == place[1]
        idle = node.idle - {place}
        return _Node(after, node.day, idle | {place} if waits else idle, node.later)

    def _over(self, after: _Node, node: _Node, place: _Place) -> int:
        """Return the day on which a step voted on is over: its last, where time decides."""
        ends = self.process.clauses.steps[place[0]][place[1]].ends
        if place not in after.idle or ends is None:
            return node.day - self.start.day
        return ends(self._states[node.at].record.procedures[place[0]].since) - self.start.day

    # What the process says, looked up once -------------------------------------------------------

    def _number(self, state: State) -> int:
        """Return the number of a state: it is deep, and what is known of it is asked often."""
        number = self._numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
            self._goals.append(self.goal(state))
            self._ends.append(next_end(self.process.clauses, state))
            self._open.append(tuple(self._openings(state)))
        return number

    def _openings(self, state: State) -> Iterator[tuple[int, int, int]]:
        """Yield the steps that can be voted on: procedure, step, and since when."""
        steps = self.process.clauses.steps
        for at in self._relevant:
            course = state.record.procedures[at]
            if course.progress is Progress.OPEN and steps[at][course.step].needs(state):
                yield at, course.step, course.since

    def _at(self, number: int, day: int) -> int:
        """Return the state on a later day, when all that may then be done willingly is done."""
        after = self._left.get((number, day))
        if after is None:
            clauses, state = self.process.clauses, self._states[number]
            later = settled(clauses, state, leave_days(clauses, state, day), "wait")
            after = self._left[number, day] = self._number(self._willingly(later))
        return after

    def _came_at_the_end(self, before: int, day: int) -> bool:
        key = (before, day)
        if key not in self._held:
            state = self._states[before]
            self._held[key] = self.goal(evening(self.process.clauses, state, day))
        return self._held[key]

    def _willingly(self, state: State) -> State:
        if state not in self._ready:
            after = state
            while (move := next(self._helpful(after), None)) is not None:
                after = self.process.after(after, move)
            self._ready[state] = after
        return self._ready[state]

    def _helpful(self, state: State) -> Iterator[Move]:
        for move in self._moves:
            if self._once(state, move) and self.process.refusal(state, move) is None:
                yield move

    def _offered(self) -> Iterator[Move]:
        """Yield the moves that are made as soon as they may be, by whoever may make them."""
        a = self.process.arrangement
        for kind, clause in sorted(self.willing):
            if kind == "perform":
                yield Move("perform", a.deeds[clause].by, clause)
            elif kind == "sign":
                for party in self.process.clauses.signatories(clause):
                    yield Move("sign", party, clause)
            elif kind == "honour":
                yield from (Move("honour", by, clause) for by in a.guarantees[clause].owed_by)
            elif kind == "decline":
                yield from (Move("decline", by, clause) for by in a.guarantees[clause].owed_by)
            elif kind == "allege":
                yield from (Move("allege", by, clause) for by in a.procedures[clause].opens.by)
            else:
                yield from (Move("open", by, clause) for by in a.procedures[clause].opens.by)

    def _once(self, state: State, move: Move) -> bool:
        """Say whether a procedure is untried, and what would be alleged is true."""
        if move.kind not in ("allege", "open"):
            return True
        index = self.process.clauses.index
        if state.record.procedures[index.procedures[move.clause]].progress is not Progress.IDLE:
            return False
        norm = self.process.arrangement.procedures[move.clause].opens.alleging
        return norm is None or state.world.breached[index.norms[norm]]


def _later(node: _Node, day: int) -> float:
    """Return how much later than on a day that came which was decided on it."""
    return next((later for when, later in reversed(node.later) if when == day), 0.0)


def _silent(compiled: CompiledStep) -> bool:
    """Say whether a step passes when nobody votes."""
    voters = compiled.electorate
    return compiled.within is not None and (
        compiled.on_timeout == "adopt" or voters.passes(voters.blank)
    )


def summed(ways: Iterable[Way], draws: int) -> Array:
    """Return the chance of the goal by any way, shape (draws,)."""
    total = np.zeros(draws)
    for way in ways:
        total[way.draw] += way.chance
    return np.minimum(total, 1.0)
