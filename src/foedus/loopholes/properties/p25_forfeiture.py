"""Protection lost for good by what others may stage, decide or wait for, however it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from foedus.language import Step, listed
from foedus.loopholes import binding
from foedus.loopholes.beginnings import begun_by
from foedus.loopholes.consent import agreed
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path, play, tell
from foedus.process import Course, Progress, Standing, State
from foedus.process.exploration import Batch, Edge, Explored, Item, Rules, Scope, losses

_Saved = Callable[[int], bool]
"""Says whether nothing would be lost on an evening without a procedure that is under way then."""
_OWN_CONSENT = ("sign", "perform", "undo", "open", "allege", "ballot")
"""What the protected state does of its own will, and nobody can stage for it."""


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find, for each guarantee, the shortest way to lose it of each kind.

    Sunsets and exits are left aside: that they end a guarantee is what they are written for.
    """
    inquiry = whole.timeless
    for at, (name, g) in enumerate(inquiry.process.arrangement.guarantees.items()):
        for how, path, what in _ways(inquiry, at):
            said = f"{how} loses {what} for good"
            threat = inquiry.threat(g.against, g.protects.state)
            clauses = [_where(inquiry, name)]
            yield inquiry.found("forfeiture", said, path, clauses, threat=threat)


def _ways(inquiry: Inquiry, at: int) -> Iterator[tuple[str, tuple[Batch, ...], str]]:
    """Yield how the guarantee can be lost, one way of each kind, with the play and what is lost.

    It is lost when it can bind no more, and when what it owes, which would have been due, can
    never be due again. What others replace that protect no less is asked again with these: they
    may have been lost before.
    """
    name, g = list(inquiry.process.arrangement.guarantees.items())[at]
    asked = [(inquiry.process.clauses.active, repr(name))]
    asked += [(inquiry.gives, f"what {name!r} gives")] if g.due_when is not None else []
    told, alone = set[str](), _graph(inquiry, [name])
    for gives, what in asked:
        replaced = set[str]()
        yield from _lost(inquiry, alone, at, told, replaced, gives, what)
        if replaced - told:
            every = _graph(inquiry, [name, *_no_less(inquiry, at)])
            yield from _lost(inquiry, every, at, told, replaced, gives, what)


def _graph(inquiry: Inquiry, names: Iterable[str]) -> Explored:
    return inquiry.graph([Item("owed", name) for name in names], rules=Rules(leaving=False))


def _lost(
    inquiry: Inquiry,
    graph: Explored,
    at: int,
    told: set[str],
    replaced: set[str],
    gives: Callable[[State, int], bool],
    what: str,
) -> Iterator[tuple[str, tuple[Batch, ...], str]]:
    """Yield the ways of each kind that is not told yet to lose for good what is given.

    Kinds of which each way leaves another guarantee that gives no less are added to `replaced`.
    """
    if not graph.complete:
        return
    able = graph.reaching(lambda state: gives(state, at))
    given = gives == inquiry.gives
    lost = (
        (graph.cost(node, timely), number, node, step, timely)
        for number, (node, step, zone) in enumerate(losses(graph, able))
        if (timely := graph.timely(node, zone)) is not None
    )
    for _, _, node, step, zone in sorted(lost, key=lambda loss: loss[:2]):
        before, after = graph.states[node], graph.states[step.to]
        play_to = partial(graph.over, node, step, zone)
        saved = partial(_saved, inquiry, at, gives, play_to)
        told_of = gives(before, at) or not given
        kind = _kind(inquiry, at, before, step, after, saved) if told_of else ""
        begun = None
        if kind == "time" and (ended := [*_ran_out(inquiry, _read(inquiry, at), before, after)]):
            begun = begun_by(inquiry, play_to(), ended, inquiry.with_members(_victim(inquiry, at)))
            kind = "other" if begun is not None else kind
        if not kind or kind in told:
            continue
        if any(
            gives(after, inquiry.process.clauses.index.guarantees[n]) for n in _no_less(inquiry, at)
        ):
            replaced.add(kind)
            continue
        told.add(kind)
        if begun is not None:
            yield begun.said, begun.path, what
            continue
        path = play_to()
        if step.batch[0].kind != "wait":
            path = (*graph.path(node, zone), step.batch)  # as soon as may be
        yield _how(inquiry, at, kind, path, before, after, saved), path, what


def _saved(
    inquiry: Inquiry,
    at: int,
    gives: Callable[[State, int], bool],
    play_to: Callable[[], tuple[Batch, ...]],
    procedure: int,
) -> bool:
    """Say whether nothing would be lost on the last evening of a play without a procedure."""
    *path, last = play_to()
    state = play(inquiry.process, path)
    for move in last[:-1]:
        state = inquiry.process.after(state, move)
    courses = list(state.record.procedures)
    courses[procedure] = Course(Progress.IDLE)
    without = state.recording(state.record._replace(procedures=tuple(courses)))
    return gives(inquiry.process.after(without, last[-1]), at)


def _kind(inquiry: Inquiry, at: int, before: State, step: Edge, after: State, saved: _Saved) -> str:
    """Return of which kind a loss is; nothing where it is none, or is that of another property."""
    g = inquiry.process.arrangement.guarantees[inquiry.process.clauses.guarantee_ids[at]]
    read = _read(inquiry, at)
    who, kind = {move.actor for move in step.batch}, step.batch[0].kind
    if kind == "conduct":
        if g.against in who:
            return ""
        return "act" if g.protects.state in who else _bound(inquiry, at, before, "other")
    if agreed(inquiry, g.protects.state, before, after):
        return ""
    if kind == "wait" and _omitting(inquiry, read, before, after, saved) == {g.protects.state}:
        return ""
    if after.record.found != before.record.found:
        return "finding"
    if kind in _OWN_CONSENT and who == {g.protects.state}:
        return ""
    return _bound(inquiry, at, before, {"wait": "time", "ballot": "decision"}.get(kind, "other"))


