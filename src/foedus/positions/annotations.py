"""Texts annotated by hand, to score the rules on.

A file begins with a line of ``key: value`` pairs between bars (world, style, part, date), goes on
with the text in which spans are marked ``[1s:...]`` (s source, c cue, q content, t trigger, k
consequent, x target; spans of one number belong together and may be nested), and ends, behind a
line ``===``, with a line for each statement: number; kind; actor; state; issue; stance; speech;
target, with ``-`` for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foedus.positions.spans import Span

_OPEN = re.compile(r"\[(\d+)([scqtkx]):")
_FIELDS = 8


class AnnotationError(ValueError):
    """An annotated text that cannot be read: where, what and the fix."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A statement as a person annotated it.

    Parameters
    ----------
    number
        Its number in the file.
    kind, actor, state, issue, stance, manner, target
        What it is; empty for nothing.
    spans
        Its marked spans by their letter.
    """

    number: int
    kind: str
    actor: str
    state: str
    issue: str
    stance: str
    manner: str
    target: str
    spans: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated text.

    Parameters
    ----------
    name
        What the file is called.
    meta
        What its first line says.
    text
        The text without the marks.
    statements
        The statements with a line of their own.
    marked
        Spans of every number that has a content, with or without such a line.
    """

    name: str
    meta: Mapping[str, str]
    text: str
    statements: tuple[Gold, ...]
    marked: Mapping[int, Mapping[str, tuple[Span, ...]]]

    @property
    def day(self) -> date | None:
        """When the text was published."""
        return date.fromisoformat(self.meta["date"]) if "date" in self.meta else None


def annotated(raw: str, name: str) -> Annotated:
    r"""Return the annotated text that a file holds.

    Raises
    ------
    AnnotationError
        When a mark is never closed or a line has not eight fields.

    Examples
    --------
    >>> found = annotated("# style: wire\n[1s:She] [1c:said] [1q:no].\n===\n", "x.txt")
    >>> found.text, found.marked[1]["q"][0].of(found.text)
    ('She said no.', 'no')
    """
    head, _, rest = raw.partition("\n")
    body, line, lines = rest.partition("\n===\n")
    if not line:
        raise AnnotationError(f"{name}: it is no annotated text: no line === ends the text.")
    pairs = (part.strip().partition(": ") for part in head.lstrip("# ").split("|"))
    text, spans = _unmarked(body, name)
    marked = {n: s for n, s in spans.items() if "q" in s}
    rows = [line for line in lines.splitlines() if line.strip()]
    golds = tuple(_gold(line, spans, name) for line in rows)
    return Annotated(name, {k: v for k, _, v in pairs}, text, golds, marked)


def _unmarked(body: str, name: str) -> tuple[str, dict[int, dict[str, tuple[Span, ...]]]]:
    out: list[str] = []
    opened: list[tuple[int, str, int]] = []
    spans: dict[int, dict[str, tuple[Span, ...]]] = {}
    at = 0
    while at < len(body):
        mark = _OPEN.match(body, at)
        if mark:
            opened.append((int(mark[1]), mark[2], len(out)))
            at = mark.end()
            continue
        if body[at] == "]" and opened:
            number, letter, start = opened.pop()
            kinds = spans.setdefault(number, {})
            kinds[letter] = (*kinds.get(letter, ()), Span(start, len(out)))
        else:
            out.append(body[at])
        at += 1
    if opened:
        raise AnnotationError(f"{name}: the mark [{opened[-1][0]}{opened[-1][1]}: is never closed.")
    return "".join(out), spans


def _gold(line: str, spans: Mapping[int, Mapping[str, tuple[Span, ...]]], name: str) -> Gold:
    cells = ["" if cell.strip() == "-" else cell.strip() for cell in line.split(";")]
    if len(cells) != _FIELDS or not cells[0].isdigit():
        raise AnnotationError(f"{name}: {line!r} must have {_FIELDS} fields with ; between.")
    number, (kind, actor, state, issue, stance, manner, target) = int(cells[0]), cells[1:]
    marked = spans.get(number, {})
    return Gold(number, kind, actor, state, issue, stance, manner, target, marked)
