"""Rival records of honouring, each in place of what the file says: they are never merged into one.

The records count commitments to fight that a war called upon. They are therefore laid over
guarantees that owe force; a mere right to help, arms or consultations have no such record, and keep
the estimate of the file. That may favour one option over another, so a record can also be borrowed
for rights and arms, as if they were honoured no better and no worse than duties of force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Literal

from foedus.evidence import HONOUR, Rate
from foedus.language import Arrangement, Estimate, did_you_mean

STATED = ""
"""What the file itself says of honouring."""
Over = Literal["force", "all"]
"""Whether a record is laid over duties of force, or over rights and arms as well."""
_LAID: Mapping[Over, tuple[str, ...]] = {
    "force": ("defend", "as_deemed_necessary"),
    "all": ("defend", "as_deemed_necessary", "right_only", "arms"),
}


@cache
def rival(name: str) -> Estimate:
    """Return a record as an estimate: likeliest at its rate, within its 95 % interval.

    Examples
    --------
    >>> e = rival("since-1945")
    >>> round(e.middle, 2), round(e.lowest, 2), round(e.highest, 2)
    (0.22, 0.13, 0.35)
    """
    rate: Rate = HONOUR[name]
    low, high = rate.interval or (None, None)
    because = f"{rate.label}: {rate.unit}, {rate.period}"
    return Estimate(
        value=rate.value, low=low, high=high, kind="measured", because=because, source=(name,)
    )


def applies(arrangement: Arrangement, over: Over = "force") -> tuple[str, ...]:
    """Return the guarantees that a record of honouring can be laid over."""
    return tuple(
        name
        for name, g in arrangement.guarantees.items()
        if g.honour is not None and g.response in _LAID[over]
    )


def honouring(arrangement: Arrangement, name: str, over: Over = "force") -> Arrangement:
    """Return an arrangement whose duties of force are honoured as a record has it.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    name
        The record, of `foedus.evidence.HONOUR`; empty for what the file says.
    over
        Whether rights and arms follow it as well.

    Raises
    ------
    KeyError
        When there is no such record.
    """
    if name == STATED:
        return arrangement
    if name not in HONOUR:
        fix = did_you_mean(name, list(HONOUR))
        raise KeyError(f"there is no record of honouring {name!r}. {fix}")
    laid = {
        g: replace(arrangement.guarantees[g], honour=rival(name))
        for g in applies(arrangement, over)
    }
    return replace(arrangement, guarantees={**arrangement.guarantees, **laid})
