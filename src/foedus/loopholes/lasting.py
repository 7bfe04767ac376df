"""Which conditions go on holding once they hold."""

from __future__ import annotations

from foedus.language import Condition

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
