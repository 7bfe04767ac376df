"""Reading Gambit normal forms (`.nfg`) as trees of one simultaneous move."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from foedus.games.expressions import Number
from foedus.games.gambit_text import Words
from foedus.games.tree import Builder, Tree

_MOST_CELLS = 2_000_000
"""Cells of the payoff table: what a tree of one node per cell holds in about a gigabyte."""


def read_nfg(text: str, file: str = "game.nfg") -> Tree:
    """Read a Gambit normal form, version 1, in its payoff or its outcome version.

    The game becomes a tree in which players choose one after another and see nothing: one
    information set each, called by the player's name. Outcomes keep their names; a cell without
    one is called by its strategies.

    Raises
    ------
    GameFileError
        Names the line and column, what is wrong and the likely fix.

    Examples
    --------
    >>> tree = read_nfg('NFG 1 R "Coordination" { "A" "B" } { 2 2 } 1 1 0 0 0 0 2 2')
    >>> [(h.key, h.actions) for h in tree.infosets]
    [('B', ('1', '2')), ('A', ('1', '2'))]
    """
    words = Words(text, file)
    fix = 'A normal form begins with: NFG 1 R "title" { "player" "player" } { 2 2 }.'
    title, players = words.header("NFG", "1", fix)
    strategies = _strategies(words, players)
    words.skip("text")
    cells = prod(len(names) for names in strategies)
    if cells > _MOST_CELLS:
        words.stop(words.next.offset, f"{cells:,} cells are too many", f"At most {_MOST_CELLS:,}.")
    if words.next.kind == "{":
        table = _by_outcome(words, len(players), cells)
    else:
        table = []
        for _ in range(cells):
            payoffs = []
            for player in players:
                payoffs.append(words.number(f"a payoff of {player}"))
                words.skip(",")
            table.append(("", tuple(payoffs)))
    if words.next.kind != "end":
        words.stop(
            words.next.offset,
            f"the table is complete with {cells} cells, but the file goes on with {words.next}",
            "Check the numbers of strategies.",
        )
    return _build(title, players, strategies, table)


def _strategies(words: Words, players: Sequence[str]) -> list[tuple[str, ...]]:
    words.take("{", "'{' and the strategies")
    found: list[tuple[str, ...]] = []
    for player in players:
        place = words.next.offset
        if words.next.kind == "{":
            found.append(words.names(f"a strategy of {player}"))
        else:
            count = words.whole(f"the number of strategies of {player}", 1)
            if count > _MOST_CELLS:
                words.stop(place, f"{count} strategies are too many")
            found.append(tuple(str(i) for i in range(1, count + 1)))
        if not found[-1]:
            words.stop(place, f"{player} has no strategy", "Give at least one.")
    words.take("}", "'}' after the strategies of the last player")
    return found


def _by_outcome(words: Words, players: int, cells: int) -> list[tuple[str, tuple[Number, ...]]]:
    """Read the list of outcomes, and for each cell the number of one (0 for none)."""
    outcomes: list[tuple[str, tuple[Number, ...]]] = [("", (0,) * players)]

    def outcome() -> None:
        words.take("{")
        place = words.next.offset
        label = words.take("text", "the outcome's name in quotes (it may be empty)").text
        payoffs = words.rest(lambda: words.number(f"a payoff of outcome {len(outcomes)}"))
        if len(payoffs) != players:
            words.stop(place, f"{len(payoffs)} payoffs for {players} players", "Give one each.")
        outcomes.append((label, tuple(payoffs)))

    words.listed(outcome)
    table = []
    for _ in range(cells):
        place = words.next.offset
        number = words.whole("the number of the cell's outcome")
        if number >= len(outcomes):
            words.stop(place, f"there is no outcome {number}", f"The last is {len(outcomes) - 1}.")
        table.append(outcomes[number])
    return table


def _build(
    title: str,
    players: tuple[str, ...],
    strategies: Sequence[tuple[str, ...]],
    table: Sequence[tuple[str, tuple[Number, ...]]],
) -> Tree:
    """Fold the table into a tree, last player first; the first player's strategy varies fastest."""
    builder = Builder(players, title)
    cells = product(*(names for names in reversed(strategies)))
    below = {
        tuple(reversed(cell)): builder.terminal(payoffs, label or ", ".join(reversed(cell)))
        for cell, (label, payoffs) in zip(cells, table, strict=True)
    }
    for place in range(len(players) - 1, -1, -1):
        menus: dict[tuple[str, ...], dict[str, int]] = {}
        for cell, child in below.items():
            menus.setdefault(cell[:place], {})[cell[place]] = child
        below = {
            above: builder.decision(players[place], menu, players[place])
            for above, menu in menus.items()
        }
    return builder.tree(below[()])
