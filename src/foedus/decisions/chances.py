"""With what chance a question passes: independent ballots, a common factor, or blocs.

Positions are rarely independent: one event moves many capitals. The one-factor Gaussian copula
gives each member a latent leaning ``sqrt(r) Z + sqrt(1 - r) e``, with Z common to all and e its
own; it votes yes when the leaning falls below the threshold that gives it its own chance of yes.
Given Z ballots are independent, so the chance is an integral over Z of sweeps (Vasicek 2002 for
the same device in credit risk).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from foedus.decisions.ballots import Ballot, BallotError, Chances, ballot_chances, did_you_mean
from foedus.decisions.diagram import compile_rule
from foedus.decisions.rules import Rule
from foedus.decisions.sweep import Floats, outcome_chances, sweep

Correlation = float | Mapping[str, float]
"""One correlation for all pairs, or each member's loading: its correlation with the factor."""

_KINDLY = (Ballot.YES, Ballot.ABSTAIN, Ballot.ABSENT, Ballot.NO)
"""Ballots from the most to the least favourable, as one latent leaning orders them."""


def chance(rule: Rule, p: Mapping[str, Chances] | Chances, correlation: Correlation = 0.0) -> float:
    """Return the chance that a question passes.

    Parameters
    ----------
    rule
        The rule.
    p
        Each member's P(yes), or (yes, abstain, no), or (yes, abstain, no, absent); one value
        instead of a mapping holds for all.
    correlation
        Of the latent leanings of any two members, in [0, 1]; or, for each member, its loading
        on the common factor, in [-1, 1] (two members then correlate by the product).

    Raises
    ------
    BallotError
        For a chance or a correlation that cannot be, or a member that is unknown or missing.
    DiagramTooLargeError
        When the rule is too irregular for an exact answer.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> nato = parse_rule("unanimity", [f"m{i}" for i in range(32)])
    >>> round(chance(nato, 0.99), 3), round(chance(nato, 0.99, correlation=0.5), 3)
    (0.725, 0.863)
    """
    rows = ballot_chances(p, rule.members)
    ballots = cast_ballots(rows)
    diagram = compile_rule(rule, ballots)
    loadings = factor_loadings(correlation, rule.members)
    if not loadings.any():
        measures = rows[:, list(ballots), None]
        return float(outcome_chances(diagram, measures)[0][0])

    def at(nodes: int) -> float:
        points, weights = _factor_nodes(nodes)
        measures = conditional_chances(rows, loadings, points)[:, list(ballots)]
        return float(outcome_chances(diagram, measures)[0] @ weights)

    return _converged(at)


def pivotality(
    rule: Rule, p: Mapping[str, Chances] | Chances, correlation: Correlation = 0.0
) -> dict[str, float]:
    """Return how much each member's yes adds to the chance of passing over its no.

    Independent of the member's own position; the others vote as given. With correlation, the
    member's ballot is changed and nobody else's with it.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule("unanimity", ["A", "B"])
    >>> pivotality(rule, {"A": 0.75, "B": 0.25})
    {'A': 0.25, 'B': 0.75}
    """
    rows = ballot_chances(p, rule.members)
    ballots = tuple(sorted({*cast_ballots(rows), Ballot.YES, Ballot.NO}))
    diagram = compile_rule(rule, ballots)
    loadings = factor_loadings(correlation, rule.members)
    points, weights = _factor_nodes(256) if loadings.any() else (np.zeros(1), np.ones(1))
    measures = conditional_chances(rows, loadings, points)[:, list(ballots)]
    gains = sweep(diagram, measures).gain @ weights
    return {m: float(g) for m, g in zip(rule.members, gains, strict=True)}


def cast_ballots(rows: Floats) -> tuple[Ballot, ...]:
    """Return the ballots that somebody casts with a chance above 0.

    Examples
    --------
    >>> [b.name for b in cast_ballots(np.array([[0.9, 0.0, 0.1, 0.0]]))]
    ['YES', 'NO']
    """
    return tuple(b for b in Ballot if rows[:, b].any())


def factor_loadings(correlation: Correlation, members: Sequence[str]) -> Floats:
    """Return each member's loading on the common factor, shape (members,).

    Raises
    ------
    BallotError
        When a correlation lies outside [0, 1], a loading outside [-1, 1], or a name is unknown.

    Examples
    --------
    >>> factor_loadings(0.25, ["A", "B"]).tolist()
    [0.5, 0.5]
    """
    if isinstance(correlation, Mapping):
        for name, loading in correlation.items():
            if name not in members:
                raise BallotError(f"{name!r} is not a member{did_you_mean(str(name), members)}")
            if not -1.0 <= loading <= 1.0:
                raise BallotError(f"{name}: the loading {loading:g} is outside [-1, 1]")
        return np.array([float(correlation.get(m, 0.0)) for m in members])
    if not 0.0 <= correlation <= 1.0:
        raise BallotError(f"the correlation {correlation:g} is outside [0, 1]")
    return np.full(len(members), float(np.sqrt(correlation)))


def conditional_chances(rows: Floats, loadings: Floats, points: Floats) -> Floats:
    """Return the chances of every ballot given the common factor.

    Parameters
    ----------
    rows
        Chance of each ballot, shape (members, 4).
    loadings
        Shape (members,).
    points
        Values of the factor, standard normal, shape (batch,).

    Returns
    -------
    array of shape (members, 4, batch)

    Examples
    --------
    >>> rows = np.array([[0.9, 0.0, 0.1, 0.0]])
    >>> conditional_chances(rows, np.zeros(1), np.zeros(1))[0, :, 0].round(9).tolist()
    [0.9, 0.0, 0.1, 0.0]
    """
    ordered = rows[:, list(_KINDLY)]
    thresholds = ndtri(np.clip(np.cumsum(ordered, axis=1)[:, :-1], 0.0, 1.0))
    shift = loadings[:, None, None] * points[None, None, :]
    own = np.sqrt(1.0 - loadings**2)[:, None, None]
    with np.errstate(divide="ignore"):
        below = ndtr((thresholds[:, :, None] - shift) / np.maximum(own, 1e-12))
    cumulative = np.concatenate(
        [np.zeros_like(below[:, :1]), below, np.ones_like(below[:, :1])], axis=1
    )
    chances = np.empty((len(rows), 4, len(points)))
    chances[:, list(_KINDLY)] = np.diff(cumulative, axis=1)
    chances *= (rows > 0)[:, :, None]
    normalised: Floats = chances / chances.sum(axis=1, keepdims=True)
    return normalised


def _factor_nodes(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points, weights = np.polynomial.legendre.leggauss(count)
    reach = 9.0
    density = np.exp(-0.5 * (reach * points) ** 2) / np.sqrt(2 * np.pi)
    mass = weights * reach * density
    return reach * points, mass / mass.sum()


def _converged(at: object) -> float:
    assert callable(at)
    value = float(at(64))
    for nodes in (128, 256, 512, 1024):
        finer = float(at(nodes))
        if abs(finer - value) < 1e-11:
            return finer
        value = finer
    return value
