"""Does each option deter, whom does it bind, and when does that answer change?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.asked import check_asked, check_known, check_precision
from foedus.deterrence.contests import Form
from foedus.deterrence.job import BREAK_EVENS, CHUNK, Job
from foedus.deterrence.measures import mean
from foedus.deterrence.questions.answers import OptionDeterrence, answer
from foedus.deterrence.questions.switching import Resting, resting
from foedus.deterrence.questions.unknown import AS_PLAYED, Ends, not_known
from foedus.deterrence.rivals import STATED, applies
from foedus.deterrence.sides import DeterrenceError, adversaries_of, in_words
from foedus.deterrence.sweep import run
from foedus.language import Arrangement, check_option
from foedus.processes import Team

Array = NDArray[np.float64]
PRECISION = 20.0
"""Of the players' choices: odds of e² for a tenth of the prize."""


@dataclass(frozen=True)
class Deterrence:
    """Each option side by side, on the same draws.

    Attributes
    ----------
    answers, baselines
        By party that is to be deterred: the options by id, in the order asked for, and no
        arrangement at all, which is what conduct is there without any guarantee.
    by
        The party that is told of where only one can be (`about`).
    draws, seed, precision
        How it was computed.
    concept
        What kind of equilibrium, in a sentence.
    rows
        By option: everything that was read off, draw by draw.
    jobs
        By option: what was asked, for going further (`foedus.deterrence.questions`).
    nothing, bare
        What was asked of no arrangement at all, and what was read off it.
    ends
        Where something is not known: attack at both of its ends.
    """

    answers: Mapping[str, Mapping[str, OptionDeterrence]]
    baselines: Mapping[str, OptionDeterrence]
    by: str
    draws: int
    seed: int
    precision: float
    concept: str
    rows: Mapping[str, Mapping[str, Array]] = field(repr=False)
    jobs: Mapping[str, Job] = field(repr=False)
    nothing: Job = field(repr=False)
    bare: Mapping[str, Array] = field(repr=False)
    ends: tuple[Ends, ...] = ()
    rested: Mapping[str, Resting] = field(default_factory=dict, repr=False)

    def resting(self, option: str) -> Resting:
        """Return what an option rests on: its inputs with a range, and what they would change."""
        found = self.rested.get(option) or resting(self.jobs[option])
        assert found is not None  # an option is neither no arrangement nor an end
        return found

    @property
    def chunks(self) -> list[tuple[int, int]]:
        """The (number, size) of the chunks it was computed in."""
        return chunks_of(self.draws)

    @property
    def adversaries(self) -> tuple[str, ...]:
        """Those whose conduct is to be deterred."""
        return self.nothing.adversaries

    @property
    def options(self) -> Mapping[str, OptionDeterrence]:
        """The options by id, about the party that is told of."""
        return self.answers[self.by]

    @property
    def baseline(self) -> OptionDeterrence:
        """No arrangement at all, about the party that is told of."""
        return self.baselines[self.by]

    def about(self, by: str) -> Deterrence:
        """Return the same, told of another of the parties that are to be deterred."""
        jobs = {name: replace(job, about=by) for name, job in self.jobs.items()}
        return replace(self, by=by, jobs=jobs, nothing=replace(self.nothing, about=by))

    def attack(self, option: str, by: str | None = None) -> Array:
        """Return the chance of an attack under an option, shape (draws,).

        Parameters
        ----------
        option
            Its id.
        by
            Whose attack; that of the party told of when left out.
        """
        return self.rows[option][f"attack.{by or self.by}"]

    def unguarded(self, by: str | None = None) -> Array:
        """Return the chance of an attack with no arrangement at all, shape (draws,)."""
        return self.bare[f"attack.{by or self.by}"]

    @property
    def unsolved(self) -> dict[str, int]:
        """How many draws have no solution, by option; only those that have such."""
        counts = {name: int((~np.isfinite(self.attack(name))).sum()) for name in self.options}
        return {name: count for name, count in counts.items() if count}

    def as_json(self) -> dict[str, object]:
        """Return all figures as plain data."""
        return {
            "draws": self.draws,
            "unsolved": self.unsolved,
            "seed": self.seed,
            "precision": self.precision,
            "concept": self.concept,
            "not_known": [one._asdict() for one in self.ends],
            "agenda": in_words(self.nothing.arrangement),
            "baselines": [o.as_json() for o in self.baselines.values()],
            "options": [o.as_json() for of in self.answers.values() for o in of.values()],
        }


