"""Chances of outcomes that a fitted model predicts, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.estimation.fitting import Fit, label_chances
from foedus.estimation.regressors import Design
from foedus.frames import Kind, frame
from foedus.games import Array, GameError


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
