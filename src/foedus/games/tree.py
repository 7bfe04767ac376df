"""Extensive-form games, built from the leaves up, with equal continuations merged.

Building bottom-up makes a node's number larger than its children's, so backward induction is a
pass over ascending numbers and reach probabilities one over descending numbers. A node that is
built twice with the same information set and the same children is one node: its reach is the sum.
A cost is paid at the move that has it (`Builder.paid`), so that what follows is merged whatever it
cost to come there.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from foedus.games.expressions import Expr, Number, as_expr

Value = Expr | Number | str
_ON_THE_WAY = "paid on the way"


class GameError(ValueError):
    """A game that is not well formed; the message names the node."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """An end of the game: one payoff per player, and a label for explanation and frequencies."""

    payoffs: tuple[Expr, ...]
    outcome: str = ""
    children: ClassVar[tuple[int, ...]] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """A move of nature."""

    probabilities: tuple[Expr, ...]
    actions: tuple[str, ...]
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A player's move in information set `infoset`; children in the order of its actions."""

    infoset: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paid(Terminal):
    """What is paid on the way; where play goes on, it goes on beside it."""


@dataclass(frozen=True, slots=True)
class Payment(Chance):
    """Something is paid and play goes on: two children, what follows and a `Paid`, both for sure.

    As a move of nature with two probabilities of 1 it is worth the sum of both and passes its reach
    on, so whatever adds up over moves of nature adds payments up.
    """


Node = Terminal | Chance | Decision


