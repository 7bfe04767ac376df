"""Every estimate that a game can rest on, by the name of its parameter, and the law it follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chains import decided, is_consequence
from foedus.deterrence.compile import Game
from foedus.deterrence.contests import called
from foedus.deterrence.counts import attacking
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.scoring import at_stake_in_threats
from foedus.deterrence.sides import informed
from foedus.language import Arrangement, Estimate

Array = NDArray[np.float64]


def estimates(a: Arrangement) -> Iterator[tuple[str, Estimate]]:
    """Yield every estimate that the game can rest on, by the name of its parameter."""
    for name, estimate in _written(a):
        if estimate is not None:
            yield name, estimate


def _written(a: Arrangement) -> Iterator[tuple[str, Estimate | None]]:
    """Yield what may be written of each parameter."""
    for name, guarantee in a.guarantees.items():
        yield f"honour.{name}", guarantee.honour
        yield f"arrives.{name}", guarantee.arrives
    for contest in a.contests:
        for level in ("alone", "armed", "helped"):
            yield f"contest.{called(contest)}.{level}", getattr(contest, level)
        yield f"decisiveness.{called(contest)}", contest.decisiveness
    for at, force in enumerate(a.forces):
        yield f"forces.{at}", force.strength
    for party, ladder in a.conduct.items():
        for act in ladder.acts:
            for key in ("detect", "attribute", "takes"):
                yield f"{key}.{party}.{act.act}", getattr(act, key)
        yield f"false_alarm.{party}", ladder.false_alarm
    for party, threat in a.coercion.items():
        yield f"out_of_hand.{party}", threat.out_of_hand
        yield f"gives_in.{party}", threat.gives_in
    for _, party, label, worth, _ in at_stake_in_threats(a):
        yield f"stakes.{party}.{label}", worth
    for key in ("refusing", "resolved"):
        for party, estimate in getattr(a, key).items():
            yield f"{key}.{party}", estimate
    for party, sign in a.signs.items():
        yield f"signs.{party}.if_resolved", sign.if_resolved
        yield f"signs.{party}.if_irresolute", sign.if_irresolute
    yield "quarrel_lasts", a.quarrel_lasts
    for party, stakes in a.stakes.items():
        for stake in stakes:
            yield f"stakes.{party}.{stake.label}", stake.worth


def costs_of_war(a: Arrangement, by: str) -> tuple[str, ...]:
    """Return the parameters of what an attack costs the party that makes it."""
    attack = attacking(a, by)
    return tuple(
        f"stakes.{by}.{stake.label}"
        for stake in a.stakes.get(by, ())
        if stake.worth.highest <= 0 and stake.when.by == by and stake.when.acted in attack
    )


ANY = Estimate(low=0, high=1, kind="assumed", because="the file says nothing of it")
"""A chance that may be anything."""


def _of_steps(game: Game) -> Iterator[tuple[str, Estimate]]:
    """Yield how likely procedures pass of which nothing is said, and how long the only one takes.

    As far as the game rests on it. Votes, and several steps one after the other, are no single
    estimate (`together`).
    """
    a, timing = game.play.arrangement, game.chances.timing
    answers = [name for name in a.procedures if is_consequence(a, name)]
    for name in answers:
        if timing.unsaid(name) is not None and _rests(game, f"passing.{name}"):
            yield f"passing.{name}", ANY
    if len(answers) == 1 and _rests(game, "days"):
        steps = [a.procedures[answers[0]].steps[at] for at in decided(a, answers[0])]
        if len(steps) == 1 and steps[0].takes is not None:
            yield "days", steps[0].takes


def together(game: Game) -> dict[str, tuple[Array, float]]:
    """Return how likely each procedure passes that votes, or several steps, decide.

    By the name of the parameter, as far as the game rests on it: a value for each state of affairs
    that is thought possible, and the one in the middle case.
    """
    a, timing = game.play.arrangement, game.chances.timing
    asked = [
        name
        for name in a.procedures
        if is_consequence(a, name)
        and timing.unsaid(name) is None
        and _rests(game, f"passing.{name}")
    ]
    found = {f"passing.{name}": timing.together(name) for name in asked}
    return {name: law for name, law in found.items() if np.ptp(law[0]) > 0}


def _rests(game: Game, name: str) -> bool:
    return not game.tree.names.isdisjoint(game.chances.resting_on(name))


def uncertain(job: Job, *, signing: bool = False) -> dict[str, Estimate]:
    """Return the estimates that a job draws from a range and that its game rests on.

    Parameters
    ----------
    job
        The job.
    signing
        Whether to add what refusing is worth, on which no conduct rests but whether all sign,
        where that is told.
    """
    chances, draws, ends = game_of(job).chances, job.draws(1), np.array([0.0, 1.0])
    told = signing and not informed(job.variant)
    signed = tuple(f"refusing.{party}" for party in job.variant.refusing) if told else ()
    steps = (one for one in _of_steps(game_of(job)) if one[0] not in job.design.ranges)
    return {
        name: estimate
        for name, estimate in (*estimates(job.variant), *steps)
        if np.ptp(draws.law(name, estimate, ends)) > 0
        and (chances.resting_on(name) or name in signed)
    }
