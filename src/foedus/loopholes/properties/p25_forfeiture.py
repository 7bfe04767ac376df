"""Protection lost for good by what others may stage, decide or wait for, however it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.loopholes import binding
from foedus.loopholes.consent import agreed
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path, tell
from foedus.process import Progress, State
from foedus.process.exploration import Batch, Edge, Explored, Item, Rules, losses

_OWN_CONSENT = ("sign", "perform", "undo", "open", "allege", "ballot")
"""What the protected state does of its own will, and nobody can stage for it."""


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find, for each guarantee, the shortest way to lose it of each kind.

    Sunsets and exits are left aside: that they end a guarantee is what they are written for.
    """
    inquiry = whole.timeless
    for at, (name, g) in enumerate(inquiry.process.arrangement.guarantees.items()):
        graph = inquiry.graph([Item("owed", name)], rules=Rules(leaving=False))
        for how, path, what in _ways(inquiry, graph, at):
            said = f"{how} loses {what} for good"
            threat = inquiry.threat(g.against, g.protects.state)
            clauses = [_where(inquiry, name)]
            yield inquiry.found("forfeiture", said, path, clauses, threat=threat)


def _ways(
    inquiry: Inquiry, graph: Explored, at: int
) -> Iterator[tuple[str, tuple[Batch, ...], str]]:
    """Yield how the guarantee can be lost, one way of each kind, with the play and what is lost.

    It is lost when it can bind no more, and when what it owes, which would have been due, can
    never be due again.
    """
    name, told = inquiry.process.clauses.guarantee_ids[at], set[str]()
    if graph.complete:
        yield from _lost(inquiry, graph, at, told, inquiry.process.clauses.active, repr(name))
    if graph.complete and inquiry.process.arrangement.guarantees[name].due_when is not None:
        what = f"what {name!r} gives"
        yield from _lost(inquiry, graph, at, told, inquiry.gives, what)


def _lost(
    inquiry: Inquiry,
    graph: Explored,
    at: int,
    told: set[str],
    gives: Callable[[State, int], bool],
    what: str,
) -> Iterator[tuple[str, tuple[Batch, ...], str]]:
    """Yield the ways of each kind that is not told yet to lose for good what is given."""
    able = graph.reaching(lambda state: gives(state, at))
    given = gives == inquiry.gives
    lost = (
        (graph.cost(node, timely), number, node, step, timely)
        for number, (node, step, zone) in enumerate(losses(graph, able))
        if (timely := graph.timely(node, zone)) is not None
    )
    for _, _, node, step, zone in sorted(lost, key=lambda loss: loss[:2]):
        before, after = graph.states[node], graph.states[step.to]
        kind = _kind(inquiry, at, before, step, after) if gives(before, at) or not given else ""
        if kind and kind not in told and not _replaced(inquiry, at, after):
            told.add(kind)
            path = graph.over(node, step, zone)
            if step.batch[0].kind != "wait":
                path = (*graph.path(node, zone), step.batch)  # as soon as may be
            yield _how(inquiry, at, kind, path, before, after), path, what


def _kind(inquiry: Inquiry, at: int, before: State, step: Edge, after: State) -> str:
    """Return of which kind a loss is; nothing where it is none, or is that of another property."""
    g = inquiry.process.arrangement.guarantees[inquiry.process.clauses.guarantee_ids[at]]
    who, kind = {move.actor for move in step.batch}, step.batch[0].kind
    if kind == "conduct":
        if g.against in who:
            return ""
        return "act" if g.protects.state in who else _bound(inquiry, at, before, "other")
    if agreed(inquiry, g.protects.state, before, after):
        return ""
    if after.record.found != before.record.found:
        return "finding"
    if kind in _OWN_CONSENT and who == {g.protects.state}:
        return ""
    return _bound(inquiry, at, before, {"wait": "time", "ballot": "decision"}.get(kind, "other"))


