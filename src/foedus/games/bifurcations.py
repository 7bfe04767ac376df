"""The principal branch as a curve: where it turns back, and where another branch crosses it.

Which quantal response equilibrium a precision selects hangs on this. Where the branch turns back,
the first passage of a precision is what `solve_aqre` reports; beyond the turn play would
jump. Where branches cross, symmetric play stops being the only way on (McKelvey & Palfrey 1998,
section 5; Turocy 2005, *Games and Economic Behavior* 51: 243-263).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from foedus.games.aqre import ascending, payoff_range, refuse_endless
from foedus.games.branch import Newton, follow
from foedus.games.crossings import Equations, crossings
from foedus.games.expressions import Array, Number
from foedus.games.numbers import evaluate_one
from foedus.games.sparse import plan
from foedus.games.tree import GameError, Tree

BACK, AHEAD, CROSSED = "turns back", "turns ahead again", "is crossed by another branch"


class Bifurcation(NamedTuple):
    """What happens on the branch at a precision: it turns back, ahead, or is crossed."""

    precision: float
    kind: str


class Branch(NamedTuple):
    """The principal branch up to a precision.

    Attributes
    ----------
    tree
        The game.
    precisions
        Shape (m,), along the branch: falling where it runs back.
    profile
        By information set, shape (actions, m).
    bifurcations
        In the order in which the branch passes them.
    """

    tree: Tree
    precisions: Array
    profile: tuple[Array, ...]
    bifurcations: tuple[Bifurcation, ...]

    def __repr__(self) -> str:
        return (
            f"<principal branch of {self.tree!r}: to precision {self.precisions[-1]:g}, "
            f"{len(self.bifurcations)} bifurcations>"
        )


def trace_branch(
    tree: Tree, params: Mapping[str, Number] | None = None, highest: float = 20
) -> Branch:
    """Follow the principal branch of one instance, and tell its bifurcations.

    Parameters
    ----------
    tree, params
        The game and one number for each of its parameters.
    highest
        The precision to follow it to, in units of 1 / payoff.

    Raises
    ------
    GameError
        Numbers are not valid, or the branch could not be followed.

    Examples
    --------
    Two who gain by doing alike, and more on the right: no bifurcation, play drifts to the right.

    >>> from foedus.games import Builder
    >>> def alike(right):
    ...     b = Builder(("A", "B"))
    ...     def reply(a):
    ...         ends = {x: b.terminal([(a == x) * (right if a == "r" else 1)] * 2) for x in "lr"}
    ...         return b.decision("B", ends, "unseen")
    ...     return b.tree(b.decision("A", {x: reply(x) for x in "lr"}))
    >>> trace_branch(alike(2)).bifurcations
    ()
    >>> found, = trace_branch(alike(1)).bifurcations
    >>> found.kind, round(found.precision, 1)
    ('is crossed by another branch', 2.0)
    """
    refuse_endless(tree)
    (target,) = ascending([highest])
    numbers = evaluate_one(tree, params or {})
    scale = payoff_range(numbers)
    goal = float(target * scale[0])
    made = plan(tree)
    if not made.log_odds:
        raise GameError("nobody has a choice to make: there is no branch to follow")
    newton = made.at(numbers, scale)
    points, ways, signs = _followed(newton, made.log_odds, goal)
    play = made.log_play(points[:, :-1])
    told = _told(points[:, -1] / scale[0], ways[:, -1], signs, np.diff(points, axis=0))
    plain = [k for k in range(len(points) - 1) if k not in dict(told)]
    equations = Equations(tree, numbers, made, newton, float(scale[0]))
    told += [(k, Bifurcation(at, CROSSED)) for k, at in crossings(equations, points, plain)]
    found = tuple(one for _, one in sorted(told))
    return Branch(tree, points[:, -1] / scale[0], tuple(np.exp(p) for p in play), found)


def _followed(newton: Newton, d: int, goal: float) -> tuple[Array, Array, Array]:
    """Return the points of the branch, its tangents there, and the signs of its orientation."""
    points, ways, signs = list[Array](), list[Array](), list[float]()

    def watch(_row: int, point: Array, way: Array, sign: float) -> None:
        points.append(point.copy())
        ways.append(way.copy())
        signs.append(sign)

    with np.errstate(all="ignore"):
        found = follow(newton, d, np.array([[goal]]), watch)
    if np.isnan(found).any():
        raise GameError("the principal branch could not be followed to this precision")
    return np.array(points), np.array(ways), np.array(signs)


def _told(
    precisions: Array, climbs: Array, signs: Array, moves: Array
) -> list[tuple[int, Bifurcation]]:
    """Return after which point the branch turns, or an odd number of others cross it."""
    found = []
    for k, move in enumerate(moves):
        before, after = climbs[k], climbs[k + 1]
        if before * after < 0:
            # The climb falls about evenly along the step, so precision is a parabola there.
            part = before / (before - after)
            rise = 0.5 * before * part * float(np.linalg.norm(move))
            share = rise / move[-1] if move[-1] else 0.0
            at = precisions[k] + share * (precisions[k + 1] - precisions[k])
            found.append((k, Bifurcation(float(at), BACK if before > 0 else AHEAD)))
        if signs[k] != signs[k + 1]:
            found.append((k, Bifurcation(float(precisions[k : k + 2].mean()), CROSSED)))
    return found
