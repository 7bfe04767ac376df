"""What the text now requires: findings and decisions folded over the process.

The monitor folds what is on record. Findings are not decisions: one enters the process only as an
allegation, and only where the arrangement says who alleges (`alleged_by`); everything else is done
by people and entered with a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.decisions import minimal_blocking
from foedus.monitor.findings import Finding, Survey
from foedus.process import Event, Move, Process, State, replay
from foedus.process.duties import obligations
from foedus.process.instants import next_instant
from foedus.process.naming import name_of
from foedus.process.replay import Entry
from foedus.process.state import NEVER, Progress

_FEW = 3
_LATE = " and is late"


class RefusedError(ValueError):
    """A decision that the process does not allow; the message is the rule that forbids it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the arrangement stands on a day, by the record.

    Attributes
    ----------
    on
        The day.
    entries
        What each event did.
    owed, overdue, open, possible
        Sentences: what is owed; what should have been done; what is under way, by when and who
        can stop it; and what could be begun.
    """

    on: date
    entries: tuple[Entry, ...]
    owed: tuple[str, ...]
    overdue: tuple[str, ...]
    open: tuple[str, ...]
    possible: tuple[str, ...]


def event(body: Mapping[str, Any]) -> Event:
    """Return a recorded decision as an event of the process."""
    on = date.fromisoformat(body["date"])
    return Event(on, tuple(body["by"]), body["do"], body["what"], body["vote"])


def allegations(surveys: Sequence[Survey]) -> Iterator[Event]:
    """Yield the allegations that the arrangement itself attaches to findings.

    Each is dated to the last day of its finding, as if it had been known then.
    """
    for surveyed in surveys:
        observed = surveyed.sight.observed
        if observed.alleged_by is None:
            continue
        for finding in surveyed.findings:
            if finding.chance >= observed.alleged_from:
                yield Event(finding.last, (observed.alleged_by,), "allege", finding.norm)


def stand(
    process: Process, events: Sequence[Event], surveys: Sequence[Survey], on: date
) -> Standing:
    """Return where the arrangement stands on a day.

    Parameters
    ----------
    process
        The process of the arrangement.
    events
        What people recorded.
    surveys
        What the record says about each norm.
    on
        The day; later events do not count.
    """
    automatic = [e for e in allegations(surveys) if e.on <= on]
    told = [e for e in events if e.on <= on]
    entries = [
        entry
        for entry in replay(process, [*told, *automatic])
        if not (entry.refused and entry.event in automatic)  # it was under way already
    ]
    state = _waited(process, entries[-1].state if entries else process.start, on)
    return Standing(
        on=on,
        entries=tuple(entries),
        owed=tuple(
            said
            for said in obligations(process.clauses, state)
            if not said.endswith(_LATE)  # told as overdue
        ),
        overdue=tuple(_overdue(process, state)),
        open=tuple(_open(process, state)),
        possible=tuple(_possible(process, state, surveys, on)),
    )


def _waited(process: Process, state: State, on: date) -> State:
    """Return the state after time has passed until a day, or the horizon."""
    target = (on - process.arrangement.as_of).days
    while state.day < target:
        upcoming = next_instant(process.clauses, state)
        if upcoming is None:
            break
        state = process.after(state, Move("wait", until=min(upcoming, target)))
    return state


def refuse_unless_allowed(
    process: Process, events: Sequence[Event], surveys: Sequence[Survey], new: Event
) -> list[str]:
    """Return what a decision changes, or say why it is not allowed.

    Raises
    ------
    RefusedError
        When the process refuses it.
    """
    whole = [*events, *(e for e in allegations(surveys) if e.on <= new.on), new]
    told: list[str] = []
    accepted = False
    for entry in replay(process, whole):
        if entry.event is new and entry.refused:
            raise RefusedError(entry.refused)
        accepted |= entry.event is new
        if accepted and entry.on == new.on:
            told += [change.what for change in entry.changes]
    return told


def _overdue(process: Process, state: State) -> Iterator[str]:
    clauses = process.clauses
    for at, due in enumerate(state.record.due):
        norm = clauses.norms[at].norm
        if due == NEVER or due >= state.day:
            continue
        if not state.record.performed[clauses.index.deeds[norm.obligation or ""]]:
            late = state.day - due
            by = " and ".join(name_of(clauses, bearer) for bearer in norm.bearer)
            yield (
                f"{by}: {norm.obligation!r} was due on {clauses.date_of(due)}, {late:,} "
                f"{'day' if late == 1 else 'days'} ago, and is not recorded as done"
            )


def _open(process: Process, state: State) -> Iterator[str]:
    clauses = process.clauses
    for at, course in enumerate(state.record.procedures):
        if course.progress is not Progress.OPEN:
            continue
        step = clauses.steps[at][course.step]
        name = clauses.procedure_ids[at]
        deadline = "with no deadline"
        if step.within is not None:
            deadline = f"by {clauses.date_of(course.since + step.within)}"
            written = step.step.within.text if step.step.within else ""
            if "H" in written:  # the process moves by days, and hours end in the day they end in
                deadline += f" at the latest ({written}, counted in whole days)"
        yield (
            f"{name!r} is at the step {step.step.act!r}, for {name_of(clauses, step.step.by)}, "
            f"{deadline}; {_who_can_stop(process, at, course.step)}"
        )


def _who_can_stop(process: Process, procedure: int, step: int) -> str:
    compiled = process.clauses.steps[procedure][step]
    if compiled.step.on_block == "hold":
        return "a no is not final there"
    rule = compiled.electorate.rule
    groups = list(_first(minimal_blocking(rule, most=2), _FEW * 20))
    alone = [group[0] for group in groups if len(group) == 1]
    if not groups:
        return "no one or two can stop it"
    if not alone:
        return f"no one can stop it alone; {' and '.join(groups[0])} together can"
    if len(alone) > _FEW:
        return f"any one of {len(alone)} can stop it ({', '.join(alone[:_FEW])}, ...)"
    return f"{' or '.join(alone)} can stop it alone"


def _first(groups: Iterator[tuple[str, ...]], most: int) -> Iterator[tuple[str, ...]]:
    for _, group in zip(range(most), groups, strict=False):
        yield group


def _possible(process: Process, state: State, surveys: Sequence[Survey], on: date) -> Iterator[str]:
    for surveyed in surveys:
        likely = [f for f in surveyed.findings if f.first <= on and f.chance >= 0.5]
        if likely:
            yield _may_allege(process, state, surveyed.sight.norm_id, likely)


def _may_allege(process: Process, state: State, norm: str, likely: Sequence[Finding]) -> str:
    clauses = process.clauses
    count = f"{len(likely):,} {'finding' if len(likely) == 1 else 'findings'} likelier than not"
    opened = [
        (at, name)
        for at, name in enumerate(clauses.procedure_ids)
        if clauses.arrangement.procedures[name].opens.alleging == norm
    ]
    if not opened:
        return f"{norm!r} ({count}): the text gives nobody standing to allege a breach of it"
    parts = []
    for at, name in opened:
        opens = clauses.arrangement.procedures[name].opens
        who = " or ".join(name_of(clauses, party) for party in opens.by)
        why_not = process.refusal(state, Move("allege", opens.by[0], name))
        step = clauses.steps[at][0]
        within = f" within {step.within} days" if step.within is not None else ""
        then = f"then {name_of(clauses, step.step.by)}: {step.step.act!r}{within}"
        parts.append(
            f"{who} may allege it under {name!r}; {then}; {_who_can_stop(process, at, 0)}"
            if why_not is None
            else f"under {name!r} nobody may allege it now: {why_not}"
        )
    return f"{norm!r} ({count}): {'. '.join(parts)}"
