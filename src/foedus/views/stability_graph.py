"""The graph of a conflict and the tree of moves and answers, as SVG.

Black on white: who can make a move is told by how its line is broken and by a letter on it, never
by colour. States stand in columns by how many moves they are away from where the conflict stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from foedus.orderings import STATUS_QUO, OptionConflict
from foedus.process import told
from foedus.stability import Graph, Ints, Model, StabilityError

MOST_STATES = 80
MOST_ROWS = 400
_LETTER, _LINE, _PAD, _GAP, _BETWEEN = 6.6, 16.0, 8.0, 22.0, 130.0
_WIDEST = 30
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 3 2 3 2 3", "1 5")
Ranks = Sequence[Ints | None]


def graph_svg(model: Model, state: int | None) -> str:
    """Draw the integrated graph of a conflict.

    Raises
    ------
    StabilityError
        When there are more states than fit a page.
    """
    title = model.title or "A conflict"
    return _graph(title, model.graph, model.called, [[n] for n in model.graph.states], state or 0)


def tree_svg(model: Model, state: int) -> str:
    """Draw moves from a state, the others' answers, and the moves after them.

    Raises
    ------
    StabilityError
        When there are more rows than anybody would read.
    """
    names = model.graph.states
    return _tree(model.title, model.graph, model.called, lambda s: names[s], state, model.ranks)


def conflict_svg(conflict: OptionConflict) -> str:
    """Draw the graph of an option of a case."""
    names = [told(conflict.facts(o)) or ["the status quo"] for o in conflict.of]
    return _graph(conflict.label, conflict.graph, conflict.called, names, STATUS_QUO)


def conflict_tree_svg(conflict: OptionConflict) -> str:
    """Draw moves from the status quo of an option of a case, answers, and moves after them."""
    none: list[Ints | None] = [None] * len(conflict.called)

    def says(state: int) -> str:
        return conflict.says(conflict.of[state])

    return _tree(conflict.label, conflict.graph, conflict.called, says, STATUS_QUO, none)


@dataclass(slots=True)
class _Box:
    lines: list[str]
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def _graph(
    title: str, graph: Graph, called: Sequence[str], names: Sequence[Sequence[str]], start: int
) -> str:
    if len(graph.states) > MOST_STATES:
        raise StabilityError(
            f"{len(graph.states):,} states are more than the {MOST_STATES} that fit a drawing",
            "Draw the tree from one state by --tree.",
        )
    boxes = [_Box([row for name in clauses for row in _wrapped(name)]) for clauses in names]
    columns = _columns(graph, start)
    x, bottom = 20.0, 0.0
    for column in columns:
        y = 60.0
        for state in column:
            box = boxes[state]
            box.width = max(len(line) for line in box.lines) * _LETTER + 2 * _PAD
            box.height = len(box.lines) * _LINE + _PAD
            box.x, box.y = x, y
            y += box.height + _GAP
        bottom = max(bottom, y)
        x += max(boxes[state].width for state in column) + _BETWEEN
    for column in columns:  # each column in the middle of the page
        last = boxes[column[-1]]
        down = (bottom - _GAP - (last.y + last.height)) / 2
        for state in column:
            boxes[state].y += down
    legend = bottom + 10
    height = legend + 22 * len(called) + 10
    parts = [*_page(title, x, height)]
    for maker in range(len(called)):
        parts += _arcs(graph, maker, boxes)
    parts += [part for at, box in enumerate(boxes) for part in _box(box, at == start)]
    for maker, name in enumerate(called):
        y = legend + 22 * maker
        parts.append(
            f'<path d="M20 {y:.0f} h60" stroke="#000" stroke-dasharray="{_dash(maker)}"/>'
            f'<text x="90" y="{y + 4:.0f}">{_sign(maker)}: a move of {escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>"])


def _page(title: str, width: float, height: float) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" fill="none" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12">'
    )
    yield f"<title>{escape(title)}</title>"
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" fill="#000"/>'
        "</marker></defs>"
    )
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>'
    yield "<style>text{fill:#000}</style>"
    yield f'<text x="20" y="26" font-size="15" font-weight="bold">{escape(title)}</text>'


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= _WIDEST:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _columns(graph: Graph, start: int) -> list[list[int]]:
    """Return states by their distance from the start; last those that cannot be reached."""
    columns, seen = [[start]], {start}
    while True:
        beyond = list(
            dict.fromkeys(
                there
                for state in columns[-1]
                for maker in range(len(graph.makers))
                for there in graph.reach(maker, state)
                if there not in seen
            )
        )
        if not beyond:
            break
        seen |= set(beyond)
        columns.append(beyond)
    rest = [state for state in range(len(graph.states)) if state not in seen]
    return [*columns, rest] if rest else columns


def _dash(maker: int) -> str:
    return _DASHES[maker % len(_DASHES)] or "none"


def _sign(maker: int) -> str:
    return chr(ord("A") + maker % 26)


def _box(box: _Box, start: bool) -> Iterator[str]:
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="#fff" stroke="#000" stroke-width="{2.4 if start else 1}"/>'
    )
    for at, line in enumerate(box.lines):
        y = box.y + _LINE * (at + 1) - 2
        yield f'<text x="{box.x + _PAD:.1f}" y="{y:.1f}">{escape(line)}</text>'


def _arcs(graph: Graph, maker: int, boxes: Sequence[_Box]) -> Iterator[str]:
    """Yield the moves of one decision maker; moves there and back are one line with two tips."""
    moves = graph.moves[maker]
    pairs = {(int(a), int(b)) for a, b in zip(moves.sources, moves.targets, strict=True)}
    shift = 5.0 * (maker - (len(graph.makers) - 1) / 2)
    for a, b in sorted(pairs):
        back = (b, a) in pairs
        if back and b < a:
            continue
        one, two = boxes[a], boxes[b]
        if one.x == two.x:
            x1, x2 = one.x + one.width, two.x + two.width
            bow = 24.0 + 6 * maker + abs(one.middle - two.middle) / 8
            c1, c2 = x1 + bow, x2 + bow
        elif one.x < two.x:
            x1, x2 = one.x + one.width, two.x
            c1, c2 = x1 + _BETWEEN / 2, x2 - _BETWEEN / 2
        else:
            x1, x2 = one.x, two.x + two.width
            c1, c2 = x1 - _BETWEEN / 2, x2 + _BETWEEN / 2
        y1, y2 = one.middle + shift, two.middle + shift
        ends = 'marker-end="url(#tip)"' + (' marker-start="url(#tip)"' if back else "")
        yield (
            f'<path d="M{x1:.1f} {y1:.1f} C{c1:.1f} {y1:.1f} {c2:.1f} {y2:.1f} {x2:.1f} {y2:.1f}" '
            f'stroke="#000" stroke-dasharray="{_dash(maker)}" {ends}/>'
        )
        at = 0.3  # nearer to where it starts, where lines lie apart
        x, y = (_bezier(at, *p) for p in ((x1, c1, c2, x2), (y1, y1, y2, y2)))
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="#fff"/>'
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="10">'
            f"{_sign(maker)}</text>"
        )


def _bezier(t: float, a: float, b: float, c: float, d: float) -> float:
    s = 1 - t
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d


# The tree ---------------------------------------------------------------------------------------


def _tree(
    title: str,
    graph: Graph,
    called: Sequence[str],
    says: Callable[[int], str],
    state: int,
    ranks: Ranks,
) -> str:
    """Draw up to three moves in a row, nobody twice running; ``+`` marks an improvement."""
    rows = list(_rows(graph, called, says, state, ranks, 0, -1))
    if len(rows) > MOST_ROWS:
        raise StabilityError(
            f"the tree would have {len(rows):,} rows, more than {MOST_ROWS}",
            "Ask for a state with fewer moves.",
        )
    width = max(40 + 28 * depth + _LETTER * len(text) for depth, text in rows) + 20
    parts = list(_page(f"{title}: moves and answers", max(width, 420), 70 + 20 * len(rows)))
    parts.append(
        '<text x="20" y="44">Moves in order, nobody twice running; + where whoever moves gains '
        "by it.</text>"
        if any(rank is not None for rank in ranks)
        else '<text x="20" y="44">Moves in order, nobody twice running.</text>'
    )
    above: list[float] = []
    for at, (depth, text) in enumerate(rows):
        y = 66 + 20 * at
        del above[depth:]
        if depth:
            x = 26 + 28 * (depth - 1)
            parts.append(
                f'<path d="M{x} {above[depth - 1] + 5:.0f} V{y - 4:.0f} h20" stroke="#000"/>'
            )
        above.append(y)
        weight = ' font-weight="bold"' if not depth else ""
        parts.append(f'<text x="{22 + 28 * depth}" y="{y}"{weight}>{escape(text)}</text>')
    return "\n".join([*parts, "</svg>"])


def _rows(
    graph: Graph,
    called: Sequence[str],
    says: Callable[[int], str],
    state: int,
    ranks: Ranks,
    depth: int,
    last: int,
) -> Iterator[tuple[int, str]]:
    if not depth:
        yield 0, says(state)
    if depth == 3:
        return
    for maker in range(len(graph.makers)):
        if maker == last:
            continue
        rank = ranks[maker]
        for there in graph.reach(maker, state):
            gains = rank is not None and rank[there] > rank[state]
            yield depth + 1, f"{called[maker]}{' +' if gains else ''}: {says(there)}"
            yield from _rows(graph, called, says, there, ranks, depth + 1, maker)
