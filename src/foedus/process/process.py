"""The process: who may do what in a state, and what then holds.

This is the single semantics that the rest of the project stands on: the monitor folds it over
recorded events, the loophole checker explores it, histories sample it, and the deterrence
compiler unrolls it into a game.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from foedus.language.arrangement import Arrangement
from foedus.process.clauses import Clauses
from foedus.process.effects import apply
from foedus.process.instants import next_instant
from foedus.process.legality import refusal
from foedus.process.moves import NATURE, IllegalMoveError, Kind, Move
from foedus.process.settling import meet_cases, settle
from foedus.process.state import (
    NEVER,
    Answer,
    Course,
    Fight,
    Life,
    Progress,
    Promise,
    Record,
    Standing,
    State,
    World,
)


class Process:
    """An arrangement as a pure transition system.

    Parameters
    ----------
    arrangement
        What the parties wrote down.

    Attributes
    ----------
    start : State
        The state on the first day, after everything that follows by itself.
    clauses : Clauses
        The compiled clauses, for reading what holds in a state.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.clauses = Clauses(arrangement)
        self.start = settle(self.clauses, self._first())

    def _first(self) -> State:
        a = self.arrangement
        actors, norms = len(a.conduct), len(a.norms)
        standings = {
            "proposed": Life(Standing.PROPOSED, NEVER),
            "signed": Life(Standing.PROPOSED, NEVER),
            "in_force": Life(Standing.IN_FORCE, 0),
        }
        world = World(
            rung=(0,) * actors,
            since=(NEVER,) * actors,
            peak=(0,) * actors,
            fight=(Fight.UNDECIDED,) * actors,
            breached=(False,) * norms,
        )
        record = Record(
            performed=(False,) * len(a.deeds),
            signed=tuple(
                frozenset() if i.status == "proposed" else frozenset(self.clauses.signatories(name))
                for name, i in a.instruments.items()
            ),
            instruments=tuple(standings[i.status] for i in a.instruments.values()),
            alleged=(False,) * norms,
            found=(False,) * norms,
            procedures=(Course(Progress.IDLE),) * len(a.procedures),
            admitted=(False,) * len(self.clauses.index.admissions),
            due=(NEVER,) * norms,
            guarantees=tuple(
                Promise(False, False, NEVER, (Answer.NONE,) * len(g.owed_by))
                for g in a.guarantees.values()
            ),
        )
        return State(0, world, record)

    # Moves ---------------------------------------------------------------------------------

    def moves(self, state: State) -> list[Move]:
        """Return everything that somebody may do now, waiting included.

        The list is empty only at the horizon. What a party may do never depends on what it cannot
        know: a breach may be alleged whether or not there was one.
        """
        legal = list(self.acts(state))
        upcoming = next_instant(self.clauses, state)
        return legal if upcoming is None else [*legal, Move("wait", until=upcoming)]

    def acts(self, state: State) -> Iterator[Move]:
        """Yield the moves other than waiting, one at a time, for those who need only the first."""
        return (move for move in self._thinkable(state) if self.refusal(state, move) is None)

    def _thinkable(self, state: State) -> Iterator[Move]:
        """Yield the moves worth asking about; `refusal` decides."""
        a = self.arrangement
        for actor, rungs in self.clauses.index.rungs.items():
            yield from (Move("conduct", actor, act) for act in rungs)
            act = self.clauses.act_of(state, actor)
            yield Move("prevail", NATURE, f"{actor}.{act}")
            yield Move("repel", NATURE, f"{actor}.{act}")
        yield from (Move("perform", deed.by, name) for name, deed in a.deeds.items())
        for name, instrument in a.instruments.items():
            yield from (Move("sign", p, name) for p in self.clauses.signatories(name))
            if instrument.withdrawal:
                yield from (Move("withdraw", p, name) for p in instrument.withdrawal.by)
        for at, (name, procedure) in enumerate(a.procedures.items()):
            kind: Kind = "allege" if procedure.opens.alleging else "open"
            yield from (Move(kind, p, name) for p in procedure.opens.by)
            yield from self._ballots(state, at, name)
        for name, guarantee in a.guarantees.items():
            for party in guarantee.owed_by:
                yield Move("honour", party, name)
                yield Move("decline", party, name)

    def _ballots(self, state: State, at: int, name: str) -> Iterator[Move]:
        """Yield ballots that can matter: under silence only those that can stop it."""
        course = state.record.procedures[at]
        if course.progress is not Progress.OPEN:
            return
        compiled = self.clauses.steps[at][course.step]
        choices = ["yes", "no"]
        if compiled.within is not None and compiled.electorate.stopping:
            choices = list(compiled.electorate.stopping)
        if compiled.step.on_block == "hold":
            choices = [choice for choice in choices if choice != "no"]
        for label in compiled.electorate.classes:
            yield from (Move("ballot", label, name, choice) for choice in choices)

    def refusal(self, state: State, move: Move) -> str | None:
        """Return the rule that forbids `move` in `state`, ``None`` when it is allowed."""
        return refusal(self.clauses, state, move)

    # What then holds -----------------------------------------------------------------------

    def after(self, state: State, move: Move) -> State:
        """Return the state after `move`.

        Raises
        ------
        IllegalMoveError
            When the arrangement does not allow it; the message is the rule that forbids it.
        """
        return self.during(state, (move,))

    def during(self, state: State, moves: Iterable[Move]) -> State:
        """Return the state after all `moves` of one day, applied by rank, each rank as one batch.

        Moves of one rank are judged against the same state and applied together, so their order
        makes no difference. What follows by itself is settled after each rank.

        Raises
        ------
        IllegalMoveError
            When one of them is not allowed.
        """
        ordered = sorted(moves, key=lambda move: (move.rank, move))
        for _, batch in groupby(ordered, key=lambda move: move.rank):
            state = settle(self.clauses, self._apply_batch(state, list(batch)))
        return state

    def _apply_batch(self, state: State, batch: list[Move]) -> State:
        before = state
        for move in batch:
            why_not = self.refusal(before, move)
            if why_not is None and move.kind == "ballot":
                why_not = self.refusal(state, move)  # a batch may not cast more than there are
            if why_not is not None:
                raise IllegalMoveError(why_not)
            state = apply(self.clauses, state, move)
        if batch[0].kind == "conduct":
            for move in batch:
                state = meet_cases(self.clauses, state, self.clauses.index.actors[move.actor])
        return state

    def date_of(self, day: int) -> date:
        """Return the calendar date of a day of the process."""
        return self.clauses.date_of(day)
