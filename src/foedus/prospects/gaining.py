"""Whom a procedure serves, so that it is taken to do its own part in it.

It is read off the text alone, so that the order in which a file lists its parties decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.language import Arrangement, Condition, Guarantee


class Served(NamedTuple):
    """Who is taken to do its part in a procedure.

    Attributes
    ----------
    opener
        The only one who can open it; empty where several can, or it opens by itself.
    gain
        Those whom it admits, or for whom help hangs on it, and against whom none does.
    """

    opener: str
    gain: frozenset[str]


def served(a: Arrangement, name: str) -> Served:
    """Return whom a procedure serves once it is opened.

    Parameters
    ----------
    a
        The arrangement.
    name
        One of its procedures; what opens, enters into force or binds by its effect counts as well.
    """
    opener = a.procedures[name].opens.by
    led = _led(a, name)
    awaiting = [g for g in a.guarantees.values() if _awaits(g, led)]
    helped = {to for g in awaiting for to in (*g.owed_to, g.protects.state)}
    admitted = {who for who, _ in led.admitted}
    gain = admitted | (helped - {g.against for g in awaiting})
    return Served(opener[0] if len(opener) == 1 else "", frozenset(gain))


class _Led(NamedTuple):
    """What a procedure leads to: which take effect and begin, what they find, whom they admit."""

    done: dict[str, None]
    begun: dict[str, None]
    found: dict[str, None]
    admitted: dict[tuple[str, str], None]

    def to(self, condition: Condition | None) -> bool:
        """Say whether some statement of a condition comes to hold by it."""
        return any(
            atom.done in self.done
            or atom.in_force in self.begun
            or atom.found in self.found
            or (atom.member or "", atom.of or "") in self.admitted
            for atom in _positive(condition)
        )


def _led(a: Arrangement, name: str) -> _Led:
    """Return what a procedure leads to, however far down."""
    led, more = _Led({}, {}, {}, {}), [name]
    while more:
        for one in more:
            procedure = a.procedures[one]
            led.done[one] = None
            led.found.update({step.finds: None for step in procedure.steps if step.finds})
            for effect in procedure.then:
                if effect.bring_into_force:
                    led.begun[effect.bring_into_force] = None
                if effect.admit:
                    led.admitted[effect.admit, effect.to or ""] = None
        known = -1
        while known < len(led.begun):  # one may enter into force with another
            known = len(led.begun)
            led.begun.update({id_: None for id_, i in a.instruments.items() if led.to(i.enters)})
        opened = ((id_, p) for id_, p in a.procedures.items() if id_ not in led.done)
        more = [id_ for id_, p in opened if led.to(p.opens.when)]
    return led


def _awaits(g: Guarantee, led: _Led) -> bool:
    """Say whether help under a guarantee hangs on what a procedure leads to."""
    conditions = (g.in_force, g.activates_when, g.due_when)
    return g.in_ in led.begun or any(led.to(one) for one in conditions)


def _positive(condition: Condition | None) -> Iterator[Condition]:
    """Yield the statements of a condition that are to be so, not those that must not be."""
    if condition is None:
        return
    parts = condition.all or condition.any
    if parts is None:
        yield condition
    else:
        for part in parts:
            yield from _positive(part)
