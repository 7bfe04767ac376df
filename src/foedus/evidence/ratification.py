"""How long accessions to NATO took to ratify, and how long the slowest of many members takes.

Three things make the slowest member slow, and the record says something of each:

* *routine* members follow a Weibull law. Its shape differs from round to round (in 2003 parliaments
  spread over a year, in 2022 most voted within weeks), so shape is drawn for each round;
* a *common shock* moves the end of a whole round: the day by which all but about one member in so
  many has ratified varies lognormally by round;
* *hold-outs*, members that object to the candidate, come months after everybody else. Which members
  those are is not fitted: positions name them.

A round's members are interval-censored (a parliament's vote is known to the day, others only to
within months), and of four rounds only the last day is known. The spread between rounds rests on
nine rounds, that of hold-outs on one decision about two candidates. What is uncertain about the
law is therefore drawn along with everything else and not set to its best value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations_with_replacement

import numpy as np
from scipy.optimize import minimize

from foedus.evidence.durations import DurationFit, Floats, fit_durations, log_difference
from foedus.evidence.records import rows
from foedus.evidence.rounds import intervals, rounds, span_days

SAME_VOTES = "2022-SWE"
"""Sweden's routine votes are Finland's: the same sitting decided both. They do not count twice."""
HELD_OUT = ("2022-FIN", "2022-SWE")
"""Rounds with hold-outs, and with the days these took."""
HOLD_OUTS = ("HUN", "TUR")
BEFORE_SWEDEN = date(2024, 1, 1)
SPREAD = 1.0
"""Scale of the half-normal priors on the spread of the shock and of the shape, on the log scale: a
round three times as long as another is ordinary. Nine rounds say most of what is then believed."""


def independent_fit(name: str = "2022-FIN") -> DurationFit:
    """Return the plain model for comparison: members alike, independent, one Weibull law.

    Examples
    --------
    >>> independent_fit().slowest(0.5, 32).round()
    np.float64(237.0)
    """
    return fit_durations(*intervals(name), "weibull")


@dataclass(frozen=True, slots=True)
class RatificationModel:
    """The fitted law, with what is uncertain about it.

    Attributes
    ----------
    mean
        Logarithms of the day on which a typical round ends, of the spread between rounds, of the
        typical Weibull shape and of its spread, at their likeliest.
    covariance
        Of the same four, shape (4, 4).
    held_out
        Logarithms of the hold-outs' days, one mean for each round that had any.
    within
        Standard deviation of the logarithm between hold-outs of one round.
    rounds
        Rounds that it rests on.
    """

    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    held_out: tuple[float, ...]
    within: float
    rounds: tuple[str, ...]

    def laws(self, rng: np.random.Generator, draws: int, members: int = 32) -> RatificationLaws:
        """Draw the law of a coming round: what is uncertain about it, and its common shock.

        The spread between rounds of hold-outs cannot be told from two; it is taken to be that of
        the common shock.
        """
        normal = rng.standard_normal((draws, 7))
        factor = np.linalg.cholesky(np.array(self.covariance))
        end, spread, shape, shape_spread = (np.array(self.mean) + normal[:, :4] @ factor.T).T
        shock = np.exp(spread)
        shapes = np.exp(shape + np.exp(shape_spread) * normal[:, 4])
        centre, episodes = float(np.mean(self.held_out)), len(self.held_out)
        return RatificationLaws(
            scale=np.exp(end + shock * normal[:, 5]) / np.log(members) ** (1 / shapes),
            shape=shapes,
            hold_out=np.exp(centre + shock * np.sqrt(1 + 1 / episodes) * normal[:, 6]),
            within=self.within,
        )


@dataclass(frozen=True, slots=True, eq=False)
class RatificationLaws:
    """The law of one coming round, draw by draw; every array has shape (draws,).

    Attributes
    ----------
    scale, shape
        Of the routine members' Weibull law, the round's shock included; scale in days.
    hold_out
        Days that a hold-out takes, in the middle.
    within
        Standard deviation of the logarithm between hold-outs.
    """

    scale: Floats
    shape: Floats
    hold_out: Floats
    within: float

    def routine(self, uniform: Floats) -> Floats:
        """Return days of one routine member, from uniform numbers of shape (draws,)."""
        days: Floats = self.scale * (-np.log1p(-uniform)) ** (1 / self.shape)
        return days

    def held_out(self, normal: Floats) -> Floats:
        """Return days of one hold-out, from standard normal numbers of shape (draws,)."""
        days: Floats = self.hold_out * np.exp(self.within * normal)
        return days


def slowest(
    laws: RatificationLaws, routine: int, hold_outs: int, rng: np.random.Generator
) -> Floats:
    """Return the days of the slowest of so many members, shape (draws,).

    A hold-out is no faster than it would be if it did not hold out.
    """
    draws = len(laws.scale)
    days = [laws.routine(rng.random(draws)) for _ in range(routine + hold_outs)]
    days += [laws.held_out(rng.standard_normal(draws)) for _ in range(hold_outs)]
    return np.asarray(np.max(days, axis=0), float)


@cache
def ratification_model(until: date | None = None, but: str = "") -> RatificationModel:
    """Fit the model to all that had happened before `until`, or to everything.

    Parameters
    ----------
    until
        Only rounds that had ended before this day count. Needed to ask what the model would have
        said of a round before it was over.
    but
        A round to leave out, for checking the model against it.

    Raises
    ------
    ValueError
        When fewer than three rounds, or none with hold-outs, had ended by then.
    """
    ended = [n for n, r in rounds().items() if n != but and (until is None or r.ended < until)]
    held = [n for n in HELD_OUT if n in ended]
    routine = [n for n in ended if n != SAME_VOTES]
    if len(routine) < 3 or not held:
        raise ValueError(f"too few rounds of accession had ended by {until} to fit anything")
    mean, covariance = _fit([_observed(n) for n in routine])
    logs = [np.log(_hold_out_days(n)) for n in held]
    return RatificationModel(
        mean,
        covariance,
        tuple(float(row.mean()) for row in logs),
        float(np.sqrt(np.mean([np.var(row, ddof=1) for row in logs]))),
        tuple(dict.fromkeys([*routine, *held])),
    )


def _hold_out_days(name: str) -> Floats:
    signed = rounds()[name].signed
    spans = [
        span_days(r, signed)
        for r in rows("nato_ratifications")
        if r["round"] == name and r["member"] in HOLD_OUTS
    ]
    return np.array([low for low, _ in spans])


@dataclass(frozen=True, slots=True)
class Hindcast:
    """What the model says of a round that it was not shown.

    Attributes
    ----------
    round
        Which round.
    days
        Until its slowest member, as it happened.
    low, median, high
        Predicted: the median, and the ends of the interval that holds 80 %.
    sooner
        Chance that it would have ended sooner than it did. Near 0 or 1 is a surprise.
    """

    round: str
    days: int
    low: float
    median: float
    high: float
    sooner: float


def hindcast(name: str, draws: int = 20_000, seed: int = 0) -> Hindcast:
    """Ask of a round what the model, fitted without it, would have said.

    Hold-outs are named only where it was known at the time who objected: in 2022. Sweden is asked
    of a model that knows only what had ended before 2024, Finland among it.

    Examples
    --------
    >>> hindcast("2022-SWE").sooner < 0.9
    True
    """
    round_ = rounds()[name]
    is_sweden = name == SAME_VOTES
    model = ratification_model(BEFORE_SWEDEN) if is_sweden else ratification_model(but=name)
    hold_outs = len(HOLD_OUTS) if name in HELD_OUT else 0
    rng = np.random.default_rng(seed)
    laws = model.laws(rng, draws, round_.members)
    days = slowest(laws, round_.members - hold_outs, hold_outs, rng)
    low, median, high = (float(q) for q in np.quantile(days, [0.1, 0.5, 0.9]))
    return Hindcast(name, round_.days, low, median, high, float((days < round_.days).mean()))


# The fit -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Observed:
    """What is known of a round's routine members: one by one, or only the last of them."""

    low: Floats
    high: Floats
    members: int
    last_only: bool