def _bound(inquiry: Inquiry, at: int, before: State, kind: str) -> str:
    """Return the kind if the guarantee bound before; else it was kept from starting."""
    return kind if inquiry.process.clauses.active(before, at) else ""


def _no_less(inquiry: Inquiry, at: int) -> list[str]:
    """Return the other guarantees that protect no less where they bind."""
    guarantees = inquiry.process.arrangement.guarantees
    lost = list(guarantees.values())[at]
    return [n for n, g in guarantees.items() if g is not lost and inquiry.no_less(g, lost)]


def _how(
    inquiry: Inquiry,
    at: int,
    kind: str,
    path: tuple[Batch, ...],
    before: State,
    after: State,
    saved: _Saved,
) -> str:
    """Return what loses the guarantee, as the subject of a sentence."""
    process, move, read = inquiry.process, path[-1][-1], _read(inquiry, at)
    victim = _victim(inquiry, at)
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
    if kind == "time" and (over := _run_out(inquiry, read, before, after, saved)):
        name, step = over
        return f"the step {step.act!r} of {name!r}, once its time is up,"
    if kind == "time" and (failed := next(_failures(inquiry, read, before, after), None)):
        return f"the failure of {inquiry.called(*failed.who)} to {failed.what} in time"
    if kind == "time":
        lines = tell(process, path)
        told = lines and lines[-1].batch[-1] == move  # a day from which it no longer holds is not
        ended = listed([repr(name) for name in _ran_out(inquiry, read, before, after)])
        what = f"the end of {ended}, which measures a time" if ended else "time alone"
        return f"{what}, by {lines[-1].on if told else process.date_of(move.until)},"
    of = {"conduct": "the act", "sign": "the signature of", "perform": "the performance of"}
    return f"{of.get(move.kind, 'the move in')} {move.clause!r} by {inquiry.called(move.actor)}"


def _victim(inquiry: Inquiry, at: int) -> str:
    return list(inquiry.process.arrangement.guarantees.values())[at].protects.state


def _read(inquiry: Inquiry, at: int) -> Scope:
    """Return what a guarantee hangs on: what else a day ends with takes nothing from it."""
    return inquiry.slice([Item("owed", inquiry.process.clauses.guarantee_ids[at])]).scope


def _omitting(
    inquiry: Inquiry, read: Scope, before: State, after: State, saved: _Saved
) -> set[str]:
    """Return everybody whose omission it is that a day ends with: a step, a deed, a response."""
    over = _run_out(inquiry, read, before, after, saved)
    late = {who for failed in _failures(inquiry, read, before, after) for who in failed.who}
    if over is None:
        return late
    at = inquiry.process.clauses.index.procedures[over[0]]
    number = before.record.procedures[at].step
    return late | set(inquiry.process.clauses.steps[at][number].electorate.rule.members)


class _Failure(NamedTuple):
    """Those who let a day pass, and what they left undone."""

    who: tuple[str, ...]
    what: str


def _failures(inquiry: Inquiry, read: Scope, before: State, after: State) -> Iterator[_Failure]:
    """Yield what was due by the day that ends, and was left undone."""
    clauses, a = inquiry.process.clauses, inquiry.process.arrangement
    for at, _ in clauses.owing:
        norm, seen = clauses.norms[at].norm, clauses.norm_ids[at] in read.names("breached")
        if seen and after.world.breached[at] and not before.world.breached[at]:
            yield _Failure(norm.bearer, f"perform {norm.obligation!r}")
    for at, (name, g) in enumerate(a.guarantees.items()):
        late = name in read.names("late") and clauses.overdue(after, at)
        if late and not clauses.overdue(before, at):
            yield _Failure(g.owed_by, f"respond under {name!r}")


def _run_out(
    inquiry: Inquiry, read: Scope, before: State, after: State, saved: _Saved
) -> tuple[str, Step] | None:
    """Return the step whose time limit ended with the day: somebody had opened what it is part of.

    With the name of its procedure; of several the one without which nothing would be lost.
    """
    rows = zip(before.record.procedures, after.record.procedures, strict=True)
    names = inquiry.process.arrangement.procedures.items()
    found = [
        (at, name, procedure.steps[was.step])
        for at, ((name, procedure), (was, now)) in enumerate(zip(names, rows, strict=True))
        if name in read.names("procedure") and was.progress is Progress.OPEN and now[:2] != was[:2]
    ]
    if len(found) > 1:
        found = [one for one in found if saved(one[0])] or found
    return found[0][1:] if found else None


def _ran_out(inquiry: Inquiry, read: Scope, before: State, after: State) -> Iterator[str]:
    """Yield the treaties that run out as a day ends: here only those that measure a time."""
    rows = zip(before.record.instruments, after.record.instruments, strict=True)
    for name, (was, now) in zip(inquiry.process.arrangement.instruments, rows, strict=True):
        if (
            name in read.names("instrument")
            and now.standing is Standing.EXPIRED is not was.standing
        ):
            yield name


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
    " stage, a finding, a decision, what somebody else leaves undone or a date, unless another one"
    " protects no less.",
    "AG (EF active → after every act but the victim's consent, EF active), without sunsets, exits",
    check,
    binding.losable,
)
