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
from foedus.prospects.asked import ENDINGS, PASSING, Ending, Past
from foedus.prospects.chances import Chance
from foedus.prospects.helping import Helping
from foedus.prospects.honouring import Answers
from foedus.prospects.steps import Step, StepProspect, expires, silent
from foedus.prospects.streams import Array
from foedus.prospects.timing import Timing

Trace = tuple[tuple[Step, bool, int], ...]
_Place = tuple[int, int]
_ANSWER = -1
"""In place of a step, with the number of a guarantee: whether what is owed under it is honoured."""
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
    honours
        With what chance each response that the goal may hang on is honoured, by guarantee.
    answered
        Those of them that are owed on some of the ways.
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
    honours: Mapping[str, Chance] = field(default_factory=dict)
    under_way: float = 0.0
    answered: set[str] = field(default_factory=set)
    _numbers: dict[State, int] = field(default_factory=dict)
    _states: list[State] = field(default_factory=list)
    _goals: list[bool] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _open: list[tuple[tuple[int, int, int], ...]] = field(default_factory=list)
    _owed: list[tuple[int, ...]] = field(default_factory=list)
    _left: dict[tuple[int, int], int] = field(default_factory=dict)
    _held: dict[tuple[int, int], bool] = field(default_factory=dict)
    _decided: dict[tuple[int, int, Ending], int] = field(default_factory=dict)
    _undecided: dict[_Place, Batch | None] = field(default_factory=dict)
    _ends_of: dict[tuple[_Place, Past], list[tuple[float, float, float, float]]] = field(
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
        self._helping = Helping(self.process, self.willing)
        self._answers = Answers(self.process, self.honours, self.willing)
        self._batches = {place: self._sides(place) for place in places}
        self._timing = Timing(self.process, self.steps)

    def _sides(self, place: _Place) -> Mapping[Ending, Batch | None]:
        """Return the ballots that pass a step, and those that block it; none where silence does.

        Silence does not where a yes counts and the file says how long a step takes that succeeds.
        """
        compiled = self.process.clauses.steps[place[0]][place[1]]
        name = self.process.clauses.procedure_ids[place[0]]
        found: dict[bool, Batch] = {}
        for decision in decisions(compiled, name):
            found.setdefault(decision.passes, decision.moves)
        unsaid = silent(compiled) and (compiled.step.takes is None or compiled.wordless)
        yes = None if unsaid else found.get(True)
        return {"passed": yes, "blocked": found.get(False)}

    def _left_open(self, place: _Place) -> Batch | None:
        """Return the ballots that leave a step undecided; none where nobody need vote."""
        if place not in self._undecided:
            compiled = self.process.clauses.steps[place[0]][place[1]]
            found = undecided(compiled, self._names[place][0]) if silent(compiled) else None
            left = self._batches[place]["blocked"] if silent(compiled) else None
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
        return _Node(self._number(self._helping.helped(self.start)), self.start.day, frozenset())

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
                after, told = self._taken(node, place, ending, draw)
                ended = (*past, (place, ending))
                yield from self._from(after, draw, chance * share, (*trace, *told), ended)

    def _taken(self, node: _Node, place: _Place, ending: Ending, draw: int) -> tuple[_Node, Trace]:
        """Return where it stands after something was decided, and the step if it was one."""
        if place[1] == _ANSWER:
            self.answered.add(self.process.clauses.guarantee_ids[place[0]])
            return self._voted(node, place, ending), ()
        after = self._voted(self._timed(node, place, draw), place, ending)
        day = self._over(after, node, place)
        return after, ((self._names[place], ending in PASSING, day),)

    def _bounded(self, node: _Node, draw: int, past: _Past) -> tuple[float, float]:
        came, node, place = self._onward(node, draw)
        if place is None:
            return (0.0, 0.0) if came is None else (1.0, 1.0)
        shares = dict(zip(ENDINGS, self._shares(place, past, draw), strict=True))
        known, step = self._known(place), place[1] != _ANSWER
        late = step and expires(self.process.clauses.steps[place[0]][place[1]])
        runs_out = ("open",) if late else ()
        any_ = not known and not self._told(place, past)  # what was said before rules some out
        found = {
            ending: self._bounded(self._voted(node, place, ending), draw, (*past, (place, ending)))
            for ending, share in shares.items()
            if share > 0 or (any_ and ending in ("passed", "blocked", *runs_out))
        }
        if not known:
            return min(low for low, _ in found.values()), max(high for _, high in found.values())
        low = fsum(shares[ending] * low for ending, (low, _) in found.items())
        return low, fsum(shares[ending] * high for ending, (_, high) in found.items())

    def _shares(self, place: _Place, past: _Past, draw: int) -> tuple[float, float, float, float]:
        """Return the chances of the endings of a step, given how those before it ended.

        An answer that is owed passes where it is honoured.
        """
        if place[1] == _ANSWER:
            honoured = float(self._honour(place).passes[draw])
            return honoured, 1 - honoured, 0.0, 0.0
        key = (place, self._told(place, past))
        if key not in self._ends_of:
            self._ends_of[key] = self.steps[self._names[place]].endings(key[1])
        return self._ends_of[key][draw]

    def _told(self, place: _Place, past: _Past) -> Past:
        """Return what was answered before to the question of a step."""
        asked = None if place[1] == _ANSWER else self.steps[self._names[place]].asked
        if asked is None or not past:
            return ()
        named = self._names
        return asked.told(tuple((named[one], how) for one, how in past if one[1] != _ANSWER))

    def _known(self, place: _Place) -> bool:
        """Say whether anything in the file bears on how something is decided."""
        if place[1] == _ANSWER:
            return self._honour(place).known
        return self.steps[self._names[place]].known

    def _honour(self, place: _Place) -> Chance:
        return self.honours[self.process.clauses.guarantee_ids[place[0]]]

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
        when = self._timing.of(*place, since)
        if since + when.days[draw] != node.day:
            return node
        later = _later(node, since) + when.rest[draw]
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
        """Return the next day on which a step is decided by a vote, and the step.

        What is owed is answered at once, before any vote.
        """
        unanswered = ((at, _ANSWER) for at in self._owed[node.at])
        answer = next((place for place in unanswered if place not in node.idle), None)
        if answer is not None:
            return node.day, answer
        best: tuple[int, _Place] | None = None
        for at, step, since in self._open[node.at]:
            place = (at, step)
            if place in node.idle:
                continue
            day = max(since + self._timing.of(at, step, since).days[draw], node.day)
            if best is None or (day, place) < best:
                best = (day, place)
        return best

    def _voted(self, node: _Node, place: _Place, ending: Ending) -> _Node:
        """Return where it stands after a step was voted on, or left to run out of time."""
        if place[1] == _ANSWER:
            state = self._states[node.at]
            given = self._answers.given(state, place[0], honoured=ending == "passed")
            at = self._number(self._helping.helped(given))
            return _Node(at, node.day, node.idle | {place}, node.later)
        batch = self._left_open(place) if ending == "open" else self._batches[place].get(ending)
        if batch is None:
            return _Node(node.at, node.day, node.idle | {place}, node.later)
        key = (node.at, place[0], ending)
        after = self._decided.get(key)
        if after is None:
            done = self._helping.helped(cast(self.process, self._states[node.at], batch))
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
            self._owed.append(self._answers.awaited(state))
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
            after = self._left[number, day] = self._number(self._helping.helped(later))
        return after

    def _came_at_the_end(self, before: int, day: int) -> bool:
        key = (before, day)
        if key not in self._held:
            state = self._states[before]
            self._held[key] = self.goal(evening(self.process.clauses, state, day))
        return self._held[key]


def _later(node: _Node, day: int) -> float:
    """Return how much later than on a day that came which was decided on it."""
    return next((later for when, later in reversed(node.later) if when == day), 0.0)


def summed(ways: Iterable[Way], draws: int) -> Array:
    """Return the chance of the goal by any way, shape (draws,)."""
    total = np.zeros(draws)
    for way in ways:
        total[way.draw] += way.chance
    return np.minimum(total, 1.0)
