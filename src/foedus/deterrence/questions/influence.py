"""Which estimates move the chance of attack most: rank correlation over the draws of a sweep."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.deterrence.chunk import telling_of
from foedus.deterrence.estimates import estimates
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.solving import Deterrence
from foedus.language import Estimate
from foedus.prospects import drivers


class Influence(NamedTuple):
    """How one estimate moves the chance of attack.

    Parameters
    ----------
    name
        The parameter.
    estimate
        What the file says of it.
    option
        The option under which it moves attack most.
    correlation
        Spearman's, with the chance of attack under that option.
    """

    name: str
    estimate: Estimate
    option: str
    correlation: float


def by_label(found: Deterrence) -> list[str]:
    """Return the options in the order of what they are called, whatever the order of the file."""
    return sorted(found.jobs, key=lambda name: (found.options[name].label, name))


def influences(found: Deterrence) -> tuple[Influence, ...]:
    """Return the estimates that move attack by more than chance could, the strongest first."""
    strongest: dict[str, Influence] = {}
    asked: dict[str, dict[str, Estimate]] = {}
    for name in by_label(found):  # of two options that are level the first by what it is called
        job = found.jobs[name]
        rests_on = telling_of(found.rows[name], job.deterred).rests_on
        asked[name] = {key: e for key, e in estimates(job.variant) if key in rests_on}
    looked_at = sum(len(known) for known in asked.values())
    for name, known in asked.items():
        parts = [found.jobs[name].draws(size, number) for number, size in found.design.chunks]
        drawn = {k: np.concatenate([part.of(k, e) for part in parts]) for k, e in known.items()}
        for key, moved in drivers(drawn, found.attack(name), len(drawn), looked_at):
            if key not in strongest or abs(moved) > abs(strongest[key].correlation):
                strongest[key] = Influence(key, known[key], name, moved)
    return tuple(sorted(strongest.values(), key=lambda one: -abs(one.correlation)))


def passing(found: Deterrence) -> dict[str, tuple[float, str]]:
    """Return how attack moves with how likely procedures pass, and under which option most.

    By the name of the parameter: it is no estimate of the file, but follows from how steps are
    decided. Only those that move it by more than chance could.
    """
    strongest: dict[str, tuple[float, str]] = {}
    for name in by_label(found):
        rests = found.resting(name)
        if not any(key.startswith("passing.") for key in (*rests.inputs, *rests.together)):
            continue  # all draws are gone through once more for these alone
        drawn = inputs(found.jobs[name], found.design.chunks)
        own = {key: row for key, row in drawn.items() if key.startswith("passing.")}
        for key, moved in drivers(own, found.attack(name), most=len(own)):
            if key not in strongest or abs(moved) > abs(strongest[key][0]):
                strongest[key] = moved, name
    return strongest
