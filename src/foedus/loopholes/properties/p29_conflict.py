"""Doing what one clause provides for breaches another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from foedus.language import Condition
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import NEVER, State
from foedus.process.exploration import Batch, Item, Rules


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a procedure whose effect, or a deed whose doing, breaches a norm of those who act."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for name, norm in a.norms.items():
        if norm.prohibition != "admit" and norm.prohibition not in a.deeds:
            continue
        if norm.prohibition in a.deeds and not _called_for(inquiry, norm.prohibition or ""):
            continue
        at = index.norms[name]

        def breached(state: State, at: int = at) -> bool:
            return state.world.breached[at]

        seeds, rules = [Item("breached", name)], Rules()
        if norm.prohibition in a.deeds:
            seeds += _read_by(inquiry, norm.prohibition or "")
            rules = Rules(allowed=partial(_only_called_for, inquiry, norm.prohibition or "", at))
        graph = inquiry.graph(seeds, rules=rules, stop=breached)
        if graph.stopped is not None:
            what = (
                f"admitting {inquiry.called(norm.of or '')}"
                if norm.prohibition == "admit"
                else f"{norm.prohibition!r}"
            )
            said = f"{what}, which one clause provides for, breaches {name!r}"
            said += f" of {norm.in_!r}" if norm.in_ else ""
            clauses = [("norms", name), *_providers(inquiry, name)]
            yield inquiry.found("conflict", said, graph.path(graph.stopped), clauses)


def _called_for(inquiry: Inquiry, deed: str) -> bool:
    """Say whether some clause obliges to the deed, or comes to bind only once it is done."""
    norms = inquiry.process.arrangement.norms.values()
    return any(norm.obligation == deed for norm in norms) or bool(_started(inquiry, deed))


def _read_by(inquiry: Inquiry, deed: str) -> list[Item]:
    """Return what has to be known to say whether a clause provides for the deed."""
    norms = inquiry.process.arrangement.norms.items()
    return [
        *(Item("breached", name) for name, norm in norms if norm.obligation == deed),
        *(Item("instrument", text) for text in _standing_in(inquiry, deed) if text is not None),
    ]


def _standing_in(inquiry: Inquiry, deed: str) -> list[str | None]:
    """Return the treaties in which the clauses stand that wait for the deed."""
    a = inquiry.process.arrangement
    waiting = _started(inquiry, deed)
    return [getattr(a, table)[name].in_ for table, name in waiting if table != "instruments"]


def _only_called_for(inquiry: Inquiry, deed: str, at: int, state: State, batch: Batch) -> bool:
    """Let nobody do the deed unprompted: that breaches a norm, and carries no clause out.

    Both clauses have to bind as it is done: what one of them ends by beginning is no conflict.
    """
    by = inquiry.process.arrangement.deeds[deed].by
    if not any((move.kind, move.clause) == ("perform", deed) for move in batch):
        return True
    return inquiry.process.clauses.binds(state, at, by) and _provided(inquiry, deed, state)


def _provided(inquiry: Inquiry, deed: str, state: State) -> bool:
    """Say whether a clause that binds now obliges to the deed, or waits for it."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    treaties = _standing_in(inquiry, deed)
    if len(treaties) < len(_started(inquiry, deed)):
        return True  # a treaty waits for it, and stands in none
    return any(clauses.stands(state, treaty, ()) for treaty in treaties) or any(
        norm.obligation == deed and _is_due(inquiry, state, clauses.index.norms[name])
        for name, norm in a.norms.items()
    )


def _is_due(inquiry: Inquiry, state: State, at: int) -> bool:
    """Say whether a deed is owed under a norm now, whether in time or late."""
    compiled, due = inquiry.process.clauses.norms[at], state.record.due[at]
    if not inquiry.process.clauses.binds(state, at) or compiled.unless(state):
        return False
    return due > NEVER or (due == NEVER and compiled.norm.open_ended and compiled.when(state))


def _started(inquiry: Inquiry, deed: str) -> list[tuple[str, str]]:
    """Return the guarantees, treaties and procedures that wait for a deed of those concerned.

    Those whom they bind; who is to be admitted; and who alone may open a procedure.
    """
    a = inquiry.process.arrangement
    treaties = [
        ("instruments", name)
        for name, text in a.instruments.items()
        if a.deeds[deed].by in inquiry.with_members(*text.parties) and _awaits(text.enters, deed)
    ]
    waiting = [
        ("procedures", name)
        for name, p in a.procedures.items()
        if any(_awaits(c, deed) for c in (p.opens.when, *(step.needs for step in p.steps)))
        and (
            a.deeds[deed].by in (effect.admit for effect in p.then)
            or p.opens.by == (a.deeds[deed].by,)
        )
    ]
    return (
        treaties
        + waiting
        + [
            ("guarantees", name)
            for name, g in a.guarantees.items()
            if a.deeds[deed].by in inquiry.with_members(*g.owed_by, g.protects.state)
            and any(_awaits(c, deed) for c in (g.in_force, g.activates_when, g.due_when))
        ]
    )


def _awaits(condition: Condition | None, deed: str) -> bool:
    """Say whether a condition can hold only once, or can come to hold because, a deed is done."""
    if condition is None or condition.not_ is not None:
        return False
    parts = (*(condition.all or ()), *(condition.any or ()))
    return condition.performed == deed or any(_awaits(part, deed) for part in parts)


def _providers(inquiry: Inquiry, name: str) -> list[tuple[str, str]]:
    a = inquiry.process.arrangement
    norm = a.norms[name]
    procedures = [
        ("procedures", p)
        for p, procedure in a.procedures.items()
        if any(effect.admit and effect.admit == norm.of for effect in procedure.then)
    ]
    obliged = [("norms", n) for n, o in a.norms.items() if o.obligation == norm.prohibition]
    deed = norm.prohibition or ""
    return procedures + obliged + (_started(inquiry, deed) if deed in a.deeds else [])


PROPERTY = Property(
    29,
    "conflict",
    "conflicting undertakings",
    "A clause that cannot be carried out without breaching another.",
    "Nothing that one clause provides for breaches another.",
    "AG (effect or deed provided for → no breach by those who act)",
    check,
    premises.conflicting,
    by_story=True,
)
