"""Break-evens: from which credibility, chance of passing or speed on an attack no longer pays.

For each draw the adversary's best conduct (no errors) is computed on a grid of the parameter. What
comes out is a *set* of values that deter, because such a value need not exist and need not be one
threshold: a slower consequence can deter where a faster one invites. The threshold is then solved
for between two values of the grid: a chance to within `RESOLVED`, days to the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import DETERRED, along
from foedus.figures import RESOLVED, Figure, percent

Array = NDArray[np.float64]
_UNIT = np.linspace(0.0, 1.0, 21)
_DAYS = np.array([0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730])


@dataclass(frozen=True)
class Deterring:
    """For each draw, at which values of a parameter the adversary is deterred.

    Parameters
    ----------
    name
        The parameter: ``honour``, ``passing`` or ``days``.
    grid
        Its values, shape (grid,).
    holds
        Whether the adversary is deterred there, shape (grid, draws).
    threshold
        The least value that deters, per draw; for days the greatest. Infinite: none does.
    """

    name: str
    grid: Array
    holds: NDArray[np.bool_]
    threshold: Array

    @property
    def single(self) -> NDArray[np.bool_]:
        """Whether one threshold says it all, per draw."""
        changes = (self.holds[1:] != self.holds[:-1]).sum(axis=0)
        towards = self.holds[0] if self.name == "days" else self.holds[-1]
        return np.asarray((changes == 0) | ((changes == 1) & towards))


def grid_of(name: str) -> Array:
    """Return the values of a parameter at which a break-even is searched for."""
    return np.asarray(_DAYS if name == "days" else _UNIT, np.float64)


def deterring(
    game: Game, draws: Draws, name: str, by: str | None = None, grid: Array | None = None
) -> Deterring:
    """Return where on a grid of one parameter `by` is deterred, and from where on, by draw."""
    values = grid_of(name) if grid is None else np.asarray(grid, np.float64)
    holds = along(game, draws, name, values, by=by) < DETERRED
    end = len(values) - 1 - holds[::-1].argmax(axis=0) if name == "days" else holds.argmax(axis=0)
    beyond = np.clip(end + (1 if name == "days" else -1), 0, len(values) - 1)
    none = ~holds.any(axis=0)
    beyond = np.where(none, end, beyond)
    (solved,) = _solved(game, draws, name, by, values[end][None], values[beyond][None])
    never = -np.inf if name == "days" else np.inf
    return Deterring(name, values, holds, np.where(none, never, solved))


def _solved(
    game: Game, draws: Draws, name: str, by: str | None, deters: Array, fails: Array
) -> Array:
    """Return the last values that deter on the way from those to others that do not, by halving."""
    days = name == "days"
    while np.abs(fails - deters).max(initial=0.0) > (1.0 if days else RESOLVED):
        tried = (np.floor if days else np.asarray)((deters + fails) / 2)
        enough = along(game, draws, name, tried, by=by) < DETERRED
        deters, fails = np.where(enough, tried, deters), np.where(enough, fails, tried)
    return deters


def in_middle_case(game: Game, middle: Draws, name: str, by: str) -> list[tuple[float, float]]:
    """Return the ranges that deter with every estimate at its middle, their ends solved for."""
    found = deterring(game, middle, name, by)
    ends = np.ravel(sets(found))[:, None]
    places = np.searchsorted(found.grid, ends)
    places[::2] -= 1
    places[1::2] += 1
    beyond = found.grid[np.clip(places, 0, len(found.grid) - 1)]
    row = _solved(game, middle, name, by, ends, beyond).ravel().tolist()
    return list(zip(row[::2], row[1::2], strict=True))


def sets(found: Deterring, draw: int = 0) -> list[tuple[float, float]]:
    """Return the intervals of the grid on which the adversary is deterred in one draw.

    Examples
    --------
    >>> holds = np.array([[False], [True], [True], [False], [True]])
    >>> sets(Deterring("honour", np.arange(5.0), holds, np.array([1.0])))
    [(1.0, 2.0), (4.0, 4.0)]
    """
    row = found.holds[:, draw]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(int)))
    pairs = zip(edges[::2], edges[1::2] - 1, strict=True)
    return [(float(found.grid[low]), float(found.grid[high])) for low, high in pairs]


_WHAT = {
    "honour": ("the least chance of being honoured", "honoured for certain", "never honoured"),
    "passing": ("the least chance of passing", "sure to pass", "sure not to pass"),
    "days": ("the longest delay", "at once", "after two years or never"),
}
_NOTHING_OF = {"honour": "no honouring", "passing": "no answer", "days": "no answer at any time"}
_NEVER = "never: in half of the draws or more nothing of it is enough"
_SPLIT = "split: in half of the draws it is not needed, and in half nothing of it is enough"
_ALWAYS = "not needed: in most draws attacking does not pay however late it comes"


def figure(
    found: Deterring,
    middle_case: Sequence[tuple[float, float]],
    sources: Sequence[str] = (),
    of: int | None = None,
) -> Figure:
    """Return the break-even over all draws: its median and 80 % interval, or none with the reason.

    The draws stand in order of how much it takes: those in which it is not needed, then by the
    threshold, then those in which nothing is enough. Of an even number two stand in the middle,
    and the median is that of the one in which it takes more; where it is not needed in the one
    and nothing is enough in the other there is none, whichever parameter is asked about.

    Parameters
    ----------
    found
        For every draw.
    middle_case
        The ranges that deter with every estimate at its middle.
    sources
        Ids of the sources it rests on.
    of
        How many draws there are, where it was searched for in some of them only.
    """
    what, best, worst = _WHAT[found.name]
    threshold = found.threshold
    never = np.asarray(~found.holds.any(axis=0))
    idle = np.asarray(found.holds.all(axis=0))
    unit = "days" if found.name == "days" else "probability"
    searched = found.holds.shape[1]
    some = of is not None and of > searched
    draws = f"the {searched} draws in which it was searched for" if some else "the draws"
    because = [
        f"{what} at which attacking no longer pays the adversary (best conduct, no errors)",
        f"in {percent(float(never.mean()))} of {draws} none deters, though it were {best}",
        f"in {percent(float(idle.mean()))} of {draws} {_NOTHING_OF[found.name]} is needed: even if "
        f"{worst}, attacking does not pay",
    ]
    if not found.single.all():
        mixed = percent(float((~found.single).mean()))
        beyond = "sooner" if found.name == "days" else "higher up"
        ranges = "a range deters, or several do"
        because.append(f"in {mixed} of {draws} an attack {AGAIN} {beyond}: {ranges}")
    because.append(f"with every estimate at its middle: {_told(middle_case, unit)}")
    low, high = (float(np.quantile(threshold, q, method="nearest")) for q in (0.1, 0.9))
    middle, none = _median(found)
    if none:
        return Figure(None, unit=unit, because=(none, *because), sources=tuple(sources))
    finite = bool(np.isfinite([low, high]).all())
    return Figure(
        middle,
        low if finite else None,
        high if finite else None,
        unit,
        because=tuple(because),
        sources=tuple(sources),
    )


def _median(found: Deterring) -> tuple[float, str]:
    """Return the threshold of the middle draw, and why there is none where there is none."""
    takes = found.threshold * (-1 if found.name == "days" else 1)
    never = np.asarray(~found.holds.any(axis=0))
    idle = np.asarray(found.holds.all(axis=0))
    order = np.lexsort((takes, never.astype(int) - idle))
    less, more = order[(len(order) - 1) // 2], order[len(order) // 2]
    if never[more]:
        return np.nan, _SPLIT if idle[less] else _NEVER
    if idle[more] and found.name == "days":
        return np.nan, _ALWAYS
    return float(found.threshold[more]), ""


AGAIN = "pays again"
"""Said of a break-even beyond which, in some draw, an attack is worth while once more."""


def _told(ranges: Sequence[tuple[float, float]], unit: str) -> str:
    if not ranges:
        return "nothing deters"
    written = "{:.0f}" if unit == "days" else "{:.2g}"
    told = [
        " to ".join(dict.fromkeys(written.format(end) for end in between)) for between in ranges
    ]
    return f"deterred at {' and '.join(told)}" + (" days" if unit == "days" else "")
