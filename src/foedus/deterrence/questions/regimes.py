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
from foedus.deterrence.wording import spoken
from foedus.language import did_you_mean

Array = NDArray[np.float64]
_SPANS = {"honour": (0.0, 1.0), "passing": (0.0, 1.0), "days": (0.0, 730.0)}
_FINE = 41


@dataclass(frozen=True)
class RegimeMap:
    """The adversary's likeliest gravest act over a grid of two parameters.

    Attributes
    ----------
    whose
        Whose acts they are, by name.
    names
        The two parameters: across and up.
    says
        The same in words (`spoken`).
    across, up
        Their values.
    acts
        The ladder, gravest last.
    act
        Shape (up, across): which act.
    """

    whose: str
    names: tuple[str, str]
    says: tuple[str, str]
    across: Array
    up: Array
    acts: tuple[str, ...]
    act: NDArray[np.int64]

    def as_json(self) -> dict[str, object]:
        """Return the map as plain data: the act at each place of the grid, row by row."""
        rows = [[self.acts[at] for at in row] for row in self.act.tolist()]
        ends = {"across": self.across.tolist(), "up": self.up.tolist()}
        of = {"of": self.whose, "names": list(self.names), "says": list(self.says)}
        return {**of, **ends, "acts": rows}

    def read(self) -> tuple[str, str]:
        """Return, in two sentences, what the map shows and what it supposes of all else."""
        return (
            f"What {self.whose} would do most often at each place, where nobody errs: the gravest "
            "act within the time of the game.",
            "All other inputs are at their middle, days by their whole law. It follows from the "
            "stakes assumed, and is no forecast.",
        )


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
    names, a = (across, up), job.variant
    says = (spoken(a, across), spoken(a, up))
    whose = a.parties[adversary].name or adversary
    return RegimeMap(whose, names, says, x, y, acts, rows.argmax(axis=0).reshape(size, size))


def _spans(job: Job) -> dict[str, tuple[float, float]]:
    ranges = {
        name: (e.lowest, e.highest) for name, e in estimates(job.variant) if e.lowest < e.highest
    }
    answers = any(is_consequence(job.variant, name) for name in job.variant.procedures)
    spans = {name: span for name, span in _SPANS.items() if answers or name == "honour"}
    return {**ranges, **spans, **job.design.vary}
