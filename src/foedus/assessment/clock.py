"""The dated clock: from an act to fact, decision, effect and force, against what the act needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np

from foedus.figures import Figure, Premise, rounded
from foedus.language import Arrangement, Estimate, Guarantee
from foedus.process.walk import Row
from foedus.prospects import Array, Outlook, Prospects, Step, Way, sampled, weighted

_INTERVAL = (0.1, 0.5, 0.9)
_USUAL = 0.5
"""What comes on fewer of the ways than this, by their chance, is left out of the line of stages."""


class Stage(NamedTuple):
    """One stage and the day, counted from the act, on which it is over.

    `share` is how much of the chance of all ways leads through it.
    """

    name: str
    day: Figure
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Clock:
    """What has to happen after an act, and whether it comes before the act is accomplished.

    It follows every way to the consequence, each weighed by its chance.

    Attributes
    ----------
    act
        The act that starts it.
    needs
        Days that the act itself needs; ``None`` when the arrangement does not say.
    takes
        The fewest and the most days that it takes, where the arrangement gives a range of them:
        then it is by these that an answer is in time.
    stages
        In the order in which they come; empty when nothing follows.
    in_time
        Chance that the last stage is over by the day the act is accomplished, given that the
        consequence comes. What is only decided on that day comes too late, as it does in a replay:
        what happens in the world comes before what is decided.
    verdict
        The clock in a sentence.
    """

    act: str
    needs: int | None
    stages: tuple[Stage, ...]
    in_time: Figure
    verdict: str
    takes: tuple[float, float] | None = None

    def as_json(self) -> dict[str, object]:
        """Return the clock as plain data."""
        return {
            "act": self.act,
            "needs": self.needs,
            "takes": list(self.takes) if self.takes else None,
            "stages": [
                {"name": s.name, "day": s.day.as_json(), "share": s.share} for s in self.stages
            ],
            "in_time": self.in_time.as_json(),
            "verdict": self.verdict,
        }


_LAST = {"duty": "owed", "right": "allowed", "effect": "in effect"}
"""What the stage is called with which an answer has come."""


def clock(outlook: Outlook, expected: Prospects, met: Row) -> Clock:
    """Return the clock of an act.

    Parameters
    ----------
    outlook
        The arrangement, with its option laid over it, and its draws.
    expected
        What is to be expected after the act.
    met
        What the text makes of it.
    """
    lasts = _lasts(outlook, met)
    takes = (lasts.estimate.lowest, lasts.estimate.highest) if lasts and lasts.estimate else None
    if not expected.ways:
        nothing = Figure(None, because=expected.takes_effect.because)
        return Clock(met.act, met.needs, (), nothing, "nothing follows", takes)
    stages = _steps(outlook.arrangement, expected)
    days = np.array([way.day for way in expected.ways], float)
    there = decided = np.array([way.time for way in expected.ways])
    weights = np.array([way.chance for way in expected.ways])
    told, rests = expected.takes_effect.because, expected.takes_effect.premises
    kind = expected.consequence.kind
    if kind != "effect" or not stages:  # an effect for which nobody decides has no step of its own
        stages.append(Stage(_LAST[kind], _day(days, weights, told, (), rests)))
    force = _force(outlook, expected)
    if force is not None:
        arrives, sent, reason, sources, premises = force
        after = arrives[[way.draw for way in expected.ways]]
        days, there = days + after, there + after
        stages.append(
            Stage(sent, _day(days, weights, (*told, reason), sources, (*rests, *premises)))
        )
    dated = expected.days_to_effect.value is not None
    if not dated:
        unknown = Figure(None, unit="days", because=expected.days_to_effect.because)
        stages = [stage._replace(day=unknown) for stage in stages]
    decided = np.where([bool(way.trace) for way in expected.ways], decided, -1)
    if lasts is not None:
        lasts = lasts._replace(days=lasts.days[[way.draw for way in expected.ways]])
    in_time = _in_time(there, decided, weights, lasts, force[1] if force else "", dated)
    if met.renewed and not met.duties and not met.rights:
        in_time = Figure(None, because=(_ANEW,))
    return Clock(
        met.act,
        met.needs,
        tuple(stages),
        in_time,
        _verdict(met, lasts, in_time, force[1] if force else "", stages[-1].name),
        takes,
    )


_ANEW = "only the act done again from then on is answered"
"""Why there is no chance that help comes in time."""


class _Lasts(NamedTuple):
    """How long an act takes: days, one a draw, in words, and the estimate where there is one."""

    days: Array
    said: str
    estimate: Estimate | None = None


def _lasts(outlook: Outlook, met: Row) -> _Lasts | None:
    """Return how long an act takes until it is accomplished, where the arrangement says so."""
    acts = outlook.arrangement.conduct[met.by].acts
    takes = next(one.takes for one in acts if one.act == met.act)
    if takes is not None:
        labels = outlook.named
        taking = outlook.uniforms("takes", labels.party(met.by), labels.act(met.by, met.act))
        days = sampled(takes, taking)
        return _Lasts(days, f"{_span(takes)} days", takes)
    if met.needs is None:
        return None
    return _Lasts(np.full(outlook.draws, float(met.needs)), f"{met.needs} days")


def _steps(a: Arrangement, expected: Prospects) -> list[Stage]:
    """Return a stage for each step that most of the ways decide, in the order of their days."""
    total = fsum(way.chance for way in expected.ways)
    taken = dict.fromkeys((s, passed) for way in expected.ways for s, passed, _ in way.trace)
    stages = []
    for step, passed in taken:
        days, weights = _decided(expected.ways, step, passed)
        share = float(weights.sum() / total) if total else 0.0
        if share >= _USUAL:
            prospect = expected.steps[step]
            act = a.procedures[step[0]].steps[step[1]].act
            day = _day(days, weights, prospect.because, prospect.sources, prospect.premises)
            stages.append(Stage(act if passed else f"no {act}", day, min(share, 1.0)))
    return sorted(stages, key=lambda stage: stage.day.value or 0.0)


def _decided(ways: Sequence[Way], step: Step, passed: bool) -> tuple[Array, Array]:
    found = [
        (day, way.chance)
        for way in ways
        for one, outcome, day in way.trace
        if one == step and outcome is passed
    ]
    return np.array([day for day, _ in found], float), np.array([chance for _, chance in found])


def _force(
    outlook: Outlook, expected: Prospects
) -> tuple[Array, str, str, tuple[str, ...], tuple[Premise, ...]] | None:
    """Return the days until the first help arrives under the guarantees that it is about.

    With them what it is, force or arms alone; why; the sources; and the same as premises.
    """
    a, supposition = outlook.arrangement, expected.supposition
    by = supposition.by if supposition else ""
    owed = expected.consequence.of if expected.consequence.kind == "duty" else tuple(a.guarantees)
    coming = {n: g for n, g in a.guarantees.items() if n in owed and _sends(g, by)}
    if not coming:
        return None
    # Help under one guarantee alone has the luck of the act that it answers and not its own, so
    # that options which send it by the same law have the same days, and no noise between them.
    luck: dict[str, tuple[str, ...]] = {n: (outlook.named.guarantee(n),) for n in coming}
    if len(coming) == 1:
        luck = dict.fromkeys(coming, ("alone", outlook.named.party(by)))
    rows = [
        sampled(g.arrives, outlook.uniforms("arrives", *luck[name]))
        for name, g in coming.items()
        if g.arrives is not None
    ]
    said = "; ".join(
        f"help under {name}: {g.arrives.lowest:g} to {g.arrives.highest:g} days"
        f" ({g.arrives.kind}: {g.arrives.because or ', '.join(g.arrives.source)})"
        for name, g in coming.items()
        if g.arrives is not None
    )
    sources = tuple(s for g in coming.values() if g.arrives for s in g.arrives.source)
    sent = "arms" if all(g.response == "arms" for g in coming.values()) else "force"
    premises = tuple(
        Premise(
            f"{_span(g.arrives)} days until {sent} under “{g.label or name}”",
            g.arrives.kind,
            g.arrives.because,
            g.arrives.source,
        )
        for name, g in coming.items()
        if g.arrives is not None
    )
    return np.min(rows, axis=0), sent, said, sources, premises


def _span(e: Estimate) -> str:
    return f"{e.lowest:g} to {e.highest:g}"


def _sends(g: Guarantee, actor: str) -> bool:
    return g.against == actor and g.arrives is not None and g.response != "right_only"


def _day(
    days: Array,
    weights: Array,
    because: tuple[str, ...],
    sources: tuple[str, ...] = (),
    premises: tuple[Premise, ...] = (),
) -> Figure:
    if not weights.any():
        return Figure(None, unit="days", because=("never: it does not pass in any draw",))
    low, median, high = weighted(days, weights, _INTERVAL)
    why = (*because, "median and the middle 80 %, given that the consequence comes")
    return Figure(median, low, high, "days", "derived", why, sources, premises)


def _in_time(
    days: Array, decided: Array, weights: Array, lasts: _Lasts | None, sent: str, dated: bool
) -> Figure:
    """Return the share of the ways on which the last stage is over, and decided before that day."""
    if lasts is None:
        return Figure(None, because=("unknown: the file does not say how long the act needs",))
    if not dated or not weights.any():
        return Figure(None, because=("unknown: the days of a stage are not known",))
    soon, early = days <= lasts.days, decided < lasts.days
    share = float(weights[soon & early].sum() / weights.sum())
    there = {"force": "force is there", "arms": "arms are there"}
    last = there.get(sent, "the last stage is over")
    within = f"within {lasts.said}"
    if lasts.estimate is not None:
        within = f"before the act is done, which takes {lasts.said} ({lasts.estimate.kind})"
    why = [f"share of draws in which {last} {within}"]
    if weights[soon & ~early].any():
        why.append("what is only decided on the day the act is accomplished comes too late")
    return Figure(share, because=tuple(why))


def _verdict(met: Row, lasts: _Lasts | None, in_time: Figure, sent: str, last: str) -> str:
    limit = "" if met.duties else "; only if done again"
    if not met.duties and not met.renewed:
        limit = "; a right, no duty" if met.rights else "; no guarantee answers it"
    if in_time.because == (_ANEW,):
        return "not answered as it is done; only if done again"
    if in_time.value is None or lasts is None:
        why = "the act's own days are not given" if lasts is None else "days not known"
        return why + limit
    what = sent or (last if last in ("owed", "allowed") else "in effect")
    silent = "; when help is there is not said" if what == "owed" else ""
    by = f"by day {met.needs}" if lasts.estimate is None else "before the act is done"
    return f"{what} {by}: {rounded(in_time.value)}{silent}{limit}"
