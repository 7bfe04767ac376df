"""One party to the arrangement that decides alone whether a breach was serious enough."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import agreeing
from foedus.loopholes import premises
from foedus.loopholes.blocking import (
    Decided,
    can_come,
    decided_by,
    kept_away,
    single_blockers,
    sole_judges,
)
from foedus.loopholes.helpers import answer_to, helpers
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.stopping import stopped_by
from foedus.process import several


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a party with something at stake whose word alone lets an answer to an act come."""
    told: set[str] = set()
    for threat in inquiry.one_by_one():
        for act in inquiry.answered(threat):
            _, attacked = inquiry.attacked(threat, act)
            if not can_come(inquiry, attacked, threat):
                continue
            for judge, decided in sole_judges(inquiry, inquiry.seeds(threat)).items():
                side = _interest(inquiry, threat, judge)
                if judge in told or not side:
                    continue
                able = helpers(inquiry, threat, attacked)
                goal, read = answer_to(inquiry, threat, attacked)
                if kept_away(inquiry, attacked, goal, read, judge, able) and decided_by(
                    inquiry, attacked, goal, read, judge, decided, able
                ):
                    told.add(judge)
                    tacit = bool(decided) and all(_tacit(inquiry, one) for one in decided)
                    yield _told(inquiry, threat, act, judge, side, tacit=tacit)


def _tacit(inquiry: Inquiry, decided: Decided) -> bool:
    """Say whether it goes on where whoever decides says nothing at all."""
    kind, name, number = decided
    if kind != "ballot":
        return False
    clauses = inquiry.process.clauses
    compiled = clauses.steps[clauses.index.procedures[name]][number]
    passes = compiled.electorate.passes(compiled.electorate.blank)
    on = compiled.step.on_timeout in ("adopt", "next")
    return compiled.within is not None and (passes or on)


def _told(
    inquiry: Inquiry, threat: Threat, act: str, judge: str, side: str, *, tacit: bool
) -> Loophole:
    before, attacked = inquiry.attacked(threat, act)
    story, where = stopped_by(inquiry, attacked, threat, judge)
    others = {who for who, _ in single_blockers(inquiry, attacked, threat)}
    others -= {judge, *inquiry.with_members(threat.against)}
    who = inquiry.called(judge)
    # Where another can refuse as well, it decides alone that nothing comes, and not that it comes.
    no = f"if {who} {agreeing(who, 'objects')}"
    yes = f"unless {who} so {agreeing(who, 'decides')}"
    said = (
        f"{act!r} by {inquiry.whose(threat)} is not answered {no if tacit else yes}, which {side};"
        " others can refuse as well"
        if others
        else f"whether {act!r} by {inquiry.whose(threat)} calls for an answer is for"
        f" {who} alone to decide, which {side}"
    )
    return inquiry.found("judge-of-content", said, [*before, *story], where, threat=threat)


def _interest(inquiry: Inquiry, threat: Threat, judge: str) -> str:
    """Return what a judge has at stake in the words that follow *which*; nothing if it is outside.

    Whoever only reports owes nothing, is bound by nothing, and is party to nothing.
    """
    a = inquiry.process.arrangement
    if judge in inquiry.with_members(threat.against):
        return ""  # that a victim must ask for help is no fault of this kind
    duties = [g for _, _, g in inquiry.guarantees(threat)]
    owers = inquiry.with_members(*(by for g in duties for by in g.owed_by))
    if judge in inquiry.with_members(threat.by):
        return (
            "did it"
            if judge == threat.by
            else f"{'are' if several(a, [judge]) else 'is'} part of {inquiry.called(threat.by)}"
        )
    if judge in owers:
        return "would owe it"
    bound = {by for norm in a.norms.values() for by in norm.bearer}
    bound |= {*inquiry.with_members(*(by for g in a.guarantees.values() for by in g.owed_by))}
    if judge in bound or any(judge in text.parties for text in a.instruments.values()):
        themselves = several(a, [judge])
        return (
            f"{'are themselves parties' if themselves else 'is itself a party'} to the arrangement"
        )
    return ""


PROPERTY = Property(
    34,
    "judge-of-content",
    "judge of content",
    "A party that decides alone whether what happened was serious enough to be answered.",
    "No party to the arrangement decides alone whether an act was serious enough to be answered.",
    "¬∃ party d ≠ victim: d alone decides a step ∧ (d unwilling → ¬EF answer), where EF answer",
    check,
    premises.judged,
)
