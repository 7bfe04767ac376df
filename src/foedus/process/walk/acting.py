"""Who takes a goal away together by what each of them does, though none of them can alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from math import comb

_MOST_ASKED = 300
"""How many groups are tried; where there are more, none is told rather than one of any size."""


def acting_together(
    parties: Collection[str],
    stays: Callable[[Mapping[str, int]], bool],
    comes: Callable[[Mapping[str, int]], bool],
) -> list[Mapping[str, int]]:
    """Return the smallest groups of parties that take a goal away by what each of them does.

    As those each of whom may renounce a promise of its own. None where they would only have to do
    nothing, which is told of otherwise.

    Parameters
    ----------
    parties
        Who may do something about it; none of them can take it away alone.
    stays
        Says whether the goal comes whatever a group does.
    comes
        Says whether it comes if a group does nothing.

    Examples
    --------
    >>> acting_together(["ROU", "SUN", "POL"], lambda g: not g.keys() >= {"SUN", "ROU"}, bool)
    [{'ROU': 1, 'SUN': 1}]
    """
    every = dict.fromkeys(sorted(parties), 1)
    if len(every) < 2 or stays(every) or not comes(every):
        return []
    asked = 0
    for size in range(2, len(every) + 1):
        asked += comb(len(every), size)
        if asked > _MOST_ASKED:
            return []
        groups = [dict.fromkeys(some, 1) for some in combinations(every, size)]
        if found := [group for group in groups if not stays(group)]:
            return [*found]
    return []
