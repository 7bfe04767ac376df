"""Words and marks of a text, each with its place; quotation marks and dashes made alike."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_STRAIGHT = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"',
        "’": "'", "‘": "'", "‚": "'", "‛": "'", "`": "'", "´": "'",
        "–": "-", "—": "-", "―": "-", "−": "-", "‑": "-", "‐": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ", "\u00ad": " ",
    }
)  # fmt: skip
_W = r"[\w\u0300-\u036f]"
"""A letter or a mark that is combined with one."""
_UNREAD = frozenset(("So", "Sk", "Cf", "Mn", "Cn"))
"""Kinds of characters that are no part of a sentence: emoji, their joints, marks of direction."""
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., a.m.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Col|Lt|Maj|Capt|Sgt|St|Jr|Sr|Rev|Hon|Adm|Amb|Inc|Corp|Ltd|Co|Bros)\."
    r"|'s\b|n't\b|'(?:re|ve|ll|d|m)\b"
    r"|\d[\d.,:/]*\d|\w+(?=n't\b)"
    rf"|{_W}+(?:(?:-{_W}+)+|(?:'(?!s\b|re\b|ve\b|ll\b|d\b|m\b){_W}+)+|)"
    r"|\.\.\.|--|[^\w\s]"
)


class Token(NamedTuple):
    """A word or a mark.

    Attributes
    ----------
    text
        As written, quotation marks and dashes straight.
    low
        In lower case.
    start, end
        Its place, in characters.
    kind
        ``w`` a word, ``p`` a mark, ``q`` a whole quotation of somebody's words.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def straightened(text: str) -> str:
    r"""Return the text with variants of marks made alike, character for character.

    Examples
    --------
    >>> straightened("“Don’t—go”")
    '"Don\'t-go"'
    """
    return text.translate(_STRAIGHT)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words and marks of a straightened text between two places.

    Examples
    --------
    >>> [t.text for t in tokens("The U.S. can't say Osten's out.")]
    ['The', 'U.S.', 'ca', "n't", 'say', 'Osten', "'s", 'out', '.']
    """
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        if not word.isascii() and len(word) == 1 and unicodedata.category(word) in _UNREAD:
            continue
        kind = "w" if word[0].isalnum() or (word[0] == "'" and len(word) > 1) else "p"
        found.append(Token(word, word.lower(), match.start(), match.end(), kind))
    return found
