"""Switching values in words: where an input must lie for an option to deter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.assessment import Input
from foedus.deterrence import Row as Decided


class Crossing(NamedTuple):
    """Where the answer changes along one input.

    Parameters
    ----------
    name, what
        The input, and the same in words.
    kind, middle, value, deters, away
        As in `foedus.deterrence.questions.switching.Switch`.
    unit
        What it is measured in; empty for a probability.
    """

    name: str
    what: str
    kind: str
    middle: float
    value: float
    deters: str
    away: float
    unit: str

    @property
    def said(self) -> str:
        """Where it deters, in words."""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.what} {self.deters} {self.value:.2g}{unit} ({self.kind}: {self.middle:.2g})"


def crossings(inputs: Iterable[Input], row: Decided) -> list[Crossing]:
    """Return where the answer on an option changes, in the order of the decision table."""
    known = {one.name: one for one in inputs}
    return [
        Crossing(
            s.name,
            known[s.name].says if s.name in known else s.name,
            s.kind,
            s.middle,
            s.value,
            s.deters,
            s.away,
            ""
            if s.name not in known or known[s.name].unit == "probability"
            else known[s.name].unit,
        )
        for s in row.switches
    ]
