"""Perfect recall: no player forgets what they did or saw."""

from __future__ import annotations

from foedus.games.tree import Decision, GameError, Terminal, Tree


def check_recall(tree: Tree) -> None:
    """Raise `GameError` where a player forgets: own past must be equal within an information set.

    The own past of a node is the player's last move before it; that of a merged node is the set
    of own pasts of the histories that it merges.
    """
    if tree.perfect_information:
        return
    pasts = _Pasts()
    last = [[-1] * len(tree.nodes) for _ in tree.players]
    for own in last:
        own[tree.root] = pasts.number(frozenset({(-1, 0)}))
    for number in range(tree.root, -1, -1):
        node = tree.nodes[number]
        if isinstance(node, Terminal):
            continue
        owner = tree.infosets[node.infoset].player if isinstance(node, Decision) else -1
        for index, child in enumerate(node.children):
            for player, own in enumerate(last):
                past = own[number]
                if player == owner and isinstance(node, Decision):
                    past = pasts.number(frozenset({(node.infoset, index)}))
                own[child] = past if own[child] < 0 else pasts.either(own[child], past)
    for h in tree.infosets:
        if len({last[h.player][n] for n in h.nodes}) > 1:
            raise GameError(
                f"information set {h.key!r} of {tree.players[h.player]}: the player did different "
                "things before its nodes, yet cannot tell them apart (no perfect recall)"
            )


class _Pasts:
    """Sets of last moves, each under one number."""

    def __init__(self) -> None:
        self.sets: list[frozenset[tuple[int, int]]] = []
        self.numbers: dict[frozenset[tuple[int, int]], int] = {}

    def number(self, past: frozenset[tuple[int, int]]) -> int:
        if past not in self.numbers:
            self.numbers[past] = len(self.sets)
            self.sets.append(past)
        return self.numbers[past]

    def either(self, one: int, other: int) -> int:
        return one if one == other else self.number(self.sets[one] | self.sets[other])
