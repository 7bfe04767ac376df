"""A sunset that falls during the dispute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import marked, unchanged
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Batch, Edge, Graph, Rules
from foedus.process.state import Progress, Standing


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a day on which an instrument runs out, a procedure is open, and an answer is lost."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    dated = [name for name, i in a.instruments.items() if i.sunset is not None]
    for actor in inquiry.adversaries if dated else ():
        _, seeds = inquiry.answer(actor)
        in_scope = inquiry.slice(seeds).scope.names("instrument")
        for name in (name for name in dated if name in in_scope):
            losses = partial(_losses, inquiry, actor, index.instruments[name])
            found = None
            for answering in (True, False):  # told best where what is alleged answers the attack
                rules = Rules(allowed=_willing(inquiry, actor, answering), leaving=False)
                found = found or inquiry.worst_case(seeds, marked(losses), rules)
            if found is not None:
                graph, at = found
                said = f"{name!r} runs out while a procedure is under way, and the answer is lost"
                story = [*graph.path(at), losses(graph)[at].batch]
                clauses = [("instruments", name, "sunset")]
                yield inquiry.found("expiry", said, story, clauses, actor=actor)


def _losses(inquiry: Inquiry, actor: str, instrument: int, graph: Graph) -> dict[int, Edge]:
    """Return the edges by which the instrument runs out and an answer under way is lost."""
    goal, _ = inquiry.answer(actor)
    able, casus = graph.can_reach(goal, unchanged(actor)), inquiry.casus(actor)
    return {
        at: edge
        for at in able
        if _open(graph.states[at])
        and inquiry.at(graph.states[at], actor) >= casus
        and not _expired(graph.states[at], instrument)
        for edge in graph.edges[at]
        if edge.to not in able and _expired(graph.states[edge.to], instrument)
    }


def _willing(inquiry: Inquiry, actor: str, answering: bool) -> Callable[[State, Batch], bool]:
    """Let the adversary attack once, and nobody leave or say no: what is lost is lost to time.

    When `answering`, nothing is alleged or opened before the attack.
    """
    casus = inquiry.casus(actor)

    def allowed(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind == "conduct":
            attacks = inquiry.at(state, actor) < casus
            return attacks and move.actor == actor and inquiry.rung(actor, move.clause) == casus
        if answering and move.kind in ("allege", "open"):
            return inquiry.at(state, actor) >= casus
        return move.kind != "ballot" or move.choice == "yes"

    return allowed


def _expired(state: State, instrument: int) -> bool:
    return state.record.instruments[instrument].standing is Standing.EXPIRED


def _open(state: State) -> bool:
    return any(course.progress is Progress.OPEN for course in state.record.procedures)


PROPERTY = Property(
    12,
    "expiry",
    "expiry during dispute",
    "No sunset takes away the answer to an attack that a procedure under way could still bring.",
    "AG (attacked ∧ open ∧ EF answer → after the sunset EF answer)",
    check,
)
