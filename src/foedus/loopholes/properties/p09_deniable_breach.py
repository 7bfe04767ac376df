"""A breach that is alleged and not found."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.figures import Figure, Kind
from foedus.language.actors import Act
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import Move, State
from foedus.process.exploration import Batch, Explored, Item, Rules
from foedus.process.state import Progress


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the lowest breach that a finding can miss though the victim alleges it at once."""
    a, clauses = inquiry.process.arrangement, inquiry.process.clauses
    for name, procedure in a.procedures.items():
        for norm_id in dict.fromkeys(step.finds for step in procedure.steps if step.finds):
            norm = a.norms[norm_id]
            for bearer in norm.bearer:
                rung = clauses.index.rungs.get(bearer, {}).get(norm.prohibition or "")
                if rung is not None:
                    act = a.conduct[bearer].acts[rung]
                    yield from _missed(inquiry, name, norm_id, bearer, act)


def _missed(
    inquiry: Inquiry, procedure: str, norm: str, bearer: str, act: Act
) -> Iterator[Loophole]:
    index = inquiry.process.clauses.index
    at, found = index.procedures[procedure], index.norms[norm]
    threat = inquiry.towards(bearer, inquiry.process.arrangement.norms[norm].towards)
    before, breached = inquiry.attacked(threat, act.act)
    if not breached.world.breached[found]:
        return
    opened = _alleged(inquiry, procedure, norm)
    legal = [m for m in opened if inquiry.process.refusal(breached, m) is None]
    if not legal:
        return

    def closed(state: State) -> bool:
        lapsed = state.record.procedures[at].progress is Progress.LAPSED
        return lapsed and not state.record.found[found]

    graph = inquiry.graph(
        [Item("found", norm), Item("procedure", procedure), Item("procedure", legal[0].clause)],
        start=inquiry.process.after(breached, legal[0]),
        rank=legal[0].rank,
        rules=_going_on(legal[0].actor, found),
        stop=closed,
        endless=True,
    )
    missed = graph.stopped
    if missed is None and not _can_stay_open(graph, found):
        return
    said = f"{act.act!r} by {bearer} breaches {norm!r} and need not be found"
    yield inquiry.found(
        "deniable-breach",
        said,
        [*before, (legal[0],), *(graph.path(missed) if missed is not None else ())],
        [("procedures", procedure), ("conduct", bearer, "acts", index.rungs[bearer][act.act])],
        chance=_chance(act),
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
    premises.finding,
)
