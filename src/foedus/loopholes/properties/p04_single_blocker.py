"""One who can stop the answer alone, or else the smallest groups that can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from foedus.loopholes import premises
from foedus.loopholes.blocking import single_blockers
from foedus.loopholes.helpers import starts, unbearable
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.stopping import coalitions, stopped_by
from foedus.process import State
from foedus.process.exploration import Batch


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the lowest unbearable act whose answer somebody other than the victim can stop alone."""
    for threat in inquiry.one_by_one():
        for act in unbearable(inquiry, threat):
            plays = starts(inquiry, threat, act.act)
            holes = (_stopped(inquiry, threat, act.act, *play) for play in plays)
            hole = next((one for one in holes if one is not None), None)
            if hole is not None:
                yield hole
                break


def _stopped(
    inquiry: Inquiry, threat: Threat, act: str, before: list[Batch], attacked: State
) -> Loophole | None:
    """Return that somebody can stop the answer to an act, done at the end of a play, alone."""
    able = [
        (who, label)
        for who, label in single_blockers(inquiry, attacked, threat)
        if who != threat.against
    ]
    if not able:
        return None
    who = inquiry.any_one([who for who, _ in able])
    said = f"the answer to {act!r} by {inquiry.whose(threat)} can be stopped by {who}"
    path, clauses = stopped_by(inquiry, attacked, threat, able[0][1])
    groups = coalitions(inquiry, attacked, threat)
    said += f". The smallest groups that can, step by step: {groups}" if groups else ""
    fault = inquiry.found("single-blocker", said, [*before, *path], clauses, threat=threat)
    return replace(fault, able=tuple(dict.fromkeys(who for who, _ in able)))


PROPERTY = Property(
    4,
    "single-blocker",
    "single blocker",
    "One party or member that can stop the answer alone: by refusing, doing nothing or its own"
    " act.",
    "Nobody but the victim can, alone, by refusing, by doing nothing or by an act of its own (a"
    " deed, an allegation, an opening, a vote; what somebody does on the ground is told with the"
    " powers), keep an answer to an unbearable act from coming, once a duty to answer binds.",
    "¬∃ blocker ≠ victim: attacked ∧ blocker unwilling → ¬EF answer, or AG¬answer by its acts",
    check,
    premises.answer,
)
