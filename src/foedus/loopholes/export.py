"""A story as an event file, in which every member that votes has a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from foedus.process import Event, Move, Process, State
from foedus.process.exploration import Batch


def events(process: Process, batches: Iterable[Batch]) -> list[Event]:
    """Return the events of a play, for `foedus.process.replay`.

    Time passes between events by itself, so waiting is none, but for the last: what a story ends
    with is what ran out.
    """
    told: list[Event] = []
    state, voted = process.start, defaultdict[tuple[str, int], set[str]](set)
    waits = False
    for batch in batches:
        waits = batch[0].kind == "wait"
        if batch[0].kind == "wait":
            for move in batch:
                state = process.after(state, move)
            continue
        on = process.date_of(state.day)
        if batch[0].kind == "ballot":
            told.append(_vote(process, state, batch, voted, on))
        else:
            told += [_event(move, on) for move in batch]
        state = process.during(state, batch)
    return [*told, Event(process.date_of(state.day), (), "wait")] if waits else told


def _event(move: Move, on: date) -> Event:
    against = (move.against,) if move.against else ()
    if move.kind == "conduct":
        return Event(on, (move.actor,), move.clause, against=against)
    return Event(on, (move.actor,), move.kind, move.clause, against=against)


def _vote(
    process: Process,
    state: State,
    batch: Batch,
    voted: dict[tuple[str, int], set[str]],
    on: date,
) -> Event:
    at = process.clauses.index.procedures[batch[0].clause]
    course = state.record.procedures[at]
    compiled = process.clauses.steps[at][course.step]
    key = (batch[0].clause, course.step)
    if not any(map(sum, course.tally)):
        voted[key] = set()  # the procedure has come to this step anew
    names: list[str] = []
    for move in batch:
        members = compiled.electorate.classes[move.actor]
        names.append(next(m for m in members if m not in voted[key]))
        voted[key].add(names[-1])
    return Event(on, tuple(names), compiled.step.act, batch[0].clause, batch[0].choice)


def event_file(told: Iterable[Event]) -> str:
    """Return events as the YAML text that ``foedus replay`` reads."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Iterable[Event]) -> Iterator[str]:
    for event in told:
        names = event.by[0] if len(event.by) == 1 else f"[{', '.join(event.by)}]"
        by = f", by: {names}" if event.by else ""
        against = f", against: [{', '.join(event.against)}]" if event.against else ""
        what = f", what: {_quoted(event.what)}" if event.what else ""
        vote = f", vote: {_quoted(event.vote)}" if event.vote != "yes" else ""
        yield f"- {{date: {event.on}{by}, do: {_quoted(event.do)}{what}{vote}{against}}}"


def _quoted(text: str) -> str:
    return (
        text if text.replace("_", "").replace("-", "").isalnum() and text != "no" else f'"{text}"'
    )