@dataclass(frozen=True, slots=True)
class Infoset:
    """What a player cannot tell apart: `nodes` share `actions`."""

    key: Hashable
    player: int
    actions: tuple[str, ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Tree:
    """A game. Every child's number is below its parent's; the root is the last node.

    Attributes
    ----------
    players, nodes, infosets
        In order of number. Use `Builder` to make one.
    title
        What the game is called.
    """

    players: tuple[str, ...]
    nodes: tuple[Node, ...]
    infosets: tuple[Infoset, ...]
    title: str = ""

    def __repr__(self) -> str:
        size = f"{len(self.nodes):,} nodes, {len(self.infosets):,} information sets"
        return f"<game {self.title!r} of {', '.join(self.players)}: {size}>"

    @property
    def root(self) -> int:
        """Number of the root."""
        return len(self.nodes) - 1

    @property
    def names(self) -> frozenset[str]:
        """Parameters that the game needs."""
        found: set[str] = set()
        for node in self.nodes:
            for e in getattr(node, "payoffs", getattr(node, "probabilities", ())):
                if not e.constant:
                    found |= e.names
        return frozenset(found)

    @property
    def perfect_information(self) -> bool:
        """Whether every information set is a single node."""
        return all(len(h.nodes) == 1 for h in self.infosets)

    def told(self, rows: Sequence[Iterable[object]]) -> list[dict[str, object]]:
        """Return plain data, an entry for each information set with a value for each action."""
        told: list[dict[str, object]] = [
            {"key": str(h.key), "player": self.players[h.player]} for h in self.infosets
        ]
        for h, row, entry in zip(self.infosets, rows, told, strict=True):
            entry["actions"] = dict(zip(h.actions, row, strict=True))
        return told

    def moves(self) -> list[tuple[int, Chance | Decision]]:
        """Return the nodes that are no ends, with their numbers, children first."""
        return [(x, node) for x, node in enumerate(self.nodes) if not isinstance(node, Terminal)]

    def ways(self) -> list[int]:
        """Return by node how many histories come to it."""
        ways = [0] * self.root + [1]
        for x, node in reversed(self.moves()):
            for child in node.children:
                ways[child] += ways[x]
        return ways

    def above(self, bits: Callable[[Decision], int]) -> list[int]:
        """Return by node the bits of all decisions above it together."""
        above = [0] * len(self.nodes)
        for x, node in reversed(self.moves()):
            passed = above[x] | (bits(node) if isinstance(node, Decision) else 0)
            for child in node.children:
                above[child] |= passed
        return above

    def below(self, start: Iterable[int], stop: Container[int] = ()) -> list[int]:
        """Return some nodes and those below them, children first; at a stop it ends."""
        met, waiting = set[int](), list(start)
        while waiting:
            x = waiting.pop()
            if x not in met:
                met.add(x)
                waiting.extend(() if x in stop else self.nodes[x].children)
        return sorted(met)

    def after(self, node: int) -> int:
        """Return where play goes on from a node at which something may be paid first."""
        while isinstance(at := self.nodes[node], Payment):
            node = at.children[0]
        return node

    def infoset(self, key: Hashable) -> int:
        """Return the number of the information set with this key."""
        for number, h in enumerate(self.infosets):
            if h.key == key:
                return number
        known = ", ".join(str(h.key) for h in self.infosets[:20])
        raise GameError(f"no information set {key!r}; there are {known}")


@dataclass(slots=True)
class Builder:
    """Builds a tree from the leaves up, merging equal continuations as it goes.

    Examples
    --------
    >>> b = Builder(("Challenger", "Defender"))
    >>> war = b.terminal((-1, "war"), "war")
    >>> held = b.decision("Defender", {"resist": war, "concede": b.terminal((1, 0), "conceded")})
    >>> tree = b.tree(b.decision("Challenger", {"attack": held, "hold": b.terminal((0, 1))}))
    >>> len(tree.nodes), sorted(tree.names)
    (5, ['war'])
    """

    players: tuple[str, ...]
    title: str = ""
    _nodes: list[Node] = field(default_factory=list)
    _known: dict[Hashable, int] = field(default_factory=dict)
    _sets: list[tuple[Hashable, int, tuple[str, ...], list[int]]] = field(default_factory=list)
    _set_of: dict[Hashable, int] = field(default_factory=dict)
    _whole: dict[tuple[Expr, ...], int] = field(default_factory=dict)

    def _add(self, key: Hashable, node: Node) -> int:
        number = self._known.setdefault(key, len(self._nodes))
        if number == len(self._nodes):
            self._nodes.append(node)
        return number

    def terminal(self, payoffs: Sequence[Value] | Mapping[str, Value], outcome: str = "") -> int:
        """Add an end; payoffs in the order of players, or by player with 0 for those left out."""
        node = Terminal(self._payoffs(payoffs, f"terminal {outcome!r}"), outcome)
        return self._add(node, node)

    def paid(
        self,
        payoffs: Sequence[Value] | Mapping[str, Value],
        child: int,
        outcome: str = "",
    ) -> int:
        """Add what is paid on the way to a node, and return the node that stands before it.

        The game is that with the same payoffs added to every end below. Payments in a row are one,
        and what is paid just before an end is part of its payoffs; but not where an `outcome` says
        what came about, for that is counted apart.

        Examples
        --------
        >>> b = Builder(("A", "B"))
        >>> talk = b.decision("B", {"yield": b.terminal((1, 0)), "resist": b.terminal((0, 1))})
        >>> armed = b.paid({"A": "cost"}, talk)
        >>> tree = b.tree(b.decision("A", {"arm": armed, "wait": talk}))
        >>> len(tree.infosets), sorted(tree.names)
        (2, ['cost'])
        """
        self._check_children([child])
        amounts, node = self._payoffs(payoffs, "a payment"), self._nodes[child]
        if not outcome:
            if isinstance(node, Payment):
                child, earlier = node.children
                return self.paid(self._added(amounts, earlier), child, self._said(earlier))
            if isinstance(node, Terminal):
                return self.terminal(self._added(amounts, child), node.outcome)
            if not any(e.terms for e in amounts):
                return child
        end = Paid(amounts, outcome or _ON_THE_WAY)
        sure = as_expr(1)
        payment = Payment((sure, sure), ("then", "paid"), (child, self._add(end, end)))
        return self._add(payment, payment)

    def _said(self, end: int) -> str:
        said = getattr(self._nodes[end], "outcome", "")
        return "" if said == _ON_THE_WAY else said

    def _added(self, amounts: Sequence[Expr], end: int) -> list[Value]:
        node = self._nodes[end]
        assert isinstance(node, Terminal)
        return [a + b for a, b in zip(amounts, node.payoffs, strict=True)]

    def _payoffs(
        self, payoffs: Sequence[Value] | Mapping[str, Value], what: str
    ) -> tuple[Expr, ...]:
        if isinstance(payoffs, Mapping):
            unknown = set(payoffs) - set(self.players)
            if unknown:
                raise GameError(f"{what} pays {sorted(unknown)}, who do not play")
            payoffs = [payoffs.get(name, 0) for name in self.players]
        if len(payoffs) != len(self.players):
            raise GameError(f"{what} has {len(payoffs)} payoffs for {len(self.players)} players")
        return tuple(as_expr(v) for v in payoffs)

    def chance(self, moves: Sequence[tuple[Value, int]] | Mapping[str, tuple[Value, int]]) -> int:
        """Add a move of nature: (probability, child) pairs, by name or numbered."""
        named = moves if isinstance(moves, Mapping) else {str(i): m for i, m in enumerate(moves, 1)}
        if not named:
            raise GameError("a chance node has no move")
        self._check_children([child for _, child in named.values()])
        probabilities = tuple(as_expr(p) for p, _ in named.values())
        lottery = self._whole.get(probabilities)
        if lottery is None:  # games have far fewer lotteries than chance nodes
            total = sum(probabilities, as_expr(0))
            if not total.names and abs(float(total.at({})) - 1) > 1e-9:
                said = f"probabilities sum to {total}"
                raise GameError(f"chance node with moves {list(named)}: {said}")
            lottery = self._whole[probabilities] = len(self._whole)
        actions, children = tuple(named), tuple([child for _, child in named.values()])
        key = ("chance", lottery, actions, children)
        return self._add(key, Chance(probabilities, actions, children))

    def decision(
        self, player: str, moves: Mapping[str, int], infoset: Hashable | None = None
    ) -> int:
        """Add a decision: action → child. Without `infoset` the player sees everything.

        A key is shared by the nodes that the player cannot tell apart. Without one, nodes with
        the same moves to the same children are one node.
        """
        if player not in self.players:
            raise GameError(f"decision by {player!r}, who is not among {list(self.players)}")
        if not moves:
            raise GameError(f"decision by {player!r} ({infoset!r}) has no action")
        children, actions = tuple(moves.values()), tuple(moves)
        self._check_children(children)
        who = self.players.index(player)
        key = ("seen", who, actions, children) if infoset is None else ("key", who, infoset)
        number = self._set_of.setdefault(key, len(self._sets))
        if number == len(self._sets):
            self._sets.append((infoset, who, actions, []))
        if self._sets[number][2] != actions:
            raise GameError(
                f"information set {infoset!r} of {player!r} has actions {self._sets[number][2]} at "
                f"one node and {actions} at another; menus must be equal, in the same order"
            )
        known = len(self._nodes)
        node = self._add(("decision", number, children), Decision(number, children))
        if node == known:
            self._sets[number][3].append(node)
        return node

    def _check_children(self, children: Sequence[int]) -> None:
        for child in children:
            if not 0 <= child < len(self._nodes):
                raise GameError(f"child {child} is not a node of this builder; build it first")

    def tree(self, root: int) -> Tree:
        """Return the game below `root`, validated, without nodes that it does not reach."""
        reached = {root}
        for number in range(root, -1, -1):
            if number in reached:
                reached.update(self._nodes[number].children)
        place = {old: new for new, old in enumerate(sorted(reached))}
        kept = [i for i, s in enumerate(self._sets) if any(n in place for n in s[3])]
        set_place = {old: new for new, old in enumerate(kept)}
        nodes = tuple(_renumber(self._nodes[old], place, set_place) for old in sorted(reached))
        infosets = tuple(
            Infoset(
                key if key is not None else f"node {place[members[0]]}",
                who,
                actions,
                tuple(place[n] for n in members if n in place),
            )
            for key, who, actions, members in (self._sets[i] for i in kept)
        )
        return Tree(self.players, nodes, infosets, self.title)


def _renumber(node: Node, place: Mapping[int, int], sets: Mapping[int, int]) -> Node:
    if isinstance(node, Terminal):
        return node
    children = tuple(place[c] for c in node.children)
    if isinstance(node, Decision):
        return Decision(sets[node.infoset], children)
    return replace(node, children=children)
