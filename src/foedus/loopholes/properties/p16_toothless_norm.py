"""A norm whose breach changes nothing for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from foedus.language import Arrangement, Condition, Guarantee, Norm
from foedus.loopholes import premises
from foedus.loopholes.breaches import broken
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import conditions_in


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
        if name in read or norm.open_ended:  # what has no time is never breached
            continue
        clauses = inquiry.process.clauses
        for bearer in norm.bearer:
            if _taken_up(inquiry, name, bearer):
                continue
            victims = _unanswered(inquiry, norm, bearer)
            if not victims:
                continue
            front = victims[0]
            known = norm.prohibition in clauses.index.rungs.get(bearer, {})
            to = front or next((t for by, t in a.pairs if by == bearer), "")
            threat = Threat(bearer, to, to)
            act = norm.prohibition or ""
            story = broken(inquiry, name, threat, act) if known else None
            by = inquiry.called(bearer)
            if clauses.index.several(bearer) and front:
                by += f" against {inquiry.called(*victims)}"
            said = f"a breach of {name!r} by {by} has no consequence here"
            if any(_guarding(inquiry, norm, bearer, front)):
                said += f" as long as it goes no further than {norm.prohibition!r}"
            yield inquiry.found("toothless-norm", said, story or (), [("norms", name)])
            break


def _taken_up(inquiry: Inquiry, name: str, bearer: str) -> bool:
    """Say whether a condition reads what breaches a norm by itself: the act, or the deed.

    What the norm itself hangs on is no consequence of its breach, nor is that who owes it can do a
    further deed of its own only after it.
    """
    norm = inquiry.process.arrangement.norms[name]
    rungs = inquiry.process.clauses.index.rungs.get(bearer, {})
    lowest = rungs.get(norm.prohibition or "", -1)

    def reads(atom: Condition) -> bool:
        act = atom.act or atom.acted
        if act is None:
            return atom.performed is not None and atom.performed in (
                norm.prohibition,
                norm.obligation,
            )
        towards = not norm.towards or atom.against in (None, *norm.towards)
        return atom.by == bearer and towards and rungs.get(act, lowest + 1) <= lowest

    others = conditions_in(_beside(inquiry.process.arrangement, name, bearer))
    return any(reads(atom) for condition in others for atom in condition.atoms())


def _beside(a: Arrangement, name: str, bearer: str) -> Arrangement:
    """Return an arrangement without what a norm hangs on, and the further deeds of who owes one.

    Only these very conditions: another clause may say the same in the same words.
    """
    norm = a.norms[name]
    bare = replace(norm, while_=None, unless=None, when=None)
    deeds = {
        n: replace(deed, needs=None) if norm.obligation and deed.by == bearer else deed
        for n, deed in a.deeds.items()
    }
    return replace(a, norms={**a.norms, name: bare}, deeds=deeds)


def _unanswered(inquiry: Inquiry, norm: Norm, bearer: str) -> list[str]:
    """Return against whom the least breach by a bearer is answered by no guarantee.

    All of those of whom the same is so as of the first: whether a graver one is answered.
    """
    rungs = inquiry.process.clauses.index.rungs.get(bearer, {})
    fronts = [to for by, to in inquiry.process.arrangement.pairs if by == bearer and to]
    within = [to for to in fronts if not norm.towards or to in norm.towards]
    found: dict[bool, list[str]] = {}
    # What is a deed, or its omission, is done against nobody, whatever ladders its bearer has.
    for victim in within if norm.prohibition in rungs else norm.towards or ("",):
        guarding = list(_guarding(inquiry, norm, bearer, victim))
        least = rungs[norm.prohibition or ""] if guarding else 0
        if not any(rungs[g.casus_foederis] <= least for g in guarding):
            found.setdefault(bool(guarding), []).append(victim)
    return next(iter(found.values()), [])


def _guarding(inquiry: Inquiry, norm: Norm, bearer: str, victim: str) -> Iterator[Guarantee]:
    """Yield the guarantees of one state against acts of a bearer, if acts are what is forbidden."""
    if norm.prohibition not in inquiry.process.clauses.index.rungs.get(bearer, {}):
        return
    for g in inquiry.process.arrangement.guarantees.values():
        if g.against == bearer and victim in ("", g.protects.state):
            yield g


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
