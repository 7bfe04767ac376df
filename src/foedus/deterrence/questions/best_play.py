"""What each side does best, as moves that the process takes and a page can play."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from foedus.deterrence.job import Job
from foedus.deterrence.questions.explanation import story_of, tell
from foedus.language import Arrangement
from foedus.process import Move, Process, State

Batch = tuple[Move, ...]


class BestPlay(NamedTuple):
    """A play of the likeliest moves: what is best for each side, given that all sometimes err.

    Parameters
    ----------
    batches
        Its moves, waits included; like ballots of one step stand together.
    reasons
        Who does what, why, and what else it could have done, turn by turn.
    """

    batches: tuple[Batch, ...]
    reasons: tuple[str, ...]


def best_play(a: Arrangement, option: str) -> BestPlay:
    """Return the likeliest moves under an option, with every estimate at its middle.

    It is told as if all had signed, whether or not they would: the reasons say who would not.

    Parameters
    ----------
    a
        The arrangement with its options.
    option
        The option; empty for the arrangement as it stands.

    Raises
    ------
    foedus.deterrence.DeterrenceError
        When nothing is at stake, nobody is to be deterred, or there is no solution in numbers.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> found = best_play(read(text_of("ukraine-2025")), "article-5-like")
    >>> [move.clause for batch in found.batches for move in batch if move.kind == "conduct"]
    ['limited_seizure']
    """
    job = Job(a, option, brief=True)
    story = story_of(job)
    return BestPlay(tuple(_batches(Process(job.variant), story.moves)), tuple(tell(job, story)))


def _batches(process: Process, moves: tuple[tuple[int, Move], ...]) -> Iterator[Batch]:
    for _, run in groupby(_steps(process, moves), key=lambda step: step[0]):
        yield tuple(move for _, move in run)


def _steps(process: Process, moves: tuple[tuple[int, Move], ...]) -> Iterator[tuple[object, Move]]:
    """Yield every move, waits included, each with a name for the batch that it belongs to.

    A vote ends as soon as its outcome is certain; whoever has not voted by then need not.
    """
    state = process.start
    for number, (day, move) in enumerate(moves):
        while state.day < day:
            wait = Move("wait", until=min(day, process.moves(state)[-1].until))
            yield wait, wait
            state = process.after(state, wait)
        if move.kind != "ballot" or process.refusal(state, move) is None:
            yield _vote(process, state, move) or number, move
            state = process.after(state, move)


def _vote(process: Process, state: State, move: Move) -> tuple[str, str, int, int] | None:
    """Return what like ballots of one step have in common."""
    if move.kind != "ballot":
        return None
    course = state.record.procedures[process.clauses.index.procedures[move.clause]]
    return move.clause, move.choice, course.step, course.since
