"""The smallest coalitions that can do something, where more can always do what fewer can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

Counts = Mapping[str, int]
"""How many members of each class; a party is a class of one."""
Able = Callable[[Counts], bool]
MOST_ASKED = 300


def smallest(able: Able, sizes: Counts, most: int = MOST_ASKED) -> tuple[Counts, ...]:
    """Return everybody who is able alone; else smallest coalitions: none has fewer members.

    Not every coalition that is equally small is returned: of those made from the same classes, one.

    Parameters
    ----------
    able
        Says whether a coalition is; whoever joins makes none less able.
    sizes
        How many members each class has.
    most
        How many sets of classes are tried; when there are more, a coalition is also made of
        everybody by leaving out whoever is not needed.

    Examples
    --------
    >>> smallest(lambda c: c.get("a", 0) + c.get("b", 0) >= 2, {"a": 1, "b": 3})
    ({'b': 2},)
    >>> smallest(lambda c: 3 * c.get("a", 0) + c.get("b", 0) >= 5, {"a": 2, "b": 9})
    ({'a': 2},)
    """
    if not able(sizes):
        return ()
    alone = tuple({label: 1} for label in sizes if able({label: 1}))
    if alone:
        return alone
    found: dict[frozenset[tuple[str, int]], Counts] = {}
    fewest = sum(sizes.values())
    for classes in _choices(able, sizes, most):
        if len(classes) > fewest:
            break  # each class that is needed takes a member at least
        counts = _shrunk(able, {k: n for k, n in sizes.items() if k in classes})
        fewest = min(fewest, sum(counts.values()))
        found[frozenset(counts.items())] = counts
    return tuple(c for c in found.values() if sum(c.values()) == fewest)


def _choices(able: Able, sizes: Counts, most: int) -> Iterator[tuple[str, ...]]:
    """Yield the sets of classes that are able with all their members, the fewest classes first."""
    needed = [label for label in sizes if not able(_without(sizes, label))]
    others = [label for label in sizes if label not in needed]
    asked = 0
    for more in range(len(others) + 1):
        for joined in combinations(others, more):
            asked += 1
            if asked > most:
                yield tuple(sizes)
                return
            classes = (*needed, *joined)
            if able({label: sizes[label] for label in classes}):
                yield classes


def _without(counts: Counts, label: str) -> dict[str, int]:
    return {name: count for name, count in counts.items() if name != label}


def _shrunk(able: Able, counts: Counts) -> Counts:
    """Leave out, class by class, as many as are not needed."""
    kept = dict(counts)
    for label in counts:
        low, high = 0, kept[label]
        while low < high:
            middle = (low + high) // 2
            if able({**_without(kept, label), **({label: middle} if middle else {})}):
                high = middle
            else:
                low = middle + 1
        kept = {name: low if name == label else n for name, n in kept.items()}
        kept = kept if low else _without(kept, label)
    return kept
