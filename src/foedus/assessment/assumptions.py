"""What the figures rest on: the estimates of a file, those that move the result most first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from foedus.deterrence import Deterrence
from foedus.deterrence.influence import Influence, influences
from foedus.language import Arrangement
from foedus.prospects import Prospects

_SHOWN = 4
"""How many estimates are told; `foedus deter` and the file itself tell them all."""


class Assumption(NamedTuple):
    """Something that the figures rest on.

    Parameters
    ----------
    says
        What is assumed, and how much turns on it, in a line.
    because
        Why it is put so; empty where the file does not say.
    """

    says: str
    because: str = ""

    def __str__(self) -> str:
        return f"{self.says}: {self.because}" if self.because else self.says


def assumptions(
    a: Arrangement, expected: Mapping[str, Prospects], found: Deterrence | None
) -> tuple[Assumption, ...]:
    """Return what matters most to effect and to attack, and the method, a line for each."""
    told = [line for name, one in expected.items() for line in _of_effect(name, one)][:1]
    if found is not None:
        told += [_told(one) for one in influences(found)[:_SHOWN]]
        told.append(Assumption("conduct by logit quantal response", found.concept))
    return tuple(told)


def _of_effect(option: str, one: Prospects) -> list[Assumption]:
    """Say what the chance of taking effect turns on, where it turns on anything."""
    where = f" under {option}" if option else ""
    return [
        Assumption(
            f"whether it takes effect{where} turns most on {driver.name}"
            f" (rank correlation {driver.rank_correlation:+.1f})"
        )
        for driver in one.chance_drivers[:1]
    ]


def _told(one: Influence) -> Assumption:
    e = one.estimate
    where = f" under {one.option}" if one.option else ""
    name = one.name.removeprefix("stakes.").replace(".", ", ")
    return Assumption(
        f"{name}: {e.lowest:g} to {e.highest:g} ({e.kind}); rank correlation with attack"
        f" {one.correlation:+.1f}{where}",
        e.because,
    )
