"""Contest functions: how a fight ends, by the forces that are there on the day it is decided.

The ratio form makes the odds a power of the ratio of forces (Tullock 1980); the difference form
makes the logarithm of the odds proportional to their difference (Hirshleifer 1989, Public Choice
63, 101-112). Neither is agreed on, nor is how decisive an advantage is; a result that holds under
one only is not robust.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.draws import Draws
from foedus.deterrence.situation import ARMED, FORCE, HELPED, LEVELS
from foedus.language import Arrangement
from foedus.language.judgements import Contest, Force

Array = NDArray[np.float64]
Form = Literal["stated", "ratio", "difference"]


def gains(a: Arrangement, contest: Contest, level: str, form: Form, draws: Draws) -> Array:
    """Return the chance that an attack gains what it is for, shape (draws,).

    Parameters
    ----------
    a, contest
        The arrangement, and the fight.
    level
        What stands against it: ``alone``, ``armed`` or ``helped``.
    form
        ``ratio`` or ``difference``.
    draws
        Of forces and of their decisiveness.
    """
    assert contest.decisiveness is not None
    name = f"decisiveness.{contest.by}.{contest.act}"
    steep = draws.of(name, contest.decisiveness)
    attack = _strength(a, [f for f in a.forces if f.of == contest.by and not f.under], draws)
    defence = _strength(a, _defending(a, contest, level), draws)
    if form == "ratio":
        with np.errstate(divide="ignore"):
            return np.asarray(1 / (1 + (defence / attack) ** steep))
    # In units of the attacking force, so that the unit of the file does not matter.
    return np.asarray(1 / (1 + np.exp(steep * (defence - attack) / attack)))


def _defending(a: Arrangement, contest: Contest, level: str) -> list[Force]:
    """Return the forces against an attack: its victims' own, and help that is there in time."""
    victims = a.conduct[contest.by].towards
    needs = next(act.needs for act in a.conduct[contest.by].acts if act.act == contest.act)
    days = needs.days if needs else 0
    reached = LEVELS.index(level)
    there = [force for force in a.forces if force.of in victims and not force.under]
    for force in a.forces:
        guarantee = a.guarantees.get(force.under or "")
        if guarantee is not None and guarantee.against == contest.by and force.after.days <= days:
            brings = FORCE.get(guarantee.response, 0)
            if brings in (ARMED, HELPED) and brings <= reached:
                there.append(force)
    return there


def _strength(a: Arrangement, forces: list[Force], draws: Draws) -> Array:
    total = np.zeros(draws.size)
    for force in forces:
        total = total + draws.of(f"forces.{a.forces.index(force)}", force.strength)
    return total
