"""Scenario discovery: under which few conditions an option fails, as boxes that can be quoted.

The patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9, 123-143,
section 8), used as Bryant and Lempert 2010 (Technological Forecasting and Social Change 77, 34-49)
use it: peel the parameter space from one side at a time, each time where that leaves the largest
share of failures inside; then drop every bound that is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Inside = NDArray[np.bool_]
_PEEL = 0.05
_LEAST = 0.05
"""Share of all draws that a box holds at least."""
_NEEDED = 0.03
"""What a bound must add to the share of failures inside, else it is dropped."""
_WIDE = 0.5
"""Share of all failures that the box chosen should hold, where one does."""


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions on a few parameters, and how well they tell failures.

    Attributes
    ----------
    bounds
        By parameter: (at least, at most); an infinite end is no bound.
    coverage
        Share of all failures that lie inside.
    density
        Share of the draws inside that fail.
    base
        Share of all draws that fail.
    """

    bounds: Mapping[str, tuple[float, float]]
    coverage: float
    density: float
    base: float

    def sentence(self) -> str:
        """Return the box in words.

        Examples
        --------
        >>> Box({"honour": (-np.inf, 0.3)}, 0.8, 0.9, 0.4).sentence()[:45]
        'when honour is below 0.3 (holds 80 % of the f'
        """
        parts = [_bound(name, *ends) for name, ends in self.bounds.items()]
        where = " and ".join(parts) or "anywhere"
        return (
            f"when {where} (holds {_percent(self.coverage)} of the failures; "
            f"{_percent(self.density)} of the draws there fail, {_percent(self.base)} overall)"
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _bound(name: str, low: float, high: float) -> str:
    if not np.isfinite(low):
        return f"{name} is below {high:.2g}"
    if not np.isfinite(high):
        return f"{name} is above {low:.2g}"
    return f"{name} is between {low:.2g} and {high:.2g}"


def discover(inputs: Mapping[str, Array], fails: Inside) -> Box | None:
    """Return the box that best tells where an option fails; None when it always or never does.

    Parameters
    ----------
    inputs
        By parameter, its values, shape (draws,).
    fails
        Whether the option fails, shape (draws,).
    """
    if fails.all() or not fails.any() or not inputs:
        return None
    names = list(inputs)
    values = np.stack([inputs[name] for name in names])
    trail = _peeled(values, fails)
    scores = [(b, *_score(values, fails, b)) for b in trail]
    wide = [row for row in scores if row[1] >= _WIDE] or scores
    box = max(wide, key=lambda row: (row[2], row[1]))[0]
    box = _needed(values, fails, box)
    coverage, density = _score(values, fails, box)
    kept = {
        name: (float(low), float(high))
        for name, low, high in zip(names, *box, strict=True)
        if np.isfinite([low, high]).any()
    }
    return Box(kept, coverage, density, float(fails.mean()))


def _peeled(values: Array, fails: Inside) -> list[tuple[Array, Array]]:
    low, high = np.full(len(values), -np.inf), np.full(len(values), np.inf)
    trail = [(low, high)]
    while True:
        inside = _inside(values, (low, high))
        best: tuple[float, Array, Array] | None = None
        for at, row in enumerate(values):
            here = row[inside]
            for side, cut in ((0, np.quantile(here, _PEEL)), (1, np.quantile(here, 1 - _PEEL))):
                lows, highs = low.copy(), high.copy()
                (lows if side == 0 else highs)[at] = cut
                kept = _inside(values, (lows, highs))
                if _LEAST * fails.size <= kept.sum() < inside.sum():
                    share = float(fails[kept].mean())
                    if best is None or share > best[0]:
                        best = (share, lows, highs)
        if best is None or best[0] <= float(fails[inside].mean()):
            return trail
        low, high = best[1], best[2]
        trail.append((low, high))


def _needed(values: Array, fails: Inside, box: tuple[Array, Array]) -> tuple[Array, Array]:
    """Drop, one at a time, the bound that matters least, while it matters too little."""
    low, high = box[0].copy(), box[1].copy()
    while True:
        _, density = _score(values, fails, (low, high))
        losses = []
        for ends, free in ((low, -np.inf), (high, np.inf)):
            for at in np.flatnonzero(np.isfinite(ends)):
                kept = ends[at]
                ends[at] = free
                losses.append((density - _score(values, fails, (low, high))[1], ends, at, free))
                ends[at] = kept
        least = min(losses, key=lambda loss: loss[0], default=None)
        if least is None or least[0] > _NEEDED:
            return low, high
        least[1][least[2]] = least[3]


def _inside(values: Array, box: tuple[Array, Array]) -> Inside:
    low, high = box
    return np.asarray(((values >= low[:, None]) & (values <= high[:, None])).all(axis=0))


def _score(values: Array, fails: Inside, box: tuple[Array, Array]) -> tuple[float, float]:
    """Return coverage and density of a box."""
    inside = _inside(values, box)
    hits = float((fails & inside).sum())
    return hits / float(fails.sum()), hits / max(float(inside.sum()), 1.0)
