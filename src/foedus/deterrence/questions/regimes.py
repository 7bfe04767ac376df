"""Regime maps: what the adversary does best over two parameters, all else at its middle."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chains import is_consequence
from foedus.deterrence.estimates import estimates
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.deterrence.sides import DeterrenceError
from foedus.language import did_you_mean

Array = NDArray[np.float64]
_SPANS = {"honour": (0.0, 1.0), "passing": (0.0, 1.0), "days": (0.0, 730.0)}
_FINE = 41


@dataclass(frozen=True)
class RegimeMap:
    """The adversary's likeliest gravest act over a grid of two parameters.

    Attributes
    ----------
    names
        The two parameters: across and up.
    across, up
        Their values.
    acts
        The ladder, gravest last.
    act
        Shape (up, across): which act.
    """

    names: tuple[str, str]
    across: Array
    up: Array
    acts: tuple[str, ...]
    act: NDArray[np.int64]

    def as_json(self) -> dict[str, object]:
        """Return the map as plain data: the act at each place of the grid, row by row."""
        rows = [[self.acts[at] for at in row] for row in self.act.tolist()]
        ends = {"across": self.across.tolist(), "up": self.up.tolist()}
        return {"names": list(self.names), **ends, "acts": rows}


def regimes(job: Job, across: str, up: str, size: int = _FINE) -> RegimeMap:
    """Return the map of one option over two parameters, by best conduct without errors.

    Raises
    ------
    DeterrenceError
        When a parameter does not exist under the option.
    """
    game, spans = game_of(job), _spans(job)
    for name in (across, up):
        if name not in spans:
            if name in dict(estimates(job.variant)):
                raise DeterrenceError(
                    f"{name} has no range to draw a map over. Give it one: --vary {name!r}=LOW:HIGH"
                )
            fix = did_you_mean(name, sorted(spans))
            raise DeterrenceError(f"there is no parameter {name!r} under this option. {fix}")
    x, y = (np.linspace(*spans[name], size) for name in (across, up))
    mesh = {across: np.tile(x, size), up: np.repeat(y, size)}
    draws = replace(job.draws(size * size, central=True), fixed={**job.design.fixed, **mesh})
    found = conduct(game, game.chances.values(draws), size * size, None)
    adversary = job.deterred
    acts = tuple(act.act for act in job.variant.conduct[adversary].acts)
    rows = np.stack([found[f"act.{adversary}.{act}"] for act in acts])
    return RegimeMap((across, up), x, y, acts, rows.argmax(axis=0).reshape(size, size))


def _spans(job: Job) -> dict[str, tuple[float, float]]:
    ranges = {
        name: (e.lowest, e.highest) for name, e in estimates(job.variant) if e.lowest < e.highest
    }
    answers = any(is_consequence(job.variant, name) for name in job.variant.procedures)
    spans = {name: span for name, span in _SPANS.items() if answers or name == "honour"}
    return {**ranges, **spans, **job.design.vary}
