"""Which estimates move the chance of attack most: rank correlation over the draws of a sweep."""

from __future__ import annotations

from typing import NamedTuple

from foedus.deterrence.deter import Deterrence
from foedus.deterrence.flips import estimates
from foedus.deterrence.inputs import inputs
from foedus.language.quantities import Estimate
from foedus.prospects.drivers import drivers


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


def influences(found: Deterrence) -> tuple[Influence, ...]:
    """Return the estimates that move attack by more than chance could, the strongest first."""
    strongest: dict[str, Influence] = {}
    for name, job in found.jobs.items():
        known = dict(estimates(job.variant))
        drawn = {key: row for key, row in inputs(job, found.chunks).items() if key in known}
        for key, moved in drivers(drawn, found.attack(name), most=len(drawn)):
            if key not in strongest or abs(moved) > abs(strongest[key].correlation):
                strongest[key] = Influence(key, known[key], name, moved)
    return tuple(sorted(strongest.values(), key=lambda one: -abs(one.correlation)))
