"""Whether whoever acts can keep the answer away by leaving first."""

from __future__ import annotations

LEAVING = "withdrawal-dodge"
"""The id of that fault."""


def leaves_first(fault: str, statement: str, by: str) -> bool:
    """Say whether a fault is that somebody leaves a treaty and is then not answered.

    Parameters
    ----------
    fault, statement
        The id of the fault, and its sentence.
    by
        What the one who acts is called.

    Examples
    --------
    >>> leaves_first("withdrawal-dodge", "by leaving 'pact' first, Upland attacks", "Upland")
    True
    >>> leaves_first("withdrawal-dodge", "by leaving 'pact' first, New Upland attacks", "Upland")
    False
    """
    return fault == LEAVING and f" first, {by} " in statement
