"""What is read off a solved game, draw by draw: conduct, values, and what each side would sign."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import DeterrenceError, Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.kernel import roots
from foedus.language import Arrangement

Array = NDArray[np.float64]


def adversary_of(arrangement: Arrangement) -> str:
    """Return the party whose conduct is to be deterred: the first adversary that has a ladder.

    Raises
    ------
    DeterrenceError
        When there is none.
    """
    for party in arrangement.conduct:
        if arrangement.parties[party].role == "adversary":
            return party
    raise DeterrenceError(
        "no adversary has a ladder of acts (conduct), so nobody is to be deterred"
    )


def beneficiary_of(arrangement: Arrangement) -> str | None:
    """Return the first beneficiary that has a ladder, if any."""
    return next(
        (p for p in arrangement.conduct if arrangement.parties[p].role != "adversary"), None
    )


def conduct(
    game: Game, params: Mapping[str, Array], size: int, precision: float | None
) -> dict[str, Array]:
    """Return the chances of what is counted and ``value.PARTY``, each of shape (size,)."""
    rows = roots(game.flat, params, size, precision)
    players = game.tree.players
    names = [*(f"value.{player}" for player in players), *game.counts.names]
    return {name: rows[:, at].copy() for at, name in enumerate(names)}


def attacks(
    game: Game, params: Mapping[str, Array], size: int, precision: float | None = None
) -> Array:
    """Return the chance of the adversary's gravest act, shape (size,); best conduct by default."""
    a = game.play.arrangement
    adversary = adversary_of(a)
    name = f"act.{adversary}.{a.conduct[adversary].acts[-1].act}"
    return conduct(game, params, size, precision)[name]


def signing(
    arrangement: Arrangement, found: Mapping[str, Array], draws: Draws, precision: float
) -> dict[str, Array]:
    """Return, for each party that could refuse, the chance that it would rather sign.

    Refusing means that the present war goes on, with what `refusing` says each expects of it.
    Signing comes first, so each side compares that with its value of the game that follows.
    """
    signs = {}
    for party, estimate in arrangement.refusing.items():
        if f"value.{party}" in found:
            war = draws.of(f"refusing.{party}", estimate)
            gain = np.clip(precision * (found[f"value.{party}"] - war), -700, 700)
            signs[f"signs.{party}"] = 1 / (1 + np.exp(-gain))
    return signs
