"""A text in blocks (headline, caption, body, speech) and blocks in sentences.

A sentence is a list of tokens in which a quotation of somebody's words is one token, so that "no"
within it is nobody else's. A block without a full stop is a headline before the body and a caption
after it. Repeated blocks are kept once and flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from foedus.positions.grammar import (
    DETERMINERS,
    PRONOUNS,
    SHOWN,
    SUBORDINATORS,
    word_set,
)
from foedus.positions.spans import Span
from foedus.positions.tokens import Token, straightened, tokens
from foedus.positions.turns import MANY, TERMINAL, says_own, turns

BlockKind = Literal["headline", "caption", "body", "speech"]
_BULLET = re.compile(
    r"^\s*(?:[-*•▪◦·–—]|\(?\d{1,2}[.)]|\(?[a-z]\)"
    r"|\d{1,2}[.:]\d{2}(?:\s*(?:[ap]\.?m\.?|[A-Z]{3,4}\b))?\s*[-–—:]?)\s+"
)
"""What opens an item of a list or of a live blog, where it is the time."""
_DATELINE = re.compile(
    r"[A-Z][A-Z./'-]+(?:[ ,]+[A-Z][A-Za-z./'-]*){0,4}(?:,? (?:[A-Z][a-z]+\.? )?\d{1,2}\.?)?"
    r"(?:\s*\([^()]{1,40}\))?\s*(?:--|-)\s+(?=[\"A-Z])"
    r"|(?:[A-Z][a-z'-]+ ){1,2}-{1,2} (?=[\"A-Z][a-z])"
)
_TITLE = re.compile(r"[A-Z][^:.!?\"]{1,40}: [^.!?\"]{10,120}\.\s*")
"""A first line such as "Osten: No deal without guarantees.": a headline with a full stop."""
_TITLES = word_set(
    "mr. mrs. ms. dr. prof. gen. sen. rep. gov. col. lt. maj. capt. sgt. st. rev. hon. adm. amb."
    " e.g. i.e. no. vs."
)
"""Abbreviations that never end a sentence: a name or a number follows."""
_OPENERS = DETERMINERS | PRONOUNS | SUBORDINATORS | word_set("and but in now still then there")
"""Words that begin a sentence where they have a capital, and no name does."""
_OPENED = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together.

    Parameters
    ----------
    span
        Its place.
    kind
        What it is.
    repeats
        Whether the same words stood in an earlier block.
    speaker
        Who speaks, where it is a turn in a transcript: the place of the label.
    asks
        Whether it is the turn of somebody who asks, and says nothing for himself.
    """

    span: Span
    kind: BlockKind
    repeats: bool = False
    speaker: Span | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its tokens, its block, and its number within the block."""

    tokens: tuple[Token, ...]
    block: Block
    number: int

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


def blocks(text: str) -> list[Block]:
    r"""Return the blocks of a text, in order.

    Examples
    --------
    >>> [b.kind for b in blocks("Ministers meet\n\nThey met. They left.\n\nA hall, seen empty")]
    ['headline', 'body', 'caption']
    """
    found: list[Block] = []
    seen: set[str] = set()
    lines = list(_lines(text))
    written = [straightened(line.of(text)) for line in lines]
    labels = turns(written)
    many = sum(label is not None for label in labels) >= MANY
    speaker: Span | None = None
    above = body_begun = False
    for line, words, label in zip(lines, written, labels, strict=True):
        key = " ".join(words.lower().split())
        start = line.start
        if label:
            speaker = Span(start + label.start, start + label.end)
            start += label.words
            above = label.shape == "alone"
        if label and above:
            continue
        if speaker and (label or above or (many and _goes_on_speaking(words))):
            found.append(Block(Span(start, line.end), "speech", False, speaker))
            body_begun = True
        else:
            kind = _kind(words, body_begun)
            if not found and len(lines) > 1 and _TITLE.fullmatch(words):
                kind = "headline"
            body_begun = body_begun or kind == "body"
            found.append(Block(line, kind, key in seen))
        above = False
        seen.add(key)
    return found


def _goes_on_speaking(words: str) -> bool:
    """Whether a paragraph behind a turn is its speaker's: it says "I" or "we", and is no aside."""
    return says_own(words) and words[:1] not in '(["' and TERMINAL.search(words) is not None


def _kind(words: str, body_begun: bool) -> BlockKind:
    if TERMINAL.search(words) or len(words) > 400 or words.count(". ") > 1:
        return "body"
    low = set(re.findall(r"[a-z]+", words.lower()))
    if low & SHOWN or body_begun:
        return "caption"
    return "headline"


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines of a text, those of a hard-wrapped paragraph joined, bullets left out."""
    found: list[Span] = []
    at = 0
    for line in text.split("\n"):
        found.append(Span(at, at + len(line)))
        at += len(line) + 1
    lengths = [span.end - span.start for span in found if span.of(text).strip()]
    wrapped = len(lengths) > 2 and max(lengths) <= 110 and max(lengths) >= 60
    labelled = _turns_among(text, found) if wrapped else frozenset()
    start: int | None = None
    for place, span in enumerate(found):
        words = span.of(text)
        if not words.strip():
            continue
        if start is None:
            bullet = _BULLET.match(words)
            indent = bullet.end() if bullet else len(words) - len(words.lstrip())
            start = span.start + indent
        following = found[place + 1].of(text) if place + 1 < len(found) else ""
        next_turn = place + 1 in labelled
        if wrapped and not next_turn and _goes_on(words, following, max(lengths)):
            continue
        end = span.start + len(words.rstrip())
        if end > start:  # a bullet by itself is no block
            yield Span(start, end)
        start = None


def _turns_among(text: str, lines: list[Span]) -> frozenset[int]:
    """Return which lines of a hard-wrapped text begin a turn: none goes on a paragraph."""
    full = [at for at, line in enumerate(lines) if line.of(text).strip()]
    labels = turns([straightened(lines[at].of(text)) for at in full])
    return frozenset(at for at, label in zip(full, labels, strict=True) if label)


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a hard-wrapped paragraph goes on: the next line's first word had no room left."""
    first = following.split()[:1]
    return bool(first) and not _BULLET.match(following) and len(line) + len(first[0]) >= width - 2


