"""Several helps against one act: what is one fact for all of them is one in the game.

How long the act takes, and when the decision ended after which they are called on, is the same for
all that help; and where one will promises twice, so is its force. Whether one help is in time thus
tells of the next: each has the chance that is left, over all that the act and the decision can have
taken, and over all that the force can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.draws import Draws
from foedus.deterrence.elapsed import Race, thinned
from foedus.deterrence.timing import Timing
from foedus.language import Arrangement, Estimate

Array = NDArray[np.float64]
Wills = Mapping[str, tuple[str, ...]]
"""By guarantee: all that are one promise with it (`foedus.deterrence.sides.one_will`)."""
_LENGTHS, _ENDS = 100, 400
"""Points by which the law of an act's length is known, and of the day on which a decision ended."""


def bears_on(a: Arrangement, wills: Wills, one: Race, other: Race) -> bool:
    """Say whether two helps against one act have something in common that is not known."""
    if (one.front, one.act) != (other.front, other.act):
        return False
    by = a.pairs[one.front][0]
    uncertain = any(act.act == one.act and act.takes is not None for act in a.conduct[by].acts)
    after = bool(one.links) and one.links == other.links
    return uncertain or after or other.guarantee in wills.get(one.guarantee, ())


def ended_so(timing: Timing, wills: Wills, draws: Draws, races: Sequence[Race]) -> Array:
    """Return the chance that all of these ended as they did, shape (draws,)."""
    lengths = lengths_of(timing.arrangement, draws, races[0])
    return np.asarray(by_length(timing, wills, draws, races, lengths).mean(axis=1))


def by_length(
    timing: Timing, wills: Wills, draws: Draws, races: Sequence[Race], lengths: Array
) -> Array:
    """Return that chance by how many days the act takes, shape (draws, lengths).

    Where they are called on after different steps, how long these took is averaged for each alone.
    """
    spent = [timing.spent(race.links, draws) for race in races]
    which = max((one[1] for one in spent), key=np.max, default=np.zeros(draws.size, int))
    found = np.zeros((draws.size, len(lengths)))
    for at in range(int(which.max(initial=0)) + 1):
        points = [laws[at if len(laws) > 1 else 0] for laws, _ in spent]
        if all(len(row) for row in points):
            likely = _likely(timing.arrangement, wills, draws, races, points, lengths)
            found = np.where((which == at)[:, None], likely, found)
    return found


def _likely(
    a: Arrangement,
    wills: Wills,
    draws: Draws,
    races: Sequence[Race],
    spent: Sequence[Array],
    lengths: Array,
) -> Array:
    """Return that chance where the steps before each took these days, (draws or 1, lengths)."""
    together = len({race.links for race in races}) == 1
    least: dict[str, Array] = {}
    most: dict[str, Array] = {}
    for race, points in zip(races, spent, strict=True):
        ends = points if len(lengths) == 1 else thinned(points, _ENDS)
        bounds = np.subtract.outer(lengths - race.later, ends)
        estimate = a.guarantees[race.guarantee].arrives
        assert estimate is not None
        under = draws.under(f"arrives.{race.guarantee}", estimate, bounds.ravel())
        under = under.reshape(-1, *bounds.shape)
        under = under if together else under.mean(axis=2, keepdims=True)
        will = wills[race.guarantee][0] if race.guarantee in wills else race.guarantee
        if race.in_time:
            most[will] = np.minimum(most.get(will, np.ones(1)), under)
        else:
            least[will] = np.maximum(least.get(will, np.zeros(1)), under)
    likely = np.ones((1, len(lengths), 1))
    for will in {**least, **most}:
        room = most.get(will, np.ones(1)) - least.get(will, np.zeros(1))
        likely = likely * np.maximum(room, 0.0)
    return np.asarray(likely.mean(axis=2))


def lengths_of(a: Arrangement, draws: Draws, race: Race) -> Array:
    """Return the days that the act takes, as equally likely points."""
    by = a.pairs[race.front][0]
    takes = next(act.takes for act in a.conduct[by].acts if act.act == race.act)
    if takes is None:
        return np.array([float(race.needs)])
    return points_of(draws, f"takes.{by}.{race.act}", takes)


def points_of(draws: Draws, taking: str, takes: Estimate) -> Array:
    """Return the days of a law of how long an act takes, as equally likely points."""
    return draws.law(taking, takes, (np.arange(_LENGTHS) + 0.5) / _LENGTHS)
