"""What is read off a solved game, draw by draw: conduct, values, and what each side would sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import DeterrenceError, Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.scoring import Outcome
from foedus.games import Solution, frequencies, solve_aqre, solve_spe
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
    raise DeterrenceError("no adversary has a ladder of acts (conduct), so nobody is to be deterred")


def beneficiary_of(arrangement: Arrangement) -> str | None:
    """Return the first beneficiary that has a ladder, if any."""
    return next((p for p in arrangement.conduct if arrangement.parties[p].role != "adversary"), None)


def solved(game: Game, params: Mapping[str, Array], precision: float | None) -> Solution:
    """Solve with errors of the given precision, or with none at all (``None``)."""
    if precision is None:
        return solve_spe(game.tree, params)
    return solve_aqre(game.tree, params, [precision])[0]


def conduct(game: Game, solution: Solution, params: Mapping[str, Array]) -> dict[str, Array]:
    """Return the chance of each act as the highest of its party, and of what else is counted.

    Keys are ``act.PARTY.ACT``, ``cried``, ``done.PROCEDURE``, ``honoured.GUARANTEE`` and
    ``value.PARTY``; each array has shape (draws,).
    """
    a = game.play.arrangement
    chance = frequencies(solution, params)

    def of(holds: Callable[[Outcome], bool]) -> Array:
        kept = [p for label, p in chance.items() if holds(game.outcomes[label])]
        return np.sum(kept, axis=0) if kept else np.zeros_like(solution.regret)

    found: dict[str, Array] = {}
    for at, (party, ladder) in enumerate(a.conduct.items()):
        for act in ladder.acts:
            found[f"act.{party}.{act.act}"] = of(lambda o, at=at, act=act: o.acts[at] == act.act)  # type: ignore[misc]
    found["cried"] = of(lambda o: o.cried)
    for name in a.procedures:
        found[f"done.{name}"] = of(lambda o, name=name: name in o.done)  # type: ignore[misc]
    for name in a.guarantees:
        found[f"honoured.{name}"] = of(lambda o, name=name: name in o.honoured)  # type: ignore[misc]
    for player, value in zip(game.tree.players, solution.values, strict=True):
        found[f"value.{player}"] = value
    found["failed"] = (~solution.ok).astype(np.float64)
    return found


def attacks(game: Game, params: Mapping[str, Array], precision: float | None = None) -> Array:
    """Return the chance of the adversary's gravest act, shape (draws,); best conduct by default."""
    a = game.play.arrangement
    adversary = adversary_of(a)
    found = conduct(game, solved(game, params, precision), params)
    return found[f"act.{adversary}.{a.conduct[adversary].acts[-1].act}"]


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
