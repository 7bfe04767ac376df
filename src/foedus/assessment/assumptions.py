"""What the figures rest on: the estimates of a file, those that move the result most first."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.deterrence import Deterrence
from foedus.deterrence.influence import Influence, influences
from foedus.language import Arrangement
from foedus.prospects import Prospects

_SHOWN = 4
"""How many estimates are told; `foedus deter` and the file itself tell them all."""


def assumptions(
    a: Arrangement, expected: Mapping[str, Prospects], found: Deterrence | None
) -> tuple[str, ...]:
    """Return a sentence for each of what matters most to effect, to attack, and to the method."""
    told = [line for name, one in expected.items() for line in _of_effect(name, one)][:1]
    if found is not None:
        told += [_told(one) for one in influences(found)[:_SHOWN]]
        told.append(f"conduct: {found.concept}")
    return tuple(told)


def _of_effect(option: str, one: Prospects) -> list[str]:
    """Say what the chance of taking effect turns on, where it turns on anything."""
    where = f" under {option}" if option else ""
    return [
        f"whether it takes effect{where} turns most on {driver.name}"
        f" (rank correlation {driver.rank_correlation:+.1f})"
        for driver in one.chance_drivers[:1]
    ]


def _told(one: Influence) -> str:
    e = one.estimate
    why = f": {e.because}" if e.because else ""
    where = f" under {one.option}" if one.option else ""
    return (
        f"{one.name.replace('.', ' / ')} is {e.lowest:g} to {e.highest:g} ({e.kind}{why}); its rank"
        f" correlation with attack is {one.correlation:+.1f}{where}"
    )
