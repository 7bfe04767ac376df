"""Ballots drawn by chance: for rules too large for a diagram and correlations of no one factor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Chances, ballot_chances
from foedus.decisions.chances import KINDLY, chance, thresholds
from foedus.decisions.correlation import Correlation, NotOneFactorError, correlation_matrix
from foedus.decisions.diagram import DiagramTooLargeError
from foedus.decisions.rules import AllOf, Not, Rule, Score
from foedus.figures import Figure

Ints = NDArray[np.int64]

_PART = 1 << 16
_NINETY_FIVE = 1.959964


def outcomes(rule: Rule, ballots: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Say for many sets of ballots at once which of them pass.

    Parameters
    ----------
    rule
        The rule.
    ballots
        `Ballot` values, shape (draws, members), members in the order of the rule.

    Returns
    -------
    array of bool, shape (draws,)

    Examples
    --------
    >>> from foedus.decisions import Ballot, parse_rule
    >>> rule = parse_rule("silence", ["A", "B"])
    >>> outcomes(rule, np.array([[Ballot.YES, Ballot.ABSENT], [Ballot.NO, Ballot.YES]])).tolist()
    [True, False]
    """
    if isinstance(rule, Score):
        rows = np.array(rule.rows, dtype=np.int64)
        total = np.zeros(len(ballots), dtype=np.int64)
        for i in np.flatnonzero(np.ptp(rows, axis=1) + np.abs(rows).sum(axis=1)):
            total += rows[i][ballots[:, i]]
        reached: NDArray[np.bool_] = total >= rule.quota
        return reached
    if isinstance(rule, Not):
        return ~outcomes(rule.part, ballots)
    parts = [outcomes(part, ballots) for part in rule.parts]  # type: ignore[attr-defined]
    join = np.logical_and if isinstance(rule, AllOf) else np.logical_or
    joined: NDArray[np.bool_] = join.reduce(parts)
    return joined


def drawn_ballots(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation,
    draws: int,
    rng: np.random.Generator,
) -> Ints:
    """Draw ballots, shape (draws, members).

    Parameters
    ----------
    rule
        Whose members vote.
    p, correlation
        As in `foedus.decisions.chance`; any correlation matrix will do.
    draws
        How many sets of ballots.
    rng
        The source of chance.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rng = np.random.default_rng(1)
    >>> drawn_ballots(parse_rule("silence", ["A", "B"]), 1.0, 0.5, 2, rng).tolist()
    [[0, 0], [0, 0]]
    """
    rows = ballot_chances(p, rule.members)
    values, vectors = np.linalg.eigh(correlation_matrix(correlation, rule.members))
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    leanings = rng.standard_normal((draws, len(rule.members))) @ root.T
    past = (leanings[:, :, None] >= thresholds(rows)[None]).sum(axis=2)
    cast: Ints = np.array(KINDLY, dtype=np.int64)[past]
    return cast


def sampled_chance(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation = 0.0,
    *,
    draws: int = 100_000,
    seed: int = 0,
) -> Figure:
    """Estimate the chance that a question passes, with a 95 % interval (Wilson 1927).

    Parameters
    ----------
    rule, p, correlation
        As in `foedus.decisions.chance`; any correlation matrix will do.
    draws
        How many sets of ballots.
    seed
        The same seed gives the same estimate.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> found = sampled_chance(parse_rule("majority", ["A", "B", "C"]), 0.5, seed=1)
    >>> found.low < 0.5 < found.high
    True
    """
    rng = np.random.default_rng(seed)
    parts = [min(_PART, draws - start) for start in range(0, draws, _PART)]
    passed = sum(
        int(outcomes(rule, drawn_ballots(rule, p, correlation, part, rng)).sum()) for part in parts
    )
    low, high = wilson(passed, draws)
    return Figure(
        passed / draws,
        low,
        high,
        because=(f"{draws:,} sets of ballots drawn with seed {seed}; 95 % interval",),
    )


def wilson(passed: int, draws: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927, *JASA* 22).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0, 10)]
    [0.0, 0.2775]
    """
    z2 = _NINETY_FIVE**2
    share = passed / draws
    middle = share + z2 / (2 * draws)
    half = _NINETY_FIVE * np.sqrt(share * (1 - share) / draws + z2 / (4 * draws**2))
    ends = (middle - half) / (1 + z2 / draws), (middle + half) / (1 + z2 / draws)
    return max(0.0, float(ends[0])), min(1.0, float(ends[1]))


def estimated_chance(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation = 0.0,
    *,
    draws: int = 100_000,
    seed: int = 0,
) -> Figure:
    """Return the chance that a question passes: exact where that can be, else sampled.

    Parameters as in `sampled_chance`; `because` says which it is.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> found = estimated_chance(parse_rule("unanimity", ["A", "B"]), 0.9)
    >>> round(found.value, 2), found.because
    (0.81, ('exact, given the positions',))
    """
    try:
        value = chance(rule, p, correlation)
    except (DiagramTooLargeError, NotOneFactorError):
        return sampled_chance(rule, p, correlation, draws=draws, seed=seed)
    return Figure(value, because=("exact, given the positions",))
