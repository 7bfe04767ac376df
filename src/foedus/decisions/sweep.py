"""One sweep up and one down a diagram: chance of passing, and everybody's pivotality.

Members vote independently of one another with given chances (a product measure); a whole batch
of such measures is swept at once. Every index of power and every correlated electorate in this
room is a mixture of such sweeps. Chances of passing and of failing are both sums of positive
terms, so that a small one of either keeps its digits.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Ballot
from foedus.decisions.diagram import FAIL, PASS, Diagram

Floats = NDArray[np.float64]

_BATCH_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """What the sweeps found, for a batch of measures.

    Parameters
    ----------
    passing, failing
        Chance of either outcome, shape (batch,).
    gain
        Chance of passing if the member casts one ballot less that if it casts another, with the
        others as they are: shape (members, batch).
    """

    passing: Floats
    failing: Floats
    gain: Floats


def outcome_chances(diagram: Diagram, measures: Floats) -> tuple[Floats, Floats]:
    """Return the chances of passing and of failing.

    Parameters
    ----------
    diagram
        A compiled rule.
    measures
        Chance of each of the diagram's ballots, shape (members, ballots, batch).

    Returns
    -------
    two arrays of shape (batch,)

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> from foedus.decisions.diagram import YES_NO, compile_rule
    >>> diagram = compile_rule(parse_rule("unanimity", ["A", "B"]), YES_NO)
    >>> outcome_chances(diagram, np.array([[[0.9], [0.1]]] * 2))[0].round(6).tolist()
    [0.81]
    """
    parts = [_upward(diagram, part) for part in _batches(diagram, measures)]
    value = np.concatenate([up[diagram.root] for up in parts], axis=-1)
    return value[1], value[0]


def sweep(
    diagram: Diagram,
    measures: Floats,
    better: Ballot = Ballot.YES,
    worse: Ballot = Ballot.NO,
) -> Sweep:
    """Sweep a diagram up and down.

    Parameters
    ----------
    diagram
        A compiled rule.
    measures
        Chance of each of the diagram's ballots, shape (members, ballots, batch).
    better, worse
        The two ballots that pivotality compares; both must be ballots of the diagram.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> from foedus.decisions.diagram import YES_NO, compile_rule
    >>> diagram = compile_rule(parse_rule("unanimity", ["A", "B"]), YES_NO)
    >>> sweep(diagram, np.full((2, 2, 1), 0.5)).gain.tolist()
    [[0.5], [0.5]]
    """
    pair = diagram.ballots.index(better), diagram.ballots.index(worse)
    results = []
    for part in _batches(diagram, measures):
        value = _upward(diagram, part)
        gain = _downward(diagram, part, value, pair)
        results.append((value[diagram.root, 1], value[diagram.root, 0], gain))
    passing, failing, gains = zip(*results, strict=True)
    return Sweep(np.concatenate(passing), np.concatenate(failing), np.concatenate(gains, axis=-1))


def _batches(diagram: Diagram, measures: Floats) -> list[Floats]:
    room = max(1, _BATCH_CELLS // len(diagram.level))
    pieces = -(-measures.shape[-1] // room)
    return np.array_split(measures, pieces, axis=-1)


def _levels(diagram: Diagram) -> list[tuple[int, slice]]:
    """Return (level, where its nodes stand), from the last level to the first."""
    cuts = np.flatnonzero(np.diff(diagram.level)) + 1
    starts = [*cuts.tolist(), len(diagram.level)]
    return [(int(diagram.level[a]), slice(a, b)) for a, b in itertools.pairwise(starts)]


def _upward(diagram: Diagram, measures: Floats) -> Floats:
    """Return the chances of failing and of passing from each node: (nodes, 2, batch)."""
    value = np.zeros((len(diagram.level), 2, measures.shape[-1]))
    value[FAIL, 0] = value[PASS, 1] = 1.0
    for i, here in _levels(diagram):
        chance = measures[diagram.order[i]]
        total = 0.0
        for b in range(len(diagram.ballots)):
            total = total + chance[b] * value[diagram.child[here, b]]
        value[here] = total
    return value


def _downward(diagram: Diagram, measures: Floats, value: Floats, pair: tuple[int, int]) -> Floats:
    reach = np.zeros((len(diagram.level), measures.shape[-1]))
    reach[diagram.root] = 1.0
    gain = np.zeros((len(diagram.members), measures.shape[-1]))
    for i, here in reversed(_levels(diagram)):
        member = diagram.order[i]
        high, low = (value[diagram.child[here, b]] for b in pair)
        rarer_fails = high[:, 0] + low[:, 0] < high[:, 1] + low[:, 1]
        difference = np.where(rarer_fails, low[:, 0] - high[:, 0], high[:, 1] - low[:, 1])
        gain[member] = np.einsum("nk,nk->k", reach[here], difference)
        for b in range(len(diagram.ballots)):
            _add_at(reach, diagram.child[here, b], reach[here] * measures[member, b])
    return gain


def _add_at(into: Floats, where: NDArray[np.int64], amounts: Floats) -> None:
    """Add rows to the rows named, which may repeat."""
    order = np.argsort(where, kind="stable")
    sorted_where = where[order]
    starts = np.flatnonzero(np.diff(sorted_where, prepend=-1))
    into[sorted_where[starts]] += np.add.reduceat(amounts[order], starts, axis=0)
