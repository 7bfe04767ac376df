"""One mind that is asked the same more than once answers once: what it said before tells the rest.

Whoever is asked is taken to have an answer that nobody knows before it is given: a number between 0
and 1, each as likely as another, and it says yes where that lies below the chance of a yes. Asked
again it has the same number. With the same chance it then answers alike; with a greater one it may
say yes where it said no, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.situation import FORCE
from foedus.language import Arrangement

Array = NDArray[np.float64]


class Heard(NamedTuple):
    """What was seen when the same mind was asked before.

    Parameters
    ----------
    chance
        Of a yes, as it was then, shape (draws,).
    if_yes, if_no
        With what chance this would be seen if the answer was yes, and if it was no.
    """

    chance: Array
    if_yes: Array | float
    if_no: Array | float


def given(chance: Array, heard: Sequence[Heard]) -> Array:
    """Return the chance of a yes given what was seen before, shape (draws,).

    Where that cannot have been seen it is the chance that is given.

    Examples
    --------
    >>> half, more = np.array([0.5]), np.array([0.8])
    >>> given(half, [Heard(half, 1.0, 0.0)]), given(half, [Heard(half, 0.0, 1.0)])
    (array([1.]), array([0.]))
    >>> given(more, [Heard(half, 0.0, 1.0)])  # of those that said no, 3 in 5
    array([0.6])
    """
    levels = [np.zeros_like(chance), *(one.chance for one in heard), chance, np.ones_like(chance)]
    edges = np.sort(np.array(levels), axis=0)
    middles, likely = (edges[1:] + edges[:-1]) / 2, edges[1:] - edges[:-1]
    for one in heard:
        likely = likely * np.where(middles < one.chance, one.if_yes, one.if_no)
    whole = likely.sum(axis=0)
    yes = np.where(middles < chance, likely, 0.0).sum(axis=0)
    told: Array = np.divide(yes, whole, out=chance.copy(), where=whole > 0)
    return told


def one_will(a: Arrangement) -> Mapping[str, tuple[str, ...]]:
    """Return the guarantees with a chance of being honoured that are one promise, by each of them.

    The same parties owe the same thing to the same one against the same: whether it is force or
    arms, under whatever text, and whichever act calls for it. Where several owe, all or any of them
    must; a promise of all is another than one of any.
    """
    alike: dict[tuple[object, ...], list[str]] = {}
    for name, g in a.guarantees.items():
        if g.honour is not None:
            owed = frozenset(g.owed_by), g.joint and len(g.owed_by) > 1
            does = FORCE.get(g.response, g.response)
            alike.setdefault((*owed, g.protects.state, g.against, does), []).append(name)
    return {name: tuple(names) for names in alike.values() for name in names}
