"""How long a procedure takes, and where it ends: sampled, stage by stage.

Each draw casts everybody's ballots, walks the stages and adds up days. A stage that passes takes
the days drawn for it, unless its deadline comes first; what silence passes, passes at its
deadline. A refusal, too, is known only when the stage has taken its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.correlation import Correlation
from foedus.decisions.procedure import Procedure, Stage, Then
from foedus.decisions.sampling import drawn_ballots, outcomes, wilson
from foedus.decisions.taking_effect import (
    Positions,
    ballot_names,
    ballot_positions,
    effect,
    stage_rule,
)
from foedus.figures import Figure

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """When a procedure takes effect, over many draws.

    Parameters
    ----------
    days
        Days until it takes effect in each draw; infinite where it never does.
    ends
        Share of draws that end at each stage without effect: lapsed, or open for ever.
    seed
        What the draws came from.
    """

    days: Floats
    ends: Mapping[str, float]
    seed: int

    @property
    def takes_effect(self) -> Figure:
        """The chance that it ever takes effect, with a 95 % interval."""
        return self.by(np.inf)

    def by(self, days: float) -> Figure:
        """Return the chance that it has taken effect by then, with a 95 % interval."""
        count = len(self.days)
        done = int(np.sum(self.days < np.inf if days == np.inf else self.days <= days))
        low, high = wilson(done, count)
        because = (f"{count:,} draws with seed {self.seed}; 95 % interval",)
        return Figure(done / count, low, high, because=because)

    def quantile(self, share: float) -> Figure:
        """Return the days by which this share of those draws that take effect has done so.

        There is no such number when none does.
        """
        some = np.sort(self.days[np.isfinite(self.days)])
        because: tuple[str, ...] = (
            f"of the {len(some):,} of {len(self.days):,} draws that take effect, seed {self.seed}",
        )
        if not len(some):
            return Figure(None, unit="days", because=(*because, "it never does"))
        return Figure(float(np.quantile(some, share)), unit="days", because=because)


def timetable(
    procedure: Procedure,
    p: Positions,
    correlation: Correlation = 0.0,
    *,
    draws: int = 20_000,
    seed: int = 0,
) -> Timetable:
    """Sample when a procedure takes effect.

    Parameters
    ----------
    procedure
        The procedure.
    p
        Positions, the same on every question or by question.
    correlation
        As for `foedus.decisions.chance`; any correlation matrix will do.
    draws
        How many times it is run.
    seed
        The same seed gives the same draws.

    Examples
    --------
    >>> from foedus.decisions import Stage, parse_rule
    >>> from foedus.decisions.days import Between
    >>> ratify = Stage("ratify", parse_rule("unanimity", ["A", "B"]), takes=Between(100, 300))
    >>> found = timetable(ratify, 1.0, seed=1)
    >>> found.takes_effect.value, str(found.quantile(0.5))[:2]
    (1.0, '20')
    """
    rng = np.random.default_rng(seed)
    rule = effect(procedure)
    rows = ballot_positions(procedure, p)
    ballots = drawn_ballots(rule, rows, correlation, draws, rng)
    walk = _Walk(ballot_names(procedure), ballots, rng)
    days, _, stop = walk.run(procedure)
    never = ~np.isfinite(days)
    ends = dict.fromkeys(walk.run_so_far, 0.0)
    for at, name in enumerate(walk.run_so_far):
        ends[name] += float(np.mean(never & (stop == at)))
    return Timetable(days, ends, seed)


class _Walk:
    """One pass through a procedure, for all draws at once."""

    def __init__(
        self,
        names: Mapping[tuple[str, str], str],
        ballots: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> None:
        self.names, self.ballots, self.rng = names, ballots, rng
        self.run_so_far: list[str] = []

    def run(self, procedure: Procedure) -> tuple[Floats, Floats, NDArray[np.int64]]:
        """Return days until success, until failure is known, and the stage that is last reached.

        Days are infinite where there is no success, or no failure, to come.
        """
        if isinstance(procedure, Stage):
            return self._stage(procedure)
        chain = isinstance(procedure, Then)
        count = len(self.ballots)
        onward, aside = np.zeros(count), np.full(count, np.inf)
        stop = np.zeros(count, dtype=np.int64)
        for part in procedure.parts:
            success, failure, last = self.run(part)
            stop = np.where(np.isfinite(onward), last, stop)
            goes_on, ends = (success, failure) if chain else (failure, success)
            aside = np.minimum(aside, onward + ends)
            onward = onward + goes_on
        return (onward, aside, stop) if chain else (aside, onward, stop)

    def _stage(self, stage: Stage) -> tuple[Floats, Floats, NDArray[np.int64]]:
        passes, unblocked = (
            outcomes(stage_rule(rule, stage.asks, self.names), self.ballots)
            for rule in (stage.rule, stage.open_rule)
        )
        count = len(self.ballots)
        limit = np.inf if stage.within is None else float(stage.within)
        took = np.asarray(stage.takes.sample(self.rng, count), dtype=float)
        if stage.by_silence and stage.within is not None:
            took = np.full(count, limit)
        late = took > limit
        known = np.minimum(took, limit)
        success, failure = np.full(count, np.inf), np.full(count, np.inf)
        in_time, blocked = passes & ~late, ~passes & ~unblocked
        success[in_time] = took[in_time]
        if stage.on_block == "next":
            success[blocked] = known[blocked]
        elif stage.on_block == "lapse":
            failure[blocked] = known[blocked]
        undecided = (passes & late) | (~passes & unblocked)
        if stage.on_timeout in ("adopt", "next"):
            success[undecided] = limit
        elif stage.on_timeout == "lapse":
            failure[undecided] = limit
        else:
            success[passes & late] = took[passes & late]
        self.run_so_far.append(stage.name)
        return success, failure, np.full(count, len(self.run_so_far) - 1)
