"""Whom a clause binds that is no party to the treaty in which it stands.

A treaty does not create obligations for a third state without its consent (Vienna Convention on the
Law of Treaties, articles 34 and 35); a file may bind one all the same, and that is then told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Arrangement, Condition, Plural, is_duty, listed
from foedus.process.naming import called

UNBOUND = "a treaty by itself obliges nobody who has not agreed to it"
"""Why whoever is no party to a treaty is not bound by it alone."""
VIENNA_34 = "for states: Vienna Convention on the Law of Treaties, articles 34 and 35"
"""Where that is written."""


def outsiders(
    a: Arrangement,
    instrument: str | None,
    bound: Sequence[str],
    only_while: Condition | None = None,
) -> list[str]:
    """Return those bound by a clause of an instrument who are neither party to it nor sign it.

    Nor whoever the clause binds `only_while` it is a member of a party to it, having acceded.
    """
    if instrument is None:
        return []
    text = a.instruments[instrument]
    within = (*text.parties, *text.signed_by)
    parts = () if only_while is None else only_while.all or (only_while,)
    joined = {part.member for part in parts if part.member and part.of in within}
    inside = _persons(a, within) | joined
    return [party for party in bound if not _persons(a, (party,)) <= inside]


def bound_outside(a: Arrangement) -> Iterator[str]:
    """Yield for each clause whom it binds without being party to its treaty.

    In a sentence without its full stop. A right may be given to whoever does not refuse it, and
    binds nobody.
    """
    duties = (
        (name, g.in_, g.owed_by, g.in_force)
        for name, g in a.guarantees.items()
        if is_duty(g.response)
    )
    norms = ((name, norm.in_, norm.bearer, norm.while_) for name, norm in a.norms.items())
    for name, instrument, bound, only_while in (*norms, *duties):
        third = [called(a, party) for party in outsiders(a, instrument, bound, only_while)]
        if third:
            plural = len(third) > 1 or isinstance(third[0], Plural)
            are = "are taken to be bound" if plural else "is taken to be bound"
            no_party = "no parties" if plural else "no party"
            yield f"{listed(third)}, {no_party} to {instrument!r}, {are} by {name!r} in it"


def _persons(a: Arrangement, parties: Sequence[str]) -> set[str]:
    """Return these parties, and the members of those that have some in their place."""
    groups = {name: party.members for name, party in a.parties.items() if party.members}
    return {member for party in parties for member in groups.get(party, (party,))}
