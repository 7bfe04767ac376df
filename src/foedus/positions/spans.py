"""Places in a text that do not drift: a span, the words around it, and finding them again.

A span counts characters of a document's plain text. It is kept with the words themselves and some
words before and after (the text quote of the W3C Web Annotation model), so that it is found again
in another copy: with curly quotation marks, other spaces, a table pasted as lines, letters composed
or decomposed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

AROUND = 48
"""How many characters before and after a span are kept with it."""
_ALIKE = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "″": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "―": "-",
    "|": " ", "•": " ", "▪": " ", "·": " ", "◦": " ",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Span(NamedTuple):
    """Characters `start` up to, not including, `end` of a plain text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters themselves.

        Examples
        --------
        >>> Span(4, 8).of("all that was said")
        'that'
        """
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Return how many characters two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Quote:
    """Words and what stands around them.

    Parameters
    ----------
    exact
        The words.
    prefix, suffix
        Characters before and after.
    start
        Where they stood, in characters; a hint where the words occur more than once.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0

    @property
    def span(self) -> Span:
        """Where the words stood."""
        return Span(self.start, self.start + len(self.exact))


def quote(text: str, span: Span) -> Quote:
    """Return the words of a span with what stands around them.

    Examples
    --------
    >>> quote("We will, he said, never leave.", Span(18, 29)).prefix
    'We will, he said, '
    """
    prefix = text[max(0, span.start - AROUND) : span.start]
    return Quote(span.of(text), prefix, text[span.end : span.end + AROUND], span.start)


def overlap(one: Quote, other: Quote) -> bool:
    """Whether the words of two quotes of one text have some in common.

    Examples
    --------
    >>> overlap(Quote("no pact", start=4), Quote("pact", start=7))
    True
    """
    ends = one.start + len(one.exact), other.start + len(other.exact)
    return max(one.start, other.start) < min(ends)


class _Folded(NamedTuple):
    text: str
    origin: tuple[int, ...]


@lru_cache(maxsize=32)
def _fold(text: str) -> _Folded:
    """Return the text with variants of one character made alike, and where each came from."""
    out: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        if char in _INVISIBLE:
            continue
        alike = _ALIKE.get(char, char)
        for part in unicodedata.normalize("NFKD", alike) if alike > "~" else alike:
            if part.isspace():
                if not out or out[-1] == " ":
                    continue
                part = " "
            out.append(_ALIKE.get(part, part))
            origin.append(at)
    return _Folded("".join(out), tuple(origin))


def anchor(wanted: Quote, text: str) -> Span | None:
    r"""Find quoted words in a text, which may be another copy of the one they were taken from.

    Where they occur more than once, what stands around them decides, then nearness to where they
    stood.

    Returns
    -------
    Span or None
        Where they stand, or nothing where they do not.

    Examples
    --------
    >>> anchor(Quote('the "open" door'), 'Through the “open”\xa0door.')
    Span(start=8, end=23)
    """
    if wanted.span.of(text) == wanted.exact and wanted.exact and _fits(wanted, text):
        return wanted.span
    folded, needle = _fold(text), _fold(wanted.exact).text.strip()
    if not needle:
        return None
    before, after = _fold(wanted.prefix).text.strip(), _fold(wanted.suffix).text.strip()
    best: tuple[tuple[int, int], Span] | None = None
    at = folded.text.find(needle)
    while at >= 0:
        end = at + len(needle)
        alike = _common(folded.text[:at].rstrip()[::-1], before[::-1])
        alike += _common(folded.text[end:].lstrip(), after)
        found = Span(folded.origin[at], _past(folded, end - 1, text))
        rank = (alike, -abs(found.start - wanted.start))
        if best is None or rank > best[0]:
            best = (rank, found)
        at = folded.text.find(needle, at + 1)
    return best[1] if best else None


def _fits(wanted: Quote, text: str) -> bool:
    span = wanted.span
    before = text[max(0, span.start - len(wanted.prefix)) : span.start]
    return before == wanted.prefix and text.startswith(wanted.suffix, span.end)


def _past(folded: _Folded, last: int, text: str) -> int:
    """Return the end of the character at `last`, with the marks that belong to it."""
    end = folded.origin[last] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
