"""A replay told line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from foedus.process import Event, Process, State, replay
from foedus.process.wording import act_label, name_of


def telling(process: Process, events: Iterable[Event]) -> Iterator[str]:
    """Yield the lines that tell a replay: each event, what changed, what is owed, who may act."""
    yield f"{process.arrangement.as_of}  {process.arrangement.title}: as it starts"
    yield from _next(process, process.start)
    for entry in replay(process, events):
        what = _event(process, entry.event) if entry.event else "what follows by itself"
        yield ""
        yield f"{entry.on}  {what}"
        if entry.refused:
            yield f"    refused: {entry.refused}; nothing changed"
            continue
        yield from (f"    {change}" for change in entry.changes)
        yield from (f"    owed: {obligation}" for obligation in entry.owed)
        if entry.changes or entry.owed:
            yield from _next(process, entry.state)


def _event(process: Process, event: Event) -> str:
    by = ", ".join(name_of(process.clauses, actor) for actor in event.by)
    if not event.what:
        return f"{by}: {act_label(process.clauses, event.by[0], event.do)}"
    vote = "" if event.vote == "yes" else f" ({event.vote})"
    return f"{by}: {event.do} {event.what}{vote}"


def _next(process: Process, state: State) -> Iterator[str]:
    """Tell who may do what next, leaving out plain changes of conduct, which are always open."""
    may: dict[str, list[str]] = defaultdict(list)
    for move in process.moves(state):
        if move.kind in ("conduct", "wait"):
            continue
        choice = f" {move.choice}" if move.choice else ""
        may[move.actor].append(f"{move.kind}{choice} {move.clause}")
    for actor, moves in may.items():
        yield f"    {name_of(process.clauses, actor)} may: {'; '.join(moves)}"
