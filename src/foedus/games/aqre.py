"""Logit agent quantal response equilibrium: conduct of players who err, but seldom gravely.

McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental
Economics 1. Every information set answers with chances in proportion to exp(precision × payoff),
given the answers of all others. Precision 0 is even play; the branch that starts there is the
principal branch, and where it tends as precision grows is the selected sequential equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.branch import follow
from foedus.games.certificate import certify, checked, judged
from foedus.games.expressions import Array
from foedus.games.flat import log_softmax
from foedus.games.numbers import Numbers, in_chunks
from foedus.games.recall import refuse_forgetting
from foedus.games.response import induced, one_pass
from foedus.games.solution import Solution, join
from foedus.games.sparse import plan
from foedus.games.tree import GameError, Tree

Flags = NDArray[np.bool_]


def solve_aqre(
    tree: Tree,
    params: Mapping[str, ArrayLike],
    precisions: Sequence[float],
) -> tuple[Solution, ...]:
    """Solve logit AQRE on the principal branch at each precision.

    Parameters
    ----------
    tree
        The game.
    params
        Values of its parameters; arrays of equal length ``n`` make a batch.
    precisions
        Finite and not negative, in any order; payoffs are used as they are, so precision is in
        units of 1 / payoff.

    Returns
    -------
    tuple of Solution
        One for each precision, in the order given. An instance that was not solved is NaN, and
        `why` says so.

    Raises
    ------
    GameError
        If a precision is negative or not finite, or if something is hidden in a tree of more than
        100,000 nodes.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal((1,)), "down": b.terminal((0,))}))
    >>> (found,) = solve_aqre(tree, {}, [2.0])
    >>> round(float(found.probability(0, "up")[0]), 6)
    0.880797
    """
    wanted = ascending(precisions)
    refuse_endless(tree)
    if not wanted.size:
        return ()
    parts: list[list[Solution]] = [[] for _ in wanted]
    for numbers in in_chunks(tree, params):
        for part, found in zip(parts, _solve(tree, numbers, wanted), strict=True):
            part.append(found)
    whole = {float(p): join(part) for p, part in zip(wanted, parts, strict=True)}
    return tuple(whole[float(precision)] for precision in precisions)


MOST_HIDDEN = 100_000
"""Nodes of the largest tree with hidden moves; taking its equations apart takes many minutes."""


def refuse_endless(tree: Tree) -> None:
    """Raise `GameError` where somebody forgets, or the equations would take many minutes."""
    refuse_forgetting(tree)
    if len(tree.nodes) > MOST_HIDDEN and not tree.perfect_information:
        raise GameError(
            f"{len(tree.nodes):,} nodes are too many where moves are hidden (at most "
            f"{MOST_HIDDEN:,}; trees of perfect information may have millions). Fewer rounds, or "
            "payoffs that let more continuations be equal, make fewer"
        )


def _solve(tree: Tree, numbers: Numbers, wanted: Array) -> Iterator[Solution]:
    with np.errstate(invalid="ignore", over="ignore"):
        for precision, play in zip(wanted, log_plays(tree, numbers, wanted), strict=True):
            yield certify(tree, numbers, "aqre", float(precision), play)


def log_plays(
    tree: Tree, numbers: Numbers, wanted: Array, absolute: bool = True
) -> Iterator[list[Array]]:
    """Yield logarithms of equilibrium conduct at ascending precisions.

    `absolute` precision is in units of 1 / payoff; otherwise of 1 / (range of payoffs).
    """
    scale = payoff_range(numbers)
    targets = np.multiply.outer(wanted, scale if absolute else np.ones_like(scale))
    order = one_pass(tree)
    if order is not None:
        for precision in targets / scale:
            yield induced(tree, numbers, order, partial(_logit, precision))
        return
    made = plan(tree)
    goals = np.where(numbers.valid, targets, np.nan)
    for log_odds in follow(made.at(numbers, scale), made.log_odds, goals):
        yield made.log_play(log_odds)


def _logit(precision: Array, own: Array, _bulk: Array) -> Array:
    return log_softmax(precision * own)


def solve_limit(tree: Tree, params: Mapping[str, ArrayLike]) -> Solution:
    """Solve for where the principal branch tends: the selected sequential equilibrium.

    The branch is followed until, over a tenfold rise of precision, conduct moves by less than 1e-5
    and what each information set forgoes shrinks: what matters there is what is at stake there, not
    the largest payoff of the game. An instance that never settles so is not `ok`. Beliefs
    off the path are those that vanishing errors leave (McKelvey & Palfrey 1998, theorem 4).

    Raises
    ------
    GameError
        As `solve_aqre`.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A", "B"))
    >>> answer = b.decision("B", {"nuke": b.terminal((-1e9, -1e9)), "concede": b.terminal((2, 0))})
    >>> found = solve_limit(b.tree(b.decision("A", {"go": answer, "stay": b.terminal((1, 1))})), {})
    >>> found.probability(1, "go"), found.values[:, 0]
    (array([1.]), array([2., 0.]))
    """
    parts = []
    refuse_endless(tree)
    for numbers in in_chunks(tree, params):
        with np.errstate(invalid="ignore", over="ignore"):
            parts.append(_settled(tree, numbers))
    return join(parts)


LIMITS = ((1e6, 1e7), tuple(10.0**k for k in range(7, 17)))
"""Precisions, in units of the range of payoffs, that stand for infinity: if the first will not do,
the others."""
_MOVED = 1e-5


def _settled(tree: Tree, numbers: Numbers) -> Solution:
    """Return conduct at the first of `LIMITS` by which nothing moves any more."""
    left = np.flatnonzero(numbers.valid)
    play = [np.full((len(h.actions), numbers.n), np.nan) for h in tree.infosets]
    for limits in LIMITS:
        if not left.size:
            break
        here = numbers.some(left)
        found = list(log_plays(tree, here, np.array(limits), absolute=False))
        open_ = np.ones(here.n, dtype=np.bool_)
        for before, after in pairwise(found):
            done = open_ & _alike(tree, here, before, after)
            for row, new in zip(play, after, strict=True):
                row[:, left[done]] = np.broadcast_to(new, (len(new), here.n))[:, done]
            open_ &= ~done
        left = left[open_]
    looked = checked(tree, numbers, None, play)
    settled = looked._replace(excess=np.where(np.isfinite(looked.regret), 0.0, np.nan))
    solved = judged(tree, numbers, "aqre limit", None, [np.exp(p) for p in play], settled)
    never = set(left.tolist())
    why = (_UNSETTLED if i in never else w for i, w in enumerate(solved.why))
    return replace(solved, why=tuple(why))


_UNSETTLED = (
    "conduct still moves, or matters, at the highest precision to which the branch was followed"
)


def _alike(tree: Tree, numbers: Numbers, before: list[Array], after: list[Array]) -> Flags:
    """Tell for which instances conduct has settled between two precisions."""
    moved = [
        np.broadcast_to(np.abs(np.exp(p) - np.exp(q)).max(axis=0), (numbers.n,))
        for p, q in zip(before, after, strict=True)
    ]
    lost, less = (checked(tree, numbers, None, p).regrets for p in (before, after))
    still: Flags = (np.max(moved, axis=0, initial=0.0) < _MOVED) & (less <= lost / 2).all(axis=0)
    return still


def ascending(precisions: Sequence[float]) -> Array:
    """Return precisions sorted, each once; refuse what is negative or not finite."""
    for precision in precisions:
        if not np.isfinite(precision) or precision < 0:
            raise GameError(f"precision {precision} must be a finite number, zero or more")
    return np.unique(np.asarray(precisions, dtype=np.float64))


def payoff_range(numbers: Numbers) -> Array:
    """Return each instance's largest difference of payoffs, 1 where there is none."""
    payoffs = np.stack(list(numbers.payoffs.values()))
    spread: Array = (payoffs.max(axis=0) - payoffs.min(axis=0)).max(axis=0)
    return np.where(np.isfinite(spread) & (spread > 0), spread, 1.0)
