"""What a slice remembers of a state, and the moves worth making in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from foedus.process import Move, Process, State
from foedus.process.exploration.clocks import Clocks
from foedus.process.exploration.days import Days, Running
from foedus.process.exploration.decisive import cast, contested, decisions, open_step
from foedus.process.exploration.dials import Name
from foedus.process.exploration.hours import (
    DONE_FOR_TODAY,
    FRESH,
    OVER,
    TOGETHER,
    Batch,
    Hour,
    Made,
    Together,
    made_after,
)
from foedus.process.exploration.leavers import Leavers
from foedus.process.exploration.relevance import Scope, fights_in, fronts_in
from foedus.process.exploration.rising import bands, risen
from foedus.process.exploration.singles import singles
from foedus.process.moves import RANK
from foedus.process.nightfall import leave_days
from foedus.process.settling import settled
from foedus.process.state import NEVER, Progress, Record, World

Key = tuple[object, ...]


class Steps(NamedTuple):
    """One way on: what is done, the state that follows, and how far the day has then come."""

    batch: Batch
    state: State
    hour: Hour


class Projection:
    """A slice of a process: its states up to likeness, and its moves.

    Parameters
    ----------
    process
        The process.
    scope
        What is told apart.
    daily
        Tell every day apart, and every rung.
    singly
        Cast ballots one at a time, and not by decisive sets.
    leaving
        Whether notice of withdrawal may be given.
    leavers
        Who is told apart of those who give notice; everybody is when left out.
    """

    def __init__(
        self,
        process: Process,
        scope: Scope,
        *,
        daily: bool = False,
        singly: bool = False,
        leaving: bool = True,
        leavers: Leavers | None = None,
    ) -> None:
        self.process, self.scope = process, scope
        self.days = Days(process, scope, daily=daily, leaving=leaving)
        self.clocks = Clocks(process, scope)
        self.daily, self.singly = daily, singly
        self._leavers = leavers or None
        index = process.clauses.index
        ids = process.clauses.front_ids
        self._actors = [(front, ids[front][0], rungs) for front, rungs in scope.fronts.items()]
        if daily:  # every rung, and everybody that an act may be directed at
            self._actors = [
                (front, name, tuple(index.rungs[name].values()))
                for name in scope.actors
                for front in index.fronts_of[name]
            ]
        self._peaks = [
            (front, i.rung)
            for i in sorted(scope.items)
            if i.kind == "acted"
            for front in fronts_in(process, i)
        ]
        self._fights = fights_in(process, scope)
        self._breached = _places(index.norms, scope.names("breached"))
        self._found = _places(index.norms, scope.names("found"))
        self._alleged = _places(index.norms, scope.names("alleged"))
        self._due = _places(index.norms, scope.names("due"))
        self._instruments = _places(index.instruments, scope.names("instrument"))
        self.procedures = _places(index.procedures, scope.names("procedure"))
        self._deeds = _places(index.deeds, scope.names("deed"))
        pairs = {" to ".join(pair): at for pair, at in index.admissions.items()}
        self._admitted = _places(pairs, scope.names("admission"))
        self._guarantees = _places(index.guarantees, scope.names("owed"))
        self._answers = _places(index.guarantees, scope.names("answers"))
        self._rising = list(bands(process, self._actors, self._guarantees))
        self._singles = list(singles(process, scope, leaving=leaving))
        self._turning = {move.clause for move in self._singles if move.kind == "undo"}
        self._known: dict[tuple[World, Record], tuple[Key, Running, tuple[int, ...]]] = {}
        self._after: dict[tuple[State, Hour, Batch], Steps] = {}
        self._mornings: dict[tuple[State, int, tuple[int, ...]], State] = {}
        self._waits: dict[tuple[State, Hour], Steps | None] = {}
        self._decided: dict[tuple[object, ...], list[Batch]] = {}
        self._rungs = [list(self._reached(front, rungs)) for front, _, rungs in self._actors]

    def key(self, state: State, hour: Hour) -> Key:
        """Return what two states must share to be alike for the question."""
        undated, running, lapsed = self._read(state)
        today = tuple([since == state.day for since in lapsed])
        if self.daily:
            return self.told_apart(hour), undated, today, state.day, self._days(state)
        return self.told_apart(hour), undated, today, self.days.likeness(running, state.day)

    def told_apart(self, hour: Hour) -> Key:
        """Return what two hours must share to be alike for the question."""
        if hour.together is None:
            return hour[:2]
        before, made, still = hour.together
        running = tuple([name for name, _ in self.clocks.read(before).running])
        days = self._days(before) if self.daily else ()
        return *hour[:2], self.undated(before), running, days, made, still

    def _days(self, state: State) -> Key:
        """Return every day that a state in the slice remembers: the reference merges none."""
        world, record = state.world, state.record
        return (
            tuple(record.instruments[at] for at in self._instruments),
            tuple(record.procedures[at].since for at in self.procedures),
            tuple(record.due[at] for at in self._due),
            tuple(record.guarantees[at].owed_since for at in self._guarantees),
            tuple(world.since[at] for at in self._fights),
        )

    def undated(self, state: State) -> Key:
        """Return what the slice sees of a state but for its day and its deadlines."""
        return self._read(state)[0]

    def _read(self, state: State) -> tuple[Key, Running, tuple[int, ...]]:
        """Return what the slice sees of a state but for its day, its deadlines, and its lapses."""
        known = self._known.get(state[1:3])
        if known is None:
            world, record = state.world, state.record
            courses = [record.procedures[at] for at in self.procedures]
            again = [self.process.clauses.again[at] for at in self.procedures]
            lapsed = tuple(
                [
                    c.since
                    for c, may in zip(courses, again, strict=True)
                    if c.progress is Progress.LAPSED or (may and c.progress is Progress.DONE)
                ]
            )
            running = self.days.running(world, record)
            known = (self._undated(world, record), running, lapsed)
            self._known[state[1:3]] = known
        return known

    def _undated(self, world: World, record: Record) -> Key:
        return (
            tuple([bisect_right(rungs, world.rung[at]) for at, _, rungs in self._actors]),
            tuple([world.peak[at] >= rung for at, rung in self._peaks]),
            tuple([world.fight[at] for at in self._fights]),
            tuple([world.breached[at] for at in self._breached]),
            tuple([record.found[at] for at in self._found]),
            tuple([record.alleged[at] for at in self._alleged]),
            tuple([min(record.due[at], 0) for at in self._due]),
            tuple([self._life(record, at) for at in self._instruments]),
            tuple([self._course(record, at) for at in self.procedures]),
            tuple([record.performed[at] for at in self._deeds]),
            tuple([record.admitted[at] for at in self._admitted]),
            tuple([self._promise(record, at) for at in self._guarantees]),
            tuple([record.guarantees[at].answers for at in self._answers]),
            tuple([risen(world, record, band) for band in self._rising]),
        )

    def _promise(self, record: Record, at: int) -> tuple[object, ...]:
        promise = record.guarantees[at]
        begun = promise.activated, promise.forfeited, promise.casus != NEVER, promise.earlier
        return *begun, self._due_to(record, at)

    def _due_to(self, record: Record, at: int) -> tuple[bool, ...]:
        """Say whether a response is owed, and of each who leaves whether it was before that."""
        promise = record.guarantees[at]
        name = self.process.clauses.guarantee_ids[at]
        text = self.process.arrangement.guarantees[name].in_
        unseen = self._leavers is not None and self._leavers.few and at not in self._answers
        owed = promise.owed_since != NEVER
        if not owed or text is None or unseen:
            return (owed,)
        exits = record.instruments[self.process.clauses.index.instruments[text]].exits
        return True, *(promise.before(gone) for gone in exits)

    def _life(self, record: Record, at: int) -> tuple[object, ...]:
        life = record.instruments[at]
        exits = tuple([(gone.party, gone.out != NEVER) for gone in life.exits])
        return life.standing, record.signed[at], exits, life.ends != NEVER

    def _course(self, record: Record, at: int) -> tuple[object, ...]:
        course = record.procedures[at]
        if course.progress is not Progress.OPEN:
            return (course.progress, course.effected)
        if self.singly:
            return course.progress, course.step, course.tally, course.effected
        voters = self.process.clauses.steps[at][course.step].electorate
        cast = course.tally != voters.blank
        carried = cast and voters.passes(course.tally)
        return course.progress, course.step, cast, carried, course.effected

    def _reached(self, front: int, rungs: tuple[int, ...]) -> Iterator[Move]:
        """Yield changes of conduct: to the lowest rung of each band, above where that counts."""
        actor, target = self.process.clauses.front_ids[front]
        acts = self.process.arrangement.conduct[actor].acts
        most = {band.low: band.most for band in self._rising if band.front == front}
        for low in rungs:
            for rung in range(low, low + most.get(low, 0) + 1):
                yield self.process.clauses.aimed(actor, acts[rung].act, target)

    def acts(
        self,
        state: State,
        hour: Hour,
        resisting: Mapping[str, int] | None = None,
        *,
        opposed: bool = False,
    ) -> Iterator[Batch]:
        """Yield what may be done now or later in the day, a batch at a time."""
        if hour == FRESH:
            yield from self._conduct(state)
        for move in self._singles:
            if move in hour.still or self._open(state, hour, move):
                yield (move,)
        if hour.rank <= RANK["ballot"]:
            for at in self.procedures:
                yield from self._ballots(state, at, resisting or {}, opposed)

    def _open(self, state: State, hour: Hour, move: Move) -> bool:
        """Say whether a move is allowed in a state, at an hour, and somebody is told by it."""
        if not hour.open_to(move) or self.process.refusal(state, move) is not None:
            return False
        return self._leavers is None or not self._leavers.leaves_for(state, move)

    def _conduct(self, state: State) -> Iterator[Batch]:
        options: list[list[Move | None]] = [
            [None, *(m for m in moves if self.process.refusal(state, m) is None)]
            for moves in self._rungs
        ]
        for choice in product(*options):
            batch = tuple(move for move in choice if move is not None)
            if batch:
                yield batch

    def _ballots(
        self, state: State, at: int, resisting: Mapping[str, int], opposed: bool
    ) -> Iterator[Batch]:
        if self.singly:
            course = state.record.procedures[at]
            if course.progress is not Progress.OPEN:
                return
            name = self.process.clauses.procedure_ids[at]
            for label in self.process.clauses.steps[at][course.step].electorate.classes:
                for choice in ("yes", "no", "abstain"):
                    move = Move("ballot", label, name, choice)
                    if self.process.refusal(state, move) is None:
                        yield (move,)
            return
        compiled = open_step(self.process, state, at)
        if compiled is None:
            return
        key = (at, state.record.procedures[at].step, tuple(sorted(resisting.items())), opposed)
        batches = self._decided.get(key)
        if batches is None:
            name = self.process.clauses.procedure_ids[at]
            found = (contested if opposed else decisions)(compiled, name, resisting)
            batches = [decision.moves for decision in found]
            self._decided[key] = batches
        for batch in batches:
            if self.process.refusal(state, batch[0]) is None:
                yield batch

    def after(self, state: State, hour: Hour, batch: Batch) -> Steps:
        """Return the state after a batch, as the slice has it, and how far the day has come."""
        if batch == DONE_FOR_TODAY:
            return Steps(batch, state, OVER)
        known = self._after.get((state, hour, batch))
        if known is None:
            known = self._after[state, hour, batch] = self._done(state, hour, batch)
        return known

    def _done(self, state: State, hour: Hour, batch: Batch) -> Steps:
        move = batch[0]
        later = hour.later(move, turning=self._turning)
        if len(batch) > 1 or move.kind not in TOGETHER:
            following = self.done(state, batch)
        else:
            made = made_after(self.process, state, hour, move)
            following = made.state
            others = made.together(self.process, self._singles, state, hour, later)
            still = tuple(each for each, *ends in others if self._differs(made, *ends))
            if still:
                later = later._replace(together=Together(made.before, made.made, still))
        if self._leavers is not None:
            following = self._leavers.out(state, move, following)
        return Steps(batch, following, later)

    def _differs(self, made: Made, with_another: State, in_turn: State) -> bool:
        """Say whether another move of a day comes to something else with others than after them.

        Not where time that had run out with them would run on: of that the slice keeps no clock.
        """
        if self.key(with_another, FRESH) == self.key(in_turn, FRESH):
            return False
        before, after, ends = (
            {name for name, _ in self.clocks.read(state).running}
            for state in (made.before, made.state, with_another)
        )
        return not (ends & before) - after

    def done(self, state: State, batch: Batch) -> State:
        """Return the state after a batch."""
        if len(batch) == 1:
            return self.process.after(state, batch[0])
        if batch[0].kind == "ballot":
            return cast(self.process, state, batch)
        return self.process.during(state, batch)

    def wait(self, state: State, hour: Hour) -> Steps | None:
        """Let time pass until the state is no longer alike; ``None`` when it stays so for good."""
        if (state, hour) not in self._waits:
            self._waits[state, hour] = self._waited(state, hour, self.key(state, hour))
        return self._waits[state, hour]

    def _waited(self, state: State, hour: Hour, key: Key) -> Steps | None:
        if self.days.overdue(self._read(state)[1], state.day):
            reached = self._tomorrow(state)
            if reached is not None and self.key(reached.state, FRESH) != key:
                return reached
        batch: Batch = ()
        tomorrow = hour != FRESH
        while True:
            until = self.days.next_day(state, self._read(state)[1], tomorrow=tomorrow)
            if until is None:
                return None
            state = self.later(state, until)
            batch, tomorrow = (*batch, Move("wait", until=until)), False
            if self.key(state, FRESH) != key:
                return Steps(batch, state, FRESH)

    def _tomorrow(self, state: State) -> Steps | None:
        move = Move("wait", until=state.day + 1)
        if self.process.refusal(state, move) is not None:
            return None
        return Steps((move,), self.later(state, move.until), FRESH)

    def morning(self, state: State, day: int, ends: Mapping[Name, int]) -> State:
        """Return the morning after `day`, on which the clocks of a state like `state` end so."""
        key = state, day, tuple(ends.values())
        known = self._mornings.get(key)
        if known is None:
            evening = self.clocks.write(state, day, ends)
            known = self._mornings[key] = self.later(evening, day + 1)
        return known

    def later(self, state: State, until: int) -> State:
        """Return the state after a wait that is known to be legal."""
        clauses = self.process.clauses
        return settled(clauses, state, leave_days(clauses, state, until), "wait")


def _places(index: Mapping[str, int], names: frozenset[str]) -> list[int]:
    return sorted(index[name] for name in names)
