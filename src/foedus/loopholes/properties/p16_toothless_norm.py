"""A norm whose breach changes nothing for anybody."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language.clauses import Norm
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process.electorate import conditions_in


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find norms that no procedure, condition or guarantee of the arrangement answers."""
    a = inquiry.process.arrangement
    read = {
        name
        for condition in conditions_in(a)
        for atom in condition.atoms()
        for name in (atom.alleged, atom.found, atom.breached, atom.complied)
        if name
    }
    for procedure in a.procedures.values():
        read |= {procedure.opens.alleging or "", *(step.finds or "" for step in procedure.steps)}
    for name, norm in a.norms.items():
        if name in read or _answered(inquiry, norm):
            continue
        bearer = norm.bearer[0]
        rungs = inquiry.process.clauses.index.rungs.get(bearer, {})
        known = norm.prohibition in rungs
        act = inquiry.process.clauses.directed(bearer, norm.prohibition or "") if known else ()
        told = [act] if act and not inquiry.process.refusal(inquiry.process.start, act[0]) else []
        said = f"a breach of {name!r} by {' or '.join(norm.bearer)} has no consequence here"
        yield inquiry.found("toothless-norm", said, told, [("norms", name)])


def _answered(inquiry: Inquiry, norm: Norm) -> bool:
    """Say whether some guarantee answers acts as grave as those the norm forbids."""
    a, rungs = inquiry.process.arrangement, inquiry.process.clauses.index.rungs
    return any(
        g.against in norm.bearer and norm.prohibition in rungs.get(g.against, {})
        for g in a.guarantees.values()
    )


PROPERTY = Property(
    16,
    "toothless-norm",
    "toothless norm",
    "A norm whose breach changes nothing for anybody.",
    "A breach of any norm gives somebody a right, a duty or a power.",
    "for each norm n: some clause reads the breach of n",
    check,
    premises.norm,
)
