"""Coalitions by class of like members, each counted once with how often it occurs.

Two members are alike when every score of the rule gives them the same row. The indices of
Johnston, Deegan and Packel, and Holler look at who is critical *within* one coalition, which no
sweep of a diagram can see; they are counted here, class by class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import AllOf, Not, Rule, Score

_MOST_COALITIONS = 1 << 24
_CHUNK = 1 << 18


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


@lru_cache(maxsize=16)
def criticality(rule: Rule) -> Criticality:
    """Go through all winning coalitions, class by class.

    Raises
    ------
    TooManyCoalitionsError
        When there are more than some 17 million kinds of coalition.

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
    if kinds > _MOST_COALITIONS:
        raise TooManyCoalitionsError(
            f"{kinds:,} kinds of coalition are more than can be gone through ({_MOST_COALITIONS:,})"
        )
    wins = np.concatenate([_wins(rule, classes, part) for part in _parts(sizes)])
    critical = tuple(defaultdict[int, int](int) for _ in classes)
    minimal = tuple(defaultdict[int, int](int) for _ in classes)
    start = 0
    for part in _parts(sizes):
        won = np.flatnonzero(wins[start : start + len(part)])
        _tally(wins, sizes, part[won], start + won, critical, minimal)
        start += len(part)
    return Criticality(classes, tuple(map(dict, critical)), tuple(map(dict, minimal)))


def _parts(sizes: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """Yield how many of each class are in: every combination, in order, in parts."""
    kinds = prod(size + 1 for size in sizes)
    for start in range(0, kinds, _CHUNK):
        index = np.arange(start, min(start + _CHUNK, kinds))
        yield np.stack(np.unravel_index(index, [size + 1 for size in sizes]), axis=1)


def _wins(
    rule: Rule, classes: Sequence[Sequence[int]], part: NDArray[np.int64]
) -> NDArray[np.bool_]:
    if isinstance(rule, Score):
        rows = [rule.rows[group[0]] for group in classes]
        gain = np.array([row[Ballot.YES] - row[Ballot.NO] for row in rows], dtype=np.int64)
        needed = rule.quota - sum(row[Ballot.NO] for row in rule.rows)
        reached: NDArray[np.bool_] = part @ gain >= needed
        return reached
    if isinstance(rule, Not):
        return ~_wins(rule.part, classes, part)
    parts = [_wins(p, classes, part) for p in rule.parts]  # type: ignore[attr-defined]
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
    exact = sum(sizes) < 60
    held = np.ones(len(part), dtype=np.int64 if exact else object)
    for c, count in enumerate(sizes):
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
