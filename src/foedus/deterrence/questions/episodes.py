"""Several episodes with reputation: what is seen of honouring in one changes what is expected next.

The game of one episode is played again and again under the same arrangement, whatever came of the
one before. How likely a guarantee is honoured is uncertain to everybody: a Beta law whose mean is
the chance drawn and whose strength n, as if so many cases had been seen, is that of the estimate
(its mean and variance, by moments). After an episode in which a guarantee was called on, honouring
counts as one case more and declining as one case more against, so that after k and d of them the
chance is (n h + k) / (n + k + d). What follows is worth its discounted value, which enters the ends
of the one-episode game as payoffs; the recursion runs backward over counts of cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.draws import Draws
from foedus.deterrence.scoring import Outcome
from foedus.games import Expr, Induction, Terminal, const, param
from foedus.language import Arrangement, Estimate
from foedus.prospects import sampled

Array = NDArray[np.float64]
QUIET, KEPT, BROKEN = "quiet", "kept", "broken"
"""What an episode shows of honouring: nothing, that it was honoured, that it was declined."""
EVENTS = (QUIET, KEPT, BROKEN)


class Seen(NamedTuple):
    """How often honouring was seen, and declining."""

    kept: int
    broken: int

    def after(self, event: str) -> Seen:
        """Return what has been seen once an episode showed this."""
        return Seen(self.kept + (event == KEPT), self.broken + (event == BROKEN))


class Shown(NamedTuple):
    """What an episode shows: the chance of each event, and of an attack, each shape (draws,)."""

    events: Mapping[str, Array]
    attack: Array


class Course(NamedTuple):
    """How several episodes go, over all draws.

    Parameters
    ----------
    attack
        By episode: the chance of an attack in it, shape (draws,).
    next_attack
        By what the first episode showed: the chance of an attack in the second.
    next_honour
        By what the first episode showed: the chance put on honouring then, averaged over the
        guarantees.
    """

    attack: tuple[Array, ...]
    next_attack: Mapping[str, Array]
    next_honour: Mapping[str, Array]


@lru_cache(maxsize=64)
def strength(estimate: Estimate) -> float:
    """Return as how many cases an estimate of a chance counts: those of the Beta law like it.

    Examples
    --------
    >>> even = Estimate(low=0.0, high=1.0, kind="assumed", because="anything may be")
    >>> round(strength(even), 9)
    2.0
    >>> strength(Estimate(value=0.4, kind="assumed", because="known"))
    inf
    """
    mean, spread = _moments(estimate)
    return mean * (1 - mean) / spread - 1 if spread > 1e-12 else np.inf


def _moments(e: Estimate) -> tuple[float, float]:
    """Return mean and variance of an estimate: even, triangular, or likewise in its logarithm."""
    low, high = e.lowest, e.highest
    if e.law == "log":
        row = sampled(e, (np.arange(2000) + 0.5) / 2000)
        return float(row.mean()), float(row.var())
    if e.value is None:
        return (low + high) / 2, (high - low) ** 2 / 12
    mode, span = e.value, high - low
    return (low + mode + high) / 3, (span**2 - (mode - low) * (high - mode)) / 18


def learned(estimate: Estimate, chance: Array, seen: Seen) -> Array:
    """Return the chance put on honouring after what was seen, shape (draws,).

    Examples
    --------
    >>> even = Estimate(low=0.0, high=1.0, kind="assumed", because="anything may be")
    >>> learned(even, np.array([0.5]), Seen(2, 0)).round(3).tolist()
    [0.75]
    """
    cases = strength(estimate)
    if np.isinf(cases):
        return chance
    return (cases * chance + seen.kept) / (cases + seen.kept + seen.broken)


@dataclass(frozen=True)
class Repeated:
    """The game of one episode, with what follows it as payoffs at its ends.

    Parameters
    ----------
    game
        The compiled game of one episode.
    induction
        The same with a named continuation for each player and event, and what an episode shows.
    """

    game: Game
    induction: Induction

    @classmethod
    def of(cls, game: Game, by: str) -> Repeated:
        """Return the game with a named continuation for each player and event."""
        assert game.induction is not None
        at, nothing = game.counts.names.index(f"attack.{by}"), const(0)

        def columns(end: Terminal) -> list[Expr]:
            if end.outcome not in game.outcomes:  # paid on the way
                return [*end.payoffs, nothing, nothing, nothing]
            event = _event(game.outcomes[end.outcome])
            pairs = zip(game.tree.players, end.payoffs, strict=True)
            shown = (game.counts.rows[end.outcome][at], event == KEPT, event == BROKEN)
            return [
                *(payoff + param(_next(player, event)) for player, payoff in pairs),
                *(const(int(one)) for one in shown),
            ]

        return cls(game, Induction.of(game.tree, columns, game.induction.opening))

    def played(
        self, draws: Draws, seen: Seen, later: Mapping[str, Array], precision: float
    ) -> tuple[dict[str, Array], Shown]:
        """Return values by player, and what the episode shows.

        Parameters
        ----------
        draws
            What is drawn.
        seen
            What has been seen of honouring.
        later
            By player and event (`_next`): what follows is worth, shape (draws,).
        precision
            Of the players' choices.
        """
        laid = {f"honour.{name}": row for name, row in self.honours(draws, seen).items()}
        params = self.game.chances.values(replace(draws, fixed={**draws.fixed, **laid}))
        rows = self.induction.solved({**params, **later}, draws.size, precision)
        players = self.game.tree.players
        attack, kept, broken = rows[:, len(players) :].T
        values = {player: rows[:, at].copy() for at, player in enumerate(players)}
        events = {QUIET: 1 - kept - broken, KEPT: kept, BROKEN: broken}
        return values, Shown(events, attack.copy())

    def honours(self, draws: Draws, seen: Seen) -> dict[str, Array]:
        """Return by guarantee the chance put on its being honoured."""
        return {
            name: learned(estimate, draws.of(f"honour.{name}", estimate), seen)
            for name, estimate in _honoured(draws, self.game.play.arrangement)
        }


def episodes(
    game: Game, draws: Draws, precision: float, count: int, discount: float, by: str
) -> Course:
    """Return how several episodes go.

    Parameters
    ----------
    game
        The compiled game of one episode; nobody's resolve may be private.
    draws
        What is drawn.
    precision
        Of the players' choices.
    count
        How many episodes there are, two or more.
    discount
        What an episode is worth beside the one before it.
    by
        Whose attacks are told of.
    """
    repeated, players = Repeated.of(game, by), game.tree.players
    nothing = np.zeros(draws.size)
    value: dict[tuple[int, Seen], dict[str, Array]] = {}
    shown: dict[tuple[int, Seen], Shown] = {}
    for number in range(count, 0, -1):
        for seen in _reachable(number):
            later = {
                _next(player, event): discount * value[number + 1, seen.after(event)][player]
                if number < count
                else nothing
                for player in players
                for event in EVENTS
            }
            value[number, seen], shown[number, seen] = repeated.played(
                draws, seen, later, precision
            )
    second = {event: Seen(0, 0).after(event) for event in EVENTS}
    return Course(
        tuple(_attacks(shown, count, draws.size)),
        {event: shown[2, seen].attack for event, seen in second.items()},
        {
            event: np.mean([*repeated.honours(draws, seen).values()], axis=0)
            for event, seen in second.items()
        },
    )


def _attacks(shown: Mapping[tuple[int, Seen], Shown], count: int, size: int) -> Iterator[Array]:
    """Go forward through what may have been seen, and yield the chance of an attack."""
    here = {Seen(0, 0): np.ones(size)}
    for number in range(1, count + 1):
        attack = np.zeros(size)
        following: dict[Seen, Array] = {}
        for seen, chance in here.items():
            attack += chance * shown[number, seen].attack
            for event, likely in shown[number, seen].events.items():
                then = seen.after(event)
                following[then] = following.get(then, 0.0) + chance * likely
        yield attack
        here = following


def learns(arrangement: Arrangement) -> bool:
    """Say whether there is a chance of honouring that something can be learned of."""
    return any(g.honour is not None for g in arrangement.guarantees.values())


def _honoured(draws: Draws, a: Arrangement) -> Iterator[tuple[str, Estimate]]:
    for name, guarantee in a.guarantees.items():
        if guarantee.honour is not None:
            yield name, draws.instead.get(f"honour.{name}", guarantee.honour)


def _event(outcome: Outcome) -> str:
    """Return what an end shows: honouring of one guarantee weighs more than declining another."""
    if outcome.honoured:
        return KEPT
    return BROKEN if outcome.declined else QUIET


def _next(player: str, event: str) -> str:
    """Name the parameter that says what follows is worth."""
    return f"next.{player}.{event}"


def _reachable(number: int) -> Iterator[Seen]:
    """Yield what can have been seen before an episode."""
    for kept in range(number):
        for broken in range(number - kept):
            yield Seen(kept, broken)