def deter(
    arrangement: Arrangement,
    options: Sequence[str] | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
    vary: Mapping[str, tuple[float, float]] | None = None,
    fixed: Mapping[str, float] | None = None,
    at: date | None = None,
    workers: int | Team = 1,
    precision: float = PRECISION,
    contest: Form = "stated",
    honour: str = STATED,
    break_evens: Sequence[str] = BREAK_EVENS,
    waiting: bool = True,
    stories: bool = True,
    inputs: bool = False,
    scheduler: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Deterrence:
    """Solve the game of every option on the same draws, and say who does what, and why.

    Parameters
    ----------
    arrangement
        The arrangement; one without options is played as it stands.
    options
        Ids of options; all of them when left out.
    draws
        How many draws of what is uncertain, rounded up to whole chunks of 500 beyond the first.
    seed
        The same seed gives the same answers, whatever the number of workers.
    vary
        Parameters drawn evenly from a range instead of from the file: ``honour``, ``days`` and
        ``passing`` (of whatever answers a breach), or a parameter by its own name.
    fixed
        Parameters held at a value.
    at
        Positions taken later are not known, and figures that rest on later sources are refused.
        The day of the file when left out.
    workers
        How many processes share the work, or those that are to share it.
    precision
        Of the players' choices, per unit of the prize; the higher, the fewer errors.
    contest
        How fights end: ``stated`` in the file, or by the ``ratio`` or ``difference`` of its forces.
    honour
        A published record of honouring (`foedus.evidence.HONOUR`) that duties of force follow,
        instead of what the file says.
    break_evens
        Which to search for: ``honour`` (credibility), ``passing``, ``days``.
    waiting
        Whether to say what waiting out a sunset brings, which takes two more games an option.
    stories
        Whether to tell what each side does in the middle case, and what would change the answer.
    inputs
        Whether to find what each option rests on along with it, for the decision table.
    scheduler
        Address of a Dask scheduler that does the work instead of this machine.
    folder
        Where finished chunks are kept, and looked for.
    progress
        Called with the number of chunks done and of all chunks.

    Raises
    ------
    KeyError
        When an option is named that the arrangement does not have, or an unknown record.
    foedus.deterrence.DeterrenceError
        When nothing is at stake, nobody is to be deterred, or a varied parameter does not exist or
        cannot have such a value.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> found = deter(read(text_of("ukraine-2025")), ["immediate-membership"], draws=20)
    >>> found.options["immediate-membership"].attack.unit
    'probability'
    """
    ids = list(options) if options is not None else list(arrangement.options) or [""]
    for name in ids:
        if name:
            check_option(arrangement, name)
    if contest != "stated" and not any(c.decisiveness for c in arrangement.contests):
        message = f"no fight says how decisive forces are, so the {contest} form cannot be used"
        raise DeterrenceError(f"{message}. Write 'forces', and 'decisiveness' in 'contests'.")
    check_asked(arrangement, ids, {**(vary or {}), **{k: (v, v) for k, v in (fixed or {}).items()}})
    check_known(arrangement, ids, at or arrangement.as_of)
    check_precision(precision)
    _check_record(arrangement, ids, honour)
    jobs: dict[str | None, Job] = {
        name: Job(
            arrangement,
            name,
            seed,
            precision,
            vary or {},
            fixed or {},
            at,
            contest,
            tuple(break_evens),
            honour=honour,
            waiting=waiting,
            stories=stories,
        )
        for name in (*ids, None)
    }
    others = {(name, what): other for name, job in jobs.items() for what, other in _other_ends(job)}
    rows = run(
        [*jobs.values(), *others.values()],
        chunks_of(draws),
        workers=workers,
        scheduler=scheduler,
        folder=folder,
        progress=progress,
        beside=resting if inputs else None,
    )
    by_id = dict(zip(jobs, rows, strict=False))
    at_end = dict(zip(others, rows[len(jobs) :], strict=True))
    sides, bare = adversaries_of(arrangement), by_id[None]
    found = {by: {name: answer(jobs[name], by, by_id[name], bare) for name in ids} for by in sides}
    baselines = {by: answer(jobs[None], by, bare, bare) for by in sides}
    concept = f"logit quantal response in every choice (precision {precision:g} per prize), " + (
        "on its principal branch: resolve is private, and there can be other equilibria"
        if arrangement.resolved
        else "by one backward pass: with what is known at each choice it is the only equilibrium"
    )
    kept = {name: by_id[name] for name in ids}
    asked = {name: jobs[name] for name in ids}
    return Deterrence(
        found,
        baselines,
        sides[0],
        draws,
        seed,
        precision,
        concept,
        kept,
        asked,
        jobs[None],
        by_id[None],
        tuple(_ends(jobs, others, by_id, at_end)),
        {name: by_id[name].beside for name in ids if by_id[name].beside is not None},
    )


def _other_ends(job: Job) -> Iterator[tuple[str, Job]]:
    """Yield, for what is not known, the job with it at the other end."""
    for what, names in not_known(job.variant, {**job.ranges, **job.fixed}).items():
        ends = {name: 1.0 - AS_PLAYED[name.partition(".")[0]] for name in names}
        yield what, replace(job, fixed={**job.fixed, **ends}, brief=True)


def _ends(
    jobs: Mapping[str | None, Job],
    others: Mapping[tuple[str | None, str], Job],
    played: Mapping[str | None, Mapping[str, Array]],
    at_end: Mapping[tuple[str | None, str], Mapping[str, Array]],
) -> Iterator[Ends]:
    """Yield the mean chance of an attack at both ends of what is not known."""
    for (name, what), other in others.items():
        names = tuple(key for key in other.fixed if key not in jobs[name].fixed)
        for by in other.adversaries:
            here, there = (mean(of[f"attack.{by}"]) for of in (played[name], at_end[name, what]))
            if np.isfinite(here) and np.isfinite(there):  # else its count of the unsolved tells
                yield Ends(by, name or "", what, names, here, there)


def _check_record(a: Arrangement, ids: Sequence[str], record: str) -> None:
    """Refuse a record of honouring that is laid over nothing."""
    variants = [Job(a, name, honour=record).variant for name in ids]
    if record and not any(applies(variant) for variant in variants):
        raise DeterrenceError(
            f"no guarantee here owes force with a chance of being honoured, so the record "
            f"{record!r} is laid over nothing. Leave --honour out."
        )


def chunks_of(draws: int) -> list[tuple[int, int]]:
    """Return (number, size) of the chunks that make up so many draws.

    Examples
    --------
    >>> chunks_of(1200)
    [(0, 500), (1, 500), (2, 200)]
    """
    if draws < 1:
        raise ValueError(f"{draws} draws are none; give at least 1")
    return list(_chunks(draws))


def _chunks(draws: int) -> Iterator[tuple[int, int]]:
    for number, start in enumerate(range(0, draws, CHUNK)):
        yield number, min(CHUNK, draws - start)
