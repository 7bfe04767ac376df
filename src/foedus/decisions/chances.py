"""With what chance a question passes: independent ballots, or leanings that share a factor.

Positions are rarely independent: one event moves many capitals. The one-factor Gaussian copula
gives each member a latent leaning ``l Z + sqrt(1 - l^2) e``, with Z common to all and e its
own; it votes yes when the leaning falls below the threshold that gives it its own chance of yes.
Given Z ballots are independent, so the chance is an integral over Z of sweeps (Vasicek 2002,
"The distribution of loan portfolio value", *Risk*, for the same device in credit risk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, overload

import numpy as np

from foedus.decisions.ballots import Ballot, BallotError, Chances, ballot_chances, exact_chances
from foedus.decisions.correlation import Correlation, factor_loadings
from foedus.decisions.diagram import FAIL, PASS, Diagram, compile_rule
from foedus.decisions.rules import Rule
from foedus.decisions.sweep import Floats, outcome_chances, sweep

KINDLY = (Ballot.YES, Ballot.ABSTAIN, Ballot.ABSENT, Ballot.NO)
"""Ballots from the most to the least favourable, as one latent leaning orders them."""

_REACH = 9.0
_STEEP = 0.95


@overload
def chance(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation = 0.0,
    *,
    exact: Literal[False] = False,
) -> float: ...
@overload
def chance(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation = 0.0,
    *,
    exact: Literal[True],
) -> Fraction: ...
def chance(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    correlation: Correlation = 0.0,
    *,
    exact: bool = False,
) -> float | Fraction:
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
        on the common factor, in [-1, 1] (two members then correlate by the product); or a matrix
        of such products, as a mapping of mappings.
    exact
        Return a fraction, floats being taken as the decimals they print as. Only for independent
        ballots.

    Raises
    ------
    BallotError
        For a chance or a correlation that cannot be, or a member that is unknown or missing.
    DiagramTooLargeError
        When the rule is too irregular for an exact answer; see `foedus.decisions.sampling`.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> nato = parse_rule("unanimity", [f"m{i}" for i in range(32)])
    >>> round(chance(nato, 0.99), 3), round(chance(nato, 0.99, correlation=0.5), 3)
    (0.725, 0.863)
    >>> chance(parse_rule("unanimity", ["A", "B"]), {"A": 0.9, "B": 0.5}, exact=True)
    Fraction(9, 20)
    """
    loadings = factor_loadings(correlation, rule.members)
    rows = ballot_chances(p, rule.members)
    ballots = cast_ballots(rows)
    diagram = compile_rule(rule, ballots)
    if exact:
        if loadings.any():
            raise BallotError(
                "an exact chance needs independent ballots: leave the correlation out"
            )
        return _fraction(diagram, exact_chances(p, rule.members))
    return float(chances_of(diagram, rows[None], loadings)[0])


def pivotality(
    rule: Rule, p: Mapping[str, Chances] | Chances, correlation: Correlation = 0.0
) -> dict[str, float]:
    """Return how much each member's yes adds to the chance of passing over its no.

    Independent of the member's own position; the others vote as given. With correlation, the
    member's ballot is changed and nobody else's with it. Raises as `chance` does.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule("unanimity", ["A", "B"])
    >>> pivotality(rule, {"A": 0.75, "B": 0.25})
    {'A': 0.25, 'B': 0.75}
    """
    loadings = factor_loadings(correlation, rule.members)
    rows = ballot_chances(p, rule.members)
    ballots = tuple(sorted({*cast_ballots(rows), Ballot.YES, Ballot.NO}))
    diagram = compile_rule(rule, ballots)

    def at(points: Floats, weights: Floats) -> Floats:
        measures = conditional_chances(rows, loadings, points)[:, list(ballots)]
        gains: Floats = sweep(diagram, measures).gain @ weights
        return gains

    independent = not loadings.any()
    gains = at(np.zeros(1), np.ones(1)) if independent else _integral(at, rows, loadings)
    return dict(zip(rule.members, gains.tolist(), strict=True))


def chances_of(diagram: Diagram, batch: Floats, loadings: Floats) -> Floats:
    """Return the chance of passing for many sets of positions at once.

    Parameters
    ----------
    diagram
        The rule, compiled for every ballot that is cast.
    batch
        Chance of each ballot, shape (batch, members, 4).
    loadings
        On the common factor, shape (members,); all 0 for independent ballots.

    Returns
    -------
    array of shape (batch,)

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rows = np.array([[[0.5, 0, 0.5, 0]] * 2, [[1.0, 0, 0, 0]] * 2])
    >>> chances_of(compile_rule(parse_rule("unanimity", ["A", "B"])), rows, np.zeros(2)).tolist()
    [0.25, 1.0]
    """
    ballots = list(diagram.ballots)
    if not loadings.any():
        measures = np.ascontiguousarray(batch[:, :, ballots].transpose(1, 2, 0))
        return outcome_chances(diagram, measures)[0]

    def at(points: Floats, weights: Floats) -> Floats:
        measures = [conditional_chances(rows, loadings, points)[:, ballots] for rows in batch]
        passing = outcome_chances(diagram, np.concatenate(measures, axis=-1))[0]
        found: Floats = passing.reshape(len(batch), -1) @ weights
        return found

    return _integral(at, batch.reshape(-1, 4), np.tile(loadings, len(batch)))


