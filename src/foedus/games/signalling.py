"""Which trees are signalling games, and what the sender's messages tell of its type.

A signalling game here: nature draws a type; one player, the sender, learns something about it and
sends a message; a receiver sees something of it and answers; chance may decide the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.games.tree import Chance, Decision, Tree


def senders_of(tree: Tree) -> tuple[int, ...]:
    """Return the sender's information sets, or none if the tree is no signalling game.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("Sender", "Receiver"))
    >>> def kind(name, right):
    ...     sent = b.decision("Receiver", {"yes": b.terminal((1, right)), "no": b.terminal((0, 0))},
    ...                       "asked")
    ...     return b.decision("Sender", {"ask": sent, "wait": b.terminal((0, 0))}, name)
    >>> drawn = {"able": (0.5, kind("able", 1)), "not": (0.5, kind("not", -1))}
    >>> tree = b.tree(b.chance(drawn))
    >>> [tree.infosets[h].key for h in senders_of(tree)]
    ['able', 'not']
    """
    first = dict.fromkeys(h for h, _ in _next(tree, tree.root))
    players = {tree.infosets[h].player for h in first}
    answers = [
        (below, x)
        for h in first
        for y in tree.infosets[h].nodes
        for child in tree.nodes[y].children  # type: ignore[union-attr]
        for below, x in _next(tree, child)
    ]
    if len(players) != 1 or any(tree.infosets[h].player in players for h, _ in answers):
        return ()
    ends = (c for _, x in answers for c in tree.nodes[x].children)  # type: ignore[union-attr]
    return () if any(_next(tree, c) for c in ends) else tuple(first)


def _next(tree: Tree, number: int) -> list[tuple[int, int]]:
    """Return the information sets, and their nodes, that nature alone leads to from a node."""
    found: list[tuple[int, int]] = []
    waiting = [number]
    while waiting:
        at = waiting.pop()
        node = tree.nodes[at]
        if isinstance(node, Decision):
            found.append((node.infoset, at))
        elif isinstance(node, Chance):
            waiting.extend(reversed(node.children))
    return found


def kind_of(senders: Sequence[int], conduct: Sequence[Sequence[float]]) -> str:
    """Return what messages tell: see `BayesianEquilibrium.kind`."""
    sent = [list(conduct[h]) for h in senders]
    if len(sent) == 1:
        return "pure" if all(max(p) == 1 for p in conduct) else "mixed"
    if any(0 < p < 1 for chances in sent for p in chances):
        return "semi-separating"
    messages = {c.index(1) for c in sent}
    if len(messages) == 1:
        return "pooling"
    return "separating" if len(messages) == len(sent) else "partly separating"
