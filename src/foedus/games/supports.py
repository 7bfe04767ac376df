"""Which actions each information set may take: what no belief defends is left out, then all sets.

An action is left out if another pays more at every node of its information set, whatever anybody
still in the game does later. What is left out is never taken in any perfect Bayesian equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

import numpy as np

from foedus.games.expressions import Array
from foedus.games.numbers import Numbers
from foedus.games.tree import Chance, Decision, GameError, Tree

Support = tuple[int, ...]
_MOST = 20_000
_MOST_PURE = 200_000


def defensible(tree: Tree, numbers: Numbers) -> list[Support]:
    """Return the actions of each information set that some belief may defend.

    Parameters
    ----------
    tree, numbers
        The game at one instance.

    Examples
    --------
    >>> from foedus.games import Builder, evaluate
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal((1,)), "down": b.terminal((0,))}))
    >>> defensible(tree, evaluate(tree, {}))
    [(0,)]
    """
    left: list[Support] = [tuple(range(len(h.actions))) for h in tree.infosets]
    while True:
        low, high = _bounds(tree, numbers, left)
        kept = [_kept(tree, h, left[h], low, high) for h in range(len(left))]
        if kept == left:
            return left
        left = kept


def _bounds(
    tree: Tree, numbers: Numbers, left: Sequence[Support]
) -> tuple[dict[int, Array], dict[int, Array]]:
    low = {x: u[:, 0] for x, u in numbers.payoffs.items()}
    high = dict(low)
    for x, node in tree.moves():
        if isinstance(node, Chance):
            p = numbers.chance[x][:, 0]
            low[x], high[x] = (
                p @ np.array([side[c] for c in node.children]) for side in (low, high)
            )
        else:
            below = [node.children[a] for a in left[node.infoset]]
            low[x] = np.min([low[c] for c in below], axis=0)
            high[x] = np.max([high[c] for c in below], axis=0)
    return low, high


def _kept(
    tree: Tree, h: int, left: Support, low: Mapping[int, Array], high: Mapping[int, Array]
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
