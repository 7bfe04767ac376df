"""A replay told line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from foedus.language.places import Places
from foedus.process import Event, Process, State, replay
from foedus.process.changes import Change
from foedus.process.duties import obligations, unanswered
from foedus.process.naming import act_label, name_of
from foedus.process.wording import may


def telling(
    process: Process, events: Iterable[Event], places: Places | None = None
) -> Iterator[str]:
    """Yield the lines that tell a replay: each event, what changed and why, what is owed, who may.

    Parameters
    ----------
    process
        The process of the arrangement.
    events
        In any order.
    places
        Where each clause stands, so that each change can name the line it rests on.
    """
    yield f"{process.arrangement.as_of}  {process.arrangement.title}: as it starts"
    yield from (f"    owed: {duty}" for duty in obligations(process.clauses, process.start))
    yield from _next(process, process.start)
    for entry in replay(process, events):
        what = _event(process, entry.event) if entry.event else "what follows by itself"
        yield ""
        yield f"{entry.on}  {what}"
        if entry.refused:
            line = f" (line {entry.event.line})" if entry.event and entry.event.line else ""
            yield f"    refused{line}: {entry.refused}; nothing changed"
            continue
        if not entry.concludes:
            yield "    taken together with what follows on this day"
            continue
        yield from (_change(change, places) for change in entry.changes)
        if not entry.changes:
            yield "    nothing else follows from it"
        yield from (f"    owed: {obligation}" for obligation in entry.owed)
        yield from (f"    {reason}" for reason in unanswered(process.clauses, entry.state))
        yield from _next(process, entry.state)


def _change(change: Change, places: Places | None) -> str:
    because = f", because {change.because}" if change.because else ""
    where = ""
    if places is not None and change.clause:
        where = f" [{places.name}:{places.of((change.section, change.clause))[0]}]"
    return f"    {change.what}{because}{where}"


def _event(process: Process, event: Event) -> str:
    by = ", ".join(name_of(process.clauses, actor) for actor in event.by)
    if not event.what:
        whom = ", ".join(name_of(process.clauses, target) for target in event.against)
        towards = f" (towards {whom})" if whom else ""
        return f"{by}: {act_label(process.clauses, event.by[0], event.do)}{towards}"
    vote = "" if event.vote == "yes" else f" ({event.vote})"
    return f"{by}: {event.do} {event.what}{vote}"


def _next(process: Process, state: State) -> Iterator[str]:
    """Tell who may do what next, leaving out plain changes of conduct, which are always open."""
    may_do: dict[str, list[str]] = defaultdict(list)
    for move in process.moves(state):
        if move.kind not in ("conduct", "wait"):
            who, what = may(process.clauses, state, move)
            may_do[who].append(what)
    for who, moves in may_do.items():
        yield f"    {who} may {'; or '.join(moves)}"
    if not may_do:
        yield "    nobody has anything to do but to change its conduct, or wait"
