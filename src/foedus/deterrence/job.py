"""One option's share of a sweep, in chunks: what a worker needs, and what it sends back.

A chunk is a pure function of the job and its number: its draws are seeded by it. Who computes it,
and when, changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.chains import doubtful, is_consequence
from foedus.deterrence.compile import Game, compile_game
from foedus.deterrence.design import CHUNK, Design
from foedus.deterrence.draws import Draws
from foedus.deterrence.idle import is_read
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.questions.promise import unpromised
from foedus.deterrence.questions.sunset import Sunset, moved
from foedus.deterrence.rivals import honouring
from foedus.deterrence.samples import Samples, samples_of
from foedus.deterrence.sides import DeterrenceError, adversaries_of, agenda_of
from foedus.deterrence.streams import streams
from foedus.games import GameError
from foedus.language import (
    Arrangement,
    Estimate,
    aimed,
    labels_of,
    option,
    plain,
)
from foedus.process import Process, of_what_is_there

Array = NDArray[np.float64]
BREAK_EVEN_DRAWS = 100
"""Draws of a chunk on which break-evens are searched for."""
BREAK_EVEN_CHUNKS = 10
"""Chunks in which they are: the first ones. More draws would move a median and two quantiles by
less than they are rounded to, and cost more than everything else."""
NOTHING = "-"
"""Stands for no arrangement at all among the options."""
_READING = 25
"""Counted up when the same question is given another answer, so that kept chunks are not taken."""


@dataclass(frozen=True, eq=False)
class Job:
    """What is asked of one option.

    Parameters
    ----------
    arrangement
        The arrangement, with its options pending.
    option
        The option; empty for the arrangement as it stands, ``None`` for no arrangement at all.
    design
        What is drawn, and how choices are made.
    samples
        What is known of steps, instead of what the arrangement's prospects say.
    sunset
        Whether instruments end as stated, never, or have ended.
    episodes, discount
        How many episodes are played in which honouring is learned of, and what each is worth
        beside the one before it (`foedus.deterrence.questions.episodes`).
    brief
        Only conduct and values are read off, and what the other settings ask for.
    about
        Whose attacks are told of where only one party's can be; the first that is to be deterred
        when left out.
    unpromised
        The party to which nothing is promised in reverse (`foedus.deterrence.questions.promise`).
    """

    arrangement: Arrangement
    option: str | None
    design: Design = field(default_factory=Design)
    samples: Samples | None = None
    sunset: Sunset = "stated"
    episodes: int = 1
    discount: float = 1.0
    brief: bool = False
    about: str = ""
    unpromised: str = ""

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self.digest == other.digest

    @cached_property
    def digest(self) -> str:
        """A name for everything that the numbers depend on."""
        how = (self.episodes, self.discount, self.brief, self.about)
        return _named(_READING, self.shape, self.design.fingerprint, *how)

    @cached_property
    def shape(self) -> str:
        """A name for everything that the game depends on, whatever its numbers are."""
        design = self.design
        known = ["prospects", design.seed] if self.samples is None else _listed(self.samples)
        game = (self.option, design.at, design.contest, self.sunset, self.unpromised)
        return _named(plain(self.arrangement), *game, known)

    @cached_property
    def variant(self) -> Arrangement:
        """The arrangement that is played."""
        if self.option is None:
            return bare(self.arrangement)
        played = option(self.arrangement, self.option) if self.option else self.arrangement
        laid = moved(honouring(played, self.design.honour, self.design.over), self.sunset)
        return unpromised(laid, self.unpromised) if self.unpromised else laid

    @cached_property
    def adversaries(self) -> tuple[str, ...]:
        """Those whose conduct is to be deterred, alike for all options."""
        return adversaries_of(self.arrangement)

    @property
    def deterred(self) -> str:
        """Whose attacks are told of."""
        return self.about or self.adversaries[0]

    def draws(self, size: int, chunk: int = 0, *, central: bool = False) -> Draws:
        """Return the draws of one chunk."""
        d, own = self.design, (self._groups, self._honoured, self.design.within)
        return Draws(size, d.seed, chunk, d.vary, d.fixed, central, *own, streams=self._streams)

    @cached_property
    def _honoured(self) -> dict[str, Estimate]:
        """How likely each guarantee is honoured: one game serves every record of honouring."""
        guarantees = self.variant.guarantees.items()
        return {f"honour.{name}": g.honour for name, g in guarantees if g.honour is not None}

    @cached_property
    def _streams(self) -> dict[str, str]:
        """By parameter: what it is drawn by, alike for all options of the file."""
        return streams(self.variant, labels_of(self.arrangement))

    @cached_property
    def _groups(self) -> dict[str, tuple[str, float]]:
        """By stake: the group that it moves with, and how strongly."""
        return {
            f"stakes.{party}.{stake.label}": (stake.group, float(strengths[stake.group]))
            for strengths in (self.variant.correlations,)
            for party, stakes in self.variant.stakes.items()
            for stake in stakes
            if stake.group
        }


def _named(*asked: object) -> str:
    return sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


class _Shape:
    """A job, equal to every other whose game has the same shape."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __hash__(self) -> int:
        return hash(self.job.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.job.shape == other.job.shape


def game_of(job: Job) -> Game:
    """Return the compiled game of a job; games of one shape are compiled once in each process."""
    return _compiled(_Shape(job))


@lru_cache(maxsize=32)
def _compiled(shape: _Shape) -> Game:
    job, design, variant = shape.job, shape.job.design, shape.job.variant
    samples = job.samples
    if samples is None:
        samples = samples_of(variant, design.seed, design.at, labels_of(job.arrangement))
    occasions = occasions_of(job.arrangement)
    try:
        return compile_game(variant, occasions, samples, design.contest, agenda_of(job.arrangement))
    except GameError:
        lacking = _without_stakes(variant, occasions)
        if not lacking:
            raise
        raise DeterrenceError("; ".join(lacking)) from None


def _without_stakes(a: Arrangement, occasions: Sequence[int]) -> list[str]:
    """Say of each party that is asked something, and for whom nothing is at stake, what to do."""
    asked: dict[str, str] = {}
    groups = Agenda(Process(a), occasions).groups
    for question in (question for group in groups for question in group):
        if question.actor and question.actor not in {*a.conduct, *a.stakes}:
            asked.setdefault(question.actor, f"{question.kind} {question.clause}")
    return [
        f"stakes: {party!r} chooses ({what}) and has nothing at stake. Write what it gains and "
        f"loses as stakes.{party}"
        for party, what in asked.items()
    ]


def _listed(samples: Samples) -> list[object]:
    return [[*map(str, k), s.passes.tolist(), s.days.tolist()] for k, s in sorted(samples.items())]


def bare(arrangement: Arrangement) -> Arrangement:
    """Return what is left with no arrangement at all: conduct, fights, stakes and deeds.

    A deed can be done whatever was agreed, also one that was to be forbidden. What it needs is read
    as it is where no clause is there: a deed that waits for one cannot be done, one that a clause
    stands against can. It is left out where nobody's stakes tell whether it was done.
    """
    left = replace(
        arrangement,
        options={},
        instruments={},
        norms={},
        procedures={},
        guarantees={},
        decides_on={},
    )
    deeds = dict(arrangement.deeds)
    for name, deed in deeds.items():
        if deed.needs is not None:
            deeds[name] = replace(deed, needs=of_what_is_there(deed.needs, left))
    left = replace(left, deeds=deeds)
    return aimed(replace(left, deeds={n: d for n, d in deeds.items() if is_read(left, "deeds", n)}))


def break_evens_of(job: Job, by: str) -> tuple[str, ...]:
    """Return the parameters asked for of which a break-even of `by` means something."""
    a, names = job.variant, set()
    if any(g.honour is not None and g.against in ("", by) for g in a.guarantees.values()):
        names.add("honour")
    answers = [name for name in a.procedures if is_consequence(a, name)]
    if answers:
        names.add("days")
    if any(doubtful(a, name) for name in answers):
        names.add("passing")
    return tuple(name for name in job.design.break_evens if name in names)


def searched(draws: int) -> NDArray[np.int64]:
    """Return which of so many draws break-evens are searched for in: the first of some chunks.

    Examples
    --------
    >>> searched(620)[[0, 99, 100, -1]].tolist()
    [0, 99, 500, 599]
    """
    starts = range(0, draws, CHUNK)[:BREAK_EVEN_CHUNKS]
    ends = (min(start + BREAK_EVEN_DRAWS, draws) for start in starts)
    return np.concatenate([np.arange(*span) for span in zip(starts, ends, strict=True)])
