"""What is read off a solved game, draw by draw: conduct, values, and what each side would sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import DeterrenceError, Game
from foedus.deterrence.counts import attacks_of
from foedus.deterrence.draws import Draws
from foedus.deterrence.kernel import roots
from foedus.games import frequencies, solve_aqre, solve_limit
from foedus.language import Arrangement

Array = NDArray[np.float64]
DETERRED = 0.5
"""An adversary counts as deterred when it attacks with less than this chance: below even odds."""


def adversaries_of(arrangement: Arrangement) -> tuple[str, ...]:
    """Return the parties whose conduct is to be deterred: every adversary that has a ladder.

    Raises
    ------
    DeterrenceError
        When there is none.
    """
    found = tuple(p for p in arrangement.conduct if arrangement.parties[p].role == "adversary")
    if not found:
        raise DeterrenceError(
            "no adversary has a ladder of acts (conduct), so nobody is to be deterred"
        )
    return found


def adversary_of(arrangement: Arrangement) -> str:
    """Return the first of the parties whose conduct is to be deterred."""
    return adversaries_of(arrangement)[0]


def beneficiary_of(arrangement: Arrangement) -> str | None:
    """Return the first beneficiary that has a ladder, if any."""
    return next(
        (p for p in arrangement.conduct if arrangement.parties[p].role != "adversary"), None
    )


def attacking(arrangement: Arrangement, by: str | None = None) -> tuple[str, ...]:
    """Return the acts that count as an attack: the gravest that is fought over, and any graver.

    Where nothing is fought over, the gravest. A nuclear threat at the end of a ladder is thus an
    attack, and so is the invasion below it.
    """
    adversary = by or adversary_of(arrangement)
    acts = [act.act for act in arrangement.conduct[adversary].acts]
    return tuple(acts[attacks_of(arrangement)[adversary] :])


def attacked(arrangement: Arrangement, rows: Mapping[str, Array], by: str | None = None) -> Array:
    """Return the chance of an attack in each draw, shape (draws,), from what was read off."""
    adversary = by or adversary_of(arrangement)
    parts = [rows[f"act.{adversary}.{act}"] for act in attacking(arrangement, adversary)]
    return np.asarray(np.sum(parts, axis=0))


def conduct(
    game: Game, params: Mapping[str, Array], size: int, precision: float | None
) -> dict[str, Array]:
    """Return the chances of what is counted and ``value.PARTY``, each of shape (size,).

    Choices are logit responses of the precision given, or best ones where it is ``None``. Where
    some party knows what others do not, beliefs matter: the principal branch of the logit agent
    quantal response equilibrium is followed, and what it tends to stands for best conduct.
    """
    if game.flat is None:
        return _with_beliefs(game, params, size, precision)
    rows = roots(game.flat, params, size, precision)
    names = [*(f"value.{player}" for player in game.tree.players), *game.counts.names]
    return {name: rows[:, at].copy() for at, name in enumerate(names)}


def _with_beliefs(
    game: Game, params: Mapping[str, Array], size: int, precision: float | None
) -> dict[str, Array]:
    whole = {name: np.broadcast_to(row, (size,)) for name, row in params.items()}
    solution = (
        solve_limit(game.tree, whole)
        if precision is None
        else solve_aqre(game.tree, whole, [precision])[0]
    )
    found = {
        f"value.{player}": np.broadcast_to(value, (size,)).copy()
        for player, value in zip(game.tree.players, solution.values, strict=True)
    }
    chance = frequencies(solution, whole)
    for at, name in enumerate(game.counts.names):
        kept = [row for label, row in chance.items() if game.counts.rows[label][at]]
        found[name] = np.sum(kept, axis=0) if kept else np.zeros(size)
    return found


def attacks(
    game: Game,
    params: Mapping[str, Array],
    size: int,
    precision: float | None = None,
    *,
    even: bool = False,
    by: str | None = None,
) -> Array:
    """Return the chance that the adversary attacks, shape (size,); best conduct by default.

    Of equally good answers a party takes the one that its menu lists first: it claims what it may
    claim and otherwise changes nothing. With `even` each is as likely: the limit of logit answers.
    """
    a = game.play.arrangement
    adversary = by or adversary_of(a)
    if game.flat is None:
        return attacked(a, conduct(game, params, size, precision), adversary)
    names = game.counts.names
    which = [names.index(f"act.{adversary}.{act}") for act in attacking(a, adversary)]
    counts = game.flat.counts[:, which].sum(axis=1, keepdims=True)
    flat = replace(game.flat, counts=counts)
    return roots(flat, params, size, precision, even=even)[:, -1].copy()


def signing(
    arrangement: Arrangement, found: Mapping[str, Array], draws: Draws, precision: float
) -> dict[str, Array]:
    """Return the chance ``signs.PARTY`` of each that could refuse, and ``signed``: that all sign.

    Refusing means that the present war goes on, with what `refusing` says each expects of it.
    ``signs.PARTY`` is for the case that it alone is left to sign: it compares the war with its
    value of the game that follows. ``signed`` is the move in the game, where the sides sign one
    after the other: who signs early knows that one after it may refuse. `tests/deterrence` compares
    it with the tree.
    """
    gains = {
        party: found[f"value.{party}"] - draws.of(f"refusing.{party}", estimate)
        for party, estimate in arrangement.refusing.items()
        if f"value.{party}" in found
    }
    signs = {f"signs.{party}": _logit(precision * gain) for party, gain in gains.items()}
    if gains:
        signed = np.ones(draws.size)
        for gain in reversed(gains.values()):
            signed = signed * _logit(precision * signed * gain)
        signs["signed"] = signed
    return signs


def _logit(gain: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(gain, -700, 700))))
