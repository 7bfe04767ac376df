"""A breach that is alleged and not found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from foedus.loopholes import premises
from foedus.loopholes.breaches import Breach, breaches_of
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import Move, Process, Progress, State
from foedus.process.exploration import Batch, Explored, Hour, Item, Rules, openers


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the lowest breach that a finding can miss though the victim alleges it at once."""
    for name, procedure in inquiry.process.arrangement.procedures.items():
        for norm in dict.fromkeys(step.finds for step in procedure.steps if step.finds):
            for breaches in breaches_of(inquiry, norm):
                alleged = (b for b in breaches if _move(inquiry, name, norm, b.state))
                yield from (h for b in islice(alleged, 1) for h in _missed(inquiry, name, norm, b))


def _move(inquiry: Inquiry, procedure: str, norm: str, state: State) -> Move | None:
    """Return the move by which a breach can be alleged in a state."""
    moves = _alleged(inquiry, procedure, norm)
    return next((m for m in moves if inquiry.process.refusal(state, m) is None), None)


def _missed(inquiry: Inquiry, procedure: str, norm: str, breach: Breach) -> Iterator[Loophole]:
    index = inquiry.process.clauses.index
    at, found = index.procedures[procedure], index.norms[norm]
    alleged = _move(inquiry, procedure, norm, breach.state)
    if alleged is None:
        return

    def closed(state: State) -> bool:
        lapsed = state.record.procedures[at].progress is Progress.LAPSED
        return lapsed and not state.record.found[found]

    graph = inquiry.graph(
        [Item("found", norm), Item("procedure", procedure), Item("procedure", alleged.clause)],
        start=inquiry.process.after(breach.state, alleged),
        hour=Hour(alleged.rank),
        rules=_going_on(inquiry.process, alleged.actor, found, _leading(inquiry, norm)),
        stop=closed,
        endless=True,
    )
    missed = graph.stopped
    if missed is None and not _can_stay_open(graph, found):
        return
    yield inquiry.found(
        "deniable-breach",
        f"{breach.said}, and that need not be found",
        [*breach.before, (alleged,), *(graph.path(missed) if missed is not None else ())],
        [("procedures", procedure), breach.clause],
        chance=breach.chance,
    )


def _alleged(inquiry: Inquiry, procedure: str, norm: str) -> list[Move]:
    """Return the moves by which a breach is alleged: in the procedure itself, or in one before."""
    a = inquiry.process.arrangement
    return [
        Move("allege", by, name)
        for name in (procedure, *(p for p in a.procedures if p != procedure))
        if a.procedures[name].opens.alleging == norm
        for by in openers(a, name)
    ]


def _leading(inquiry: Inquiry, norm: str) -> frozenset[str]:
    """Return the procedures and deeds that a finding can hang on: what else is done is no part."""
    a = inquiry.process.arrangement
    found: set[str] = set()
    pending = [name for name, p in a.procedures.items() if norm in {s.finds for s in p.steps}]
    pending += [name for name, p in a.procedures.items() if p.opens.alleging == norm]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        p, deed = a.procedures.get(name), a.deeds.get(name)
        waits = [p.opens.when, *(step.needs for step in p.steps)] if p else []
        waits += [deed.needs] if deed else []
        atoms = [atom for condition in waits if condition for atom in condition.atoms()]
        pending += [n for at in atoms for n in (at.done, at.open, at.lapsed, at.performed) if n]
        norms = {n for at in atoms for n in (at.found, at.alleged) if n}
        pending += [
            other
            for other, q in a.procedures.items()
            if norms & {q.opens.alleging, *(step.finds for step in q.steps)}
        ]
    return frozenset(found)


def _going_on(process: Process, accuser: str, norm: int, leading: frozenset[str]) -> Rules:
    """Let bodies decide as they like, and the accuser do at once whatever may lead to a finding.

    Nor does it vote its own complaint down: that it may drop it makes no breach deniable.
    """
    own = _own_votes(process, accuser, leading)

    def pressed(_state: State, batch: Batch) -> bool:
        move = batch[0]
        advances = move.kind in ("allege", "open", "perform") and move.clause in leading
        return move.actor == accuser and advances

    def allowed(state: State, batch: Batch) -> bool:
        if batch[0].kind == "ballot":
            return not own or any(move.actor not in own for move in batch)
        return pressed(state, batch)

    return Rules(
        allowed=allowed, urgent=pressed, avoid=lambda state: state.record.found[norm], resisting=own
    )


def _own_votes(process: Process, accuser: str, leading: frozenset[str]) -> dict[str, int]:
    """Return the vote of the accuser where it sits among others who decide with it."""
    found: dict[str, int] = {}
    for name in leading & process.clauses.index.procedures.keys():
        for compiled in process.clauses.steps[process.clauses.index.procedures[name]]:
            classes, label = compiled.electorate.classes, compiled.electorate.label_of(accuser)
            if label is not None and len(classes) > 1 and len(classes[label]) == 1:
                found[label] = 1
    return found


def _can_stay_open(graph: Explored, norm: int) -> bool:
    avoiding = graph.avoiding(lambda state: state.record.found[norm])
    return graph.complete and avoiding.starts()


PROPERTY = Property(
    9,
    "deniable-breach",
    "deniable breach",
    "A breach that is alleged and need not be found.",
    "A breach that is alleged is found.",
    "AG (breached ∧ alleged → AF found)",
    check,
    premises.alleged,
)
