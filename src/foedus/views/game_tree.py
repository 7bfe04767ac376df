"""A game drawn as SVG: who moves, what they know, what they may do, and what follows.

Black on white, so that print and a reader who sees no colour lose nothing: the width of a line
and the number on it say how likely a move is; a dashed bracket joins what a player cannot tell
apart; players stand in boxes with square corners, nature in boxes with round ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from numpy.typing import ArrayLike

from foedus.games import Chance, Decision, Expr, Terminal, Tree, evaluate
from foedus.views.tree_layout import LETTER, ROW, Place, lay_out

_TOP, _LEFT, _SLANT, _LANE, _BOX = 52.0, 16.0, 26.0, 9.0, 20.0


def game_drawn(
    tree: Tree,
    params: Mapping[str, ArrayLike] | None = None,
    conduct: Sequence[Sequence[float]] | None = None,
    least: float = 0.0,
    instance: int = 0,
    note: str = "",
) -> str:
    """Draw a game, with the conduct of a solution where one is given.

    Parameters
    ----------
    tree
        The game.
    params
        Values of its parameters; without them payoffs are shown as formulas.
    conduct
        Per information set the probability of each action.
    least
        With conduct: parts reached with less than this chance are left out, and counted.
    instance
        Which of a batch of parameters.
    note
        Written after the title: what the conduct is.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    GameError
        More than 2,000 ends would be drawn.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",), "Choice")
    >>> tree = b.tree(b.decision("A", {"up": b.terminal((1,)), "down": b.terminal((0,))}))
    >>> svg = game_drawn(tree, conduct=[[0.75, 0.25]])
    >>> svg.startswith("<svg"), "up 0.75" in svg
    (True, True)
    """
    numbers = evaluate(tree, params or {}) if params is not None or not tree.names else None
    chances: list[Sequence[float]] | None = None
    if numbers is not None:
        chances = [
            [float(p) for p in numbers.chance[n][:, instance]] if n in numbers.chance else []
            for n in range(len(tree.nodes))
        ]
    payoffs = {
        n: [
            _formula(e) if numbers is None else _short(float(numbers.payoffs[n][i, instance]))
            for i, e in enumerate(node.payoffs)
        ]
        for n, node in enumerate(tree.nodes)
        if isinstance(node, Terminal)
    }
    return _Drawing(tree, lay_out(tree, chances, conduct, least), payoffs, conduct).svg(note)


def _short(value: float) -> str:
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


def _formula(expr: Expr) -> str:
    """Write an expression as in a paper: 1 − p, not 1 + -1*p."""
    text = ""
    for monomial, coefficient in expr.terms:
        size = "" if monomial and abs(coefficient) == 1 else _short(abs(float(coefficient)))
        sign = "\N{MINUS SIGN}" if coefficient < 0 else ("+" if text else "")
        text += f" {sign} " if text else sign
        text += "\N{MIDDLE DOT}".join([size, *monomial] if size else list(monomial))
    return text or "0"


def _wide(text: str) -> float:
    return LETTER * len(text)


@dataclass(slots=True)
class _Column:
    """One depth: where its boxes begin and how wide they are."""

    box: float
    width: float


class _Drawing:
    def __init__(
        self,
        tree: Tree,
        places: list[Place],
        payoffs: Mapping[int, list[str]],
        conduct: Sequence[Sequence[float]] | None,
    ) -> None:
        self.tree, self.places, self.payoffs, self.conduct = tree, places, payoffs, conduct
        self.joined = self._joined()
        self.lanes = self._lanes()
        self.columns = self._columns()
        self.ends = [p for p in places if not p.below]
        last = max(self._x(p) + _wide(self._end_name(p)) for p in self.ends) + 18
        self.heads = [*tree.players, *(["reached"] if conduct is not None else [])]
        cells = [self._cells(p) for p in self.ends]
        self.stops: list[float] = []
        for i, head in enumerate(self.heads):
            last += max(_wide(text) for text in [head, *(row[i] for row in cells if row)]) + 16
            self.stops.append(last)

    def svg(self, note: str) -> str:
        width = max(self.stops[-1], _LEFT + 1.2 * _wide(f"{self.tree.title}  {note}")) + 16
        height = _TOP + (max(p.y for p in self.ends) + 1) * ROW + 8
        what = f"{self.tree.title or 'A game'}: {', '.join(self.tree.players)}"
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="img" '
            'font-family="Helvetica, Arial, sans-serif" font-size="13">',
            f"<title>{escape(what)}</title>",
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="22" font-size="15"><tspan font-weight="bold">'
            f'{escape(self.tree.title)}</tspan> <tspan dx="6">{escape(note)}</tspan></text>',
            *self._heads(),
            *self._brackets(),
        ]
        for place in self.places:
            parts += self._edges(place)
        for place in self.places:
            parts += self._box(place) if place.below else self._end(place)
        return "\n".join([*parts, "</svg>"])

    def _joined(self) -> dict[int, list[Place]]:
        """Places of each information set that holds several, those not drawn left out."""
        found: dict[int, list[Place]] = {}
        for place in self.places:
            node = self.tree.nodes[place.node]
            if isinstance(node, Decision) and place.below:
                found.setdefault(node.infoset, []).append(place)
        return {h: held for h, held in found.items() if len(held) > 1}

    def _lanes(self) -> dict[int, tuple[int, int]]:
        """Depth and lane of each bracket; brackets that do not overlap share a lane."""
        found: dict[int, tuple[int, int]] = {}
        ends: dict[tuple[int, int], float] = {}
        for h, held in sorted(self.joined.items(), key=lambda item: min(p.y for p in item[1])):
            depth, lane = min(p.depth for p in held), 1
            while ends.get((depth, lane), -1.0) >= min(p.y for p in held):
                lane += 1
            found[h] = depth, lane
            ends[depth, lane] = max(p.y for p in held)
        return found

    def _columns(self) -> list[_Column]:
        columns, at = [], _LEFT
        for depth in range(max(p.depth for p in self.places) + 1):
            here = [p for p in self.places if p.depth == depth]
            lanes = max((lane for where, lane in self.lanes.values() if where == depth), default=0)
            label = max((_wide(self._label(p)) for p in here), default=0.0)
            box = at + (_SLANT + label + 14 + lanes * _LANE if depth else lanes * _LANE)
            width = max((_wide(self._name(p)) + 14 for p in here if p.below), default=0.0)
            columns.append(_Column(box, width))
            at = box + width
        return columns

    def _label(self, place: Place) -> str:
        if place.move is None:
            return ""
        name, p = place.move
        return name if p is None else f"{name} {_chance(p)}".strip()

    def _name(self, place: Place) -> str:
        """Name the player, and the information set where it has a name of its own."""
        node = self.tree.nodes[place.node]
        paid = "" if place.paid is None else f" (paid {', '.join(self.payoffs[place.paid])})"
        if not isinstance(node, Decision):
            return f"chance{paid}"
        infoset = self.tree.infosets[node.infoset]
        player, key = self.tree.players[infoset.player], str(infoset.key)
        own = key.startswith((f"{player}:", "node ")) or key == player
        return f"{player}{paid}" if own else f"{player}: {key}{paid}"

    def _x(self, place: Place) -> float:
        """Where a place's box begins; an end has none and stands at the edge's end."""
        return self.columns[place.depth].box

    def _y(self, place: Place) -> float:
        return _TOP + (place.y + 0.5) * ROW

    def _edges(self, place: Place) -> Iterator[str]:
        column = self.columns[place.depth]
        start = column.box + column.width
        node = self.tree.nodes[place.node]
        for below in place.below:
            p = below.move[1] if below.move else None
            shown = self.conduct is not None and isinstance(node, Decision | Chance)
            width = 1.2 if p is None or not shown else 0.8 + 4.2 * p
            grey = ' stroke-dasharray="1 3"' if shown and p == 0 else ""
            y, end = self._y(below), self._x(below)
            yield (
                f'<path d="M{start:.1f} {self._y(place):.1f} L{start + _SLANT:.1f} {y:.1f} '
                f'H{end:.1f}" fill="none" stroke="#000" stroke-width="{width:.2f}" '
                f'stroke-linejoin="round"{grey}/>'
            )
            weight = ' font-weight="bold"' if shown and p is not None and p >= 0.5 else ""
            yield (
                f'<text x="{start + _SLANT + 4:.1f}" y="{y - width / 2 - 3.5:.1f}"{weight}>'
                f"{escape(self._label(below))}</text>"
            )

    def _box(self, place: Place) -> Iterator[str]:
        x, y, name = self._x(place), self._y(place), self._name(place)
        chance = isinstance(self.tree.nodes[place.node], Chance)
        width = self.columns[place.depth].width
        yield (
            f'<rect x="{x:.1f}" y="{y - _BOX / 2:.1f}" width="{width:.1f}" height="{_BOX}" '
            f'rx="{_BOX / 2 if chance else 0}" fill="#fff" stroke="#000"/>'
        )
        style = ' font-style="italic"' if chance else ""
        yield (
            f'<text x="{x + width / 2:.1f}" y="{y + 4.5:.1f}" text-anchor="middle"{style}>'
            f"{escape(name)}</text>"
        )

    def _end_name(self, place: Place) -> str:
        if place.left_out:
            ends = "end" if place.left_out == 1 else "ends"
            return f"({place.left_out:,} unlikely {ends} not drawn)"
        node = self.tree.nodes[place.node]
        return node.outcome if isinstance(node, Terminal) else ""

    def _cells(self, place: Place) -> list[str]:
        cells = [""] * len(self.tree.players) if place.left_out else self.payoffs[place.node]
        return [*cells, _chance(place.reach)] if self.conduct is not None else cells

    def _end(self, place: Place) -> Iterator[str]:
        x, y = self._x(place) + 6, self._y(place)
        name = self._end_name(place)
        yield f'<text x="{x:.1f}" y="{y + 4.5:.1f}">{escape(name)}</text>'
        leader = x + _wide(name) + 4, self.stops[0] - _wide(self._cells(place)[0]) - 6
        if leader[1] > leader[0] + 8:
            yield (
                f'<path d="M{leader[0]:.1f} {y:.1f} H{leader[1]:.1f}" stroke="#999" '
                'stroke-width="0.7" stroke-dasharray="1 4"/>'
            )
        for stop, text in zip(self.stops, self._cells(place), strict=True):
            yield f'<text x="{stop:.1f}" y="{y + 4.5:.1f}" text-anchor="end">{escape(text)}</text>'

    def _heads(self) -> Iterator[str]:
        for stop, head in zip(self.stops, self.heads, strict=True):
            style = ' font-style="italic"' if head == "reached" else ' font-weight="bold"'
            yield (
                f'<text x="{stop:.1f}" y="{_TOP - 6}" text-anchor="end"{style}>{escape(head)}'
                "</text>"
            )

    def _brackets(self) -> Iterator[str]:
        """Join the places of an information set by a dashed line before their boxes."""
        for h, held in self.joined.items():
            depth, number = self.lanes[h]
            lane = self.columns[depth].box - _LANE * number
            ys = [self._y(p) + _BOX / 3 for p in held]
            path = f"M{lane:.1f} {min(ys):.1f} V{max(ys):.1f}"
            path += "".join(
                f" M{lane:.1f} {y:.1f} H{self._x(p):.1f}" for y, p in zip(ys, held, strict=True)
            )
            yield f'<path d="{path}" fill="none" stroke="#000" stroke-dasharray="5 3"/>'


def _chance(p: float) -> str:
    """Write a probability to two decimals, without calling the unlikely impossible."""
    if 0 < p < 0.005:
        return "<0.01"
    if 0.995 < p < 1:
        return ">0.99"
    return f"{p:.2f}".rstrip("0").rstrip(".")
