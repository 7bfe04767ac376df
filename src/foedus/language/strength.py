"""How strong a response is: consultation is no defence, and a right is not a duty."""

from __future__ import annotations

from collections.abc import Mapping

STRENGTH: Mapping[str, int] = {
    "right_only": 0,
    "consult": 1,
    "as_deemed_necessary": 2,
    "sanctions": 3,
    "arms": 3,
    "defend": 4,
}
"""From no duty at all to defence. Sanctions and arms are aid of one strength: neither is force, and
neither can stand in for the other in general."""


def strength(response: str) -> int:
    """Return how strong a response is; 0 for a right, which owes nothing.

    Examples
    --------
    >>> [strength(response) for response in ("consult", "as_deemed_necessary", "arms", "defend")]
    [1, 2, 3, 4]
    >>> strength("right_only")
    0
    """
    return STRENGTH[response]


def is_duty(response: str) -> bool:
    """Say whether a response is owed; those who have a right may respond, and owe nothing."""
    return STRENGTH[response] > 0
