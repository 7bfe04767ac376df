"""What the text now requires: findings and decisions folded over the process.

The monitor folds what is on record. Findings are not decisions: one enters the process only as an
allegation, and only where the arrangement says who alleges (`alleged_by`); everything else is done
by people and entered with a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from foedus.language import listed
from foedus.monitor.blockers import cast_so_far, left_alone, who_can_stop
from foedus.monitor.findings import Survey
from foedus.process import (
    NEVER,
    UNRECORDED,
    Entry,
    Event,
    Fold,
    Move,
    Process,
    Progress,
    State,
    duties,
    name_of,
    replay,
    resume,
    rights,
)


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
    done
        Sentences: what procedures have come to, each with its day, the latest first.
    refused
        Sentences: what people recorded that the text does not allow, as the record now stands.
    rights
        Sentences: who may respond, and owes nothing.
    """

    on: date
    entries: tuple[Entry, ...]
    owed: tuple[str, ...]
    overdue: tuple[str, ...]
    open: tuple[str, ...]
    possible: tuple[str, ...]
    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


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
    fold = Fold(process, process.start)
    until = min(on, process.date_of(process.arrangement.horizon.days))
    entries = [
        entry
        for entry in resume(fold, [*told, *automatic], until)
        if not (entry.refused and entry.event in automatic)  # it was under way already
    ]
    state = fold.state
    return Standing(
        on=on,
        entries=tuple(entries),
        owed=tuple(
            duty.says
            for duty in duties(process.clauses, state)
            if not duty.right and not (duty.late and duty.section == "norms")  # told as overdue
        ),
        overdue=tuple(_overdue(process, state)),
        open=tuple(_open(process, state, entries)),
        possible=tuple(_possible(process, state, surveys, on)),
        done=tuple(_done(entries)),
        refused=tuple(_refused(entries)),
        rights=tuple(rights(process.clauses, state)),
    )


def _done(entries: Sequence[Entry]) -> Iterator[str]:
    """Say what procedures took effect or lapsed, and what they found, the latest first."""
    reached = {"takes effect", "lapses", "on record as found"}
    for entry in reversed(entries):
        for change in reversed(entry.changes):
            if change.section == "procedures" and any(word in change.what for word in reached):
                yield f"{entry.on}: {change.what.removesuffix(UNRECORDED)}"


def _refused(entries: Sequence[Entry]) -> Iterator[str]:
    """Say which decisions no longer fit, as one entered later with an earlier day can bring."""
    for entry in entries:
        if entry.event and entry.refused:
            by, on = " and ".join(entry.event.by), entry.event.on
            yield f"{by}: {entry.event.do!r} of {on} no longer fits the record: {entry.refused}"


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
            # What is in fact so is not known here: only that it was found.
            told += [change.what.removesuffix(UNRECORDED) for change in entry.changes]
    return told


def _overdue(process: Process, state: State) -> Iterator[str]:
    clauses = process.clauses
    for at, due in enumerate(state.record.due):
        norm = clauses.norms[at].norm
        if due <= NEVER or due >= state.day:
            continue
        if not state.record.performed[clauses.index.deeds[norm.obligation or ""]]:
            late = state.day - due
            by = " and ".join(name_of(clauses, bearer) for bearer in norm.bearer)
            yield (
                f"{by}: {norm.obligation!r} was due on {clauses.date_of(due)}, {late:,} "
                f"{'day' if late == 1 else 'days'} ago, and is not recorded as done"
            )


def _open(process: Process, state: State, entries: Sequence[Entry]) -> Iterator[str]:
    clauses = process.clauses
    for at, course in enumerate(state.record.procedures):
        if course.progress is not Progress.OPEN:
            continue
        step = clauses.steps[at][course.step]
        name = clauses.procedure_ids[at]
        cast = cast_so_far(process, at, course, entries)
        deadline = "with no deadline"
        if step.ends is not None:
            deadline = f"by {clauses.date_of(step.ends(course.since))}"
            written = step.step.within.text if step.step.within else ""
            if "H" in written:  # the process moves by days, and hours end in the day they end in
                deadline += f" at the latest ({written}, counted in whole days)"
            last = course.step + 1 == len(clauses.steps[at])
            deadline += f" ({left_alone(step, cast, last=last)})"
        called = partial(name_of, clauses)
        said = "".join(
            f"; {word}: {', '.join(map(called, who))}" for word, who in cast.items() if who
        )
        yield (
            f"{name!r} is at the step {step.step.act!r}, for {name_of(clauses, step.step.by)}, "
            f"{deadline}{said}; {who_can_stop(step, cast, called)}"
        )


def _possible(process: Process, state: State, surveys: Sequence[Survey], on: date) -> Iterator[str]:
    mute: list[str] = []
    for surveyed in surveys:
        likely = [f for f in surveyed.findings if f.first <= on and f.likely]
        if not likely:
            continue
        norm = surveyed.sight.norm_id
        opened = _opened_by(process, norm)
        if opened:
            yield _may_allege(process, state, norm, len(likely), opened)
        else:
            mute.append(norm)
    if mute:
        norms = listed([repr(norm) for norm in mute], "or")
        yield f"the text gives nobody standing to allege a breach of {norms}"


def _opened_by(process: Process, norm: str) -> list[tuple[int, str]]:
    """Return the procedures that alleging a breach of a norm opens."""
    procedures = process.clauses.arrangement.procedures
    return [
        (at, name)
        for at, name in enumerate(process.clauses.procedure_ids)
        if procedures[name].opens.alleging == norm
    ]


def _may_allege(
    process: Process, state: State, norm: str, likely: int, opened: Sequence[tuple[int, str]]
) -> str:
    clauses = process.clauses
    count = f"{likely:,} {'finding' if likely == 1 else 'findings'} likelier than not"
    parts = []
    for at, name in opened:
        opens = clauses.arrangement.procedures[name].opens
        who = " or ".join(name_of(clauses, party) for party in opens.by)
        why_not = process.refusal(state, Move("allege", opens.by[0], name))
        step = clauses.steps[at][0]
        within = f" within {step.within} days" if step.within is not None else ""
        then = f"then {name_of(clauses, step.step.by)}: {step.step.act!r}{within}"
        stoppers = who_can_stop(step, {}, partial(name_of, clauses))
        parts.append(
            f"{who} may allege it under {name!r}; {then}; {stoppers}"
            if why_not is None
            else f"under {name!r} nobody may allege it now: {why_not}"
        )
    return f"{norm!r} ({count}): {'. '.join(parts)}"
