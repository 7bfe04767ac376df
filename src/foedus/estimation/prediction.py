"""Chances of outcomes that a fitted model predicts, with intervals, and rows to predict them for.

In a grid one column runs over its values and the rest stay at what is typical.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from foedus.estimation.fitting import Fit, label_chances
from foedus.estimation.regressors import Design
from foedus.frames import Kind, frame
from foedus.games import Array, GameError

STEPS = 25
_FEW = 10


class Grid(NamedTuple):
    """Rows that differ in one column.

    Attributes
    ----------
    column, values
        The column that varies, and what it takes by row.
    typical
        By other column, the value that it has in every row: the median of numbers, the commonest
        of texts and of numbers that take two values.
    columns
        The rows, by column.
    """

    column: str
    values: tuple[Any, ...]
    typical: dict[str, Any]
    columns: dict[str, list[Any]]


def grid(
    columns: Mapping[str, Sequence[Any]],
    wanted: Sequence[str],
    column: str,
    low: float | None = None,
    high: float | None = None,
) -> Grid:
    """Make rows in which one column varies and the rest are typical.

    Parameters
    ----------
    columns
        The observations.
    wanted
        The columns that a model names.
    column
        Which of them varies: texts and numbers with up to ten values over these, others in 25
        even steps.
    low, high
        Where a column of numbers begins and ends; its least and largest value if not given.

    Raises
    ------
    GameError
        The model does not name the column, or bounds do not fit it.

    Examples
    --------
    >>> made = grid({"x": [1, 2, 3.5], "kind": ["a", "b", "b"]}, ("x", "kind"), "kind")
    >>> made.values, made.typical
    (('a', 'b'), {'x': 2.0})
    """
    if column not in wanted:
        raise GameError(f"the model does not name {column!r}; it names {', '.join(wanted)}")
    values = _values(column, columns[column], low, high)
    typical = {name: _typical(columns[name]) for name in wanted if name != column}
    rows = {name: [value] * len(values) for name, value in typical.items()}
    return Grid(column, tuple(values), typical, rows | {column: list(values)})


def _values(column: str, cells: Sequence[Any], low: float | None, high: float | None) -> list[Any]:
    known = sorted(set(cells))
    bounded = low is not None or high is not None
    if isinstance(known[0], str):
        if bounded:
            raise GameError(f"{column!r} is a column of text and has no bounds; give its name only")
        return known
    if len(known) <= _FEW and not bounded:
        return [float(x) for x in known]
    ends = (float(known[0]) if low is None else low, float(known[-1]) if high is None else high)
    if not ends[0] < ends[1]:
        raise GameError(f"{column!r} cannot run from {ends[0]:g} to {ends[1]:g}")
    return [float(x) for x in np.linspace(*ends, STEPS)]


def _typical(cells: Sequence[Any]) -> Any:
    if isinstance(cells[0], str) or len(set(cells)) <= 2:
        return min(Counter(cells).items(), key=lambda pair: (-pair[1], pair[0]))[0]
    return float(np.median(cells))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Predicted:
    """Chances of outcomes, each of shape (observations, outcomes), and their intervals."""

    labels: tuple[str, ...]
    chance: Array
    low: Array
    high: Array

    def __repr__(self) -> str:
        return f"<chances of {', '.join(self.labels)} in {len(self.chance)} rows>"

    def to_frame(self, kind: Kind = "pandas") -> Any:
        """Return a table with a row for each observation and outcome (see `frames.frame`)."""
        n = len(self.chance)
        columns = {name: getattr(self, name).ravel().tolist() for name in ("chance", "low", "high")}
        rows = [k for k in range(n) for _ in self.labels]
        return frame({"row": rows, "outcome": list(self.labels) * n, **columns}, kind)


def predict(
    fit: Fit,
    designs: Mapping[str, Design] | None = None,
    draws: Array | None = None,
    level: float = 0.95,
    seed: int = 0,
    samples: int = 1000,
    average: bool = False,
) -> Predicted:
    """Predict the chances of outcomes, with percentile intervals.

    Parameters
    ----------
    fit
        An estimated model.
    designs
        Observations to predict; those of the fit if not given.
    draws
        Coefficients that span the uncertainty, as from `bootstrap`; if not given, drawn from the
        normal distribution around the estimates (King, Tomz & Wittenberg 2000, American Journal of
        Political Science 44).
    level, seed, samples
        Of the intervals; `seed` and `samples` only where no draws are given.
    average
        Predict the mean over the observations, as one row.

    Raises
    ------
    GameError
        The fit is not to be used, or the designs have other regressors.
    """
    if not fit.ok and draws is None:
        raise GameError(f"this fit is not to be used: {fit.why}")
    model = fit.model if designs is None else fit.model.at(designs)
    if draws is None:
        rng = np.random.default_rng(seed)
        draws = rng.multivariate_normal(fit.coefficients, fit.covariance, samples)

    def chances(b: Array) -> Array:
        found = np.exp(np.stack([c.value for c in label_chances(model, fit.labels, b)], axis=1))
        return found.mean(axis=0, keepdims=True) if average else found

    tail = (1 - level) / 2
    low, high = np.quantile([chances(b) for b in draws], [tail, 1 - tail], axis=0)
    return Predicted(fit.labels, chances(fit.coefficients), low, high)
