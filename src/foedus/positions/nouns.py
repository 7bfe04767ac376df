"""Nouns that attribute: "X's claim that ...", "the claim by X that ...", "in X's view, ..."."""

from __future__ import annotations

from foedus.positions.adverbials import past_adverbial
from foedus.positions.contents import infinitive, sentence_end
from foedus.positions.cues import Cue
from foedus.positions.giving import giver, renewer
from foedus.positions.grammar import (
    AUXILIARIES,
    CONTRACTED,
    FINITE,
    MONTHS,
    POSSESSIVE,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    word_set,
)
from foedus.positions.phrases import (
    CLOSED,
    Place,
    Row,
    finite,
    phrase_after,
    phrase_before,
)
from foedus.positions.relatives import antecedent

_TAKES_NOUN = word_set(
    "accusation denial admission demand request call appeal opposition objection support"
    " rejection fear warning criticism threat offer promise condemnation endorsement protest"
    " misgiving qualm disquiet unease reservation complaint insistence commitment plea readiness"
    " resolve pledge"
)


_SEEN_BY = word_set(
    "view opinion word words assessment estimate account reckoning telling judgement"
)
"""Nouns of "in X's view, ..." and "by his own account, ..."."""


def governed_by_noun(row: Row, cue: Cue) -> tuple[Place, Place] | None:
    """Return "X's claim that ..." and "the claim by X that ..."."""
    end, at = sentence_end(row), cue.end
    source = _possessor(row, cue.start)
    carrier = renewer(row, cue.start) if source and row[source[0]].low in POSSESSIVE else None
    if carrier and row[carrier[0]].low == "who":
        end_of = carrier[0] - (row[carrier[0] - 1].text == ",")
        carrier = antecedent(row, end_of) or carrier
    source = carrier or source
    if source:
        at = past_adverbial(row, at)  # "his warning last month that"
    placed = at + 1 < end and row[at].low == "in" and row[at + 1].capital
    placed = placed and row[at + 1].low not in MONTHS
    if source is None and at < end and (placed or row[at].low in ("by", "from", "of", "among")):
        source = phrase_after(row, at + 1, apposition=False)
        if source and row[source[0]].text[0].isdigit():
            return None
        at = source[1] if source else at
        opens = at < end and row[at].text == ","
        close = next((i for i in range(at + 2, min(end, at + 9)) if row[i].text == ","), 0)
        if source and opens and close and row[close + 1].low == "that":
            source, at = (source[0], close), close + 1  # "claims by the mayor, Ada Renn, that"
    if source and source[0] > 1 and row[source[0] - 2].kind == "q" and at == end:
        told_so = row[source[0] - 1].low in ("was", "is", "came")
        return (source, (0, source[0] - 1)) if told_so else None  # '"No," was Bell's reply'
    if source is None and at < end:
        source = giver(row, cue.start) or _comes_from(row, at, end)
    if source is None and at < end and row[at].low == "that" and not finite(row, at + 1, at + 2):
        source = _adjectival(row, cue.start)
    if source is None or at >= end:
        return None
    if source[0] > at:
        return source, (at, _before_coming(row, at, end))
    low = row[at].low
    told = _is_told(row, at, end)
    if told is not None:
        return source, (told, end)
    if low == "that" and source[1] == at and finite(row, at + 1, at + 2):
        return None  # "reports of two fires that had burnt for days"
    if low == "to" and row[at + 1].low == "be" and cue.lemma not in _TAKES_NOUN:
        return None  # "a report to be released in May"
    if low == "that" or (low == "to" and infinitive(row, at, end)):
        return (source, (at, end if carrier else _before_main_verb(row, source, at, end)))
    if low in ("of", "to", "for", "about", "against", "over", "on") and row[cue.end].low in (
        low,
        "by",
    ):
        leads = source[0] == 0 and carrier is None
        stop = _before_main_verb(row, source, at, end) if leads else _thing_end(row, at, end)
        return (source, (at, stop)) if cue.lemma in _TAKES_NOUN else None
    led = source[0] == 1 and row[0].low in ("in", "to", "by") and cue.lemma in _SEEN_BY
    if led and row[at].kind == "w" and finite(row, at, end):
        return (source, (at, end))  # "In their view the answer has to be aid"
    if low == "," and cue.lemma in _SEEN_BY:
        named = row[cue.start - 2] if row[cue.end].low == "of" and cue.start > 1 else None
        lead = named.low if named else row[source[0] - 1].low if source[0] else ""
        return (source, (at + 1, end)) if lead in ("in", "by", "to", "from") else None
    return None


