"""Indices of voting power, exact to rounding: each is a mixture of sweeps of the diagram.

Everybody votes yes with one common chance t, and a member's pivotality is then a polynomial in t.
At t = 1/2 it is the absolute Banzhaf index; its integral over t is the Shapley–Shubik index
(Owen 1972, "Multilinear extensions of games", Management Science 18, P64–P79), which Gauss–Legendre
nodes give without error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from foedus.decisions.ballots import Ballot
from foedus.decisions.diagram import compile_rule
from foedus.decisions.rules import Rule
from foedus.decisions.sweep import sweep

_YES_NO = (Ballot.YES, Ballot.NO)


@dataclass(frozen=True, slots=True)
class Power:
    """What each member can do in a body that votes yes or no.

    Parameters
    ----------
    passing
        Share of all coalitions that win (Coleman's power of the body to act).
    banzhaf
        Absolute Banzhaf index: share of the others' coalitions that the member turns.
    shapley_shubik
        Share of all orders of joining in which the member turns the outcome; sums to 1.
    prevent, initiate
        Coleman's indices: the member's swings over the winning, and over the losing, coalitions.
    """

    passing: float
    banzhaf: Mapping[str, float]
    shapley_shubik: Mapping[str, float]
    prevent: Mapping[str, float]
    initiate: Mapping[str, float]

    @property
    def normalised_banzhaf(self) -> dict[str, float]:
        """The Banzhaf index scaled to sum to 1; all zero where nobody can turn anything."""
        total = sum(self.banzhaf.values())
        return {m: b / total if total else 0.0 for m, b in self.banzhaf.items()}


def power(rule: Rule) -> Power:
    """Return the indices of power of every member.

    Parameters
    ----------
    rule
        A rule in which a yes never hurts; abstention and absence are left out.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"weights": {"A": 3, "B": 2, "C": 2}, "quota": 3}, ["A", "B", "C"])
    >>> power(rule).banzhaf
    {'A': 0.75, 'B': 0.25, 'C': 0.25}
    """
    count = len(rule.members)
    nodes, weights = np.polynomial.legendre.leggauss(count // 2 + 1)
    chances = np.append((nodes + 1) / 2, 0.5)
    measures = np.broadcast_to(np.stack([chances, 1 - chances]), (count, 2, len(chances)))
    swept = sweep(compile_rule(rule, _YES_NO), np.ascontiguousarray(measures))
    banzhaf = swept.gain[:, -1]
    shapley = swept.gain[:, :-1] @ (weights / 2)
    passing, failing = float(swept.passing[-1]), float(swept.failing[-1])
    halves = banzhaf / 2

    def named(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> dict[str, float]:
        return {m: float(v) for m, v in zip(rule.members, values, strict=True)}

    return Power(
        passing,
        named(banzhaf),
        named(shapley),
        named(halves / passing if passing else halves),
        named(halves / failing if failing else halves),
    )
