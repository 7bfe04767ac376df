"""A replay told line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from foedus.language import Places
from foedus.process import (
    UNBOUND,
    VIENNA_34,
    Change,
    Entry,
    Event,
    Process,
    State,
    act_label,
    bound_outside,
    excused,
    excused_deeds,
    may,
    name_of,
    obligations,
    rights,
    step_called,
    unanswered,
)


def replay_told(
    process: Process,
    entries: Iterable[Entry],
    places: Places | None = None,
) -> Iterator[str]:
    """Yield the lines that tell a replay: each event, what changed and why, what is owed, who may.

    Parameters
    ----------
    process
        The process of the arrangement.
    entries
        What the events did (`foedus.process.replay`).
    places
        Where each clause stands, so that each change can name the line it rests on.
    """
    yield f"{process.arrangement.as_of}  {process.arrangement.title}: as it starts"
    yield from (
        f"    {one}, though {UNBOUND} ({VIENNA_34})" for one in bound_outside(process.arrangement)
    )
    yield from _due(
        obligations(process.clauses, process.start), rights(process.clauses, process.start)
    )
    yield from _next(process, process.start)
    lawful: list[str] = []
    before = process.start
    for entry in entries:
        what = _event(process, entry.event) if entry.event else "what follows by itself"
        yield ""
        yield f"{entry.on}  {what}"
        if entry.refused:
            line = f" (line {entry.event.line})" if entry.event and entry.event.line else ""
            yield f"    refused{line}, nothing changed: {entry.refused}"
            continue
        if not entry.concludes:
            yield "    taken together with what follows on this day"
            continue
        yield from (_change(change, places) for change in entry.changes)
        if not entry.changes:
            yield "    nothing else follows from it"
        yield from _due(entry.owed, entry.rights)
        yield from (f"    {reason}" for reason in unanswered(process.clauses, entry.state))
        known, lawful = lawful, excused(process.clauses, entry.state)
        yield from (f"    {reason}" for reason in lawful if reason not in known)
        deeds = excused_deeds(process.clauses, before, entry.state)
        yield from (f"    {reason}" for reason in deeds)
        before = entry.state
        if not entry.state.over:  # else what may be done next is told of the morning
            yield from _next(process, entry.state, entry.voted)


def replay_json(
    process: Process, entries: Iterable[Entry], places: Places | None = None
) -> dict[str, object]:
    """Return a replay as plain data, for JSON.

    Returns
    -------
    dict
        ``title``, ``as_of``, ``taken_to_be_bound`` (who is, without being a party), ``entries`` in
        the order of days, and how many were ``refused``.
        An entry has ``on``, ``event`` (null for what follows by itself), ``refused`` (empty when it
        was taken), ``changes`` (``what``, ``section``, ``clause``, ``because``, ``line``),
        ``owed``, ``rights`` (who may respond and owes nothing), ``not_owed``: why nothing is owed
        where one might think so, and ``no_breach``: why an act that a norm speaks of is none of it.
    """
    rows, before = list[dict[str, object]](), process.start
    for entry in entries:
        rows.append(_row(process, before, entry, places))
        before = entry.state if entry.concludes and not entry.refused else before
    return {
        "title": process.arrangement.title,
        "as_of": str(process.arrangement.as_of),
        "taken_to_be_bound": list(bound_outside(process.arrangement)),
        "owed_at_start": obligations(process.clauses, process.start),
        "rights_at_start": rights(process.clauses, process.start),
        "entries": rows,
        "refused": sum(1 for row in rows if row["refused"]),
    }


def _row(process: Process, before: State, entry: Entry, places: Places | None) -> dict[str, object]:
    told, clauses = entry.concludes, process.clauses
    deeds = excused_deeds(clauses, before, entry.state) if told and not entry.refused else []
    return {
        "on": str(entry.on),
        "event": entry.event and {**asdict(entry.event), "on": str(entry.event.on)},
        "refused": entry.refused,
        "changes": [{**c._asdict(), "line": _line(c, places)} for c in entry.changes],
        "owed": list(entry.owed),
        "rights": list(entry.rights),
        "not_owed": unanswered(clauses, entry.state) if told else [],
        "no_breach": [*excused(clauses, entry.state), *deeds] if told else [],
    }


def _due(owed: Iterable[str], rights: Iterable[str]) -> Iterator[str]:
    """Tell what is owed, and what may be done by right: of that nothing is owed."""
    yield from (f"    owed: {said}" for said in owed)
    yield from (f"    a right: {said}" for said in rights)


def _line(change: Change, places: Places | None) -> int | None:
    if places is None or not change.clause:
        return None
    return places.of((change.section, change.clause))[0]


def _change(change: Change, places: Places | None) -> str:
    because = f", because {change.because}" if change.because else ""
    line = _line(change, places)
    where = f" [{places.name}:{line}]" if places is not None and line is not None else ""
    return f"    {change.what}{because}{where}"


def _event(process: Process, event: Event) -> str:
    if event.do == "wait":
        return "time passes until this day"
    by = ", ".join(name_of(process.clauses, actor) for actor in event.by)
    if not event.what:
        whom = ", ".join(name_of(process.clauses, target) for target in event.against)
        towards = f" (towards {whom})" if whom else ""
        return f"{by}: {act_label(process.clauses, event.by[0], event.do)}{towards}"
    return f"{by}: {event.do} {event.what}{_vote(process, event)}"


def _vote(process: Process, event: Event) -> str:
    """Tell a ballot that is not for the step: of a motion to stop it, any."""
    step = step_called(process.clauses, event.what, event.do)
    if step is None or not step.electorate.turned or event.vote == "abstain":
        return "" if event.vote == "yes" else f" ({event.vote})"
    return f" ({event.vote}, on the motion to stop it)"


def _next(
    process: Process, state: State, voted: Mapping[str, frozenset[str]] = {}
) -> Iterator[str]:
    """Tell who may do what next, leaving out plain changes of conduct, which are always open."""
    may_do: dict[str, list[str]] = defaultdict(list)
    for move in process.moves(state):
        if move.kind not in ("conduct", "wait"):
            who, what = may(process.clauses, state, move, voted.get(move.clause, ()))
            may_do[who].append(what)
    for who, moves in may_do.items():
        yield f"    {who} may {'; or '.join(moves)}"
    if not may_do:
        yield "    nobody has anything to do but to change its conduct, or wait"
