"""What the game takes from the file with a range, in words, with how much attack turns on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foedus.deterrence import (
    Deterrence,
    by_label,
    influences,
    middle_by_ratio,
    moving,
    passing,
    ranged,
    spoken,
)


class Input(NamedTuple):
    """An estimate that the game draws from a range.

    Beside these, where the answer changes along it: how likely a procedure passes that votes, or
    several steps, decide. It is ``derived``.

    Parameters
    ----------
    name, says
        What ``foedus deter --vary`` calls it, and the same in words.
    kind, low, high
        Measured, judged, assumed or derived, and the range of the file, in `unit`.
    unit
        ``prizes`` for what is at stake, ``days``, or a probability.
    because, sources
        Why it is put so; empty where the file does not say.
    middle
        The middle of the range, where ratios count within it; none where differences do, or where
        the file has a value.
    correlation, option
        Rank correlation with attack, under the option where it is strongest; none where chance
        alone could explain it.
    """

    name: str
    says: str
    kind: str
    low: float
    high: float
    unit: str
    because: str
    sources: tuple[str, ...]
    correlation: float | None
    option: str
    middle: float | None = None

    @property
    def spans(self) -> str:
        """The range in words: costs as what they cost."""
        return ranged(self.name, self.low, self.high, self.middle)

    @property
    def moves(self) -> str:
        """How attack moves with it, in words; empty where it is not seen to."""
        if self.correlation is None:
            return ""
        return moving(self.name, self.high, self.correlation)


_TOGETHER = "it follows from how its steps are decided: by votes, or one after the other"


def inputs(found: Deterrence | None) -> tuple[Input, ...]:
    """Return every input with a range, those that attack turns on most first."""
    if found is None:
        return ()
    moved: dict[str, tuple[float | None, str]] = {
        one.name: (one.correlation, one.option) for one in influences(found)
    }
    moved |= passing(found)
    told: dict[str, Input] = {}
    for option in by_label(found):
        variant, rests = found.jobs[option].variant, found.resting(option)
        for name, e in rests.inputs.items():
            estimated = (e.kind, e.lowest, e.highest, _unit(name), e.because, e.source)
            correlation, of = moved.get(name, (None, option))
            row = Input(
                name, spoken(variant, name), *estimated, correlation, of, middle_by_ratio(e)
            )
            told.setdefault(name, row)
        for name, ends in rests.together.items():
            derived = ("derived", *ends, _unit(name), _TOGETHER, ())
            correlation, of = moved.get(name, (None, option))
            row = Input(name, spoken(variant, name), *derived, correlation, of)
            told.setdefault(name, row)
    return tuple(sorted(told.values(), key=_weight))


def _weight(one: Input) -> tuple[float, str]:
    return -abs(one.correlation or 0.0), one.name


_PRIZES = ("stakes", "refusing")


def _unit(name: str) -> str:
    kind = name.partition(".")[0]
    if kind in _PRIZES:
        return "prizes"
    return "days" if kind in ("arrives", "takes", "days") else "probability"


def plainly(told: Iterable[Input]) -> list[dict[str, object]]:
    """Return inputs as plain data."""
    return [one._asdict() | {"sources": list(one.sources)} for one in told]
