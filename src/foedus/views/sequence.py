"""A story as a sequence diagram: one column for each who acts, one row for each act."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from foedus.loopholes import Line, Loophole
from foedus.process import Process, name_of
from foedus.views.quoting import imagined

_COLUMN, _LEFT, _TOP, _LINE, _CHARACTERS, _MARGIN = 190, 110, 85, 15, 34, 260


def story_drawn(process: Process, hole: Loophole) -> str:
    """Return an SVG drawing of a story.

    Parameters
    ----------
    process
        The process of the arrangement, for the names of parties.
    hole
        The fault whose story is drawn.
    """
    actors = _actors(process, hole)
    rows = [_row(process, line, actors) for line in hole.lines]
    width = _LEFT + max(_COLUMN * len(actors), 3 * _COLUMN) + _MARGIN
    body: list[str] = []
    y = _TOP + 20
    for line, (column, words) in zip(hole.lines, rows, strict=True):
        body += list(_drawn_row(line, column, words, y))
        y += _LINE * max(len(words), 1) + 16
    ends = [part for unmet in hole.unmet for part in _wrapped(f"In the end {unmet}.", 110)]
    foot = [_text(_LEFT, y + 12 + at * _LINE, part, "end") for at, part in enumerate(ends)]
    height = y + 24 + _LINE * len(ends)
    heads = list(_heads(process, actors, y))
    title = [
        _text(10, 18 + at * _LINE, part, "title")
        for at, part in enumerate(_wrapped(f"{hole.id}: {hole.statement}", 110)[:2])
    ]
    title.append(_text(10, 18 + len(title) * _LINE, f"{imagined(hole.id)}:", "end"))
    said = escape(f"{imagined(hole.id)}: {hole.statement}")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img"'
            f' aria-label="{said}">',
            f"<title>{said}</title>",
            _STYLE,
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *title,
            *heads,
            *body,
            *foot,
            "</svg>",
        ]
    )


def story_rows(process: Process, hole: Loophole) -> list[list[str]]:
    """Return what a drawing of a story shows as a table, its heads first."""
    return [
        ["date", "who", "says", "follows"],
        *(
            [
                line.on.isoformat(),
                ""
                if line.batch[0].kind == "wait"
                else ", ".join(name_of(process.clauses, one) for one in _columns(process, line)),
                line.said,
                "; ".join(line.follows),
            ]
            for line in hole.lines
        ),
        *(["", "", f"In the end {unmet}", ""] for unmet in hole.unmet),
    ]


_STYLE = (
    "<style>text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.head{font-weight:bold;"
    "text-anchor:middle}.date{fill:#555}.end{font-style:italic}.follow{fill:#555}"
    ".life{stroke:#bbb;stroke-dasharray:3 3}.act{fill:#f4f1e8;stroke:#888}"
    ".time{stroke:#bbb}</style>"
)


def _actors(process: Process, hole: Loophole) -> list[str]:
    found: dict[str, None] = {}
    for line in hole.lines:
        if line.batch[0].kind != "wait":
            found |= dict.fromkeys(_columns(process, line))
    return list(found) or ["time"]


def _columns(process: Process, line: Line) -> list[str]:
    """Return who acts; a body that votes is one column, not one for each member."""
    move = line.batch[0]
    if move.kind != "ballot":
        return list(dict.fromkeys(m.actor for m in line.batch))
    return [process.arrangement.procedures[move.clause].steps[int(line.clause[-1])].by]


def _row(process: Process, line: Line, actors: list[str]) -> tuple[int | None, list[str]]:
    column = None
    if line.batch[0].kind != "wait":
        column = actors.index(_columns(process, line)[0])
    follows = [part for change in line.follows for part in _wrapped(f"→ {change}", _CHARACTERS * 2)]
    said = _wrapped(line.said, _CHARACTERS) if column is not None else []
    return column, [*said, *follows]


def _drawn_row(line: Line, column: int | None, words: list[str], y: int) -> Iterator[str]:
    yield _text(10, y + 12, str(line.on), "date")
    height = _LINE * len([w for w in words if not _follows(w)]) + 6
    x = _LEFT + 6 + (column or 0) * _COLUMN
    if column is not None:
        size = f'width="{_COLUMN + 30}" height="{height}" rx="3"'
        yield f'<rect class="act" x="{x}" y="{y - 2}" {size}/>'
    for at, word in enumerate(words):
        shift = 0 if not _follows(word) else 8
        style = "follow" if _follows(word) else "said"
        yield _text(x + 6, y + 12 + at * _LINE + shift, word, style)


def _follows(word: str) -> bool:
    return word.startswith(("→", "\u2003"))


def _heads(process: Process, actors: list[str], bottom: int) -> Iterator[str]:
    for at, actor in enumerate(actors):
        x = _LEFT + 100 + at * _COLUMN
        yield f'<line class="life" x1="{x}" y1="{_TOP}" x2="{x}" y2="{bottom}"/>'
        label = _wrapped(name_of(process.clauses, actor), 26)[0]
        yield _text(x, _TOP - 6, label, "head")


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    indent = "\u2003" if text.startswith("→") else ""
    return [lines[0], *(f"{indent}{line}" for line in lines[1:])]


def _text(x: int, y: int, words: str, style: str) -> str:
    return f'<text class="{style}" x="{x}" y="{y}">{escape(words)}</text>'
