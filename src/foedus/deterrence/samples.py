"""What is known of the steps of an arrangement, as the game takes it: from its prospects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.language import Arrangement, Labels
from foedus.prospects import Asked, Outlook, StepProspect, even

Array = NDArray[np.float64]
SAMPLE = 2000
"""States of affairs, and durations, that steps are known by."""
_UNKNOWN_DAYS = (1.0, 365.0)


class StepSample(NamedTuple):
    """What is known of one step.

    Parameters
    ----------
    passes
        Chance that it passes given that it is reached and voted on in time, shape (sample,): one
        for each state of affairs that is thought possible.
    days
        Days that it takes, as equally likely points of their law.
    known, dated
        Whether anything in the file bears on its chance, and on its days; where not, both are drawn
        from all that can be.
    blocked
        Chance that a no ends it for good, likewise; what is left stays open until time runs out.
        All that does not pass when left out.
    asked
        The ballots of which its chance is a matter, where it is one.
    timing
        Its days by its time limit in days; `days` whatever that is when left out.
    adopted
        Chance, of what passes, that it does only because its time runs out; none when left out.
    """

    passes: Array
    days: Array
    known: bool = True
    dated: bool = True
    blocked: Array | None = None
    asked: Asked | None = None
    timing: Callable[[int], Array] | None = None
    adopted: Array | None = None

    @property
    def fails(self) -> Array:
        """The chance that a no ends it, where one can."""
        return 1 - self.passes if self.blocked is None else self.blocked


Samples = Mapping[tuple[str, int], StepSample]
"""By procedure and number of the step."""


def samples_of(
    arrangement: Arrangement, seed: int, at: date | None = None, labels: Labels | None = None
) -> Samples:
    """Return what the prospects of an arrangement say of each step, by the labels of its file."""
    if not arrangement.procedures:
        return {}
    steps = Outlook(arrangement, SAMPLE, seed, at, agreeing=True, labels=labels).steps
    return {
        place: StepSample(
            passes,
            _days(step),
            step.known,
            step.dated,
            blocked,
            step.asked,
            step.law_within if step.dated else None,
            adopted,
        )
        for place, step in steps.items()
        for (passes, blocked), adopted in ((step.in_time(), step.adopted_in_time()),)
    }


def _days(step: StepProspect) -> Array:
    """Return how many days a step takes, by its law where that is known as such."""
    if not step.dated:
        return _any_days()
    return step.days if step.law is None else step.law


def _any_days() -> Array:
    """Return durations for a step of which nothing is known: a day to a year, by ratio."""
    low, high = _UNKNOWN_DAYS
    return np.floor(low * (high / low) ** even(SAMPLE))