def _thing_end(row: Row, at: int, end: int) -> int:
    """Return where a thing ends before a main verb: "whose call for aid also could help"."""
    for place in range(at + 2, end):
        if row[place].kind != "w" or row[place].low in SUBORDINATORS | RELATIVES:
            return end
        if row[place].low in AUXILIARIES and row[place].low not in ("having", "being", "be"):
            return place
    return end


def _is_told(row: Row, at: int, end: int) -> int | None:
    """Return where the content begins: "the view is that ...", "the message was plain: ..."."""
    colon = next((i for i in range(at, min(at + 7, end - 1)) if row[i].text == ":"), 0)
    if colon and not finite(row, at, colon) and (colon == at or row[at].low in ("to", "for")):
        return colon + 1
    if row[at].low not in ("is", "was", "remains", "remained"):
        return None
    for place in range(at + 1, min(at + 4, end - 1)):
        if row[place].low == "that" and place < at + 3:
            return place
        if row[place].text == ":":
            return place + 1
    return None


def _before_coming(row: Row, at: int, end: int) -> int:
    """Return the place of "came from" in "a warning that prices fall came from Osten"."""
    return next(
        (
            i for i in range(at + 2, end - 1)
            if row[i].low in ("came", "comes", "come") and row[i + 1].low == "from"
        ),
        end,
    )  # fmt: skip


def _comes_from(row: Row, at: int, end: int) -> Place | None:
    """Return from whom "a warning that prices fall" came."""
    coming = _before_coming(row, at, end)
    told = row[at].low == "that" and coming < end
    return phrase_after(row, coming + 2, apposition=False) if told else None


def _before_main_verb(row: Row, source: Place, at: int, end: int) -> int:
    """Return where "X's claim that ..." ends when it is the subject: before the main verb."""
    if finite(row, 1, source[0]) or source[0] > 6:
        return end
    left = 1 if row[at].low == "that" else 0
    for place in range(at + 1, end):
        whose = row[place].low == "'s" and row[place - 1].low not in CONTRACTED
        if not whose and row[place].low in FINITE - {"be", "been", "being", "to", "n't"}:
            if row[place - 1].low in AUXILIARIES or row[place - 1].low == "to":
                continue
            if left == 0:
                return place
            left -= 1
    return end


def _owner(row: Row, who: Place | None) -> Place | None:
    """Return who owns in "went after Bell for repeating Renn's claim": Renn alone."""
    if who is None:
        return None
    acts = (at for at in range(who[0] + 1, who[1] - 1) if row[at].low.endswith("ing"))
    start = next((at + 1 for at in acts if row[at - 1].low in PREPOSITIONS), who[0])
    return (start, who[1])


def _adjectival(row: Row, at: int) -> Place | None:
    """Return whose claim an adjective names: "Socialist criticism that", "U.S. claims that"."""
    start = at
    while start > 1 and row[start - 1].capital and row[start - 1].kind == "w":
        start -= 1
    return (start, at) if start < at else None


def _possessor(row: Row, at: int) -> Place | None:
    """Return the possessor of the noun at `at`: "Osten's", "its"; adjectives may stand between."""
    if at > 2 and row[at].low == "view" and row[at - 2].low == "point":
        at -= 2  # from his point of view
    for back in range(1, 4):
        if at - back < 0:
            return None
        low = row[at - back].low
        if low == "'s" or (low == "'" and at - back > 0):
            return _owner(row, phrase_before(row, at - back))
        if low in POSSESSIVE:
            return (at - back, at - back + 1)
        if row[at - back].kind != "w" or low in CLOSED:
            return None
    return None
