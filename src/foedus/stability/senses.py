"""When a decision maker would stay: Nash, sequential, general and symmetric metarational stability.

A state is stable for a decision maker if every improvement that it can move to is *sanctioned*:
the others can then bring about something that is no better for it than where it stood. The senses
differ in what the others are thought able or willing to do:

=====  ==========================================================================================
R      nothing: no improvement is there at all (Nash 1951)
GMR    any moves of theirs (Howard 1971)
SMR    any moves, and no answer of the mover then escapes (Howard 1971)
SEQ    only moves by which each who makes one improves for itself (Fraser and Hipel 1979)
=====  ==========================================================================================

Definitions as in Fang, Hipel and Kilgour, *Interactive Decision Making* (Wiley 1993), chapter 3.
With several opponents a sanction can be read in two ways,
which differ: as a *legal sequence* of their moves, in which nobody moves twice running (the book's
own), or as one move of a *single* opponent. Both are here and every result carries its label.

For all four senses one number per state is enough: the least, by the mover's own ordering, that
the others can bring about from there. It spreads backwards along moves until nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.stability.graph import Bools, Graph, Ints, Moves

Sense = Literal["R", "SEQ", "GMR", "SMR"]
Reading = Literal["legal", "single"]
SENSES: tuple[Sense, ...] = ("R", "SEQ", "GMR", "SMR")
READINGS: tuple[Reading, ...] = ("legal", "single")
CALLED = {
    "R": "Nash",
    "SEQ": "sequential",
    "GMR": "general metarational",
    "SMR": "symmetric metarational",
    "SIM": "simultaneous",
}
SANCTIONS = {
    "legal": "sanctions by legal sequences of the others' moves, nobody twice running",
    "single": "sanctions by one move of a single opponent",
}
_NONE = np.iinfo(np.int32).max


def stable(
    graph: Graph,
    ranks: Sequence[Ints] | Ints,
    sense: Sense = "R",
    reading: Reading = "legal",
    makers: Sequence[int] | None = None,
) -> Bools:
    """Say which states are stable for whom.

    Parameters
    ----------
    graph
        The graph.
    ranks
        By decision maker, the rank of every state: the higher, the better; equal ranks are ties.
        Shape (makers, states), or (makers, states, orderings) for many orderings at once.
    sense
        ``R``, ``SEQ``, ``GMR`` or ``SMR``.
    reading
        Who sanctions, if there are several opponents: ``legal`` sequences or a ``single`` one.
    makers
        For whom; for everybody when left out.

    Returns
    -------
    array of bool
        Shape (makers, states), or (makers, states, orderings).

    Examples
    --------
    >>> graph = Graph.of(["peace", "war"], {"A": [("peace", "war")], "B": [("war", "peace")]})
    >>> ranks = np.array([[0, 1], [1, 0]], np.int32)
    >>> stable(graph, ranks)[0].tolist(), stable(graph, ranks, "GMR")[0].tolist()
    ([False, True], [True, True])
    """
    wanted = range(len(graph.makers)) if makers is None else makers
    return np.stack([_for_one(graph, ranks, maker, sense, reading) for maker in wanted])


def equilibria(graph: Graph, ranks: Sequence[Ints] | Ints, sense: Sense, reading: Reading) -> Bools:
    """Say which states are stable for everybody; shape (states,) or (states, orderings)."""
    return np.asarray(stable(graph, ranks, sense, reading).all(axis=0))


def _for_one(
    graph: Graph, ranks: Sequence[Ints] | Ints, maker: int, sense: Sense, reading: Reading
) -> Bools:
    mine, own = np.asarray(ranks[maker]), graph.moves[maker]
    comes_to = mine
    if sense != "R":
        value = mine
        if sense == "SMR":
            value = np.maximum(mine, _highest(own, mine, mine))
        comes_to = np.minimum(mine, _sanctioned(graph, ranks, maker, value, sense, reading))
    return np.asarray(_highest(own, comes_to, mine - 1) <= mine)


def _highest(moves: Moves, value: Ints, otherwise: Ints) -> Ints:
    """Return by state the highest value one move away, and `otherwise` where there is no move."""
    found = otherwise.copy()
    if len(moves.rows):
        found[moves.rows] = np.maximum.reduceat(value[moves.targets], moves.offsets, axis=0)
    return found


def _lowest(moves: Moves, value: Ints, allowed: Bools | None) -> Ints:
    """Return by state the lowest value one allowed move away."""
    found = np.full_like(value, _NONE)
    if len(moves.rows):
        reached = value[moves.targets]
        if allowed is not None:
            reached[~allowed] = _NONE
        found[moves.rows] = np.minimum.reduceat(reached, moves.offsets, axis=0)
    return found


def _sanctioned(
    graph: Graph,
    ranks: Sequence[Ints] | Ints,
    maker: int,
    value: Ints,
    sense: Sense,
    reading: Reading,
) -> Ints:
    """Return by state the lowest `value` that the opponents of `maker` can bring about from it."""
    moves, allowed = [], list[Bools | None]()
    for other in graph.others(maker):
        theirs, kept = graph.moves[other], None
        if sense == "SEQ":
            rank = np.asarray(ranks[other])
            kept = rank[theirs.targets] > rank[theirs.sources]
            if kept.ndim == 1:
                theirs, kept = theirs.only(kept), None
        moves.append(theirs)
        allowed.append(kept)
    single = reading == "single" or len(moves) == 1
    first = [_lowest(m, value, a) for m, a in zip(moves, allowed, strict=True)]
    if not single:
        _spread(moves, allowed, value, first)
    return _least(first, value)


def _spread(
    moves: Sequence[Moves], allowed: Sequence[Bools | None], value: Ints, first: list[Ints]
) -> None:
    """Follow legal sequences: `first[j]` is the lowest value if opponent j moves first from there.

    After j has moved, anybody but j may move. A pass over all opponents lets every sequence grow by
    one move; it ends when no number falls, since numbers only fall and there are few of them.
    """
    changed = [True] * len(moves)
    while any(changed):
        before, changed = changed, [False] * len(moves)
        for j, (theirs, kept) in enumerate(zip(moves, allowed, strict=True)):
            if not any(before[k] or changed[k] for k in range(len(moves)) if k != j):
                continue
            rest = [first[k] for k in range(len(moves)) if k != j]
            lowest = _lowest(theirs, np.minimum(value, _least(rest, value)), kept)
            if (lowest < first[j]).any():
                first[j], changed[j] = lowest, True


def _least(rows: Sequence[Ints], like: NDArray[np.int32]) -> Ints:
    found = np.full_like(like, _NONE)
    for row in rows:
        np.minimum(found, row, out=found)
    return found
