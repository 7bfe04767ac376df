"""A grid: what becomes of the answer at every combination of a few values of a few assumptions.

It is for where no game can be solved: a page without a server looks outcomes up in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.asked import check_varied
from foedus.deterrence.design import Design
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import DETERRED, conduct
from foedus.deterrence.questions.supposing import PASSING, Lever, Progress, asked
from foedus.language import Arrangement

Array = NDArray[np.float64]
_AXES = {"stakes": (5, 3), "honour": (3,), "detect": (2,), PASSING: (3,)}
"""By what a lever is about: of those that span a grid, how many values each has there."""


class Span(NamedTuple):
    """Outcomes of one option, for one party, at every place of the part of a grid that it rests on.

    Parameters
    ----------
    option, by
        The option and the party.
    axes
        The levers that the option rests on, in the order of the grid.
    acts
        By act of the party's ladder: the mean chance that it is the gravest, shape (places,).
    attack, deterred
        The mean chance of an attack, and the share of draws in which it is below even odds, shape
        (places,). The last lever varies fastest; the first place of each is where it is not held.
    """

    option: str
    by: str
    axes: tuple[str, ...]
    acts: dict[str, Array]
    attack: Array
    deterred: Array


def spanning(several: Sequence[Lever]) -> dict[str, tuple[float, ...]]:
    """Return the levers that span a grid, and the values at which each is held there.

    Of each kind the strongest are taken: two stakes, how surely all guarantees are honoured, one
    chance of being noticed, and that of passing.
    """
    axes: dict[str, tuple[float, ...]] = {}
    for about, values in _AXES.items():
        mine = (lever for lever in several if lever.about == about)
        if about == "honour":  # all honouring together
            mine = (lever for lever in mine if lever.name == about)
        pairs = zip(mine, values, strict=False)
        axes |= {lever.name: lever.marks[:: 4 // (many - 1)] for lever, many in pairs}
    return axes


@np.errstate(over="ignore", invalid="ignore")
def grid(
    a: Arrangement,
    several: Sequence[Lever],
    axes: Mapping[str, Sequence[float]],
    *,
    draws: int = 40,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Span, ...]:
    """Return outcomes where some levers are held at every combination of values, or not held.

    Parameters
    ----------
    a
        The arrangement with its options.
    several
        Its levers.
    axes
        Those that are held, and at which values.
    draws, seed
        Of all else: the same at every place and for every option.
    progress
        Called with the number of games done and of all games.
    """
    jobs = asked(a, Design(seed=seed))
    ends = {name: (min(values), max(values)) for name, values in axes.items()}
    check_varied((job.variant for job in jobs.values()), ends)
    on = {lever.name: lever.options for lever in several}
    found: list[Span] = []
    for done, (name, job) in enumerate(jobs.items(), start=1):
        mine = {axis: tuple(values) for axis, values in axes.items() if name in on[axis]}
        found += _spans(job, name, mine, draws)
        if progress is not None:
            progress(done, len(jobs))
    return tuple(found)


def _spans(
    job: Job, name: str, axes: Mapping[str, tuple[float, ...]], draws: int
) -> Iterator[Span]:
    """Yield what one option comes to over its part of a grid."""
    shape = tuple(1 + len(values) for values in axes.values())
    rows: dict[str, Array] = {}
    for held in product((False, True), repeat=len(axes)):
        fixed = {axis: axes[axis] for axis, is_held in zip(axes, held, strict=True) if is_held}
        part = tuple(slice(1, None) if is_held else slice(0, 1) for is_held in held)
        for key, values in _over(job, fixed, draws).items():
            whole = rows.setdefault(key, np.empty(shape))
            whole[part] = values.reshape(whole[part].shape)
    for by in job.adversaries:
        acts = {
            act.act: rows[f"act.{by}.{act.act}"].ravel() for act in job.variant.conduct[by].acts
        }
        attack, deterred = (rows[f"{key}.{by}"].ravel() for key in ("attack", "deterred"))
        yield Span(name, by, tuple(axes), acts, attack, deterred)


def _over(job: Job, fixed: Mapping[str, tuple[float, ...]], draws: int) -> dict[str, Array]:
    """Return means over the draws at every combination of what is held, shape (places,)."""
    places = list(product(*fixed.values()))
    size = len(places) * draws
    mesh = {
        name: np.repeat([place[at] for place in places], draws) for at, name in enumerate(fixed)
    }
    game = game_of(job)
    drawn = replace(job.draws(size), fixed=mesh, times=len(places))
    rows = conduct(game, game.chances.values(drawn), size, job.design.precision)
    found = {key: row for key, row in rows.items() if key.startswith("act.")}
    for by in job.adversaries:
        attack = rows[f"attack.{by}"]
        found |= {f"attack.{by}": attack, f"deterred.{by}": (attack < DETERRED).astype(float)}
    return {key: row.reshape(len(places), draws).mean(axis=1) for key, row in found.items()}
