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
    """Yield each two promises to one state of which the second hangs on that the first is kept.

    Not where it comes in place of the first: because that is declined, or late.
    """
    for second, g in a.guarantees.items():
        for first in dict.fromkeys(_kept(g)):
            other = a.guarantees[first]
            least = min(strength(g.response), strength(other.response))
            alike = (g.protects.state, g.against) == (other.protects.state, other.against)
            owes_more = not set(g.owed_by) <= set(other.owed_by)
            if first != second and alike and least >= DEFENCE and owes_more:
                yield first, second


def _kept(g: Guarantee) -> Iterator[str]:
    """Yield the guarantees of which one must be kept, or must not be broken."""
    wanted = (g.in_force, g.activates_when, g.due_when)
    for condition, unwanted in (*((one, 0) for one in wanted), (g.forfeited_if, 1)):
        for path, atom in condition.placed(()) if condition is not None else ():
            denied = (path.count("not") + unwanted) % 2 == 1
            name = (atom.declined or atom.overdue) if denied else atom.honoured
            if name:
                yield name


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
