"""A response that need not come although the victim does all it can."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import paths
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import STEADY, Batch, Edge, Graph, Rules, Test

_ADVANCES = ("perform", "sign", "allege", "open")


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a play in which an attack goes on, the victim does all it may, and nothing is owed."""
    for actor in inquiry.adversaries:
        owed, effects = inquiry.owed(actor), inquiry.effects(actor)
        before, attacked = inquiry.attacked(actor, inquiry.worst(actor))
        helpful = inquiry.graph(
            inquiry.seeds(actor),
            start=attacked,
            rank=1,
            rules=STEADY,
        )
        goal = next((g for g in (owed, effects) if any(map(g, helpful.states))), None)
        if goal is None:
            continue
        graph = inquiry.graph(
            inquiry.seeds(actor, effects=goal is effects),
            start=attacked,
            rank=1,
            rules=_fair(inquiry, actor, goal),
        )
        avoiding = graph.can_avoid(goal)
        if 0 in avoiding and graph.complete:
            story = _unanswered(graph, avoiding)
            said = (
                f"an answer to {inquiry.worst(actor)!r} by {actor} need not come, though all that"
                f" {' or '.join(inquiry.diligent(actor))} can do is done at once"
            )
            names = [name for _, name, _ in inquiry.guarantees(actor)]
            clauses = [*paths("procedures", _involved(story)), *paths("guarantees", names)]
            yield inquiry.found("assured-response", said, [*before, *story], clauses, actor=actor)


def _fair(inquiry: Inquiry, actor: str, goal: Test) -> Rules:
    victims = inquiry.diligent(actor)

    def urgent(_state: State, batch: Batch) -> bool:
        move = batch[0]
        by_vote = move.kind == "ballot" and move.choice == "yes"
        return move.actor in victims and (by_vote or move.kind in _ADVANCES)

    def allowed(_state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind == "conduct":
            return False
        return move.actor not in victims or urgent(_state, batch)

    return Rules(allowed=allowed, urgent=urgent, avoid=goal)


def _unanswered(graph: Graph, avoiding: set[int]) -> list[Batch]:
    """Follow a play that avoids the goal until it is certain to, or comes round again."""
    story, seen = list[Batch](), set[int]()
    at: int | None = 0
    state, rank = graph.states[0], graph.ranks[0]
    while at is not None and at not in seen:
        seen.add(at)
        onward = [edge for edge in graph.edges[at] if edge.to in avoiding]
        if not onward:
            break
        edge = min(onward, key=lambda edge: _reluctance(edge, seen))
        (batch, state, rank), at = graph.follow(state, rank, edge.batch)
        story.append(batch)
    return story


def _reluctance(edge: Edge, seen: set[int]) -> tuple[bool, bool, bool, int]:
    """Prefer that time passes, then that a body says no; never that the adversary acts."""
    kind = edge.batch[0].kind
    no = kind == "ballot" and edge.batch[0].choice == "no"
    return kind == "withdraw", kind != "wait" and not no, edge.to in seen, edge.to


def _involved(story: list[Batch]) -> list[str]:
    kinds = ("allege", "open", "ballot")
    return list(dict.fromkeys(b[0].clause for b in story if b[0].kind in kinds))


PROPERTY = Property(
    3,
    "assured-response",
    "no assured response",
    "Once attacked, the victim comes to be owed a response whatever the others do, provided that"
    " it takes every step open to it at once and that every deadline runs (the stated fairness).",
    "attacked → AF[victim diligent] answer",
    check,
)
