"""Which of two models that do not contain each other is nearer the truth; a plain logit as a rival.

A multinomial logit of the outcomes is a strategic model with one chooser, who picks the outcome
itself and expects nothing of anybody (Signorino 1999 shows how far off it can be). The tests of
Vuong and Clarke correct for the number of coefficients as the Bayesian information criterion does
(Clarke 2007, Political Analysis 15: 347-363; Vuong 1989, Econometrica 57: 307-333).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, norm

from foedus.estimation.fitting import Fit, estimate
from foedus.estimation.regressors import Design
from foedus.games import Array, Builder, GameError


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


PLAIN = "a plain logit"
_SAME = 1e-6


class Comparison(NamedTuple):
    """A test of two models.

    Attributes
    ----------
    test
        ``"Vuong"`` or ``"Clarke"``.
    statistic
        Vuong: standard normal if both are equally near; above 0 speaks for the first. Clarke: the
        number of observations that speak for the first, half of them if both are equally near.
    p
        Two-sided.
    preferred
        1 or 2, whichever the statistic speaks for; 0 if for neither.
    n
        Observations.
    """

    test: str
    statistic: float
    p: float
    preferred: int
    n: int


def both_tests(
    fit: Fit, plain: Fit | None, rival: Fit | None, title: str
) -> tuple[tuple[str, Comparison], ...]:
    """Run both tests against a plain logit and against a rival, where fits are to be used.

    A plain logit that is the model itself is left out.

    Raises
    ------
    GameError
        The rival gives every outcome the same chance as the model.
    """
    found: list[tuple[str, Comparison]] = []
    if not fit.ok:
        return ()
    same = plain is None or np.allclose(fit.log_likelihoods, plain.log_likelihoods, 0, _SAME)
    if plain is not None and plain.ok and not same:
        found += [(PLAIN, test(fit, plain)) for test in (vuong, clarke)]
    if rival is not None and rival.ok:
        found += [(title, test(fit, rival)) for test in (vuong, clarke)]
    return tuple(found)


def vuong(first: Fit, second: Fit) -> Comparison:
    """Compare two fits by the mean of their differences in log-likelihood.

    Raises
    ------
    GameError
        The fits are not of the same outcomes.

    Examples
    --------
    >>> vuong_of(np.array([-0.1, -0.2, -0.4]), np.array([-0.2, -0.5, -0.6]), 1, 1).preferred
    1
    """
    return vuong_of(*_paired(first, second))


def vuong_of(first: Array, second: Array, coefficients: int, others: int) -> Comparison:
    """Run Vuong's test on log-likelihoods by observation, of any two models.

    Raises
    ------
    GameError
        The two never differ, so that there is nothing to compare.
    """
    n = len(first)
    apart = first - second
    deviation = float(apart.std())
    if deviation < 1e-12:
        raise GameError("both models give every outcome the same chance; nothing tells them apart")
    correction = (coefficients - others) * np.log(n) / 2
    z = float((apart.sum() - correction) / (np.sqrt(n) * deviation))
    return Comparison("Vuong", z, float(2 * norm.sf(abs(z))), _sign(z), n)


def clarke(first: Fit, second: Fit) -> Comparison:
    """Compare two fits by how many observations each makes likelier.

    Raises
    ------
    GameError
        The fits are not of the same outcomes.

    Examples
    --------
    >>> clarke_of(np.array([-0.1, -0.2, -0.4]), np.array([-0.2, -0.5, -0.6]), 1, 1).p
    0.25
    """
    return clarke_of(*_paired(first, second))


def clarke_of(first: Array, second: Array, coefficients: int, others: int) -> Comparison:
    """Run Clarke's sign test on log-likelihoods by observation, of any two models."""
    n = len(first)
    correction = (coefficients - others) * np.log(n) / (2 * n)
    better = int((first - second > correction).sum())
    p = min(1.0, float(2 * binom.cdf(min(better, n - better), n, 0.5)))
    return Comparison("Clarke", float(better), p, _sign(2 * better - n), n)


def _sign(value: float) -> int:
    return 1 if value > 0 else (2 if value < 0 else 0)


def _paired(first: Fit, second: Fit) -> tuple[Array, Array, int, int]:
    """Return log-likelihoods by observation, and how many coefficients both have."""
    if len(first.outcomes) != len(second.outcomes):
        raise GameError(
            f"the fits have {len(first.outcomes)} and {len(second.outcomes)} observations; fit "
            "both to the same"
        )
    here = [first.labels[i] for i in first.outcomes]
    if here != [second.labels[i] for i in second.outcomes]:
        raise GameError("the fits are not of the same outcomes in the same order")
    sizes = len(first.coefficients), len(second.coefficients)
    return first.log_likelihoods, second.log_likelihoods, *sizes
