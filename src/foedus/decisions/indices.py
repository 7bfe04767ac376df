"""Indices of voting power, as floats that keep their digits or as exact fractions.

Everybody votes yes with one common chance t, and a member's pivotality is then a polynomial in t.
At t = 1/2 it is the absolute Banzhaf index; its integral over t is the Shapley–Shubik index (Owen
1972, "Multilinear extensions of games", *Management Science* 18, P64–P79), which Gauss–Legendre
nodes give without error of method. Definitions follow Felsenthal and Machover, *The Measurement
of Voting Power* (1998), and Coleman, "Control of collectivities" (1971), for prevent and initiate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, fsum
from typing import Any, Generic, Literal, Protocol, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.counting import coalition_counts
from foedus.decisions.diagram import YES_NO, compile_rule
from foedus.decisions.monotone import check_yes_never_hurts
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.sweep import sweep
from foedus.decisions.weighted_game import as_weighted
from foedus.decisions.weighted_power import legendre, weighted_power
from foedus.frames import Kind, frame

Floats = NDArray[np.float64]
N = TypeVar("N", float, Fraction)


@dataclass(frozen=True, slots=True, repr=False)
class Power(Generic[N]):
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
        All zero where no coalition wins, or none loses.
    """

    passing: N
    banzhaf: Mapping[str, N]
    shapley_shubik: Mapping[str, N]
    prevent: Mapping[str, N]
    initiate: Mapping[str, N]

    def __repr__(self) -> str:
        return (
            f"<power of {len(self.banzhaf)} members: {float(self.passing):.4g} of coalitions pass>"
        )

    def to_frame(self, kind: Kind = "pandas") -> Any:
        """Return the indices as a table, a row for each member (see `foedus.frames.frame`)."""
        names = ("banzhaf", "shapley_shubik", "prevent", "initiate")
        columns = {name: [float(x) for x in getattr(self, name).values()] for name in names}
        return frame({"member": list(self.banzhaf), **columns}, kind)

    @property
    def normalised_banzhaf(self) -> dict[str, N]:
        """The Banzhaf index scaled to sum to 1; all zero where nobody can turn anything."""
        return shares(self.banzhaf)


def shares(amounts: Mapping[str, N]) -> dict[str, N]:
    """Scale amounts to sum to 1; amounts that are all zero stay so.

    Examples
    --------
    >>> shares({"A": Fraction(3), "B": Fraction(1)})
    {'A': Fraction(3, 4), 'B': Fraction(1, 4)}
    """
    exact = not any(isinstance(amount, float) for amount in amounts.values())
    total = cast("N", sum(amounts.values()) if exact else fsum(amounts.values()))
    return {m: amount / total if total else amount for m, amount in amounts.items()}


class Decides(Protocol):
    """Whatever has a rule, such as `foedus.decisions.Body`."""

    @property
    def rule(self) -> Rule:
        """How it decides."""


def rule_of(decides: Rule | Decides) -> Rule:
    """Return a rule as it is, and that of a body.

    Raises
    ------
    RuleError
        It is neither.
    """
    rule = getattr(decides, "rule", decides)
    if not isinstance(rule, Rule):
        raise RuleError(
            f"{decides!r} is neither a rule nor a body: write parse_rule(...) or body('unsc')"
        )
    return rule


@overload
def power(rule: Rule | Decides, exact: Literal[False] = False) -> Power[float]: ...
@overload
def power(rule: Rule | Decides, exact: Literal[True]) -> Power[Fraction]: ...
def power(rule: Rule | Decides, exact: bool = False) -> Power[float] | Power[Fraction]:
    """Return the indices of power of every member.

    Parameters
    ----------
    rule
        A rule in which a yes never hurts, or a body that decides by one; abstention and absence are
        left out (see `foedus.decisions.ternary` for bodies that count them).
    exact
        Return fractions instead of floats.

    Raises
    ------
    RuleError
        When a yes can turn the outcome from passing to failing, naming the member.
    DiagramTooLargeError
        When the rule is too irregular for an exact answer.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"weights": {"A": 3, "B": 2, "C": 2}, "quota": 3}, ["A", "B", "C"])
    >>> power(rule).banzhaf
    {'A': 0.75, 'B': 0.25, 'C': 0.25}
    >>> power(rule, exact=True).shapley_shubik["A"]
    Fraction(2, 3)
    """
    rule = rule_of(rule)
    check_yes_never_hurts(rule)
    if exact:
        return _exact(rule)
    game = as_weighted(rule)
    if game is not None and game.decided is None:
        found = weighted_power(game)
        if found is not None:
            return _power(rule.members, *found)
    count = len(rule.members)
    nodes, weights = legendre(count // 2 + 1)
    chances = np.append(nodes, 0.5)
    measures = np.broadcast_to(np.stack([chances, 1 - chances]), (count, 2, len(chances)))
    swept = sweep(compile_rule(rule, YES_NO), np.ascontiguousarray(measures))
    passing, failing = float(swept.passing[-1]), float(swept.failing[-1])
    return _power(rule.members, swept.gain[:, -1], swept.gain[:, :-1] @ weights, passing, failing)


def _power(
    members: Sequence[str], banzhaf: Floats, shapley: Floats, passing: float, failing: float
) -> Power[float]:
    halves = banzhaf / 2
    return Power(
        passing,
        _named(members, banzhaf.tolist()),
        _named(members, shapley.tolist()),
        _named(members, (halves / passing if passing else halves).tolist()),
        _named(members, (halves / failing if failing else halves).tolist()),
    )


def _exact(rule: Rule) -> Power[Fraction]:
    members, counts = rule.members, coalition_counts(rule)
    size = len(members)
    orders = [Fraction(1, size * comb(size - 1, k)) for k in range(size)]
    won = sum(counts.winning)
    lost = 2**size - won
    swings = [sum(row) for row in counts.swings]
    shapley = [
        sum((n * share for n, share in zip(row, orders, strict=True) if n), Fraction(0))
        for row in counts.swings
    ]
    return Power(
        Fraction(won, 2**size),
        _named(members, [Fraction(s, 2 ** (size - 1)) for s in swings]),
        _named(members, shapley),
        _named(members, [Fraction(s, won) if won else Fraction(0) for s in swings]),
        _named(members, [Fraction(s, lost) if lost else Fraction(0) for s in swings]),
    )


def _named(members: Sequence[str], values: Iterable[N]) -> dict[str, N]:
    return dict(zip(members, values, strict=True))
