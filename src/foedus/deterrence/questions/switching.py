"""Switching values: where along the law of one input an option starts or stops to deter.

All else is at its middle. How far away such a value is, is said as a probability: the share of the
input's own law that lies between it and the middle. A share of a range would count what is hardly
thought possible as much as what is likely. A value is solved for: between two points at most
`CLOSE` of that law apart the chance of attack is taken to be a straight line.

How likely a procedure passes that votes or several steps decide is no estimate of the file. Its law
is that of the states of affairs which are thought possible, and it is held as ``--vary`` holds it:
all doubt lies in its first step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.estimates import ANY, together, uncertain
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import DETERRED, attacks
from foedus.deterrence.questions.erring import UNERRING
from foedus.deterrence.questions.inputs import inputs as columns
from foedus.deterrence.taken import taken_as
from foedus.deterrence.wording import holding, spoken, whole_law
from foedus.figures import percent
from foedus.language import Estimate

Array = NDArray[np.float64]
_ASKED_AS = {"ballots": "passing"}
"""What the user varies in place of what the file is silent on."""
CLOSE = 1e-6
"""The share of its law between the two points between which a switching value is drawn."""
_RANKS = np.linspace(0.0, 1.0, 101)
"""Where a change is looked for: of two within one step neither is seen."""
_PARTS = np.linspace(0.0, 1.0, 11)


class Switch(NamedTuple):
    """A value of one input at which an option starts or stops to deter.

    Parameters
    ----------
    name, kind
        The input, and whether it is measured, judged or assumed; ``derived`` where it is how
        likely a procedure passes that votes, or several steps, decide.
    middle, value
        What it is in the middle case, and the value at which the answer changes.
    rank
        The share of the input's law that lies below that value.
    away
        The share of its law between the middle and that value.
    deters
        Where the option deters beside it: ``below`` or ``above``.
    span
        Of days that nobody in the story knows: the ends of their law, all of which the game takes.
        The value is then what they would have to be known to be; `middle` is their median, which
        is taken nowhere.
    erring
        Whether nothing changes along the input as errors of judgement vanish: what changes is then
        how often they are made.
    """

    name: str
    kind: str
    middle: float
    value: float
    rank: float
    away: float
    deters: str
    span: tuple[float, float] | None = None
    erring: bool = False


class Middle(NamedTuple):
    """The answer with every estimate at its middle.

    Parameters
    ----------
    deters
        Whether attack is below even odds, as the game is played.
    unerring
        Whether it is so as errors of judgement vanish.
    switches
        What changes the first, nearest first.
    """

    deters: bool
    unerring: bool
    switches: tuple[Switch, ...]


@lru_cache(maxsize=64)
def middle_case(job: Job, by: str) -> Middle:
    """Return whether the option deters in the middle case, and what changes that.

    It is asked by the table and by the story, and takes longer than solving the draws.

    Parameters
    ----------
    job
        The option.
    by
        The party to be deterred.
    """
    game = game_of(job)
    central = game.chances.values(job.draws(1, central=True))
    deters = bool(attacks(game, central, 1, job.design.precision, by=by)[0] < DETERRED)
    unerring = bool(attacks(game, central, 1, by=by, ties="even")[0] < DETERRED)
    found = _changes(job, {**_of_estimates(job), **_of_procedures(job, by, deters)}, by)
    nearest = sorted(found, key=lambda one: (one.span is not None, one.away))
    return Middle(deters, unerring, tuple(nearest))


class Resting(NamedTuple):
    """What an option rests on, asked where its game is compiled.

    Parameters
    ----------
    inputs
        The estimates with a range that its game rests on, who signs included, by name.
    middle
        By party to be deterred: whether it is in the middle case, and what changes that.
    silent
        The steps of which the file does not say how likely they pass (``passing``, or
        ``ballots`` where members vote), or how long they take (``days``); without what the user
        gave.
    drawn
        What a table of the draws has a column of: how a procedure passes is drawn from many
        estimates.
    together
        Of procedures that votes, or several steps, decide, as far as the answer changes along how
        likely they pass: the ends of its law.
    """

    inputs: dict[str, Estimate]
    middle: dict[str, Middle]
    silent: dict[str, tuple[str, ...]]
    drawn: tuple[str, ...]
    together: dict[str, tuple[float, float]]


@np.errstate(over="ignore", invalid="ignore")  # what is no number does not deter
def resting(job: Job) -> Resting | None:
    """Return what an option, or no arrangement, rests on; nothing of an end that is not played.

    Parameters
    ----------
    job
        The option.
    """
    if job.brief:
        return None
    game, given = game_of(job), job.design.ranges
    silent = {
        what: tuple(step for step in steps if not _gave(given, _ASKED_AS.get(what, what), step))
        for what, steps in game.chances.timing.silent(game.tree.names).items()
    }
    inputs = uncertain(job, signing=True)
    middle = {by: middle_case(job, by) for by in job.adversaries}
    turning = {one.name for case in middle.values() for one in case.switches} - inputs.keys()
    ends = {name: (chances.min(), chances.max()) for name, (chances, _) in together(game).items()}
    return Resting(
        inputs,
        middle,
        silent,
        tuple(columns(job, job.design.chunks[:1])),
        {name: (float(low), float(high)) for name, (low, high) in ends.items() if name in turning},
    )


def _gave(given: Collection[str], what: str, step: str) -> bool:
    """Say whether the user gave what the file does not say of a step."""
    return what in given or f"{what}.{step.partition('.')[0]}" in given


class _Law(NamedTuple):
    """What an input is drawn from: its kind, its values at some ranks, and its middle."""

    kind: str
    at: Callable[[Array], Array]
    middle: float


def _of_estimates(job: Job) -> dict[str, _Law]:
    draws, central = job.draws(1), replace(job.draws(1, central=True), instead={})
    return {
        name: _Law(e.kind, partial(draws.law, name, e), float(central.of(name, e)[0]))
        for name, e in uncertain(job).items()
    }


def _of_procedures(job: Job, by: str, deters: bool) -> dict[str, _Law]:
    """Return how likely procedures pass that votes, or several steps, decide.

    Of several steps no one chance is at its middle: one that gives another answer when it is held
    there could not be told beside that of the middle case, and is left out.
    """
    draws, central, found = job.draws(1), job.draws(1, central=True), dict[str, _Law]()
    for name, (chances, middle) in together(game_of(job)).items():
        given = central.varied(name)
        if given is None:
            found[name] = _Law("derived", partial(np.quantile, chances), middle)
        elif np.ptp(draws.law(name, ANY, np.array([0.0, 1.0]))) > 0:
            found[name] = _Law(ANY.kind, partial(draws.law, name, ANY), float(given[0]))
    held = _attack(job, [(name, np.array([law.middle])) for name, law in found.items()], by)
    alike = [bool(chance[0] < DETERRED) == deters for chance in held]
    return {name: law for (name, law), same in zip(found.items(), alike, strict=True) if same}


def _changes(job: Job, inputs: Mapping[str, _Law], by: str) -> Iterator[Switch]:
    """Yield where along the law of each input the answer changes, in the order of the inputs."""
    laws = {name: law.at(_RANKS) for name, law in inputs.items()}
    rough = _attack(job, list(laws.items()), by)
    places = [
        (name, bool(held[at]), at, chance[at : at + 2])
        for name, chance, held in zip(laws, rough, (c < DETERRED for c in rough), strict=True)
        for at in np.flatnonzero(held[1:] != held[:-1])
    ]
    turning = {name: laws[name] for name, *_ in places}
    unerring = [c < DETERRED for c in _attack(job, list(turning.items()), by, erring=False)]
    erring = {n for n, held in zip(turning, unerring, strict=True) if held.all() or not held.any()}
    ends = np.array([_RANKS[at : at + 2] for _, _, at, _ in places]).reshape(-1, 2)
    chances = np.array([chance for *_, chance in places]).reshape(-1, 2)
    while places and np.ptp(ends, axis=1).max() > CLOSE:  # the part in which it changes, again
        ranks = ends[:, :1] + _PARTS * np.diff(ends)
        asked = [
            (name, inputs[name].at(row)) for (name, *_), row in zip(places, ranks, strict=True)
        ]
        for which, chance in enumerate(_attack(job, asked, by)):
            at = int(np.argmax((chance < DETERRED) != places[which][1]))
            ends[which], chances[which] = ranks[which, at - 1 : at + 1], chance[at - 1 : at + 1]
    for (name, before, *_), row, chance in zip(places, ends, chances, strict=True):
        rank, law = _crossing(row, chance), inputs[name]
        value, side = float(law.at(np.array([rank]))[0]), "below" if before else "above"
        away = abs(rank - float(np.interp(law.middle, laws[name], _RANKS)))
        low, *_, high = laws[name].tolist()
        span = (low, high) if whole_law(name) else None
        errs = name in erring
        yield Switch(name, law.kind, law.middle, value, rank, away, side, span, errs)


def _crossing(ranks: Array, chances: Array) -> float:
    """Return where a straight line between two chances of attack is at even odds."""
    if not np.isfinite(chances).all():
        return float(ranks[1])
    part = (DETERRED - chances[0]) / (chances[1] - chances[0])
    return float(ranks[0] + part * (ranks[1] - ranks[0]))


def _attack(
    job: Job, asked: Sequence[tuple[str, Array]], by: str, *, erring: bool = True
) -> list[Array]:
    """Return for each input asked about the chance of attack at its values, all at once."""
    game = game_of(job)
    params = game.chances.values(job.draws(1, central=True))
    ends = np.cumsum([0, *(len(values) for _, values in asked)])
    spans = [slice(low, high) for low, high in pairwise(ends)]
    own: dict[str, Array] = {}
    for (name, values), span in zip(asked, spans, strict=True):
        draws = replace(
            job.draws(len(values), central=True), fixed={**job.design.fixed, name: values}
        )
        for key in game.chances.resting_on(name):
            own.setdefault(key, np.full(ends[-1], params[key][0]))[span] = game.chances.rules[key](
                draws
            )
    if not asked:
        return []
    size, whole = int(ends[-1]), params | own
    if erring:
        chance = attacks(game, whole, size, job.design.precision, by=by)
    else:
        chance = attacks(game, whole, size, by=by, ties="even")
    return [chance[span] for span in spans]


def shortest(job: Job, by: str) -> str:
    """Return in a sentence what changes most easily whether an option deters `by`."""
    deters, _, found = middle_case(job, by)
    odds = "below even odds" if deters else "at even odds or above"
    head = f"With every estimate at its middle attack is {odds}"
    if not found:
        return f"{head}; no single estimate changes that within its range"
    one = found[0]
    so = "it is so only while" if deters else "it is not once"
    called = spoken(job.variant, one.name)
    turns = [(other.value, other.deters) for other in found if other.name == one.name]
    where = holding(one.name, called, turns, one.middle, by)
    mid = lies = ""
    if not one.span:
        mid = " in the middle"
        lies = f", and {percent(one.away)} of what is thought possible of it lies between"
    return (
        f"{head}; what changes that first is {called} "
        f"({taken_as(one.name, one.middle, one.span)}{mid}): {so} {where}{lies}"
        f"{UNERRING if one.erring else ''}"
    )


def unmeasured(rests: Mapping[str, Resting]) -> dict[str, tuple[str, ...]]:
    """Return by kind the inputs with a range that some option rests on."""
    kinds: dict[str, tuple[str, ...]] = {"measured": (), "judged": (), "assumed": ()}
    for one in rests.values():
        for name, estimate in one.inputs.items():
            if name not in kinds[estimate.kind]:
                kinds[estimate.kind] += (name,)
    return kinds
