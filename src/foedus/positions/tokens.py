"""Words and marks of a text, each with its place; quotation marks and dashes made alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from foedus.positions.grammar import word_set

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
    r"(?:[A-Za-z]-)?(?:[A-Za-z]\.){2,}|[A-Z]-[A-Z][a-z]+\.(?=[,)])"  # U.S., a.m., D-N.M., R-Fla.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Col|Lt|Maj|Capt|Sgt|St|Jr|Sr|Rev|Hon|Adm|Amb|Inc|Corp|Ltd|Co|Bros)\."
    r"|\b[A-Z]\.(?= [A-Z][a-z])"  # James A. Baker
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No)\.(?=\s*\d)"
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
    straight = text.translate(_STRAIGHT)
    if "''" in straight:
        straight = _TWICE.sub(lambda mark: '" ' if mark["opens"] else ' "', straight)
    return _doubled(straight) if _OPENS.search(straight) else straight


_TWICE = re.compile(
    r"(?P<opens>(?:^|(?<=[\s(\[-]))''(?=[^\s']))|(?<=[\w.,!?;:)%-])''(?![\w'])", re.MULTILINE
)
"""A double mark typed as two single ones, as archives of newspapers have it."""


def _doubled(straight: str) -> str:
    """Return a text in which single quotation marks about words are double ones, and the inner
    double ones single: British papers quote so.
    """
    chars = list(straight)
    for stretch in _PARAGRAPH.finditer(straight):
        paragraph, start = stretch.group(), stretch.start()
        inside, at = False, 0
        while at < len(paragraph):
            if paragraph[at] == '"':
                inside = not inside
            close = None if inside else _pair(paragraph, at)
            if close is not None:
                for place in range(at + 1, close):
                    if paragraph[place] == '"':
                        chars[start + place] = "'"
                chars[start + at] = chars[start + close] = '"'
                at = close
            at += 1
    return "".join(chars)


def _pair(paragraph: str, at: int) -> int | None:
    """Return the place of the single mark that closes one that opens here, if one does."""
    if not _OPENS.match(paragraph, at):
        return None
    found = None
    for close in _CLOSES.finditer(paragraph, at + 1):
        if found is not None and _OPENS.search(paragraph, found, close.start()):
            break
        found = close.start()
        if not _PLURAL.match(paragraph, found - 1):
            break  # else it may be "the allies' position", and a later one closes
    return found


_PARAGRAPH = re.compile(r"(?:[^\n]|(?<![.!?:\"'\n])\n(?![\s*•-]))+")
"""Lines that a paragraph was wrapped into belong together."""
_OPENS = re.compile(r"(?<![\w'\".,!?;:)])'(?!(?:em|til|tis|twas|cause|bout|n)\b)(?=[^\W\d_])")
"""A single mark that opens a quotation, and does not stand for letters left out."""
_CLOSES = re.compile(r"(?<=[\w.,!?;:)%-])'(?!\w)")
_PLURAL = re.compile(
    r"s' (?!(?:a|about|after|against|and|as|at|be|because|before|but|by|for|from|had|has|have|he|in"
    r"|into|is|it|of|on|or|over|said|says|she|so|than|that|the|they|to|was|were|when|which|who|will"
    r"|with|would|yesterday)\b)[a-z]"
)
"""Marks behind a plural that owns what follows: "the allies' position"."""


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
    for at, token in enumerate(found):
        if token.low in _NAMES and token.capital and _named(found, at):
            found[at] = token._replace(low=f"{token.low}_")
    return found


_NAMES = frozenset(("may", "will", "left"))
"""Verbs that are names where they have a capital: Mrs May, Will Hay, the Left Party."""
_DATED = word_set(
    "in of since until till by from to on during before after last next this early late mid through"
    " and between"
)
_ACTS = word_set("said says told tells has had is was wants wrote went called")


def _named(row: Sequence[Token], at: int) -> bool:
    """Whether a word that may be a verb or a month is somebody's name."""
    before = row[at - 1] if at else None
    after = row[at + 1] if at + 1 < len(row) else None
    if row[at].text.isupper():
        return False
    if before is None or before.text in (".", "!", "?", '"', ":", ";"):
        acts = after and (after.low in _ACTS or after.low.endswith("ed"))
        return bool(acts or (after and after.capital and row[at].low == "will"))
    dated = before.low in _DATED or before.text[0].isdigit() or (after and after.text[0].isdigit())
    return not (row[at].low == "may" and dated)
