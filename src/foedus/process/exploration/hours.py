"""How far a day has come, and what is done on it together with what was done before.

Acts of one rank on one day are judged against the same state and applied together, as in a replay.
A search takes them one after the other. Where that would come to something else, since one of them
bars another or something follows from it by itself, it keeps in mind what they are judged against.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from foedus.process import IllegalMoveError, Move, Process, State
from foedus.process.effects import apply
from foedus.process.judging import breaches_by_deeds
from foedus.process.moves import RANK

Batch = tuple[Move, ...]


class Together(NamedTuple):
    """Acts of one rank and day of which the order would matter.

    Parameters
    ----------
    before
        The state that they are judged against.
    made
        Those that have been made.
    still
        Those that come to something else with what was made than after it: what was made bars them
        for tomorrow, or something has followed from it by itself.
    """

    before: State
    made: Batch
    still: Batch


class Hour(NamedTuple):
    """How far a day has come.

    Parameters
    ----------
    rank
        The rank of what was done last; less than all of them while nothing has been.
    turned
        Deeds that were done or undone with what has this rank: each is once a day.
    together
        What is judged with what was done last, where their order would matter.
    """

    rank: int
    turned: frozenset[str] = frozenset()
    together: Together | None = None

    def open_to(self, move: Move) -> bool:
        """Say whether a move can still come on this day, if it is allowed at all."""
        return move.rank >= self.rank and not (
            move.rank == self.rank and move.subject[:1] == ("deed",) and move.clause in self.turned
        )

    def later(self, move: Move, turning: Collection[str]) -> Hour:
        """Return how far the day has come after a move; of deeds, only `turning` can turn back."""
        rank = max(move.rank, RANK["prevail"])  # whoever acts has acted
        turned = self.turned if rank == self.rank else frozenset[str]()
        if move.subject[:1] == ("deed",) and move.clause in turning:
            turned |= {move.clause}
        return Hour(rank, turned)

    def joined(self, batch: Batch) -> Batch:
        """Return a batch with those made before that it is judged with: they are taken as one.

        They are the last that were made.
        """
        if self.together is None or batch[0] not in self.still:
            return batch
        return (*self.together.made, *batch)

    @property
    def still(self) -> Batch:
        """What is done with what was done before on this day, and not after it."""
        return self.together.still if self.together is not None else ()


FRESH = Hour(-1)
"""Nothing has been done yet today; acts of a day come in the order of their rank."""
DONE_FOR_TODAY: Batch = (Move("wait", until=FRESH.rank),)
"""The others have done on a day what they do: what is so then is so for whoever acts last on it."""
ACTED = Hour(RANK["prevail"])
"""Somebody has acted today."""
TOGETHER = ("perform", "undo", "sign", "withdraw", "allege", "open")
"""The kinds of which a search looks at those of one day together; ballots come one after another,
each body at once, and responses hang on nothing that others answer."""
OVER = Hour(RANK["wait"])
"""Nothing more is done today."""


class Made(NamedTuple):
    """What moves of one rank and day lead to.

    Parameters
    ----------
    state
        What then holds.
    before
        The state that they are judged against.
    made
        The moves; the last of them is the one asked about.
    stirred
        Whether something followed from them by itself.
    """

    state: State
    before: State
    made: Batch
    stirred: bool

    def together(
        self, process: Process, others: Iterable[Move], state: State, hour: Hour, later: Hour
    ) -> Iterator[tuple[Move, State, State]]:
        """Yield others that were open, and come to something else with the last move than after it.

        With what both lead to together, and what the other leads to if it comes after: nothing
        where the last move bars it.

        Parameters
        ----------
        process
            The process.
        others
            The moves to look at.
        state, hour
            Where the last move was made.
        later
            How far the day has come with it.
        """
        move = self.made[-1]
        for other in others:
            if other.rank != move.rank or _same_opening(move, other) or other in self.made:
                continue
            if not later.open_to(other):
                continue
            barred = process.refusal(self.state, other) is not None
            if not (barred and _matters(process, other)) and not self.stirred:
                continue
            if other not in hour.still and process.refusal(state, other) is not None:
                continue
            try:
                both = process.during(self.before, (*self.made, other))
            except IllegalMoveError:
                continue  # it was not open to begin with
            yield other, both, self.state if barred else process.after(self.state, other)


def _matters(process: Process, move: Move) -> bool:
    """Say whether it matters that a move is barred: a signature that has come to nothing does not.

    A deed that needs nothing, and one to be undone, nobody else bars.
    """
    if move.kind == "perform":
        return process.arrangement.deeds[move.clause].needs is not None
    return move.kind in ("withdraw", "allege", "open")


def _same_opening(one: Move, other: Move) -> bool:
    """Say whether two begin the same procedure: it has begun, whoever it was."""
    return one.kind in ("allege", "open") and (one.kind, one.clause) == (other.kind, other.clause)


def made_after(process: Process, state: State, hour: Hour, move: Move) -> Made:
    """Return what a move leads to, together with those of its day that it is judged with.

    Parameters
    ----------
    process
        The process.
    state, hour
        Where it is made, and how far the day has come.
    move
        A move that is allowed there, or may still be made on this day.
    """
    with_it = hour.together if move.rank == hour.rank else None
    if with_it is not None:
        made = (*with_it.made, move)
        try:
            return _made(process, with_it.before, made, process.during(with_it.before, made))
        except IllegalMoveError:
            pass  # it became possible only today: it is judged against what it found
    return _made(process, state, (move,), process.after(state, move))


def _made(process: Process, before: State, made: Batch, after: State) -> Made:
    done = before
    for move in made:
        done = apply(process.clauses, done, move)
    done = breaches_by_deeds(process.clauses, before, done, made)
    return Made(after, before, made, done != after)
