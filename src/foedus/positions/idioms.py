"""Idioms of acts by which somebody takes a side: they attribute and give the stance at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from foedus.positions.grammar import (
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVE,
    PREPOSITIONS,
    TIMES,
    adverb,
    word_set,
)
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
    written = tomllib.loads(text)
    held = (
        (f"{before}_{side}", "ambiguous")
        for kind in written.pop("withheld").values()
        for before in kind["from"].split()
        for side in kind["side"].split()
    )
    plain = ((word, side) for side, words in written.items() for word in words.split())
    return {word.replace("_", " "): side for word, side in (*held, *plain)}


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


def around_object(row: Sequence[Token], at: int, rest: Sequence[str]) -> int:
    """Return the place of a particle behind its verb's object; 0 where there is none.

    Examples
    --------
    >>> from foedus.positions.tokens import tokens
    >>> around_object(tokens("ruled any such vote out on Monday"), 1, ("out",))
    4
    >>> around_object(tokens("ruled that he was out"), 1, ("out",))
    0
    """
    given = len(rest) > 2 and rest[-1] == "to"
    if not (given or (len(rest) == 1 and rest[0] in _PARTICLES)) or at >= len(row):
        return 0
    if row[at].low not in DETERMINERS | _OBJECTS and not row[at].capital:
        return 0
    for place in range(at + 1, min(len(row), at + 1 + _OBJECT)):
        if given and through(row, place, rest[:-1]):
            return place  # "gave the plan its blessing"
        if not given and row[place].low == rest[0]:
            return place
        if row[place].kind != "w" or row[place].low in PREPOSITIONS | AUXILIARIES:
            return 0
    return 0


_PARTICLES = frozenset(("out", "down", "off", "aside", "away", "back", "up"))
_OBJECTS = frozenset(("it", "them", "him", "us", "both", "either"))
_OBJECT = 5
"""The words of an object that a particle may stand behind."""


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
    " warm lukewarm cool frosty"
    " particular great big huge wholehearted whole-hearted tacit cautious qualified"
)
"""Words within an idiom: "put its full weight behind", "pushed hard for"."""
