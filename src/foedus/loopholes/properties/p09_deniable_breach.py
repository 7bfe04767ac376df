"""A breach that is alleged and not found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.figures import Figure, Kind
from foedus.language.actors import Act
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import Path, play
from foedus.process import Move, State
from foedus.process.exploration import Batch, Explored, Item, Rules
from foedus.process.state import Progress


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the lowest breach that a finding can miss though the victim alleges it at once."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, procedure in a.procedures.items():
        for norm_id in dict.fromkeys(step.finds for step in procedure.steps if step.finds):
            norm, acts = a.norms[norm_id], False
            for bearer in norm.bearer:
                rung = clauses.index.rungs.get(bearer, {}).get(norm.prohibition or "")
                acts = acts or rung is not None
                for act in a.conduct[bearer].acts[rung:] if rung is not None else ():
                    breach = _by_act(inquiry, norm_id, bearer, act)
                    if breach is not None and _move(inquiry, name, norm_id, breach.state):
                        yield from _missed(inquiry, name, norm_id, breach)
                        break
            if not acts:
                yield from (
                    hole
                    for breach in _otherwise(inquiry, norm_id)
                    for hole in _missed(inquiry, name, norm_id, breach)
                )


class Breach(NamedTuple):
    """A breach: the play to it, where that ends, its words, its clause, the chance to miss it."""

    before: Sequence[Batch]
    state: State
    said: str
    clause: Path
    chance: Figure | None


def _by_act(inquiry: Inquiry, norm: str, bearer: str, act: Act) -> Breach | None:
    """Return the breach of a norm by an act, done as soon as a duty to answer binds."""
    index = inquiry.process.clauses.index
    threat = inquiry.towards(bearer, inquiry.process.arrangement.norms[norm].towards)
    before, state = inquiry.attacked(threat, act.act)
    if not state.world.breached[index.norms[norm]]:
        return None
    said = f"{act.act!r} by {inquiry.called(bearer)} breaches {norm!r}"
    clause = ("conduct", bearer, "acts", index.rungs[bearer][act.act])
    return Breach(before, state, said, clause, _chance(act))


def _otherwise(inquiry: Inquiry, norm: str) -> Iterator[Breach]:
    """Yield the soonest breach of a norm that is about no act: a deed done, or left undone."""
    at = inquiry.process.clauses.index.norms[norm]
    graph = inquiry.graph([Item("breached", norm)], stop=lambda state: state.world.breached[at])
    if graph.stopped is not None:
        bearers = inquiry.process.arrangement.norms[norm].bearer
        said = f"{inquiry.called(*bearers, joint='or')} breaches {norm!r}"
        path = graph.path(graph.stopped)
        yield Breach(path, play(inquiry.process, path), said, ("norms", norm), None)


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
        rank=alleged.rank,
        rules=_going_on(alleged.actor, found),
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
        for by in a.procedures[name].opens.by
    ]


def _going_on(accuser: str, norm: int) -> Rules:
    """Let bodies decide as they like, and the accuser do at once whatever it may."""

    def pressed(_state: State, batch: Batch) -> bool:
        return batch[0].actor == accuser and batch[0].kind in ("allege", "open", "perform")

    return Rules(
        allowed=lambda state, batch: batch[0].kind == "ballot" or pressed(state, batch),
        urgent=pressed,
        avoid=lambda state: state.record.found[norm],
    )


def _can_stay_open(graph: Explored, norm: int) -> bool:
    avoiding = graph.avoiding(lambda state: state.record.found[norm])
    return graph.complete and avoiding.starts()


def _chance(act: Act) -> Figure | None:
    """Return the chance that the act is not noticed, or not laid at the right door."""
    if act.detect is None or act.attribute is None:
        return None
    seen, laid = act.detect, act.attribute
    kind: Kind = "measured" if seen.kind == laid.kind == "measured" else "judged"
    because = (
        f"1 less the chance that {act.act!r} is noticed and, if noticed, laid at the right door",
        f"noticed: {seen.because or seen.kind}",
        f"laid at the right door: {laid.because or laid.kind}",
    )
    return Figure(
        1 - seen.middle * laid.middle,
        1 - seen.highest * laid.highest,
        1 - seen.lowest * laid.lowest,
        kind=kind,
        because=because,
    )


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
