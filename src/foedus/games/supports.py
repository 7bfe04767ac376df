"""Which actions each information set may take: what no belief defends is left out, then all sets.

An action is left out if another pays more at every node of its information set, whatever anybody
still in the game does later. What is left out is never taken in any perfect Bayesian equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod

import numpy as np

from foedus.games.expressions import Array
from foedus.games.tree import Chance, Decision, GameError, Tree

Support = tuple[int, ...]
_MOST = 20_000
_MOST_PURE = 200_000


def defensible(tree: Tree, payoffs: Sequence[Array | None]) -> list[Support]:
    """Return the actions of each information set that some belief may defend.

    Parameters
    ----------
    tree
        The game.
    payoffs
        By node, the payoffs of an end by player; by chance node, its probabilities.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal((1,)), "down": b.terminal((0,))}))
    >>> defensible(tree, [np.array([1.0]), np.array([0.0]), None])
    [(0,)]
    """
    left: list[Support] = [tuple(range(len(h.actions))) for h in tree.infosets]
    while True:
        low, high = _bounds(tree, payoffs, left)
        kept = [_kept(tree, h, left[h], low, high) for h in range(len(left))]
        if kept == left:
            return left
        left = kept


def _bounds(
    tree: Tree, payoffs: Sequence[Array | None], left: Sequence[Support]
) -> tuple[list[Array], list[Array]]:
    low = [np.zeros(0) if u is None else u for u in payoffs]
    high = list(low)
    for x, node in tree.moves():
        if isinstance(node, Chance):
            p = payoffs[x]
            assert p is not None
            low[x], high[x] = (
                p @ np.array([side[c] for c in node.children]) for side in (low, high)
            )
        else:
            below = [node.children[a] for a in left[node.infoset]]
            low[x] = np.min([low[c] for c in below], axis=0)
            high[x] = np.max([high[c] for c in below], axis=0)
    return low, high


def _kept(
    tree: Tree, h: int, left: Support, low: Sequence[Array], high: Sequence[Array]
) -> Support:
    player, nodes = tree.infosets[h].player, tree.infosets[h].nodes

    def beaten(b: int) -> bool:
        return any(
            all(low[row[a]][player] > high[row[b]][player] for row in below) for a in left if a != b
        )

    below = [node.children for x in nodes if isinstance(node := tree.nodes[x], Decision)]
    return tuple(b for b in left if not beaten(b))


def profiles(left: Sequence[Support], mixed: bool) -> Iterator[tuple[Support, ...]]:
    """Iterate over supports of all information sets: those that mix least first.

    Raises
    ------
    GameError
        There are more than 20,000 (pure: 200,000).
    """
    sizes = [len(s) for s in left]
    many = prod(2**size - 1 for size in sizes) if mixed else prod(sizes)
    if many > (_MOST if mixed else _MOST_PURE):
        raise GameError(
            f"{many:,} combinations of supports are too many (at most "
            f"{_MOST if mixed else _MOST_PURE:,})"
            + (": search for pure equilibria only" if mixed else "")
        )
    each = [
        [s for size in range(1, (len(all_) if mixed else 1) + 1) for s in combinations(all_, size)]
        for all_ in left
    ]
    yield from sorted(product(*each), key=lambda p: sum(len(s) > 1 for s in p))
