"""Who is critical in the coalitions of a weighted game, counted without going through them.

Take members from the heaviest to the lightest. A coalition is minimal when its weight first
reaches the quota with its lightest member; and where it exceeds the quota by e, its critical
members are those heavier than e. Both are counted by generating functions in whole numbers, the
number of members as a polynomial packed as in `foedus.decisions.counting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from foedus.decisions.counting import by_size
from foedus.decisions.rules import Rule
from foedus.decisions.weighted_game import as_weighted

_MOST_BITS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Criticality:
    """How coalitions divide by who is critical in them.

    Parameters
    ----------
    classes
        Classes of like members.
    critical
        For each class, how many coalitions hold a given member of it as one of k critical
        members: a mapping from k.
    minimal
        For each class, how many minimal winning coalitions of size k hold a given member of it: a
        mapping from k.
    """

    classes: tuple[tuple[int, ...], ...]
    critical: tuple[dict[int, int], ...]
    minimal: tuple[dict[int, int], ...]


def weighted_criticality(rule: Rule) -> Criticality | None:
    """Count for each weight, or return ``None`` where the rule is no weighted game of handy size.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"weights": {"A": 3, "B": 2, "C": 2}, "quota": 4}, ["A", "B", "C"])
    >>> found = weighted_criticality(rule)
    >>> found.classes, found.minimal
    (((0,), (1, 2)), ({2: 2}, {2: 2}))
    """
    game = as_weighted(rule)
    if game is None or game.decided is not None:
        return None
    game = game.reduced()
    kinds = sorted(set(game.weights), reverse=True)
    members = len(game.weights)
    if members**2 * game.quota * len(kinds) > _MOST_BITS:
        return None
    classes = [tuple(i for i, w in enumerate(game.weights) if w == kind) for kind in kinds]
    counts = [len(group) for group in classes]
    bits = members + 2
    minimal = _minimal(kinds, counts, game.quota, bits)
    critical = _critical(kinds, counts, game.quota, bits)
    unpacked = (
        tuple(
            {k + 1: n for k, n in enumerate(by_size(packed, bits, members - 1)) if n}
            for packed in table
        )
        for table in (critical, minimal)
    )
    return Criticality(tuple(classes), *unpacked)


def _minimal(kinds: Sequence[int], counts: Sequence[int], quota: int, bits: int) -> list[int]:
    """Count minimal winning coalitions that hold one member of each kind, by how many others."""
    weights = [kind for kind, count in zip(kinds, counts, strict=True) for _ in range(count)]
    firsts = set(accumulate(counts, initial=0))
    before: dict[int, list[int]] = {}
    sums = [1] + [0] * (quota - 1)
    for at, weight in enumerate(weights):
        if at in firsts:
            before[at] = list(sums)
        if weight:
            for s in range(quota - 1, weight - 1, -1):
                sums[s] += sums[s - weight] << bits
    after = [0] * quota
    found: dict[int, int] = {}
    for at in range(len(weights) - 1, -1, -1):
        weight = weights[at]
        done = [1 if s + weight >= quota else after[s + weight] for s in range(quota)]
        if at in before:
            found[weight] = sum(n * d for n, d in zip(before[at], done, strict=True) if n)
        after = [stays + (d << bits) for stays, d in zip(after, done, strict=True)]
    return [found[kind] if kind else 0 for kind in kinds]


def _critical(kinds: Sequence[int], counts: Sequence[int], quota: int, bits: int) -> list[int]:
    """Count the coalitions in which one member of each kind is critical, by how many others are."""
    found = [0] * len(kinds)
    size = quota + kinds[0]
    heavy = [1] + [0] * (size - 1)
    for d, weight in enumerate(kinds):
        if weight == 0:
            break
        for _ in range(counts[d]):
            for s in range(size - 1, weight - 1, -1):
                heavy[s] += heavy[s - weight] << bits
        lighter = kinds[d + 1] if d + 1 < len(kinds) else 0
        light = list(accumulate(_light(kinds[d + 1 :], counts[d + 1 :], size)))
        for c in range(d + 1):
            own = kinds[c]
            low, high = quota + lighter - own, quota + weight - own
            others = _without_one(heavy, own, bits)
            for s in range(min(high, size)):
                ways = light[high - 1 - s] - (light[low - 1 - s] if s < low else 0)
                found[c] += others[s] * ways
    return found


def _light(kinds: Sequence[int], counts: Sequence[int], size: int) -> list[int]:
    """Count the coalitions of the lighter members by their weight."""
    sums = [1] + [0] * (size - 1)
    for kind, count in zip(kinds, counts, strict=True):
        for _ in range(count):
            for s in range(size - 1, kind - 1, -1):
                sums[s] += sums[s - kind]
    return sums


def _without_one(heavy: Sequence[int], weight: int, bits: int) -> list[int]:
    others = list(heavy)
    for s in range(weight, len(others)):
        others[s] -= others[s - weight] << bits
    return others