def cast_ballots(rows: Floats) -> tuple[Ballot, ...]:
    """Return the ballots that somebody casts with a chance above 0.

    Examples
    --------
    >>> [b.name for b in cast_ballots(np.array([[0.9, 0.0, 0.1, 0.0]]))]
    ['YES', 'NO']
    """
    return tuple(b for b in Ballot if rows[:, b].any())


def thresholds(rows: Floats) -> Floats:
    """Return where the latent leaning turns from one ballot to the next, shape (..., members, 3).

    Examples
    --------
    >>> thresholds(np.array([[0.5, 0.0, 0.5, 0.0]])).tolist()
    [[0.0, 0.0, 0.0]]
    """
    from scipy.special import ndtri  # slow to load, and who only reads a case has no use for it

    cumulative = np.cumsum(rows[..., list(KINDLY)], axis=-1)[..., :-1]
    turns: Floats = ndtri(np.clip(cumulative, 0.0, 1.0))
    return turns


def conditional_chances(rows: Floats, loadings: Floats, points: Floats) -> Floats:
    """Return the chances of every ballot given the common factor.

    Parameters
    ----------
    rows
        Chance of each ballot, shape (..., members, 4).
    loadings
        On the common factor, in [0, 1), shape (..., members).
    points
        Values of the factor, standard normal, shape (points,).

    Returns
    -------
    array of shape (..., members, 4, points)

    Examples
    --------
    >>> rows = np.array([[0.9, 0.0, 0.1, 0.0]])
    >>> conditional_chances(rows, np.zeros(1), np.zeros(1))[0, :, 0].round(9).tolist()
    [0.9, 0.0, 0.1, 0.0]
    """
    from scipy.special import ndtr

    shift = loadings[..., None, None] * points
    own = np.sqrt(1.0 - loadings**2)[..., None, None]
    below = ndtr((thresholds(rows)[..., None] - shift) / np.maximum(own, 1e-12))
    edge = np.zeros_like(below[..., :1, :])
    chances = np.empty((*rows.shape, len(points)))
    chances[..., list(KINDLY), :] = np.diff(below, axis=-2, prepend=edge, append=edge + 1.0)
    chances *= (rows > 0)[..., None]
    normalised: Floats = chances / chances.sum(axis=-2, keepdims=True)
    return normalised


def _integral(at: Callable[[Floats, Floats], Floats], rows: Floats, loadings: Floats) -> Floats:
    """Integrate over the factor, in pieces between the jumps of members that follow it closely."""
    steep = np.abs(loadings) > _STEEP
    jumps = (thresholds(rows)[steep] / loadings[steep, None]).ravel()
    inner = np.unique(jumps[np.isfinite(jumps) & (np.abs(jumps) < _REACH)])
    edges = np.concatenate([[-_REACH], inner, [_REACH]])
    count, value = 64, np.array([np.inf])
    while True:
        finer = at(*_factor_nodes(edges, count))
        if count >= 1024 or np.abs(finer - value).max() < 1e-12:
            return finer
        value, count = finer, 2 * count


def _factor_nodes(edges: Floats, count: int) -> tuple[Floats, Floats]:
    """Return Gauss–Legendre nodes of the standard normal factor, `count` in each piece."""
    nodes, weights = _legendre(count)
    halves = np.diff(edges)[:, None] / 2
    points = (edges[:-1, None] + halves * (1 + nodes)).ravel()
    mass = (halves * weights).ravel() * np.exp(-0.5 * points**2)
    return points, mass / mass.sum()


@lru_cache(maxsize=16)
def _legendre(count: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return nodes, weights


def _fraction(diagram: Diagram, rows: list[tuple[Fraction, ...]]) -> Fraction:
    """Return the chance of passing, every node's chance over one denominator for its level."""
    whole = [int(np.lcm.reduce([x.denominator for x in row], dtype=object)) for row in rows]
    scale = [1]
    for member in reversed(diagram.order):
        scale.append(scale[-1] * whole[member])
    scale.reverse()
    level, child = diagram.level.tolist(), diagram.child.tolist()
    value = [0] * len(level)
    value[FAIL], value[PASS] = 0, 1
    for node in range(PASS + 1, len(level)):
        at = level[node]
        member = diagram.order[at]
        value[node] = sum(
            int(rows[member][ballot] * whole[member])
            * value[after]
            * (scale[at + 1] // scale[level[after]])
            for ballot, after in zip(diagram.ballots, child[node], strict=True)
        )
    return Fraction(value[diagram.root], scale[level[diagram.root]])
