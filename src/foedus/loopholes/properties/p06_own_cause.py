"""A party that judges its own conduct, or its own complaint."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.vetoes import vetoes
from foedus.process import Move


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a finding that the one judged can block, or that the one who alleges makes alone."""
    a = inquiry.process.arrangement
    for at, (name, procedure) in enumerate(a.procedures.items()):
        for number, step in enumerate(procedure.steps):
            if step.finds is None:
                continue
            compiled = inquiry.process.clauses.steps[at][number]
            judges = set(vetoes(compiled))
            norm = a.norms[step.finds]
            judged = [who for who in norm.bearer if who in judges]
            path = ("procedures", name, "steps", number)
            if judged:
                said = (
                    f"{' and '.join(judged)} can block the finding that it breached {step.finds!r}"
                )
                yield inquiry.found("own-cause", said, _story(inquiry, judged[0], name), [path])
            elif set(compiled.electorate.rule.members) <= set(procedure.opens.by):
                who = " and ".join(compiled.electorate.rule.members)
                said = f"{who} both alleges and finds that {step.finds!r} was breached"
                yield inquiry.found("own-cause", said, _story(inquiry, "", name), [path])


def _story(inquiry: Inquiry, judged: str, procedure: str) -> list[tuple[Move, ...]]:
    """Tell the breach, the allegation, and where the judge's word comes in."""
    a, process = inquiry.process.arrangement, inquiry.process
    norm = (
        a.norms[a.procedures[procedure].opens.alleging or ""]
        if (a.procedures[procedure].opens.alleging)
        else None
    )
    batches: list[tuple[Move, ...]] = []
    state = process.start
    if norm and judged and norm.prohibition in process.clauses.index.rungs.get(judged, {}):
        batches.append(process.clauses.directed(judged, norm.prohibition or ""))
    for opener in a.procedures[procedure].opens.by:
        kind = "allege" if norm else "open"
        batches.append((Move(kind, opener, procedure),))  # type: ignore[arg-type]
        break
    choice = "no" if judged else "yes"
    voter = judged or next(iter(a.procedures[procedure].opens.by))
    batches.append((Move("ballot", voter, procedure, choice),))
    for at, batch in enumerate(batches):
        if any(process.refusal(state, move) for move in batch):
            return batches[:at]
        state = process.during(state, batch)
    return batches


PROPERTY = Property(
    6,
    "own-cause",
    "judge in own cause",
    "A party that judges its own conduct, or its own complaint.",
    "Nobody can block a finding about its own conduct, and nobody finds alone what it alleges.",
    "bearer(norm) ∩ vetoes(finding of norm) = ∅, and finders ⊄ accusers",
    check,
    premises.finding,
)
