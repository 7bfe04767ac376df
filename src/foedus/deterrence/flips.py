"""The smallest change of one estimate that flips whether attacking is the best conduct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.breakeven import DETERRED
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import attacks
from foedus.deterrence.scoring import at_stake_in_threats
from foedus.language import Arrangement
from foedus.language.quantities import Estimate
from foedus.prospects.streams import sampled

Array = NDArray[np.float64]
_GRID = np.linspace(0.0, 1.0, 41)


class Flip(NamedTuple):
    """A change of one estimate that flips the answer.

    Parameters
    ----------
    name
        The parameter.
    middle, value
        What it is in the middle case, and the nearest value at which the answer is the other one.
    share
        How far that is, as a share of the range it is uncertain over.
    """

    name: str
    middle: float
    value: float
    share: float


def flips(job: Job) -> tuple[bool, list[Flip]]:
    """Return whether attacking is best in the middle case, and what flips that, nearest first."""
    game = game_of(job)
    central = game.chances.values(job.draws(1, central=True))
    attack = bool(attacks(game, central, 1)[0] >= DETERRED)
    found = []
    for name, estimate in estimates(job.variant):
        moved = game.chances.resting_on(name)
        span = estimate.highest - estimate.lowest
        if not 0 < span < np.inf or not moved:
            continue
        values = sampled(estimate, _GRID)
        draws = replace(job.draws(len(values), central=True), fixed={**job.fixed, name: values})
        params = central | {key: game.chances.rules[key](draws) for key in moved}
        other = (attacks(game, params, len(values)) >= DETERRED) != attack
        if other.any():
            away = np.where(other, np.abs(values - estimate.middle) / span, np.inf)
            best = int(np.argmin(away))
            found.append(Flip(name, estimate.middle, float(values[best]), float(away[best])))
    return attack, sorted(found, key=lambda flip: flip.share)


def shortest_flip(job: Job) -> str:
    """Return in a sentence what flips the answer most easily."""
    attack, found = flips(job)
    state = "attacking is the best conduct" if attack else "attacking is not the best conduct"
    head = f"With every estimate at its middle {state} of the adversary"
    if not found:
        return f"{head}; no single estimate flips that within its range"
    nearest = found[0]
    return (
        f"{head}; the smallest change that flips this is {nearest.name} from "
        f"{nearest.middle:.2g} to {nearest.value:.2g} ({nearest.share:.0%} of its range)"
    ).replace("%", " %")


def estimates(a: Arrangement) -> Iterator[tuple[str, Estimate]]:
    """Yield every estimate that the game can rest on, by the name of its parameter."""
    for name, guarantee in a.guarantees.items():
        if guarantee.honour:
            yield f"honour.{name}", guarantee.honour
        if guarantee.arrives:
            yield f"arrives.{name}", guarantee.arrives
    for contest in a.contests:
        for level in ("alone", "armed", "helped"):
            estimate = getattr(contest, level)
            if estimate:
                yield f"contest.{contest.by}.{contest.act}.{level}", estimate
        if contest.decisiveness:
            yield f"decisiveness.{contest.by}.{contest.act}", contest.decisiveness
    for party, ladder in a.conduct.items():
        for act in ladder.acts:
            for key in ("detect", "attribute"):
                estimate = getattr(act, key)
                if estimate:
                    yield f"{key}.{party}.{act.act}", estimate
        if ladder.false_alarm:
            yield f"false_alarm.{party}", ladder.false_alarm
    for party, threat in a.coercion.items():
        yield f"out_of_hand.{party}", threat.out_of_hand
        if threat.gives_in:
            yield f"gives_in.{party}", threat.gives_in
    for party, label, worth, _ in at_stake_in_threats(a):
        yield f"stakes.{party}.{label}", worth
    for party, estimate in a.refusing.items():
        yield f"refusing.{party}", estimate
    for party, estimate in a.resolved.items():
        yield f"resolved.{party}", estimate
    for party, sign in a.signs.items():
        yield f"signs.{party}.if_resolved", sign.if_resolved
        yield f"signs.{party}.if_irresolute", sign.if_irresolute
    if a.quarrel_lasts:
        yield "quarrel_lasts", a.quarrel_lasts
    for party, stakes in a.stakes.items():
        for stake in stakes:
            yield f"stakes.{party}.{stake.label}", stake.worth
