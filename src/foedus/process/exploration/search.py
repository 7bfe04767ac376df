"""What every search has: what a play costs, the steps of a graph, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from foedus.process import State
from foedus.process.exploration.projection import Batch, Projection
from foedus.process.exploration.zones import Place, Zone

MOST_STATES = 200_000
YEAR = 365
Test = Callable[[State], bool]


class Cost(NamedTuple):
    """How much a play takes: its weight, then deliberate acts, days, and how early it begins.

    The weight is acts and years together: a year's wait weighs as much as an act, so that no story
    jumps ten years where two acts show the same. Of plays that are else alike the one that begins
    last is told: nobody attacks ten years before it is alleged. `begins` is the day of the first
    act, less than nothing so that later is less.
    """

    weight: int
    acts: int
    days: int
    begins: int = 0


class Edge(NamedTuple):
    """One step of a graph.

    Parameters
    ----------
    batch
        What is done.
    to
        The node that it leads to.
    zone
        The readings of the clocks from which it is taken, where nodes have zones.
    places
        Where each clock of the node that it leads to comes from.
    """

    batch: Batch
    to: int
    zone: Zone = ()
    places: tuple[Place, ...] = ()


class Rules(NamedTuple):
    """What a search leaves out.

    Parameters
    ----------
    allowed
        Moves that are made at all; every one when left out.
    urgent
        Moves that are made before anything else is done or time passes: a stated fairness.
    avoid
        States from which the search does not go on.
    resisting
        Members, by class, that cast no ballot.
    objecting
        Whether they object where that alone decides; otherwise they stay away.
    opposed
        Whether a body decides only what those resisting, or all others, can decide whatever the
        other side does: for asking who can force something.
    leaving
        Whether notice of withdrawal may be given; if not, how long one runs is not told apart.
    """

    allowed: Callable[[State, Batch], bool] | None = None
    urgent: Callable[[State, Batch], bool] | None = None
    avoid: Test | None = None
    resisting: Mapping[str, int] = {}
    objecting: bool = False
    opposed: bool = False
    leaving: bool = True


def _steady(_state: State, batch: Batch) -> bool:
    return batch[0].kind != "conduct"


STEADY = Rules(allowed=_steady, leaving=False)
"""Nobody changes its conduct or leaves."""


def first_of(
    projection: Projection, rules: Rules, state: State, rank: int
) -> tuple[list[Batch], bool]:
    """Return what may be done first in a state, and whether it is done before time passes."""
    batches = list(projection.acts(state, rank, rules.resisting, opposed=rules.opposed))
    if rules.allowed is not None:
        batches = [batch for batch in batches if rules.allowed(state, batch)]
    forced = [b for b in batches if rules.objecting and _objects(b, rules.resisting)]
    urgent = [b for b in batches if rules.urgent is not None and rules.urgent(state, b)][:1]
    first = forced or urgent
    return first or batches, bool(first)


def acts_in(batch: Batch) -> int:
    """Count deliberate acts: a body's decision is one, and waiting is none."""
    if batch and batch[0].kind == "wait":
        return 0
    return 1 if batch and batch[0].kind == "ballot" else len(batch)


def _objects(batch: Batch, resisting: Mapping[str, int]) -> bool:
    """Say whether those who resist could cast these ballots alone, to stop the step."""
    if batch[0].kind != "ballot" or batch[0].choice != "no":
        return False
    counts: dict[str, int] = {}
    for move in batch:
        counts[move.actor] = counts.get(move.actor, 0) + 1
    return all(resisting.get(label, 0) >= count for label, count in counts.items())
