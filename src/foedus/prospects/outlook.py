"""The prospects of an arrangement: every step, and the consequence of an attack as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from foedus.figures import Figure, Kind
from foedus.language import Arrangement
from foedus.process import Process
from foedus.prospects.chain import Chain, Step, chain
from foedus.prospects.drivers import Driver, drivers
from foedus.prospects.question import Question, weakest
from foedus.prospects.steps import StepProspect, step_prospect
from foedus.prospects.streams import Array
from foedus.prospects.ways import Ways, ways_through

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
    chance_drivers, days_drivers
        The uncertain inputs that either figure follows most closely.
    """

    steps: Mapping[Step, StepProspect]
    chain: Chain
    takes_effect: Figure
    days_to_effect: Figure
    chance_drivers: tuple[Driver, ...] = ()
    days_drivers: tuple[Driver, ...] = ()


def prospects(
    arrangement: Arrangement,
    *,
    draws: int = 1000,
    seed: int = 0,
    at: date | None = None,
    correlation: float | None = None,
    act: str | None = None,
    established: bool = False,
    agreeing: bool = False,
    fades: timedelta | None = None,
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
    established
        Whether first everything comes about that needs no breach (signatures, a ceasefire that
        activates a guarantee). Else the act comes on the first day.
    agreeing
        Whether members that choose their vote by their stakes (`strategic`) are taken to agree, for
        a game in which they choose. Else they vote as their positions say, like all others.
    fades
        After how long half of what a position says is left; it does not fade when left out.

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
        return Prospects({}, nothing, *_no_figures(why))
    if act is not None and act not in acts:
        raise ValueError(f"{act!r} is not on the ladder of {adversary}: {', '.join(acts)}")
    answered = acts[act] if act is not None else list(acts.values())[-1]
    day = at or arrangement.as_of
    question = Question(process, answered, day, seed, draws, correlation, agreeing, fades)
    steps = {
        (name, place): step_prospect(question, name, place)
        for name, procedure in arrangement.procedures.items()
        for place in range(len(procedure.steps))
    }
    way = chain(process, adversary, answered.act, established=established)
    if way.consequence == "none":
        later = chain(process, adversary, answered.act, established=True)
        told = (_why_nothing(arrangement, answered.act), *_once_established(later))
        return Prospects(steps, way, *_no_figures(told))
    return _consequence(arrangement, way, steps, question)


def _consequence(
    arrangement: Arrangement, way: Chain, steps: Mapping[Step, StepProspect], question: Question
) -> Prospects:
    taken = [step for step, _ in way.steps]
    ways = ways_through(arrangement, way.procedures, steps, question.draws, way.waits)
    because = _because(way, [steps[step] for step in taken], question.act.act)
    acts = {
        step: f"{step[0]}.{arrangement.procedures[step[0]].steps[step[1]].act}" for step in taken
    }
    undated = [acts[step] for step in taken if not steps[step].dated]
    grounds = _grounds([steps[step] for step in taken])
    durations = {f"days of {acts[step]}": steps[step].days for step in taken}
    one_way = len(ways.days) == question.draws
    return Prospects(
        steps,
        way,
        _chance_figure(ways, because, grounds),
        _no_days(undated) if undated else _days_figure(ways, because, grounds),
        drivers(question.inputs, ways.chance),
        drivers(durations, ways.days) if one_way and not undated else (),
    )


def _adversary(arrangement: Arrangement) -> str:
    parties = arrangement.parties
    return next((a for a in arrangement.conduct if parties[a].role == "adversary"), "")


def _no_figures(why: tuple[str, ...]) -> tuple[Figure, Figure]:
    return Figure(None, because=why), Figure(None, unit="days", because=why)


def _once_established(later: Chain) -> tuple[str, ...]:
    """Say what would follow if the arrangement had first been brought into being."""
    if later.consequence == "none":
        return ()
    named = ", ".join(later.of)
    return (f"once all that needs no breach has come about, it would lead to {named}",)


def _why_nothing(arrangement: Arrangement, act: str) -> str:
    rights = [n for n, g in arrangement.guarantees.items() if g.response == "right_only"]
    if rights:
        named = ", ".join(rights)
        return f"{act!r} makes nothing due: under {named} states may respond, and owe nothing"
    return f"{act!r}, as things stand, makes nothing due under the text, even if everybody helps"


def _because(way: Chain, taken: Sequence[StepProspect], act: str) -> tuple[str, ...]:
    what = ", ".join(way.of)
    honour = "owed is not honoured: whether the response comes is another question"
    if not taken and not way.waits:
        return f"owed at once under {what}, from the text alone", honour
    said = [f"from {act!r} to {what}; somebody with standing opens each procedure at once"]
    said += ["another way leads there too and is not counted"] if way.alternatives else []
    said += [honour] if way.consequence == "duty" else []
    return (*said, *(reason for step in taken for reason in step.because))


def _grounds(taken: Sequence[StepProspect]) -> tuple[Kind, tuple[str, ...]]:
    """Return the weakest kind of what the chain rests on, and all its sources."""
    sources = tuple(dict.fromkeys(source for step in taken for source in step.sources))
    return weakest({step.kind for step in taken}), sources


def _chance_figure(
    ways: Ways, because: tuple[str, ...], grounds: tuple[Kind, tuple[str, ...]]
) -> Figure:
    if np.ptp(ways.chance) == 0:
        return Figure(float(ways.chance[0]), kind=grounds[0], because=because, sources=grounds[1])
    low, high = (float(x) for x in np.quantile(ways.chance, [_LOW, _HIGH]))
    told = (*because, f"mean of {len(ways.chance)} draws; the interval holds 80 % of them")
    return Figure(float(ways.chance.mean()), low, high, "probability", grounds[0], told, grounds[1])


def _days_figure(
    ways: Ways, because: tuple[str, ...], grounds: tuple[Kind, tuple[str, ...]]
) -> Figure:
    if not (ways.weights > 0).any():
        return Figure(None, unit="days", because=("it does not come about in any draw", *because))
    if np.ptp(ways.days) == 0:
        days = float(ways.days[0])
        return Figure(days, unit="days", kind=grounds[0], because=because, sources=grounds[1])
    low, median, high = _weighted(ways.days, ways.weights, (_LOW, 0.5, _HIGH))
    told = (*because, "median and 80 % interval, given that it comes")
    return Figure(median, low, high, "days", grounds[0], told, grounds[1])


def _no_days(undated: Sequence[str]) -> Figure:
    why = f"not computed: nothing says how long these take: {', '.join(undated)}"
    return Figure(None, unit="days", because=(why,))


def _weighted(values: Array, weights: Array, at: tuple[float, ...]) -> tuple[float, ...]:
    """Return quantiles of `values`, each counting by its weight."""
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(weights[order])
    places = np.searchsorted(mass, np.array(at) * mass[-1])
    return tuple(float(v) for v in values[order][np.minimum(places, len(values) - 1)])
