"""Who owes what to whom, by when; and why nothing is owed where one might think so."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language.clauses import Guarantee
from foedus.process.clauses import Clauses
from foedus.process.naming import name_of, names_of, said
from foedus.process.state import NEVER, Answer, State

RESPONSES = {
    "defend": "owes defence",
    "as_deemed_necessary": "owes such action as it deems necessary",
    "consult": "owes consultation",
    "sanctions": "owes sanctions",
    "arms": "owes arms",
    "right_only": "may respond, and owes nothing",
}


def obligations(clauses: Clauses, state: State) -> list[str]:
    """Return who now owes what to whom and by when, one sentence each; empty for nothing."""
    return [*_responses(clauses, state), *_deeds(clauses, state)]


def _responses(clauses: Clauses, state: State) -> Iterator[str]:
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        if not clauses.answerable(state, at):
            continue
        answers = state.record.guarantees[at].answers
        open_to = [
            party for party, answer in zip(g.owed_by, answers, strict=True) if answer is Answer.NONE
        ]
        if not open_to:
            continue
        to = name_of(clauses, g.protects.state)
        verb = RESPONSES[g.response]
        verb = verb.replace("owes", "owe") if len(open_to) > 1 else verb
        how = " together" if g.joint and len(g.owed_by) > 1 else ""
        yield (
            f"{names_of(clauses, open_to)}{how} {verb} to {to} under {name!r}"
            f"{_stages(clauses, state, at, g)}"
        )


def _stages(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Say what is owed by now where the response grows, and from when more is."""
    casus = state.record.guarantees[at].casus
    if not g.response_ladder:
        return f", since {clauses.date_of(casus)}; the text sets no time limit"
    days = [begins(casus) for begins in clauses.stages[at]]
    rows = list(zip(days, g.response_ladder, strict=True))
    reached = [stage for day, stage in rows if day <= state.day]
    ahead = [(day, stage) for day, stage in rows if day > state.day]
    now = f": {reached[-1].response}" if reached else ""
    if not ahead:
        return now
    day, stage = ahead[0]
    return f"{now}; from {clauses.date_of(day)}: {stage.response}"


def _deeds(clauses: Clauses, state: State) -> Iterator[str]:
    for at, due in enumerate(state.record.due):
        norm = clauses.norms[at].norm
        if due == NEVER or state.record.performed[clauses.index.deeds[norm.obligation or ""]]:
            continue
        late = " and is late" if due < state.day else ""
        to = f" to {names_of(clauses, norm.towards)}" if norm.towards else ""
        by = names_of(clauses, norm.bearer)
        yield f"{by} owes {norm.obligation!r}{to} by {clauses.date_of(due)}{late}"


def unanswered(clauses: Clauses, state: State) -> list[str]:
    """Return why an act under way that is grave enough for a guarantee does not make it due."""
    found: list[str] = []
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        if clauses.under_way(state, at) and not clauses.answerable(state, at):
            found.append(f"nothing is owed under {name!r}: {_why_not(clauses, state, at, g)}")
    return found


def _why_not(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    promise = state.record.guarantees[at]
    if promise.forfeited:
        return "it is forfeited"
    if not clauses.stands(state, g.in_, g.survives):
        return f"{g.in_!r} is not in force"
    if g.in_force is not None and not clauses.guarantees[at].in_force(state):
        return said(clauses, g.in_force, negated=True)
    if not promise.activated:
        return (
            said(clauses, g.activates_when, negated=True)
            if g.activates_when
            else "it has not begun"
        )
    if promise.casus == NEVER:
        return "the act began before the guarantee was active, and it does not cover such an act"
    return said(clauses, g.due_when, negated=True) if g.due_when else "its case has not arisen"
