"""Verdicts on several options of one case: what is alike is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.loopholes.catalogue import Verdict
from foedus.loopholes.severity import severity


class Shared(NamedTuple):
    """One verdict, and the options of which it is the verdict.

    Parameters
    ----------
    options
        Ids of the options, in the order in which they were given.
    verdict
        The verdict on the first of them; on the others it says the same of the same property, with
        the same faults, though a story may have other days.
    """

    options: tuple[str, ...]
    verdict: Verdict


def shared(reports: Mapping[str, Sequence[Verdict]]) -> tuple[Shared, ...]:
    """Group the verdicts on several options.

    Parameters
    ----------
    reports
        For each option, its verdicts.

    Returns
    -------
    tuple of Shared
        Faults first, the gravest first; of one property, what most options share first.
    """
    grouped: dict[object, list[tuple[str, Verdict]]] = {}
    for name, verdicts in reports.items():
        for verdict in verdicts:
            grouped.setdefault(_said(verdict), []).append((name, verdict))
    told = [Shared(tuple(name for name, _ in all_), all_[0][1]) for all_ in grouped.values()]
    return tuple(sorted(told, key=_place))


def _said(verdict: Verdict) -> tuple[object, ...]:
    """Return what a verdict says: two that say this are alike."""
    faults = tuple((h.statement, str(h.chance or "")) for h in verdict.loopholes)
    return verdict.property.id, verdict.outcome, verdict.missing, frozenset(faults)


_ORDER = ("fails", "undecided", "holds", "does-not-apply")


def _place(one: Shared) -> tuple[int, int, int]:
    asked = one.verdict.property
    rank = severity(asked.id) if one.verdict.loopholes else asked.number
    return _ORDER.index(one.verdict.outcome), rank, -len(one.options)
