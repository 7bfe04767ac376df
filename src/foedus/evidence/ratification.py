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
law is therefore drawn along with everything else and not set to its best value; see `posterior`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from scipy.special import ndtri

from foedus.evidence.durations import DurationFit, Floats, fit_durations
from foedus.evidence.posterior import Observed, Posterior, posterior
from foedus.evidence.records import rows
from foedus.evidence.rounds import intervals, rounds, span_days

SAME_VOTES = "2022-SWE"
"""Sweden's routine votes are Finland's: the same sitting decided both. They do not count twice."""
HELD_OUT = ("2022-FIN", "2022-SWE")
"""Rounds with hold-outs, and with the days these took."""
HOLD_OUTS = ("HUN", "TUR")
BEFORE_SWEDEN = date(2024, 1, 1)


def independent_fit(name: str = "2022-FIN") -> DurationFit:
    """Return the plain model for comparison: members alike, independent, one Weibull law.

    Examples
    --------
    >>> independent_fit().slowest(0.5, 32).round()
    np.float64(237.0)
    """
    return fit_durations(*intervals(name), "weibull")


@dataclass(frozen=True, slots=True, eq=False)
class RatificationModel:
    """The fitted law, with what is uncertain about it.

    Attributes
    ----------
    routine
        What the rounds say of the routine members' law.
    held_out
        Logarithms of the hold-outs' days, one mean for each round that had any.
    within
        Standard deviation of the logarithm between hold-outs of one round.
    rounds
        Rounds that it rests on.
    """

    routine: Posterior
    held_out: tuple[float, ...]
    within: float
    rounds: tuple[str, ...]

    def laws(self, rng: np.random.Generator, draws: int, members: int = 32) -> RatificationLaws:
        """Draw the law of a coming round: what is uncertain about it, and its common shock.

        The spread between rounds of hold-outs cannot be told from two; it is taken to be that of
        the common shock. Of one member alone the median is the day on which a round ends.
        """
        uniform = rng.random((draws, 8))
        ends, shapes, spread = self.routine.round(uniform[:, :7])
        centre, wide = float(np.mean(self.held_out)), np.sqrt(1 + 1 / len(self.held_out))
        return RatificationLaws(
            scale=ends / np.log(max(members, 2)) ** (1 / shapes),
            shape=shapes,
            hold_out=np.exp(centre + spread * wide * ndtri(uniform[:, 7])),
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
    fitted = posterior([_observed(n) for n in routine])
    logs = [np.log(_hold_out_days(n)) for n in held]
    return RatificationModel(
        fitted,
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


def _observed(name: str) -> Observed:
    round_ = rounds()[name]
    known = any(r["round"] == name for r in rows("nato_ratifications"))
    if not known:
        last = np.array([float(round_.days)])
        return Observed(last, last + 1, round_.members, last_only=True)
    low, high = intervals(name, HOLD_OUTS if name in HELD_OUT else ())
    return Observed(low, high, len(low), last_only=False)
