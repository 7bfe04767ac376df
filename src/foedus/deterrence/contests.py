"""Contest functions: how a fight ends, by the forces that are there on the day it is decided.

The ratio form makes the odds a power of the ratio of forces (Tullock 1980); the difference form
makes the logarithm of the odds proportional to their difference (Hirshleifer 1989, Public Choice
63, 101-112). Neither is agreed on, nor is how decisive an advantage is; a result that holds under
one only is not robust.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.draws import Draws
from foedus.language import Act, Arrangement, Contest, Force

Array = NDArray[np.float64]
Form = Literal["stated", "ratio", "difference"]


def called(contest: Contest) -> str:
    """Return what parameters of a fight are called after: who acts how, and towards whom."""
    return f"{contest.by}.{contest.act}" + (f"@{contest.against}" if contest.against else "")


def gains(
    a: Arrangement,
    contest: Contest,
    target: str,
    there: Sequence[str],
    form: Form,
    draws: Draws,
    days: float | None = None,
) -> Array:
    """Return the chance that an attack gains what it is for, shape (draws,).

    Parameters
    ----------
    a, contest, target
        The arrangement, the fight, and towards whom it is fought; empty where nobody is named.
    there
        The guarantees whose help is there.
    form
        ``ratio`` or ``difference``.
    draws
        Of forces and of their decisiveness.
    days
        How long the act takes, by which forces come; what it needs when left out.
    """
    assert contest.decisiveness is not None
    name = f"decisiveness.{called(contest)}"
    steep = draws.of(name, contest.decisiveness)
    attack = _strength(a, _attacking(a, contest, days), draws)
    defence = _strength(a, _defending(a, contest, target, there, days), draws)
    if form == "ratio":
        with np.errstate(divide="ignore"):
            return np.asarray(1 / (1 + (defence / attack) ** steep))
    # In units of the attacking force, so that the unit of the file does not matter.
    return np.asarray(1 / (1 + np.exp(steep * (defence - attack) / attack)))


def taken(a: Arrangement, contest: Contest, target: str, there: Sequence[str]) -> list[str]:
    """Return the parameters that `gains` computes a fight from, as ``--vary`` takes them."""
    longest = None if _act(a, contest).takes is None else inf
    forces = _attacking(a, contest, longest) + _defending(a, contest, target, there, longest)
    return [f"decisiveness.{called(contest)}", *(_named(a, force) for force in forces)]


def staggered(a: Arrangement, contest: Contest) -> tuple[float, ...]:
    """Return the days on which forces come that may be there or not when a fight is decided.

    That is where its act takes days by a law.
    """
    days = {float(force.after.days) for force in a.forces if force.after.days}
    return () if _act(a, contest).takes is None else tuple(sorted(days))


def _named(a: Arrangement, force: Force) -> str:
    """Return the name of the parameter of a force: by its place, for it has no id."""
    return f"forces.{next(at for at, one in enumerate(a.forces) if one is force)}"


def _attacking(a: Arrangement, contest: Contest, days: float | None) -> list[Force]:
    able = _there(a, contest, days)
    return [force for force in able if force.of == contest.by and not force.under]


def _defending(
    a: Arrangement, contest: Contest, target: str, there: Sequence[str], days: float | None
) -> list[Force]:
    """Return the forces against an attack: its victim's own, and those of who helps in time."""
    able = _there(a, contest, days)
    own = [force for force in able if force.of == target and not force.under]
    return own + [force for force in able if force.under in there]


def _there(a: Arrangement, contest: Contest, days: float | None) -> list[Force]:
    """Return the forces that are there by the day on which a fight is decided, whoever's."""
    needs = _act(a, contest).needs
    last = days if days is not None else needs.days if needs else 0
    return [force for force in a.forces if force.after.days <= last]


def _act(a: Arrangement, contest: Contest) -> Act:
    return next(act for act in a.conduct[contest.by].acts if act.act == contest.act)


def _strength(a: Arrangement, forces: list[Force], draws: Draws) -> Array:
    total = np.zeros(draws.size)
    for force in forces:
        total = total + draws.of(_named(a, force), force.strength)
    return total
