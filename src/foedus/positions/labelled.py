"""Words that are somebody's by a label beside them: a colon, a dash or "according to"."""

from __future__ import annotations

from foedus.positions.contents import sentence_end
from foedus.positions.cues import Cue
from foedus.positions.grammar import FINITE, PREPOSITIONS, word_set
from foedus.positions.matched import Match
from foedus.positions.phrases import Place, Row, finite, phrase_after, phrase_before
from foedus.positions.postposed import content_before


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
    if (
        len(words) > 6
        or words[0].low in PREPOSITIONS
        or not (named or known)
        or kinds & _KINDS
        or kinds & FINITE - {"'s"}
    ):
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
    " latest news sport business war crisis election summit talks coronavirus brexit fact check"
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


def according(row: Row, cue: Cue, floor: int) -> Match | None:
    """Return what "according to" and the like lay to whoever follows.

    Parameters
    ----------
    row
        Tokens of a sentence.
    cue
        The phrase.
    floor
        The first token that no earlier cue has used up.
    """
    source = phrase_after(row, cue.end)
    end = sentence_end(row)
    if source and source[1] >= end and not content_before(row, cue.start, floor):
        source = phrase_after(row, cue.end, apposition=False)
    if source is None:
        return None
    source = _with_name(row, source, end)
    place = source[1]
    closes = place >= end and cue.start > 0 and row[cue.start - 1].text == ","
    told = content_before(row, cue.start, 0 if closes else floor)
    if told is None or not finite(row, *told):
        if place < end and row[place].text == ",":
            place += 1
        if place >= end:
            whole = told is not None and told[1] - told[0] > _CLAUSE and told[0] == 0
            return Match(cue, source, (told,), "phrase") if told and whole else None
        pieces: tuple[Place, ...] = ((place, end),) if told is None else (told, (place, end))
        return Match(cue, source, pieces, "phrase")
    return Match(cue, source, (told,), "phrase")


def _with_name(row: Row, source: Place, end: int) -> Place:
    """Return a source with the name behind its office: "the deputy chairman, Oleg Rybin, ..."."""
    if source[1] >= end or row[source[1]].text != ",":
        return source
    close = next(
        (i for i in range(source[1] + 2, min(end, source[1] + 6)) if row[i].text == ","), 0
    )
    named = close and all(t.capital for t in row[source[1] + 1 : close])
    return (source[0], close) if named and not row[source[0]].capital else source


_CLAUSE = 4
"""More words than so before ", according to X" at a sentence's end are a clause."""
