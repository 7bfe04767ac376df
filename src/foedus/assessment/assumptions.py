"""What the figures rest on: the estimates of a file, those that move the result most first."""

from __future__ import annotations

from foedus.deterrence import Deterrence
from foedus.deterrence.influence import Influence, influences
from foedus.language import Arrangement

_SHOWN = 5
"""How many estimates are told; `foedus deter --sensitivity` tells them all."""
_NOISE = 3.0
"""Correlations within this many standard errors of none are chance."""


def assumptions(a: Arrangement, found: Deterrence | None) -> tuple[str, ...]:
    """Return a sentence for each of the estimates that matter most, and for the way of solving."""
    if found is None:
        return ()
    floor = _NOISE / max(found.draws - 1, 1) ** 0.5
    moving = [one for one in influences(a, found) if abs(one.correlation) > floor]
    return (*(_told(one) for one in moving[:_SHOWN]), f"conduct: {found.concept}")


def _told(one: Influence) -> str:
    e = one.estimate
    why = f": {e.because}" if e.because else ""
    where = f" under {one.option}" if one.option else ""
    return (
        f"{one.name.replace('.', ' / ')} is {e.lowest:g} to {e.highest:g} ({e.kind}{why}); its rank"
        f" correlation with attack is {one.correlation:+.1f}{where}"
    )
