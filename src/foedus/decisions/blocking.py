"""Who can block, alone or together, who cannot matter, and who is pivotal as things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, product
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Ballot
from foedus.decisions.blocking_mixed import blocking_kinds
from foedus.decisions.coalitions import like_members
from foedus.decisions.diagram import compile_rule
from foedus.decisions.rules import Rule, RuleError, extreme_ballots
from foedus.decisions.sampling import outcomes

_MOST_TRIED = 100_000
_PART = 20_000


@lru_cache(maxsize=256)
def single_vetoes(rule: Rule) -> tuple[str, ...]:
    """Members that alone can keep the question from passing, whatever the others do.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> single_vetoes(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    ('A',)
    """
    extremes = extreme_ballots(rule)
    if extremes is not None:
        best = np.array([[good for good, _ in extremes]])
        tried = np.repeat(best, len(extremes), axis=0)
        np.fill_diagonal(tried, [bad for _, bad in extremes])
        passed = outcomes(rule, tried)
        return tuple(m for m, ok in zip(rule.members, passed, strict=True) if not ok)
    diagram = compile_rule(rule)
    open_still = diagram.can_pass()
    return tuple(m for m, ok in zip(rule.members, open_still, strict=True) if not ok.all())


@lru_cache(maxsize=256)
def dummies(rule: Rule) -> tuple[str, ...]:
    """Members whose ballot never changes the outcome.

    Examples
    --------
    >>> from foedus.decisions.majorities import weighted
    >>> dummies(weighted({"FRA": 4, "ITA": 4, "DEU": 4, "BEL": 2, "NLD": 2, "LUX": 1}, 12))
    ('LUX',)
    """
    diagram = compile_rule(rule)
    asked = {rule.members[diagram.order[i]] for i in set(diagram.level[2:].tolist())}
    return tuple(m for m in rule.members if m not in asked)


def pivotal_members(rule: Rule, ballots: Mapping[str, Ballot]) -> tuple[str, ...]:
    """Members that could turn the outcome of these ballots by changing theirs alone.

    Parameters
    ----------
    rule
        The rule.
    ballots
        What each member does; those left out are absent.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule("majority", ["A", "B", "C"])
    >>> pivotal_members(rule, {"A": Ballot.YES, "B": Ballot.YES, "C": Ballot.NO})
    ('A', 'B')
    """
    outcome = rule.passes(ballots)
    return tuple(
        member
        for member in rule.members
        if any(rule.passes({**ballots, member: other}) != outcome for other in Ballot)
    )


@dataclass(frozen=True, slots=True)
class BlockingGroup:
    """So many of each class of like members, who together can block; fewer of them cannot.

    Parameters
    ----------
    parts
        (how many, of whom), for each class that takes part.
    """

    parts: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def size(self) -> int:
        """How many members it takes."""
        return sum(count for count, _ in self.parts)

    @property
    def ways(self) -> int:
        """How many groups of named members there are of this kind."""
        return prod(comb(len(names), count) for count, names in self.parts)

    def named(self) -> Iterator[tuple[str, ...]]:
        """Iterate over the groups by name.

        Examples
        --------
        >>> list(BlockingGroup(((1, ("A",)), (1, ("B", "C")))).named())
        [('A', 'B'), ('A', 'C')]
        """
        for chosen in product(*(combinations(names, count) for count, names in self.parts)):
            yield tuple(name for part in chosen for name in part)


@dataclass(frozen=True, slots=True)
class Blocking:
    """The kinds of minimal blocking group, smallest first.

    Parameters
    ----------
    groups
        No group contains another.
    complete
        Whether these are all; otherwise all up to `searched` members.
    searched
        Largest size gone through.
    """

    groups: tuple[BlockingGroup, ...]
    complete: bool
    searched: int


def blocking_groups(rule: Rule, most: int | None = None) -> Blocking:
    """Find the minimal groups that can block, by class of like members.

    Each member of a group casts what hurts the question most: *no*, or *yes* on a motion to stop
    it; where no one ballot is worst for every part of the rule, all are tried that may be
    (`blocking_mixed`). The others may all do their best.

    Parameters
    ----------
    rule
        The rule.
    most
        Largest size to look for; by default as far as a hundred thousand kinds of group allow.

    Raises
    ------
    RuleError
        When not even the ballots of all others beside the smallest group can be gone through.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> found = blocking_groups(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    >>> [group.parts for group in found.groups], found.complete
    ([((1, ('A',)),), ((2, ('B', 'C')),)], True)
    """
    idle = set(dummies(rule))
    classes = [
        group for group in like_members(rule) if not {rule.members[i] for i in group} <= idle
    ]
    sizes = [len(group) for group in classes]
    kinds = _kinds_by_size(sizes)
    limit = sum(sizes) if most is None else min(most, sum(sizes))
    if most is None:
        tried = np.cumsum(kinds)
        limit = int(np.flatnonzero(tried <= max(_MOST_TRIED, kinds[0]))[-1])
    extremes = extreme_ballots(rule)
    if extremes is None:
        by_size = ((size, list(_of_size(sizes, size))) for size in range(limit + 1))
        found, limit = blocking_kinds(rule, classes, by_size)
        if limit < 0:
            raise RuleError("the ways in which ballots can be cast are too many to go through")
    else:
        found = _by_extremes(rule, classes, limit, extremes)
    names = [tuple(rule.members[i] for i in group) for group in classes]
    groups = tuple(
        BlockingGroup(tuple((k, of) for k, of in zip(counts, names, strict=True) if k))
        for counts in found
    )
    return Blocking(groups, limit == sum(sizes), limit)


def _by_extremes(
    rule: Rule,
    classes: Sequence[tuple[int, ...]],
    limit: int,
    extremes: Sequence[tuple[Ballot, Ballot]],
) -> list[tuple[int, ...]]:
    """Return the minimal blocking groups where each member has a best and a worst ballot."""
    sizes = [len(group) for group in classes]
    found: list[tuple[int, ...]] = []
    for size in range(limit + 1):
        for part in _batched(_of_size(sizes, size), _PART):
            blocked = part[~outcomes(rule, _ballots(extremes, classes, part))]
            minimal = np.ones(len(blocked), dtype=bool)
            for c in range(len(sizes)):
                fewer = blocked.copy()
                fewer[:, c] -= 1
                lost = outcomes(rule, _ballots(extremes, classes, fewer))
                minimal &= (blocked[:, c] == 0) | lost
            found += [tuple(row) for row in blocked[minimal].tolist()]
    return found


def minimal_blocking(rule: Rule, most: int | None = None) -> Iterator[tuple[str, ...]]:
    """Iterate over the smallest groups that together can block, by name, smallest first.

    Parameters and errors as for `blocking_groups`.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> list(minimal_blocking(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"])))
    [('A',), ('B', 'C')]
    """
    for group in blocking_groups(rule, most).groups:
        yield from group.named()


def _of_size(sizes: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to take `total` members from classes of these sizes."""
    if not sizes:
        if total == 0:
            yield ()
        return
    rest = sum(sizes[1:])
    for first in range(min(sizes[0], total), max(0, total - rest) - 1, -1):
        for others in _of_size(sizes[1:], total - first):
            yield (first, *others)


def _batched(rows: Iterator[tuple[int, ...]], size: int) -> Iterator[NDArray[np.int64]]:
    while part := list(islice(rows, size)):
        yield np.array(part, dtype=np.int64).reshape(len(part), -1)


def _kinds_by_size(sizes: Sequence[int]) -> list[int]:
    """Count the ways to take k members from classes of these sizes, for every k."""
    kinds = [1]
    for size in sizes:
        longer = [0] * (len(kinds) + size)
        for k, ways in enumerate(kinds):
            for more in range(size + 1):
                longer[k + more] += ways
        kinds = longer
    return kinds


def _ballots(
    extremes: Sequence[tuple[Ballot, Ballot]],
    classes: Sequence[tuple[int, ...]],
    counts: NDArray[np.int64],
) -> NDArray[np.int64]:
    cast = np.tile(np.array([good for good, _ in extremes]), (len(counts), 1))
    for c, group in enumerate(classes):
        for place, member in enumerate(group):
            cast[counts[:, c] > place, member] = extremes[member][1]
    return cast
