"""After how many days a step is voted on, by the day on which its time began to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from foedus.process import Process
from foedus.prospects.steps import Step, StepProspect, silent
from foedus.prospects.streams import Array


class When(NamedTuple):
    """Days from its opening until a step is voted on, draw by draw.

    Parameters
    ----------
    days
        Whole ones.
    rest
        What rounding took from each.
    """

    days: list[int]
    rest: list[float]


class Timing:
    """When the steps of a process are voted on.

    Parameters
    ----------
    process
        The process.
    steps
        What is to be expected of each step.
    """

    def __init__(self, process: Process, steps: Mapping[Step, StepProspect]) -> None:
        self._compiled = process.clauses.steps
        self._ids = process.clauses.procedure_ids
        self._steps = steps
        self._known: dict[tuple[int, int, int | None], When] = {}

    def of(self, procedure: int, step: int, since: int) -> When:
        """Return when a step is voted on that was opened on a day.

        A limit in months is as long as the month that then begins.
        """
        ends = self._compiled[procedure][step].ends
        key = (procedure, step, None if ends is None else ends(since) - since)
        if key not in self._known:
            days = np.nan_to_num(self._voted_after(*key))
            whole = np.rint(days)
            self._known[key] = When(whole.astype(int).tolist(), (days - whole).tolist())
        return self._known[key]

    def _voted_after(self, procedure: int, step: int, limit: int | None) -> Array:
        compiled = self._compiled[procedure][step]
        expected = self._steps[self._ids[procedure], step]
        if limit is None:
            return expected.days
        days = expected.days_within(limit)
        if not (compiled.step.at_deadline or silent(compiled)):
            return days
        return np.minimum(days, limit)  # the vote is before the deadline that decides