def _bound(inquiry: Inquiry, at: int, before: State, kind: str) -> str:
    """Return the kind if the guarantee bound before; else it was kept from starting."""
    return kind if inquiry.process.clauses.active(before, at) else ""


def _replaced(inquiry: Inquiry, at: int, after: State) -> bool:
    """Say whether another guarantee that is active then protects no less."""
    guarantees = list(inquiry.process.arrangement.guarantees.values())
    return any(
        inquiry.no_less(g, guarantees[at]) and inquiry.process.clauses.active(after, other)
        for other, g in enumerate(guarantees)
        if other != at
    )


def _how(
    inquiry: Inquiry, at: int, kind: str, path: tuple[Batch, ...], before: State, after: State
) -> str:
    """Return what loses the guarantee, as the subject of a sentence."""
    process, move = inquiry.process, path[-1][-1]
    victim = list(process.arrangement.guarantees.values())[at].protects.state
    acts = [m for batch in path for m in batch if m.kind == "conduct" and m.actor == victim]
    if kind == "act":
        by = inquiry.called(victim)
        return f"{acts[-1].clause!r} by {by}, which nobody need find and which may be staged,"
    if kind == "finding":
        return _found(inquiry, victim, [m.clause for m in acts], before, after)
    if kind == "decision":
        course = before.record.procedures[process.clauses.index.procedures[move.clause]]
        step = process.arrangement.procedures[move.clause].steps[course.step]
        return f"the decision {step.act!r} in {move.clause!r}"
    if kind == "time" and (over := _run_out(inquiry, before, after)):
        return f"{over}, once its time is up,"
    if kind == "time":
        lines = tell(process, path)
        told = lines and lines[-1].batch[-1] == move  # a day from which it no longer holds is not
        return f"time alone, by {lines[-1].on if told else process.date_of(move.until)},"
    of = {"conduct": "the act", "sign": "the signature of", "perform": "the performance of"}
    return f"{of.get(move.kind, 'the move in')} {move.clause!r} by {inquiry.called(move.actor)}"


def _run_out(inquiry: Inquiry, before: State, after: State) -> str:
    """Name the step whose time limit ended with the day: somebody had opened what it is part of."""
    rows = zip(before.record.procedures, after.record.procedures, strict=True)
    names = inquiry.process.arrangement.procedures.items()
    for (name, procedure), (was, now) in zip(names, rows, strict=True):
        if was.progress is Progress.OPEN and now[:2] != was[:2]:
            return f"the step {procedure.steps[was.step].act!r} of {name!r}"
    return ""


def _found(inquiry: Inquiry, victim: str, acts: list[str], before: State, after: State) -> str:
    pairs = zip(before.record.found, after.record.found, strict=True)
    at = next(number for number, (was, now) in enumerate(pairs) if now and not was)
    name, norm = list(inquiry.process.arrangement.norms.items())[at]
    bearers = [victim] if victim in norm.bearer else norm.bearer
    against = inquiry.called(*bearers, joint="or")
    if not after.world.breached[at]:
        return f"a finding against {against}, though there was no such act,"
    if victim in norm.bearer and acts:
        return f"{acts[-1]!r} by {against}, once found,"
    return f"a finding that {name!r} was breached"


def _where(inquiry: Inquiry, name: str) -> Path:
    g = inquiry.process.arrangement.guarantees[name]
    keys = ("forfeited_if", "in_force", "activates_when", "due_when")
    written = [key for key in keys if getattr(g, key) is not None]
    return ("guarantees", name, *(written[:1] or (["in"] if g.in_ else [])))


PROPERTY = Property(
    25,
    "forfeiture",
    "loss of protection",
    "Protection that is lost for good by what somebody else may stage, find, decide or wait for.",
    "Sunsets and exits aside, no guarantee is lost for good by an act that somebody else could"
    " stage, a finding, a decision or a date, unless another one protects no less.",
    "AG (EF active → after every act but the victim's consent, EF active), without sunsets, exits",
    check,
    binding.losable,
)
