"""Consents that an option takes as given: what others would have to agree to is there already.

A text in which all have ratified beforehand, or in which the protected state is a member from the
first day, needs no consent later, and its chance is high for that reason alone. Nobody asked here
whether they would have given it. So it is counted and told beside the chance: steps done in
advance, memberships that only the option has, and guarantees that only the option has and that
bind from the first day. What waits for a signature is told as supposed, and is not counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from foedus.assessment.sentence import Plain
from foedus.figures import Figure
from foedus.language import Arrangement, Guarantee, Procedure, listed
from foedus.loopholes import needed_procedures
from foedus.process import voters_and_rule

_NAMED = 4
"""How many are named whose consent it is; of more there is a number, and the JSON has them all."""
_NOUNS = {
    "accept": "acceptance",
    "accede": "accession",
    "approve": "approval",
    "decide": "decision",
    "deposit": "deposit",
    "invite": "invitation",
    "notify": "notification",
    "ratify": "ratification",
    "release": "release",
    "sign": "signature",
}
"""What acts by which somebody consents are called when they are counted."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Consents that are taken as given.

    Attributes
    ----------
    kind
        A ``step`` done in advance, a ``membership`` from the first day, or the ``agreement`` to a
        guarantee that binds from the first day.
    what, to
        The act of the step and its procedure; who is a member, and of what; the guarantee, and
        nothing.
    whose
        Those who would have to consent, each once; of a membership those whom the file asks in the
        procedure that would admit it.
    """

    kind: Literal["step", "membership", "agreement"]
    what: str
    to: str
    whose: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"kind": self.kind, "what": self.what, "to": self.to, "whose": list(self.whose)}


def granted(whole: Arrangement, variant: Arrangement) -> tuple[Granted, ...]:
    """Return the consents that an option takes as given.

    Parameters
    ----------
    whole
        The file as it is written, to which the option is compared.
    variant
        The file with the option laid over it.
    """
    joined = tuple(_joined(whole, variant))
    return (*_in_advance(variant), *joined, *_bound(whole, variant, {one.to for one in joined}))


def consents(found: Sequence[Granted], names: Mapping[str, str]) -> Figure:
    """Return how many there are whose consent is taken as given, each counted once.

    Parameters
    ----------
    found
        What an option takes as given.
    names
        What parties are called.

    Examples
    --------
    >>> both = Granted("step", "ratify", "accession", ("A", "B"))
    >>> told = consents((both, Granted("step", "deposit", "accession", ("B",))), {"B": "Borduria"})
    >>> told.value, told.because[1]
    (2.0, 'taken as given: 1 deposit (Borduria)')
    """
    count = len(set(chain.from_iterable(one.whose for one in found)))
    because = tuple(f"taken as given: {_counted(one.as_json(), names)}" for one in found)
    asked = "nobody was asked whether they would have consented"
    none = "no consent is taken as given that the file itself asks for"
    return Figure(float(count), unit="consents", because=(*because, asked) if found else (none,))


def taken_as_given(plain: Plain, option: Plain, where: str) -> tuple[str, list[str]]:
    """Say which consents of others an answer rests on, with their figures; nothing of none.

    Who owes a guarantee is named in the sentence: of its agreement the number is told, as of other
    consents, so that no option looks as if it needed nobody's.
    """
    told, figures = [], []
    for at, one in enumerate(option.get("taken_as_given", ())):
        agreed = one["kind"] == "agreement"
        count = _times(len(one["whose"]), "agreement")
        told.append(count if agreed else _said(one, plain["names"]))
        figures.append(f"{where}/taken_as_given/{at}/whose")
    return (f"; taken as given: {listed(told)}" if told else ""), figures


def _said(one: Plain, names: Mapping[str, str]) -> str:
    """Say what is taken as given: acts by how many there are, a membership with its consents."""
    count = len(one["whose"])
    if one["kind"] == "membership":
        of = names.get(one["to"], one["to"])
        who = names.get(one["what"], one["what"])
        return f"membership of {who} in {of} ({_times(count, 'consent')})"
    if one["kind"] == "agreement":
        return f"the agreement of {count} to {one['what']!r}"
    noun = _NOUNS.get(one["what"])
    return _times(count, noun) if noun else f"{one['what']!r} by {count}"


def _counted(one: Plain, names: Mapping[str, str]) -> str:
    """Say what is taken as given, and whose consent that is where they are few."""
    whose = [names.get(who, who) for who in one["whose"]]
    return _said(one, names) + (f" ({', '.join(whose)})" if len(whose) <= _NAMED else "")


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _in_advance(variant: Arrangement) -> Iterator[Granted]:
    """Yield steps done in advance that help needs, but of what does nothing but end a treaty."""
    needed = needed_procedures(variant)
    for name, procedure in variant.procedures.items():
        ends = procedure.then and all(effect.terminate for effect in procedure.then)
        for step in procedure.steps:
            if step.escrowed and name in needed and not ends:
                yield Granted("step", step.act, name, voters_and_rule(variant, step)[0])


def _joined(whole: Arrangement, variant: Arrangement) -> Iterator[Granted]:
    """Yield memberships of the first day for which the file itself asks in a procedure.

    Who else stands in a list of members is another list, of another day or seen from another
    victim, and no consent that anybody would be asked for.
    """
    for name, party in variant.parties.items():
        before = whole.parties[name].members if name in whole.parties else ()
        for member in party.members if before else ():
            if member not in before:
                asked = [p for p in whole.procedures.values() if _admits(p, member, name)]
                for procedure in asked[:1]:
                    yield Granted("membership", member, name, _consenting(whole, procedure))


def _admits(procedure: Procedure, member: str, to: str) -> bool:
    return any((one.admit, one.to) == (member, to) for one in procedure.then)


def _consenting(whole: Arrangement, procedure: Procedure) -> tuple[str, ...]:
    """Return those who decide in a procedure; who finds a breach consents to nothing."""
    steps = (step for step in procedure.steps if step.finds is None)
    voters = chain.from_iterable(voters_and_rule(whole, step)[0] for step in steps)
    return tuple(dict.fromkeys(voters))


def _bound(whole: Arrangement, variant: Arrangement, joined: set[str]) -> Iterator[Granted]:
    """Yield who owes a guarantee from the first day that the file itself has not.

    Of a group that somebody has joined the membership is told, which binds it.
    """
    for name, one in variant.guarantees.items():
        before = whole.guarantees.get(name)
        if not _at_once(variant, one) or (before is not None and _at_once(whole, before)):
            continue
        known = variant.parties
        groups = ((known[by].members if by in known else ()) or (by,) for by in one.owed_by)
        whose = tuple(dict.fromkeys(chain.from_iterable(groups)))
        if not joined & set(one.owed_by):
            yield Granted("agreement", name, "", whose)


def _at_once(a: Arrangement, one: Guarantee) -> bool:
    """Say whether a guarantee binds from the first day, without a signature or a condition."""
    waits = one.in_ is not None and a.instruments[one.in_].status == "proposed"
    return one.in_force is None and one.activates_when is None and not waits
