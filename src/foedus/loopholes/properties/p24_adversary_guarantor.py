"""An adversary that is asked to guarantee against itself."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Plural, agreeing
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find guarantees owed by the one they are against, itself or as a member."""
    a = inquiry.process.arrangement
    for name, g in a.guarantees.items():
        owers = inquiry.with_members(*g.owed_by)
        both = [m for m in inquiry.with_members(g.against) if m in owers]
        if not both:
            continue
        act = inquiry.process.clauses.aimed(g.against, g.casus_foederis, g.protects.state)
        told = [(act,)] if inquiry.process.refusal(inquiry.process.start, act) is None else []
        how = (
            "all owe it together, so that nothing is owed unless it joins"
            if g.joint
            else ("each owes it for itself, so that its own share is worth nothing")
        )
        members = {*both} - {*g.owed_by}
        groups = [one for one in g.owed_by if members & {*inquiry.with_members(one)}]
        if members == {*both} and not g.joint:
            as_one = inquiry.called(*groups)
            how = f"{as_one}, of which it is one, {agreeing(as_one, 'owes')} it as one"
        if g.response == "right_only":
            how = "its own right to respond is worth nothing"
            if g.joint:
                how = "all may respond only together, so that nobody may unless it joins"
        who, against = inquiry.called(*both), inquiry.called(g.against)
        role = "guarantors" if isinstance(who, Plural) else "a guarantor"
        verb = agreeing(who, "is")
        part = "" if g.against in both else f", of which {who} {verb} part"
        said = f"{who} {verb} {role} of {name!r}, which is against {against}{part}: {how}"
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
