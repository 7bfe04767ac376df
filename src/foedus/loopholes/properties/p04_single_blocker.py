"""One who can stop the answer alone, or else the smallest groups that can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from foedus.loopholes import premises
from foedus.loopholes.blocking import coalitions, single_blockers, stopped_by
from foedus.loopholes.helpers import unbearable
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the lowest unbearable act whose answer somebody other than the victim can stop alone."""
    for threat in inquiry.threats:
        victims = (threat.against,)
        for act in unbearable(inquiry, threat):
            before, attacked = inquiry.attacked(threat, act.act)
            able = [
                (who, label)
                for who, label in single_blockers(inquiry, attacked, threat)
                if who not in victims
            ]
            if not able:
                continue
            who = inquiry.any_one([who for who, _ in able])
            said = f"the answer to {act.act!r} by {inquiry.whose(threat)} can be stopped by {who}"
            path, clauses = stopped_by(inquiry, attacked, threat, able[0][1])
            groups = coalitions(inquiry, threat)
            said += f". The smallest groups that can, step by step: {groups}" if groups else ""
            fault = inquiry.found("single-blocker", said, [*before, *path], clauses, threat=threat)
            yield replace(fault, able=tuple(dict.fromkeys(who for who, _ in able)))
            break


PROPERTY = Property(
    4,
    "single-blocker",
    "single blocker",
    "One party or member that can stop the answer alone: by refusing, doing nothing or its own"
    " act.",
    "Nobody but the victim can, alone, by refusing, by doing nothing or by an act of its own (a"
    " deed, an allegation, an opening, a vote), keep an answer to an unbearable act from coming,"
    " once a duty to answer binds.",
    "¬∃ blocker ≠ victim: attacked ∧ blocker unwilling → ¬EF answer, or AG¬answer by its acts",
    check,
    premises.answer,
)
