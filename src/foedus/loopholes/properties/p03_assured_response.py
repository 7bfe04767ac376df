"""A response that need not come although the victim does all it can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

from foedus.loopholes import premises
from foedus.loopholes.blocking import candidates
from foedus.loopholes.consent import thing, vain
from foedus.loopholes.helpers import starts, steady
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import paths, play
from foedus.process import Move, State
from foedus.process.exploration import (
    ACTED,
    Batch,
    Edge,
    Explored,
    Item,
    Region,
    Rules,
    Test,
    lingering,
)
from foedus.process.walk import lasting, leavers, taken_away

_ADVANCES = ("perform", "sign", "allege", "open", "honour")


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a play in which an attack goes on, the victim does all it may, and nothing is owed."""
    for threat in inquiry.one_by_one():
        for act in inquiry.answered(threat):
            holes = (
                _unassured(inquiry, threat, act, start) for start in starts(inquiry, threat, act)
            )
            hole = next((one for one in holes if one is not None), None)
            if hole is not None:
                yield hole
                break


def _unassured(
    inquiry: Inquiry, threat: Threat, act: str, start: tuple[list[Batch], State]
) -> Loophole | None:
    """Return the play in which an act is never answered though the victim is diligent."""
    before, attacked = start
    owed, effects = inquiry.owed(threat), inquiry.effects(threat)
    seeds = inquiry.seeds(threat)
    rules = steady(inquiry, threat, attacked)
    helpful = inquiry.graph(seeds, start=attacked, hour=ACTED, rules=rules)
    goal = next((g for g in (owed, effects) if any(map(g, helpful.states))), None)
    if goal is None:
        return None
    acts = _acts(helpful, goal)
    seeds = inquiry.seeds(threat, effects=goal is effects)
    found, before = _avoided(inquiry, threat, goal, seeds, acts, before)
    if found is None:
        return None
    story = list(_in_time(inquiry, _unanswered(*found)))
    while story and goal(play(inquiry.process, [*before, *story])):  # it is lost again at once
        story.pop()
    said = (
        f"an answer to {act!r} by {inquiry.whose(threat)} need not come, though all that"
        f" {inquiry.called(*inquiry.diligent(threat), joint='or')} can do is done at once"
    )
    names = [name for _, name, _ in inquiry.guarantees(threat)]
    clauses = [*paths("procedures", _involved(story)), *paths("guarantees", names)]
    return inquiry.found("assured-response", said, [*before, *story], clauses, threat=threat)


def _acts(helpful: Explored, goal: Test) -> frozenset[Move]:
    """Return what is done on the ground on the easiest way to a goal."""
    reached = [at for at, state in enumerate(helpful.states) if goal(state)]
    path = helpful.path(min(reached, key=helpful.cost))
    return frozenset(move for batch in path for move in batch if move.kind == "conduct")


def _avoided(
    inquiry: Inquiry,
    threat: Threat,
    goal: Test,
    seeds: list[Item],
    acts: frozenset[Move],
    before: list[Batch],
) -> tuple[tuple[Explored, Region] | None, list[Batch]]:
    """Return where the goal can be avoided for ever, and the play to there: the act is its last.

    What is owed for part of a day only is no answer: others are not too slow to take it away on the
    day of the act, by a deed, a procedure or an act beside it.
    """
    attacked, read = play(inquiry.process, before), inquiry.slice(seeds).scope
    acting = set(read.actors) - {threat.by, *inquiry.diligent(threat)}
    doing = {inquiry.process.arrangement.deeds[name].by for name in read.names("deed")}
    able = acting | doing | leavers(inquiry.process, read)
    others, kept = able - set(inquiry.diligent(threat)), goal
    found = _from(inquiry, threat, goal, seeds, acts, attacked)
    if found is not None:
        return found, before
    if not goal(attacked):
        others, kept = acting, partial(_alone, attacked)  # a deed may be done later as well
    for beside in taken_away(inquiry.process, attacked, kept, read, others):
        joined = tuple(move for _, move in beside.steps if move.kind == "conduct")
        if any(move.actor == threat.by for move in joined):
            continue
        deeds = [(move,) for _, move in beside.steps if move.kind != "conduct"]
        told = [*before[:-1], (*before[-1], *joined), *deeds]
        end = play(inquiry.process, told)
        found = None if goal(end) else _from(inquiry, threat, goal, seeds, acts, end)
        if found is not None:
            return found, told
    return None, before


def _alone(attacked: State, state: State) -> bool:
    """Say whether nobody has joined in."""
    return state.world.rung == attacked.world.rung


