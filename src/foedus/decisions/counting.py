"""Coalitions counted by size, exactly, in whole numbers of any length.

A count by size is a polynomial in x; it is carried as its value at x = 2**b, with b bits enough
for every coefficient (Kronecker's substitution), so that one addition of whole numbers adds two
polynomials and one multiplication multiplies them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb

import numpy as np

from foedus.decisions.diagram import FAIL, PASS, YES_NO, Diagram, compile_rule
from foedus.decisions.rules import Rule
from foedus.decisions.weighted_game import WeightedGame, as_weighted

_LARGEST_TABLE = 2_000_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Coalitions by size.

    Parameters
    ----------
    winning
        ``winning[k]``: winning coalitions of k members.
    swings
        ``swings[i][k]``: coalitions of k others that member i turns from losing to winning, less
        those that it turns from winning to losing.
    """

    winning: tuple[int, ...]
    swings: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=32)
def coalition_counts(rule: Rule) -> Counts:
    """Count the winning coalitions and everybody's swings, by size.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"weights": {"A": 3, "B": 2, "C": 2}, "quota": 3}, ["A", "B", "C"])
    >>> counts = coalition_counts(rule)
    >>> counts.winning, counts.swings[0]
    ((0, 1, 3, 1), (1, 2, 0))
    """
    game = as_weighted(rule)
    if game is not None and game.decided is None:
        game = game.reduced()
        if game.quota * len(game.weights) <= _LARGEST_TABLE:
            return _of_weights(game)
    return _of_diagram(compile_rule(rule, YES_NO))


def _of_weights(game: WeightedGame) -> Counts:
    members, quota = len(game.weights), game.quota
    bits = members + 2
    below = np.zeros(quota, dtype=object)
    below[0] = 1
    for weight in game.weights:
        shifted = below[: quota - weight] << bits
        below[weight:] = below[weight:] + shifted
    found = {weight: _turned(below, weight, bits) for weight in set(game.weights)}
    losing = by_size(sum(below.tolist()), bits, members)
    winning = tuple(comb(members, k) - lost for k, lost in enumerate(losing))
    swings = tuple(by_size(found[w], bits, members - 1) for w in game.weights)
    return Counts(winning, swings)


def _turned(below: np.ndarray[tuple[int], np.dtype[np.object_]], weight: int, bits: int) -> int:
    """Count what a member of this weight turns: others that weigh quota - weight or more."""
    if weight == 0:
        return 0
    others = below.copy()
    for start in range(weight, len(others), weight):
        end = min(start + weight, len(others))
        others[start:end] -= others[start - weight : end - weight] << bits
    return int(sum(others[len(others) - weight :].tolist()))


def _of_diagram(diagram: Diagram) -> Counts:
    members = len(diagram.members)
    bits = members + 2
    both = [1]
    for _ in range(members):
        both.append(both[-1] + (both[-1] << bits))
    value = _winning_below(diagram, both, bits)
    level = diagram.level.tolist()
    swings = [0] * members
    reach = dict.fromkeys(range(len(level)), 0)
    reach[diagram.root] = both[level[diagram.root]]
    for node in range(len(level) - 1, PASS, -1):
        here = reach[node]
        if not here:
            continue
        at = level[node]
        yes, no = diagram.child[node].tolist()
        gain = value[yes] * both[level[yes] - at - 1] - value[no] * both[level[no] - at - 1]
        swings[diagram.order[at]] += here * gain
        reach[yes] += (here * both[level[yes] - at - 1]) << bits
        reach[no] += here * both[level[no] - at - 1]
    total = value[diagram.root] * both[level[diagram.root]]
    return Counts(
        by_size(total, bits, members), tuple(by_size(s, bits, members - 1) for s in swings)
    )


def _winning_below(diagram: Diagram, both: Sequence[int], bits: int) -> list[int]:
    """Return for each node the winning coalitions of the members at its level and below."""
    level, child = diagram.level.tolist(), diagram.child.tolist()
    value = [0] * len(level)
    value[FAIL], value[PASS] = 0, 1
    for node in range(PASS + 1, len(level)):
        yes, no = child[node]
        after = level[node] + 1
        value[node] = ((value[yes] * both[level[yes] - after]) << bits) + (
            value[no] * both[level[no] - after]
        )
    return value


def by_size(packed: int, bits: int, largest: int) -> tuple[int, ...]:
    """Unpack a polynomial, whose coefficients may be negative.

    Examples
    --------
    >>> by_size(3 + (2 << 8), 8, largest=2)
    (3, 2, 0)
    """
    found, half = [], 1 << (bits - 1)
    mask = (1 << bits) - 1
    for _ in range(largest + 1):
        digit = packed & mask
        if digit >= half:
            digit -= 1 << bits
        found.append(digit)
        packed = (packed - digit) >> bits
    return tuple(found)
