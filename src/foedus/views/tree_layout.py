"""Where the parts of a drawn game stand: one row for each end, one column for each depth.

Time runs to the right. Every end has a row of its own, so that no label meets another; a node
stands halfway between its first and its last child. Merged continuations are drawn at each place
where they are reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.games import Chance, GameError, Payment, Terminal, Tree

ROW = 26.0
"""Height of a row, in pixels."""

LETTER = 7.1
"""Width of an average letter at 13 pixels, somewhat generously."""

_MOST_ROWS = 2_000


@dataclass(slots=True)
class Place:
    """A drawn node.

    Attributes
    ----------
    node
        Its number in the tree.
    depth
        Moves before it.
    reach
        Chance of coming here, 1 where no conduct is shown.
    move
        Name of the move that leads here, with its probability (None where not known).
    below
        Drawn children.
    y
        Height of its middle, in rows.
    left_out
        Number of ends below that are not drawn, if this place stands for them.
    paid
        Number of the end that holds what is paid on coming here; None where nothing is.
    """

    node: int
    depth: int
    reach: float
    move: tuple[str, float | None] | None = None
    below: list[Place] = field(default_factory=list)
    y: float = 0.0
    left_out: int = 0
    paid: int | None = None


def lay_out(
    tree: Tree,
    chances: Sequence[Sequence[float]] | None,
    conduct: Sequence[Sequence[float]] | None,
    least: float,
) -> list[Place]:
    """Place every node, in the order of drawing; the root is first.

    Parameters
    ----------
    tree
        The game.
    chances
        By node, the probabilities of its moves if it is nature's (else anything).
    conduct
        By information set; None to draw the game alone.
    least
        Parts reached with less than this chance become one row that says so; an end by itself is
        one row anyway and stays.

    Raises
    ------
    GameError
        More than 2,000 ends would be drawn.
    """
    ends = _ends(tree)
    root = _place(tree, tree.root, 0, 1.0, None)
    placed, waiting, rows = [], [root], 0
    while waiting:
        place = waiting.pop()
        placed.append(place)
        node = tree.nodes[place.node]
        if isinstance(node, Terminal) or place.left_out:
            place.y = rows
            rows += 1
            if rows > _MOST_ROWS:
                raise GameError(
                    f"more than {_MOST_ROWS:,} of {ends[tree.root]:,} ends would be drawn; leave "
                    "out what is reached with little chance"
                )
            continue
        names, probabilities = _moves(tree, place.node, chances, conduct)
        for name, p, child in zip(names, probabilities, node.children, strict=True):
            reach = place.reach * (1.0 if p is None else p)
            below = _place(tree, child, place.depth + 1, reach, (name, p))
            whole = isinstance(tree.nodes[child], Terminal)  # an end takes one row either way
            if conduct is not None and reach < least and not whole:
                below.left_out = ends[child]
            place.below.append(below)
        waiting.extend(reversed(place.below))
    for place in reversed(placed):
        if place.below:
            place.y = (place.below[0].y + place.below[-1].y) / 2
    return placed


def _place(
    tree: Tree, number: int, depth: int, reach: float, move: tuple[str, float | None] | None
) -> Place:
    node = tree.nodes[number]
    paid = node.children[1] if isinstance(node, Payment) else None
    return Place(tree.after(number), depth, reach, move, paid=paid)


def _moves(
    tree: Tree,
    number: int,
    chances: Sequence[Sequence[float]] | None,
    conduct: Sequence[Sequence[float]] | None,
) -> tuple[Sequence[str], Sequence[float | None]]:
    node = tree.nodes[number]
    assert not isinstance(node, Terminal)
    if isinstance(node, Chance):
        known = chances[number] if chances is not None else None
        return node.actions, known if known is not None else [None] * len(node.actions)
    names = tree.infosets[node.infoset].actions
    return names, conduct[node.infoset] if conduct is not None else [None] * len(names)


def _ends(tree: Tree) -> list[int]:
    counts: list[int] = []
    for node in tree.nodes:
        below = node.children[:1] if isinstance(node, Payment) else getattr(node, "children", ())
        counts.append(sum(counts[c] for c in below) or 1)
    return counts
