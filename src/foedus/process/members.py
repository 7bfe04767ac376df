"""What whoever joins a party with members owes from then on, as one with the others.

Such a party owes as one, so whoever is admitted to it stands with those whom the file lists: an
acceding state is bound as every party is (North Atlantic Treaty, articles 5 and 10).
"""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Guarantee, agreeing, is_duty, listed
from foedus.process.naming import called


def with_the_others(a: Arrangement, party: str, to: str) -> str:
    """Say what a member that joins owes from then on, to stand behind that it is one.

    Empty where those whom it joins owe nothing, or owe it to the newcomer alone.

    Parameters
    ----------
    a
        The arrangement.
    party, to
        Who joins, and what it joins.
    """
    shared = [f"{name!r}" for name in _shared(a, party, to)]
    if not shared:
        return ""
    owes, group = agreeing(called(a, party), "owes"), called(a, to)
    what = f"what {group} {agreeing(group, 'owes')} under {listed(shared)}"
    return f", and {owes} as one with the others {what}"


def _shared(a: Arrangement, party: str, to: str) -> Iterator[str]:
    """Yield the clauses that bind those whom a party joins, and so that party as well."""
    for name, norm in a.norms.items():
        to_itself = {*(norm.owed_to or norm.towards)} == {party} or norm.of == party
        if to in norm.bearer and party not in norm.bearer and not to_itself:
            yield name
    for name, g in a.guarantees.items():
        if to in g.owed_by and party not in g.owed_by and _beside_itself(g, party):
            yield name


def _beside_itself(g: Guarantee, party: str) -> bool:
    """Say whether a response is owed that a member does not owe to itself, or against itself."""
    to_itself = {*(g.owed_to or (g.protects.state,))} == {party}
    return is_duty(g.response) and not to_itself and g.against != party
