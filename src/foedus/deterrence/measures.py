"""What is read off a solved game, draw by draw: conduct, values, and what each side would sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.sides import adversaries_of, informed
from foedus.figures import Figure
from foedus.games import Ties
from foedus.language import Arrangement

Array = NDArray[np.float64]
DETERRED = 0.5
"""An adversary counts as deterred when it attacks with less than this chance: below even odds."""
ROUNDED = 1e-9
"""What rounding makes of two numbers that are one: no answer hangs on less."""


def mean(row: NDArray[np.generic]) -> float:
    """Return the mean over the draws that have a solution; NaN, and no warning, where none has.

    Examples
    --------
    >>> mean(np.array([0.25, 0.75, np.nan])), mean(np.array([np.nan]))
    (0.5, nan)
    """
    numbers = np.asarray(row, np.float64)
    solved = numbers[np.isfinite(numbers)]
    return float(solved.mean()) if solved.size else float("nan")


NO_SOLUTION = "not computed: no draw has a solution in numbers"


def left_out(count: int, draws: int) -> tuple[str, ...]:
    """Say how many draws have no solution, and that they are left out; nothing where all have.

    Examples
    --------
    >>> left_out(19, 40)
    ('19 of 40 draws have no solution in numbers and are left out',)
    """
    told = f"{count} of {draws} draws have no solution in numbers and are left out"
    return (told,) if count else ()


def summary(
    row: Array, because: Sequence[str], sources: Sequence[str] = (), unit: str = "probability"
) -> Figure:
    """Return the mean of a row over the draws that have a solution, and the interval of 80 %."""
    solved = row[np.isfinite(row)]
    if not solved.size:
        return Figure(None, unit=unit, because=(NO_SOLUTION, *because), sources=tuple(sources))
    low, high = (float(q) for q in np.quantile(solved, (0.1, 0.9)))
    because = (*because, *left_out(len(row) - solved.size, len(row)))
    return Figure(float(solved.mean()), low, high, unit, "derived", because, tuple(sources))


def conduct(
    game: Game,
    params: Mapping[str, Array],
    size: int,
    precision: float | None,
    ties: Ties = "first",
    beginning: tuple[str, ...] = ("",),
) -> dict[str, Array]:
    """Return the chances of what is counted and ``value.PARTY``, each of shape (size,).

    Of what is counted only that is, at least, whose name has one of these beginnings.

    Choices are logit responses of the precision given, or best ones where it is ``None``. Where
    some party knows what others do not, beliefs matter: the principal branch of the logit agent
    quantal response equilibrium is followed, and what it tends to stands for best conduct.
    """
    if game.induction is None:
        return _with_beliefs(game, params, size, precision)
    names = [*(f"value.{player}" for player in game.tree.players), *game.counts.names]
    asked = [n for n, name in enumerate(names) if name.startswith(("value.", *beginning))]
    rows = game.induction.solved(params, size, precision, ties=ties, columns=asked)
    found = {names[n]: rows[:, at].copy() for at, n in enumerate(asked)}
    return {name: even(row) if name.startswith("attack.") else row for name, row in found.items()}


def even(chance: Array) -> Array:
    """Return chances of which those that rounding alone keeps from even odds are even.

    Examples
    --------
    >>> even(np.array([0.5 - 1e-16, 0.4999])).tolist()
    [0.5, 0.4999]
    """
    return np.where(np.abs(chance - DETERRED) <= ROUNDED, DETERRED, chance)


def _with_beliefs(
    game: Game, params: Mapping[str, Array], size: int, precision: float | None
) -> dict[str, Array]:
    from foedus.games import frequencies, solve_aqre, solve_limit  # slow to load, and seldom needed

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
        counted = np.sum(kept, axis=0) if kept else np.zeros(size)
        found[name] = even(counted) if name.startswith("attack.") else counted
    return found


def attacks(
    game: Game,
    params: Mapping[str, Array],
    size: int,
    precision: float | None = None,
    *,
    ties: Ties = "first",
    by: str | None = None,
) -> Array:
    """Return the chance that `by` attacks, shape (size,); best conduct by default.

    Of equally good answers a party takes the one that its menu lists first: it claims what it may
    claim and otherwise changes nothing. With `ties` even each is as likely, the limit of logit
    answers; or it takes the one under which an attack is least or most likely.
    """
    attack = f"attack.{by or adversaries_of(game.play.arrangement)[0]}"
    if game.induction is None:
        return conduct(game, params, size, precision)[attack]
    column = len(game.tree.players) + game.counts.names.index(attack)
    rows = game.induction.solved(params, size, precision, ties=ties, columns=[column])
    return even(rows[:, 0])


def along(
    game: Game,
    draws: Draws,
    name: str,
    values: Array,
    precision: float | None = None,
    by: str | None = None,
) -> Array:
    """Return the chance that `by` attacks with one parameter held at values, (values, draws).

    The values are the same for all draws, or of shape (values, draws).
    """
    times = len(values)
    held = np.broadcast_to(values if values.ndim > 1 else values[:, None], (times, draws.size))
    fixed = {**draws.fixed, name: held.ravel()}
    many = replace(draws, size=times * draws.size, times=times, fixed=fixed)
    params = {key: np.tile(row, times) for key, row in game.chances.values(draws).items()}
    params |= {key: game.chances.rules[key](many) for key in game.chances.resting_on(name)}
    return attacks(game, params, many.size, precision, by=by).reshape(times, draws.size)


def complying(
    game: Game, params: Mapping[str, Array], size: int, precision: float, by: str
) -> Array:
    """Return what `by` can expect if it complies throughout and others play as they would."""
    assert game.induction is not None
    always = {by: game.play.arrangement.conduct[by].acts[0].act}
    column = game.tree.players.index(by)
    rows = game.induction.solved(params, size, precision, always=always, columns=[column])
    return rows[:, 0]


def signing(
    arrangement: Arrangement, found: Mapping[str, Array], draws: Draws, precision: float
) -> dict[str, Array]:
    """Return the chance ``signs.PARTY`` of each that could refuse, and ``signed``: that all sign.

    Refusing means that the present war goes on, with what `refusing` says each expects of it.
    ``signs.PARTY`` is for the case that it alone is left to sign: it compares the war with its
    value of the game that follows. ``signed`` is the move in the game, where the sides sign one
    after the other, in an order that is drawn: who signs early knows that one after it may refuse.
    `tests/deterrence` compares it with the tree. Where one of them knows what others do not there
    is neither: it signs by what it knows, which is told by that, and the game begins signed.
    """
    if informed(arrangement):
        return {}
    gains = {
        party: found[f"value.{party}"] - draws.of(f"refusing.{party}", estimate)
        for party, estimate in arrangement.refusing.items()
        if f"value.{party}" in found
    }
    signs = {f"signs.{party}": _logit(precision * gain) for party, gain in gains.items()}
    if gains:
        signs["signed"] = _all_sign(tuple(gains.values()), precision, draws.size)
    return signs


def _all_sign(gains: Sequence[Array], precision: float, size: int) -> Array:
    """Return the chance that all sign, whoever is next being drawn evenly among those left."""
    chance = {0: np.ones(size)}  # by who is left, as bits: the smaller sets first
    for left in range(1, 1 << len(gains)):
        turns = []
        for at, gain in enumerate(gains):
            if left >> at & 1:
                others = chance[left & ~(1 << at)]
                turns.append(others * _logit(precision * others * gain))
        chance[left] = np.mean(turns, axis=0)
    return chance[(1 << len(gains)) - 1]


def _logit(gain: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(gain, -700, 700))))
