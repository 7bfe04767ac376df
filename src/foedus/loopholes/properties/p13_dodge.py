"""An exit after which an act that would have been answered no longer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import unchanged
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import STEADY, Batch, Graph, Rules
from foedus.process.state import Standing


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find an instrument that the adversary can leave, then attack, and meet no consequence."""
    inquiry = whole.timeless
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for actor in inquiry.adversaries:
        leaving = [
            name for name, i in a.instruments.items() if i.withdrawal and actor in i.withdrawal.by
        ]
        if not leaving or not _answered_at_first(inquiry, actor):
            continue
        _, seeds = inquiry.answer(actor)
        for name in leaving:
            if name not in inquiry.slice(seeds).scope.names("instrument"):
                continue
            judge = partial(_escaped, inquiry, actor, index.instruments[name])
            found = inquiry.worst_case(seeds, judge, Rules(allowed=_only(actor)))
            if found is not None:
                graph, node = found
                said = f"by leaving {name!r} first, {actor} attacks without any consequence"
                clauses = [("instruments", name, "withdrawal")]
                yield inquiry.found(
                    "withdrawal-dodge", said, graph.path(node), clauses, actor=actor
                )


def _escaped(
    inquiry: Inquiry, actor: str, instrument: int, graph: Graph
) -> Callable[[int, State], bool]:
    goal, _ = inquiry.answer(actor)
    able, casus = graph.can_reach(goal, unchanged(actor)), inquiry.casus(actor)
    alone = graph.reached(lambda _at, edge: _by(edge.batch, actor))
    return lambda node, state: (
        node in alone
        and node not in able
        and inquiry.at(state, actor) >= casus
        and _left(state, instrument)
    )


def _by(batch: Batch, actor: str) -> bool:
    """Say whether a batch needs nobody but `actor`, so that what is lost is lost by its exit."""
    return all(move.kind == "wait" or move.actor == actor for move in batch)


def _only(actor: str) -> Callable[[State, Batch], bool]:
    """Let nobody else leave."""
    return lambda _state, batch: batch[0].kind != "withdraw" or batch[0].actor == actor


def _left(state: State, instrument: int) -> bool:
    standing = state.record.instruments[instrument].standing
    return standing in (Standing.NOTICE_GIVEN, Standing.WITHDRAWN)


def _answered_at_first(inquiry: Inquiry, actor: str) -> bool:
    """Say whether the same attack, made on the first day without leaving, can be answered."""
    _, attacked = inquiry.attacked(actor, inquiry.worst(actor))
    goal, seeds = inquiry.answer(actor)
    graph = inquiry.graph(seeds, start=attacked, rank=1, rules=STEADY, stop=goal)
    return graph.stopped is not None


PROPERTY = Property(
    13,
    "withdrawal-dodge",
    "withdrawal to dodge",
    "The adversary cannot escape an answer by leaving an instrument before it acts.",
    "AG[only the adversary acts] (left ∧ attacked → EF[attack goes on] answer)",
    check,
)
