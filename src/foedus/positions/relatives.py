"""Clauses that say of a thing who thinks what of it: "the base, which Osten opposes, is built"."""

from __future__ import annotations

from foedus.positions.cues import Cue
from foedus.positions.grammar import DAYS, FINITE, PREPOSITIONS, SPANS, adverb, word_set
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import Place, Row, nominal, phrase_before
from foedus.positions.plainly import acts


def object_relative(row: Row, cue: Cue, source: Place) -> Place | None:
    """Return the thing before "which X opposes" or "that X opposes", where nothing follows the cue.

    Parameters
    ----------
    row
        Tokens of a sentence.
    cue
        The cue.
    source
        Who stands before it.
    """
    at = source[0] - 1
    if at < 1 or "n" not in cue.frames or cue.kind != "verb" or not _alone(row, cue.end):
        return None
    if row[at].low not in ("which", "that"):
        return None
    end = at - 1 if row[at - 1].text == "," else at
    head = row[end - 1] if end else None
    if head is None or not nominal(head) or head.low in lexicon().forms:
        return None
    if row[at].low == "that" and end < at:
        return None
    return phrase_before(row, end)


def told_relative(row: Row, cue: Cue, source: Place) -> tuple[Place, ...] | None:
    """Return what is said of a thing in "two sons, who he said were abroad", else nothing.

    Parameters
    ----------
    row
        Tokens of a sentence.
    cue
        A verb of saying.
    source
        Who stands before it.
    """
    at = source[0] - 1
    if at < 1 or cue.end >= len(row) - 1 or row[at].low not in ("which", "who", "that", "whom"):
        return None
    following = row[cue.end]
    opens = following.low in FINITE - {"'s", "n't"} and nominal(
        row[at - 1 - (row[at - 1].text == ",")]
    )
    if not opens:
        return None
    stop = next((i for i in range(cue.end, len(row)) if row[i].text in (",", ";", ".")), len(row))
    return ((at, at + 1), (cue.end, stop))


def antecedent(row: Row, end: int) -> Place | None:
    """Return whom "who" refers to: the last of "a view shared by Mayor Olin"."""
    found = phrase_before(row, end)
    if found and found[0] and row[found[0] - 1].text == "," and found[1] - found[0] > 1:
        led = row[found[0]].low.endswith("ing") and row[found[0]].low in lexicon().forms
        found = (found[0] + led, found[1])  # ", echoing engineers who say"
    if found and found[0] and row[found[0] - 1].low == "and" and acts(row, found[0]):
        return None  # "they recognise it and support the plan, which tells you"
    if found is None or "which" in (row[end - 1].low, row[end].low, row[end + 1].low):
        return found
    if found[0] > 1 and row[found[0]].low == "the" and row[found[0] - 1].low in PREPOSITIONS and (
        row[found[1] - 1].low in _PLACES
    ):  # fmt: skip
        return phrase_before(row, found[0] - 1) or found  # "voters across the country, who"
    for at in range(found[1] - 1, found[0], -1):
        voiced = row[at].low == "from" and row[at - 1].low in lexicon().nouns
        made = row[at - 1].low.endswith("ed") or row[found[1] - 1].capital
        if voiced or (row[at].low == "by" and made):
            return (at + 1, found[1])
    return found


_PLACES = word_set(
    "country state world region city area town district capital province nation globe island county"
)
"""Places that are no "who"."""


def _alone(row: Row, at: int) -> bool:
    """Whether no object follows: the sentence ends, another verb, a time or a place begins."""
    if at >= len(row):
        return True
    token = row[at]
    if token.kind == "p":
        return token.text in (",", ".", ";", "-")
    timed = token.low in DAYS or token.low in ("last", "earlier", "late")
    counted = at + 1 < len(row) and row[at + 1].low in SPANS
    told = token.low in FINITE or (token.low in PREPOSITIONS and token.low not in ("to", "for"))
    return timed or counted or told or adverb(token.low)
