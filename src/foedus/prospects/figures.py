"""From ways to figures: a chance with its interval or its bounds, and days with theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from foedus.figures import Figure, Kind, Premise, figure_text
from foedus.prospects.chances import Chance
from foedus.prospects.question import Question, weakest
from foedus.prospects.steps import Step, StepProspect
from foedus.prospects.streams import Array
from foedus.prospects.unfolding import Unfolding, Way, summed

LOW, HIGH = 0.1, 0.9
"""The ends of an interval that holds 80 %."""
_SHOWS = 0.0005
"""A chance from which on it moves what is printed."""


class Cut(NamedTuple):
    """What a chance leaves out, since the arrangement is followed no further.

    Parameters
    ----------
    on
        The last day that is followed.
    under_way
        The chance that on this day it is not settled yet whether the goal comes.
    """

    on: date
    under_way: float

    def __str__(self) -> str:
        """Return it as a sentence without its full stop."""
        chance = figure_text(Figure(self.under_way))
        return (
            f"what comes after {self.on}, where the horizon of the file ends, is not counted: with"
            f" chance {chance} it is still under way then"
        )


def cut_off(u: Unfolding, q: Question) -> Cut | None:
    """Return what the ways of an unfolding leave out; nothing where that moves no figure."""
    share = u.under_way / q.draws
    on = u.process.date_of(u.process.arrangement.horizon.days)
    return Cut(on, share) if share >= _SHOWS else None


def chance_figure(
    u: Unfolding, ways: Sequence[Way], met: Collection[Step], because: tuple[str, ...], q: Question
) -> Figure:
    """Return the chance that the goal comes; without a value, its bounds, where it is not known."""
    rested, unknown = _rested(u, met, q, because), _unknown(u, met, q)
    if unknown:
        low, high = (float(v) for v in np.mean([u.bounds(draw) for draw in range(q.draws)], axis=0))
        if high - low > 1e-9:
            why = f"not known: the file says nothing of how likely this is: {', '.join(unknown)}"
            return replace(rested, low=low, high=high, because=(why, *because))
    chance = summed(ways, q.draws)
    if np.ptp(chance) == 0:
        return replace(rested, value=float(chance[0]))
    low, high = (float(x) for x in np.quantile(chance, [LOW, HIGH]))
    told = (*because, f"mean of {len(chance)} draws; the interval holds 80 % of them")
    return replace(rested, value=float(chance.mean()), low=low, high=high, because=told)


def days_figure(
    u: Unfolding, ways: Sequence[Way], met: Collection[Step], because: tuple[str, ...], q: Question
) -> Figure:
    """Return the days until the goal, given that it comes."""
    rested = replace(_rested(u, met, q, because), unit="days")
    if not ways:
        return Figure(None, unit="days", because=("it does not come about in any draw", *because))
    undated = [_act(q, step) for step in u.steps if step in met and not u.steps[step].dated]
    if undated:
        why = f"not known: nothing says how long these take: {', '.join(undated)}"
        return Figure(None, unit="days", because=(why,))
    days = np.array([way.day for way in ways], float)
    if np.ptp(days) == 0:
        return replace(rested, value=float(days[0]))
    first, last = _earliest_and_latest(ways)
    if (first != last).any() and (unknown := _unknown(u, met, q)):
        low, high = float(np.quantile(first, LOW)), float(np.quantile(last, HIGH))
        why = (
            "not known: which way it comes is not, for the file says nothing of how likely this is"
        )
        told = (f"{why}: {', '.join(unknown)}", *because)
        return replace(rested, low=low, high=high, because=told)
    low, median, high = weighted(days, np.array([way.chance for way in ways]), (LOW, 0.5, HIGH))
    told = (*because, "median and 80 % interval, given that it comes")
    return replace(rested, value=median, low=low, high=high, because=told)


def _earliest_and_latest(ways: Sequence[Way]) -> tuple[Array, Array]:
    """Return the first and the last day on which the goal comes in each draw in which it does."""
    by_draw: dict[int, list[int]] = {}
    for way in ways:
        by_draw.setdefault(way.draw, []).append(way.day)
    rows = by_draw.values()
    return np.array([min(row) for row in rows], float), np.array([max(row) for row in rows], float)


def weighted(values: Array, weights: Array, at: Sequence[float]) -> tuple[float, ...]:
    """Return quantiles of `values`, each counting by its weight.

    Examples
    --------
    >>> weighted(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 8.0]), (0.1, 0.5))
    (1.0, 9.0)
    """
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(weights[order])
    places = np.searchsorted(mass, np.array(at) * mass[-1])
    return tuple(float(v) for v in values[order][np.minimum(places, len(values) - 1)])


def told_sources(q: Question, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the sources, each once, but for those that are dated after the day asked about."""
    known = q.arrangement.sources
    return tuple(
        name
        for name in dict.fromkeys(sources)
        if name not in known or known[name].date is None or (known[name].date or q.at) <= q.at
    )


def _rested(u: Unfolding, met: Collection[Step], q: Question, why: tuple[str, ...]) -> Figure:
    """Return a figure without a value: the weakest kind, the sources and premises of all steps."""
    taken: list[StepProspect | Chance] = [u.steps[step] for step in u.steps if step in met]
    taken += [chance for _, chance in _answers(u)]
    sources = [source for step in taken for source in step.sources]
    premises = tuple(dict.fromkeys(premise for step in taken for premise in step.premises))
    kind: Kind = weakest({step.kind for step in taken})
    text = (Premise(why[0], "derived"),) if not taken and why else ()
    known = tuple(g._replace(sources=told_sources(q, g.sources)) for g in (*text, *premises))
    return Figure(None, None, None, "probability", kind, why, told_sources(q, sources), known)


def _unknown(u: Unfolding, met: Collection[Step], q: Question) -> list[str]:
    """Return what bears on the goal and of which the file says nothing."""
    steps = [_act(q, step) for step in _decided(u, met) if not u.steps[step].known]
    answers = (name for name, chance in _answers(u) if not chance.known)
    return [*steps, *(f"that {name!r} is honoured" for name in answers)]


def _decided(u: Unfolding, met: Collection[Step]) -> list[Step]:
    """Return the steps that bear on the goal: those that are decided on some way to it.

    However they end there. What is decided only where the goal came before, or comes no more, as
    the extension of a treaty decades after an act, makes no difference. Where no way leads to the
    goal, whatever it reads.
    """
    return [step for step in u.steps if step in met or (not met and step[0] in u.relevant)]


def _answers(u: Unfolding) -> list[tuple[str, Chance]]:
    """Return the responses that are owed on some way, each with the chance that it is honoured."""
    return [(name, chance) for name, chance in u.honours.items() if name in u.answered]


def _act(q: Question, step: Step) -> str:
    procedure = q.arrangement.procedures[step[0]]
    return f"{procedure.steps[step[1]].act!r} in {procedure.label or step[0]!r}"
