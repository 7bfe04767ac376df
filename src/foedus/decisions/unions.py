"""Power where members have joined unions beforehand, without voting as one.

Owen values ("Values of games with a priori unions", 1977, in Henn & Moeschlin, *Mathematical
Economics and Game Theory*: 76-88; for Banzhaf's index 1981): unions come in random order, and
members of a union in random order within it. So whoever turns the outcome does so with every other
union wholly for it or wholly not. Other unions are therefore blocs; if each says yes with chance t
and each partner with chance s, a member's pivotality is a polynomial in both, and its integral the
value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

import numpy as np

from foedus.decisions.blocs import merged
from foedus.decisions.diagram import YES_NO, compile_rule
from foedus.decisions.indices import Decides, rule_of
from foedus.decisions.monotone import check_yes_never_hurts
from foedus.decisions.rules import Rule, RuleError
from foedus.decisions.sweep import sweep
from foedus.decisions.weighted_power import legendre


class UnionPower(NamedTuple):
    """Power under a priori unions.

    Attributes
    ----------
    owen
        By member: share of the orders, union by union, in which it turns the outcome; sums to 1.
    banzhaf_owen
        By member: share of what other unions, and partners of its own, can do in which it turns it.
    unions
        By union: what its members have together of `owen`, which is Shapley and Shubik's index of
        the game between unions.
    """

    owen: dict[str, float]
    banzhaf_owen: dict[str, float]
    unions: dict[str, float]


def union_power(rule: Rule | Decides, unions: Mapping[str, Sequence[str]]) -> UnionPower:
    """Return Owen's values.

    Parameters
    ----------
    rule
        A rule in which a yes never hurts, or a body that decides by one.
    unions
        Members by the name of their union; members in none are each a union of their own.

    Raises
    ------
    RuleError
        A yes can hurt; an unknown member, one in two unions, an empty union or a taken name.
    DiagramTooLargeError
        The rule is too irregular for an exact answer.

    Examples
    --------
    Two of three members join: the third turns nothing any more.

    >>> from foedus.decisions import parse_rule
    >>> found = union_power(parse_rule("majority", ["A", "B", "C"]), {"pact": ["A", "B"]})
    >>> {member: round(value, 9) for member, value in found.owen.items()}
    {'A': 0.5, 'B': 0.5, 'C': 0.0}
    """
    rule = rule_of(rule)
    check_yes_never_hurts(rule)
    whole = merged(rule, unions)
    if not unions:
        raise RuleError("Owen values need a union: without one they are Shapley and Shubik's")
    joined = {m for group in unions.values() for m in group}
    groups = {**unions, **{m: (m,) for m in rule.members if m not in joined}}
    owen, banzhaf = dict.fromkeys(rule.members, 0.0), dict.fromkeys(rule.members, 0.0)
    for name, own in groups.items():
        others = {other: group for other, group in unions.items() if other != name}
        shapley, half = _within(merged(rule, others), own, len(whole.members))
        owen |= dict(zip(own, shapley, strict=True))
        banzhaf |= dict(zip(own, half, strict=True))
    together = {name: fsum(owen[m] for m in group) for name, group in unions.items()}
    return UnionPower(owen, banzhaf, together)


def _within(rule: Rule, own: Sequence[str], unions: int) -> tuple[list[float], list[float]]:
    """Return the values of one union's members, all others voting in blocs."""
    outside, of_outside = legendre(unions // 2 + 1)
    inside, of_inside = legendre(len(own) // 2 + 1)
    t = np.append(np.repeat(outside, len(inside)), 0.5)
    s = np.append(np.tile(inside, len(outside)), 0.5)
    weights = np.multiply.outer(of_outside, of_inside).ravel()
    chances = np.stack([s if m in own else t for m in rule.members])
    measures = np.ascontiguousarray(np.stack([chances, 1 - chances], axis=1))
    gain = sweep(compile_rule(rule, YES_NO), measures).gain
    rows = [rule.members.index(m) for m in own]
    return (gain[rows, :-1] @ weights).tolist(), gain[rows, -1].tolist()
