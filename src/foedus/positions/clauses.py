"""Where what is reported ends before the narrator's own main clause or gloss begins."""

from __future__ import annotations

from dataclasses import replace

from foedus.positions.grammar import word_set
from foedus.positions.matched import Match
from foedus.positions.phrases import Row, finite, phrase_after


def asked_whether(row: Row, one: Match) -> bool:
    """Whether a mind is only asked about: "Asked if she believed him, Bell smiled"."""
    if not _prompted(row, one) or one.source is None:
        return False
    return any(t.low in ("if", "whether") for t in row[: one.source[0]])


def _prompted(row: Row, one: Match) -> bool:
    lead = row[: one.source[0]] if one.source else ()
    return row[0].low in _PROMPTED and bool(lead) and all(t.text != "," for t in lead)


def within_clause(row: Row, one: Match) -> Match:
    """End what is reported in a leading clause with it: "while most expected losses, it grew"."""
    if one.source is None or one.frame != "after":
        return one
    lead = row[one.source[0] - 1] if one.source[0] else row[0]
    opens = one.source[0] == 1 or (one.source[0] > 1 and row[one.source[0] - 2].text == ",")
    if not _prompted(row, one) and (
        lead.low not in _LEADING or not (opens or lead.low == "whether")
    ):
        return one
    start, end = one.content[-1]
    for at in range(start + 1, end - 2):
        who = phrase_after(row, at + 1, apposition=False) if row[at].text == "," else None
        verb = who[1] if who else 0
        if who and row[verb : verb + 1] and row[verb].text == ",":  # ", Poland, on its side, has"
            verb = next((i + 1 for i in range(verb + 1, end) if row[i].text == ","), verb)
        if who and finite(row, verb, min(end, verb + 3)):
            return replace(one, content=(*one.content[:-1], (start, at)))
    return one


_PROMPTED = frozenset(("asked", "pressed", "questioned"))
_LEADING = word_set("while although though as when after because since once whether")


def before_gloss(row: Row, one: Match) -> Match:
    """End what is reported before a last clause that tells more of a thing in it.

    "Said he had been joking in his speech, which raised doubts": who doubts is the narrator's to
    tell.
    """
    start, end = one.content[-1]
    if one.frame != "after" or any(t.text == '"' or t.kind == "q" for t in row[start:end]):
        return one
    commas = [i for i in range(start + 4, end - 3) if row[i].text == ","]
    last = commas[-1] if commas else 0
    if not last or row[last + 1].low not in ("which", "where", "who"):
        return one
    if any(t.low == "that" for t in row[last + 2 : last + 5]):
        return one  # "cited a treaty, which states that": what it states is cited, too
    return replace(one, content=(*one.content[:-1], (start, last)))


def before_dash(row: Row, one: Match) -> Match:
    """End what is reported at a dash that no other closes, where the narrator's gloss follows."""
    start, end = one.content[-1]
    dashes = [at for at in range(start + 1, end - 2) if _dash(row, at)]
    quoted = sum(token.text == '"' for token in row[: dashes[0]]) % 2 if dashes else 0
    if one.frame not in ("after", "noun") or len(dashes) != 1 or quoted:
        return one
    first, second = row[dashes[0] + 1].low, row[dashes[0] + 2].low
    if first not in _GLOSS and not (first == "and" and second in _GLOSS):
        return one
    return replace(one, content=(*one.content[:-1], (start, dashes[0])))


_GLOSS = frozenset(("a", "an", "the", "this", "that", "which", "words", "something", "has", "had"))
"""First words of what a narrator adds: "no step - and this from a man who wanted it"."""


def _dash(row: Row, at: int) -> bool:
    return row[at].text == "-" and row[at - 1].end < row[at].start < row[at + 1].start - 1
