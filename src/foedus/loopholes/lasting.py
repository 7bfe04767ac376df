"""Which conditions go on holding once they hold, and which treaties only measure a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from foedus.language import Arrangement, Condition
from foedus.loopholes.resting import rests
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
_HELPS = frozenset({True})


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
    return _measuring(arrangement, arrangement)


def brought_by_leaving(arrangement: Arrangement) -> frozenset[str]:
    """Return the instruments of which something waits for a notice, or for their end.

    Whoever leaves one brings that about: a term that begins as another treaty ends, in whatever
    way that comes.

    Parameters
    ----------
    arrangement
        The arrangement.

    Returns
    -------
    frozenset of str
        Ids of instruments that somebody may leave.
    """
    a = arrangement
    waited_for: set[str | None] = set()
    for condition in conditions_in(a):
        for path, atom in condition.placed(()):
            turned = path.count("not") % 2 == 1
            waited_for |= {atom.in_force} if turned else {atom.ended, atom.noticed}
    return frozenset(name for name, text in a.instruments.items() if text.withdrawal) & waited_for


def _measuring(a: Arrangement, bearing: Arrangement) -> frozenset[str]:
    """Return of which treaties something waits for the end, and nothing else hangs on them.

    Of all conditions, only those of `bearing`, which is `a` or less of it, count as what hangs on a
    treaty in force.
    """
    dated = {name for name, text in a.instruments.items() if text.sunset is not None}
    used = {norm.in_ for norm in a.norms.values()}
    used |= {procedure.in_ for procedure in a.procedures.values()}
    used |= {guarantee.in_ for guarantee in a.guarantees.values()}
    waited_for = {ends for ends, _ in _read(a)}
    for ends, atom in _read(bearing):
        used |= {atom.in_force, atom.ended, atom.noticed, atom.signed} - {ends}
    return frozenset((dated & waited_for) - used)


def _read(a: Arrangement) -> Iterator[tuple[str | None, Condition]]:
    """Yield each statement of a condition, with the treaty whose end it waits for, if any."""
    for condition in conditions_in(a):
        for path, atom in condition.placed(()):
            yield atom.in_force if path.count("not") % 2 == 1 else atom.ended, atom


def kept(arrangement: Arrangement) -> frozenset[str]:
    """Return the instruments that run out even where the end of treaties is left aside.

    Those that only measure a time, though a deed that may take help away can be done only until
    then; and those whose end an answer waits for while nothing that helps it hangs on their being
    in force. Of both kinds is an offer that an attacker may accept until it ends.

    Parameters
    ----------
    arrangement
        The arrangement.

    Returns
    -------
    frozenset of str
        Ids of instruments with a sunset.
    """
    a = arrangement
    bears = rests(a, [("guarantees", name) for name in a.guarantees])
    dated = (name for name, text in a.instruments.items() if text.sunset is not None)
    waited_for = {name for name in dated if bears.get(("sunset", name)) == _HELPS}
    hurting = {n for n in a.deeds if False in bears.get(("deeds", n), ())}
    deeds = {n: replace(d, needs=None) if n in hurting else d for n, d in a.deeds.items()}
    return _measuring(a, replace(a, deeds=deeds)) | waited_for


def endless(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement in which no treaty runs out that takes anything away by it."""
    a, running = arrangement, kept(arrangement)
    dated = {name: i for name, i in a.instruments.items() if i.sunset and name not in running}
    without = {name: replace(i, sunset=None) for name, i in dated.items()}
    return replace(a, instruments={**a.instruments, **without}) if without else a


def undated(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement in which no guarantee ends on a day that its own text names."""
    a = arrangement
    lasting = {
        name: replace(g, in_force=_whatever_the_day(g.in_force))
        for name, g in a.guarantees.items()
        if g.in_force is not None and _whatever_the_day(g.in_force) != g.in_force
    }
    return replace(a, guarantees={**a.guarantees, **lasting}) if lasting else a


def _whatever_the_day(condition: Condition) -> Condition | None:
    """Return what a condition asks for besides that some day has not come yet; None for nothing."""
    if condition.not_ is not None:
        return None if condition.not_.from_ is not None else condition
    if condition.all is None:
        return condition
    parts = [left for part in condition.all if (left := _whatever_the_day(part)) is not None]
    if parts == list(condition.all):
        return condition
    return Condition(all=tuple(parts)) if parts else None