def _from(
    inquiry: Inquiry,
    threat: Threat,
    goal: Test,
    seeds: list[Item],
    acts: frozenset[Move],
    start: State,
) -> tuple[Explored, Region] | None:
    """Return where the goal can be avoided for ever, if it can however the victim votes.

    What the others can take away before a day ends is no answer on it. Mostly it is enough that
    they do nothing, and soon seen. That members of the victim refuse is told where nothing else is.
    """
    read, part = inquiry.slice(seeds, unnamed=True), candidates(inquiry, seeds)
    for victims, idle in product(_victims(inquiry, threat, part), (True, False)):
        others = {k: len(m) for k, m in part.items() if k not in victims}
        lasts = lasting(read, goal, others)
        found = [
            inquiry.avoided(
                seeds,
                lasts,
                start,
                _fair(inquiry, threat, goal, lasts, acts, choice, idle, victims),
            )
            for choice in ("yes", "no")  # where silence or a motion against it decides, a no helps
        ]
        if None not in found:
            return found[0]
    return None


def _victims(
    inquiry: Inquiry, threat: Threat, part: Mapping[str, tuple[str, ...]]
) -> Iterator[dict[str, int]]:
    """Yield who does all that it can: the victim with all its members who vote, and without."""
    victims = inquiry.diligent(threat)
    own = set(inquiry.with_members(*victims))
    members = {k: len(m) for k, m in part.items() if k not in victims and own.issuperset(m)}
    if members:
        yield dict.fromkeys(victims, 1) | members
    yield dict.fromkeys(victims, 1)


def _fair(
    inquiry: Inquiry,
    threat: Threat,
    goal: Test,
    lasts: Test,
    acts: frozenset[Move],
    choice: str,
    idle: bool,
    victims: Mapping[str, int],
) -> Rules:
    """Let the diligent do at once what they may, and vote `choice`; anybody else does anything.

    What they do on the ground is what of `acts` is theirs, and nobody else changes its conduct. In
    what could only take the answer away they take no step, and vote against it.
    With `idle` the others do nothing but say no.
    """
    hurting = vain(inquiry, threat)

    def urgent(state: State, batch: Batch) -> bool:
        move = batch[0]
        says = "no" if thing(move) in hurting else choice
        by_vote = move.kind == "ballot" and move.choice == says and not goal(state)
        advances = move.kind in _ADVANCES and inquiry.is_so(state, batch)
        advances = advances and thing(move) not in hurting and not goal(state)
        return move.actor in victims and (by_vote or advances or acts.issuperset(batch))

    def allowed(state: State, batch: Batch) -> bool:
        if batch[0].kind == "conduct":
            return urgent(state, batch)
        others = batch[0].choice == "no" or not idle
        return others if batch[0].actor not in victims else urgent(state, batch)

    return Rules(
        allowed=allowed,
        urgent=urgent,
        avoid=lasts,
        resisting=victims,
        opposed=True,
        unnamed=True,
        today=goal if lasts is not goal else None,
    )


def _unanswered(graph: Explored, avoiding: Region) -> list[Batch]:
    """Follow a play that avoids the goal until it is certain to, or comes round again."""
    return list(graph.along(*lingering(graph, avoiding, _reluctance)))


def _in_time(inquiry: Inquiry, story: list[Batch]) -> Iterator[Batch]:
    """Yield a story up to the horizon."""
    for batch in story:
        early = tuple(move for move in batch if move.until <= inquiry.horizon)
        if early:
            yield early
        if len(early) < len(batch):
            return


def _reluctance(step: Edge, seen: set[int]) -> tuple[bool, bool, bool, int]:
    """Prefer that time passes, then that a body says no; never that the adversary acts."""
    kind = step.batch[0].kind
    no = kind == "ballot" and step.batch[0].choice == "no"
    return kind == "withdraw", kind != "wait" and not no, step.to in seen, step.to


def _involved(story: list[Batch]) -> list[str]:
    kinds = ("allege", "open", "ballot")
    return list(dict.fromkeys(b[0].clause for b in story if b[0].kind in kinds))


PROPERTY = Property(
    3,
    "assured-response",
    "no assured response",
    "An answer that need not come, though the victim does at once all that it can.",
    "Once attacked by an act that can be answered at all, as soon as a duty to answer binds, the"
    " victim comes to be owed a response whatever the others do, provided that it takes every step"
    " open to it at once and that every deadline runs (the stated fairness).",
    "attacked ∧ EF answer → AF[victim diligent] answer",
    check,
    premises.answer,
)
