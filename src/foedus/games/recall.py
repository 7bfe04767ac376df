"""Perfect recall: no player forgets what they did or saw."""

from __future__ import annotations

from functools import lru_cache

from foedus.games.tree import Decision, GameError, Tree


@lru_cache(maxsize=64)
def forgetting(tree: Tree) -> str:
    """Say who forgets what, or nothing under perfect recall.

    The own past of a node is the player's last move before it; that of a merged node is the set
    of own pasts of the histories that it merges. Within an information set pasts must be equal.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("Driver",))
    >>> on = b.decision("Driver", {"exit": b.terminal((4,)), "go on": b.terminal((1,))}, "junction")
    >>> first = b.decision("Driver", {"exit": b.terminal((0,)), "go on": on}, "junction")
    >>> forgetting(b.tree(first))[:71]
    "information set 'junction' of Driver is met twice on one path: whoever "
    """
    twice = _met_twice(tree)
    if twice is not None:
        return (
            f"{_called(tree, twice)} is met twice on one path: whoever moves there does not know "
            "whether it has moved (absent-mindedness)"
        )
    start = frozenset({(-1, 0)})
    pasts = [[frozenset[tuple[int, int]]()] * len(tree.nodes) for _ in tree.players]
    for own in pasts:
        own[tree.root] = start
    for x, node in reversed(tree.moves()):
        for action, child in enumerate(node.children):
            for player, own in enumerate(pasts):
                if isinstance(node, Decision) and tree.infosets[node.infoset].player == player:
                    own[child] |= {(node.infoset, action)}
                else:
                    own[child] |= own[x]
    for number, h in enumerate(tree.infosets):
        if len({pasts[h.player][n] for n in h.nodes}) > 1:
            return (
                f"{_called(tree, number)}: the player did different things before its nodes, yet "
                "cannot tell them apart (no perfect recall)"
            )
    return ""


def refuse_forgetting(tree: Tree) -> None:
    """Raise `GameError` for a solver that needs perfect recall, with a way on."""
    told = "" if tree.perfect_information else forgetting(tree)
    if told:
        raise GameError(
            f"{told}. This concept needs perfect recall: divide the information set by what the "
            "player did, or ask for pure or mixed strategies of two players with solve_nash "
            "(foedus solve --concept nash)"
            if "absent-minded" not in told
            else f"{told}. No concept here is defined for that: give the later node an information "
            "set of its own. The game can still be drawn and written"
        )


def refuse_absent_minded(tree: Tree) -> None:
    """Raise `GameError` where an information set is met twice on one path."""
    told = "" if tree.perfect_information else forgetting(tree)
    if "absent-minded" in told:
        refuse_forgetting(tree)


def _called(tree: Tree, number: int) -> str:
    h = tree.infosets[number]
    return f"information set {h.key!r} of {tree.players[h.player]}"


def _met_twice(tree: Tree) -> int | None:
    """Return an information set that some path meets twice."""
    hidden = [i for i, h in enumerate(tree.infosets) if len(h.nodes) > 1]
    bit = {i: 1 << place for place, i in enumerate(hidden)}
    above = tree.above(lambda node: bit.get(node.infoset, 0))
    return next((i for i in hidden if any(above[x] & bit[i] for x in tree.infosets[i].nodes)), None)
