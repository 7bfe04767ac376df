"""Verbs in the present of several: "they oppose the plan and urge the others to wait"."""

from __future__ import annotations

from foedus.positions.grammar import (
    DETERMINERS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    word_set,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import Row, phrase_before


def plain(low: str) -> bool:
    """Whether a word can be such a verb, and reports."""
    return any("base" in r.forms and r.frames for r in lexicon().forms.get(low, ()))


def acts(row: Row, at: int) -> bool:
    """Whether a word that can be such a verb has an object behind it."""
    if at + 1 >= len(row):
        return False
    opens = row[at + 1].low in DETERMINERS | POSSESSIVE or row[at + 1].capital
    return plain(row[at].low) and (opens or row[at + 1].low in ("that", "to", "on"))


def acts_too(row: Row, at: int) -> bool:
    """Whether such a verb stands behind "and" where another stood with its subject."""
    return acts(row, at) and any(
        acts(row, i) and (row[i - 1].low in ("they", "we", "i") or row[i - 1].low.endswith("s"))
        for i in range(1, at - 1)
    )


def nation(row: Row, last: int) -> bool:
    """Whether a whole nation ends at `last`: "the Chinese", "the British"."""
    folk = row[last].low.endswith(("ese", "ish", "ch")) and row[last].capital
    return folk and last > 0 and row[last - 1].low == "the"


def plural_of(row: Row, last: int) -> bool:
    """Whether the noun phrase that ends at `last` is plural, by its head or by "and"."""
    who = phrase_before(row, last + 1)
    if who is None:
        return False
    head = who[1] - 1
    for at in range(who[0], who[1]):
        if row[at].low in PREPOSITIONS and at > who[0]:
            head = at - 1
            break
        if row[at].low == "and":
            return True
    return row[head].low.endswith("s") and not row[head].low.endswith(("ss", "us", "is"))


def names_source(row: Row, at: int) -> bool:
    """Whether "per" is followed by somebody and not by a measure: "per two aides", "per cent"."""
    return row[at].capital or row[at].low in DETERMINERS


def several(row: Row, at: int) -> bool:
    """Whether a word in -s ends a phrase that names a number of things: "several port emails"."""
    who = phrase_before(row, at)
    return who is not None and row[who[0]].low in _SEVERAL


_SEVERAL = word_set("several many some few most all both two three hundreds thousands dozens")


def describing(row: Row, at: int) -> bool:
    """Whether a word in -ing only describes a thing: "saw convincing evidence that"."""
    after = row[at + 1] if at + 1 < len(row) else None
    if after is None or row[at].low not in _DESCRIBING or after.kind != "w" or after.capital:
        return False
    return after.low not in DETERMINERS | POSSESSIVE | PREPOSITIONS | _PERSONS


_DESCRIBING = word_set("convincing worrying alarming")
_PERSONS = PRONOUNS | word_set(
    "that to them him us me whoever people everyone anyone others nobody somebody"
)
