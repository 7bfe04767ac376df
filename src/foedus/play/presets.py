"""Plays to begin from: what happened, how it is meant to go, and how it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from foedus.casebook import History, histories
from foedus.language import Arrangement, option
from foedus.play.steps import written
from foedus.process import IllegalMoveError, Move, Process, State, act_label, called, read_events
from foedus.process.walk import Play, Supposition, Walk, duties, owed

if TYPE_CHECKING:
    from foedus.loopholes import Verdict


@dataclass(frozen=True, slots=True)
class Preset:
    """A play to begin from.

    Parameters
    ----------
    kind
        ``history``, ``meant`` (how it is meant to go), ``fault`` or ``game`` (what each side does
        best).
    title
        What it is called.
    note
        What it shows.
    steps
        Its steps.
    reasons
        Why each does what it does, where that was asked.
    """

    kind: str
    title: str
    note: str
    steps: tuple[dict[str, Any], ...]
    reasons: tuple[str, ...] = ()


def told_before(case: str, option: str) -> tuple[Preset, ...]:
    """Return the histories of a case that ships, under one of its options."""
    return tuple(_history(story) for story in histories(case) if story.option == option)


def _history(story: History) -> Preset:
    steps = tuple(written(event) for event in read_events(story.events, story.title))
    return Preset("history", story.title, story.note, steps)


def meant(process: Process) -> tuple[Preset, ...]:
    """Return, for each duty to answer, the shortest play from its case to what is then owed."""
    walk = Walk(process)
    return tuple(preset for pair in process.arrangement.pairs for preset in _meant(walk, *pair))


def opening(whole: Arrangement) -> str:
    """Return the option to begin with: what is proposed, where the file says which that is.

    Else it is the first under which anything can come to be owed: what is without a guarantee, or
    leaves it without a way into force, comes first in many files, to compare with.
    """
    for name, one in whole.options.items():
        if one.proposed:
            return name
    for name in whole.options:
        process = Process(option(whole, name))
        walk = Walk(process)
        if any(next(_meant(walk, *pair), None) for pair in process.arrangement.pairs):
            return name
    return next(iter(whole.options), "")


def _meant(walk: Walk, by: str, against: str) -> Iterator[Preset]:
    from foedus.loopholes import events

    process, a = walk.process, walk.process.arrangement
    for name, text in duties(process, by, against):
        play, again = _shortest(walk, by, text.casus_foederis, against, name)
        if play is not None:
            label = text.label.partition(" (")[0] or name
            act = f"{called(a, by)} {act_label(process.clauses, by, text.casus_foederis)}"
            note = "the shortest way from the act to what is then owed, if everybody helps"
            note += "; the act is stopped and done again once it has taken effect" if again else ""
            told = events(process, _batches(process, play))
            steps = tuple(written(event) for event in told)
            yield Preset("meant", f"{act}{' again' if again else ''}: {label}", note, steps)


def _shortest(
    walk: Walk, by: str, act: str, against: str, guarantee: str
) -> tuple[Play | None, bool]:
    """Return the shortest play to an answer that is owed, and whether it takes the act twice."""
    for renewed in (False, True):
        supposed = Supposition(by=by, act=act, against=against, renewed=renewed)
        try:
            play = walk.comes(supposed, owed(walk.process, guarantee))
        except IllegalMoveError:
            continue
        if play is not None:
            return play, renewed
    return None, False


def _batches(process: Process, play: Play) -> Iterator[tuple[Move, ...]]:
    """Put like ballots of one step that follow each other into one batch."""
    for vote, run in groupby(play.steps, key=lambda step: _vote(process, *step)):
        moves = tuple(move for _, move in run)
        yield from [moves] if vote else ((move,) for move in moves)


def _vote(process: Process, state: State, move: Move) -> tuple[str, str, int, int] | None:
    if move.kind != "ballot":
        return None
    course = state.record.procedures[process.clauses.index.procedures[move.clause]]
    return move.clause, move.choice, course.step, course.since


def faulty(process: Process, found: Iterable[Verdict]) -> tuple[Preset, ...]:
    """Return the story of each fault that a check found, the gravest first."""
    from foedus.loopholes import events, severity

    return tuple(
        Preset(
            "fault",
            verdict.property.name,
            hole.statement,
            tuple(written(event) for event in events(process, hole.batches)),
        )
        for verdict in sorted(found, key=lambda one: severity(one.property.id))
        for hole in verdict.loopholes
        if hole.batches
    )


def unplayed(found: Iterable[Verdict]) -> tuple[Preset, ...]:
    """Return each fault that a check found and that has no story, the gravest first: no steps."""
    from foedus.loopholes import severity

    return tuple(
        Preset("fault", verdict.property.name, hole.statement, ())
        for verdict in sorted(found, key=lambda one: severity(one.property.id))
        for hole in verdict.loopholes
        if not hole.batches
    )
