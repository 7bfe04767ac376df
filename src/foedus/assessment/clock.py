"""The dated clock: from an act to fact, decision, effect and force, against what the act needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.figures import Figure, rounded
from foedus.language import Arrangement
from foedus.language.clauses import Guarantee
from foedus.loopholes import Answered
from foedus.prospects import Prospects
from foedus.prospects.streams import sampled, uniforms

Array = NDArray[np.float64]
_INTERVAL = (0.1, 0.5, 0.9)


class Stage(NamedTuple):
    """One stage and the day, counted from the act, on which it is over."""

    name: str
    day: Figure


@dataclass(frozen=True, slots=True)
class Clock:
    """What has to happen after an act, and whether it comes before the act is accomplished.

    It follows the way on which every step passes. Where a procedure has other ways through, the
    days to effect of the prospects count those as well.

    Attributes
    ----------
    act
        The act that starts it.
    needs
        Days that the act itself needs; ``None`` when the arrangement does not say.
    stages
        In the order in which they come; empty when nothing follows.
    in_time
        Chance that the last stage is over by the day the act is accomplished, given that every
        stage succeeds.
    verdict
        The clock in a sentence.
    """

    act: str
    needs: int | None
    stages: tuple[Stage, ...]
    in_time: Figure
    verdict: str

    def as_json(self) -> dict[str, object]:
        """Return the clock as plain data."""
        return {
            "act": self.act,
            "needs": self.needs,
            "stages": [{"name": s.name, "day": s.day.as_json()} for s in self.stages],
            "in_time": self.in_time.as_json(),
            "verdict": self.verdict,
        }


def clock(
    arrangement: Arrangement, prospects: Prospects, answered: Answered, seed: int, draws: int
) -> Clock:
    """Return the clock of the act that `answered` is about.

    Parameters
    ----------
    arrangement
        The arrangement, with its option laid over it.
    prospects
        Chances and days of its steps, for the same act.
    answered
        What the text makes of the act.
    seed, draws
        Of the days until force arrives; the same as those of `prospects`.
    """
    if prospects.chain.consequence == "none":
        nothing = Figure(None, because=("nothing follows under the text",))
        return Clock(answered.act, answered.needs, (), nothing, "nothing follows")
    stages, end, told = _steps(arrangement, prospects, draws)
    weights = _chances(prospects, draws)
    force = _force(arrangement, prospects, answered.actor, seed, draws)
    if prospects.chain.consequence == "duty":
        stages.append(Stage("owed", _day(end, weights, told)))
    if force is not None:
        days, why, sources = force
        end = end + days
        stages.append(Stage("force", _day(end, weights, (*told, why), sources)))
    in_time = _in_time(end, weights, answered.needs, force is not None)
    return Clock(
        answered.act,
        answered.needs,
        tuple(stages),
        in_time,
        _verdict(answered, in_time, bool(force)),
    )


def _steps(
    a: Arrangement, prospects: Prospects, draws: int
) -> tuple[list[Stage], Array, tuple[str, ...]]:
    """Return a stage for each step on the way, the day the last is over, and the reasons."""
    ends: dict[tuple[str, int], Array] = {}
    stages: list[Stage] = []
    weights = _chances(prospects, draws)
    told: tuple[str, ...] = ()
    for step, after in prospects.chain.steps:
        prospect = prospects.steps[step]
        ends[step] = prospect.days + (ends[after] if after is not None else 0.0)
        told = (*told, *prospect.because)
        name = a.procedures[step[0]].steps[step[1]].act
        stages.append(Stage(name, _day(ends[step], weights, told, prospect.sources)))
    last = np.max(list(ends.values()), axis=0) if ends else np.zeros(draws)
    return stages, last + prospects.chain.waits, told


def _chances(prospects: Prospects, draws: int) -> Array:
    chances = [prospects.steps[step].passes for step, _ in prospects.chain.steps]
    return np.asarray(np.prod(chances, axis=0)) if chances else np.ones(draws)


def _force(
    a: Arrangement, prospects: Prospects, actor: str, seed: int, draws: int
) -> tuple[Array, str, tuple[str, ...]] | None:
    """Return the days until the first force arrives under the guarantees that the chain is for."""
    owed = prospects.chain.of if prospects.chain.consequence == "duty" else tuple(a.guarantees)
    coming = {n: g for n, g in a.guarantees.items() if n in owed and _sends(g, actor)}
    if not coming:
        return None
    rows = [
        sampled(g.arrives, uniforms(seed, draws, "arrives", name))
        for name, g in coming.items()
        if g.arrives is not None
    ]
    said = "; ".join(
        f"force under {name}: {g.arrives.lowest:g} to {g.arrives.highest:g} days"
        f" ({g.arrives.kind}: {g.arrives.because or ', '.join(g.arrives.source)})"
        for name, g in coming.items()
        if g.arrives is not None
    )
    sources = tuple(s for g in coming.values() if g.arrives for s in g.arrives.source)
    return np.min(rows, axis=0), said, sources


def _sends(g: Guarantee, actor: str) -> bool:
    return g.against == actor and g.arrives is not None and g.response != "right_only"


def _day(
    days: Array, weights: Array, because: tuple[str, ...], sources: tuple[str, ...] = ()
) -> Figure:
    if np.isnan(days).any():
        return Figure(None, unit="days", because=("unknown: nothing says how long it takes",))
    if not weights.any():
        return Figure(None, unit="days", because=("never: it does not pass in any draw",))
    order = np.argsort(days, kind="stable")
    mass = np.cumsum(weights[order])
    at = np.minimum(np.searchsorted(mass, np.array(_INTERVAL) * mass[-1]), len(days) - 1)
    low, median, high = (float(d) for d in days[order][at])
    why = (*because, "median and the middle 80 %, given that every stage so far succeeds")
    return Figure(median, low, high, "days", "derived", why, sources)


def _in_time(end: Array, weights: Array, needs: int | None, force: bool) -> Figure:
    if needs is None:
        return Figure(None, because=("unknown: the file does not say how long the act needs",))
    if np.isnan(end).any() or not weights.any():
        return Figure(None, because=("unknown: the days of a stage are not known",))
    share = float(weights[end <= needs].sum() / weights.sum())
    last = "force is there" if force else "the last stage is over"
    return Figure(share, because=(f"share of draws in which {last} within {needs} days",))


def _verdict(answered: Answered, in_time: Figure, force: bool) -> str:
    limit = "" if answered.owed else "; for a renewed act only"
    if not answered.owed and not answered.renewed:
        limit = "; no guarantee answers it"
    if in_time.value is None:
        why = "the act's own days are not given" if answered.needs is None else "days not known"
        return why + limit
    what = "force" if force else "in effect"
    return f"{what} by day {answered.needs}: {rounded(in_time.value)}{limit}"
