"""A rule over yes and no as one weighted game, where it is one.

Counts, weights, unanimity and vetoes beside a count or a weight all come down to weights and one
quota (Taylor and Zwicker 1999, *Simple Games*, section 1.2). Such games are counted by generating
functions, far faster than by a diagram.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import AllOf, AnyOf, Not, Rule, Score


@dataclass(frozen=True, slots=True)
class WeightedGame:
    """Passes when the weights of those voting yes reach the quota.

    Parameters
    ----------
    weights
        One for each member, in order; none negative.
    quota
        At 0 or below it always passes; above the total it never does.
    """

    weights: tuple[int, ...]
    quota: int

    @property
    def total(self) -> int:
        """The weight of all."""
        return sum(self.weights)

    @property
    def decided(self) -> bool | None:
        """The outcome when it is the same for all ballots, else ``None``."""
        if self.quota <= 0:
            return True
        return False if self.quota > self.total else None

    def reduced(self) -> WeightedGame:
        """Return the same game in smaller numbers.

        No weight need exceed the quota, nor what the others would have to lack to block, and a
        common divisor can go.

        Examples
        --------
        >>> WeightedGame((54, 4, 4), 58).reduced()
        WeightedGame(weights=(5, 4, 4), quota=9)
        """
        if self.decided is not None:
            return self
        weights, quota = [min(w, self.quota) for w in self.weights], self.quota
        slack = sum(weights) - quota + 1
        quota -= sum(w - slack for w in weights if w > slack)
        weights = [min(w, slack) for w in weights]
        divisor = gcd(*weights)
        return WeightedGame(tuple(w // divisor for w in weights), -(-quota // divisor))

    def dual(self) -> WeightedGame:
        """Return the game of those who block: the weight of the noes reaches what blocks.

        Examples
        --------
        >>> WeightedGame((3, 2, 2), 3).dual()
        WeightedGame(weights=(3, 2, 2), quota=5)
        """
        return WeightedGame(self.weights, self.total - self.quota + 1)


@lru_cache(maxsize=256)
def as_weighted(rule: Rule) -> WeightedGame | None:
    """Return the weighted game that the rule is over yes and no, if it is plainly one.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> as_weighted(parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"]))
    WeightedGame(weights=(3, 1, 1), quota=4)
    >>> as_weighted(parse_rule({"not": "majority"}, ["A", "B"])) is None
    True
    """
    if isinstance(rule, Score):
        yes, no = Ballot.YES, Ballot.NO
        weights = tuple(row[yes] - row[no] for row in rule.rows)
        if min(weights) < 0:
            return None
        return WeightedGame(weights, rule.quota - sum(row[no] for row in rule.rows))
    if isinstance(rule, Not):
        return None
    parts = [as_weighted(part) for part in rule.parts]  # type: ignore[attr-defined]
    if None in parts:
        return None
    games = [part for part in parts if part is not None]
    if isinstance(rule, AllOf):
        return _joined(games)
    assert isinstance(rule, AnyOf)
    joined = _joined([game.dual() for game in games])
    return joined.dual() if joined else None


def _joined(games: list[WeightedGame]) -> WeightedGame | None:
    """Return the conjunction, if all but one only ask for every yes of some members."""
    open_games = [g for g in games if g.decided is not True]
    never = next((g for g in open_games if g.decided is False), None)
    if never or len(open_games) < 2:
        return never or (open_games[0] if open_games else games[0])
    needed, general = set[int](), list[WeightedGame]()
    for game in open_games:
        holders = {i for i, w in enumerate(game.weights) if w}
        if game.total - min(game.weights[i] for i in holders) < game.quota:
            needed |= holders
        else:
            general.append(game)
    size = len(open_games[0].weights)
    if not general:
        return WeightedGame(tuple(int(i in needed) for i in range(size)), len(needed))
    if len(general) > 1:
        return None
    game = general[0].reduced()
    heavy = game.total - game.quota + 1
    return WeightedGame(
        tuple(w + heavy * (i in needed) for i, w in enumerate(game.weights)),
        game.quota + heavy * len(needed),
    )
