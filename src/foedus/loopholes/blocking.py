"""Who can keep an answer from coming, alone or with how many others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foedus.loopholes.helpers import answer_to, helpers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path, clause_of
from foedus.loopholes.vetoes import vetoes
from foedus.process import Answer, CompiledStep, Progress, State
from foedus.process.exploration import (
    ACTED,
    Batch,
    Explored,
    Item,
    Rules,
    Scope,
    Test,
    TimedGraph,
    fewest_to_stop,
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
_OWN = ("perform", "undo", "allege", "open", "ballot")
"""What one does itself, and does not merely leave undone."""


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


def _graph(
    inquiry: Inquiry,
    attacked: State,
    seeds: Sequence[Item],
    who: str,
    goal: Test,
    *,
    objecting: bool,
    able: frozenset[str] | None = None,
) -> Explored:
    lets = Unwilling(who, inquiry.bystanders if able is None else able).lets
    rules = Rules(
        allowed=lambda state, batch: lets(state, batch) and inquiry.is_so(state, batch),
        resisting={who: 1} if who else {},
        objecting=objecting,
        leaving=False,
    )
    read = inquiry.with_truth(seeds)
    ever = bool(who)  # who only puts it off past the horizon does not keep it away
    return inquiry.graph(read, start=attacked, hour=ACTED, rules=rules, stop=goal, ever=ever)


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
    return _graph(inquiry, attacked, seeds, "", goal, objecting=False, able=able)


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
        _graph(inquiry, attacked, seeds, label, goal, objecting=objecting, able=able)
        for objecting in (False, True)
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
        _contest(inquiry, start, goal, seeds, label, able)
        for start in _begun(inquiry, attacked, goal, read, label)
    )
    return any(
        graph.complete and not _won(graph, goal, Opposed(process, {label: 1})) for graph in graphs
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


def _contest(
    inquiry: Inquiry,
    start: State,
    goal: Test,
    seeds: Sequence[Item],
    label: str,
    able: frozenset[str],
) -> Explored:
    """Explore what one can do against a goal, and all others for it."""

    def allowed(state: State, batch: Batch) -> bool:
        kind, actors = batch[0].kind, {move.actor for move in batch}
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
        leaving=False,
        today=goal if lasts is not goal else None,
    )
    return inquiry.graph(read, start=start, hour=ACTED, rules=rules)


def _won(graph: Explored, goal: Test, sides: Opposed) -> bool:
    """Say whether all others bring a goal about from where a contest begins."""
    if isinstance(graph, TimedGraph):
        return winning(graph, goal, sides).starts()
    return 0 in forced(graph, goal, sides)


def without_help(
    inquiry: Inquiry, item: Item, comes: Test, who: str, *, objecting: bool
) -> Explored:
    """Explore how something can come about though `who` does nothing for it; nobody if empty."""
    passive = ("ballot",) if who in inquiry.bystanders else ("ballot", "conduct")

    def allowed(_state: State, batch: Batch) -> bool:
        return batch[0].kind in passive or all(move.actor != who for move in batch)

    resisting = {who: 1} if who else {}
    rules = Rules(allowed=allowed, resisting=resisting, objecting=objecting, leaving=False)
    return inquiry.graph([item], rules=rules, stop=comes, ever=True)


def kept_from(inquiry: Inquiry, item: Item, comes: Test, who: str) -> bool:
    """Say whether one that stays away, or objects each time, keeps something from coming about."""
    graphs = (without_help(inquiry, item, comes, who, objecting=o) for o in (False, True))
    return any(graph.stopped is None and graph.complete for graph in graphs)


def sole_judges(inquiry: Inquiry, seeds: Iterable[Item]) -> list[str]:
    """Return everyone whose word or deed alone decides whether it goes on somewhere on the way."""
    clauses, a = inquiry.process.clauses, inquiry.process.arrangement
    slice_ = inquiry.slice(seeds).scope
    found = dict.fromkeys(a.deeds[name].by for name in sorted(slice_.names("deed")))
    for name in sorted(slice_.names("procedure")):
        openers = a.procedures[name].opens.by
        found |= dict.fromkeys(openers if len(openers) == 1 else ())
        for compiled in clauses.steps[clauses.index.procedures[name]]:
            found |= dict.fromkeys(() if compiled.step.escrowed else _deciding(compiled))
    return [*found, *(name for name in slice_.actors if name in inquiry.bystanders)]


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


def stopped_by(
    inquiry: Inquiry, attacked: State, threat: Threat, label: str
) -> tuple[tuple[Batch, ...], list[Path]]:
    """Return the play that comes furthest although `label` is unwilling, and where it stops."""
    goal, seeds = answer_to(inquiry, threat, attacked)
    able = helpers(inquiry, threat, attacked)
    graphs = [
        _graph(inquiry.exact, attacked, seeds, label, goal, objecting=objecting, able=able)
        for objecting in (True, False)
    ]
    graph = next((g for g in graphs if g.stopped is None), None)
    if graph is None:
        return _by_deed(inquiry, attacked, goal, seeds, label, able)
    objections = [
        (at, edge)
        for at, edges in enumerate(graph.edges)
        for edge in edges
        if edge.batch[0].kind == "ballot"
        and edge.batch[0].choice == "no"
        and all(move.actor == label for move in edge.batch)
    ]
    if objections:
        at, edge = min(objections, key=lambda found: graph.cost(found[0]))
        where = inquiry.process.clauses.index.procedures[edge.batch[0].clause]
        step = graph.states[at].record.procedures[where].step
        return (*graph.path(at), edge.batch), [("procedures", edge.batch[0].clause, "steps", step)]
    at = min(
        range(len(graph.states)),
        key=lambda at: (-_progress(graph.states[at]), graph.cost(at)),
    )
    undone = _undone(inquiry, attacked, goal, seeds, label)
    return graph.path(at), undone or list(_open_steps(inquiry, graph.states[at]))


def _by_deed(
    inquiry: Inquiry,
    attacked: State,
    goal: Test,
    seeds: Sequence[Item],
    label: str,
    able: frozenset[str],
) -> tuple[tuple[Batch, ...], list[Path]]:
    """Return the play in which one takes away by itself what the others can no longer bring."""
    process, read = inquiry.process, inquiry.slice(inquiry.with_truth(seeds)).scope
    every = taken_away(process, attacked, goal, read, {label}) if goal(attacked) else ()
    beside = next(iter(every), None)
    if beside is not None:
        moves = tuple((move,) for _, move in beside.steps)
        acts = [step for step in beside.steps if step[1].kind != "wait"]
        return moves, [clause_of(process, *acts[-1])]  # what time then does rests on it
    graph = _contest(inquiry.exact, attacked, goal, seeds, label, able)
    others = graph.reaching(goal, lambda _at, edge: edge.batch[0].actor != label)
    at_once = goal(attacked)
    done = [
        (
            goal(graph.states[edge.to]) if at_once else bool(others.inside(edge.to)),
            graph.cost(at),
            edge.batch,
            at,
        )
        for at, edges in enumerate(graph.edges)
        for edge in edges
        if edge.batch[0].kind in _OWN and edge.batch[0].actor == label
    ]
    *_, last, at = min(done)
    return (*graph.path(at), last), [clause_of(process, graph.states[at], last[0])]


def _progress(state: State) -> int:
    """Say how far what leads to an answer has come: findings, procedures, deeds, responses."""
    weights = {Progress.DONE: 100, Progress.OPEN: 1}
    record = state.record
    courses = sum(
        weights.get(course.progress, 0) * (1 + course.step) for course in record.procedures
    )
    answers = [answer for promise in record.guarantees for answer in promise.answers]
    done = sum(record.performed) + answers.count(Answer.HONOURED)
    return courses + 10 * sum(record.found) + 10 * done


def _undone(
    inquiry: Inquiry, attacked: State, goal: Test, seeds: Sequence[Item], label: str
) -> list[Path]:
    """Return the deeds of one who is unwilling without which an answer cannot come."""
    deeds, names = inquiry.process.arrangement.deeds, inquiry.slice(seeds).scope.names("deed")

    def comes(without: str) -> bool:
        def allowed(state: State, batch: Batch) -> bool:
            done = batch[0].kind, batch[0].clause
            return done != ("perform", without) and inquiry.is_so(state, batch)

        rules, read = Rules(allowed=allowed, leaving=False), inquiry.with_truth(seeds)
        graph = inquiry.graph(read, start=attacked, hour=ACTED, rules=rules, stop=goal, ever=True)
        return graph.stopped is not None or not graph.complete

    mine = (name for name in sorted(names) if deeds[name].by == label)
    return [("deeds", name) for name in mine if not comes(name)]


def _open_steps(inquiry: Inquiry, state: State) -> Iterator[Path]:
    for name, course in zip(
        inquiry.process.clauses.procedure_ids, state.record.procedures, strict=True
    ):
        if course.progress is Progress.OPEN:
            yield "procedures", name, "steps", course.step
    for name in inquiry.process.clauses.procedure_ids:
        yield "procedures", name


def coalitions(inquiry: Inquiry, threat: Threat) -> str:
    """Say, for each step on the way that is voted on, how many it takes at least to stop it."""
    clauses = inquiry.process.clauses
    told: list[str] = []
    for name in sorted(inquiry.slice(inquiry.seeds(threat)).scope.names("procedure")):
        for compiled in clauses.steps[clauses.index.procedures[name]]:
            counts, voters = fewest_to_stop(compiled), len(compiled.electorate.rule.members)
            if counts is not None and voters > 1:
                fewest = 1 if vetoes(compiled) else sum(counts.values())
                told.append(f"{compiled.step.act!r} {fewest} of {voters}")
            elif counts is None and not (compiled.step.escrowed or compiled.certain):
                told.append(f"{compiled.step.act!r} nobody")
    return ", ".join(told)
