"""Which trees are signalling games, and their payoffs by type, message and answer.

A signalling game here: nature draws a type; one player, the sender, learns something about it and
sends a message; a receiver sees something of it and answers; chance may decide the rest. Different
messages may be answered by different receivers, a message may end the game, and an information set
of either side may hold several types. Every player moves at most once on a path, so that a best
single action is a best strategy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.games.expressions import Array
from foedus.games.tree import Chance, Decision, GameError, Numbers, Terminal, Tree


@dataclass(frozen=True, slots=True)
class Type:
    """A type of the sender: what nature drew, and where the sender then is."""

    name: str
    draws: tuple[tuple[int, int], ...]
    infoset: int
    node: int


@dataclass(frozen=True, slots=True)
class Member:
    """One history at a receiver's information set: a type and the message that it sent."""

    type: int
    message: int
    node: int


@dataclass(frozen=True, slots=True)
class Signals:
    """A tree read as a signalling game.

    Attributes
    ----------
    tree
        The game.
    sender
        Number of the player who sends.
    types
        In the order in which nature's moves list them.
    senders, receivers
        Numbers of the sender's and of the receivers' information sets.
    members
        By receiver's information set: the histories that it holds.
    """

    tree: Tree
    sender: int
    types: tuple[Type, ...]
    senders: tuple[int, ...]
    receivers: tuple[int, ...]
    members: dict[int, tuple[Member, ...]]

    def history(self, infoset: int, member: Member) -> str:
        """Name a history by its type, and by its message where the receiver sees several."""
        name = self.types[member.type].name
        if len({m.message for m in self.members[infoset]}) == 1:
            return name
        menu = self.tree.infosets[self.types[member.type].infoset].actions
        return f"{name}, {menu[member.message]}"


def signals(tree: Tree) -> Signals:
    """Read a tree as a signalling game.

    Raises
    ------
    GameError
        Names the information set that no signalling game has.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("Sender", "Receiver"))
    >>> def kind(name, right):
    ...     sent = b.decision("Receiver", {"yes": b.terminal((1, right)), "no": b.terminal((0, 0))},
    ...                       "asked")
    ...     return b.decision("Sender", {"ask": sent, "wait": b.terminal((0, 0))}, name)
    >>> drawn = {"able": (0.5, kind("able", 1)), "not": (0.5, kind("not", -1))}
    >>> found = signals(b.tree(b.chance(drawn)))
    >>> [t.name for t in found.types], len(found.receivers)
    (['able', 'not'], 1)
    """
    types = _types(tree)
    if not types:
        raise GameError("nobody decides; a signalling game has a sender and a receiver")
    first = tree.infosets[types[0].infoset]
    members: dict[int, list[Member]] = {}
    for number, kind in enumerate(types):
        sent = tree.infosets[kind.infoset]
        if sent.player != first.player:
            raise GameError(
                f"{tree.players[first.player]} and {tree.players[sent.player]} both move first; "
                "a signalling game has one sender"
            )
        node = tree.nodes[kind.node]
        assert isinstance(node, Decision)
        for message, child in enumerate(node.children):
            answered = tree.nodes[child]
            if isinstance(answered, Decision):
                _check_answer(tree, answered, first.player)
                members.setdefault(answered.infoset, []).append(Member(number, message, child))
            elif _decides_below(tree, child) is not None:
                raise GameError(
                    f"nature moves between a message at information set {sent.key!r} and the "
                    "answer; a receiver of a signalling game answers at once"
                )
    return Signals(
        tree,
        first.player,
        types,
        tuple(dict.fromkeys(kind.infoset for kind in types)),
        tuple(members),
        {number: tuple(held) for number, held in members.items()},
    )


def _types(tree: Tree) -> tuple[Type, ...]:
    found: list[Type] = []
    waiting: list[tuple[int, tuple[str, ...], tuple[tuple[int, int], ...]]] = [(tree.root, (), ())]
    while waiting:
        number, names, draws = waiting.pop()
        node = tree.nodes[number]
        if isinstance(node, Decision):
            key = tree.infosets[node.infoset].key
            found.append(Type(", ".join(names) or str(key), draws, node.infoset, number))
        elif isinstance(node, Chance):
            below = list(enumerate(zip(node.actions, node.children, strict=True)))
            waiting.extend(
                (child, (*names, name), (*draws, (number, move)))
                for move, (name, child) in reversed(below)
            )
    return tuple(found)


def _check_answer(tree: Tree, node: Decision, sender: int) -> None:
    infoset = tree.infosets[node.infoset]
    if infoset.player == sender:
        raise GameError(
            f"{tree.players[sender]} moves again at information set {infoset.key!r}; the sender of "
            "a signalling game moves once"
        )
    for child in node.children:
        again = _decides_below(tree, child)
        if again is not None:
            raise GameError(
                f"information set {tree.infosets[again].key!r} comes after the answer at "
                f"{infoset.key!r}; a signalling game ends with the answer"
            )


def _decides_below(tree: Tree, number: int) -> int | None:
    waiting, seen = [number], {number}
    while waiting:
        node = tree.nodes[waiting.pop()]
        if isinstance(node, Decision):
            return node.infoset
        if isinstance(node, Chance):
            waiting.extend(c for c in node.children if c not in seen)
            seen.update(node.children)
    return None


@dataclass(frozen=True, slots=True)
class Stakes:
    """Priors and payoffs of a signalling game, for `n` instances.

    Attributes
    ----------
    prior
        Shape (types, n).
    sent
        By type and message: the sender's payoff, shape (answers, n); one row where the message
        ends the game.
    answered
        By receiver's information set: the receiver's payoff, shape (members, answers, n).
    """

    prior: Array
    sent: dict[tuple[int, int], Array]
    answered: dict[int, Array]


def stakes(found: Signals, numbers: Numbers) -> Stakes:
    """Return priors and payoffs at evaluated parameters."""
    values = _exogenous(found.tree, numbers)
    prior = np.ones((len(found.types), numbers.n))
    sent: dict[tuple[int, int], Array] = {}
    for t, kind in enumerate(found.types):
        for node, move in kind.draws:
            prior[t] = prior[t] * numbers.chance[node][move]
        decision = found.tree.nodes[kind.node]
        assert isinstance(decision, Decision)
        for message, child in enumerate(decision.children):
            ends = _ends(found.tree, child)
            sent[t, message] = np.stack([values[end][found.sender] for end in ends])
    answered = {}
    for h, members in found.members.items():
        player = found.tree.infosets[h].player
        answered[h] = np.stack(
            [
                np.stack([values[end][player] for end in _ends(found.tree, member.node)])
                for member in members
            ]
        )
    return Stakes(prior, sent, answered)


def _ends(tree: Tree, number: int) -> tuple[int, ...]:
    node = tree.nodes[number]
    return node.children if isinstance(node, Decision) else (number,)


def _exogenous(tree: Tree, numbers: Numbers) -> dict[int, Array]:
    """Return expected payoffs, (players, n), of the nodes below which nobody decides."""
    values: dict[int, Array] = {}
    for number, node in enumerate(tree.nodes):
        if isinstance(node, Terminal):
            values[number] = numbers.payoffs[number]
        elif isinstance(node, Chance) and all(c in values for c in node.children):
            chances = numbers.chance[number]
            values[number] = sum(
                (p * values[c] for p, c in zip(chances, node.children, strict=True)),
                np.zeros_like(values[node.children[0]]),
            )
    return values
