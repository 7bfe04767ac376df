"""With what chance a vote passes, draw by draw, when members' ballots are uncertain and linked.

Each draw has its own chances of every ballot (from the Dirichlet laws of `stances`) and its own
correlation; within a draw the chance is exact up to an integral over the common factor, by the
diagrams of `foedus.decisions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from foedus.decisions import Ballot, Rule, compile_rule, conditional_chances, outcome_chances
from foedus.prospects.stances import Stand, Weights
from foedus.prospects.streams import Array, uniforms

ASSUMED_CORRELATION = (0.0, 0.6)
"""Of members' leanings, when none is given: each value between these as likely as another."""
_ORDINARY = 0.6
"""Up to this correlation few points integrate over the common factor well; beyond it many do."""
_CELLS = 512
"""Draws times points computed at once: memory does not grow with the draws, and stays at hand."""


class Minds(NamedTuple):
    """All that the chances of votes on an issue depend on, but for the rule.

    Options of an arrangement ask the same minds, and the game asks them again: what was worked out
    of them lately is kept.

    Parameters
    ----------
    weights
        By member: the Dirichlet weights of its ballot. Members are told by their labels
        (`foedus.language.Labels`), as the issue is.
    issue
        What they vote on.
    seed, draws
        Of the random numbers.
    correlation
        Of any two members' leanings; drawn between `ASSUMED_CORRELATION` when ``None``.
    """

    weights: tuple[tuple[str, Weights], ...]
    issue: str
    seed: int
    draws: int
    correlation: float | None

    @property
    def shares(self) -> Array:
        """The chances of each ballot of each member, as `ballots` gives them."""
        return _shares(self)

    @property
    def correlations(self) -> Array:
        """The correlation of members' leanings, shape (draws,)."""
        return correlations(self.correlation, self.seed, self.draws)

    def passing(self, rule: Rule) -> Array:
        """Return the chance that a rule over these members, in their order, passes, (draws,)."""
        return _passing(rule, self)


def correlations(correlation: float | None, seed: int, draws: int) -> Array:
    """Return the correlation of members' leanings, shape (draws,)."""
    if correlation is not None:
        return np.full(draws, min(correlation, 1 - 1e-9))
    low, high = ASSUMED_CORRELATION
    return low + (high - low) * uniforms(seed, draws, "correlation")


@lru_cache(maxsize=8)
def _shares(minds: Minds) -> Array:
    stands = {name: Stand(weights, "direct", "") for name, weights in minds.weights}
    return _fixed(ballots(stands, minds.issue, minds.seed, minds.draws))


@lru_cache(maxsize=32)
def _passing(rule: Rule, minds: Minds) -> Array:
    return _fixed(passing(rule, minds.shares, minds.correlations))


def _fixed(kept: Array) -> Array:
    kept.flags.writeable = False
    return kept


def ballots(stands: Mapping[str, Stand], issue: str, seed: int, draws: int) -> Array:
    """Return the chances of each ballot of each member, shape (members, 4, draws).

    Columns are in the order of `foedus.decisions.Ballot`. The numbers of a member depend on its
    label and the issue's only, so that the same member answers alike wherever it is asked.
    """
    from scipy.special import gammaincinv  # slow to load, and not every case has votes

    rows = []
    for member, where in stands.items():
        gammas = np.zeros((4, draws))
        for ballot, weight in zip(Ballot, where.weights, strict=True):
            if weight > 0:
                luck = uniforms(seed, draws, "ballot", issue, member, ballot.name)
                gammas[ballot] = np.maximum(gammaincinv(weight, luck), 1e-290)
        rows.append(gammas / gammas.sum(axis=0))
    return np.array(rows)


def passing(rule: Rule, shares: Array, correlation: Array) -> Array:
    """Return the chance of passing, shape (draws,).

    Parameters
    ----------
    rule
        The rule, over the members in the order of `shares`.
    shares
        Chance of each ballot, shape (members, 4, draws).
    correlation
        Of any two members' latent leanings, shape (draws,), in [0, 1).

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> both = parse_rule("unanimity", ["A", "B"])
    >>> shares = np.tile(np.array([0.5, 0, 0.5, 0])[None, :, None], (2, 1, 2))
    >>> passing(both, shares, np.array([0.0, 0.5])).round(3).tolist()
    [0.25, 0.333]
    """
    cast = tuple(b for b in Ballot if shares[:, b].any())
    diagram = compile_rule(rule, cast)
    points, mass = _factor(float(correlation.max(initial=0.0)))
    chances = []
    for part in _parts(shares.shape[2], len(points)):
        measures = _given_factor(shares[..., part], correlation[part], points)[:, list(cast)]
        chances.append(outcome_chances(diagram, measures)[0])
    nodes = np.concatenate(chances).reshape(-1, len(points))
    return np.asarray(nodes @ mass, float)


@cache
def _factor(strongest: float) -> tuple[Array, Array]:
    """Return points of the common factor and their mass, for correlations up to `strongest`."""
    points, weights = hermegauss(32 if strongest <= _ORDINARY else 180)
    return points, weights / weights.sum()


def _parts(draws: int, points: int) -> Sequence[slice]:
    size = max(_CELLS // points, 1)
    return [slice(start, start + size) for start in range(0, draws, size)]


def _given_factor(shares: Array, correlation: Array, points: Array) -> Array:
    """Return ballots given the common factor, shape (members, 4, draws × points)."""
    rows = shares.transpose(2, 0, 1)
    loadings = np.broadcast_to(np.sqrt(correlation)[:, None], rows.shape[:2])
    chances = conditional_chances(rows, loadings, points)
    return chances.transpose(1, 2, 0, 3).reshape(*shares.shape[:2], -1)
