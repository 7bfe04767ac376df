"""The ways through a chain of procedures, each with its chance and its days, draw by draw.

Most procedures have one way: every step passes. Where a step that is blocked leads on (the same
question in another body), or where passing one ends the procedure early, there are several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from foedus.language import Arrangement
from foedus.prospects.chain import Leg, Step
from foedus.prospects.steps import StepProspect
from foedus.prospects.streams import Array


class Way(NamedTuple):
    """One way through a procedure.

    Attributes
    ----------
    chance
        That it is this way that is gone, shape (draws,).
    ends
        Days from the opening of the procedure until each step was decided, shape (draws,).
    """

    chance: Array
    ends: Mapping[Step, Array]


class Ways(NamedTuple):
    """All the ways through a chain together.

    Attributes
    ----------
    chance
        That the chain is run through, by whichever way, shape (draws,).
    days, weights
        Days until then and the chance of each, over ways and draws, shape (ways × draws,).
    """

    chance: Array
    days: Array
    weights: Array


def ways_through(
    arrangement: Arrangement,
    legs: Sequence[Leg],
    steps: Mapping[Step, StepProspect],
    draws: int,
    waits: int = 0,
) -> Ways:
    """Return the chance and the days of running through a chain of procedures.

    Parameters
    ----------
    arrangement
        Says what follows when a step passes, is blocked, or runs out of time.
    legs
        The procedures, in the order they open.
    steps
        What is to be expected of each step.
    draws
        How many draws.
    waits
        Days that pass besides.
    """
    options = [list(_through(arrangement, leg, steps, draws)) for leg in legs]
    taken = [_in_sequence(legs, combination, draws) for combination in product(*options)]
    chances = np.array([chance for chance, _ in taken]).reshape(-1, draws)
    days = np.array([days for _, days in taken]).reshape(-1, draws) + waits
    return Ways(np.minimum(chances.sum(axis=0), 1.0), days.ravel(), chances.ravel())


def _through(
    arrangement: Arrangement, leg: Leg, steps: Mapping[Step, StepProspect], draws: int
) -> Iterator[Way]:
    text = arrangement.procedures[leg.procedure].steps
    completes = text[leg.last].on_pass == "effect" or leg.last == len(text) - 1

    def onward(at: int, chance: Array, ends: Mapping[Step, Array]) -> Iterator[Way]:
        prospect, step = steps[leg.procedure, at], text[at]
        begun = ends[leg.procedure, at - 1] if at else np.zeros(draws)
        ends = {**ends, (leg.procedure, at): begun + prospect.days}
        passed, done = chance * prospect.passes, step.on_pass == "effect" or at == len(text) - 1
        if (done and completes) or (at == leg.last and not completes):
            yield Way(passed, ends)
        elif not done:
            yield from onward(at + 1, passed, ends)
        leads = np.where(prospect.late, step.on_timeout == "next", step.on_block == "next")
        if leads.any() and at + 1 < len(text) and (completes or at < leg.last):
            yield from onward(at + 1, chance * (1 - prospect.passes) * leads, ends)

    yield from onward(0, np.ones(draws), {})


def _in_sequence(legs: Sequence[Leg], chosen: Sequence[Way], draws: int) -> tuple[Array, Array]:
    """Return the chance of these ways together, and the days until the last has been gone."""
    chance, ends, last = np.ones(draws), dict[Step, Array](), np.zeros(draws)
    for leg, way in zip(legs, chosen, strict=True):
        begins = np.zeros(draws) if leg.after is None else ends[leg.after]
        ends |= {step: begins + days for step, days in way.ends.items()}
        chance = chance * way.chance
        last = np.maximum(last, begins + list(way.ends.values())[-1])
    return chance, last
