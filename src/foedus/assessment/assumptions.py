"""What the figures rest on: the estimates of a file, those that move the result most first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from foedus.deterrence import (
    Deterrence,
    Influence,
    influences,
    middle_by_ratio,
    moving,
    ranged,
    spoken,
)
from foedus.language import Arrangement
from foedus.process import UNBOUND, VIENNA_34, bound_outside
from foedus.prospects import Driver

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
    name
        The input that it is about, as `foedus.assessment.Input` has it; empty where it is none.
    """

    says: str
    because: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.says}: {self.because}" if self.because else self.says


def assumptions(
    a: Arrangement,
    variants: Iterable[Arrangement],
    turns_on: Mapping[str, Sequence[Driver]],
    found: Deterrence | None,
) -> tuple[Assumption, ...]:
    """Return what matters most to effect and to attack, the method, and who is taken to be bound.

    A line for each. `variants` are the arrangement under each of its options.
    """
    told = [
        _of_effect(_label(a, name), one) for name, several in turns_on.items() for one in several
    ][:1]
    if found is not None:
        told += [_told(a, one) for one in influences(found)[:_SHOWN]]
        told.append(Assumption("how each side chooses", found.concept))
    outside = dict.fromkeys(one for variant in variants for one in bound_outside(variant))
    return (*told, *(Assumption(f"{one}, though {UNBOUND}", VIENNA_34) for one in outside))


def _of_effect(label: str, driver: Driver) -> Assumption:
    """Say what the chance of taking effect turns on."""
    where = f" under {label}" if label else ""
    return Assumption(
        f"whether it takes effect{where} turns most on {driver.name}"
        f" (rank correlation {driver.rank_correlation:+.1f})"
    )


def _label(a: Arrangement, option: str) -> str:
    """Return what an option is called; it has none where the text stands alone."""
    return a.options[option].label if option in a.options else ""


def _told(a: Arrangement, one: Influence) -> Assumption:
    e = one.estimate
    where = f" under {_label(a, one.option)}" if one.option else ""
    span = ranged(one.name, e.lowest, e.highest, middle_by_ratio(e))
    return Assumption(
        f"{spoken(a, one.name)}: {span} ({e.kind});"
        f" {moving(one.name, e.highest, one.correlation)}{where}",
        e.because,
        one.name,
    )
