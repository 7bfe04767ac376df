"""Moves and changes in plain English, each with the clause that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.process.clauses import Clauses
from foedus.process.moves import Move
from foedus.process.state import Fight, Progress, Standing, State

RESPONSES = {
    "defend": "owes defence",
    "as_deemed_necessary": "owes such action as it deems necessary",
    "consult": "owes consultation",
    "sanctions": "owes sanctions",
    "arms": "owes arms",
    "right_only": "may respond, and owes nothing",
}


def sentence(clauses: Clauses, state: State, move: Move) -> str:
    """Return what `move`, made in `state`, is in a sentence without its full stop."""
    if move.kind == "ballot":
        return _ballot(clauses, state, move)
    actor, clause = name_of(clauses, move.actor), move.clause
    procedure = clauses.arrangement.procedures.get(clause)
    alleged = procedure.opens.alleging if procedure else ""
    said = {
        "conduct": f"{actor}: {act_label(clauses, move.actor, clause)}",
        "prevail": f"by {clause!r}, {clause.partition('.')[0]} gains what it fought for",
        "repel": f"{clause.partition('.')[0]} is repelled in {clause!r}",
        "perform": f"{actor} performs {clause!r}",
        "sign": f"{actor} signs {clause!r}",
        "withdraw": f"{actor} gives notice of withdrawal from {clause!r}",
        "allege": f"{actor} alleges a breach of {alleged!r}, which opens {clause!r}",
        "open": f"{actor} opens {clause!r}",
        "honour": f"{actor} honours {clause!r}",
        "decline": f"{actor} declines to respond under {clause!r}",
        "wait": f"time passes until {clauses.date_of(move.until)}",
    }
    return said[move.kind]


def _ballot(clauses: Clauses, state: State, move: Move) -> str:
    course = state.record.procedures[clauses.index.procedures[move.clause]]
    compiled = clauses.steps[clauses.index.procedures[move.clause]][course.step]
    size = len(compiled.electorate.classes.get(move.actor, ()))
    actor = name_of(clauses, move.actor) if size == 1 else f"one of the {size} {move.actor}"
    act = compiled.step.act
    if move.choice == "yes":
        return f"{actor} agrees to {act!r} in {move.clause!r}"
    how = "objects to" if move.choice == "no" else "abstains on"
    return f"{actor} {how} {act!r} in {move.clause!r}"


def name_of(clauses: Clauses, actor: str) -> str:
    """Return the name of a party or body, or the id of a member that has none."""
    a = clauses.arrangement
    entry = a.parties.get(actor) or a.bodies.get(actor)
    return entry.name if entry and entry.name else actor


def act_label(clauses: Clauses, actor: str, act: str) -> str:
    """Return the act in the words of the ladder it is on."""
    ladder = clauses.arrangement.conduct.get(actor)
    labels = {a.act: a.label for a in ladder.acts} if ladder else {}
    return labels.get(act) or act.replace("_", " ")


def changes(clauses: Clauses, before: State, after: State) -> list[str]:
    """Return what differs between two states, one sentence each, with the clause and the reason."""
    return [
        *_norm_changes(clauses, before, after),
        *_instrument_changes(clauses, before, after),
        *_procedure_changes(clauses, before, after),
        *_admissions(clauses, before, after),
        *_guarantee_changes(clauses, before, after),
        *_fights(clauses, before, after),
    ]


def _norm_changes(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    for at, name in enumerate(clauses.norm_ids):
        norm = clauses.arrangement.norms[name]
        if after.world.breached[at] > before.world.breached[at]:
            yield f"{name!r} is breached by {' and '.join(norm.bearer)} ({norm.breach} breach)"
        if after.record.alleged[at] > before.record.alleged[at]:
            yield f"a breach of {name!r} is on record as alleged"
        if after.record.found[at] > before.record.found[at]:
            truth = "" if after.world.breached[at] else ", though there was none"
            yield f"a breach of {name!r} is on record as found{truth}"


_STANDINGS = {
    Standing.IN_FORCE: "enters into force",
    Standing.NOTICE_GIVEN: "is under notice",
    Standing.WITHDRAWN: "has ended by withdrawal",
    Standing.EXPIRED: "has ended by its sunset",
    Standing.TERMINATED: "has ended",
}


def _instrument_changes(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    rows = zip(before.record.instruments, after.record.instruments, strict=True)
    for name, (was, life) in zip(clauses.instrument_ids, rows, strict=True):
        if life.standing is not was.standing:
            until = (
                f" and binds through {clauses.date_of(life.ends)}"
                if life.standing is Standing.NOTICE_GIVEN
                else ""
            )
            yield f"{name!r} {_STANDINGS[life.standing]}{until}"


def _procedure_changes(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    rows = zip(before.record.procedures, after.record.procedures, strict=True)
    for at, (was, course) in enumerate(rows):
        name = clauses.procedure_ids[at]
        if course[:3] == was[:3]:
            continue
        if course.progress is Progress.OPEN:
            compiled = clauses.steps[at][course.step]
            deadline = (
                f", by {clauses.date_of(course.since + compiled.within)}"
                if compiled.within is not None
                else ", with no deadline"
            )
            by = name_of(clauses, compiled.step.by)
            yield f"{name!r} is at the step {compiled.step.act!r}, for {by}{deadline}"
        elif course.progress is Progress.DONE:
            yield f"{name!r} takes effect"
        else:
            yield f"{name!r} lapses without effect"


def _admissions(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    for (party, to), at in clauses.index.admissions.items():
        if after.record.admitted[at] > before.record.admitted[at]:
            yield f"{name_of(clauses, party)} is a member of {name_of(clauses, to)}"


def _guarantee_changes(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    for at, name in enumerate(clauses.guarantee_ids):
        if clauses.active(before, at) != clauses.active(after, at):
            yield f"{name!r} {'is active' if clauses.active(after, at) else 'no longer protects'}"
        was, promise = before.record.guarantees[at], after.record.guarantees[at]
        if promise.forfeited > was.forfeited:
            yield f"{name!r} is forfeited"
        if clauses.owed(after, at) and not clauses.owed(before, at):
            yield f"a response is owed under {name!r}"


def _fights(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    for name, at in clauses.index.actors.items():
        if after.world.fight[at] is not before.world.fight[at]:
            won = after.world.fight[at] is Fight.PREVAILED
            yield f"{name_of(clauses, name)} {'has prevailed' if won else 'has been repelled'}"


def obligations(clauses: Clauses, state: State) -> list[str]:
    """Return who now owes what to whom, one sentence each; empty when nothing is owed."""
    owed: list[str] = []
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        if not clauses.answerable(state, at):
            continue
        by = " and ".join(name_of(clauses, party) for party in g.owed_by)
        to = name_of(clauses, g.protects.state)
        owed.append(
            f"{by} {RESPONSES[g.response]} to {to} under {name!r}{_stage(clauses, state, at)}"
        )
    for at, due in enumerate(state.record.due):
        norm = clauses.norms[at].norm
        if due >= 0 and not state.record.performed[clauses.index.deeds[norm.obligation or ""]]:
            by = " and ".join(norm.bearer)
            owed.append(f"{by} owes {norm.obligation!r} by {clauses.date_of(due)}")
    return owed


def _stage(clauses: Clauses, state: State, at: int) -> str:
    g = clauses.arrangement.guarantees[clauses.guarantee_ids[at]]
    elapsed = state.day - state.record.guarantees[at].casus
    reached = [stage for stage in g.response_ladder if stage.after.days <= elapsed]
    return f": {reached[-1].response}" if reached else ""