def _observed(name: str) -> _Observed:
    round_ = rounds()[name]
    known = any(r["round"] == name for r in rows("nato_ratifications"))
    if not known:
        last = np.array([float(round_.days)])
        return _Observed(last, last + 1, round_.members, last_only=True)
    low, high = intervals(name, HOLD_OUTS if name in HELD_OUT else ())
    return _Observed(low, high, len(low), last_only=False)


_ENDS = np.linspace(np.log(15.0), np.log(4000.0), 161)
_SHAPES = np.linspace(-1.6, 2.6, 85)
"""Where likelihoods are computed: logarithms of the day a round ends on, and of its shape."""


def _fit(observed: list[_Observed]) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Return the posterior mode of the four parameters and the covariance there (Laplace)."""
    surfaces = [_surface(round_) for round_ in observed]

    def misfit(theta: Floats) -> float:
        end, spread, shape, shape_spread = theta
        ends, shapes = _density(_ENDS, end, spread), _density(_SHAPES, shape, shape_spread)
        spreads = theta[[1, 3]]  # half-normal priors, on the scale of the logarithm
        prior = float((0.5 * (np.exp(spreads) / SPREAD) ** 2 - spreads).sum())
        return prior - sum(top + float(np.log(ends @ s @ shapes)) for s, top in surfaces)

    found = minimize(
        misfit,
        np.array([5.5, -0.7, 0.3, -0.7]),
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 5000},
    )
    covariance = np.linalg.inv(_curvature(misfit, found.x))
    return tuple(found.x.tolist()), tuple(tuple(row) for row in covariance.tolist())


def _density(grid: Floats, centre: float, log_spread: float) -> Floats:
    mass: Floats = np.exp(-0.5 * ((grid - centre) / np.exp(log_spread)) ** 2)
    normalised: Floats = mass / mass.sum()
    return normalised


def _surface(observed: _Observed) -> tuple[Floats, float]:
    """Return the likelihood of a round over ends and shapes, and the logarithm taken out of it."""
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


def _curvature(misfit: Callable[[Floats], float], at: Floats, step: float = 1e-2) -> Floats:
    """Return the matrix of second differences of `misfit`, which has its least value at `at`."""
    size = len(at)
    moves = step * np.eye(size)
    second = np.empty((size, size))
    for i, j in combinations_with_replacement(range(size), 2):
        corners = [a * moves[i] + b * moves[j] for a in (1, -1) for b in (1, -1)]
        values = [misfit(at + corner) for corner in corners]
        second[i, j] = second[j, i] = (values[0] - values[1] - values[2] + values[3]) / (
            4 * step**2
        )
    return second
