"""Idioms of acts by which somebody takes a side: they attribute and give the stance at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from foedus.positions.grammar import POSSESSIVE, TIMES, adverb, word_set
from foedus.positions.tokens import Token


@lru_cache(maxsize=1)
def idioms() -> Mapping[str, str]:
    """Return the side of each idiom that ships, its verb first.

    Examples
    --------
    >>> idioms()["turn * back on"], idioms()["throw * weight behind"]
    ('oppose', 'support')
    """
    text = (files("foedus.positions") / "data" / "idioms.toml").read_text(encoding="utf-8")
    return {
        word.replace("_", " "): side
        for side, words in tomllib.loads(text).items()
        for word in words.split()
    }


def through(row: Sequence[Token], at: int, rest: Sequence[str]) -> int | None:
    """Return the place behind the words of a phrase; a few words that stress may stand between.

    Examples
    --------
    >>> from foedus.positions.tokens import tokens
    >>> through(tokens("put its full weight behind it"), 1, ("*", "weight", "behind"))
    5
    >>> through(tokens("called on Tuesday for it"), 1, ("for",))
    4
    """
    for wanted in rest:
        at = _past_adjunct(row, at)
        passed = 0
        while at < len(row) and not _fits(wanted, row[at].low):
            if passed == _BETWEEN or not (adverb(row[at].low) or row[at].low in _STRESSING):
                return None
            at, passed = at + 1, passed + 1
        if at == len(row):
            return None
        at += 1
    return at


def _past_adjunct(row: Sequence[Token], at: int) -> int:
    """Return the place behind a day or a place between a verb and what it takes."""
    start = past = at
    while at < len(row) and row[at].low in _TIMES | _LEADING:
        at += 1
        past = at if row[at - 1].low in _TIMES else past
    if past > start:
        return past
    if row[start : start + 1] and row[start].low in ("in", "from"):
        named = start + 1
        while named < len(row) and named < start + 4 and row[named].capital:
            named += 1
        return named if named > start + 1 else start
    return start


def _fits(wanted: str, low: str) -> bool:
    return wanted == low or (wanted == "*" and low in POSSESSIVE)


_TIMES = TIMES - word_set("last early late")
_LEADING = word_set("on in at from last late early this again")
_BETWEEN = 2
_STRESSING = word_set(
    "full fullest whole entire considerable personal public hard firm firmly strong strongest flat"
    " very own solid unanimous formal official political dead early last long-standing longstanding"
    " particular great big huge wholehearted whole-hearted tacit cautious qualified"
)
"""Words within an idiom: "put its full weight behind", "pushed hard for"."""
