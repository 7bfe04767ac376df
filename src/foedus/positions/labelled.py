"""Words that are somebody's by a label beside them: a colon or a dash, and no cue."""

from __future__ import annotations

from foedus.positions.cues import Cue
from foedus.positions.grammar import FINITE, word_set
from foedus.positions.matched import Match
from foedus.positions.phrases import Place, Row, finite, phrase_after, phrase_before


def titled(row: Row) -> Match | None:
    """Return "Osten: no deal without guarantees", or "No deal without guarantees - Osten"."""
    colon = next((at for at, t in enumerate(row[:8]) if t.text == ":"), 0)
    if colon and colon + 2 < len(row) and row[colon + 1].kind != "q":
        return _by(row, (0, colon), (colon + 1, len(row)))
    dash = next((at for at in range(len(row) - 2, 2, -1) if row[at].text == "-"), 0)
    spaced = dash and row[dash - 1].end < row[dash].start
    return _by(row, (dash + 1, len(row)), (0, dash)) if spaced else None


def _by(row: Row, who: Place, what: Place) -> Match | None:
    """Return a headline's words as those of whom it names beside a colon or a dash."""
    words = row[who[0] : who[1]]
    named = words[0].capital and all(t.capital or t.low in _LINKS for t in words)
    known = any(t.low in _SPEAKERS for t in words)
    kinds = {t.low for t in words}
    if len(words) > 6 or not (named or known) or kinds & _KINDS or kinds & FINITE - {"'s"}:
        return None
    mark = who[1] if who[0] == 0 else what[1]
    return Match(Cue(mark, mark, "", "q", "phrase"), who, (what,), "label")


_GIVEN = word_set("to from by with")
"""What stands before the speaker in "This from Osten:", "The last word goes to Osten:"."""
_LINKS = word_set("'s of the and for & - de von van")
_SPEAKERS = word_set(
    "minister president premier chancellor chief officials official source sources report study"
    " poll police diplomat diplomats analysts experts aide aides spokesman spokeswoman envoy mayor"
    " governor general ambassador army ministry court survey un eu nato boss leader mp mps senator"
)
_KINDS = word_set(
    "analysis opinion video watch live exclusive breaking update explainer editorial review photos"
    " pictures interview podcast factbox timeline feature profile comment letters obituary quiz"
    " transcript readout remarks minutes statement press reading session"
    " from to subject date ref info cc re tags summary classification participants location"
    " dialogue programme program comment confidential secret restricted"
    " news sport business war crisis election summit talks coronavirus brexit fact check"
)
"""Words before a colon in a headline that name a kind of text, or what it is about."""


def labelled(row: Row) -> Match | None:
    """Return a quotation with its speaker at its side, a colon or a dash between."""
    colon = next((at for at, t in enumerate(row) if t.text == ":"), 0)
    if colon and colon + 2 >= len(row) and row[-1].kind == "q":
        who = phrase_before(row, colon)
        given = who and who[0] and row[who[0] - 1].low in _GIVEN and row[who[0]].capital
        if who and given:
            return Match(
                Cue(colon, colon, "", "q", "phrase"), who, ((colon + 1, colon + 2),), "label"
            )
        first = phrase_after(row, 0, apposition=False)
        if first and row[first[1]].text == "," and row[0].capital and not finite(row, 0, colon):
            who = first
        return Match(Cue(colon, colon, "", "q", "phrase"), who, ((colon + 1, colon + 2),),
            "label") if who and who[0] == 0 and not finite(row, *who) else None  # fmt: skip
    if len(row) < 3 or row[0].kind != "q" or row[1].text not in (":", "-"):
        return None
    source = phrase_after(row, 2)
    return Match(Cue(1, 1, "", "q", "phrase"), source, ((0, 1),), "label") if source else None
