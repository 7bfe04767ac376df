"""Does each option deter, whom does it bind, and when does that answer change?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.asked import check_design
from foedus.deterrence.design import Design
from foedus.deterrence.job import NOTHING, Job
from foedus.deterrence.measures import mean
from foedus.deterrence.questions.answers import OptionDeterrence, answer
from foedus.deterrence.questions.switching import Resting, resting
from foedus.deterrence.questions.unknown import AS_PLAYED, Ends, not_known
from foedus.deterrence.sides import adversaries_of, in_words
from foedus.deterrence.sweep import HERE, Runner, run
from foedus.figures import percent
from foedus.language import Arrangement, check_option

Array = NDArray[np.float64]


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
    design
        How it was computed.
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
    design: Design
    rows: Mapping[str, Mapping[str, Array]] = field(repr=False)
    jobs: Mapping[str, Job] = field(repr=False)
    nothing: Job = field(repr=False)
    bare: Mapping[str, Array] = field(repr=False)
    ends: tuple[Ends, ...] = ()
    rested: Mapping[str, Resting] = field(default_factory=dict, repr=False)

    def resting(self, option: str) -> Resting:
        """Return what an option rests on: its inputs with a range, and what they would change.

        `foedus.deterrence.NOTHING` asks it of no arrangement at all.
        """
        job = self.nothing if option == NOTHING else self.jobs[option]
        found = self.rested.get(option) or resting(job)
        assert found is not None  # no end that is played beside is asked about
        return found

    @property
    def concept(self) -> str:
        """What kind of equilibrium, in a sentence."""
        precision = self.design.precision
        # Of two that differ by a twentieth of the prize; rare as it gets, it never is none.
        odds = math.exp(-min(precision / 20, 700))
        worse = odds / (1 + odds)
        return (
            "each side does oftener what serves it better, and sometimes errs: of two choices, one "
            f"that is worse by a twentieth of the prize is made in {percent(worse)} of cases "
            f"(logit quantal response, precision {precision:g} per prize); "
            + (
                "each side knows its own resolve only, so that there can be other equilibria than "
                "the one followed, which begins at choices made at random (the principal branch)"
                if self.nothing.arrangement.resolved
                else "it is worked out from the last choice backwards, which leaves one answer "
                "(the only equilibrium)"
            )
        )

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

    def attack(self, option: str, by: str | None = None, against: str = "") -> Array:
        """Return the chance of an attack under an option, shape (draws,).

        Parameters
        ----------
        option
            Its id.
        by
            Whose attack; that of the party told of when left out.
        against
            On whom; on anybody when left out.
        """
        return self._attack(self.rows[option], by, against)

    def unguarded(self, by: str | None = None, against: str = "") -> Array:
        """Return the chance of an attack with no arrangement at all, shape (draws,)."""
        return self._attack(self.bare, by, against)

    def _attack(self, rows: Mapping[str, Array], by: str | None, against: str) -> Array:
        whole = f"attack.{by or self.by}"
        one = f"{whole}.{against}"
        return rows[one if against and one in rows else whole]

    @property
    def unsolved(self) -> dict[str, int]:
        """How many draws have no solution, by option; only those that have such."""
        counts = {name: int((~np.isfinite(self.attack(name))).sum()) for name in self.options}
        return {name: count for name, count in counts.items() if count}

    def as_json(self) -> dict[str, object]:
        """Return all figures as plain data."""
        return {
            "draws": self.design.draws,
            "unsolved": self.unsolved,
            "seed": self.design.seed,
            "precision": self.design.precision,
            "concept": self.concept,
            "not_known": [one._asdict() for one in self.ends],
            "agenda": in_words(self.nothing.arrangement),
            "baselines": [o.as_json() for o in self.baselines.values()],
            "options": [o.as_json() for of in self.answers.values() for o in of.values()],
        }


def deter(
    arrangement: Arrangement,
    options: Sequence[str] | None = None,
    design: Design | None = None,
    runner: Runner = HERE,
    *,
    inputs: bool = False,
    **settings: Any,
) -> Deterrence:
    """Solve the game of every option on the same draws, and say who does what, and why.

    Parameters
    ----------
    arrangement
        The arrangement; one without options is played as it stands.
    options
        Ids of options; all of them when left out.
    design
        What is drawn, how choices are made and what is read off.
    runner
        Who does the work.
    inputs
        Whether to find what each option rests on along with it, for the decision table.
    **settings
        Single settings of the design, such as ``draws=200`` or ``seed=1``.

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
    sides = adversaries_of(arrangement)  # asked first: compiling may take long
    ids = list(options) if options is not None else list(arrangement.options) or [""]
    for name in ids:
        if name:
            check_option(arrangement, name)
    design = replace(design or Design(), **settings)
    check_design(arrangement, ids, design)
    jobs: dict[str | None, Job] = {name: Job(arrangement, name, design) for name in (*ids, None)}
    others = {(name, what): other for name, job in jobs.items() for what, other in _other_ends(job)}
    asked = [*jobs.values(), *others.values()]
    rows = run(asked, design.chunks, runner, resting if inputs else None)
    by_id = dict(zip(jobs, rows, strict=False))
    at_end = dict(zip(others, rows[len(jobs) :], strict=True))
    bare = by_id[None]
    found = {by: {name: answer(jobs[name], by, by_id[name], bare) for name in ids} for by in sides}
    baselines = {by: answer(jobs[None], by, bare, bare) for by in sides}
    return Deterrence(
        found,
        baselines,
        sides[0],
        design,
        {name: by_id[name] for name in ids},
        {name: jobs[name] for name in ids},
        jobs[None],
        bare,
        tuple(_ends(jobs, others, by_id, at_end)),
        {
            NOTHING if name is None else name: rows.beside
            for name, rows in by_id.items()
            if rows.beside is not None
        },
    )


def _other_ends(job: Job) -> Iterator[tuple[str, Job]]:
    """Yield, for what is not known, the job with it at the other end."""
    for what, names in not_known(job.variant, job.design.ranges).items():
        ends = {name: 1.0 - AS_PLAYED[name.partition(".")[0]] for name in names}
        design = replace(job.design, fixed={**job.design.fixed, **ends})
        yield what, replace(job, design=design, brief=True)


def _ends(
    jobs: Mapping[str | None, Job],
    others: Mapping[tuple[str | None, str], Job],
    played: Mapping[str | None, Mapping[str, Array]],
    at_end: Mapping[tuple[str | None, str], Mapping[str, Array]],
) -> Iterator[Ends]:
    """Yield the mean chance of an attack at both ends of what is not known."""
    for (name, what), other in others.items():
        names = tuple(key for key in other.design.fixed if key not in jobs[name].design.fixed)
        for by in other.adversaries:
            here, there = (mean(of[f"attack.{by}"]) for of in (played[name], at_end[name, what]))
            if np.isfinite(here) and np.isfinite(there):  # else its count of the unsolved tells
                yield Ends(by, name or "", what, names, here, there)
