"""The prospects of an arrangement: every step, and the consequence of an attack as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from foedus.figures import Figure, Kind
from foedus.language import Arrangement
from foedus.process import Process
from foedus.prospects.chain import Chain, Step, chain
from foedus.prospects.steps import Forecaster, StepProspect, weakest
from foedus.prospects.streams import Array

_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Prospects:
    """What is to be expected of an arrangement.

    Attributes
    ----------
    steps
        Every step of every procedure, by procedure and place.
    chain
        Which of them lead from the act to its consequence.
    takes_effect
        Chance that the consequence of the act comes: the mean over what is uncertain, and the
        interval that holds 80 % of it. No value when nothing can follow.
    days_to_effect
        Days from the act until then, given that it comes: median and 80 % interval. No value when
        nothing can follow, or when the days of a step are not known.
    """

    steps: Mapping[Step, StepProspect]
    chain: Chain
    takes_effect: Figure
    days_to_effect: Figure


def prospects(
    arrangement: Arrangement,
    *,
    draws: int = 1000,
    seed: int = 0,
    at: date | None = None,
    correlation: float | None = None,
    act: str | None = None,
) -> Prospects:
    """Say with what chance, and after how many days, the consequence of an act comes.

    Parameters
    ----------
    arrangement
        The arrangement, with an option laid over it if it has any.
    draws
        How many draws of what is uncertain.
    seed
        The same seed gives the same numbers, and gives two options the same luck.
    at
        The day of the question: only positions taken by then are known. The file's own day when
        left out.
    correlation
        Of members' leanings, in [0, 1]; anything from 0 to 0.6 when left out.
    act
        The adversary's act; the gravest on its ladder when left out.

    Raises
    ------
    ValueError
        When `draws` is not positive, `correlation` is outside [0, 1] or `act` is not on the ladder.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> case = option(read(text_of("ukraine-2025")), "immediate-membership")
    >>> prospects(case).days_to_effect.value
    0.0
    """
    if draws < 1:
        raise ValueError(f"{draws} draws are none; give at least 1")
    if correlation is not None and not 0 <= correlation <= 1:
        raise ValueError(f"the correlation {correlation:g} is outside [0, 1]")
    process = Process(arrangement)
    adversary = _adversary(arrangement)
    acts = {a.act: a for a in arrangement.conduct[adversary].acts} if adversary else {}
    if not acts:
        nothing = Chain("none", ())
        why = ("no adversary has a ladder of acts, so there is nothing to answer",)
        return Prospects(
            {}, nothing, Figure(None, because=why), Figure(None, unit="days", because=why)
        )
    if act is not None and act not in acts:
        raise ValueError(f"{act!r} is not on the ladder of {adversary}: {', '.join(acts)}")
    answered = acts[act] if act is not None else list(acts.values())[-1]
    day = at or arrangement.as_of
    forecaster = Forecaster(process, answered, day, seed, draws, correlation)
    steps = {
        (name, place): forecaster.step(name, place)
        for name, procedure in arrangement.procedures.items()
        for place in range(len(procedure.steps))
    }
    way = chain(process, adversary, answered.act)
    return Prospects(steps, way, *_figures(arrangement, way, steps, answered.act, draws))


def _adversary(arrangement: Arrangement) -> str:
    parties = arrangement.parties
    return next((a for a in arrangement.conduct if parties[a].role == "adversary"), "")


def _figures(
    arrangement: Arrangement, way: Chain, steps: Mapping[Step, StepProspect], act: str, draws: int
) -> tuple[Figure, Figure]:
    if way.consequence == "none":
        return _no_figures((_why_nothing(arrangement, act),))
    what = ", ".join(way.of)
    if not way.steps and not way.waits:
        owed = (
            f"owed at once under {what}, from the text alone",
            "owed is not honoured: whether the response comes is another question",
        )
        return Figure(1.0, because=owed), Figure(0.0, unit="days", because=owed)
    taken = [steps[step] for step, _ in way.steps]
    chances = np.prod([step.passes for step in taken], axis=0) if taken else np.ones(draws)
    sources = tuple(dict.fromkeys(s for step in taken for s in step.sources))
    kind = weakest({step.kind for step in taken})
    intro = [f"from {act!r} to {what}; somebody with standing opens each procedure at once"]
    intro += ["another way leads there too and is not counted"] if way.alternatives else []
    intro += ["owed is not honoured"] if way.consequence == "duty" else []
    because = [*intro, *(reason for step in taken for reason in step.because)]
    low, high = np.quantile(chances, [_LOW, _HIGH])
    mean = (*because, f"mean of {draws} draws; the interval holds 80 % of them")
    effect = Figure(
        float(chances.mean()), float(low), float(high), "probability", kind, mean, sources
    )
    return effect, _days(way, steps, chances, kind, because, sources)


def _no_figures(why: tuple[str, ...]) -> tuple[Figure, Figure]:
    return Figure(None, because=why), Figure(None, unit="days", because=why)


def _why_nothing(arrangement: Arrangement, act: str) -> str:
    rights = [n for n, g in arrangement.guarantees.items() if g.response == "right_only"]
    if rights:
        named = ", ".join(rights)
        return f"{act!r} makes nothing due: under {named} states may respond, and owe nothing"
    return f"{act!r} makes nothing due under the text, even if everybody helps"


def _days(
    way: Chain,
    steps: Mapping[Step, StepProspect],
    chances: Array,
    kind: Kind,
    because: list[str],
    sources: tuple[str, ...],
) -> Figure:
    undated = [f"{name}, step {at + 1}" for (name, at), _ in way.steps if not steps[name, at].dated]
    if undated:
        why = f"not computed: nothing says how long these take: {'; '.join(undated)}"
        return Figure(None, unit="days", because=(why,))
    if not (chances > 0).any():
        return Figure(None, unit="days", because=("it does not come about in any draw", *because))
    ends: dict[Step, Array] = {}
    for step, after in way.steps:
        begins = ends[after] if after is not None else np.zeros_like(chances)
        ends[step] = begins + steps[step].days
    total = np.max(list(ends.values()), axis=0) if ends else np.zeros_like(chances)
    low, median, high = _weighted(total + way.waits, chances, (_LOW, 0.5, _HIGH))
    told = (*because, "median and 80 % interval, given that it comes")
    return Figure(median, low, high, "days", kind, told, sources)


def _weighted(values: Array, weights: Array, at: tuple[float, ...]) -> tuple[float, ...]:
    """Return quantiles of `values`, each counting by its weight."""
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(weights[order])
    places = np.searchsorted(mass, np.array(at) * mass[-1])
    return tuple(float(v) for v in values[order][np.minimum(places, len(values) - 1)])
