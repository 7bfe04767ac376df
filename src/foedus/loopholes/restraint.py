"""How those who bring something about, or keep it away, must not vote: others could use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from foedus.loopholes.carrying import (
    all_voting,
    carries,
    for_and_against,
    leads,
    tally_of,
)
from foedus.loopholes.membership import coalition
from foedus.loopholes.tables import Rule
from foedus.process import CompiledStep, votes
from foedus.process.exploration import open_step
from foedus.process.walk import Contest


def shared(contest: Contest, at: int, *, come: bool = False) -> Iterator[Rule]:
    """Yield how ours must not vote in open steps that the others decide only with votes of ours.

    Not object where the goal comes only if the step passes, nor abstain, where that does the same;
    and not agree where it comes only if the step is blocked. Where the goal has `come`, only where
    that takes it away again on that day.
    """
    process, state = contest.graph.process, contest.graph.states[at]
    for number, name in enumerate(process.clauses.procedure_ids):
        compiled = open_step(process, state, number)
        if compiled is None:
            continue
        passed, blocked = leads(contest, number, compiled)
        if blocked == passed:
            continue
        if (come or blocked) and contest.goal(all_voting(process, state, number, blocked=passed)):
            continue
        ours = shares(contest, compiled)[0]
        told = _not_agreeing(contest, compiled) if blocked else _not_objecting(contest, compiled)
        if told:
            act = compiled.step.act
            when = f"when {act!r} in {name!r} is to be decided"
            yield Rule(when, coalition(process, ours, compiled), told.format(repr(act)))


def _not_objecting(contest: Contest, compiled: CompiledStep) -> str:
    """Say how ours keep the others from blocking a step; nothing where they need not."""
    ours, others = shares(contest, compiled)
    every = {k: len(m) for k, m in compiled.electorate.classes.items()}
    against = for_and_against(compiled)[1]
    alone = tally_of(compiled, {against: others})
    together = tally_of(compiled, {against: every})
    abstaining = tally_of(compiled, {against: others, "abstain": ours})
    told = [votes(compiled)[against][1]] if not carries(compiled, together) else []
    told += ["abstain in"] if not carries(compiled, abstaining) else []
    return f"not {' or '.join(told)} {{}}" if ours and told and carries(compiled, alone) else ""


def _not_agreeing(contest: Contest, compiled: CompiledStep) -> str:
    """Say how ours keep the others from passing a step; nothing where one side passes it alone."""
    ours, others = shares(contest, compiled)
    for_, against = for_and_against(compiled)
    together = tally_of(
        compiled, {for_: {k: len(m) for k, m in compiled.electorate.classes.items()}}
    )
    alone = tally_of(compiled, {for_: ours})
    opposed = tally_of(compiled, {for_: others, against: ours})
    if not (ours and others) or not carries(compiled, together):
        return ""
    if carries(compiled, alone) or carries(compiled, opposed):
        return ""
    return withheld(compiled, ours, passed=True, blocked=False)


def withheld(
    compiled: CompiledStep, those: Mapping[str, int], *, passed: bool, blocked: bool
) -> str:
    """Say how those vote, or do not, so that a step does not lead to where our side wins.

    The step goes where the braces are. Where all others agree and only an objection, or a ballot
    that is never cast, keeps it from passing, abstaining is no way to withhold agreement. Where a
    quorum is wanting only if some stay away, an objection is none.
    """
    for_, against = for_and_against(compiled)
    agree, object_ = (f"{votes(compiled)[choice][1]} {{}}" for choice in (for_, against))
    if passed and blocked:
        return f"neither {votes(compiled)[for_][1]} nor {object_}"
    settled, passes = compiled.electorate.settled, partial(carries, compiled)
    others = {
        k: 0 if blocked else len(members) - those.get(k, 0)
        for k, members in compiled.electorate.classes.items()
    }
    silent = tally_of(compiled, {for_: others})
    objecting = tally_of(compiled, {for_: others, against: those})
    abstaining = tally_of(compiled, {for_: others, "abstain": those})
    if blocked:
        timed = compiled.within is not None
        return f"not {object_}" if passes(silent) or not timed else agree
    if settled(objecting) is False and passes(silent):
        return object_
    if settled(objecting) is False and passes(abstaining):
        return f"{object_}, or cast no ballot at all"
    if not passes(silent) and passes(objecting):  # whoever votes against it is present all the same
        other = "cast no ballot at all in {}"
        return other if passes(abstaining) else f"abstain, or {other}"
    return f"not {agree}"


def shares(contest: Contest, compiled: CompiledStep) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many of each class that votes in a step are on our side, and on the other."""
    classes = compiled.electorate.classes
    others = {label: contest.sides.against.get(label, 0) for label in classes}
    ours = {k: len(m) - others[k] for k, m in classes.items() if len(m) > others[k]}
    return ours, others
