"""What those are called who are named in an assessment."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.language import Arrangement, is_duty
from foedus.process import called, several


def names(variants: Iterable[Arrangement]) -> dict[str, str]:
    """Return the names of parties, of bodies and of their members, by id.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> names([read(text_of("ukraine-2025"))])["HUN"]
    'Hungary'
    """
    found: dict[str, str] = {}
    for a in variants:
        voting = (m for body in a.bodies.values() for m in body.members)
        ids = [*a.parties, *(m for party in a.parties.values() for m in party.members), *a.bodies]
        ids += voting
        found |= {one: called(a, one) for one in dict.fromkeys(ids) if one not in found}
    return found


def bindings(variants: Iterable[Arrangement]) -> dict[str, dict[str, str]]:
    """Return the instruments in which a duty stands and that may not bind in law: name and how.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> bindings([read(text_of("qatar-2025"))])
    {'order': {'name': 'the executive order', 'binding': 'political'}}
    """
    found: dict[str, dict[str, str]] = {}
    for a in variants:
        for g in a.guarantees.values():
            text = a.instruments[g.in_] if g.in_ and is_duty(g.response) else None
            if g.in_ and text and text.binding in ("political", "disputed"):
                found[g.in_] = {"name": text.name or repr(g.in_), "binding": text.binding}
    return found


def plurals(variants: Iterable[Arrangement]) -> tuple[str, ...]:
    """Return the parties and bodies of which a sentence takes a plural.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> plurals([read(text_of("eu-42-7"))])
    ('member-states',)
    """
    return tuple(
        dict.fromkeys(one for a in variants for one in [*a.parties, *a.bodies] if several(a, [one]))
    )
