"""Several analysts' stakes, solved on draws of their own and pooled, with their disagreement told.

Each file of stakes is a reading of its own and stays one. The pool gives each the same weight (the
linear opinion pool: Stone 1961, Annals of Mathematical Statistics 32, 1339-1342); what is told
beside it is how far they are apart, and how much of all that is uncertain lies between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from foedus.deterrence.job import NOTHING
from foedus.deterrence.measures import DETERRED, mean
from foedus.deterrence.plain import as_map
from foedus.deterrence.questions.bottom_line import LEVEL
from foedus.deterrence.solving import Deterrence
from foedus.process import called


class Pooled(NamedTuple):
    """One option over several analysts.

    Parameters
    ----------
    option, label, by
        The option, and the party whose attack it is about; ``-`` is no arrangement at all.
    attack
        By analyst: the mean chance of an attack.
    below
        By analyst: the share of its situations in which attack is below even odds.
    pool
        The mean chance over all of them, each with the same weight.
    between
        Of the variance of that chance over all situations of all analysts: the share that lies
        between analysts. Not known where nothing varies.
    """

    option: str
    label: str
    by: str
    attack: Mapping[str, float]
    below: Mapping[str, float]
    pool: float
    between: float | None


class Pool(NamedTuple):
    """All options over several analysts, and by party which each would have first.

    First are those under which attack is least likely on average, or level with that, of those that
    make it less likely than no arrangement at all: by more than two standard errors of the mean
    difference, and by `LEVEL` or more. None is first where none does.
    """

    analysts: tuple[str, ...]
    rows: tuple[Pooled, ...]
    first: Mapping[str, Mapping[str, tuple[str, ...]]]
    names: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {key: part for key, part in as_map(self).items() if key != "names"}


def pooled(found: Mapping[str, Deterrence]) -> Pool:
    """Return several analysts' answers side by side, and pooled.

    Parameters
    ----------
    found
        By analyst: what was found of the same options.
    """
    first = next(iter(found.values()))
    labels = {NOTHING: first.baseline.label} | {n: o.label for n, o in first.options.items()}
    rows = [_row(found, by, *one) for by in first.adversaries for one in labels.items()]
    return Pool(
        tuple(found),
        tuple(rows),
        {
            by: {analyst: _first(one, by) for analyst, one in found.items()}
            for by in first.adversaries
        },
        {by: called(first.nothing.arrangement, by) for by in first.adversaries},
    )


def _first(found: Deterrence, by: str) -> tuple[str, ...]:
    """Return the options that lower attack and under which it is least likely, or level with it."""
    bare = _chance(found, NOTHING, by)
    less = {name: bare - _chance(found, name, by) for name in found.options}
    most = max(mean(row) for row in less.values())
    return tuple(n for n, row in less.items() if _lowers(row) and most - mean(row) < LEVEL)


def _lowers(less: np.ndarray) -> bool:
    """Say whether draws tell a mean difference from none, and it is no level one."""
    error = float(np.std(less)) / max(len(less) - 1, 1) ** 0.5
    return mean(less) >= LEVEL and mean(less) > 2 * error


def _row(found: Mapping[str, Deterrence], by: str, name: str, label: str) -> Pooled:
    chances = {analyst: _chance(one, name, by) for analyst, one in found.items()}
    means = {analyst: mean(row) for analyst, row in chances.items()}
    within = float(np.mean([np.nanvar(row) for row in chances.values()]))
    between = float(np.var([*means.values()]))
    whole = within + between
    below = {analyst: float(np.mean(row < DETERRED)) for analyst, row in chances.items()}
    pool = float(np.mean([*means.values()]))
    return Pooled(name, label, by, means, below, pool, between / whole if whole > 0 else None)


def _chance(found: Deterrence, name: str, by: str) -> np.ndarray:
    return found.unguarded(by) if name == NOTHING else found.attack(name, by)
