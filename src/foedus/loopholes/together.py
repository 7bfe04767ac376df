"""What several owe: under one guarantee, or under two of which one hangs on the other."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement, Guarantee, strength
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.premises import Witness, first_come, in_time
from foedus.loopholes.reading import DEFENCE
from foedus.process import able


def owers(inquiry: Inquiry, g: Guarantee) -> tuple[str, ...]:
    """Return everybody who can owe a response, the members of a collective party one by one.

    Whoever acts owes no help against itself.
    """
    parties = inquiry.process.arrangement.parties
    named = (
        member
        for by in able(g)
        for member in ((parties[by].members if by in parties else ()) or (by,))
    )
    return tuple(dict.fromkeys(named))


def linked(a: Arrangement) -> Iterator[tuple[str, str]]:
    """Yield each two promises to one state of which the second hangs on how the first is met."""
    for second, g in a.guarantees.items():
        conditions = (g.in_force, g.activates_when, g.forfeited_if, g.due_when)
        atoms = [atom for condition in conditions if condition for atom in condition.atoms()]
        read = dict.fromkeys(atom.declined or atom.honoured or atom.overdue for atom in atoms)
        for first in (name for name in read if name and name != second):
            other = a.guarantees[first]
            least = min(strength(g.response), strength(other.response))
            alike = (g.protects.state, g.against) == (other.protects.state, other.against)
            if alike and least >= DEFENCE and not set(g.owed_by) <= set(other.owed_by):
                yield first, second


def shared_duty(inquiry: Inquiry) -> Witness | str:
    """Ask for a response that several owe, or that one owes where another does or does not."""
    a = inquiry.process.arrangement
    hanging = {second for _, second in linked(a)}
    shared = [
        name
        for name, g in a.guarantees.items()
        if name in hanging or (len(owers(inquiry, g)) > 1 and strength(g.response) >= DEFENCE)
    ]
    return in_time(
        inquiry,
        lambda ever: first_come(inquiry, {name: inquiry.owes(name) for name in shared}, ever),
        "no response but consultation comes to be owed by several",
        "a response comes to be owed by several",
    )
