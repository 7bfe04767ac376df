"""The smallest coalitions that can do something, where more can always do what fewer can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod
from typing import NamedTuple

Counts = Mapping[str, int]
"""How many members of each class; a party is a class of one."""
Able = Callable[[Counts], bool]
MOST_ASKED = 300


class Smallest(NamedTuple):
    """The coalitions that are able and have the fewest members.

    Parameters
    ----------
    found
        Each of them; everybody who is able alone, where somebody is.
    every
        Whether there is no other: there were not too many to look at.
    """

    found: tuple[Counts, ...]
    every: bool = True


def smallest(able: Able, sizes: Counts, most: int = MOST_ASKED) -> Smallest:
    """Return everybody who is able alone; else the smallest coalitions: none has fewer members.

    Parameters
    ----------
    able
        Says whether a coalition is; whoever joins makes none less able.
    sizes
        How many members each class has.
    most
        How many sets of classes are tried, and how many shares in one of them; when there are
        more, a coalition is made of everybody by leaving out whoever is not needed.

    Examples
    --------
    >>> smallest(lambda c: c.get("a", 0) + c.get("b", 0) >= 2, {"a": 1, "b": 3}).found
    ({'b': 2}, {'a': 1, 'b': 1})
    >>> smallest(lambda c: 3 * c.get("a", 0) + c.get("b", 0) >= 5, {"a": 2, "b": 9}).found
    ({'a': 2},)
    """
    known = _Known(able)
    if not known(sizes):
        return Smallest(())
    alone = tuple({label: 1} for label in sizes if known({label: 1}))
    if alone:
        return Smallest(alone)
    found: list[Counts] = []
    fewest, every = sum(sizes.values()), True
    for asked, classes in enumerate(_choices(known, sizes)):
        if len(classes) > fewest:
            break  # each class that is needed takes a member at least
        few = asked < most and _shares(sizes, classes) <= most
        every &= few
        chosen = {label: n for label, n in sizes.items() if label in classes or asked == most}
        for counts in _fewest_of(known, chosen, fewest) if few else [_shrunk(known, chosen)]:
            if sum(counts.values()) < fewest:
                fewest, found = sum(counts.values()), []
            if sum(counts.values()) == fewest and counts not in found:
                found.append(counts)
        if asked == most:
            break
    return Smallest(tuple(found), every)


class _Known:
    """Asks once whether a coalition is able, and not where a smaller or a larger one tells it."""

    def __init__(self, able: Able) -> None:
        self._able = able
        self._are: list[Counts] = []
        self._are_not: list[Counts] = []

    def __call__(self, counts: Counts) -> bool:
        """Say whether a coalition is able."""
        if any(_within(one, counts) for one in self._are):
            return True
        if not any(counts.values()) or any(_within(counts, one) for one in self._are_not):
            return False
        is_ = self._able({label: count for label, count in counts.items() if count})
        (self._are if is_ else self._are_not).append(dict(counts))
        return is_


def _within(one: Counts, other: Counts) -> bool:
    return all(count <= other.get(label, 0) for label, count in one.items())


def _choices(able: Able, sizes: Counts) -> Iterator[tuple[str, ...]]:
    """Yield the sets of classes that may be able, the fewest classes first."""
    needed = [label for label in sizes if not able({**sizes, label: 0})]
    others = [label for label in sizes if label not in needed]
    for more in range(len(others) + 1):
        yield from ((*needed, *joined) for joined in combinations(others, more))


def _shares(sizes: Counts, classes: Sequence[str]) -> int:
    """Return in how many ways all but the largest of some classes can have a share."""
    every = sorted(sizes[label] for label in classes)
    return prod(every[:-1])


def _fewest_of(able: Able, sizes: Counts, fewest: int) -> Iterator[Counts]:
    """Yield coalitions with a member of each class at least that have no more than `fewest`.

    For each share of the others as few of the largest class as do.
    """
    if not able(sizes):
        return
    *others, largest = sorted(sizes, key=lambda label: sizes[label])
    for shares in product(*(range(1, sizes[label] + 1) for label in others)):
        some = dict(zip(others, shares, strict=True))
        low, high = 1, min(sizes[largest], fewest - sum(shares))
        if high < low or not able({**some, largest: high}):
            continue
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if able({**some, largest: middle}) else (middle + 1, high)
        fewest = sum(shares) + low
        some[largest] = low
        yield {label: some[label] for label in sizes}


def _shrunk(able: Able, counts: Counts) -> Counts:
    """Leave out, class by class, as many as are not needed."""
    kept = dict(counts)
    for label in counts:
        low, high = 0, kept[label]
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if able({**kept, label: middle}) else (middle + 1, high)
        kept[label] = low
    return {label: count for label, count in kept.items() if count}


# Who stands for whom -----------------------------------------------------------------------------


def interchangeable(found: Sequence[Counts], sizes: Counts) -> tuple[tuple[str, ...], ...]:
    """Return the classes whose members stand for one another in all of some coalitions.

    Parameters
    ----------
    found
        Coalitions.
    sizes
        How many members each class has.

    Returns
    -------
    tuple of tuple of str
        Classes that are in some coalition, in groups: exchange a member of one class of a group
        for a member of another, and again it is one of `found`. Those of whom all members are in
        each coalition stand for nobody.

    Examples
    --------
    >>> interchangeable([{"b": 2}, {"a": 1, "b": 1}], {"a": 1, "b": 3})
    (('b', 'a'),)
    >>> interchangeable([{"c": 1, "a": 1}, {"c": 1, "b": 1}], {"a": 1, "b": 1, "c": 1})
    (('c',), ('a', 'b'))
    """
    every = {frozenset(counts.items()) for counts in found}
    groups: list[list[str]] = []
    for label in dict.fromkeys(label for counts in found for label in counts):
        needed = all(counts.get(label, 0) == sizes[label] for counts in found)
        alike = (g for g in groups if not needed and _alike(every, g[0], label, sizes))
        group = next(alike, None)
        if group is None:
            groups.append([label])
        else:
            group.append(label)
    return tuple(map(tuple, groups))


def _alike(every: set[frozenset[tuple[str, int]]], one: str, other: str, sizes: Counts) -> bool:
    """Say whether a member of one class may take the place of a member of another, and back."""
    for counts in map(dict, every):
        for here, there in ((one, other), (other, one)):
            if counts.get(here, 0) and counts.get(there, 0) < sizes[there]:
                moved = {**counts, here: counts[here] - 1, there: counts.get(there, 0) + 1}
                if frozenset((k, n) for k, n in moved.items() if n) not in every:
                    return False
    return True
