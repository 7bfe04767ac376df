"""Who can keep an answer from coming, alone or with how many others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.loopholes.helpers import answer_to, helpers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lasting import brought_by_leaving
from foedus.loopholes.reading import Threat
from foedus.process import CompiledStep, State
from foedus.process.exploration import (
    ACTED,
    Batch,
    Explored,
    Item,
    Rules,
    Scope,
    Test,
    TimedGraph,
)
from foedus.process.walk import (
    Opposed,
    able_to_undo,
    forced,
    lasting,
    leavers,
    taken_away,
    undoing,
    winning,
)

_STILL = ("prevail", "repel")


class Unwilling(NamedTuple):
    """Somebody who does nothing that helps: a party, or one member of a class.

    Of all others, `helpers` may change their conduct.
    """

    label: str
    helpers: frozenset[str] = frozenset()

    def lets(self, _state: State, batch: Batch) -> bool:
        """Say whether a batch can be played without its help."""
        kind = batch[0].kind
        if kind in _STILL:
            return False
        if kind == "conduct" and not all(move.actor in self.helpers for move in batch):
            return False
        return kind == "ballot" or all(move.actor != self.label for move in batch)


def resisted(
    inquiry: Inquiry,
    attacked: State,
    seeds: Sequence[Item],
    who: str,
    goal: Test,
    *,
    objecting: bool,
    able: frozenset[str] | None = None,
) -> Explored:
    """Explore how a goal comes though one does nothing for it, or objects each time.

    Though one refuses, others may also bring it by leaving: see `_left_for`.
    """
    voters = {who: 1} if who else {}
    return _against(inquiry, attacked, seeds, who, goal, voters, objecting=objecting, able=able)


def _against(
    inquiry: Inquiry,
    attacked: State,
    seeds: Sequence[Item],
    who: str,
    goal: Test,
    resisting: Mapping[str, int],
    *,
    objecting: bool,
    able: frozenset[str] | None,
) -> Explored:
    """Explore how a goal comes though one does nothing for it, and so many do not vote for it."""
    lets = Unwilling(who, inquiry.bystanders if able is None else able).lets
    left = _left_for(inquiry, who)

    def allowed(state: State, batch: Batch) -> bool:
        return _leaves(left, batch) and lets(state, batch) and inquiry.is_so(state, batch)

    rules = Rules(allowed=allowed, resisting=resisting, objecting=objecting, leaving=bool(left))
    read = inquiry.with_truth(seeds)
    ever = bool(resisting)  # who only puts it off past the horizon does not keep it away
    return inquiry.graph(read, start=attacked, hour=ACTED, rules=rules, stop=goal, ever=ever)


def around(
    inquiry: Inquiry,
    attacked: State,
    seeds: Sequence[Item],
    who: str,
    goal: Test,
    able: frozenset[str],
) -> Explored:
    """Explore all that can be done for a goal, also by the one who may refuse it, and beyond it.

    The slice is that of what is done though it refuses.
    """
    left = _left_for(inquiry, who)
    lets = Unwilling("", able).lets

    def allowed(state: State, batch: Batch) -> bool:
        return _leaves(left, batch) and lets(state, batch) and inquiry.is_so(state, batch)

    rules = Rules(allowed=allowed, avoid=goal, leaving=bool(left))
    graph = inquiry.graph(inquiry.with_truth(seeds), start=attacked, hour=ACTED, rules=rules)
    inquiry.looked_at.remove(graph)  # no verdict hangs on it
    return graph


def _left_for(inquiry: Inquiry, who: str) -> frozenset[str]:
    """Return what others may leave to bring about what one refuses: what somebody waits to end.

    Whether a thing can come at all if everybody helps is asked without: to stay is no refusal.
    """
    return brought_by_leaving(inquiry.process.arrangement) if who else frozenset()


def _leaves(left: frozenset[str], batch: Batch) -> bool:
    return batch[0].kind != "withdraw" or batch[0].clause in left


def single_blockers(inquiry: Inquiry, attacked: State, threat: Threat) -> list[tuple[str, str]]:
    """Return everyone who alone can keep the answer from coming, with the label of its class.

    Empty when nobody can, and when the answer is out of reach even if everybody helps.
    """
    if not can_come(inquiry, attacked, threat):
        return []
    found: dict[str, str] = {}
    able = helpers(inquiry, threat, attacked)
    goal, seeds = answer_to(inquiry, threat, attacked)
    for label, members in candidates(inquiry, inquiry.seeds(threat), able).items():
        if kept_away(inquiry, attacked, goal, seeds, label, able) or prevented(
            inquiry, attacked, goal, seeds, label, able
        ):
            found |= {member: label for member in members if member not in found}
    return list(found.items())


def can_come(inquiry: Inquiry, attacked: State, threat: Threat) -> bool:
    """Say whether an answer comes if everybody helps."""
    goal, able = answer_to(inquiry, threat, attacked), helpers(inquiry, threat, attacked)
    return helped(inquiry, attacked, *goal, able).stopped is not None


def helped(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    able: frozenset[str] | None = None,
) -> Explored:
    """Explore how a goal comes after an act if everybody helps.

    Of what is done on the ground only the acts of the `able` are help: of bystanders if left out.
    """
    return resisted(inquiry, attacked, seeds, "", goal, objecting=False, able=able)


def kept_away(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    label: str,
    able: frozenset[str] | None = None,
) -> bool:
    """Say whether one that stays away, or objects each time, keeps a goal from coming."""
    graphs = (
        resisted(inquiry, attacked, seeds, label, goal, objecting=objecting, able=able)
        for objecting in (False, True)
    )
    return any(graph.stopped is None and graph.complete for graph in graphs)


def outvoted(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    voters: Mapping[str, int],
    able: frozenset[str],
) -> bool:
    """Say whether so many of each class keep a goal from coming by how they vote, or do not."""
    graphs = (
        _against(inquiry, attacked, seeds, "", goal, voters, objecting=objecting, able=able)
        for objecting in (True, False)
    )
    return any(graph.stopped is None and graph.complete for graph in graphs)


def prevented(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    label: str,
    able: frozenset[str],
) -> bool:
    """Say whether one keeps a goal from coming by what it does itself, whatever all others do.

    By a deed, or by opening what makes it lapse, or by a vote in that. On the day of the act it is
    not too slow for that.
    """
    process, read = inquiry.process, inquiry.slice(inquiry.with_truth(seeds)).scope
    leaving = goal(attacked) and label in leavers(process, read)
    if not leaving and label not in able_to_undo(process, read, undoing(process, read)):
        return False
    graphs = (
        contested(inquiry, start, goal, seeds, label, able)
        for start in _begun(inquiry, attacked, goal, read, label)
    )
    return any(
        graph.complete and not won(graph, goal, Opposed(process, {label: 1})) for graph in graphs
    )


def _begun(
    inquiry: Inquiry, attacked: State, goal: Test, read: Scope, label: str
) -> Iterator[State]:
    """Yield where a contest begins: where the goal is there at once, also after an exit then."""
    yield attacked
    at_once = goal(attacked)
    for beside in taken_away(inquiry.process, attacked, goal, read, {label}) if at_once else ():
        if all(move.kind != "conduct" for _, move in beside.steps):
            yield beside.end


def contested(
    inquiry: Inquiry,
    start: State,
    goal: Test,
    seeds: Sequence[Item],
    label: str,
    able: frozenset[str],
) -> Explored:
    """Explore what one can do against a goal, and all others for it."""
    left = _left_for(inquiry, label)

    def allowed(state: State, batch: Batch) -> bool:
        kind, actors = batch[0].kind, {move.actor for move in batch}
        if kind == "withdraw" and (actors == {label} or not _leaves(left, batch)):
            return False
        if kind in _STILL or (kind == "conduct" and not actors <= able - {label}):
            return False
        return actors == {label} or inquiry.is_so(state, batch)

    read = inquiry.with_truth(seeds)
    lasts = lasting(inquiry.slice(read, leaving=False), goal, {label: 1})
    rules = Rules(
        allowed=allowed,
        avoid=lasts,
        resisting={label: 1},
        opposed=True,
        leaving=bool(left),
        today=goal if lasts is not goal else None,
    )
    return inquiry.graph(read, start=start, hour=ACTED, rules=rules)


def won(graph: Explored, goal: Test, sides: Opposed) -> bool:
    """Say whether all others bring a goal about from where a contest begins."""
    if isinstance(graph, TimedGraph):
        return winning(graph, goal, sides).starts()
    return 0 in forced(graph, goal, sides)


def without_help(
    inquiry: Inquiry, item: Item, comes: Test, who: str, *, objecting: bool
) -> Explored:
    """Explore how something can come about though `who` does nothing for it; nobody if empty."""
    passive = ("ballot",) if who in inquiry.bystanders else ("ballot", "conduct")
    left = _left_for(inquiry, who)

    def allowed(_state: State, batch: Batch) -> bool:
        mine = any(move.actor == who for move in batch)
        return _leaves(left, batch) and (batch[0].kind in passive or not mine)

    resisting = {who: 1} if who else {}
    rules = Rules(allowed=allowed, resisting=resisting, objecting=objecting, leaving=bool(left))
    return inquiry.graph([item], rules=rules, stop=comes, ever=True)


def kept_from(inquiry: Inquiry, item: Item, comes: Test, who: str) -> bool:
    """Say whether one that stays away, or objects each time, keeps something from coming about."""
    graphs = (without_help(inquiry, item, comes, who, objecting=o) for o in (False, True))
    return any(graph.stopped is None and graph.complete for graph in graphs)


Decided = tuple[str, str, int]
"""What somebody decides alone: the kind of move, the deed or procedure, and the step of it."""


def sole_judges(inquiry: Inquiry, seeds: Iterable[Item]) -> dict[str, list[Decided]]:
    """Return everyone whose word or deed alone decides whether it goes on somewhere on the way.

    With what each decides so; of those who may help on the ground nothing is named.
    """
    clauses, a = inquiry.process.clauses, inquiry.process.arrangement
    slice_ = inquiry.slice(seeds).scope
    found: dict[str, list[Decided]] = {}
    for name in sorted(slice_.names("deed")):
        found.setdefault(a.deeds[name].by, []).append(("perform", name, 0))
    for name in sorted(slice_.names("procedure")):
        openers = a.procedures[name].opens.by
        for opener in openers if len(openers) == 1 else ():
            found.setdefault(opener, []).append(("open", name, 0))
        for number, compiled in enumerate(clauses.steps[clauses.index.procedures[name]]):
            for judge in () if compiled.step.escrowed else _deciding(compiled):
                found.setdefault(judge, []).append(("ballot", name, number))
    for name in slice_.actors:
        if name in inquiry.bystanders:
            found.setdefault(name, [])
    return found


def decided_by(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    judge: str,
    decided: Sequence[Decided],
    able: frozenset[str],
) -> bool:
    """Say whether a goal cannot come without what a judge decides alone, and not only elsewhere.

    Of a step that passes by silence it decides by a no: there what it leaves undone says nothing.
    """
    clauses = inquiry.process.clauses
    voted = [(clauses.index.procedures[n], at) for kind, n, at in decided if kind == "ballot"]
    if not decided or any(clauses.steps[p][at].on_timeout == "adopt" for p, at in voted):
        return True

    def allowed(state: State, batch: Batch) -> bool:
        move = batch[0]
        kind = "open" if move.kind == "allege" else move.kind
        at = 0
        if kind == "ballot":
            at = state.record.procedures[clauses.index.procedures[move.clause]].step
        mine = any(one.actor == judge for one in batch)
        if mine and (kind, move.clause, at) in decided and move.choice in ("", "yes"):
            return False
        helps = kind != "conduct" or all(one.actor in able for one in batch)
        return helps and kind not in _STILL and inquiry.is_so(state, batch)

    graph = inquiry.graph(
        inquiry.with_truth(seeds),
        start=attacked,
        hour=ACTED,
        rules=Rules(allowed=allowed, leaving=False),
        stop=goal,
        ever=True,
    )
    return graph.stopped is None and graph.complete


def _deciding(compiled: CompiledStep) -> Iterator[str]:
    """Yield the members of a step that settle it alone, however all others vote."""
    sizes = {label: len(members) for label, members in compiled.electorate.classes.items()}
    for one in (label for label, size in sizes.items() if size == 1):
        says_yes = tuple((n, 0, 0) if k == one else (0, n, 0) for k, n in sizes.items())
        says_no = tuple((0, n, 0) if k == one else (n, 0, 0) for k, n in sizes.items())
        if compiled.electorate.settled(says_yes) and not compiled.electorate.settled(says_no):
            yield compiled.electorate.classes[one][0]


def candidates(
    inquiry: Inquiry, seeds: Iterable[Item], able: frozenset[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return who has a part in bringing something about: parties, and members by class."""
    able = inquiry.bystanders if able is None else able
    clauses, a = inquiry.process.clauses, inquiry.process.arrangement
    slice_ = inquiry.slice(seeds).scope
    labels: dict[str, tuple[str, ...]] = {}
    for name in sorted(slice_.names("procedure")):
        for opener in a.procedures[name].opens.by:
            labels.setdefault(opener, (opener,))
        for compiled in clauses.steps[clauses.index.procedures[name]]:
            for label, members in compiled.electorate.classes.items():
                if not compiled.step.escrowed:
                    labels.setdefault(label, members)
    for name in sorted(slice_.names("instrument")):
        if a.instruments[name].status == "proposed":
            labels |= {p: (p,) for p in clauses.signatories(name) if p not in labels}
    for name in sorted(slice_.names("deed")):
        labels.setdefault(a.deeds[name].by, (a.deeds[name].by,))
    for name in sorted(slice_.names("answers")):
        labels |= {by: (by,) for by in a.guarantees[name].owed_by if by not in labels}
    leaving = leavers(inquiry.process, slice_)
    for name in (*(name for name in slice_.actors if name in able), *sorted(leaving)):
        labels.setdefault(name, (name,))
    return labels
