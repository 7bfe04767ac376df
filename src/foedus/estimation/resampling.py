"""Uncertainty of estimates from resampled observations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.estimation.clusters import numbered, resampled
from foedus.estimation.fitting import Fit, maximised
from foedus.games import Array, GameError


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
    >>> from foedus.estimation import Design, estimate
    >>> from foedus.games import Builder
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
