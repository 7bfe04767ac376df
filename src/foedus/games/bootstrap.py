"""Uncertainty of estimates: bootstrap, and intervals of predicted probabilities."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.games.clusters import numbered, resampled
from foedus.games.estimation import Fit, label_chances, maximised
from foedus.games.expressions import Array
from foedus.games.regressors import Design
from foedus.games.tree import GameError


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Estimates of resampled observations.

    Attributes
    ----------
    draws
        Shape (samples that could be estimated, coefficients).
    failed
        Samples without a maximum; they are left out, and many of them are a warning.
    """

    draws: Array
    failed: int

    @property
    def standard_errors(self) -> Array:
        """Standard deviations over the draws."""
        return np.asarray(self.draws.std(axis=0, ddof=1), dtype=np.float64)

    def intervals(self, level: float = 0.95) -> Array:
        """Return percentile intervals, shape (2, coefficients)."""
        tail = (1 - level) / 2
        return np.asarray(np.quantile(self.draws, [tail, 1 - tail], axis=0), dtype=np.float64)


def bootstrap(
    fit: Fit,
    samples: int,
    seed: int,
    track: Callable[[Iterable[int]], Iterable[int]] = iter,
    groups: Sequence[Hashable] | None = None,
) -> Bootstrap:
    """Estimate again on observations drawn with replacement.

    Parameters
    ----------
    fit
        What is estimated again, from its own coefficients on.
    samples
        How many.
    seed
        Each sample has a generator of its own, so that the draws of sample 7 do not depend on how
        many there are, nor on who works on which.
    track
        Wraps the numbers of the samples to show progress, as `foedus.views.progress.tracked` does.
    groups
        By observation, the group it belongs to: then whole groups are drawn.

    Raises
    ------
    GameError
        Fewer than two samples could be estimated.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> from foedus.games.estimation import estimate
    >>> b = Builder(("A",))
    >>> ends = {"out": b.terminal((0,), "out"), "in": b.terminal(("u",), "in")}
    >>> ones = {"u": Design(("1",), np.ones((40, 1)))}
    >>> fit = estimate(b.tree(b.decision("A", ends)), ones, ["in"] * 30 + ["out"] * 10)
    >>> bootstrap(fit, 20, seed=1).draws.shape
    (20, 1)
    """
    draws, failed = [], 0
    together = None if groups is None else numbered(groups, fit.model.n)
    for sample in track(range(samples)):
        rows = resampled(np.random.default_rng([seed, sample]), fit.model.n, together)
        designs = {name: d.rows(rows) for name, d in fit.model.designs.items()}
        again = maximised(fit.model.at(designs), fit.labels, fit.outcomes[rows], fit.coefficients)
        if again.ok:
            draws.append(again.coefficients)
        else:
            failed += 1
    if len(draws) < 2:
        raise GameError(f"{failed} of {samples} samples could not be estimated")
    return Bootstrap(np.array(draws), failed)


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """Chances of outcomes, each of shape (observations, outcomes), and their intervals."""

    labels: tuple[str, ...]
    chance: Array
    low: Array
    high: Array


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
