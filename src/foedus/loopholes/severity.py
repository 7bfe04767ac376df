"""How grave a fault is: what leaves the victim without help comes first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.loopholes.loophole import Loophole


class Grade(NamedTuple):
    """Faults of one gravity, the gravest first.

    Parameters
    ----------
    id
        The name of the grade in data.
    said
        What its faults have in common.
    properties
        Ids of the properties of which these are the faults.
    """

    id: str
    said: str
    properties: tuple[str, ...]


GRADES = (
    Grade(
        "no-help",
        "the victim can be left without help",
        (
            "gap",
            "threshold-gap",
            "empty-assurance",
            "scope-gap",
            "dead-end",
            "predates",
            "withdrawal-dodge",
            "expiry",
            "forfeiture",
            "monotone-protection",
            "self-defence",
        ),
    ),
    Grade(
        "help-withheld",
        "somebody can keep help away",
        (
            "kept-from-starting",
            "activation-veto",
            "assured-response",
            "void-if-declined",
            "single-blocker",
            "adversary-guarantor",
            "circular-veto",
            "deadlock",
        ),
    ),
    Grade(
        "late-or-less",
        "help comes late, or is less than it sounds",
        ("promptness", "capability-gap", "right-without-duty", "deemed-necessary"),
    ),
    Grade(
        "record",
        "whether there was a breach, or an excuse, is not safely settled",
        (
            "judge-of-content",
            "own-cause",
            "own-excuse",
            "unsettled-readings",
            "deniable-breach",
            "lost-standing",
            "idle-finding",
            "false-flag",
        ),
    ),
    Grade(
        "text",
        "the text does not do what it says",
        ("conflict", "double-bind", "toothless-norm", "dead-clause", "order"),
    ),
)
OWN = Grade("own", "a property of the reader's own", ())
"""What properties written by the reader are: how grave a fault of theirs is, only they know."""
_RANKS = {
    name: rank for rank, name in enumerate((name for g in GRADES for name in g.properties), start=1)
}


def severity(asked: str) -> int:
    """Return the rank of the faults of a property, 1 for the gravest.

    Properties that are not in the catalogue share the last rank.

    Examples
    --------
    >>> severity("gap"), severity("order") > severity("promptness")
    (1, True)
    """
    return _RANKS.get(asked, len(_RANKS) + 1)


def grade(asked: str) -> Grade:
    """Return the grade of the faults of a property.

    Examples
    --------
    >>> grade("promptness").said
    'help comes late, or is less than it sounds'
    """
    return next((g for g in GRADES if asked in g.properties), OWN)


def ranked(found: Iterable[Loophole]) -> tuple[Loophole, ...]:
    """Return faults with the gravest first, those of one property in the order found."""
    return tuple(sorted(found, key=lambda hole: severity(hole.id)))
