"""The process: who may do what in a state, and what then holds.

This is the single semantics that the rest of the project stands on: the monitor folds it over
recorded events, the loophole checker explores it, histories sample it, and the deterrence
compiler unrolls it into a game.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from foedus.language import Arrangement
from foedus.process.clauses import Clauses
from foedus.process.effects import apply
from foedus.process.instants import next_instant
from foedus.process.judging import breaches_by_deeds
from foedus.process.legality import refusal
from foedus.process.moves import NATURE, IllegalMoveError, Move
from foedus.process.settling import meet_cases, settle, settled
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
        fronts, norms = len(a.pairs), len(a.norms)
        standings = {
            "proposed": Life(Standing.PROPOSED, NEVER),
            "signed": Life(Standing.PROPOSED, NEVER),
            "in_force": Life(Standing.IN_FORCE, 0),
        }
        world = World(
            rung=(0,) * fronts,
            since=(NEVER,) * fronts,
            peak=(0,) * fronts,
            fight=(Fight.UNDECIDED,) * fronts,
            breached=(False,) * norms,
        )
        record = Record(
            performed=tuple(deed.done for deed in a.deeds.values()),
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
        """Yield the moves worth asking about; `refusal` decides.

        What is left out here would be refused: a tally that is closed, a signature that is on
        record. A test compares the outcome with asking about every move there is.
        """
        menu, record, world = self.clauses.menu, state.record, state.world
        for at, (conduct, fights) in enumerate(menu.conduct):
            if world.since[at] < state.day:
                yield from conduct
            if world.fight[at] is Fight.UNDECIDED:
                yield from fights[world.rung[at]]
        for at, deed in enumerate(menu.deeds):
            if not record.performed[at]:
                yield deed
            elif self.clauses.reversible[at]:
                yield Move("undo", deed.actor, deed.clause)
        for at, (signatures, notices) in enumerate(menu.instruments):
            standing = record.instruments[at].standing
            if standing is Standing.PROPOSED:
                yield from signatures
            elif standing is Standing.IN_FORCE:
                yield from notices
        for at, (openings, ballots) in enumerate(menu.procedures):
            course = record.procedures[at]
            if course.progress is Progress.OPEN:
                yield from ballots[course.step]
            elif course.progress is not Progress.DONE or self.clauses.again[at]:
                yield from openings
        for at, answers in enumerate(menu.guarantees):
            if record.guarantees[at].casus != NEVER:
                yield from answers

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
        why_not = refusal(self.clauses, state, move)
        if why_not is not None:
            raise IllegalMoveError(why_not)
        return self._done(state, move)

    def tried(self, state: State, move: Move) -> State | None:
        """Return the state after `move`, ``None`` where the arrangement does not allow it."""
        return self._done(state, move) if refusal(self.clauses, state, move) is None else None

    def _done(self, state: State, move: Move) -> State:
        """Return the state after a move that is known to be legal."""
        following = breaches_by_deeds(
            self.clauses, state, apply(self.clauses, state, move), (move,)
        )
        if move.kind == "conduct":
            following = meet_cases(self.clauses, state, following)
        return settled(self.clauses, state, following, move.kind)

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
        for _, alike in groupby(ordered, key=lambda move: move.rank):
            batch = list(alike)
            following = self._apply_batch(state, batch)
            if batch[0].kind == "wait":
                state = settled(self.clauses, state, following, "wait")
            else:
                state = settle(self.clauses, following)
        return state

    def _apply_batch(self, state: State, batch: list[Move]) -> State:
        before, settled_by = state, dict[tuple[str, ...], Move]()
        for at, move in enumerate(batch):
            why_not = self.refusal(before, move) or _repeated(batch, at)
            if why_not is None and move.kind == "ballot":
                why_not = self.refusal(state, move)  # a batch may not cast more than there are
            if why_not is None and move.subject:
                why_not = _contradiction(settled_by.setdefault(move.subject, move), move)
            if why_not is not None:
                raise IllegalMoveError(why_not)
            state = apply(self.clauses, state, move)
        state = breaches_by_deeds(self.clauses, before, state, batch)
        if batch[0].kind == "conduct":
            state = meet_cases(self.clauses, before, state)
        return state

    def date_of(self, day: int) -> date:
        """Return the calendar date of a day of the process."""
        return self.clauses.date_of(day)


def _repeated(batch: Sequence[Move], at: int) -> str | None:
    """Refuse what is done twice on one day; several of a class may cast the same ballot."""
    move = batch[at]
    if move.kind == "ballot" or move not in batch[:at]:
        return None
    return f"{move.actor} does that already on this day"


def _contradiction(one: Move, other: Move) -> str | None:
    if one == other:
        return None
    said = [f"{m.kind} {m.clause!r}" for m in (one, other)]
    who = f"{one.actor} cannot" if one.actor != NATURE else "a fight cannot end with"
    return f"{who} {said[0]} and {said[1]} on one day"
