"""What becomes of the answer when assumptions are moved.

Nothing is solved anew but the games themselves, on the same draws as before: what is moved is held
at its value, and all else is drawn, or at its middle, as the file says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.asked import check_varied
from foedus.deterrence.design import Design
from foedus.deterrence.estimates import uncertain
from foedus.deterrence.job import NOTHING, Job, break_evens_of, game_of
from foedus.deterrence.measures import DETERRED, conduct, mean, summary
from foedus.deterrence.questions.inputs import inputs
from foedus.language import Arrangement, Estimate
from foedus.prospects import drivers

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]
PASSING = "passing"
"""The chance that what answers a breach passes, whatever positions and the record say of it."""
_CHANCES = (0.0, 0.25, 0.5, 0.75, 1.0)
_ALIKE = "every guarantee is then honoured as surely as you say"
_PASSES = "it is then as likely as you say, whatever positions and the record say of it"


class Lever(NamedTuple):
    """An assumption that can be moved.

    Parameters
    ----------
    name
        The parameter, as ``foedus deter --vary`` takes it.
    about
        What it is about: ``stakes``, ``honour``, ``detect``, ``contest``, ``passing`` and so on.
    marks
        Five values: the least that is thought possible, the middle and the most, and those halfway.
    middle
        What it is in the middle case; ``None`` where each option has its own.
    kind, because, sources
        Whether it is measured, judged or assumed, why, and from where.
    options
        The options whose games rest on it; `NOTHING` stands for no arrangement at all.
    moves
        The strongest rank correlation with attack over the draws, under any option.
    """

    name: str
    about: str
    marks: tuple[float, ...]
    middle: float | None
    kind: str
    because: str
    sources: tuple[str, ...]
    options: tuple[str, ...]
    moves: float


class Outcome(NamedTuple):
    """What becomes of one option, for one party that is to be deterred.

    Parameters
    ----------
    option
        Its id; `NOTHING` for no arrangement at all.
    by
        The party.
    acts
        By act of its ladder: the mean chance that it is the gravest.
    attack, low, high
        The chance of an attack: its mean over the draws, and the interval that holds 80 % of them.
    deterred
        The share of draws in which attack is below even odds.
    middle
        The chance of an attack with every estimate that is not held at its middle.
    solved
        Of how many draws there is a solution.
    passes
        By procedure that answers a breach: the mean chance that all its steps pass.
    """

    option: str
    by: str
    acts: dict[str, float]
    attack: float
    low: float
    high: float
    deterred: float
    middle: float
    solved: int
    passes: dict[str, float]


def asked(a: Arrangement, design: Design) -> dict[str, Job]:
    """Return what is asked of no arrangement at all and of each option: conduct, and no more."""
    ids: dict[str, str | None] = {NOTHING: None, **{name: name for name in a.options or ("",)}}
    design = replace(design, break_evens=(PASSING,))
    jobs = {key: Job(a, name, design, brief=True) for key, name in ids.items()}
    check_varied((job.variant for job in jobs.values()), design.ranges)
    return jobs


@np.errstate(over="ignore", invalid="ignore")  # what is no number is left out, and counted
def levers(
    a: Arrangement, *, draws: int = 200, seed: int = 0, progress: Progress | None = None
) -> tuple[Lever, ...]:
    """Return the assumptions that the games of an arrangement rest on, the strongest first.

    Parameters
    ----------
    a
        The arrangement with its options.
    draws, seed
        The draws over which it is found how strongly each moves attack.
    progress
        Called with the number of games done and of all games.

    Raises
    ------
    foedus.deterrence.DeterrenceError
        When nothing is at stake, or nobody is to be deterred.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> sorted({lever.about for lever in levers(read(text_of("budapest-1994")), draws=50)})
    ['contest', 'honour', 'quarrel_lasts', 'stakes']
    """
    jobs = asked(a, Design(seed=seed))
    found: dict[str, Lever] = {}
    for done, (name, job) in enumerate(jobs.items(), start=1):
        for lever in _of_option(job, name, draws):
            known = found.get(lever.name, lever)
            options = tuple(dict.fromkeys((*known.options, *lever.options)))
            strongest = max(abs(known.moves), abs(lever.moves))
            found[lever.name] = known._replace(options=options, moves=strongest)
        if progress is not None:
            progress(done, len(jobs))
    return tuple(sorted(found.values(), key=lambda lever: (-lever.moves, lever.name)))


def _of_option(job: Job, name: str, draws: int) -> Iterator[Lever]:
    estimates, drawn = uncertain(job), inputs(job, [(0, draws)])
    rows = conduct(game_of(job), _params(job, draws), draws, job.design.precision)
    moved: dict[str, float] = {}
    for by in job.adversaries:
        attack = rows[f"attack.{by}"]
        if np.ptp(attack) > 0:
            for key, strength in drivers(drawn, attack, most=len(drawn)):
                moved[key] = max(moved.get(key, 0.0), abs(strength))
    for key, e in estimates.items():
        about, why = key.partition(".")[0], (e.kind, e.because, e.source)
        if about in (PASSING, "days"):  # no estimate of the file: the first is moved below
            continue
        yield Lever(key, about, _marks(e), e.middle, *why, (name,), moved.get(key, 0.0))
    honoured = [key for key in estimates if key.startswith("honour.")]
    if honoured:
        moves = max(moved.get(key, 0.0) for key in honoured)
        yield Lever("honour", "honour", _CHANCES, None, "supposed", _ALIKE, (), (name,), moves)
    if name != NOTHING and PASSING in break_evens_of(job, job.deterred):
        moves = max((v for k, v in moved.items() if k.startswith("passing.")), default=0.0)
        yield Lever(PASSING, PASSING, _CHANCES, None, "supposed", _PASSES, (), (name,), moves)


def _marks(e: Estimate) -> tuple[float, ...]:
    low, middle, high = e.lowest, e.middle, e.highest
    return (low, _halfway(e, low, middle), middle, _halfway(e, middle, high), high)


def _halfway(e: Estimate, one: float, other: float) -> float:
    return replace(e, value=None, low=one, high=other).middle


def _params(job: Job, draws: int) -> Mapping[str, Array]:
    return game_of(job).chances.values(job.draws(draws))


@np.errstate(over="ignore", invalid="ignore")
def outcomes(
    a: Arrangement,
    held: Mapping[str, float],
    *,
    draws: int = 200,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Outcome, ...]:
    """Return what becomes of every option when some assumptions are held at values.

    Parameters
    ----------
    a
        The arrangement with its options.
    held
        By name of a lever: the value at which it is held. All else is as the file says.
    draws, seed
        Of what is not held; the same for all options and all values.
    progress
        Called with the number of games done and of all games.

    Raises
    ------
    foedus.deterrence.DeterrenceError
        When something is held that does not exist, or at a value that it cannot have.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> a = read(text_of("korea-1953"))
    >>> cost = "stakes.PRK.the cost of war"
    >>> dear, cheap = (outcomes(a, {cost: x}, draws=20) for x in (-1, -0.01))
    >>> dear[0].attack < cheap[0].attack
    True
    """
    found: list[Outcome] = []
    jobs = asked(a, Design(seed=seed, fixed=held))
    for done, (name, job) in enumerate(jobs.items(), start=1):
        found += _outcomes(job, name, draws)
        if progress is not None:
            progress(done, len(jobs))
    return tuple(found)


def _outcomes(job: Job, name: str, draws: int) -> Iterator[Outcome]:
    game = game_of(job)
    rows = conduct(game, _params(job, draws), draws, job.design.precision)
    central = game.chances.values(job.draws(1, central=True))
    middle = conduct(game, central, 1, job.design.precision)
    drawn = inputs(job, [(0, draws)], every=True)
    passes = {
        key.removeprefix("passing."): float(np.mean(row))
        for key, row in drawn.items()
        if key.startswith("passing.")
    }
    for by in job.adversaries:
        attack = rows[f"attack.{by}"]
        solved = np.isfinite(attack)
        told = summary(attack, ())
        mean_, low, high = (np.nan if x is None else x for x in (told.value, told.low, told.high))
        acts = [act.act for act in job.variant.conduct[by].acts]
        yield Outcome(
            name,
            by,
            {act: mean(rows[f"act.{by}.{act}"][solved]) for act in acts},
            mean_,
            low,
            high,
            mean(np.where(solved, attack < DETERRED, np.nan)),
            float(middle[f"attack.{by}"][0]),
            int(solved.sum()),
            passes,
        )
