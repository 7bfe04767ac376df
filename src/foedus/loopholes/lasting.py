"""Which conditions go on holding once they hold, and which treaties only measure a time."""

from __future__ import annotations

from dataclasses import replace

from foedus.language import Arrangement, Condition
from foedus.process import conditions_in

_KEPT = (
    "found",
    "alleged",
    "breached",
    "done",
    "acted",
    "from",
    "ended",
    "noticed",
    "signed",
    "member",
)
"""What goes on being so once it is."""


def may_cease(condition: Condition) -> bool:
    """Say whether a condition that holds can cease to."""
    if condition.not_ is not None:
        return True
    parts = (*(condition.all or ()), *(condition.any or ()))
    return any(map(may_cease, parts)) if parts else condition.key not in _KEPT


def times(arrangement: Arrangement) -> frozenset[str]:
    """Return the instruments that are written only for the time that they take.

    Nothing stands in them, and whatever names them waits for their end: the three months after a
    declaration, a term after which another begins. Their running out takes nothing away.

    Parameters
    ----------
    arrangement
        The arrangement.

    Returns
    -------
    frozenset of str
        Ids of instruments with a sunset.

    Examples
    --------
    >>> from foedus.language import read
    >>> text = '''
    ... foedus: 1
    ... title: A delay
    ... as_of: 2025-01-01
    ... parties: {A: {}, B: {}}
    ... deeds: {declare: {by: A}}
    ... instruments:
    ...   pact: {parties: [A, B], sunset: P9Y}
    ...   delay: {parties: [A], status: signed, enters: {performed: declare}, sunset: P3M}
    ... procedures:
    ...   end:
    ...     in: pact
    ...     opens: {when: {ended: delay}}
    ...     steps: [{act: note, by: A}]
    ...     then: [{terminate: pact}]
    ... '''
    >>> sorted(times(read(text)))
    ['delay']

    What holds only while it is in force hangs on it, and what holds only afterwards waits for it.

    >>> sorted(times(read(text.replace("{ended: delay}", "{in_force: delay}"))))
    []
    >>> sorted(times(read(text.replace("{ended: delay}", "{not: {in_force: delay}}"))))
    ['delay']
    """
    a = arrangement
    dated = {name for name, text in a.instruments.items() if text.sunset is not None}
    used = {norm.in_ for norm in a.norms.values()}
    used |= {procedure.in_ for procedure in a.procedures.values()}
    used |= {guarantee.in_ for guarantee in a.guarantees.values()}
    waited_for: set[str | None] = set()
    for path, atom in (place for c in conditions_in(a) for place in c.placed(())):
        negated = path.count("not") % 2 == 1
        ends = atom.in_force if negated else atom.ended
        waited_for.add(ends)
        used |= {atom.in_force, atom.ended, atom.noticed, atom.signed} - {ends}
    return frozenset((dated & waited_for) - used)


def endless(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement in which no treaty runs out that something stands in."""
    a, measured = arrangement, times(arrangement)
    dated = {name: i for name, i in a.instruments.items() if i.sunset and name not in measured}
    without = {name: replace(i, sunset=None) for name, i in dated.items()}
    return replace(a, instruments={**a.instruments, **without}) if without else a
