"""Reputation over several episodes: how attack, and what is expected of honouring, go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from foedus.deterrence.columns import Columns
from foedus.deterrence.measures import summary
from foedus.deterrence.plain import as_map
from foedus.deterrence.questions.episodes import BROKEN, KEPT, QUIET, learns
from foedus.deterrence.sides import DeterrenceError
from foedus.deterrence.solving import Deterrence
from foedus.deterrence.sweep import HERE, Runner, run
from foedus.figures import DIFFERENCE, Figure

DISCOUNT = 0.9
"""What an episode is worth beside the one before it, unless something else is asked for."""


@dataclass(frozen=True, slots=True)
class Reputation:
    """One option over several episodes.

    Attributes
    ----------
    attack
        By episode: the chance of an attack in it.
    next_attack, next_honour
        By what the first episode showed (``quiet``, ``kept`` or ``broken``): the chance of an
        attack in the second, and the chance put on honouring.
    lost
        How much likelier an attack is in the second episode once a promise was broken in the first
        than once it was kept.
    first
        How much likelier an attack is in the first episode than if it were the only one: what
        there is to learn, and what can be lost later, weigh on it.
    """

    attack: tuple[Figure, ...]
    next_attack: Mapping[str, Figure]
    next_honour: Mapping[str, Figure]
    lost: Figure
    first: Figure

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain data."""
        return as_map(self)


def reputation(
    found: Deterrence,
    episodes: int,
    discount: float = DISCOUNT,
    runner: Runner = HERE,
) -> Mapping[str, Reputation]:
    """Play each option again and again, and say how attack and the reputation for honouring go.

    Options under which nothing can be learned of honouring are left out.

    Parameters
    ----------
    found
        What was found of the options for one episode; the same draws are used.
    episodes
        How many there are.
    discount
        What an episode is worth beside the one before it, from 0 to 1.
    runner
        Who does the work.

    Raises
    ------
    DeterrenceError
        When no option has a guarantee with a chance of being honoured, or some party keeps its
        resolve to itself.
    """
    learning = {name: job for name, job in found.jobs.items() if learns(job.variant)}
    if not learning:
        raise DeterrenceError(
            "no guarantee here has a chance of being honoured ('honour'), so episodes teach "
            "nothing. Leave --episodes out."
        )
    if any(job.variant.resolved for job in learning.values()):
        raise DeterrenceError(
            "some party's resolve is private, and what it shows of that in one episode would "
            "change the next, which is not modelled. Leave --episodes out."
        )
    jobs = [
        replace(job, episodes=episodes, discount=discount, brief=True) for job in learning.values()
    ]
    rows = run(jobs, found.design.chunks, runner)
    return {name: _of(found, name, row, episodes) for name, row in zip(learning, rows, strict=True)}


def _of(found: Deterrence, name: str, rows: Columns, episodes: int) -> Reputation:
    attack = tuple(
        summary(rows[f"episode.{number}.attack"], (f"chance of an attack in episode {number}",))
        for number in range(1, episodes + 1)
    )
    after = {
        QUIET: "nothing was called on in the first episode",
        KEPT: "honouring was seen in the first episode",
        BROKEN: "declining was seen in the first episode",
    }
    attacks = {e: rows[f"next.attack.{e}"] for e in after}
    apart = rows["episode.1.attack"] - found.attack(name)
    return Reputation(
        attack,
        {
            e: summary(attacks[e], (f"chance of an attack in the second once {why}",))
            for e, why in after.items()
        },
        {
            e: summary(rows[f"next.honour.{e}"], (f"chance put on honouring once {why}",))
            for e, why in after.items()
        },
        summary(
            attacks[BROKEN] - attacks[KEPT],
            (
                "chance of an attack in the second episode once declining was seen in the first, "
                "less the same once honouring was seen",
            ),
            unit=DIFFERENCE,
        ),
        summary(
            apart,
            ("chance of an attack in the first episode, less the same if it were the only one",),
            unit=DIFFERENCE,
        ),
    )
