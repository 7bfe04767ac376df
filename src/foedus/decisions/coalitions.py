"""Coalitions by class of like members, each counted once with how often it occurs.

Two members are alike when every score of the rule gives them the same row. The indices of
Johnston, Deegan and Packel, and Holler look at who is critical *within* one coalition, which no
sweep of a diagram can see; they are counted here, class by class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Ballot
from foedus.decisions.critical_weights import Criticality, weighted_criticality
from foedus.decisions.rules import AllOf, Not, Rule, Score

_FEW = 1 << 16
_MOST_COALITIONS = 1 << 27
_CHUNK = 1 << 18
_WITHIN_64_BITS = 56


class TooManyCoalitionsError(ValueError):
    """There are more kinds of coalition than can be gone through."""


def like_members(rule: Rule) -> tuple[tuple[int, ...], ...]:
    """Return the classes of members that every score of the rule treats alike, as positions.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> like_members(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    ((0,), (1, 2))
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    atoms = tuple(dict.fromkeys(rule.atoms()))
    for i in range(len(rule.members)):
        groups[tuple(atom.rows[i] for atom in atoms)].append(i)
    return tuple(tuple(group) for group in groups.values())


@lru_cache(maxsize=16)
def criticality(rule: Rule) -> Criticality:
    """Go through all winning coalitions, class by class.

    Raises
    ------
    TooManyCoalitionsError
        When there are more than 2**27 kinds of coalition: 27 members that all differ are the most.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"])
    >>> found = criticality(rule)
    >>> found.critical, found.minimal
    (({1: 1, 2: 2}, {2: 1}), ({2: 2}, {2: 1}))
    """
    classes = like_members(rule)
    sizes = [len(group) for group in classes]
    kinds = prod(size + 1 for size in sizes)
    if kinds > _FEW:
        by_weights = weighted_criticality(rule)
        if by_weights is not None:
            return by_weights
    if kinds > _MOST_COALITIONS:
        raise TooManyCoalitionsError(
            f"{kinds:,} kinds of coalition are more than can be gone through ({_MOST_COALITIONS:,})"
        )
    wins = _all_wins(rule, classes)
    if kinds > _FEW and len(rule.members) <= _WITHIN_64_BITS:
        return Criticality(classes, *_compiled(wins, sizes))
    critical = tuple(defaultdict[int, int](int) for _ in classes)
    minimal = tuple(defaultdict[int, int](int) for _ in classes)
    for start in range(0, kinds, _CHUNK):
        won = start + np.flatnonzero(wins[start : start + _CHUNK])
        part = np.stack(np.unravel_index(won, [size + 1 for size in sizes]), axis=1)
        _tally(wins, sizes, part, won, critical, minimal)
    return Criticality(classes, tuple(map(dict, critical)), tuple(map(dict, minimal)))


def _compiled(
    wins: NDArray[np.bool_], sizes: Sequence[int]
) -> tuple[tuple[dict[int, int], ...], tuple[dict[int, int], ...]]:
    from foedus.decisions.kernels import tally

    ways = np.array(
        [[comb(m, k) for k in range(max(sizes) + 1)] for m in range(max(sizes) + 1)], dtype=np.int64
    )
    critical = np.zeros((len(sizes), sum(sizes) + 1), dtype=np.int64)
    minimal = np.zeros_like(critical)
    tally(wins, np.array(sizes, dtype=np.int64), ways, critical, minimal)
    found = (
        tuple({k: n for k, n in enumerate(row) if n} for row in table.tolist())
        for table in (critical, minimal)
    )
    return next(found), next(found)


def _all_wins(rule: Rule, classes: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Say of every kind of coalition, in order, whether it wins.

    The last classes are laid out once; what the first add is a number for each combination.
    """
    sizes = [len(group) for group in classes]
    split = len(sizes)
    while split and prod(size + 1 for size in sizes[split - 1 :]) <= _CHUNK:
        split -= 1
    atoms = tuple(dict.fromkeys(rule.atoms()))
    steps = {atom: _steps(atom, classes) for atom in atoms}
    tails = {atom: _sums(steps[atom][split:], sizes[split:]) for atom in atoms}
    heads = {atom: _sums(steps[atom][:split], sizes[:split]) for atom in atoms}
    needed = {atom: atom.quota - sum(row[Ballot.NO] for row in atom.rows) for atom in atoms}
    parts = []
    for at in range(prod(size + 1 for size in sizes[:split])):
        reached = {atom: tails[atom] >= needed[atom] - heads[atom][at] for atom in atoms}
        parts.append(_joined(rule, reached))
    return np.concatenate(parts)


def _steps(atom: Score, classes: Sequence[Sequence[int]]) -> list[int]:
    rows = [atom.rows[group[0]] for group in classes]
    return [row[Ballot.YES] - row[Ballot.NO] for row in rows]


def _sums(steps: Sequence[int], sizes: Sequence[int]) -> NDArray[np.int64]:
    """Return the score of every combination of so many of each class, the last class fastest."""
    sums = np.zeros(1, dtype=np.int64)
    for step, size in zip(steps, sizes, strict=True):
        sums = (sums[:, None] + step * np.arange(size + 1)).ravel()
    return sums


def _joined(rule: Rule, reached: Mapping[Score, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    if isinstance(rule, Score):
        return reached[rule]
    if isinstance(rule, Not):
        return ~_joined(rule.part, reached)
    parts = [_joined(p, reached) for p in rule.parts]  # type: ignore[attr-defined]
    join = np.logical_and if isinstance(rule, AllOf) else np.logical_or
    joined: NDArray[np.bool_] = join.reduce(parts)
    return joined


def _tally(
    wins: NDArray[np.bool_],
    sizes: Sequence[int],
    part: NDArray[np.int64],
    index: NDArray[np.int64],
    critical: Sequence[dict[int, int]],
    minimal: Sequence[dict[int, int]],
) -> None:
    strides = [prod(s + 1 for s in sizes[c + 1 :]) for c in range(len(sizes))]
    turns = np.stack(
        [
            (part[:, c] > 0) & ~wins[index - np.where(part[:, c] > 0, stride, 0)]
            for c, stride in enumerate(strides)
        ],
        axis=1,
    )
    critical_members = (part * turns).sum(axis=1)
    whole = critical_members == part.sum(axis=1)
    for c, size in enumerate(sizes):
        mine = np.flatnonzero(turns[:, c])
        if not len(mine):
            continue
        held = _occurrences(sizes, part[mine], c, size)
        _add(critical[c], critical_members[mine], held)
        _add(minimal[c], critical_members[mine][whole[mine]], held[whole[mine]])


def _occurrences(
    sizes: Sequence[int], part: NDArray[np.int64], mine: int, size: int
) -> NDArray[np.object_] | NDArray[np.int64]:
    """Count for each kind of coalition those that hold a given member of the class `mine`."""
    exact = sum(sizes) <= _WITHIN_64_BITS
    held = np.ones(len(part), dtype=np.int64 if exact else object)
    for c, count in enumerate(sizes):
        if count == 1:
            continue
        if c == mine:
            ways = [0] + [comb(size - 1, k - 1) for k in range(1, size + 1)]
        else:
            ways = [comb(count, k) for k in range(count + 1)]
        held = held * np.array(ways, dtype=held.dtype)[part[:, c]]
    return held


def _add(
    into: dict[int, int],
    keys: NDArray[np.int64],
    amounts: NDArray[np.object_] | NDArray[np.int64],
) -> None:
    for key in np.unique(keys).tolist():
        into[key] += int(amounts[keys == key].sum())
