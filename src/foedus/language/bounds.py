"""Between what a parameter lies: one rule, whether it is written in a file, typed or passed."""

from __future__ import annotations

from math import isfinite

from foedus.language.quantities import Estimate

CHANCES = frozenset(
    {
        "detect",
        "attribute",
        "false_alarm",
        "honour",
        "alone",
        "helped",
        "armed",
        "quarrel_lasts",
        "gives_in",
        "out_of_hand",
        "if_resolved",
        "if_irresolute",
        "resolved",
        "passing",
    }
)
"""Keys whose numbers are chances."""
DAYS = frozenset({"takes", "arrives", "days"})
"""Keys whose numbers are days."""


def out_of_bounds(key: str, estimate: Estimate) -> str:
    """Return why an estimate cannot be what stands under a key; empty where it can.

    Examples
    --------
    >>> out_of_bounds("honour", Estimate(low=60, high=90, kind="assumed", because="percent"))
    "'honour' is a chance and lies between 0 and 1"
    >>> out_of_bounds("honour", Estimate(low=0.6, high=0.9, kind="assumed", because="a share"))
    ''
    """
    low, high = estimate.lowest, estimate.highest
    if not (isfinite(low) and isfinite(high)):
        return f"{key!r} is a finite number"
    if key in CHANCES and not (low >= 0 and high <= 1):
        return f"{key!r} is a chance and lies between 0 and 1"
    if key in DAYS and low < 0:
        return f"{key!r} is a number of days and cannot be negative"
    if key == "forces" and not low > 0:
        return "forces are more than none"
    return law_problem(estimate)


def law_problem(e: Estimate) -> str:
    """Return what is wrong with the law of an estimate, empty when nothing is."""
    if e.law == "log" and not e.lowest * e.highest > 0:
        return "'law: log' needs low and high on one side of zero, and not zero itself"
    return ""
