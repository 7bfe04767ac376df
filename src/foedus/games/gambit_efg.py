"""Reading Gambit extensive forms (`.efg`).

A file lists the nodes of the tree in prefix order. An information set, a chance move or an outcome
is described where it is first met and may afterwards be mentioned by its number alone. Payoffs
stand at any node and add up along the path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from foedus.games.expressions import Number
from foedus.games.gambit_text import Words, distinct
from foedus.games.tree import Builder, Tree

_KINDS = {"c": "a chance node", "p": "a player's node", "t": "a terminal node"}


@dataclass(slots=True)
class _Set:
    """An information set or a chance move, as described where it is first met."""

    label: str
    written: tuple[str, ...]
    probabilities: tuple[Number, ...]
    actions: tuple[str, ...] = ()


@dataclass(slots=True)
class _Outcome:
    label: str = ""
    payoffs: tuple[Number, ...] | None = None
    offset: int = 0


@dataclass(slots=True)
class _Open:
    """A move, the outcomes on the way to there, and how many nodes are still to follow it."""

    offset: int
    met: tuple[int, ...]
    left: int


_Node = tuple[tuple[int, int] | None, tuple[int, ...], int, str]
"""Whose move it is, if it is one; the outcomes met with its own, and which that is; its label."""


@dataclass(slots=True)
class _File:
    words: Words
    title: str
    players: tuple[str, ...]
    sets: dict[tuple[int, int], _Set] = field(default_factory=dict)
    outcomes: dict[int, _Outcome] = field(default_factory=dict)


def read_efg(text: str, file: str = "game.efg") -> Tree:
    """Read a Gambit extensive form, version 2.

    Numbers are kept exactly (`0.1` is one tenth). Players, and moves of one menu, that share a
    name or have none are renamed as Gambit does. An information set is called by its label where
    no other has it, else by player and number. The comment is not kept.

    Parameters
    ----------
    text
        The whole file.
    file
        Its name, for messages.

    Raises
    ------
    GameFileError
        Names the line and column, what is wrong and the likely fix.

    Examples
    --------
    >>> tree = read_efg('EFG 2 R "g" { "A" } p "" 1 1 "a" { "l" "r" } 0 t "" 1 "x" { 1/3 } t "" 0')
    >>> len(tree.nodes), tree.infosets[0].actions
    (3, ('l', 'r'))
    """
    words = Words(text, file)
    fix = 'An extensive form begins with: EFG 2 R "title" { "player" "player" }.'
    read = _File(words, *words.header("EFG", "2", fix))
    words.skip("text")
    return _tree(read)


def _tree(read: _File) -> Tree:
    """Read all nodes; the tree is complete when no move waits for what follows it."""
    words, nodes, waiting = read.words, list[_Node](), list[_Open]()
    while not nodes or waiting:
        word = words.next
        if word.kind == "end":
            missing = sum(move.left for move in waiting) or 1
            words.stop(
                waiting[-1].offset if waiting else word.offset,
                f"the file ends, but {missing} more {'node is' if missing == 1 else 'nodes are'} "
                "missing; this is the last move that lacks a child",
                "Give one node for each action, in order.",
            )
        if word.kind != "symbol" or word.text not in _KINDS:
            words.stop(word.offset, f"expected a node, c, p or t, found {word}")
        nodes.append(_node(read, waiting))
        while waiting and not waiting[-1].left:
            waiting.pop()
    if words.next.kind != "end":
        words.stop(
            words.next.offset,
            f"the tree is complete, but the file goes on with {words.next}",
            "A node above has fewer actions than nodes below it, or the rest is not of this game.",
        )
    return _built(read, nodes)


def _node(read: _File, waiting: list[_Open]) -> _Node:
    """Read a node, which is one fewer that the last move waits for."""
    words, word = read.words, read.words.take("symbol")
    what = f"the name of {_KINDS[word.text]} in quotes (it may be empty)"
    label, owner = words.take("text", what).text, None
    if word.text != "t":
        player = _player(read) if word.text == "p" else 0
        owner = player, words.whole("the number of the information set")
        _describe(read, owner)
    place = words.next.offset
    number = words.whole("the number of an outcome, or 0 for none")
    _outcome(read, number, place)
    met = waiting[-1].met if waiting else ()
    met = (*met, number) if number else met
    if waiting:
        waiting[-1].left -= 1
    if owner is not None:
        waiting.append(_Open(word.offset, met, len(read.sets[owner].actions)))
    return owner, met, number, label


def _built(read: _File, nodes: Sequence[_Node]) -> Tree:
    builder, keys = Builder(read.players, read.title), _keys(read)
    done: list[int] = []
    for owner, met, own, label in reversed(nodes):
        if owner is None:
            paid = [_paid(read, number) for number in met]
            total = [sum(amounts, Fraction(0)) for amounts in zip(*paid, strict=True)]
            told = read.outcomes[own].label if own else ""
            done.append(builder.terminal(total or [0] * len(read.players), told or label))
            continue
        described = read.sets[owner]
        below = [done.pop() for _ in described.actions]
        if owner[0]:
            menu = dict(zip(described.actions, below, strict=True))
            done.append(builder.decision(read.players[owner[0] - 1], menu, keys[owner]))
        else:
            odds = zip(described.probabilities, below, strict=True)
            done.append(builder.chance(dict(zip(described.actions, odds, strict=True))))
    return builder.tree(done.pop())


def _player(read: _File) -> int:
    offset = read.words.next.offset
    player = read.words.whole("the number of a player", 1)
    if player > len(read.players):
        read.words.stop(
            offset, f"there is no player {player}", f"The game has {len(read.players)} players."
        )
    return player


def _describe(read: _File, owner: tuple[int, int]) -> None:
    """Read the label and the actions of an information set, or recall them by its number."""
    words, known = read.words, read.sets.get(owner)
    if words.next.kind != "text":
        if known is None:
            words.stop(
                words.next.offset,
                f"{_said(read, owner)} is mentioned before its actions are given",
                'Give its name and actions here: "name" { "action" "action" }.',
            )
        return
    place = words.take("text")
    names, chances = _actions(read, not owner[0])
    new = _Set(place.text, names, chances, distinct(names))
    if known is None:
        read.sets[owner] = new
    elif (known.label, known.written, known.probabilities) != (place.text, names, chances):
        words.stop(
            place.offset,
            f"{_said(read, owner)} was described differently before: "
            f"{_described(known)}, here {_described(new)}",
            "Give it another number, or the same name and actions in the same order.",
        )


def _said(read: _File, owner: tuple[int, int]) -> str:
    if owner[0] == 0:
        return f"chance move {owner[1]}"
    return f"information set {owner[1]} of {read.players[owner[0] - 1]}"


def _described(shown: _Set) -> str:
    if not shown.probabilities:
        return f"{shown.label!r} with {', '.join(shown.written)}"
    pairs = zip(shown.written, shown.probabilities, strict=True)
    return f"{shown.label!r} with {', '.join(f'{name} {p}' for name, p in pairs)}"


def _actions(read: _File, chance: bool) -> tuple[tuple[str, ...], tuple[Number, ...]]:
    words = read.words
    names: list[str] = []
    chances: list[Number] = []

    def action() -> None:
        names.append(words.take("text", "an action's name in quotes, or '}'").text)
        if chance:
            place = words.next.offset
            chances.append(words.number(f"the probability of {names[-1]!r}"))
            if not 0 <= chances[-1] <= 1:
                words.stop(place, f"probability {chances[-1]} is not between 0 and 1")

    start = words.next.offset
    words.listed(action, "'{' and the actions")
    if not names:
        words.stop(start, "a move without any action", "Give at least one, or a terminal node (t).")
    total = sum(float(p) for p in chances)
    if chance and abs(total - 1) > 1e-9:
        words.stop(
            start,
            f"the probabilities sum to {total:g}, not to 1",
            "Rationals such as 1/3 sum exactly.",
        )
    return tuple(names), tuple(chances)


def _paid(read: _File, number: int) -> tuple[Number, ...]:
    outcome = read.outcomes[number]
    if outcome.payoffs is None:
        read.words.stop(
            outcome.offset,
            f"outcome {number} has no payoffs anywhere in the file",
            'Give them where it is first met: 1 "name" { 2, -1 }.',
        )
    return outcome.payoffs


def _outcome(read: _File, number: int, place: int) -> None:
    """Read an outcome's name and payoffs where they are given, and check them against earlier."""
    words = read.words
    known = read.outcomes.setdefault(number, _Outcome(offset=place)) if number else _Outcome()
    if words.next.kind == "text":
        label = words.take("text").text
        if number == 0:
            words.stop(place, "outcome 0 means none and takes no name", "Give it a number.")
        if known.label and label != known.label:
            words.stop(
                place,
                f"outcome {number} is {known.label!r} above and {label!r} here",
                "Give one of them another number.",
            )
        known.label = label
    if words.next.kind == "{":
        _payoffs(read, number, known, words.next.offset)


def _payoffs(read: _File, number: int, known: _Outcome, place: int) -> None:
    words = read.words
    payoffs = words.listed(lambda: words.number(f"a payoff of outcome {number}"))
    if len(payoffs) != len(read.players):
        words.stop(
            place,
            f"outcome {number} has {len(payoffs)} payoffs for {len(read.players)} players",
            f"Give one each, in this order: {', '.join(read.players)}.",
        )
    if known.payoffs not in (None, tuple(payoffs)):
        words.stop(
            place,
            f"outcome {number} has other payoffs above: "
            f"{', '.join(str(v) for v in known.payoffs or ())}",
            "Give one of them another number.",
        )
    known.payoffs = tuple(payoffs)


def _keys(read: _File) -> dict[tuple[int, int], str]:
    labels = [s.label for owner, s in read.sets.items() if owner[0]]
    return {
        (player, number): s.label
        if s.label and labels.count(s.label) == 1
        else f"{read.players[player - 1]}:{number}"
        for (player, number), s in read.sets.items()
        if player
    }
