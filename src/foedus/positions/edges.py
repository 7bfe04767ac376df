"""Where a noun phrase begins and ends, as single words tell."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    FINITE,
    PREPOSITIONS,
    SUBORDINATORS,
    adverb,
    opens_adjunct,
)
from foedus.positions.tokens import Token

_OPENS_NONE = PREPOSITIONS | SUBORDINATORS | AUXILIARIES | CONJUNCTIONS | DAYS


def verbal(token: Token) -> bool:
    """Whether a word is a finite verb by itself, and no name: a May survey, the Left Party."""
    return token.low in FINITE - {"'s"} and not (token.capital and not token.text.isupper())


def participle(token: Token) -> bool:
    """Whether a word may be a participle: "signed"."""
    return len(token.low) > 4 and token.low.endswith("ed")


def begins(token: Token) -> bool:
    """Whether a noun phrase may begin with a word."""
    low = token.low
    return low not in _OPENS_NONE and not (adverb(low) and low not in ("both", "all"))


def adjunct(row: Sequence[Token], at: int) -> bool:
    """Whether an adjunct of time, place or occasion begins at a place."""
    low, following, second = ([t.low for t in row[at : at + 3]] + ["", ""])[:3]
    return opens_adjunct(low, following, second)
