"""What a plain logit of the outcomes makes of the same columns: nobody expects anything of anybody.

A multinomial logit is a strategic model with one chooser, who picks the outcome itself. Strategy is
in the data if the game is nearer the truth than this (Signorino 1999 shows how far off a logit can
be; the tests are those of `nonnested`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from foedus.estimation.fitting import Fit, estimate
from foedus.estimation.regressors import Design
from foedus.games import Builder, GameError


def plain_logit(designs: Mapping[str, Design], outcomes: Sequence[str]) -> Fit:
    """Fit a multinomial logit of the outcomes on all the columns of a strategic model.

    Parameters
    ----------
    designs
        Regressors by payoff; a column that several payoffs have counts once, and one that others
        add up to is left out.
    outcomes
        By observation.

    Returns
    -------
    Fit
        By outcome but the first, a coefficient for each column (errors of standard deviation 1: a
        logit's own coefficients are these divided by √2).

    Raises
    ------
    GameError
        There is only one outcome.

    Examples
    --------
    >>> x = np.array([[1, 0], [1, 0], [1, 1], [1, 1], [1, 1], [1, 0]])
    >>> fit = plain_logit({"u": Design(("1", "x"), x)}, ["war", "peace"] * 3)
    >>> fit.model.names, round(fit.log_likelihood, 4)
    (('war: 1', 'war: x'), -3.8191)
    """
    seen = sorted(set(outcomes))
    if len(seen) < 2:
        raise GameError(f"every outcome is {seen[0]!r}: there is nothing to tell apart")
    every = _columns(designs)
    b = Builder(("somebody",))
    ends = {label: b.terminal((label if k else 0,), label) for k, label in enumerate(seen)}
    tree = b.tree(b.decision("somebody", ends, "outcome"))
    start = np.zeros((len(seen) - 1) * len(every.names))
    return estimate(tree, dict.fromkeys(seen[1:], every), outcomes, "agent", "logit", start)


def _columns(designs: Mapping[str, Design]) -> Design:
    """Return every column once, the constant first, without those that others add up to."""
    n = len(next(iter(designs.values())).matrix)
    known = {"1": np.ones(n)}
    for design in designs.values():
        known |= dict(zip(design.names, design.matrix.T, strict=True))
    kept: dict[str, np.ndarray] = {}
    for name, column in known.items():
        size = float(np.linalg.norm(column))
        matrix = np.column_stack([*kept.values()]) if kept else np.zeros((n, 0))
        rest = column - matrix @ np.linalg.lstsq(matrix, column, rcond=None)[0]
        if np.linalg.norm(rest) > 1e-9 * size:
            kept[name] = column
    return Design(tuple(kept), np.column_stack([*kept.values()]))