def sentences(text: str, block: Block) -> list[Sentence]:
    """Return the sentences of a block of a straightened text.

    Examples
    --------
    >>> text = 'He left. "We will not go. Never," she said.'
    >>> [len(s.tokens) for s in sentences(text, blocks(text)[0])]
    [3, 4]
    """
    return list(_sentences(text, block))


@lru_cache(maxsize=64)
def _sentences(text: str, block: Block) -> tuple[Sentence, ...]:
    """Cut a block, and remember the last ones: each rule asks for them again."""
    found: list[list[Token]] = [[]]
    lead = _DATELINE.match(block.span.of(text))
    start = block.span.start + (lead.end() if lead else 0)
    row = _with_quotations(text, Span(start, block.span.end))
    for at, token in enumerate(row):
        found[-1].append(token)
        if at + 1 < len(row) and _ends(row, at, text):
            found.append([])
    return tuple(Sentence(tuple(s), block, n) for n, s in enumerate(found) if s)


def _ends(row: list[Token], at: int, text: str) -> bool:
    token, following = row[at], row[at + 1]
    if token.kind == "q":
        ended = text[token.start : token.end].rstrip("\"' ")[-1:]
        return ended in ".!?…" and following.kind != "p" and not _spoken_after(row, at, ended)
    if token.text in (".", "!", "?", "...", ";"):
        if following.text in ('"', "'", ")"):
            return False
        if token.text == "." and at and len(row[at - 1].text) == 1 and row[at - 1].capital:
            return False
        opens = following.text == "(" and row[at + 2 : at + 3] and row[at + 2].capital
        return bool(
            opens or following.kind == "q" or following.capital or following.text[0].isdigit()
        )
    if token.text in ('"', ")") and at and row[at - 1].text in (".", "!", "?"):
        return following.capital
    if token.low in _TITLES or not token.text.endswith(".") or token.kind != "w":
        return False
    return following.capital and following.low in _OPENERS


def _spoken_after(row: list[Token], at: int, ended: str) -> bool:
    """Whether what follows a quotation tells who spoke it."""
    from foedus.positions.lexicon import lexicon

    following = row[at + 1 : at + 8]
    if following and not following[0].capital:
        return True
    spoken = lexicon().forms
    for place, token in enumerate(following):
        if token.kind == "p" and token.text not in (",", "-"):
            return False
        named = place and following[place - 1].low in DETERMINERS  # an answer
        if token.low in spoken and "q" in spoken[token.low][0].frames and not named:
            after = following[place + 1 : place + 2]
            if after and after[0].text == ":":
                return False
            return ended in "?!" or not after or after[0].kind != "w" or after[0].low in SHOWN
    return False


def _with_quotations(text: str, span: Span) -> list[Token]:
    """Return the tokens of a block, each quotation of more than a few words as one."""
    flat = tokens(text, span.start, span.end)
    out: list[Token] = []
    at = 0
    while at < len(flat):
        token = flat[at]
        close = _closing(flat, at) if token.text == '"' else None
        if close is None or not _is_speech(flat, at, close):
            if close is None:
                out.append(token)
                at += 1
            else:
                out.extend(flat[at : close + 1])
                at = close + 1
            continue
        end = flat[close].end if close < len(flat) else span.end
        out.append(Token(text[token.start : end], "“”", token.start, end, "q"))
        at = close + 1
    return out


def _closing(flat: list[Token], opening: int) -> int | None:
    """Return the place of the closing mark, or the block's end where a paragraph leaves it open."""
    for at in range(opening + 1, min(len(flat), opening + _OPENED)):
        if flat[at].text == '"':
            return at
    if opening == 0:
        return len(flat)
    led, first = flat[opening - 1], flat[opening + 1 : opening + 2]
    opens = led.text in (":", ",", ".", "!", "?") and led.end < flat[opening].start
    return len(flat) if opens and first and first[0].capital else None


def _is_speech(flat: list[Token], opening: int, close: int) -> bool:
    words = [t for t in flat[opening + 1 : close] if t.kind == "w"]
    if not words:
        return False
    before = flat[opening - 1] if opening else None
    if before is None or before.text in (".", "!", "?", ":", "-", '"'):
        return len(words) > 1 or (close < len(flat) and flat[close - 1].text in ",.!?")
    if before.text == ",":
        return len(words) > 2
    return (len(words) >= 6 and words[0].capital) or len(words) >= 12
