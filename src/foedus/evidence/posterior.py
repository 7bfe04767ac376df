"""What rounds of ratification say of the law of their routine members, and how surely.

The members of a round follow a Weibull law with shape *k* and an end *M*, the day on which about
one in so many is still missing: survival ``exp(-log(n) (t / M) ** k)`` for *n* members. ``log M``
and ``log k`` vary normally between rounds, within bounds. The four parameters of that (two centres,
two spreads) are computed on a grid: nine rounds are too few for a normal approximation around the
best fit, which puts the spread between rounds a sixth too low and is too sure of shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from foedus.evidence.durations import Floats, log_difference

SPREADS = (1.0, 0.5)
"""Scales of the half-normal priors on the two spreads, on the log scale: a round three times as
long as another is ordinary, and so is a shape twice another's. Centres have flat priors."""
_ENDS = np.linspace(np.log(15.0), np.log(4000.0), 161)
_SHAPES = np.linspace(-0.7, 2.2, 59)
"""Where the likelihood of one round is computed: logarithms of its end and of its shape. Their ends
are the bounds of both: from two weeks to eleven years, and shapes from 0.5 to 9."""
_AXES = (
    np.linspace(4.2, 6.7, 26),
    np.exp(np.linspace(-2.0, 0.8, 19)),
    np.linspace(-0.7, 1.7, 21),
    np.exp(np.linspace(-2.6, 0.7, 19)),
)
"""Centre and spread of the logarithm of the end, centre and spread of that of the shape."""


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """What is known of a round's routine members: one by one, or only the last of them.

    Attributes
    ----------
    low, high
        Days between which each ratified, or the one day of the last, shape (members,) or (1,).
    members
        How many there are.
    last_only
        Whether only the last is known.
    """

    low: Floats
    high: Floats
    members: int
    last_only: bool


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The four parameters, as the mass of each cell of the grid.

    Attributes
    ----------
    mass
        Shape (ends, end spreads, shapes, shape spreads); sums to 1.
    """

    mass: Floats

    def round(self, uniform: Floats) -> tuple[Floats, Floats, Floats]:
        """Return draws of a coming round: its end, its shape, and the spread between rounds.

        Parameters
        ----------
        uniform
            Shape (draws, 7): one number to choose a cell of the grid, four to choose the parameters
            within it, two for the round itself.

        Returns
        -------
        three arrays of shape (draws,)
            The end in days, the Weibull shape, and the spread of the logarithm of ends.
        """
        cumulative = np.cumsum(self.mass.ravel())
        cells = np.searchsorted(cumulative, uniform[:, 0] * cumulative[-1])
        places = np.unravel_index(cells, self.mass.shape)
        end, spread, shape, shape_spread = (
            _within(axis, place, uniform[:, 1 + at])
            for at, (axis, place) in enumerate(zip(_AXES, places, strict=True))
        )
        ends = _bounded(_ENDS, end, spread, uniform[:, 5])
        shapes = _bounded(_SHAPES, shape, shape_spread, uniform[:, 6])
        return np.exp(ends), np.exp(shapes), spread

    def mean(self) -> tuple[float, ...]:
        """Return the posterior means of the four parameters."""
        return tuple(float(margin @ axis) for axis, margin in self._margins())

    def deviation(self) -> tuple[float, ...]:
        """Return the posterior standard deviations of the four parameters."""
        return tuple(
            float(np.sqrt(margin @ axis**2 - (margin @ axis) ** 2))
            for axis, margin in self._margins()
        )

    def at_edges(self) -> float:
        """Return the largest mass on an outermost cell of an axis: next to none.

        The centre of shapes is left out: it lies within the bounds of shapes by assumption.
        """
        margins = [margin for at, (_, margin) in enumerate(self._margins()) if at != 2]
        return max(float(max(margin[0], margin[-1])) for margin in margins)

    def _margins(self) -> list[tuple[Floats, Floats]]:
        others = [tuple(i for i in range(4) if i != at) for at in range(4)]
        return [(axis, self.mass.sum(axis=rest)) for axis, rest in zip(_AXES, others, strict=True)]


def _within(axis: Floats, place: Floats, uniform: Floats) -> Floats:
    """Return a point of the cell around each place of an axis, evenly between its edges."""
    edges = np.concatenate([axis[:1], (axis[1:] + axis[:-1]) / 2, axis[-1:]])
    points: Floats = edges[place] + uniform * (edges[place + 1] - edges[place])
    return points


def _bounded(grid: Floats, centre: Floats, spread: Floats, uniform: Floats) -> Floats:
    """Return draws of normal laws cut off at the ends of a grid."""
    low, high = (ndtr((end - centre) / spread) for end in (grid[0], grid[-1]))
    return np.asarray(centre + spread * ndtri(low + uniform * (high - low)), float)


def posterior(observed: Sequence[Observed]) -> Posterior:
    """Return what rounds say of the four parameters.

    Raises
    ------
    ValueError
        When there are no rounds.
    """
    if not observed:
        raise ValueError("no rounds, nothing to learn from")
    ends = _mixtures(_ENDS, _AXES[0], _AXES[1])
    shapes = _mixtures(_SHAPES, _AXES[2], _AXES[3])
    logs = np.zeros((len(ends), len(shapes)))
    for round_ in observed:
        surface, top = likelihood(round_)
        with np.errstate(divide="ignore"):
            logs += np.log(ends @ surface @ shapes.T) + top
    logs = logs.reshape([len(axis) for axis in _AXES])
    for at, scale in zip((1, 3), SPREADS, strict=True):
        prior = -0.5 * (_AXES[at] / scale) ** 2 + np.log(_AXES[at])  # cells are wider higher up
        logs += prior.reshape([-1 if i == at else 1 for i in range(4)])
    mass = np.exp(logs - logs.max())
    return Posterior(mass / mass.sum())


def _mixtures(grid: Floats, centres: Floats, spreads: Floats) -> Floats:
    """Return normal weights over a grid for each centre and spread, shape (pairs, grid)."""
    distance = (grid - centres[:, None, None]) / spreads[None, :, None]
    mass = np.exp(-0.5 * distance**2).reshape(-1, len(grid))
    weights: Floats = mass / mass.sum(axis=1, keepdims=True)
    return weights


def likelihood(observed: Observed) -> tuple[Floats, float]:
    """Return the likelihood of a round over ends and shapes, and the logarithm taken out of it.

    Returns
    -------
    array of shape (ends, shapes), and a number
        The likelihood is the array times the exponential of the number.
    """
    crowd = float(np.log(observed.members))
    ends, shapes = np.exp(_ENDS)[:, None, None], np.exp(_SHAPES)[None, :, None]
    spans, counts = np.unique(np.stack([observed.low, observed.high]), axis=1, return_counts=True)
    with np.errstate(over="ignore"):
        above, below = (-crowd * (days / ends) ** shapes for days in spans)
    if observed.last_only:  # the slowest of n is the one whose law is the n-th power
        with np.errstate(divide="ignore"):
            above, below = (observed.members * np.log(-np.expm1(s)) for s in (below, above))
    logs = (counts * log_difference(above, below)).sum(axis=2)
    top = float(logs.max())
    return np.exp(logs - top), top
