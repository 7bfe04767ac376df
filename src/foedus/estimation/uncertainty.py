"""Uncertainty of estimates where cases come in groups, and from resampled observations.

The sandwich of summed scores (White 1982, Econometrica 50; Liang & Zeger 1986, Biometrika 73), with
the correction for few groups that Stata and statsmodels use, G/(G-1) · (n-1)/(n-k); and the
bootstrap, of whole groups where there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.estimation.fitting import Fit, maximised, observed
from foedus.games import Array, GameError


def numbered(groups: Sequence[Hashable], n: int) -> NDArray[np.int64]:
    """Return the number of each observation's group, in order of first appearance.

    Raises
    ------
    GameError
        A group for each observation is not given, or there is but one.
    """
    if len(groups) != n:
        raise GameError(f"{len(groups)} groups for {n} observations; give one for each")
    place: dict[Hashable, int] = {}
    found = np.array([place.setdefault(g, len(place)) for g in groups], dtype=np.int64)
    if len(place) < 2:
        raise GameError("all observations are in one group; errors need at least two")
    return found


def clustered(fit: Fit, groups: Sequence[Hashable]) -> Fit:
    """Return a fit with standard errors that allow for dependence within groups.

    Parameters
    ----------
    fit
        An estimated model.
    groups
        By observation, the group that it belongs to.

    Examples
    --------
    >>> from foedus.estimation import Design, estimate
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> ends = {"out": b.terminal((0,), "out"), "in": b.terminal(("u",), "in")}
    >>> ones = {"u": Design(("1",), np.ones((40, 1)))}
    >>> fit = estimate(b.tree(b.decision("A", ends)), ones, ["in"] * 30 + ["out"] * 10)
    >>> pairs = clustered(fit, [i // 2 for i in range(40)])
    >>> round(float(pairs.standard_errors[0] / fit.standard_errors[0]), 3)
    1.451
    """
    numbers = numbered(groups, fit.model.n)
    count, n, k = int(numbers.max()) + 1, fit.model.n, len(fit.coefficients)
    scores = observed(fit.model, fit.labels, fit.outcomes, fit.coefficients).by
    sums = np.zeros((count, k))
    np.add.at(sums, numbers, scores)
    correction = count / (count - 1) * (n - 1) / (n - k)
    covariance: Array = correction * fit.covariance @ (sums.T @ sums) @ fit.covariance
    return replace(fit, covariance=covariance, groups=count)


def resampled(
    rng: np.random.Generator, n: int, groups: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return observations drawn with replacement: one by one, or group by group.

    Examples
    --------
    >>> drawn = resampled(np.random.default_rng(1), 4, np.array([0, 0, 1, 1]))
    >>> len(drawn), len(set(drawn.tolist())) % 2
    (4, 0)
    """
    if groups is None:
        return rng.integers(n, size=n)
    members = [np.flatnonzero(groups == g) for g in range(int(groups.max()) + 1)]
    return np.concatenate([members[g] for g in rng.integers(len(members), size=len(members))])


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
