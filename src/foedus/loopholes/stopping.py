"""How one stops an answer: the play that shows it, and how many it takes at each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from foedus.loopholes.blocking import around, contested, helped, outvoted, resisted
from foedus.loopholes.carrying import carries, for_and_against, tally_of
from foedus.loopholes.coalitions import Counts, smallest
from foedus.loopholes.consent import bearing_on
from foedus.loopholes.helpers import answer_to, helpers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.missing import Nearness
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path, clause_of
from foedus.loopholes.vetoes import vetoes
from foedus.process import CompiledStep, Progress, State, conditions_in
from foedus.process.exploration import (
    Batch,
    Item,
    Test,
    fewest_to_stop,
)
from foedus.process.walk import taken_away

_HELPS = frozenset({True})
_OWN = ("perform", "undo", "allege", "open", "ballot")
"""What one does itself, and does not merely leave undone."""


def stopped_by(
    inquiry: Inquiry, attacked: State, threat: Threat, label: str
) -> tuple[tuple[Batch, ...], list[Path]]:
    """Return the play that comes furthest although `label` is unwilling, and where it stops."""
    goal, seeds = answer_to(inquiry, threat, attacked)
    able = helpers(inquiry, threat, attacked)
    idly, objecting = (
        partial(resisted, inquiry.exact, attacked, seeds, label, goal, objecting=each, able=able)
        for each in (False, True)
    )
    graph = idly()
    if graph.stopped is not None:
        if objecting().stopped is not None:
            return _by_deed(inquiry, attacked, goal, seeds, label, able)
        graph = graph.further(None, inquiry.most)
    near = Nearness(around(inquiry.exact, attacked, seeds, label, goal, able), goal)
    refused = near.refused(graph, label)
    if refused is not None:
        at, edge = refused
        clause = clause_of(inquiry.process, graph.states[at], edge.batch[0])
        return (*graph.path(at), edge.batch), [clause]
    at = near.nearest(graph)
    missing = near.missing(graph, at, label)
    return graph.path(at), [missing] if missing else list(_open_steps(inquiry, graph.states[at]))


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
    graph = contested(inquiry.exact, attacked, goal, seeds, label, able)
    others = graph.reaching(goal, lambda _at, edge: edge.batch[0].actor != label)
    at_once = goal(attacked)

    def stands(node: int) -> bool:
        return goal(graph.states[node]) if at_once else bool(others.inside(node))

    done = [  # first what ends it; of that what takes away what stood until then, as one act may
        (
            goal(graph.states[edge.to]),
            stands(edge.to) or not stands(at),
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


class _Way(NamedTuple):
    """What an answer comes by, of which a play may have come some part of the way.

    Parameters
    ----------
    asked
        The procedures whose effect the answer may need, and is not merely lost by.
    refused
        Those of them that it needs to lapse, and not to take effect.
    """

    asked: frozenset[str]
    refused: frozenset[str] = frozenset()

    @classmethod
    def of(cls, inquiry: Inquiry, attacked: State, threat: Threat) -> _Way:
        """Return the way to what answers an act, from the act on."""
        goal, seeds = answer_to(inquiry, threat, attacked)
        graph = helped(inquiry, attacked, goal, seeds, helpers(inquiry, threat, attacked))
        there = attacked if graph.stopped is None else graph.end(graph.stopped)
        names = inquiry.process.clauses.procedure_ids
        courses = zip(attacked.record.procedures, there.record.procedures, strict=True)
        moved = {name for name, (was, now) in zip(names, courses, strict=True) if was != now}
        bears = bearing_on(inquiry, threat)
        only_helps = {n for n in names if bears.get(("procedures", n)) == _HELPS}
        ends = dict(zip(names, there.record.procedures, strict=True))
        lapsed = {name for name in moved if ends[name].progress is Progress.LAPSED}
        told = [list(c.atoms()) for c in conditions_in(inquiry.process.arrangement)]
        either = {  # an effect does as well as a lapse: nobody stops it by a vote
            one.done for atoms in told for one in atoms if one.done in {o.lapsed for o in atoms}
        }
        asked = frozenset(moved | only_helps) - either
        return cls(asked, frozenset(lapsed))


def _open_steps(inquiry: Inquiry, state: State) -> Iterator[Path]:
    for name, course in zip(
        inquiry.process.clauses.procedure_ids, state.record.procedures, strict=True
    ):
        if course.progress is Progress.OPEN:
            yield "procedures", name, "steps", course.step
    for name in inquiry.process.clauses.procedure_ids:
        yield "procedures", name


def coalitions(inquiry: Inquiry, attacked: State, threat: Threat) -> str:
    """Say, for each step on the way that is voted on, how many it takes at least to stop it.

    Where the answer needs a procedure to lapse, those who refuse bring it, and those stop it who
    agree in its only step. Where it comes another way all the same, no number is told.
    """
    clauses, way = inquiry.process.clauses, _Way.of(inquiry, attacked, threat)
    goal, able = answer_to(inquiry, threat, attacked), helpers(inquiry, threat, attacked)
    told: list[str] = []
    for name in sorted(inquiry.slice(inquiry.seeds(threat)).scope.names("procedure")):
        steps = clauses.steps[clauses.index.procedures[name]]
        if name not in way.asked or (name in way.refused and len(steps) > 1):
            continue  # whoever refuses what takes the answer away stops none
        agreeing = name in way.refused
        for compiled in (step for step in steps if not step.leads_on):
            act, voters = compiled.step.act, len(compiled.electorate.rule.members)
            if agreeing:
                fewest = _fewest_to_carry(compiled)
                told += [f"{act!r} {fewest} of {voters}, by agreeing"] if fewest else []
                continue
            counts = fewest_to_stop(compiled)
            if counts and not outvoted(inquiry, attacked, *goal, counts, able):
                continue
            if counts is not None and voters > 1:
                fewest = 1 if vetoes(compiled) else sum(counts.values())
                told.append(f"{act!r} {fewest} of {voters}")
            elif counts is None and not (compiled.step.escrowed or compiled.certain):
                told.append(f"{act!r} nobody")
    return ", ".join(told)


def _fewest_to_carry(compiled: CompiledStep) -> int:
    """Return how many of several can pass a step whatever the others vote; 0 where none can."""
    for_, against = for_and_against(compiled)
    sizes = {label: len(members) for label, members in compiled.electorate.classes.items()}

    def able(counts: Counts) -> bool:
        rest = {label: size - counts.get(label, 0) for label, size in sizes.items()}
        return carries(compiled, tally_of(compiled, {for_: counts, against: rest}))

    found = smallest(able, sizes).found if sum(sizes.values()) > 1 else ()
    return sum(found[0].values()) if found else 0
