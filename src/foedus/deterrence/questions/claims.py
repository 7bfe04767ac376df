"""Which option deters better than which: what holds under every rival, and what only under some.

Honouring has rival published records, and how fights end has rival forms; neither has an accepted
answer. Every claim "attack is less likely under A than under B" is therefore put to each record,
each form and every equilibrium found, on the same draws. It is robust only if it holds in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.columns import Columns
from foedus.deterrence.contests import Form
from foedus.deterrence.estimates import costs_of_war, estimates
from foedus.deterrence.job import NOTHING, Job
from foedus.deterrence.measures import mean
from foedus.deterrence.questions.equilibria import FEW, LOGIT, Equilibrium
from foedus.deterrence.rivals import STATED, Over, applies
from foedus.deterrence.solving import Deterrence
from foedus.deterrence.sweep import HERE, Runner, run
from foedus.evidence import HONOUR

Array = NDArray[np.float64]
LEAST = 0.01
"""How much less likely attack must be for a claim to hold."""
_ERRORS = 2.0
"""Standard errors of the difference that it must exceed as well."""


War = Literal["drawn", "cheap", "dear"]


class Cell(NamedTuple):
    """One way of answering what has no accepted answer.

    Parameters
    ----------
    honour
        The record of honouring; empty for what the file says.
    contest
        How fights end.
    over
        Whether the record is borrowed for rights and arms as well.
    war
        What an attack costs the party that makes it: as ``drawn``, or drawn from the lower or
        the higher half of its law.
    """

    honour: str
    contest: Form
    over: Over = "force"
    war: War = "drawn"


class Claim(NamedTuple):
    """Attack is less likely under one option than under another.

    Parameters
    ----------
    better, worse
        The options; `NOTHING` for no arrangement at all.
    less
        By cell: how much less likely, at the least over the equilibria found.
    holds
        By cell: whether it is less by more than `LEAST` and than its sampling error.
    listed
        Whether it is so of every equilibrium that is listed, with every estimate at its middle:
        those without errors among themselves, and those with.
    """

    better: str
    worse: str
    less: tuple[float, ...]
    holds: tuple[bool, ...]
    listed: bool = True

    @property
    def robust(self) -> bool:
        """Whether it holds in every cell, and in every equilibrium that is listed."""
        return all(self.holds) and self.listed


@dataclass(frozen=True)
class Claims:
    """Every claim about two options, put to every cell.

    Attributes
    ----------
    cells
        The cells.
    attack
        By option, and by cell: the mean chance of attack.
    claims
        Those that hold in some cell.
    """

    cells: tuple[Cell, ...]
    attack: Mapping[str, tuple[float, ...]]
    claims: tuple[Claim, ...]

    def as_json(self) -> dict[str, object]:
        """Return the claims as plain data."""
        return {
            "cells": [cell._asdict() for cell in self.cells],
            "attack": {name: list(row) for name, row in self.attack.items()},
            "least": LEAST,
            "claims": [{**claim._asdict(), "robust": claim.robust} for claim in self.claims],
        }


def cells_of(found: Deterrence) -> tuple[Cell, ...]:
    """Return every record of honouring with every form of contest that the options allow.

    Then, with fights as stated, every record borrowed for rights and arms as well; and with the
    file's own estimate, a cheap and a dear war under every form.
    """
    jobs = found.jobs.values()
    records = [*HONOUR] if any(applies(job.variant) for job in jobs) else []
    wider = any(set(applies(j.variant, "all")) - set(applies(j.variant)) for j in jobs)
    forms: list[Form] = ["stated"]
    if any(c.decisiveness for job in jobs for c in job.variant.contests):
        forms += ["ratio", "difference"]
    cells = [Cell(record, form) for form in forms for record in (STATED, *records)]
    borrowed = HONOUR if wider else ()
    cells += [Cell(record, "stated", "all") for record in borrowed]
    if any(_halves(found.nothing, "cheap")):
        wars: tuple[War, War] = ("cheap", "dear")
        cells += [Cell(STATED, form, war=war) for form in forms for war in wars]
    return tuple(cells)


def _halves(job: Job, war: War) -> dict[str, tuple[float, float]]:
    """Return between which ranks of its law what an attack costs is drawn: cheap, or dear."""
    if war == "drawn":
        return {}
    known, ends = dict(estimates(job.variant)), np.array([0.0, 1.0])
    return {
        name: (0.5, 1.0) if war == "cheap" else (0.0, 0.5)
        for name in costs_of_war(job.variant, job.deterred)
        if np.ptp(job.draws(1).law(name, known[name], ends)) > 0
    }


def claims(
    found: Deterrence,
    runner: Runner = HERE,
) -> Claims:
    """Put every claim about two options to every record of honouring and every form of contest.

    Parameters
    ----------
    found
        What was found of the options, for what was asked; its draws are used again in each cell.
    runner
        Who does the work.
    """
    cells, asked = cells_of(found), {NOTHING: found.nothing, **found.jobs}
    jobs = [_in(job, cell) for cell in cells for job in asked.values()]
    rows = iter(run(jobs, found.design.chunks, runner))
    tried = [{name: _attack(job, next(rows)) for name, job in asked.items()} for _ in cells]
    if any(one.several for cell in tried for one in cell.values()):
        places = few_of(found.design.chunks)
        tried = [{name: one.at(places) for name, one in cell.items()} for cell in tried]
    attack = {name: tuple(mean(cell[name].principal) for cell in tried) for name in asked}
    told = {NOTHING: found.baseline.equilibria}
    told |= {name: option.equilibria for name, option in found.options.items()}
    pairs = (
        _claim(a, b, tried)._replace(listed=in_listed(told[a], told[b]))
        for a, b in permutations(asked, 2)
    )
    return Claims(cells, attack, tuple(claim for claim in pairs if any(claim.holds)))


def in_listed(better: Sequence[Equilibrium], worse: Sequence[Equilibrium]) -> bool:
    """Say whether attack is less likely in every listed equilibrium of one than in any of another.

    Those without errors are compared among themselves, and so are those with; where an option has
    none of a kind, that kind says nothing.
    """
    for errs in (False, True):
        mine, theirs = (
            [one.attack for one in of if (one.kind == LOGIT) == errs] for of in (better, worse)
        )
        if mine and theirs and not min(theirs) - max(mine) > LEAST:
            return False
    return True


def _in(job: Job, cell: Cell) -> Job:
    design = replace(
        job.design,
        honour=cell.honour,
        over=cell.over,
        contest=cell.contest,
        within=_halves(job, cell.war),
    )
    return replace(job, design=design, brief=True)


class _Attack(NamedTuple):
    """The chance of attack draw by draw: on the principal branch, and over all equilibria found.

    Where there are several, the latter two are of the first few draws of each chunk.
    """

    principal: Array
    least: Array
    most: Array
    several: bool = False

    def at(self, places: NDArray[np.int64]) -> _Attack:
        """Return the same in some draws."""
        row = self.principal[places]
        return _Attack(row, self.least, self.most) if self.several else _Attack(row, row, row)


def few_of(chunks: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Return the draws in which several equilibria were looked for.

    Examples
    --------
    >>> few_of([(0, 30), (1, 2)]).tolist()[-3:]
    [19, 30, 31]
    """
    sizes = [size for _, size in chunks]
    starts = np.cumsum([0, *sizes[:-1]])
    rows = [at + np.arange(min(size, FEW)) for at, size in zip(starts, sizes, strict=True)]
    return np.concatenate(rows)


def _attack(job: Job, rows: Columns) -> _Attack:
    by = job.deterred
    principal = rows[f"attack.{by}"]
    if f"attack.least.{by}" not in rows:
        return _Attack(principal, principal, principal)
    return _Attack(principal, rows[f"attack.least.{by}"], rows[f"attack.most.{by}"], True)


def _claim(better: str, worse: str, tried: Sequence[Mapping[str, _Attack]]) -> Claim:
    less, holds = [], []
    for cell in tried:
        apart = cell[worse].least - cell[better].most
        apart = apart[np.isfinite(apart)]
        mean = float(apart.mean()) if apart.size else 0.0
        error = float(apart.std() / np.sqrt(max(apart.size, 1)))
        less.append(mean)
        holds.append(mean > max(LEAST, _ERRORS * error))
    return Claim(better, worse, tuple(less), tuple(holds))
