"""An adversary that is asked to guarantee against itself."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find guarantees owed by the one they are against, itself or as a member."""
    a = inquiry.process.arrangement
    for name, g in a.guarantees.items():
        expanded = {
            m for by in g.owed_by for m in (by, *(a.parties[by].members if by in a.parties else ()))
        }
        if g.against not in expanded:
            continue
        act = inquiry.process.clauses.aimed(g.against, g.casus_foederis, g.protects.state)
        told = [(act,)] if inquiry.process.refusal(inquiry.process.start, act) is None else []
        how = (
            "all owe it together, so that nothing is owed unless it joins"
            if g.joint
            else ("each owes it for itself, so that its own share is worth nothing")
        )
        said = f"{g.against} is a guarantor of {name!r}, which is against {g.against}: {how}"
        yield inquiry.found("adversary-guarantor", said, told, [("guarantees", name, "owed_by")])


PROPERTY = Property(
    24,
    "adversary-guarantor",
    "adversary as guarantor",
    "A party that is to guarantee against itself.",
    "Nobody guarantees against itself.",
    "against ∉ owed_by",
    check,
    premises.guarantee,
)
